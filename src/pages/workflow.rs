//! One workflow: its header, and one of its views.
mod details;
mod edit;
mod editor;
mod embed;
mod header;
mod rename;

use crate::components::button::Button;
use crate::components::empty::failed_page;
use crate::components::icon::Glyph;
use crate::components::link::Link;
use crate::components::notice::{Tone, notice};
use crate::components::skeleton::skeleton_rows;
use crate::pages::{run::RunView, versions::VersionsView};
use crate::route::Route;
use crate::store::document::{self, Status};
use crate::store::{Key, Msg, use_dispatch, use_selector};
use header::Header;
use yew::prelude::*;

/// Which view.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum View {
    /// The drawing, with details.
    Graph,
    /// The definition as text.
    Json,
    /// The versions.
    Versions,
    /// The run form and its results.
    Run,
    /// Who may run it from their own pages.
    Embed,
}

/// Properties of [`WorkflowPage`].
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct WorkflowPageProps {
    /// The workspace's slug.
    pub ws: String,
    /// The workflow's slug.
    pub url: String,
    /// The view.
    pub view: View,
}

/// A workflow's page.
#[component]
pub fn WorkflowPage(props: &WorkflowPageProps) -> Html {
    let key = Key::new(&props.ws, &props.url);
    let dispatch = use_dispatch();
    let status = use_selector({
        let key = key.clone();
        move |model: &crate::store::Model| model.documents.get(&key).map(|document| document.status.clone())
    });
    let retry = {
        let (dispatch, key) = (dispatch, key.clone());
        Callback::from(move |_: MouseEvent| dispatch.emit(Msg::Document(document::Msg::Reload(key.clone()))))
    };
    match status {
        Some(Status::Ready) => html! {
            <div class="fd-workflow">
                <Header key_of={key.clone()} view={props.view} />
                <Banner key_of={key.clone()} />
                { match props.view {
                    View::Graph => html! { <editor::EditorView key_of={key} /> },
                    View::Json => html! { <edit::EditView key_of={key} /> },
                    View::Versions => html! { <VersionsView key_of={key} /> },
                    View::Run => html! { <RunView key_of={key} /> },
                    View::Embed => html! { <embed::EmbedView key_of={key} /> },
                } }
            </div>
        },
        Some(Status::Failed(error)) => failed_page(
            Glyph::CircleAlert,
            format!("“{}” cannot be shown", props.url),
            error.to_string(),
            html! { <>
                if error.is_missing() {
                    <Link to={Route::Trash} class="fd-button fd-button--normal">{ "Look in the Trash" }</Link>
                    <Link to={Route::Home} class="fd-button fd-button--normal">{ "Go to the workflows" }</Link>
                } else {
                    <Button label="Try again" glyph={Glyph::RotateCcw} onclick={retry} />
                }
            </> },
        ),
        Some(Status::Loading) | None => skeleton_rows(5, "Loading the workflow"),
    }
}

/// Properties of parts of the page.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct PartProps {
    /// The workflow.
    pub key_of: Key,
}

/// What stands against a save: a conflict, or a failure.
#[component]
fn Banner(props: &PartProps) -> Html {
    let key = props.key_of.clone();
    let dispatch = use_dispatch();
    let (conflict, failure) = use_selector({
        let key = key.clone();
        move |model: &crate::store::Model| {
            let document = model.documents.get(&key);
            (document.and_then(|one| one.conflict.clone()), document.and_then(|one| one.failure.clone()))
        }
    });
    let send = |make: fn(Key) -> document::Msg| {
        let (dispatch, key) = (dispatch.clone(), key.clone());
        Callback::from(move |_: MouseEvent| dispatch.emit(Msg::Document(make(key.clone()))))
    };
    if conflict.is_some() {
        return notice(
            Tone::Warn,
            "Changed elsewhere: somebody saved this workflow after you opened it. Your text is still here, theirs is stored.",
            html! { <>
                <Button label="Save mine over theirs" onclick={send(document::Msg::KeepMine)} />
                <Button label="Take theirs" onclick={send(document::Msg::TakeTheirs)} />
            </> },
        );
    }
    match failure {
        Some(error) => notice(
            Tone::Bad,
            format!("Not saved: {error}"),
            html! { <Button label="Save again" onclick={send(document::Msg::Save)} /> },
        ),
        None => Html::default(),
    }
}
