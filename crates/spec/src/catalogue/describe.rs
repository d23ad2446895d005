//! A live engine's own description of its blocks (`/workflows/blocks/describe`) as more lines for a catalogue: blocks
//! that the catalogue does not know, what is new in those that it knows, and which ones the engine has not.
//!
//! The answer leaves out what only introspection shows – other names of properties, validators, which properties take
//! batches (engine contract §4). For a type that the catalogue knows its own facts stay; a block known from an answer
//! alone is marked `:partly-known`, and nothing is called wrong that those gaps could make right.
mod known;
mod schema;
mod ui;

use super::{Catalogue, quoted};
use crate::json::Node;
use crate::wording::short;
use known::Known;
use schema::Schemas;

/// What a block says of itself is shown as a sentence, so a page of it is cut.
const MOST_PROSE: usize = 300;

/// What an engine's description adds to a catalogue.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Description {
    /// The lines for [`Catalogue::extended`].
    pub text: String,
    /// The types that the catalogue does not know.
    pub added: Vec<String>,
    /// The types that have more properties, values or outputs than the catalogue knows.
    pub changed: Vec<String>,
    /// The types of the catalogue that the engine does not have.
    pub missing: Vec<String>,
}

impl Catalogue {
    /// Reads an engine's description of its blocks.
    ///
    /// # Errors
    /// It is no such description: a sentence that says what is wrong with it.
    pub fn describe(&self, answer: &Node) -> Result<Description, String> {
        let Some(blocks @ Node::Array(_)) = answer.get("blocks") else {
            return Err("An engine's description has a list of “blocks”; this has none.".into());
        };
        if blocks.items().is_empty() {
            return Err("The engine describes no block at all.".into());
        }
        let mut reader = Reader {
            catalogue: self,
            known: Known::of(self),
            schemas: Schemas::over(self),
            seen: vec![false; self.blocks().len()],
            body: String::new(),
            out: Description::default(),
        };
        for block in blocks.items() {
            reader.block(block);
        }
        let Reader { schemas, seen, body, mut out, .. } = reader;
        if out.added.len() + seen.iter().filter(|seen| **seen).count() == 0 {
            return Err("None of the engine's descriptions names the type of its block.".into());
        }
        let missing = self.blocks().iter().zip(seen).filter(|(block, seen)| !seen && !block.types.is_empty());
        out.missing = missing.map(|(block, _)| block.full_type().into()).collect();
        // First what goes: a name that is left may be one of what comes.
        let without: String = out.missing.iter().map(|name| format!("without {}\n", quoted(name))).collect();
        out.text = format!("flowdeck-catalogue 1\n{without}{}{}{body}", kinds(answer), schemas.lines());
        Ok(out)
    }
}

struct Reader<'a> {
    catalogue: &'a Catalogue,
    known: Known<'a>,
    schemas: Schemas<'a>,
    seen: Vec<bool>,
    body: String,
    out: Description,
}

