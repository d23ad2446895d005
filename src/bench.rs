//! The graph of the benchmark of graph canvases, exactly as its contract has it, as a scene of the editor's own cards. Only
//! `cargo xtask bench graph` builds a page with it; nothing that is shipped does.
use flowdeck_editor::geometry::Point;
use flowdeck_editor::scene::Role;
use flowdeck_editor::scene::{Card, Icon, Link, Marks, Port, PortShape, Ports, Scene};
use flowdeck_spec::block::Family;
use flowdeck_spec::catalogue::KindSet;
use std::collections::HashSet;
use std::rc::Rc;

/// Nodes in one layer.
const LAYER: u32 = 25;
/// The distances of layers, and of nodes in a layer.
const APART: (f64, f64) = (320.0, 120.0);

/// The edges of the graph of so many nodes.
#[must_use]
pub fn edges(nodes: u32) -> Vec<(u32, u32)> {
    let mut state = 12_345_u32;
    let mut random = |below: u32| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 16) % below
    };
    let mut edges = Vec::new();
    let mut seen = HashSet::new();
    let mut add = |to: u32, random: &mut dyn FnMut(u32) -> u32, edges: &mut Vec<(u32, u32)>| {
        let from = (to / LAYER - 1) * LAYER + random(LAYER);
        if seen.insert((from, to)) {
            edges.push((from, to));
        }
    };
    for to in LAYER..nodes {
        add(to, &mut random, &mut edges);
    }
    // JavaScript's rounding: 1.3 × n to the nearest whole number.
    let wanted = (f64::from(nodes) * 1.3).round() as usize;
    while edges.len() < wanted && nodes > LAYER {
        let to = LAYER + random(nodes - LAYER);
        add(to, &mut random, &mut edges);
    }
    edges
}

/// The graph as a scene.
#[must_use]
pub fn scene(nodes: u32) -> Scene {
    let port = |name: &str, family| Port {
        name: name.into(),
        family,
        shape: PortShape::Batch,
        is_control: false,
        is_missing: false,
        kinds: KindSet::ANY,
    };
    let ports = Rc::new(Ports {
        inputs: vec![port("image", Family::Image)],
        outputs: vec![port("predictions", Family::Detections)],
        takes: KindSet::ANY,
        gates: false,
    });
    let size = Card::size_of(Role::Step, &ports);
    let cards = (0..nodes).map(|id| Card {
        role: Role::Step,
        name: format!("Node {id}").into(),
        detail: format!("step {} in layer {}", id % 7, id / LAYER).into(),
        icon: Icon::Find,
        family: Family::Detections,
        ports: Rc::clone(&ports),
        at: Point::new(f64::from(id / LAYER) * APART.0, f64::from(id % LAYER) * APART.1),
        size,
        marks: Marks::default(),
    });
    let links = edges(nodes).into_iter().map(|(from, to)| Link {
        from,
        output: 0,
        to,
        input: 0,
        family: Family::Detections,
        is_control: false,
    });
    Scene::new(cards.collect(), links.collect())
}

#[cfg(test)]
mod tests {
    use super::edges;

    #[test]
    fn the_edges_are_those_of_the_contract() {
        for (nodes, hash) in
            [(100, 0xa224_e04c_u32), (1000, 0x2912_9201), (5000, 0x27b9_7c12), (10_000, 0x52e7_c805)]
        {
            let text: String = edges(nodes).iter().map(|(from, to)| format!("{from}>{to};")).collect();
            let found = text
                .bytes()
                .fold(0x811c_9dc5, |hash: u32, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
            assert_eq!(found, hash, "{nodes} nodes");
        }
    }
}
