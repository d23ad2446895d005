use super::{Drawing, Group, Note};
use crate::item::Item;
use crate::layout::{Point, Rect};
use flowdeck_spec::json::parse;
use proptest::prelude::*;

const TEXT: &str = r#"{"$steps.a":[1,2.5],"zoom":3,"$steps.bad":[1],"$inputs.i":[-0.05,1e3],"notes":[{"id":"n1","at":[0,1,200,80],"text":"hi","color":"yellow","pinned":true},{"text":"no id"}],"groups":[{"id":"g1","name":"G","items":["$steps.a","$inputs.i",7]}]}"#;

fn drawing() -> Drawing {
    Drawing::of(parse(TEXT).root)
}

fn text(drawing: &Drawing) -> String {
    drawing.node().map(ToString::to_string).unwrap_or_default()
}

#[test]
fn what_is_understood_is_used_and_the_rest_is_kept() {
    let drawing = drawing();
    assert_eq!(drawing.place(&Item::new("$steps.a")), Some(Point { x: 1.0, y: 2.5 }));
    assert_eq!(drawing.place(&Item::new("$steps.bad")), None);
    assert_eq!(drawing.place(&Item::new("$inputs.i")), None);
    assert_eq!(drawing.place(&Item::new("$notes.n1")), Some(Point { x: 0.0, y: 1.0 }));
    assert_eq!((drawing.notes().len(), drawing.groups().len()), (1, 1));
    assert_eq!(text(&drawing), TEXT);
}

#[test]
fn places_change_where_they_stand_and_new_ones_come_last() {
    let to = |x: f64| Point { x, y: 4.0 };
    let places = [
        (Item::new("$steps.new"), to(5.0)),
        (Item::new("$steps.a"), to(3.0)),
        (Item::new("$notes.n1"), to(9.0)),
    ];
    let moved = drawing().with_places(&places);
    let expected = TEXT.replace("[1,2.5]", "[3,4]").replace("[0,1,200,80]", "[9,4,200,80]");
    let inside = expected.strip_suffix('}').unwrap();
    assert_eq!(text(&moved), format!("{inside},\"$steps.new\":[5,4]}}"));
}

#[test]
fn notes_and_groups_keep_what_others_wrote_into_them() {
    let note = Note { text: "ho".into(), ..drawing().notes()[0].clone() };
    assert_eq!(text(&drawing().with_note(&note)), TEXT.replace("\"hi\"", "\"ho\""));
    let new = Note {
        id: "n2".into(),
        at: Rect { x: 1.0, y: 2.0, width: 3.0, height: 4.0 },
        text: "t".into(),
        color: String::new(),
    };
    assert_eq!(
        text(&Drawing::default().with_note(&new)),
        r#"{"notes":[{"id":"n2","at":[1,2,3,4],"text":"t"}]}"#
    );
    let group = Group { id: "g2".into(), name: "N".into(), items: vec![Item::new("$steps.b")] };
    let both = drawing().with_group(&group);
    assert_eq!(both.group_of(&Item::new("$steps.b")), Some(&group));
    assert_eq!(both.groups().len(), 2);
}

#[test]
fn items_change_their_names_everywhere_at_once() {
    let swap = drawing().renamed(&|item| match item.as_str() {
        "$steps.a" => Some(Item::new("$steps.b")),
        "$inputs.i" => None,
        _ => Some(item.clone()),
    });
    let expected = TEXT
        .replace("$steps.a", "$steps.b")
        .replace(",\"$inputs.i\":[-0.05,1e3]", "")
        .replace(",\"$inputs.i\"", "");
    assert_eq!(text(&swap), expected);
    let gone = [Item::new("$steps.a"), Item::new("$notes.n1"), Item::new("$groups.g1")];
    let rest = drawing().without(&gone);
    assert_eq!(
        text(&rest),
        r#"{"zoom":3,"$steps.bad":[1],"$inputs.i":[-0.05,1e3],"notes":[{"text":"no id"}]}"#
    );
    let start = drawing();
    assert!(start.without(&[]).same(&start));
}

proptest! {
    #[test]
    fn a_place_is_read_as_it_was_written(x in -1e6..1e6, y in -1e6..1e6) {
        let item = Item::new("$steps.a");
        let written = Drawing::default().with_places(&[(item.clone(), Point { x, y })]);
        let read = Drawing::of(parse(&text(&written)).root).place(&item).unwrap();
        prop_assert!((read.x - x).abs() <= 0.0051 && (read.y - y).abs() <= 0.0051, "{:?}", read);
        prop_assert_eq!(&written.with_places(&[(item, read)]), &written);
    }
}
