//! Values as JSON, where nothing else can show them: free ones, those that fit no control, and inner workflows.
use super::act::Act;
use super::simple::value_of;
use super::spot::{Spot, start};
use flowdeck_editor::form::Widget;
use flowdeck_spec::{Node, json};
use yew::prelude::*;

/// JSON in a small area, with where it breaks.
pub(super) fn area(spot: &Spot<'_>, widget: &Widget) -> Html {
    let draft = spot.row.draft(spot.at, |draft| draft.text.clone());
    let value = draft.unwrap_or_else(|| spot.value().map(Node::to_pretty).unwrap_or_default());
    let rows = value.lines().count().clamp(2, 14).to_string();
    let (at, slot, name) = (String::from(spot.at), spot.slot_of(widget), String::from(spot.name));
    let oninput = spot.row.on(move |row, event: InputEvent| {
        let text = value_of(&event);
        match json::parse(&text).error.filter(|_| !text.trim().is_empty()) {
            Some(problem) => {
                let (line, _) = json::line_column(&text, problem.offset);
                let sentence =
                    [&*name, " is not JSON yet: line ", &line.to_string(), ", ", &problem.message].concat();
                row.warn(&at, text, &sentence);
            }
            None => row.typed(&at, &name, &slot, text),
        }
    });
    html! {
        <textarea class="fd-textarea fd-mono fd-prop__json" id={spot.id()} {rows} {value} {oninput} readonly={spot.locked()}
            autocomplete="off" spellcheck="false" aria-label={spot.aria()} aria-describedby={spot.described()}
            aria-invalid={spot.is_wrong()} />
    }
}

/// A value that its control cannot show.
pub(super) fn other(spot: &Spot<'_>, widget: &Widget) -> Html {
    let anew =
        start(widget).map(|node| spot.button("Start anew".into(), Act::Set(spot.at.into(), Some(node))));
    html! {
        <div class="fd-many">
            { area(spot, &Widget::Json) }
            <div class="fd-row"><span class="fd-dim">{ "This value is of another kind than the field takes." }</span>{ for anew }</div>
        </div>
    }
}

/// A workflow within the workflow: what it holds, and its JSON on demand.
pub(super) fn workflow(spot: &Spot<'_>) -> Html {
    let Some(value) = spot.value() else {
        let begin = start(&Widget::Workflow);
        return spot.button("Begin with an example".into(), Act::Set(spot.at.into(), begin));
    };
    let flag = ["json", spot.at].concat();
    let is_open = spot.row.has_flag(&flag);
    let count = |key: &str| value.get(key).map(Node::items).unwrap_or_default().len().to_string();
    let words =
        [&*count("inputs"), " inputs, ", &count("steps"), " steps, ", &count("outputs"), " outputs"].concat();
    let what = if is_open { "Hide the JSON" } else { "Edit as JSON" };
    html! {
        <div class="fd-many">
            <div class="fd-row"><span>{ words }</span>
                <button type="button" class="fd-prop__add" aria-expanded={if is_open { "true" } else { "false" }}
                    onclick={spot.row.click(Act::Flag(flag))}>{ what }</button>
            </div>
            if is_open { { area(spot, &Widget::Workflow) } }
        </div>
    }
}
