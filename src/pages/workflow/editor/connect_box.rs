//! Wiring without a pointer: all places where a wire from the selected card may lead, to be searched and chosen.
use super::desk::{Adding, Desk, Open, Waiting};
use crate::components::editor::finder::{Choice, Finder, Part, marked};
use crate::components::editor::float::use_float;
use flowdeck_editor::command::Command;
use flowdeck_editor::geometry::Point;
use flowdeck_editor::item::{Item, Section};
use flowdeck_editor::palette::Wanted;
use flowdeck_editor::palette::fuzzy::{Query, Target, ranked};
use flowdeck_editor::scene::Side;
use flowdeck_editor::stage::{End, Stage};
use flowdeck_editor::wiring::{kinds_words, targets};
use flowdeck_spec::block::Family;
use flowdeck_spec::catalogue::KindSet;
use std::rc::Rc;
use yew::prelude::*;

#[derive(Clone, Debug, PartialEq, Properties)]
pub(super) struct ConnectBoxProps {
    pub(super) desk: Desk,
    /// The card that the wire comes from.
    pub(super) item: Item,
    /// Where it opens on the page.
    pub(super) at: Point,
    pub(super) onclose: Callback<()>,
}

/// A wire that may be drawn.
#[derive(Debug, PartialEq)]
struct Way {
    /// The output that it comes from.
    from: String,
    /// What comes out there.
    gives: String,
    /// Where it leads: “crop · predictions”.
    label: String,
    to: To,
}

/// The rank of a block that is not there yet; places come before it: those that are free, those that are taken, and at last
/// outputs of the workflow that have something.
const NEW: u8 = 3;

#[derive(Debug, PartialEq)]
enum To {
    /// A place of an entry, and whether something stands there.
    Place { source: String, item: Item, path: String, replaces: bool },
    /// A block that is not there yet.
    New { source: String, kinds: KindSet },
}

#[component]
pub(super) fn ConnectBox(props: &ConnectBoxProps) -> Html {
    let node = use_node_ref();
    let give_back = use_float(&node, props.at, &props.onclose);
    let query = use_state_eq(String::new);
    let ways = use_memo(props.item.clone(), |item| ways(&props.desk, item));
    let found = use_memo(((*query).clone(), Rc::as_ptr(&ways) as usize), |(query, _)| {
        let query = Query::new(query);
        ranked(ways.len(), &mut |place| query.score(&Target::new(&ways.get(place)?.label)))
    });
    let choice = {
        let (ways, found, query) = (Rc::clone(&ways), Rc::clone(&found), Query::new(&query));
        Callback::from(move |index: usize| {
            let way = found.get(index).and_then(|place| ways.get(*place));
            way.map_or_else(
                || Choice { key: "".into(), content: Html::default(), title: None, is_off: true },
                |way| shown(way, &query),
            )
        })
    };
    let onchoose = {
        let (desk, found, onclose) = (props.desk.clone(), Rc::clone(&found), props.onclose.clone());
        let at = props.at;
        Callback::from(move |index: usize| {
            give_back.emit(());
            onclose.emit(());
            match found.get(index).and_then(|place| ways.get(*place)).map(|way| &way.to) {
                Some(To::Place { source, item, path, .. }) => desk.act(Command::Connect {
                    source: source.clone(),
                    item: item.clone(),
                    path: path.clone(),
                }),
                Some(To::New { source, kinds }) => {
                    let wire = Waiting::From(source.clone(), Wanted::TakerOf(*kinds));
                    desk.open(Open::Add(at, Adding { at: None, wire }));
                }
                None => {}
            }
        })
    };
    let oninput = {
        let query = query.clone();
        Callback::from(move |text: String| query.set(text))
    };
    let parts = vec![Part { label: "".into(), count: found.len() }];
    let nothing = html! { <p>{ "Nothing of that name takes what this gives." }</p> };
    html! {
        <div ref={node} class="fd-float fd-float--find" role="dialog" aria-label="Connect">
            <Finder id="connect-to" label={["Connect ", props.item.label(), " with"].concat()} query={(*query).clone()}
                {parts} {choice} {nothing} autofocus=true {oninput} {onchoose} onclose={props.onclose.clone()} />
        </div>
    }
}

