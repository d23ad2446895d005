//! What an empty canvas offers: starters, a block, JSON.
use super::canvas::is_empty;
use super::desk::Desk;
use crate::components::button::{Button, Weight};
use crate::components::dialog::Dialog;
use crate::components::empty::empty;
use crate::components::icon::{Glyph, icon};
use crate::components::link::Link;
use crate::components::radio_card::RadioCard;
use crate::components::starters::{self, EASIEST, Starters};
use crate::route::Route;
use crate::store::document;
use flowdeck_editor::shortcut::Id;
use web_sys::SubmitEvent;
use yew::prelude::*;

/// The starters that are offered at once: slug, what one wants, icon, and its colour.
const THREE: [(&str, &str, Glyph, &str); 3] = [
    (EASIEST, "Detect and count", Glyph::ScanLine, "fd-tile is-detections"),
    ("classify-image", "Name what a picture shows", Glyph::Image, "fd-tile is-image"),
    ("read-text", "Read text", Glyph::Type, "fd-tile is-text"),
];

#[derive(Clone, Debug, PartialEq, Properties)]
pub(super) struct BeginProps {
    pub(super) desk: Desk,
    pub(super) may_edit: bool,
}

/// Shown above the empty canvas.
#[component]
pub(super) fn Begin(props: &BeginProps) -> Html {
    let desk = props.desk.clone();
    let busy = use_state_eq(|| None::<AttrValue>);
    let all = use_state_eq(|| false);
    let key = desk.key();
    let edit = Route::Edit { ws: key.ws.clone(), url: key.url.clone() };
    let link = html! { <Link to={edit} class="fd-button fd-button--normal">{ "Write it as JSON" }</Link> };
    if !props.may_edit {
        let text = "This workflow has no inputs, steps or outputs.";
        return html! { <div class="fd-editor__nothing">{ empty(Glyph::Workflow, "Nothing to draw yet", text, link) }</div> };
    }
    let begin = {
        let (desk, busy, all) = (desk.clone(), busy.clone(), all.clone());
        Callback::from(move |slug: AttrValue| {
            all.set(false);
            let (desk, busy) = (desk.clone(), busy.clone());
            busy.set(Some(slug.clone()));
            wasm_bindgen_futures::spawn_local(async move {
                desk.begin_with(&slug).await;
                busy.set(None);
            });
        })
    };
    let choose = |id: Id| {
        let desk = desk.clone();
        Callback::from(move |_: MouseEvent| desk.choose(id))
    };
    let three = THREE.into_iter().map(|(slug, label, glyph, tile)| {
        let onclick = begin.reform(move |_: MouseEvent| slug.into());
        let is_busy = busy.as_deref() == Some(slug);
        html! {
            <button type="button" class="fd-start" {onclick} disabled={busy.is_some()} aria-busy={is_busy.then_some("true")}>
                if is_busy { <span class="fd-spinner" aria-hidden="true" /> } else { <span class={tile}>{ icon(glyph, 16) }</span> }
                <span class="fd-start__name">{ label }</span>
            </button>
        }
    });
    let open_all = {
        let all = all.clone();
        Callback::from(move |_: MouseEvent| all.set(true))
    };
    html! {
        <div class="fd-editor__nothing">
            { empty(Glyph::Workflow, "Nothing to draw yet", "Begin with one of these, or with a block of your choice.", html! { <>
                <div class="fd-starts fd-starts--three" role="group" aria-label="Starters">{ for three }</div>
                <Button label="All starters…" weight={Weight::Primary} onclick={open_all} />
                <Button label="Add a block" glyph={Glyph::Plus} hint="N" onclick={choose(Id::AddBlock)} />
                <Button label="Paste JSON" hint="Ctrl+V" onclick={choose(Id::Paste)} />
                { link }
            </> }) }
            if *all { <AllStarters {begin} onclose={Callback::from(move |()| all.set(false))} /> }
        </div>
    }
}

#[derive(Clone, Debug, PartialEq, Properties)]
struct AllStartersProps {
    /// Called with the slug of the chosen one.
    begin: Callback<AttrValue>,
    onclose: Callback<()>,
}

#[component]
fn AllStarters(props: &AllStartersProps) -> Html {
    let chosen = use_state_eq(|| AttrValue::Static(EASIEST));
    let onchoose = {
        let chosen = chosen.clone();
        Callback::from(move |starter: RadioCard| chosen.set(starter.key))
    };
    let onsubmit = {
        let (begin, chosen) = (props.begin.clone(), chosen.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            begin.emit((*chosen).clone());
        })
    };
    html! {
        <Dialog title="All starters" wide=true onclose={props.onclose.clone()}>
            <form class="fd-form fd-begin" {onsubmit}>
                <div class="fd-starts" role="radiogroup" aria-label="Starters">
                    <Starters group="canvas-start" chosen={(*chosen).clone()} {onchoose} />
                </div>
                <div class="fd-form__actions">
                    <Button label="Cancel" onclick={props.onclose.reform(|_: MouseEvent| ())} />
                    <Button label="Begin with it" weight={Weight::Primary} submit=true />
                </div>
            </form>
        </Dialog>
    }
}

impl Desk {
    /// Puts a starter into the workflow as one change, if nothing has come into it while it was fetched.
    async fn begin_with(&self, slug: &str) {
        match starters::definition(slug).await {
            Ok(text) => {
                if self.document().is_some_and(|document| is_empty(&document)) {
                    self.tell(|key| document::Msg::SetText(key, text));
                }
            }
            Err(error) => self.say(&error.to_string()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::THREE;
    use flowdeck_spec::config;

    #[test]
    fn what_is_offered_at_once_is_among_the_starters_under_the_same_name() {
        let index = config::read(include_str!("../../../../static/templates/index.json")).unwrap();
        for (slug, label, ..) in THREE {
            let is_it = |name: &str, wanted: &str, entry: &flowdeck_spec::Node| {
                entry.get(name).and_then(|text| text.as_str()).is_some_and(|text| text == wanted)
            };
            assert!(
                index.items().iter().any(|entry| is_it("slug", slug, entry) && is_it("name", label, entry)),
                "{slug}"
            );
        }
    }
}
