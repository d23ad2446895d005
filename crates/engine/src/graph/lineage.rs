//! Where batches come from. What a step takes must be nested as deep and be of the same batches: those that two steps
//! made apart do not go together, even if they are as deep (engine contract: lineage).
use super::{Input, InputKind, Step, references};
use crate::failure::Failure;
use flowdeck_spec::selector::Selector;
use std::collections::BTreeMap;

/// The batches that an element lies in, the outermost first: what the input brings, then the steps that went deeper.
type Lineage = Vec<String>;

/// Checks that what each step takes goes together, and that it is as deep as it must be.
pub(super) fn check(inputs: &[Input], steps: &[Step]) -> Result<(), Failure> {
    let of_inputs: BTreeMap<&str, Lineage> =
        inputs.iter().map(|input| (input.name.as_str(), of_input(input))).collect();
    let mut of_steps: BTreeMap<&str, Lineage> = BTreeMap::new();
    for step in steps {
        let mut of_all = Lineage::new();
        for (property, text) in references(step) {
            let of_it = match Selector::parse(&text) {
                Some(Selector::Input(name)) => of_inputs.get(name),
                Some(Selector::StepOutput(name, _)) => of_steps.get(name),
                _ => None,
            };
            let mut of_it = of_it.cloned().unwrap_or_default();
            if step.block.gathers(&property) && of_it.pop().is_none() {
                return Err(refused(step, &property, &format!("{text} must be a batch, which it is not")));
            }
            // A value that all share goes with any batch.
            if of_it.is_empty() {
                continue;
            }
            let depth = of_all.len();
            if depth > 0 && depth != of_it.len() {
                let why = format!("{text} is nested {} deep, what else the step takes {depth}", of_it.len());
                return Err(refused(step, &property, &why));
            }
            if depth > 0 && of_all != of_it {
                let why = format!("{text} is of another batch than what else the step takes");
                return Err(refused(step, &property, &why));
            }
            of_all = of_it;
        }
        for gate in &step.gates {
            let of_gate = of_steps.get(gate.as_str()).cloned().unwrap_or_default();
            if of_gate.len() > of_all.len() {
                of_all = of_gate;
            }
        }
        if step.block.raises {
            of_all.push(step.name.clone());
        }
        of_steps.insert(&step.name, of_all);
    }
    Ok(())
}

fn of_input(input: &Input) -> Lineage {
    let deeper = |depth: usize| (1..depth).map(|level| format!("{}.{level}", input.name));
    match input.kind {
        InputKind::Parameter => Lineage::new(),
        InputKind::Image => vec![String::from("$inputs")],
        InputKind::Batch { depth, .. } => {
            std::iter::once(String::from("$inputs")).chain(deeper(depth)).collect()
        }
    }
}

fn refused(step: &Step, property: &str, why: &str) -> Failure {
    let message = format!("The step “{}” cannot take its “{property}”: {why}.", step.name);
    Failure::structure(message).at(&step.name, step.block.types[0], Some((property, why)))
}
