//! What flows between steps.
use crate::detections::{Detection, Detections};
use crate::pixels::Pixels;
use serde_json::Value;
use std::rc::Rc;

/// Where an image lies in a larger one.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Origin {
    pub(crate) id: String,
    pub(crate) x: f64,
    pub(crate) y: f64,
    pub(crate) width: u32,
    pub(crate) height: u32,
}

/// An image and where it comes from.
#[derive(Clone, Debug)]
pub(crate) struct Picture {
    pub(crate) pixels: Pixels,
    /// Its own id, which detections on it name as their parent, and where it lies in the image that it was cut from.
    pub(crate) parent: Origin,
    /// Where it lies in the workflow's input.
    pub(crate) root: Origin,
}

impl Picture {
    /// An input of the workflow.
    pub(crate) fn root(pixels: Pixels, id: &str) -> Self {
        let (width, height) = pixels.size();
        let origin = Origin { id: String::from(id), x: 0.0, y: 0.0, width, height };
        Self { pixels, parent: origin.clone(), root: origin }
    }

    /// The same image with other pixels.
    pub(crate) fn with(&self, pixels: Pixels) -> Self {
        Self { pixels, ..self.clone() }
    }

    /// A part of the image.
    pub(crate) fn crop(&self, id: &str, pixels: Pixels, x: f64, y: f64) -> Self {
        let (width, height) = self.pixels.size();
        Self {
            pixels,
            parent: Origin { id: String::from(id), x, y, width, height },
            root: Origin { x: self.root.x + x, y: self.root.y + y, ..self.root.clone() },
        }
    }
}

/// A value on its way from one step to others.
#[derive(Clone, Debug)]
pub(crate) enum Data {
    Image(Rc<Picture>),
    Detections(Rc<Detections>),
    /// One detection: inside filters only.
    Detection(Rc<Detection>),
    /// A moment: ISO 8601.
    Time(String),
    Json(Value),
    List(Vec<Self>),
    Map(Vec<(String, Self)>),
}

impl Data {
    /// What it is, for sentences.
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Self::Image(_) => "an image",
            Self::Detections(_) => "detections",
            Self::Detection(_) => "a detection",
            Self::Time(_) => "a moment",
            Self::Json(Value::Null) => "nothing",
            Self::Json(Value::Bool(_)) => "true or false",
            Self::Json(Value::Number(_)) => "a number",
            Self::Json(Value::String(_)) => "a text",
            Self::Json(Value::Array(_)) | Self::List(_) => "a list",
            Self::Json(Value::Object(_)) | Self::Map(_) => "an object",
        }
    }

    pub(crate) fn is_null(&self) -> bool {
        matches!(self, Self::Json(Value::Null))
    }

    /// The plain JSON of a value that holds neither images nor detections.
    pub(crate) fn to_json(&self) -> Option<Value> {
        Some(match self {
            Self::Json(value) => value.clone(),
            Self::List(items) => Value::Array(items.iter().map(Self::to_json).collect::<Option<_>>()?),
            Self::Map(entries) => {
                let entries = entries.iter().map(|(key, value)| Some((key.clone(), value.to_json()?)));
                Value::Object(entries.collect::<Option<_>>()?)
            }
            Self::Image(_) | Self::Detections(_) | Self::Detection(_) | Self::Time(_) => return None,
        })
    }

    /// The items of a list of any kind.
    pub(crate) fn items(&self) -> Option<Vec<Self>> {
        match self {
            Self::List(items) => Some(items.clone()),
            Self::Json(Value::Array(items)) => Some(items.iter().cloned().map(Self::Json).collect()),
            Self::Detections(all) => {
                Some(all.items.iter().map(|one| Self::Detection(Rc::new(one.clone()))).collect())
            }
            _ => None,
        }
    }
}

impl From<Value> for Data {
    fn from(value: Value) -> Self {
        Self::Json(value)
    }
}

impl From<Vec<Value>> for Data {
    fn from(items: Vec<Value>) -> Self {
        Self::Json(Value::Array(items))
    }
}

impl From<Detections> for Data {
    fn from(all: Detections) -> Self {
        Self::Detections(Rc::new(all))
    }
}
