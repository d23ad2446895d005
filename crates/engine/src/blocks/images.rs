//! Classical operations on images.
use super::Outcome;
use crate::data::Data;
use crate::pixels::contrast::{self, Contrast};
use crate::pixels::{
    Pixels, adaptive, adjust, blur as blurs, equalize as equal, geometry, morphology, threshold as thresholds,
};
use crate::random::Ids;
use crate::step::{Args, StepError};
use serde_json::json;
use std::rc::Rc;

/// The largest kernel: beyond it a run only burns time.
const LARGEST_KERNEL: usize = 501;

/// The operation that the second version of the morphology block has.
const DOUBLE: &str = "Opening then Closing";

type Result = std::result::Result<Outcome, StepError>;

fn image(args: &Args, change: impl FnOnce(&Pixels) -> std::result::Result<Pixels, StepError>) -> Result {
    let picture = args.image("image")?;
    let pixels = change(&picture.pixels)?;
    Ok(Outcome::Values(vec![("image", Data::Image(Rc::new(picture.with(pixels))))]))
}

pub(super) fn blur(args: &Args, _: &Ids) -> Result {
    let kind = args.text("blur_type", "gaussian")?;
    let size = args.whole("kernel_size", 5)?;
    if size > LARGEST_KERNEL as i64 {
        return Err(StepError::at(
            "kernel_size",
            format!("“kernel_size” may be {LARGEST_KERNEL} at most, not {size}"),
        ));
    }
    let odd = (size.max(1) as usize) | 1;
    image(args, |pixels| {
        Ok(match kind.as_str() {
            "average" if size < 1 => {
                return Err(StepError::at("kernel_size", "“kernel_size” must be at least 1"));
            }
            "average" => blurs::average(pixels, size as usize),
            "gaussian" => blurs::gaussian(pixels, odd),
            "median" => blurs::median(pixels, odd),
            "bilateral" => blurs::bilateral(pixels, size.max(0) as usize, 75.0),
            other => return Err(StepError::at("blur_type", format!("“{other}” is no kind of blur"))),
        })
    })
}

pub(super) fn grayscale(args: &Args, _: &Ids) -> Result {
    image(args, |pixels| Ok(Pixels::Gray(colored(pixels)?.to_gray())))
}

/// What only takes images of three channels, as the reference engine has it.
pub(super) fn colored(pixels: &Pixels) -> std::result::Result<&Pixels, StepError> {
    match pixels {
        Pixels::Color(_) => Ok(pixels),
        Pixels::Gray(_) => {
            let why = "the image is grey already, and this block takes images in colour: connect it to a step before that";
            Err(StepError::at("image", why))
        }
    }
}

pub(super) fn morphology(args: &Args, _: &Ids) -> Result {
    morph(args, "Closing", |pixels| Ok(Pixels::Gray(colored(pixels)?.to_gray())))
}

/// The second version: colours stay, and grey images become coloured ones.
pub(super) fn morphology_colored(args: &Args, _: &Ids) -> Result {
    morph(args, DOUBLE, |pixels| Ok(Pixels::Color(pixels.to_color())))
}

fn morph(
    args: &Args,
    default: &str,
    prepare: impl Fn(&Pixels) -> std::result::Result<Pixels, StepError>,
) -> Result {
    let operation = args.text("operation", default)?;
    let size = args.size("kernel_size", 5)?;
    image(args, |pixels| {
        // Only the second version has the double operation.
        let is_known = operation != DOUBLE || default == DOUBLE;
        morphology::apply(&prepare(pixels)?, &operation, size)
            .filter(|_| is_known)
            .ok_or_else(|| StepError::at("operation", format!("“{operation}” is no operation of this block")))
    })
}

