//! The outline of a workflow: the accessible twin of the canvas. A tree of inputs, steps in the order in which they run,
//! and outputs; below each item the wires that lead to it and away from it, each with where it leads.
mod sentence;
mod tree;

pub use tree::{Key, Tree};

use flowdeck_spec::compile::Compiled;
use flowdeck_spec::graph::{Graph, GraphEdge, GraphNode, Role};
use flowdeck_spec::{Diagnostic, Severity};
use std::collections::HashMap;

/// What a row stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// An item of the workflow.
    Item(Role),
    /// A wire that leads to it.
    Taken,
    /// A wire that leads away from it.
    Given,
}

/// One row of the tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Its own name among all rows, the same after an edit that leaves it be.
    pub key: String,
    /// The item that it belongs to: `$inputs.x`, `$steps.x`, `$outputs.x`.
    pub item: String,
    /// What it stands for.
    pub part: Part,
    /// What it is called: the item's name, the property that takes, or the output that gives.
    pub name: String,
    /// What it is, or what the wire's other end is.
    pub detail: String,
    /// All of it in words, for a screen reader.
    pub sentence: String,
    /// How deep it is: 1 for an item, 2 for a wire.
    pub level: usize,
    /// Which of its siblings it is, from 1.
    pub place: usize,
    /// How many siblings there are, itself included.
    pub siblings: usize,
    /// How many rows below it belong to it.
    pub children: usize,
    /// The item at a wire's other end.
    pub other: Option<String>,
    /// How many errors and warnings it has.
    pub problems: usize,
    /// The worst of them.
    pub worst: Option<Severity>,
}

/// The rows in their order; an item's wires follow it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outline {
    /// The rows.
    pub rows: Vec<Row>,
}

/// Makes the outline of a workflow. `problems` are those of the specification, with pointers that begin at its root.
#[must_use]
pub fn of(graph: &Graph, compiled: &Compiled, problems: &[Diagnostic]) -> Outline {
    let wires = Wires::of(graph);
    let told = told(graph, problems);
    let order = order(graph, compiled);
    let mut rows: Vec<Row> = Vec::with_capacity(graph.nodes.len() + graph.edges.len() * 2);
    let mut seen: HashMap<String, usize> = HashMap::new();
    for (place, &at) in order.iter().enumerate() {
        let (Some(node), Some(told)) = (graph.nodes.get(at), told.get(at)) else { continue };
        let mut key = node.key.clone();
        // Of two items with one name each still has a row of its own.
        if seen.insert(key.clone(), at).is_some() {
            key.push('@');
            key.push_str(&node.pointer);
        }
        let (taken, given) = (wires.taken(at), wires.given(at));
        let sentence = sentence::item(graph, node, &taken, &given, told);
        let row = Row {
            key: key.clone(),
            item: node.key.clone(),
            part: Part::Item(node.role),
            name: named(&node.name),
            detail: if node.role == Role::Output { String::from("Output") } else { node.detail.clone() },
            sentence,
            level: 1,
            place: place + 1,
            siblings: order.len(),
            children: taken.len() + given.len(),
            other: None,
            problems: told.len(),
            worst: worst(told),
        };
        rows.push(row);
        let siblings = taken.len() + given.len();
        let ends = taken
            .iter()
            .map(|edge| (Part::Taken, *edge))
            .chain(given.iter().map(|edge| (Part::Given, *edge)));
        for (place, (part, edge)) in ends.enumerate() {
            let mut row = wire(graph, node, part, edge, told);
            row.key.insert_str(0, &key);
            if seen.insert(row.key.clone(), at).is_some() {
                row.key.push('@');
                row.key.push_str(&place.to_string());
            }
            (row.place, row.siblings) = (place + 1, siblings);
            rows.push(row);
        }
    }
    Outline { rows }
}

