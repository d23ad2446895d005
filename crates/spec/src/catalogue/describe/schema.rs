//! JSON Schemas of a block's properties, as pydantic writes them, in the catalogue's words.
use super::kind_names;
use crate::catalogue::{Catalogue, quoted};
use crate::hash::FastMap;
use crate::json::Node;

/// Deeper schemas are taken for anything.
const DEEPEST: u32 = 24;
/// So many types a block's schema may come to: what is referred to again and again is written out each time.
const MOST_TYPES: u32 = 20_000;
/// The largest size that a catalogue can tell.
const LARGEST: u32 = 1_000_000;
/// What a block can hold (see `text.rs`).
const MOST_FIELDS: usize = 127;

/// The patterns of selectors (engine contract §4) and the catalogue's words for them.
const PATTERNS: [(&str, &str); 4] = [
    (r"(^\$steps\.[A-Za-z_\-0-9]+\.[A-Za-z_*0-9\-]+$)|(^\$inputs.[A-Za-z_0-9\-]+$)", "data"),
    (r"^\$inputs.[A-Za-z_0-9\-]+$", "input"),
    (r"^\$steps\.[A-Za-z_0-9\-]+", "step"),
    (r"^\$steps\.[A-Za-z_\-0-9]+\.[A-Za-z_*0-9\-]+$", "output"),
];

/// The nested models of all schemas that were read: most blocks carry the same ones.
pub(super) struct Schemas<'a> {
    /// The names of a model's fields, by the model's name in the catalogue's words.
    models: FastMap<String, Vec<String>>,
    lines: String,
    definitions: &'a Node,
    /// The models of the schema at hand, by their names there.
    here: FastMap<String, String>,
    /// How many types of the schema at hand may still come.
    left: u32,
}

impl<'a> Schemas<'a> {
    /// No schema yet; the models of a catalogue are used where they have the same fields.
    pub(super) fn over(catalogue: &Catalogue) -> Self {
        let models = catalogue.models.iter().map(|model| {
            let mut names: Vec<String> = model.fields.iter().map(|field| field.name().into()).collect();
            names.sort_unstable();
            (model.name.to_string(), names)
        });
        Self {
            models: models.collect(),
            lines: String::new(),
            definitions: &Node::Null,
            here: FastMap::default(),
            left: MOST_TYPES,
        }
    }

    /// The models that the catalogue does not have.
    pub(super) fn lines(self) -> String {
        self.lines
    }

    /// The fields of a block's schema that are wanted: their names and lines.
    pub(super) fn fields(
        &mut self,
        schema: &'a Node,
        wanted: &dyn Fn(&str) -> bool,
    ) -> Vec<(String, String)> {
        self.definitions = schema.get("$defs").unwrap_or(&Node::Null);
        self.here = FastMap::default();
        self.left = MOST_TYPES;
        let properties = schema.get("properties").map(Node::entries).unwrap_or_default();
        let mut out = Vec::new();
        for (name, property) in properties {
            let name = name.value();
            if name != "type" && wanted(&name) && out.len() < MOST_FIELDS {
                let line = format!("{}{}", self.field(schema, &name, property, 0), reference(property));
                out.push((name.into_owned(), line));
            }
        }
        out
    }

    /// A property: name, type, default.
    fn field(&mut self, owner: &'a Node, name: &str, property: &'a Node, depth: u32) -> String {
        let required = owner.get("required").map(Node::items).unwrap_or_default();
        let default = match property.get("default") {
            Some(value) => format!("={}", value.to_compact()),
            None if required.iter().any(|key| key.as_str().as_deref() == Some(name)) => "!".into(),
            None => "=null".into(),
        };
        format!("{} {} {default}", quoted(name), self.expression(property, depth))
    }

