//! A link to a page of the app: a real one, so that it opens in a new tab, is copied and read out as such; a plain
//! click stays in the app.
use crate::route::Route;
use crate::store::{App, use_app};
use yew::prelude::*;

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

/// What a click on a link to `to` does: with a modifier the browser's own, else the page opens in the app.
pub fn follow(app: App, to: Route) -> Callback<MouseEvent> {
    Callback::from(move |event: MouseEvent| {
        if !(event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key()) {
            event.prevent_default();
            app.open(&to);
        }
    })
}

/// A link.
#[component]
pub fn Link(props: &LinkProps) -> Html {
    let app = use_app();
    let href = app.address(&props.to);
    let onclick = follow(app, props.to.clone());
    html! {
        <a class={props.class.clone()} {href} {onclick} title={props.title.clone()}
            aria-current={props.is_here.then_some("page")}>
            { props.children.clone() }
        </a>
    }
}
