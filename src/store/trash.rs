//! Deleted workflows: what is there, how long it stays, and taking it back.
use super::{Call, Effect, Model, Msg as AppMsg, RequestId, toast};
use crate::components::notice::Tone;
use flowdeck_client::Error;
use flowdeck_client::dto::TrashItem;
use flowdeck_spec::order;
use std::collections::HashSet;

/// The Trash of the default workspace.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Trash {
    /// The workspace.
    pub ws: String,
    /// The items, newest first; none until they came.
    pub items: Option<Vec<TrashItem>>,
    /// Why they did not come.
    pub failure: Option<Error>,
    /// The ids with a restore under way.
    pub busy: HashSet<String>,
    request: Option<RequestId>,
}

/// What can happen to the Trash.
#[derive(Clone, Debug, PartialEq)]
pub enum Msg {
    /// Its page was opened.
    Enter(String),
    /// The items came.
    Loaded(RequestId, Result<Vec<TrashItem>, Error>),
    /// Take an item back: workspace, internal id.
    Restore(String, String),
    /// It is back, or not: workspace, internal id.
    Restored(RequestId, String, String, Result<(), Error>),
}

/// Handles a message.
pub(super) fn update(model: &mut Model, msg: Msg) -> Vec<Effect> {
    match msg {
        Msg::Enter(ws) => {
            model.trash.ws = ws;
            load(model)
        }
        Msg::Loaded(request, result) => {
            if model.trash.request == Some(request) {
                model.trash.request = None;
                match result {
                    Ok(mut items) => {
                        order::sort(&mut items, |a, b| b.deleted_at.cmp(&a.deleted_at));
                        model.trash.items = Some(items);
                        model.trash.failure = None;
                    }
                    Err(error) => model.trash.failure = Some(error),
                }
            }
            Vec::new()
        }
        Msg::Restore(ws, id) => {
            if !model.trash.busy.insert(id.clone()) {
                return Vec::new();
            }
            let request = model.fresh_id();
            vec![Effect::Call(request, Call::Restore { ws, id })]
        }
        Msg::Restored(_, ws, id, result) => {
            model.trash.busy.remove(&id);
            match result {
                Ok(()) => restored(model, &ws, &id),
                Err(error) => toast::show(model, Tone::Bad, format!("Not restored: {error}"), None),
            }
        }
    }
}

fn load(model: &mut Model) -> Vec<Effect> {
    let request = model.fresh_id();
    model.trash.request = Some(request);
    vec![Effect::Call(request, Call::Trash { ws: model.trash.ws.clone() })]
}

fn restored(model: &mut Model, ws: &str, id: &str) -> Vec<Effect> {
    let item = model.trash.items.as_mut().and_then(|items| {
        let at = items.iter().position(|item| item.id == id)?;
        Some(items.remove(at))
    });
    let mut effects = match item {
        Some(item) => {
            let open = super::document::Msg::Open(super::Key::new(ws, &item.url));
            let text = format!("“{}” is back in the workspace.", item.name);
            toast::show(model, Tone::Good, text, Some(("Open", AppMsg::Document(open))))
        }
        None => toast::show(model, Tone::Good, "Back in the workspace.", None),
    };
    if model.lists.get(ws).is_some() {
        effects.extend(super::list::update(model, super::list::Msg::Reload(String::from(ws))));
    }
    effects
}
