//! Selectors that point to nothing (engine contract §3 E2 and E6).
use super::{Findings, name_of, replace};
use crate::fold;
use crate::json::{Node, pointer_token};
use crate::selector::{Selector, looks_like_one};
use std::collections::HashSet;

/// The names that selectors may point to.
struct Names {
    inputs: Known,
    steps: Known,
}

/// The names of one scope, in the order of the text.
struct Known {
    list: Vec<String>,
    set: HashSet<String>,
}

impl Known {
    fn of(items: &[Node]) -> Self {
        let list: Vec<String> = items.iter().filter_map(name_of).collect();
        Self { set: list.iter().cloned().collect(), list }
    }

    fn contains(&self, name: &str) -> bool {
        self.set.contains(name)
    }
}

pub(super) fn check(spec: &Node, found: &mut Findings) {
    let items = |key: &str| spec.get(key).map(Node::items).unwrap_or_default();
    let names = Names { inputs: Known::of(items("inputs")), steps: Known::of(items("steps")) };
    for (index, step) in items("steps").iter().enumerate() {
        let name = name_of(step);
        for (property, value) in step.entries() {
            let property = property.value();
            if matches!(&*property, "type" | "name") {
                continue;
            }
            let pointer = format!("/steps/{index}/{}", pointer_token(&property));
            let place = Place { step: name.as_deref(), property: &property };
            // The engine looks at the value and one list or dict below it, no deeper.
            selector(value, &pointer, &names, place, found);
            for (at, item) in value.items().iter().enumerate() {
                selector(item, &format!("{pointer}/{at}"), &names, place, found);
            }
            for (key, item) in value.entries() {
                let pointer = format!("{pointer}/{}", pointer_token(&key.value()));
                selector(item, &pointer, &names, place, found);
            }
        }
    }
    for (index, output) in items("outputs").iter().enumerate() {
        let pointer = format!("/outputs/{index}/selector");
        let Some(value) = output.get("selector") else { continue };
        let place = Place { step: None, property: "selector" };
        let before = found.list.len();
        selector(value, &pointer, &names, place, found);
        let Some(text) = value.as_str() else { continue };
        if found.list.len() == before {
            output_shape(&text, &pointer, found);
        }
    }
}

/// An output must name an input or a step's output: the engine refuses a bare step and plain text.
fn output_shape(text: &str, pointer: &str, found: &mut Findings) {
    match Selector::parse(text) {
        Some(Selector::Step(name)) => {
            let message = format!(
                "“{text}” names a step, not what it gives: write $steps.{name}.* or one of its outputs."
            );
            let whole = format!("$steps.{name}.*");
            found.error("FD0203", pointer, message).fix =
                Some(replace(format!("Replace with {whole}"), &whole));
        }
        Some(_) => {}
        None => {
            let message = format!("“{text}” is no selector: write $inputs.name or $steps.name.output.");
            found.error("FD0203", pointer, message);
        }
    }
}

/// Where a selector stands.
#[derive(Clone, Copy)]
struct Place<'a> {
    step: Option<&'a str>,
    property: &'a str,
}

fn selector(value: &Node, pointer: &str, names: &Names, place: Place<'_>, found: &mut Findings) {
    let Some(text) = value.as_str() else { return };
    if !looks_like_one(&text) {
        return;
    }
    let mut near = None;
    let (code, message) = match Selector::parse(&text) {
        Some(Selector::Input(name)) if !names.inputs.contains(name) => {
            if found.wants_suggestion() {
                near = nearest(name, &names.inputs).map(|near| format!("$inputs.{near}"));
            }
            let end = mend(name, near.as_deref(), &names.inputs, "inputs", &names.steps);
            ("FD0201", format!("There is no input “{name}”{end}"))
        }
        Some(target @ (Selector::Step(name) | Selector::StepOutput(name, _)))
            if !names.steps.contains(name) =>
        {
            if found.wants_suggestion() {
                near = nearest(name, &names.steps).map(|near| match target {
                    Selector::StepOutput(_, output) => format!("$steps.{near}.{output}"),
                    _ => format!("$steps.{near}"),
                });
            }
            let end = mend(name, near.as_deref(), &names.steps, "steps", &names.inputs);
            ("FD0201", format!("There is no step “{name}”{end}"))
        }
        Some(Selector::Step(name) | Selector::StepOutput(name, _)) if place.step == Some(name) => {
            ("FD0202", format!("The step “{name}” refers to itself."))
        }
        Some(_) => return,
        None => ("FD0201", format!("“{text}” is incomplete: write $inputs.name or $steps.name.output.")),
    };
    let finding = found.error(code, pointer, message);
    finding.fix = near.map(|near| replace(format!("Replace with {near}"), &near));
    finding.step = place.step.map(String::from);
    finding.property = Some(String::from(place.property));
}

/// The rest of the sentence: the nearest selector, or the names there are.
fn mend(name: &str, near: Option<&str>, known: &Known, scope: &str, other: &Known) -> String {
    if other.contains(name) {
        let right = if scope == "inputs" { format!("$steps.{name}.…") } else { format!("$inputs.{name}") };
        return format!(": did you mean {right}?");
    }
    match near {
        Some(near) => format!(": did you mean {near}?"),
        None if known.list.is_empty() => format!(": this workflow has no {scope}."),
        None => {
            let list: Vec<String> = known.list.iter().take(5).map(|name| format!("“{name}”")).collect();
            let more = if known.set.len() > 5 { ", …" } else { "" };
            let verb = if known.set.len() == 1 { "is" } else { "are" };
            format!(": there {verb} {}{more}.", list.join(", "))
        }
    }
}

/// The known name that a slip of the hand could have made of this one. The first 500 are looked through.
fn nearest<'a>(name: &str, known: &'a Known) -> Option<&'a str> {
    let allowed = |known: &str| known.chars().count().div_ceil(3);
    known
        .list
        .iter()
        .take(500)
        .filter(|known| known.len().abs_diff(name.len()) <= 4 * allowed(known))
        .map(|known| (distance(name, known), known))
        .min()
        .filter(|(distance, known)| *distance <= allowed(known))
        .map(|(_, known)| known.as_str())
}

/// How many letters must change to make one name of the other; names are cut at 64 letters.
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) =
        (fold(a).chars().take(64).collect(), fold(b).chars().take(64).collect());
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut corner = i;
        let mut left = i + 1;
        for (j, y) in b.iter().enumerate() {
            let above = row.get(j + 1).copied().unwrap_or(0);
            let best = (corner + usize::from(x != y)).min(above + 1).min(left + 1);
            if let Some(slot) = row.get_mut(j) {
                *slot = left;
            }
            corner = above;
            left = best;
        }
        if let Some(last) = row.last_mut() {
            *last = left;
        }
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::distance;

    #[test]
    fn letters_that_differ() {
        for (a, b, expected) in [
            ("blur", "blur", 0),
            ("blur", "blurr", 1),
            ("blr", "blur", 1),
            ("kitten", "sitting", 3),
            ("", "abc", 3),
            ("abc", "", 3),
        ] {
            assert_eq!(distance(a, b), expected, "{a} {b}");
        }
    }
}
