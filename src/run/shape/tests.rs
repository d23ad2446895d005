//! Each shape as the engine's own serializers write it (`tests/results`), and whatever else may come.
use super::{Filter, Findings, Layer, Outline, Shape, csv, predictions, shape, shortened};
use flowdeck_editor::geometry::Point;
use flowdeck_spec::json::Text;
use flowdeck_spec::{Node, json};
use std::rc::Rc;

macro_rules! fixture {
    ($name:literal) => {
        read(include_str!(concat!("../../../tests/results/", $name, ".json")))
    };
}

fn read(text: &str) -> Node {
    json::parse_as_python(text).root.unwrap()
}

fn found(value: &Node) -> Findings {
    match shape(value) {
        Shape::Found(findings) => findings,
        other => panic!("{other:?}"),
    }
}

fn labels(findings: &Findings) -> Vec<String> {
    findings.list.iter().map(|one| findings.label(one)).collect()
}

#[test]
fn boxes_are_told_by_their_middle() {
    let findings = found(&fixture!("boxes"));
    assert_eq!(labels(&findings), ["cat 92 %", "dog 41 %"]);
    assert_eq!(findings.size, Some((64.0, 48.0)));
    let first = findings.list[0].bounds;
    assert_eq!((first.x, first.y, first.right(), first.bottom()), (4.0, 4.0, 24.0, 20.0));
    assert!(findings.has(Layer::Boxes) && !findings.has(Layer::Masks) && !findings.has(Layer::Points));
}

#[test]
fn nothing_found_is_told_from_nothing_run() {
    let findings = found(&fixture!("boxes-none"));
    assert_eq!((findings.list.len(), findings.size), (0, None));
    assert_eq!(shape(&fixture!("skipped")), Shape::Nothing);
}

#[test]
fn a_turned_box_has_its_corners() {
    let findings = found(&fixture!("rotated"));
    let one = &findings.list[0];
    assert_eq!(one.corners.len(), 4);
    assert_eq!((one.bounds.x, one.bounds.right(), one.bounds.bottom()), (5.0, 30.0, 25.0));
}

#[test]
fn both_forms_of_a_mask_are_the_same_pixels() {
    let (polygons, runs) = (found(&fixture!("polygons")), found(&fixture!("rle")));
    assert!(polygons.has(Layer::Masks) && runs.has(Layer::Masks));
    let Outline::Mask(blob) = &runs.list[0].outline else { panic!("{:?}", runs.list[0]) };
    assert_eq!((blob.width, blob.height, blob.area()), (64, 48, 16 * 20));
    assert!(blob.has(4.0, 4.0) && blob.has(23.0, 19.0) && !blob.has(24.0, 19.0) && !blob.has(4.0, 20.0));
    // The ring has a hole, which the polygon cannot say.
    let Outline::Mask(ring) = &runs.list[1].outline else { panic!("{:?}", runs.list[1]) };
    assert_eq!(ring.area(), 30 * 22 - 12 * 10);
    assert!(!ring.has(20.0, 24.0) && ring.has(9.0, 39.0));
    let Outline::Polygon(line) = &polygons.list[0].outline else { panic!("{:?}", polygons.list[0]) };
    assert_eq!(line.first(), Some(&Point { x: 4.0, y: 4.0 }));
}

#[test]
fn key_points_codes_and_tracks_come_with_their_boxes() {
    let people = found(&fixture!("keypoints"));
    assert_eq!(
        people.list[0].points,
        [(Point { x: 10.0, y: 6.0 }, Some(0.9)), (Point { x: 14.0, y: 12.0 }, Some(0.3))]
    );
    let codes = found(&fixture!("codes"));
    assert_eq!(labels(&codes), ["qr_code", "qr_code"]);
    assert_eq!(codes.list[0].data.as_deref(), Some("BIN-07"));
    let tracked = found(&fixture!("tracked"));
    assert_eq!(labels(&tracked), ["car #7 60 %", "car #11 50 %"]);
    assert_ne!(tracked.list[0].hue, tracked.list[1].hue);
    assert_eq!(labels(&found(&fixture!("cropped"))), ["digit 99 %"]);
}

