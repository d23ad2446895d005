//! What a description says of blocks that the catalogue knows: their facts stay, what is new comes to them.
use super::outputs;
use super::schema::Schemas;
use crate::catalogue::{Catalogue, Literal, Type, TypeId, Words, quoted};
use crate::hash::FastMap;
use crate::json::Node;

/// The lines of a catalogue's blocks, by the block's place.
pub(super) struct Known<'a> {
    catalogue: &'a Catalogue,
    lines: FastMap<u32, Vec<&'a str>>,
}

impl<'a> Known<'a> {
    pub(super) fn of(catalogue: &'a Catalogue) -> Self {
        let mut lines: FastMap<u32, Vec<&str>> = FastMap::default();
        let mut open = None;
        for line in catalogue.source.lines() {
            if let Some(inner) = line.strip_prefix('\t') {
                if let Some(list) = open.and_then(|place| lines.get_mut(&place)) {
                    list.push(inner);
                }
                continue;
            }
            let first = line.strip_prefix("block ").and_then(|types| Words::of(types).next());
            open = first.and_then(|name| catalogue.find(name.trim_matches('"')));
            if let Some(place) = open {
                // Of a block that is told about twice the later lines count.
                lines.insert(place, vec![line]);
            }
        }
        Self { catalogue, lines }
    }

    /// A block's lines with what is new in its description; none when nothing is.
    pub(super) fn changed<'b>(
        &self,
        place: u32,
        described: &Node,
        schema: &'b Node,
        schemas: &mut Schemas<'b>,
    ) -> Option<String> {
        let block = self.catalogue.at(place)?;
        let properties = schema.get("properties").map(Node::entries).unwrap_or_default();
        let is_new = |name: &str| name != "type" && block.field_index(name).is_none();
        let has_new = properties.iter().any(|(name, _)| is_new(&name.value()));
        let fields = if has_new { schemas.fields(schema, &is_new) } else { Vec::new() };
        let more: Vec<(&str, String)> = properties
            .iter()
            .filter_map(|(name, property)| {
                let field = block.fields.get(block.field_index(&name.value())?)?;
                Some((field.name(), self.more_values(field.kind, property)?))
            })
            .collect();
        // Where the catalogue knows that outputs depend on values, `*` says less.
        let outputs = outputs(described).into_iter().filter(|(name, _)| {
            name != "*" && block.gives.is_empty() && !block.outputs.iter().any(|known| *known.name == **name)
        });
        let outputs: Vec<String> =
            outputs.map(|(name, kinds)| format!("\t> {} {kinds}\n", quoted(&name))).collect();
        if fields.is_empty() && more.is_empty() && outputs.is_empty() {
            return None;
        }
        let lines = self.lines.get(&place)?;
        let mut out = format!("{}\n", lines.first()?);
        if !fields.is_empty() {
            out.push_str("\t:partly-known\n");
        }
        for line in lines.iter().skip(1) {
            let names = Words::of(line).next().unwrap_or_default();
            let first = names.trim_matches('"').split('|').next().unwrap_or_default();
            let is_field = !line.starts_with([':', '>']);
            match more.iter().find(|(name, _)| is_field && *name == first) {
                Some((_, values)) => out.push_str(&format!("\t{}\n", widened(line, values)?)),
                None => out.push_str(&format!("\t{line}\n")),
            }
        }
        for (_, line) in fields {
            out.push_str(&format!("\t{line}\n"));
        }
        out.push_str(&outputs.concat());
        if has_new {
            super::ui::of_fields(schema, &is_new, true, &mut out);
        }
        Some(out)
    }

    /// The texts that a property takes by its description and not by its type, as a choice.
    fn more_values(&self, kind: TypeId, property: &Node) -> Option<String> {
        let mut known = Vec::new();
        if !self.texts(kind, 0, &mut known) {
            return None;
        }
        let mut described = Vec::new();
        choices(property, 0, &mut described);
        described.retain(|value| value.as_str().is_some_and(|text| !known.contains(&&*text)));
        (!described.is_empty()).then(|| Node::Array(described.into()).to_compact())
    }

    /// Gathers the texts of a choice. False where any text is taken, or there is no choice.
    fn texts(&self, kind: TypeId, depth: u32, out: &mut Vec<&'a str>) -> bool {
        if depth > 8 {
            return false;
        }
        match self.catalogue.kind_of(kind) {
            Type::Any | Type::Str => false,
            Type::Literal(literals) => {
                out.extend(literals.iter().filter_map(|literal| match literal {
                    Literal::Str(text) => Some(&**text),
                    _ => None,
                }));
                true
            }
            Type::Union(members) => {
                let is_free =
                    |member: &TypeId| matches!(self.catalogue.kind_of(*member), Type::Any | Type::Str);
                !members.iter().any(is_free)
                    && members.iter().filter(|member| self.texts(**member, depth + 1, out)).count() > 0
            }
            Type::Optional(inner) | Type::Limited(inner, _) => self.texts(*inner, depth + 1, out),
            _ => false,
        }
    }
}

/// A field's line with more values for it.
fn widened(line: &str, values: &str) -> Option<String> {
    let mut words = Words::of(line);
    let (names, kind) = (words.next()?, words.next()?);
    let rest: Vec<&str> = words.collect();
    Some(format!("{names} ({kind}|{values}) {}", rest.join(" ")))
}

/// The values of a choice, outside of nested objects and lists.
fn choices(schema: &Node, depth: u32, out: &mut Vec<Node>) {
    if depth > 8 {
        return;
    }
    out.extend(schema.get("enum").map(Node::items).unwrap_or_default().iter().cloned());
    out.extend(schema.get("const").cloned());
    for key in ["anyOf", "oneOf"] {
        for member in schema.get(key).map(Node::items).unwrap_or_default() {
            choices(member, depth + 1, out);
        }
    }
}
