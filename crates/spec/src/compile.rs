//! The compiler: the engine's own verdict on a specification, with every problem told and the first of them the one
//! that the engine would raise. It never fails. The phases follow the engine's order (engine contract §3).
mod advice;
mod duplicates;
mod dynamic;
mod entries;
mod flow;
mod inner;
mod interface;
mod lineage;
mod mend;
mod names;
mod number;
mod order;
mod python;
mod rank;
mod report;
mod result;
mod rules;
mod session;
mod step;
mod suggest;
mod value;
mod version;
mod wires;
mod words;

pub use interface::{Given, Interface, KindNames, asked_inputs, interface};
pub use result::{Compiled, Port};
pub use session::Session;
pub use wires::Source;
pub use words::describe;

use crate::catalogue::{Catalogue, OutputFact};
use crate::diagnostic::{Diagnostic, EngineClass, Fix};
use crate::json::Node;
use rank::Phase;
use report::Report;
use session::{Memory, slot};
use std::rc::Rc;
use step::Step;

/// Compiles a specification.
#[must_use]
pub fn compile(specification: &Node, catalogue: &Catalogue) -> (Compiled, Vec<Diagnostic>) {
    run(specification, catalogue, None)
}

/// A step at its place.
#[derive(Clone, Debug)]
pub(crate) struct Slot {
    /// The step as it is compiled: of an inner workflow, renamed and bound.
    node: Node,
    step: Rc<Step>,
    origin: Origin,
}

impl Slot {
    /// Whether it is a step of the workflow itself: those of inner ones go by other names in the text.
    const fn is_own(&self) -> bool {
        matches!(self.origin, Origin::Own(_))
    }

    /// What a selector of this step gives: one output by its name, or all by `*`.
    fn given<'a>(
        &'a self,
        catalogue: &'a Catalogue,
        selector: &'a str,
    ) -> impl Iterator<Item = &'a OutputFact> {
        let wanted = selector.rsplit('.').next().unwrap_or_default();
        self.outputs(catalogue).iter().filter(move |fact| wanted == "*" || *fact.name == *wanted)
    }

    /// What the step gives; nothing where its block is not known.
    fn outputs<'a>(&'a self, catalogue: &'a Catalogue) -> &'a [OutputFact] {
        match (&self.step.outputs, self.step.block.and_then(|place| catalogue.at(place))) {
            (Some(list), _) => list,
            (None, Some(block)) => &block.outputs,
            (None, None) => &[],
        }
    }
}

/// Where a step comes from.
#[derive(Clone, Debug)]
pub(crate) enum Origin {
    /// The workflow itself: its place in the list of steps.
    Own(usize),
    /// An inner workflow: its JSON pointer.
    Within(Rc<str>),
}

impl Origin {
    /// The JSON pointer of a part of the step.
    fn pointer(&self, end: &str) -> String {
        match self {
            Self::Own(place) => format!("/steps/{place}{end}"),
            Self::Within(base) => format!("{base}{end}"),
        }
    }
}

