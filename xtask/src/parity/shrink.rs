//! Makes a specification smaller while it still shows what it was kept for.
use serde_json::{Value, json};

/// One step of a path into a document.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Key(String),
    Index(usize),
}

type Path = Vec<Part>;

/// Tries smaller specifications while `still` says that they show the same; at most `most` questions are asked.
/// Nothing when the specification itself does not show it: then its text holds what a value of ours cannot.
pub(super) fn shrink(spec: &Value, most: usize, still: &mut dyn FnMut(&Value) -> bool) -> Option<Value> {
    let mut left = most;
    let mut ask = |value: &Value| {
        if left == 0 {
            return false;
        }
        left -= 1;
        still(value)
    };
    if !ask(spec) {
        return None;
    }
    let mut best = spec.clone();
    loop {
        let before = weight(&best);
        remove_runs(&mut best, &mut ask);
        remove_ones(&mut best, &mut ask);
        simplify(&mut best, &mut ask);
        if weight(&best) >= before {
            return Some(best);
        }
    }
}

/// What gets smaller: the text, then what is less plain than nothing.
fn weight(value: &Value) -> usize {
    value.to_string().len()
}

/// Halves, quarters and so on of every list go first: that is where most goes.
fn remove_runs(best: &mut Value, ask: &mut dyn FnMut(&Value) -> bool) {
    let lists = paths(best).into_iter().filter(|path| at(best, path).is_some_and(Value::is_array));
    for path in lists.collect::<Vec<_>>() {
        let mut run = length(best, &path) / 2;
        while run > 1 {
            let mut start = 0;
            while start < length(best, &path) {
                let mut smaller = best.clone();
                if let Some(Value::Array(items)) = at_mut(&mut smaller, &path) {
                    items.drain(start..(start + run).min(items.len()));
                }
                if ask(&smaller) {
                    *best = smaller;
                } else {
                    start += run;
                }
            }
            run /= 2;
        }
    }
}

/// Every item and every field by itself, the outer ones first.
fn remove_ones(best: &mut Value, ask: &mut dyn FnMut(&Value) -> bool) {
    let mut index = 0;
    loop {
        let all = paths(best);
        let Some(path) = all.get(index) else { return };
        let mut smaller = best.clone();
        if remove(&mut smaller, path) && ask(&smaller) {
            // What followed has moved up to this place.
            *best = smaller;
        } else {
            index += 1;
        }
    }
}

/// Plainer values in the place of others.
fn simplify(best: &mut Value, ask: &mut dyn FnMut(&Value) -> bool) {
    let mut index = 0;
    loop {
        let all = paths(best);
        let Some(path) = all.get(index) else { return };
        index += 1;
        let Some(here) = at(best, path).cloned() else { continue };
        for plainer in plainer(&here) {
            let mut smaller = best.clone();
            if let Some(place) = at_mut(&mut smaller, path) {
                *place = plainer;
            }
            if weight(&smaller) < weight(best) && ask(&smaller) {
                *best = smaller;
                break;
            }
        }
    }
}

fn plainer(value: &Value) -> Vec<Value> {
    match value {
        Value::Null | Value::Bool(_) => Vec::new(),
        Value::Number(_) => vec![json!(0), json!(1), json!(1.5)],
        Value::String(text) => {
            let half: String = text.chars().take(text.chars().count() / 2).collect();
            vec![json!(""), json!("a"), json!("$inputs.a"), Value::from(half)]
        }
        // A list or an object that holds one of its kind may not need it.
        Value::Array(items) => {
            let mut plainer = vec![json!([])];
            plainer.extend(items.iter().filter(|item| item.is_array()).cloned());
            plainer
        }
        Value::Object(fields) => {
            let mut plainer = vec![json!({})];
            plainer.extend(fields.values().filter(|field| field.is_object()).cloned());
            plainer
        }
    }
}

