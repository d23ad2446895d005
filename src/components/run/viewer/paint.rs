//! How things found are drawn over their image: masks below, then boxes, key points, names.
use crate::browser::pen::{Fixed, Pen};
use crate::run::shape::{Findings, Found, HUES, Layer, Outline};
use flowdeck_editor::camera::Camera;
use flowdeck_editor::geometry::{Point, Rect};
use std::rc::Rc;

/// More names than this hide what they name: then only the one that is pointed at is shown.
const MOST_LABELS: usize = 250;
/// Width and height of a name's letters.
const LETTERS: f64 = 12.0;
/// Points of an outline that are nearer than this on the screen are one.
const NEAR: f64 = 0.7;
/// How many characters of a name are shown.
const LONGEST: usize = 28;

/// What there is to draw.
#[derive(Clone, Debug)]
pub(super) struct Scene {
    pub(super) findings: Rc<Findings>,
    /// The places of what is shown.
    pub(super) shown: Rc<Vec<usize>>,
    /// Which layers are, in the order of [`Layer::ALL`].
    pub(super) layers: [bool; 4],
    /// How large the image is, in the units of what was found.
    pub(super) size: (f64, f64),
}

/// The colours of things.
#[derive(Debug)]
pub(super) struct Inks {
    hues: Vec<Fixed>,
    white: Fixed,
    font: String,
}

impl Inks {
    pub(super) fn new(font: &str) -> Self {
        Self {
            hues: (0..HUES).map(|hue| Fixed::new(&ink(hue))).collect(),
            white: Fixed::new("#fff"),
            font: ["600 ", &flowdeck_editor::short(LETTERS), "px ", font].concat(),
        }
    }

    fn hue(&self, one: &Found) -> &Fixed {
        self.hues.get(usize::from(one.hue)).unwrap_or(&self.white)
    }
}

/// A dark, saturated ink on which white letters are read.
pub(in crate::components::run) fn ink(hue: u8) -> String {
    let degrees = u32::from(hue) * 360 / u32::from(HUES);
    ["oklch(50% 0.18 ", &degrees.to_string(), ")"].concat()
}

/// What is drawn with, and where.
pub(super) struct Drawing<'a> {
    pub(super) pen: &'a Pen,
    pub(super) inks: &'a Inks,
    pub(super) scene: &'a Scene,
    pub(super) camera: Camera,
    /// Device pixels a pixel of the view.
    pub(super) ratio: f64,
    /// What the surface shows of the view.
    pub(super) part: Rect,
}

impl Drawing<'_> {
    /// Draws all that is shown.
    pub(super) fn all(&self) {
        let Scene { findings, shown, layers, .. } = self.scene;
        let is_seen =
            |one: &&Found| self.camera.rect_to_view(one.bounds).grown(LETTERS * 2.0).meets(self.part);
        let seen: Vec<&Found> =
            shown.iter().filter_map(|at| findings.list.get(*at)).filter(is_seen).collect();
        self.clear();
        for (layer, _) in Layer::ALL.iter().zip(layers).filter(|(_, is_on)| **is_on) {
            match layer {
                Layer::Masks => seen.iter().for_each(|one| self.mask(one, 0.35)),
                Layer::Boxes => seen.iter().for_each(|one| self.outline(one, 2.0)),
                Layer::Points => seen.iter().for_each(|one| self.points(one)),
                Layer::Labels if seen.len() <= MOST_LABELS => seen.iter().for_each(|one| self.label(one)),
                Layer::Labels => {}
            }
        }
    }

    /// Draws one thing so that it stands out.
    pub(super) fn one(&self, at: usize) {
        self.clear();
        if let Some(one) = self.scene.findings.list.get(at) {
            self.mask(one, 0.45);
            self.outline(one, 4.0);
            self.points(one);
            self.label(one);
        }
    }

    fn clear(&self) {
        self.reset();
        self.pen.clear(self.part.x, self.part.y, self.part.width, self.part.height);
    }

    /// Coordinates are those of the view.
    fn reset(&self) {
        self.pen.reset(self.ratio, -self.part.x * self.ratio, -self.part.y * self.ratio);
    }

    fn mask(&self, one: &Found, cover: f64) {
        match &one.outline {
            Outline::None => return,
            _ => self.pen.cover(cover),
        }
        self.pen.fill_with(self.inks.hue(one));
        match &one.outline {
            Outline::None => {}
            Outline::Polygon(points) => {
                self.line_of(points);
                self.pen.fill();
            }
            Outline::Mask(mask) => {
                // By device pixels: pieces that meet between two would leave seams.
                self.pen.reset(1.0, 0.0, 0.0);
                let scale = |side: f64, pixels: u32| side / f64::from(pixels) * self.camera.zoom * self.ratio;
                let scale = (scale(self.scene.size.0, mask.width), scale(self.scene.size.1, mask.height));
                let (x, y) =
                    ((self.camera.x - self.part.x) * self.ratio, (self.camera.y - self.part.y) * self.ratio);
                let columns = (0, (self.part.width * self.ratio).ceil() as i32);
                mask.strips(columns, scale, x, y, |(column, top, bottom)| {
                    self.pen.fill_rect(f64::from(column), top, 1.0, bottom - top);
                });
                self.reset();
            }
        }
        self.pen.cover(1.0);
    }

    fn outline(&self, one: &Found, width: f64) {
        self.pen.line_with(self.inks.hue(one), width);
        if one.corners.is_empty() {
            let place = self.camera.rect_to_view(one.bounds);
            self.pen.edge_rect(place.x, place.y, place.width, place.height);
        } else {
            self.line_of(&one.corners);
            self.pen.stroke();
        }
    }

    fn line_of(&self, points: &[Point]) {
        let mut last = None::<Point>;
        let places = points.iter().map(|point| self.camera.to_view(*point)).filter(|place| {
            let is_far = last.is_none_or(|last| last.distance_squared(*place) > NEAR * NEAR);
            if is_far {
                last = Some(*place);
            }
            is_far
        });
        self.pen.begin();
        self.pen.polygon(&mut places.map(|place| (place.x, place.y)));
    }

    fn points(&self, one: &Found) {
        for (point, confidence) in &one.points {
            let place = self.camera.to_view(*point);
            // A point that the model is not sure of is fainter.
            self.pen.cover(if confidence.is_some_and(|confidence| confidence < 0.5) { 0.4 } else { 1.0 });
            self.pen.fill_with(self.inks.hue(one));
            self.pen.line_with(&self.inks.white, 1.5);
            self.pen.begin();
            self.pen.circle(place.x, place.y, 4.0);
            self.pen.fill();
            self.pen.stroke();
        }
        self.pen.cover(1.0);
    }

    fn label(&self, one: &Found) {
        let text = one.data.clone().unwrap_or_else(|| self.scene.findings.label(one));
        let text: String = text.chars().take(LONGEST).collect();
        self.pen.font(&self.inks.font);
        let place = self.camera.rect_to_view(one.bounds);
        // Above its box; within the view where the box begins above it.
        let top = (place.y - 17.0).max(self.part.y.max(0.0)).min(place.bottom().max(self.part.y));
        let left = place.x - 1.0;
        self.pen.fill_with(self.inks.hue(one));
        self.pen.begin();
        self.pen.round_rect(left, top, self.pen.width(&text) + 8.0, 17.0, 3.0);
        self.pen.fill();
        self.pen.fill_with(&self.inks.white);
        self.pen.text(&text, left + 4.0, top + LETTERS + 1.0);
    }
}
