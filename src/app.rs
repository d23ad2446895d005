//! The app's root: configuration, store, router, and the frame around every page.
mod boot;
mod frame;
mod toasts;

pub use boot::start;

use crate::browser::{history, theme, unload};
use crate::components::link::Navigator;
use crate::pages;
use crate::route::Route;
use crate::store::config::Mode;
use crate::store::{App, Msg, connect, session, settings, use_selector};
use frame::Frame;
use yew::prelude::*;

/// Properties of [`Root`].
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct RootProps {
    /// The app's handle.
    pub app: App,
}

/// The root component: provides the handle, watches the browser, routes.
#[component]
pub fn Root(props: &RootProps) -> Html {
    let app = props.app.clone();
    use_effect_with(app.clone(), |app| {
        let followed = app.clone();
        let history = history::watch(move || followed.follow_address());
        app.follow_address();
        app.dispatch(Msg::Session(session::Msg::Start));
        let watchers = boot::watch(app);
        let guarded = app.clone();
        let guard = unload::guard(move || guarded.store().read(|model| model.documents.any_dirty()));
        let themed = app.clone();
        let theme = theme::watch_system(move |dark| {
            themed.dispatch(Msg::Settings(settings::Msg::System(dark)));
        });
        let left = app.clone();
        let is_direct = app.store().read(|model| model.config.mode == Mode::Direct);
        let hidden = is_direct
            .then(|| unload::watch_hidden(move || left.dispatch(Msg::Connect(connect::Msg::PageHidden))));
        move || drop((watchers, guard, theme, history, hidden))
    });
    let navigator = (*use_memo(app.clone(), navigator)).clone();
    html! {
        <ContextProvider<App> context={app}>
            <ContextProvider<Navigator> context={navigator}><Frame><Page /></Frame></ContextProvider<Navigator>>
        </ContextProvider<App>>
    }
}

/// How links find and open the app's pages.
fn navigator(app: &App) -> Navigator {
    let (addressed, opened) = (app.clone(), app.clone());
    Navigator {
        address: Callback::from(move |route: Route| addressed.link(&route)),
        open: Callback::from(move |route: Route| opened.open(&route)),
    }
}

/// The page of the present route.
#[component]
fn Page() -> Html {
    let is_locked = use_selector(crate::store::Model::is_locked);
    let home = use_selector(|model| model.config.workspace.clone());
    match use_selector(|model| model.route.clone()) {
        Some(_) if is_locked => html! { <pages::connect::ConnectPage /> },
        Some(route) => page(route, home),
        // For the moment before the first message is handled.
        None => Html::default(),
    }
}

fn page(route: Route, home: String) -> Html {
    match route {
        Route::Home => html! { <pages::workflows::WorkflowsPage ws={home} /> },
        Route::Workflows { ws } => html! { <pages::workflows::WorkflowsPage {ws} /> },
        Route::Workflow { ws, url } => {
            html! { <pages::workflow::WorkflowPage {ws} {url} view={pages::workflow::View::Graph} /> }
        }
        Route::Edit { ws, url } => {
            html! { <pages::workflow::WorkflowPage {ws} {url} view={pages::workflow::View::Json} /> }
        }
        Route::Versions { ws, url } => {
            html! { <pages::workflow::WorkflowPage {ws} {url} view={pages::workflow::View::Versions} /> }
        }
        Route::Run { ws, url } => {
            html! { <pages::workflow::WorkflowPage {ws} {url} view={pages::workflow::View::Run} /> }
        }
        Route::Embed { ws, url } => {
            html! { <pages::workflow::WorkflowPage {ws} {url} view={pages::workflow::View::Embed} /> }
        }
        Route::Trash => html! { <pages::trash::TrashPage /> },
        Route::Settings => html! { <pages::settings::SettingsPage /> },
        Route::NotFound => pages::not_found::page(),
    }
}
