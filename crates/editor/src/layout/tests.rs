use super::{Lane, Layout, Path, Point, Rect, Size, Spacing, layered, of, places};
use expect_test::{Expect, expect};
use flowdeck_spec::{config, graph};
use proptest::prelude::*;

/// A drawing of a specification, one node a line.
#[expect(clippy::needless_pass_by_value, reason = "expect! gives values")]
fn check(specification: &str, expected: Expect) {
    let graph = graph::of(&config::read(specification).unwrap());
    let drawing = of(&graph, Spacing::default(), |_| Size { width: 200.0, height: 60.0 });
    assert!(overlap(&drawing).is_none());
    let mut out = String::new();
    for (node, rect) in graph.nodes.iter().zip(&drawing.nodes) {
        out.push_str(&format!("{:>5.0} {:>4.0} {}\n", rect.x, rect.y, node.key));
    }
    for path in &drawing.edges {
        out.push_str(&format!("{}\n", path.to_svg()));
    }
    expected.assert_eq(&out);
}

fn overlap(drawing: &Layout) -> Option<(usize, usize)> {
    let apart = |a: &Rect, b: &Rect| {
        a.x + a.width <= b.x + 1e-6
            || b.x + b.width <= a.x + 1e-6
            || a.y + a.height <= b.y + 1e-6
            || b.y + b.height <= a.y + 1e-6
    };
    let nodes = &drawing.nodes;
    (0..nodes.len()).flat_map(|a| (0..a).map(move |b| (a, b))).find(|&(a, b)| !apart(&nodes[a], &nodes[b]))
}

