//! What steps give, where it depends on more than their block.
use crate::support::{json, real_catalogue};
use flowdeck_editor::wiring::{Facts, kinds_words};
use flowdeck_spec::selector::Selector;

#[test]
fn outputs_are_known_wherever_they_can_be() {
    let catalogue = real_catalogue();
    let spec = json(
        r#"{"inputs":[{"type":"WorkflowImage","name":"image"},{"type":"WorkflowParameter","name":"n","kind":["integer","float"]}],
        "steps":[{"type":"roboflow_core/json_parser@v1","name":"parser","raw_json":"$inputs.n","expected_fields":["size","colour"]},
        {"type":"roboflow_core/inner_workflow@v1","name":"inner","workflow_definition":{"version":"1.0",
            "inputs":[{"type":"WorkflowImage","name":"image"}],
            "steps":[{"type":"roboflow_core/image_blur@v1","name":"blur","image":"$inputs.image"}],
            "outputs":[{"type":"JsonField","name":"soft","selector":"$steps.blur.image"}]}},
        {"type":"roboflow_core/inner_workflow@v1","name":"far","workflow_workspace_id":"w","workflow_id":"i"},
        {"type":"mine","name":"own"},{"type":"nobody/knows@v1","name":"other"}],"outputs":[],
        "dynamic_blocks_definitions":[{"manifest":{"block_type":"mine","outputs":{"picture":{"kind":["image"]},"rest":{}}}}]}"#,
    );
    let facts = Facts::of(&spec, &catalogue);
    let kinds = |text: &str| {
        let kinds = facts.kinds(Selector::parse(text).unwrap());
        kinds.map_or_else(|| "nothing".into(), |kinds| kinds_words(&catalogue, kinds))
    };
    for (selector, expected) in [
        ("$inputs.image", "image"),
        ("$inputs.n", "float or integer"),
        ("$inputs.none", "nothing"),
        ("$steps.parser.size", "any data"),
        ("$steps.parser.error_status", "boolean"),
        ("$steps.parser.weight", "nothing"),
        ("$steps.inner.soft", "image"),
        ("$steps.inner.hard", "nothing"),
        ("$steps.far.whatever", "any data"),
        ("$steps.own.picture", "image"),
        ("$steps.own.rest", "any data"),
        ("$steps.own.none", "nothing"),
        ("$steps.other.whatever", "any data"),
        ("$steps.gone.whatever", "nothing"),
    ] {
        assert_eq!(kinds(selector), expected, "{selector}");
    }
}
