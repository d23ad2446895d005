//! An address that leads nowhere.
use crate::components::empty::failed_page;
use crate::components::icon::Glyph;
use crate::components::link::Link;
use crate::route::Route;
use yew::prelude::*;

/// “No such page.”
pub fn page() -> Html {
    failed_page(
        Glyph::Search,
        "There is no such page",
        "The address may be mistyped, or the page has moved.",
        html! { <Link to={Route::Home} class="fd-button fd-button--primary">{ "Go to the workflows" }</Link> },
    )
}
