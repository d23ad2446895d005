//! Where cards stand: what is drawn, what is not, and what puts them in order.
use crate::support::{document, draw, stored, with};
use flowdeck_editor::document::Document;
use flowdeck_editor::geometry::Point;
use flowdeck_editor::item::Item;
use flowdeck_editor::picture::{Align, Picture, Spread, align, distribute, tidy};
use flowdeck_editor::scene::Scene;

fn names() -> Vec<String> {
    let list = |folder: &str| {
        let path = format!("{}/../../static/{folder}", env!("CARGO_MANIFEST_DIR"));
        let files =
            std::fs::read_dir(path).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap());
        let of_folder = |file: String| (file != "index.json").then(|| format!("{folder}/{file}"));
        files.filter_map(of_folder).collect::<Vec<_>>()
    };
    let mut all = list("templates");
    all.extend(list("samples/workflows"));
    all.sort();
    all
}

pub(crate) fn overlap(scene: &Scene) -> Option<(usize, usize)> {
    let cards = scene.cards();
    // Notes may lie below cards.
    let meets = |&(a, b): &(usize, usize)| {
        !cards[a].is_note() && !cards[b].is_note() && cards[a].rect().meets(cards[b].rect())
    };
    (0..cards.len()).flat_map(|a| (0..a).map(move |b| (a, b))).find(meets)
}

fn placed(document: &Document, places: &[(Item, Point)]) -> Document {
    Document { drawing: document.drawing.with_places(places), ..document.clone() }
}

fn at(picture: &Picture, scene: &Scene, item: &str) -> Point {
    scene.card(picture.card(&Item::new(item)).unwrap()).unwrap().at
}

#[test]
fn every_stored_workflow_is_laid_out_and_tidying_it_again_moves_nothing() {
    assert!(names().len() > 30);
    for name in names() {
        let document = stored(&name);
        let (picture, scene) = draw(&document);
        assert_eq!(overlap(&scene), None, "{name}");
        let once = placed(&document, &tidy(&picture, &scene));
        let (picture, scene) = draw(&once);
        assert_eq!(overlap(&scene), None, "{name}");
        assert_eq!(once.drawing, placed(&once, &tidy(&picture, &scene)).drawing, "{name}");
    }
}

#[test]
fn what_is_not_placed_stands_beside_what_it_takes_from() {
    for name in names() {
        let document = stored(&name);
        let (picture, scene) = draw(&document);
        let all = tidy(&picture, &scene);
        // Every second card is drawn, the others find their place.
        let half: Vec<_> = all.iter().step_by(2).cloned().collect();
        let (picture, scene) = draw(&placed(&document, &half));
        assert_eq!(overlap(&scene), None, "{name}");
        for (item, point) in &half {
            assert_eq!(at(&picture, &scene, item.as_str()), *point, "{name} {item:?}");
        }
        let rest: Vec<_> = picture.unplaced().into_iter().map(|(item, _)| item).collect();
        // Those at odd places of the list.
        let wanted: Vec<_> = all.iter().skip(1).step_by(2).map(|(item, _)| item.clone()).collect();
        assert_eq!(rest, wanted, "{name}");
    }
}

const CHAIN: &str = r#"{"inputs":[{"type":"WorkflowImage","name":"i"}],"steps":[
    {"type":"roboflow_core/image_blur@v1","name":"a","image":"$inputs.i"},{"type":"roboflow_core/image_blur@v1","name":"b","image":"$steps.a.image"}"#;

fn chain(more: &str) -> Document {
    document(&format!("{CHAIN}{more}],\"outputs\":[]}}"))
}

#[test]
fn cards_keep_their_place_in_a_session() {
    let first = chain("");
    let (mut picture, mut scene) = draw(&first);
    let before: Vec<_> = scene.cards().iter().map(|card| card.at).collect();
    // One more step: the others stay, the new one stands to the right of its source.
    let second = chain(r#",{"type":"roboflow_core/image_blur@v1","name":"c","image":"$steps.a.image"}"#);
    let change = with(&second, |basis| picture.update(basis, &mut scene));
    assert!(change.structure);
    assert_eq!(scene.cards().iter().take(3).map(|card| card.at).collect::<Vec<_>>(), before);
    assert!(at(&picture, &scene, "$steps.c").x > at(&picture, &scene, "$steps.a").x);
    assert_eq!(overlap(&scene), None);
    // A new name is the same card.
    let text = second.specification.to_compact().replace("\"c\"", "\"other\"");
    let was = at(&picture, &scene, "$steps.c");
    with(&document(&text), |basis| picture.update(basis, &mut scene));
    assert_eq!(at(&picture, &scene, "$steps.other"), was);
}

#[test]
fn a_new_card_stands_past_all_that_it_takes_from() {
    let first = document(
        r#"{"inputs":[{"type":"WorkflowImage","name":"i"}],"steps":[
        {"type":"roboflow_core/roboflow_object_detection_model@v3","name":"d","images":"$inputs.i","model_id":"a/1"},
        {"type":"roboflow_core/detections_filter@v1","name":"f","predictions":"$steps.d.predictions","operations":[]}],"outputs":[]}"#,
    );
    let (mut picture, mut scene) = draw(&first);
    let crop = r#"{"type":"roboflow_core/dynamic_crop@v1","name":"c","images":"$inputs.i","predictions":"$steps.f.predictions"}"#;
    let text = first
        .specification
        .to_compact()
        .replace(r#""operations":[]}]"#, &format!(r#""operations":[]}},{crop}]"#));
    with(&document(&text), |basis| picture.update(basis, &mut scene));
    let right = scene.card(picture.card(&Item::new("$steps.f")).unwrap()).unwrap().rect().right();
    assert!(at(&picture, &scene, "$steps.c").x > right);
}

