//! A choice of one of several where each needs more than a word: a radio button as a card.
use yew::prelude::*;

/// What a card says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RadioCard {
    /// What it is told by.
    pub key: AttrValue,
    /// Its name for people.
    pub name: AttrValue,
    /// What comes of it, in one sentence.
    pub about: AttrValue,
    /// What it is about, in words.
    pub tags: Vec<AttrValue>,
}

impl RadioCard {
    /// A card without tags.
    #[must_use]
    pub const fn new(key: &'static str, name: &'static str, about: &'static str) -> Self {
        Self {
            key: AttrValue::Static(key),
            name: AttrValue::Static(name),
            about: AttrValue::Static(about),
            tags: Vec::new(),
        }
    }
}

/// A card that chooses one of several: a radio button of the group, with more words.
pub fn radio_card(
    group: &'static str,
    card: &RadioCard,
    chosen: &AttrValue,
    onchoose: &Callback<RadioCard>,
) -> Html {
    let onchange = {
        let card = card.clone();
        onchoose.reform(move |_: Event| card.clone())
    };
    html! {
        <label key={&*card.key} class="fd-start">
            <input type="radio" name={group} checked={card.key == *chosen} {onchange} aria-label={card.name.clone()}
                aria-describedby={about_id(&card.key)} />
            <span class="fd-start__name">{ &card.name }</span>
            <span class="fd-start__about" id={about_id(&card.key)}>{ &card.about }</span>
            if !card.tags.is_empty() {
                <span class="fd-start__tags">{ for card.tags.iter().map(|tag| html! { <span class="fd-chip">{ tag }</span> }) }</span>
            }
        </label>
    }
}

fn about_id(key: &str) -> String {
    let mut id = String::from("start-");
    id.push_str(key);
    id
}
