//! Python blocks of the workflow itself (`dynamic_blocks_definitions`): the definition is checked as far as data
//! goes, and becomes a block of the catalogue; the code is kept as it is and not looked into
//! (engine contract §3 B; engine: `dynamic_blocks/{entities,block_assembler}.py`).
use super::rank::Phase;
use super::report::Report;
use super::value::{Fit, fit};
use super::words::explain;
use super::{inner, number, python};
use crate::catalogue::{Catalogue, quoted};
use crate::diagnostic::{EngineClass, Severity};
use crate::json::{Node, pointer_token};
use crate::wording::{nearest, short};

/// What a definition must look like, in the catalogue's own words.
const DEFINITION: &str = r#"flowdeck-catalogue 1
model DynamicInputDefinition
	type ["DynamicInputDefinition"] !
	has_default_value bool =false
	default_value any =null
	is_optional bool =false
	is_dimensionality_reference bool =false
	dimensionality_offset int(>=-1,<=1) =0
	selector_types list<["input_image","step_output_image","input_parameter","step_output","generic"]> =[]
	selector_data_kind dict<["input_image","step_output_image","input_parameter","step_output","generic"],list<str>> ={}
	value_types list<["any","integer","float","boolean","dict","list","string"]> =[]
model DynamicOutputDefinition
	type ["DynamicOutputDefinition"] !
	kind list<str> =[]
model ManifestDescription
	type ["ManifestDescription"] !
	block_type str !
	description str? =null
	inputs dict<str,#DynamicInputDefinition> !
	outputs dict<str,#DynamicOutputDefinition> ={}
	output_dimensionality_offset int(>=-1,<=1) =0
	ui_manifest dict<str,any>? ={}
	accepts_batch_input bool =false
	accepts_empty_values bool =false
	batch_oriented_parameters list<str> =[]
	parameters_with_scalars_and_batches list<str> =[]
	get_parameters_enforcing_auto_batch_casting list<str> =[]
	tensor_compatibility ["legacy_compatibility","tensor_native"] ="legacy_compatibility"
model PythonCode
	type ["PythonCode"] !
	run_function_code str !
	run_function_name str ="run"
	init_function_code str? =null
	init_function_name str ="init"
	imports list<str> =[]
model DynamicBlockDefinition
	type ["DynamicBlockDefinition"] !
	manifest #ManifestDescription !
	code #PythonCode !
block definition
	definition #DynamicBlockDefinition !
"#;

/// One definition and where it stands.
#[derive(Debug)]
pub(super) struct Found {
    node: Node,
    pointer: String,
}

/// All definitions of a workflow and of those embedded in it, the outer first; of one type the first counts.
/// `has_inner` tells whether any of its steps may be an inner workflow, which has its own.
pub(super) fn collect(workflow: &Node, has_inner: bool) -> Vec<Found> {
    let mut out = Vec::new();
    visit(workflow, "", 0, has_inner, &mut out);
    if out.is_empty() {
        return out;
    }
    let mut seen: Vec<String> = Vec::new();
    out.retain(|found| {
        let name = found.node.pointer("/manifest/block_type").and_then(Node::as_str);
        let Some(name) = name.filter(|name| !name.is_empty()) else { return true };
        let is_new = !seen.iter().any(|known| **known == *name);
        seen.push(name.into_owned());
        is_new
    });
    out
}

fn visit(workflow: &Node, base: &str, depth: usize, has_inner: bool, out: &mut Vec<Found>) {
    let pointer = format!("{base}/dynamic_blocks_definitions");
    match workflow.get("dynamic_blocks_definitions") {
        Some(Node::Array(items)) => out.extend(
            items
                .iter()
                .enumerate()
                .map(|(index, node)| Found { node: node.clone(), pointer: format!("{pointer}/{index}") }),
        ),
        Some(node) if !python::is_falsy(node) => out.push(Found { node: node.clone(), pointer }),
        _ => {}
    }
    if !has_inner {
        return;
    }
    let steps = workflow.get("steps").map(Node::items).unwrap_or_default();
    for (index, step) in steps.iter().enumerate() {
        if let Some(child @ Node::Object(_)) = step.get("workflow_definition")
            && inner::is_inner(step)
            && !inner::is_dispatched(step)
            && depth < inner::LOOKED
        {
            visit(child, &format!("{base}/steps/{index}/workflow_definition"), depth + 1, true, out);
        }
    }
}

