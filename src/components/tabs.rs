//! Tabs: one of several views of the same thing, chosen by arrow keys or click.
use super::icon::{Glyph, icon};
use yew::prelude::*;

/// One tab.
#[derive(Clone, Debug, PartialEq)]
pub struct Tab {
    /// Its key; the panel has the id `panel-{key}`.
    pub key: &'static str,
    /// Its name.
    pub label: AttrValue,
    /// Its icon.
    pub glyph: Option<Glyph>,
    /// A count beside the name, where there is one.
    pub count: Option<usize>,
}

/// A row of tabs.
#[derive(Clone, Debug)]
pub struct Tabs<'a> {
    /// What the tabs choose among.
    pub label: &'static str,
    /// The tabs.
    pub tabs: &'a [Tab],
    /// The key of the chosen one.
    pub chosen: &'static str,
    /// Called with the key of another one.
    pub onchoose: Callback<&'static str>,
}

/// Shows a row of tabs.
pub fn tabs(props: &Tabs<'_>) -> Html {
    let onkeydown = {
        let keys: Vec<&'static str> = props.tabs.iter().map(|tab| tab.key).collect();
        let (chosen, onchoose) = (props.chosen, props.onchoose.clone());
        Callback::from(move |event: KeyboardEvent| {
            let count = keys.len();
            let at = keys.iter().position(|key| *key == chosen).unwrap_or(0);
            let to = match event.key().as_str() {
                "ArrowRight" => (at + 1) % count.max(1),
                "ArrowLeft" => (at + count.max(1) - 1) % count.max(1),
                "Home" => 0,
                "End" => count.saturating_sub(1),
                _ => return,
            };
            event.prevent_default();
            if let Some(key) = keys.get(to) {
                onchoose.emit(key);
                crate::browser::dom::focus_near(&event, &format!("#tab-{key}"));
            }
        })
    };
    html! {
        <div class="fd-tabs" role="tablist" aria-label={props.label} {onkeydown}>
            { for props.tabs.iter().map(|tab| {
                let is_chosen = tab.key == props.chosen;
                let (key, onchoose) = (tab.key, props.onchoose.clone());
                html! {
                    <button type="button" key={tab.key} role="tab" id={format!("tab-{}", tab.key)}
                        class={classes!("fd-tab", is_chosen.then_some("is-chosen"))}
                        aria-selected={if is_chosen { "true" } else { "false" }}
                        aria-controls={is_chosen.then(|| format!("panel-{key}"))}
                        tabindex={if is_chosen { "0" } else { "-1" }}
                        onclick={Callback::from(move |_| onchoose.emit(key))}>
                        if let Some(glyph) = tab.glyph { { icon(glyph, 16) } }
                        <span>{ tab.label.clone() }</span>
                        if let Some(count) = tab.count { <span class="fd-tab__count">{ count }</span> }
                    </button>
                }
            }) }
        </div>
    }
}
