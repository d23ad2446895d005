//! Controls of one value: text, secret, number, switch, choice.
use super::act::{Act, Row};
use super::note;
use super::spot::Spot;
use crate::browser::pointer;
use flowdeck_editor::form::{Pick, Slot, Widget};
use flowdeck_spec::catalogue::Bound;
use flowdeck_spec::{Node, decimal, json};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement};
use yew::prelude::*;

/// The text of the control that an event came from.
pub(super) fn value_of(event: &Event) -> String {
    let Some(target) = event.target() else { return String::new() };
    if let Some(input) = target.dyn_ref::<HtmlInputElement>() {
        return input.value();
    }
    if let Some(area) = target.dyn_ref::<HtmlTextAreaElement>() {
        return area.value();
    }
    target.dyn_ref::<HtmlSelectElement>().map(HtmlSelectElement::value).unwrap_or_default()
}

impl Spot<'_> {
    /// The slot of this place with one of its widgets.
    pub(super) fn slot_of(&self, widget: &Widget) -> Slot {
        Slot { literal: Some(widget.clone()), wire: self.slot.wire, nullable: self.slot.nullable }
    }

    /// The text in the control: what is typed, else the value.
    pub(super) fn text(&self, widget: &Widget) -> String {
        let typed = self.row.draft(self.at, |draft| draft.text.clone());
        typed.unwrap_or_else(|| match self.value() {
            None | Some(Node::Null) => String::new(),
            Some(node) => widget.show(node),
        })
    }

    /// Takes what is typed; a `$` begins a selector, where one is taken.
    pub(super) fn oninput(&self, widget: &Widget) -> Callback<InputEvent> {
        let (at, name, slot) = (String::from(self.at), String::from(self.name), self.slot_of(widget));
        self.row.on(move |row, event: InputEvent| {
            let text = value_of(&event);
            if slot.wire.is_some() && text == "$" {
                row.act(&Act::Wire(at.clone()));
            } else {
                row.typed(&at, &name, &slot, text);
            }
        })
    }

    /// What stands in an empty control.
    fn placeholder(&self, widget: &Widget) -> String {
        self.default.and_then(|node| note::short(&Some(widget.clone()), node)).unwrap_or_default()
    }
}

/// A text. Several lines grow with what is typed.
pub(super) fn text(spot: &Spot<'_>, widget: &Widget, multiline: bool) -> Html {
    let (value, oninput) = (spot.text(widget), spot.oninput(widget));
    let is_long = multiline || value.contains('\n');
    if !is_long {
        return input(spot, widget, "text", value, oninput, Callback::noop());
    }
    let rows = value.lines().count().clamp(3, 16);
    html! {
        <textarea class="fd-textarea fd-prop__grow" id={spot.id()} rows={rows.to_string()} {value} {oninput}
            placeholder={spot.placeholder(widget)} readonly={spot.locked()} spellcheck="false"
            aria-label={spot.aria()} aria-describedby={spot.described()} aria-invalid={spot.is_wrong()} />
    }
}

fn input(
    spot: &Spot<'_>,
    widget: &Widget,
    kind: &'static str,
    value: String,
    oninput: Callback<InputEvent>,
    onkeydown: Callback<KeyboardEvent>,
) -> Html {
    let is_number = matches!(widget, Widget::Number { .. });
    html! {
        <input class="fd-input" id={spot.id()} type={kind} {value} {oninput} {onkeydown} inputmode={is_number.then_some("decimal")}
            placeholder={spot.placeholder(widget)} readonly={spot.locked()} autocomplete="off" spellcheck="false"
            role={is_number.then_some("spinbutton")} aria-valuenow={is_number.then(|| spot.text(widget))}
            aria-label={spot.aria()} aria-describedby={spot.described()} aria-invalid={spot.is_wrong()} />
    }
}

/// A text that is masked until it is asked for.
pub(super) fn secret(spot: &Spot<'_>, widget: &Widget) -> Html {
    let flag = ["show", spot.at].concat();
    let is_shown = spot.row.has_flag(&flag);
    let kind = if is_shown { "text" } else { "password" };
    html! {
        <div class="fd-prop__pair">
            { input(spot, widget, kind, spot.text(widget), spot.oninput(widget), Callback::noop()) }
            <button type="button" class="fd-prop__swap" aria-pressed={if is_shown { "true" } else { "false" }}
                aria-label={["Show ", spot.name].concat()} onclick={spot.row.click(Act::Flag(flag))}>
                { if is_shown { "Hide" } else { "Show" } }
            </button>
        </div>
    }
}

