//! Values as the wire has them, read back: what a server's steps answered goes into embedded steps.
use crate::data::{Data, Origin, Picture};
use crate::detections::{Detection, Detections, Home, Keypoint, Lineage, Mask};
use crate::pixels::Pixels;
use serde_json::{Map, Value};
use std::rc::Rc;

/// The keys of a detection that have a place of their own; any other is kept as it is.
const OWN_KEYS: &[&str] = &[
    "x",
    "y",
    "confidence",
    "class_id",
    "class",
    "points",
    "tracker_id",
    "detection_id",
    "parent_id",
    "parent_origin",
    "root_parent_id",
    "root_parent_origin",
    "keypoints",
    "rle_mask",
];

/// Whether a value has the shape of detections. Classifications have an image and predictions too, but without places.
pub(crate) fn is_detections(value: &Value) -> bool {
    let has_place = |one: &Value| one.get("x").is_some() && one.get("width").is_some();
    let is_classification = value.get("top").is_some() || value.get("predicted_classes").is_some();
    value.get("image").is_some_and(Value::is_object)
        && !is_classification
        && value.get("predictions").and_then(Value::as_array).is_some_and(|all| all.iter().all(has_place))
}

/// Whether a value has the shape of an image.
fn is_image(value: &Value) -> bool {
    value.get("type").and_then(Value::as_str) == Some("base64")
        && value.get("value").is_some_and(Value::is_string)
}

/// How the content of an image becomes pixels. Who has no decoder gives one that refuses.
pub(crate) type Decode = fn(&Value) -> Result<Pixels, String>;

/// An image, and where it lies. One that is of no other image is called by its video.
fn image(value: &Value, decode: Decode) -> Result<Picture, String> {
    let pixels = decode(value)?;
    let name =
        value.get("video_metadata").and_then(|film| film.get("video_identifier")).and_then(Value::as_str);
    let mut picture = Picture::root(pixels, name.unwrap_or("image"));
    let (home, is_known) = home(value, None, picture.pixels.size())?;
    if is_known {
        (picture.parent, picture.root) = (home.parent, home.root);
    }
    Ok(picture)
}

/// A value by its shape: detections and images at any depth of lists and objects, plain values otherwise.
pub(crate) fn from_wire(value: &Value, decode: Decode) -> Result<Data, String> {
    if is_detections(value) {
        return Ok(Data::Detections(Rc::new(detections(value, None)?)));
    }
    if is_image(value) {
        return image(value, decode).map(|picture| Data::Image(Rc::new(picture)));
    }
    let holds_more = |value: &Value| match value {
        Value::Array(items) => items.iter().any(may_hold_more),
        Value::Object(map) => map.values().any(may_hold_more),
        _ => false,
    };
    Ok(match value {
        Value::Array(items) if holds_more(value) => {
            Data::List(items.iter().map(|item| from_wire(item, decode)).collect::<Result<_, _>>()?)
        }
        Value::Object(map) if holds_more(value) => Data::Map(
            map.iter()
                .map(|(key, item)| Ok((key.clone(), from_wire(item, decode)?)))
                .collect::<Result<_, String>>()?,
        ),
        plain => Data::Json(plain.clone()),
    })
}

fn may_hold_more(value: &Value) -> bool {
    match value {
        Value::Array(items) => items.iter().any(may_hold_more),
        Value::Object(map) => is_detections(value) || is_image(value) || map.values().any(may_hold_more),
        _ => false,
    }
}

