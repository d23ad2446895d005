//! What Python blocks printed in a run, block by block.
use crate::components::copy_button::CopyButton;
use crate::run::logs::Log;
use yew::prelude::*;

/// Properties of [`Logs`].
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct LogsProps {
    /// What each block said.
    pub logs: Vec<Log>,
}

/// The logs.
#[component]
pub fn Logs(props: &LogsProps) -> Html {
    let part = |(part, text): &(&'static str, String)| {
        html! { <><p class="fd-dim">{ *part }</p><pre tabindex="0">{ text }</pre></> }
    };
    let one = |log: &Log| {
        html! {
            <section key={log.name.clone()} class="fd-output fd-log" aria-label={log.name.clone()}>
                <div class="fd-output__head">
                    <h3 class="fd-break">{ if log.name.is_empty() { "(no name)" } else { &log.name } }</h3>
                    <span class="fd-page__fill" />
                    <CopyButton text={log.text()} />
                </div>
                { for log.parts.iter().map(part) }
            </section>
        }
    };
    html! { <>{ for props.logs.iter().map(one) }</> }
}
