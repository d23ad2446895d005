//! What several models agree on.
use super::Outcome;
use crate::data::Data;
use crate::detections::{Detection, Detections, Home, extreme};
use crate::random::Ids;
use crate::shapes::overlap;
use crate::step::{Args, StepError};
use serde_json::{Map, Value, json};
use std::cmp::Ordering;
use std::collections::BTreeSet;
use std::rc::Rc;

/// How many values become one.
#[derive(Clone, Copy, Debug)]
enum Mode {
    Average,
    Max,
    Min,
}

impl Mode {
    fn of(args: &Args, name: &str, default: &str) -> Result<Self, StepError> {
        match args.text(name, default)?.as_str() {
            "average" => Ok(Self::Average),
            "max" => Ok(Self::Max),
            "min" => Ok(Self::Min),
            other => Err(StepError::at(name, format!("“{name}” cannot be “{other}”"))),
        }
    }

    /// One value of many; the first of equals.
    fn pick<'a>(self, all: &[&'a Detection], key: fn(&Detection) -> f64) -> Option<&'a Detection> {
        let wanted = if matches!(self, Self::Min) { Ordering::Less } else { Ordering::Greater };
        extreme(all.iter().copied(), key, wanted)
    }

    fn confidence(self, all: &[&Detection]) -> f64 {
        match self {
            Self::Average => all.iter().map(|one| one.confidence).sum::<f64>() / all.len().max(1) as f64,
            _ => self.pick(all, |one| one.confidence).map_or(0.0, |one| one.confidence),
        }
    }
}

/// The settings.
struct Rules {
    votes: i64,
    by_class: bool,
    least_overlap: f64,
    least_confidence: f64,
    merge_confidence: Mode,
    merge_box: Mode,
}

pub(super) fn consensus(args: &Args, ids: &Ids) -> Result<Outcome, StepError> {
    let rules = Rules {
        votes: args.whole("required_votes", 1)?,
        by_class: args.flag("class_aware", true)?,
        least_overlap: args.number("iou_threshold", 0.3)?,
        least_confidence: args.number("confidence", 0.0)?,
        merge_confidence: Mode::of(args, "detections_merge_confidence_aggregation", "average")?,
        merge_box: Mode::of(args, "detections_merge_coordinates_aggregation", "average")?,
    };
    let presence = Mode::of(args, "presence_confidence_aggregation", "max")?;
    let sources = sources(args)?;
    if sources.iter().all(|source| source.items.is_empty()) {
        return Ok(outcome(Detections::nowhere(), false, Map::new()));
    }
    one_parent(&sources)?;
    let sources = considered(args, &sources)?;
    let mut used: BTreeSet<&str> = BTreeSet::new();
    let mut agreed = Vec::new();
    for (index, source) in sources.iter().enumerate() {
        for one in &source.items {
            if used.contains(one.id.as_str()) {
                continue;
            }
            let others = best_of_others(one, index, &sources, &rules, &used);
            if (others.len() as i64) < rules.votes - 1 {
                continue;
            }
            let group: Vec<&Detection> = std::iter::once(one).chain(others).collect();
            let merged = merged(&group, &rules, ids, &agreed_home(&sources, one));
            if merged.confidence < rules.least_confidence {
                continue;
            }
            used.extend(group.iter().map(|one| one.id.as_str()));
            agreed.push(merged);
        }
    }
    if agreed.is_empty() {
        return Ok(outcome(Detections::nowhere(), false, Map::new()));
    }
    let (is_present, confidence) = present(&agreed, args.json("required_objects"), &rules, presence);
    let first = sources.iter().find(|source| !source.items.is_empty());
    let all = first.map_or_else(Detections::nowhere, |source| Detections {
        prediction_type: String::from("object-detection"),
        ..source.with(agreed)
    });
    Ok(outcome(all, is_present, confidence))
}

fn outcome(all: Detections, is_present: bool, confidence: Map<String, Value>) -> Outcome {
    Outcome::Values(vec![
        ("predictions", all.into()),
        ("object_present", json!(is_present).into()),
        ("presence_confidence", Value::Object(confidence).into()),
    ])
}

fn sources(args: &Args) -> Result<Vec<Rc<Detections>>, StepError> {
    let name = "predictions_batches";
    let list = args.get(name).and_then(Data::items).unwrap_or_default();
    if list.is_empty() {
        return Err(StepError::at(name, "at least one list of detections is needed"));
    }
    let each = list.into_iter().map(|data| match data {
        Data::Detections(all) if all.items.iter().any(|one| one.mask.is_some()) => {
            Err(StepError::at(name, "the embedded engine agrees on boxes only, and these have masks"))
        }
        Data::Detections(all) => Ok(all),
        other => Err(StepError::at(name, format!("“{name}” must be detections, not {}", other.kind()))),
    });
    each.collect()
}

