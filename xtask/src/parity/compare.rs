//! Both verdicts beside each other, counted by what was done to a specification and by what the engine says.
use super::case::{Case, Verdict};
use std::collections::BTreeMap;
use std::fmt::Write;

/// Shares below which the comparison fails.
const LEAST_VERDICTS: f64 = 0.995;
const LEAST_CLASSES: f64 = 0.97;
/// How many refused valid ones are listed by name.
const LISTED: usize = 40;

/// A case with both verdicts.
#[derive(Clone, Debug)]
pub(super) struct Pair<'a> {
    pub(super) case: &'a Case,
    pub(super) engine: Verdict,
    pub(super) ours: Verdict,
}

impl Pair<'_> {
    pub(super) fn agrees(&self) -> bool {
        self.engine.valid == self.ours.valid
    }

    /// Whether we predict what the engine raises; nothing to predict where it raises nothing.
    pub(super) fn agrees_on_class(&self) -> Option<bool> {
        (self.engine.valid == Some(false)).then(|| self.agrees() && self.engine.class == self.ours.class)
    }

    pub(super) fn is_disagreement(&self) -> bool {
        !self.agrees() || self.agrees_on_class() == Some(false)
    }

    pub(super) fn is_false_alarm(&self) -> bool {
        self.engine.valid == Some(true) && !self.agrees()
    }

    fn phase(&self) -> &str {
        match self.engine.valid {
            Some(true) => "valid",
            _ if self.engine.phase.is_empty() => "crash",
            _ => self.engine.phase.rsplit(" | ").next().unwrap_or_default(),
        }
    }
}

/// Cases with their verdicts, joined by id; those that the engine came to no end with are counted apart.
pub(super) fn join<'a>(
    cases: &'a [Case],
    engine: &BTreeMap<String, Verdict>,
    ours: &BTreeMap<String, Verdict>,
) -> (Vec<Pair<'a>>, usize) {
    let mut pairs = Vec::with_capacity(cases.len());
    let mut unjudged = 0;
    for case in cases {
        match case.engine.as_ref().or_else(|| engine.get(&case.id)) {
            Some(verdict) if verdict.valid.is_some() => pairs.push(Pair {
                case,
                engine: verdict.clone(),
                ours: ours.get(&case.id).cloned().unwrap_or_default(),
            }),
            _ => unjudged += 1,
        }
    }
    (pairs, unjudged)
}

/// Counts of one line of a table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Count {
    cases: usize,
    agreed: usize,
    refused: usize,
    classes: usize,
}

impl Count {
    fn add(&mut self, pair: &Pair<'_>) {
        self.cases += 1;
        self.agreed += usize::from(pair.agrees());
        if let Some(is_agreed) = pair.agrees_on_class() {
            self.refused += 1;
            self.classes += usize::from(is_agreed);
        }
    }

    fn line(&self, name: &str) -> String {
        let verdicts = percent(self.agreed, self.cases);
        format!(
            "| {name:<44} | {:>6} | {verdicts:>7} | {:>7} | {:>7} |\n",
            self.cases,
            self.refused,
            percent(self.classes, self.refused)
        )
    }
}

fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 1.0 } else { part as f64 / whole as f64 }
}

/// A share, cut rather than rounded: 100 % means all.
fn percent(part: usize, whole: usize) -> String {
    if whole == 0 {
        return String::from("–");
    }
    format!("{:.2}", (share(part, whole) * 10_000.0).floor() / 100.0)
}

/// The outcome of a comparison.
#[derive(Debug)]
pub(super) struct Report {
    pub(super) text: String,
    /// Why the comparison fails, if it does.
    pub(super) failures: Vec<String>,
}

