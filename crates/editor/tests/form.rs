//! Forms are made for every property of every block, and what a person fills in by them alone is a step that the
//! compiler takes.
#![allow(clippy::panic, clippy::unwrap_used, reason = "what a test does not expect stops it")]
use flowdeck_editor::form::{self, Holds, Slot, Widget};
use flowdeck_spec::catalogue::{Block, KindSet, Shape};
use flowdeck_spec::compile::compile;
use flowdeck_spec::{Catalogue, Node, Severity, json};

const CATALOGUE: &str = include_str!("../../../static/catalogue.txt");

fn catalogue() -> Catalogue {
    Catalogue::parse(CATALOGUE).unwrap()
}

fn node(text: &str) -> Node {
    json::parse(text).root.unwrap()
}

fn bare(block: &Block) -> Node {
    Node::object([("type", Node::string(block.full_type())), ("name", Node::string("it"))])
}

/// A step with every property given, each by a selector, so that each has a field.
fn whole(block: &Block) -> Node {
    let fields = block.fields.iter().filter(|field| field.name() != "name");
    fields.fold(bare(block), |step, field| step.with(field.name(), Node::string("$inputs.x")))
}

#[test]
fn every_property_has_a_field_and_nearly_every_one_a_widget() {
    let catalogue = catalogue();
    let (mut all, mut plain) = (0, Vec::new());
    for block in catalogue.blocks() {
        let form = form::step(&catalogue, &whole(block));
        assert_eq!(form.fields.len(), block.fields.len() - 1, "{}", block.full_type());
        for field in &form.fields {
            all += 1;
            assert!(!field.part.label.is_empty());
            if !field.part.slot.is_made() {
                plain.push(format!("{} {}", block.full_type(), field.part.name));
            }
        }
    }
    // What the engine itself takes as any JSON, and nothing else.
    assert_eq!(plain, ["roboflow_core/openai_compatible@v1 extra_body"], "of {all}");
    assert!(all > 1500, "{all}");
}

/// Fills what a form asks for: with its own values by the widgets' samples, else with selectors.
fn filled(catalogue: &Catalogue, block: &Block, inputs: &mut Vec<Node>) -> Node {
    let mut entry = bare(block);
    loop {
        // What is filled in may make other properties needed, and narrows choices down.
        let form = form::step(catalogue, &entry);
        let Some(field) = form.missing().next() else { return entry };
        let offset = block.field_index(&field.part.name).and_then(|place| block.fields[place].offset);
        let slot = &field.part.slot;
        let value = match (&field.keys, slot.sample()) {
            (_, Some(value)) => value,
            // It takes the names that another property has.
            (Some(keys), None) => {
                let image = || Node::string("$inputs.image");
                form::edit::object(keys.iter().map(|key| (key.clone(), image())).collect())
            }
            (None, None) => wired(catalogue, slot, offset, inputs),
        };
        entry = form::edit::set(&entry, &field.path, value).unwrap();
    }
}

/// A value of selectors; an offset says how much deeper than others the data is nested.
fn wired(catalogue: &Catalogue, slot: &Slot, offset: Option<i8>, inputs: &mut Vec<Node>) -> Node {
    match (&slot.literal, slot.wire) {
        (Some(Widget::List { of, .. }), _) => Node::Array(vec![wired(catalogue, of, offset, inputs)].into()),
        (Some(Widget::Map { of, .. }), _) => {
            form::edit::object(vec![("x".into(), wired(catalogue, of, offset, inputs))])
        }
        (_, Some(wire)) if wire.shape == Shape::Step => Node::string("$steps.last"),
        (_, Some(wire)) if wire.shape == Shape::Output => {
            let is_class = catalogue.kinds.names(wire.kinds).any(|kind| kind == "classification_prediction");
            Node::string(if is_class { "$steps.sorted.predictions" } else { "$steps.found.predictions" })
        }
        (_, Some(wire)) => Node::string(&input(catalogue, wire.kinds, offset, inputs)),
        _ => panic!("{slot:?}"),
    }
}

