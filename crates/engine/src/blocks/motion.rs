//! How fast things that are followed move.
use super::Outcome;
use super::zones::{frame, tracked};
use crate::context::Context;
use crate::step::{Args, StepError};
use serde_json::json;
use std::collections::BTreeMap;

/// A track of a video.
type Track = (String, i64);

/// Where a track was last, when, and how fast it has been.
#[derive(Clone, Copy)]
struct Seen {
    at: [f64; 2],
    second: f64,
    smooth: [f64; 2],
}

pub(super) fn velocity(args: &Args, context: &Context<'_>) -> Result<Outcome, StepError> {
    let (all, tracks) = tracked(args, "detections")?;
    let frame = frame(args, "image", context)?;
    let alpha = args.number("smoothing_alpha", 0.5)?;
    if !(alpha > 0.0 && alpha <= 1.0) {
        return Err(StepError::at("smoothing_alpha", "“smoothing_alpha” must be more than 0 and at most 1"));
    }
    let scale = args.number("pixels_per_meter", 1.0)?;
    if scale.is_nan() || scale <= 0.0 {
        return Err(StepError::at("pixels_per_meter", "“pixels_per_meter” must be more than 0"));
    }
    let mut moving = Vec::new();
    context.kept(|seen: &mut BTreeMap<Track, Seen>| {
        for (one, track) in all.items.iter().zip(tracks) {
            let key = (frame.video.clone(), track);
            let at = one.anchor("CENTER").map_or([0.0; 2], |(x, y)| [x, y]);
            let before = seen.get(&key).copied();
            let now = match before {
                Some(before) if frame.second > before.second => {
                    [0, 1].map(|side| (at[side] - before.at[side]) / (frame.second - before.second))
                }
                _ => [0.0; 2],
            };
            let smooth = before.map_or(now, |before| {
                [0, 1].map(|side| alpha * now[side] + (1.0 - alpha) * before.smooth[side])
            });
            seen.insert(key, Seen { at, second: frame.second, smooth });
            let mut one = one.clone();
            let mut put = |name: &str, velocity: [f64; 2]| {
                let velocity = velocity.map(|side| side / scale);
                let (name, speed) = (format!("{name}velocity"), format!("{name}speed"));
                one.extra.insert(name, json!(velocity));
                one.extra.insert(speed, json!(velocity[0].hypot(velocity[1])));
            };
            put("", now);
            put("smoothed_", smooth);
            moving.push(one);
        }
    });
    Ok(Outcome::Values(vec![("velocity_detections", all.with(moving).into())]))
}
