//! Names: unique among inputs, among steps and among outputs (engine contract §3 D), and fit for selectors.
use super::Slot;
use super::entries::{InputFacts, OutputFacts};
use super::rank::Phase;
use super::report::Report;
use crate::diagnostic::{EngineClass, Related, Severity};
use crate::hash::FastMap;
use crate::json::Node;
use crate::wording::short;
use std::borrow::Cow;

type Places<'a> = FastMap<Cow<'a, str>, u32>;

/// The names that selectors may point to.
#[derive(Debug, Default)]
pub(super) struct Names<'a> {
    pub inputs: Places<'a>,
    pub steps: Places<'a>,
    pub outputs: Places<'a>,
}

/// Collects all names, and tells of those that are there twice.
pub(super) fn collect<'a>(
    inputs: &'a [InputFacts],
    slots: &'a [Slot],
    outputs: &'a [OutputFacts],
    report: &mut Report,
) -> Names<'a> {
    let mut names = Names::default();
    let list = inputs.iter().map(|input| input.name.as_ref().map(crate::json::Text::value));
    names.inputs =
        unique(list, report, |index| Scope { list: "inputs", pointer: format!("/inputs/{index}"), rank: 0 });
    let list = slots.iter().map(|slot| slot.step.name.as_ref().map(crate::json::Text::value));
    names.steps = unique(list, report, |index| Scope {
        list: "steps",
        pointer: slots.get(index).map(|slot| slot.origin.pointer("")).unwrap_or_default(),
        rank: 1,
    });
    let list = outputs.iter().map(|output| output.name.as_ref().map(crate::json::Text::value));
    names.outputs = unique(list, report, |index| Scope {
        list: "outputs",
        pointer: format!("/outputs/{index}"),
        rank: 2,
    });
    names
}

struct Scope {
    list: &'static str,
    pointer: String,
    rank: usize,
}

fn unique<'a>(
    items: impl ExactSizeIterator<Item = Option<Cow<'a, str>>> + Clone,
    report: &mut Report,
    scope: impl Fn(usize) -> Scope,
) -> Places<'a> {
    let mut places = Places::with_capacity_and_hasher(items.len(), Default::default());
    for (index, name) in items.clone().enumerate() {
        let Some(name) = name else { continue };
        let place = u32::try_from(index).unwrap_or(u32::MAX);
        let fits = !name.is_empty()
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'));
        // A name without escapes is borrowed: a copy costs nothing.
        if let Some(before) = places.insert(name.clone(), place) {
            let here = scope(index);
            let message = format!(
                "Two {} are called “{}” (numbers {} and {}): rename one.",
                here.list,
                short(&name),
                before + 1,
                index + 1
            );
            let pointer = format!("{}/name", here.pointer);
            let is_taken = |other: &String| items.clone().flatten().any(|name| *name == **other);
            let mut others = (2..20).map(|number| format!("{name}_{number}"));
            let free = others.find(|other| report.wants_suggestion() && !is_taken(other));
            let first = scope(before as usize).pointer;
            let finding = report.error(
                (Phase::Names, here.rank),
                "FD0101",
                EngineClass::DuplicatedName,
                pointer,
                message,
            );
            finding
                .related
                .push(Related { pointer: format!("{first}/name"), message: "the other one".into() });
            finding.property = Some("name".into());
            if let Some(free) = free {
                finding.offer(format!("Rename this one to {free}"), Node::string(&free));
            }
            finding.step = (here.list == "steps").then(|| name.into_owned());
            continue;
        }
        if !fits {
            let here = scope(index);
            if here.list != "outputs" {
                let message = format!(
                    "No selector can reach “{}”: names that others refer to hold letters, digits, - and _ only.",
                    short(&name)
                );
                report.advice(Severity::Warning, index, "FD0102", format!("{}/name", here.pointer), message);
            }
        }
    }
    places
}
