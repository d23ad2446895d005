//! The head of a workflow's page: where we are, what state it is in, what can be done.
use super::View;
use crate::browser::{dom, listener::Listener};
use crate::components::button::{Button, Weight};
use crate::components::icon::{Glyph, icon};
use crate::components::link::Link;
use crate::components::menu::{Menu, MenuItem};
use crate::components::notice::Tone;
use crate::components::pill::pill;
use crate::components::renders::rendered;
use crate::pages::workflow::rename::Rename;
use crate::route::Route;
use crate::store::config::Mode;
use crate::store::{Effect, Key, Model, Msg, document, list, use_app, use_dispatch, use_selector};
use wasm_bindgen::JsCast;
use web_sys::KeyboardEvent;
use yew::prelude::*;

#[derive(Clone, Debug, PartialEq, Properties)]
pub(super) struct HeaderProps {
    pub(super) key_of: Key,
    pub(super) view: View,
}

#[component]
pub(super) fn Header(props: &HeaderProps) -> Html {
    rendered("Header");
    let key = props.key_of.clone();
    let dispatch = use_dispatch();
    let is_renaming = use_state_eq(|| false);
    let head = use_selector({
        let key = key.clone();
        move |model: &Model| {
            let document = model.documents.get(&key)?;
            let errors = document.error_count();
            let stored = &document.stored;
            Some((
                stored.name.clone(),
                stored.version_count,
                document.is_dirty,
                document.saving.is_some(),
                errors,
            ))
        }
    });
    let (workspace, may_edit) = use_selector({
        let ws = key.ws.clone();
        move |model: &Model| (model.session.workspace_name(&ws), model.may_edit(&ws))
    });
    let home = use_selector(|model| model.config.workspace.clone());
    let has_versions = use_selector(|model| model.config.mode != Mode::Builder);
    use_save_key(&key, may_edit);
    let Some((name, version, is_dirty, is_saving, errors)) = head else { return Html::default() };
    let save = {
        let (dispatch, key) = (dispatch.clone(), key.clone());
        Callback::from(move |_: MouseEvent| dispatch.emit(Msg::Document(document::Msg::Save(key.clone()))))
    };
    let fork = {
        let (dispatch, key) = (dispatch, key.clone());
        Callback::from(move |()| {
            dispatch.emit(Msg::List(list::Msg::Fork(home.clone(), key.ws.clone(), key.url.clone())));
        })
    };
    let rename = {
        let is_renaming = is_renaming.clone();
        Callback::from(move |()| is_renaming.set(true))
    };
    let state = match (is_saving, is_dirty) {
        (true, _) => "Saving…",
        (_, true) => "Edited, not saved",
        _ => "",
    };
    html! {
        <div class="fd-workflow__head">
            <div class="fd-workflow__title">
                <Link to={Route::Workflows { ws: key.ws.clone() }} class="fd-crumb">{ workspace }</Link>
                <span class="fd-dim" aria-hidden="true">{ "/" }</span>
                <h1 class="fd-cut" dir="auto">{ &name }</h1>
                if let Some(version) = version { { pill(format!("v{version}"), None) } }
                if errors > 0 {
                    { pill(if errors == 1 { String::from("1 error") } else { format!("{errors} errors") }, Some(Tone::Bad)) }
                }
                <span class="fd-workflow__state" role="status">{ state }</span>
            </div>
            { views(props, has_versions) }
            <div class="fd-workflow__actions">
                if may_edit {
                    <Button label="Save" glyph={Glyph::Save} weight={Weight::Primary} disabled={!is_dirty} busy={is_saving}
                        hint="Ctrl+S" onclick={save} />
                } else {
                    <Button label="Fork" glyph={Glyph::GitFork} weight={Weight::Primary} onclick={fork.reform(|_: MouseEvent| ())} />
                }
                <Actions key_of={key.clone()} {may_edit} {rename} {fork} />
            </div>
            if *is_renaming { <Rename key_of={key} {name} onclose={Callback::from(move |()| is_renaming.set(false))} /> }
        </div>
    }
}

