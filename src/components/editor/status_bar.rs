//! The line below the editor: it says what is true now.
use super::keys;
use flowdeck_editor::shortcut::Id;
use flowdeck_spec::Severity;
use yew::prelude::*;

/// What is true now.
#[derive(Clone, Debug, PartialEq)]
pub struct Status {
    /// How many errors and warnings there are.
    pub problems: usize,
    /// The worst of them.
    pub worst: Option<Severity>,
    /// How many steps there are.
    pub steps: usize,
    /// How many wires.
    pub links: usize,
    /// How large the canvas shows them, in percent; none where there is no canvas.
    pub zoom: Option<u32>,
    /// Which engine the workflow is checked for: “Engine 1.17.0 · 250 blocks”.
    pub engine: AttrValue,
    /// What the page is connected to.
    pub connection: AttrValue,
    /// Whether the connection stands.
    pub is_connected: bool,
    /// Where the key is: “No key in this page”.
    pub key_note: AttrValue,
    /// What is going on with the work: “Draft saved”; empty for nothing.
    pub work: AttrValue,
}

/// The line; `onproblems` is called to go to the next problem.
pub fn status_bar(status: &Status, is_mac: bool, onproblems: &Callback<()>) -> Html {
    let tone = match (status.problems, status.worst) {
        (0, _) => "is-good",
        (_, Some(Severity::Error)) => "is-bad",
        _ => "is-warn",
    };
    let problems = match status.problems {
        0 => String::from("No problems"),
        count => counted(count, "problem"),
    };
    let mut counts = counted(status.steps, "step");
    counts.push_str(" · ");
    counts.push_str(&counted(status.links, "link"));
    html! {
        <div class="fd-status fd-status--editor" role="group" aria-label="State of the workflow">
            <button type="button" class={classes!("fd-status__button", "fd-status__dot", tone)}
                disabled={status.problems == 0} aria-keyshortcuts={keys::aria(Id::NextProblem, is_mac)}
                title={(status.problems > 0).then(|| keys::hint(keys::title(Id::NextProblem), Id::NextProblem, is_mac))}
                onclick={onproblems.reform(|_: MouseEvent| ())}>
                { problems }
                if status.problems > 0 { { " " }{ keys::keys(Id::NextProblem, is_mac) } }
            </button>
            <span>{ counts }</span>
            if let Some(zoom) = status.zoom { <span class="fd-status__wide">{ zoom }{ " %" }</span> }
            if !status.work.is_empty() { <span>{ status.work.clone() }</span> }
            <span class="fd-status__fill" />
            if !status.engine.is_empty() { <span class="fd-status__wide">{ status.engine.clone() }</span> }
            <span class={classes!("fd-status__dot", status.is_connected.then_some("is-good"))}>
                { status.connection.clone() }
            </span>
            if !status.key_note.is_empty() { <span>{ status.key_note.clone() }</span> }
        </div>
    }
}

/// A number of things: “1 step”, “2 steps”.
fn counted(count: usize, word: &str) -> String {
    let mut out = count.to_string();
    out.push(' ');
    out.push_str(word);
    if count != 1 {
        out.push('s');
    }
    out
}