fn shown(way: &Way, query: &Query) -> Choice {
    let more = match way.to {
        To::Place { replaces: true, .. } => ", in place of what is there",
        _ => "",
    };
    let content = html! {
        <span class="fd-find__text">
            <span class="fd-cut">{ marked(&way.label, query) }</span>
            <span class="fd-cut fd-find__more">
                if !way.from.is_empty() { { &way.from }{ ": " } }{ &way.gives }{ more }
            </span>
        </span>
    };
    Choice { key: [&*way.from, " ", &*way.label].concat().into(), content, title: None, is_off: false }
}

/// An output of the card.
struct Output {
    end: End,
    name: String,
    kinds: KindSet,
    is_control: bool,
}

/// The outputs of a card: what a block is for comes before what says where it is from.
fn outputs(desk: &Desk, card: u32) -> Vec<Output> {
    let read = |stage: &Stage| {
        let ports = stage.scene.card(card).map(|card| &*card.ports.outputs).unwrap_or_default();
        let (mut main, mut others) = (Vec::new(), Vec::new());
        for (port, told) in (0_u16..).zip(ports) {
            let list = match told.family {
                Family::Image | Family::Detections => &mut main,
                _ => &mut others,
            };
            list.push(Output {
                end: End { card, side: Side::Out, port },
                name: String::from(&*told.name),
                kinds: told.kinds,
                is_control: told.is_control,
            });
        }
        main.append(&mut others);
        main
    };
    desk.board().map(|board| board.read(read)).unwrap_or_default()
}

/// All wires that may leave a card. What is free comes before what is taken, a new block last.
fn ways(desk: &Desk, item: &Item) -> Vec<Way> {
    let mut found: Vec<(u8, Way)> = Vec::new();
    let card = desk.card(item);
    for output in card.map(|card| outputs(desk, card)).unwrap_or_default() {
        let Some(text) = desk.port(output.end) else { continue };
        if output.is_control {
            gated(desk, item, &output, &text, &mut found);
        } else {
            fed(desk, &output, &text, &mut found);
        }
    }
    flowdeck_spec::order::sort(&mut found, |(a, _), (b, _)| a.cmp(b));
    found.into_iter().map(|(_, way)| way).collect()
}

/// The steps that a gate may decide about: it names them.
fn gated(desk: &Desk, gate: &Item, output: &Output, path: &str, found: &mut Vec<(u8, Way)>) {
    let Some(board) = desk.board() else { return };
    let steps = board.read(|stage| stage.fitting(output.end));
    for step in steps.into_iter().filter_map(|card| desk.item(card)) {
        let way = Way {
            from: output.name.clone(),
            gives: "runs only then".into(),
            label: String::from(step.label()),
            to: To::Place {
                source: String::from(step.as_str()),
                item: gate.clone(),
                path: String::from(path),
                replaces: false,
            },
        };
        found.push((0, way));
    }
}

/// The places that take what an output gives, and a block that is not there yet.
fn fed(desk: &Desk, output: &Output, source: &str, found: &mut Vec<(u8, Way)>) {
    let (Some(document), Some(catalogue)) = (desk.document(), desk.catalogue()) else { return };
    let gives = kinds_words(&catalogue, output.kinds);
    let way = |label: String, to: To| Way { from: output.name.clone(), gives: gives.clone(), label, to };
    for target in targets(&document.specification, source, &catalogue) {
        let property = target.path.trim_start_matches('/').split('/').next().unwrap_or_default();
        let label = [target.item.label(), " · ", property].concat();
        let is_output = target.item.section() == Some(Section::Outputs);
        let rank = u8::from(target.replaces) + u8::from(target.replaces && is_output);
        let (source, replaces) = (String::from(source), target.replaces);
        let to = To::Place { source, item: target.item, path: target.path, replaces };
        found.push((rank, way(label, to)));
    }
    let to = To::New { source: String::from(source), kinds: output.kinds };
    found.push((NEW, way(String::from("A new block…"), to)));
}
