//! Things found in an image: where each is, what it is, how sure the model is.
use super::{LOOKED_AT, Mask, number, number_at};
use flowdeck_editor::geometry::{Point, Rect};
use flowdeck_editor::whole;
use flowdeck_spec::Node;
use std::borrow::Cow;
use std::collections::HashMap;

/// How many things are read; an answer may hold more.
const MOST: usize = 50_000;
/// How many points of outlines and key points are read in all.
const MOST_POINTS: usize = 2_000_000;
/// A coordinate beyond this is a mistake.
const FARTHEST: f64 = 1e7;
/// How many colours things are told apart by.
pub const HUES: u8 = 24;

/// What is drawn of things, to be shown or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layer {
    /// Boxes, turned ones too.
    Boxes,
    /// Masks.
    Masks,
    /// Key points.
    Points,
    /// Names.
    Labels,
}

impl Layer {
    /// Every layer, in the order in which they are painted.
    pub const ALL: [Self; 4] = [Self::Masks, Self::Boxes, Self::Points, Self::Labels];

    /// What it is called.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Boxes => "Boxes",
            Self::Masks => "Masks",
            Self::Points => "Points",
            Self::Labels => "Labels",
        }
    }
}

/// What is around something.
#[derive(Clone, Debug, PartialEq)]
pub enum Outline {
    /// Nothing but its box.
    None,
    /// A line from point to point, and back.
    Polygon(Vec<Point>),
    /// Pixels.
    Mask(Mask),
}

/// One thing.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// Its place in the answer's list.
    pub at: usize,
    /// Its class, by its place in [`Findings::classes`].
    pub class: usize,
    /// How sure the model is, from 0 to 1.
    pub confidence: Option<f64>,
    /// The upright box around it.
    pub bounds: Rect,
    /// The corners of a turned box; empty for an upright one.
    pub corners: Vec<Point>,
    /// Its shape, where that is known.
    pub outline: Outline,
    /// Its key points, each with its confidence.
    pub points: Vec<(Point, Option<f64>)>,
    /// The number under which it is tracked.
    pub track: Option<String>,
    /// What was read of it: a code's content.
    pub data: Option<String>,
    /// Its colour: that of its track, or of its class.
    pub hue: u8,
}

/// A class of things.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Class {
    /// Its name.
    pub name: String,
    /// Its colour.
    pub hue: u8,
}

/// All that was found in an image.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Findings {
    /// The image's width and height; an answer without findings has none.
    pub size: Option<(f64, f64)>,
    /// The things that can be drawn.
    pub list: Vec<Found>,
    /// Their classes, in the order in which they came.
    pub classes: Vec<Class>,
    /// How many the answer has.
    pub total: usize,
}

/// Every number was read by [`number`], so that each equals itself; an `Rc` looks at the pointer first then.
impl Eq for Findings {}

/// The predictions of a value: those of an object, or a bare list.
#[must_use]
pub fn predictions(value: &Node) -> &[Node] {
    match value {
        Node::Array(list) => list,
        other => other.get("predictions").map_or(&[], Node::items),
    }
}

impl Findings {
    /// Reads detections: `{image, predictions: [{x, y, width, height, …}]}`, or the list alone.
    #[must_use]
    pub fn read(value: &Node) -> Option<Self> {
        let list = predictions(value);
        let is_list = matches!(value, Node::Array(_));
        let mut first = list.iter().take(LOOKED_AT);
        let fits = if is_list {
            !list.is_empty() && first.all(|one| bounds(one).is_some())
        } else {
            let is_empty = list.is_empty()
                && matches!(value.get("predictions"), Some(Node::Array(_)))
                && value.get("image").is_some()
                && value.get("top").is_none();
            is_empty || first.any(|one| bounds(one).is_some())
        };
        if !fits {
            return None;
        }
        let image = value.get("image");
        let side =
            |key| image.and_then(|image| number_at(image, key)).filter(|side| *side >= 1.0 && *side < 1e6);
        let mut findings = Self {
            size: side("width").zip(side("height")),
            list: Vec::new(),
            classes: Vec::new(),
            total: list.len(),
        };
        let (mut places, mut room) = (HashMap::new(), MOST_POINTS);
        for (at, one) in list.iter().enumerate().take(MOST) {
            let Some(bounds) = bounds(one) else { continue };
            let name = name_of(one).unwrap_or("object".into());
            let class = match places.get(&*name) {
                Some(class) => *class,
                None => findings.add_class(&name, &mut places),
            };
            findings.list.push(thing(one, at, class, bounds, hue(&name), &mut room));
        }
        Some(findings)
    }

    fn add_class(&mut self, name: &str, places: &mut HashMap<String, usize>) -> usize {
        let class = self.classes.len();
        places.insert(String::from(name), class);
        self.classes.push(Class { name: String::from(name), hue: hue(name) });
        class
    }

    /// The name of a thing's class.
    #[must_use]
    pub fn class_of(&self, one: &Found) -> &str {
        self.classes.get(one.class).map_or("", |class| &class.name)
    }

    /// A thing in a few words: its class, its track, how sure the model is.
    #[must_use]
    pub fn label(&self, one: &Found) -> String {
        let mut label = String::from(self.class_of(one));
        if let Some(track) = &one.track {
            label.push_str(" #");
            label.push_str(track);
        }
        // Codes are either read or not: a hundred percent says nothing.
        if let Some(confidence) = one.confidence.filter(|confidence| *confidence < 0.9995) {
            label.push(' ');
            label.push_str(&percent(confidence));
        }
        label
    }

