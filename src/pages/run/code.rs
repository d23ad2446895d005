//! The run as code, for who wants it elsewhere.
use crate::browser::location;
use crate::components::copy_button::CopyButton;
use crate::components::tabs::{self, Tab, Tabs};
use crate::pages::workflow::PartProps;
use crate::run::code::{Target, WAYS, code};
use crate::store::config::Mode;
use crate::store::{Model, run, use_selector};
use yew::prelude::*;

/// The code; made only while it is looked at.
#[component]
pub(super) fn RunCode(props: &PartProps) -> Html {
    let is_open = use_state_eq(|| false);
    let ontoggle = {
        let is_open = is_open.clone();
        Callback::from(move |_: MouseEvent| is_open.set(!*is_open))
    };
    html! {
        <details class="fd-past">
            <summary onclick={ontoggle}>{ "Run it from code" }</summary>
            if *is_open { <Code key_of={props.key_of.clone()} /> }
        </details>
    }
}

#[component]
fn Code(props: &PartProps) -> Html {
    let key = props.key_of.clone();
    let way = use_state_eq(|| WAYS[0].0);
    let config = use_selector(|model| model.config.clone());
    let asked = use_selector({
        let key = key.clone();
        move |model: &Model| run::Asked::of(model, &key)
    });
    let values = use_selector({
        let key = key.clone();
        move |model: &Model| model.runs.get(&key).map(|run| run.values.clone()).unwrap_or_default()
    });
    let inputs = use_memo(asked, run::Asked::inputs);
    let has_pages = matches!(config.mode, Mode::Local | Mode::Gateway);
    let target = Target {
        base: location::resolve(&config.execution).unwrap_or_default(),
        ws: key.ws,
        url: key.url,
        key: if config.mode == Mode::Local { "FLOWDECK_API_KEY" } else { "ROBOFLOW_API_KEY" },
        script: location::resolve("embed.js").ok().filter(|_| has_pages),
        elsewhere: config.mode == Mode::Gateway,
    };
    let ways: Vec<_> =
        WAYS.iter().filter(|(key, _)| has_pages || !matches!(*key, "react" | "widget")).collect();
    let tabs: Vec<Tab> = ways
        .iter()
        .map(|(key, label)| Tab { key, label: (*label).into(), glyph: None, count: None })
        .collect();
    let onchoose = {
        let way = way.clone();
        Callback::from(move |key| way.set(key))
    };
    let text = code(*way, &target, &inputs, &values).unwrap_or_default();
    let hint = match *way {
        "react" | "widget" => {
            "Pages get a token of their own once the workflow is published for them: More actions, Embed."
        }
        _ if config.mode == Mode::Local => {
            "What is saved is run. “flowdeck key” shows the key in a terminal; put it into the variable that the code reads."
        }
        _ => "What is saved is run. The key is in the variable that the code reads, never in the code.",
    };
    html! {
        <div class="fd-form">
            { tabs::tabs(&Tabs { label: "Languages", tabs: &tabs, chosen: *way, onchoose }) }
            <div id={["panel-", *way].concat()} role="tabpanel" aria-labelledby={["tab-", *way].concat()}>
                <pre class="fd-output__json" tabindex="0">{ &text }</pre>
            </div>
            <div class="fd-row"><CopyButton {text} label="Copy the code" /></div>
            <p class="fd-dim">{ hint }</p>
        </div>
    }
}
