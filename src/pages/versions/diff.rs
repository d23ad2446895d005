//! What changed between two texts, line by line: colour, sign and words, never colour alone.
use flowdeck_spec::lines::{Change, Line, compare};
use yew::prelude::*;

/// Lines shown around a change.
const CONTEXT: usize = 3;
/// More changed lines than this are cut off: nobody reads them, and the page stays quick.
const MOST_LINES: usize = 4_000;

#[derive(Clone, Debug, PartialEq, Properties)]
pub(super) struct TextDiffProps {
    /// The older text; none = show the newer one whole.
    pub(super) before: Option<String>,
    /// The newer text.
    pub(super) after: String,
}

#[component]
pub(super) fn TextDiff(props: &TextDiffProps) -> Html {
    let content = use_memo((props.before.clone(), props.after.clone()), |(before, after)| match before {
        None => whole(after),
        Some(before) if before == after => {
            html! { <p class="fd-dim fd-diff__none">{ "The definitions are the same." }</p> }
        }
        Some(before) => compared(before, after),
    });
    (*content).clone()
}

fn whole(text: &str) -> Html {
    html! { <pre class="fd-diff fd-diff--whole" tabindex="0">{ text.to_owned() }</pre> }
}

fn compared(before: &str, after: &str) -> Html {
    let groups = compare(before, after, CONTEXT);
    if groups.is_empty() {
        return html! { <p class="fd-dim fd-diff__none">{ "The definitions differ in line ends only." }</p> };
    }
    let count = |change: Change| groups.iter().flatten().filter(|line| line.change == change).count();
    let (added, removed) = (count(Change::Added), count(Change::Removed));
    let total: usize = groups.iter().map(Vec::len).sum();
    let mut left = MOST_LINES;
    html! {
        <>
            <p class="fd-diff__sum">
                <span class="is-good">{ format!("+{added} added") }</span>{ ", " }<span class="is-bad">{ format!("−{removed} removed") }</span>
            </p>
            <div class="fd-diff" role="table" aria-label="Changed lines" tabindex="0">
                { for groups.iter().map(|lines| {
                    let take = lines.len().min(left);
                    left -= take;
                    html! { <div class="fd-diff__group" role="rowgroup">{ for lines.iter().take(take).map(line) }</div> }
                }) }
            </div>
            if total > MOST_LINES { <p class="fd-dim">{ format!("{} more lines are not shown.", total - MOST_LINES) }</p> }
        </>
    }
}

fn line(line: &Line<'_>) -> Html {
    let (class, sign, word) = match line.change {
        Change::Added => ("is-added", "+", "added"),
        Change::Removed => ("is-removed", "−", "removed"),
        Change::Same => ("", " ", ""),
    };
    let number = |number: Option<usize>| number.map(|number| number.to_string()).unwrap_or_default();
    html! {
        <div class={classes!("fd-diff__line", class)} role="row">
            <span role="cell" class="fd-diff__number">{ number(line.old) }</span>
            <span role="cell" class="fd-diff__number">{ number(line.new) }</span>
            <span role="cell" class="fd-diff__sign"><span aria-hidden="true">{ sign }</span><span class="fd-sr">{ word }</span></span>
            <span role="cell" class="fd-diff__text">{ line.text.to_owned() }</span>
        </div>
    }
}
