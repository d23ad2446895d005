//! Keeping some of what was found.
use super::Outcome;
use crate::data::Data;
use crate::random::Ids;
use crate::step::{Args, StepError};
use crate::uql;

pub(super) fn detections(args: &Args, _: &Ids) -> Result<Outcome, StepError> {
    let found = Data::Detections(args.detections("predictions")?);
    let parameters = args.named("operations_parameters")?;
    let out = uql::chain(found, &args.json("operations"), &parameters)
        .map_err(|why| StepError::at("operations", why))?;
    match out {
        Data::Detections(_) => Ok(Outcome::Values(vec![("predictions", out)])),
        other => Err(StepError::at(
            "operations",
            format!("the operations give {} where detections are expected", other.kind()),
        )),
    }
}