fn one_parent(sources: &[Rc<Detections>]) -> Result<(), StepError> {
    let parents: BTreeSet<&str> = sources
        .iter()
        .flat_map(|source| source.items.iter().map(|one| source.home(one).0.id.as_str()))
        .collect();
    let is_known = sources.iter().all(|source| source.items.is_empty() || source.lineage.has_places());
    if parents.len() == 1 && is_known {
        return Ok(());
    }
    let why = "only detections of one image that say where they were found can be agreed on";
    Err(StepError::at("predictions_batches", why))
}

/// The sources with the classes that count.
fn considered(args: &Args, sources: &[Rc<Detections>]) -> Result<Vec<Rc<Detections>>, StepError> {
    let classes = match args.json("classes_to_consider") {
        Value::Null => return Ok(sources.to_vec()),
        Value::Array(classes) if classes.is_empty() => return Ok(sources.to_vec()),
        Value::Array(classes) => classes,
        _ => return Err(StepError::at("classes_to_consider", "“classes_to_consider” must be a list")),
    };
    let counts = |one: &&Detection| classes.iter().any(|class| class.as_str() == Some(&one.class));
    let kept =
        |source: &Rc<Detections>| Rc::new(source.with(source.items.iter().filter(counts).cloned().collect()));
    Ok(sources.iter().map(kept).collect())
}

/// Of each other source the detection that overlaps most.
fn best_of_others<'a>(
    one: &Detection,
    index: usize,
    sources: &'a [Rc<Detections>],
    rules: &Rules,
    used: &BTreeSet<&str>,
) -> Vec<&'a Detection> {
    let others = sources.iter().enumerate().filter(|(other, _)| *other != index);
    others
        .filter_map(|(_, source)| {
            let mut best: Option<(&Detection, f64)> = None;
            for other in &source.items {
                let shared = overlap(one.corners, other.corners);
                let is_other_class = rules.by_class && other.class != one.class;
                if used.contains(other.id.as_str()) || is_other_class || shared <= rules.least_overlap {
                    continue;
                }
                if best.is_none_or(|(_, most)| most < shared) {
                    best = Some((other, shared));
                }
            }
            best.map(|(other, _)| other)
        })
        .collect()
}

fn agreed_home(sources: &[Rc<Detections>], one: &Detection) -> Option<Rc<Home>> {
    // A list keeps its first source's place: only what was found elsewhere says so itself.
    let first = sources.iter().find(|source| !source.items.is_empty())?;
    one.home.clone().filter(|home| home.parent != first.parent || home.root != first.root)
}

fn merged(group: &[&Detection], rules: &Rules, ids: &Ids, home: &Option<Rc<Home>>) -> Detection {
    let class = match rules.merge_confidence {
        Mode::Average => most_named(group),
        mode => mode.pick(group, |one| one.confidence),
    };
    let corners = match rules.merge_box {
        Mode::Average => {
            let sums = group
                .iter()
                .fold([0.0; 4], |sums, one| [0, 1, 2, 3].map(|side| sums[side] + one.corners[side]));
            sums.map(|sum| sum / group.len().max(1) as f64)
        }
        mode => mode.pick(group, Detection::area).map(|one| one.corners).unwrap_or_default(),
    };
    Detection {
        corners,
        confidence: rules.merge_confidence.confidence(group),
        class_id: class.map_or(0, |one| one.class_id),
        class: class.map(|one| one.class.clone()).unwrap_or_default(),
        id: ids.uuid(),
        home: home.clone(),
        ..Detection::default()
    }
}

/// The first of those whose class most have.
fn most_named<'a>(group: &[&'a Detection]) -> Option<&'a Detection> {
    let count = |one: &Detection| {
        group.iter().filter(|other| other.class == one.class && other.class_id == one.class_id).count()
    };
    let most = group.iter().map(|one| count(one)).max()?;
    group.iter().find(|one| count(one) == most).copied()
}

/// Whether what is required is there, and how sure that is.
fn present(agreed: &[Detection], required: Value, rules: &Rules, mode: Mode) -> (bool, Map<String, Value>) {
    let absent = (false, Map::new());
    let required = match required {
        Value::Object(counts) if !rules.by_class => {
            json!(counts.values().filter_map(Value::as_i64).sum::<i64>())
        }
        other => other,
    };
    if required.as_i64().is_some_and(|count| (agreed.len() as i64) < count) {
        return absent;
    }
    if !rules.by_class {
        let all: Vec<&Detection> = agreed.iter().collect();
        return (true, Map::from_iter([(String::from("any_object"), json!(mode.confidence(&all)))]));
    }
    let of_class =
        |class: &str| -> Vec<&Detection> { agreed.iter().filter(|one| one.class == class).collect() };
    let is_missing = |(class, count): (&String, &Value)| {
        let found = of_class(class).len();
        found == 0 || (found as i64) < count.as_i64().unwrap_or(0)
    };
    if required.as_object().is_some_and(|counts| counts.iter().any(is_missing)) {
        return absent;
    }
    let classes: BTreeSet<&str> = agreed.iter().map(|one| one.class.as_str()).collect();
    let confidences =
        classes.into_iter().map(|class| (String::from(class), json!(mode.confidence(&of_class(class)))));
    (true, confidences.collect())
}
