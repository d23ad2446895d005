//! One JSON document: every finding of every file, with its places in lines and columns.
use super::place::Places;
use super::{Checked, word};
use flowdeck_spec::Node;
use flowdeck_spec::lint::Finding;
use serde_json::{Value, json};
use std::io::{self, Write};
use std::ops::Range;

/// Writes the document.
pub(super) fn write(list: &[Checked], out: &mut dyn Write) -> io::Result<()> {
    let files: Vec<Value> = list.iter().map(file).collect();
    serde_json::to_writer_pretty(&mut *out, &json!({"files": files}))?;
    writeln!(out)
}

fn file(checked: &Checked) -> Value {
    let places = Places::new(&checked.text);
    // A text that does not parse has no fixes to judge.
    let document = flowdeck_spec::json::parse(&checked.text).root.unwrap_or(Node::Null);
    let findings: Vec<Value> =
        checked.findings.iter().map(|finding| self::finding(finding, &places, &document)).collect();
    json!({
        "path": checked.name,
        "valid": checked.count(flowdeck_spec::Severity::Error) == 0,
        "findings": findings,
    })
}

fn finding(finding: &Finding, places: &Places<'_>, document: &Node) -> Value {
    let related =
        finding.related.iter().zip(&finding.diagnostic.related).map(|((range, message), source)| {
            with_place(json!({"pointer": source.pointer, "message": message}), places, range)
        });
    let fixes = finding.judged_fixes(document).map(|(fix, how)| {
        let edits = fix.edits.iter().map(|edit| with_place(json!({"text": edit.text}), places, &edit.range));
        json!({"title": fix.title, "applicability": how.word(), "edits": edits.collect::<Vec<_>>()})
    });
    let value = json!({
        "code": finding.code,
        "severity": word(finding.severity),
        "engine_class": finding.class.map(|class| class.name()),
        "pointer": finding.pointer,
        "step": finding.step,
        "property": finding.property,
        "message": finding.message,
        "related": related.collect::<Vec<_>>(),
        "fixes": fixes.collect::<Vec<_>>(),
    });
    with_place(value, places, &finding.range)
}

fn with_place(mut value: Value, places: &Places<'_>, range: &Range<usize>) -> Value {
    let place = places.of(range);
    for (key, number) in [
        ("line", place.line),
        ("column", place.column),
        ("end_line", place.end_line),
        ("end_column", place.end_column),
    ] {
        value[key] = json!(number);
    }
    value
}