/// The row of a wire; its key begins with that of its item, which is put before it.
fn wire(graph: &Graph, node: &GraphNode, part: Part, edge: &GraphEdge, told: &[&Diagnostic]) -> Row {
    let other = graph.nodes.get(if part == Part::Taken { edge.from } else { edge.to });
    let mut key = String::from(if part == Part::Taken { " < " } else { " > " });
    for (place, text) in
        [&edge.property, other.map_or(&edge.output, |other| &other.key), &edge.output].iter().enumerate()
    {
        if place > 0 {
            key.push(' ');
        }
        key.push_str(text);
    }
    let about: Vec<&Diagnostic> = match part {
        Part::Taken => told.iter().filter(|problem| is_about(problem, &edge.property)).copied().collect(),
        _ => Vec::new(),
    };
    let (name, detail) = sentence::wire(part, edge, other);
    let mut row = Row {
        key,
        item: node.key.clone(),
        part,
        sentence: String::new(),
        name,
        detail,
        level: 2,
        place: 0,
        siblings: 0,
        children: 0,
        other: other.map(|other| other.key.clone()),
        problems: about.len(),
        worst: worst(&about),
    };
    row.sentence.push_str(&row.name);
    row.sentence.push(' ');
    row.sentence.push_str(&row.detail);
    row.sentence.push('.');
    sentence::problems(&mut row.sentence, &about);
    row
}

fn named(name: &str) -> String {
    String::from(if name.is_empty() { "(no name)" } else { name })
}

/// Whether a problem is about a property, or about the object that holds it.
fn is_about(problem: &Diagnostic, property: &str) -> bool {
    let own = property.split('/').next().unwrap_or_default();
    problem.property.as_deref() == Some(own)
}

fn worst(told: &[&Diagnostic]) -> Option<Severity> {
    told.iter().map(|problem| problem.severity).min()
}

/// The errors and warnings of each node, the worst first.
fn told<'a>(graph: &Graph, problems: &'a [Diagnostic]) -> Vec<Vec<&'a Diagnostic>> {
    let mut by_pointer: HashMap<String, usize> = HashMap::new();
    for (at, node) in graph.nodes.iter().enumerate().filter(|(_, node)| !node.pointer.is_empty()) {
        by_pointer.insert(node.pointer.clone(), at);
    }
    let mut out = vec![Vec::new(); graph.nodes.len()];
    for severity in [Severity::Error, Severity::Warning] {
        for problem in problems.iter().filter(|problem| problem.severity == severity) {
            let end = problem.pointer.match_indices('/').nth(2).map_or(problem.pointer.len(), |(end, _)| end);
            let at = problem.pointer.get(..end).and_then(|pointer| by_pointer.get(pointer));
            if let Some(list) = at.and_then(|&at| out.get_mut(at)) {
                list.push(problem);
            }
        }
    }
    out
}

/// Inputs, steps as they run, those that wait for each other, outputs, and what is named but missing.
fn order(graph: &Graph, compiled: &Compiled) -> Vec<usize> {
    let mut run: HashMap<String, usize> = HashMap::new();
    for (place, &step) in compiled.order().iter().enumerate() {
        let Some(name) = compiled.name(step as usize) else { continue };
        // The steps of an inner workflow stand for it: they go by its name and their own.
        if let Some((outer, _)) = name.split_once("__") {
            run.entry(String::from(outer)).or_insert(place);
        }
        run.insert(name, place);
    }
    let rank = |node: &GraphNode| match node.role {
        Role::Input => (0, 0),
        Role::Step => (1, run.get(&node.name).copied().unwrap_or(usize::MAX)),
        Role::Output => (2, 0),
        Role::Missing => (3, 0),
    };
    let ranks: Vec<(u8, usize)> = graph.nodes.iter().map(rank).collect();
    flowdeck_spec::order::places(ranks.len(), &mut |a, b| ranks.get(a).cmp(&ranks.get(b)))
}

/// The edges by their ends.
struct Wires<'a> {
    graph: &'a Graph,
    taken: Vec<Vec<usize>>,
    given: Vec<Vec<usize>>,
}

impl<'a> Wires<'a> {
    fn of(graph: &'a Graph) -> Self {
        let (mut taken, mut given) =
            (vec![Vec::new(); graph.nodes.len()], vec![Vec::new(); graph.nodes.len()]);
        for (place, edge) in graph.edges.iter().enumerate() {
            if let Some(list) = taken.get_mut(edge.to) {
                list.push(place);
            }
            if let Some(list) = given.get_mut(edge.from) {
                list.push(place);
            }
        }
        Self { graph, taken, given }
    }

    fn taken(&self, at: usize) -> Vec<&'a GraphEdge> {
        self.edges(self.taken.get(at))
    }

    fn given(&self, at: usize) -> Vec<&'a GraphEdge> {
        self.edges(self.given.get(at))
    }

    fn edges(&self, places: Option<&Vec<usize>>) -> Vec<&'a GraphEdge> {
        places.into_iter().flatten().filter_map(|&place| self.graph.edges.get(place)).collect()
    }
}
