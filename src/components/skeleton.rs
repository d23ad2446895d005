//! Grey shapes in the final layout while something loads; CSS shows them after 150 ms only.
use yew::prelude::*;

/// Properties of [`SkeletonRows`].
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct SkeletonRowsProps {
    /// How many rows.
    #[prop_or(8)]
    pub rows: usize,
    /// What is loading, for screen readers.
    pub label: AttrValue,
}

/// Rows that stand for a list to come.
#[component]
pub fn SkeletonRows(props: &SkeletonRowsProps) -> Html {
    html! {
        <div class="fd-skeleton" role="status" aria-label={props.label.clone()}>
            { for (0..props.rows).map(|index| html! { <div key={index} class="fd-skeleton__row"><span /><span /><span /></div> }) }
        </div>
    }
}
