//! SARIF 2.1.0, the form in which code scanning takes findings.
use super::place::Places;
use super::{Checked, explain, word};
use flowdeck_spec::Severity;
use flowdeck_spec::lint::Finding;
use serde_json::{Value, json};
use std::io::{self, Write};
use std::ops::Range;

/// Writes the log.
pub(super) fn write(list: &[Checked], all: bool, out: &mut dyn Write) -> io::Result<()> {
    let mut rules: Vec<(&str, Severity)> = Vec::new();
    let mut results = Vec::new();
    for checked in list {
        let file = File { uri: uri(&checked.name), places: Places::new(&checked.text) };
        for finding in checked.findings.iter().filter(|finding| all || finding.severity != Severity::Note) {
            let known = rules.iter().position(|(code, _)| *code == finding.code);
            let rule = known.unwrap_or_else(|| {
                rules.push((finding.code, finding.severity));
                rules.len() - 1
            });
            results.push(file.result(finding, rule));
        }
    }
    let rules: Vec<Value> = rules.into_iter().map(rule).collect();
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {"name": "flowdeck", "semanticVersion": env!("CARGO_PKG_VERSION"), "rules": rules}},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    serde_json::to_writer_pretty(&mut *out, &log)?;
    writeln!(out)
}

fn rule((code, severity): (&str, Severity)) -> Value {
    let mut rule = json!({"id": code, "defaultConfiguration": {"level": word(severity)}});
    if let Some(title) = explain::title(code) {
        rule["shortDescription"] = json!({"text": title});
    }
    if let Some(text) = explain::section(code) {
        rule["help"] = json!({"text": text, "markdown": text});
    }
    rule
}

struct File<'a> {
    uri: String,
    places: Places<'a>,
}

impl File<'_> {
    fn result(&self, finding: &Finding, rule: usize) -> Value {
        let related = finding.related.iter().enumerate().map(|(id, (range, what))| {
            let mut location = self.location(range);
            location["id"] = json!(id);
            location["message"] = json!({"text": what});
            location
        });
        let fixes = finding.fixes.iter().map(|fix| {
            let replacements = fix.edits.iter().map(
                |edit| json!({"deletedRegion": self.region(&edit.range), "insertedContent": {"text": edit.text}}),
            );
            json!({
                "description": {"text": fix.title},
                "artifactChanges": [{
                    "artifactLocation": {"uri": self.uri},
                    "replacements": replacements.collect::<Vec<_>>(),
                }],
            })
        });
        json!({
            "ruleId": finding.code,
            "ruleIndex": rule,
            "level": word(finding.severity),
            "message": {"text": finding.message},
            "locations": [self.location(&finding.range)],
            "relatedLocations": related.collect::<Vec<_>>(),
            "fixes": fixes.collect::<Vec<_>>(),
            "properties": {
                "pointer": finding.pointer,
                "engineClass": finding.class.map(|class| class.name()),
                "step": finding.step,
                "property": finding.property,
            },
        })
    }

    fn location(&self, range: &Range<usize>) -> Value {
        json!({"physicalLocation": {"artifactLocation": {"uri": self.uri}, "region": self.region(range)}})
    }

    fn region(&self, range: &Range<usize>) -> Value {
        let place = self.places.of(range);
        json!({
            "startLine": place.line,
            "startColumn": place.column,
            "endLine": place.end_line,
            "endColumn": place.end_column,
        })
    }
}

/// The address of a file: relative where it was named so, as code scanning wants it.
fn uri(name: &str) -> String {
    let name = name.replace(std::path::MAIN_SEPARATOR, "/");
    let name = name.strip_prefix("./").unwrap_or(&name);
    let mut out = String::from(if name.starts_with('/') { "file://" } else { "" });
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b"/-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    #[test]
    fn addresses_of_files() {
        for (name, uri) in
            [("./a b.json", "a%20b.json"), ("/x/é.json", "file:///x/%C3%A9.json"), ("<stdin>", "%3Cstdin%3E")]
        {
            assert_eq!(super::uri(name), uri);
        }
    }
}
