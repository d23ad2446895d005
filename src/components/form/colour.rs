//! A colour: as text, by the browser's own picker, or by a name.
use super::act::Choice;
use super::combo;
use super::simple::value_of;
use super::spot::Spot;
use flowdeck_editor::form::Widget;
use flowdeck_spec::Node;
use yew::prelude::*;

/// Names that the engine knows as well as browsers do.
const NAMES: [(&str, &str); 12] = [
    ("black", "#000000"),
    ("white", "#ffffff"),
    ("gray", "#808080"),
    ("red", "#ff0000"),
    ("orange", "#ffa500"),
    ("yellow", "#ffff00"),
    ("green", "#008000"),
    ("lime", "#00ff00"),
    ("cyan", "#00ffff"),
    ("blue", "#0000ff"),
    ("purple", "#800080"),
    ("magenta", "#ff00ff"),
];

pub(super) fn show(spot: &Spot<'_>, widget: &Widget) -> Html {
    let now = spot.value().or(spot.default).map(paint).unwrap_or_default();
    let hex = NAMES.iter().find(|(name, _)| *name == now).map_or(now.clone(), |(_, hex)| (*hex).into());
    let (at, name, slot) = (String::from(spot.at), String::from(spot.name), spot.slot_of(widget));
    let oninput = spot.row.on(move |row, event: InputEvent| {
        row.typed(&at, &name, &slot, value_of(&event));
        // The picker's colour is whole at once: the text beside it shows it as it is written.
        row.change(|local| drop(local.drafts.remove(&at)));
    });
    let choices = NAMES.iter().map(|(name, hex)| Choice {
        text: (*name).into(),
        label: (*name).into(),
        note: (*hex).into(),
    });
    let is_hex = hex.len() == 7 && hex.starts_with('#');
    html! {
        <div class="fd-colour">
            <span class="fd-colour__pick">
                <svg width="22" height="22" aria-hidden="true"><rect width="22" height="22" rx="5" fill={now} /></svg>
                <input type="color" value={if is_hex { hex } else { "#000000".into() }} {oninput} disabled={spot.locked()}
                    aria-label={["Pick ", spot.name].concat()} />
            </span>
            { combo::of_texts(spot, widget, choices.collect()) }
        </div>
    }
}

/// A colour as SVG writes it.
fn paint(node: &Node) -> String {
    match node {
        Node::String(text) => text.value().to_ascii_lowercase(),
        node => {
            let parts: Vec<String> = node.items().iter().map(Node::to_compact).collect();
            ["rgb(", &parts.join(","), ")"].concat()
        }
    }
}
