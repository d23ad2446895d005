//! What a page writes to run the workflow, how it will look there, and what has happened so far.
use super::KnownProps;
use crate::browser::location;
use crate::components::button::Button;
use crate::components::copy_button::CopyButton;
use crate::components::icon::Glyph;
use crate::components::tabs::{self, Tab, Tabs};
use crate::components::time::ago;
use crate::run::Values;
use crate::run::code::{self, Target};
use crate::store::config::Mode;
use crate::store::{Key, use_selector};
use flowdeck_client::dto::Published;
use flowdeck_client::join;
use yew::prelude::*;

/// The ways to embed, by the keys of their tabs.
const WAYS: [(&str, &str); 3] = [("element", "Element"), ("frame", "Frame"), ("code", "Own code")];

/// The code for the page, its preview, its use.
#[component]
pub(super) fn Snippet(props: &KnownProps) -> Html {
    let way = use_state_eq(|| WAYS[0].0);
    let is_shown = use_state_eq(|| false);
    let (execution, mode) = use_selector(|model| (model.config.execution.clone(), model.config.mode));
    let Key { ws, url } = &props.key_of;
    let at = |path: &str| location::resolve(path).unwrap_or_default();
    let frame = join(&at("embed"), &[ws, url]);
    let made = match *way {
        "element" => {
            let target = Target {
                base: execution,
                ws: ws.clone(),
                url: url.clone(),
                key: "",
                script: Some(at("embed.js")),
                elsewhere: mode == Mode::Gateway,
            };
            code::code("widget", &target, &[], &Values::default()).unwrap_or_default()
        }
        "frame" => framed(&frame, &location::origin().unwrap_or_default()),
        _ => own(&join(&at("token"), &[ws, url]), &join(&at(&execution), &[ws, "workflows", url])),
    };
    let choose = {
        let way = way.clone();
        Callback::from(move |key: &'static str| way.set(key))
    };
    let show = {
        let is_shown = is_shown.clone();
        Callback::from(move |_: MouseEvent| is_shown.set(!*is_shown))
    };
    let tabs = WAYS.map(|(key, label)| Tab { key, label: label.into(), glyph: None, count: None }).to_vec();
    html! {
        <section class="fd-embed__use" aria-label="Use">
            if props.published.publication.is_some() {
                <div class="fd-row">
                    <h2>{ "On your page" }</h2>
                    <span class="fd-page__fill" />
                    <CopyButton text={made.clone()} label="Copy the code" />
                </div>
                { tabs::tabs(&Tabs { label: "Ways to embed", tabs: &tabs, chosen: *way, onchoose: choose }) }
                <div id={format!("panel-{}", *way)} role="tabpanel" aria-labelledby={format!("tab-{}", *way)}>
                    <pre class="fd-output__json" tabindex="0">{ made }</pre>
                </div>
                <div class="fd-row">
                    <Button label={if *is_shown { "Hide the preview" } else { "Show a preview" }} glyph={Glyph::Play} onclick={show} />
                    <span class="fd-dim">{ "It runs as it will on a page: its tokens count." }</span>
                </div>
                if *is_shown {
                    <iframe class="fd-embed__preview" src={frame} title="Preview of the embedded workflow" />
                }
            } else {
                <p class="fd-dim">{ "Not published: no page gets a token. The code for your page appears here once it is." }</p>
            }
            { used(&props.published) }
        </section>
    }
}

fn used(published: &Published) -> Html {
    html! {
        <>
            if !published.days.is_empty() {
                <h2>{ "Recent use" }</h2>
                <dl class="fd-facts">
                    { for published.days.iter().map(|day| html! {
                        <><dt>{ &day.day }</dt><dd>{ format!("{} {} given, {} refused", day.given, if day.given == 1 { "token" } else { "tokens" }, day.refused) }</dd></>
                    }) }
                </dl>
            }
            if !published.log.is_empty() {
                <h2>{ "Log" }</h2>
                <dl class="fd-facts">
                    { for published.log.iter().map(|entry| html! {
                        <><dt>{ ago(&entry.at) }</dt><dd class="fd-break">{ &entry.what }</dd></>
                    }) }
                </dl>
            }
        </>
    }
}

fn framed(frame: &str, origin: &str) -> String {
    format!(
        "<iframe id=\"flowdeck\" src=\"{frame}\" title=\"Workflow\" width=\"100%\" height=\"420\"></iframe>\n<script>\n  \
        // The frame tells its height.\n  addEventListener(\"message\", ({{ origin, data }}) => {{\n    \
        if (origin === \"{origin}\" && data.type === \"flowdeck:height\") document.getElementById(\"flowdeck\").height = data.height;\n  }});\n</script>\n"
    )
}

fn own(token: &str, run: &str) -> String {
    format!(
        "<script type=\"module\">\n  const {{ token }} = await (await fetch(\"{token}\", {{ method: \"POST\" }})).json();\n  \
        const answer = await fetch(\"{run}\", {{\n    method: \"POST\",\n    headers: {{ \"Content-Type\": \"application/json\" }},\n    \
        body: JSON.stringify({{\n      api_key: token,\n      inputs: {{ image: {{ type: \"url\", value: \"https://example.com/image.jpg\" }} }},\n    }}),\n  }});\n  \
        console.log((await answer.json()).outputs);\n</script>\n"
    )
}
