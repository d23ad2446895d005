//! What came out of a run: one tab a batch element, each output by its shape, and the raw JSON.
use super::outputs::{Output, output};
use super::timing::duration;
use super::viewer::Tools;
use crate::components::copy_button::CopyButton;
use crate::components::empty::empty;
use crate::components::icon::Glyph;
use crate::components::notice::{Tone, notice};
use crate::components::pill::pill;
use crate::components::tabs::{self, Tab, Tabs};
use crate::run::shape::shortened;
use crate::run::{ImageValue, Outcome};
use flowdeck_client::dto::{RunAnswer, RunFailure};
use flowdeck_client::{Error, Mend};
use yew::prelude::*;

/// A further part of the results, made by whoever shows them.
#[derive(Clone, Debug, PartialEq)]
pub struct Extra {
    /// Its key among the tabs.
    pub key: &'static str,
    /// What it is called.
    pub label: &'static str,
    /// The part.
    pub content: Html,
}

/// Properties of [`Results`].
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct ResultsProps {
    /// Where the run stands.
    pub outcome: Outcome,
    /// The images that results are drawn over: one for each element of the batch.
    pub images: Vec<ImageValue>,
    /// The outputs that are shown; none = all.
    #[prop_or_default]
    pub wanted: Option<Vec<String>>,
    /// The names of the steps, to tell which of them failed.
    #[prop_or_default]
    pub steps: Vec<String>,
    /// Whether the run was of text that is not saved.
    #[prop_or_default]
    pub was_draft: bool,
    /// The element of an output's name. Inside another page, whose outline is not known, it is no heading.
    #[prop_or("h3")]
    pub name_tag: &'static str,
    /// What to show where nothing was run yet.
    #[prop_or_default]
    pub nothing: Html,
    /// What the viewer has beyond the widget's.
    #[prop_or_default]
    pub tools: Option<Tools>,
    /// Further parts: tabs beside what came out, and below what failed.
    #[prop_or_default]
    pub extra: Vec<Extra>,
    /// What helps when the workflow, not the moment, is at fault.
    #[prop_or_default]
    pub mending: Html,
}

/// What came out of a run, or where it stands.
#[component]
pub fn Results(props: &ResultsProps) -> Html {
    let view = use_state_eq(|| "values");
    let element = use_state_eq(|| 0_usize);
    let content = match &props.outcome {
        Outcome::None => props.nothing.clone(),
        Outcome::Busy(..) => html! {
            <div class="fd-run__busy" role="status"><span class="fd-spinner" aria-hidden="true" /><span>{ "Running…" }</span></div>
        },
        Outcome::Failed(error) => failure(error, props),
        Outcome::Done(answer, ms) => {
            let choose = {
                let view = view.clone();
                Callback::from(move |key: &'static str| view.set(key))
            };
            let shown = props.extra.iter().find(|extra| extra.key == *view);
            let key = if shown.is_some() || *view == "raw" { *view } else { "values" };
            let further = props.extra.iter().map(|extra| (extra.key, extra.label));
            let tabs: Vec<Tab> = [("values", "Results")]
                .into_iter()
                .chain(further)
                .chain([("raw", "Raw JSON")])
                .map(|(key, label)| Tab { key, label: label.into(), glyph: None, count: None })
                .collect();
            let at = (*element).min(answer.outputs.len().saturating_sub(1));
            html! {
                <>
                    <div class="fd-run__head">
                        { tabs::tabs(&Tabs { label: "Ways to see the results", tabs: &tabs, chosen: key, onchoose: choose }) }
                        <span class="fd-page__fill" />
                        if props.was_draft { { pill("not saved", None) } }
                        { pill(duration(*ms), Some(Tone::Good)) }
                    </div>
                    <div id={format!("panel-{key}")} role="tabpanel" aria-labelledby={format!("tab-{key}")}>
                        if let Some(extra) = shown { { extra.content.clone() } }
                        else if key == "raw" { { raw(answer, props) } }
                        else {
                            if answer.outputs.len() > 1 { { elements(answer.outputs.len(), at, &element) } }
                            { values(answer, at, props) }
                        }
                    </div>
                </>
            }
        }
    };
    html! { <section class="fd-run__results" part="results" aria-label="Results">{ content }</section> }
}

/// The outputs of one element of the batch.
fn values(answer: &RunAnswer, at: usize, props: &ResultsProps) -> Html {
    let Some(row) = answer.outputs.get(at) else { return Html::default() };
    let is_wanted =
        |name: &str| props.wanted.as_ref().is_none_or(|wanted| wanted.iter().any(|one| one == name));
    let image = props.images.get(at).or_else(|| props.images.first());
    html! {
        <>
            if row.entries().is_empty() { <p class="fd-dim">{ "This workflow has no outputs." }</p> }
            { for row.entries().iter().filter(|(name, _)| is_wanted(&name.value())).map(|(name, value)| {
                let name = AttrValue::from(name.value().into_owned());
                output(&Output { name, value, name_tag: props.name_tag, image, row, tools: props.tools })
            }) }
        </>
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

fn failure(error: &Error, props: &ResultsProps) -> Html {
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
            (failure.step(props.steps.iter().map(String::as_str)).map(String::from), Some(&**failure))
        }
        _ => (None, None),
    };
    html! {
        <div class="fd-failure" part="error">
            { notice(Tone::Bad, error.to_string(), if error.mend() == Mend::Retry { Html::default() } else { props.mending.clone() }) }
            <dl class="fd-facts">
                if let Some(step) = step { <dt>{ "Step" }</dt><dd><code class="fd-break">{ step }</code></dd> }
                if let Some(failure) = details { { facts(failure) } }
            </dl>
            { for props.extra.iter().map(|extra| extra.content.clone()) }
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

/// The whole answer as text; long texts and lists are cut in the view, not in what is copied.
fn raw(answer: &RunAnswer, props: &ResultsProps) -> Html {
    html! {
        <div class="fd-raw">
            <div class="fd-row">
                <CopyButton text={answer.whole.to_compact()} label="Copy all" />
                if let Some(tools) = props.tools { { (tools.of_value)("answer", &answer.whole, false) } }
            </div>
            <pre tabindex="0">{ shortened(&answer.whole).to_pretty() }</pre>
        </div>
    }
}
