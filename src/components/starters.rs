//! The starters: workflows to begin with. They are files beside the app that are fetched when somebody looks at them.
use crate::browser::assets;
use crate::components::button::Button;
use crate::components::icon::Glyph;
use crate::components::notice::{Tone, notice};
use crate::components::radio_card::{RadioCard, radio_card};
use crate::components::skeleton::skeleton_rows;
use flowdeck_client::Error;
use flowdeck_spec::{Node, config};
use std::rc::Rc;
use yew::prelude::*;

/// The folder of the starters, relative to `<base href>`.
const FOLDER: &str = "templates/";
/// The list of them in the folder, as a slug.
const INDEX: &str = "index";
/// The starter that most people can use.
pub const EASIEST: &str = "detect-and-count";
/// The tag of those to begin with; it is an order, and not shown.
const FIRST: &str = "start";

/// The text of a starter, by its slug.
///
/// # Errors
/// It could not be fetched.
pub async fn definition(slug: &str) -> Result<Rc<str>, Error> {
    let mut path = String::from(FOLDER);
    path.push_str(slug);
    path.push_str(".json");
    Ok(String::from_utf8_lossy(&assets::fetch(&path).await?).into())
}

/// All starters, those to begin with first.
async fn all() -> Result<Rc<Vec<RadioCard>>, Error> {
    let text = definition(INDEX).await?;
    let list = config::read(&text)
        .map_err(|error| Error::Decode { call: "list the starters", detail: error.to_string() })?;
    Ok(Rc::new(read(&list)))
}

fn read(list: &Node) -> Vec<RadioCard> {
    let text = |node: &Node| node.as_str().map(|text| AttrValue::from(text.into_owned()));
    let (mut first, mut others) = (Vec::new(), Vec::new());
    for entry in list.items() {
        let of = |name: &str| entry.get(name).and_then(text);
        let (Some(slug), Some(name), Some(about)) = (of("slug"), of("name"), of("about")) else { continue };
        let mut tags: Vec<AttrValue> =
            entry.get("tags").map_or(&[][..], Node::items).iter().filter_map(text).collect();
        let all = tags.len();
        tags.retain(|tag| &**tag != FIRST);
        let into = if tags.len() < all { &mut first } else { &mut others };
        into.push(RadioCard { key: slug, name, about, tags });
    }
    first.append(&mut others);
    first
}

/// Properties of [`Starters`].
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct StartersProps {
    /// The name of the group of radio buttons.
    pub group: &'static str,
    /// The slug of the chosen one.
    pub chosen: AttrValue,
    /// Called with the one that was chosen.
    pub onchoose: Callback<RadioCard>,
}

/// A card for each starter; a place for it while they come, and a way to try again where they do not.
#[component]
pub fn Starters(props: &StartersProps) -> Html {
    let found = use_state(|| None::<Result<Rc<Vec<RadioCard>>, Error>>);
    let tries = use_state_eq(|| 0_u32);
    use_effect_with(*tries, {
        let (found, chosen, onchoose) = (found.clone(), props.chosen.clone(), props.onchoose.clone());
        move |_| {
            wasm_bindgen_futures::spawn_local(async move {
                let starters = all().await;
                // One that was chosen before anything was known of it.
                if let Some(one) = starters.iter().flat_map(|all| all.iter()).find(|one| one.key == chosen) {
                    onchoose.emit(one.clone());
                }
                found.set(Some(starters));
            });
        }
    });
    match &*found {
        None => html! { <div class="fd-start__wide">{ skeleton_rows(6, "Loading the starters") }</div> },
        Some(Ok(starters)) => {
            starters.iter().map(|one| radio_card(props.group, one, &props.chosen, &props.onchoose)).collect()
        }
        Some(Err(error)) => {
            let again = {
                let found = found.clone();
                Callback::from(move |_: MouseEvent| {
                    found.set(None);
                    tries.set(*tries + 1);
                })
            };
            let mut why = String::from("The starters could not be loaded: ");
            why.push_str(&error.to_string());
            html! {
                <div class="fd-start__wide">
                    { notice(Tone::Bad, why, html! { <Button label="Try again" glyph={Glyph::RotateCcw} onclick={again} /> }) }
                </div>
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::read;
    use flowdeck_spec::config;

    #[test]
    fn those_to_begin_with_come_first_and_what_is_no_starter_is_left_out() {
        let text = r#"[{"slug":"b","name":"B","about":"b.","tags":["x"]}, {"name":"no slug"},
            {"slug":"a","name":"A","about":"a.","tags":["detect","start"]}, {"slug":"c","name":"C","about":"c."}]"#;
        let starters = read(&config::read(text).unwrap());
        let shown: Vec<String> =
            starters.iter().map(|one| format!("{} {}", one.key, one.tags.join(" "))).collect();
        assert_eq!(shown, ["a detect", "b x", "c "]);
    }
}
