use super::{Act, Button, Device, Drop, End, Misfit, On, Pointer, Preset, Stage};
use crate::geometry::{Point, Size};
use crate::scene::{
    Card, Frame, Hit, Icon, Link, Marks, Port, PortShape, Ports, Role, SMALLEST, Scene, Side, Tint,
};
use flowdeck_spec::block::Family;
use flowdeck_spec::catalogue::{KindSet, Kinds};
use proptest::prelude::*;
use std::rc::Rc;

/// Three cards in a row, 300 apart, the first wired to the second; the third takes another kind.
fn stage() -> Stage {
    let mut kinds = Kinds::default();
    let (image, text) = (KindSet::of(kinds.add("image")), KindSet::of(kinds.add("string")));
    let card = |at: f64, takes: KindSet, gives: KindSet| {
        let port = |kinds| Port {
            name: "p".into(),
            family: Family::Any,
            shape: PortShape::Value,
            is_control: false,
            is_missing: false,
            kinds,
        };
        let ports =
            Rc::new(Ports { inputs: vec![port(takes)], outputs: vec![port(gives)], takes, gates: false });
        let size = Card::size_of(Role::Step, &ports);
        let (name, detail) = ("n".into(), "d".into());
        let at = Point::new(at, 0.0);
        Card {
            role: Role::Step,
            name,
            detail,
            icon: Icon::Block,
            family: Family::Any,
            ports,
            at,
            size,
            marks: Marks::default(),
        }
    };
    let cards = vec![card(0.0, image, image), card(300.0, image, image), card(600.0, text, text)];
    let link = Link { from: 0, output: 0, to: 1, input: 0, family: Family::Any, is_control: false };
    let mut stage = Stage::new(Scene::new(cards, vec![link]));
    stage.view = Size { width: 1000.0, height: 600.0 };
    stage.snaps = false;
    stage
}

fn at(x: f64, y: f64) -> Pointer {
    Pointer { id: 1, at: Point::new(x, y), time: 1000.0, ..Pointer::default() }
}

/// Presses, moves by way of some places, lets go; gives all that it came to.
fn drag(stage: &mut Stage, from: Pointer, to: &[(f64, f64)]) -> Vec<Act> {
    let mut acts = stage.press(from);
    let mut last = from;
    for (x, y) in to {
        last = Pointer { at: Point::new(*x, *y), ..from };
        acts.extend(stage.drag(last));
    }
    acts.extend(stage.release(last));
    acts
}

fn corner(stage: &Stage, card: u32) -> Point {
    stage.scene.card(card).unwrap().at
}

#[test]
fn a_click_selects_at_once_and_a_click_on_the_paper_nothing() {
    let mut stage = stage();
    assert_eq!(stage.press(at(100.0, 30.0)), [Act::Selected]);
    assert!(stage.look().is_selected(0), "seen before the button is let go");
    assert!(stage.release(at(101.0, 30.0)).is_empty());
    assert_eq!(drag(&mut stage, at(500.0, 400.0), &[]), [Act::Selected]);
    assert!(stage.look().selected.is_empty());
}

#[test]
fn ctrl_adds_and_takes_away() {
    let mut stage = stage();
    drag(&mut stage, at(100.0, 30.0), &[]);
    let with = |x| Pointer { ctrl: true, time: 5000.0, ..at(x, 30.0) };
    drag(&mut stage, with(400.0), &[]);
    assert_eq!(stage.look().selected, [0, 1]);
    drag(&mut stage, Pointer { time: 9000.0, ..with(100.0) }, &[]);
    assert_eq!(stage.look().selected, [1]);
}

#[test]
fn dragging_one_of_several_moves_all_and_is_told_once() {
    let mut stage = stage();
    stage.select(vec![0, 1]);
    let acts = drag(&mut stage, at(100.0, 30.0), &[(120.0, 40.0), (150.0, 70.0)]);
    assert_eq!(acts, [Act::Moved(vec![(0, Point::new(50.0, 40.0)), (1, Point::new(350.0, 40.0))])]);
    assert!(stage.look().lifted.is_empty() && !stage.is_busy());
    // Less than the slop is no drag.
    assert!(
        drag(&mut stage, Pointer { time: 9e3, ..at(150.0, 70.0) }, &[(152.0, 71.0)])
            .iter()
            .all(|act| !matches!(act, Act::Moved(_)))
    );
}

