//! Problems: walking from one to the next, and mending all that needs no look.
use super::desk::{Desk, Tab};
use crate::store::document;
use flowdeck_editor::command::Command;
use flowdeck_editor::item::{Item, at_pointer};
use flowdeck_spec::{Applicability, Diagnostic, Fix, Node};

fn is_safe(found: &Diagnostic, fix: &Fix, specification: &Node) -> bool {
    found.applicability(fix, specification) == Applicability::Safe
}

impl Desk {
    /// The first fix that can be applied without a look, among what was found.
    fn safe_fix(&self) -> Option<Command> {
        self.read(|_, document| {
            let specification = document.specification();
            document.findings.iter().find_map(|found| {
                let mut fixes = found.fixes.iter();
                fixes.find(|fix| is_safe(found, fix, specification)).map(Command::from)
            })
        })
        .flatten()
    }

    /// How many findings can be mended without a look at each.
    pub(super) fn safe_fixes(&self) -> usize {
        let count = self.read(|_, document| {
            let specification = document.specification();
            let findings = document.findings.iter();
            findings.filter(|found| found.fixes.iter().any(|fix| is_safe(found, fix, specification))).count()
        });
        count.unwrap_or(0)
    }

    /// Mends all that can be mended without a look, as one entry of the history. One fix may mend several findings, so
    /// after each it is asked again what there is.
    pub(super) fn fix_all(&self) {
        self.tell(document::Msg::Close);
        let mut left = self.safe_fixes() * 2;
        while let Some(fix) = self.safe_fix().filter(|_| left > 0) {
            self.act_with(fix, "fix all");
            left -= 1;
        }
        self.tell(document::Msg::Close);
    }

    /// Goes to the next problem that has a place on the canvas.
    pub(super) fn next_problem(&self, step: isize) {
        let found = self.read(|_, document| {
            let specification = document.specification();
            let items: Vec<Item> = document
                .findings
                .iter()
                .filter_map(|finding| at_pointer(specification, &finding.pointer))
                .collect();
            items
        });
        let Some(mut items) = found.filter(|items| !items.is_empty()) else { return };
        items.dedup();
        let here = self.selected().first().and_then(|item| items.iter().position(|other| other == item));
        let count = items.len().cast_signed();
        let next = match here {
            Some(here) => (here.cast_signed() + step).rem_euclid(count),
            None if step > 0 => 0,
            None => count - 1,
        };
        if let Some(item) = items.get(next.cast_unsigned()) {
            self.select(vec![item.clone()]);
            self.reveal_selected();
            self.turn_to(Tab::Step);
        }
    }
}
