//! The palette: what can be put on the canvas, by sections, by search, or by what a wire can go to.
use super::finder::{Choice, Finder, Part, marked};
use super::shared::Shared;
use super::{keys, kinds};
use crate::browser::drag;
use crate::components::button::{Button, Weight};
use crate::components::icon::icon;
use crate::components::renders::rendered;
use flowdeck_editor::palette::fuzzy::Query;
use flowdeck_editor::palette::{Entry, Heading, Hit, Palette as Blocks, SECTIONS, Wanted};
use flowdeck_editor::shortcut::Id;
use flowdeck_spec::catalogue::Catalogue;
use std::rc::Rc;
use yew::prelude::*;

/// The type of the data that a dragged entry carries: its [`Entry::key`].
pub const DRAGGED: &str = "application/x-flowdeck-block";

/// What a person took from the palette.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    /// The entry, by [`Entry::key`].
    pub key: AttrValue,
    /// The port that the wire is tied to, as in [`Hit::port`].
    pub port: Option<u16>,
}

/// Properties of [`Palette`] and of [`super::quick_add::QuickAdd`].
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct PaletteProps {
    /// The `id` of the search field.
    pub id: AttrValue,
    /// The entries.
    pub blocks: Shared<Blocks>,
    /// The catalogue that they are from, for the names of kinds.
    pub catalogue: Shared<Catalogue>,
    /// What the new item is to be wired to.
    #[prop_or(Wanted::Anything)]
    pub wanted: Wanted,
    /// The keys of the entries used lately, the latest first.
    #[prop_or_default]
    pub recent: Vec<AttrValue>,
    /// The field is the first thing in a dialog.
    #[prop_or_default]
    pub autofocus: bool,
    /// Called with what is to be added.
    pub onadd: Callback<Taken>,
    /// Called when an entry is dragged out of the list; the drop carries [`DRAGGED`]. Without it none can be.
    #[prop_or_default]
    pub ondrag: Option<Callback<Taken>>,
    /// Called to search among all again, not only what fits the wire.
    #[prop_or_default]
    pub onfree: Callback<()>,
    /// Called for Escape in an empty field.
    #[prop_or_default]
    pub onclose: Callback<()>,
}

/// What a search found, and under which headings.
type Found = (Vec<Hit>, Vec<Part>);

/// The palette.
#[component]
pub fn Palette(props: &PaletteProps) -> Html {
    rendered("Palette");
    let query = use_state_eq(String::new);
    let found = {
        // Those used lately are looked at with each search only: rows must not move away under the pointer.
        let key = ((*query).clone(), props.wanted, props.blocks.clone());
        use_memo(key, |(query, wanted, blocks)| {
            let recent: Vec<&str> = props.recent.iter().map(|key| &**key).collect();
            parts(blocks, blocks.search(query, *wanted, &recent), *wanted)
        })
    };
    let typed = use_memo((*query).clone(), |query| Query::new(query));
    let choice = {
        let (props, found) = (props.clone(), Rc::clone(&found));
        Callback::from(move |index: usize| match entry(&props.blocks, &found, index) {
            Some((entry, _)) => shown(&props.catalogue, entry, &typed),
            None => Choice { key: "".into(), content: Html::default(), title: None, is_off: true },
        })
    };
    let taken = {
        let (blocks, found) = (props.blocks.clone(), Rc::clone(&found));
        move |index: usize| entry(&blocks, &found, index).map(|(entry, port)| Taken { key: key(entry), port })
    };
    let onchoose = {
        let (onadd, taken) = (props.onadd.clone(), taken.clone());
        Callback::from(move |index: usize| {
            if let Some(taken) = taken(index) {
                onadd.emit(taken);
            }
        })
    };
    let ondrag = props.ondrag.clone().map(|tell| {
        Callback::from(move |(index, event): (usize, DragEvent)| {
            let Some(taken) = taken(index) else { return };
            drag::give(&event, DRAGGED, &taken.key);
            tell.emit(taken);
        })
    });
    let oninput = {
        let query = query.clone();
        Callback::from(move |text: String| query.set(text))
    };
    let free = props.onfree.reform(|_: MouseEvent| ());
    let is_bound = props.wanted != Wanted::Anything;
    let above = html! {
        if is_bound {
            <div class="fd-find__bound">
                <span>{ match props.wanted {
                    Wanted::Step => "Steps to decide about",
                    Wanted::Between(..) => "These two do not fit. Blocks to put between:",
                    _ => "Fits the selected port",
                } }</span>
                <Button label="Show all" weight={Weight::Quiet} onclick={free.clone()} />
            </div>
        }
    };
    let clear = {
        let clear = oninput.clone();
        Callback::from(move |_: MouseEvent| clear.emit(String::new()))
    };
    let nothing = html! {
        <>
            <p>{ "No match" }if !query.is_empty() { { " for “" }<span class="fd-break">{ &*query }</span>{ "”" } }{ "." }</p>
            <div class="fd-row">
                if !query.is_empty() { <Button label="Clear the search" onclick={clear} /> }
                if is_bound { <Button label="Show all blocks" onclick={free} /> }
            </div>
        </>
    };
    html! {
        <Finder id={props.id.clone()} label="Search blocks" query={(*query).clone()} parts={found.1.clone()} {choice}
            shortcut={AttrValue::from(keys::shown(Id::AddBlock, false))} autofocus={props.autofocus}
            {above} {nothing} {oninput} {onchoose} {ondrag} onclose={props.onclose.clone()} />
    }
}

fn entry<'a>(blocks: &'a Blocks, found: &Found, index: usize) -> Option<(&'a Entry, Option<u16>)> {
    let hit = found.0.get(index)?;
    Some((blocks.entries().get(hit.entry)?, hit.port))
}

fn key(entry: &Entry) -> AttrValue {
    AttrValue::from(String::from(entry.key()))
}

fn shown(catalogue: &Catalogue, entry: &Entry, query: &Query) -> Choice {
    let (glyph, family) = kinds::look(&catalogue.kinds, entry);
    let mut tile = String::from("fd-tile is-");
    tile.push_str(family.word());
    let content = html! {
        <>
            <span class={tile}>{ icon(glyph, 16) }</span>
            <span class="fd-find__text">
                <span class="fd-cut">{ marked(&entry.name, query) }</span>
                <span class="fd-cut fd-find__more">{ kinds::flow(&catalogue.kinds, entry) }</span>
            </span>
        </>
    };
    let title = (!entry.about.is_empty()).then(|| AttrValue::from(String::from(&*entry.about)));
    Choice { key: key(entry), content, title, is_off: false }
}

/// Puts what was found under headings.
fn parts(blocks: &Blocks, hits: Vec<Hit>, wanted: Wanted) -> Found {
    let mut parts: Vec<Part> = Vec::new();
    for hit in &hits {
        let label = match (hit.heading, wanted) {
            (Heading::Rest, _) => "Fits in a setting",
            // What is above the list says it already.
            (Heading::Found, _)
            | (_, Wanted::TakerOf(_) | Wanted::GiverOf(_) | Wanted::Between(..) | Wanted::Step) => "",
            (Heading::Recent, _) => "Recently used",
            (Heading::Popular, _) => "Often used",
            (Heading::Section, _) => {
                blocks.entries().get(hit.entry).and_then(|entry| SECTIONS.get(entry.section)).unwrap_or(&"")
            }
        };
        match parts.last_mut() {
            Some(part) if &*part.label == label => part.count += 1,
            _ => parts.push(Part { label: label.into(), count: 1 }),
        }
    }
    (hits, parts)
}
