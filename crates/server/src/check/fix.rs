//! Mends what can be mended without asking: change by change, and none is kept that makes it worse.
use flowdeck_spec::lint::{self, Finding, TextFix};
use flowdeck_spec::{Applicability, Catalogue, Node, Severity, json};
use std::collections::HashSet;

/// How often a text is checked again at most: a text that needs more is in no state to be mended by a program.
const MOST_TRIES: usize = 200;

/// A text after all changes.
pub(super) struct Mended {
    pub(super) text: String,
    pub(super) findings: Vec<Finding>,
    /// What was done, in the words of the fixes.
    pub(super) done: Vec<String>,
    /// How many findings have a fix that only who has looked at it should apply.
    pub(super) unsafe_left: usize,
    /// How many have one that made it worse.
    pub(super) refused: usize,
}

/// Mends a text that these findings are of. With `all` the fixes of these findings that lose something are applied too;
/// what comes up by them nobody has looked at. Errors go first.
pub(super) fn mend(text: &str, findings: Vec<Finding>, catalogue: &Catalogue, all: bool) -> Mended {
    let seen = findings.iter().filter(|_| all).map(|one| (one.code, one.message.clone())).collect();
    let mut work = Work { text: text.to_owned(), findings, seen, over: HashSet::new(), done: Vec::new() };
    let mut tries = 0;
    for severity in [Severity::Error, Severity::Warning] {
        while tries < MOST_TRIES {
            let Some(document) = json::parse(&work.text).root else { break };
            let mut chosen = work.choose(severity, &document);
            if chosen.is_empty() {
                break;
            }
            tries += work.apply(&mut chosen, catalogue, MOST_TRIES - tries);
        }
    }
    work.finish()
}

struct Work {
    text: String,
    findings: Vec<Finding>,
    /// Whose fixes may lose something, by code and message: places move.
    seen: HashSet<(&'static str, String)>,
    /// The changes that were made or refused: no finding is mended twice in one way.
    over: HashSet<Key>,
    done: Vec<String>,
}

/// A change as it is known in all states of the text.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Key {
    code: &'static str,
    pointer: String,
    message: String,
    title: String,
}

struct Choice {
    key: Key,
    fix: TextFix,
}

impl Choice {
    fn of(finding: &Finding, fix: &TextFix) -> Self {
        let (pointer, message) = (finding.pointer.clone(), finding.message.clone());
        let key = Key { code: finding.code, pointer, message, title: fix.title.clone() };
        Self { key, fix: fix.clone() }
    }

    fn is_of(&self, finding: &Finding) -> bool {
        (self.key.code, &self.key.pointer, &self.key.message)
            == (finding.code, &finding.pointer, &finding.message)
    }

    /// Whether it changes a place that another one changes or borders on.
    fn meets(&self, other: &Self) -> bool {
        self.fix.edits.iter().any(|a| {
            let mut others = other.fix.edits.iter();
            others.any(|b| a.range.start <= b.range.end && b.range.start <= a.range.end)
        })
    }
}

impl Work {
    /// The first fix of each finding that may be applied and was not yet, but those that meet an earlier one's place.
    fn choose(&self, severity: Severity, document: &Node) -> Vec<Choice> {
        let mut chosen: Vec<Choice> = Vec::new();
        for finding in self.findings.iter().filter(|finding| finding.severity == severity) {
            let allowed = finding
                .judged_fixes(document)
                .filter(|(fix, how)| !fix.edits.is_empty() && self.may_apply(finding, *how));
            let mut fresh = allowed.map(|(fix, _)| Choice::of(finding, fix));
            let Some(choice) = fresh.find(|choice| !self.over.contains(&choice.key)) else { continue };
            if !chosen.iter().any(|other| choice.meets(other)) {
                chosen.push(choice);
            }
        }
        chosen
    }

    fn may_apply(&self, finding: &Finding, how: Applicability) -> bool {
        how == Applicability::Safe || self.seen.contains(&(finding.code, finding.message.clone()))
    }

