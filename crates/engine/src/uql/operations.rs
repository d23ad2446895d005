//! Chains of operations on a value: which there are, and those on texts, numbers, images and moments.
use super::python::{as_number, as_whole, dumps, float, is_hashable, length, print, round, truth};
use super::{Scope, classifications, detections, regex, sequences};
use crate::data::{Data, Picture};
use crate::serialise;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use std::rc::Rc;

/// How many characters or items an operation may make.
pub(super) const MOST: usize = 1_000_000;

/// Frames a second of an image that is of no video.
const STILL_FPS: f64 = 30.0;

/// Applies a list of operations, one after the other.
pub(crate) fn chain(start: Data, operations: &Value, scope: &Scope<'_>) -> Result<Data, String> {
    let list = match operations {
        Value::Null => return Ok(start),
        Value::Array(list) => list,
        _ => return Err(String::from("operations are a list")),
    };
    list.iter().try_fold(start, |data, operation| apply(data, &Operation::of(operation)?, scope))
}

/// One operation as it is written down.
#[derive(Clone, Copy, Debug)]
pub(super) struct Operation<'a> {
    pub(super) kind: &'a str,
    fields: &'a Value,
}

impl<'a> Operation<'a> {
    fn of(fields: &'a Value) -> Result<Self, String> {
        let kind = fields.get("type").and_then(Value::as_str);
        let kind = kind.ok_or("an operation is an object with a “type”")?;
        Ok(Self { kind, fields })
    }

    /// A setting; nothing where it is missing or null.
    pub(super) fn field(&self, name: &str) -> Option<&'a Value> {
        self.fields.get(name).filter(|value| !value.is_null())
    }

    pub(super) fn needs(&self, name: &str) -> Result<&'a Value, String> {
        self.field(name).ok_or_else(|| format!("{} needs “{name}”", self.kind))
    }

    /// A setting that is a text.
    pub(super) fn text(&self, name: &str) -> Result<&'a str, String> {
        self.needs(name)?.as_str().ok_or_else(|| format!("{} needs a text “{name}”", self.kind))
    }

    /// A setting that is a whole number, or is as good as one: 2.0, "2".
    pub(super) fn whole(&self, name: &str, default: Option<i64>) -> Result<i64, String> {
        let value = match (self.field(name), default) {
            (Some(value), _) => value,
            (None, Some(default)) => return Ok(default),
            (None, None) => self.needs(name)?,
        };
        let whole = match value {
            Value::String(text) => text.trim().parse().ok(),
            other => as_whole(other).or_else(|| {
                other
                    .as_f64()
                    .filter(|number| number.fract() == 0.0 && number.abs() < 9e15)
                    .map(|it| it as i64)
            }),
        };
        whole.ok_or_else(|| format!("{} needs a whole number “{name}”", self.kind))
    }

    /// A setting that is a number, or the text of one.
    fn number(&self, name: &str) -> Result<Value, String> {
        let number = match self.needs(name)? {
            Value::String(text) => match text.trim().parse::<i64>() {
                Ok(whole) => Some(json!(whole)),
                Err(_) => parse_float(text).map(float),
            },
            other => as_number(other).map(|_| other.clone()),
        };
        number.ok_or_else(|| format!("{} needs a number “{name}”", self.kind))
    }

    /// A setting that is yes or no.
    pub(super) fn flag(&self, name: &str, default: bool) -> Result<bool, String> {
        match self.field(name) {
            None => Ok(default),
            Some(value) => {
                lax_bool(value).ok_or_else(|| format!("{} needs true or false as “{name}”", self.kind))
            }
        }
    }

    pub(super) fn wrong(&self, wanted: &str, data: &Data) -> String {
        format!("{} works on {wanted}, not on {}", self.kind, data.kind())
    }
}

/// True and false as settings may say them.
pub(crate) fn lax_bool(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(on) => Some(*on),
        Value::Number(number) if number.as_f64() == Some(1.0) => Some(true),
        Value::Number(number) if number.as_f64() == Some(0.0) => Some(false),
        Value::String(text) => match text.to_lowercase().as_str() {
            "true" | "t" | "yes" | "y" | "on" | "1" => Some(true),
            "false" | "f" | "no" | "n" | "off" | "0" => Some(false),
            _ => None,
        },
        _ => None,
    }
}

