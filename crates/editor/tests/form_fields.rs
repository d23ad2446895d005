//! What single forms show, and what they say of typed texts.
#![allow(clippy::unwrap_used, reason = "what a test does not expect stops it")]
use flowdeck_editor::form::{self, Form, Holds, Section, Widget, sources};
use flowdeck_spec::compile::compile;
use flowdeck_spec::{Catalogue, Node, json};

const CATALOGUE: &str = include_str!("../../../static/catalogue.txt");

fn catalogue() -> Catalogue {
    Catalogue::parse(CATALOGUE).unwrap()
}

fn node(text: &str) -> Node {
    json::parse(text).root.unwrap()
}

fn of(catalogue: &Catalogue, step: &str) -> Form {
    form::step(catalogue, &node(step))
}

fn names(form: &Form, section: Section) -> Vec<&str> {
    form.section(section).map(|field| &*field.part.name).collect()
}

#[test]
fn a_small_block_shows_all_it_has() {
    let catalogue = catalogue();
    let form = of(
        &catalogue,
        r#"{"type":"roboflow_core/image_blur@v1","name":"a","images":"$inputs.image","kernel_size":7,"note":[1]}"#,
    );
    assert_eq!(names(&form, Section::Main), ["image", "blur_type", "kernel_size"]);
    assert_eq!(names(&form, Section::Unknown), ["note"]);
    let image = form.field("image").unwrap();
    assert_eq!((&*image.path, image.holds()), ("/images", Holds::Selector("$inputs.image".into())));
    assert!(image.part.required && image.part.slot.literal.is_none());
    let size = form.field("kernel_size").unwrap();
    assert_eq!((&*size.part.label, size.holds()), ("Kernel size", Holds::Literal));
    assert!(size.part.help.is_some() && size.part.slot.wire.is_some());
    assert_eq!(size.part.default, Some(Node::Number("5".into())));
    let blur = form.field("blur_type").unwrap().part.slot.literal.clone();
    let Some(Widget::Choice { values, open: false }) = blur else { panic!("{form:?}") };
    assert!(values.iter().any(|pick| pick.label == "Gaussian" && pick.value == Node::string("gaussian")));
}

