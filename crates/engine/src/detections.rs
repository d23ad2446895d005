//! What was found in an image.
use crate::data::{Origin, Picture};
use serde_json::{Map, Value};

/// One thing.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Detection {
    /// Left, top, right, bottom, in pixels of the image.
    pub(crate) corners: [f64; 4],
    pub(crate) confidence: f64,
    pub(crate) class_id: i64,
    pub(crate) class: String,
    pub(crate) id: String,
    /// What else is known, by its wire name: the text of a code, a track.
    pub(crate) extra: Map<String, Value>,
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

    /// The same, moved.
    pub(crate) fn moved(&self, x: f64, y: f64) -> Self {
        let [left, top, right, bottom] = self.corners;
        Self { corners: [left + x, top + y, right + x, bottom + y], ..self.clone() }
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
    /// `object-detection`, `qrcode-detection`, …
    pub(crate) prediction_type: String,
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
        }
    }

    /// The same with other items.
    pub(crate) fn with(&self, items: Vec<Detection>) -> Self {
        Self { items, ..self.clone() }
    }
}
