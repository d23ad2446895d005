//! What was found in an image.
use crate::data::{Origin, Picture};
use serde_json::{Map, Value};
use std::cmp::Ordering;
use std::rc::Rc;

/// The shape of a thing inside its box.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Mask {
    /// The corners of its outline, in pixels of the image.
    Polygon(Vec<[f64; 2]>),
    /// A COCO run-length code, as it came: its size and its counts.
    Rle(Value),
}

/// A named point of a thing.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Keypoint {
    pub(crate) x: f64,
    pub(crate) y: f64,
    pub(crate) confidence: f64,
    pub(crate) class_id: i64,
    pub(crate) class: String,
}

/// Where one thing was found, when it is not where the others of its list were.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Home {
    pub(crate) parent: Origin,
    pub(crate) root: Origin,
}

/// One thing.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Detection {
    /// Left, top, right, bottom, in pixels of the image.
    pub(crate) corners: [f64; 4],
    pub(crate) confidence: f64,
    pub(crate) class_id: i64,
    pub(crate) class: String,
    pub(crate) id: String,
    pub(crate) tracker_id: Option<i64>,
    pub(crate) mask: Option<Mask>,
    /// Nothing where the model gives no points; an empty list where it found none.
    pub(crate) keypoints: Option<Vec<Keypoint>>,
    /// What else is known, by its wire name: the text of a code, a time in a zone.
    pub(crate) extra: Map<String, Value>,
    /// Its own parents, when they differ from those of the list.
    pub(crate) home: Option<Rc<Home>>,
}

impl Detection {
    pub(crate) fn width(&self) -> f64 {
        self.corners[2] - self.corners[0]
    }

    pub(crate) fn height(&self) -> f64 {
        self.corners[3] - self.corners[1]
    }

    pub(crate) fn center(&self) -> (f64, f64) {
        (self.corners[0] + self.width() / 2.0, self.corners[1] + self.height() / 2.0)
    }

    pub(crate) fn area(&self) -> f64 {
        self.width() * self.height()
    }

    /// The same, moved: box, outline, points, and the polygon that some blocks add. A run-length code stays, as it
    /// belongs to the image that it was made for.
    pub(crate) fn moved(&self, x: f64, y: f64) -> Self {
        let [left, top, right, bottom] = self.corners;
        let mut moved = Self { corners: [left + x, top + y, right + x, bottom + y], ..self.clone() };
        if let Some(Mask::Polygon(points)) = &mut moved.mask {
            points.iter_mut().for_each(|point| *point = [point[0] + x, point[1] + y]);
        }
        for point in moved.keypoints.iter_mut().flatten() {
            (point.x, point.y) = (point.x + x, point.y + y);
        }
        if let Some(Value::Array(points)) = moved.extra.get_mut("polygon") {
            for point in points.iter_mut().filter_map(Value::as_array_mut) {
                for (side, by) in point.iter_mut().zip([x, y]) {
                    if let Some(number) = side.as_f64() {
                        *side = plain_number(number + by);
                    }
                }
            }
        }
        moved
    }

    /// A point of the box by its name: `CENTER`, `TOP_LEFT`, …
    pub(crate) fn anchor(&self, name: &str) -> Option<(f64, f64)> {
        let [left, top, right, bottom] = self.corners;
        let (x, y) = ((left + right) / 2.0, (top + bottom) / 2.0);
        Some(match name {
            "CENTER" => (x, y),
            "CENTER_LEFT" => (left, y),
            "CENTER_RIGHT" => (right, y),
            "TOP_CENTER" => (x, top),
            "TOP_LEFT" => (left, top),
            "TOP_RIGHT" => (right, top),
            "BOTTOM_CENTER" => (x, bottom),
            "BOTTOM_LEFT" => (left, bottom),
            "BOTTOM_RIGHT" => (right, bottom),
            _ => return None,
        })
    }

    /// The names of what is known of it beside box, class and confidence.
    fn known(&self) -> Vec<&str> {
        let mut names: Vec<&str> = self.extra.keys().map(String::as_str).collect();
        names.extend(self.tracker_id.map(|_| "tracker_id"));
        names.extend(self.keypoints.as_ref().map(|_| "keypoints"));
        names.extend(self.mask.as_ref().map(|_| "masks"));
        names.sort_unstable();
        names
    }
}

/// The one whose number is the least or the greatest; the first of equals.
pub(crate) fn extreme<'a>(
    all: impl Iterator<Item = &'a Detection>,
    key: fn(&Detection) -> f64,
    wanted: Ordering,
) -> Option<&'a Detection> {
    all.reduce(|best, one| if key(one).partial_cmp(&key(best)) == Some(wanted) { one } else { best })
}