    /// Applies the changes, or as many of the first as do no harm; one that does harm alone is refused. Gives how often
    /// the text was checked.
    fn apply(&mut self, chosen: &mut Vec<Choice>, catalogue: &Catalogue, most: usize) -> usize {
        for tries in 1..=most {
            let edits = chosen.iter().flat_map(|choice| choice.fix.edits.clone()).collect();
            let text = TextFix { title: String::new(), edits }.apply(&self.text);
            let findings = lint::check_text(&text, catalogue);
            if self.is_mended(&findings, chosen) {
                (self.text, self.findings) = (text, findings);
                for Choice { key, .. } in chosen.drain(..) {
                    self.done.push(format!("{} ({})", key.title, key.code));
                    self.over.insert(key);
                }
                return tries;
            }
            if chosen.len() == 1 {
                self.over.extend(chosen.drain(..).map(|choice| choice.key));
                return tries;
            }
            chosen.truncate(chosen.len().div_ceil(2));
        }
        most
    }

    /// Whether all that was to be mended is, with no more errors than before. What several changes do together must show
    /// no new error either, which could hide behind what the others mend; of a flood nobody knows what is new.
    fn is_mended(&self, after: &[Finding], chosen: &[Choice]) -> bool {
        let place = |finding: &Finding| (finding.code, finding.pointer.clone());
        let errors = |findings: &[Finding]| -> Vec<_> {
            findings.iter().filter(|one| one.severity == Severity::Error).map(place).collect()
        };
        let (old, new) = (errors(&self.findings), errors(after));
        let is_gone = |choice: &Choice| !after.iter().any(|finding| choice.is_of(finding));
        let is_flood = || self.findings.iter().any(|finding| finding.code == "FD0009");
        let is_known = || {
            let old: HashSet<_> = old.iter().collect();
            new.iter().all(|error| old.contains(error))
        };
        new.len() <= old.len()
            && chosen.iter().all(is_gone)
            && (chosen.len() == 1 || is_flood() || is_known())
    }

    fn finish(self) -> Mended {
        let (mut unsafe_left, mut refused) = (0, 0);
        if let Some(document) = json::parse(&self.text).root {
            for finding in self.findings.iter().filter(|one| one.severity != Severity::Note) {
                let ways: Vec<_> = finding.judged_fixes(&document).map(|(_, how)| how).collect();
                if ways.iter().any(|how| self.may_apply(finding, *how)) {
                    refused += 1;
                } else {
                    unsafe_left += usize::from(!ways.is_empty());
                }
            }
        }
        Mended { text: self.text, findings: self.findings, done: self.done, unsafe_left, refused }
    }
}

#[cfg(test)]
mod tests {
    use super::{Mended, lint, mend};
    use flowdeck_spec::Severity;

    fn run(text: &str, all: bool) -> Mended {
        let catalogue = crate::catalogue::bundled();
        mend(text, lint::check_text(text, catalogue), catalogue, all)
    }

    fn spec(inputs: &str, steps: &str, outputs: &str) -> String {
        format!("{{\"version\":\"1.0\",\"inputs\":[{inputs}],\"steps\":[{steps}],\"outputs\":[{outputs}]}}")
    }

    const IMAGE: &str = r#"{"type":"WorkflowImage","name":"image"}"#;
    const OUT: &str = r#"{"type":"JsonField","name":"out","selector":"$steps.blur.image"}"#;

    fn blur(rest: &str) -> String {
        format!(
            "{{\"type\":\"roboflow_core/image_blur@v1\",\"name\":\"blur\",\"image\":\"$inputs.image\"{rest}}}"
        )
    }