#[test]
fn fields_come_and_go_with_the_value_that_they_belong_to() {
    let catalogue = catalogue();
    let step = |more: &str| {
        of(&catalogue, &format!(r#"{{"type":"roboflow_core/anthropic_claude@v4","name":"a"{more}}}"#))
    };
    let asking = step(r#","task_type":"visual-question-answering""#);
    let prompt = asking.field("prompt").unwrap();
    assert!(prompt.part.required && prompt.section == Section::Main);
    assert_eq!(prompt.part.slot.literal, Some(Widget::Text { multiline: true }));
    assert!(asking.field("output_structure").is_none());
    let answering = step(r#","task_type":"structured-answering","prompt":"kept""#);
    assert_eq!(answering.field("prompt").unwrap().section, Section::Idle);
    assert!(answering.field("output_structure").unwrap().part.required);
    let parser = answering.field("task_type").unwrap().parser.as_deref();
    assert_eq!(parser, Some("roboflow_core/json_parser@v1"));
    // What a run decides may be any of them.
    let open = step(r#","task_type":"$inputs.task""#);
    assert!(open.field("prompt").is_some() && open.field("output_structure").is_some());
    assert_eq!(asking.field("api_key").unwrap().part.slot.literal, Some(Widget::Secret));
}

#[test]
fn what_no_type_tells_is_known_by_its_name() {
    let catalogue = catalogue();
    for (block, field, widget) in [
        ("time_in_zone@v2", "zone", "Drawn(Zone)"),
        ("line_counter@v2", "line_segment", "Drawn(Line)"),
        ("line_counter_visualization@v1", "zone", "Drawn(Line)"),
        ("path_deviation_analytics@v2", "reference_path", "Drawn(Path)"),
        ("sam3_interactive@v1", "points", "Drawn(Marks)"),
        ("background_color_visualization@v1", "color", "Colour"),
        ("continue_if@v1", "condition_statement", "Condition"),
        ("property_definition@v1", "operations", "Operations"),
        ("inner_workflow@v1", "workflow_definition", "Workflow"),
        ("detections_consensus@v1", "classes_to_consider", "Classes"),
    ] {
        let text = format!(r#"{{"type":"roboflow_core/{block}","name":"a","{field}":"$inputs.x"}}"#);
        let form = of(&catalogue, &text);
        let found = form.field(field).unwrap().part.slot.literal.as_ref();
        assert_eq!(format!("{:?}", found.unwrap()), widget, "{block} {field}");
    }
}

#[test]
fn texts_that_do_not_fit_are_told_what_would() {
    let catalogue = catalogue();
    let form = of(&catalogue, r#"{"type":"roboflow_core/image_blur@v1","name":"a"}"#);
    let read = |name: &str, text: &str| {
        let field = form.field(name).unwrap();
        field.part.slot.read(&field.part.label, text)
    };
    let number = |text: &str| Ok(Some(Node::Number(text.into())));
    assert_eq!(read("kernel_size", " 7 "), number("7"));
    assert_eq!(read("kernel_size", "7.0"), number("7.0"));
    assert_eq!(read("kernel_size", "1e2"), number("1e2"));
    assert_eq!(read("kernel_size", "+07."), number("7"));
    assert_eq!(read("kernel_size", "$inputs.size"), Ok(Some(Node::string("$inputs.size"))));
    assert_eq!(read("kernel_size", ""), Ok(None));
    let sentence = |text: &str| read("kernel_size", text).unwrap_err();
    assert_eq!(sentence("abc"), "Kernel size must be a whole number; “abc” does not fit.");
    assert_eq!(sentence("1.5"), "Kernel size must be a whole number; “1.5” does not fit.");
    assert_eq!(
        sentence("$steps.a"),
        "Kernel size must be wired like $inputs.name or $steps.name.output; “$steps.a” does not fit."
    );
    assert!(read("image", "photo.jpg").unwrap_err().starts_with("Image must be wired like "));
    assert!(read("blur_type", "smudge").unwrap_err().contains("“Gaussian”"));
    assert_eq!(read("blur_type", "Gaussian"), Ok(Some(Node::string("gaussian"))));
}

#[test]
fn limits_of_the_type_and_of_the_rules_are_told_together() {
    let catalogue = catalogue();
    let form = of(&catalogue, r#"{"type":"roboflow_core/anthropic_claude@v4","name":"a","temperature":1}"#);
    let field = form.field("temperature").unwrap();
    let said = field.part.slot.read(&field.part.label, "3").unwrap_err();
    assert_eq!(said, "Temperature must be a number, at least 0 and at most 1; “3” does not fit.");
    assert!(field.part.slot.read(&field.part.label, "0.30").is_ok());
}

#[test]
fn what_no_catalogue_knows_still_has_a_form() {
    let catalogue = catalogue();
    let form = of(&catalogue, r#"{"type":"acme/thing@v1","name":"a","x":1,"y":"t","z":{"a":[]},"x":2}"#);
    assert_eq!(names(&form, Section::Unknown), ["x", "y", "z"]);
    for entry in ["5", "null", "[]", r#"{"type":5}"#] {
        assert!(of(&catalogue, entry).fields.is_empty(), "{entry}");
        assert!(form::input(&catalogue, &node(entry)).fields.is_empty(), "{entry}");
    }
}

#[test]
fn inputs_and_outputs_have_forms_of_their_own() {
    let catalogue = catalogue();
    let input = |text: &str| form::input(&catalogue, &node(text));
    let limit =
        input(r#"{"type":"WorkflowParameter","name":"a","kind":["float_zero_to_one"],"default_value":0.4}"#);
    assert_eq!(names(&limit, Section::Main), ["kind", "default_value"]);
    let value = limit.field("default_value").unwrap();
    assert_eq!(value.holds(), Holds::Literal);
    assert!(value.part.slot.read("Default value", "1.5").is_err());
    assert!(input(r#"{"type":"WorkflowImage","name":"a"}"#).fields.is_empty());
    let batch = input(r#"{"type":"WorkflowBatchInput","name":"a"}"#);
    assert_eq!(names(&batch, Section::Main), ["kind", "dimensionality"]);
    let output =
        form::output(&catalogue, &node(r#"{"type":"JsonField","name":"o","selector":"$steps.a.*"}"#));
    assert_eq!(output.field("selector").unwrap().holds(), Holds::Selector("$steps.a.*".into()));
    assert!(output.field("coordinates_system").is_some());
}

#[test]
fn sources_fit_and_make_no_cycle_and_the_nearest_come_first() {
    let catalogue = catalogue();
    let specification = node(
        r#"{"version":"1.0","inputs":[{"type":"WorkflowImage","name":"image"},{"type":"WorkflowParameter","name":"any"},
              {"type":"WorkflowParameter","name":"size","kind":["integer"]}],
            "steps":[{"type":"roboflow_core/image_blur@v1","name":"a","image":"$inputs.image"},
              {"type":"roboflow_core/image_blur@v1","name":"b","image":"$steps.a.image"},
              {"type":"roboflow_core/image_blur@v1","name":"c","image":"$steps.b.image"},
              {"type":"roboflow_core/image_blur@v1","name":"d","image":"$steps.c.image"},
              {"type":"roboflow_core/dominant_color@v1","name":"colour","image":"$inputs.image"}],"outputs":[]}"#,
    );
    let (compiled, _) = compile(&specification, &catalogue);
    let form = form::step(&catalogue, &specification.get("steps").unwrap().items()[2]);
    let fitting = |name: &str| -> Vec<String> {
        let wire = form.field(name).unwrap().part.slot.wire.unwrap();
        let found = sources::fitting(&specification, &compiled, &catalogue, "c", wire);
        found.into_iter().map(|source| source.selector).collect()
    };
    assert_eq!(fitting("image"), ["$steps.b.image", "$steps.a.image", "$inputs.image", "$inputs.any"]);
    assert_eq!(fitting("kernel_size"), ["$inputs.size", "$inputs.any"]);
    let last = form::output(&catalogue, &Node::Null);
    let wire = last.field("selector").unwrap().part.slot.wire.unwrap();
    let all = sources::fitting(&specification, &compiled, &catalogue, "", wire);
    assert_eq!(all.len(), 8, "{all:?}");
    let first = all.iter().find(|source| source.selector == "$steps.a.image").unwrap();
    assert_eq!(first.from, "Step, Image Blur");
}

#[test]
fn a_step_may_decide_on_steps_that_do_not_lead_to_it() {
    let catalogue = catalogue();
    let specification = node(
        r#"{"version":"1.0","inputs":[{"type":"WorkflowImage","name":"image"}],
            "steps":[{"type":"roboflow_core/image_blur@v1","name":"before","image":"$inputs.image"},
              {"type":"roboflow_core/continue_if@v1","name":"gate","evaluation_parameters":{"x":"$steps.before.image"},
               "condition_statement":{"type":"StatementGroup","statements":[]},"next_steps":["$steps.next"]},
              {"type":"roboflow_core/image_blur@v1","name":"next","image":"$inputs.image"},
              {"type":"roboflow_core/image_blur@v1","name":"after","image":"$steps.next.image"}],"outputs":[]}"#,
    );
    let (compiled, _) = compile(&specification, &catalogue);
    let form = form::step(&catalogue, &specification.get("steps").unwrap().items()[1]);
    let slot = &form.field("next_steps").unwrap().part.slot;
    let Some(Widget::List { of, .. }) = &slot.literal else { panic!("{slot:?}") };
    let found = sources::fitting(&specification, &compiled, &catalogue, "gate", of.wire.unwrap());
    let found: Vec<String> = found.into_iter().map(|source| source.selector).collect();
    assert_eq!(found, ["$steps.next", "$steps.after"]);
    let slot = &form.field("evaluation_parameters").unwrap().part.slot;
    let Some(Widget::Map { of, .. }) = &slot.literal else { panic!("{slot:?}") };
    let found = sources::fitting(&specification, &compiled, &catalogue, "gate", of.wire.unwrap());
    let found: Vec<String> = found.into_iter().map(|source| source.selector).collect();
    // What the gate decides on waits for it.
    assert_eq!(found, ["$steps.before.image", "$inputs.image"]);
}
