//! A live engine's description of its blocks merges over the catalogue: blocks of its own become checkable, what is new
//! in known ones is taken, what it lacks is unknown, and the gaps of such an answer never make a false alarm.
#![allow(clippy::unwrap_used, reason = "what a test does not expect stops it")]
use flowdeck_spec::catalogue::{Description, Hint, Relevance, Value};
use flowdeck_spec::compile::compile;
use flowdeck_spec::{Catalogue, Node, Severity, json};
use proptest::prelude::*;

const SMALL: &str = "flowdeck-catalogue 1\nengine 1.17.0\nkind *\nkind image\nkind integer\nkind string\n\
model Point\n\tx int !\n\
block acme/blur@v1 AcmeBlur\n\t:called Blur\n\t:family transformation\n\tname str !\n\timage|images data ! @whole:batch:image\n\
\tmode ([\"a\",\"b\"]|data) =\"a\" @whole:scalar:string\n\t> image image\n\
block acme/old@v1\n\t:called Old\n\t:family other\n\tname str !\n";

const SELECTOR: &str = r#"{"type":"string","reference":true,"selected_element":"any_data","selector_points_to_batch":"dynamic",
    "kind":[{"name":"image"}],"pattern":"(^\\$steps\\.[A-Za-z_\\-0-9]+\\.[A-Za-z_*0-9\\-]+$)|(^\\$inputs.[A-Za-z_0-9\\-]+$)"}"#;

fn node(text: &str) -> Node {
    json::parse(text).root.unwrap()
}

fn small() -> Catalogue {
    Catalogue::parse(SMALL).unwrap()
}

/// The blur as an engine describes it: one name for each property, no alias.
fn blur(mode: &str, more: &str, outputs: &str) -> String {
    format!(
        r#"{{"manifest_type_identifier":"acme/blur@v1","manifest_type_identifier_aliases":["AcmeBlur"],
        "human_friendly_block_name":"Blur","outputs_manifest":[{outputs}],
        "block_schema":{{"block_type":"transformation","required":["type","name","image"],"properties":{{
            "type":{{"const":"acme/blur@v1"}},"name":{{"type":"string"}},"image":{SELECTOR},
            "mode":{{"anyOf":[{{"enum":[{mode}],"type":"string"}},{SELECTOR}],"default":"a"}}{more}}}}}}}"#
    )
}

const OLD: &str = r#"{"manifest_type_identifier":"acme/old@v1","human_friendly_block_name":"Old","outputs_manifest":[],
    "block_schema":{"required":["name"],"properties":{"name":{"type":"string"}}}}"#;
const IMAGE: &str = r#"{"name":"image","kind":[{"name":"image"}]}"#;

fn answer(blocks: &[&str]) -> Node {
    node(&format!(r#"{{"blocks":[{}],"declared_kinds":[{{"name":"weight"}}]}}"#, blocks.join(",")))
}

fn counter() -> String {
    format!(
        r##"{{"manifest_type_identifier":"shop/counter@v1","human_friendly_block_name":"Shelf\ncounter",
        "outputs_manifest":[{{"name":"count","kind":[{{"name":"integer"}},{{"name":"weight"}}]}}],
        "block_schema":{{"block_type":"analytics","short_description":"Counts what stands\non a shelf.","required":["type","name","image","shelf"],
        "$defs":{{"Shelf":{{"type":"object","required":["rows"],"properties":{{"rows":{{"type":"integer","minimum":1,"exclusiveMaximum":20}},
                "next":{{"anyOf":[{{"$ref":"#/$defs/Shelf"}},{{"type":"null"}}],"default":null}}}}}},
            "Point":{{"type":"object","properties":{{"left":{{"type":"number"}}}}}},
            "Side":{{"enum":["left","right"],"type":"string"}}}},
        "properties":{{"type":{{"const":"shop/counter@v1"}},"name":{{"type":"string"}},"image":{SELECTOR},
            "images":{{"type":"array","items":{SELECTOR},"default":[]}},
            "shelf":{{"$ref":"#/$defs/Shelf"}},"at":{{"$ref":"#/$defs/Point","default":{{"left":0.5}}}},
            "side":{{"$ref":"#/$defs/Side","default":"left"}},
            "pair":{{"type":"array","prefixItems":[{{"type":"integer"}},{{"type":"number"}}],"default":[1,2.0]}},
            "labels":{{"type":"object","additionalProperties":{{"type":"string"}},"default":{{}}}}}}}}}}"##
    )
}

