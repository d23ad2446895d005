//! Branches that are never taken, and conditions that cannot be decided: the engine takes such a workflow, and the run
//! does not do what was meant (engine: `core_steps/flow_control`, probed with the engine itself).
use super::super::order::Order;
use super::super::report::Report;
use super::super::step::Part;
use super::super::wires::{Scene, Source, Wires};
use crate::catalogue::{Block, Check, CodeRule};
use crate::diagnostic::{Diagnostic, Related, Severity};
use crate::json::{Node, Text};
use crate::wording::{nearest, short};

/// More branches that one step depends on are not followed.
const FOLLOWED: usize = 8;

/// One way out of a switch: the switch, and which of its targets.
type Way = (u32, u32);

/// The ways that a step needs.
type Ways = Vec<Way>;

/// Tells steps that need two ways of one switch: they never run. Blocks that take empty values need none, and what
/// joins a batch has its elements from several.
pub(in super::super) fn exclusive(scene: &Scene<'_>, wires: &Wires, order: &Order, report: &mut Report) {
    if wires.gates.is_empty() {
        return;
    }
    let mut ways: Vec<Ways> = vec![Ways::new(); scene.slots.len()];
    let mut has_any = false;
    for (switch, slot) in scene.slots.iter().enumerate() {
        let Some(block) = slot.step.block.and_then(|place| scene.catalogue.at(place)) else { continue };
        if !is_switch(block) {
            continue;
        }
        let case = |part: Part| match part {
            Part::Entry(entry) => entry + 1,
            _ => 0,
        };
        for (selector, source) in slot.step.refs.iter().zip(wires.of(switch)) {
            if let Source::Gate(target) = source
                && let Some(list) = ways.get_mut(*target as usize)
                && list.len() < FOLLOWED
            {
                list.push((u32::try_from(switch).unwrap_or(u32::MAX), case(selector.place.part)));
                has_any = true;
            }
        }
    }
    if !has_any {
        return;
    }
    for &step in &order.steps {
        let index = step as usize;
        let Some(slot) = scene.slots.get(index) else { continue };
        let block = slot.step.block.and_then(|place| scene.catalogue.at(place));
        let keeps = block.is_some_and(|block| !block.takes_empty && block.result_offset >= 0);
        let mut needed = std::mem::take(&mut ways[index]);
        if keeps {
            for source in wires.of(index) {
                let Source::Step(from) = source else { continue };
                for way in ways.get(*from as usize).into_iter().flatten() {
                    if needed.len() < FOLLOWED && !needed.contains(way) {
                        needed.push(*way);
                    }
                }
            }
        }
        let clash = needed.iter().find_map(|&(switch, case)| {
            let other = needed.iter().find(|way| way.0 == switch && way.1 != case)?;
            Some((switch, case, other.1))
        });
        if let Some((switch, one, other)) = clash {
            never_runs(scene, (index, switch as usize), (one, other), report);
            needed.clear();
        }
        ways[index] = needed;
    }
}

fn is_switch(block: &Block) -> bool {
    block.rules.iter().any(|rule| matches!(rule.check, Check::Code(CodeRule::SwitchTargets)))
}

fn never_runs(scene: &Scene<'_>, (step, switch): (usize, usize), cases: (u32, u32), report: &mut Report) {
    let (Some(slot), Some(gate)) = (scene.slots.get(step), scene.slots.get(switch)) else { return };
    let name = |text: &Option<Text>| text.as_ref().map(|text| short(&text.value())).unwrap_or_default();
    let case = |number: u32| {
        let cases = gate.node.get("cases").map(Node::entries).unwrap_or_default();
        let entry = (number as usize).checked_sub(1).and_then(|at| cases.get(at));
        entry.map_or_else(|| "no case".into(), |(key, _)| format!("“{}”", short(&key.value())))
    };
    let message = format!(
        "“{}” never runs: it needs what comes of {} and of {} in “{}”, and only one of them is taken.",
        name(&slot.step.name),
        case(cases.0),
        case(cases.1),
        name(&gate.step.name),
    );
    let finding = report.advice(Severity::Warning, step, "FD0711", slot.origin.pointer(""), message);
    finding.step = slot.step.name.as_ref().map(|name| name.value().into_owned());
    finding.related.push(Related { pointer: gate.origin.pointer(""), message: "the switch".into() });
}

/// What is wrong with the condition of one step. Pointers begin at the step.
pub(super) fn of_step(block: &Block, node: &Node) -> Option<Diagnostic> {
    if is_switch(block) {
        let value = node.get("value")?;
        let is_fixed = match value {
            Node::String(text) => !text.value().starts_with('$'),
            Node::Number(_) | Node::Bool(_) => true,
            _ => false,
        };
        let message =
            "“value” is the same on every run, and so is the branch that is taken: give it a selector.";
        return is_fixed.then(|| told("FD0711", "/value".into(), "value", message.into()));
    }
    let has = |name: &str| block.field_index(name).is_some();
    if !(has("condition_statement") && has("evaluation_parameters")) {
        return None;
    }
    let operands = operands(node.get("condition_statement")?);
    if operands.is_empty() {
        let message = format!(
            "The condition of {} depends on no data: its branch is taken always or never. Use a DynamicOperand.",
            block.label
        );
        return Some(told("FD0711", "/condition_statement".into(), "condition_statement", message));
    }
    let given: Vec<String> = node
        .get("evaluation_parameters")
        .map(Node::entries)
        .unwrap_or_default()
        .iter()
        .map(|(name, _)| name.value().into_owned())
        .collect();
    let (pointer, name) = operands.into_iter().find(|(_, name)| !given.contains(name))?;
    let near = nearest(&name, given.iter().map(String::as_str));
    let end = near.map_or_else(|| ".".into(), |near| format!(": did you mean “{near}”?"));
    let message = format!(
        "The condition uses “{}”, which “evaluation_parameters” does not give, so the run fails here{end}",
        short(&name)
    );
    let mut finding = told("FD0712", pointer, "condition_statement", message);
    if let Some(near) = near.filter(|_| finding.pointer.ends_with("/operand_name")) {
        finding.offer_text(near);
    }
    Some(finding)
}

fn told(code: &'static str, pointer: String, property: &str, message: String) -> Diagnostic {
    let mut finding = Diagnostic::new(code, Severity::Warning, pointer, message);
    finding.property = Some(property.into());
    finding
}

/// The dynamic operands of a condition: where their names stand, and the names. Groups stand within groups.
fn operands(condition: &Node) -> Vec<(String, String)> {
    let mut out = Vec::new();
    let mut open = vec![("/condition_statement".to_owned(), condition)];
    while let Some((pointer, node)) = open.pop() {
        for (index, statement) in
            node.get("statements").map(Node::items).unwrap_or_default().iter().enumerate()
        {
            open.push((format!("{pointer}/statements/{index}"), statement));
        }
        for side in ["left_operand", "right_operand", "operand"] {
            let Some(operand) = node.get(side) else { continue };
            if operand.get("type").and_then(Node::as_str).as_deref() != Some("DynamicOperand") {
                continue;
            }
            match operand.get("operand_name") {
                Some(Node::String(name)) => {
                    out.push((format!("{pointer}/{side}/operand_name"), name.value().into_owned()));
                }
                // The engine's own name for it.
                _ => out.push((format!("{pointer}/{side}"), "_".into())),
            }
        }
    }
    out.reverse();
    out
}
