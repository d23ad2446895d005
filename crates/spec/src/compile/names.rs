//! Names: unique among inputs, among steps and among outputs (engine contract §3 D), and fit for selectors.
use super::Slot;
use super::entries::{InputFacts, OutputFacts};
use super::rank::Phase;
use super::report::Report;
use crate::diagnostic::{EngineClass, Related, Severity};
use crate::hash::FastMap;
use crate::json::{Node, Text};
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
    let value = |name: Option<&'a Text>| name.map(Text::value);
    let input = |index: usize| value(inputs.get(index).and_then(|input| input.name.as_ref()));
    let step = |index: usize| value(slots.get(index).and_then(|slot| slot.step.name.as_ref()));
    let output = |index: usize| value(outputs.get(index).and_then(|output| output.name.as_ref()));
    let list = |list: &'static str, rank: usize| Scope { list, rank, slots };
    Names {
        inputs: unique(inputs.len(), &input, &list("inputs", 0), report),
        steps: unique(slots.len(), &step, &list("steps", 1), report),
        outputs: unique(outputs.len(), &output, &list("outputs", 2), report),
    }
}

/// One of the three lists.
struct Scope<'s> {
    list: &'static str,
    /// Its turn in the engine's order.
    rank: usize,
    /// Where steps stand.
    slots: &'s [Slot],
}

impl<'s> Scope<'s> {
    /// The step at a place; none in the other lists.
    fn slot(&self, index: usize) -> Option<&'s Slot> {
        self.slots.get(index).filter(|_| self.list == "steps")
    }

    fn pointer(&self, index: usize) -> String {
        match self.slot(index) {
            Some(slot) => slot.origin.pointer("/name"),
            None => format!("/{}/{index}/name", self.list),
        }
    }
}

/// The name, or with the first number that makes it free: `name_2`, `name_3`, …
pub(super) fn free(name: String, is_taken: &dyn Fn(&str) -> bool) -> Option<String> {
    if !is_taken(&name) {
        return Some(name);
    }
    (2..20).map(|number| format!("{name}_{number}")).find(|other| !is_taken(other))
}

/// The places of all names of a list. One function for the three: the browser gets it once.
fn unique<'a>(
    count: usize,
    name_of: &dyn Fn(usize) -> Option<Cow<'a, str>>,
    scope: &Scope<'_>,
    report: &mut Report,
) -> Places<'a> {
    let mut places = Places::with_capacity_and_hasher(count, Default::default());
    for index in 0..count {
        let Some(name) = name_of(index) else { continue };
        let place = u32::try_from(index).unwrap_or(u32::MAX);
        let fits = !name.is_empty()
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'));
        // A name without escapes is borrowed: a copy costs nothing.
        if let Some(before) = places.insert(name.clone(), place) {
            let message = format!(
                "Two {} are called “{}” (numbers {} and {}): rename one.",
                scope.list,
                short(&name),
                before + 1,
                index + 1
            );
            let is_taken =
                |other: &str| (0..count).any(|index| name_of(index).is_some_and(|name| *name == *other));
            let pointer = scope.pointer(index);
            // In an inner workflow it is not called that.
            let is_own = scope.slot(index).is_none_or(Slot::is_own);
            let other = if is_own && report.wants_suggestion() {
                free(name.clone().into_owned(), &is_taken)
            } else {
                None
            };
            let finding = report.error(
                (Phase::Names, scope.rank),
                "FD0101",
                EngineClass::DuplicatedName,
                pointer,
                message,
            );
            finding
                .related
                .push(Related { pointer: scope.pointer(before as usize), message: "the other one".into() });
            finding.property = Some("name".into());
            if let Some(other) = other {
                finding.offer(format!("Rename this one to {other}"), Node::string(&other));
            }
            finding.step = (scope.list == "steps").then(|| name.into_owned());
            continue;
        }
        if !fits && scope.list != "outputs" {
            let message = format!(
                "No selector can reach “{}”: names that others refer to hold letters, digits, - and _ only.",
                short(&name)
            );
            report.advice(Severity::Warning, index, "FD0102", scope.pointer(index), message);
        }
    }
    places
}
