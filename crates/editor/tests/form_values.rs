//! Changes inside of values, chains of operations and conditions.
#![allow(clippy::unwrap_used, reason = "what a test does not expect stops it")]
use flowdeck_editor::form::operations::{self, Data};
use flowdeck_editor::form::{condition, edit};
use flowdeck_spec::compile::compile;
use flowdeck_spec::{Catalogue, Node, Severity, json};
use proptest::prelude::*;
use std::rc::Rc;

const CATALOGUE: &str = include_str!("../../../static/catalogue.txt");

fn catalogue() -> Catalogue {
    Catalogue::parse(CATALOGUE).unwrap()
}

fn node(text: &str) -> Node {
    json::parse(text).root.unwrap()
}

/// What the engine would say of a step with this value in a property.
fn compiles(catalogue: &Catalogue, step: &str, key: &str, value: Node) -> Result<(), String> {
    let step = node(step).with(key, value);
    let specification =
        r#"{"version":"1.0","inputs":[{"type":"WorkflowParameter","name":"x"}],"outputs":[]}"#;
    let specification = node(specification).with("steps", Node::Array(Rc::new(vec![step])));
    let (_, found) = compile(&specification, catalogue);
    match found.into_iter().find(|finding| finding.severity == Severity::Error) {
        Some(finding) => Err(format!("{} {}", finding.pointer, finding.message)),
        None => Ok(()),
    }
}

const PROPERTY: &str = r#"{"type":"roboflow_core/property_definition@v1","name":"p","data":"$inputs.x"}"#;
const GATE: &str = r#"{"type":"roboflow_core/continue_if@v1","name":"g","next_steps":[]}"#;

#[test]
fn every_operation_of_the_engine_is_known_and_a_new_one_is_right() {
    let catalogue = catalogue();
    for operation in operations::OPERATIONS {
        let fresh = operations::fresh(&catalogue, operation.tag).unwrap();
        let chain = Node::Array(Rc::new(vec![fresh]));
        assert_eq!(compiles(&catalogue, PROPERTY, "operations", chain), Ok(()), "{}", operation.tag);
    }
    // All that a chain may hold by the catalogue is in our table.
    let chain = CATALOGUE.lines().find_map(|line| line.strip_prefix("type $1 one<")).unwrap();
    for name in chain.trim_end_matches('>').split(',') {
        assert!(operations::find(name.trim_start_matches('#')).is_some(), "{name}");
    }
    assert!(operations::fresh(&catalogue, "NoSuchThing").is_none());
}

#[test]
fn a_chain_offers_what_fits_its_end() {
    let catalogue = catalogue();
    let chain = node(
        r#"[{"type":"DetectionsPropertyExtract","property_name":"class_name"},{"type":"SequenceLength"},{"type":"StringToLowerCase"}]"#,
    );
    let flow = operations::flow(&chain, Data::DETECTIONS);
    assert_eq!(flow, [Data::DETECTIONS, Data::LIST, Data::NUMBER, Data::TEXT]);
    assert_eq!(operations::broken(&chain, Data::DETECTIONS), Some(2));
    let tags = |data: Data| -> Vec<&str> {
        operations::fitting(&catalogue, data).iter().map(|operation| operation.tag).collect()
    };
    assert!(tags(Data::NUMBER).contains(&"NumberRound"));
    assert!(!tags(Data::NUMBER).contains(&"StringToLowerCase"));
    assert_eq!(tags(Data::ANY).len(), operations::OPERATIONS.len());
    assert_eq!(tags(Data::DETECTIONS).first(), Some(&"DetectionsFilter"));
    assert_eq!(operations::words(&chain.items()[0]), "Take a property of each detection: Class name");
}

#[test]
fn every_comparator_makes_a_statement_that_the_engine_takes() {
    let catalogue = catalogue();
    let plain = condition::statement("x", Data::NUMBER);
    for comparator in condition::COMPARATORS {
        let changed = condition::with_comparator(&plain, comparator.tag).unwrap();
        let back = condition::with_comparator(&changed, "==").unwrap();
        assert_eq!(back.get("left_operand"), plain.get("left_operand"), "{}", comparator.tag);
        for statement in [changed, back] {
            let statement = condition::negated(&statement);
            let group = edit::set(&condition::group(), "/statements/0", statement).unwrap();
            let said = compiles(&catalogue, GATE, "condition_statement", group);
            assert_eq!(said, Ok(()), "{}", comparator.tag);
        }
        assert!(
            condition::fitting(&catalogue, comparator.left)
                .contains(&condition::find(comparator.tag).unwrap())
        );
    }
    let numbers = condition::fitting(&catalogue, Data::NUMBER);
    assert!(numbers.iter().all(|comparator| !comparator.tag.starts_with("(String)")));
    assert!(numbers.len() > 8);
    assert_eq!(condition::negated(&condition::negated(&plain)), plain);
}

