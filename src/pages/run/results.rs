//! What came out of a run: one tab a batch element, each output by its shape, and the raw JSON.
use super::outputs::OutputView;
use crate::components::copy_button::CopyButton;
use crate::components::empty::empty;
use crate::components::icon::Glyph;
use crate::components::link::Link;
use crate::components::notice::{Tone, notice};
use crate::components::pill::pill;
use crate::components::tabs::{Tab, Tabs};
use crate::pages::workflow::PartProps;
use crate::route::Route;
use crate::store::run::Outcome;
use crate::store::{Model, use_selector};
use flowdeck_client::dto::{RunAnswer, RunFailure};
use flowdeck_client::{Error, Mend};
use flowdeck_editor::{short, whole};
use flowdeck_spec::Node;
use std::rc::Rc;
use yew::prelude::*;

#[component]
pub(super) fn Results(props: &PartProps) -> Html {
    let key = props.key_of.clone();
    let run = use_selector({
        let key = key.clone();
        move |model: &Model| {
            model.runs.get(&key).map(|run| (run.outcome.clone(), run.images.clone(), run.was_draft))
        }
    });
    let names = use_selector({
        let key = key.clone();
        move |model: &Model| {
            let steps = model.documents.get(&key)?.specification.as_ref()?.get("steps")?.items().to_vec();
            Some(
                steps
                    .iter()
                    .filter_map(|step| step.get("name")?.as_str().map(String::from))
                    .collect::<Vec<_>>(),
            )
        }
    });
    let view = use_state_eq(|| "values");
    let element = use_state_eq(|| 0_usize);
    let (outcome, images, was_draft) = run.unwrap_or_default();
    let content = match &outcome {
        Outcome::None => empty(
            Glyph::Play,
            "Nothing was run yet",
            "Fill in the inputs, then run. A sample image is a quick start.",
            Html::default(),
        ),
        Outcome::Busy(..) => html! {
            <div class="fd-run__busy" role="status"><span class="fd-spinner" aria-hidden="true" /><span>{ "Running…" }</span></div>
        },
        Outcome::Failed(error) => {
            failure(error, &names.unwrap_or_default(), &Route::Edit { ws: key.ws, url: key.url })
        }
        Outcome::Done(answer, ms) => {
            let choose = {
                let view = view.clone();
                Callback::from(move |key: &'static str| view.set(key))
            };
            let tabs = vec![
                Tab { key: "values", label: "Results".into(), glyph: None, count: None },
                Tab { key: "raw", label: "Raw JSON".into(), glyph: None, count: None },
            ];
            let at = (*element).min(answer.outputs.len().saturating_sub(1));
            html! {
                <>
                    <div class="fd-run__head">
                        <Tabs label="Ways to see the results" {tabs} chosen={*view} onchoose={choose} />
                        <span class="fd-page__fill" />
                        if was_draft { { pill("not saved", None) } }
                        { pill(duration(*ms), Some(Tone::Good)) }
                    </div>
                    <div id={format!("panel-{}", *view)} role="tabpanel" aria-labelledby={format!("tab-{}", *view)}>
                        if *view == "raw" { { raw(answer) } }
                        else {
                            if answer.outputs.len() > 1 { { elements(answer.outputs.len(), at, &element) } }
                            if let Some(row) = answer.outputs.get(at) {
                                if row.entries().is_empty() { <p class="fd-dim">{ "This workflow has no outputs." }</p> }
                                { for row.entries().iter().map(|(name, value)| html! {
                                    <OutputView key={&*name.value()} name={name.value().into_owned()} value={value.clone()}
                                        image={images.get(at).or_else(|| images.first()).cloned()} />
                                }) }
                            }
                        }
                    </div>
                </>
            }
        }
    };
    html! { <section class="fd-run__results" aria-label="Results">{ content }</section> }
}

fn duration(ms: f64) -> String {
    if ms < 1_000.0 {
        format!("{} ms", whole(ms))
    } else {
        format!("{} s", short((ms / 100.0).round() / 10.0))
    }
}

/// Buttons for the elements of a batch.
fn elements(count: usize, at: usize, element: &UseStateHandle<usize>) -> Html {
    html! {
        <div class="fd-row" role="group" aria-label="Image of the batch">
            { for (0..count).map(|index| {
                let element = element.clone();
                html! {
                    <crate::components::button::Button label={format!("Image {}", index + 1)} pressed={index == at}
                        onclick={Callback::from(move |_: MouseEvent| element.set(index))} />
                }
            }) }
        </div>
    }
}

fn failure(error: &Error, steps: &[String], edit: &Route) -> Html {
    if error.is_aborted() {
        return empty(
            Glyph::Square,
            "Stopped",
            "Nothing was changed. The inputs are still here.",
            Html::default(),
        );
    }
    let (step, details) = match error {
        Error::Run(failure) => {
            (failure.step(steps.iter().map(String::as_str)).map(String::from), Some(&**failure))
        }
        _ => (None, None),
    };
    html! {
        <div class="fd-failure">
            { notice(Tone::Bad, error.to_string(), html! { <>
                if error.mend() != Mend::Retry {
                    <Link to={edit.clone()} class="fd-button fd-button--normal">{ "Edit the definition" }</Link>
                }
            </> }) }
            <dl class="fd-facts">
                if let Some(step) = step { <dt>{ "Step" }</dt><dd><code class="fd-break">{ step }</code></dd> }
                if let Some(failure) = details { { facts(failure) } }
            </dl>
        </div>
    }
}

fn facts(failure: &RunFailure) -> Html {
    let block = failure.blocks_errors.first();
    let fact = |label: &'static str, text: &str| {
        let is_empty = text.is_empty() || text == "None";
        if is_empty {
            Html::default()
        } else {
            html! { <><dt>{ label }</dt><dd class="fd-break">{ text.to_owned() }</dd></> }
        }
    };
    html! {
        <>
            { fact("Property", block.map(|block| block.property_name.as_str()).unwrap_or_default()) }
            { fact("Block", block.map(|block| block.block_type.as_str()).unwrap_or_default()) }
            { fact("Kind of error", &failure.error_type) }
            { fact("Phase", &failure.context) }
        </>
    }
}

/// The longest text of one value in the raw view: images as base64 would drown everything.
const LONGEST_TEXT: usize = 400;

/// The whole answer as text; long texts are cut in the view, not in what is copied.
fn raw(answer: &RunAnswer) -> Html {
    let full = answer.whole.to_compact();
    let text = shortened(&answer.whole).to_pretty();
    html! {
        <div class="fd-raw">
            <CopyButton text={full} label="Copy all" />
            <pre tabindex="0">{ text }</pre>
        </div>
    }
}

fn shortened(value: &Node) -> Node {
    match value {
        Node::String(text) if text.raw().len() > LONGEST_TEXT => {
            let text = text.value();
            let head: String = text.chars().take(60).collect();
            Node::string(&format!("{head}… ({} characters)", text.chars().count()))
        }
        Node::Array(items) => Node::Array(Rc::new(items.iter().map(shortened).collect())),
        Node::Object(entries) => Node::Object(Rc::new(
            entries.iter().map(|(key, value)| (key.clone(), shortened(value))).collect(),
        )),
        other => other.clone(),
    }
}
