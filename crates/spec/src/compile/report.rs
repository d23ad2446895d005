//! What a compilation found, with each finding's place in the engine's order.
use super::rank::{Phase, Rank};
use crate::diagnostic::{Diagnostic, EngineClass, Severity};

/// More findings than this help nobody; what is above is counted in one last finding.
const MOST: usize = 500;

/// A collection of findings.
#[derive(Debug)]
pub(super) struct Report {
    found: Vec<(Rank, Diagnostic)>,
    /// Errors that are not kept any more.
    beyond: usize,
    spare: Diagnostic,
}

impl Report {
    pub(super) fn new() -> Self {
        let spare = Diagnostic::new("", Severity::Warning, String::new(), String::new());
        Self { found: Vec::new(), beyond: 0, spare }
    }

    /// An error of the engine's: at which phase, and at which node in the engine's order.
    pub(super) fn error(
        &mut self,
        (phase, node): (Phase, usize),
        code: &'static str,
        class: EngineClass,
        pointer: String,
        message: String,
    ) -> &mut Diagnostic {
        let mut diagnostic = Diagnostic::new(code, Severity::Error, pointer, message);
        diagnostic.class = Some(class);
        self.add(phase, node, diagnostic)
    }

    /// Something that the engine does not say.
    pub(super) fn advice(
        &mut self,
        severity: Severity,
        node: usize,
        code: &'static str,
        pointer: String,
        message: String,
    ) -> &mut Diagnostic {
        self.add(Phase::Advice, node, Diagnostic::new(code, severity, pointer, message))
    }

    pub(super) fn add(&mut self, phase: Phase, node: usize, diagnostic: Diagnostic) -> &mut Diagnostic {
        let order = u32::try_from(self.found.len()).unwrap_or(u32::MAX);
        let rank = Rank(phase, u32::try_from(node).unwrap_or(u32::MAX), order);
        if self.found.len() >= MOST {
            // What the engine says first must not be lost among what it would say later.
            self.beyond += 1;
            let last =
                self.found.iter().enumerate().max_by_key(|(_, (rank, _))| *rank).map(|(index, _)| index);
            if let Some(last) = last
                && let Some(slot) = self.found.get_mut(last)
                && rank < slot.0
            {
                *slot = (rank, diagnostic);
                return &mut slot.1;
            }
            return &mut self.spare;
        }
        let index = self.found.len();
        self.found.push((rank, diagnostic));
        &mut self.found[index].1
    }

    /// What was found of one code, with the step that it is about.
    pub(super) fn of_steps(&mut self, code: &str) -> impl Iterator<Item = (usize, &mut Diagnostic)> {
        let found = self.found.iter_mut().filter(move |(_, diagnostic)| diagnostic.code == code);
        found.map(|(rank, diagnostic)| (rank.1 as usize, diagnostic)).take(100)
    }

    /// Whether the next finding should say what was meant: the search is what costs.
    pub(super) fn wants_suggestion(&self) -> bool {
        self.found.len() < 100
    }

    /// The findings in the engine's order, its errors before all advice.
    pub(super) fn finish(mut self) -> Vec<Diagnostic> {
        crate::order::sort(&mut self.found, |(a, _), (b, _)| a.cmp(b));
        let mut list: Vec<Diagnostic> = self.found.into_iter().map(|(_, diagnostic)| diagnostic).collect();
        if self.beyond > 0 {
            let message = format!("{} more findings are not listed: mend these first.", self.beyond);
            let severity = list.iter().map(|finding| finding.severity).min().unwrap_or(Severity::Warning);
            list.push(Diagnostic::new("FD0009", severity, String::new(), message));
        }
        list
    }
}
