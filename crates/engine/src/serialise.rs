//! Results as the wire has them: the reference engine's serializers, by what a value is.
use crate::data::{Data, Origin, Picture};
use crate::detections::{Detection, Detections, Lineage, Mask};
use crate::options::Options;
use crate::pixels::Pixels;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use image::codecs::bmp::BmpEncoder;
use image::codecs::jpeg::JpegEncoder;
use image::{ExtendedColorType, ImageError};
use serde_json::{Map, Value, json};

/// The quality of images in results.
const JPEG_QUALITY: u8 = 95;

/// A value of a result. `to_root` tells places in the input's image rather than in the crop.
pub(crate) fn value(data: &Data, to_root: bool, options: &Options) -> Result<Value, String> {
    Ok(match data {
        Data::Json(value) => value.clone(),
        Data::Time(moment) => json!(moment),
        Data::Image(picture) => image(picture, options)?,
        Data::Detections(all) => detections(all, to_root),
        Data::Detection(one) => Value::String(one.class.clone()),
        Data::List(items) => {
            Value::Array(items.iter().map(|item| value(item, to_root, options)).collect::<Result<_, _>>()?)
        }
        Data::Map(entries) => {
            let mut map = Map::new();
            for (key, item) in entries {
                map.insert(key.clone(), value(item, to_root, options)?);
            }
            Value::Object(map)
        }
    })
}

/// An image as JPEG in base64.
pub(crate) fn jpeg(pixels: &Pixels, quality: u8) -> Result<Vec<u8>, String> {
    let (width, height) = pixels.size();
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, quality)
        .encode(pixels.bytes(), width, height, color_type(pixels))
        .map_err(|error| unwritable(&error))?;
    Ok(bytes)
}

fn bmp(pixels: &Pixels) -> Result<Vec<u8>, String> {
    let (width, height) = pixels.size();
    let mut bytes = Vec::new();
    BmpEncoder::new(&mut bytes)
        .encode(pixels.bytes(), width, height, color_type(pixels))
        .map_err(|error| unwritable(&error))?;
    Ok(bytes)
}

fn color_type(pixels: &Pixels) -> ExtendedColorType {
    match pixels {
        Pixels::Gray(_) => ExtendedColorType::L8,
        Pixels::Color(_) => ExtendedColorType::Rgb8,
    }
}

fn unwritable(error: &ImageError) -> String {
    format!("an image of the results cannot be written: {error}")
}

fn image(picture: &Picture, options: &Options) -> Result<Value, String> {
    let bytes =
        if options.lossless_images { bmp(&picture.pixels)? } else { jpeg(&picture.pixels, JPEG_QUALITY)? };
    let mut out = Map::new();
    out.insert("type".into(), json!("base64"));
    out.insert("value".into(), json!(STANDARD.encode(bytes)));
    out.insert(
        "video_metadata".into(),
        json!({
            "video_identifier": picture.parent.id,
            "frame_number": 0,
            "frame_timestamp": options.now,
            "fps": 30.0,
            "measured_fps": null,
            "comes_from_video_file": null,
            "total_frames": null,
        }),
    );
    if picture.parent.id != picture.root.id {
        origins(&mut out, &picture.parent, &picture.root);
    }
    Ok(Value::Object(out))
}

fn origins(out: &mut Map<String, Value>, parent: &Origin, root: &Origin) {
    out.insert("parent_id".into(), json!(parent.id));
    out.insert("parent_origin".into(), origin(parent));
    out.insert("root_parent_id".into(), json!(root.id));
    out.insert("root_parent_origin".into(), origin(root));
}

fn origin(place: &Origin) -> Value {
    json!({
        "offset_x": place.x.round() as i64,
        "offset_y": place.y.round() as i64,
        "width": place.width,
        "height": place.height,
    })
}

/// Detections. Without a row the sizes are null, but for those of the input's image where nothing was found at all:
/// the reference engine keeps its size beside the rows then.
pub(crate) fn detections(all: &Detections, to_root: bool) -> Value {
    let first = all.items.first().map(|one| all.home(one).1);
    // As there, the first row's place is that of all.
    let root = first.unwrap_or(&all.root);
    let is_elsewhere = root.x != 0.0 || root.y != 0.0 || (root.width, root.height) != all.size;
    let shift = (to_root && all.lineage.has_places() && is_elsewhere).then_some(root);
    let predictions: Vec<Value> = all.items.iter().map(|one| detection(all, one, shift)).collect();
    let size = match (predictions.is_empty(), all.lineage) {
        (true, Lineage::Known | Lineage::Sized) if to_root => {
            all.is_barren.then_some((all.root.width, all.root.height))
        }
        (true, Lineage::Known) => None,
        (true, _) => all.is_barren.then_some(all.size),
        (false, _) => shift.map_or(Some(all.size), |root| Some((root.width, root.height))),
    };
    let size = match size.filter(|_| all.lineage != Lineage::Lost) {
        Some((width, height)) => json!({"width": width, "height": height}),
        None => json!({"width": null, "height": null}),
    };
    json!({"image": size, "predictions": predictions})
}

/// One detection, in the image that it was found in or, shifted, in the workflow's input.
fn detection(all: &Detections, one: &Detection, shift: Option<&Origin>) -> Value {
    let shifted;
    let (one, home) = match shift {
        Some(root) => {
            shifted = one.moved(root.x, root.y);
            (&shifted, (root, root))
        }
        None => (one, all.home(one)),
    };
    let (width, height) = (one.width().abs(), one.height().abs());
    let mut out = Map::new();
    out.insert("width".into(), json!(width));
    out.insert("height".into(), json!(height));
    out.insert("x".into(), json!(one.corners[0] + width / 2.0));
    out.insert("y".into(), json!(one.corners[1] + height / 2.0));
    out.insert("confidence".into(), json!(one.confidence));
    out.insert("class_id".into(), json!(one.class_id));
    match &one.mask {
        Some(Mask::Polygon(points)) => {
            let points: Vec<Value> = points.iter().map(|[x, y]| json!({"x": x, "y": y})).collect();
            out.insert("points".into(), Value::Array(points));
        }
        Some(Mask::Rle(code)) => {
            out.insert("rle_mask".into(), code.clone());
        }
        None => {}
    }
    if let Some(id) = one.tracker_id {
        out.insert("tracker_id".into(), json!(id));
    }
    out.insert("class".into(), json!(one.class));
    out.insert("detection_id".into(), json!(one.id));
    let (parent, root) = home;
    if !parent.id.is_empty() {
        out.insert("parent_id".into(), json!(parent.id));
    }
    if parent.id != root.id {
        if all.lineage.has_places() {
            origins(&mut out, parent, root);
        } else {
            out.insert("root_parent_id".into(), json!(root.id));
        }
    }
    if let Some(points) = &one.keypoints {
        let points = points.iter().map(|point| {
            json!({"class_id": point.class_id, "class": point.class, "confidence": point.confidence,
                "x": point.x, "y": point.y})
        });
        out.insert("keypoints".into(), points.collect());
    }
    out.extend(one.extra.clone());
    Value::Object(out)
}
