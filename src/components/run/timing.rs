//! What took how long in a run: a row a step, a bar where it was under way.
use super::outputs::more;
use crate::components::button::{Button, Weight};
use crate::components::empty::empty;
use crate::components::icon::Glyph;
use crate::run::trace::{Row, Trace};
use flowdeck_client::dto::RunAnswer;
use flowdeck_editor::short;
use std::rc::Rc;
use yew::prelude::*;

/// Properties of [`Timing`].
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct TimingProps {
    /// The answer of a run that was to be measured.
    pub answer: Rc<RunAnswer>,
    /// The steps that can be opened.
    pub steps: Vec<String>,
    /// Called with the one that is to be.
    pub onopen: Callback<String>,
}

/// How many rows are in the page at first.
const FIRST: usize = 200;

/// The timing.
#[component]
pub fn Timing(props: &TimingProps) -> Html {
    let trace = use_memo(props.answer.clone(), |answer| Trace::read(&answer.whole));
    if trace.is_empty() {
        return empty(
            Glyph::Info,
            "Nothing was measured",
            "The server does not measure. An inference server does it where it was started with \
             ENABLE_WORKFLOWS_PROFILING=True.",
            Html::default(),
        );
    }
    let mut said = [&*duration(trace.total), " in all; "].concat();
    match trace.slowest() {
        Some(row) => {
            let took = duration(row.took());
            said.push_str(&["the slowest step is “", &*row.name, "” with ", &*took, "."].concat());
        }
        None => said.push_str("no step ran."),
    }
    let props = props.clone();
    let table = more(trace.steps.len() + trace.phases.len(), FIRST, move |limit| {
        let one = |row: &Row| {
            let known = props.steps.contains(&row.name);
            let onclick = {
                let name = row.name.clone();
                props.onopen.reform(move |_: MouseEvent| name.clone())
            };
            let name = if known {
                html! { <Button label={row.name.clone()} hint="Open the step" weight={Weight::Quiet} {onclick} /> }
            } else {
                row.name.clone().into()
            };
            line(name, row, trace.total)
        };
        let beside = |row: &Row| line(row.name.clone().into(), row, trace.total);
        let rest = limit.saturating_sub(trace.steps.len());
        html! {
            <div class="fd-timing" tabindex="0" role="region" aria-label="Time of each step">
                <table>
                    <thead>
                        <tr><th scope="col">{ "Step" }</th><th scope="col" class="is-number">{ "Starts" }</th><th scope="col" class="is-number">{ "Takes" }</th><td></td></tr>
                    </thead>
                    <tbody>{ for trace.steps.iter().take(limit).map(one) }</tbody>
                    if rest > 0 && !trace.phases.is_empty() {
                        <tbody>
                            <tr><th scope="rowgroup" colspan="4" class="fd-dim">{ "Around the steps" }</th></tr>
                            { for trace.phases.iter().take(rest).map(beside) }
                        </tbody>
                    }
                </table>
            </div>
        }
    });
    html! { <><p>{ said }</p>{ table }</> }
}

/// A row of the table. The bar shows what the numbers say; one without any width would not be painted.
fn line(name: Html, row: &Row, total: f64) -> Html {
    let percent = |ms: f64| [&*short(100.0 * ms / total), "%"].concat();
    html! {
        <tr>
            <th scope="row">{ name }</th>
            <td class="is-number">{ duration(row.start()) }</td>
            <td class="is-number">{ duration(row.took()) }</td>
            <td>
                <svg aria-hidden="true">
                    { for row.pieces.iter().map(|(start, took)| html! { <rect x={percent(*start)} width={percent(took.max(total / 10_000.0))} height="100%" /> }) }
                </svg>
            </td>
        </tr>
    }
}

/// Milliseconds in words.
pub(super) fn duration(ms: f64) -> String {
    let tenths = |number: f64| short((number * 10.0).round() / 10.0);
    if ms < 1_000.0 { [&*tenths(ms), " ms"].concat() } else { [&*tenths(ms / 1_000.0), " s"].concat() }
}

#[cfg(test)]
mod tests {
    use super::duration;

    #[test]
    fn times_are_told_in_a_few_letters() {
        for (ms, text) in
            [(0.0, "0 ms"), (0.04, "0 ms"), (2.337, "2.3 ms"), (999.0, "999 ms"), (1_260.0, "1.3 s")]
        {
            assert_eq!(duration(ms), text);
        }
    }
}