/// A number. It is typed as text, since the browser's own field for numbers forgets what is not one.
pub(super) fn number(spot: &Spot<'_>, widget: &Widget, whole: bool, limits: &[Bound]) -> Html {
    let (at, name, slot) = (String::from(spot.at), String::from(spot.name), spot.slot_of(widget));
    let step = step(whole, limits);
    let from = spot.text(widget);
    let from = decimal::read(from.trim()).or_else(|| match spot.default {
        Some(Node::Number(text)) => decimal::read(text),
        _ => None,
    });
    // Arrows and drags go to a limit and no further.
    let go = move |row: &Row, by: f64| {
        if !row.tools.may_edit {
            return;
        }
        // Steps are tenths and the like, which two do not add up to exactly.
        let next = ((from.unwrap_or(0.0) + by) * 1e6).round() / 1e6;
        let text = decimal::write(next);
        if slot.read(&name, &text).is_ok() {
            row.typed(&at, &name, &slot, text);
        }
    };
    let drag = {
        let go = go.clone();
        spot.row.on(move |row, event: PointerEvent| {
            if event.buttons() & 1 == 1 && event.movement_x() != 0 {
                go(row, f64::from(event.movement_x()) * step);
            }
        })
    };
    let onkeydown = spot.row.on(move |row, event: KeyboardEvent| {
        let way = match event.key().as_str() {
            "ArrowUp" => 1.0,
            "ArrowDown" => -1.0,
            _ => return,
        };
        event.prevent_default();
        go(row, way * if event.shift_key() { 10.0 * step } else { step });
    });
    html! {
        <div class="fd-prop__pair">
            { input(spot, widget, "text", spot.text(widget), spot.oninput(widget), onkeydown) }
            if !spot.locked() { { handle(spot, drag) } }
        </div>
    }
}

/// What a number is dragged by; keys have the arrows, so it is for pointers alone.
fn handle(spot: &Spot<'_>, onpointermove: Callback<PointerEvent>) -> Html {
    let onpointerdown = Callback::from(|event: PointerEvent| {
        event.prevent_default();
        if let Some(handle) = event.target_dyn_into::<Element>() {
            pointer::capture(&handle, &event);
        }
    });
    let onpointerup = spot.row.on(|row, _: PointerEvent| row.tools.on_done.emit(()));
    html! {
        <span class="fd-prop__drag" aria-hidden="true" title="Drag to change the number" {onpointerdown} {onpointermove} {onpointerup}>
            { "↔" }
        </span>
    }
}

/// How far an arrow goes: one, or a twentieth of a small range.
fn step(whole: bool, limits: &[Bound]) -> f64 {
    let is_small =
        limits.iter().any(|bound| matches!(bound, Bound::Most(most) | Bound::Below(most) if *most <= 1.0));
    if whole {
        1.0
    } else if is_small {
        0.05
    } else {
        0.1
    }
}

/// A switch.
pub(super) fn toggle(spot: &Spot<'_>) -> Html {
    let is_on =
        matches!(spot.value().filter(|node| **node != Node::Null).or(spot.default), Some(Node::Bool(true)));
    let act = Act::Set(spot.at.into(), Some(Node::Bool(!is_on)));
    html! {
        <button type="button" role="switch" class="fd-switch" id={spot.id()} aria-checked={if is_on { "true" } else { "false" }}
            disabled={spot.locked()} aria-label={spot.aria()} aria-describedby={spot.described()} aria-invalid={spot.is_wrong()}
            onclick={spot.row.click(act)}>
            <span class="fd-switch__knob" aria-hidden="true" /><span class="fd-switch__word">{ if is_on { "Yes" } else { "No" } }</span>
        </button>
    }
}

/// One of a few values.
pub(super) fn choice(spot: &Spot<'_>, values: &[Pick]) -> Html {
    let now = spot.value();
    let default = spot.default.and_then(|node| values.iter().find(|pick| pick.value == *node));
    let empty = match default {
        Some(pick) => ["Default: ", &pick.label].concat(),
        None => String::from("Choose…"),
    };
    let mut options: Vec<(String, String, bool)> = Vec::new();
    if now.is_none() || now == Some(&Node::Null) || default.is_some() {
        options.push((String::new(), empty, now.is_none() || now == Some(&Node::Null)));
    }
    options.extend(
        values.iter().map(|pick| (pick.value.to_compact(), pick.label.clone(), now == Some(&pick.value))),
    );
    let at = String::from(spot.at);
    // The values stand in the options as JSON, so that one handler reads them all.
    select(spot, spot.id(), spot.aria(), &options, move |row, text| row.set(&at, json::parse(&text).root))
}

/// A select of values, labels and which is chosen.
pub(super) fn select(
    spot: &Spot<'_>,
    id: String,
    label: Option<String>,
    options: &[(String, String, bool)],
    choose: impl Fn(&super::act::Row, String) + 'static,
) -> Html {
    let onchange = spot.row.on(move |row, event: Event| choose(row, value_of(&event)));
    html! {
        <select class="fd-select fd-prop__select" {id} {onchange} disabled={spot.locked()}
            aria-label={label} aria-describedby={spot.described()} aria-invalid={spot.is_wrong()}>
            { for options.iter().map(|(value, label, is_chosen)| html! {
                <option value={value.clone()} selected={*is_chosen}>{ label }</option>
            }) }
        </select>
    }
}
