//! Deciding what runs.
use super::Outcome;
use crate::random::Ids;
use crate::step::{Args, StepError};
use crate::uql;
use serde_json::Value;

/// `stop_delay` counts between frames of a video; here each run is one frame, so it has no effect.
pub(super) fn continue_if(args: &Args, _: &Ids) -> Result<Outcome, StepError> {
    let has_next = matches!(args.json("next_steps"), Value::Array(steps) if !steps.is_empty());
    let parameters = args.named("evaluation_parameters")?;
    let holds = has_next
        && uql::holds(&args.json("condition_statement"), &parameters)
            .map_err(|why| StepError::at("condition_statement", why))?;
    Ok(Outcome::Flow(holds))
}