#[test]
fn inputs_stand_left_outputs_right_and_the_rest_between() {
    check(
        r#"{"inputs":[{"type":"WorkflowImage","name":"image"},{"type":"WorkflowParameter","name":"size"}],
            "steps":[{"type":"a/blur@v1","name":"blur","image":"$inputs.image","kernel_size":"$inputs.size"},
                     {"type":"a/qr@v1","name":"codes","images":"$steps.blur.image"}],
            "outputs":[{"type":"JsonField","name":"codes","selector":"$steps.codes.predictions"},
                       {"type":"JsonField","name":"soft","selector":"$steps.blur.image"}]}"#,
        expect![[r#"
               24   38 $inputs.image
               24  122 $inputs.size
              312   80 $steps.blur
              600   50 $steps.codes
              888   24 $outputs.codes
              888  108 $outputs.soft
            M224 68.2C268 68.2 268 103.2 312 103.2
            M224 152.2C268 152.2 268 117.2 312 117.2
            M512 103.2C556 103.2 556 80 600 80
            M800 80C844 80 844 54 888 54
            M512 117.2C556 117.2 556 125 600 125C700 125 700 125 800 125C844 125 844 138 888 138
        "#]],
    );
}

#[test]
fn cycles_loops_and_missing_steps_are_drawn() {
    check(
        r#"{"steps":[{"type":"t","name":"a","x":"$steps.b.y"},{"type":"t","name":"b","x":"$steps.a.y","z":"$steps.b.y"},
                     {"type":"t","name":"c","x":"$steps.gone.y"}]}"#,
        expect![[r#"
               24   24 $steps.a
              312   24 $steps.b
              312  108 $steps.c
               24  108 $steps.gone
            M512 47C541.33 47 541.33 182 512 182C268 182 268 182 24 182C-5.33 182 -5.33 54 24 54
            M224 54C268 54 268 47 312 47
            M512 61C534 61 534 96 512 96C412 96 412 96 312 96C290 96 290 61 312 61
            M224 138C268 138 268 138 312 138
        "#]],
    );
}

#[test]
fn nothing_makes_an_empty_drawing() {
    let drawing = layered(&[], &[], Spacing::default());
    assert_eq!((drawing.nodes.len(), drawing.width, drawing.height), (0, 48.0, 48.0));
}

#[test]
fn an_edge_to_nowhere_has_no_path_and_odd_sizes_do_no_harm() {
    let odd = Size { width: f64::NAN, height: -5.0 };
    let drawing = layered(&[(odd, Lane::Free)], &[(0, 7), (9, 0)], Spacing::default());
    assert_eq!(drawing.edges, [Path::default(), Path::default()]);
    assert_eq!((drawing.nodes[0].width, drawing.nodes[0].height), (0.0, 0.0));
}

#[test]
fn a_link_that_passes_a_column_keeps_clear_of_its_nodes() {
    let node = (Size { width: 100.0, height: 40.0 }, Lane::Free);
    let drawing = layered(&[node; 4], &[(0, 1), (1, 2), (2, 3), (0, 3)], Spacing::default());
    let long = &drawing.edges[3];
    for node in &drawing.nodes[1..3] {
        let inside = long.points.iter().filter(|point| (node.x..=node.x + node.width).contains(&point.x));
        assert!(inside.clone().count() >= 2);
        assert!(inside.clone().all(|point| point.y < node.y || point.y > node.y + node.height));
    }
}

#[test]
fn chains_side_by_side_do_not_cross() {
    let node = (Size { width: 100.0, height: 40.0 }, Lane::Free);
    // Given in an order that crosses unless it is sorted out.
    let edges = [(0, 5), (1, 4), (2, 3), (3, 8), (4, 7), (5, 6)];
    let drawing = layered(&[node; 9], &edges, Spacing::default());
    for &(from, to) in &edges {
        assert!((drawing.nodes[from].y - drawing.nodes[to].y).abs() < 1.0, "{:?}", drawing.nodes);
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
    let drawing = layered(&nodes, &edges, Spacing::default());
    assert_eq!((drawing.nodes.len(), drawing.edges.len()), (2_002, 4_000));
    assert!(overlap(&drawing).is_none());
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
    fn every_graph_is_drawn_whole_and_without_overlaps((nodes, edges) in any_graph()) {
        let drawing = layered(&nodes, &edges, Spacing::default());
        prop_assert_eq!(drawing.nodes.len(), nodes.len());
        prop_assert_eq!(drawing.edges.len(), edges.len());
        prop_assert_eq!(overlap(&drawing), None);
        for (rect, (size, _)) in drawing.nodes.iter().zip(&nodes) {
            prop_assert_eq!((rect.width, rect.height), (size.width, size.height));
            prop_assert!(rect.x >= 0.0 && rect.x + rect.width <= drawing.width);
            prop_assert!(rect.y >= 0.0 && rect.y + rect.height <= drawing.height);
        }
        for (path, &(from, to)) in drawing.edges.iter().zip(&edges) {
            let (from, to) = (&drawing.nodes[from], &drawing.nodes[to]);
            let on_side = |point: &Point, x: f64, rect: &Rect| {
                (point.x - x).abs() < 1e-6 && point.y >= rect.y && point.y <= rect.y + rect.height
            };
            prop_assert_eq!(path.points.len() % 3, 1);
            prop_assert!(on_side(&path.points[0], from.x + from.width, from));
            prop_assert!(on_side(&path.points[path.points.len() - 1], to.x, to));
            prop_assert!(path.points.iter().all(|point| point.x.is_finite() && point.y.is_finite()));
        }
    }

    #[test]
    fn the_same_graph_is_drawn_the_same((nodes, edges) in any_graph()) {
        let once = layered(&nodes, &edges, Spacing::default());
        prop_assert_eq!(once, layered(&nodes, &edges, Spacing::default()));
    }

    #[test]
    fn without_cycles_every_link_runs_to_the_right((nodes, edges) in any_graph()) {
        let edges: Vec<_> = edges.into_iter().filter(|(from, to)| from < to).collect();
        let drawing = layered(&nodes, &edges, Spacing::default());
        for path in &drawing.edges {
            prop_assert!(path.points.windows(2).all(|pair| pair[0].x <= pair[1].x + 1e-6));
        }
    }

    #[test]
    fn places_alone_are_those_of_the_drawing((nodes, edges) in any_graph()) {
        let drawing = layered(&nodes, &edges, Spacing::default());
        prop_assert_eq!(drawing.nodes, places(&nodes, &edges, Spacing::default(), None));
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
        prop_assert_eq!(overlap(&Layout { nodes: rects, ..Layout::default() }), None);
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