/// The workflow's own blocks in the catalogue's words; none when there are none that can be used.
pub(super) fn blocks(catalogue: &Catalogue, found: &[Found], report: &mut Report) -> Option<String> {
    let shape = Catalogue::parse(DEFINITION).ok()?;
    let kind = shape.block("definition")?.fields.first()?.kind;
    let mut text = String::from("flowdeck-catalogue 1\n");
    let mut blocks = 0;
    for Found { node, pointer } in found {
        if fit(&shape, kind, node) <= Fit::No {
            let misfit = explain(&shape, kind, node);
            let message = if misfit.expected.starts_with('“') {
                format!("The definition of this Python block lacks {}.", misfit.expected)
            } else {
                format!(
                    "In the definition of this Python block, this must be {}; it is {}.",
                    misfit.expected, misfit.found
                )
            };
            let place = format!("{pointer}{}", misfit.pointer);
            report.error((Phase::DynamicBlocks, 0), "FD0601", EngineClass::DynamicBlock, place, message);
            continue;
        }
        let mut writer = Writer { catalogue, node, pointer, report, is_sound: true };
        if let Some(block) = writer.block() {
            blocks += 1;
            text.push_str(&block);
        }
    }
    (blocks > 0).then_some(text)
}

struct Writer<'a> {
    catalogue: &'a Catalogue,
    node: &'a Node,
    pointer: &'a str,
    report: &'a mut Report,
    is_sound: bool,
}

