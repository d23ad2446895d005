//! The laws of `flowdeck-spec` that more than one target asks after. Each panics when its law is broken.
use flowdeck_spec::compile::{Compiled, compile};
use flowdeck_spec::diagnostic::Edit;
use flowdeck_spec::lint::Finding;
use flowdeck_spec::{Catalogue, Diagnostic, Node, json};

/// What a compilation gives.
pub type Verdict = (Compiled, Vec<Diagnostic>);

/// Compiles; what is told is told at places that are there.
#[must_use]
pub fn compiled(root: &Node, catalogue: &Catalogue) -> Verdict {
    let verdict = compile(root, catalogue);
    for finding in &verdict.1 {
        let is_there = |pointer: &str| pointer.is_empty() || root.pointer(pointer).is_some();
        assert!(is_there(&finding.pointer), "no place for {finding:?}");
        for related in &finding.related {
            assert!(is_there(&related.pointer), "no place for {related:?} of {finding:?}");
        }
        for edit in finding.fixes.iter().flat_map(|fix| &fix.edits) {
            let place = match edit {
                Edit::Remove { pointer } | Edit::Insert { pointer, .. } => pointer.as_str(),
                Edit::Set { pointer, .. } if is_there(pointer) => pointer,
                Edit::Set { pointer, .. } => pointer.rsplit_once('/').map_or("", |(parent, _)| parent),
            };
            assert!(is_there(place), "no place for {edit:?} of {finding:?}");
        }
    }
    verdict
}

/// Two compilations of one document say the same, of steps as of problems.
pub fn same(a: &Verdict, b: &Verdict, catalogue: &Catalogue) {
    let ((a, found_a), (b, found_b)) = (a, b);
    assert_eq!(found_a, found_b);
    assert_eq!((a.order(), a.gates(), a.step_count()), (b.order(), b.gates(), b.step_count()));
    for step in 0..a.step_count() {
        let facts = |compiled: &Compiled| {
            (
                compiled.name(step),
                compiled.block_type(catalogue, step).map(String::from),
                compiled.depth(step),
                compiled.level(step),
                format!("{:?}", compiled.sources(step)),
            )
        };
        assert_eq!(facts(a), facts(b));
        assert_eq!(a.step_outputs(catalogue, step), b.step_outputs(catalogue, step));
    }
    let ports = |compiled: &Compiled| format!("{:?} {:?}", compiled.inputs(), compiled.outputs());
    assert_eq!(ports(a), ports(b));
}

/// Findings stand in their text, and a fix of a text that is JSON leaves it JSON.
pub fn placed(text: &str, findings: &[Finding]) {
    for finding in findings {
        assert!(text.get(finding.range.clone()).is_some(), "{finding:?} is beyond the text");
        for (range, _) in &finding.related {
            assert!(text.get(range.clone()).is_some(), "{finding:?} is beyond the text");
        }
    }
    let fixes = findings.iter().flat_map(|finding| finding.fixes.iter().map(move |fix| (finding, fix)));
    for (finding, fix) in fixes.take(8) {
        let mended = fix.apply(text);
        let again = json::parse(&mended);
        assert!(again.error.is_none(), "{:?} after {fix:?} of {finding:?}", again.error);
    }
}
