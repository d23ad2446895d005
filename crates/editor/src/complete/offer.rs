//! What is offered at a place: names that are missing, values that fit.
use super::expect::{Expected, Fixed, Spot, Typed, names_of};
use super::scan::{At, Context};
use super::sources::{Wanted, sources};
use super::{Completion, hover};
use crate::item::Section;
use crate::palette::is_outdone;
use flowdeck_spec::Node;
use flowdeck_spec::catalogue::{Block, Catalogue, Field, Literal, Model, Type};
use flowdeck_spec::help;

/// What offers are made from.
pub(super) struct Place<'a> {
    pub catalogue: &'a Catalogue,
    pub context: &'a Context,
    pub spot: &'a Spot<'a>,
    /// The word under the cursor, without quotes.
    pub word: &'a str,
    /// The first letter that follows the word; 0 at the end.
    pub follows: u8,
    /// The person asked for it.
    pub is_asked: bool,
}

impl Place<'_> {
    /// All that may stand there, the best first.
    pub(super) fn offers(&self) -> Vec<Completion> {
        let mut out = Vec::new();
        match self.context.at {
            At::Key => self.keys(&mut out),
            At::Value => self.values(&mut out),
            At::Nothing => {}
        }
        out
    }

    fn keys(&self, out: &mut Vec<Completion>) {
        match &self.spot.expected {
            Expected::Object(names) => self.fixed_keys(names, out),
            Expected::Entry(section) => self.fixed_keys(names_of(*section, self.spot.here), out),
            Expected::Step(block) => {
                self.key("type", String::from("required"), "\"\"", 1, out);
                match block {
                    Some(block) => self.fields(&block.fields, out),
                    None => self.key("name", String::from("required"), "\"\"", 1, out),
                }
            }
            Expected::Typed(typed) => {
                let models = typed.models(self.catalogue, self.spot.here, false);
                if models.is_empty() && typed.is_tagged(self.catalogue) {
                    self.key("type", String::from("required"), "\"\"", 1, out);
                }
                models.into_iter().for_each(|model: &Model| self.fields(&model.fields, out));
            }
            _ => {}
        }
    }

    fn fixed_keys(&self, names: &[Fixed], out: &mut Vec<Completion>) {
        for (name, value) in names {
            // Behind an opening quote or bracket there is more to write.
            let back = match value.len() {
                2 => 1,
                4 => 2,
                _ => 0,
            };
            self.key(name, String::new(), value, back, out);
        }
    }

    fn fields(&self, fields: &[Field], out: &mut Vec<Completion>) {
        for required in [true, false] {
            for field in fields.iter().filter(|field| field.default.is_none() == required) {
                if field.names.iter().any(|name| **name != *self.word && self.has(name)) {
                    continue;
                }
                let (value, back) = self.first_value(field);
                let before = out.len();
                self.key(field.name(), hover::summary(self.catalogue, field), &value, back, out);
                if let Some(added) = out.get_mut(before) {
                    if !added.info.is_empty() {
                        added.info.push('\n');
                    }
                    added.info.push_str(&hover::takes(self.catalogue, field));
                }
            }
        }
    }

    /// Whether the object that the cursor is in has a name.
    fn has(&self, name: &str) -> bool {
        self.spot.here.get(name).is_some()
    }

    /// What is written for a field at first, and how far before its end the cursor comes to stand.
    fn first_value(&self, field: &Field) -> (String, usize) {
        if let Some(value) = &field.default {
            let node = value.to_node();
            let text = node.to_compact();
            if !matches!(node, Node::Null) && text.len() <= 40 {
                let back = usize::from(matches!(&*text, "[]" | "{}" | "\"\""));
                return (text, back);
            }
        }
        let typed = Typed::of(self.catalogue, field);
        if field.default.is_none()
            && is_whole(field)
            && let Some(wanted) = Wanted::of(self.catalogue, &typed).filter(|wanted| !wanted.kinds.is_any())
        {
            // The only one that fits is meant; of several the person chooses.
            let all = sources(self.catalogue, self.spot, wanted);
            let mut exact = all.iter().filter(|source| source.is_exact);
            if let (Some(only), None) = (exact.next(), exact.next()) {
                return (Node::string(&only.selector).to_compact(), 0);
            }
        }
        let text = typed.types.iter().find_map(|id| match self.catalogue.kind_of(*id) {
            Type::Str | Type::Selector(_) => Some("\"\""),
            Type::Literal(list) => {
                Some(if matches!(list.first(), Some(Literal::Str(_))) { "\"\"" } else { "" })
            }
            Type::List(..) | Type::Tuple(_) => Some("[]"),
            Type::Dict(..) | Type::Model(_) | Type::One(_) => Some("{}"),
            Type::Bool => Some("false"),
            _ => None,
        });
        let text = text.unwrap_or_default();
        (String::from(text), usize::from(text.len() == 2))
    }

    /// Offers a name, unless the object has it. `back`: how far before the end of the value the cursor comes to stand.
    fn key(&self, name: &str, detail: String, value: &str, back: usize, out: &mut Vec<Completion>) {
        if name != self.word && self.has(name) {
            return;
        }
        let mut insert = Node::string(name).to_compact();
        let mut cursor = insert.len();
        let mut again = false;
        if self.follows != b':' {
            insert.push_str(": ");
            insert.push_str(value);
            cursor = insert.len() - back;
            again = back > 0 || value.is_empty();
            if self.follows == b'"' {
                insert.push(',');
            }
        }
        let info = help::property(self.catalogue, name).map(String::from).unwrap_or_default();
        out.push(Completion { label: String::from(name), detail, info, insert, cursor, again });
    }

    fn values(&self, out: &mut Vec<Completion>) {
        match &self.spot.expected {
            Expected::Texts(list) => {
                list.iter().for_each(|(text, about)| self.text(text, String::from(*about), out));
            }
            Expected::Entries | Expected::Kinds => self.snippet("[]", "a list", out),
            Expected::Object(_) => self.snippet("{}", "an object", out),
            Expected::Entry(Section::Outputs) => self.snippet(
                r#"{"type": "JsonField", "name": "", "selector": ""}"#,
                "an output of the workflow",
                out,
            ),
            Expected::Entry(_) | Expected::Step(_) => {
                self.snippet(r#"{"type": "", "name": ""}"#, "a new entry", out);
            }
            Expected::BlockType => self.block_types(out),
            Expected::Kind => {
                let taken = |name: &&str| *name == self.word || !self.has_sibling(name);
                for kind in self.catalogue.kinds.iter().filter(taken) {
                    self.text(kind, String::new(), out);
                }
            }
            Expected::Source => self.sources(Wanted { whole: true, ..Wanted::DATA }, out),
            Expected::Typed(typed) => self.typed(typed, out),
            // A dollar is meant for a selector.
            Expected::Unknown if self.word.starts_with('$') => self.sources(Wanted::DATA, out),
            Expected::Unknown => {}
        }
    }

    /// Whether a list has such a text already: the place is one of its items.
    fn has_sibling(&self, name: &str) -> bool {
        let Some((section, index)) = self.spot.entry else { return false };
        let entry = section.entries(self.spot.specification).get(index);
        let kinds = entry.and_then(|entry| entry.get("kind")).map(Node::items).unwrap_or_default();
        kinds.iter().any(|kind| matches!(kind, Node::String(text) if *text == *name))
    }

    fn typed(&self, typed: &Typed<'_>, out: &mut Vec<Completion>) {
        let default = typed.field.and_then(|field| field.default.as_ref()).map(|value| value.to_node());
        let about = |node: &Node| String::from(if default.as_ref() == Some(node) { "default" } else { "" });
        for literal in typed.literals(self.catalogue) {
            match literal {
                Literal::Str(text) => self.text(text, about(&Node::string(text)), out),
                Literal::Int(number) => self.bare(Node::Number(number.to_string().into()), &about, out),
                Literal::Bool(value) => self.bare(Node::Bool(*value), &about, out),
                Literal::Null => self.bare(Node::Null, &about, out),
            }
        }
        for id in &typed.types {
            match self.catalogue.kind_of(*id) {
                Type::Bool => {
                    self.bare(Node::Bool(true), &about, out);
                    self.bare(Node::Bool(false), &about, out);
                }
                Type::List(..) | Type::Tuple(_) => self.snippet("[]", "a list", out),
                Type::One(_) => self.snippet(r#"{"type": ""}"#, "an object with a type", out),
                Type::Dict(..) | Type::Model(_) => self.snippet("{}", "an object", out),
                Type::Null => self.bare(Node::Null, &about, out),
                _ => {}
            }
        }
        // Whoever writes a text of their own is not to be disturbed.
        let is_free =
            typed.types.iter().any(|id| matches!(self.catalogue.kind_of(*id), Type::Str | Type::Any));
        let is_written = is_free && !self.is_asked && !self.word.is_empty() && !self.word.starts_with('$');
        if let Some(wanted) = Wanted::of(self.catalogue, typed).filter(|_| !is_written) {
            self.sources(wanted, out);
        }
        if let Some(node) = &default {
            match node {
                Node::String(text) => self.text(&text.value(), String::from("default"), out),
                Node::Array(_) | Node::Object(_) => {}
                _ => self.bare(node.clone(), &about, out),
            }
        }
    }

    fn sources(&self, wanted: Wanted, out: &mut Vec<Completion>) {
        for source in sources(self.catalogue, self.spot, wanted) {
            self.text(&source.selector, source.kinds, out);
            if let Some(added) = out.last_mut().filter(|_| source.is_open) {
                added.cursor = added.insert.len() - 1;
            }
        }
    }

    fn block_types(&self, out: &mut Vec<Completion>) {
        let own = self.spot.specification.get("dynamic_blocks_definitions").map(Node::items);
        for definition in own.unwrap_or_default() {
            let name = definition.get("manifest").and_then(|manifest| manifest.get("block_type"));
            if let Some(name) = name.and_then(Node::as_str) {
                self.text(&name, String::from("Python block of this workflow"), out);
            }
        }
        let blocks = self.catalogue.blocks();
        let old: Vec<bool> =
            blocks.iter().map(|block| block.deprecated || is_outdone(self.catalogue, block)).collect();
        for wanted in [false, true] {
            for (block, _) in blocks.iter().zip(&old).filter(|(_, old)| **old == wanted) {
                self.block_type(block, wanted, out);
            }
        }
    }

    fn block_type(&self, block: &Block, is_old: bool, out: &mut Vec<Completion>) {
        let mut detail = String::from(&*block.label);
        if block.deprecated {
            detail.push_str(" – deprecated");
        } else if is_old {
            detail.push_str(" – older version");
        }
        self.text(block.full_type(), detail, out);
        if let Some(added) = out.last_mut() {
            added.info = hover::about(self.catalogue, block);
        }
    }

    /// Offers a text, unless it is offered already.
    fn text(&self, text: &str, detail: String, out: &mut Vec<Completion>) {
        if out.iter().rev().take(64).any(|one| one.label == text) {
            return;
        }
        let insert = Node::string(text).to_compact();
        let cursor = insert.len();
        let (label, info) = (String::from(text), String::new());
        out.push(Completion { label, detail, info, insert, cursor, again: false });
    }

    /// Offers a value that is no text, where no quote is written yet.
    fn bare(&self, node: Node, about: &dyn Fn(&Node) -> String, out: &mut Vec<Completion>) {
        let insert = node.to_compact();
        if self.context.in_text || out.iter().any(|one| one.label == insert) {
            return;
        }
        let (cursor, detail) = (insert.len(), about(&node));
        out.push(Completion {
            label: insert.clone(),
            detail,
            info: String::new(),
            insert,
            cursor,
            again: false,
        });
    }

    /// Offers brackets; the cursor goes where there is something to write first.
    fn snippet(&self, insert: &str, detail: &str, out: &mut Vec<Completion>) {
        if self.context.in_text || out.iter().any(|one| one.insert == insert) {
            return;
        }
        let cursor = insert.find("\"\"").unwrap_or(insert.len() - 2) + 1;
        out.push(Completion {
            label: String::from(insert),
            detail: String::from(detail),
            info: String::new(),
            insert: String::from(insert),
            cursor,
            again: true,
        });
    }
}

/// Whether a selector is the whole value of the field.
fn is_whole(field: &Field) -> bool {
    field.reference.is_some_and(|reference| reference.place == flowdeck_spec::catalogue::Place::Whole)
}