    fn expression(&mut self, schema: &'a Node, depth: u32) -> String {
        self.left = self.left.saturating_sub(1);
        if depth > DEEPEST || self.left == 0 {
            return "any".into();
        }
        if let Some(name) = schema.get("$ref").and_then(Node::as_str) {
            return self.referred(&name, depth);
        }
        if let Some(values) = schema.get("enum") {
            return literals(values.items());
        }
        if let Some(value) = schema.get("const") {
            return literals(std::slice::from_ref(value));
        }
        for key in ["oneOf", "anyOf", "allOf"] {
            if let Some(Node::Array(members)) = schema.get(key) {
                return self.union(members, schema.get("discriminator").is_some(), depth);
            }
        }
        match schema.get("type") {
            Some(Node::String(kind)) => self.plain(&kind.value(), schema, depth),
            Some(Node::Array(kinds)) => {
                let kinds = kinds.iter().filter_map(Node::as_str);
                joined(kinds.map(|kind| self.plain(&kind, schema, depth)).collect())
            }
            _ => "any".into(),
        }
    }

    fn plain(&mut self, kind: &str, schema: &'a Node, depth: u32) -> String {
        match kind {
            "string" => {
                let pattern = schema.get("pattern").and_then(Node::as_str);
                let found = PATTERNS.iter().find(|(known, _)| pattern.as_deref() == Some(known));
                found.map_or("str", |(_, word)| word).into()
            }
            "boolean" => "bool".into(),
            "null" => "null".into(),
            "integer" | "number" => {
                let limits = [
                    ("exclusiveMinimum", ">"),
                    ("minimum", ">="),
                    ("exclusiveMaximum", "<"),
                    ("maximum", "<="),
                ];
                let word = if kind == "integer" { "int" } else { "float" };
                format!("{word}{}", limited(schema, &limits))
            }
            "array" => match schema.get("prefixItems") {
                Some(Node::Array(items)) if !items.is_empty() => {
                    let parts: Vec<String> =
                        items.iter().map(|item| self.expression(item, depth + 1)).collect();
                    format!("tuple<{}>", parts.join(","))
                }
                _ => {
                    let item =
                        schema.get("items").map_or("any".into(), |item| self.expression(item, depth + 1));
                    format!("list<{item}>{}", sized(schema, &[("minItems", ">="), ("maxItems", "<=")]))
                }
            },
            "object" => {
                let value =
                    schema.get("additionalProperties").filter(|value| matches!(value, Node::Object(_)));
                let value = value.map_or("any".into(), |value| self.expression(value, depth + 1));
                let limits = [("minProperties", ">="), ("maxProperties", "<=")];
                format!("dict<any,{value}>{}", sized(schema, &limits))
            }
            _ => "any".into(),
        }
    }

    fn union(&mut self, members: &'a [Node], is_tagged: bool, depth: u32) -> String {
        let parts: Vec<String> = members.iter().map(|member| self.expression(member, depth + 1)).collect();
        if is_tagged && parts.iter().all(|part| part.starts_with('#')) && !parts.is_empty() {
            return format!("one<{}>", parts.join(","));
        }
        joined(parts)
    }

    /// What stands among the definitions: a model, or a type that has a name.
    fn referred(&mut self, address: &str, depth: u32) -> String {
        let Some(name) = address.strip_prefix("#/$defs/") else { return "any".into() };
        if let Some(known) = self.here.get(name) {
            return format!("#{known}");
        }
        let Some(definition) = self.definitions.get(name) else { return "any".into() };
        let Some(Node::Object(properties)) = definition.get("properties") else {
            return self.expression(definition, depth + 1);
        };
        let mut fields: Vec<String> = properties.iter().map(|(name, _)| name.value().into_owned()).collect();
        fields.sort_unstable();
        let mut model = name.replace(|letter: char| !letter.is_ascii_alphanumeric(), "_");
        loop {
            match self.models.get(&model) {
                Some(known) if *known == fields => {
                    self.here.insert(name.into(), model.clone());
                    return format!("#{model}");
                }
                // Another model of that name.
                Some(_) => model.push('\''),
                None => break,
            }
        }
        self.models.insert(model.clone(), fields);
        self.here.insert(name.into(), model.clone());
        let lines: Vec<String> = properties
            .iter()
            .take(MOST_FIELDS)
            .map(|(name, property)| {
                format!("\t{}\n", self.field(definition, &name.value(), property, depth + 1))
            })
            .collect();
        self.lines.push_str(&format!("model {model}\n{}", lines.concat()));
        format!("#{model}")
    }
}

