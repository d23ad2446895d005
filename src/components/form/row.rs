//! One field of a form: its label, what it takes, its control, and what is wrong with it. It alone renders when
//! something is typed in it.
use super::act::{Act, Row};
use super::note;
use super::spot::Spot;
use super::{Problem, Tools};
use crate::components::icon::{Glyph, icon};
use crate::components::renders::rendered;
use flowdeck_editor::form::{Field, Form, Widget};
use flowdeck_spec::Node;
use flowdeck_spec::diagnostic::Severity;
use std::rc::Rc;
use yew::prelude::*;

#[derive(Clone, Debug, Properties)]
pub(super) struct FieldRowProps {
    pub(super) form: Rc<Form>,
    /// Which field of the form.
    pub(super) index: usize,
    /// What is wrong with it, each with its place among the problems of the form.
    pub(super) problems: Vec<(usize, Problem)>,
    pub(super) near: Option<Node>,
    pub(super) tools: Tools,
}

impl FieldRowProps {
    fn field(&self) -> Option<&Field> {
        self.form.fields.get(self.index)
    }
}

impl PartialEq for FieldRowProps {
    fn eq(&self, other: &Self) -> bool {
        self.field() == other.field()
            && self.problems == other.problems
            && self.near == other.near
            && self.tools == other.tools
    }
}

#[component]
pub(super) fn FieldRow(props: &FieldRowProps) -> Html {
    rendered("FieldRow");
    let local = use_mut_ref(Default::default);
    let again = use_force_update();
    let Some(field) = props.field() else { return Html::default() };
    let part = &field.part;
    let id = [&*props.tools.id, &field.path.replace('/', "-")].concat();
    let errors = props.problems.iter().filter(|(_, problem)| problem.severity == Severity::Error);
    let row = Rc::new(Row {
        tools: props.tools.clone(),
        path: field.path.clone(),
        id: id.clone(),
        value: field.value.clone(),
        near: props.near.clone(),
        keys: field.keys.clone().unwrap_or_default(),
        errors: errors.map(|(_, problem)| problem.path[field.path.len()..].into()).collect(),
        local,
        again,
    });
    let spot = Spot {
        row: &row,
        at: "",
        name: &part.label,
        slot: &part.slot,
        default: part.default.as_ref(),
        is_labelled: false,
    };
    let spot = Spot { is_labelled: spot.has_one_control(), ..spot };
    let own = spot.sentence().filter(|_| row.errors.is_empty()).unwrap_or_default();
    let has_problem = !own.is_empty() || !row.errors.is_empty();
    let may_reset = row.tools.may_edit && !part.required && field.value.is_some();
    let onfocusout = row.on(|row, _: FocusEvent| row.finish());
    let label = html! { <>{ &part.label }if part.required { <span class="fd-prop__must" title="Needed">{ " *" }</span> }</> };
    let labels = [&id, "-label"].concat();
    html! {
        <div class={classes!("fd-prop", has_problem.then_some("has-problem"))} data-path={field.path.clone()} {onfocusout}>
            <div class="fd-prop__head">
                if spot.is_labelled { <label id={labels} for={id.clone()}>{ label }</label> }
                else { <span class="fd-prop__label" id={labels}>{ label }</span> }
                <span class="fd-field__note fd-cut">{ note::of(&row.tools.catalogue, part) }</span>
                if may_reset {
                    <button type="button" class="fd-prop__reset" title="Use the default" aria-label={["Use the default of ", &part.label].concat()}
                        onclick={row.click(Act::Set(String::new(), None))}>{ icon(Glyph::RotateCcw, 12) }</button>
                }
            </div>
            { spot.show() }
            <p class="fd-field__hint" id={[&id, "-hint"].concat()} hidden={part.help.is_none()}>
                { part.help.as_deref().unwrap_or_default().to_owned() }
            </p>
            if matches!(part.slot.literal, Some(Widget::Secret)) && matches!(field.value, Some(Node::String(_))) && part.slot.wire.is_some() && !spot.is_wired() {
                <p class="fd-field__hint">{ "A secret in a workflow can be read by all who open it: wire an input instead (⇄)." }</p>
            }
            <div id={[&id, "-problem"].concat()} class="fd-prop__problems" role="status">
                if !own.is_empty() { <p class="fd-field__problem">{ own }</p> }
                { for props.problems.iter().map(|(place, problem)| one_problem(&props.tools, *place, problem)) }
            </div>
        </div>
    }
}

/// Problems of an entry, each with its ways to mend it, but for those that stand at a field.
pub(super) fn problem_list(tools: &Tools, problems: &[Problem], is_shown: impl Fn(&Problem) -> bool) -> Html {
    let shown = problems.iter().enumerate().filter(|(_, problem)| is_shown(problem));
    html! { <div class="fd-prop__problems">{ for shown.map(|(place, problem)| one_problem(tools, place, problem)) }</div> }
}

fn one_problem(tools: &Tools, place: usize, problem: &Problem) -> Html {
    let is_error = problem.severity == Severity::Error;
    html! {
        <p class={if is_error { "fd-field__problem" } else { "fd-prop__advice" }}>
            { &problem.message }
            if tools.may_edit {
                { for problem.fixes.iter().enumerate().map(|(way, title)| {
                    let onclick = tools.on_fix.reform(move |_: MouseEvent| (place, way));
                    html! { <>{ " " }<button type="button" class="fd-prop__fix" {onclick}>{ title }</button></> }
                }) }
            }
        </p>
    }
}