fn described(blocks: &[&str]) -> (Description, Catalogue) {
    let base = small();
    let description = base.describe(&answer(blocks)).unwrap();
    let merged = base.extended(&description.text).unwrap();
    (description, merged)
}

/// The codes of the errors in a workflow of these steps.
fn errors(catalogue: &Catalogue, steps: &str) -> Vec<(&'static str, String)> {
    let errors = found(catalogue, steps).into_iter().filter(|finding| finding.severity == Severity::Error);
    errors.map(|finding| (finding.code, finding.pointer)).collect()
}

/// The codes of what is wrong with the properties and not said to be an error.
fn warnings(catalogue: &Catalogue, steps: &str) -> Vec<&'static str> {
    let found = found(catalogue, steps).into_iter();
    let warnings = found.filter(|one| one.severity == Severity::Warning && one.code.starts_with("FD03"));
    warnings.map(|finding| finding.code).collect()
}

fn found(catalogue: &Catalogue, steps: &str) -> Vec<flowdeck_spec::Diagnostic> {
    let spec = format!(
        r#"{{"version":"1.0","inputs":[{{"type":"WorkflowImage","name":"image"}}],"steps":[{steps}],"outputs":[]}}"#
    );
    compile(&node(&spec), catalogue).1
}

#[test]
fn the_same_blocks_change_nothing() {
    let (description, _) = described(&[&blur("\"a\",\"b\"", "", IMAGE), OLD]);
    let none: [String; 0] = [];
    assert_eq!(
        (description.added, description.changed, description.missing),
        (none.to_vec(), none.to_vec(), none.to_vec())
    );
}

