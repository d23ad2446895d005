//! What the selected step makes of an image, at once: the inspector's part of the live preview.
use super::desk::Desk;
use crate::components::bitmap::Bitmap;
use crate::components::button::{Button, Weight};
use crate::components::editor::shared::Shared;
use crate::components::icon::Glyph;
use crate::components::notice::Tone;
use crate::components::pill::pill;
use crate::store::preview::{self, Fate, Image, On, Step};
use crate::store::run::Sample;
use crate::store::settings::{self, Preview};
use crate::store::{Model, Msg, use_selector};
use flowdeck_editor::item::{Item, Section};
use flowdeck_editor::scene::REMOTE;
use flowdeck_spec::Node;
use std::rc::Rc;
use web_sys::HtmlSelectElement;
use yew::prelude::*;

#[derive(Clone, Debug, PartialEq, Properties)]
pub(super) struct PreviewPartProps {
    pub(super) desk: Desk,
    pub(super) item: Item,
}

/// What is shown of a step.
#[derive(Clone, Debug, PartialEq)]
struct Seen {
    setting: Preview,
    trouble: Option<Rc<str>>,
    is_there: bool,
    step: Option<Rc<Step>>,
    took: Option<u32>,
    samples: Option<Shared<Vec<Sample>>>,
    sample: usize,
    on: On,
}

/// The longest text of a value.
const LONGEST: usize = 240;

#[component]
pub(super) fn PreviewPart(props: &PreviewPartProps) -> Html {
    let (desk, item) = (props.desk.clone(), props.item.clone());
    use_effect_with((desk.clone(), item.clone()), |(desk, item)| {
        desk.send(Msg::Preview(preview::Msg::Front(Some(item.label().into()))));
        let desk = desk.clone();
        move || desk.send(Msg::Preview(preview::Msg::Front(None)))
    });
    let seen = use_selector({
        let (key, item) = (desk.key().clone(), item.clone());
        move |model: &Model| {
            let preview = &model.preview;
            let samples = model.runs.samples.clone();
            let list = samples.as_deref().map_or(&[][..], Vec::as_slice);
            let sample = preview.sample(list);
            Seen {
                setting: model.settings.preview,
                trouble: preview.trouble.clone(),
                is_there: preview.is_there,
                step: preview.step(&key, item.label()).cloned(),
                took: preview.took,
                on: On::of(model, &key),
                sample: list.iter().position(|one| Some(one) == sample).unwrap_or_default(),
                samples: samples.map(Shared),
            }
        }
    });
    if item.section() != Some(Section::Steps) {
        return Html::default();
    }
    let is_on = seen.setting == Preview::On;
    let toggle = {
        let desk = desk.clone();
        let next = if is_on { Preview::Off } else { Preview::On };
        Callback::from(move |_: MouseEvent| desk.send(Msg::Settings(settings::Msg::Preview(next))))
    };
    html! {
        <section class="fd-preview" aria-label="Live preview">
            <div class="fd-row">
                <h3>{ "Live preview" }</h3>
                if is_on { { state(&seen) } }
                <span class="fd-page__fill" />
                <Button label="Live" glyph={Glyph::Play} weight={Weight::Quiet} pressed={is_on} onclick={toggle}
                    hint="Runs the steps that need no model in this browser, as you change them" />
            </div>
            if is_on { { body(&desk, &item, &seen) } }
        </section>
    }
}

fn state(seen: &Seen) -> Html {
    let Some(step) = &seen.step else { return Html::default() };
    match step.fate {
        Fate::Ran => pill(pace(seen.took), Some(Tone::Good)),
        Fate::Skipped => pill("skipped", None),
        Fate::Waits => pill("waits", None),
        Fate::Server => pill(REMOTE, None),
        Fate::Answered => pill("from the last run", None),
        Fate::Failed => pill("failed", Some(Tone::Bad)),
    }
}

/// How long it took, milliseconds; nothing where nothing had to run.
fn pace(took: Option<u32>) -> AttrValue {
    match took {
        None => "up to date".into(),
        Some(0) => "under 1 ms".into(),
        Some(ms) => [&*ms.to_string(), " ms"].concat().into(),
    }
}

