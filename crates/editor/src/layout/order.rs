//! Phase 3: the order within each column, so that few links cross: sweeps that sort by the median of the
//! neighbours, then swaps of neighbours where that helps. The best order seen is kept.
use super::proper::Proper;

/// Sweeps there and back.
const SWEEPS: usize = 6;
/// Above this many vertices so many sweeps must do.
const SWEEPS_LIMIT: usize = 50_000;
const FEW_SWEEPS: usize = 2;
/// Rounds of swaps; each costs about as much as a sweep.
const SWAP_ROUNDS: usize = 4;
/// Above this many vertices swaps are left out.
const SWAP_LIMIT: usize = 4_000;

/// The vertices of each column from top to bottom.
pub(super) type Layers = Vec<Vec<usize>>;

/// The order of the vertices. With `hints`, a height for each node, those give the order to begin with, and it is left
/// only for one with fewer crossings: what a person knows stays where it is.
pub(super) fn order(proper: &Proper, hints: Option<&[f64]>) -> Layers {
    let mut layers = match hints {
        Some(hints) => hinted(proper, hints),
        None => first(proper),
    };
    let mut places = vec![0; proper.rank.len()];
    for layer in &layers {
        note(layer, &mut places);
    }
    let mut best = (crossings(proper, &layers, &places), layers.clone());
    let sweeps = if proper.rank.len() > SWEEPS_LIMIT { FEW_SWEEPS } else { SWEEPS };
    for _ in 0..sweeps {
        if best.0 == 0 {
            break;
        }
        for layer in layers.iter_mut().skip(1) {
            sort(layer, &proper.before, &mut places);
        }
        for layer in layers.iter_mut().rev().skip(1) {
            sort(layer, &proper.after, &mut places);
        }
        if proper.rank.len() <= SWAP_LIMIT {
            swap(proper, &mut layers, &mut places);
        }
        let count = crossings(proper, &layers, &places);
        if count < best.0 {
            best = (count, layers.clone());
        }
    }
    best.1
}

/// The order in which a walk from the first nodes meets them: connected parts stay together.
fn first(proper: &Proper) -> Layers {
    let mut layers: Layers = vec![Vec::new(); proper.columns];
    let mut seen = vec![false; proper.rank.len()];
    for start in 0..proper.rank.len() {
        let mut stack = vec![start];
        while let Some(vertex) = stack.pop() {
            if std::mem::replace(&mut seen[vertex], true) {
                continue;
            }
            layers[proper.rank[vertex]].push(vertex);
            stack.extend(proper.before[vertex].iter().rev());
            stack.extend(proper.after[vertex].iter().rev());
        }
    }
    layers
}

/// The order of the heights that are known; a waypoint stands where its trunk begins.
fn hinted(proper: &Proper, hints: &[f64]) -> Layers {
    let mut heights = hints.to_vec();
    heights.resize(proper.nodes, 0.0);
    let mut layers: Layers = vec![Vec::new(); proper.columns];
    for vertex in 0..proper.rank.len() {
        if proper.is_waypoint(vertex) {
            // A waypoint comes after the one before it.
            heights.push(proper.before[vertex].first().map_or(0.0, |&other| heights[other]));
        }
        layers[proper.rank[vertex]].push(vertex);
    }
    for layer in &mut layers {
        flowdeck_spec::order::sort(layer, |&a, &b| heights[a].total_cmp(&heights[b]));
    }
    layers
}

fn note(layer: &[usize], places: &mut [usize]) {
    for (place, &vertex) in layer.iter().enumerate() {
        places[vertex] = place;
    }
}

/// Sorts a column by the median of its neighbours; who has none keeps its place as far as possible.
fn sort(layer: &mut [usize], neighbours: &[Vec<usize>], places: &mut [usize]) {
    let mut around: Vec<usize> = Vec::new();
    let mut keyed: Vec<(f64, usize)> = layer
        .iter()
        .map(|&vertex| {
            around.clear();
            around.extend(neighbours[vertex].iter().map(|&other| places[other]));
            around.sort_unstable();
            let key = match around.len() {
                0 => places[vertex] as f64,
                count if count % 2 == 1 => around[count / 2] as f64,
                count => (around[count / 2 - 1] + around[count / 2]) as f64 / 2.0,
            };
            (key, vertex)
        })
        .collect();
    flowdeck_spec::order::sort(&mut keyed, |a, b| a.0.total_cmp(&b.0));
    for (slot, (_, vertex)) in layer.iter_mut().zip(keyed) {
        *slot = vertex;
    }
    note(layer, places);
}

fn swap(proper: &Proper, layers: &mut Layers, places: &mut [usize]) {
    let mut sorted = Vec::new();
    for _ in 0..SWAP_ROUNDS {
        let mut is_better = false;
        for layer in layers.iter_mut() {
            for at in 1..layer.len() {
                let (upper, lower) = (layer[at - 1], layer[at]);
                let mut gain = |neighbours: &[Vec<usize>]| {
                    gain(&neighbours[upper], &neighbours[lower], places, &mut sorted)
                };
                if gain(&proper.before) + gain(&proper.after) > 0 {
                    layer.swap(at - 1, at);
                    places.swap(upper, lower);
                    is_better = true;
                }
            }
        }
        if !is_better {
            break;
        }
    }
}

/// So many pairs of links are compared one by one; more are sorted first.
const PAIRS: usize = 64;

/// How many crossings fewer the links of two neighbours have when they change places.
fn gain(upper: &[usize], lower: &[usize], places: &[usize], sorted: &mut Vec<usize>) -> i64 {
    let side = |above: usize, below: usize| (above > below) as i64 - (above < below) as i64;
    if upper.len().saturating_mul(lower.len()) <= PAIRS {
        let pairs = upper.iter().flat_map(|&above| lower.iter().map(move |&below| (above, below)));
        return pairs.map(|(above, below)| side(places[above], places[below])).sum();
    }
    sorted.clear();
    sorted.extend(lower.iter().map(|&other| places[other]));
    sorted.sort_unstable();
    let one = |&other: &usize| {
        let place = places[other];
        let less = sorted.partition_point(|&below| below < place);
        let not_more = sorted.partition_point(|&below| below <= place);
        less as i64 - (sorted.len() - not_more) as i64
    };
    upper.iter().map(one).sum()
}

/// How many links cross, counted column by column with a Fenwick tree.
pub(super) fn crossings(proper: &Proper, layers: &Layers, places: &[usize]) -> u64 {
    let mut total = 0;
    let mut ends: Vec<usize> = Vec::new();
    for (layer, next) in layers.iter().zip(layers.iter().skip(1)) {
        let mut tree = vec![0_u64; next.len() + 1];
        let mut seen = 0;
        for &vertex in layer {
            ends.clear();
            ends.extend(proper.after[vertex].iter().map(|&other| places[other]));
            ends.sort_unstable();
            for &end in &ends {
                let mut at = end + 1;
                let mut not_below = 0;
                while at > 0 {
                    not_below += tree[at];
                    at -= at & at.wrapping_neg();
                }
                total += seen - not_below;
            }
            for &end in &ends {
                let mut at = end + 1;
                while at < tree.len() {
                    tree[at] += 1;
                    at += at & at.wrapping_neg();
                }
            }
            seen += ends.len() as u64;
        }
    }
    total
}
