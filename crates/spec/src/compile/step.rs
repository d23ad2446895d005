//! One step by itself: its block, its fields against their types, the selectors in it. Nothing here looks at other
//! steps, so what was found stays true until the step itself changes.
use super::rank::Phase;
use super::value::{Fit, field_fit, rewritten};
use super::words::explain;
use super::{inner, rules};
use crate::catalogue::{Block, Catalogue, Field, OutputFact, Place, Rewrite};
use crate::diagnostic::{Diagnostic, EngineClass, Fix, Severity};
use crate::json::{Node, Text, pointer_token};
use crate::selector::looks_like_one;
use crate::wording::short;

/// What a step is.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Step {
    /// Its name; none when it has none that can be used.
    pub name: Option<Text>,
    /// Its block's place in the catalogue; none when the type is not known.
    pub block: Option<u32>,
    /// The fields that hold selectors, in the block's order.
    pub uses: Vec<Use>,
    /// The selectors, those of one field together.
    pub refs: Vec<Ref>,
    /// Its outputs where they depend on its fields; else the block's.
    pub outputs: Option<Vec<OutputFact>>,
    /// What is wrong with it. Pointers begin at the step.
    pub problems: Vec<(Phase, Diagnostic)>,
    /// It may be an inner workflow.
    pub says_inner: bool,
    /// The engine does not get to read it.
    pub is_broken: bool,
    /// What it gives is not known here: an inner workflow by its address, or one that cannot be put in place.
    pub is_open: bool,
}

/// A field that holds selectors.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Use {
    /// The field's place in the block.
    pub field: u16,
    /// Its selectors, as places in `refs`.
    pub first: u32,
    /// How many there are.
    pub count: u32,
    /// How many values stand in the list or object; none when the field is a single value.
    pub elements: Option<u32>,
}

/// One selector.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Ref {
    /// The selector's text.
    pub text: Text,
    /// Where it stands, as the end of a JSON pointer from the step.
    pub place: RefPlace,
    /// The field of the block; none where the block is not known.
    pub field: Option<u16>,
}

/// Where a selector stands: the entry of the step, and the part of its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct RefPlace {
    /// The entry of the step's object.
    pub entry: u32,
    /// The item or entry in its value.
    pub part: Part,
}

/// A part of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// All of it.
    Whole,
    /// One item of a list.
    Item(u32),
    /// One entry of an object.
    Entry(u32),
}

impl RefPlace {
    /// The end of the JSON pointer, from the step.
    pub(super) fn pointer(self, step: &Node) -> String {
        let Some((key, value)) = step.entries().get(self.entry as usize) else { return String::new() };
        let mut out = format!("/{}", pointer_token(&key.value()));
        match self.part {
            Part::Whole => {}
            Part::Item(index) => out.push_str(&format!("/{index}")),
            Part::Entry(index) => {
                if let Some((name, _)) = value.entries().get(index as usize) {
                    out.push('/');
                    out.push_str(&pointer_token(&name.value()));
                }
            }
        }
        out
    }

    /// The name of the property.
    pub(super) fn property(self, step: &Node) -> String {
        step.entries().get(self.entry as usize).map_or_else(String::new, |(key, _)| key.value().into_owned())
    }
}

const UNSET: (u16, u16) = (u16::MAX, u16::MAX);

/// Reads one step.
pub(super) fn read(catalogue: &Catalogue, node: &Node) -> Step {
    let mut step = Step { says_inner: inner::says_so(node), ..Step::default() };
    if !matches!(node, Node::Object(_)) {
        let message = format!("Each step is an object with a name and a type; this is {}.", node.kind());
        let class = EngineClass::InnerWorkflowInvalidStepEntry;
        step.problem(Phase::Composition, "FD0006", class, String::new(), message);
        step.is_broken = true;
        return step;
    }
    let type_node = node.get("type");
    let type_name = type_node.and_then(Node::as_str);
    let found = type_name.as_deref().and_then(|name| catalogue.find(name));
    step.block = found;
    step.is_open = type_name.as_deref() == Some(super::inner::TYPE) && super::inner::is_open(node);
    match found.and_then(|place| catalogue.at(place)).filter(|_| !step.is_open) {
        Some(block) => of_block(catalogue, block, node, &mut step),
        None => {
            if !step.is_open {
                step.unknown_type(catalogue, type_node);
            }
            step.take_name(node);
            generic_refs(node, &mut step);
        }
    }
    if step.is_broken && !(is_text_or_nothing(node.get("name")) && is_text_or_nothing(type_node)) {
        // The engine fails to write its own refusal then (contract §3 C, crash paths).
        for (phase, problem) in &mut step.problems {
            if *phase == Phase::Syntax {
                *phase = Phase::Report;
                problem.class = Some(EngineClass::ValidationError);
            }
        }
    }
    let name = step.name.as_ref().map(|name| name.value().into_owned());
    for (_, problem) in &mut step.problems {
        problem.step.clone_from(&name);
    }
    step
}

