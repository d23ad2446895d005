//! Points on an image: a row of numbers for each, and a dialog to draw them.
use super::act::{Act, Row};
use super::draw_dialog::{DrawDialog, Move};
use super::json;
use super::spot::{Spot, start};
use flowdeck_editor::form::{Drawn, Slot, Widget, edit};
use flowdeck_spec::{Node, decimal};
use std::rc::Rc;
use yew::prelude::*;

/// One area, line, path or box: where its numbers are.
struct Outline {
    /// The list of its points.
    list: String,
    /// Where each point's two numbers are.
    dots: Vec<[String; 2]>,
}

pub(super) fn show(spot: &Spot<'_>, drawn: Drawn) -> Html {
    let Some(value) = spot.value() else {
        let begin = start(&Widget::Drawn(drawn));
        return spot.button("Begin with an example".into(), Act::Set(spot.at.into(), begin));
    };
    let Some(outlines) = outlines(spot.at, drawn, value) else { return json::area(spot, &Widget::Json) };
    let is_nested = is_nested(drawn, value);
    let slot = Slot { literal: Some(Widget::Number { whole: false, limits: Vec::new() }), ..Slot::default() };
    let limit = most(drawn);
    let flag = ["draw", spot.at].concat();
    let is_drawing = spot.row.has_flag(&flag);
    html! {
        <div class="fd-many" role="group" aria-label={String::from(spot.name)}>
            <>{ for outlines.iter().enumerate().map(|(area, outline)| {
                let count = outline.dots.len();
                html! {
                    <div class="fd-points" key={area}>
                        if is_nested {
                            <div class="fd-row"><span class="fd-dim">{ ["Area ", &(area + 1).to_string()].concat() }</span>
                                { spot.button("Remove the area".into(), Act::Set(outline.list.clone(), None)) }</div>
                        }
                        <>{ for outline.dots.iter().enumerate().map(|(index, dot)| {
                            one_point(spot, &slot, drawn, outline, (index, count), dot)
                        }) }</>
                        if drawn != Drawn::Box && limit.is_none_or(|limit| count < limit) {
                            { spot.button("Add a point".into(), Act::Insert(outline.list.clone(), count, point(drawn, 0.0, 0.0))) }
                        }
                    </div>
                }
            }) }</>
            <div class="fd-row">
                if is_nested { { spot.button("Add an area".into(), Act::Insert(spot.at.into(), outlines.len(), Node::Array(Rc::default()))) } }
                { spot.button("Draw on an image…".into(), Act::Flag(flag.clone())) }
            </div>
            if is_drawing { { dialog(spot, drawn, &outlines, flag) } }
        </div>
    }
}

fn one_point(
    spot: &Spot<'_>,
    slot: &Slot,
    drawn: Drawn,
    outline: &Outline,
    (index, count): (usize, usize),
    dot: &[String; 2],
) -> Html {
    let names: [&str; 2] = match (drawn, index) {
        (Drawn::Box, 0) => ["left", "top"],
        (Drawn::Box, _) => ["right", "bottom"],
        _ => ["x", "y"],
    };
    let place = [" ", &(index + 1).to_string()].concat();
    let whole = [&*outline.list, "/", &index.to_string()].concat();
    let number = |axis: usize| {
        let name =
            [names.get(axis).copied().unwrap_or_default(), if drawn == Drawn::Box { "" } else { &place }]
                .concat();
        let at = dot.get(axis).map(String::as_str).unwrap_or_default();
        html! { <><span class="fd-dim">{ names.get(axis).copied().unwrap_or_default() }</span>{ Spot { at, name: &name, slot, default: None, ..*spot }.show() }</> }
    };
    let item = Spot { at: &whole, name: &place, ..*spot };
    let is_meant = || {
        let (at, name) = ([&*whole, "/positive"].concat(), ["Meant", &place].concat());
        let slot = Slot { literal: Some(Widget::Toggle), ..Slot::default() };
        Spot { at: &at, name: &name, slot: &slot, default: None, ..*spot }.show()
    };
    html! {
        <div class="fd-points__row" key={index}>
            { number(0) }{ number(1) }
            if drawn == Drawn::Marks { { is_meant() } }
            if drawn != Drawn::Box { { item.item_buttons(&outline.list, index, count, true) } }
        </div>
    }
}

