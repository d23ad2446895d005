//! How an engine's own editor shows a block, from the block's description, in the catalogue's words. For the same block
//! `xtask/catalog/hints.py` writes the same lines, without the prose.
use super::{MOST_PROSE, one_line};
use crate::catalogue::quoted;
use crate::json::Node;

const MARKS: [(&str, &str); 5] = [
    ("popular", "popular"),
    ("needsGPU", "gpu"),
    ("requires_rf_key", "key"),
    ("local_only", "local"),
    ("inDevelopment", "unfinished"),
];
const FLAGS: [(&str, &str); 5] = [
    ("always_visible", "always"),
    ("multiline", "multiline"),
    ("private", "private"),
    ("hidden", "hidden"),
    ("additional_section", "apart"),
];

/// Where the block stands among others.
pub(super) fn of_block(schema: &Node, out: &mut String) {
    let ui = schema.get("ui_manifest").unwrap_or(&Node::Null);
    let section = ui.get("section").and_then(Node::as_str).filter(|name| is_word(name));
    let mut marks = String::new();
    for (key, word) in MARKS {
        if is_true(ui, key) {
            marks.push(' ');
            marks.push_str(word);
        }
    }
    if section.is_some() || !marks.is_empty() {
        out.push_str(&format!("\t:ui section {}{marks}\n", section.as_deref().unwrap_or("-")));
    }
    if let Some(Node::Number(rank)) = ui.get("blockPriority") {
        out.push_str(&format!("\t:ui rank {rank}\n"));
    }
    if let Some(words @ Node::Array(items)) = schema.get("search_keywords")
        && !items.is_empty()
    {
        out.push_str(&format!("\t:ui words {}\n", one_line(&words.to_compact())));
    }
}

/// What an editor knows of those fields that are wanted; with an engine's prose where nothing else is known of them.
pub(super) fn of_fields(schema: &Node, wanted: &dyn Fn(&str) -> bool, prose: bool, out: &mut String) {
    let fields = schema.get("properties").map(Node::entries).unwrap_or_default();
    let fields: Vec<(String, &Node)> = fields
        .iter()
        .map(|(name, field)| (name.value().into_owned(), field))
        .filter(|(name, _)| name != "type")
        .collect();
    let mut line = |word: &str, name: &str, rest: &str| {
        let fact = format!("\t:ui {word} {} {}", quoted_name(name), one_line(rest));
        out.push_str(fact.trim_end_matches(' '));
        out.push('\n');
    };
    for (key, word) in FLAGS {
        let mut named = fields.iter().filter(|(name, field)| wanted(name) && is_true(field, key));
        if let Some((first, _)) = named.next() {
            let rest: Vec<String> = named.map(|(name, _)| quoted_name(name)).collect();
            line(word, first, &rest.join(" "));
        }
    }
    let is_other = |other: &str, name: &str| other != name && fields.iter().any(|(known, _)| known == other);
    for (name, field) in fields.iter().filter(|(name, _)| wanted(name)) {
        if let Some(Node::Number(order)) = field.get("order") {
            line("order", name, order);
        }
        if let Some(other) = field.get("keys_bound_in").and_then(Node::as_str)
            && is_other(&other, name)
        {
            line("keys", name, &quoted_name(&other));
        }
        for (other, when) in field.get("relevant_for").map(Node::entries).unwrap_or_default() {
            let other = other.value();
            if is_other(&other, "") {
                let values = when.get("values").map(Node::items).unwrap_or_default();
                let mut values: Vec<String> = values.iter().map(Node::to_compact).collect();
                values.sort_unstable();
                let required = if is_true(when, "required") { " !" } else { "" };
                line("when", name, &format!("{} [{}]{required}", quoted_name(&other), values.join(",")));
            }
        }
        if let Some(parsers) = field.get("recommended_parsers").map(Node::entries)
            && !parsers.is_empty()
        {
            let parsers = parsers.iter().map(|(value, block)| (value.value().into(), block.clone()));
            line("parsers", name, &object(parsers.collect()));
        }
        if prose {
            if let Some(about) = field.get("description").and_then(Node::as_str) {
                let about: String = about.chars().take(MOST_PROSE).collect();
                line("about", name, &quoted(&one_line(&about)));
            }
            let names = field.get("values_metadata").map(Node::entries).unwrap_or_default();
            let named = names.iter().filter_map(|(value, about)| {
                Some((value.value().into(), Node::string(&about.get("name")?.as_str()?)))
            });
            let named: Vec<(String, Node)> = named.collect();
            if !named.is_empty() {
                line("names", name, &object(named));
            }
        }
    }
}

fn object(mut entries: Vec<(String, Node)>) -> String {
    entries.sort_by(|(a, _), (b, _)| a.cmp(b));
    let entries = entries.iter().map(|(key, value)| format!("{}:{}", quoted(key), value.to_compact()));
    format!("{{{}}}", entries.collect::<Vec<_>>().join(","))
}

/// A name as a word of the text, in quotes where it must be.
fn quoted_name(name: &str) -> String {
    if is_word(name) { name.into() } else { quoted(name) }
}

fn is_word(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
}

fn is_true(node: &Node, key: &str) -> bool {
    matches!(node.get(key), Some(Node::Bool(true)))
}
