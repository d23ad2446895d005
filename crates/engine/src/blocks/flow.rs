//! Deciding what runs.
use super::Outcome;
use crate::context::Context;
use crate::data::Data;
use crate::moment;
use crate::step::{Args, StepError};
use crate::uql::{self, Scope};
use serde_json::Value;
use std::collections::BTreeMap;

/// When the condition held last; `stop_delay` lets the next steps run for as many seconds after that.
pub(super) fn continue_if(args: &Args, context: &Context<'_>) -> Result<Outcome, StepError> {
    if !matches!(args.json("next_steps"), Value::Array(steps) if !steps.is_empty()) {
        return Ok(Outcome::Flow(false));
    }
    let parameters = args.named("evaluation_parameters")?;
    let holds = uql::holds(&args.json("condition_statement"), &Scope::new(&parameters, context))
        .map_err(|why| StepError::at("condition_statement", why))?;
    let delay = args.number("stop_delay", 0.0)?;
    let now = moment::seconds(context.now);
    let goes_on = context.kept(|last: &mut Option<f64>| {
        if holds && delay > 0.0 {
            *last = now;
        }
        holds || now.zip(*last).is_some_and(|(now, last)| now - last <= delay)
    });
    Ok(Outcome::Flow(goes_on))
}

/// The steps of the case that a value, as a text, is called.
pub(super) fn switch_case(args: &Args, _: &Context<'_>) -> Result<Outcome, StepError> {
    let value = args.get("value").cloned().unwrap_or(Data::Json(Value::Null));
    let value =
        value.to_json().ok_or_else(|| StepError::at("value", format!("{} has no case", value.kind())))?;
    let ignores_case = args.flag("case_insensitive", false)?;
    let fold = |text: &str| if ignores_case { text.to_lowercase() } else { String::from(text) };
    let wanted = fold(&uql::print(&value));
    let cases = args.json("cases");
    let found = cases.as_object().into_iter().flatten().find(|(key, _)| fold(key) == wanted);
    let steps = match found {
        Some((_, step)) => vec![step.clone()],
        None => args.json("default_next_steps").as_array().cloned().unwrap_or_default(),
    };
    Ok(Outcome::Select(steps.iter().filter_map(Value::as_str).map(String::from).collect()))
}

/// Lets the next steps run where a value is another one than it was for the same video.
pub(super) fn delta_filter(args: &Args, context: &Context<'_>) -> Result<Outcome, StepError> {
    let video = args.image("image")?.parent.id.clone();
    let value = args.get("value").cloned().unwrap_or(Data::Json(Value::Null));
    let has_changed = context.kept(|last: &mut BTreeMap<String, Data>| {
        // A video without a value yet has none: nothing is no change.
        let before = last.get(&video).cloned().unwrap_or(Data::Json(Value::Null));
        let has_changed = !uql::equal(&before, &value);
        if has_changed {
            last.insert(video, value);
        }
        has_changed
    });
    Ok(Outcome::Flow(has_changed))
}

/// Frames a second of an image that is of no video.
const STILL_FPS: f64 = 30.0;

/// Lets the next steps run when enough seconds have passed since they ran. The clock of a reference image stands
/// still here: it is the frame's number over its rate.
pub(super) fn rate_limiter(args: &Args, context: &Context<'_>) -> Result<Outcome, StepError> {
    let cooldown = args.number("cooldown_seconds", 1.0)?;
    let now = match args.get("video_reference_image") {
        Some(Data::Image(_)) => 0.0 / STILL_FPS,
        _ => moment::seconds(context.now).unwrap_or(0.0),
    };
    let goes_on = context.kept(|last: &mut Option<f64>| {
        let goes_on = last.is_none_or(|last| now - last >= cooldown);
        if goes_on {
            *last = Some(now);
        }
        goes_on
    });
    Ok(Outcome::Flow(goes_on))
}
