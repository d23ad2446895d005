//! What one step makes of the data that comes to it, and how its result is nested. The checks stand in the engine's
//! order; a comment names each one's function there.
use super::Flow;
use super::trouble::{Trouble, differ, mixed, name, offset, offsets_are_sound, unsound};
use crate::catalogue::Block;
use crate::compile::lineage::{Lineage, Lineages, SINGLE};
use crate::compile::step::Use;
use crate::compile::wires::Source;
use crate::diagnostic::EngineClass;

/// A property that brings data, or that is made a batch without any.
#[derive(Debug)]
struct Property {
    field: u16,
    /// Its place in the lineages that are collected for the step, and how many of its values are batches.
    first: usize,
    batches: usize,
    /// It is a list or object of values.
    is_compound: bool,
    /// The engine makes a batch of its single values.
    is_cast: bool,
    /// How deep it is nested in the end; 0 for single values.
    depth: u32,
}

impl Property {
    /// Its part of the lineages that are collected for the step.
    fn of<'a>(&self, found: &'a [Lineage]) -> &'a [Lineage] {
        found.get(self.first..self.first + self.batches).unwrap_or_default()
    }
}

/// What is worked with at one step; kept from step to step so that no memory is asked for.
#[derive(Default)]
pub(super) struct Work {
    properties: Vec<Property>,
    /// The lineages of all batches that come in, those of one property together.
    found: Vec<Lineage>,
    /// The lineages of what gates the step, each once.
    gates: Vec<Lineage>,
    /// The lineages of the data, each once.
    unique: Vec<Lineage>,
}

impl Work {
    /// `build_input_data_for_step`: what each property brings. Data of a step that gates others does not count.
    pub(super) fn collect(
        &mut self,
        block: &Block,
        uses: &[Use],
        sources: &[Source],
        state: &Flow,
        gating: &[bool],
    ) {
        self.properties.clear();
        self.found.clear();
        let mut takers = block.takers.iter().copied().peekable();
        for used in uses {
            while let Some(field) = takers.next_if(|&field| field < used.field) {
                self.without_selector(block, field);
            }
            takers.next_if_eq(&used.field);
            let first = self.found.len();
            let mut data = 0;
            let range = used.first as usize..(used.first + used.count) as usize;
            for source in sources.get(range).unwrap_or_default() {
                let lineage = match source {
                    Source::Input(place) => state.inputs.get(*place as usize).copied(),
                    Source::Step(place) if gating.get(*place as usize) != Some(&true) => {
                        state.lineages.get(*place as usize).copied()
                    }
                    _ => None,
                };
                let Some(lineage) = lineage else { continue };
                data += 1;
                if lineage != SINGLE {
                    self.found.push(lineage);
                }
            }
            let batches = self.found.len() - first;
            let is_compound = used.elements.is_some() && data > 0;
            let values = if is_compound { used.elements.unwrap_or(0) as usize } else { 1 };
            let has_single = values > batches;
            let reference = block.field(used.field).and_then(|field| field.reference.as_ref());
            let only_batches = reference.is_some_and(|reference| reference.batch && !reference.scalar);
            self.properties.push(Property {
                field: used.field,
                first,
                batches,
                is_compound,
                is_cast: only_batches && has_single,
                depth: 0,
            });
        }
        for field in takers {
            self.without_selector(block, field);
        }
    }

    /// A property that holds no selector and is a batch all the same.
    fn without_selector(&mut self, block: &Block, field: u16) {
        let is_cast = block.field(field).is_some_and(|field| field.takes_batch && !field.takes_both);
        if is_cast {
            let first = self.found.len();
            let property = Property { field, first, batches: 0, is_compound: false, is_cast, depth: 0 };
            self.properties.push(property);
        }
    }

    /// What gates the step.
    pub(super) fn gates_of(&mut self, gates: &[u32], state: &Flow) {
        self.gates.clear();
        for gate in gates {
            let lineage = state.lineages.get(*gate as usize).copied().unwrap_or(SINGLE);
            if lineage != SINGLE && !self.gates.contains(&lineage) {
                self.gates.push(lineage);
            }
        }
    }

    /// How the step's result is nested, or what is wrong with what it is given.
    pub(super) fn judge(
        &mut self,
        block: &Block,
        step: usize,
        lineages: &mut Lineages,
    ) -> Result<Lineage, Trouble> {
        self.batches_where_allowed(block)?;
        self.depths(block, lineages)?;
        self.result_offset(block)?;
        self.reference_depths(block)?;
        self.data_lineages(block, lineages)?;
        self.gate_lineages(lineages)?;
        let reference = self.reference_lineage(block, lineages)?;
        Ok(match (reference, block.result_offset) {
            (None, 1..) => lineages.step(SINGLE, step),
            (None, _) => SINGLE,
            (Some(lineage), 1..) => lineages.step(lineage, step),
            (Some(lineage), 0) => lineage,
            (Some(lineage), _) => lineages.shallower(lineage),
        })
    }