pub(super) fn contrast(args: &Args, _: &Ids) -> Result {
    let how = Contrast {
        clip: args.number("clip_limit", 0.0)?,
        multiplier: args.number("contrast_multiplier", 1.0)? as f32,
        brightens: args.number("normalize_brightness", 0.0)? > 0.0,
    };
    if !(0.0..=50.0).contains(&how.clip) {
        return Err(StepError::at(
            "clip_limit",
            format!("“clip_limit” must be from 0 to 50, not {}", how.clip),
        ));
    }
    image(args, |pixels| Ok(contrast::enhance(pixels, how)))
}

pub(super) fn threshold(args: &Args, _: &Ids) -> Result {
    let kind = args.text("threshold_type", "binary")?;
    let (level, max) = (args.whole("thresh_value", 0)?, args.whole("max_value", 255)?);
    image(args, |pixels| {
        thresholds::apply(pixels, &kind, level, max).map_err(|why| StepError::at("threshold_type", why))
    })
}

pub(super) fn equalize(args: &Args, _: &Ids) -> Result {
    let kind = args.text("equalization_type", "Histogram Equalization")?;
    image(args, |pixels| {
        Ok(match kind.as_str() {
            "Contrast Stretching" => equal::stretch(pixels),
            "Histogram Equalization" => equal::histogram(pixels),
            "Adaptive Equalization" => adaptive::adaptive(pixels),
            other => {
                return Err(StepError::at(
                    "equalization_type",
                    format!("“{other}” is no kind of equalization"),
                ));
            }
        })
    })
}

pub(super) fn preprocess(args: &Args, _: &Ids) -> Result {
    let task = args.text("task_type", "")?;
    image(args, |pixels| match task.as_str() {
        "resize" => {
            let (width, height) = pixels.size();
            let side = |name: &str| -> std::result::Result<Option<u32>, StepError> {
                // Null means: keep the proportions.
                if args.is_given(name) && args.get(name).is_none() {
                    return Ok(None);
                }
                let size = args.whole(name, 640)?;
                u32::try_from(size).ok().filter(|size| *size > 0).map(Some).ok_or_else(|| {
                    StepError::at(name, format!("“{name}” must be greater than 0, not {size}"))
                })
            };
            let scaled = |own: u32, given: u32, other: u32| {
                (f64::from(own) * (f64::from(given) / f64::from(other))) as u32
            };
            let (width, height) = match (side("width")?, side("height")?) {
                (None, None) => return Ok(pixels.clone()),
                (Some(w), Some(h)) => (w, h),
                (Some(w), None) => (w, scaled(height, w, width)),
                (None, Some(h)) => (scaled(width, h, height), h),
            };
            Ok(geometry::resize(pixels, width, height)?)
        }
        "rotate" => {
            let degrees = args.number("rotation_degrees", 90.0)?;
            if !(-360.0..=360.0).contains(&degrees) {
                return Err(StepError::at(
                    "rotation_degrees",
                    "“rotation_degrees” must be between -360 and 360",
                ));
            }
            Ok(if degrees == 0.0 { pixels.clone() } else { geometry::rotate(pixels, degrees) })
        }
        "flip" => match args.text("flip_type", "vertical")?.as_str() {
            "vertical" => Ok(geometry::flip(pixels, false, true)),
            "horizontal" => Ok(geometry::flip(pixels, true, false)),
            "both" => Ok(geometry::flip(pixels, true, true)),
            other => {
                Err(StepError::at("flip_type", format!("“{other}” is not vertical, horizontal or both")))
            }
        },
        other => Err(StepError::at("task_type", format!("“{other}” is not resize, rotate or flip"))),
    })
}

pub(super) fn dominant_color(args: &Args, _: &Ids) -> Result {
    let picture = args.image("image")?;
    let (clusters, rounds) = (args.size("color_clusters", 4)?, args.size("max_iterations", 100)?);
    let target = args.size("target_size", 100)?;
    let color = adjust::dominant(&picture.pixels, clusters, rounds.min(1_000), target)?;
    Ok(Outcome::Values(vec![("rgb_color", Data::Json(json!(color)))]))
}
