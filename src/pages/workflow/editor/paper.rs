//! The panel for what is no entry of the workflow: a note, or several things at once.
use super::desk::Desk;
use crate::browser::dom;
use crate::components::button::{Button, Weight};
use crate::components::editor::keys;
use crate::components::icon::Glyph;
use flowdeck_editor::drawing::Note;
use flowdeck_editor::item::Item;
use flowdeck_editor::item::Section;
use flowdeck_editor::scene::Tint;
use flowdeck_editor::shortcut::Id;
use yew::prelude::*;

/// A selected note: its words, and the colour of its paper.
pub(super) fn note(desk: &Desk, note: &Note, may_edit: bool) -> Html {
    let tint = Tint::of(&note.color);
    let swatch = |(own, word): (Tint, &'static str)| {
        let (desk, id) = (desk.clone(), note.id.clone());
        let onclick = Callback::from(move |_: MouseEvent| desk.edit_note(&id, None, None, Some(word)));
        html! {
            <button type="button" key={word} class={classes!("fd-swatch", format!("is-{word}"))} aria-label={word} title={word}
                aria-pressed={if own == tint { "true" } else { "false" }} {onclick} />
        }
    };
    html! {
        <section class="fd-side__part">
            <h2>{ "Note" }</h2>
            if note.text.is_empty() { <p class="fd-dim">{ "Nothing is written on it yet." }</p> }
            <p class="fd-note__text">{ &note.text }</p>
            if may_edit {
                <div class="fd-row" role="group" aria-label="Colour">{ for Tint::ALL.into_iter().map(swatch) }</div>
                <div class="fd-row">{ button(desk, Id::Rename, "Edit the text", Glyph::Pencil) }{ button(desk, Id::Delete, "Delete", Glyph::Trash2) }</div>
            }
            <p class="fd-dim">{ "A note is for people: it is kept with the drawing and changes nothing that runs." }</p>
        </section>
    }
}

/// Several selected things: what can be done with them together.
pub(super) fn several(desk: &Desk, items: &[Item], may_edit: bool) -> Html {
    let all: usize = desk.document().map_or(0, |document| {
        let entries = Section::ALL.iter().map(|section| section.entries(&document.specification).len());
        entries.sum::<usize>() + document.drawing.notes().len()
    });
    let row = |label: &'static str, ids: &[(Id, &'static str)]| {
        let buttons = ids.iter().map(|(id, label)| {
            let (desk, id) = (desk.clone(), *id);
            let reason = desk.reason(id);
            let hint = reason.clone().unwrap_or_else(|| keys::title(id).into());
            let onclick = Callback::from(move |_: MouseEvent| desk.choose(id));
            html! { <Button key={*label} label={*label} {hint} disabled={reason.is_some()} weight={Weight::Normal} {onclick} /> }
        });
        html! {
            <>
                <h3>{ label }</h3>
                <div class="fd-row" role="group" aria-label={label}>{ for buttons }</div>
            </>
        }
    };
    html! {
        <section class="fd-side__part">
            <h2>{ items.len() }{ " of " }{ all }{ " selected" }</h2>
            if may_edit {
                <div class="fd-row">
                    { button(desk, Id::Duplicate, "Duplicate", Glyph::Copy) }
                    { button(desk, Id::Group, "Group", Glyph::Box) }
                    { button(desk, Id::Delete, "Delete", Glyph::Trash2) }
                </div>
                { row("Align", &[(Id::AlignLeft, "Left"), (Id::AlignCentre, "Centre"), (Id::AlignRight, "Right"),
                    (Id::AlignTop, "Top"), (Id::AlignMiddle, "Middle"), (Id::AlignBottom, "Bottom")]) }
                { row("Space evenly", &[(Id::SpreadAcross, "Across"), (Id::SpreadDown, "Down")]) }
            }
        </section>
    }
}

fn button(desk: &Desk, id: Id, label: &'static str, glyph: Glyph) -> Html {
    let desk = desk.clone();
    let onclick = Callback::from(move |_: MouseEvent| desk.choose(id));
    html! { <Button {label} {glyph} hint={keys::shown(id, dom::is_mac())} {onclick} /> }
}