#[test]
fn a_cancelled_drag_puts_everything_back() {
    let mut stage = stage();
    stage.press(at(100.0, 30.0));
    stage.drag(at(200.0, 130.0));
    assert_eq!(corner(&stage, 0), Point::new(100.0, 100.0));
    stage.cancel();
    assert_eq!(corner(&stage, 0), Point::default());
    assert!(stage.release(at(200.0, 130.0)).is_empty());
}

#[test]
fn moved_cards_snap_to_each_other_and_to_the_grid_unless_alt_is_held() {
    let mut stage = stage();
    stage.snaps = true;
    // Nearly level with the others: level.
    drag(&mut stage, at(100.0, 30.0), &[(109.0, 33.0)]);
    assert_eq!(corner(&stage, 0).y, 0.0);
    // Far from all: on the grid.
    drag(&mut stage, Pointer { time: 9e3, ..at(110.0, 33.0) }, &[(130.0, 233.0)]);
    assert_eq!((corner(&stage, 0).x % 16.0, corner(&stage, 0).y % 16.0), (0.0, 0.0));
    let free = Pointer { alt: true, time: 2e4, ..at(130.0, 230.0) };
    let before = corner(&stage, 0);
    drag(&mut stage, free, &[(137.0, 235.0)]);
    assert_eq!(corner(&stage, 0), before.plus(Point::new(7.0, 5.0)));
}

#[test]
fn the_paper_gives_a_band_or_pans_by_preset() {
    let mut stage = stage();
    drag(&mut stage, at(900.0, 300.0), &[(600.0, 100.0), (250.0, -50.0)]);
    assert_eq!(stage.look().selected, [1, 2]);
    stage.preset = Preset::Pan;
    drag(&mut stage, Pointer { time: 9e3, ..at(900.0, 300.0) }, &[(850.0, 280.0)]);
    assert_eq!((stage.camera.x, stage.camera.y), (-50.0, -20.0));
    assert_eq!(stage.look().selected, [1, 2], "panning keeps the selection");
    stage.preset = Preset::Select;
    let middle = Pointer { button: Button::Middle, ..at(500.0, 500.0) };
    drag(&mut stage, middle, &[(510.0, 520.0)]);
    assert_eq!((stage.camera.x, stage.camera.y), (-40.0, 0.0));
}

#[test]
fn a_wire_ends_on_a_port_a_card_or_the_paper() {
    let from = End { card: 1, side: Side::Out, port: 0 };
    let mut stage = stage();
    let acts = drag(&mut stage, at(520.0, 58.0), &[(540.0, 58.0), (700.0, 300.0)]);
    assert_eq!(acts, [Act::Drawing(from), Act::Drawn(from, Drop::Paper(Point::new(700.0, 300.0)))]);
    let acts = drag(&mut stage, at(520.0, 58.0), &[(540.0, 58.0), (650.0, 20.0)]);
    assert_eq!(acts[1], Act::Drawn(from, Drop::Card(2, None)));
    // By clicks, from the first card to the second's port, from as far as it snaps.
    let start = End { card: 0, side: Side::Out, port: 0 };
    drag(&mut stage, at(220.0, 58.0), &[]);
    assert_eq!(stage.drawing(), Some(start));
    assert_eq!(stage.look().fitting.as_deref(), Some(&[1][..]), "of the kind, and not itself");
    let acts = stage.press(Pointer { time: 9e3, ..at(285.0, 70.0) });
    assert_eq!(acts, [Act::Drawn(start, Drop::Port(End { card: 1, side: Side::In, port: 0 }))]);
    assert_eq!((stage.drawing(), &stage.look().fitting), (None, &None));
}