/// The selector of a new input of these kinds.
fn input(catalogue: &Catalogue, kinds: KindSet, offset: Option<i8>, inputs: &mut Vec<Node>) -> String {
    let name = format!("x{}", inputs.len());
    let names: Vec<&str> = catalogue.kinds.names(kinds).collect();
    let mut entry = Node::object([("name", Node::string(&name))]);
    if names.contains(&"image") {
        entry = entry.with("type", Node::string("WorkflowImage"));
    } else {
        let names = names.into_iter().map(Node::string).collect::<Vec<_>>();
        entry = entry.with("kind", Node::Array(names.into()));
        entry = match offset {
            None => entry.with("type", Node::string("WorkflowParameter")),
            Some(offset) => entry
                .with("type", Node::string("WorkflowBatchInput"))
                .with("dimensionality", Node::Number((1 + offset).to_string().into())),
        };
    }
    inputs.push(entry);
    format!("$inputs.{name}")
}

const SORTED: &str = r#"{"type":"roboflow_core/roboflow_classification_model@v2","name":"sorted","images":"$inputs.image","model_id":"a/1"}"#;
const FOUND: &str = r#"{"type":"roboflow_core/roboflow_object_detection_model@v2","name":"found","images":"$inputs.image","model_id":"a/1"}"#;
const LAST: &str = r#"{"type":"roboflow_core/image_blur@v1","name":"last","image":"$inputs.image"}"#;

#[test]
fn a_step_filled_in_by_its_form_compiles_for_every_block() {
    let catalogue = catalogue();
    let mut refused = Vec::new();
    for block in catalogue.blocks() {
        let mut inputs = vec![node(r#"{"type":"WorkflowImage","name":"image"}"#)];
        let steps = vec![node(SORTED), node(FOUND), filled(&catalogue, block, &mut inputs), node(LAST)];
        let specification = Node::object([
            ("version", Node::string("1.0")),
            ("inputs", Node::Array(inputs.into())),
            ("steps", Node::Array(steps.into())),
            ("outputs", Node::Array(vec![].into())),
        ]);
        let (_, found) = compile(&specification, &catalogue);
        for finding in found.iter().filter(|finding| finding.severity == Severity::Error) {
            refused.push(format!("{}: {} {}", block.full_type(), finding.pointer, finding.message));
        }
    }
    assert!(refused.is_empty(), "{refused:#?}");
}

/// A slot and all that are inside of it, with the name of the property.
fn inner(name: &str, slot: &Slot, out: &mut Vec<(String, Slot)>) {
    out.push((name.into(), slot.clone()));
    let mut widgets: Vec<&Widget> = slot.literal.iter().collect();
    while let Some(widget) = widgets.pop() {
        match widget {
            Widget::List { of, .. } | Widget::Map { of, .. } => inner(name, of, out),
            Widget::Tuple(slots) => slots.iter().for_each(|slot| inner(name, slot, out)),
            Widget::Model { parts, .. } => parts.iter().for_each(|part| inner(&part.name, &part.slot, out)),
            Widget::Variants(variants) => widgets.extend(variants.iter().map(|variant| &variant.widget)),
            _ => {}
        }
    }
}

/// Every slot that the catalogue leads to.
fn slots(catalogue: &Catalogue) -> Vec<(String, Slot)> {
    let mut out = Vec::new();
    for block in catalogue.blocks() {
        for field in form::step(catalogue, &whole(block)).fields {
            inner(&field.part.name, &field.part.slot, &mut out);
        }
    }
    for operation in form::operations::OPERATIONS {
        for part in form::operations::parts(catalogue, operation.tag) {
            inner(&part.name, &part.slot, &mut out);
        }
    }
    out
}

#[test]
fn what_a_widget_gives_it_shows_and_reads_again() {
    let catalogue = catalogue();
    let mut count = 0;
    for (name, slot) in slots(&catalogue) {
        let Some(sample) = slot.sample() else { continue };
        assert_eq!(slot.holds(Some(&sample)), Holds::Literal, "{name} {sample}");
        let widget = slot.literal.as_ref().unwrap();
        let shown = widget.show(&sample);
        assert_eq!(widget.read(&name, &shown).as_ref(), Ok(&sample), "{name} {shown} {widget:?}");
        count += 1;
    }
    assert!(count > 1500, "{count}");
}

#[test]
fn defaults_are_shown_by_the_widget_of_their_property() {
    let catalogue = catalogue();
    let mut other = Vec::new();
    for block in catalogue.blocks() {
        for field in form::step(&catalogue, &whole(block)).fields {
            let default = field.part.default.as_ref().filter(|value| **value != Node::Null);
            if field.part.slot.holds(default) == Holds::Other {
                other.push(format!("{} {} {}", block.full_type(), field.part.name, default.unwrap()));
            }
        }
    }
    assert!(other.is_empty(), "{other:#?}");
}