/// One of several types; `null` among them makes it optional.
fn joined(mut parts: Vec<String>) -> String {
    let count = parts.len();
    parts.retain(|part| part != "null");
    let mark = if parts.len() < count && !parts.is_empty() { "?" } else { "" };
    match parts.as_slice() {
        [] if count > 0 => "null".into(),
        [] => "any".into(),
        [one] if one.ends_with('?') => one.clone(),
        [one] => format!("{one}{mark}"),
        several => format!("({}){mark}", several.join("|")),
    }
}

/// A choice of values; anything where one is neither a text nor a whole number nor true nor false.
fn literals(values: &[Node]) -> String {
    let is_plain = |value: &Node| match value {
        Node::Number(text) => text.parse::<i32>().is_ok(),
        Node::String(_) | Node::Bool(_) | Node::Null => true,
        Node::Array(_) | Node::Object(_) => false,
    };
    if values.is_empty() || !values.iter().all(is_plain) {
        return "any".into();
    }
    Node::Array(values.to_vec().into()).to_compact()
}

/// The limits of a number.
fn limited(schema: &Node, limits: &[(&str, &str)]) -> String {
    limits_of(schema, limits, |number| crate::decimal::read(number).is_some_and(f64::is_finite))
}

/// The limits of a size: what is no size is no limit.
fn sized(schema: &Node, limits: &[(&str, &str)]) -> String {
    limits_of(schema, limits, |number| number.parse::<u32>().is_ok_and(|size| size <= LARGEST))
}

fn limits_of(schema: &Node, limits: &[(&str, &str)], is_one: fn(&str) -> bool) -> String {
    let found = limits.iter().filter_map(|(key, sign)| match schema.get(key) {
        Some(Node::Number(number)) if is_one(number) => {
            Some(format!("{sign}{}", number.to_ascii_lowercase()))
        }
        _ => None,
    });
    let found: Vec<String> = found.collect();
    if found.is_empty() { String::new() } else { format!("({})", found.join(",")) }
}

/// What a selector in a property may point to. Which properties take batches the answer does not say: both pass.
fn reference(property: &Node) -> String {
    let mut found = Found::default();
    look(property, "whole", 0, &mut found);
    if found.place.is_empty() {
        return String::new();
    }
    let mode = match (found.is_step, found.scalar, found.batch) {
        (true, ..) => "step",
        (_, false, true) => "batch",
        (_, true, false) => "scalar",
        _ => "both",
    };
    found.kinds.dedup();
    format!(" @{}:{mode}:{}", found.place, found.kinds.join(","))
}

#[derive(Default)]
struct Found {
    place: &'static str,
    is_step: bool,
    scalar: bool,
    batch: bool,
    kinds: Vec<String>,
}

fn look(schema: &Node, place: &'static str, depth: u32, found: &mut Found) {
    if matches!(schema.get("reference"), Some(Node::Bool(true))) {
        if found.place != "items" && found.place != "values" {
            found.place = place;
        }
        found.is_step |= schema.get("selected_element").and_then(Node::as_str).as_deref() == Some("step");
        match schema.get("selector_points_to_batch") {
            Some(Node::Bool(true)) => found.batch = true,
            Some(Node::Bool(false)) => found.scalar = true,
            _ => (found.scalar, found.batch) = (true, true),
        }
        found.kinds.push(kind_names(schema.get("kind").map(Node::items).unwrap_or_default()));
        return;
    }
    if depth > 2 {
        return;
    }
    for member in
        ["anyOf", "oneOf"].iter().flat_map(|key| schema.get(key).map(Node::items).unwrap_or_default())
    {
        look(member, place, depth + 1, found);
    }
    if place == "whole" {
        for (key, inner) in [("items", "items"), ("additionalProperties", "values")] {
            if let Some(part) = schema.get(key) {
                look(part, inner, depth + 1, found);
            }
        }
    }
}
