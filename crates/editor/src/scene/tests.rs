use super::{Card, Hit, Icon, Link, Marks, Port, PortShape, Ports, Scene, Side};
use crate::geometry::{Point, Rect};
use crate::scene::Role;
use flowdeck_spec::block::Family;
use flowdeck_spec::catalogue::KindSet;
use proptest::prelude::*;
use std::rc::Rc;

fn port(name: &str) -> Port {
    Port {
        name: name.into(),
        family: Family::Any,
        shape: PortShape::Value,
        is_control: false,
        is_missing: false,
        kinds: KindSet::ANY,
    }
}

pub(super) fn card(at: Point, inputs: usize, outputs: usize) -> Card {
    let ports = Rc::new(Ports {
        inputs: (0..inputs).map(|_| port("in")).collect(),
        outputs: (0..outputs).map(|_| port("out")).collect(),
        takes: KindSet::ANY,
        gates: false,
    });
    Card {
        role: Role::Step,
        name: "a".into(),
        detail: "b".into(),
        icon: Icon::Block,
        family: Family::Any,
        size: Card::size_of(Role::Step, &ports),
        ports,
        at,
        marks: Marks::default(),
    }
}

fn link(from: u32, to: u32, output: u16, input: u16) -> Link {
    Link { from, to, output, input, family: Family::Any, is_control: false }
}

prop_compose! {
    fn scene()(
        places in prop::collection::vec(((-3e3..3e3), (-3e3..3e3), 0_usize..4, 0_usize..4), 1..40),
        links in prop::collection::vec((0_u32..44, 0_u32..44, 0_u16..4, 0_u16..4), 0..60),
    ) -> Scene {
        let cards = places.into_iter().map(|(x, y, a, b)| card(Point::new(x, y), a, b)).collect();
        Scene::new(cards, links.into_iter().map(|(a, b, c, d)| link(a, b, c, d)).collect())
    }
}

/// What [`Scene::hit`] should find, by looking at everything.
fn brute(scene: &Scene, place: Point, reach: f64) -> Hit {
    let own = reach.min(10.0);
    for (id, card) in (0_u32..).zip(scene.cards()).collect::<Vec<_>>().into_iter().rev() {
        let ports = [Side::In, Side::Out].into_iter().flat_map(|side| {
            (0..u16::try_from(card.ports.on(side).len()).unwrap()).map(move |port| (side, port))
        });
        let nearest = ports
            .map(|(side, port)| (card.port_place(side, port).distance_squared(place), side, port))
            .filter(|(distance, ..)| *distance <= own * own)
            .min_by(|a, b| a.0.total_cmp(&b.0));
        if let Some((_, side, port)) = nearest {
            return Hit::Port(id, side, port);
        }
        if card.rect().contains(place) {
            return Hit::Card(id);
        }
    }
    let links = (0_u32..).take(scene.links().len()).map(|id| (scene.curve(id).distance_squared(place), id));
    let nearest = links.filter(|(far, _)| *far <= reach * reach).min_by(|a, b| a.0.total_cmp(&b.0));
    nearest.map_or(Hit::Nothing, |(_, id)| Hit::Link(id))
}

/// The same hit: of two ports or links equally near either will do.
fn is_same(scene: &Scene, place: Point, ours: Hit, theirs: Hit) -> bool {
    match (ours, theirs) {
        (Hit::Port(a, s, p), Hit::Port(b, t, q)) => {
            let far = |id, side, port| scene.card(id).unwrap().port_place(side, port).distance_squared(place);
            a == b && (far(a, s, p) - far(b, t, q)).abs() < 1e-9
        }
        (Hit::Link(a), Hit::Link(b)) => {
            let far = |id| scene.curve(id).distance_squared(place);
            (far(a) - far(b)).abs() < 1e-9
        }
        (ours, theirs) => ours == theirs,
    }
}

