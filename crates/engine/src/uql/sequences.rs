//! Operations on lists, and on what can be gone through like a list: characters, keys, detections.
use super::Scope;
use super::operations::{MOST, Operation, chain, lookup};
use super::python::{as_number, as_whole, at, compare, equal, float, is_hashable, iterate, length, print};
use crate::data::Data;
use serde_json::{Map, Value, json};
use std::cmp::Ordering;

/// How much of a value is shown where it becomes a key.
const SHOWN: usize = 128;

pub(super) fn apply(data: &Data, operation: &Operation<'_>, scope: &Scope<'_>) -> Result<Data, String> {
    let items = || iterate(data).ok_or_else(|| operation.wrong("a list", data));
    Ok(match operation.kind {
        "SequenceMap" => {
            let mapped: Result<_, String> =
                items()?.iter().map(|item| lookup(item, operation).map(Data::Json)).collect();
            Data::List(mapped?)
        }
        "SequenceApply" => {
            let inner = operation.needs("operations")?;
            Data::List(items()?.into_iter().map(|item| chain(item, inner, scope)).collect::<Result<_, _>>()?)
        }
        "SequenceLength" => json!(length(data).ok_or_else(|| operation.wrong("a list", data))?).into(),
        "SequenceElementsCount" => {
            count(&items()?).ok_or_else(|| operation.wrong("plain values", data))?.into()
        }
        "SequenceJoin" => join(&items()?, operation, data)?.into(),
        "SequenceAggregate" => aggregate(data, operation)?,
        _ => numeric(data, operation)?,
    })
}

fn join(items: &[Data], operation: &Operation<'_>, data: &Data) -> Result<Value, String> {
    let separator = match operation.field("separator") {
        None => ", ",
        Some(_) => operation.text("separator")?,
    };
    let parts: Option<Vec<String>> = items.iter().map(|item| Some(print(&item.to_json()?))).collect();
    let parts = parts.ok_or_else(|| operation.wrong("a list of plain values", data))?;
    let joined = parts.join(separator);
    if joined.chars().count() > MOST {
        return Err(format!("SequenceJoin made a text longer than {MOST} characters"));
    }
    Ok(json!(joined))
}

fn count(items: &[Data]) -> Option<Value> {
    let mut counts = Map::new();
    for item in items {
        let mut key = print(&item.to_json()?);
        if let Some((end, _)) = key.char_indices().nth(SHOWN) {
            key.truncate(end);
            key.push_str(" [...]");
        }
        let seen = counts.get(&key).and_then(Value::as_u64).unwrap_or(0);
        counts.insert(key, json!(seen + 1));
    }
    Some(Value::Object(counts))
}

fn aggregate(data: &Data, operation: &Operation<'_>) -> Result<Data, String> {
    let length = length(data).ok_or_else(|| operation.wrong("a list", data))?;
    if length == 0 {
        return Err(String::from("SequenceAggregate needs at least one item"));
    }
    let mode = operation.text("mode")?;
    match mode {
        "first" => at(data, 0).ok_or_else(|| operation.wrong("a list", data)),
        "last" => at(data, length - 1).ok_or_else(|| operation.wrong("a list", data)),
        "most_common" | "least_common" => {
            let counts = tally(data).ok_or_else(|| operation.wrong("a list of plain values", data))?;
            let pick = if mode == "most_common" { counts.first() } else { counts.last() };
            Ok(pick.cloned().unwrap_or(Data::Json(Value::Null)))
        }
        other => Err(format!("SequenceAggregate has no mode “{other}”")),
    }
}

/// The different items, the most frequent first; equally frequent ones as they came. An object already counts.
fn tally(data: &Data) -> Option<Vec<Data>> {
    if let Some(Value::Object(map)) = data.to_json() {
        let mut counts: Vec<(&String, &Value)> = map.iter().collect();
        let is_ordered = counts.windows(2).all(|pair| compare(pair[0].1, pair[1].1).is_some());
        counts.sort_by(|a, b| compare(b.1, a.1).unwrap_or(Ordering::Equal));
        return is_ordered.then(|| counts.into_iter().map(|(key, _)| json!(key).into()).collect());
    }
    let mut counts: Vec<(Data, usize)> = Vec::new();
    for item in iterate(data)? {
        if !is_hashable(&item) {
            return None;
        }
        match counts.iter_mut().find(|(known, _)| equal(known, &item)) {
            Some((_, count)) => *count += 1,
            None => counts.push((item, 1)),
        }
    }
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    Some(counts.into_iter().map(|(item, _)| item).collect())
}

fn numeric(data: &Data, operation: &Operation<'_>) -> Result<Data, String> {
    let wrong = || operation.wrong("a list of numbers", data);
    if length(data).ok_or_else(wrong)? == 0 {
        return Ok(operation.field("neutral_value").cloned().unwrap_or(Value::Null).into());
    }
    let values: Option<Vec<Value>> = iterate(data).ok_or_else(wrong)?.iter().map(Data::to_json).collect();
    let values = values.ok_or_else(wrong)?;
    let best = |wanted: Ordering| {
        let mut best: Option<&Value> = None;
        for value in &values {
            match best.map(|best| compare(value, best)) {
                None => best = Some(value),
                Some(order) if order.ok_or_else(wrong)? == wanted => best = Some(value),
                Some(_) => {}
            }
        }
        Ok::<_, String>(best.cloned().unwrap_or(Value::Null))
    };
    Ok(Data::Json(match operation.text("function")? {
        "min" => best(Ordering::Less)?,
        "max" => best(Ordering::Greater)?,
        "sum" => sum(&values).ok_or_else(wrong)?,
        other => return Err(format!("NumericSequenceAggregate has no function “{other}”")),
    }))
}

fn sum(values: &[Value]) -> Option<Value> {
    let whole: Option<Vec<i64>> = values.iter().map(as_whole).collect();
    if let Some(sum) = whole.and_then(|all| all.into_iter().try_fold(0_i64, i64::checked_add)) {
        return Some(json!(sum));
    }
    values.iter().map(as_number).sum::<Option<f64>>().map(float)
}
