//! A catalogue's text as facts that can be compared and shown: one line is one fact (see `flowdeck_spec::catalogue`).
use flowdeck_spec::catalogue::Words;
use std::collections::BTreeMap;

/// The facts of a catalogue.
#[derive(Debug, Default)]
pub(super) struct Facts {
    pub(super) engine: String,
    pub(super) package: String,
    pub(super) kinds: Vec<String>,
    /// Blocks by their full type.
    pub(super) blocks: BTreeMap<String, Block>,
    /// Nested models by their name.
    pub(super) models: BTreeMap<String, Block>,
}

/// What is known about a block, or a nested model.
#[derive(Debug, Default)]
pub(super) struct Block {
    pub(super) label: String,
    pub(super) family: String,
    pub(super) is_deprecated: bool,
    /// Other types that mean it.
    pub(super) aliases: Vec<String>,
    pub(super) fields: Vec<Field>,
    /// Each output with its kinds.
    pub(super) outputs: Vec<(String, String)>,
    /// What it demands beyond its fields, and how it treats batches.
    pub(super) rules: Vec<String>,
}

/// One field.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Field {
    pub(super) name: String,
    /// Other names, the first that a step gives counts.
    pub(super) aliases: String,
    pub(super) kind: String,
    /// `none` for a required field.
    pub(super) default: String,
    /// What a selector in it may point to.
    pub(super) selector: String,
    pub(super) rewrite: String,
}

impl Field {
    /// What may be compared, each with its word.
    pub(super) fn aspects(&self) -> [(&'static str, &str); 5] {
        [
            ("names", &self.aliases),
            ("type", &self.kind),
            ("default", &self.default),
            ("selector", &self.selector),
            ("rewrite", &self.rewrite),
        ]
    }
}

impl Facts {
    /// Reads a text that the compiler has read without complaint.
    pub(super) fn read(text: &str) -> Self {
        let mut facts = Self::default();
        let mut expressions: BTreeMap<String, String> = BTreeMap::new();
        let mut open: Option<(bool, String)> = None;
        for line in text.lines() {
            if let Some(inner) = line.strip_prefix('\t') {
                let block = match &open {
                    Some((true, name)) => facts.blocks.get_mut(name),
                    Some((false, name)) => facts.models.get_mut(name),
                    None => None,
                };
                if let Some(block) = block {
                    block.line(inner, &expressions);
                }
                continue;
            }
            let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
            match word {
                "engine" => facts.engine = rest.into(),
                "package" => facts.package = rest.into(),
                "kind" if !facts.kinds.iter().any(|known| known == rest) => facts.kinds.push(rest.into()),
                "type" => {
                    if let Some((name, expression)) = rest.split_once(' ') {
                        let whole = expanded(expression, &expressions);
                        expressions.insert(name.into(), whole);
                    }
                }
                "block" => {
                    let mut names = Words::of(rest).map(unquoted);
                    let name = names.next().unwrap_or_default();
                    facts.blocks.insert(name.clone(), Block { aliases: names.collect(), ..Block::default() });
                    open = Some((true, name));
                }
                "without" => {
                    facts.blocks.remove(&unquoted(rest));
                }
                "model" => {
                    facts.models.insert(rest.into(), Block::default());
                    open = Some((false, rest.into()));
                }
                _ => {}
            }
        }
        facts
    }
}

impl Block {
    fn line(&mut self, line: &str, expressions: &BTreeMap<String, String>) {
        if let Some(fact) = line.strip_prefix(':') {
            match fact.split_once(' ').unwrap_or((fact, "")) {
                ("called", label) => self.label = label.into(),
                ("family", family) => self.family = family.into(),
                ("deprecated", _) => self.is_deprecated = true,
                // How an editor shows it changes nothing of what it does.
                ("ui", _) => {}
                _ => self.rules.push(fact.into()),
            }
        } else if let Some(output) = line.strip_prefix("> ") {
            let mut words = Words::of(output);
            let name = words.next().map(unquoted).unwrap_or_default();
            self.outputs.push((name, words.next().unwrap_or_default().into()));
        } else {
            let words: Vec<&str> = Words::of(line).collect();
            let names = words.first().copied().unwrap_or_default();
            let (name, aliases) = match names.split_once('|') {
                Some((name, aliases)) if !names.starts_with('"') => (name.into(), aliases.replace('|', ", ")),
                _ => (unquoted(names), String::new()),
            };
            let start = |sign: char| {
                words.iter().skip(3).find_map(|word| word.strip_prefix(sign)).unwrap_or_default()
            };
            let default = words.get(2).map_or("none", |word| word.strip_prefix('=').unwrap_or("none"));
            self.fields.push(Field {
                name,
                aliases,
                kind: expanded(words.get(1).copied().unwrap_or_default(), expressions),
                default: default.into(),
                selector: start('@').into(),
                rewrite: start('~').into(),
            });
        }
    }
}

/// A type with the expressions in it that have names of their own written out.
fn expanded(expression: &str, known: &BTreeMap<String, String>) -> String {
    let (mut out, mut rest) = (String::new(), expression);
    while let Some(at) = rest.find('$') {
        let digits = rest[at + 1..].bytes().take_while(u8::is_ascii_digit).count();
        let name = &rest[at..at + 1 + digits];
        out.push_str(&rest[..at]);
        out.push_str(known.get(name).map_or(name, |whole| whole));
        rest = &rest[at + 1 + digits..];
    }
    out.push_str(rest);
    out
}

fn unquoted(word: &str) -> String {
    serde_json::from_str(word).unwrap_or_else(|_| String::from(word))
}
