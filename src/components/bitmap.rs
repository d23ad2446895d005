//! A picture that came from a worker, as an element with a name.
use crate::browser::preview::Picture;
use yew::prelude::*;

/// Properties of [`Bitmap`].
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct BitmapProps {
    /// The picture.
    pub picture: Picture,
    /// What it shows, for those who do not see it.
    pub label: AttrValue,
}

/// The picture, drawn again when it is another.
#[component]
pub fn Bitmap(props: &BitmapProps) -> Html {
    let place = use_node_ref();
    use_effect_with((place.clone(), props.picture.clone()), |(place, picture)| picture.draw_on(place));
    html! { <canvas ref={place} class="fd-bitmap" role="img" aria-label={props.label.clone()} /> }
}