#[test]
fn both_forms_of_a_classification_are_read() {
    let Shape::Classes(single) = shape(&fixture!("class-single")) else { panic!() };
    let rows = |classes: &super::Classes| -> Vec<(String, bool)> {
        classes.rows.iter().map(|row| (row.name.clone(), row.is_chosen)).collect()
    };
    assert_eq!(rows(&single), [("ripe".into(), true), ("raw".into(), false)]);
    let Shape::Classes(multi) = shape(&fixture!("class-multi")) else { panic!() };
    assert_eq!(rows(&multi), [("red".into(), true), ("big".into(), false)]);
    assert!(multi.is_multi && !single.is_multi);
    // Descriptions of the engine say `class_name`.
    let other =
        r#"{"predictions":[{"class_name":"a","confidence":0.2},{"class_name":"b","confidence":0.8}]}"#;
    let Shape::Classes(other) = shape(&read(other)) else { panic!() };
    assert_eq!(other.rows[0].name, "b");
}

#[test]
fn images_lists_and_steps_are_taken_apart() {
    let Shape::Image(source) = shape(&fixture!("image")) else { panic!() };
    assert!(source.starts_with("data:image/jpeg;base64,/9j/"));
    let images = fixture!("images");
    assert_eq!(shape(&images), Shape::List);
    assert!(matches!(shape(&images.items()[1]), Shape::Image(_)));
    assert_eq!(shape(&images.items()[2]), Shape::Nothing);
    let nested = fixture!("nested");
    assert_eq!(shape(&nested), Shape::List);
    assert_eq!(found(&nested.items()[0].items()[0]).list.len(), 2);
    let step = fixture!("step");
    let named: Vec<String> = step.entries().iter().map(|(_, value)| shape(value).name(value)).collect();
    assert_eq!(named, ["2 found", "image", "number", "true or false", "text"]);
    assert_eq!(shape(&fixture!("video")), Shape::Fields);
    assert_eq!(shape(&fixture!("secret")), Shape::Text);
}

#[test]
fn an_image_is_told_by_its_bytes() {
    let image =
        |content: &str| Node::object([("type", Node::string("base64")), ("value", Node::string(content))]);
    assert!(
        matches!(shape(&image("iVBORw0KGgoAAA")), Shape::Image(source) if source.starts_with("data:image/png"))
    );
    assert_eq!(shape(&image("PHN2Zz4=")), Shape::Fields);
    assert_eq!(shape(&image("/9j/\" onerror=\"x")), Shape::Fields);
    let long = Node::string(&["/9j/", &"A".repeat(400)].concat());
    assert!(matches!(shape(&long), Shape::Image(_)));
    assert_eq!(shape(&Node::string("/9j/ is how a JPEG begins")), Shape::Text);
}

#[test]
fn many_numbers_are_summed_up() {
    let Shape::Numbers(numbers) = shape(&fixture!("numbers")) else { panic!() };
    assert_eq!((numbers.sides, numbers.count), (vec![3, 4], 12));
    assert!(numbers.least == 0.0 && numbers.most == 1.0 && (numbers.mean - 0.5).abs() < 1e-9);
    assert_eq!(shape(&read("[3, 140, 255]")), Shape::Colour([3, 140, 255]));
    assert_eq!(shape(&read("[1, \"2\"]")), Shape::List);
    assert_eq!(shape(&read("[]")), Shape::List);
}

