//! The layered layout of a graph, left to right: inputs first, outputs last, links mostly forward and few of them
//! crossing. The classical phases (Sugiyama): rank, order, place. The same graph and sizes always give the same places.
//! Knows nothing of how a node looks beyond its size, nor of how links are drawn.
mod order;
mod place;
mod proper;
mod rank;

use order::Layers;
use proper::Proper;

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

/// The places of the nodes of any graph: with cycles, loops, repeated edges, edges to what is not there. Sizes that are no
/// positive numbers count as zero. `hints` are heights, one a node, that the order within each column should keep to unless
/// another has fewer crossings.
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
    placed(&proper, &layers, &centres, &sizes, spacing)
}

/// The place of each node, in the middle of its column.
fn placed(proper: &Proper, layers: &Layers, centres: &[f64], sizes: &[Size], spacing: Spacing) -> Vec<Rect> {
    let columns = columns(proper, layers, sizes, spacing);
    let place = |(node, size): (usize, &Size)| {
        let (left, width) = columns[proper.rank[node]];
        Rect {
            x: left + (width - size.width) / 2.0,
            y: spacing.margin + centres[node] - size.height / 2.0,
            width: size.width,
            height: size.height,
        }
    };
    sizes.iter().enumerate().map(place).collect()
}

/// The left edge and width of each column.
fn columns(proper: &Proper, layers: &Layers, sizes: &[Size], spacing: Spacing) -> Vec<(f64, f64)> {
    let mut left = spacing.margin;
    layers
        .iter()
        .map(|layer| {
            let widths = layer.iter().filter(|&&vertex| !proper.is_waypoint(vertex));
            let width = widths.map(|&node| sizes[node].width).fold(0.0, f64::max);
            let column = (left, width);
            left += width + spacing.column;
            column
        })
        .collect()
}

fn sane(size: Size) -> Size {
    let sane = |value: f64| if value.is_finite() && value > 0.0 { value } else { 0.0 };
    Size { width: sane(size.width), height: sane(size.height) }
}

#[cfg(test)]
mod tests;
