//! Making texts of values, and values of texts.
mod answers;
mod template;

use super::Outcome;
use super::values::operated;
use crate::context::Context;
use crate::data::Data;
use crate::random::Ids;
use crate::step::{Args, StepError};
use crate::uql;
use serde_json::{Map, Value, json};

pub(super) use answers::{classifier, detector_of_boxes};

/// The longest text that a template may make, and the longest table, characters.
const LONGEST: usize = 1_000_000;

pub(super) fn template(args: &Args, context: &Context<'_>) -> Result<Outcome, StepError> {
    let values = operated(args.named("data")?, args, "data_operations", context)?;
    let text = template::rendered(&args.text("template", "")?, &values)
        .map_err(|why| StepError::at("template", why))?;
    Ok(Outcome::Values(vec![("output", json!(text).into())]))
}

/// The outputs of a step that reads JSON: its fields.
pub(super) fn json_fields(properties: &Map<String, Value>) -> Vec<String> {
    let fields = properties.get("expected_fields").and_then(Value::as_array);
    fields.into_iter().flatten().filter_map(Value::as_str).map(String::from).collect()
}

pub(super) fn json(args: &Args, _: &Ids) -> Result<Outcome, StepError> {
    let text = args.text("raw_json", "")?;
    let fields = match args.json("expected_fields") {
        Value::Array(fields) => fields,
        _ => return Err(StepError::at("expected_fields", "“expected_fields” must be a list of texts")),
    };
    let fields: Vec<&str> = fields.iter().filter_map(Value::as_str).collect();
    if fields.contains(&"error_status") {
        let why = "“error_status” is an output already and can be no field of the JSON";
        return Err(StepError::at("expected_fields", why));
    }
    let read: Option<Value> = serde_json::from_str(answers::json_block(&text).unwrap_or(&text)).ok();
    let object = read.as_ref().and_then(Value::as_object);
    let has_all = object.is_some_and(|object| fields.iter().all(|field| object.contains_key(*field)));
    let mut out: Vec<(String, Data)> = fields
        .iter()
        .map(|field| {
            let value = object.and_then(|object| object.get(*field)).cloned();
            (String::from(*field), Data::Json(value.unwrap_or(Value::Null)))
        })
        .collect();
    out.push((String::from("error_status"), json!(!has_all).into()));
    Ok(Outcome::Named(out))
}

/// The moment, in the one time zone that needs no tables.
pub(super) fn current_time(args: &Args, context: &Context<'_>) -> Result<Outcome, StepError> {
    let zone = args.text("timezone", "UTC")?;
    if zone != "UTC" {
        let why = format!("the embedded engine knows the time zone “UTC” only, not “{zone}”");
        return Err(StepError::at("timezone", why));
    }
    let now = zoned(context.now);
    let (date, time) = now.split_once('T').unwrap_or((&now, ""));
    let clock: String = time.chars().take(8).collect();
    Ok(Outcome::Values(vec![
        ("timestamp", Data::Time(now.clone())),
        ("iso_string", json!(now).into()),
        ("date", json!(date).into()),
        ("time", json!(clock).into()),
    ]))
}

/// The caller's moment, which is told without a zone, as one in UTC with microseconds.
fn zoned(now: &str) -> String {
    let bare = now.strip_suffix('Z').unwrap_or(now);
    match bare.split_once('.') {
        Some((whole, part)) => format!("{whole}.{part:0<6}+00:00"),
        None => format!("{bare}+00:00"),
    }
}

/// A table with a row for each element of the batch.
pub(super) fn csv(args: &Args, context: &Context<'_>) -> Result<Outcome, StepError> {
    let name = "columns_data";
    let rows = match args.get(name) {
        Some(Data::List(rows)) => rows.clone(),
        Some(other) => vec![other.clone()],
        None => Vec::new(),
    };
    let mut table = Vec::new();
    for row in rows {
        let columns = Args::new(vec![(String::from(name), row)]).named(name)?;
        if columns.iter().any(|(column, _)| column == "timestamp") {
            return Err(StepError::at(name, "the column “timestamp” is made by the block itself"));
        }
        let columns = operated(columns, args, "columns_operations", context)?;
        let mut cells = Vec::new();
        for (column, data) in columns {
            let value = data.to_json().ok_or_else(|| {
                StepError::at(name, format!("the column “{column}” holds {}, which is no text", data.kind()))
            })?;
            cells.push((column, value));
        }
        cells.push((String::from("timestamp"), json!(zoned(context.now))));
        table.push(cells);
    }
    let text = written(&table);
    if text.len() > LONGEST {
        return Err(StepError::at(name, format!("the table is longer than {LONGEST} characters")));
    }
    Ok(Outcome::Values(vec![("csv_content", json!(text).into())]))
}

fn written(table: &[Vec<(String, Value)>]) -> String {
    let Some(first) = table.first() else { return String::from("\n") };
    let mut out = line(first.iter().map(|(column, _)| column.clone()));
    let widest = table.iter().map(Vec::len).max().unwrap_or(0);
    let of_floats: Vec<bool> = (0..widest).map(|index| is_of_floats(table, index)).collect();
    for row in table {
        out.push_str(&line(
            row.iter().zip(&of_floats).map(|((_, value), of_floats)| cell(value, *of_floats)),
        ));
    }
    out
}

/// Whether a column is of floats: of numbers and holes alone, and not of whole numbers alone.
fn is_of_floats(table: &[Vec<(String, Value)>], index: usize) -> bool {
    let mut column = table.iter().filter_map(|row| row.get(index)).map(|(_, value)| value);
    let mut has_float = false;
    column.all(|value| {
        has_float |= value.is_f64() || value.is_null();
        value.is_number() || value.is_null()
    }) && has_float
}

/// A cell as tables write it: nothing for null; whole numbers as floats in a column of them.
fn cell(value: &Value, of_floats: bool) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) if text.starts_with(['=', '+', '-', '@', '\t', '\r']) => format!("'{text}"),
        Value::Number(number) if of_floats => uql::print(&json!(number.as_f64())),
        other => uql::print(other),
    }
}

fn line(cells: impl Iterator<Item = String>) -> String {
    let quoted = cells.map(|cell| {
        if cell.contains(['"', ',', '\n', '\r']) {
            format!("\"{}\"", cell.replace('"', "\"\""))
        } else {
            cell
        }
    });
    let mut line = quoted.collect::<Vec<_>>().join(",");
    line.push('\n');
    line
}

#[cfg(test)]
mod tests {
    use super::written;
    use serde_json::json;

    #[test]
    fn whole_numbers_are_floats_in_a_column_with_floats_or_holes_and_nothing_else() {
        let row = |cells: [serde_json::Value; 4]| {
            ["a", "b", "c", "d"].map(String::from).into_iter().zip(cells).collect::<Vec<_>>()
        };
        let table = [
            row([json!(1), json!(1), json!(1), json!(1)]),
            row([json!(2.5), json!("x"), json!(null), json!(2)]),
        ];
        assert_eq!(written(&table), "a,b,c,d\n1.0,1,1.0,1\n2.5,x,,2\n");
    }
}
