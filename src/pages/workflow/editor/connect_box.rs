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
use flowdeck_editor::stage::End;
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
    place: u16,
    name: String,
    kinds: KindSet,
    is_control: bool,
    is_main: bool,
}

/// All wires that may leave a card. What is free comes before what is taken, a new block last.
fn ways(desk: &Desk, item: &Item) -> Vec<Way> {
    let found = || {
        let (document, catalogue, card) = (desk.document()?, desk.catalogue()?, desk.card(item)?);
        let board = desk.board()?;
        let outputs = board.read(|stage| {
            let outputs = &stage.scene.card(card)?.ports.outputs;
            let told = (0_u16..).zip(outputs).map(|(place, port)| Output {
                place,
                name: String::from(&*port.name),
                kinds: port.kinds,
                is_control: port.is_control,
                is_main: matches!(port.family, Family::Image | Family::Detections),
            });
            Some(told.collect::<Vec<_>>())
        })?;
        // What a block is for comes before what says where it is from.
        let main = outputs.iter().filter(|output| output.is_main);
        let all = main.chain(outputs.iter().filter(|output| !output.is_main));
        let (mut free, mut taken, mut last, mut new) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for output in all {
            let Output { name, kinds, .. } = output;
            let (name, kinds) = (name.clone(), *kinds);
            let end = End { card, side: Side::Out, port: output.place };
            let Some(text) = desk.port(end) else { continue };
            let gives =
                if output.is_control { "runs only then".into() } else { kinds_words(&catalogue, kinds) };
            if output.is_control {
                // A gate names whom it gates.
                let steps = board.read(|stage| stage.fitting(end));
                for step in steps.into_iter().filter_map(|card| desk.item(card)) {
                    let label = String::from(step.label());
                    let source = String::from(step.as_str());
                    let to = To::Place { source, item: item.clone(), path: text.clone(), replaces: false };
                    free.push(Way { from: name.clone(), gives: gives.clone(), label, to });
                }
                continue;
            }
            for target in targets(&document.specification, &text, &catalogue) {
                let property = target.path.trim_start_matches('/').split('/').next().unwrap_or_default();
                let label = [target.item.label(), " · ", property].concat();
                let is_output = target.item.section() == Some(Section::Outputs);
                let list = match (target.replaces, is_output) {
                    (false, _) => &mut free,
                    (true, false) => &mut taken,
                    (true, true) => &mut last,
                };
                let to = To::Place {
                    source: text.clone(),
                    item: target.item,
                    path: target.path,
                    replaces: target.replaces,
                };
                list.push(Way { from: name.clone(), gives: gives.clone(), label, to });
            }
            let to = To::New { source: text, kinds };
            new.push(Way { from: name, gives, label: String::from("A new block…"), to });
        }
        free.append(&mut taken);
        free.append(&mut last);
        free.append(&mut new);
        Some(free)
    };
    found().unwrap_or_default()
}
