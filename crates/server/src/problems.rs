//! What is wrong with a definition that is being stored: for the list's health mark, and for the answer to the save. A
//! draft may be broken, so it stops nothing.
use flowdeck_spec::{Catalogue, Severity, lint};
use serde::Serialize;

/// So many are told: who mends the first ones asks again.
const MOST: usize = 100;

/// What is wrong with a definition, in fields of an answer that other clients pass over.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Problems {
    /// Errors in the order in which the engine would raise them, then warnings.
    problems: Vec<Problem>,
    /// How many there are, those that are not told included.
    #[serde(rename = "problemCount")]
    count: usize,
    /// How many the engine would refuse it for.
    #[serde(skip)]
    errors: usize,
}

/// One of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct Problem {
    code: &'static str,
    severity: &'static str,
    engine_class: Option<&'static str>,
    pointer: String,
    message: String,
}

impl Problems {
    /// Those of a stored config.
    #[must_use]
    pub fn of(config: &str, catalogue: &Catalogue) -> Self {
        let mut found = lint::problems(config, catalogue);
        found.retain(|one| one.severity != Severity::Note);
        let errors = found.iter().filter(|one| one.severity == Severity::Error).count();
        let count = found.len();
        let problems = found.into_iter().take(MOST).map(|one| Problem {
            code: one.code,
            severity: one.severity.word(),
            engine_class: one.class.map(flowdeck_spec::EngineClass::name),
            pointer: one.pointer,
            message: one.message,
        });
        Self { problems: problems.collect(), count, errors }
    }

    /// How many the engine would refuse it for.
    #[must_use]
    pub const fn errors(&self) -> usize {
        self.errors
    }
}

/// An answer with what is wrong beside it.
#[derive(Debug, Serialize)]
pub(crate) struct Told<T> {
    /// The answer.
    #[serde(flatten)]
    pub(crate) answer: T,
    /// What is wrong with the definition in it.
    #[serde(flatten)]
    pub(crate) problems: Problems,
}

#[cfg(test)]
mod tests {
    use super::Problems;
    use crate::catalogue::bundled;

    fn unused(count: usize) -> String {
        let inputs: Vec<String> =
            (0..count).map(|n| format!("{{\"type\":\"WorkflowParameter\",\"name\":\"p{n}\"}}")).collect();
        format!("{{\"specification\":{{\"inputs\":[{}],\"steps\":[],\"outputs\":[]}}}}", inputs.join(","))
    }

    #[test]
    fn errors_come_first_and_many_are_counted() {
        let problems = Problems::of(&unused(150), bundled());
        assert_eq!((problems.problems.len(), problems.count, problems.errors()), (100, 151, 1));
        let severities: Vec<_> = problems.problems.iter().take(2).map(|one| one.severity).collect();
        assert_eq!(severities, ["error", "warning"]);
    }

    #[test]
    fn an_empty_workflow_has_none() {
        assert_eq!(Problems::of("{}", bundled()), Problems::default());
    }
}