/// Tables by mutation, by class and by phase, valid ones that we refuse, and whether the bars are met.
pub(super) fn report(pairs: &[Pair<'_>], unjudged: usize) -> Report {
    let mut total = Count::default();
    let (mut mutations, mut classes, mut phases) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
    for pair in pairs {
        total.add(pair);
        let add = |table: &mut BTreeMap<String, Count>, name: &str| {
            table.entry(name.to_owned()).or_default().add(pair);
        };
        if pair.case.mutations.is_empty() {
            add(&mut mutations, "(none)");
        }
        for mutation in &pair.case.mutations {
            add(&mut mutations, mutation);
        }
        add(&mut classes, pair.engine.word());
        add(&mut phases, pair.phase());
    }
    let mut text = String::new();
    for (title, table) in [("Mutation", &mutations), ("Engine says", &classes), ("Engine's phase", &phases)] {
        text += &head(title);
        for (name, count) in table {
            text += &count.line(name);
        }
        text.push('\n');
    }
    text += &head("");
    text += &total.line("All");
    let plain: Vec<&Pair<'_>> = pairs.iter().filter(|pair| pair.case.mutations.is_empty()).collect();
    let valid = plain.iter().filter(|pair| pair.engine.valid == Some(true)).count();
    let _ = writeln!(text, "\nUnmutated: {}, valid of them: {} %", plain.len(), percent(valid, plain.len()));
    if unjudged > 0 {
        let _ = writeln!(text, "Without a verdict of the engine, left out: {unjudged}");
    }
    let alarms: Vec<&Pair<'_>> = pairs.iter().filter(|pair| pair.is_false_alarm()).collect();
    let _ = writeln!(text, "Valid ones that we refuse: {}", alarms.len());
    for pair in alarms.iter().take(LISTED) {
        let done = pair.case.mutations.join(", ");
        let at = &pair.ours.pointer;
        let _ = writeln!(
            text,
            "  {} ({done}): {} at {at}: {}",
            pair.case.id,
            pair.ours.word(),
            pair.ours.message
        );
    }
    if alarms.len() > LISTED {
        let _ = writeln!(text, "  and {} more", alarms.len() - LISTED);
    }
    Report { text, failures: failures(pairs, &total) }
}

fn head(title: &str) -> String {
    format!(
        "| {title:<44} |  cases | verdict | refused |   class |\n|{:-<46}|-------:|--------:|--------:|--------:|\n",
        ""
    )
}

fn failures(pairs: &[Pair<'_>], total: &Count) -> Vec<String> {
    let mut failures = Vec::new();
    if total.cases == 0 {
        failures.push(String::from("there was nothing to compare"));
    }
    if share(total.agreed, total.cases) < LEAST_VERDICTS {
        failures.push(format!("verdicts agree in {} %", percent(total.agreed, total.cases)));
    }
    if share(total.classes, total.refused) < LEAST_CLASSES {
        failures.push(format!("classes agree in {} %", percent(total.classes, total.refused)));
    }
    let real =
        |pair: &&Pair<'_>| pair.case.is_corpus && pair.case.mutations.is_empty() && pair.is_false_alarm();
    let refused = pairs.iter().filter(real).count();
    if refused > 0 {
        failures.push(format!("{refused} real specifications that the engine takes are refused"));
    }
    failures
}

#[cfg(test)]
pub(super) mod tests {
    use super::super::case::{Case, Verdict};
    use super::{join, percent, report};
    use std::collections::BTreeMap;

    pub(in crate::parity) fn verdict(word: &str) -> Verdict {
        let is_valid = word == "valid";
        let valid = (word != "no answer").then_some(is_valid);
        let class = (valid == Some(false)).then(|| word.to_owned());
        Verdict { valid, class, ..Verdict::default() }
    }

    fn compared(rows: &[(&str, &str, &str)], is_corpus: bool) -> (super::Report, usize) {
        let mut cases = Vec::new();
        let (mut engine, mut ours) = (BTreeMap::new(), BTreeMap::new());
        for (number, (mutation, theirs, mine)) in rows.iter().enumerate() {
            let id = format!("c{number}");
            let mutations = mutation.split_whitespace().map(str::to_owned).collect();
            engine.insert(id.clone(), verdict(theirs));
            if !mine.is_empty() {
                ours.insert(id.clone(), verdict(mine));
            }
            cases.push(Case { id, mutations, is_corpus, ..Case::default() });
        }
        let (pairs, unjudged) = join(&cases, &engine, &ours);
        (report(&pairs, unjudged), unjudged)
    }

    #[test]
    fn each_mutation_and_each_class_has_its_line() {
        let (report, _) = compared(
            &[
                ("", "valid", "valid"),
                ("a b", "X", "X"),
                ("a", "X", "Y"),
                ("b", "valid", "X"),
                ("b", "Z", "valid"),
            ],
            false,
        );
        let line = |name: &str| {
            let start = format!("| {name} ");
            let line = report.text.lines().find(|line| line.starts_with(&start)).unwrap();
            line.split('|')
                .map(str::trim)
                .filter(|cell| !cell.is_empty())
                .map(str::to_owned)
                .collect::<Vec<_>>()
        };
        assert_eq!(line("a"), ["a", "2", "100.00", "2", "50.00"]);
        assert_eq!(line("b"), ["b", "3", "33.33", "2", "50.00"]);
        assert_eq!(line("(none)"), ["(none)", "1", "100.00", "0", "–"]);
        assert_eq!(line("X"), ["X", "2", "100.00", "2", "50.00"]);
        assert_eq!(line("All"), ["All", "5", "60.00", "3", "33.33"]);
        assert!(report.text.contains("Valid ones that we refuse: 1\n  c3 (b): X at "));
        assert_eq!(report.failures.len(), 2);
    }

    #[test]
    fn agreement_passes_and_the_unjudged_are_left_out() {
        let (report, unjudged) =
            compared(&[("a", "X", "X"), ("", "valid", "valid"), ("", "no answer", "X")], true);
        assert_eq!((report.failures.len(), unjudged), (0, 1));
    }

    #[test]
    fn what_we_do_not_answer_is_a_disagreement() {
        let (report, _) = compared(&[("a", "X", "")], false);
        assert_eq!(report.failures.len(), 2);
    }

    #[test]
    fn one_real_valid_one_refused_fails_whatever_the_share() {
        let mut rows = vec![("", "valid", "valid"); 999];
        rows.push(("", "valid", "X"));
        assert_eq!(
            compared(&rows, true).0.failures,
            ["1 real specifications that the engine takes are refused"]
        );
        assert!(compared(&rows, false).0.failures.is_empty());
        assert!(!compared(&[], false).0.failures.is_empty());
    }

    #[test]
    fn nearly_all_is_not_all() {
        assert_eq!(percent(99_999, 100_000), "99.99");
        assert_eq!(percent(3, 3), "100.00");
    }
}
