use super::{MOST_PIECES, Row, Trace};
use flowdeck_spec::json::parse;

/// What the reference engine answers for three steps in a row (`tests/results/trace.py`).
const REAL: &str = include_str!("../../../tests/results/measured.json");

fn read(events: &str) -> Trace {
    let text = ["{\"profiler_trace\":", events, "}"].concat();
    Trace::read(&parse(&text).root.unwrap())
}

fn names(rows: &[Row]) -> Vec<&str> {
    rows.iter().map(|row| &*row.name).collect()
}

fn step(name: &str, ts: i64, dur: i64) -> String {
    format!(
        r#"{{"name":"step_execution","ph":"X","ts":{ts},"dur":{dur},"args":{{"step_selector":"$steps.{name}"}}}}"#
    )
}

fn phase(name: &str, ts: i64, dur: i64) -> String {
    format!(r#"{{"name":"{name}","ph":"X","ts":{ts},"dur":{dur}}}"#)
}

fn list(events: &[String]) -> Trace {
    read(&format!("[{}]", events.join(",")))
}

#[test]
fn the_engines_own_trace_is_a_row_a_step_and_what_is_around_them() {
    let trace = Trace::read(&parse(REAL).root.unwrap());
    assert_eq!(names(&trace.steps), ["blur", "grey", "tell"]);
    assert!(trace.steps.iter().all(|row| row.pieces.len() == 1), "what is within a step is no further piece");
    assert_eq!(trace.slowest().map(|row| &*row.name), Some("blur"));
    for name in ["workflow compilation", "next steps selection", "outputs construction"] {
        assert!(names(&trace.phases).contains(&name), "{name}: {:?}", names(&trace.phases));
    }
    for name in ["workflow run", "workflow execution", "group of steps execution", "step code execution"] {
        assert!(!names(&trace.phases).contains(&name), "{name} holds steps, or is within one");
    }
    let sum: f64 = trace.steps.iter().chain(&trace.phases).map(Row::took).sum();
    assert!(sum <= trace.total + 0.001, "{sum} of {}: one after the other", trace.total);
    assert!(trace.steps.iter().all(|row| row.start() >= 0.0 && row.start() + row.took() <= trace.total));
}

#[test]
fn times_are_milliseconds_from_the_first_event() {
    let trace =
        list(&[phase("outputs_construction", 9_000, 500), step("b", 4_000, 5_000), step("a", 1_500, 2_000)]);
    assert_eq!(names(&trace.steps), ["a", "b"]);
    assert_eq!((trace.steps[0].start(), trace.steps[0].took()), (0.0, 2.0));
    assert_eq!((trace.steps[1].start(), trace.steps[1].took()), (2.5, 5.0));
    assert_eq!((trace.phases[0].start(), trace.total), (7.5, 8.0));
    assert_eq!(trace.slowest().map(|row| &*row.name), Some("b"));
}

#[test]
fn what_overlaps_is_one_piece_and_what_comes_again_another() {
    let trace = list(&[step("a", 0, 10_000), step("a", 2_000, 3_000), step("a", 20_000, 1_000)]);
    assert_eq!(trace.steps[0].pieces, [(0.0, 10.0), (20.0, 1.0)]);
    assert_eq!(trace.steps[0].took(), 11.0);
    let many: Vec<String> = (0..500).map(|at| step("a", at * 10, 1)).collect();
    assert_eq!(list(&many).steps[0].pieces.len(), MOST_PIECES);
}

#[test]
fn a_beginning_and_its_end_are_one_event() {
    let trace = read(
        r#"[{"name":"load_model","ph":"B","ts":1000},{"name":"load_model","ph":"E","ts":4000},
            {"name":"never","ph":"E","ts":4000},{"name":"open","ph":"B","ts":1},{"name":"told","ph":"I","ts":5}]"#,
    );
    assert_eq!(trace.phases, [Row { name: "load model".into(), pieces: vec![(0.0, 3.0)] }]);
    // Where no step ran, what would have held them is all there is.
    let trace = list(&[phase("workflow_execution", 0, 100), phase("within", 10, 20)]);
    assert_eq!(names(&trace.phases), ["workflow execution"]);
}

#[test]
fn whatever_is_no_event_is_passed_over() {
    for events in [
        "null",
        "[]",
        "{}",
        "7",
        r#"[null,1,"x",[],{}]"#,
        r#"[{"ph":"X","ts":"1","dur":1},{"ph":"X","ts":1},{"ph":7,"ts":1},{"ph":"X","ts":1,"dur":-1}]"#,
        r#"[{"ph":"X","ts":1e999,"dur":1},{"ph":"X","ts":-1e300,"dur":1},{"ph":"X","ts":1,"dur":1e300}]"#,
    ] {
        let trace = read(events);
        assert!(trace.is_empty() && trace.slowest().is_none(), "{events}: {trace:?}");
        assert_eq!(trace.total, 0.0);
    }
    // What Python writes for no number at all.
    let root = flowdeck_spec::json::parse_as_python(
        r#"{"profiler_trace":[{"ph":"X","ts":NaN,"dur":Infinity},{"ph":"X","ts":1,"dur":NaN}]}"#,
    );
    assert!(root.root.is_none_or(|root| Trace::read(&root).is_empty()));
    let odd = read(
        r#"[{"ph":"X","ts":1,"dur":1000,"args":{"step":"$steps.a.b"}},{"ph":"X","ts":1,"dur":0,"args":[]}]"#,
    );
    assert_eq!((odd.steps.len(), names(&odd.phases)), (0, vec!["(no name)"]));
}

#[test]
fn a_hundred_thousand_events_are_read_in_time() {
    let mut events: Vec<String> = (0..60_000).map(|at| step(&format!("s{at}"), at * 7, 5)).collect();
    events.extend((0..60_000).map(|at| {
        let kind = if at % 3 == 0 { "E" } else { "B" };
        format!(r#"{{"name":"p{}","ph":"{kind}","ts":{at}}}"#, at % 1_000)
    }));
    let trace = list(&events);
    assert_eq!(trace.steps.len(), 60_000);
    assert!(trace.total > 0.0);
}