#[test]
fn a_misfit_has_its_reason() {
    let stage = stage();
    let end = |card, side| End { card, side, port: 0 };
    assert_eq!(stage.fits(end(0, Side::Out), end(1, Side::In)), Ok(()));
    assert_eq!(stage.fits(end(0, Side::Out), end(2, Side::In)), Err(Misfit::Kinds));
    assert_eq!(stage.fits(end(1, Side::Out), end(0, Side::In)), Err(Misfit::Cycle));
    assert_eq!(stage.fits(end(1, Side::Out), end(1, Side::In)), Err(Misfit::SameCard));
    assert_eq!(stage.fits(end(1, Side::Out), end(0, Side::Out)), Err(Misfit::SameSide));
    assert_eq!(stage.fits_card(end(0, Side::Out), 2), Err(Misfit::Kinds));
    assert_eq!(stage.fits_card(end(0, Side::In), 1), Err(Misfit::Cycle));
}

#[test]
fn two_presses_open_rename_add_or_insert() {
    let twice = |x: f64, y: f64| {
        let mut stage = stage();
        drag(&mut stage, at(x, y), &[]);
        let again = Pointer { time: 1200.0, ..at(x, y) };
        stage.press(again);
        stage.release(again)
    };
    assert_eq!(twice(100.0, 20.0), [Act::Rename(0)]);
    assert_eq!(twice(100.0, 70.0), [Act::Open(0)]);
    assert_eq!(twice(500.0, 400.0), [Act::Add(Point::new(500.0, 400.0))]);
    assert!(matches!(twice(260.0, 58.0)[..], [Act::Insert(0, _)]));
    let mut slow = stage();
    drag(&mut slow, at(100.0, 70.0), &[]);
    let late = Pointer { time: 1400.0, ..at(100.0, 70.0) };
    assert!(drag(&mut slow, late, &[]).is_empty());
    // A second press that becomes a drag is one.
    let mut moved = stage();
    drag(&mut moved, at(100.0, 70.0), &[]);
    let acts = drag(&mut moved, Pointer { time: 1200.0, ..at(100.0, 70.0) }, &[(150.0, 70.0)]);
    assert_eq!(acts, [Act::Moved(vec![(0, Point::new(50.0, 0.0))])]);
}

#[test]
fn fingers_pan_pinch_and_ask_for_the_menu() {
    let finger = |id, x, y| Pointer { id, device: Device::Touch, ..at(x, y) };
    let mut stage = stage();
    stage.press(finger(1, 400.0, 300.0));
    stage.drag(finger(1, 420.0, 340.0));
    assert_eq!((stage.camera.x, stage.camera.y), (20.0, 40.0));
    stage.press(finger(2, 520.0, 340.0));
    stage.drag(finger(2, 620.0, 340.0));
    assert_eq!(stage.camera.zoom, 2.0, "twice as far apart is twice as large");
    stage.release(finger(2, 620.0, 340.0));
    stage.drag(finger(1, 430.0, 340.0));
    stage.release(finger(1, 430.0, 340.0));
    assert!(!stage.is_busy());
    let mut held = self::stage();
    held.press(finger(1, 100.0, 30.0));
    assert_eq!(held.hold(), [Act::Menu(On::Card(0), Point::new(100.0, 30.0))]);
}

#[test]
fn who_may_only_look_changes_nothing() {
    let mut stage = stage();
    stage.may_edit = false;
    let acts = drag(&mut stage, at(100.0, 30.0), &[(200.0, 130.0)]);
    assert_eq!((acts, corner(&stage, 0)), (vec![Act::Selected], Point::default()));
    assert!(drag(&mut stage, at(220.0, 58.0), &[(400.0, 300.0)]).iter().all(|act| *act == Act::Selected));
    drag(&mut stage, Pointer { time: 5e4, ..at(500.0, 400.0) }, &[]);
    assert!(drag(&mut stage, Pointer { time: 50_100.0, ..at(500.0, 400.0) }, &[]).is_empty());
}

