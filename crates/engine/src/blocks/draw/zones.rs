//! Drawing places that a person marked: zones, lines, paths; and images side by side.
use super::colors::named;
use super::{on_image, painted, thickness};
use crate::blocks::Outcome;
use crate::data::Data;
use crate::pixels::shapes::{Pen, Point, place};
use crate::pixels::text::Lettering;
use crate::pixels::{Pixels, blend, geometry};
use crate::random::Ids;
use crate::step::{Args, StepError};
use image::RgbImage;
use serde_json::Value;
use std::rc::Rc;

/// The largest picture of a grid.
const LARGEST_SIDE: usize = 8_192;

fn wrong(name: &str) -> StepError {
    StepError::at(name, format!("“{name}” must be a list of points such as [[10, 20], [30, 40]]"))
}

/// Points of a property: numbers are cut to whole ones.
fn points(value: &Value, name: &str) -> Result<Vec<Point>, StepError> {
    let point = |value: &Value| match value.as_array().map(Vec::as_slice) {
        Some([x, y, ..]) => Some(place(x.as_f64()?, y.as_f64()?)),
        _ => None,
    };
    let list = value.as_array().ok_or_else(|| wrong(name))?;
    list.iter().map(point).collect::<Option<_>>().ok_or_else(|| wrong(name))
}

pub(in crate::blocks) fn polygon(args: &Args, _: &Ids) -> Result<Outcome, StepError> {
    let color = named(args, "color", "#5bb573")?;
    let opacity = args.number("opacity", 0.3)?;
    let zone = args.json("zone");
    // One zone or several.
    let is_one = zone.get(0).and_then(|first| first.get(0)).is_some_and(Value::is_number);
    let zones = match &zone {
        Value::Null => Vec::new(),
        zone if is_one => vec![points(zone, "zone")?],
        Value::Array(list) => list.iter().map(|zone| points(zone, "zone")).collect::<Result<_, _>>()?,
        _ => return Err(wrong("zone")),
    };
    on_image(args, |image| {
        if !zones.is_empty() {
            let mut over = RgbImage::new(image.width(), image.height());
            Pen::new(&mut over, color).fill(&zones);
            *image = blend::weighted(&over, opacity, image, 1.0);
        }
        Ok(())
    })
}

pub(in crate::blocks) fn line(args: &Args, _: &Ids) -> Result<Outcome, StepError> {
    let color = named(args, "color", "#5bb573")?;
    let opacity = args.number("opacity", 0.3)?;
    let width = thickness(args, "thickness", 2)?;
    let letters = Lettering::new(args.number("text_scale", 1.0)?, thickness(args, "text_thickness", 1)?);
    let text = format!("in: {}, out: {}", args.whole("count_in", 0)?, args.whole("count_out", 0)?);
    let ends = points(&args.json("zone"), "zone")?;
    let [from, to, ..] = ends.as_slice() else { return Err(wrong("zone")) };
    on_image(args, |image| {
        let mut over = RgbImage::new(image.width(), image.height());
        Pen::new(&mut over, color).line(*from, *to, width);
        *image = blend::weighted(&over, opacity, image, 1.0);
        let (width, height) = letters.measure(&text);
        let corner = (from.0 - width / 2, from.1 - height / 2);
        Pen::new(image, [255; 3]).rectangle(corner, (corner.0 + width, corner.1 + height), -1);
        letters.write_smoothly(&mut Pen::new(image, [0; 3]), &text, (corner.0, from.1 + height / 2));
        Ok(())
    })
}

pub(in crate::blocks) fn path(args: &Args, _: &Ids) -> Result<Outcome, StepError> {
    let color = named(args, "color", "#5bb573")?;
    let thickness = thickness(args, "thickness", 2)?;
    let path = points(&args.json("reference_path"), "reference_path")?;
    on_image(args, |image| {
        Pen::new(image, color).path(&path, false, thickness);
        Ok(())
    })
}

/// Images side by side in a square grid, each in the middle of its cell.
pub(in crate::blocks) fn grid(args: &Args, _: &Ids) -> Result<Outcome, StepError> {
    let side = |name: &str, default: usize| match args.size(name, default)? {
        size if size <= LARGEST_SIDE => Ok(size as u32),
        size => Err(StepError::at(name, format!("“{name}” may be {LARGEST_SIDE} at most, not {size}"))),
    };
    let (width, height) = (side("width", 2_560)?, side("height", 1_440)?);
    let mut images = Vec::new();
    gather(args.get("images"), &mut images)?;
    let Some(first) = images.first().and_then(Option::as_ref) else {
        return Err(StepError::at(
            "images",
            "“images” must be a list of images, and the first must be there",
        ));
    };
    let cells = (images.len() as f64).sqrt().ceil() as u32;
    let (cell_width, cell_height) = (width / cells, height / cells);
    let mut out = RgbImage::new(width, height);
    for (index, image) in images.iter().enumerate() {
        let Some(image) = image else { continue };
        let (row, column) = (index as u32 / cells, index as u32 % cells);
        let (w, h) = image.pixels.size();
        let scale = (f64::from(cell_width) / f64::from(w)).min(f64::from(cell_height) / f64::from(h));
        let small =
            geometry::resize(&image.pixels, (f64::from(w) * scale) as u32, (f64::from(h) * scale) as u32)?;
        let (w, h) = small.size();
        let x = column * cell_width + (cell_width - w) / 2;
        let y = row * cell_height + (cell_height - h) / 2;
        blend::paste(&mut out, &small, i64::from(x), i64::from(y));
    }
    let first = first.with(Pixels::Color(RgbImage::new(0, 0)));
    Ok(painted(&first, out))
}

fn gather(data: Option<&Data>, images: &mut Vec<Option<Rc<crate::data::Picture>>>) -> Result<(), StepError> {
    match data {
        Some(Data::Image(picture)) => images.push(Some(Rc::clone(picture))),
        Some(Data::Json(Value::Null)) | None => images.push(None),
        Some(Data::List(items)) => {
            for item in items {
                gather(Some(item), images)?;
            }
        }
        Some(other) => {
            return Err(StepError::at("images", format!("“images” holds {}, not only images", other.kind())));
        }
    }
    Ok(())
}