/// A whole number as such, any other as a float.
pub(crate) fn plain_number(number: f64) -> Value {
    if number.fract() == 0.0 && number.abs() < 9e15 {
        Value::from(number as i64)
    } else {
        Value::from(number)
    }
}

/// All things found in one image.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Detections {
    pub(crate) items: Vec<Detection>,
    /// Width and height of the image.
    pub(crate) size: (u32, u32),
    /// Whether nothing was found to begin with: only then is the size of the input's image known without a row.
    pub(crate) is_barren: bool,
    pub(crate) parent: Origin,
    pub(crate) root: Origin,
    /// `object-detection`, `qrcode-detection`, …; empty for what a server sent, which does not say.
    pub(crate) prediction_type: String,
    /// How the wire tells the places of these things.
    pub(crate) lineage: Lineage,
}

/// What is known about the images that things were found in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lineage {
    /// The ids and places of the image and of the workflow's input.
    Known,
    /// The same, and the image's size even where nothing was found.
    Sized,
    /// Ids only: places stay as they are.
    Ids,
    /// Nothing: no image, no size.
    Lost,
}

impl Lineage {
    /// Whether places can be told in the workflow's input.
    pub(crate) fn has_places(self) -> bool {
        matches!(self, Self::Known | Self::Sized)
    }
}

impl Detections {
    /// Things found in `picture`.
    pub(crate) fn on(picture: &Picture, prediction_type: &str, items: Vec<Detection>) -> Self {
        Self {
            is_barren: items.is_empty(),
            items,
            size: picture.pixels.size(),
            parent: picture.parent.clone(),
            root: picture.root.clone(),
            prediction_type: String::from(prediction_type),
            lineage: Lineage::Known,
        }
    }

    /// No things in no image: what the reference engine makes where it drops everything it knew.
    pub(crate) fn nowhere() -> Self {
        let nothing = Origin { id: String::new(), x: 0.0, y: 0.0, width: 0, height: 0 };
        Self {
            items: Vec::new(),
            size: (0, 0),
            is_barren: false,
            parent: nothing.clone(),
            root: nothing,
            prediction_type: String::new(),
            lineage: Lineage::Lost,
        }
    }

    /// The same with other items.
    pub(crate) fn with(&self, items: Vec<Detection>) -> Self {
        Self { items, ..self.clone() }
    }

    /// The images that one of the items was found in: the nearer one, the workflow's input.
    pub(crate) fn home<'a>(&'a self, one: &'a Detection) -> (&'a Origin, &'a Origin) {
        one.home.as_ref().map_or((&self.parent, &self.root), |home| (&home.parent, &home.root))
    }

    /// A thing as found in what it was: its new parent, at the place that its own had.
    pub(crate) fn reparented(&self, one: &Detection) -> Detection {
        let (parent, root) = self.home(one);
        let parent = Origin { id: one.id.clone(), ..parent.clone() };
        Detection { home: Some(Rc::new(Home { parent, root: root.clone() })), ..one.clone() }
    }

    /// The things of several lists as one list. Lists without things do not count; the others must know the same
    /// about their things.
    pub(crate) fn merged(lists: &[&Self]) -> Result<Self, String> {
        let lists: Vec<&Self> = lists.iter().copied().filter(|list| !list.items.is_empty()).collect();
        let (Some(first), Some(last)) = (lists.first(), lists.last()) else { return Ok(Self::nowhere()) };
        fn known(list: &Detections) -> Vec<&str> {
            list.items.first().map(Detection::known).unwrap_or_default()
        }
        if let Some(other) =
            lists.iter().find(|list| known(list) != known(first) || list.lineage != first.lineage)
        {
            let told = |list: &Self| match known(list).join(", ") {
                names if names.is_empty() => String::from("nothing more"),
                names => names,
            };
            return Err(format!(
                "lists of detections go together when they know the same: one knows {}, another {}, and where they were found",
                told(first),
                told(other)
            ));
        }
        let items = lists.iter().flat_map(|list| {
            let is_foreign = list.parent != first.parent || list.root != first.root;
            let home =
                is_foreign.then(|| Rc::new(Home { parent: list.parent.clone(), root: list.root.clone() }));
            list.items.iter().map(move |one| {
                let mut one = one.clone();
                one.home = one.home.or_else(|| home.clone());
                one
            })
        });
        // As there, the last row tells the image's size.
        Ok(Self { size: last.size, ..first.with(items.collect()) })
    }
}
