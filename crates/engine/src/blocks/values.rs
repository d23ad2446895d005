//! Taking values apart and choosing among them.
use super::Outcome;
use crate::context::Context;
use crate::data::Data;
use crate::random::Ids;
use crate::step::{Args, StepError};
use crate::uql::{self, Scope};
use serde_json::Value;

fn output(data: Data) -> Outcome {
    Outcome::Values(vec![("output", data)])
}

pub(super) fn property(args: &Args, context: &Context<'_>) -> Result<Outcome, StepError> {
    let data = args.get("data").cloned().unwrap_or(Data::Json(Value::Null));
    uql::chain(data, &args.json("operations"), &Scope::new(&[], context))
        .map(output)
        .map_err(|why| StepError::at("operations", why))
}

/// Applies the chains of a property to the named values.
pub(super) fn operated(
    mut values: Vec<(String, Data)>,
    args: &Args,
    property: &str,
    context: &Context<'_>,
) -> Result<Vec<(String, Data)>, StepError> {
    if let Value::Object(operations) = args.json(property) {
        for (name, chain) in operations {
            let Some(slot) = values.iter_mut().find(|(key, _)| *key == name) else {
                return Err(StepError::at(property, format!("there is no value “{name}” to operate on")));
            };
            slot.1 = uql::chain(slot.1.clone(), &chain, &Scope::new(&[], context))
                .map_err(|why| StepError::at(property, why))?;
        }
    }
    Ok(values)
}

pub(super) fn expression(args: &Args, context: &Context<'_>) -> Result<Outcome, StepError> {
    let variables = operated(args.named("data")?, args, "data_operations", context)?;
    let scope = Scope::new(&variables, context);
    let wrong = |why: String| StepError::at("switch", why);
    let switch = args.json("switch");
    let cases = switch.get("cases").and_then(Value::as_array).cloned().unwrap_or_default();
    for case in &cases {
        if uql::holds(case.get("condition").unwrap_or(&Value::Null), &scope).map_err(wrong)? {
            return result(case.get("result"), &scope).map(output).map_err(wrong);
        }
    }
    result(switch.get("default"), &scope).map(output).map_err(wrong)
}

fn result(definition: Option<&Value>, scope: &Scope<'_>) -> Result<Data, String> {
    let definition = definition.ok_or("a case has no result")?;
    match definition.get("type").and_then(Value::as_str) {
        Some("StaticCaseResult") => Ok(Data::Json(definition.get("value").cloned().unwrap_or(Value::Null))),
        Some("DynamicCaseResult") => {
            let name = definition.get("parameter_name").and_then(Value::as_str).unwrap_or_default();
            let value = scope.value(name).map_err(|why| format!("in a result {why}"))?.clone();
            uql::chain(value, definition.get("operations").unwrap_or(&Value::Null), scope)
        }
        _ => Err(String::from("a result is a StaticCaseResult or a DynamicCaseResult")),
    }
}

pub(super) fn first(args: &Args, _: &Context<'_>) -> Result<Outcome, StepError> {
    let list = args.get("data").and_then(Data::items).unwrap_or_default();
    let found = list.into_iter().find(|data| !data.is_null());
    Ok(output(found.or_else(|| args.get("default").cloned()).unwrap_or(Data::Json(Value::Null))))
}

/// All elements of a batch as one list.
pub(super) fn collapse(args: &Args, _: &Context<'_>) -> Result<Outcome, StepError> {
    Ok(output(args.get("data").cloned().unwrap_or(Data::List(Vec::new()))))
}

pub(super) fn cosine_similarity(args: &Args, _: &Ids) -> Result<Outcome, StepError> {
    let (a, b) = (numbers(args, "embedding_1")?, numbers(args, "embedding_2")?);
    if a.len() != b.len() {
        let why = format!("the embeddings have {} and {} numbers, they need equally many", a.len(), b.len());
        return Err(StepError::at("embedding_2", why));
    }
    let product: f64 = a.iter().zip(&b).map(|(x, y)| x * y).sum();
    let length = |all: &[f64]| all.iter().map(|x| x * x).sum::<f64>().sqrt();
    let similarity = product / (length(&a) * length(&b));
    Ok(Outcome::Values(vec![("similarity", Data::Json(Value::from(similarity)))]))
}

fn numbers(args: &Args, name: &str) -> Result<Vec<f64>, StepError> {
    let list = args.json(name).as_array().map(|list| list.iter().map(Value::as_f64).collect::<Option<_>>());
    list.flatten().ok_or_else(|| StepError::at(name, format!("“{name}” must be a list of numbers")))
}

/// What a step before this one kept under a key for the same video.
pub(super) fn cache_get(args: &Args, context: &Context<'_>) -> Result<Outcome, StepError> {
    let place = cache_place(args)?;
    let found = context.shared("cache", |cache: &mut Vec<(String, Data)>| {
        cache.iter().find(|(key, _)| *key == place).map(|(_, data)| data.clone())
    });
    Ok(output(found.unwrap_or(Data::Json(Value::Bool(false)))))
}

pub(super) fn cache_set(args: &Args, context: &Context<'_>) -> Result<Outcome, StepError> {
    let place = cache_place(args)?;
    let value = args.get("value").cloned().unwrap_or(Data::Json(Value::Null));
    context.shared("cache", |cache: &mut Vec<(String, Data)>| {
        match cache.iter_mut().find(|(key, _)| *key == place) {
            Some(slot) => slot.1 = value.clone(),
            None => cache.push((place, value.clone())),
        }
    });
    Ok(output(value))
}

fn cache_place(args: &Args) -> Result<String, StepError> {
    let picture = args.image("image")?;
    Ok(format!("{}\n{}", picture.parent.id, args.text("key", "")?))
}
