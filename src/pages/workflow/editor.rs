//! The visual editor: palette, canvas, panel. What is done is decided here and becomes commands; the parts only show.
mod acts;
mod add;
mod arrange;
mod begin;
mod between;
mod canvas;
mod choose;
mod connect_box;
mod desk;
mod inspector;
mod keys;
mod map;
mod mend;
mod menu;
mod paper;
mod popup;
mod preview;
mod rename_box;
mod side;

use super::PartProps;
use super::edit::EditView;
use crate::browser::{clipboard, dom, storage};
use crate::components::editor::palette::{Palette, Taken};
use crate::components::editor::shared::Shared;
use crate::components::renders::rendered;
use crate::store::{Model, use_app, use_selector};
use canvas::Canvas;
use desk::{Desk, Open, Part, Tab};
use flowdeck_editor::palette::{Palette as Blocks, SECTIONS, Wanted, section};
use popup::Popups;
use side::Side;
use std::rc::Rc;
use yew::prelude::*;

/// Under which key it is remembered whether the map is shown.
const MAP: &str = "flowdeck.map";

#[component]
pub(super) fn EditorView(props: &PartProps) -> Html {
    rendered("EditorView");
    let app = use_app();
    let open = use_state(|| Open::Nothing);
    let tab = use_state_eq(|| Tab::Step);
    let split = use_state_eq(|| false);
    let has_map = use_state_eq(|| storage::recall(MAP).as_deref() != Some("off"));
    let desk = use_memo((props.key_of.clone(), app), |(key, app)| Desk::new(key.clone(), app.clone()));
    desk.show(
        {
            let open = open.clone();
            Callback::from(move |next| open.set(next))
        },
        {
            let tab = tab.clone();
            Callback::from(move |next| tab.set(next))
        },
        {
            let (split, has_map) = (split.clone(), has_map.clone());
            Callback::from(move |part| match part {
                Part::Text => split.set(!*split),
                Part::Map => {
                    let is_on = !*has_map;
                    has_map.set(is_on);
                    // Where nothing is kept, the map is there again next time.
                    storage::remember(MAP, if is_on { "on" } else { "off" });
                }
            })
        },
    );
    let catalogue = use_selector(|model: &Model| Shared(Rc::clone(model.checks.catalogue())));
    let blocks = use_memo(catalogue.clone(), |catalogue| Blocks::new(catalogue, SECTIONS, &section));
    desk.set_blocks(&blocks);
    let recent = use_selector(|model: &Model| model.settings.used.clone());
    let may_edit = use_selector({
        let ws = props.key_of.ws.clone();
        move |model: &Model| model.may_edit(&ws)
    });
    let onkeydown = {
        let desk = desk.clone();
        Callback::from(move |event: KeyboardEvent| keys::press(&desk, &event))
    };
    let onpaste = {
        let desk = desk.clone();
        Callback::from(move |event: Event| {
            if dom::is_typing(&event) {
                return;
            }
            if let Some(text) = clipboard::pasted(&event) {
                event.prevent_default();
                desk.paste_text(&text, desk.keeps_wires().replace(true));
            }
        })
    };
    let onadd = {
        let desk = desk.clone();
        use_callback((), move |taken: Taken, ()| desk.add(&taken, &desk::Adding::default()))
    };
    let ondrag = {
        let desk = desk.clone();
        use_callback((), move |taken: Taken, ()| desk.hold(taken.key))
    };
    html! {
        <div class={classes!("fd-editor", split.then_some("is-split"))} {onkeydown} {onpaste}>
            if *split {
                <div class="fd-editor__text"><EditView key_of={props.key_of.clone()} is_beside=true /></div>
            } else if may_edit {
                <aside class="fd-editor__palette" aria-label="Blocks">
                    <Palette id="palette" blocks={Shared(Rc::clone(&blocks))} catalogue={catalogue.clone()} wanted={Wanted::Anything}
                        recent={recent.clone()} {onadd} {ondrag} />
                </aside>
            }
            <Canvas desk={(*desk).clone()} has_map={*has_map} />
            <Side desk={(*desk).clone()} tab={*tab} {may_edit} />
            <Popups desk={(*desk).clone()} open={(*open).clone()} blocks={Shared(blocks)} {catalogue} {recent} />
        </div>
    }
}