#[test]
fn arrows_walk_and_links_spread() {
    let stage = stage();
    assert_eq!(stage.neighbour(None, Point::new(1.0, 0.0)), Some(0));
    assert_eq!(stage.neighbour(Some(0), Point::new(1.0, 0.0)), Some(1));
    assert_eq!(stage.neighbour(Some(0), Point::new(-1.0, 0.0)), None);
    assert_eq!(stage.connected(&[0], Side::Out), [0, 1]);
    assert_eq!(stage.connected(&[1], Side::In), [1, 0]);
}

#[test]
fn near_the_edge_a_drag_moves_the_view() {
    let mut stage = stage();
    assert!(!stage.tick());
    stage.press(at(100.0, 30.0));
    stage.drag(at(500.0, 300.0));
    assert!(!stage.tick());
    stage.drag(at(998.0, 300.0));
    assert!(stage.tick() && stage.camera.x < 0.0);
    let seen = stage.camera.to_view(corner(&stage, 0));
    assert!((seen.x - 898.0).abs() < 1.0, "the card stays under the pointer");
}

proptest! {
    /// Whatever is pressed, dragged and let go in whatever order: afterwards a click still selects.
    #[test]
    fn no_order_of_events_gets_the_stage_stuck(
        events in prop::collection::vec((0_u8..6, 0_i32..3, 0.0..1000.0, 0.0..600.0, any::<bool>(), 0_u8..3), 0..60),
    ) {
        let mut stage = stage();
        let mut time = 0.0;
        for (kind, id, x, y, is_touch, button) in events {
            time += 40.0;
            let button = match button { 0 => Button::Main, 1 => Button::Middle, _ => Button::Menu };
            let device = if is_touch { Device::Touch } else { Device::Mouse };
            let pointer = Pointer { id, at: Point::new(x, y), device, button, time, ..Pointer::default() };
            match kind {
                0 => drop(stage.press(pointer)),
                1 | 2 => drop(stage.drag(pointer)),
                3 => drop(stage.release(pointer)),
                4 => stage.wheel(pointer.at, Point::new(x - 500.0, y - 300.0), is_touch),
                _ => drop(stage.hold()),
            }
            stage.tick();
        }
        stage.cancel();
        stage.camera = crate::camera::Camera::default();
        stage.select(Vec::new());
        let rect = stage.scene.card(2).unwrap().rect();
        let place = Pointer { at: stage.camera.to_view(Point::new(rect.x + 60.0, rect.y + 70.0)), time: time + 1e4, ..Pointer::default() };
        stage.press(place);
        prop_assert!(!stage.look().selected.is_empty());
    }
}

/// The three cards, the first two in a frame, and a note below the third that reaches beyond it.
fn with_paper() -> Stage {
    let mut stage = stage();
    let mut cards = stage.scene.cards().to_vec();
    let note = Card {
        role: Role::Note(Tint::Yellow),
        ports: Rc::default(),
        at: Point::new(580.0, -20.0),
        size: Size { width: 300.0, height: 200.0 },
        ..cards[0].clone()
    };
    cards.push(note);
    let links = stage.scene.links().to_vec();
    stage.scene = Scene::new(cards, links);
    stage.scene.frame(vec![Frame::around("both".into(), vec![0, 1])]);
    stage
}

#[test]
fn a_note_lies_below_cards_and_frames_below_everything() {
    let stage = with_paper();
    let hit = |x, y| stage.scene.hit(Point::new(x, y), 9.0);
    assert_eq!(hit(700.0, 20.0), Hit::Card(2));
    assert_eq!(hit(590.0, 170.0), Hit::Card(3));
    assert_eq!(hit(878.0, 178.0), Hit::Corner(3));
    assert_eq!(hit(600.0, 58.0), Hit::Port(2, Side::In, 0));
    let frame = stage.scene.frames()[0].title();
    assert_eq!(hit(frame.centre().x, frame.centre().y), Hit::Frame(0));
    // A frame is nothing but its title: what is drawn by it is a rubber band.
    assert_eq!(hit(260.0, 90.0), Hit::Nothing);
}

