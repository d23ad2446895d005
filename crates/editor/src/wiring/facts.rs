//! What the entries of a document give, by the catalogue. Of what is not known nothing is held against a wire.
use crate::item::{Index, Section, name_of};
use flowdeck_spec::Node;
use flowdeck_spec::catalogue::{Catalogue, KindSet};
use flowdeck_spec::compile::{Given, compile, interface};
use flowdeck_spec::selector::Selector;
use std::borrow::Cow;
use std::rc::Rc;

/// One output of a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Output {
    /// Its name.
    pub name: String,
    /// What it may be.
    pub kinds: KindSet,
}

/// A specification beside its catalogue. Names are looked up, not searched for.
#[derive(Debug)]
pub struct Facts<'a> {
    /// What is known of blocks.
    pub catalogue: &'a Catalogue,
    specification: &'a Node,
    inputs: Index,
    steps: Index,
}

impl<'a> Facts<'a> {
    /// The facts of a specification. Of two entries of one name the first counts, as in the graph.
    #[must_use]
    pub fn of(specification: &'a Node, catalogue: &'a Catalogue) -> Self {
        let names = |section: Section| {
            let mut map = Index::new();
            for (entry, index) in section.entries(specification).iter().zip(0..) {
                if let Some(name) = name_of(entry) {
                    map.entry(Rc::from(&*name)).or_insert(index);
                }
            }
            map
        };
        Self { catalogue, specification, inputs: names(Section::Inputs), steps: names(Section::Steps) }
    }

    /// The place of an input or step of this name.
    #[must_use]
    pub fn index(&self, section: Section, name: &str) -> Option<usize> {
        let names = match section {
            Section::Inputs => &self.inputs,
            Section::Steps => &self.steps,
            Section::Outputs => return None,
        };
        names.get(name).map(|index| *index as usize)
    }

    /// The input or step of this name.
    #[must_use]
    pub fn entry(&self, section: Section, name: &str) -> Option<&'a Node> {
        section.entries(self.specification).get(self.index(section, name)?)
    }

    /// The kinds of what a selector gives: none where there is no such input, step or output.
    /// `$steps.x.*` and a step itself are anything.
    #[must_use]
    pub fn kinds(&self, selector: Selector<'_>) -> Option<KindSet> {
        match selector {
            Selector::Input(name) => Some(input_kinds(self.entry(Section::Inputs, name)?, self.catalogue)),
            Selector::Step(name) => self.entry(Section::Steps, name).map(|_| KindSet::ANY),
            Selector::StepOutput(name, output) => {
                let step = self.entry(Section::Steps, name)?;
                let Some(outputs) = self.outputs(step) else { return Some(KindSet::ANY) };
                if output == "*" {
                    return Some(KindSet::ANY);
                }
                let found = outputs.iter().find(|one| one.name == output);
                found.map(|one| one.kinds)
            }
        }
    }

    /// The outputs of a step; none where nobody can know them here.
    #[must_use]
    pub fn outputs(&self, step: &Node) -> Option<Vec<Output>> {
        outputs(self.specification, step, self.catalogue)
    }

    /// What an input or step gives, each as a selector with its kinds.
    pub(crate) fn given(&self, section: Section, entry: &Node) -> Vec<(String, KindSet)> {
        let Some(name) = name_of(entry) else { return Vec::new() };
        if section == Section::Inputs {
            let mut selector = String::from("$inputs.");
            selector.push_str(&name);
            return vec![(selector, input_kinds(entry, self.catalogue))];
        }
        let outputs = self.outputs(entry).unwrap_or_default();
        let selector = |output: &Output| {
            let mut selector = String::from("$steps.");
            selector.push_str(&name);
            selector.push('.');
            selector.push_str(&output.name);
            (selector, output.kinds)
        };
        outputs.iter().filter(|output| output.name != "*").map(selector).collect()
    }

    /// The one source in the whole document that gives these kinds; none where there are several, or where anything
    /// would do: guessing is worse than asking.
    pub(crate) fn only(&self, wanted: KindSet) -> Option<String> {
        if wanted.is_any() {
            return None;
        }
        let mut found = None;
        for section in [Section::Inputs, Section::Steps] {
            for entry in section.entries(self.specification) {
                for (selector, kinds) in self.given(section, entry) {
                    if kinds.is_any() || !kinds.meets(wanted) {
                        continue;
                    }
                    if found.is_some() {
                        return None;
                    }
                    found = Some(selector);
                }
            }
        }
        found
    }
}