proptest! {
    #[test]
    fn a_hit_is_what_looking_at_everything_finds(
        scene in scene(), moves in prop::collection::vec((0_u32..40, -3e3..3e3, -3e3..3e3), 0..20),
        places in prop::collection::vec((-3e3..3e3, -3e3..3e3), 30), reach in 0.0..30.0,
    ) {
        let mut scene = scene;
        for (at, (id, x, y)) in (0..).zip(moves) {
            scene.place(id, Point::new(x, y));
            if at % 3 == 0 {
                scene.settle();
            }
        }
        // Anywhere, and on and beside what is there.
        let mut places: Vec<Point> = places.into_iter().map(|(x, y)| Point::new(x, y)).collect();
        for card in scene.cards() {
            places.push(card.rect().centre());
            places.push(card.port_place(Side::Out, 0).plus(Point::new(3.0, 2.0)));
            places.push(card.port_place(Side::In, 1).plus(Point::new(-8.0, 1.0)));
        }
        for id in 0..u32::try_from(scene.links().len()).unwrap() {
            places.push(scene.curve(id).point(0.4).plus(Point::new(1.0, 1.0)));
        }
        for place in places {
            let (ours, theirs) = (scene.hit(place, reach), brute(&scene, place, reach));
            prop_assert!(is_same(&scene, place, ours, theirs), "{place:?}: {ours:?} and not {theirs:?}");
        }
    }

    #[test]
    fn a_view_shows_what_lies_in_it(scene in scene(), x in -3e3..3e3, y in -3e3..3e3, width in 0.0..4e3, height in 0.0..4e3) {
        let view = Rect { x, y, width, height };
        let mut found = Vec::new();
        scene.cards_in(view, &mut found);
        let all = (0_u32..).zip(scene.cards()).filter(|(_, card)| card.rect().meets(view)).map(|(id, _)| id);
        prop_assert_eq!(&found, &all.collect::<Vec<_>>());
        scene.links_in(view, &mut found);
        let ids = 0_u32..u32::try_from(scene.links().len()).unwrap();
        prop_assert_eq!(&found, &ids.filter(|id| scene.curve(*id).bounds().meets(view)).collect::<Vec<_>>());
    }

    #[test]
    fn a_curve_stays_in_its_bounds(ax in -1e3..1e3, ay in -1e3..1e3, bx in -1e3..1e3, by in -1e3..1e3, share in 0.0..=1.0) {
        let curve = super::Curve::between(Point::new(ax, ay), Point::new(bx, by));
        prop_assert!(curve.bounds().grown(1e-6).contains(curve.point(share)));
    }
}

#[test]
fn links_of_a_card_are_those_that_leave_and_enter() {
    let cards = (0..3).map(|at| card(Point::new(f64::from(at) * 300.0, 0.0), 1, 1)).collect();
    let scene =
        Scene::new(cards, vec![link(0, 1, 0, 0), link(1, 2, 0, 0), link(2, 2, 0, 0), link(0, 9, 0, 0)]);
    assert_eq!(scene.links().len(), 3);
    assert_eq!([scene.links_of(0), scene.links_of(1), scene.links_of(2)], [&[0][..], &[0, 1], &[1, 2, 2]]);
    assert!(scene.links_of(7).is_empty());
}

#[test]
fn a_card_with_one_row_of_ports_is_as_large_as_its_words_need() {
    let one = card(Point::default(), 1, 1);
    assert_eq!((one.size.width, one.size.height), (220.0, 80.0));
    assert_eq!(one.port_place(Side::Out, 0), Point::new(220.0, 58.0));
    assert_eq!(card(Point::default(), 3, 1).size.height, 120.0);
}

proptest! {
    #[test]
    fn what_is_placed_below_covers_no_card(scene in scene(), x in -3e3..3e3, y in -3e3..3e3) {
        let wanted = Rect { x, y, width: 220.0, height: 110.0 };
        let at = scene.free_below(wanted);
        prop_assert!(at.x == x && at.y >= y);
        let rect = Rect { y: at.y, ..wanted };
        prop_assert!(scene.cards().iter().all(|card| !card.rect().meets(rect)));
    }
}