/// Detections. `name` is what stands in for ids of parents that are not told: an input's name, as the reference
/// engine has it; without one, what is not told stays untold.
pub(crate) fn detections(value: &Value, name: Option<&str>) -> Result<Detections, String> {
    let image = value.get("image").ok_or("detections need an “image” with its width and height")?;
    let rows =
        value.get("predictions").and_then(Value::as_array).ok_or("detections need “predictions”, a list")?;
    let side = |key: &str| match image.get(key) {
        None | Some(Value::Null) => Ok(None),
        Some(side) => {
            let side = side.as_f64().filter(|side| (0.0..4e9).contains(side));
            side.map(|side| Some(side as u32))
                .ok_or_else(|| format!("the image's {key} is not a number of pixels"))
        }
    };
    let size = side("width")?.zip(side("height")?);
    if size.is_none() && !rows.is_empty() {
        return Err(String::from("detections need an “image” with its width and height"));
    }
    // An outline of fewer than three points is no shape: the reference engine leaves such rows out.
    let rows: Vec<&Value> = rows.iter().filter(|row| !has_short_outline(row)).collect();
    let homes =
        rows.iter().map(|row| home(row, name, size.unwrap_or_default())).collect::<Result<Vec<_>, _>>()?;
    let nowhere = || Origin { id: String::new(), x: 0.0, y: 0.0, width: 0, height: 0 };
    let shared =
        homes.first().map_or_else(|| Home { parent: nowhere(), root: nowhere() }, |(home, _)| home.clone());
    let items = rows.iter().zip(&homes).enumerate().map(|(index, (row, (own, _)))| {
        let mut one = detection(row).map_err(|why| format!("detection {}: {why}", index + 1))?;
        one.home = (*own != shared).then(|| Rc::new(own.clone()));
        Ok(one)
    });
    let items = items.collect::<Result<Vec<_>, String>>()?;
    let is_known = !homes.is_empty() && homes.iter().all(|(_, is_known)| *is_known);
    Ok(Detections {
        is_barren: items.is_empty() && size.is_some(),
        items,
        size: size.unwrap_or_default(),
        parent: shared.parent,
        root: shared.root,
        prediction_type: String::new(),
        lineage: if is_known { Lineage::Known } else { Lineage::Ids },
    })
}

fn has_short_outline(row: &Value) -> bool {
    let has_code = row.get("rle_mask").is_some_and(Value::is_object);
    !has_code && row.get("points").and_then(Value::as_array).is_some_and(|points| points.len() < 3)
}

/// The parents of a row, and whether its place in the workflow's input is told.
fn home(row: &Value, name: Option<&str>, (width, height): (u32, u32)) -> Result<(Home, bool), String> {
    let text = |key: &str| row.get(key).and_then(Value::as_str);
    let id = text("parent_id").or(name).unwrap_or_default();
    let root_id = text("root_parent_id").or(name).unwrap_or(id);
    let here = |id: &str| Origin { id: String::from(id), x: 0.0, y: 0.0, width, height };
    let parent = origin(row, "parent_origin", id)?;
    let root = origin(row, "root_parent_origin", root_id)?;
    let is_known = root.is_some();
    let home =
        Home { parent: parent.unwrap_or_else(|| here(id)), root: root.unwrap_or_else(|| here(root_id)) };
    Ok((home, is_known))
}

fn origin(row: &Value, key: &str, id: &str) -> Result<Option<Origin>, String> {
    let Some(place) = row.get(key).filter(|place| !place.is_null()) else { return Ok(None) };
    let number = |name: &str| place.get(name).and_then(Value::as_f64);
    let sides = || Some((number("offset_x")?, number("offset_y")?, number("width")?, number("height")?));
    let (x, y, width, height) =
        sides().ok_or_else(|| format!("“{key}” needs offset_x, offset_y, width and height"))?;
    Ok(Some(Origin {
        id: String::from(id),
        x,
        y,
        width: width.max(0.0) as u32,
        height: height.max(0.0) as u32,
    }))
}

fn detection(row: &Value) -> Result<Detection, String> {
    let Value::Object(map) = row else { return Err(String::from("it is not an object")) };
    let number =
        |key: &str| map.get(key).and_then(Value::as_f64).ok_or_else(|| format!("it needs a number “{key}”"));
    let (x, y, width, height) = (number("x")?, number("y")?, number("width")?, number("height")?);
    let (left, top) = (x - width / 2.0, y - height / 2.0);
    let text = |key: &str| map.get(key).and_then(Value::as_str).map(String::from);
    let keypoints = match map.get("keypoints") {
        Some(Value::Array(points)) => Some(points.iter().map(keypoint).collect::<Result<Vec<_>, _>>()?),
        _ => None,
    };
    Ok(Detection {
        corners: [left, top, left + width, top + height],
        confidence: number("confidence")?,
        class_id: map.get("class_id").and_then(Value::as_i64).ok_or("it needs a whole number “class_id”")?,
        class: text("class").ok_or("it needs a text “class”")?,
        id: text("detection_id").unwrap_or_default(),
        tracker_id: map.get("tracker_id").and_then(Value::as_i64),
        mask: mask(map)?,
        keypoints,
        extra: extra(map),
        home: None,
    })
}

