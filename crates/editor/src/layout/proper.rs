//! Phase 2: a graph whose links join neighbouring columns only. A longer link is led through waypoints, one in
//! each column that it passes, so that it has room of its own there. Links that leave one node share waypoints: a
//! value that many steps use makes one trunk rather than a bundle.
use super::Size;
use super::rank::{Course, Ranked};

/// The room of a waypoint in its column, pixels.
const WAYPOINT_HEIGHT: f64 = 6.0;
/// Waypoints for each node, at most; the longest links go without, so that dense graphs stay quick.
const WAYPOINTS_PER_NODE: usize = 8;
/// Waypoints that any graph may have.
const WAYPOINTS: usize = 2_000;

/// Nodes first (by their index), then waypoints.
pub(super) struct Proper {
    /// How many of the vertices are nodes.
    pub(super) nodes: usize,
    /// The column of each vertex.
    pub(super) rank: Vec<usize>,
    /// The height of each vertex.
    pub(super) height: Vec<f64>,
    /// The neighbours of each vertex in the column before.
    pub(super) before: Vec<Vec<usize>>,
    /// The neighbours of each vertex in the column after.
    pub(super) after: Vec<Vec<usize>>,
    /// How many columns there are.
    pub(super) columns: usize,
}

impl Proper {
    /// Whether a vertex is a waypoint.
    pub(super) const fn is_waypoint(&self, vertex: usize) -> bool {
        vertex >= self.nodes
    }
}

pub(super) fn build(ranked: &Ranked, edges: &[(usize, usize)], sizes: &[Size]) -> Proper {
    let nodes = sizes.len();
    let mut proper = Proper {
        nodes,
        rank: ranked.rank.clone(),
        height: sizes.iter().map(|size| size.height).collect(),
        before: vec![Vec::new(); nodes],
        after: vec![Vec::new(); nodes],
        columns: ranked.count,
    };
    let mut by_length: Vec<usize> =
        (0..edges.len()).filter(|&edge| ranked.course[edge] != Course::Nowhere).collect();
    let span = |edge: usize| ranked.rank[edges[edge].0].abs_diff(ranked.rank[edges[edge].1]);
    flowdeck_spec::order::sort(&mut by_length, |&a, &b| span(a).cmp(&span(b)));
    let mut budget = WAYPOINTS + WAYPOINTS_PER_NODE * nodes;
    // The waypoints that the links out of each node share, one a column. Links come by length, so a trunk only grows.
    let mut trunks: Vec<Vec<usize>> = vec![Vec::new(); nodes];
    for edge in by_length {
        let (from, to) = edges[edge];
        // A backward edge has no room of its own, but still pulls its ends together.
        let (low, high) = if ranked.course[edge] == Course::Forward { (from, to) } else { (to, from) };
        let span = ranked.rank[high] - ranked.rank[low];
        if span > 1 && (ranked.course[edge] == Course::Back || span - 1 > budget) {
            continue;
        }
        let mut last = low;
        for column in ranked.rank[low] + 1..ranked.rank[high] {
            let place = column - ranked.rank[low] - 1;
            let waypoint = match trunks[low].get(place) {
                Some(&waypoint) => waypoint,
                None => {
                    budget = budget.saturating_sub(1);
                    let waypoint = proper.rank.len();
                    proper.rank.push(column);
                    proper.height.push(WAYPOINT_HEIGHT);
                    proper.before.push(vec![last]);
                    proper.after.push(Vec::new());
                    proper.after[last].push(waypoint);
                    trunks[low].push(waypoint);
                    waypoint
                }
            };
            last = waypoint;
        }
        if !is_joined(&proper, last, high) {
            proper.after[last].push(high);
            proper.before[high].push(last);
        }
    }
    proper
}

/// Whether two neighbours are joined already; the one with fewer links is asked.
fn is_joined(proper: &Proper, left: usize, right: usize) -> bool {
    let (after, before) = (&proper.after[left], &proper.before[right]);
    if after.len() < before.len() { after.contains(&right) } else { before.contains(&left) }
}