/// Ctrl+S saves while the page is open, wherever the focus is.
#[hook]
fn use_save_key(key: &Key, may_edit: bool) {
    let dispatch = use_dispatch();
    use_effect_with((key.clone(), may_edit), move |(key, may_edit)| {
        let (key, may_edit) = (key.clone(), *may_edit);
        let listener = dom::document().and_then(|page| {
            Listener::new(&page, "keydown", move |event| {
                let Some(event) = event.dyn_ref::<KeyboardEvent>() else { return };
                if (event.ctrl_key() || event.meta_key()) && event.key().eq_ignore_ascii_case("s") {
                    event.prevent_default();
                    if may_edit {
                        dispatch.emit(Msg::Document(document::Msg::Save(key.clone())));
                    }
                }
            })
        });
        move || drop(listener)
    });
}

/// The links between the views.
fn views(props: &HeaderProps, has_versions: bool) -> Html {
    let Key { ws, url } = props.key_of.clone();
    let views = [
        (View::Graph, "Graph", Glyph::Workflow, Route::Workflow { ws: ws.clone(), url: url.clone() }),
        (View::Json, "JSON", Glyph::Code, Route::Edit { ws: ws.clone(), url: url.clone() }),
        (View::Versions, "Versions", Glyph::History, Route::Versions { ws: ws.clone(), url: url.clone() }),
        (View::Run, "Run", Glyph::Play, Route::Run { ws, url }),
    ];
    html! {
        <nav class="fd-tabs" aria-label="Views of this workflow">
            { for views.into_iter().filter(|(view, ..)| has_versions || *view != View::Versions).map(|(view, label, glyph, route)| {
                let is_here = view == props.view;
                html! {
                    <Link key={label} to={route} {is_here} class={classes!("fd-tab", is_here.then_some("is-chosen"))}>
                        { icon(glyph, 16) }<span>{ label }</span>
                    </Link>
                }
            }) }
        </nav>
    }
}

#[derive(Clone, Debug, PartialEq, Properties)]
struct ActionsProps {
    key_of: Key,
    may_edit: bool,
    rename: Callback<()>,
    fork: Callback<()>,
}

/// The rarer actions.
#[component]
fn Actions(props: &ActionsProps) -> Html {
    let dispatch = use_dispatch();
    let app = use_app();
    let key = props.key_of.clone();
    let item = |label: &'static str, glyph: Glyph, danger: bool, run: Callback<()>| MenuItem {
        label: label.into(),
        glyph,
        danger,
        run,
    };
    let download = {
        let (dispatch, key) = (dispatch.clone(), key.clone());
        Callback::from(move |()| {
            let text = app.store().read(|model| model.documents.get(&key).map(document::Document::text));
            if let Some(text) = text {
                let effect = Effect::Download(format!("{}.json", key.url), "application/json", text);
                dispatch.emit(Msg::Do(effect));
            }
        })
    };
    let embed = {
        let (dispatch, route) = (dispatch.clone(), Route::Embed { ws: key.ws.clone(), url: key.url.clone() });
        Callback::from(move |()| dispatch.emit(Msg::Do(Effect::Go(route.clone()))))
    };
    let is_published = use_selector(|model| matches!(model.config.mode, Mode::Local | Mode::Gateway));
    let mut items = vec![
        item("Fork", Glyph::GitFork, false, props.fork.clone()),
        item("Download JSON", Glyph::Download, false, download),
    ];
    if is_published {
        items.insert(0, item("Embed", Glyph::Code, false, embed));
    }
    if props.may_edit {
        let revert = {
            let (dispatch, key) = (dispatch.clone(), key.clone());
            Callback::from(move |()| dispatch.emit(Msg::Document(document::Msg::Revert(key.clone()))))
        };
        let delete = {
            let (dispatch, key) = (dispatch, key);
            Callback::from(move |()| {
                dispatch.emit(Msg::List(list::Msg::Delete(key.ws.clone(), vec![key.url.clone()])));
            })
        };
        items.insert(0, item("Rename", Glyph::Pencil, false, props.rename.clone()));
        items.push(item("Revert changes", Glyph::Undo2, false, revert));
        items.push(item("Move to Trash", Glyph::Trash2, true, delete));
    }
    html! { <Menu label="More actions" {items} /> }
}