fn body(desk: &Desk, item: &Item, seen: &Seen) -> Html {
    if let Some(trouble) = &seen.trouble {
        let again = {
            let desk = desk.clone();
            Callback::from(move |_: MouseEvent| desk.send(Msg::Preview(preview::Msg::Retry)))
        };
        return html! {
            <div class="fd-preview__why" role="status">
                <p>{ &**trouble }</p>
                <Button label="Try again" glyph={Glyph::RotateCcw} onclick={again} />
            </div>
        };
    }
    let Some(step) = &seen.step else {
        return html! { <p class="fd-dim" role="status">{ if seen.is_there { "Nothing yet." } else { "Starting…" } }</p> };
    };
    let why = match (&step.why, step.fate) {
        (Some(why), Fate::Waits) => ["It has not run: ", why, "."].concat(),
        (Some(why), _) => why.to_string(),
        (None, Fate::Server) => {
            String::from("This block runs on a server: run the workflow to see what it gives.")
        }
        (None, Fate::Answered) => {
            String::from("A server runs this block: this is what it gave in the last run.")
        }
        (None, Fate::Skipped) => String::from("The flow of the workflow leads past this step."),
        (None, _) => String::new(),
    };
    html! {
        <>
            if !why.is_empty() { <p class="fd-preview__why" role="status">{ why }</p> }
            { for step.images.iter().map(|image| picture(item, image)) }
            if !step.values.entries().is_empty() {
                <dl class="fd-facts">
                    { for step.values.entries().iter().map(|(name, value)| value_row(&name.value(), value)) }
                </dl>
            }
            { sources(desk, seen) }
        </>
    }
}

fn picture(item: &Item, image: &Image) -> Html {
    let (output, count) = (&*image.output, image.count);
    let Some(shown) = &image.shown else { return html! { <div class="fd-bitmap fd-bitmap--blank" /> } };
    let mut size = shown.size.0.to_string();
    size.push_str(" × ");
    size.push_str(&shown.size.1.to_string());
    let mut caption = [output, " · ", &size].concat();
    if count > 1 {
        caption.push_str(" · 1 of ");
        caption.push_str(&count.to_string());
    }
    let label = ["What ", item.label(), " gives as ", output, ", ", &size, " pixels"].concat();
    html! {
        <figure key={output}>
            <Bitmap picture={shown.picture.clone()} {label} />
            <figcaption class="fd-dim">{ caption }</figcaption>
        </figure>
    }
}

fn value_row(name: &str, value: &Node) -> Html {
    let text = match value {
        Node::String(text) => text.value().into_owned(),
        Node::Object(_) if value.get("predictions").is_some() => {
            let count = value.get("predictions").map_or(0, |all| all.items().len());
            let mut text = count.to_string();
            text.push_str(if count == 1 { " detection" } else { " detections" });
            text
        }
        other => other.to_compact(),
    };
    let short: String = text.chars().take(LONGEST).collect();
    let is_cut = short.len() < text.len();
    html! { <><dt>{ name.to_owned() }</dt><dd class="fd-break">{ short }if is_cut { { "…" } }</dd></> }
}

fn sources(desk: &Desk, seen: &Seen) -> Html {
    let Some(samples) = seen.samples.as_ref().filter(|samples| !samples.is_empty()) else {
        return Html::default();
    };
    let onchange = {
        let desk = desk.clone();
        Callback::from(move |event: Event| {
            let Some(select) = event.target_dyn_into::<HtmlSelectElement>() else { return };
            // The run page's image has no number: what is no sample means it.
            let sample = desk.read(|model, _| {
                let samples = model.runs.samples.as_ref()?;
                samples.get(select.value().parse::<usize>().ok()?).cloned()
            });
            desk.send(Msg::Preview(preview::Msg::Use(sample.flatten())));
        })
    };
    html! {
        <label class="fd-preview__source">
            <span class="fd-dim">{ "Image" }</span>
            <select class="fd-select" {onchange}>
                if seen.on != On::Sample { <option value="own" selected={seen.on == On::Own}>{ "The run page's image" }</option> }
                { for samples.iter().enumerate().map(|(at, sample)| html! {
                    <option value={at.to_string()} selected={seen.on != On::Own && at == seen.sample}>{ sample.title.clone() }</option>
                }) }
            </select>
        </label>
    }
}

#[cfg(test)]
mod tests {
    use super::pace;

    #[test]
    fn no_time_is_no_number() {
        assert_eq!([None, Some(0), Some(12)].map(pace), ["up to date", "under 1 ms", "12 ms"]);
    }
}
