//! A link to a page of the app: a real one, so that it opens in a new tab, is copied and read out as such; a plain
//! click stays in the app.
use crate::route::Route;
use yew::prelude::*;

/// How links find their addresses and open their pages. The app provides one to everything below it.
#[derive(Clone, Debug, PartialEq)]
pub struct Navigator {
    /// The address of a page, as the browser shows it.
    pub address: Callback<Route, String>,
    /// Opens a page, with an entry in the history.
    pub open: Callback<Route>,
}

/// Properties of [`Link`].
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct LinkProps {
    /// Where it leads.
    pub to: Route,
    /// Its classes.
    #[prop_or_default]
    pub class: Classes,
    /// Whether it leads to the page that is shown.
    #[prop_or_default]
    pub is_here: bool,
    /// A tooltip.
    #[prop_or_default]
    pub title: Option<AttrValue>,
    /// What it shows.
    pub children: Html,
}

/// The address of a page, and what a click on a link to it does: with a modifier the browser's own, else the page
/// opens in the app. Without a provider there is nowhere to go: the link leads to itself.
#[hook]
pub fn use_link(to: Route) -> (Option<String>, Callback<MouseEvent>) {
    let navigator = use_context::<Navigator>();
    let href = navigator.as_ref().map(|navigator| navigator.address.emit(to.clone()));
    let onclick = Callback::from(move |event: MouseEvent| {
        let is_plain = !(event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key());
        if let Some(navigator) = navigator.as_ref().filter(|_| is_plain) {
            event.prevent_default();
            navigator.open.emit(to.clone());
        }
    });
    (href, onclick)
}

/// A link.
#[component]
pub fn Link(props: &LinkProps) -> Html {
    let (href, onclick) = use_link(props.to.clone());
    html! {
        <a class={props.class.clone()} {href} {onclick} title={props.title.clone()}
            aria-current={props.is_here.then_some("page")}>
            { props.children.clone() }
        </a>
    }
}
