//! What a workflow takes and gives, with kinds, as the engine's `describe_interface` tells it: an input is what the
//! properties that use it take, an output what its source is described to give. Inner workflows stay closed here
//! (engine: `introspection/{inputs,outputs}_discovery.py`).
use super::{dynamic, report::Report, step};
use crate::catalogue::{Block, Catalogue, KindSet, OutputFact};
use crate::hash::FastMap;
use crate::interface::{self, InputType};
use crate::json::Node;
use crate::selector::Selector;
use std::rc::Rc;

/// The names of kinds; `*` is any.
pub type KindNames = Vec<String>;

/// What a workflow takes and gives.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Interface {
    /// The inputs in the workflow's order, with what is taken for them. Unused ones take anything.
    pub inputs: Vec<(String, KindNames)>,
    /// The outputs in the workflow's order.
    pub outputs: Vec<(String, Given)>,
}

/// What an output gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Given {
    /// Data of these kinds.
    Kinds(KindNames),
    /// All outputs of a step, by name.
    Fields(Vec<(String, KindNames)>),
}

/// What a specification takes and gives. What is wrong in it is passed over.
#[must_use]
pub fn interface(specification: &Node, catalogue: &Catalogue) -> Interface {
    let own = own_blocks(specification, catalogue);
    let catalogue = own.as_deref().unwrap_or(catalogue);
    let (declared, outputs) = interface::of(specification);
    let steps = specification.get("steps").map(Node::items).unwrap_or_default();
    let used = uses(steps, &declared, catalogue);
    let names = |set: KindSet| -> KindNames { catalogue.kinds.names(set).map(String::from).collect() };
    let inputs = declared.iter().zip(used).map(|(input, used)| {
        let taken = used.map_or_else(|| vec!["*".into()], names);
        (input.name.clone(), taken)
    });
    let mut named: FastMap<Box<str>, &Node> = FastMap::default();
    for step in steps {
        if let Some(name) = step.get("name").and_then(Node::as_str) {
            named.insert(name.into(), step);
        }
    }
    let block_of =
        |wanted: &str| -> Option<&Block> { catalogue.block(&named.get(wanted)?.get("type")?.as_str()?) };
    let declared_as: FastMap<&str, &interface::Input> =
        declared.iter().rev().map(|input| (input.name.as_str(), input)).collect();
    let kinds = |output: &OutputFact| names(output.kinds);
    let given = outputs.into_iter().filter_map(|output| {
        let selector = output.selector.as_str();
        let given = if let Some(name) = selector.strip_prefix("$inputs.") {
            Given::Kinds(declared_as.get(name)?.declared_kinds())
        } else {
            // A step may have no name at all, and is found all the same.
            let (step, wanted) = selector.strip_prefix("$steps.")?.rsplit_once('.')?;
            let outputs = block_of(step).map(|block| &*block.outputs).unwrap_or_default();
            match (wanted, outputs.iter().find(|output| &*output.name == wanted)) {
                (_, Some(output)) => Given::Kinds(kinds(output)),
                ("*", None) => Given::Fields(
                    outputs.iter().map(|output| (output.name.to_string(), kinds(output))).collect(),
                ),
                // What an inner workflow or an unknown block gives; the engine refuses to say.
                (_, None) => Given::Kinds(vec!["*".into()]),
            }
        };
        Some((output.name, given))
    });
    Interface { inputs: inputs.collect(), outputs: given.collect() }
}

/// What the properties that use each input take; none where nothing uses it.
fn uses(steps: &[Node], declared: &[interface::Input], catalogue: &Catalogue) -> Vec<Option<KindSet>> {
    let mut used = vec![None; declared.len()];
    // Of two inputs of one name the first counts.
    let mut places: FastMap<Box<str>, u32> = FastMap::default();
    for (input, place) in declared.iter().zip(0..) {
        places.entry(input.name.as_str().into()).or_insert(place);
    }
    for node in steps {
        let step = step::read(catalogue, node);
        let Some(block) = step.block.and_then(|place| catalogue.at(place)) else { continue };
        for found in &step.refs {
            let reference = found.field.and_then(|field| block.field(field)?.reference);
            let Some(reference) = reference.filter(|reference| !reference.is_step) else { continue };
            if let Some(Selector::Input(name)) = Selector::parse(&found.text.value())
                && let Some(used) = places.get(name).and_then(|place| used.get_mut(*place as usize))
            {
                *used = Some(reference.kinds.with(used.unwrap_or(KindSet::NONE)));
            }
        }
    }
    used
}

