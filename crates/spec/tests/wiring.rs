//! Laws of graph and checks over specifications of every wiring, sound or not.
#![allow(clippy::unwrap_used, reason = "what a test does not expect stops it")]
use flowdeck_spec::graph::{self, Role};
use flowdeck_spec::{Catalogue, config, lint};
use proptest::prelude::*;
use std::collections::BTreeSet;

/// One block with a property of each reach.
fn catalogue() -> Catalogue {
    let text = "flowdeck-catalogue 1\nengine 1.17.0\nkind image\nblock t\n\t:called T\n\tname str !\n\tflat any =null @whole:both:*\n\
        \tlisted any =null @items:both:*\n\tkeyed any =null @values:both:*\n\t> a *\n\t> b *\n";
    Catalogue::parse(text).unwrap()
}

/// A selector, right or wrong, over a handful of names.
fn selector() -> impl Strategy<Value = String> {
    ("[ab]", "[xyz]", "[ab]").prop_flat_map(|(input, step, output)| {
        prop_oneof![
            Just(format!("$inputs.{input}")),
            Just(format!("$steps.{step}")),
            Just(format!("$steps.{step}.{output}")),
            Just(format!("$steps.{step}.*")),
            Just(format!("$steps..{output}")),
            Just(String::from("$inputs.")),
            Just(String::from("5")),
        ]
    })
}

/// A specification with one property of each reach in every step.
fn specification() -> impl Strategy<Value = String> {
    let input = "[ab]".prop_map(|name| format!(r#"{{"type":"WorkflowImage","name":"{name}"}}"#));
    let step = ("[xyz]", selector(), selector(), selector()).prop_map(|(name, flat, listed, keyed)| {
        format!(
            r#"{{"type":"t","name":"{name}","flat":"{flat}","listed":["{listed}"],"keyed":{{"k":"{keyed}"}}}}"#
        )
    });
    let output = ("[ab]", selector()).prop_map(|(name, target)| {
        format!(r#"{{"type":"JsonField","name":"{name}","selector":"{target}"}}"#)
    });
    let list = |count| 0_usize..count;
    (
        prop::collection::vec(input, list(3)),
        prop::collection::vec(step, list(5)),
        prop::collection::vec(output, list(4)),
    )
        .prop_map(|(inputs, steps, outputs)| {
            let (inputs, steps, outputs) = (inputs.join(","), steps.join(","), outputs.join(","));
            format!(r#"{{"version":"1.0","inputs":[{inputs}],"steps":[{steps}],"outputs":[{outputs}]}}"#)
        })
}

proptest! {
    #[test]
    fn every_edge_joins_nodes_and_every_missing_one_is_reported(text in specification()) {
        let spec = config::read(&text).unwrap();
        let graph = graph::of(&spec);
        let items = |key| spec.get(key).map_or(0, |list| list.items().len());
        let defined = items("inputs") + items("steps") + items("outputs");
        prop_assert_eq!(graph.nodes.iter().filter(|node| node.role != Role::Missing).count(), defined);
        for edge in &graph.edges {
            prop_assert!(edge.from < graph.nodes.len() && edge.to < graph.nodes.len());
            prop_assert!(graph.nodes[edge.from].role != Role::Output && graph.nodes[edge.to].role != Role::Input);
        }
        for node in graph.nodes.iter().filter(|node| node.role != Role::Missing) {
            let defined = spec.pointer(&node.pointer).unwrap();
            prop_assert_eq!(defined.get("name").unwrap().as_str().unwrap(), node.name.as_str());
        }
        let missing: BTreeSet<&str> = graph
            .nodes
            .iter()
            .filter(|node| node.role == Role::Missing)
            .map(|node| node.name.as_str())
            .collect();
        let findings = lint::check_text(&text, &catalogue());
        for name in missing {
            let said = format!("“{name}”");
            prop_assert!(findings.iter().any(|finding| finding.code == "FD0201" && finding.message.contains(&said)));
        }
    }

    #[test]
    fn a_finding_stands_at_its_pointer_with_or_without_the_wrapping(text in specification()) {
        let wrapped = config::normalise(&text).unwrap();
        let (bare, stored) = (lint::check_text(&text, &catalogue()), lint::check_text(&wrapped, &catalogue()));
        prop_assert_eq!(bare.len(), stored.len());
        for (bare, stored) in bare.iter().zip(&stored) {
            prop_assert_eq!(&bare.message, &stored.message);
            prop_assert_eq!(&text[bare.range.clone()], &wrapped[stored.range.clone()]);
            prop_assert_eq!(&format!("/specification{}", bare.pointer), &stored.pointer);
        }
    }

    #[test]
    fn fixes_never_make_it_worse(text in specification()) {
        let catalogue = catalogue();
        let before = lint::error_count(&text, &catalogue);
        for fix in lint::check_text(&text, &catalogue).into_iter().flat_map(|finding| finding.fixes) {
            let mended = fix.apply(&text);
            prop_assert!(lint::error_count(&mended, &catalogue) <= before, "{}: {mended}", fix.title);
        }
    }
}
