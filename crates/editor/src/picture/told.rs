//! What the compiler tells of cards: how deep what they give is nested, and what is wrong with them.
use super::Basis;
use super::web::Web;
use crate::item::{Index, Item, Section};
use crate::scene::Marks;
use flowdeck_spec::diagnostic::{Diagnostic, Severity};

/// How deep what each card gives is nested. The steps of inner workflows are the compiler's alone: then steps are found
/// by their names, and what holds them is as deep as what it takes.
pub(super) fn depths(basis: &Basis<'_>, web: &Web, has_inner: bool) -> Vec<u32> {
    let compiled = basis.compiled;
    let steps = web.items.of_section(Section::Steps);
    let mut out: Vec<u32> = Vec::with_capacity(web.count());
    let inputs = web.items.of_section(Section::Inputs).len();
    out.extend((0..inputs).map(|place| compiled.inputs().get(place).map_or(0, |input| input.depth)));
    if !has_inner {
        out.extend((0..steps.len()).map(|place| compiled.depth(place)));
        out.resize(web.count(), 0);
        return out;
    }
    let mut names = Index::new();
    for (place, step) in (0..).zip(0..compiled.step_count()) {
        if let Some(name) = compiled.name(step) {
            names.entry(name.into()).or_insert(place);
        }
    }
    let known: Vec<Option<u32>> = steps.iter().map(|item| names.get(item.label()).copied()).collect();
    out.extend(known.iter().map(|step| step.map_or(0, |step| compiled.depth(step as usize))));
    out.resize(web.count(), 0);
    for wire in &web.wires {
        let holder = wire.holder as usize;
        let is_unknown = holder.checked_sub(inputs).and_then(|step| known.get(step)) == Some(&None);
        let given = out.get(wire.other as usize).copied().unwrap_or(0);
        if let Some(depth) = out.get_mut(holder).filter(|_| is_unknown && !wire.is_control) {
            *depth = given.max(*depth);
        }
    }
    out
}

/// What was found, card by card.
pub(super) fn marks(basis: &Basis<'_>, web: &Web) -> Vec<Marks> {
    let mut out = vec![Marks::default(); web.count()];
    for found in basis.found {
        let Some(card) = place_of(found, web) else { continue };
        let Some(marks) = out.get_mut(card) else { continue };
        match found.severity {
            Severity::Error => marks.errors = marks.errors.saturating_add(1),
            Severity::Warning => marks.warnings = marks.warnings.saturating_add(1),
            Severity::Note => {}
        }
    }
    out
}

/// The card that a finding is about: by its pointer, else by the step that it names.
fn place_of(found: &Diagnostic, web: &Web) -> Option<usize> {
    let mut parts = found.pointer.split('/').skip(1);
    let (list, index) = (parts.next().unwrap_or_default(), parts.next());
    let mut first = 0;
    for section in Section::ALL {
        let count = web.items.of_section(section).len();
        if section.key() == list
            && let Some(index) = index.and_then(|index| index.parse::<usize>().ok())
        {
            return (index < count).then_some(first + index);
        }
        first += count;
    }
    web.items.index_of(Item::named(Section::Steps, found.step.as_ref()?).as_str())
}