fn dialog(spot: &Spot<'_>, drawn: Drawn, outlines: &[Outline], flag: String) -> Html {
    let of = |at: &str| match spot.row.at(at) {
        Some(Node::Number(text)) => decimal::read(text).unwrap_or(0.0),
        _ => 0.0,
    };
    let read = |outline: &Outline| outline.dots.iter().map(|[x, y]| (of(x), of(y))).collect();
    let shapes: Vec<Vec<(f64, f64)>> = outlines.iter().map(read).collect();
    let at = String::from(spot.at);
    let onmove = spot.row.on(move |row, step: Move| moved(row, &at, drawn, step));
    let onclose = spot.row.on(move |row, ()| {
        row.tools.on_done.emit(());
        row.act(&Act::Flag(flag.clone()));
    });
    html! {
        <DrawDialog title={["Draw: ", spot.name].concat()} {shapes} {drawn} limit={most(drawn)}
            samples={Rc::clone(&spot.row.tools.samples)} onopen={spot.row.tools.on_draw.clone()} {onmove} {onclose} />
    }
}

/// Does to the value what was done on the image.
fn moved(row: &Row, at: &str, drawn: Drawn, step: Move) {
    let Some((root, value)) = row.value.as_ref().zip(row.at(at)) else { return };
    let Some(outlines) = outlines(at, drawn, value) else { return };
    let number = |number: f64| Node::Number(decimal::write(number).into());
    row.emit(match step {
        Move::To { area, index, x, y } => {
            let dot = outlines.get(area).and_then(|outline| outline.dots.get(index));
            dot.and_then(|[left, top]| edit::set(&edit::set(root, left, number(x))?, top, number(y)))
        }
        Move::Add { area, x, y } => match outlines.get(area) {
            Some(outline) => edit::insert(root, &outline.list, usize::MAX, point(drawn, x, y)),
            None => edit::insert(root, at, usize::MAX, Node::Array(Rc::new(vec![point(drawn, x, y)]))),
        },
        Move::Back { area } => outlines.get(area).and_then(|outline| {
            let last = outline.dots.len().checked_sub(1)?;
            edit::remove(root, &[&*outline.list, "/", &last.to_string()].concat())
        }),
    });
}

/// How many points there may be.
const fn most(drawn: Drawn) -> Option<usize> {
    match drawn {
        Drawn::Line | Drawn::Box => Some(2),
        Drawn::Quads => Some(4),
        Drawn::Zone | Drawn::Path | Drawn::Marks => None,
    }
}

fn point(drawn: Drawn, x: f64, y: f64) -> Node {
    let (x, y) = (Node::Number(decimal::write(x).into()), Node::Number(decimal::write(y).into()));
    match drawn {
        Drawn::Marks => Node::object([("x", x), ("y", y), ("positive", Node::Bool(true))]),
        _ => Node::Array(Rc::new(vec![x, y])),
    }
}

/// Whether it is a list of areas, not of points.
fn is_nested(drawn: Drawn, value: &Node) -> bool {
    let of_areas = |node: &Node| node.items().first().is_none_or(|inner| matches!(inner, Node::Array(_)));
    match drawn {
        Drawn::Quads => true,
        Drawn::Zone => !value.items().is_empty() && value.items().iter().all(of_areas),
        _ => false,
    }
}

/// Where the numbers are; none where the value is of no such form.
fn outlines(at: &str, drawn: Drawn, value: &Node) -> Option<Vec<Outline>> {
    let inner = |at: &str, key: &str| [at, "/", key].concat();
    if drawn == Drawn::Box {
        let all =
            value.items().len() == 4 && value.items().iter().all(|item| matches!(item, Node::Number(_)));
        let dots = vec![[inner(at, "0"), inner(at, "1")], [inner(at, "2"), inner(at, "3")]];
        return all.then(|| vec![Outline { list: at.into(), dots }]);
    }
    if is_nested(drawn, value) {
        let areas = value.items().iter().enumerate();
        return areas.map(|(index, area)| outline(&inner(at, &index.to_string()), drawn, area)).collect();
    }
    Some(vec![outline(at, drawn, value)?])
}

fn outline(at: &str, drawn: Drawn, value: &Node) -> Option<Outline> {
    let keys = if drawn == Drawn::Marks { ["x", "y"] } else { ["0", "1"] };
    let dot = |(index, item): (usize, &Node)| {
        let whole = [at, "/", &index.to_string()].concat();
        let is_one = keys.iter().all(|key| item.pointer(&["/", key].concat()).is_some());
        is_one.then(|| keys.map(|key| [&*whole, "/", key].concat()))
    };
    let dots = value.items().iter().enumerate().map(dot).collect::<Option<_>>()?;
    Some(Outline { list: at.into(), dots })
}
