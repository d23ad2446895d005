//! The properties of a step for one element, read laxly as the reference engine reads them.
use crate::data::{Data, Picture};
use crate::detections::Detections;
use crate::uql;
use serde_json::Value;
use std::rc::Rc;

/// Why a step failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct StepError {
    /// The property it is about.
    pub(crate) property: Option<String>,
    /// What is wrong, the end of a sentence.
    pub(crate) why: String,
}

impl From<String> for StepError {
    fn from(why: String) -> Self {
        Self { property: None, why }
    }
}

impl StepError {
    pub(crate) fn at(property: &str, why: impl Into<String>) -> Self {
        Self { property: Some(String::from(property)), why: why.into() }
    }
}

/// The resolved properties.
#[derive(Debug)]
pub(crate) struct Args(Vec<(String, Data)>);

impl Args {
    pub(crate) fn new(values: Vec<(String, Data)>) -> Self {
        Self(values)
    }

    /// Many elements' properties as one: the gathered ones are lists, one value an element; objects are gathered by
    /// their entries. The others are those of the last element.
    pub(crate) fn over(rows: Vec<Self>, gathered: &[&str], is_batch: bool) -> Option<Self> {
        let mut last = rows.last().map(|row| row.0.clone())?;
        for (name, data) in last.iter_mut().filter(|(name, _)| is_batch && gathered.contains(&name.as_str()))
        {
            let each = rows.iter().filter_map(|row| row.0.iter().find(|(key, _)| key == name));
            *data = Data::List(each.map(|(_, data)| data.clone()).collect());
        }
        Some(Self(last))
    }

    /// A property that is given and not null.
    pub(crate) fn get(&self, name: &str) -> Option<&Data> {
        self.0.iter().find(|(key, _)| key == name).map(|(_, data)| data).filter(|data| !data.is_null())
    }

    /// Whether a property is there, null or not.
    pub(crate) fn is_given(&self, name: &str) -> bool {
        self.0.iter().any(|(key, _)| key == name)
    }

    fn wrong<T>(name: &str, data: &Data, wanted: &str) -> Result<T, StepError> {
        Err(StepError::at(name, format!("“{name}” must be {wanted}, not {}", data.kind())))
    }

    pub(crate) fn image(&self, name: &str) -> Result<Rc<Picture>, StepError> {
        match self.get(name) {
            Some(Data::Image(picture)) => Ok(Rc::clone(picture)),
            Some(other) => Self::wrong(name, other, "an image"),
            None => Err(StepError::at(name, format!("“{name}” is missing"))),
        }
    }

    pub(crate) fn detections(&self, name: &str) -> Result<Rc<Detections>, StepError> {
        match self.get(name) {
            Some(Data::Detections(all)) => Ok(Rc::clone(all)),
            Some(other) => Self::wrong(name, other, "detections"),
            None => Err(StepError::at(name, format!("“{name}” is missing"))),
        }
    }

    pub(crate) fn number(&self, name: &str, default: f64) -> Result<f64, StepError> {
        match self.get(name) {
            None => Ok(default),
            Some(Data::Json(Value::Number(number))) => Ok(number.as_f64().unwrap_or(default)),
            Some(Data::Json(Value::Bool(on))) => Ok(f64::from(u8::from(*on))),
            Some(data @ Data::Json(Value::String(text))) => {
                text.trim().replace('_', "").parse().or_else(|_| Self::wrong(name, data, "a number"))
            }
            Some(other) => Self::wrong(name, other, "a number"),
        }
    }

    /// A whole number; 5.0 and "5" are taken, 5.5 is not.
    pub(crate) fn whole(&self, name: &str, default: i64) -> Result<i64, StepError> {
        let number = self.number(name, default as f64)?;
        if number.fract() == 0.0 && number.abs() < 9e15 {
            Ok(number as i64)
        } else {
            Err(StepError::at(name, format!("“{name}” must be a whole number, not {number}")))
        }
    }

    /// A whole number that is not negative.
    pub(crate) fn size(&self, name: &str, default: usize) -> Result<usize, StepError> {
        let number = self.whole(name, default as i64)?;
        usize::try_from(number)
            .map_err(|_| StepError::at(name, format!("“{name}” may not be negative, as {number} is")))
    }

    /// True or false, and what settings may say instead.
    pub(crate) fn flag(&self, name: &str, default: bool) -> Result<bool, StepError> {
        match self.get(name) {
            None => Ok(default),
            Some(Data::Json(value)) if uql::lax_bool(value).is_some() => {
                Ok(uql::lax_bool(value).unwrap_or(default))
            }
            Some(other) => Self::wrong(name, other, "true or false"),
        }
    }

    pub(crate) fn text(&self, name: &str, default: &str) -> Result<String, StepError> {
        match self.get(name) {
            None => Ok(String::from(default)),
            Some(Data::Json(Value::String(text))) => Ok(text.clone()),
            Some(other) => Self::wrong(name, other, "a text"),
        }
    }

    /// The plain JSON of a property.
    pub(crate) fn json(&self, name: &str) -> Value {
        self.get(name).and_then(Data::to_json).unwrap_or(Value::Null)
    }

    /// The named values of a property that is an object.
    pub(crate) fn named(&self, name: &str) -> Result<Vec<(String, Data)>, StepError> {
        match self.get(name) {
            None => Ok(Vec::new()),
            Some(Data::Map(entries)) => Ok(entries.clone()),
            Some(Data::Json(Value::Object(map))) => {
                Ok(map.iter().map(|(key, value)| (key.clone(), Data::Json(value.clone()))).collect())
            }
            Some(other) => Self::wrong(name, other, "an object"),
        }
    }
}