/// What an input may be. The compiler reads it, so that there is one set of rules.
fn input_kinds(input: &Node, catalogue: &Catalogue) -> KindSet {
    let alone = Node::object([("inputs", Node::Array(Rc::new(vec![input.clone()])))]);
    let (compiled, _) = compile(&alone, catalogue);
    compiled.inputs().first().map_or(KindSet::ANY, |port| port.kinds)
}

/// The block that holds a workflow.
pub(crate) const INNER: &str = "roboflow_core/inner_workflow@v1";

/// The outputs of a step; none where nobody can know them here.
pub(crate) fn outputs(specification: &Node, step: &Node, catalogue: &Catalogue) -> Option<Vec<Output>> {
    let type_name = step.get("type").and_then(Node::as_str)?;
    if *type_name == *INNER {
        let inner = step.get("workflow_definition").filter(|inner| !inner.entries().is_empty());
        return inner.map(|inner| of_inner(inner, catalogue));
    }
    let Some(block) = catalogue.block(&type_name) else {
        return of_own(specification, &type_name, catalogue);
    };
    if block.partly_known {
        return None;
    }
    let fact = |fact: &flowdeck_spec::catalogue::OutputFact| Output {
        name: fact.name.to_string(),
        kinds: fact.kinds,
    };
    if block.gives.is_empty() {
        return Some(block.outputs.iter().map(fact).collect());
    }
    // What it gives depends on its properties: the compiler knows how.
    let alone = Node::object([("steps", Node::Array(Rc::new(vec![step.clone()])))]);
    let (compiled, _) = compile(&alone, catalogue);
    Some(compiled.step_outputs(catalogue, 0).iter().map(fact).collect())
}

fn set(catalogue: &Catalogue, names: &[String]) -> KindSet {
    let kind = |name: &String| catalogue.kinds.find(name).map_or(KindSet::NONE, KindSet::of);
    names.iter().fold(KindSet::NONE, |set, name| set.with(kind(name)))
}

fn of_inner(inner: &Node, catalogue: &Catalogue) -> Vec<Output> {
    let outputs = interface(inner, catalogue).outputs.into_iter();
    let output = |(name, given): (String, Given)| {
        let kinds = match given {
            Given::Kinds(names) => set(catalogue, &names),
            Given::Fields(_) => catalogue.kinds.find("dictionary").map_or(KindSet::ANY, KindSet::of),
        };
        Output { name, kinds }
    };
    outputs.map(output).collect()
}

/// What a Python block of the workflow itself gives, by its manifest.
fn of_own(specification: &Node, type_name: &str, catalogue: &Catalogue) -> Option<Vec<Output>> {
    let definitions = specification.get("dynamic_blocks_definitions").map(Node::items).unwrap_or_default();
    let mut manifests = definitions.iter().filter_map(|definition| definition.get("manifest"));
    let manifest = manifests.find(|manifest| {
        manifest.get("block_type").and_then(Node::as_str).is_some_and(|name| name == type_name)
    })?;
    let outputs = manifest.get("outputs").map(Node::entries).unwrap_or_default();
    let output = |(name, fact): &(flowdeck_spec::json::Text, Node)| {
        let kinds = fact.get("kind").map(Node::items).unwrap_or_default();
        let kinds: Vec<String> = kinds.iter().filter_map(Node::as_str).map(Cow::into_owned).collect();
        let kinds = if kinds.is_empty() { KindSet::ANY } else { set(catalogue, &kinds) };
        Output { name: name.value().into_owned(), kinds }
    };
    Some(outputs.iter().map(output).collect())
}

/// Kinds as part of a sentence: “image”, “integer or float”, “any data”.
#[must_use]
pub fn kinds_words(catalogue: &Catalogue, kinds: KindSet) -> String {
    /// So many are told by name.
    const SHOWN: usize = 4;
    if kinds.is_any() {
        return String::from("any data");
    }
    let names: Vec<&str> = catalogue.kinds.names(kinds).collect();
    let mut out = String::new();
    for (index, name) in names.iter().take(SHOWN).enumerate() {
        if index > 0 {
            out.push_str(if index + 1 == names.len() { " or " } else { ", " });
        }
        out.push_str(name);
    }
    if names.len() > SHOWN {
        out.push_str(" and others");
    }
    if out.is_empty() { String::from("no known kind of data") } else { out }
}