#[test]
fn a_condition_is_told_in_words() {
    let condition = node(
        r#"{"type":"StatementGroup","operator":"and","statements":[
            {"type":"BinaryStatement","left_operand":{"type":"DynamicOperand","operand_name":"seen","operations":[{"type":"SequenceLength"}]},
             "comparator":{"type":"(Number) >="},"right_operand":{"type":"StaticOperand","value":3}},
            {"type":"StatementGroup","statements":[
              {"type":"UnaryStatement","operand":{"type":"DynamicOperand","operand_name":"door"},"operator":{"type":"(Boolean) is True"},"negate":true},
              {"type":"BinaryStatement","left_operand":{"type":"DynamicOperand","operations":[{"type":"ExtractDetectionProperty","property_name":"class_name"}]},
               "comparator":{"type":"in (Sequence)"},"right_operand":{"type":"StaticOperand","value":["a"]}}]}]}"#,
    );
    assert_eq!(
        condition::words(&condition),
        "seen → Count is at least 3 and (not (door is true) or class name is one of [\"a\"])"
    );
    let operand = condition.pointer("/statements/0/left_operand").unwrap();
    assert_eq!(condition::data_of(operand, &|_| Data::DETECTIONS), Data::NUMBER);
    assert_eq!(condition::data_of(&condition::fixed(node("[]")), &|_| Data::ANY), Data::LIST);
    // Whatever stands in a document has words, and an end.
    for odd in ["5", "{}", r#"{"statements":5}"#, r#"{"statements":[5,{"comparator":[]}]}"#] {
        assert!(condition::words(&node(odd)).len() < 20);
    }
    let deep = (0..100).fold(node("{}"), |inner, _| {
        node(r#"{"statements":[]}"#).with("statements", Node::Array(Rc::new(vec![inner])))
    });
    assert_eq!(condition::words(&deep), "…");
}

fn value() -> impl Strategy<Value = Node> {
    let leaf = prop_oneof![Just(Node::Null), "[a-c~/]{0,3}".prop_map(|text| Node::string(&text))];
    leaf.prop_recursive(3, 24, 4, |inner| {
        let entries = prop::collection::vec(("[a-c~/]{1,2}", inner.clone()), 0..4);
        prop_oneof![
            prop::collection::vec(inner, 0..4).prop_map(|items| Node::Array(Rc::new(items))),
            entries.prop_map(|entries| {
                entries
                    .into_iter()
                    .fold(edit::object(Vec::new()), |object, (key, value)| object.with(&key, value))
            }),
        ]
    })
}

/// The places of all parts of a value.
fn places(node: &Node, at: &str, out: &mut Vec<String>) {
    out.push(at.into());
    for (index, item) in node.items().iter().enumerate() {
        places(item, &format!("{at}/{index}"), out);
    }
    for (key, inner) in node.entries() {
        places(inner, &format!("{at}/{}", json::pointer_token(&key.value())), out);
    }
}

/// Whether one place is within the other, or the same.
fn is_within(a: &str, b: &str) -> bool {
    a == b || a.strip_prefix(b).is_some_and(|rest| rest.starts_with('/'))
}

proptest! {
    #[test]
    fn what_is_set_is_there_and_the_rest_is_as_it_was(value in value(), pick in any::<prop::sample::Index>()) {
        let mut all = Vec::new();
        places(&value, "", &mut all);
        let at = &all[pick.index(all.len())];
        let old = value.pointer(at).unwrap().clone();
        let changed = edit::set(&value, at, Node::string("new")).unwrap();
        prop_assert_eq!(changed.pointer(at), Some(&Node::string("new")));
        for other in all.iter().filter(|other| !is_within(other, at) && !is_within(at, other)) {
            prop_assert_eq!(changed.pointer(other), value.pointer(other));
        }
        prop_assert_eq!(edit::set(&changed, at, old), Some(value));
    }

    #[test]
    fn inserting_and_removing_undo_each_other(
        items in prop::collection::vec(value(), 0..5),
        pick in any::<prop::sample::Index>(),
    ) {
        let list = edit::object(vec![("a/b".into(), Node::Array(Rc::new(items.clone())))]);
        let place = pick.index(items.len() + 1);
        let more = edit::insert(&list, "/a~1b", place, Node::Bool(true)).unwrap();
        let at = |place: usize| format!("/a~1b/{place}");
        prop_assert_eq!(more.pointer(&at(place)), Some(&Node::Bool(true)));
        prop_assert_eq!(edit::remove(&more, &at(place)), Some(list));
        for to in 0..=items.len() {
            let moved = edit::shift(&more, "/a~1b", place, to).unwrap();
            prop_assert_eq!(moved.pointer(&at(to)), Some(&Node::Bool(true)));
            prop_assert_eq!(edit::shift(&moved, "/a~1b", to, place), Some(more.clone()));
        }
        prop_assert_eq!(edit::shift(&more, "/a~1b", 0, items.len() + 1), None);
    }
}

#[test]
fn entries_keep_their_place_under_another_name() {
    let value = node(r#"{"m":{"a":1,"b":2,"c":3}}"#);
    let renamed = edit::rename(&value, "/m", "b", "x").unwrap();
    assert_eq!(renamed.to_compact(), r#"{"m":{"a":1,"x":2,"c":3}}"#);
    assert_eq!(edit::rename(&value, "/m", "b", "c"), None);
    assert_eq!(edit::rename(&value, "/m", "z", "y"), None);
    assert_eq!(edit::free_name(value.get("m").unwrap(), "a"), "a_2");
    assert_eq!(edit::remove(&value, "/m/z"), None);
    assert_eq!(edit::set(&value, "/no/where", Node::Null), None);
    let more = edit::set(&value, "/m/d", Node::Null).unwrap();
    assert_eq!(more.to_compact(), r#"{"m":{"a":1,"b":2,"c":3,"d":null}}"#);
}