#[test]
fn a_block_of_the_engines_own_is_checked_as_far_as_its_description_goes() {
    let (description, merged) = described(&[&blur("\"a\"", "", IMAGE), OLD, &counter()]);
    assert_eq!(description.added, ["shop/counter@v1"]);
    let block = merged.block("shop/counter@v1").unwrap();
    assert!(block.partly_known);
    assert_eq!((&*block.label, &*block.family), ("Shelf counter", "analytics"));
    let step =
        |rest: &str| format!(r#"{{"type":"shop/counter@v1","name":"c","image":"$inputs.image"{rest}}}"#);
    for right in [
        r#","shelf":{"rows":3,"next":{"rows":1}},"pair":[1,0.5],"side":"right","labels":{"a":"b"},"images":["$inputs.image"]"#,
        r#","shelf":{"rows":3},"at":{"left":1}"#,
        // “shelf” may go by another name, which the description does not tell.
        r#","rack":{"rows":3}"#,
    ] {
        assert_eq!(errors(&merged, &step(right)), [], "{right}");
    }
    for (wrong, code, pointer) in [
        ("", "FD0302", "/steps/0"),
        (r#","shelf":{"rows":20}"#, "FD0303", "/steps/0/shelf/rows"),
        (r#","shelf":{"rows":1,"next":{"rows":0}}"#, "FD0303", "/steps/0/shelf/next/rows"),
        (r#","shelf":{"rows":1},"pair":[1]"#, "FD0303", "/steps/0/pair"),
        (r#","shelf":{"rows":1},"labels":{"a":5}"#, "FD0303", "/steps/0/labels/a"),
        (r#","shelf":{"rows":1},"images":["$inputs.none"]"#, "FD0201", "/steps/0/images/0"),
    ] {
        assert_eq!(errors(&merged, &step(wrong)), [(code, pointer.to_owned())], "{wrong}");
    }
    let spec = node(&format!(
        r#"{{"version":"1.0","inputs":[],"steps":[{}],"outputs":[]}}"#,
        step(r#","shelf":{"rows":1}"#)
    ));
    let (_, found) = compile(&spec, &merged);
    let note = found.iter().find(|finding| finding.code == "FD0709").unwrap();
    assert!(note.message.ends_with("It says: Counts what stands on a shelf."), "{}", note.message);
    // A validator may turn a text into one that fits.
    for text in [r#","shelf":{"rows":1},"side":"up""#, r#","shelf":{"rows":1},"images":"$inputs.image""#] {
        assert_eq!(errors(&merged, &step(text)), [], "{text}");
        assert_eq!(warnings(&merged, &step(text)), ["FD0303"], "{text}");
    }
    // What it gives is known by kind; an output that is not described may depend on values.
    let next = |selector: &str| {
        format!(
            r#"{},{{"type":"acme/blur@v1","name":"b","images":"{selector}"}}"#,
            step(r#","shelf":{"rows":1}"#)
        )
    };
    assert_eq!(errors(&merged, &next("$steps.c.count"))[0].0, "FD0205");
    assert_eq!(errors(&merged, &next("$steps.c.other")), []);
}

#[test]
fn what_is_new_in_a_known_block_is_taken_and_its_own_facts_stay() {
    let more = r#","strength":{"type":"integer","default":3}"#;
    let outputs = format!("{IMAGE},{{\"name\":\"mask\",\"kind\":[{{\"name\":\"image\"}}]}}");
    let (description, merged) = described(&[&blur("\"a\",\"b\",\"c\"", more, &outputs), OLD]);
    assert_eq!(description.changed, ["acme/blur@v1"]);
    let step = |rest: &str| format!(r#"{{"type":"AcmeBlur","name":"b","images":"$inputs.image"{rest}}}"#);
    assert_eq!(errors(&merged, &step(r#","mode":"c","strength":5"#)), []);
    assert!(warnings(&merged, &step(r#","mode":"d""#)).contains(&"FD0303"));
    assert_eq!(errors(&merged, &step(r#","strength":[]"#))[0].0, "FD0303");
    let outputs: Vec<&str> =
        merged.block("acme/blur@v1").unwrap().outputs.iter().map(|output| &*output.name).collect();
    assert_eq!(outputs, ["image", "mask"]);
    // Told again, the merged catalogue knows it all.
    let again = answer(&[&blur("\"a\",\"b\",\"c\"", more, IMAGE), OLD]);
    assert_eq!(merged.describe(&again).unwrap().changed, [] as [&str; 0]);
}

#[test]
fn a_block_that_the_engine_lacks_is_unknown() {
    let (description, merged) = described(&[&blur("\"a\"", "", IMAGE)]);
    assert_eq!(description.missing, ["acme/old@v1"]);
    assert_eq!(errors(&merged, r#"{"type":"acme/old@v1","name":"o"}"#)[0].0, "FD0301");
    assert_eq!(errors(&small(), r#"{"type":"acme/old@v1","name":"o"}"#), []);
    let spec =
        node(r#"{"version":"1.0","inputs":[],"steps":[{"type":"acme/old@v1","name":"o"}],"outputs":[]}"#);
    let (_, found) = compile(&spec, &merged);
    assert_eq!(
        found[0].message,
        "The engine behind this server does not have acme/old@v1: use another block."
    );
    assert!(found[0].fixes.is_empty());
    let back =
        merged.extended("flowdeck-catalogue 1\nblock acme/old@v1\n\t:called Old\n\tname str !\n").unwrap();
    assert_eq!(errors(&back, r#"{"type":"acme/old@v1","name":"o"}"#), []);
}

#[test]
fn what_is_no_description_is_refused_in_words() {
    for (text, words) in [
        ("{}", "list of “blocks”"),
        ("[]", "list of “blocks”"),
        (r#"{"blocks":[]}"#, "no block at all"),
        (r#"{"blocks":[{"name":"x"},5,null]}"#, "names the type"),
        (r#"{"message":"Unauthorized"}"#, "list of “blocks”"),
    ] {
        let why = small().describe(&node(text)).unwrap_err();
        assert!(why.contains(words), "{text}: {why}");
    }
}

/// Found by the fuzzer: a block that has the name of a known one among its own.
#[test]
fn a_block_that_takes_the_name_of_another_is_the_one_that_is_meant() {
    let block = r#"{"manifest_type_identifier":"a/new@v1","manifest_type_identifier_aliases":["acme/old@v1"],
        "block_schema":{"required":["depth"],"properties":{"depth":{"type":"integer"}}}}"#;
    let (description, merged) = described(&[&blur("\"a\"", "", IMAGE), block]);
    assert_eq!((&*description.added, &*description.missing), (&["a/new@v1".to_owned()][..], &[][..]));
    for name in ["a/new@v1", "acme/old@v1"] {
        assert_eq!(
            errors(&merged, &format!(r#"{{"type":"{name}","name":"o","depth":[]}}"#))[0].1,
            "/steps/0/depth"
        );
    }
}

/// Found by the fuzzer: a list of at least -14524 items.
#[test]
fn limits_that_are_none_limit_nothing() {
    let block = r#"{"manifest_type_identifier":"a/odd@v1","block_schema":{"properties":{
        "list":{"type":"array","items":{"type":"integer","minimum":1e400},"minItems":-14524,"maxItems":1e30},
        "table":{"type":"object","minProperties":0.5},"number":{"type":"number","maximum":-0.0,"exclusiveMinimum":-1E+2}}}}"#;
    let (_, merged) = described(&[block]);
    let step = |rest: &str| format!(r#"{{"type":"a/odd@v1","name":"o"{rest}}}"#);
    assert_eq!(errors(&merged, &step(r#","list":[],"table":{},"number":-5"#)), []);
    assert_eq!(errors(&merged, &step(r#","number":-100"#)), [("FD0303", "/steps/0/number".to_owned())]);
}

#[test]
fn models_within_models_do_not_end_the_program() {
    let models: Vec<String> = (0..5_000)
        .map(|at| format!(r##""M{at}":{{"properties":{{"next":{{"$ref":"#/$defs/M{}"}}}}}}"##, at + 1))
        .collect();
    let nested = format!("{}{{}}{}", r#"{"type":"array","items":"#.repeat(200), "}".repeat(200));
    let block = format!(
        r##"{{"manifest_type_identifier":"a/deep@v1","block_schema":{{"$defs":{{{}}},"properties":{{"a":{{"$ref":"#/$defs/M0"}},"b":{nested}}}}}}}"##,
        models.join(",")
    );
    let (_, merged) = described(&[&block]);
    assert_eq!(errors(&merged, r#"{"type":"a/deep@v1","name":"x"}"#), []);
}

/// Types that name each other twice double with each of them.
#[test]
fn types_that_refer_to_types_end() {
    let types: Vec<String> = (0..30)
        .map(|at| {
            let next = format!(r##"{{"$ref":"#/$defs/T{}"}}"##, at + 1);
            format!(r#""T{at}":{{"anyOf":[{}]}}"#, vec![next; 40].join(","))
        })
        .collect();
    let block = format!(
        r##"{{"manifest_type_identifier":"a/wide@v1","block_schema":{{"$defs":{{{}}},"properties":{{"a":{{"$ref":"#/$defs/T0"}},
        "b":{{"type":"integer"}}}}}}}}"##,
        types.join(",")
    );
    let (description, merged) = described(&[&block]);
    assert!(description.text.len() < 2_000_000, "{}", description.text.len());
    assert_eq!(errors(&merged, r#"{"type":"a/wide@v1","name":"x","a":5,"b":5}"#), []);
}

/// Any JSON, with the words of descriptions among its names.
fn json_like() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        Just("null".to_owned()),
        Just("true".to_owned()),
        any::<i16>().prop_map(|number| number.to_string()),
        proptest::sample::select(vec!["1e400", "-0.0", "1.5", "99999999999", "1E+5"]).prop_map(str::to_owned),
        "[a-z$#/\\PC]{0,6}".prop_map(|text| Node::string(&text).to_compact()),
        proptest::sample::select(vec!["string", "object", "array", "#/$defs/A", "acme/blur@v1", "image"])
            .prop_map(|text| format!("\"{text}\"")),
    ];
    let names = proptest::sample::select(vec![
        "blocks",
        "block_schema",
        "properties",
        "$defs",
        "A",
        "anyOf",
        "enum",
        "const",
        "type",
        "items",
        "$ref",
        "manifest_type_identifier",
        "outputs_manifest",
        "kind",
        "name",
        "default",
        "required",
        "minimum",
        "exclusiveMaximum",
        "minItems",
        "maxItems",
        "minProperties",
        "reference",
        "discriminator",
        "oneOf",
        "additionalProperties",
        "prefixItems",
        "deprecated",
        "pattern",
        "a b\\n>",
    ]);
    leaf.prop_recursive(6, 60, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(|items| format!("[{}]", items.join(","))),
            prop::collection::vec((names.clone(), inner), 0..6).prop_map(|entries| {
                let entries: Vec<String> =
                    entries.iter().map(|(name, value)| format!("\"{name}\":{value}")).collect();
                format!("{{{}}}", entries.join(","))
            }),
        ]
    })
}

proptest! {
    /// Whatever a server answers, it is refused or it makes a catalogue.
    #[test]
    fn any_answer_is_refused_or_makes_a_catalogue(schema in json_like(), outputs in json_like(), whole in json_like()) {
        let base = small();
        let block = format!(
            r#"{{"blocks":[{{"manifest_type_identifier":"x/y@v1","block_schema":{schema},"outputs_manifest":{outputs}}},
            {{"manifest_type_identifier":"acme/blur@v1","block_schema":{schema},"outputs_manifest":{outputs}}},{whole}]}}"#
        );
        for text in [block, whole] {
            if let Ok(description) = base.describe(&node(&text)) {
                let merged = base.extended(&description.text);
                prop_assert!(merged.is_ok(), "{:?}\n{}", merged.err(), description.text);
            }
        }
    }
}

#[test]
fn how_a_block_of_its_own_is_shown_comes_with_its_description() {
    let block = r#"{"manifest_type_identifier":"shop/ask@v1","human_friendly_block_name":"Ask","outputs_manifest":[],
        "block_schema":{"ui_manifest":{"section":"model","popular":true,"needsGPU":true,"blockPriority":5.5},"search_keywords":["q","a"],
        "required":["name"],"properties":{"name":{"type":"string"},
            "task":{"enum":["b","a"],"always_visible":true,"values_metadata":{"b":{"name":"Bee","description":"no"}},"recommended_parsers":{"a":"x/y@v1"}},
            "say \"it\"":{"type":"string","default":"","multiline":true,"description":"What is\nsaid.","relevant_for":{"task":{"values":["b","a"],"required":true},"gone":{"values":[1]}}}}}}"#;
    let (_, merged) = described(&[block]);
    let ask = merged.block("shop/ask@v1").unwrap();
    assert!(ask.shown.popular && ask.shown.gpu && !ask.shown.key);
    assert_eq!((&*ask.shown.section, ask.shown.rank, ask.shown.words.len()), ("model", Some(5.5), 2));
    let hints = |name: &str| ask.hints(ask.field_index(name).unwrap()).cloned().collect::<Vec<_>>();
    let pair = |a: &str, b: &str| vec![(a.into(), b.into())];
    assert_eq!(
        hints("task"),
        [Hint::Always, Hint::Parsers(pair("a", "x/y@v1")), Hint::Names(pair("b", "Bee"))]
    );
    let task = u16::try_from(ask.field_index("task").unwrap()).unwrap();
    let values = vec![Value::Str("a".into()), Value::Str("b".into())];
    let when = Hint::When(Relevance { field: task, values, required: true });
    assert_eq!(hints("say \"it\""), [Hint::Multiline, when, Hint::About("What is said.".into())]);
}

#[test]
fn a_catalogue_may_know_more_of_how_a_block_is_shown_than_we_do() {
    let text = format!(
        "{SMALL}\t:ui glows name\n\t:ui when name\n\t:ui section - bright gpu\n\t:ui always no_field name\n"
    );
    let catalogue = Catalogue::parse(&text).unwrap();
    let block = catalogue.block("acme/old@v1").unwrap();
    assert_eq!(block.hints(0).collect::<Vec<_>>(), [&Hint::Always]);
    assert!(block.shown.gpu && block.shown.section.is_empty());
}
