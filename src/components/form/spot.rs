//! One place for a value: by its own widget, by a selector, or as JSON where neither shows what is there.
use super::act::{Act, Row};
use super::{chain, colour, combo, condition, drawn, json, many, map, object, simple};
use crate::components::icon::{Glyph, icon};
use flowdeck_editor::form::{Holds, Slot, Widget};
use flowdeck_spec::Node;
use std::rc::Rc;
use yew::prelude::*;

/// A place for a value, within a field.
#[derive(Clone, Copy)]
pub(super) struct Spot<'a> {
    pub(super) row: &'a Rc<Row>,
    /// Its JSON pointer within the property's value.
    pub(super) at: &'a str,
    /// Its name for people.
    pub(super) name: &'a str,
    pub(super) slot: &'a Slot,
    pub(super) default: Option<&'a Node>,
    /// It is the only control of its field, so the field's label names it.
    pub(super) is_labelled: bool,
}

impl Spot<'_> {
    pub(super) fn value(&self) -> Option<&Node> {
        self.row.at(self.at)
    }

    pub(super) fn id(&self) -> String {
        self.row.id_of(self.at)
    }

    /// The accessible name, where no label stands before the control.
    pub(super) fn aria(&self) -> Option<String> {
        let is_named = self.at.is_empty() && self.is_labelled;
        (!is_named).then(|| self.name.into())
    }

    /// What describes the control.
    pub(super) fn described(&self) -> String {
        let (row, own) = (&*self.row.id, self.id());
        let why = if self.at.is_empty() { ["", ""] } else { [&*own, "-why "] };
        [why[0], why[1], row, "-hint ", row, "-problem"].concat()
    }

    /// Whether something is wrong here.
    pub(super) fn is_wrong(&self) -> Option<&'static str> {
        (self.row.errors.iter().any(|at| at == self.at) || self.sentence().is_some()).then_some("true")
    }

    pub(super) fn locked(&self) -> bool {
        !self.row.tools.may_edit
    }

    /// Whether a selector is asked for now.
    pub(super) fn is_wired(&self) -> bool {
        self.slot.wire.is_some()
            && (self.slot.literal.is_none()
                || matches!(self.slot.holds(self.value()), Holds::Selector(_))
                || self.row.has_flag(&["$", self.at].concat()))
    }

    /// Why what is typed or stands here does not fit, as far as the field itself can tell.
    pub(super) fn sentence(&self) -> Option<String> {
        // Half a selector is no mistake yet while its list helps to end it.
        let is_listed = |list: &super::act::List| list.at == self.at && list.is_narrowed;
        if self.row.local.borrow().list.as_ref().is_some_and(is_listed) {
            return None;
        }
        if let Some(sentence) =
            self.row.draft(self.at, |draft| draft.sentence.clone()).filter(|text| !text.is_empty())
        {
            return Some(sentence);
        }
        match (&self.slot.literal, self.value()) {
            (Some(widget @ Widget::Number { .. }), Some(Node::Number(text))) => {
                widget.read(self.name, text).err()
            }
            _ => None,
        }
    }

    /// Whether its control is one that a label can be for.
    pub(super) fn has_one_control(&self) -> bool {
        self.is_wired()
            || matches!(self.slot.holds(self.value()), Holds::Other)
            || matches!(
                self.slot.literal,
                Some(
                    Widget::Text { .. }
                        | Widget::Secret
                        | Widget::Number { .. }
                        | Widget::Choice { .. }
                        | Widget::Toggle
                        | Widget::Colour
                        | Widget::Classes
                        | Widget::Json
                )
            )
    }

    /// The control; within a field also why what is typed in it does not fit.
    pub(super) fn show(&self) -> Html {
        if self.at.is_empty() {
            return self.bare();
        }
        let sentence = self.sentence();
        html! {
            <div class="fd-nested">
                { self.bare() }
                <p class="fd-field__problem" id={[&*self.id(), "-why"].concat()} role="status" hidden={sentence.is_none()}>
                    { sentence.unwrap_or_default() }
                </p>
            </div>
        }
    }

    /// The control, and a button between a value and a selector where both are taken.
    fn bare(&self) -> Html {
        let is_wired = self.is_wired();
        let control = match (&self.slot.literal, self.slot.wire) {
            (_, Some(wire)) if is_wired => combo::wire(self, wire),
            (Some(widget), _) if matches!(self.slot.holds(self.value()), Holds::Other) => {
                json::other(self, widget)
            }
            (Some(widget), _) => self.widget(widget),
            (None, _) => json::area(self, &Widget::Json),
        };
        if self.slot.wire.is_none() || self.slot.literal.is_none() || self.locked() {
            return control;
        }
        let act = if is_wired {
            // A property is left out then, but an item of a list must be something.
            let default = self.default.filter(|node| **node != Node::Null).cloned();
            let blank = || self.slot.literal.as_ref().filter(|_| !self.at.is_empty()).and_then(start);
            Act::Unwire(self.at.into(), default.or_else(blank))
        } else {
            Act::Wire(self.at.into())
        };
        let what = if is_wired { "Give a value instead" } else { "Wire it instead" };
        html! {
            <div class="fd-prop__pair">
                { control }
                <button type="button" class="fd-prop__swap" title={what} aria-pressed={if is_wired { "true" } else { "false" }}
                    aria-label={[what, ": ", self.name].concat()} onclick={self.row.click(act)}>{ "⇄" }</button>
            </div>
        }
    }

    /// The control of a widget.
    pub(super) fn widget(&self, widget: &Widget) -> Html {
        match widget {
            Widget::Text { .. } if self.at.is_empty() && self.row.takes_model() => {
                combo::models(self, widget)
            }
            Widget::Text { multiline } => simple::text(self, widget, *multiline),
            Widget::Secret => simple::secret(self, widget),
            Widget::Number { whole, limits } => simple::number(self, widget, *whole, limits),
            Widget::Toggle => simple::toggle(self),
            Widget::Choice { values, open: false } => simple::choice(self, values),
            Widget::Choice { values, open: true } => combo::open_choice(self, widget, values),
            Widget::Colour => colour::show(self, widget),
            Widget::Classes => many::classes(self),
            Widget::List { of, size } => many::list(self, of, *size),
            Widget::Tuple(slots) => many::tuple(self, slots),
            Widget::Map { of, size } => map::show(self, of, *size),
            Widget::Model { tag, parts } => object::model(self, tag.as_deref(), parts),
            Widget::Variants(variants) => object::variants(self, widget, variants),
            Widget::Drawn(drawn) => drawn::show(self, *drawn),
            Widget::Operations => chain::show(self),
            Widget::Condition => condition::show(self),
            Widget::Workflow => json::workflow(self),
            Widget::Json => json::area(self, widget),
        }
    }

    /// Small buttons after an item of a list.
    pub(super) fn item_buttons(&self, list: &str, index: usize, count: usize, may_remove: bool) -> Html {
        if self.locked() {
            return Html::default();
        }
        let button = |glyph: Html, what: &str, is_idle: bool, act: Act| {
            let label = [what, " ", self.name].concat();
            html! {
                <button type="button" class="fd-prop__tiny" disabled={is_idle} title={String::from(what)} aria-label={label}
                    onclick={self.row.click(act)}>{ glyph }</button>
            }
        };
        html! {
            <span class="fd-prop__tools">
                if count > 1 {
                    { button(html! { "↑" }, "Move up", index == 0, Act::Shift(list.into(), index, index.saturating_sub(1))) }
                    { button(html! { "↓" }, "Move down", index + 1 == count, Act::Shift(list.into(), index, index + 1)) }
                }
                if may_remove { { button(icon(Glyph::X, 12), "Remove", false, Act::Set(self.at.into(), None)) } }
            </span>
        }
    }

    /// A button with words.
    pub(super) fn button(&self, what: String, act: Act) -> Html {
        if self.locked() {
            return Html::default();
        }
        html! { <button type="button" class="fd-prop__add" onclick={self.row.click(act)}>{ what }</button> }
    }

    /// The place of an item or an entry.
    pub(super) fn inner(&self, name: &str) -> String {
        [self.at, "/", &flowdeck_spec::json::pointer_token(name)].concat()
    }
}

/// What a new value of a widget begins with: nothing made up where nothing can stand.
pub(super) fn start(widget: &Widget) -> Option<Node> {
    match widget {
        Widget::Text { .. } | Widget::Secret => Some(Node::string("")),
        Widget::Classes => Some(Node::Array(Rc::default())),
        Widget::List { size, .. } if size.least == 0 => Some(Node::Array(Rc::default())),
        Widget::Map { size, .. } if size.least == 0 => Some(Node::Object(Rc::default())),
        widget => widget.sample(),
    }
}

/// What a new item begins with.
pub(super) fn start_of(slot: &Slot) -> Node {
    let made = slot.literal.as_ref().and_then(start);
    // Only a selector will do: it is chosen next, and stands as nothing until then.
    made.unwrap_or_else(|| Node::string(""))
}