#[test]
fn records_are_a_table_and_a_spreadsheet_calculates_nothing_of_it() {
    let value = fixture!("table");
    let Shape::Table(table) = shape(&value) else { panic!() };
    assert_eq!(table.columns, ["name", "size", "seen", "kind"]);
    assert_eq!(
        csv(value.items().iter()),
        "name,size,seen,kind\r\na,3,2026-11-24T08:30:00+00:00,\r\nb,,,\"'=HYPERLINK(1)\"\r\n"
    );
    let codes = fixture!("codes");
    let text = csv(predictions(&codes).iter());
    assert!(text.contains("\"'=1+1\"") && text.contains("BIN-07"), "{text}");
    assert_eq!(csv([read(r#"{"a":"x\"y,\n","b":[1],"c":-1.50}"#)].iter()), "a,c\r\n\"x\"\"y,\n\",-1.50\r\n");
}

#[test]
fn filters_act_on_class_and_confidence() {
    let findings = found(&fixture!("boxes"));
    let sure = Filter { hidden: Vec::new(), least: 50 };
    assert_eq!(sure.shown(&findings), [0]);
    assert_eq!(sure.counts(&findings), [1, 0]);
    let dogs = Filter::default().toggled(0);
    assert_eq!((dogs.shown(&findings), dogs.counts(&findings)), (vec![1], vec![1, 1]));
    assert_eq!(dogs.toggled(0), Filter::default());
    let bins = Filter { hidden: Vec::new(), least: 90 }.bins(&findings);
    assert_eq!((bins[18], bins[8], bins.iter().sum::<usize>()), (1, 1, 2));
    // A box without confidence is not judged by it; 70 of a hundred is seven tenths.
    let some = found(&read(
        r#"[{"x":1,"y":1,"width":1,"height":1},{"x":1,"y":1,"width":1,"height":1,"confidence":0.7}]"#,
    ));
    assert_eq!(Filter { hidden: Vec::new(), least: 70 }.shown(&some), [0, 1]);
    assert_eq!(Filter { hidden: Vec::new(), least: 71 }.shown(&some), [0]);
}

#[test]
fn the_smallest_box_under_a_place_is_meant() {
    let text = r#"[{"x":50,"y":50,"width":90,"height":90},{"x":50,"y":50,"width":10,"height":10},{"x":200,"y":50,"width":4,"height":4}]"#;
    let findings = found(&read(text));
    let at = |x, y| findings.hit(&[0, 1, 2], Point { x, y }, 0.0);
    assert_eq!(
        (at(50.0, 50.0), at(20.0, 20.0), at(150.0, 50.0), at(200.0, 50.0)),
        (Some(1), Some(0), None, Some(2))
    );
    assert_eq!(findings.hit(&[0], Point { x: 50.0, y: 50.0 }, 0.0), Some(0));
}

#[test]
fn names_that_differ_by_a_letter_differ_in_colour() {
    let hues: std::collections::BTreeSet<u8> = (0..12)
        .map(|at| {
            let text =
                [r#"[{"x":1,"y":1,"width":1,"height":1,"class":"class "#, &at.to_string(), "\"}]"].concat();
            found(&read(&text)).list[0].hue
        })
        .collect();
    assert!(hues.len() >= 8, "{hues:?}");
}

#[test]
fn what_cannot_be_drawn_is_passed_over() {
    let bad = r#"{"image":{"width":null,"height":"NaN"},"predictions":[
        {"x":1,"y":2,"width":3,"height":4,"class":7,"confidence":"high","rect":"[[1]]","points":[{"x":1}],"keypoints":{},"tracker_id":null,"rle_mask":[]},
        {"x":null,"y":2,"width":3,"height":4}, null, 5, "x", [], {"x":NaN,"y":2,"width":3,"height":4},
        {"x":1e300,"y":2,"width":3,"height":4}, {"x":"1","y":2,"width":3,"height":4}]}"#;
    let findings = found(&read(bad));
    assert_eq!((findings.list.len(), findings.total, findings.size), (1, 9, None));
    assert_eq!(labels(&findings), ["object"]);
    assert_eq!(findings.list[0].outline, Outline::None);
    for odd in [
        "{\"predictions\":5}",
        "{\"predictions\":[null]}",
        "{\"predictions\":{}}",
        "{\"predictions\":{\"a\":null}}",
    ] {
        assert_eq!(shape(&read(odd)), Shape::Fields, "{odd}");
    }
}

/// Every value of a few parts, two levels deep, in the places where readers look.
#[test]
fn no_mix_of_types_stops_a_reader() {
    let mut values: Vec<Node> = [
        "null",
        "true",
        "-1.5e400",
        "NaN",
        "Infinity",
        "\"\"",
        "\"NaN\"",
        "[]",
        "{}",
        "[[]]",
        "[[1],[2,3]]",
        "[null,null]",
    ]
    .map(read)
    .into();
    for text in [
        include_str!("../../../tests/results/rle.json"),
        include_str!("../../../tests/results/rotated.json"),
        include_str!("../../../tests/results/class-multi.json"),
    ] {
        values.push(read(text));
    }
    let keys = [
        "predictions",
        "image",
        "x",
        "rect",
        "points",
        "rle_mask",
        "keypoints",
        "size",
        "counts",
        "value",
        "top",
    ];
    let mut tried = 0;
    for whole in values.clone() {
        for key in keys {
            for part in &values {
                // In an object, in each of its predictions, and as an item beside them.
                let changed = Node::Array(Rc::new(
                    predictions(&whole).iter().map(|one| one.with(key, part.clone())).collect(),
                ));
                for value in [
                    whole.with(key, part.clone()),
                    whole.with("predictions", changed),
                    Node::Array(Rc::new(vec![whole.clone(), part.clone()])),
                ] {
                    let shape = shape(&value);
                    assert!(!shape.name(&value).is_empty());
                    tried += 1;
                }
            }
        }
    }
    assert_eq!(tried, 15 * 11 * 15 * 3);
}

#[test]
fn a_million_items_and_deep_nests_are_read_in_bounds() {
    let one = read(r#"{"x":5,"y":5,"width":2,"height":2,"class":"a","confidence":0.5}"#);
    let many = |item: Node| Node::Array(Rc::new(vec![item; 1_000_000]));
    let findings = found(&Node::object([("predictions", many(one))]));
    assert_eq!((findings.total, findings.list.len()), (1_000_000, 50_000));
    assert!(matches!(shape(&many(read("{\"a\":1}"))), Shape::Table(_)));
    assert!(matches!(shape(&many(read("1"))), Shape::Numbers(numbers) if numbers.count == 1_000_000));
    assert_eq!(shape(&many(Node::Null)), Shape::List);
    let deep = read(&["[".repeat(500), "]".repeat(500)].concat());
    assert_eq!(shape(&deep), Shape::List);
    // As many classes as things: neither reading nor filtering compares each with each.
    let named = |at: usize| {
        Node::Object(Rc::new(
            [("x", "1"), ("y", "1"), ("width", "1"), ("height", "1")]
                .into_iter()
                .map(|(key, text)| (Text::new(key), Node::Number(text.into())))
                .chain([(Text::new("class"), Node::string(&at.to_string()))])
                .collect(),
        ))
    };
    let all = found(&Node::Array(Rc::new((0..50_000).map(named).collect())));
    let none = Filter { hidden: (0..50_000).collect(), least: 0 };
    assert_eq!((all.classes.len(), none.shown(&all).len()), (50_000, 0));
}

#[test]
fn what_is_printed_says_how_much_it_leaves_out() {
    let list = Node::Array(Rc::new(vec![Node::Null; 1_000_000]));
    let text = shortened(&Node::object([("a", list.clone()), ("b", list)])).to_compact();
    assert!(text.contains("\"… 998001 more\"],\"…\":\"… 1 more\"}"), "{}", &text[text.len() - 80..]);
    let long = Node::string(&"x".repeat(500));
    assert!(shortened(&long).to_compact().ends_with("… (500 characters)\""));
    let small = fixture!("boxes");
    assert_eq!(shortened(&small), small);
}
