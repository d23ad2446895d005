//! What a selector may point to at a place: the inputs and the outputs of the steps that do not wait for this one.
use super::expect::{Spot, Typed};
use crate::item::{Section, name_of};
use crate::wiring::{Facts, Way, kinds_words, reach};
use flowdeck_spec::Node;
use flowdeck_spec::block::BlockType;
use flowdeck_spec::catalogue::{Catalogue, KindSet, Shape, Type};
use flowdeck_spec::selector::Selector;

/// What may be pointed to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Wanted {
    pub inputs: bool,
    pub outputs: bool,
    /// All outputs of a step at once.
    pub whole: bool,
    /// Steps themselves, for flow control.
    pub steps: bool,
    pub kinds: KindSet,
}

impl Wanted {
    /// All data.
    pub(super) const DATA: Self =
        Self { inputs: true, outputs: true, whole: false, steps: false, kinds: KindSet::ANY };

    /// What a part of a field takes; none where it takes no selector.
    pub(super) fn of(catalogue: &Catalogue, typed: &Typed<'_>) -> Option<Self> {
        let mut out = Self { kinds: KindSet::ANY, ..Self::default() };
        for id in &typed.types {
            match catalogue.kind_of(*id) {
                Type::Selector(Shape::Data) => (out.inputs, out.outputs) = (true, true),
                Type::Selector(Shape::Input) => out.inputs = true,
                Type::Selector(Shape::Output) => out.outputs = true,
                Type::Selector(Shape::Step) => out.steps = true,
                _ => {}
            }
        }
        match typed.reference {
            Some(reference) if reference.is_step => {}
            Some(reference) => out.kinds = reference.kinds,
            None => {}
        }
        (out.inputs || out.outputs || out.steps).then_some(out)
    }
}

/// One thing to point to.
#[derive(Clone, Debug)]
pub(super) struct Source {
    /// Its selector.
    pub selector: String,
    /// What it gives, in words.
    pub kinds: String,
    /// It is of a kind that is wanted by name.
    pub is_exact: bool,
    /// What follows its last dot is to be written by the person: nobody knows the outputs.
    pub is_open: bool,
}

/// More are not listed.
const MOST: usize = 400;

/// All that may be pointed to, in the order of the document; what is of a wanted kind by name comes first.
pub(super) fn sources(catalogue: &Catalogue, spot: &Spot<'_>, wanted: Wanted) -> Vec<Source> {
    let specification = spot.specification;
    let facts = Facts::of(specification, catalogue);
    let way = if wanted.steps { Way::Before } else { Way::After };
    let closed = match spot.entry {
        Some((Section::Steps, index)) => reach(specification, &facts, index, way),
        _ => Vec::new(),
    };
    let mut out = Vec::new();
    let mut add = |selector: String, kinds: KindSet| {
        if kinds.meets(wanted.kinds) {
            let is_exact = !kinds.is_any() || wanted.kinds.is_any();
            let kinds = kinds_words(catalogue, kinds);
            out.push(Source { selector, kinds, is_exact, is_open: false });
        }
    };
    if wanted.inputs {
        for input in Section::Inputs.entries(specification).iter().take(MOST) {
            for (selector, kinds) in facts.given(Section::Inputs, input) {
                add(selector, kinds);
            }
        }
    }
    let steps = Section::Steps.entries(specification).iter().enumerate();
    let mut steps = steps.filter(|(index, _)| closed.get(*index) != Some(&true));
    let mut open = Vec::new();
    for (_, step) in steps.by_ref().take(MOST) {
        let Some(name) = name_of(step) else { continue };
        let mut selector = String::from("$steps.");
        selector.push_str(&name);
        if wanted.steps {
            add(selector, KindSet::ANY);
            continue;
        }
        if !wanted.outputs {
            break;
        }
        let given = facts.given(Section::Steps, step);
        selector.push('.');
        if given.is_empty() && facts.outputs(step).is_none() {
            open.push(selector.clone());
        }
        for (selector, kinds) in given {
            add(selector, kinds);
        }
        if wanted.whole {
            selector.push('*');
            add(selector, KindSet::ANY);
        }
    }
    flowdeck_spec::order::sort(&mut out, |a, b| b.is_exact.cmp(&a.is_exact));
    for selector in open {
        let kinds = String::from("its outputs are not known");
        out.push(Source { selector, kinds, is_exact: false, is_open: true });
    }
    out
}

/// What a selector leads to, in sentences; none where there is no such thing.
pub(super) fn told(catalogue: &Catalogue, specification: &Node, selector: &str) -> Option<(String, String)> {
    let facts = Facts::of(specification, catalogue);
    let parsed = Selector::parse(selector)?;
    let kinds = facts.kinds(parsed)?;
    let mut title = String::new();
    let (name, section, output) = match parsed {
        Selector::Input(name) => (name, Section::Inputs, None),
        Selector::Step(name) => (name, Section::Steps, None),
        Selector::StepOutput(name, output) => (name, Section::Steps, Some(output)),
    };
    match output {
        Some("*") => title.push_str("All outputs of the "),
        Some(output) => {
            title.push_str("Output “");
            title.push_str(output);
            title.push_str("” of the ");
        }
        None => title.push_str("The "),
    }
    title.push_str(section.word());
    title.push_str(" “");
    title.push_str(name);
    title.push('”');
    if section == Section::Steps {
        let entry = facts.entry(section, name)?;
        let type_name = entry.get("type").and_then(Node::as_str).unwrap_or_default();
        title.push_str(", ");
        title.push_str(&label(catalogue, &type_name));
    }
    let mut line = String::new();
    if !matches!(parsed, Selector::Step(_)) {
        line.push_str("It gives ");
        line.push_str(&kinds_words(catalogue, kinds));
        line.push('.');
    }
    Some((title, line))
}

/// A block's name for people.
pub(super) fn label(catalogue: &Catalogue, type_name: &str) -> String {
    match catalogue.block(type_name) {
        Some(block) if !block.label.is_empty() => block.label.to_string(),
        _ => BlockType::parse(type_name).label(),
    }
}