fn run(spec: &Node, catalogue: &Catalogue, mut memory: Option<&mut Memory>) -> (Compiled, Vec<Diagnostic>) {
    let mut report = Report::new();
    if !matches!(spec, Node::Object(_)) {
        let message = format!("A specification is an object in braces; this is {}.", spec.kind());
        report.error((Phase::Version, 0), "FD0003", EngineClass::AttributeError, String::new(), message);
        return (Compiled::default(), report.finish());
    }
    let known = |step: &Node| memory.as_ref().and_then(|memory| memory.known(step));
    let once = duplicates::once(spec, Some(2), &|node| known(node).is_some());
    let spec = once.as_ref().unwrap_or(spec);
    requested_version(spec, catalogue, &mut report);
    if let Some((phase, class, message)) = unwalkable(spec.get("steps")) {
        report.error((phase, 0), "FD0005", class, "/steps".into(), message);
    }
    outline(spec, false, &mut report);
    let steps = spec.get("steps").map(Node::items).unwrap_or_default();

    let has_inner =
        steps.iter().any(|step| known(step).map_or_else(|| inner::says_so(step), |step| step.says_inner));
    let definitions = dynamic::collect(spec, has_inner);
    let blocks = match definitions.as_slice() {
        [] => None,
        definitions => dynamic::blocks(catalogue, definitions, &mut report),
    };
    let extended = match &mut memory {
        Some(memory) => memory.own(catalogue, blocks),
        None => blocks.and_then(|text| catalogue.extended(&text).ok()).map(Rc::new),
    };
    let catalogue = extended.as_deref().unwrap_or(catalogue);

    let flat = if has_inner && inner::check(spec, &mut report) {
        Some(inner::flatten(catalogue, spec, "", &mut report))
    } else {
        None
    };
    if let Some(memory) = &mut memory {
        // What is put in place of what is written stands elsewhere than in the text.
        memory.is_plain = once.is_none() && flat.is_none();
    }
    let slots = match &flat {
        Some(flat) => flat
            .steps
            .iter()
            .map(|(node, origin)| slot(catalogue, node, origin.clone(), &mut memory))
            .collect(),
        None => {
            let own = steps.iter().enumerate();
            own.map(|(index, node)| slot(catalogue, node, Origin::Own(index), &mut memory))
                .collect::<Vec<_>>()
        }
    };
    for (index, slot) in slots.iter().enumerate() {
        for (phase, problem) in &slot.step.problems {
            let mut problem = problem.clone();
            if report.wants_suggestion() {
                let block = slot.step.block.and_then(|place| catalogue.at(place));
                suggest::suggest(catalogue, block, &slot.node, &mut problem);
            }
            problem.move_to(&slot.origin.pointer(""));
            report.add(*phase, index, problem);
        }
    }
    let inputs =
        entries::inputs(catalogue, spec.get("inputs").map(Node::items).unwrap_or_default(), &mut report);
    let outputs = match &flat {
        Some(flat) => flat.outputs.as_ref(),
        None => spec.get("outputs"),
    };
    let outputs = entries::outputs(outputs.map(Node::items).unwrap_or_default(), &mut report);

    let names = names::collect(&inputs, &slots, &outputs, &mut report);
    let scene = wires::Scene { catalogue, inputs: &inputs, outputs: &outputs, slots: &slots, names: &names };
    mend::wire_missing(&scene, &mut report);
    let wires = wires::connect(&scene, &mut report);
    let mut edges = wires.data.clone();
    edges.extend_from_slice(&wires.gates);
    let takes_input: Vec<bool> = (0..slots.len())
        .map(|step| wires.of(step).iter().any(|source| matches!(source, Source::Input(_))))
        .collect();
    let order = order::order(slots.len(), &edges, &takes_input);
    cycle(&scene, &order, &mut report);
    dotted_names(&scene, &order, &mut report);
    let flow = flow::run(&scene, &wires, &order, &mut report);
    advice::unused(&scene, &wires, &mut report);
    advice::exclusive(&scene, &wires, &order, &mut report);
    advice::limits(&scene, &wires, &order, &flow, &mut report);
    let compiled = Compiled::new(&scene, wires, order, &flow);
    (compiled, report.finish())
}

/// Which engine is asked for (contract §3 A).
fn requested_version(spec: &Node, catalogue: &Catalogue, report: &mut Report) {
    let Some(node) = spec.get("version").filter(|node| !python::is_falsy(node)) else { return };
    let engine = if catalogue.engine.is_empty() { "1.17.0" } else { &catalogue.engine };
    let (code, class, message) = match node {
        Node::String(text) => match version::judge(&text.value(), engine) {
            version::Verdict::Served => return,
            version::Verdict::Unreadable => {
                let message =
                    format!("“{}” is no version: write \"1.0\".", crate::wording::short(&text.value()));
                ("FD0010", EngineClass::WorkflowDefinition, message)
            }
            version::Verdict::Local => {
                let message = "The engine fails on a version with a local part (+…): write \"1.0\".".into();
                ("FD0012", EngineClass::InvalidSpecifier, message)
            }
            version::Verdict::OtherEngine => {
                let message = format!(
                    "No engine serves version {}: this one is {engine}. Write \"1.0\".",
                    text.value().trim()
                );
                ("FD0011", EngineClass::NotSupportedExecutionEngine, message)
            }
        },
        other => {
            let message = format!("“version” must be a text such as \"1.0\"; this is {}.", other.kind());
            ("FD0005", EngineClass::WorkflowDefinition, message)
        }
    };
    let finding = report.error((Phase::Version, 0), code, class, "/version".into(), message);
    finding.property = Some("version".into());
    let wanted = match node {
        Node::Number(spelt) if version::judge(spelt, engine) == version::Verdict::Served => spelt,
        _ => "1.0",
    };
    finding.offer(format!("Write \"{wanted}\""), Node::string(wanted));
}

/// The engine walks through the steps before it looks at anything else: what cannot be walked through ends it.
fn unwalkable(steps: Option<&Node>) -> Option<(Phase, EngineClass, String)> {
    let steps = steps.filter(|node| !python::is_falsy(node))?;
    let (phase, class) = match steps {
        Node::Array(_) | Node::Null => return None,
        Node::Number(_) | Node::Bool(_) => (Phase::Walk, EngineClass::TypeError),
        Node::String(_) | Node::Object(_) => (Phase::Composition, EngineClass::InnerWorkflowInvalidStepEntry),
    };
    Some((phase, class, format!("“steps” must be a list in brackets; this is {}.", steps.kind())))
}