fn is_text_or_nothing(node: Option<&Node>) -> bool {
    matches!(node, None | Some(Node::Null | Node::String(_)))
}

fn of_block(catalogue: &Catalogue, block: &Block, node: &Node, step: &mut Step) {
    let entries = node.entries();
    // Which entry of the step each field takes, and by which of its names.
    let mut taken = [UNSET; 128];
    let mut others = 0;
    for (index, (key, _)) in entries.iter().enumerate() {
        let Some((field, rank)) = block.keys.find(&block.fields, &key.value()) else {
            others += usize::from(&*key.value() != "type");
            continue;
        };
        if let Some(slot) = taken.get_mut(field)
            && rank <= slot.1
        {
            *slot = (u16::try_from(index).unwrap_or(u16::MAX), rank);
        }
    }
    for (index, field) in block.fields.iter().enumerate() {
        let (entry, _) = taken.get(index).copied().unwrap_or(UNSET);
        let Some((key, value)) = entries.get(usize::from(entry)) else {
            // An engine's answer tells one name of a property: what is missing may stand under another.
            if field.default.is_none() && !(block.partly_known && others > 0) {
                step.missing(block, field);
            }
            continue;
        };
        match field_fit(catalogue, field, value) {
            Fit::No => step.misfit(catalogue, block, field, key, value),
            Fit::Crash => step.crash(catalogue, field, key, value),
            _ => {
                if field.name() == "name"
                    && let Node::String(name) = value
                {
                    step.name = Some(name.clone());
                }
            }
        }
        if let Some(reference) = &field.reference {
            let place = Where { entry: u32::from(entry), field: u16::try_from(index).unwrap_or(u16::MAX) };
            take_refs(field, reference.place, value, place, step);
        }
    }
    let looks = rules::Look { catalogue, block, entries, taken: &taken };
    if !step.is_broken {
        rules::check(&looks, step);
    }
    step.outputs = rules::outputs(&looks);
    super::advice::of_step(catalogue, block, node, &taken, step);
}

#[derive(Clone, Copy)]
struct Where {
    entry: u32,
    field: u16,
}

/// The selectors of a field's value, where the engine looks for them.
fn take_refs(field: &Field, place: Place, value: &Node, at: Where, step: &mut Step) {
    let first = u32::try_from(step.refs.len()).unwrap_or(u32::MAX);
    let mut elements = None;
    let mut add = |text: &Text, part: Part| {
        if text.raw().starts_with('$') || (text.raw().starts_with('\\') && text.value().starts_with('$')) {
            step.refs.push(Ref {
                text: text.clone(),
                place: RefPlace { entry: at.entry, part },
                field: Some(at.field),
            });
        }
    };
    match (place, value) {
        (_, Node::String(text)) => {
            add(text, Part::Whole);
            if field.rewrite == Some(Rewrite::Wrap) {
                elements = Some(1);
            }
        }
        (Place::Items, Node::Array(items)) => {
            elements = u32::try_from(items.len()).ok();
            for (index, item) in items.iter().enumerate() {
                if let Node::String(text) = item {
                    add(text, Part::Item(u32::try_from(index).unwrap_or(u32::MAX)));
                }
            }
        }
        (Place::Values, Node::Object(entries)) => {
            elements = u32::try_from(entries.len()).ok();
            for (index, (_, item)) in entries.iter().enumerate() {
                if let Node::String(text) = item {
                    add(text, Part::Entry(u32::try_from(index).unwrap_or(u32::MAX)));
                }
            }
        }
        _ => {}
    }
    let count = u32::try_from(step.refs.len()).unwrap_or(u32::MAX) - first;
    if count > 0 {
        step.uses.push(Use { field: at.field, first, count, elements });
    }
}

/// What looks like selectors in a step whose block is not known: in its values, and one level below.
fn generic_refs(node: &Node, step: &mut Step) {
    for (entry, (key, value)) in node.entries().iter().enumerate() {
        if matches!(&*key.value(), "type" | "name") {
            continue;
        }
        let entry = u32::try_from(entry).unwrap_or(u32::MAX);
        let mut add = |node: &Node, part: Part| {
            if let Node::String(text) = node
                && looks_like_one(&text.value())
            {
                step.refs.push(Ref { text: text.clone(), place: RefPlace { entry, part }, field: None });
            }
        };
        add(value, Part::Whole);
        for (index, item) in value.items().iter().enumerate() {
            add(item, Part::Item(u32::try_from(index).unwrap_or(u32::MAX)));
        }
        for (index, (_, item)) in value.entries().iter().enumerate() {
            add(item, Part::Entry(u32::try_from(index).unwrap_or(u32::MAX)));
        }
    }
}

