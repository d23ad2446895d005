//! What Python blocks printed, noted and broke off with: told by the engine with an answer or with a failure, and read by block.
//! Nothing of it is believed, and no more of it is read than a person reads.
use flowdeck_spec::Node;

/// How many blocks are told of.
const MOST_BLOCKS: usize = 50;
/// How many entries of a list are read.
const MOST_ENTRIES: usize = 2_000;
/// How long a text becomes, bytes.
const LONGEST: usize = 20_000;
/// What stands where a text is cut.
const CUT: &str = "\n… (more is in the raw answer)";

/// What one block said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Log {
    /// The step, or the block where the engine names that.
    pub name: String,
    /// Where it said it, and what; in the order of [`PARTS`].
    pub parts: Vec<(&'static str, String)>,
}

/// Where a block can say something.
const PARTS: [&str; 4] = ["stdout", "stderr", "debug_traces", "Traceback"];

impl Log {
    /// All of it as one text.
    #[must_use]
    pub fn text(&self) -> String {
        let mut out = String::new();
        for (part, text) in &self.parts {
            for piece in [part, ":\n", text, "\n"] {
                out.push_str(piece);
            }
        }
        out
    }
}

/// The logs of an answer, or of a failure's body.
#[must_use]
pub fn logs(body: &Node) -> Vec<Log> {
    let mut logs = Vec::new();
    let streams = body.get("python_blocks_output_streams").map_or(&[][..], Node::entries);
    for (step, calls) in streams.iter().take(MOST_ENTRIES) {
        for call in calls.items().iter().take(MOST_ENTRIES) {
            for part in &PARTS[..2] {
                add(&mut logs, &step.value(), part, call.get(part));
            }
        }
    }
    let notes = body.get("python_blocks_debug_traces").map_or(&[][..], Node::items);
    for note in notes.iter().take(MOST_ENTRIES) {
        let step = note.get("step").and_then(Node::as_str).unwrap_or_default();
        add(&mut logs, &step, PARTS[2], note.get("value"));
    }
    for block in body.get("blocks_errors").map_or(&[][..], Node::items).iter().take(MOST_BLOCKS) {
        let Some(broke) = block.get("block_traceback") else { continue };
        let name = block.get("block_id").and_then(Node::as_str).unwrap_or_default();
        // The same is among the streams, where those were asked for.
        if streams.is_empty() {
            for part in &PARTS[..2] {
                add(&mut logs, &name, part, broke.get(part));
            }
        }
        add(&mut logs, &name, PARTS[3], broke.get("traceback"));
    }
    logs
}

/// Adds what a block said to what it said before.
fn add(logs: &mut Vec<Log>, name: &str, part: &'static str, said: Option<&Node>) {
    let said = match said {
        None | Some(Node::Null) => return,
        Some(Node::String(text)) => text.value().into_owned(),
        Some(other) => other.to_compact(),
    };
    let said = said.trim_end();
    if said.is_empty() {
        return;
    }
    let at = match logs.iter().position(|log| log.name == name) {
        Some(at) => at,
        None if logs.len() < MOST_BLOCKS => {
            logs.push(Log { name: String::from(name), parts: Vec::new() });
            logs.len() - 1
        }
        None => return,
    };
    let parts = &mut logs[at].parts;
    match parts.iter_mut().find(|(known, _)| *known == part) {
        Some((_, text)) if text.ends_with(CUT) => {}
        Some((_, text)) => {
            text.push('\n');
            push(text, said);
        }
        None => {
            let mut text = String::new();
            push(&mut text, said);
            parts.push((part, text));
        }
    }
}

/// Adds what there is room for.
fn push(text: &mut String, more: &str) {
    let room = LONGEST.saturating_sub(text.len());
    if more.len() <= room {
        text.push_str(more);
    } else {
        let end = (0..=room).rev().find(|end| more.is_char_boundary(*end)).unwrap_or_default();
        text.push_str(more.get(..end).unwrap_or_default());
        text.push_str(CUT);
    }
}

#[cfg(test)]
mod tests {
    use super::{LONGEST, MOST_BLOCKS, logs};
    use flowdeck_spec::json::parse;

    fn read(text: &str) -> Vec<super::Log> {
        logs(&parse(text).root.unwrap())
    }

    #[test]
    fn what_blocks_said_stands_by_block() {
        // As the engine's server answers it (`debug` was asked for).
        let told = read(
            r#"{"outputs":[],"python_blocks_output_streams":{
                "tell":[{"stdout":"height 48\n","stderr":"careful\n"},{"stdout":"height 50\n","stderr":null}],
                "mute":[{"stdout":null,"stderr":""}]},
                "python_blocks_debug_traces":[{"step":"tell","value":{"height":48}},{"step":"other","value":"x"}]}"#,
        );
        let names: Vec<&str> = told.iter().map(|log| &*log.name).collect();
        assert_eq!(names, ["tell", "other"]);
        let expected = "stdout:\nheight 48\nheight 50\nstderr:\ncareful\ndebug_traces:\n{\"height\":48}\n";
        assert_eq!(told[0].text(), expected);
    }

    #[test]
    fn a_failure_tells_what_was_said_once() {
        let broke = r#""blocks_errors":[{"block_id":"Teller","block_traceback":
            {"traceback":"ValueError: too high","stdout":"height 200\n","stderr":null}},{"block_id":"b","block_traceback":null}]"#;
        let told = read(&["{", broke, "}"].concat());
        assert_eq!(told[0].text(), "stdout:\nheight 200\nTraceback:\nValueError: too high\n");
        let streams =
            r#","python_blocks_output_streams":{"tell":[{"stdout":"height 200\n","stderr":null}]}}"#;
        let told = read(&["{", broke, streams].concat());
        let text: Vec<String> = told.iter().map(super::Log::text).collect();
        assert_eq!(text, ["stdout:\nheight 200\n", "Traceback:\nValueError: too high\n"]);
    }

    #[test]
    fn anything_else_is_passed_over_and_nothing_is_endless() {
        for text in [
            "{}",
            "[]",
            r#"{"python_blocks_output_streams":null,"python_blocks_debug_traces":null,"blocks_errors":null}"#,
            r#"{"python_blocks_output_streams":{"a":7,"b":[1,null,{}]},"python_blocks_debug_traces":{"x":1}}"#,
            r#"{"python_blocks_output_streams":[1],"python_blocks_debug_traces":[1,{"value":null}],"blocks_errors":[2]}"#,
        ] {
            assert_eq!(read(text), [], "{text}");
        }
        let long = "ä".repeat(LONGEST);
        let told = read(&format!(
            r#"{{"python_blocks_output_streams":{{"a":[{{"stdout":"{long}"}},{{"stdout":"more"}}]}}}}"#
        ));
        let text = told[0].text();
        assert!(text.len() < LONGEST + 100 && text.contains("(more is in the raw answer)"));
        let many: Vec<String> = (0..500).map(|at| format!(r#"{{"step":"s{at}","value":1}}"#)).collect();
        let told = read(&format!(r#"{{"python_blocks_debug_traces":[{}]}}"#, many.join(",")));
        assert_eq!(told.len(), MOST_BLOCKS);
    }
}
