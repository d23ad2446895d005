use super::{Lane, Rect, Size, Spacing, places};
use proptest::prelude::*;

fn laid(nodes: &[(Size, Lane)], edges: &[(usize, usize)]) -> Vec<Rect> {
    places(nodes, edges, Spacing::default(), None)
}

fn overlap(rects: &[Rect]) -> Option<(usize, usize)> {
    let apart = |a: &Rect, b: &Rect| {
        a.x + a.width <= b.x + 1e-6
            || b.x + b.width <= a.x + 1e-6
            || a.y + a.height <= b.y + 1e-6
            || b.y + b.height <= a.y + 1e-6
    };
    (0..rects.len()).flat_map(|a| (0..a).map(move |b| (a, b))).find(|&(a, b)| !apart(&rects[a], &rects[b]))
}

/// The corners of nodes of one size.
fn corners(lanes: &[Lane], edges: &[(usize, usize)]) -> Vec<(f64, f64)> {
    let size = Size { width: 200.0, height: 60.0 };
    let nodes: Vec<_> = lanes.iter().map(|lane| (size, *lane)).collect();
    laid(&nodes, edges).iter().map(|rect| (rect.x.round(), rect.y.round())).collect()
}

#[test]
fn inputs_stand_left_outputs_right_and_the_rest_between() {
    use Lane::{First, Free, Last};
    // Two inputs, a blur that takes from both, a reader of codes that takes from the blur, an output of each.
    let found = corners(&[First, First, Free, Free, Last, Last], &[(0, 2), (1, 2), (2, 3), (3, 4), (2, 5)]);
    let expected = [(24.0, 38.0), (24.0, 122.0), (312.0, 80.0), (600.0, 50.0), (888.0, 24.0), (888.0, 108.0)];
    assert_eq!(found, expected);
}

#[test]
fn cycles_and_loops_are_laid_out() {
    // Two that take from each other, one of them from itself too; another that takes from what is missing.
    let found = corners(&[Lane::Free; 4], &[(1, 0), (0, 1), (1, 1), (3, 2)]);
    assert_eq!(found, [(24.0, 24.0), (312.0, 24.0), (312.0, 108.0), (24.0, 108.0)]);
}

#[test]
fn nothing_has_no_places() {
    assert_eq!(laid(&[], &[]), []);
}

#[test]
fn an_edge_to_nowhere_and_odd_sizes_do_no_harm() {
    let odd = Size { width: f64::NAN, height: -5.0 };
    let rects = laid(&[(odd, Lane::Free)], &[(0, 7), (9, 0)]);
    assert_eq!((rects[0].width, rects[0].height), (0.0, 0.0));
}

#[test]
fn chains_side_by_side_do_not_cross() {
    let node = (Size { width: 100.0, height: 40.0 }, Lane::Free);
    // Given in an order that crosses unless it is sorted out.
    let edges = [(0, 5), (1, 4), (2, 3), (3, 8), (4, 7), (5, 6)];
    let rects = laid(&[node; 9], &edges);
    for &(from, to) in &edges {
        assert!((rects[from].y - rects[to].y).abs() < 1.0, "{rects:?}");
    }
}

#[test]
fn a_thousand_steps_that_all_use_all_kinds_of_others_are_laid_out() {
    let mut nodes = vec![(Size { width: 200.0, height: 60.0 }, Lane::First); 2];
    nodes.extend(vec![(Size { width: 200.0, height: 72.0 }, Lane::Free); 1_000]);
    nodes.extend(vec![(Size { width: 200.0, height: 40.0 }, Lane::Last); 1_000]);
    let mut edges = Vec::new();
    for step in 2..1_002 {
        edges.extend([(0, step), (step - 1, step), (step / 2, step), (step, step + 1_000)]);
    }
    let rects = laid(&nodes, &edges);
    assert_eq!(rects.len(), 2_002);
    assert!(overlap(&rects).is_none());
}

type AnyGraph = (Vec<(Size, Lane)>, Vec<(usize, usize)>);

/// Any graph: cycles, loops, repeated edges, several parts.
fn any_graph() -> impl Strategy<Value = AnyGraph> {
    let node = (20.0..300.0, 10.0..200.0, prop_oneof![Just(Lane::First), Just(Lane::Free), Just(Lane::Last)])
        .prop_map(|(width, height, lane)| (Size { width, height }, lane));
    prop::collection::vec(node, 1..30).prop_flat_map(|nodes| {
        let count = nodes.len();
        (Just(nodes), prop::collection::vec((0..count, 0..count), 0..60))
    })
}

proptest! {
    #[test]
    fn every_graph_is_laid_out_whole_and_without_overlaps((nodes, edges) in any_graph()) {
        let rects = laid(&nodes, &edges);
        prop_assert_eq!(rects.len(), nodes.len());
        prop_assert_eq!(overlap(&rects), None);
        for (rect, (size, _)) in rects.iter().zip(&nodes) {
            prop_assert_eq!((rect.width, rect.height), (size.width, size.height));
            prop_assert!(rect.x >= 0.0 && rect.y >= 0.0);
        }
    }

    #[test]
    fn the_same_graph_is_laid_out_the_same((nodes, edges) in any_graph()) {
        prop_assert_eq!(laid(&nodes, &edges), laid(&nodes, &edges));
    }

    #[test]
    fn without_cycles_every_link_runs_to_the_right((nodes, edges) in any_graph()) {
        let edges: Vec<_> = edges.into_iter().filter(|(from, to)| from < to).collect();
        let rects = laid(&nodes, &edges);
        for &(from, to) in &edges {
            prop_assert!(rects[from].right() <= rects[to].x);
        }
    }

    #[test]
    fn hints_make_no_overlaps_and_turn_no_link_round(
        (nodes, edges) in any_graph(), hints in prop::collection::vec(-1e3..1e3, 0..30),
    ) {
        let edges: Vec<_> = edges.into_iter().filter(|(from, to)| from < to).collect();
        let rects = places(&nodes, &edges, Spacing::default(), Some(&hints));
        prop_assert_eq!(&rects, &places(&nodes, &edges, Spacing::default(), Some(&hints)));
        for &(from, to) in &edges {
            prop_assert!(rects[from].right() <= rects[to].x);
        }
        prop_assert_eq!(overlap(&rects), None);
    }

    #[test]
    fn what_no_link_orders_stands_in_the_order_of_the_hints(hints in prop::collection::vec(-1e3..1e3, 1..20)) {
        let nodes = vec![(Size { width: 100.0, height: 40.0 }, Lane::Free); hints.len()];
        let rects = places(&nodes, &[], Spacing::default(), Some(&hints));
        for (a, one) in hints.iter().enumerate() {
            for (b, other) in hints.iter().enumerate() {
                prop_assert!(one >= other || rects[a].y < rects[b].y);
            }
        }
    }
}
