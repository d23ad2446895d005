//! Measuring images: how sharp, how many pixels of a colour, which outlines, where a template is.
use super::Outcome;
use super::draw::colors::plain_color;
use super::images::colored;
use crate::data::Data;
use crate::detections::{Detection, Detections};
use crate::pixels::shapes::{Pen, THICKEST};
use crate::pixels::text::Lettering;
use crate::pixels::{Pixels, contours, focus, template};
use crate::random::Ids;
use crate::step::{Args, StepError};
use serde_json::{Value, json};
use std::rc::Rc;

/// How sharp an image is, by Brenner's measure, and a picture of where.
pub(super) fn focus(args: &Args, _: &Ids) -> Result<Outcome, StepError> {
    let picture = args.image("image")?;
    let (value, sharp) = focus::brenner(&picture.pixels.to_gray());
    let mut image = Pixels::Gray(sharp).to_color();
    let text = format!("Focus value: {value:.2}");
    Lettering::new(1.0, 2).write(&mut Pen::new(&mut image, [255; 3]), &text, (10, 30));
    let gray = Pixels::Gray(Pixels::Color(image).last_channel());
    Ok(Outcome::Values(vec![
        ("image", Data::Image(Rc::new(picture.with(gray)))),
        ("focus_measure", Data::Json(json!(value))),
    ]))
}

/// Finds outer outlines and draws them.
pub(super) fn contours(args: &Args, _: &Ids) -> Result<Outcome, StepError> {
    let picture = args.image("image")?;
    let thickness = args.whole("line_thickness", 3)?;
    if thickness > THICKEST {
        let why = format!("“line_thickness” may be {THICKEST} at most, not {thickness}");
        return Err(StepError::at("line_thickness", why));
    }
    let gray = picture.pixels.to_gray();
    let found = contours::outer(&gray);
    let mut image = Pixels::Gray(gray).to_color();
    let mut pen = Pen::new(&mut image, [255, 0, 255]);
    if thickness < 0 {
        pen.fill(&found);
    } else {
        found.iter().for_each(|outline| pen.path(outline, true, thickness));
    }
    let count = found.len();
    let last = count.saturating_sub(1);
    let neighbours = |at: usize| {
        let next = if at == last { -1 } else { at as i64 + 1 };
        json!([next, at as i64 - 1, -1, -1])
    };
    let hierarchy =
        if count == 0 { Value::Null } else { json!([(0..count).map(neighbours).collect::<Vec<_>>()]) };
    // A place is a row of one point in the reference engine's arrays.
    let outlines: Vec<Value> =
        found.iter().map(|outline| outline.iter().map(|(x, y)| json!([[x, y]])).collect()).collect();
    Ok(Outcome::Values(vec![
        ("image", Data::Image(Rc::new(picture.with(Pixels::Color(image))))),
        ("contours", Data::Json(Value::Array(outlines))),
        ("hierarchy", Data::Json(hierarchy)),
        ("number_contours", Data::Json(json!(count))),
    ]))
}

/// Counts the pixels that are about a colour.
pub(super) fn color_count(args: &Args, _: &Ids) -> Result<Outcome, StepError> {
    let picture = args.image("image")?;
    let tolerance = args.whole("tolerance", 10)?;
    let target = plain_color(&args.json("target_color")).ok_or_else(|| {
        StepError::at(
            "target_color",
            "“target_color” must be a colour such as #431112, #412 or (128, 32, 64)",
        )
    })?;
    let count = colored(&picture.pixels)?
        .bytes()
        .chunks_exact(3)
        .filter(|pixel| {
            pixel.iter().zip(target).all(|(value, wanted)| (i64::from(*value) - wanted).abs() <= tolerance)
        })
        .count();
    Ok(Outcome::Values(vec![("matching_pixels_count", Data::Json(json!(count)))]))
}

/// Finds where a small image lies in a large one.
pub(super) fn template(args: &Args, ids: &Ids) -> Result<Outcome, StepError> {
    let (picture, part) = (args.image("image")?, args.image("template")?);
    let threshold = args.number("matching_threshold", 0.8)?;
    let drops = args.number("apply_nms", 1.0)? > 0.0;
    let overlap = args.number("nms_threshold", 0.5)?;
    let (large, small) = (colored(&picture.pixels)?.to_gray(), colored(&part.pixels)?.to_gray());
    let mut places =
        template::find(&large, &small, threshold).map_err(|why| StepError::at("template", why))?;
    let size = (i64::from(small.width()), i64::from(small.height()));
    if drops {
        places = template::apart(&places, size, overlap);
    }
    let found: Vec<Detection> = places
        .iter()
        .map(|(x, y)| Detection {
            corners: [*x, *y, x + size.0, y + size.1].map(|value| value as f64),
            confidence: 1.0,
            class_id: 0,
            class: String::from("template_match"),
            id: ids.uuid(),
            ..Detection::default()
        })
        .collect();
    let count = found.len();
    let found = Detections::on(&picture, "object-detection", found);
    Ok(Outcome::Values(vec![
        ("predictions", Data::Detections(Rc::new(found))),
        ("number_of_matches", Data::Json(json!(count))),
    ]))
}