    /// `verify_declared_batch_compatibility_against_actual_inputs`
    fn batches_where_allowed(&self, block: &Block) -> Result<(), Trouble> {
        if !block.takes_batches {
            return Ok(());
        }
        for property in &self.properties {
            let reference = block.field(property.field).and_then(|field| field.reference.as_ref());
            let only_single = reference.is_some_and(|reference| reference.scalar && !reference.batch);
            if only_single && property.batches > 0 {
                let message = format!(
                    "“{}” of {} takes one value for all, and this selector gives a batch.",
                    name(block, property.field),
                    block.label
                );
                return Err(("FD0401", EngineClass::ExecutionGraphStructure, Some(property.field), message));
            }
        }
        Ok(())
    }

    /// `verify_step_input_dimensionality_offsets`, `get_inputs_dimensionalities`
    fn depths(&mut self, block: &Block, lineages: &Lineages) -> Result<(), Trouble> {
        if block.offsets > 0 {
            offsets_are_sound(block)?;
        }
        let mut common = None;
        for property in self.properties.iter().filter(|property| offset(block, property.field) <= 0) {
            for &lineage in property.of(&self.found) {
                let depth = lineages.depth(lineage);
                match common {
                    None => common = Some((depth, property.field)),
                    Some((known, other)) if known != depth => {
                        return Err(differ(block, (other, known), (property.field, depth)));
                    }
                    Some(_) => {}
                }
            }
        }
        let common = common.map_or(1, |(depth, _)| depth);
        let (mut least, mut most) = ((u32::MAX, 0), (0, 0));
        for property in &mut self.properties {
            let more = u32::try_from(offset(block, property.field).max(0)).unwrap_or(0);
            let mut depth = 0;
            for deep in property.of(&self.found).iter().map(|&lineage| lineages.depth(lineage)) {
                if depth != 0 && depth != deep {
                    return Err(mixed(block, property.field));
                }
                depth = deep;
            }
            if property.is_cast {
                if !property.is_compound && more > 0 {
                    // The engine walks through a number here.
                    let message = format!(
                        "The engine fails when “{}” is a single value here: give it a batch.",
                        name(block, property.field)
                    );
                    return Err(("FD0409", EngineClass::TypeError, Some(property.field), message));
                }
                let cast = common + more;
                if depth != 0 && depth != cast {
                    return Err(mixed(block, property.field));
                }
                depth = cast;
            }
            property.depth = depth;
            if depth > 0 {
                least = least.min((depth, property.field));
                most = most.max((depth, property.field));
            }
        }
        if most.0 > 0 && most.0 - least.0 > 1 {
            return Err(differ(block, (least.1, least.0), (most.1, most.0)));
        }
        Ok(())
    }

    /// `verify_output_offset`
    fn result_offset(&self, block: &Block) -> Result<(), Trouble> {
        let batches = self.properties.iter().filter(|property| property.depth > 0).count();
        if batches == 0 && block.result_offset < 0 {
            let message =
                format!("{} joins a batch into one, and nothing here gives it a batch.", block.label);
            return Err(("FD0403", EngineClass::StepInputDimensionality, None, message));
        }
        if let Some(reference) = block.reference {
            let brings =
                self.properties.iter().any(|property| property.field == reference && property.depth > 0);
            if !brings {
                let message = format!(
                    "“{}” of {} must be a batch: the result is nested as it is.",
                    name(block, reference),
                    block.label
                );
                return Err(("FD0404", EngineClass::BlockInterface, Some(reference), message));
            }
        }
        if block.offsets == 0 {
            return Ok(());
        }
        let mut offsets: Vec<i8> = block.fields.iter().filter_map(|field| field.offset).collect();
        if batches != block.offsets {
            offsets.push(0);
        }
        let broken = (!offsets.contains(&0) && batches > 0)
            || (offsets.iter().any(|one| Some(one) != offsets.first())
                && (block.reference.is_none() || block.result_offset != 0));
        if broken { Err(unsound(block)) } else { Ok(()) }
    }

