//! Settings: theme, gestures, connection, what this copy of the app is, and all keys.
use crate::browser::dom;
use crate::components::button::Button;
use crate::components::editor::shortcut_help::all_keys;
use crate::components::icon::Glyph;
use crate::components::notice::{Tone, notice};
use crate::components::radio_card::{RadioCard, radio_card};
use crate::store::config::Mode;
use crate::store::settings::{self, Theme};
use crate::store::{Msg, connect, session, use_dispatch, use_selector};
use flowdeck_editor::stage::Preset;
use yew::prelude::*;

/// What drags and wheels on the canvas can mean.
const GESTURES: [(Preset, &str, &str, &str); 2] = [
    (
        Preset::Select,
        "select",
        "Drag selects",
        "Space or the middle button and drag, two fingers or the wheel move the view. Ctrl and the wheel zoom.",
    ),
    (Preset::Pan, "pan", "Drag moves the view", "The wheel zooms. Shift and drag selects."),
];

/// The page.
#[component]
pub fn SettingsPage() -> Html {
    let dispatch = use_dispatch();
    let config = use_selector(|model| model.config.clone());
    let (theme, preset) = use_selector(|model| (model.settings.theme, model.settings.preset));
    let session = use_selector(|model| model.session.clone());
    let test = {
        let dispatch = dispatch.clone();
        Callback::from(move |_: MouseEvent| dispatch.emit(Msg::Session(session::Msg::Start)))
    };
    let sign_out = {
        let dispatch = dispatch.clone();
        Callback::from(move |_: MouseEvent| dispatch.emit(Msg::Connect(connect::Msg::Leave)))
    };
    let choice = |value: Theme, label: &'static str, glyph: Glyph| {
        let dispatch = dispatch.clone();
        let onclick =
            Callback::from(move |_: MouseEvent| dispatch.emit(Msg::Settings(settings::Msg::Choose(value))));
        html! { <Button {label} {glyph} pressed={theme == value} {onclick} /> }
    };
    let onchoose = {
        let dispatch = dispatch.clone();
        Callback::from(move |chosen: RadioCard| {
            if let Some((value, ..)) = GESTURES.iter().find(|(_, key, ..)| chosen.key == *key) {
                dispatch.emit(Msg::Settings(settings::Msg::Gestures(*value)));
            }
        })
    };
    let chosen = GESTURES.iter().find(|(value, ..)| *value == preset).map_or("", |(_, key, ..)| key);
    let gestures = |(_, key, name, about): (Preset, &'static str, &'static str, &'static str)| {
        radio_card("gestures", &RadioCard::new(key, name, about), &chosen.into(), &onchoose)
    };
    let (mode, about) = match config.mode {
        Mode::Local => (
            "Local workspace",
            "Workflows are kept by the server that serves this page. No account, no internet.",
        ),
        Mode::Gateway => {
            ("Gateway", "The server that serves this page speaks with the cloud. The key stays there.")
        }
        Mode::Builder => (
            "Builder of an inference server",
            "This page speaks with the server that shows it, and with nothing else. The server keeps no versions and deletes for \
             good: a copy of what is deleted stays in this browser. A save reads what is stored, compares, writes and looks again.",
        ),
        Mode::Direct => (
            "Direct",
            "This page speaks with the service itself, with your key. A save reads what is stored, compares and writes: \
             in the moment between, a colleague's save could be written over. A gateway closes that gap.",
        ),
    };
    html! {
        <div class="fd-page fd-settings">
            <div class="fd-page__head"><h1>{ "Settings" }</h1></div>
            <section class="fd-panel" aria-labelledby="set-look">
                <h2 id="set-look">{ "Appearance" }</h2>
                <div class="fd-row" role="group" aria-label="Theme">
                    { choice(Theme::System, "As the system", Glyph::Monitor) }
                    { choice(Theme::Light, "Light", Glyph::Sun) }
                    { choice(Theme::Dark, "Dark", Glyph::Moon) }
                </div>
            </section>
            <section class="fd-panel" aria-labelledby="set-canvas">
                <h2 id="set-canvas">{ "Canvas" }</h2>
                <div class="fd-starts" role="radiogroup" aria-label="Gestures">{ for GESTURES.into_iter().map(gestures) }</div>
            </section>
            <section class="fd-panel" aria-labelledby="set-connection">
                <h2 id="set-connection">{ "Connection" }</h2>
                <dl class="fd-facts">
                    <dt>{ "Mode" }</dt><dd>{ mode }<p class="fd-dim">{ about }</p></dd>
                    <dt>{ "Management API" }</dt><dd class="fd-mono">{ &config.api }</dd>
                    <dt>{ "Execution endpoint" }</dt><dd class="fd-mono">{ &config.execution }</dd>
                    <dt>{ "Engine" }</dt>
                    <dd>{ if config.mode == Mode::Builder { "That of the server" } else if config.is_hosted() { "The cloud's endpoint: this page calls it with workflow tokens" }
                        else if config.engine == "external" { "An inference server behind this server" }
                        else { "Embedded: blocks that need no model. Start the server with --engine URL for the others." } }</dd>
                    <dt>{ "Version" }</dt><dd>{ if config.version.is_empty() { "unknown" } else { &config.version } }</dd>
                </dl>
                if let Some(error) = &session.failure {
                    { notice(Tone::Bad, error.to_string(), Html::default()) }
                } else if session.welcome.is_some() {
                    { notice(Tone::Good, "The server answers.", Html::default()) }
                }
                <div class="fd-row">
                    <Button label="Test the connection" glyph={Glyph::RotateCcw} onclick={test} />
                    if config.mode == Mode::Direct { <Button label="Sign out" glyph={Glyph::LogOut} onclick={sign_out} /> }
                    if config.login { <a class="fd-button fd-button--normal" href="logout">{ "Sign out" }</a> }
                </div>
            </section>
            <section class="fd-panel" aria-labelledby="set-key">
                <h2 id="set-key">{ "Keys" }</h2>
                if config.mode == Mode::Builder {
                    <p>{ "No page of Flowdeck holds a key. The server's page handed over a pass to its files, which is in this tab's memory \
                        and in no address; the server uses its own keys when it runs a workflow." }</p>
                } else if config.mode == Mode::Direct {
                    <p>{ "Your key is in this tab's memory and nowhere else in the browser: not stored, in no address that is shown, in no log. \
                        It goes to the management API above; a run gets a token that opens one workflow for a few minutes. Only to run text that \
                        is not saved does the key go to the execution endpoint, after a question." }</p>
                    <p class="fd-dim">{ "Signing out, reloading or closing the tab forgets it." }</p>
                } else {
                    <p>{ "No page of Flowdeck holds a key. This page is known to its server by a session cookie that no script can read; \
                        a run gets a token that opens one workflow for a few minutes." }</p>
                    <p class="fd-dim">{ "Programs use the local API key, which " }<code>{ "flowdeck key" }</code>{ " shows in a terminal." }</p>
                }
            </section>
            <section class="fd-panel" aria-labelledby="set-keys">
                <h2 id="set-keys">{ "Shortcuts in the editor" }</h2>
                { all_keys(dom::is_mac(), preset) }
            </section>
            <section class="fd-panel" aria-labelledby="set-list-keys">
                <h2 id="set-list-keys">{ "Shortcuts in the list" }</h2>
                <dl class="fd-facts">
                    <dt><kbd>{ "/" }</kbd></dt><dd>{ "Search the list" }</dd>
                    <dt><kbd>{ "↑" }</kbd>{ " " }<kbd>{ "↓" }</kbd></dt><dd>{ "Walk the list; Enter opens, Space selects, Delete moves to the Trash" }</dd>
                    <dt><kbd>{ "Esc" }</kbd></dt><dd>{ "Clear the search, close a menu or dialog" }</dd>
                </dl>
            </section>
        </div>
    }
}