impl Writer<'_> {
    fn wrong(&mut self, code: &'static str, end: &str, message: String) {
        self.is_sound = false;
        let pointer = format!("{}{end}", self.pointer);
        self.report.error((Phase::DynamicBlocks, 1), code, EngineClass::DynamicBlock, pointer, message);
    }

    /// The block in the catalogue's words.
    fn block(&mut self) -> Option<String> {
        let manifest = self.node.get("manifest")?;
        let name = manifest.get("block_type")?.as_str()?.into_owned();
        if manifest
            .get("tensor_compatibility")
            .and_then(Node::as_str)
            .is_some_and(|mode| mode == "tensor_native")
        {
            let message = "A tensor-native block needs a server that keeps tensors, which is not the rule: use legacy_compatibility.".into();
            self.wrong("FD0604", "/manifest/tensor_compatibility", message);
        }
        let label = name.replace(char::is_control, " ");
        let mut out = format!("block {}\n\t:called {label}\n\t:family custom\n\t:engine \n", quoted(&name));
        let batches = texts(manifest.get("batch_oriented_parameters"));
        let both = texts(manifest.get("parameters_with_scalars_and_batches"));
        if is_set(manifest, "accepts_batch_input") || !batches.is_empty() || !both.is_empty() {
            out.push_str("\t:batches\n");
        }
        let forced = texts(manifest.get("get_parameters_enforcing_auto_batch_casting"));
        for (word, names) in [("takes-batches", &batches), ("takes-both", &both), ("makes-batches", &forced)]
        {
            for name in names {
                out.push_str(&format!("\t:{word} {}\n", quoted(name)));
            }
        }
        let offset = offset(manifest, "output_dimensionality_offset");
        if offset != 0.0 {
            out.push_str(&format!("\t:result-offset {}\n", crate::decimal::write(offset)));
        }
        out.push_str("\tname str !\n");
        let mut reference: Option<String> = None;
        for (key, input) in manifest.get("inputs")?.entries() {
            let key = key.value();
            self.input(&key, input, &Modes { batches: &batches, both: &both, forced: &forced }, &mut out);
            let offset = self::offset(input, "dimensionality_offset");
            if offset != 0.0 {
                out.push_str(&format!("\t:offset {} {}\n", quoted(&key), crate::decimal::write(offset)));
            }
            if is_set(input, "is_dimensionality_reference") {
                if let Some(other) = &reference {
                    let message = format!(
                        "Both “{}” and “{}” are the dimensionality reference: only one may be.",
                        short(other),
                        short(&key)
                    );
                    self.wrong("FD0603", "/manifest/inputs", message);
                } else {
                    out.push_str(&format!("\t:reference {}\n", quoted(&key)));
                    reference = Some(key.into_owned());
                }
            }
        }
        for (key, output) in manifest.get("outputs").map(Node::entries).unwrap_or_default() {
            let key = key.value();
            let kinds = texts(output.get("kind"));
            for kind in &kinds {
                self.kind(kind, &format!("/manifest/outputs/{}/kind", pointer_token(&key)));
            }
            let kinds = if kinds.is_empty() { "*".into() } else { kinds.join(",") };
            out.push_str(&format!("\t> {} {kinds}\n", quoted(&key)));
        }
        self.code();
        if self.is_sound && self.catalogue.block(&name).is_some() {
            let message = format!(
                "A block “{}” exists already: the engine fails on two of one type. Choose another “block_type”.",
                short(&name)
            );
            let pointer = format!("{}/manifest/block_type", self.pointer);
            self.report.error((Phase::Inlining, 0), "FD0606", EngineClass::TypeError, pointer, message);
        }
        self.is_sound.then_some(out)
    }

    fn kind(&mut self, kind: &str, end: &str) {
        if self.catalogue.kinds.find(kind).is_some() {
            return;
        }
        let near = nearest(kind, self.catalogue.kinds.iter());
        let end_of = near.map_or_else(|| ".".into(), |near| format!(": did you mean “{near}”?"));
        self.wrong("FD0602", end, format!("The engine knows no kind “{}”{end_of}", short(kind)));
    }

    /// One input as a field.
    fn input(&mut self, name: &str, input: &Node, modes: &Modes<'_>, out: &mut String) {
        let end = format!("/manifest/inputs/{}", pointer_token(name));
        let by_selector = input.get("selector_data_kind");
        let (mut members, mut kinds, mut scalar, mut batch): (Vec<&str>, Vec<String>, bool, bool) =
            (Vec::new(), Vec::new(), false, false);
        let selectors = texts(input.get("selector_types"));
        for selector in &selectors {
            let declared = by_selector.and_then(|table| table.get(selector));
            let declared = declared.map_or_else(|| vec!["*".into()], |kinds| texts(Some(kinds)));
            for kind in &declared {
                self.kind(kind, &format!("{end}/selector_data_kind/{selector}"));
            }
            let forced = modes.forced.iter().any(|known| known == name);
            let (member, takes_scalar, takes_batch) = match selector.as_str() {
                "input_image" => ("input", false, true),
                "step_output_image" => ("output", false, true),
                "input_parameter" => ("input", true, false),
                "step_output" => ("output", false, true),
                _ if modes.both.iter().any(|known| known == name) => ("data", !forced, true),
                _ => {
                    let takes = forced || modes.batches.iter().any(|known| known == name);
                    ("data", !takes, takes)
                }
            };
            members.push(member);
            kinds.extend(if selector.ends_with("_image") { vec!["image".into()] } else { declared });
            scalar |= takes_scalar;
            batch |= takes_batch;
        }
        for value in texts(input.get("value_types")) {
            members.push(match value.as_str() {
                "integer" => "int",
                "float" => "float",
                "boolean" => "bool",
                "dict" => "dict<any,any>",
                "list" => "list<any>",
                "string" => "str",
                _ => "any",
            });
        }
        let lists = by_selector.map(Node::entries).unwrap_or_default();
        let is_colour = lists.iter().any(|(_, kinds)| {
            kinds.items().iter().any(|kind| kind.as_str().is_some_and(|kind| kind == "rgb_color"))
        });
        if is_colour && !members.contains(&"str") {
            members.push("str");
        }
        if members.is_empty() {
            self.wrong(
                "FD0605",
                &end,
                format!(
                    "“{}” takes neither selectors nor values: give “selector_types” or “value_types”.",
                    short(name)
                ),
            );
            return;
        }
        let mut kind = if members.len() == 1 { members.concat() } else { format!("({})", members.join("|")) };
        if is_set(input, "is_optional") {
            kind.push('?');
        }
        let default = if is_set(input, "has_default_value") {
            format!("={}", input.get("default_value").map_or_else(|| "null".into(), Node::to_compact))
        } else {
            "!".into()
        };
        let reference = match (scalar, batch) {
            (false, false) => String::new(),
            (true, false) => format!(" @whole:scalar:{}", kinds.join(",")),
            (false, true) => format!(" @whole:batch:{}", kinds.join(",")),
            (true, true) => format!(" @whole:both:{}", kinds.join(",")),
        };
        out.push_str(&format!("\t{} {kind} {default}{reference}\n", quoted(name)));
    }

    /// The code is not run here; a function that is nowhere mentioned is not there.
    fn code(&mut self) {
        let Some(code) = self.node.get("code") else { return };
        let text = |key: &str| code.get(key).and_then(Node::as_str).map(std::borrow::Cow::into_owned);
        for (code_key, name_key, usual) in [
            ("run_function_code", "run_function_name", "run"),
            ("init_function_code", "init_function_name", "init"),
        ] {
            let name = text(name_key).unwrap_or_else(|| usual.into());
            if text(code_key).is_some_and(|code| name.is_empty() || !code.contains(&name)) {
                let message =
                    format!("The code defines no function “{}”, which the block calls.", short(&name));
                self.wrong("FD0607", &format!("/code/{code_key}"), message);
                return;
            }
        }
        let pointer = format!("{}/code", self.pointer);
        let message = "Python code is kept as it is and not checked here: the engine reads it when it compiles the workflow.".into();
        self.report.advice(Severity::Note, 0, "FD0609", pointer, message);
    }
}

/// Which inputs take batches.
struct Modes<'a> {
    batches: &'a [String],
    both: &'a [String],
    forced: &'a [String],
}

fn is_set(node: &Node, key: &str) -> bool {
    node.get(key).and_then(number::as_bool).is_some_and(|(value, _)| value)
}

fn offset(node: &Node, key: &str) -> f64 {
    node.get(key).and_then(number::as_int).map_or(0.0, |(number, _)| number)
}

/// The texts of a list.
fn texts(list: Option<&Node>) -> Vec<String> {
    let items = list.map(Node::items).unwrap_or_default();
    items.iter().filter_map(|item| Some(item.as_str()?.into_owned())).collect()
}
