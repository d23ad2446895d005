//! From an empty page to the mounted app: configuration first, because the router depends on it.
use super::{Root, RootProps};
use crate::browser::{
    JsError, builder, builder::Refusal, console, dom, framed, framed::AppHttp, listener::Listener, location,
    storage, theme,
};
use crate::components::button::{Button, Weight};
use crate::components::empty::failed_page;
use crate::components::icon::Glyph;
use crate::store::config::{Config, Mode};
use crate::store::list::Sort;
use crate::store::settings::Settings;
use crate::store::{App, Model, Msg};
use flowdeck_client::{Key, Method, Request, Transport};
use yew::prelude::*;

/// The element that the app fills.
const MOUNT: &str = "app";
/// How long the configuration may take, milliseconds.
const TIMEOUT_MS: u32 = 15_000;

const FRAMED: &str = "Flowdeck asks for no key inside a page of another site. Open it in a tab of its own.";

/// Starts the app.
pub fn start() {
    console_error_panic_hook::set_once();
    let settings = Settings::remembered(storage::recall, theme::system_is_dark());
    theme::show(settings.is_dark());
    wasm_bindgen_futures::spawn_local(async move {
        let outcome = enter().await.and_then(|(config, pass)| {
            // A file host cannot say who may frame its pages, and this one asks for a key.
            if config.mode == Mode::Direct && location::is_framed_by_strangers() {
                return Err(Refusal::from(FRAMED));
            }
            let mut model = Model::new(config, settings, location::is_online());
            model.lists.set_sort(
                storage::recall("flowdeck.sort").map_or(Sort::default(), |key| Sort::from_key(&key)),
            );
            App::with_pass(model, pass).map_err(|error| Refusal::from(&*error.0))
        });
        if let Err(error) = mount(outcome) {
            // A page without its mount point can only be told to whoever reads the console.
            console::error(&error.0);
        }
    });
}

fn mount(outcome: Result<App, Refusal>) -> Result<(), JsError> {
    let root = dom::mount_point(MOUNT)?;
    root.set_text_content(None);
    match outcome {
        Ok(app) => drop(yew::Renderer::<Root>::with_root_and_props(root, RootProps { app }).render()),
        Err(Refusal { why, open }) => {
            let props = FailedProps { why: why.into(), open: open.map(Into::into) };
            drop(yew::Renderer::<Failed>::with_root_and_props(root, props).render());
        }
    }
    Ok(())
}

/// How this copy is served, and the pass that the builder page of an inference server gave it.
async fn enter() -> Result<(Config, Option<Key>), Refusal> {
    match builder::entrance() {
        Some(entered) => entered.map(|one| (Config::of_builder(&one.server), Some(one.pass))),
        None => load_config().await.map(|config| (config, None)).map_err(|why| Refusal::from(&*why)),
    }
}

/// `config.json`; when there is none, a local server at the same origin is assumed.
async fn load_config() -> Result<Config, String> {
    framed::enter().await.map_err(|error| error.0)?;
    let url = location::resolve("config.json").map_err(|error| error.to_string())?;
    let request =
        Request { method: Method::Get, url, headers: Vec::new(), body: None, timeout_ms: TIMEOUT_MS };
    let response = AppHttp::default()
        .send(request)
        .await
        .map_err(|error| flowdeck_client::Error::Transport(error).to_string())?;
    if response.status == 404 || response.body.trim_start().starts_with('<') {
        return Ok(Config::default());
    }
    if response.status != 200 {
        return Err(format!(
            "config.json cannot be read: the server answered with status {}.",
            response.status
        ));
    }
    flowdeck_spec::config::read(&response.body)
        .map_err(|error| error.to_string())
        .and_then(|file| Config::read(&file))
        .map_err(|error| format!("config.json is not as it should be: {}.", error.trim_end_matches('.')))
}

/// Tells the store when the network comes and goes.
pub(super) fn watch(app: &App) -> Vec<Listener> {
    let Ok(window) = dom::window() else { return Vec::new() };
    [("online", true), ("offline", false)]
        .into_iter()
        .filter_map(|(kind, online)| {
            let app = app.clone();
            Listener::new(&window, kind, move |_| app.dispatch(Msg::Online(online))).ok()
        })
        .collect()
}

#[derive(Clone, Debug, PartialEq, Properties)]
struct FailedProps {
    why: AttrValue,
    open: Option<AttrValue>,
}

#[component]
fn Failed(props: &FailedProps) -> Html {
    let (glyph, way) = match &props.open {
        Some(address) => (
            Glyph::Info,
            html! {
                <a class="fd-button fd-button--primary" href={address} target="_top">{ ["Open ", address].concat() }</a>
            },
        ),
        None => (
            Glyph::WifiOff,
            html! {
                <Button label="Try again" glyph={Glyph::RotateCcw} weight={Weight::Primary} onclick={Callback::from(|_| location::reload())} />
            },
        ),
    };
    html! {
        <main class="fd-boot">
            { failed_page(glyph, "Flowdeck could not start", props.why.clone(), way) }
        </main>
    }
}
