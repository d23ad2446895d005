//! The frame around every page: header, navigation, status bar, toasts.

use super::toasts::Toasts;
use crate::browser::{dom, listener::Listener, location};
use crate::components::button::{Button, Weight};
use crate::components::dialog::Dialog;
use crate::components::icon::{Glyph, icon};
use crate::components::link::Link;
use crate::components::notice::{Tone, notice};
use crate::pages::workflows::create::CreateDialog;
use crate::route::Route;
use crate::store::config::Mode;
use crate::store::settings::{self, Theme};
use crate::store::{Key, Model, Msg, connect, session, use_dispatch, use_selector};
use flowdeck_client::Mend;
use flowdeck_editor::item::Section;
use flowdeck_spec::Severity;
use web_sys::KeyboardEvent;
use yew::prelude::*;

/// Properties of [`Frame`].
#[derive(Clone, Debug, PartialEq, Properties)]
pub(super) struct FrameProps {
    pub(super) children: Html,
}

/// The frame.
#[component]
pub(super) fn Frame(props: &FrameProps) -> Html {
    let dispatch = use_dispatch();
    let failure = use_selector(|model| model.session.failure.clone());
    let online = use_selector(|model| model.online);
    let is_leaving = use_selector(|model| model.connect.is_leaving);
    let is_creating = use_selector(|model| model.lists.creating.is_some());
    use_effect_with((), |()| {
        let listener = dom::document().and_then(|page| Listener::new(&page, "keydown", shortcuts));
        move || drop(listener)
    });
    let retry = {
        let (dispatch, mend) = (dispatch.clone(), failure.as_ref().map(flowdeck_client::Error::mend));
        Callback::from(move |_| match mend {
            Some(Mend::Reload) => location::reload(),
            _ => dispatch.emit(Msg::Session(session::Msg::Start)),
        })
    };
    html! {
        <div class="fd-frame">
            <button type="button" class="fd-skip" onclick={Callback::from(|_: MouseEvent| dom::focus_selector("#main"))}>
                { "Skip to content" }
            </button>
            <Header />
            if let Some(error) = failure {
                { notice(Tone::Bad, error.to_string(), html! { <Button label={if error.mend() == Mend::Reload { "Load the page again" } else { "Try again" }} onclick={retry} /> }) }
            } else if !online {
                { notice(Tone::Warn, "This device is offline. You can go on editing; save when the network is back.", Html::default()) }
            }
            <main id="main" class="fd-main" tabindex="-1">{ props.children.clone() }</main>
            <StatusBar />
            if is_creating { <CreateDialog /> }
            if is_leaving { { leave_dialog(&dispatch) } }
            <Toasts />
        </div>
    }
}

/// `/` goes to the search field of the page.
fn shortcuts(event: web_sys::Event) {
    use wasm_bindgen::JsCast;
    let Some(event) = event.dyn_ref::<KeyboardEvent>() else { return };
    let has_modifier = event.ctrl_key() || event.meta_key() || event.alt_key();
    if event.key() == "/" && !has_modifier && !dom::is_typing(event) {
        event.prevent_default();
        dom::focus_selector("input[type=search]");
    }
}

#[component]
fn Header() -> Html {
    let dispatch = use_dispatch();
    let route = use_selector(|model| model.route.clone());
    let home = use_selector(|model| model.config.workspace.clone());
    let workspaces = use_selector(|model| {
        model.session.welcome.as_ref().map(|welcome| welcome.workspaces.clone()).unwrap_or_default()
    });
    let is_dark = use_selector(|model| model.settings.is_dark());
    let at_ws = route.as_ref().and_then(|route| match route {
        Route::Home => Some(home.clone()),
        Route::Workflows { ws } => Some(ws.clone()),
        other => other.workflow().map(|(ws, _)| String::from(ws)),
    });
    let is_locked = use_selector(crate::store::Model::is_locked);
    let is_open = use_selector(|model| model.connect.is_open);
    let sign_out = {
        let dispatch = dispatch.clone();
        Callback::from(move |_: MouseEvent| dispatch.emit(Msg::Connect(connect::Msg::Leave)))
    };
    let toggle_theme = Callback::from(move |_| {
        let theme = if is_dark { Theme::Light } else { Theme::Dark };
        dispatch.emit(Msg::Settings(settings::Msg::Choose(theme)));
    });
    let link = |to: Route, label: AttrValue, glyph: Glyph, is_here: bool| {
        html! {
            <li key={label.to_string()}>
                <Link {to} {is_here} class={classes!("fd-place", is_here.then_some("is-here"))} title={label.clone()}>
                    { icon(glyph, 16) }<span>{ label }</span>
                </Link>
            </li>
        }
    };
    html! {
        <header class="fd-header">
            <Link to={Route::Home} class="fd-brand" title="Flowdeck: all workflows">
                <span class="fd-brand__mark" aria-hidden="true">{ icon(Glyph::Layers, 14) }</span>
                <span class="fd-brand__name">{ "Flowdeck" }</span>
            </Link>
            if is_locked { <span class="fd-page__fill" /> } else { <nav class="fd-nav" aria-label="Main">
                <ul>
                    { for workspaces.iter().map(|workspace| {
                        let is_here = at_ws.as_deref() == Some(workspace.url.as_str());
                        let to = if workspace.url == home { Route::Home } else { Route::Workflows { ws: workspace.url.clone() } };
                        let glyph = if workspace.read_only { Glyph::BookOpen } else { Glyph::Workflow };
                        let label = if workspace.url == home { AttrValue::Static("Workflows") } else { workspace.name.clone().into() };
                        link(to, label, glyph, is_here)
                    }) }
                    { link(Route::Trash, "Trash".into(), Glyph::Trash2, route == Some(Route::Trash)) }
                    { link(Route::Settings, "Settings".into(), Glyph::Settings, route == Some(Route::Settings)) }
                </ul>
            </nav> }
            <Button label={if is_dark { "Light theme" } else { "Dark theme" }} icon_only=true weight={Weight::Quiet}
                glyph={if is_dark { Glyph::Sun } else { Glyph::Moon }} onclick={toggle_theme} />
            if is_open {
                <Button label="Sign out" icon_only=true weight={Weight::Quiet} glyph={Glyph::LogOut}
                    hint="Sign out: this tab forgets the key" onclick={sign_out} />
            }
        </header>
    }
}