#[test]
fn what_is_drawn_and_then_taken_back_stands_where_it_stood() {
    let first = chain("");
    let (mut picture, mut scene) = draw(&first);
    let before = at(&picture, &scene, "$steps.a");
    let there = Point { x: 900.0, y: 700.0 };
    let moved = placed(&first, &[(Item::new("$steps.a"), there)]);
    let change = with(&moved, |basis| picture.update(basis, &mut scene));
    assert_eq!((change.cards, change.structure), (vec![1], false));
    assert_eq!(at(&picture, &scene, "$steps.a"), there);
    let change = with(&first, |basis| picture.update(basis, &mut scene));
    assert_eq!((change.cards, at(&picture, &scene, "$steps.a")), (vec![1], before));
}

#[test]
fn a_card_that_nobody_placed_gives_way() {
    let first = chain("");
    let (mut picture, mut scene) = draw(&first);
    let taken = at(&picture, &scene, "$steps.b");
    let moved = placed(&first, &[(Item::new("$steps.a"), taken)]);
    with(&moved, |basis| picture.update(basis, &mut scene));
    assert_eq!(at(&picture, &scene, "$steps.a"), taken);
    assert_eq!(overlap(&scene), None);
}

#[test]
fn cards_are_lined_up_and_spread() {
    let spots = [("$inputs.i", 0.0, 0.0), ("$steps.a", 250.0, 300.0), ("$steps.b", 900.0, 40.0)];
    let spots = spots.map(|(item, x, y)| (Item::new(item), Point { x, y }));
    let (picture, scene) = draw(&placed(&chain(""), &spots));
    let told = |list: Vec<(Item, Point)>| -> Vec<(String, f64, f64)> {
        list.into_iter().map(|(item, at)| (item.as_str().into(), at.x, at.y)).collect()
    };
    let all = [2, 0, 1];
    let named = |item: &str, x: f64, y: f64| (String::from(item), x, y);
    assert_eq!(
        told(align(&picture, &scene, &all, Align::Top)),
        [named("$steps.b", 900.0, 0.0), named("$steps.a", 250.0, 0.0)]
    );
    // Inputs are 180 wide, steps 220: the right edge is at 1120.
    assert_eq!(
        told(align(&picture, &scene, &all, Align::Right)),
        [named("$inputs.i", 940.0, 0.0), named("$steps.a", 900.0, 300.0)]
    );
    // 1120 − 180 − 220 − 220 leaves 500: 250 on either side of the middle one.
    assert_eq!(told(distribute(&picture, &scene, &all, Spread::Across)), [named("$steps.a", 430.0, 300.0)]);
    assert!(distribute(&picture, &scene, &[0, 1], Spread::Down).is_empty());
    assert!(align(&picture, &scene, &[], Align::Left).is_empty());
}

#[test]
fn tidying_after_a_small_edit_keeps_the_order() {
    let steps = |count: usize| {
        let step = |index: usize| {
            format!(r#"{{"type":"roboflow_core/image_blur@v1","name":"s{index}","image":"$inputs.i"}}"#)
        };
        let steps: Vec<String> = (0..count).map(step).collect();
        document(&format!(
            r#"{{"inputs":[{{"type":"WorkflowImage","name":"i"}}],"steps":[{}],"outputs":[]}}"#,
            steps.join(",")
        ))
    };
    let first = steps(5);
    let (picture, scene) = draw(&first);
    // The person wants them the other way round.
    let order = ["$steps.s4", "$steps.s2", "$steps.s0", "$steps.s3", "$steps.s1"];
    let mut places = tidy(&picture, &scene);
    for (item, point) in &mut places {
        if let Some(place) = order.iter().position(|other| *other == item.as_str()) {
            point.y = place as f64 * 200.0;
        }
    }
    let more = Document { drawing: first.drawing.with_places(&places), ..steps(6) };
    let (picture, scene) = draw(&more);
    let places = tidy(&picture, &scene);
    let mut heights: Vec<_> = places.iter().filter(|(item, _)| order.contains(&item.as_str())).collect();
    heights.sort_by(|a, b| a.1.y.total_cmp(&b.1.y));
    assert_eq!(heights.iter().map(|(item, _)| item.as_str()).collect::<Vec<_>>(), order);
}

#[test]
fn a_card_that_comes_or_grows_gets_room_of_its_own() {
    let missing = |extra: &str| {
        document(&format!(r#"{{"steps":[{{"type":"acme/own@v1","name":"a",{extra}"x":"$steps.b.y"}}]}}"#))
    };
    let grown = |block: &str| {
        document(&format!(
            r#"{{"inputs":[{{"type":"WorkflowImage","name":"i"}}],"steps":[
                {{"type":"roboflow_core/{block}@v1","name":"in","image":"$inputs.i"}},
                {{"type":"roboflow_core/image_blur@v1","name":"other","image":"$inputs.i"}}]}}"#
        ))
    };
    let pairs = [
        // What is missing now comes before what was missing already.
        (missing(""), missing(r#""w":"$inputs.image","#)),
        (grown("image_blur"), grown("dynamic_crop")),
    ];
    for (before, after) in pairs {
        let (mut picture, mut scene) = draw(&before);
        with(&after, |basis| picture.update(basis, &mut scene));
        assert_eq!(overlap(&scene), None, "{}", after.specification.to_compact());
    }
}
