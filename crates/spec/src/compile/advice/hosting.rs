//! Where a workflow does not run, or not as meant: what blocks say of runtimes, and the limits of the hosted endpoint
//! (execution contract: 20 s, 6 MB). Nobody here knows where it will run, so these are notes.
use super::super::flow::Flow;
use super::super::order::Order;
use super::super::report::Report;
use super::super::wires::{Scene, Source, Wires};
use crate::catalogue::{Block, Restriction, Value};
use crate::diagnostic::{Diagnostic, Severity};
use crate::json::Node;
use crate::wording::{any_of, short};

/// So many language models one after the other may take longer than the hosted endpoint waits.
const MODELS_IN_A_ROW: u32 = 3;
/// So many images in one answer may be more than it may hold.
const IMAGES: usize = 4;

/// Where a block does not run, or not as meant. Pointers begin at the step.
pub(super) fn of_step(block: &Block, node: &Node) -> Option<Diagnostic> {
    let said = block.restrictions.iter().filter(|one| matters(one, block, node));
    let sentences: Vec<String> = said.map(|one| sentence(one, &block.label)).collect();
    if sentences.is_empty() {
        return None;
    }
    let mut finding = Diagnostic::new("FD0710", Severity::Note, "/type".into(), sentences.join(" "));
    finding.property = Some("type".into());
    Some(finding)
}

/// A timer that is set to nothing loses nothing.
fn matters(restriction: &Restriction, block: &Block, node: &Node) -> bool {
    if &*restriction.code != "cooldown_timer_resets_on_stateless_http" {
        return true;
    }
    let timer = block.fields.iter().find(|field| matches!(field.name(), "stop_delay" | "cooldown_seconds"));
    timer.is_none_or(|field| match node.get(field.name()) {
        Some(Node::Number(number)) => crate::decimal::read(number) != Some(0.0),
        Some(_) => true,
        None => !matches!(field.default, Some(Value::Number(0.0, _))),
    })
}

/// What is said of each restriction, by the engine's own name for it; `@` stands for the runtimes.
const SAID: [(&str, &str); 9] = [
    ("requires_gpu_for_local_execution", "needs a GPU: it does not run on @."),
    (
        "temporal_block_no_benefit_on_still_image",
        "compares the images of a video: a single image gives it nothing to compare with.",
    ),
    ("remote_step_execution_not_supported", "does not run where steps are executed remotely."),
    ("hosted_endpoint_disabled_by_flag", "is not offered on @."),
    ("roboflow_internal_endpoint_only", "asks a service inside Roboflow's hosting: it does not run on @."),
    ("requires_lan_access_to_device", "reaches a device in your own network, which @ cannot."),
    (
        "writes_to_deployment_volume_not_retrievable",
        "writes to the server's disk, from which nothing can be fetched on @.",
    ),
    ("ephemeral_container_disk_loses_writes", "writes to the server's disk, which is thrown away on @."),
    (
        "cooldown_timer_resets_on_stateless_http",
        "counts its cooldown within one process: it holds nothing back on @.",
    ),
];
/// All others are about memory: buffers, caches, tracks.
const FORGETS: &str = "remembers what it saw within one process: it forgets it between runs on @.";

/// Runtimes by the engine's names.
const PLACES: [(&str, &str); 5] = [
    ("hosted_serverless", "Roboflow's serverless hosting"),
    ("dedicated_deployment", "a dedicated deployment"),
    ("self_hosted_cpu", "a server of your own without a GPU"),
    ("self_hosted_gpu", "a server of your own with a GPU"),
    ("inference_pipeline", "a video pipeline of your own"),
];

/// A restriction in our words; one that has no name in the engine's.
fn sentence(restriction: &Restriction, label: &str) -> String {
    if let Some(said) = &restriction.said {
        return said.to_string();
    }
    let known = |table: &[(&str, &'static str)], name: &str| {
        table.iter().find(|(key, _)| *key == name).map(|(_, text)| *text)
    };
    let places: Vec<String> = restriction
        .runtimes
        .iter()
        .map(|name| known(&PLACES, name).map_or_else(|| short(name), String::from))
        .collect();
    let places = if places.is_empty() { "some servers".into() } else { any_of(&places) };
    let text = known(&SAID, &restriction.code).unwrap_or(FORGETS);
    let (before, after) = text.split_once('@').unwrap_or((text, ""));
    let places = if text.contains('@') { places } else { String::new() };
    [label, " ", before, &places, after].concat()
}

/// What may be too much for the hosted endpoint: images in the answer, language models one after the other.
pub(in super::super) fn limits(
    scene: &Scene<'_>,
    wires: &Wires,
    order: &Order,
    flow: &Flow,
    report: &mut Report,
) {
    images(scene, wires, flow, report);
    let Some(kind) = scene.catalogue.kinds.find("language_model_output") else { return };
    let kind = crate::catalogue::KindSet::of(kind);
    let asks = |step: usize| {
        let outputs = scene.slots.get(step).map(|slot| slot.outputs(scene.catalogue)).unwrap_or_default();
        outputs.iter().any(|output| !output.kinds.is_any() && output.kinds.meets(kind))
    };
    let mut row = vec![0_u32; scene.slots.len()];
    for &step in &order.steps {
        let index = step as usize;
        let before = wires.of(index).iter().filter_map(|source| match source {
            Source::Step(from) => row.get(*from as usize).copied(),
            _ => None,
        });
        let before = before.max().unwrap_or(0);
        let count = before + u32::from(asks(index));
        row[index] = count;
        if count == MODELS_IN_A_ROW
            && before < count
            && let Some(slot) = scene.slots.get(index)
        {
            let message = format!(
                "This is the {count}rd language model in a row, each waiting for the one before: the hosted endpoint ends a run after 20 seconds."
            );
            let finding =
                report.advice(Severity::Note, index, "FD0713", slot.origin.pointer("/type"), message);
            finding.step = slot.step.name.as_ref().map(|name| name.value().into_owned());
            return;
        }
    }
}

fn images(scene: &Scene<'_>, wires: &Wires, flow: &Flow, report: &mut Report) {
    let Some(kind) = scene.catalogue.kinds.find("image") else { return };
    let kind = crate::catalogue::KindSet::of(kind);
    let mut single = 0;
    for (index, (output, source)) in scene.outputs.iter().zip(&wires.outputs).enumerate() {
        let Source::Step(step) = source else { continue };
        let step = *step as usize;
        let Some(slot) = scene.slots.get(step) else { continue };
        let selector = output.selector.as_ref().map(crate::json::Text::value).unwrap_or_default();
        let mut given = slot.given(scene.catalogue, &selector);
        if !given.any(|fact| !fact.kinds.is_any() && fact.kinds.meets(kind)) {
            continue;
        }
        let name = output.name.as_ref().map(|name| short(&name.value())).unwrap_or_default();
        let depth = flow.depths.get(step).copied().unwrap_or(0);
        single += 1;
        let message = if depth > 1 {
            format!(
                "“{name}” gives many images for each one that goes in: an answer of the hosted endpoint holds 6 MB."
            )
        } else if single == IMAGES {
            format!("“{name}” is the {IMAGES}th image of the answer: one of the hosted endpoint holds 6 MB.")
        } else {
            continue;
        };
        report.advice(Severity::Note, index, "FD0713", format!("/outputs/{index}"), message);
    }
}
