//! What floats above the editor: menus, the palette, commands, keys, a name that is changed.
use super::connect_box::ConnectBox;
use super::desk::{Desk, Open};
use super::menu;
use super::rename_box::RenameBox;
use crate::browser::dom;
use crate::components::editor::command_palette::CommandPalette;
use crate::components::editor::context_menu::ContextMenu;
use crate::components::editor::palette::{PaletteProps, Taken};
use crate::components::editor::quick_add::QuickAdd;
use crate::components::editor::shared::Shared;
use crate::components::editor::shortcut_help::ShortcutHelp;
use crate::components::renders::rendered;
use crate::store::{Model, use_selector};
use flowdeck_editor::palette::Palette as Blocks;
use flowdeck_editor::shortcut::Id;
use flowdeck_spec::Catalogue;
use yew::prelude::*;

#[derive(Clone, Debug, PartialEq, Properties)]
pub(super) struct PopupsProps {
    pub(super) desk: Desk,
    pub(super) open: Open,
    pub(super) blocks: Shared<Blocks>,
    pub(super) catalogue: Shared<Catalogue>,
    /// The blocks used lately.
    pub(super) recent: Vec<AttrValue>,
}

#[component]
pub(super) fn Popups(props: &PopupsProps) -> Html {
    rendered("Popups");
    let desk = &props.desk;
    let is_mac = dom::is_mac();
    let preset = use_selector(|model: &Model| model.settings.preset);
    let onclose = {
        let desk = desk.clone();
        use_callback((), move |(), ()| desk.open(Open::Nothing))
    };
    let onchoose = {
        let desk = desk.clone();
        use_callback((), move |id: Id, ()| desk.choose(id))
    };
    match &props.open {
        Open::Nothing => Html::default(),
        Open::Menu(on, at) => html! {
            <ContextMenu label="What can be done" at={*at} parts={menu::parts(desk, *on)} {is_mac} {onchoose} {onclose} />
        },
        Open::Add(at, adding) => {
            let onadd = {
                let (desk, adding) = (desk.clone(), adding.clone());
                Callback::from(move |taken: Taken| desk.add(&taken, &adding))
            };
            let onfree = {
                let (desk, at) = (desk.clone(), *at);
                let place = adding.at;
                Callback::from(move |()| {
                    let adding = super::desk::Adding { at: place, ..super::desk::Adding::default() };
                    desk.open(Open::Add(at, adding));
                })
            };
            let palette = PaletteProps {
                id: "quick-add".into(),
                blocks: props.blocks.clone(),
                catalogue: props.catalogue.clone(),
                wanted: adding.wire.wanted(),
                recent: props.recent.clone(),
                autofocus: true,
                onadd,
                ondrag: None,
                onfree,
                onclose,
            };
            html! { <QuickAdd at={*at} {palette} /> }
        }
        Open::Commands => {
            let reason = {
                let desk = desk.clone();
                Callback::from(move |id: Id| desk.reason(id))
            };
            html! { <CommandPalette {is_mac} {reason} {onchoose} {onclose} /> }
        }
        Open::Connect(item, at) => html! {
            <ConnectBox key={item.as_str()} desk={desk.clone()} item={item.clone()} at={*at} {onclose} />
        },
        Open::Help => html! { <ShortcutHelp {is_mac} {preset} {onclose} /> },
        Open::Rename(item, at) => html! {
            <RenameBox key={item.as_str()} desk={desk.clone()} item={item.clone()} at={*at} {onclose} />
        },
    }
}
