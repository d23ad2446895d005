//! What is done to rows: new, fork, delete and its undo.
use super::{Call, Creating, Effect, Error, Model, Msg};
use crate::components::notice::Tone;
use crate::route::Route;
use crate::store::config::Mode;
use crate::store::{Msg as AppMsg, toast, trash};
use std::rc::Rc;

pub(super) fn update(model: &mut Model, msg: Msg) -> Vec<Effect> {
    match msg {
        Msg::New(ws, name, config) => {
            model.lists.creating = Some(Creating { ws, name, config, ..Creating::default() });
            Vec::new()
        }
        Msg::NewFrom(ws, start) => {
            model.lists.creating = Some(Creating { ws, start, ..Creating::default() });
            Vec::new()
        }
        Msg::NewCancelled => {
            model.lists.creating = None;
            Vec::new()
        }
        Msg::Create(name, url) => create(model, name, url),
        Msg::Created(request, result) => created(model, request, result),
        Msg::Fork(ws, source_ws, source_url) => {
            let request = model.fresh_id();
            model.lists.of(&source_ws).busy.insert(source_url.clone());
            vec![Effect::Call(request, Call::Fork { ws, source_ws, source_url, name: None })]
        }
        Msg::Forked(_, ws, source, result) => forked(model, &ws, &source, result),
        Msg::Delete(ws, urls) => delete(model, &ws, urls),
        Msg::Deleted(_, ws, url, result) => deleted(model, ws, &url, result),
        _ => Vec::new(),
    }
}

fn create(model: &mut Model, name: String, url: Option<String>) -> Vec<Effect> {
    let request = model.fresh_id();
    let Some(creating) = &mut model.lists.creating else { return Vec::new() };
    if creating.request.is_some() {
        return Vec::new();
    }
    creating.request = Some(request);
    creating.failure = None;
    let config = creating.config.as_deref().unwrap_or(EMPTY).to_owned();
    vec![Effect::Call(request, Call::Create { ws: creating.ws.clone(), name, url, config })]
}

/// A workflow with nothing in it that every engine reads.
const EMPTY: &str = r#"{"specification":{"version":"1.0","inputs":[],"steps":[],"outputs":[]}}"#;

fn created(model: &mut Model, request: u64, result: Result<String, Error>) -> Vec<Effect> {
    let Some(creating) = &mut model.lists.creating else { return Vec::new() };
    if creating.request != Some(request) {
        return Vec::new();
    }
    match result {
        Ok(url) => {
            let ws = creating.ws.clone();
            model.lists.creating = None;
            vec![Effect::Go(Route::Workflow { ws, url })]
        }
        Err(error) => {
            creating.request = None;
            creating.failure = Some(error);
            Vec::new()
        }
    }
}

fn forked(model: &mut Model, ws: &str, source: &str, result: Result<String, Error>) -> Vec<Effect> {
    for list in model.lists.by_ws.iter_mut() {
        list.busy.remove(source);
    }
    match result {
        Ok(url) => {
            let ws = String::from(ws);
            let mut effects = toast::show(model, Tone::Good, format!("Forked as “{url}”."), None);
            effects.push(Effect::Go(Route::Workflow { ws, url }));
            effects
        }
        Err(error) => failed(model, "Not forked", &error),
    }
}

fn delete(model: &mut Model, ws: &str, urls: Vec<String>) -> Vec<Effect> {
    let mut effects = Vec::new();
    for url in urls {
        let list = model.lists.of(ws);
        if list.busy.insert(url.clone()) {
            let request = model.fresh_id();
            effects.push(Effect::Call(request, Call::Delete { ws: String::from(ws), url }));
        }
    }
    effects
}

fn deleted(model: &mut Model, ws: String, url: &str, result: Result<String, Error>) -> Vec<Effect> {
    let list = model.lists.of(&ws);
    list.busy.remove(url);
    match result {
        Ok(id) => {
            let name = list.rows.iter().find(|row| row.url == url).map(Rc::clone);
            list.rows.retain(|row| row.url != url);
            list.chosen.remove(url);
            list.refresh();
            let name = name.map_or_else(|| String::from(url), |row| row.name.clone());
            let undo = AppMsg::Trash(trash::Msg::Restore(ws.clone(), id));
            let text = if model.config.mode == Mode::Builder {
                format!("“{name}” is deleted. A copy is in the Trash, in this browser.")
            } else {
                format!("“{name}” is in the Trash for 30 days.")
            };
            let mut effects = toast::show(model, Tone::Info, text, Some(("Undo", undo)));
            let is_open = model
                .route
                .as_ref()
                .and_then(Route::workflow)
                .is_some_and(|(at, open)| at == ws && open == url);
            if is_open {
                effects.push(Effect::Replace(Route::Workflows { ws }));
            }
            effects
        }
        Err(error) => failed(model, "Not deleted", &error),
    }
}

fn failed(model: &mut Model, what: &str, error: &Error) -> Vec<Effect> {
    toast::show(model, Tone::Bad, format!("{what}: {error}"), None)
}