#[test]
fn a_frame_is_moved_by_its_title_with_all_that_is_in_it() {
    let mut stage = with_paper();
    let title = stage.scene.frames()[0].title().centre();
    let before = stage.scene.frames()[0].rect;
    let acts = drag(&mut stage, at(title.x, title.y), &[(title.x + 20.0, title.y + 30.0)]);
    let moved = vec![(0, Point::new(20.0, 30.0)), (1, Point::new(320.0, 30.0))];
    assert_eq!(acts, [Act::Selected, Act::Moved(moved)]);
    assert_eq!(stage.scene.frames()[0].rect, before.moved(Point::new(20.0, 30.0)));
    let title = stage.scene.frames()[0].title().centre();
    let twice = Pointer { time: 5_000.0, ..at(title.x, title.y) };
    drag(&mut stage, twice, &[]);
    assert_eq!(drag(&mut stage, Pointer { time: 5_100.0, ..twice }, &[]).last(), Some(&Act::Title(0)));
}

#[test]
fn a_note_is_made_larger_by_its_corner_but_never_too_small() {
    let mut stage = with_paper();
    let corner = |stage: &Stage| {
        let rect = stage.scene.card(3).unwrap().rect();
        (rect.right(), rect.bottom())
    };
    let (x, y) = corner(&stage);
    let acts = drag(&mut stage, at(x, y), &[(x + 41.0, y + 30.0)]);
    // Whole cells of sixteen.
    let size = Size { width: 336.0, height: 224.0 };
    assert_eq!(acts.last(), Some(&Act::Sized(3, size)));
    let (x, y) = corner(&stage);
    let acts = drag(&mut stage, Pointer { time: 9e3, ..at(x, y) }, &[(x - 900.0, y - 900.0)]);
    assert_eq!(acts.last(), Some(&Act::Sized(3, SMALLEST)));
    let (x, y) = corner(&stage);
    stage.press(Pointer { time: 2e4, ..at(x, y) });
    stage.drag(at(x + 100.0, y + 100.0));
    stage.cancel();
    assert_eq!(corner(&stage), (x, y));
    stage.may_edit = false;
    assert!(
        !drag(&mut stage, Pointer { time: 3e4, ..at(x, y) }, &[(x + 90.0, y)])
            .iter()
            .any(|act| matches!(act, Act::Sized(..)))
    );
}

#[test]
fn a_drag_paints_where_it_begins_and_ends_and_nothing_on_its_way() {
    let mut stage = stage();
    let start = at(20.0, 20.0);
    stage.press(start);
    stage.redraw();
    let before = stage.scene.card(0).unwrap().rect();
    stage.drag(at(60.0, 20.0));
    let damage = stage.redraw();
    assert!(!damage.all && damage.areas.iter().any(|area| area.holds(before)), "{damage:?}");
    stage.drag(at(90.0, 320.0));
    assert_eq!(stage.redraw(), super::Damage::default());
    stage.release(at(90.0, 320.0));
    let damage = stage.redraw();
    let after = stage.scene.card(0).unwrap().rect();
    assert!(!damage.all && damage.areas.iter().any(|area| area.holds(after)), "{damage:?}");
}

#[test]
fn a_block_that_is_held_over_a_link_is_shown_to_go_into_it() {
    let mut stage = stage();
    let place = stage.scene.curve(0).point(0.5);
    assert_eq!(stage.link_at(place), Some(0));
    assert_eq!(stage.link_at(stage.scene.card(0).unwrap().rect().centre()), None);
    let image = stage.scene.card(0).unwrap().ports.outputs[0].kinds;
    assert_eq!((stage.through(0), stage.through(7)), (Some((image, image)), None));
    stage.offer(Some(stage.scene.card(0).unwrap().rect()), Some(0));
    assert!(stage.over().into == Some(0) && stage.over().ghost.is_some());
    stage.offer(None, None);
    assert_eq!(*stage.over(), super::Over::default());
}