impl Step {
    pub(super) fn problem(
        &mut self,
        phase: Phase,
        code: &'static str,
        class: EngineClass,
        pointer: String,
        message: String,
    ) -> &mut Diagnostic {
        self.is_broken |= phase <= Phase::Syntax;
        let mut diagnostic = Diagnostic::new(code, Severity::Error, pointer, message);
        diagnostic.class = Some(class);
        let index = self.problems.len();
        self.problems.push((phase, diagnostic));
        &mut self.problems[index].1
    }

    fn syntax(&mut self, code: &'static str, pointer: String, message: String) -> &mut Diagnostic {
        self.problem(Phase::Syntax, code, EngineClass::WorkflowSyntax, pointer, message)
    }

    /// The name of a step whose block says nothing about it.
    fn take_name(&mut self, node: &Node) {
        match node.get("name") {
            Some(Node::String(name)) => self.name = Some(name.clone()),
            None => {
                self.syntax("FD0007", String::new(), "This step has no “name”.".into()).property =
                    Some("name".into());
            }
            Some(other) => {
                let message = format!("The “name” of a step must be a text; this is {}.", other.kind());
                self.syntax("FD0007", "/name".into(), message).property = Some("name".into());
            }
        }
    }

    fn unknown_type(&mut self, catalogue: &Catalogue, node: Option<&Node>) {
        let Some(node) = node else {
            self.syntax(
                "FD0007",
                String::new(),
                "This step has no “type”: add the type of its block.".into(),
            )
            .property = Some("type".into());
            return;
        };
        let Node::String(text) = node else {
            let message = format!("The “type” of a step must be a text; this is {}.", node.kind());
            self.syntax("FD0007", "/type".into(), message).property = Some("type".into());
            return;
        };
        if catalogue.blocks().is_empty() {
            return;
        }
        let message = if catalogue.lacks(&text.value()) {
            format!(
                "The engine behind this server does not have {}: use another block.",
                short(&text.value())
            )
        } else {
            format!("This engine has no block “{}”.", short(&text.value()))
        };
        self.syntax("FD0301", "/type".into(), message).property = Some("type".into());
    }

    fn missing(&mut self, block: &Block, field: &Field) {
        let name = field.name();
        let code = if name == "name" { "FD0007" } else { "FD0302" };
        let message = format!("{} needs “{name}”: add it.", block.label);
        self.syntax(code, String::new(), message).property = Some(name.into());
    }

    fn misfit(&mut self, catalogue: &Catalogue, block: &Block, field: &Field, key: &Text, value: &Node) {
        let changed = rewritten(field, value);
        let misfit = explain(catalogue, field.kind, changed.as_ref().unwrap_or(value));
        let property = key.value().into_owned();
        let base = format!("/{}", pointer_token(&property));
        let pointer = if changed.is_some() { base.clone() } else { format!("{base}{}", misfit.pointer) };
        let message = if misfit.expected.starts_with('“') {
            format!("“{property}” lacks {}: add it.", misfit.expected)
        } else {
            format!("“{property}” must be {}; this is {}.", misfit.expected, misfit.found)
        };
        let code = if field.name() == "name" { "FD0007" } else { "FD0303" };
        let optional = field.default.is_some() && misfit.pointer.is_empty();
        let problem = if block.partly_known && matches!(value, Node::String(_)) {
            // A validator that the answer does not tell of may turn the text into what fits: an older name of a model, a
            // selector alone into a list of it.
            let problem = self.problem(Phase::Advice, code, EngineClass::WorkflowSyntax, pointer, message);
            (problem.severity, problem.class) = (Severity::Warning, None);
            problem
        } else {
            self.syntax(code, pointer, message)
        };
        if optional {
            problem
                .fixes
                .push(Fix::remove(format!("Remove “{property}”: {} has a default", block.label), base));
        }
        problem.property = Some(property);
    }

    fn crash(&mut self, catalogue: &Catalogue, field: &Field, key: &Text, value: &Node) {
        let property = key.value().into_owned();
        let expected = super::words::describe(catalogue, field.kind);
        let message = format!(
            "The engine fails on {} in “{property}”, because it compares it with a limit: write the number itself ({expected}).",
            super::words::found(value)
        );
        let pointer = format!("/{}", pointer_token(&property));
        self.problem(Phase::Crash, "FD0305", EngineClass::TypeError, pointer, message).property =
            Some(property);
    }
}
