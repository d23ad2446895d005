//! What differs between two catalogues: what an upgrade of the engine changes.
use super::facts::{Block, Facts, Field};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::{self, Write};

/// All differences.
#[derive(Debug)]
pub(super) struct Diff {
    from: String,
    to: String,
    added_kinds: Vec<String>,
    removed_kinds: Vec<String>,
    blocks: Changes,
    models: Changes,
}

/// The differences between two sets of blocks or models.
#[derive(Debug)]
struct Changes {
    added: Vec<String>,
    removed: Vec<String>,
    changed: Vec<(String, Vec<Change>)>,
}

/// One fact that is not as it was. `part` is the field or output, `aspect` what of it.
#[derive(Debug, PartialEq, Eq)]
struct Change {
    what: &'static str,
    part: String,
    aspect: &'static str,
    before: Option<String>,
    after: Option<String>,
}

impl Diff {
    pub(super) fn of(a: &Facts, b: &Facts) -> Self {
        let name = |facts: &Facts| format!("engine {} ({})", facts.engine, facts.package);
        let only = |a: &[String], b: &[String]| a.iter().filter(|one| !b.contains(one)).cloned().collect();
        Self {
            from: name(a),
            to: name(b),
            added_kinds: only(&b.kinds, &a.kinds),
            removed_kinds: only(&a.kinds, &b.kinds),
            blocks: Changes::of(&a.blocks, &b.blocks),
            models: Changes::of(&a.models, &b.models),
        }
    }

    /// For programs.
    pub(super) fn json(&self) -> Value {
        json!({
            "from": self.from,
            "to": self.to,
            "kinds": {"added": self.added_kinds, "removed": self.removed_kinds},
            "blocks": self.blocks.json(),
            "models": self.models.json(),
        })
    }

    /// For people.
    pub(super) fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "{} → {}", self.from, self.to)?;
        let kinds = [('+', &self.added_kinds), ('-', &self.removed_kinds)];
        for (sign, name) in kinds.iter().flat_map(|(sign, names)| names.iter().map(move |name| (sign, name)))
        {
            writeln!(out, "{sign} kind {name}")?;
        }
        self.blocks.write("block", out)?;
        self.models.write("model", out)?;
        let (blocks, models) = (&self.blocks, &self.models);
        if blocks.is_empty() && models.is_empty() && kinds.iter().all(|(_, names)| names.is_empty()) {
            return writeln!(out, "The blocks are the same.");
        }
        writeln!(
            out,
            "\nBlocks: {} added, {} removed, {} changed.",
            blocks.added.len(),
            blocks.removed.len(),
            blocks.changed.len()
        )
    }
}

impl Changes {
    fn of(a: &BTreeMap<String, Block>, b: &BTreeMap<String, Block>) -> Self {
        let only = |a: &BTreeMap<String, Block>, b: &BTreeMap<String, Block>| {
            a.keys().filter(|name| !b.contains_key(*name)).cloned().collect()
        };
        let both = a.iter().filter_map(|(name, before)| Some((name, before, b.get(name)?)));
        let changed = both.map(|(name, before, after)| (name.clone(), changes(before, after)));
        Self {
            added: only(b, a),
            removed: only(a, b),
            changed: changed.filter(|(_, list)| !list.is_empty()).collect(),
        }
    }

    fn is_empty(&self) -> bool {
        self.added.is_empty() && self.removed.is_empty() && self.changed.is_empty()
    }

    fn json(&self) -> Value {
        let changed = self.changed.iter().map(|(name, list)| {
            let list = list.iter().map(|one| {
                json!({"what": one.what, "name": one.part, "aspect": one.aspect, "before": one.before, "after": one.after})
            });
            json!({"type": name, "changes": list.collect::<Vec<_>>()})
        });
        json!({"added": self.added, "removed": self.removed, "changed": changed.collect::<Vec<_>>()})
    }

    fn write(&self, what: &str, out: &mut dyn Write) -> io::Result<()> {
        for name in &self.added {
            writeln!(out, "+ {what} {name}")?;
        }
        for name in &self.removed {
            writeln!(out, "- {what} {name}")?;
        }
        for (name, list) in &self.changed {
            writeln!(out, "~ {what} {name}")?;
            for change in list {
                writeln!(out, "    {}", change.line())?;
            }
        }
        Ok(())
    }
}