/// What has no place of its own. The sides are told twice for a turned rectangle: the box has them anyway.
fn extra(map: &Map<String, Value>) -> Map<String, Value> {
    let is_turned = map.contains_key("rect") && map.contains_key("angle");
    let is_extra = |key: &str| !OWN_KEYS.contains(&key) && (is_turned || !matches!(key, "width" | "height"));
    map.iter().filter(|(key, _)| is_extra(key)).map(|(key, value)| (key.clone(), value.clone())).collect()
}

fn mask(map: &Map<String, Value>) -> Result<Option<Mask>, String> {
    if let Some(code @ Value::Object(_)) = map.get("rle_mask") {
        return Ok(Some(Mask::Rle(code.clone())));
    }
    let Some(Value::Array(points)) = map.get("points") else { return Ok(None) };
    let point = |point: &Value| Some([point.get("x")?.as_f64()?, point.get("y")?.as_f64()?]);
    let points: Option<Vec<_>> = points.iter().map(point).collect();
    points.map(|points| Some(Mask::Polygon(points))).ok_or_else(|| String::from("its “points” need x and y"))
}

fn keypoint(value: &Value) -> Result<Keypoint, String> {
    let number = |key: &str| {
        value.get(key).and_then(Value::as_f64).ok_or_else(|| format!("a keypoint needs a number “{key}”"))
    };
    Ok(Keypoint {
        x: number("x")?,
        y: number("y")?,
        confidence: number("confidence")?,
        class_id: value.get("class_id").and_then(Value::as_i64).unwrap_or(0),
        class: value.get("class").and_then(Value::as_str).map(String::from).unwrap_or_default(),
    })
}

#[cfg(test)]
mod tests {
    use super::from_wire;
    use crate::data::Data;
    use crate::serialise;
    use proptest::prelude::*;
    use serde_json::{Value, json};

    fn decoded(value: &Value) -> Result<crate::pixels::Pixels, String> {
        crate::decode::image(value, &crate::options::Sources::new())
    }

    fn written(value: &Value) -> Value {
        serialise::value(&from_wire(value, decoded).unwrap(), false, &crate::Options::default()).unwrap()
    }

    /// Places on a grid that halves and sums keep exact.
    fn number() -> impl Strategy<Value = f64> {
        (0_u32..8000).prop_map(|eighths| f64::from(eighths) / 8.0)
    }

