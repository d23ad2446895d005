//! What took how long in a run: the engine's profiler trace, read into rows. An engine's events are believed in nothing: what is
//! missing, no number, of another type or too much is passed over.
use super::shape::number_at;
use flowdeck_spec::selector::Selector;
use flowdeck_spec::{Node, order};
use std::cmp::Ordering;

/// How many events are read.
const MOST_EVENTS: usize = 100_000;
/// How many phases can be open at once; of more, the first are passed over.
const MOST_OPEN: usize = 256;
/// How many pieces a row has; what comes later is one with the last.
const MOST_PIECES: usize = 50;
/// How long a phase's name is, letters.
const LONGEST: usize = 80;
/// The latest moment that is believed, microseconds: some thousand years.
const LATEST: f64 = 1e17;
/// Microseconds in a millisecond.
const MILLI: f64 = 1_000.0;

/// A step or a phase. Times are milliseconds, counted from the first event.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// The step's name, or the phase's in words.
    pub name: String,
    /// When it was under way, from the first on: start and length. They do not overlap.
    pub pieces: Vec<(f64, f64)>,
}

impl Row {
    /// When it started.
    #[must_use]
    pub fn start(&self) -> f64 {
        self.pieces.first().map_or(0.0, |(start, _)| *start)
    }

    /// How long it took in all.
    #[must_use]
    pub fn took(&self) -> f64 {
        self.pieces.iter().map(|(_, took)| took).sum()
    }
}

/// A run's timing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Trace {
    /// The steps, by when they started.
    pub steps: Vec<Row>,
    /// What happened around the steps, and neither within one nor around one.
    pub phases: Vec<Row>,
    /// From the first event to the last.
    pub total: f64,
}

impl Trace {
    /// Reads the events of an answer (`profiler_trace`).
    #[must_use]
    pub fn read(answer: &Node) -> Self {
        let mut spans = spans(answer.get("profiler_trace").map_or(&[][..], Node::items));
        let first = spans.iter().map(|span| span.from).fold(f64::INFINITY, f64::min);
        let last = spans.iter().map(|span| span.to).fold(f64::NEG_INFINITY, f64::max);
        if spans.is_empty() {
            return Self::default();
        }
        order::sort(&mut spans, by_start);
        let (steps, phases): (Vec<Span>, Vec<Span>) = spans.into_iter().partition(|span| span.is_step);
        let phases = beside(&steps, phases);
        Self { steps: rows(steps, first), phases: rows(phases, first), total: (last - first) / MILLI }
    }

    /// Whether nothing was measured.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.steps.is_empty() && self.phases.is_empty()
    }

    /// The step that took longest.
    #[must_use]
    pub fn slowest(&self) -> Option<&Row> {
        self.steps.iter().reduce(|most, row| if row.took() > most.took() { row } else { most })
    }
}

/// Something that was under way from one moment to another, microseconds.
#[derive(Clone, Debug)]
struct Span {
    name: String,
    is_step: bool,
    from: f64,
    to: f64,
}

/// By start; of those that start at once the longer one first, which may hold the others.
fn by_start(a: &Span, b: &Span) -> Ordering {
    a.from.total_cmp(&b.from).then(b.to.total_cmp(&a.to))
}

/// The complete events, and those that a beginning and an end make.
fn spans(events: &[Node]) -> Vec<Span> {
    let mut out = Vec::new();
    let mut open: Vec<Span> = Vec::new();
    for event in events.iter().take(MOST_EVENTS) {
        let text = |key: &str| event.get(key).and_then(Node::as_str);
        let (Some(from), Some(kind)) = (number_at(event, "ts"), text("ph")) else { continue };
        let took = match &*kind {
            "X" => number_at(event, "dur").unwrap_or(-1.0),
            "B" | "E" => 0.0,
            _ => continue,
        };
        if !(from.abs() <= LATEST && (0.0..=LATEST).contains(&took)) {
            continue;
        }
        let (name, is_step) = match step_of(event) {
            Some(step) => (step, true),
            None => (words(&text("name").unwrap_or_default()), false),
        };
        let span = Span { name, is_step, from, to: from + took };
        match &*kind {
            "X" => out.push(span),
            "B" if open.len() < MOST_OPEN => open.push(span),
            "E" => {
                let is_it = |begun: &Span| begun.name == span.name && begun.from <= span.to;
                if let Some(at) = open.iter().rposition(is_it) {
                    out.push(Span { to: span.to, ..open.remove(at) });
                }
            }
            _ => {}
        }
    }
    out
}

/// The step that an event names.
fn step_of(event: &Node) -> Option<String> {
    let args = event.get("args")?;
    let selector = args.get("step_selector").or_else(|| args.get("step"))?.as_str()?;
    match Selector::parse(&selector) {
        Some(Selector::Step(name)) => Some(name.into()),
        _ => None,
    }
}

/// The engine's name of a phase in words.
fn words(name: &str) -> String {
    if name.is_empty() {
        return String::from("(no name)");
    }
    name.chars().take(LONGEST).map(|letter| if letter == '_' { ' ' } else { letter }).collect()
}

/// The phases that hold no step and are in none, nor in another phase. Both lists are by start.
fn beside(steps: &[Span], mut phases: Vec<Span>) -> Vec<Span> {
    // For each step the first end of it and those after, and the last end of it and those before.
    let mut first_end: Vec<f64> = steps.iter().map(|step| step.to).collect();
    let mut last_end = first_end.clone();
    for at in 1..steps.len() {
        last_end[at] = last_end[at].max(last_end[at - 1]);
        let back = steps.len() - at;
        first_end[back - 1] = first_end[back - 1].min(first_end[back]);
    }
    let mut reached = f64::NEG_INFINITY;
    phases.retain(|phase| {
        let after = steps.partition_point(|step| step.from < phase.from);
        let holds = first_end.get(after).is_some_and(|end| *end <= phase.to);
        let upto = steps.partition_point(|step| step.from <= phase.from);
        let is_held = upto.checked_sub(1).and_then(|at| last_end.get(at)).is_some_and(|end| *end >= phase.to);
        let is_beside = !holds && !is_held && phase.to > reached;
        if is_beside {
            reached = phase.to;
        }
        is_beside
    });
    phases
}

/// One row for each name, by start: what overlaps is one piece.
fn rows(mut spans: Vec<Span>, first: f64) -> Vec<Row> {
    order::sort(&mut spans, |a, b| a.name.cmp(&b.name).then_with(|| by_start(a, b)));
    let mut rows: Vec<Row> = Vec::new();
    for Span { name, from, to, .. } in spans {
        let (start, end) = ((from - first) / MILLI, (to - first) / MILLI);
        match rows.last_mut().filter(|row| row.name == name) {
            Some(row) => {
                let count = row.pieces.len();
                match row.pieces.last_mut() {
                    Some((begun, took)) if start <= *begun + *took || count >= MOST_PIECES => {
                        *took = took.max(end - *begun);
                    }
                    _ => row.pieces.push((start, end - start)),
                }
            }
            None => rows.push(Row { name, pieces: vec![(start, end - start)] }),
        }
    }
    order::sort(&mut rows, |a, b| a.start().total_cmp(&b.start()));
    rows
}

#[cfg(test)]
mod tests;