/// The paths of a value and of all values within it, outer ones before inner ones.
fn paths(value: &Value) -> Vec<Path> {
    let mut found: Vec<Path> = vec![Vec::new()];
    let mut open: std::collections::VecDeque<(Path, &Value)> = [(Vec::new(), value)].into();
    while let Some((path, here)) = open.pop_front() {
        let mut visit = |part: Part, inner| {
            let mut longer = path.clone();
            longer.push(part);
            found.push(longer.clone());
            open.push_back((longer, inner));
        };
        match here {
            Value::Array(items) => {
                items.iter().enumerate().for_each(|(index, item)| visit(Part::Index(index), item));
            }
            Value::Object(fields) => {
                fields.iter().for_each(|(key, field)| visit(Part::Key(key.clone()), field));
            }
            _ => {}
        }
    }
    found
}

fn at<'a>(value: &'a Value, path: &[Part]) -> Option<&'a Value> {
    path.iter().try_fold(value, |here, part| match part {
        Part::Key(key) => here.get(key),
        Part::Index(index) => here.get(index),
    })
}

fn at_mut<'a>(value: &'a mut Value, path: &[Part]) -> Option<&'a mut Value> {
    path.iter().try_fold(value, |here, part| match part {
        Part::Key(key) => here.get_mut(key),
        Part::Index(index) => here.get_mut(index),
    })
}

fn length(value: &Value, path: &[Part]) -> usize {
    at(value, path).and_then(Value::as_array).map_or(0, Vec::len)
}

fn remove(value: &mut Value, path: &[Part]) -> bool {
    let Some((last, above)) = path.split_last() else { return false };
    match (at_mut(value, above), last) {
        (Some(Value::Array(items)), Part::Index(index)) if *index < items.len() => {
            items.remove(*index);
            true
        }
        (Some(Value::Object(fields)), Part::Key(key)) => fields.shift_remove(key).is_some(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::shrink;
    use serde_json::{Value, json};

    /// A fake engine: a step of type `bad` with a `size` over 100 is refused.
    fn refuses(spec: &Value) -> bool {
        let steps = spec["steps"].as_array();
        steps.into_iter().flatten().any(|step| step["type"] == "bad" && step["size"].as_i64() > Some(100))
    }

    /// A fake compiler of ours that forgot the limit.
    fn takes(spec: &Value) -> bool {
        spec["steps"].is_array()
    }

    fn wide(count: i64) -> Value {
        let steps: Vec<Value> = (0..count)
            .map(|number| {
                let kind = if number == count / 2 { "bad" } else { "good" };
                json!({"type": kind, "name": format!("s{number}"), "size": number * 50, "deep": {"list": [1, [2, 3]]}})
            })
            .collect();
        json!({"version": "1.0", "inputs": [{"name": "image"}], "steps": steps, "outputs": []})
    }

    #[test]
    fn only_what_both_differ_about_is_left() {
        let found = shrink(&wide(40), 2000, &mut |spec| refuses(spec) && takes(spec)).unwrap();
        assert_eq!(found, json!({"steps": [{"type": "bad", "size": 1000}]}));
    }

    #[test]
    fn what_does_not_show_it_is_not_shrunk() {
        assert_eq!(shrink(&wide(3), 100, &mut |_| false), None);
    }

    #[test]
    fn the_number_of_questions_is_kept() {
        let mut asked = 0;
        let found = shrink(&wide(200), 25, &mut |spec| {
            asked += 1;
            refuses(spec)
        });
        assert!(refuses(&found.unwrap()));
        assert_eq!(asked, 25);
    }

    #[test]
    fn wrappings_are_taken_off() {
        let mut spec = json!({"value": [5]});
        for _ in 0..5 {
            spec = json!({"inner": spec});
        }
        let holds = |spec: &Value| spec.to_string().contains("[5]");
        assert_eq!(shrink(&spec, 500, &mut |spec| holds(spec)).unwrap().to_string(), r#"{"value":[5]}"#);
    }
}