    /// `verify_input_data_dimensionality`
    fn reference_depths(&self, block: &Block) -> Result<(), Trouble> {
        let deep = || self.properties.iter().filter(|property| property.depth > 0);
        let Some(reference) = block.reference else {
            let Some(first) = deep().next() else { return Ok(()) };
            let other = deep().find(|property| property.depth != first.depth);
            return other.map_or(Ok(()), |other| {
                Err(differ(block, (first.field, first.depth), (other.field, other.depth)))
            });
        };
        let Some(base) = deep().find(|property| property.field == reference) else { return Ok(()) };
        let expected = |property: &Property| {
            i64::from(offset(block, property.field)) - i64::from(offset(block, reference))
                + i64::from(base.depth)
        };
        if let Some(bad) = deep().find(|property| expected(property) <= 0) {
            let message = format!(
                "“{}” would have to be nested less than not at all: “{}” must be nested deeper.",
                name(block, bad.field),
                name(block, reference)
            );
            return Err(("FD0402", EngineClass::StepInputDimensionality, Some(bad.field), message));
        }
        if let Some(bad) = deep().find(|property| expected(property) != i64::from(property.depth)) {
            let message = format!(
                "“{}” is nested {} deep; with “{}” {} deep it must be {}.",
                name(block, bad.field),
                bad.depth,
                name(block, reference),
                base.depth,
                expected(bad)
            );
            return Err(("FD0402", EngineClass::StepInputDimensionality, Some(bad.field), message));
        }
        Ok(())
    }

    /// `get_input_data_lineage_excluding_auto_batch_casting`, `verify_lineages`
    fn data_lineages(&mut self, block: &Block, lineages: &Lineages) -> Result<(), Trouble> {
        self.unique.clear();
        for property in &self.properties {
            let before = self.unique.len();
            for &lineage in property.of(&self.found) {
                if !self.unique.contains(&lineage) {
                    self.unique.push(lineage);
                }
            }
            if property.is_compound && self.unique.len() - before > 1 {
                let message = format!(
                    "The values of “{}” stem from different batches: their elements do not belong together.",
                    name(block, property.field)
                );
                return Err(("FD0405", EngineClass::StepInputLineage, Some(property.field), message));
            }
        }
        let (Some(&first), Some(&second)) = (self.unique.first(), self.unique.get(1)) else { return Ok(()) };
        let foreign = || {
            let message = format!(
                "{} is given batches that stem from different steps: their elements do not belong together.",
                block.label
            );
            let at = self
                .properties
                .iter()
                .rev()
                .find(|property| property.batches > 0)
                .map(|property| property.field);
            Err(("FD0405", EngineClass::StepInputLineage, at, message))
        };
        if self.unique.len() > 2 {
            return foreign();
        }
        let (short, long) =
            if lineages.depth(first) < lineages.depth(second) { (first, second) } else { (second, first) };
        if lineages.depth(short) + 1 == lineages.depth(long) && lineages.shallower(long) == short {
            return Ok(());
        }
        foreign()
    }

    /// `verify_compatibility_of_input_data_lineage_with_control_flow_lineage`
    fn gate_lineages(&self, lineages: &Lineages) -> Result<(), Trouble> {
        if self.unique.is_empty() {
            return Ok(());
        }
        let foreign = |gate: &&Lineage| !self.unique.iter().any(|&lineage| lineages.begins(**gate, lineage));
        match self.gates.iter().find(foreign) {
            None => Ok(()),
            Some(_) => {
                let message = "What gates this step decides for other elements than the step works on: it would never run. Gate it by data of the same batch.".into();
                Err(("FD0406", EngineClass::ControlFlowDefinition, None, message))
            }
        }
    }

    /// `get_reference_lineage`: what the step's result is nested by; none when neither data nor gates say.
    fn reference_lineage(&self, block: &Block, lineages: &Lineages) -> Result<Option<Lineage>, Trouble> {
        match self.unique.as_slice() {
            [] => {
                let deepest = self.gates.iter().map(|&gate| lineages.depth(gate)).max();
                let Some(deepest) = deepest else { return Ok(None) };
                let mut found = self.gates.iter().filter(|&&gate| lineages.depth(gate) == deepest);
                match (found.next(), found.next()) {
                    (Some(&only), None) => Ok(Some(only)),
                    _ => {
                        let message = "This step is gated by decisions about different batches and has no data of its own: the engine cannot tell which counts.".into();
                        Err(("FD0407", EngineClass::Assumption, None, message))
                    }
                }
            }
            [only] => Ok(Some(*only)),
            _ => {
                let reference = block.reference.and_then(|reference| {
                    self.properties.iter().find(|property| property.field == reference)
                });
                let lineage = reference.and_then(|property| property.of(&self.found).first());
                lineage.map(|&lineage| Some(lineage)).ok_or_else(|| {
                    let message =
                        format!("The engine cannot tell how the result of {} is nested.", block.label);
                    ("FD0407", EngineClass::Assumption, block.reference, message)
                })
            }
        }
    }
}
