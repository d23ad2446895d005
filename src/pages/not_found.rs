//! An address that leads nowhere.
use crate::components::empty::Empty;
use crate::components::icon::Glyph;
use crate::components::link::Link;
use crate::route::Route;
use yew::prelude::*;

/// “No such page.”
#[component]
pub fn NotFoundPage() -> Html {
    html! {
        <Empty glyph={Glyph::Search} title="There is no such page" text="The address may be mistyped, or the page has moved.">
            <Link to={Route::Home} class="fd-button fd-button--primary">{ "Go to the workflows" }</Link>
        </Empty>
    }
}
