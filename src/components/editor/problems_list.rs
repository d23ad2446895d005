//! What is wrong with the workflow, the worst first, with buttons for what mends it.
use super::shared::Shared;
use crate::components::button::{Button, Weight};
use crate::components::icon::icon;
use crate::components::notice::Tone;
use flowdeck_spec::{Diagnostic, Severity};
use std::rc::Rc;
use yew::prelude::*;

/// More than these are counted, not listed.
const SHOWN: usize = 200;

const PARTS: &[(Severity, &str)] =
    &[(Severity::Error, "Errors"), (Severity::Warning, "Warnings"), (Severity::Note, "Notes")];

/// Properties of [`ProblemsList`].
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct ProblemsListProps {
    /// What was found.
    pub problems: Shared<Vec<Diagnostic>>,
    /// Why the text is no workflow, while it is none.
    #[prop_or_default]
    pub trouble: Option<Rc<str>>,
    /// The one that the person is at, as a place among them.
    #[prop_or_default]
    pub active: Option<usize>,
    /// Nothing can be changed: fixes are left out.
    #[prop_or_default]
    pub read_only: bool,
    /// How many can be mended without a look at each.
    #[prop_or_default]
    pub safe: usize,
    /// Called with the place of the one to go to.
    pub onselect: Callback<usize>,
    /// Called with the place of a problem and that of one of its fixes.
    pub onfix: Callback<(usize, usize)>,
    /// Called to mend all that can be mended without a look.
    #[prop_or_default]
    pub onfixall: Callback<()>,
}

/// The list.
#[component]
pub fn ProblemsList(props: &ProblemsListProps) -> Html {
    let problems = &props.problems;
    let has_errors = problems.iter().any(|problem| problem.severity == Severity::Error);
    let part = |(severity, title): &(Severity, &'static str)| {
        let own: Vec<usize> = problems
            .iter()
            .enumerate()
            .filter(|(_, one)| one.severity == *severity)
            .map(|(at, _)| at)
            .collect();
        let count = own.len();
        html! {
            if count > 0 {
                <h2>{ *title }{ " " }<span class="fd-tab__count">{ count }</span></h2>
                <ul class="fd-trouble">{ for own.into_iter().take(SHOWN).map(|at| row(props, at)) }</ul>
                if count > SHOWN { <p class="fd-dim">{ count - SHOWN }{ " more are marked in the text." }</p> }
            }
        }
    };
    html! {
        <section class="fd-trouble__list" aria-label="Problems">
            if let Some(trouble) = &props.trouble {
                <p class="fd-break">{ "The text is no workflow right now: " }{ Rc::clone(trouble) }</p>
                <p class="fd-dim">{ "What is drawn and listed is the last state that was one." }</p>
            }
            if !has_errors && props.trouble.is_none() { <p class="fd-dim">{ "The engine takes this workflow." }</p> }
            if props.safe > 0 && !props.read_only {
                <div><Button label={if props.safe == 1 { "Apply the safe fix".into() } else { all(props.safe) }}
                    hint="Fixes that take nothing away and choose nothing" onclick={props.onfixall.reform(|_: MouseEvent| ())} /></div>
            }
            { for PARTS.iter().map(part) }
        </section>
    }
}

fn all(count: usize) -> AttrValue {
    let mut label = String::from("Apply all ");
    label.push_str(&count.to_string());
    label.push_str(" safe fixes");
    label.into()
}

fn row(props: &ProblemsListProps, at: usize) -> Html {
    let Some(problem) = props.problems.get(at) else { return Html::default() };
    let tone = match problem.severity {
        Severity::Error => Tone::Bad,
        Severity::Warning => Tone::Warn,
        Severity::Note => Tone::Info,
    };
    let is_active = props.active == Some(at);
    let mut place = problem.step.clone().unwrap_or_default();
    if let Some(property) = &problem.property {
        if !place.is_empty() {
            place.push_str(" · ");
        }
        place.push_str(property);
    }
    let fixes = problem.fixes.iter().enumerate().map(|(fix, what)| {
        let onclick = props.onfix.reform(move |_: MouseEvent| (at, fix));
        html! { <Button key={fix} label={what.title.clone()} weight={Weight::Quiet} {onclick} /> }
    });
    html! {
        <li key={at} class={classes!("fd-trouble__one", tone.class(), is_active.then_some("is-active"))}>
            <button type="button" class="fd-trouble__go" aria-current={is_active.then_some("true")}
                onclick={props.onselect.reform(move |_: MouseEvent| at)}>
                { icon(tone.glyph(), 16) }
                <span class="fd-trouble__text">
                    <span class="fd-break">{ &problem.message }</span>
                    <span class="fd-find__more">
                        <span class="fd-sr">{ problem.severity.word() }{ " " }</span>
                        if !place.is_empty() { <code>{ place }</code>{ " · " } }<code>{ problem.code }</code>
                    </span>
                </span>
            </button>
            if !props.read_only && !problem.fixes.is_empty() {
                <span class="fd-problem__fixes">{ for fixes }</span>
            }
        </li>
    }
}
