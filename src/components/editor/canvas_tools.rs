//! The tools at the foot of the canvas: zoom, fit, tidy, undo, the map. One stop of the Tab key, arrows inside.
use super::keys;
use crate::components::icon::{Glyph, icon};
use crate::components::renders::rendered;
use crate::components::roving::Roving;
use flowdeck_editor::shortcut::Id;
use yew::prelude::*;

const TOOLS: Roving = Roving { selector: "button", back: "ArrowLeft", on: "ArrowRight" };

/// Properties of [`CanvasTools`].
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct CanvasToolsProps {
    /// How large the canvas shows things, in percent.
    pub zoom: u32,
    /// What would be undone, in a person's words; none where there is nothing.
    #[prop_or_default]
    pub undo: Option<AttrValue>,
    /// What would be done again.
    #[prop_or_default]
    pub redo: Option<AttrValue>,
    /// Whether the map is shown; none where there is no map.
    #[prop_or_default]
    pub has_map: Option<bool>,
    /// Nothing can be changed: tools that do are left out.
    #[prop_or_default]
    pub read_only: bool,
    /// The keys are those of a Mac.
    #[prop_or_default]
    pub is_mac: bool,
    /// Called with the command.
    pub onchoose: Callback<Id>,
}

/// A tool.
struct Tool {
    id: Id,
    label: String,
    content: Html,
    is_off: bool,
    pressed: Option<bool>,
}

/// The tools.
#[component]
pub fn CanvasTools(props: &CanvasToolsProps) -> Html {
    rendered("CanvasTools");
    let root = use_node_ref();
    let at = use_state_eq(|| 0_usize);
    let tools = tools(props);
    let count = tools.len();
    let stop = (*at).min(count.saturating_sub(1));
    let onkeydown = {
        let (root, at) = (root.clone(), at.clone());
        Callback::from(move |event: KeyboardEvent| {
            let has_modifier = event.ctrl_key() || event.meta_key() || event.alt_key() || event.shift_key();
            let to = TOOLS.step(&event.key(), TOOLS.focused(&root), count).filter(|_| !has_modifier);
            if let Some(to) = to {
                event.prevent_default();
                event.stop_propagation();
                at.set(to);
                TOOLS.focus(&root, to);
            }
        })
    };
    let button = |(place, tool): (usize, Tool)| {
        let Tool { id, label, content, is_off, pressed } = tool;
        let (onchoose, at) = (props.onchoose.clone(), at.clone());
        let onclick = Callback::from(move |_: MouseEvent| {
            at.set(place);
            if !is_off {
                onchoose.emit(id);
            }
        });
        html! {
            <button type="button" key={place} class="fd-button fd-button--quiet fd-tool"
                tabindex={if place == stop { "0" } else { "-1" }} aria-disabled={is_off.then_some("true")}
                aria-pressed={pressed.map(|on| if on { "true" } else { "false" })}
                aria-label={label.clone()} title={keys::hint(&label, id, props.is_mac)}
                aria-keyshortcuts={keys::aria(id, props.is_mac)} {onclick}>
                { content }
            </button>
        }
    };
    html! {
        <div ref={root} class="fd-tools" role="toolbar" aria-label="Canvas" {onkeydown}>
            { for tools.into_iter().enumerate().map(button) }
        </div>
    }
}

fn tools(props: &CanvasToolsProps) -> Vec<Tool> {
    let glyph = |id: Id, glyph: Glyph| {
        let label = String::from(keys::title(id));
        Tool { id, label, content: icon(glyph, 16), is_off: false, pressed: None }
    };
    let word = |id: Id, word: &'static str| {
        let mut label = String::from(word);
        label.push_str(": ");
        label.push_str(keys::title(id));
        Tool { id, label, content: Html::from(word), is_off: false, pressed: None }
    };
    let mut zoom = props.zoom.to_string();
    zoom.push_str(" %");
    let mut out = vec![
        glyph(Id::ZoomOut, Glyph::ZoomOut),
        Tool {
            label: {
                let mut label = zoom.clone();
                label.push_str(": ");
                label.push_str(keys::title(Id::ActualSize));
                label
            },
            content: html! { <span class="fd-tool__zoom">{ zoom }</span> },
            ..glyph(Id::ActualSize, Glyph::ZoomIn)
        },
        glyph(Id::ZoomIn, Glyph::ZoomIn),
        word(Id::Fit, "Fit"),
    ];
    if !props.read_only {
        out.push(word(Id::Tidy, "Tidy"));
        for (id, sign, what) in [(Id::Undo, Glyph::Undo2, &props.undo), (Id::Redo, Glyph::Redo2, &props.redo)]
        {
            let mut tool = glyph(id, sign);
            tool.is_off = what.is_none();
            if let Some(what) = what {
                tool.label.push_str(": ");
                tool.label.push_str(what);
            }
            out.push(tool);
        }
    }
    if props.has_map.is_some() {
        out.push(Tool { label: "Map".into(), pressed: props.has_map, ..glyph(Id::Minimap, Glyph::Map) });
    }
    out
}
