//! An item and its wires in words: what a screen reader says where others see a box with lines.
use super::{Part, named};
use flowdeck_spec::Diagnostic;
use flowdeck_spec::graph::{Graph, GraphEdge, GraphNode, Role};

/// Longer lists are cut: the rows below the item have all of it.
const MOST: usize = 6;

/// All that there is to say of an item.
pub(super) fn item(
    graph: &Graph,
    node: &GraphNode,
    taken: &[&GraphEdge],
    given: &[&GraphEdge],
    told: &[&Diagnostic],
) -> String {
    let mut out = named(&node.name);
    out.push_str(", ");
    match node.role {
        Role::Output => out.push_str("output."),
        Role::Step => {
            out.push_str(&node.detail);
            out.push_str(", step.");
        }
        Role::Input | Role::Missing => {
            out.push_str(&node.detail);
            out.push('.');
        }
    }
    let other = |at: usize| graph.nodes.get(at);
    let takes = taken.iter().filter(|edge| !edge.is_control).map(|edge| {
        let mut words = String::new();
        if node.role != Role::Output {
            words.push_str(&edge.property);
            words.push_str(" from ");
        }
        words.push_str(&source(edge, other(edge.from)));
        words
    });
    say(&mut out, " Takes ", takes, ".");
    let gates = taken.iter().filter(|edge| edge.is_control).filter_map(|edge| other(edge.from));
    say(&mut out, " Runs only if ", gates.map(target), " lets it.");
    gives(&mut out, graph, node, given);
    let decides = given.iter().filter(|edge| edge.is_control).filter_map(|edge| other(edge.to));
    say(&mut out, " Decides whether to run ", decides.map(target), ".");
    problems(&mut out, told);
    out
}

fn gives(out: &mut String, graph: &Graph, node: &GraphNode, given: &[&GraphEdge]) {
    let mut outputs: Vec<&str> = Vec::new();
    for edge in given.iter().filter(|edge| !edge.is_control) {
        if !outputs.contains(&&*edge.output) {
            outputs.push(&edge.output);
        }
    }
    for output in &outputs {
        let ends = given.iter().filter(|edge| !edge.is_control && edge.output == **output);
        let mut ends: Vec<String> = ends.filter_map(|edge| graph.nodes.get(edge.to)).map(target).collect();
        ends.dedup();
        let mut start = String::from(if output.is_empty() { " Goes to " } else { " Gives " });
        if !output.is_empty() {
            start.push_str(if *output == "*" { "everything" } else { output });
            start.push_str(" to ");
        }
        say(out, &start, ends.into_iter(), ".");
    }
    if outputs.is_empty() && node.role == Role::Input {
        out.push_str(" Not used.");
    }
}

/// A sentence with a list in it, unless the list is empty.
fn say(out: &mut String, start: &str, words: impl Iterator<Item = String>, end: &str) {
    let mut count = 0;
    for word in words {
        count += 1;
        if count <= MOST {
            out.push_str(if count == 1 { start } else { ", " });
            out.push_str(&word);
        }
    }
    if count > MOST {
        out.push_str(" and ");
        out.push_str(&(count - MOST).to_string());
        out.push_str(" more");
    }
    if count > 0 {
        out.push_str(end);
    }
}

/// How many problems there are, and the first of them.
pub(super) fn problems(out: &mut String, told: &[&Diagnostic]) {
    let Some(first) = told.first() else { return };
    out.push(' ');
    out.push_str(&told.len().to_string());
    out.push_str(if told.len() == 1 { " problem: " } else { " problems, the first: " });
    out.push_str(&first.message);
}

/// Where a wire comes from, as its selector says it.
fn source(edge: &GraphEdge, from: Option<&GraphNode>) -> String {
    let mut out = from.map(|node| node.key.clone()).unwrap_or_default();
    if !edge.output.is_empty() {
        out.push('.');
        out.push_str(&edge.output);
    }
    out
}

fn target(node: &GraphNode) -> String {
    let mut out = String::from(if node.role == Role::Output { "output " } else { "" });
    out.push_str(&named(&node.name));
    out
}

/// A wire's name and what is at its other end.
pub(super) fn wire(part: Part, edge: &GraphEdge, other: Option<&GraphNode>) -> (String, String) {
    let end = other.map(target).unwrap_or_default();
    let mut detail = String::new();
    let name = match (part == Part::Taken, edge.is_control) {
        (true, true) => {
            detail.push_str("if ");
            detail.push_str(&end);
            detail.push_str(" lets it");
            "runs"
        }
        (true, false) => {
            detail.push_str("from ");
            detail.push_str(&source(edge, other));
            &edge.property
        }
        (false, true) => {
            detail.push_str("whether to run ");
            detail.push_str(&end);
            "decides"
        }
        (false, false) => {
            detail.push_str("to ");
            detail.push_str(&end);
            if other.is_some_and(|other| other.role == Role::Step) {
                detail.push_str(", ");
                detail.push_str(&edge.property);
            }
            match &*edge.output {
                "" => "goes",
                "*" => "everything",
                output => output,
            }
        }
    };
    (String::from(name), detail)
}