impl<'a> Reader<'a> {
    fn block(&mut self, block: &'a Node) {
        let text = |key: &str| block.get(key).and_then(Node::as_str).filter(|text| !text.is_empty());
        let Some(full) = text("manifest_type_identifier") else { return };
        let schema: &'a Node = block.get("block_schema").unwrap_or(&Node::Null);
        let place = self.catalogue.find(&full);
        if let Some(place) = place {
            if let Some(seen) = self.seen.get_mut(place as usize) {
                *seen = true;
            }
            if let Some(lines) = self.known.changed(place, block, schema, &mut self.schemas) {
                self.out.changed.push(full.into());
                self.body.push_str(&lines);
            }
            return;
        }
        let mut types = vec![quoted(&full)];
        let others = block.get("manifest_type_identifier_aliases").map(Node::items).unwrap_or_default();
        for name in others.iter().filter_map(Node::as_str) {
            // The engine has a block of that name too.
            if let Some(seen) = self.catalogue.find(&name).and_then(|place| self.seen.get_mut(place as usize))
            {
                *seen = true;
            }
            types.push(quoted(&name));
        }
        let label = text("human_friendly_block_name").unwrap_or_else(|| full.clone());
        let family = schema.get("block_type").and_then(Node::as_str).unwrap_or("custom".into());
        let mut lines = format!(
            "block {}\n\t:called {}\n\t:family {}\n\t:partly-known\n",
            types.join(" "),
            one_line(&short(&label)),
            one_line(&family),
        );
        if let Some(about) = schema.get("short_description").and_then(Node::as_str) {
            lines.push_str(&format!(
                "\t:about {}\n",
                one_line(&about.chars().take(MOST_PROSE).collect::<String>())
            ));
        }
        if matches!(schema.get("deprecated"), Some(Node::Bool(true))) {
            lines.push_str("\t:deprecated\n");
        }
        if let Some(Node::Number(offset)) = block.get("output_dimensionality_offset")
            && matches!(&**offset, "-1" | "1")
        {
            lines.push_str(&format!("\t:result-offset {offset}\n"));
        }
        for restriction in block.get("restrictions").map(Node::items).unwrap_or_default() {
            if let Some(note) = restriction.get("note").and_then(Node::as_str) {
                lines.push_str(&format!("\t:restricted said - {}\n", quoted(&one_line(&note))));
            }
        }
        let fields = self.schemas.fields(schema, &|_| true);
        let has = |name: &str| fields.iter().any(|(known, _)| known == name);
        for (name, offset) in block.get("input_dimensionality_offsets").map(Node::entries).unwrap_or_default()
        {
            let name = name.value();
            if let Node::Number(offset) = offset
                && has(&name)
                && offset.parse::<i8>().is_ok()
            {
                lines.push_str(&format!("\t:offset {} {offset}\n", quoted(&name)));
            }
        }
        if let Some(name) = text("dimensionality_reference_property").filter(|name| has(name)) {
            lines.push_str(&format!("\t:reference {}\n", quoted(&name)));
        }
        for (_, line) in fields {
            lines.push_str(&format!("\t{line}\n"));
        }
        for (name, kinds) in outputs(block) {
            lines.push_str(&format!("\t> {} {kinds}\n", quoted(&name)));
        }
        ui::of_block(schema, &mut lines);
        ui::of_fields(schema, &|_| true, true, &mut lines);
        self.body.push_str(&lines);
        self.out.added.push(full.into());
    }
}

/// The outputs that a block is described with, with their kinds in the catalogue's words.
fn outputs(block: &Node) -> Vec<(String, String)> {
    let outputs = block.get("outputs_manifest").map(Node::items).unwrap_or_default();
    let named = outputs.iter().filter_map(|output| {
        let kinds = output.get("kind").map(Node::items).unwrap_or_default();
        Some((output.get("name")?.as_str()?.into_owned(), kind_names(kinds)))
    });
    named.collect()
}

/// The names of kinds, parted by commas; of none that is known by a name anything.
fn kind_names(kinds: &[Node]) -> String {
    let names: Vec<String> = kinds.iter().filter_map(kind_name).collect();
    if names.is_empty() { "*".into() } else { names.join(",") }
}

fn kind_name(kind: &Node) -> Option<String> {
    let name = kind.as_str().or_else(|| kind.get("name")?.as_str())?;
    let is_word = |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '-' | '*');
    (!name.is_empty() && name.chars().all(is_word)).then(|| name.into_owned())
}

/// The kinds that the engine declares.
fn kinds(answer: &Node) -> String {
    let declared = answer.get("declared_kinds").map(Node::items).unwrap_or_default();
    declared.iter().filter_map(kind_name).map(|name| format!("kind {name}\n")).collect()
}

fn one_line(text: &str) -> String {
    text.replace(char::is_control, " ")
}
