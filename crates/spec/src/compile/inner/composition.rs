//! How workflows contain each other: by definition or by address, how deep, how many
//! (engine: `inner_workflow/{reference_resolution,compiler_bridge,composition}.py`).
use super::{BOTH, NEITHER, has_address, has_definition, is_dispatched, is_elsewhere, is_inner, steps_of};
use crate::compile::rank::Phase;
use crate::compile::report::Report;
use crate::diagnostic::{EngineClass, Severity};
use crate::json::Node;

/// The engine's limits.
const DEEPEST: usize = 4;
const MOST: usize = 32;

/// Checks how workflows contain each other. Whether they can be put in place.
pub(in crate::compile) fn check(spec: &Node, report: &mut Report) -> bool {
    let mut walk = Walk { report, elsewhere: false, count: 0, deepest: 0, is_sound: true };
    walk.find_addresses(spec, 1);
    if walk.elsewhere {
        walk.addresses(spec, "", 1);
    }
    walk.composition(spec, "", 0);
    if walk.deepest > DEEPEST {
        let message =
            format!("Inner workflows are nested {} deep: the engine takes {DEEPEST}.", walk.deepest);
        let class = EngineClass::InnerWorkflowNestingDepth;
        walk.wrong("FD0505", Phase::Composition, class, "/steps".into(), message);
    }
    if walk.count > MOST {
        let message = format!("There are {} inner workflows: the engine takes {MOST}.", walk.count);
        let class = EngineClass::InnerWorkflowTotalCount;
        walk.wrong("FD0506", Phase::Composition, class, "/steps".into(), message);
    }
    walk.is_sound
}

struct Walk<'r> {
    report: &'r mut Report,
    elsewhere: bool,
    count: usize,
    deepest: usize,
    is_sound: bool,
}

/// Nobody writes deeper; the document itself may be.
pub(in crate::compile) const LOOKED: usize = 40;

impl Walk<'_> {
    fn wrong(
        &mut self,
        code: &'static str,
        phase: Phase,
        class: EngineClass,
        pointer: String,
        message: String,
    ) {
        self.is_sound = false;
        self.report.error((phase, 0), code, class, pointer, message);
    }

    /// A step of an inner workflow, or what should be one, is not what it must be.
    fn entry(&mut self, pointer: String, message: String) {
        let class = EngineClass::InnerWorkflowInvalidStepEntry;
        self.wrong("FD0503", Phase::Composition, class, pointer, message);
    }

    fn find_addresses(&mut self, workflow: &Node, depth: usize) {
        for step in steps_of(workflow).iter().filter(|step| is_inner(step)) {
            if is_dispatched(step) {
                continue;
            }
            self.elsewhere |= has_address(step);
            if let Some(child @ Node::Object(_)) = step.get("workflow_definition")
                && depth < LOOKED
            {
                self.find_addresses(child, depth + 1);
            }
        }
    }

    /// `normalize_inner_workflow_references_in_definition`, which looks only when there is an address anywhere.
    fn addresses(&mut self, workflow: &Node, base: &str, depth: usize) {
        for (index, step) in steps_of(workflow).iter().enumerate().filter(|(_, step)| is_inner(step)) {
            let pointer = format!("{base}/steps/{index}");
            let phase = Phase::References;
            match (has_address(step), has_definition(step)) {
                (true, true) => {
                    self.wrong("FD0501", phase, EngineClass::WorkflowDefinition, pointer, BOTH.into());
                }
                (false, false) => {
                    self.wrong("FD0501", phase, EngineClass::WorkflowDefinition, pointer, NEITHER.into());
                }
                (true, false) if !is_dispatched(step) => {
                    let message = "This inner workflow is known by its address: the engine fetches it, so what it takes and gives is not checked here.".into();
                    self.report.advice(Severity::Note, index, "FD0502", pointer, message);
                }
                (true, false) => {}
                (false, true) => {
                    if let Some(child) = step.get("workflow_definition")
                        && !is_dispatched(step)
                        && depth < LOOKED
                    {
                        self.addresses(child, &format!("{pointer}/workflow_definition"), depth + 1);
                    }
                }
            }
        }
    }

    /// `_collect_composition_edges_from_raw_workflow_definition`
    fn composition(&mut self, workflow: &Node, base: &str, depth: usize) {
        self.deepest = self.deepest.max(depth);
        // The list of the workflow itself is looked at before.
        if depth > 0
            && let Some((phase, class, message)) = crate::compile::unwalkable(workflow.get("steps"))
        {
            self.wrong("FD0503", phase, class, format!("{base}/steps"), message);
        }
        for (index, step) in steps_of(workflow).iter().enumerate() {
            let pointer = format!("{base}/steps/{index}");
            if !matches!(step, Node::Object(_)) {
                if !base.is_empty() {
                    let message =
                        format!("Each step is an object with a name and a type; this is {}.", step.kind());
                    self.entry(pointer, message);
                }
                continue;
            }
            if !is_inner(step) || is_dispatched(step) || is_elsewhere(step) {
                continue;
            }
            match step.get("workflow_definition") {
                Some(child @ Node::Object(_)) => {
                    self.count += 1;
                    if depth < LOOKED {
                        self.composition(child, &format!("{pointer}/workflow_definition"), depth + 1);
                    }
                }
                other => {
                    let found = other.map_or("nothing", Node::kind);
                    let message = format!(
                        "“workflow_definition” of an inner workflow must be an object; this is {found}."
                    );
                    self.entry(pointer, message);
                }
            }
        }
    }
}
