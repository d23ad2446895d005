//! Keeping some of what was found, or changing it by a chain of operations.
use super::Outcome;
use crate::context::Context;
use crate::data::Data;
use crate::step::{Args, StepError};
use crate::uql::{self, Scope};

pub(super) fn detections(args: &Args, context: &Context<'_>) -> Result<Outcome, StepError> {
    let found = Data::Detections(args.detections("predictions")?);
    let parameters = args.named("operations_parameters")?;
    let out = uql::chain(found, &args.json("operations"), &Scope::new(&parameters, context))
        .map_err(|why| StepError::at("operations", why))?;
    match out {
        Data::Detections(_) => Ok(Outcome::Values(vec![("predictions", out)])),
        other => Err(StepError::at(
            "operations",
            format!("the operations give {} where detections are expected", other.kind()),
        )),
    }
}