impl Change {
    fn line(&self) -> String {
        let name = [self.what, &self.part].join(" ");
        let name = name.trim();
        match (&self.before, &self.after) {
            (None, Some(after)) => format!("+ {name} {}", short(after)).trim_end().into(),
            (Some(before), None) => format!("- {name} {}", short(before)).trim_end().into(),
            (before, after) => {
                let (before, after) = (before.as_deref().unwrap_or(""), after.as_deref().unwrap_or(""));
                let (before, after) = apart(before, after);
                format!("~ {name}: {} {before} → {after}", self.aspect)
            }
        }
    }
}

fn changes(a: &Block, b: &Block) -> Vec<Change> {
    let mut list = Vec::new();
    let text = |value: &str| Some(String::from(value));
    let mut differ = |what, aspect, before: &str, after: &str| {
        if before != after {
            list.push(Change { what, part: String::new(), aspect, before: text(before), after: text(after) });
        }
    };
    let state = |block: &Block| if block.is_deprecated { "deprecated" } else { "advised" };
    differ("state", "is", state(a), state(b));
    differ("name", "is", &a.label, &b.label);
    differ("family", "is", &a.family, &b.family);
    differ("types", "are", &a.aliases.join(", "), &b.aliases.join(", "));
    for field in &b.fields {
        match a.fields.iter().find(|other| other.name == field.name) {
            None => list.push(Change {
                what: "field",
                part: field.name.clone(),
                aspect: "added",
                before: None,
                after: Some(described(field)),
            }),
            Some(before) => {
                for ((aspect, old), (_, new)) in before.aspects().into_iter().zip(field.aspects()) {
                    if old != new {
                        let part = field.name.clone();
                        list.push(Change {
                            what: "field",
                            part,
                            aspect,
                            before: text(old),
                            after: text(new),
                        });
                    }
                }
            }
        }
    }
    for field in a.fields.iter().filter(|field| b.fields.iter().all(|other| other.name != field.name)) {
        let (part, before) = (field.name.clone(), Some(described(field)));
        list.push(Change { what: "field", part, aspect: "removed", before, after: None });
    }
    let (old, new) = (by_name(&a.outputs), by_name(&b.outputs));
    for name in new.keys().chain(old.keys().filter(|name| !new.contains_key(*name))) {
        let (before, after) = (old.get(name).cloned(), new.get(name).cloned());
        if before != after {
            list.push(Change { what: "output", part: (*name).into(), aspect: "kinds", before, after });
        }
    }
    for rule in b.rules.iter().filter(|rule| !a.rules.contains(rule)) {
        list.push(Change {
            what: "rule",
            part: String::new(),
            aspect: "added",
            before: None,
            after: text(rule),
        });
    }
    for rule in a.rules.iter().filter(|rule| !b.rules.contains(rule)) {
        list.push(Change {
            what: "rule",
            part: String::new(),
            aspect: "removed",
            before: text(rule),
            after: None,
        });
    }
    list
}

fn by_name(outputs: &[(String, String)]) -> BTreeMap<&str, String> {
    outputs.iter().map(|(name, kinds)| (name.as_str(), kinds.clone())).collect()
}

fn described(field: &Field) -> String {
    let default =
        if field.default == "none" { "required".into() } else { format!("default {}", field.default) };
    format!("{} ({default})", field.kind)
}

/// The longest text that is shown whole.
const SHOWN: usize = 120;

fn short(text: &str) -> String {
    if text.chars().count() <= SHOWN {
        text.into()
    } else {
        text.chars().take(SHOWN - 1).chain(['…']).collect()
    }
}

/// Two texts, long ones without what they have in common at both ends.
fn apart(a: &str, b: &str) -> (String, String) {
    if a.len() + b.len() <= SHOWN {
        return (shown(a), shown(b));
    }
    let same = a.chars().zip(b.chars()).take_while(|(x, y)| x == y).count();
    let most = a.chars().count().min(b.chars().count()) - same;
    let end = a.chars().rev().zip(b.chars().rev()).take(most).take_while(|(x, y)| x == y).count();
    // A little of what is the same says where it is.
    let (from, to) = (same.saturating_sub(16), end.saturating_sub(16));
    let cut = |text: &str| {
        let middle: String = text.chars().skip(from).take(text.chars().count() - from - to).collect();
        let (left, right) = (if from > 0 { "…" } else { "" }, if to > 0 { "…" } else { "" });
        format!("{left}{}{right}", short(&middle))
    };
    (cut(a), cut(b))
}

fn shown(text: &str) -> String {
    String::from(if text.is_empty() { "nothing" } else { text })
}
