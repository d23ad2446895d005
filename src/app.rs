//! The app's root: configuration, store, router, and the frame around every page.
mod boot;
mod frame;
mod toasts;

pub use boot::start;

use crate::browser::{location, theme, unload};
use crate::pages;
use crate::route::Route;
use crate::store::config::Routing;
use crate::store::{App, Msg, session, settings};
use frame::Frame;
use yew::prelude::*;
use yew_router::prelude::*;

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
        app.dispatch(Msg::Session(session::Msg::Start));
        let watchers = boot::watch(app);
        let guarded = app.clone();
        let guard = unload::guard(move || guarded.store().read(|model| model.documents.any_dirty()));
        let themed = app.clone();
        let theme = theme::watch_system(move |dark| {
            themed.dispatch(Msg::Settings(settings::Msg::System(dark)));
        });
        move || drop((watchers, guard, theme))
    });
    let content = html! { <Bridge><Frame><Switch<Route> render={page} /></Frame></Bridge> };
    let router = match app.store().read(|model| model.config.routing) {
        Routing::Path => {
            let basename = AttrValue::from(location::basename().unwrap_or_default());
            html! { <BrowserRouter {basename}>{ content }</BrowserRouter> }
        }
        Routing::Hash => html! { <HashRouter>{ content }</HashRouter> },
    };
    html! { <ContextProvider<App> context={app}>{ router }</ContextProvider<App>> }
}

/// Properties of [`Bridge`].
#[derive(Clone, Debug, PartialEq, Properties)]
struct BridgeProps {
    children: Html,
}

/// Between router and store: tells the store which page is open, lets effects open pages.
#[component]
fn Bridge(props: &BridgeProps) -> Html {
    let app = crate::store::use_app();
    let navigator = use_navigator();
    let route = use_route::<Route>();
    if let Some(navigator) = navigator {
        app.set_navigator(navigator);
    }
    use_effect_with((app, route), |(app, route)| {
        app.dispatch(Msg::Entered(route.clone().unwrap_or(Route::NotFound)));
    });
    props.children.clone()
}

fn page(route: Route) -> Html {
    match route {
        Route::Home => html! { <pages::workflows::HomePage /> },
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
        Route::Trash => html! { <pages::trash::TrashPage /> },
        Route::Settings => html! { <pages::settings::SettingsPage /> },
        Route::NotFound => html! { <pages::not_found::NotFoundPage /> },
    }
}
