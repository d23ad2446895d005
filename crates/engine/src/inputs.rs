//! What a run brings: images decoded, defaults filled in, lists taken as batches.
use crate::data::{Data, Picture};
use crate::decode;
use crate::failure::Failure;
use crate::graph::{Content, Input, InputKind};
use crate::options::Sources;
use crate::run::Column;
use crate::wire;
use serde_json::{Map, Value};
use std::rc::Rc;

/// Reads the inputs of a run, by name.
pub(crate) fn read(
    declared: &[Input],
    given: &Map<String, Value>,
    sources: &Sources,
) -> Result<Vec<(String, Column)>, Failure> {
    let mut columns = Vec::new();
    let mut size: Option<usize> = None;
    for input in declared {
        let column = match (given.get(&input.name), input.kind) {
            (Some(value), kind) => column(input, kind, value, sources)?,
            (None, InputKind::Parameter) => {
                Column::one(Data::Json(input.default.clone().unwrap_or(Value::Null)))
            }
            (None, _) => {
                return Err(Failure::input(&format!("The input “{}” is missing.", input.name)));
            }
        };
        if column.depth > 0 {
            // Batches of one element go with batches of any size (engine: runtime input assembly).
            let length = column.roots();
            match size {
                Some(known) if known != length && known != 1 && length != 1 => {
                    return Err(Failure::input(&format!(
                        "The input “{}” brings {length} elements, another one brings {known}: all batches must be equally long.",
                        input.name
                    )));
                }
                Some(known) => size = Some(known.max(length)),
                None => size = Some(length),
            }
        }
        columns.push((input.name.clone(), column));
    }
    let size = size.unwrap_or(1);
    for (_, column) in &mut columns {
        column.widen(size);
    }
    Ok(columns)
}

fn column(input: &Input, kind: InputKind, value: &Value, sources: &Sources) -> Result<Column, Failure> {
    match kind {
        InputKind::Parameter => Ok(Column::one(Data::Json(value.clone()))),
        InputKind::Image => {
            let mut column = Column::new(1);
            match value {
                Value::Array(items) => {
                    for (index, item) in items.iter().enumerate() {
                        column.put(vec![index], Some(picture(input, item, Some(index), sources)?));
                    }
                }
                one => column.put(vec![0], Some(picture(input, one, None, sources)?)),
            }
            Ok(column)
        }
        InputKind::Batch { depth, content } => {
            let mut column = Column::new(depth);
            if depth == 1 && !value.is_array() {
                // One element without a list is a batch of one, and is called by the input's name.
                let data = element(input, value, content, sources, &[])?;
                column.put(vec![0], data);
                return Ok(column);
            }
            batch(input, value, content, sources, &mut Vec::new(), &mut column)?;
            Ok(column)
        }
    }
}

fn batch(
    input: &Input,
    value: &Value,
    content: Content,
    sources: &Sources,
    path: &mut Vec<usize>,
    column: &mut Column,
) -> Result<(), Failure> {
    if path.len() == column.depth {
        column.put(path.clone(), element(input, value, content, sources, path)?);
        return Ok(());
    }
    let Value::Array(items) = value else {
        return Err(Failure::input(&format!(
            "The input “{}” must be a list, {} deep.",
            input.name, column.depth
        )));
    };
    for (index, item) in items.iter().enumerate() {
        path.push(index);
        batch(input, item, content, sources, path, column)?;
        path.pop();
    }
    Ok(())
}

/// One element of a batch; nothing where nothing stands, which is an element that is skipped.
fn element(
    input: &Input,
    value: &Value,
    content: Content,
    sources: &Sources,
    path: &[usize],
) -> Result<Option<Data>, Failure> {
    Ok(Some(match (content, value) {
        (_, Value::Null) => return Ok(None),
        (Content::Images, value) => picture(input, value, path.last().copied(), sources)?,
        (Content::Detections, value) => detections(input, value, path)?,
        (Content::Moments, Value::String(moment)) => Data::Time(moment.clone()),
        (Content::Moments | Content::Plain, value) => Data::Json(value.clone()),
    }))
}

fn detections(input: &Input, value: &Value, path: &[usize]) -> Result<Data, Failure> {
    let places: Vec<String> = path.iter().map(|index| format!(".[{index}]")).collect();
    let name = format!("{}{}", input.name, places.concat());
    let mut all = wire::detections(value, Some(&name))
        .map_err(|why| Failure::input(&format!("The input “{name}” brings no detections: {why}.")))?;
    for (index, one) in all.items.iter_mut().enumerate().filter(|(_, one)| one.id.is_empty()) {
        one.id = format!("{name}.{index}");
    }
    Ok(Data::from(all))
}

fn picture(input: &Input, value: &Value, index: Option<usize>, sources: &Sources) -> Result<Data, Failure> {
    let pixels = decode::image(value, sources).map_err(|why| {
        let which = index.map(|index| format!(" (number {})", index + 1)).unwrap_or_default();
        Failure::input(&format!("The image of the input “{}”{which} cannot be used: {why}.", input.name))
    })?;
    let id = index.map_or_else(|| input.name.clone(), |index| format!("{}.[{index}]", input.name));
    Ok(Data::Image(Rc::new(Picture::root(pixels, &id))))
}