    fn row() -> impl Strategy<Value = Value> {
        let more = prop::sample::subsequence(
            vec!["mask", "code", "points", "track", "zone", "crop", "turned", "text"],
            0..6,
        );
        (number(), number(), number(), number(), 0.0..1.0_f64, 0_i64..9, "[a-z]{1,4}", more).prop_map(
            |(x, y, width, height, confidence, class_id, class, more)| {
                let mut row = json!({"x": x, "y": y, "width": width, "height": height, "confidence": confidence,
                    "class_id": class_id, "class": class, "detection_id": "d", "parent_id": "image"});
                let mut put = |key: &str, value: Value| row[key] = value;
                for what in more {
                    match what {
                        "mask" => put("points", json!([{"x": x, "y": y}, {"x": 1.5, "y": 2.0}, {"x": 0.0, "y": 9.0}])),
                        "code" => put("rle_mask", json!({"size": [4, 5], "counts": "02203"})),
                        "points" => put("keypoints", json!([{"x": x, "y": y, "confidence": confidence,
                            "class_id": 0, "class": "nose"}])),
                        "track" => put("tracker_id", json!(class_id)),
                        "zone" => put("time_in_zone", json!(confidence)),
                        "crop" => {
                            let place = json!({"offset_x": 3, "offset_y": 4, "width": 50, "height": 60});
                            put("parent_origin", place.clone());
                            put("root_parent_origin", place);
                            put("root_parent_id", json!("whole"));
                        }
                        "turned" => {
                            put("rect", json!([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0], [7.0, 8.0]]));
                            put("angle", json!(12.5));
                        }
                        _ => put("data", json!("a text")),
                    }
                }
                // A run-length code stands in for an outline, never beside one.
                if row.get("rle_mask").is_some() {
                    row.as_object_mut().unwrap().remove("points");
                }
                row
            },
        )
    }

    proptest! {
        #[test]
        fn what_is_read_is_written_again(rows in prop::collection::vec(row(), 1..5), is_crop in any::<bool>()) {
            // Either all rows tell where they were found, or none does: mixed lists come from no serializer.
            let told: Vec<Value> = rows.into_iter().map(|mut row| {
                let row_map = row.as_object_mut().unwrap();
                for key in ["parent_origin", "root_parent_origin", "root_parent_id"] {
                    row_map.remove(key);
                }
                if is_crop {
                    let place = json!({"offset_x": 3, "offset_y": 4, "width": 50, "height": 60});
                    row["parent_origin"] = place.clone();
                    row["root_parent_origin"] = place;
                    row["root_parent_id"] = json!("whole");
                }
                row
            }).collect();
            let all = json!({"image": {"width": 1000, "height": 900}, "predictions": told});
            prop_assert_eq!(&written(&all), &all);
            let nested = json!({"a": [all, null], "b": {"c": 1}});
            prop_assert_eq!(&written(&nested), &nested);
        }
    }

    #[test]
    fn classifications_and_plain_values_stay_as_they_are() {
        for value in [
            json!({"image": {"width": 9, "height": 9}, "top": "a", "confidence": 0.5,
                "predictions": [{"class": "a", "class_id": 0, "confidence": 0.5}]}),
            json!({"image": {"width": 9, "height": 9}, "predicted_classes": [], "predictions": {}}),
            json!([1, "x", {"predictions": []}]),
        ] {
            assert!(matches!(from_wire(&value, decoded), Ok(Data::Json(same)) if same == value));
            assert_eq!(written(&value), value);
        }
        let empty = json!({"image": {"width": 9, "height": 8}, "predictions": []});
        assert_eq!(written(&empty), empty);
        let unknown = json!({"image": {"width": null, "height": null}, "predictions": []});
        assert_eq!(written(&unknown), unknown);
    }

    #[test]
    fn images_are_read_with_their_place() {
        let pixels = crate::pixels::Pixels::Gray(::image::GrayImage::from_pixel(4, 3, ::image::Luma([200])));
        let place = |x: f64| crate::data::Origin { id: format!("i{x}"), x, y: 1.0, width: 40, height: 30 };
        let picture = crate::data::Picture { pixels, parent: place(5.0), root: place(7.0) };
        let told = serialise::value(
            &Data::List(vec![Data::Image(picture.into())]),
            false,
            &crate::Options::default(),
        )
        .unwrap();
        let read = from_wire(&told, decoded).unwrap();
        let Data::List(items) = &read else { unreachable!("a list of images") };
        let Data::Image(read) = &items[0] else { unreachable!("an image") };
        assert_eq!((&read.parent, &read.root, read.pixels.size()), (&place(5.0), &place(7.0), (4, 3)));
        assert!(from_wire(&json!({"type": "base64", "value": "AAAA"}), decoded).is_err());
    }

    #[test]
    fn bad_rows_are_told() {
        for (row, word) in [
            (json!({"x": 1, "y": 1, "width": "wide", "height": 1}), "width"),
            (
                json!({"x": 1, "y": 1, "width": 1, "height": 1, "confidence": 1, "class_id": 1.5, "class": "a"}),
                "class_id",
            ),
            (json!({"x": 1, "y": 1, "width": 1, "height": 1, "confidence": 1, "class_id": 1}), "class"),
        ] {
            let all = json!({"image": {"width": 9, "height": 9}, "predictions": [row]});
            let error = from_wire(&all, decoded).unwrap_err();
            assert!(error.contains("detection 1") && error.contains(word), "{error}");
        }
        let nowhere = json!({"image": {}, "predictions": [{"x": 1, "width": 1}]});
        assert!(from_wire(&nowhere, decoded).unwrap_err().contains("image"));
    }
}
