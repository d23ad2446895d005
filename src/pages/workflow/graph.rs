//! The graph view: the drawing, and what is selected in it.
use super::PartProps;
use super::details::Details;
use super::picture::Picture;
use crate::components::empty::empty;
use crate::components::icon::Glyph;
use crate::components::link::Link;
use crate::components::notice::{Tone, notice};
use crate::route::Route;
use crate::store::{Model, use_selector};
use flowdeck_spec::{Diagnostic, Node, Severity, graph};
use std::rc::Rc;
use yew::prelude::*;

/// What the view needs; the specification compares by its shared parts.
type Picked = (Option<Node>, Rc<Vec<Diagnostic>>, Option<Rc<str>>, bool);

#[component]
pub(super) fn GraphView(props: &PartProps) -> Html {
    let key = props.key_of.clone();
    let selected = use_state_eq(|| None::<String>);
    let picked: Option<Picked> = use_selector({
        let key = key.clone();
        move |model: &Model| {
            let document = model.documents.get(&key)?;
            let may_edit = model.may_edit(&key.ws);
            Some((
                Some(document.specification().clone()),
                Rc::clone(&document.findings),
                document.trouble().cloned(),
                may_edit,
            ))
        }
    });
    let (specification, findings, trouble, may_edit) = picked.unwrap_or_default();
    let drawn = use_memo(specification.clone(), |specification| {
        specification.as_ref().map(graph::of).unwrap_or_default()
    });
    let faulty = use_memo(ByFindings(Rc::clone(&findings)), |findings| {
        let errors = findings.0.iter().filter(|finding| finding.severity == Severity::Error);
        errors.filter_map(|finding| finding.step.clone()).collect::<Vec<_>>()
    });
    let onselect = {
        let selected = selected.clone();
        use_callback((), move |key: Option<String>, ()| selected.set(key))
    };
    let is_broken = trouble.is_some();
    let edit = Route::Edit { ws: key.ws.clone(), url: key.url.clone() };
    if drawn.nodes.is_empty() {
        return empty(
            Glyph::Workflow,
            "Nothing to draw yet",
            "This workflow has no inputs, steps or outputs.",
            html! { <Link to={edit} class="fd-button fd-button--primary">{ "Write it as JSON" }</Link> },
        );
    }
    html! {
        <div class="fd-graph-view">
            if is_broken {
                { notice(Tone::Warn, "The edited text is no JSON right now: this is the last state that was.", html! { <Link to={edit} class="fd-button fd-button--normal">{ "Back to the text" }</Link> }) }
            }
            <div class="fd-split">
                <Picture graph={Rc::clone(&drawn)} selected={(*selected).clone()} {onselect} faulty={Rc::clone(&faulty)} />
                <Details key_of={key} {specification} {findings} {trouble} {may_edit} graph={Rc::clone(&drawn)} selected={(*selected).clone()} />
            </div>
        </div>
    }
}

/// Compares by pointer.
#[derive(Clone)]
struct ByFindings(Rc<Vec<Diagnostic>>);

impl PartialEq for ByFindings {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}