    /// How large the image must be for everything to be in it.
    #[must_use]
    pub fn extent(&self) -> (f64, f64) {
        let most = |side: fn(&Found) -> f64| self.list.iter().map(side).fold(1.0, f64::max);
        self.size.unwrap_or_else(|| (most(|one| one.bounds.right()), most(|one| one.bounds.bottom())))
    }

    /// Whether there is something to draw on a layer.
    #[must_use]
    pub fn has(&self, layer: Layer) -> bool {
        self.list.iter().any(|one| match layer {
            Layer::Boxes | Layer::Labels => true,
            Layer::Masks => one.outline != Outline::None,
            Layer::Points => !one.points.is_empty(),
        })
    }

    /// The smallest of the things shown at a place of the image, `slack` around it.
    #[must_use]
    pub fn hit(&self, shown: &[usize], place: Point, slack: f64) -> Option<usize> {
        let area = |at: &usize| self.list.get(*at).map_or(0.0, |one| one.bounds.width * one.bounds.height);
        let is_there =
            |at: &usize| self.list.get(*at).is_some_and(|one| one.bounds.grown(slack).contains(place));
        let hit = shown.iter().filter(|at| is_there(at));
        hit.copied().min_by(|a, b| area(a).partial_cmp(&area(b)).unwrap_or(std::cmp::Ordering::Equal))
    }
}

/// A share as people read it.
fn percent(share: f64) -> String {
    [&whole(share * 100.0).to_string(), " %"].concat()
}

/// The class of a prediction: engines say `class`, some descriptions `class_name`.
pub(super) fn name_of(one: &Node) -> Option<Cow<'_, str>> {
    ["class", "class_name"].into_iter().find_map(|key| one.get(key)?.as_str())
}

/// The upright box of a prediction.
fn bounds(one: &Node) -> Option<Rect> {
    let near = |key| number_at(one, key).filter(|number| number.abs() < FARTHEST);
    let (x, y, width, height) = (near("x")?, near("y")?, near("width")?.max(0.0), near("height")?.max(0.0));
    Some(Rect { x: x - width / 2.0, y: y - height / 2.0, width, height })
}

fn thing(one: &Node, at: usize, class: usize, upright: Rect, class_hue: u8, room: &mut usize) -> Found {
    let corners = one.get("rect").map(|rect| points(rect, room)).unwrap_or_default();
    let is_turned = corners.len() >= 3;
    let mask = one.get("rle_mask").and_then(Mask::read).map(Outline::Mask);
    let outline = mask.unwrap_or_else(|| {
        let outline = |key: &str, room: &mut usize| {
            one.get(key).map(|list| points(list, room)).filter(|list| list.len() >= 3)
        };
        let polygon = outline("points", room).or_else(|| outline("polygon", room));
        polygon.map_or(Outline::None, Outline::Polygon)
    });
    let key_points = one.get("keypoints").map_or(&[][..], Node::items);
    let key_points = key_points
        .iter()
        .take(*room)
        .filter_map(|point| Some((spot(point)?, number_at(point, "confidence"))));
    let key_points: Vec<_> = key_points.collect();
    *room = room.saturating_sub(key_points.len());
    let track = one.get("tracker_id").and_then(|id| match id {
        Node::Number(number) => Some(String::from(&**number)),
        _ => None,
    });
    Found {
        at,
        class,
        confidence: number_at(one, "confidence"),
        // The width and height of a turned box are those along its own sides.
        bounds: if is_turned { around(&corners) } else { upright },
        corners: if is_turned { corners } else { Vec::new() },
        outline,
        points: key_points,
        hue: track.as_deref().map_or(class_hue, hue),
        track,
        data: one.get("data").and_then(Node::as_str).map(Cow::into_owned),
    }
}

/// Points, each as `{x, y}` or `[x, y]`.
fn points(list: &Node, room: &mut usize) -> Vec<Point> {
    let points: Vec<Point> = list.items().iter().take(*room).filter_map(spot).collect();
    *room = room.saturating_sub(points.len());
    points
}

fn spot(point: &Node) -> Option<Point> {
    let (x, y) = match point {
        Node::Array(pair) => (number(pair.first()?)?, number(pair.get(1)?)?),
        _ => (number_at(point, "x")?, number_at(point, "y")?),
    };
    (x.abs() < FARTHEST && y.abs() < FARTHEST).then_some(Point { x, y })
}

fn around(corners: &[Point]) -> Rect {
    let least = |side: fn(&Point) -> f64| corners.iter().map(side).fold(FARTHEST, f64::min);
    let most = |side: fn(&Point) -> f64| corners.iter().map(side).fold(-FARTHEST, f64::max);
    let (left, top) = (least(|point| point.x), least(|point| point.y));
    Rect { x: left, y: top, width: most(|point| point.x) - left, height: most(|point| point.y) - top }
}

/// A colour that stays the same for the same name.
fn hue(name: &str) -> u8 {
    let hash =
        name.bytes().fold(2_166_136_261_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(16_777_619));
    // Names that differ in their last letter are mixed once more, or they would look alike.
    let hash = (hash ^ (hash >> 15)).wrapping_mul(0x2c1b_3c6d);
    ((hash ^ (hash >> 13)) % u32::from(HUES)) as u8
}