fn apply(data: Data, operation: &Operation<'_>, scope: &Scope<'_>) -> Result<Data, String> {
    let wrong = |wanted: &str| operation.wrong(wanted, &data);
    let text = || match &data {
        Data::Json(Value::String(text)) => Ok(text.as_str()),
        _ => Err(wrong("a text")),
    };
    let image = || match &data {
        Data::Image(picture) => Ok(picture),
        _ => Err(wrong("an image")),
    };
    let plain = || data.to_json().ok_or_else(|| wrong("plain values"));
    Ok(match operation.kind {
        "StringToLowerCase" => json!(text()?.to_lowercase()).into(),
        "StringToUpperCase" => json!(text()?.to_uppercase()).into(),
        "StringSubSequence" => {
            let (start, end) = (operation.whole("start", Some(0))?, operation.whole("end", Some(-1))?);
            json!(slice(text()?, start, end)).into()
        }
        "StringMatches" => json!(regex::search(operation.text("regex")?, text()?)?).into(),
        "ToString" => match &data {
            Data::Time(moment) => json!(moment.replacen('T', " ", 1)).into(),
            _ => json!(print(&plain()?)).into(),
        },
        "ToBoolean" => json!(truth(&data)).into(),
        "ToNumber" => to_number(&plain()?, operation.text("cast_to")?)?.into(),
        "NumberRound" => {
            let digits = operation.whole("decimal_digits", None)?;
            round(&plain()?, digits).ok_or_else(|| wrong("a number"))?.into()
        }
        "Multiply" => multiply(&data, &operation.number("other")?).ok_or_else(|| wrong("a number"))??,
        "Divide" => {
            let other = as_number(&operation.number("other")?).unwrap_or_default();
            let number = as_number(&plain()?).ok_or_else(|| wrong("a number"))?;
            if other == 0.0 {
                return Err(String::from("Divide by 0 has no result"));
            }
            float(number / other).into()
        }
        "RandomNumber" => random(operation, scope)?.into(),
        "LookupTable" => lookup(&data, operation)?.into(),
        "ExtractImageProperty" => of_image(image()?, operation.text("property_name")?)?.into(),
        "ExtractFrameMetadata" => {
            image()?;
            of_frame(operation.text("property_name")?, scope.context.now)?
        }
        "ConvertImageToBase64" => json!(STANDARD.encode(serialise::jpeg(&image()?.pixels, 95)?)).into(),
        "TimestampToISOFormat" => match &data {
            Data::Time(moment) => json!(moment).into(),
            _ => return Err(wrong("a moment")),
        },
        "ConvertDictionaryToJSON" => match plain()? {
            object @ Value::Object(_) => json!(dumps(&object)).into(),
            _ => return Err(wrong("an object")),
        },
        "ClassificationPropertyExtract" => match plain()? {
            object @ Value::Object(_) => {
                classifications::property(&object, operation.text("property_name")?)?.into()
            }
            _ => return Err(wrong("a classification result")),
        },
        "SequenceMap"
        | "SequenceApply"
        | "SequenceLength"
        | "SequenceElementsCount"
        | "SequenceJoin"
        | "SequenceAggregate"
        | "NumericSequenceAggregate" => sequences::apply(&data, operation, scope)?,
        "DetectionsPropertyExtract"
        | "ExtractDetectionProperty"
        | "DetectionsFilter"
        | "DetectionsSelection"
        | "SortDetections"
        | "DetectionsOffset"
        | "DetectionsShift"
        | "DetectionsRename"
        | "DetectionsToDictionary"
        | "PickDetectionsByParentClass" => detections::apply(&data, operation, scope)?,
        other => return Err(format!("the embedded engine has no operation “{other}”")),
    })
}

/// A part of a text by characters; negative places count from the end.
fn slice(text: &str, start: i64, end: i64) -> String {
    let length = text.chars().count() as i64;
    let place = |at: i64| if at < 0 { length.saturating_add(at).max(0) } else { at.min(length) } as usize;
    let (start, end) = (place(start), place(end));
    text.chars().skip(start).take(end.saturating_sub(start)).collect()
}

/// A float as the language reads one: underscores between digits, `inf` and `nan` too.
pub(super) fn parse_float(text: &str) -> Option<f64> {
    let text = text.trim();
    let bytes = text.as_bytes();
    let is_digit = |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_digit);
    let is_between = |at: usize| is_digit(at.checked_sub(1)) && is_digit(Some(at + 1));
    if bytes.iter().enumerate().any(|(at, byte)| *byte == b'_' && !is_between(at)) {
        return None;
    }
    text.replace('_', "").parse().ok()
}