/// The inputs as a form asks for them: one that declares no kind is what its uses take.
#[must_use]
pub fn asked_inputs(specification: &Node, catalogue: &Catalogue) -> Vec<interface::Input> {
    let mut inputs = interface::of(specification).0;
    if inputs.iter().any(takes_anything) {
        let own = own_blocks(specification, catalogue);
        let catalogue = own.as_deref().unwrap_or(catalogue);
        let steps = specification.get("steps").map(Node::items).unwrap_or_default();
        let used = uses(steps, &inputs, catalogue);
        for (input, used) in inputs.iter_mut().zip(used).filter(|(input, _)| takes_anything(input)) {
            let kinds = used.filter(|kinds| !kinds.is_any()).unwrap_or(KindSet::NONE);
            input.kinds = catalogue.kinds.names(kinds).map(String::from).collect();
        }
    }
    inputs
}

fn takes_anything(input: &interface::Input) -> bool {
    matches!(input.input_type, InputType::Parameter | InputType::Batch)
        && input.kinds.iter().all(|kind| kind == "*")
}

/// The catalogue with the workflow's own blocks in it, where it has any.
fn own_blocks(specification: &Node, catalogue: &Catalogue) -> Option<Rc<Catalogue>> {
    let definitions = dynamic::collect(specification, true);
    if definitions.is_empty() {
        return None;
    }
    let text = dynamic::blocks(catalogue, &definitions, &mut Report::new())?;
    catalogue.extended(&text).ok().map(Rc::new)
}

impl interface::Input {
    /// The names of the kinds that it declares, or that its type stands for.
    #[must_use]
    pub fn declared_kinds(&self) -> KindNames {
        if !self.kinds.is_empty() {
            return self.kinds.clone();
        }
        let kind = match self.input_type {
            InputType::Image => "image",
            InputType::VideoMetadata => "video_metadata",
            InputType::Parameter | InputType::Batch | InputType::Unknown => "*",
        };
        vec![kind.into()]
    }
}

#[cfg(test)]
mod tests {
    use super::asked_inputs;
    use crate::{Catalogue, json};

    #[test]
    fn a_form_asks_for_what_the_uses_take_unless_the_input_says_it() {
        let catalogue = Catalogue::parse(include_str!("../../../../static/catalogue.txt")).unwrap();
        let text = r#"{"version":"1.0","inputs":[
            {"type":"WorkflowParameter","name":"size"},
            {"type":"WorkflowParameter","name":"said","kind":["string"]},
            {"type":"WorkflowParameter","name":"idle"},
            {"type":"WorkflowBatchInput","name":"photos"}],
          "steps":[{"type":"roboflow_core/image_blur@v1","name":"a","image":"$inputs.photos","kernel_size":"$inputs.size"},
            {"type":"roboflow_core/image_blur@v1","name":"b","image":"$steps.a.image","kernel_size":"$inputs.said"}],
          "outputs":[]}"#;
        let asked = asked_inputs(json::parse(text).root.as_ref().unwrap(), &catalogue);
        let seen: Vec<(&str, String, bool)> =
            asked.iter().map(|input| (&*input.name, input.kinds.join(","), input.is_image())).collect();
        let want = [
            ("size", "integer", false),
            ("said", "string", false),
            ("idle", "", false),
            ("photos", "image", true),
        ];
        assert_eq!(seen, want.map(|(name, kinds, image)| (name, kinds.to_owned(), image)));
    }
}
