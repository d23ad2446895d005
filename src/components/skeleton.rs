//! Grey shapes in the final layout while something loads; CSS shows them after 150 ms only.
use yew::prelude::*;

/// Rows that stand for a list to come; the label says what is loading.
pub fn skeleton_rows(rows: usize, label: &'static str) -> Html {
    html! {
        <div class="fd-skeleton" role="status" aria-label={label}>
            { for (0..rows).map(|index| html! { <div key={index} class="fd-skeleton__row"><span /><span /><span /></div> }) }
        </div>
    }
}