    #[test]
    fn what_somebody_wrote_stays_until_it_is_asked_for() {
        let spare = r#"{"type":"WorkflowParameter","name":"spare"}"#;
        let text = spec(&format!("{IMAGE},{spare}"), &blur(r#","kernel_size":"much","colour":1"#), OUT);
        let careful = run(&text, false);
        assert_eq!((&careful.text, careful.done.len(), careful.unsafe_left), (&text, 0, 3));
        let bold = run(&text, true);
        assert_eq!(bold.text, spec(IMAGE, &blur(""), OUT));
        assert_eq!((bold.done.len(), bold.unsafe_left, bold.refused, bold.findings.len()), (3, 0, 0, 0));
    }

    /// How many findings are left; notes are wrong with nothing.
    fn left(mended: &Mended) -> usize {
        mended.findings.iter().filter(|finding| finding.severity != Severity::Note).count()
    }

    /// One mended error shows the next, until nothing is left.
    #[test]
    fn it_goes_on_to_the_end() {
        let text = spec(
            r#"{"type":"WorkflowImag","name":"image"}"#,
            &blur(r#","kernel_size":null"#),
            &OUT.replace("blur.image", "blur.imag"),
        );
        let mended = run(&text.replace("\"version\":\"1.0\"", "\"version\":1.0"), false);
        assert_eq!(mended.text, spec(IMAGE, &blur(""), OUT));
        assert_eq!(mended.findings, []);
    }

    /// The newer block lacks an output that is used.
    #[test]
    fn what_makes_it_worse_is_not_kept() {
        let step = r#"{"type":"roboflow_core/qwen3_5vl@v1","name":"blur","images":"$inputs.image","prompt":"What?"}"#;
        let text = spec(IMAGE, step, &OUT.replace("blur.image", "blur.thinking"));
        let mended = run(&text, true);
        assert_eq!((&mended.text, mended.done.len(), mended.refused), (&text, 0, 1));
        let mended = run(&text.replace("thinking", "parsed_output"), true);
        assert!(mended.text.contains("qwen3_5vl@v2") && left(&mended) == 0, "{}", mended.text);
    }

    /// Without outputs every step is unused, one after the other: nobody has asked for the end of that.
    #[test]
    fn what_a_loss_brings_up_is_not_lost_as_well() {
        let last = blur("").replace("\"blur\"", "\"last\"").replace("inputs.image", "steps.blur.image");
        let text = spec(IMAGE, &[blur(""), last].join(","), "");
        let mended = run(&text, true);
        assert_eq!(mended.text, spec(IMAGE, &blur(""), ""));
        assert_eq!((mended.done.len(), mended.unsafe_left), (1, 1));
    }

    #[test]
    fn a_bad_change_does_not_stop_the_good_ones() {
        let steps: Vec<String> = (0..40)
            .map(|n| {
                let colour = if n % 2 == 0 { ",\"kernel_size\":null" } else { ",\"colour\":1" };
                blur(colour)
                    .replace("\"blur\"", &format!("\"blur_{n}\""))
                    .replace("inputs.image", "inputs.imag")
            })
            .collect();
        let outputs: Vec<String> = (0..40)
            .map(|n| {
                format!("{{\"type\":\"JsonField\",\"name\":\"o{n}\",\"selector\":\"$steps.blur_{n}.image\"}}")
            })
            .collect();
        let mended = run(&spec(IMAGE, &steps.join(","), &outputs.join(",")), false);
        assert_eq!((mended.done.len(), mended.unsafe_left, mended.refused), (60, 20, 0));
        assert_eq!(left(&mended), mended.findings.iter().filter(|finding| finding.code == "FD0708").count());
    }

    #[test]
    fn a_flood_is_mended_as_well() {
        let steps: Vec<String> = (0..1200)
            .map(|n| {
                blur("").replace("\"blur\"", &format!("\"blur{n}\"")).replace("inputs.image", "inputs.imag")
            })
            .collect();
        let outputs: Vec<String> = (0..1200)
            .map(|n| {
                format!("{{\"type\":\"JsonField\",\"name\":\"o{n}\",\"selector\":\"$steps.blur{n}.image\"}}")
            })
            .collect();
        let mended = run(&spec(IMAGE, &steps.join(","), &outputs.join(",")), false);
        assert_eq!((mended.done.len(), left(&mended)), (1200, 0));
    }

    /// Over the example of each code: never more errors, and a second time there is nothing to do but what came up.
    #[test]
    fn no_example_of_the_documentation_is_made_worse() {
        let catalogue = crate::catalogue::bundled();
        let examples = include_str!("../../../../docs/diagnostics.md").split("```json\n").skip(1);
        let mut done = 0;
        for example in examples.filter_map(|rest| rest.split("```").next()) {
            let before = lint::error_count(example, catalogue);
            let careful = run(example, false);
            assert_eq!(run(&careful.text, false).text, careful.text, "{example}");
            for mended in [&careful, &run(example, true)] {
                assert!(lint::error_count(&mended.text, catalogue) <= before, "{example}");
                assert_eq!(mended.done.is_empty(), mended.text == example, "{example}");
            }
            done += careful.done.len();
        }
        assert!(done >= 4, "{done}");
    }
}
