//! Phase 4: heights. Each vertex wants to stand level with its neighbours; within a column the order and the
//! distances are kept, and the sum of squared deviations is the least possible (isotonic regression by pooling
//! adjacent violators), so nothing can overlap.
use super::order::Layers;
use super::proper::Proper;

/// Sweeps to and fro.
const SWEEPS: usize = 8;
/// How much a link counts: long links should run straight, most of all between two waypoints.
const WEIGHT_NODES: f64 = 1.0;
const WEIGHT_MIXED: f64 = 2.0;
const WEIGHT_WAYPOINTS: f64 = 8.0;
/// How much a vertex without neighbours on the side insists on where it is.
const WEIGHT_ALONE: f64 = 0.05;

/// The middle of each vertex, from the top of the highest.
pub(super) fn place(proper: &Proper, layers: &Layers, gap: f64) -> Vec<f64> {
    let mut centres = vec![0.0; proper.rank.len()];
    for layer in layers {
        let mut at = 0.0;
        for (index, &vertex) in layer.iter().enumerate() {
            at += distance(proper, layer, index, gap);
            centres[vertex] = at;
        }
        // Columns start centred on one line.
        for &vertex in layer {
            centres[vertex] -= at / 2.0;
        }
    }
    for sweep in 0..SWEEPS {
        if sweep % 2 == 0 {
            for layer in layers {
                level(proper, layer, &[&proper.before], gap, &mut centres);
            }
        } else {
            for layer in layers.iter().rev() {
                level(proper, layer, &[&proper.after], gap, &mut centres);
            }
        }
    }
    for layer in layers {
        level(proper, layer, &[&proper.before, &proper.after], gap, &mut centres);
    }
    let top = (0..centres.len())
        .map(|vertex| centres[vertex] - proper.height[vertex] / 2.0)
        .fold(f64::INFINITY, f64::min);
    for centre in &mut centres {
        *centre -= top;
    }
    centres
}

/// From the middle of the vertex above to the middle of this one, at least.
fn distance(proper: &Proper, layer: &[usize], index: usize, gap: f64) -> f64 {
    let Some(above) = index.checked_sub(1) else { return 0.0 };
    let (above, vertex) = (layer[above], layer[index]);
    // A link needs less air than a node.
    let gap = if proper.is_waypoint(above) || proper.is_waypoint(vertex) { gap / 2.0 } else { gap };
    (proper.height[above] + proper.height[vertex]) / 2.0 + gap
}

/// A run of vertices that touch each other.
struct Pool {
    /// The weighted sum of what its vertices want.
    sum: f64,
    weight: f64,
    count: usize,
}

/// Moves the vertices of one column.
fn level(proper: &Proper, layer: &[usize], sides: &[&Vec<Vec<usize>>], gap: f64, centres: &mut [f64]) {
    // Distances are taken out first: what remains only has to keep its order.
    let mut offsets = Vec::with_capacity(layer.len());
    let mut offset = 0.0;
    let mut pools: Vec<Pool> = Vec::with_capacity(layer.len());
    for (index, &vertex) in layer.iter().enumerate() {
        offset += distance(proper, layer, index, gap);
        offsets.push(offset);
        let (mut sum, mut weight) = (centres[vertex] * WEIGHT_ALONE, WEIGHT_ALONE);
        for &other in sides.iter().flat_map(|side| &side[vertex]) {
            let links = match (proper.is_waypoint(vertex), proper.is_waypoint(other)) {
                (true, true) => WEIGHT_WAYPOINTS,
                (false, false) => WEIGHT_NODES,
                _ => WEIGHT_MIXED,
            };
            sum += links * centres[other];
            weight += links;
        }
        let mut pool = Pool { sum: sum - weight * offset, weight, count: 1 };
        while let Some(above) = pools.pop_if(|above| above.sum * pool.weight > pool.sum * above.weight) {
            pool = Pool {
                sum: above.sum + pool.sum,
                weight: above.weight + pool.weight,
                count: above.count + pool.count,
            };
        }
        pools.push(pool);
    }
    let mut at = 0;
    for pool in pools {
        for _ in 0..pool.count {
            centres[layer[at]] = pool.sum / pool.weight + offsets[at];
            at += 1;
        }
    }
}
