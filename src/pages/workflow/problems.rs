//! What is wrong with the open workflow: a list beside text and graph, with a button for what mends it.
use crate::components::button::{Button, Weight};
use crate::components::icon::icon;
use crate::components::notice::Tone;
use crate::store::{Key, Msg, document, use_dispatch};
use flowdeck_editor::command::Command;
use flowdeck_spec::{Diagnostic, Fix, Severity};
use std::rc::Rc;
use yew::prelude::*;

/// More than these are counted, not listed.
const SHOWN: usize = 200;

#[derive(Clone, Debug, Properties)]
pub(super) struct ProblemsProps {
    pub(super) key_of: Key,
    pub(super) findings: Rc<Vec<Diagnostic>>,
    /// Why the text is no definition, while it is none.
    pub(super) trouble: Option<Rc<str>>,
    pub(super) may_edit: bool,
}

impl PartialEq for ProblemsProps {
    /// Findings are made anew with each text: the same list is the same place in memory.
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.findings, &other.findings)
            && self.trouble == other.trouble
            && self.may_edit == other.may_edit
            && self.key_of == other.key_of
    }
}

#[component]
pub(super) fn Problems(props: &ProblemsProps) -> Html {
    let dispatch = use_dispatch();
    let findings = &props.findings;
    if findings.is_empty() && props.trouble.is_none() {
        return Html::default();
    }
    let errors = findings.iter().filter(|finding| finding.severity == Severity::Error).count();
    let mend = |fix: &Fix| {
        let (dispatch, key, fix) = (dispatch.clone(), props.key_of.clone(), fix.clone());
        let label = fix.title.clone();
        let onclick = Callback::from(move |_: MouseEvent| {
            let command = Command::Fix { title: fix.title.clone(), edits: fix.edits.clone() };
            dispatch.emit(Msg::Document(document::Msg::Do(key.clone(), Box::new(command), None)));
        });
        html! { <Button {label} weight={Weight::Quiet} {onclick} /> }
    };
    let one = |finding: &Diagnostic| {
        html! {
            <li class={classes!("fd-problem", tone(finding.severity).class())}>
                { icon(tone(finding.severity).glyph(), 16) }
                <span>
                    <span class="fd-break">{ &finding.message }</span>{ " " }<code class="fd-dim">{ finding.code }</code>
                    if props.may_edit && !finding.fixes.is_empty() {
                        <span class="fd-problem__fixes">{ for finding.fixes.iter().map(mend) }</span>
                    }
                </span>
            </li>
        }
    };
    // What stops the engine first, then the rest in the order of the text. Notes are no problems.
    let list = |title: &str, severities: &[Severity]| {
        let of =
            |severity: &Severity| findings.iter().filter(|one| one.severity == *severity).collect::<Vec<_>>();
        let listed: Vec<&Diagnostic> = severities.iter().flat_map(of).collect();
        let count = listed.len();
        html! {
            if count > 0 {
                <h2>{ format!("{title} ({count})") }</h2>
                <ul class="fd-problems">{ for listed.into_iter().take(SHOWN).map(one) }</ul>
                if count > SHOWN { <p class="fd-dim">{ format!("{} more are marked in the text.", count - SHOWN) }</p> }
            }
        }
    };
    html! {
        <section class="fd-side__part">
            if let Some(trouble) = &props.trouble {
                <h2>{ "The text is no workflow right now" }</h2>
                <p class="fd-break">{ Rc::clone(trouble) }</p>
                <p class="fd-dim">{ "What is drawn and listed is the last state that was one." }</p>
            }
            if errors == 0 && props.trouble.is_none() { <p class="fd-dim">{ "The engine takes this workflow." }</p> }
            { list("Problems", &[Severity::Error, Severity::Warning]) }
            { list("Notes", &[Severity::Note]) }
        </section>
    }
}

const fn tone(severity: Severity) -> Tone {
    match severity {
        Severity::Error => Tone::Bad,
        Severity::Warning => Tone::Warn,
        Severity::Note => Tone::Info,
    }
}
