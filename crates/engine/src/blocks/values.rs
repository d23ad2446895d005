//! Taking values apart and choosing among them.
use super::Outcome;
use crate::data::Data;
use crate::random::Ids;
use crate::step::{Args, StepError};
use crate::uql;
use serde_json::Value;

fn output(data: Data) -> Outcome {
    Outcome::Values(vec![("output", data)])
}

pub(super) fn property(args: &Args, _: &Ids) -> Result<Outcome, StepError> {
    let data = args.get("data").cloned().unwrap_or(Data::Json(Value::Null));
    uql::chain(data, &args.json("operations"), &[])
        .map(output)
        .map_err(|why| StepError::at("operations", why))
}

pub(super) fn expression(args: &Args, _: &Ids) -> Result<Outcome, StepError> {
    let mut variables = args.named("data")?;
    if let Value::Object(operations) = args.json("data_operations") {
        for (name, chain) in operations {
            let Some(slot) = variables.iter_mut().find(|(key, _)| *key == name) else {
                return Err(StepError::at(
                    "data_operations",
                    format!("there is no value “{name}” to operate on"),
                ));
            };
            slot.1 = uql::chain(slot.1.clone(), &chain, &[])
                .map_err(|why| StepError::at("data_operations", why))?;
        }
    }
    let wrong = |why: String| StepError::at("switch", why);
    let switch = args.json("switch");
    let cases = switch.get("cases").and_then(Value::as_array).cloned().unwrap_or_default();
    for case in &cases {
        if uql::holds(case.get("condition").unwrap_or(&Value::Null), &variables).map_err(wrong)? {
            return result(case.get("result"), &variables).map(output).map_err(wrong);
        }
    }
    result(switch.get("default"), &variables).map(output).map_err(wrong)
}

fn result(definition: Option<&Value>, variables: &[(String, Data)]) -> Result<Data, String> {
    let definition = definition.ok_or("a case has no result")?;
    match definition.get("type").and_then(Value::as_str) {
        Some("StaticCaseResult") => Ok(Data::Json(definition.get("value").cloned().unwrap_or(Value::Null))),
        Some("DynamicCaseResult") => {
            let name = definition.get("parameter_name").and_then(Value::as_str).unwrap_or_default();
            let value = variables
                .iter()
                .find(|(key, _)| key == name)
                .map(|(_, data)| data.clone())
                .ok_or_else(|| format!("there is no value “{name}”"))?;
            uql::chain(value, definition.get("operations").unwrap_or(&Value::Null), variables)
        }
        _ => Err(String::from("a result is a StaticCaseResult or a DynamicCaseResult")),
    }
}

pub(super) fn first(args: &Args, _: &Ids) -> Result<Outcome, StepError> {
    let list = args.get("data").and_then(Data::items).unwrap_or_default();
    let found = list.into_iter().find(|data| !data.is_null());
    Ok(output(found.or_else(|| args.get("default").cloned()).unwrap_or(Data::Json(Value::Null))))
}