fn to_number(value: &Value, cast: &str) -> Result<Value, String> {
    let number = match value {
        Value::String(text) => parse_float(text),
        other => as_number(other),
    };
    let number = number.ok_or_else(|| format!("“{}” is no number", print(value)))?;
    match cast {
        "float" => Ok(float(number)),
        "int" if !number.is_finite() => Err(format!("“{}” is no whole number", print(value))),
        "int" if number.abs() < 9.2e18 => Ok(json!(number.trunc() as i64)),
        "int" => Ok(float(number.trunc())),
        other => Err(format!("ToNumber casts to “int” or “float”, not to “{other}”")),
    }
}

/// Numbers are multiplied, texts and lists are repeated; nothing where the language has no product.
fn multiply(data: &Data, by: &Value) -> Option<Result<Data, String>> {
    let repeats = as_whole(by);
    let repeated = |length: usize| {
        let times = usize::try_from(repeats?).unwrap_or(0);
        Some(if length.saturating_mul(times) > MOST {
            Err(format!("Multiply made something longer than {MOST} characters or items"))
        } else {
            Ok(times)
        })
    };
    match data {
        Data::Json(Value::String(text)) => {
            let times = repeated(text.chars().count())?;
            Some(times.map(|times| json!(text.repeat(times)).into()))
        }
        Data::Json(Value::Array(_)) | Data::List(_) => {
            let items = data.items()?;
            let times = repeated(length(data)?)?;
            Some(
                times.map(|times| {
                    Data::List(items.iter().cloned().cycle().take(items.len() * times).collect())
                }),
            )
        }
        Data::Json(value) => {
            let (a, b) = (as_number(value)?, as_number(by)?);
            let whole = as_whole(value).zip(as_whole(by)).and_then(|(a, b)| a.checked_mul(b));
            Some(Ok(whole.map_or_else(|| float(a * b), |product| json!(product)).into()))
        }
        _ => None,
    }
}

fn random(operation: &Operation<'_>, scope: &Scope<'_>) -> Result<Value, String> {
    let limit = |name: &str, default: f64| match operation.field(name) {
        None => Ok(default),
        Some(_) => operation.number(name).map(|number| as_number(&number).unwrap_or(default)),
    };
    let (low, high) = (limit("min_value", 0.0)?, limit("max_value", 1.0)?);
    Ok(float(if low == high { low } else { low + scope.context.ids.fraction() * (high - low).abs() }))
}

/// The entry of a lookup table. Its keys are texts, so that nothing else is found in it.
pub(super) fn lookup(data: &Data, operation: &Operation<'_>) -> Result<Value, String> {
    let table = operation.needs("lookup_table")?.as_object();
    let table = table.ok_or_else(|| format!("{} needs an object “lookup_table”", operation.kind))?;
    let found = match data {
        Data::Json(Value::String(text)) => table.get(text),
        _ => None,
    };
    found.cloned().ok_or_else(|| {
        if !is_hashable(data) {
            return format!("{} cannot be looked up in a table", data.kind());
        }
        let known: Vec<&str> = table.keys().map(String::as_str).collect();
        let shown = data.to_json().map_or_else(|| String::from(data.kind()), |value| print(&value));
        format!("“{shown}” is not in the lookup table, whose keys are the texts {}", known.join(", "))
    })
}

fn of_image(picture: &Rc<Picture>, property: &str) -> Result<Value, String> {
    let (width, height) = picture.pixels.size();
    Ok(match property {
        "size" => json!(u64::from(width) * u64::from(height)),
        "height" => json!(height),
        "width" => json!(width),
        "aspect_ratio" if height == 0 => json!(0),
        "aspect_ratio" => json!(f64::from(width) / f64::from(height)),
        other => return Err(format!("an image has no property “{other}”")),
    })
}

/// What an image that is of no video says about its frame.
fn of_frame(property: &str, now: &str) -> Result<Data, String> {
    Ok(match property {
        "frame_number" => json!(0).into(),
        "frame_timestamp" => Data::Time(String::from(now)),
        "seconds_since_start" => float(-1.0 / STILL_FPS).into(),
        other => return Err(format!("a frame has no property “{other}”")),
    })
}
