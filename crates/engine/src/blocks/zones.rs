//! Zones and lines: what is in them, for how long, and what went over them.
use super::Outcome;
use crate::context::Context;
use crate::data::Data;
use crate::detections::{Detection, Detections};
use crate::moment;
use crate::shapes;
use crate::step::{Args, StepError};
use serde_json::{Value, json};
use std::collections::{BTreeMap, VecDeque};

/// A video: who it is, and the second of its frame.
pub(super) struct Frame {
    pub(super) video: String,
    pub(super) second: f64,
}

/// The frame that an image is, or that metadata describe.
pub(super) fn frame(args: &Args, name: &str, context: &Context<'_>) -> Result<Frame, StepError> {
    let now = || moment::seconds(context.now).unwrap_or(0.0);
    if let Some(Data::Image(picture)) = args.get(name) {
        return Ok(Frame { video: picture.parent.id.clone(), second: now() });
    }
    let metadata = args.json(name);
    let video = metadata.get("video_identifier").and_then(Value::as_str);
    let video = video.ok_or_else(|| StepError::at(name, format!("“{name}” says of no video what it is")))?;
    let number = |key: &str| metadata.get(key).and_then(Value::as_f64);
    let is_file = metadata.get("comes_from_video_file").and_then(Value::as_bool) == Some(true);
    let second = match (number("frame_number"), number("fps").filter(|fps| *fps != 0.0)) {
        (Some(frame), Some(fps)) if is_file => frame / fps,
        _ => {
            let told = metadata.get("frame_timestamp").and_then(Value::as_str);
            told.and_then(moment::seconds).unwrap_or_else(now)
        }
    };
    Ok(Frame { video: String::from(video), second })
}

/// Detections that were followed: each has the number of its track.
pub(super) fn tracked(args: &Args, name: &str) -> Result<(std::rc::Rc<Detections>, Vec<i64>), StepError> {
    let all = args.detections(name)?;
    let tracks: Option<Vec<i64>> = all.items.iter().map(|one| one.tracker_id).collect();
    // Without a detection nothing says whether they were followed; the reference engine takes that for no.
    match tracks {
        Some(tracks) if !tracks.is_empty() => Ok((all, tracks)),
        _ => Err(StepError::at(
            name,
            format!("“{name}” must be followed by a tracker first: they have no tracker_id"),
        )),
    }
}

fn points(value: &Value, name: &str) -> Result<Vec<[f64; 2]>, StepError> {
    let point = |point: &Value| match point.as_array().map(Vec::as_slice) {
        Some([x, y]) => Some([x.as_f64()?, y.as_f64()?]),
        _ => None,
    };
    let points: Option<Vec<[f64; 2]>> = value.as_array().and_then(|list| list.iter().map(point).collect());
    points.ok_or_else(|| StepError::at(name, format!("“{name}” must be a list of points [x, y]")))
}

fn polygon(value: &Value, name: &str) -> Result<Vec<[f64; 2]>, StepError> {
    let corners: Vec<[f64; 2]> = points(value, name)?.iter().map(|point| point.map(f64::trunc)).collect();
    if corners.len() < 3 {
        return Err(StepError::at(name, format!("“{name}” needs at least three points")));
    }
    Ok(corners)
}

/// One polygon, or several.
fn polygons(value: &Value, name: &str) -> Result<Vec<Vec<[f64; 2]>>, StepError> {
    let list =
        value.as_array().ok_or_else(|| StepError::at(name, format!("“{name}” must be a list of points")))?;
    let is_one =
        list.iter().any(|point| point.as_array().is_some_and(|sides| sides.iter().all(Value::is_number)));
    if is_one { Ok(vec![polygon(value, name)?]) } else { list.iter().map(|one| polygon(one, name)).collect() }
}

fn anchor(args: &Args, one: &Detection, default: &str) -> Result<(f64, f64), StepError> {
    let name = args.text("triggering_anchor", default)?;
    one.anchor(&name).ok_or_else(|| {
        StepError::at("triggering_anchor", format!("the embedded engine has no point “{name}” of a box"))
    })
}

/// Since when which track is in the zones of which video.
type Since = BTreeMap<(String, i64), f64>;

pub(super) fn time_by_metadata(args: &Args, context: &Context<'_>) -> Result<Outcome, StepError> {
    time(args, context, "metadata", |zone| Ok(vec![polygon(zone, "zone")?]))
}

pub(super) fn time_by_image(args: &Args, context: &Context<'_>) -> Result<Outcome, StepError> {
    time(args, context, "image", |zone| Ok(vec![polygon(zone, "zone")?]))
}

pub(super) fn time_in_zones(args: &Args, context: &Context<'_>) -> Result<Outcome, StepError> {
    time(args, context, "image", |zone| polygons(zone, "zone"))
}

fn time(
    args: &Args,
    context: &Context<'_>,
    reference: &str,
    zones: impl Fn(&Value) -> Result<Vec<Vec<[f64; 2]>>, StepError>,
) -> Result<Outcome, StepError> {
    let (all, tracks) = tracked(args, "detections")?;
    let frame = frame(args, reference, context)?;
    let zones = zones(&args.json("zone"))?;
    let removes = args.flag("remove_out_of_zone_detections", true)?;
    let resets = args.flag("reset_out_of_zone_detections", true)?;
    let mut inside = Vec::new();
    for one in &all.items {
        let (x, y) = anchor(args, one, "CENTER")?;
        let place = [x.round_ties_even(), y.round_ties_even()];
        inside.push(zones.iter().any(|zone| shapes::covers_pixel(zone, place)));
    }
    let mut kept = Vec::new();
    context.kept(|since: &mut Since| {
        for ((one, track), is_inside) in all.items.iter().zip(tracks).zip(inside) {
            let key = (frame.video.clone(), track);
            if !is_inside && (resets || !removes) {
                since.remove(&key);
            }
            if !is_inside && removes {
                continue;
            }
            let time = if is_inside { frame.second - *since.entry(key).or_insert(frame.second) } else { 0.0 };
            let mut one = one.clone();
            one.extra.insert(String::from("time_in_zone"), json!(time));
            kept.push(one);
        }
    });
    let timed = if kept.is_empty() { Detections::nowhere() } else { all.with(kept) };
    Ok(Outcome::Values(vec![("timed_detections", timed.into())]))
}

