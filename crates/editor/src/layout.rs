//! The layered layout of a graph, left to right: inputs first, outputs last, links mostly forward and few of them
//! crossing. The classical four phases (Sugiyama): rank, order, place, route. The same graph and sizes always
//! give the same drawing. Knows nothing of how a node looks beyond its size.
mod order;
mod place;
mod proper;
mod rank;
mod route;

use crate::number::short;
use flowdeck_spec::graph::{Graph, Role};

pub use crate::geometry::{Point, Rect, Size};

/// Where a node belongs, if it has a fixed side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lane {
    /// In the first column, unless something leads to it.
    First,
    /// Wherever its links put it.
    Free,
    /// In the last column, unless it leads to something.
    Last,
}

/// Distances in pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spacing {
    /// Between columns: room for the links' curves.
    pub column: f64,
    /// Between the nodes of a column.
    pub row: f64,
    /// Around the whole drawing.
    pub margin: f64,
}

impl Default for Spacing {
    fn default() -> Self {
        Self { column: 88.0, row: 24.0, margin: 24.0 }
    }
}

/// A link's curve: a start, then cubic Bézier segments.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Path {
    /// The start, then for each segment two control points and its end: `1 + 3 × segments` points.
    pub points: Vec<Point>,
}

impl Path {
    /// The curve as the `d` of an SVG path.
    #[must_use]
    pub fn to_svg(&self) -> String {
        let mut out = String::new();
        for (index, point) in self.points.iter().enumerate() {
            let command = match index {
                0 => "M",
                index if index % 3 == 1 => "C",
                _ => " ",
            };
            out.push_str(command);
            out.push_str(&short(point.x));
            out.push(' ');
            out.push_str(&short(point.y));
        }
        out
    }
}

/// A drawing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Layout {
    /// The places, in the order of the given nodes.
    pub nodes: Vec<Rect>,
    /// The curves, in the order of the given edges.
    pub edges: Vec<Path>,
    /// The drawing's width, margins included.
    pub width: f64,
    /// Its height, margins included.
    pub height: f64,
}

/// Lays out a workflow. `size` tells how large each node of the graph is drawn.
#[must_use]
pub fn of(graph: &Graph, spacing: Spacing, size: impl Fn(usize) -> Size) -> Layout {
    let nodes: Vec<(Size, Lane)> = graph
        .nodes
        .iter()
        .enumerate()
        .map(|(index, node)| {
            let lane = match node.role {
                Role::Input => Lane::First,
                // An input that is missing stands where it would be.
                Role::Missing if node.key.starts_with("$inputs.") => Lane::First,
                Role::Output => Lane::Last,
                Role::Step | Role::Missing => Lane::Free,
            };
            (size(index), lane)
        })
        .collect();
    let edges: Vec<(usize, usize)> = graph.edges.iter().map(|edge| (edge.from, edge.to)).collect();
    layered(&nodes, &edges, spacing)
}

/// Lays out any graph. Cycles, loops, repeated and parallel edges are drawn; an edge that names a node which is
/// not there gets an empty path. Sizes that are no positive numbers count as zero.
#[must_use]
pub fn layered(nodes: &[(Size, Lane)], edges: &[(usize, usize)], spacing: Spacing) -> Layout {
    let sizes: Vec<Size> = nodes.iter().map(|(size, _)| sane(*size)).collect();
    let lanes: Vec<Lane> = nodes.iter().map(|(_, lane)| *lane).collect();
    let ranked = rank::rank(&lanes, edges);
    let proper = proper::build(&ranked, edges, &sizes);
    let layers = order::order(&proper, None);
    let centres = place::place(&proper, &layers, spacing.row);
    route::draw(&proper, &ranked, &layers, &centres, &sizes, edges, spacing)
}

/// The places of the nodes alone, for whoever draws the links otherwise. `hints` are heights, one a node, that the order
/// within each column should keep to unless another has fewer crossings.
#[must_use]
pub fn places(
    nodes: &[(Size, Lane)],
    edges: &[(usize, usize)],
    spacing: Spacing,
    hints: Option<&[f64]>,
) -> Vec<Rect> {
    let sizes: Vec<Size> = nodes.iter().map(|(size, _)| sane(*size)).collect();
    let lanes: Vec<Lane> = nodes.iter().map(|(_, lane)| *lane).collect();
    let proper = proper::build(&rank::rank(&lanes, edges), edges, &sizes);
    let layers = order::order(&proper, hints);
    let centres = place::place(&proper, &layers, spacing.row);
    route::nodes(&proper, &layers, &centres, &sizes, spacing)
}

fn sane(size: Size) -> Size {
    let sane = |value: f64| if value.is_finite() && value > 0.0 { value } else { 0.0 };
    Size { width: sane(size.width), height: sane(size.height) }
}

#[cfg(test)]
mod tests;
