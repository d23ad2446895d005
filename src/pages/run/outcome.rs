//! What came out of the run, with the way to the definition where that is at fault.
use crate::components::empty::empty;
use crate::components::icon::Glyph;
use crate::components::link::Link;
use crate::components::run::{Results, TOOLS};
use crate::pages::workflow::PartProps;
use crate::route::Route;
use crate::store::{Model, use_selector};
use flowdeck_spec::Node;
use yew::prelude::*;

#[component]
pub(super) fn RunOutcome(props: &PartProps) -> Html {
    let key = props.key_of.clone();
    let run = use_selector({
        let key = key.clone();
        move |model: &Model| {
            model.runs.get(&key).map(|run| (run.outcome.clone(), run.images.clone(), run.was_draft))
        }
    });
    let steps = use_selector({
        let key = key.clone();
        move |model: &Model| {
            let document = model.documents.get(&key)?;
            let steps = document.specification().get("steps").map_or(&[][..], Node::items);
            let name = |step: &Node| step.get("name")?.as_str().map(String::from);
            Some(steps.iter().filter_map(name).collect::<Vec<_>>())
        }
    });
    let (outcome, images, was_draft) = run.unwrap_or_default();
    let nothing = empty(
        Glyph::Play,
        "Nothing was run yet",
        "Fill in the inputs, then run. A sample image is a quick start.",
        Html::default(),
    );
    let edit = Route::Edit { ws: key.ws, url: key.url };
    let mending =
        html! { <Link to={edit} class="fd-button fd-button--normal">{ "Edit the definition" }</Link> };
    html! { <Results {outcome} {images} {was_draft} steps={steps.unwrap_or_default()} {nothing} {mending} tools={TOOLS} /> }
}