/// How a line was crossed so far.
#[derive(Default)]
struct Line {
    sides: BTreeMap<i64, VecDeque<bool>>,
    confirmed: BTreeMap<i64, bool>,
    absent: BTreeMap<i64, usize>,
    count_in: u64,
    count_out: u64,
}

/// How many sides of a track are remembered.
const REMEMBERED: usize = 2;

pub(super) fn count_by_metadata(args: &Args, context: &Context<'_>) -> Result<Outcome, StepError> {
    let (all, tracks) = tracked(args, "detections")?;
    let (counts, _) = count(args, context, "metadata", &all, &tracks, &["CENTER"])?;
    Ok(Outcome::Values(counts))
}

pub(super) fn count_by_image(args: &Args, context: &Context<'_>) -> Result<Outcome, StepError> {
    let (all, tracks) = tracked(args, "detections")?;
    let corners = ["TOP_LEFT", "TOP_RIGHT", "BOTTOM_LEFT", "BOTTOM_RIGHT"];
    let (mut counts, crossed) = count(args, context, "image", &all, &tracks, &corners)?;
    let went = |wanted: bool| {
        let crossing = all.items.iter().zip(&crossed).filter(|(_, side)| **side == Some(wanted));
        Data::from(all.with(crossing.map(|(one, _)| one.clone()).collect()))
    };
    counts.push(("detections_in", went(true)));
    counts.push(("detections_out", went(false)));
    Ok(Outcome::Values(counts))
}

type Counts = Vec<(&'static str, Data)>;

/// Counts crossings: for each detection whether it just went in, out, or neither.
fn count(
    args: &Args,
    context: &Context<'_>,
    reference: &str,
    all: &Detections,
    tracks: &[i64],
    default: &[&str],
) -> Result<(Counts, Vec<Option<bool>>), StepError> {
    let frame = frame(args, reference, context)?;
    let line = points(&args.json("line_segment"), "line_segment")?;
    let [start, end] = line[..] else {
        return Err(StepError::at("line_segment", "“line_segment” must be two points"));
    };
    if start == end {
        return Err(StepError::at("line_segment", "the two points of “line_segment” are the same"));
    }
    let mut sides = Vec::new();
    for one in &all.items {
        let corners = if args.get("triggering_anchor").is_some() {
            vec![anchor(args, one, "CENTER")?]
        } else {
            default.iter().filter_map(|name| one.anchor(name)).collect()
        };
        sides.push(side_of_line(start, end, &corners));
    }
    let (crossed, count_in, count_out) = context.kept(|lines: &mut BTreeMap<String, Line>| {
        let line = lines.entry(frame.video).or_default();
        line.forget(tracks);
        let crossed: Vec<Option<bool>> =
            tracks.iter().zip(sides).map(|(track, side)| line.crossing(*track, side?)).collect();
        (crossed, line.count_in, line.count_out)
    });
    Ok((vec![("count_in", json!(count_in).into()), ("count_out", json!(count_out).into())], crossed))
}

/// On which side of the line all points are; nothing where they are on both, or beside its ends.
fn side_of_line(start: [f64; 2], end: [f64; 2], points: &[(f64, f64)]) -> Option<bool> {
    let (dx, dy) = (end[0] - start[0], end[1] - start[1]);
    let length = dx.hypot(dy);
    let (across_x, across_y) = (-dy / length, dx / length);
    let cross = |vector: (f64, f64), from: [f64; 2], (x, y): (f64, f64)| {
        vector.0 * (y - from[1]) - vector.1 * (x - from[0])
    };
    let is_between = points.iter().all(|point| {
        (cross((across_x, across_y), start, *point) > 0.0)
            == (cross((-across_x, -across_y), end, *point) > 0.0)
    });
    let lefts: Vec<bool> = points.iter().map(|point| cross((dx, dy), start, *point) < 0.0).collect();
    let first = lefts.first().copied()?;
    (is_between && lefts.iter().all(|left| *left == first)).then_some(first)
}

impl Line {
    /// Tracks that have not been seen for a while begin anew.
    fn forget(&mut self, seen: &[i64]) {
        let known: Vec<i64> = self.sides.keys().copied().collect();
        for track in known {
            if seen.contains(&track) {
                self.absent.remove(&track);
                continue;
            }
            let absent = self.absent.entry(track).or_default();
            *absent += 1;
            if *absent >= REMEMBERED {
                self.sides.remove(&track);
                self.confirmed.remove(&track);
                self.absent.remove(&track);
            }
        }
    }

    /// Whether a track that is on a side now just went over.
    fn crossing(&mut self, track: i64, side: bool) -> Option<bool> {
        // Trackers give negative numbers to what they are not sure of yet.
        if track < 0 {
            return None;
        }
        let sides = self.sides.entry(track).or_default();
        sides.push_back(side);
        if sides.len() > REMEMBERED {
            sides.pop_front();
        }
        let confirmed = self.confirmed.entry(track).or_insert(side);
        if sides.len() < REMEMBERED || *confirmed == side {
            return None;
        }
        *confirmed = side;
        if side {
            self.count_in += 1;
        } else {
            self.count_out += 1;
        }
        Some(side)
    }
}
