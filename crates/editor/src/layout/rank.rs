//! Phase 1: the column of each node. Edges that close a cycle are turned round first, so that the rest has a
//! direction; then the longest path from a source gives the column.
use super::Lane;

/// Columns of nodes.
pub(super) struct Ranked {
    /// The column of each node, from 0.
    pub(super) rank: Vec<usize>,
    /// How each edge runs.
    pub(super) course: Vec<Course>,
    /// How many columns there are.
    pub(super) count: usize,
}

/// How an edge runs through the columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Course {
    /// From left to right.
    Forward,
    /// It closes a cycle, so it runs back.
    Back,
    /// It joins no two nodes: from a node to itself, or to what is not there.
    Nowhere,
}

pub(super) fn rank(lanes: &[Lane], edges: &[(usize, usize)]) -> Ranked {
    let course = courses(lanes.len(), edges);
    let forward: Vec<(usize, usize)> = edges
        .iter()
        .zip(&course)
        .filter_map(|(&(from, to), course)| match course {
            Course::Forward => Some((from, to)),
            Course::Back => Some((to, from)),
            Course::Nowhere => None,
        })
        .collect();
    let mut after: Vec<Vec<usize>> = vec![Vec::new(); lanes.len()];
    let mut waits: Vec<usize> = vec![0; lanes.len()];
    for &(from, to) in &forward {
        after[from].push(to);
        waits[to] += 1;
    }
    let is_source: Vec<bool> = waits.iter().map(|&count| count == 0).collect();
    let has_first = lanes.iter().zip(&is_source).any(|(lane, source)| *lane == Lane::First && *source);
    // Steps keep out of the inputs' column, even those that take nothing.
    let floor = |node: usize| usize::from(has_first && !(is_source[node] && lanes[node] == Lane::First));
    let mut rank: Vec<usize> = (0..lanes.len()).map(floor).collect();
    let mut ready: Vec<usize> = (0..lanes.len()).filter(|&node| is_source[node]).collect();
    let mut next = 0;
    while let Some(&node) = ready.get(next) {
        next += 1;
        for &to in &after[node] {
            rank[to] = rank[to].max(rank[node] + 1);
            waits[to] -= 1;
            if waits[to] == 0 {
                ready.push(to);
            }
        }
    }
    // A source that may stand anywhere stands next to what it feeds: shorter links.
    for node in 0..lanes.len() {
        if is_source[node]
            && lanes[node] != Lane::First
            && let Some(nearest) = after[node].iter().map(|&to| rank[to]).min()
        {
            rank[node] = nearest - 1;
        }
    }
    let is_last = |node: usize| lanes[node] == Lane::Last && after[node].is_empty();
    let others = (0..lanes.len()).filter(|&node| !is_last(node)).map(|node| rank[node] + 1).max();
    let last = others.unwrap_or(0);
    for (node, rank) in rank.iter_mut().enumerate() {
        if is_last(node) {
            *rank = last;
        }
    }
    let count = rank.iter().max().map_or(0, |&max| max + 1);
    Ranked { rank, course, count }
}

/// Finds the edges that close a cycle, walking depth first in the order of the document.
fn courses(nodes: usize, edges: &[(usize, usize)]) -> Vec<Course> {
    let mut out: Vec<Vec<usize>> = vec![Vec::new(); nodes];
    let mut course = vec![Course::Forward; edges.len()];
    for (index, &(from, to)) in edges.iter().enumerate() {
        if from >= nodes || to >= nodes || from == to {
            course[index] = Course::Nowhere;
        } else {
            out[from].push(index);
        }
    }
    #[derive(Clone, Copy, PartialEq)]
    enum Seen {
        Never,
        OnPath,
        Done,
    }
    let mut seen = vec![Seen::Never; nodes];
    for start in 0..nodes {
        if seen[start] != Seen::Never {
            continue;
        }
        seen[start] = Seen::OnPath;
        let mut path: Vec<(usize, usize)> = vec![(start, 0)];
        while let Some((node, at)) = path.last_mut() {
            let Some(&edge) = out[*node].get(*at) else {
                seen[*node] = Seen::Done;
                path.pop();
                continue;
            };
            *at += 1;
            let to = edges[edge].1;
            match seen[to] {
                Seen::OnPath => course[edge] = Course::Back,
                Seen::Never => {
                    seen[to] = Seen::OnPath;
                    path.push((to, 0));
                }
                Seen::Done => {}
            }
        }
    }
    course
}