/// Where links run, by their lanes.
fn levels(scene: &Scene) -> Vec<Option<(Point, Point)>> {
    (0_u32..).take(scene.links().len()).map(|id| scene.curve(id).level).collect()
}

#[test]
fn a_link_goes_around_what_is_in_its_way() {
    // Three in a row, the first leads to the last as well.
    let cards: Vec<Card> = (0..3).map(|at| card(Point::new(f64::from(at) * 308.0, 0.0), 1, 1)).collect();
    let mut scene = Scene::new(cards, vec![link(0, 1, 0, 0), link(0, 2, 0, 0), link(1, 2, 0, 0)]);
    let long = scene.curve(1);
    let middle = scene.card(1).unwrap().rect();
    assert!(long.level.is_some() && !long.crosses(middle.grown(8.0)), "{long:?}");
    assert_eq!([scene.curve(0).level, scene.curve(2).level], [None, None]);
    // When that is gone it runs straight again, and around it when it is back.
    scene.place(1, Point::new(308.0, 500.0));
    assert!(scene.settle());
    assert_eq!(scene.curve(1).level, None);
    scene.place(1, middle.corner());
    assert!(scene.settle());
    assert_eq!(scene.curve(1), long);
    assert!(!scene.settle());
}

proptest! {
    #[test]
    fn lanes_depend_on_what_stands_where_and_on_nothing_else(
        scene in scene(), moves in prop::collection::vec((0_u32..40, -3e3..3e3, -3e3..3e3, any::<bool>()), 0..20),
    ) {
        let mut scene = scene;
        for (id, x, y, rests) in moves {
            scene.place(id, Point::new(x, y));
            if rests {
                scene.settle();
            }
        }
        scene.settle();
        let anew = Scene::new(scene.cards().to_vec(), scene.links().to_vec());
        prop_assert_eq!(levels(&scene), levels(&anew));
    }

    #[test]
    fn a_lane_keeps_clear_of_all_cards_but_its_own(scene in scene()) {
        for (id, link) in (0_u32..).zip(scene.links()) {
            let Some((first, last)) = scene.curve(id).level else { continue };
            prop_assert!((first.y - last.y).abs() < 1e-9 && first.x < last.x);
            let level = Rect::between(first, last).grown(9.0);
            for (other, card) in (0_u32..).zip(scene.cards()) {
                prop_assert!(other == link.from || other == link.to || !card.rect().meets(level));
            }
        }
    }
}

proptest! {
    #[test]
    fn what_looks_otherwise_is_painted_again(
        scene in scene(), moves in prop::collection::vec((0_u32..40, -3e3..3e3, -3e3..3e3), 0..4),
    ) {
        let mut scene = scene;
        let rects = |scene: &Scene| scene.cards().iter().map(Card::rect).collect::<Vec<_>>();
        let curves = |scene: &Scene| {
            (0_u32..).take(scene.links().len()).map(|id| scene.curve(id)).collect::<Vec<_>>()
        };
        let (cards, links) = (rects(&scene), curves(&scene));
        for (id, x, y) in moves {
            scene.place(id, Point::new(x, y));
        }
        scene.settle();
        let damage = scene.take_damage();
        let is_painted = |area: Rect| damage.all || damage.areas.iter().any(|part| part.holds(area));
        for (before, after) in cards.into_iter().zip(rects(&scene)) {
            prop_assert!(before == after || (is_painted(before) && is_painted(after)));
        }
        for (before, after) in links.into_iter().zip(curves(&scene)) {
            prop_assert!(before == after || (is_painted(before.bounds()) && is_painted(after.bounds())));
        }
        prop_assert_eq!(scene.take_damage(), super::Damage::default());
    }
}
