//! Controls of an object with fields of its own, and of a value that is given in one of several ways.
use super::act::Act;
use super::note;
use super::simple::select;
use super::spot::{Spot, start};
use flowdeck_editor::form::{Part, Variant, Widget};
use flowdeck_spec::Node;
use yew::prelude::*;

/// More letters than these beside each other do not fit in a panel.
const WIDEST: usize = 34;

/// An object: its fields one below the other.
pub(super) fn model(spot: &Spot<'_>, tag: Option<&str>, fields: &[Part]) -> Html {
    if !matches!(spot.value(), Some(Node::Object(_))) {
        let made = Widget::Model { tag: tag.map(Into::into), parts: fields.to_vec() };
        let blank = match tag {
            Some(tag) => super::many::object_of("type".into(), Node::string(tag)),
            None => Node::Object(std::rc::Rc::default()),
        };
        let start =
            spot.default.filter(|node| made.fits(node)).cloned().or_else(|| made.sample()).unwrap_or(blank);
        return spot.button("Set".into(), Act::Set(spot.at.into(), Some(start)));
    }
    html! { <div class="fd-inner" role="group" aria-label={String::from(spot.name)}>{ parts(spot, fields) }</div> }
}

/// Fields of the object at a place, each with its label.
pub(super) fn parts(spot: &Spot<'_>, fields: &[Part]) -> Html {
    fields
        .iter()
        .map(|part| {
            let at = spot.inner(&part.name);
            let inner =
                Spot { at: &at, name: &part.label, slot: &part.slot, default: part.default.as_ref(), ..*spot };
            html! {
                <div class="fd-prop" key={&*part.name}>
                    <div class="fd-prop__head" title={part.help.as_deref().map(String::from)}>
                        <span class="fd-prop__label">{ &part.label }</span>
                        <span class="fd-field__note fd-cut">{ note::of(&spot.row.tools.catalogue, part) }</span>
                    </div>
                    { inner.show() }
                </div>
            }
        })
        .collect()
}

/// One of several ways: which, and its control.
pub(super) fn variants(spot: &Spot<'_>, widget: &Widget, variants: &[Variant]) -> Html {
    let shown = spot.value().or(spot.default).filter(|node| **node != Node::Null);
    let chosen = spot.row.local.borrow().ways.get(spot.at).copied();
    // What was chosen counts while what is there can be that too: a text may look like any of them.
    let fitting = chosen.filter(|way| {
        let variant = variants.get(*way);
        variant.is_some_and(|variant| spot.value().is_none_or(|node| variant.widget.fits(node)))
    });
    let way = fitting.or_else(|| shown.and_then(|node| widget.variant(node))).unwrap_or(0);
    let Some(variant) = variants.get(way) else { return Html::default() };
    let turn = |to: usize| {
        let begin = variants.get(to).and_then(|variant| turned(spot, &variant.widget));
        Act::Way(spot.at.into(), way, to, begin)
    };
    let letters: usize = variants.iter().map(|variant| variant.label.len() + 3).sum();
    let switch = if letters <= WIDEST {
        html! {
            <div class="fd-segments" role="group" aria-label={["Kind of ", spot.name].concat()}>
                { for variants.iter().enumerate().map(|(index, variant)| html! {
                    <button type="button" key={index} aria-pressed={if index == way { "true" } else { "false" }}
                        disabled={spot.locked()} onclick={spot.row.click(turn(index))}>{ &variant.label }</button>
                }) }
            </div>
        }
    } else {
        let options: Vec<_> = variants
            .iter()
            .enumerate()
            .map(|(index, variant)| (index.to_string(), variant.label.clone(), index == way))
            .collect();
        let turns: Vec<Act> = (0..variants.len()).map(turn).collect();
        let id = [&*spot.id(), "-way"].concat();
        select(spot, id, Some(["Kind of ", spot.name].concat()), &options, move |row, text| {
            if let Some(act) = text.parse().ok().and_then(|index: usize| turns.get(index)) {
                row.act(act);
            }
        })
    };
    html! { <div class="fd-ways">{ switch }{ spot.widget(&variant.widget) }</div> }
}

/// What another way begins with: the same value in that way, where it has one.
fn turned(spot: &Spot<'_>, to: &Widget) -> Option<Node> {
    let now = spot.value()?;
    let read = match to {
        Widget::Text { .. } | Widget::Number { .. } | Widget::Classes => {
            to.read("", &to.show(now)).ok().filter(|node| to.fits(node))
        }
        Widget::Json => Some(now.clone()),
        _ => None,
    };
    read.or_else(|| start(to))
}