/// The four keys of a specification (contract §3 C). Of an inner one nothing is looked at before.
fn outline(spec: &Node, is_inner: bool, report: &mut Report) {
    let class = EngineClass::WorkflowSyntax;
    match spec.get("version") {
        None => {
            let finding = report.error(
                (Phase::Syntax, 0),
                "FD0004",
                class,
                String::new(),
                "The specification has no “version”: add \"version\": \"1.0\".".into(),
            );
            finding.fixes.push(Fix::set(
                "Add \"version\": \"1.0\"".into(),
                "/version".into(),
                Node::string("1.0"),
            ));
        }
        Some(Node::String(_)) => {}
        Some(other) if is_inner || python::is_falsy(other) => {
            let message = format!("“version” must be a text such as \"1.0\"; this is {}.", other.kind());
            let finding = report.error((Phase::Syntax, 0), "FD0005", class, "/version".into(), message);
            finding.offer("Write \"1.0\"".into(), Node::string("1.0"));
        }
        Some(_) => {}
    }
    for key in ["inputs", "steps", "outputs"] {
        match spec.get(key) {
            Some(Node::Array(_)) => {}
            None => {
                let message = format!("The specification has no “{key}”: add \"{key}\": [].");
                let finding = report.error((Phase::Syntax, 0), "FD0004", class, String::new(), message);
                let empty = Node::Array(Rc::new(Vec::new()));
                finding.fixes.push(Fix::set(format!("Add \"{key}\": []"), format!("/{key}"), empty));
            }
            // Told by the walk already.
            Some(other) if key == "steps" && !python::is_falsy(other) => {}
            Some(other) => {
                let message = format!("“{key}” must be a list in brackets; this is {}.", other.kind());
                report.error((Phase::Syntax, 0), "FD0005", class, format!("/{key}"), message);
            }
        }
    }
}

fn cycle(scene: &wires::Scene<'_>, order: &order::Order, report: &mut Report) {
    let Some(&first) = order.cycle.first() else { return };
    let name = |step: u32| {
        let slot = scene.slots.get(step as usize);
        let name = slot.and_then(|slot| slot.step.name.as_ref());
        name.map(|name| crate::wording::short(&name.value())).unwrap_or_default()
    };
    let shown: Vec<String> = order.cycle.iter().take(8).map(|&step| format!("“{}”", name(step))).collect();
    let message = if order.cycle.len() == 1 {
        format!("The step {} refers to itself.", shown.concat())
    } else {
        let more = if order.cycle.len() > 8 { " → …" } else { "" };
        format!(
            "These steps wait for each other: {}{more} → {}. Cut one of these wires.",
            shown.join(" → "),
            shown[0]
        )
    };
    let index = first as usize;
    let Some(slot) = scene.slots.get(index) else { return };
    let pointer = slot.origin.pointer("");
    let class = EngineClass::ExecutionGraphStructure;
    let finding = report.error((Phase::Cycle, 0), "FD0209", class, pointer, message);
    finding.step = Some(name(first));
    for &step in order.cycle.iter().skip(1).take(7) {
        if let Some(slot) = scene.slots.get(step as usize) {
            let pointer = slot.origin.pointer("");
            finding
                .related
                .push(crate::diagnostic::Related { pointer, message: format!("“{}”", name(step)) });
        }
    }
}

/// The engine looks a step up by what follows the last dot of its name.
fn dotted_names(scene: &wires::Scene<'_>, order: &order::Order, report: &mut Report) {
    for (index, slot) in scene.slots.iter().enumerate() {
        let Some(name) =
            slot.step.name.as_ref().map(crate::json::Text::value).filter(|name| name.contains('.'))
        else {
            continue;
        };
        let last = name.rsplit('.').next().unwrap_or_default();
        if scene.names.steps.contains_key(last) {
            continue;
        }
        let message = format!(
            "The name “{}” holds a dot, on which the engine fails: rename the step.",
            crate::wording::short(&name)
        );
        let level = order.levels.get(index).copied().unwrap_or(0) as usize;
        let pointer = slot.origin.pointer("/name");
        let finding = report.error((Phase::Flow, level), "FD0103", EngineClass::Assumption, pointer, message);
        finding.step = Some(name.clone().into_owned());
        finding.property = Some("name".into());
        let mended = name.replace('.', "_");
        finding.offer(format!("Rename to {mended}"), Node::string(&mended));
    }
}