/// Asks before a sign-out takes changes with it that are not saved.
fn leave_dialog(dispatch: &Callback<Msg>) -> Html {
    let send = |msg: connect::Msg| {
        let dispatch = dispatch.clone();
        move || dispatch.emit(Msg::Connect(msg.clone()))
    };
    let (stay, stay_too, leave) =
        (send(connect::Msg::Stay), send(connect::Msg::Stay), send(connect::Msg::SignOut));
    html! {
        <Dialog title="Sign out?" onclose={Callback::from(move |()| stay())}>
            <div class="fd-form">
                <p>{ "You have changes that are not saved. Signing out forgets them together with the key." }</p>
                <div class="fd-form__actions">
                    <Button label="Stay" onclick={Callback::from(move |_: MouseEvent| stay_too())} />
                    <Button label="Sign out" glyph={Glyph::LogOut} weight={Weight::Danger}
                        onclick={Callback::from(move |_: MouseEvent| leave())} />
                </div>
            </div>
        </Dialog>
    }
}

/// What the workflow at hand has, in a few words, and how bad it is.
fn work(model: &Model) -> Option<(String, &'static str)> {
    let (ws, url) = model.route.as_ref()?.workflow()?;
    let document = model.documents.get(&Key { ws: ws.into(), url: url.into() })?;
    let warnings = document.findings.iter().filter(|found| found.severity == Severity::Warning).count();
    let errors = document.error_count();
    let mut out = counted(Section::Steps.entries(document.specification()).len(), "step");
    for (count, word) in [(errors, "error"), (warnings, "warning")] {
        if count > 0 {
            out.push_str(" · ");
            out.push_str(&counted(count, word));
        }
    }
    let tone = match (errors, warnings) {
        (0, 0) => "is-good",
        (0, _) => "is-warn",
        _ => "is-bad",
    };
    Some((out, tone))
}

/// A number of things: “1 step”, “2 steps”.
fn counted(count: usize, word: &str) -> String {
    let mut out = count.to_string();
    out.push(' ');
    out.push_str(word);
    if count != 1 {
        out.push('s');
    }
    out
}

#[component]
fn StatusBar() -> Html {
    let engine = use_selector(|model| match (model.config.mode, model.config.engine.as_str()) {
        (Mode::Local, "embedded") => "Embedded engine",
        (Mode::Local, _) => "External engine",
        (Mode::Builder, _) => "Runs on the inference server",
        _ => "Runs in the cloud",
    });
    let place = use_selector(|model| match model.config.mode {
        Mode::Local => "Local server",
        Mode::Gateway => "Gateway to the cloud",
        Mode::Direct => "Cloud",
        Mode::Builder => "Inference server",
    });
    let version = use_selector(|model| model.config.version.clone());
    let is_connected =
        use_selector(|model| model.session.welcome.is_some() && model.session.failure.is_none());
    let online = use_selector(|model| model.online);
    let is_dirty = use_selector(|model| model.documents.any_dirty());
    let work = use_selector(work);
    let is_open = use_selector(|model| model.connect.is_open);
    let is_locked = use_selector(crate::store::Model::is_locked);
    let (tone, connection) = match (online, is_connected) {
        (false, _) => ("is-warn", "Offline"),
        (true, true) => ("is-good", place),
        (true, false) if is_locked => ("is-warn", "Not connected"),
        (true, false) => ("is-warn", "Connecting…"),
    };
    html! {
        <footer class="fd-status">
            <span class={classes!("fd-status__item", "fd-status__dot", tone)}>{ connection }</span>
            <span class="fd-status__item">{ if is_open { "Your key is in this tab's memory" } else { "No key in this page" } }</span>
            if let Some((counts, tone)) = work { <span class={classes!("fd-status__item", "fd-status__dot", tone)}>{ counts }</span> }
            if is_dirty { <span class="fd-status__item is-warn">{ "Changes not saved" }</span> }
            <span class="fd-status__fill" />
            <span class="fd-status__item fd-status__wide">{ engine }</span>
            if !version.is_empty() { <span class="fd-status__item fd-status__wide">{ format!("v{version}") }</span> }
        </footer>
    }
}
