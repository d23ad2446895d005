//! Messages, and the one function through which the state changes.
use super::config::Mode;
use super::{
    Effect, Model, checks, connect, document, embed, list, preview, run, session, settings, toast, trash,
    versions,
};
use crate::components::notice::Tone;
use crate::route::Route;

/// Something that happened.
#[derive(Clone, Debug, PartialEq)]
pub enum Msg {
    /// A page was opened: by a link, the back button or the address bar.
    Entered(Route),
    /// The network came or went, as far as the browser knows.
    Online(bool),
    /// Something outside went wrong that concerns no part of the state: said as it is.
    Failed(String),
    /// A view asks for something that is no state: focus, a download.
    Do(Effect),
    /// To the connection (direct mode).
    Connect(connect::Msg),
    /// To the session.
    Session(session::Msg),
    /// To a list of workflows.
    List(list::Msg),
    /// To an open workflow.
    Document(document::Msg),
    /// To the catalogue of blocks.
    Checks(checks::Msg),
    /// To the versions of a workflow.
    Versions(versions::Msg),
    /// To the run page.
    Run(run::Msg),
    /// To the live preview.
    Preview(preview::Msg),
    /// To a publication.
    Embed(embed::Msg),
    /// To the Trash.
    Trash(trash::Msg),
    /// To the choices.
    Settings(settings::Msg),
    /// To a toast.
    Toast(toast::Msg),
}

/// Changes the state and says what is to be done. Pure: `now` (milliseconds since 1970) is an argument.
pub fn update(model: &mut Model, msg: Msg, now: f64) -> Vec<Effect> {
    if model.is_locked() && !is_for_anybody(&msg) {
        // What was asked before a sign-out, and answered after it.
        return Vec::new();
    }
    let mut effects = answer(model, msg, now);
    effects.extend(preview::follow(model));
    effects
}

fn answer(model: &mut Model, msg: Msg, now: f64) -> Vec<Effect> {
    match msg {
        Msg::Entered(route) if model.is_locked() => {
            model.route = Some(route);
            vec![Effect::Title(String::from(connect::TITLE))]
        }
        Msg::Entered(route) => entered(model, route, now),
        Msg::Online(online) => {
            model.online = online;
            Vec::new()
        }
        Msg::Failed(why) => toast::show(model, Tone::Bad, why, None),
        Msg::Do(effect) => vec![effect],
        Msg::Connect(msg) => connect::update(model, msg, now),
        Msg::Session(msg) => session::update(model, msg, now),
        Msg::List(msg) => list::update(model, msg),
        Msg::Document(msg) => document::update(model, msg, now),
        Msg::Checks(msg) => checks::update(model, msg),
        Msg::Versions(msg) => versions::update(model, msg, now),
        Msg::Run(msg) => run::update(model, msg, now),
        Msg::Preview(msg) => preview::update(model, msg),
        Msg::Embed(msg) => embed::update(model, msg),
        Msg::Trash(msg) => trash::update(model, msg),
        Msg::Settings(msg) => settings::update(model, msg),
        Msg::Toast(msg) => toast::update(model, msg, now),
    }
}

/// Whether a message concerns nothing that a key opens.
fn is_for_anybody(msg: &Msg) -> bool {
    match msg {
        Msg::Session(msg) => matches!(msg, session::Msg::Welcomed(..)),
        Msg::List(_)
        | Msg::Document(_)
        | Msg::Versions(_)
        | Msg::Run(_)
        | Msg::Preview(_)
        | Msg::Embed(_)
        | Msg::Trash(_) => false,
        _ => true,
    }
}

fn entered(model: &mut Model, route: Route, now: f64) -> Vec<Effect> {
    let mut effects = vec![Effect::Title(title(model, &route))];
    effects.extend(match &route {
        Route::Home => list::update(model, list::Msg::Enter(model.config.workspace.clone())),
        Route::Workflows { ws } => list::update(model, list::Msg::Enter(ws.clone())),
        Route::Workflow { ws, url } | Route::Edit { ws, url } => {
            document::update(model, document::Msg::Enter(super::Key::new(ws, url)), now)
        }
        Route::Versions { ws, url } => {
            let key = super::Key::new(ws, url);
            let mut effects = document::update(model, document::Msg::Enter(key.clone()), now);
            effects.extend(versions::update(model, versions::Msg::Enter(key), now));
            effects
        }
        Route::Run { ws, url } => {
            let key = super::Key::new(ws, url);
            let mut effects = document::update(model, document::Msg::Enter(key.clone()), now);
            effects.extend(run::update(model, run::Msg::Enter(key), now));
            effects
        }
        Route::Embed { ws, url } => {
            let key = super::Key::new(ws, url);
            let mut effects = document::update(model, document::Msg::Enter(key.clone()), now);
            // Publications are our server's: the cloud has none.
            if matches!(model.config.mode, Mode::Local | Mode::Gateway) {
                effects.extend(embed::update(model, embed::Msg::Enter(key)));
            }
            effects
        }
        Route::Trash => trash::update(model, trash::Msg::Enter(model.config.workspace.clone())),
        Route::Settings | Route::NotFound => Vec::new(),
    });
    if model.config.mode == Mode::Builder {
        effects.push(Effect::TellPlace(route.workflow().map(|(_, url)| String::from(url))));
    }
    model.route = Some(route);
    effects
}

fn title(model: &Model, route: &Route) -> String {
    let page = match route {
        Route::Home => String::from("Workflows"),
        Route::Workflows { ws } => model.session.workspace_name(ws),
        Route::Workflow { url, .. } | Route::Edit { url, .. } => url.clone(),
        Route::Versions { url, .. } => format!("{url} · versions"),
        Route::Run { url, .. } => format!("{url} · run"),
        Route::Embed { url, .. } => format!("{url} · embed"),
        Route::Trash => String::from("Trash"),
        Route::Settings => String::from("Settings"),
        Route::NotFound => String::from("No such page"),
    };
    format!("{page} – Flowdeck")
}
