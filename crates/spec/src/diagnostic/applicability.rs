//! Which fixes a program may apply by itself: those that take away nothing that somebody wrote, and choose nothing in
//! their place.
use super::{Diagnostic, Edit, Fix, Severity};
use crate::json::Node;
use crate::wording::distance;

/// Who may apply a fix.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Applicability {
    /// Anybody: it adds what is missing, mends a slip of the hand, or takes an empty value away.
    Safe,
    /// Who has looked at it: it takes something away, or chooses between meanings.
    Unsafe,
}

impl Applicability {
    /// The word for it in answers.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Safe => "safe",
            Self::Unsafe => "unsafe",
        }
    }
}

impl Diagnostic {
    /// Who may apply one of its fixes to the document that it is about.
    #[must_use]
    pub fn applicability(&self, fix: &Fix, document: &Node) -> Applicability {
        let is_safe = fix.edits.iter().all(|edit| match edit {
            // A new step is a choice of what to do.
            Edit::Insert { .. } => false,
            Edit::Remove { pointer } => document.pointer(pointer).is_none_or(is_empty),
            Edit::Set { pointer, value } => match document.pointer(pointer) {
                Some(old) if !is_empty(old) => !self.is_meant() && is_slip(old, value),
                // Of two things to put there neither is sure.
                _ => !self.is_choice(),
            },
        });
        if is_safe { Applicability::Safe } else { Applicability::Unsafe }
    }

    /// Whether what stands there has a meaning: the engine takes it, or it names something that is there, only of the
    /// wrong kind.
    fn is_meant(&self) -> bool {
        self.severity != Severity::Error || self.code == "FD0205" || self.is_choice()
    }

    /// Whether there is more than one value to put there.
    fn is_choice(&self) -> bool {
        let values = self.fixes.iter().flat_map(|fix| &fix.edits);
        values.filter(|edit| matches!(edit, Edit::Set { .. })).count() > 1
    }
}

/// Whether a value says nothing.
fn is_empty(value: &Node) -> bool {
    match value {
        Node::Null => true,
        Node::String(text) => text.value().is_empty(),
        Node::Array(items) => items.is_empty(),
        Node::Object(entries) => entries.is_empty(),
        Node::Bool(_) | Node::Number(_) => false,
    }
}

/// Whether one value is the other, written wrongly: as a value of another type, or with a letter or two amiss.
fn is_slip(old: &Node, new: &Node) -> bool {
    let (Some(old), Some(new)) = (spelling(old), spelling(new)) else { return false };
    let number = |text: &str| crate::decimal::read(text.trim());
    if let (Some(old), Some(new)) = (number(&old), number(&new)) {
        return old == new;
    }
    // Numbers are not misspelt: v1 and v2 are two things.
    let digits = |text: &str| text.chars().filter(|letter| letter.is_ascii_digit()).collect::<String>();
    let parts = |text: &str| text.split(['.', '/', '@']).map(str::to_owned).collect::<Vec<_>>();
    let (before, after) = (parts(&old), parts(&new));
    digits(&old) == digits(&new)
        && before.len() == after.len()
        && before.iter().zip(&after).all(|(a, b)| distance(a, b) <= (b.chars().count() / 3).min(2))
}

/// A value that is no list and no object, as a person would say it.
fn spelling(value: &Node) -> Option<String> {
    match value {
        Node::String(text) => Some(text.value().into_owned()),
        Node::Number(_) | Node::Bool(_) => Some(value.to_compact()),
        Node::Null | Node::Array(_) | Node::Object(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Diagnostic, Fix, Severity};
    use crate::config::read;

    /// Sets or, with nothing to set, removes `/a` of a document.
    fn judge(severity: Severity, code: &'static str, document: &str, values: &[&str]) -> &'static str {
        let mut finding = Diagnostic::new(code, severity, "/a".into(), String::new());
        for value in values {
            finding.offer(String::new(), read(value).unwrap());
        }
        if values.is_empty() {
            finding.fixes.push(Fix::remove(String::new(), "/a".into()));
        }
        finding.applicability(&finding.fixes[0], &read(document).unwrap()).word()
    }

    fn set(old: &str, new: &str) -> &'static str {
        judge(Severity::Error, "FD0201", &format!("{{\"a\":{old}}}"), &[new])
    }

    #[test]
    fn slips_of_the_hand_are_mended() {
        for (old, new) in [
            (r#""$inputs.imge""#, r#""$inputs.image""#),
            (r#""$steps.blurr.image""#, r#""$steps.blur.image""#),
            (r#""$steps.model.predicitons""#, r#""$steps.model.predictions""#),
            (r#""roboflow_core/image_blurr@v1""#, r#""roboflow_core/image_blur@v1""#),
            (r#""RED""#, r#""red""#),
            (r#""5""#, "5"),
            ("1.0", r#""1.0""#),
            ("1", r#""1.0""#),
            (r#""True""#, "true"),
            ("null", r#""1.0""#),
            (r#""""#, r#""1.0""#),
        ] {
            assert_eq!(set(old, new), "safe", "{old} → {new}");
        }
    }

    #[test]
    fn other_things_are_not_put_in_the_place_of_what_was_written() {
        for (old, new) in [
            (r#""$steps.a.image""#, r#""$steps.b.image""#),
            (r#""$steps.model_1.image""#, r#""$steps.model_2.image""#),
            (r#""roboflow_core/image_blur@v9""#, r#""roboflow_core/image_blur@v1""#),
            (r#""$steps.blur""#, r#""$steps.blur.image""#),
            (r#""2.0""#, r#""1.0""#),
            (r#""Foo""#, r#""WorkflowParameter""#),
            ("0", "1"),
            ("[1]", "1"),
        ] {
            assert_eq!(set(old, new), "unsafe", "{old} → {new}");
        }
    }

    #[test]
    fn what_the_engine_takes_is_not_replaced() {
        let (document, new) = (r#"{"a":"blur"}"#, &[r#""blurr""#][..]);
        assert_eq!(judge(Severity::Error, "FD0201", document, new), "safe");
        assert_eq!(judge(Severity::Error, "FD0205", document, new), "unsafe");
        assert_eq!(judge(Severity::Warning, "FD0704", document, new), "unsafe");
    }

    #[test]
    fn of_two_values_none_is_sure() {
        let two = &[r#""image""#, r#""images""#][..];
        assert_eq!(judge(Severity::Error, "FD0201", r#"{"a":"imge"}"#, two), "unsafe");
        assert_eq!(judge(Severity::Error, "FD0201", "{}", two), "unsafe");
        assert_eq!(judge(Severity::Error, "FD0004", "{}", &["[]"]), "safe");
    }

    #[test]
    fn only_what_is_empty_may_go() {
        for (value, expected) in [
            ("null", "safe"),
            (r#""""#, "safe"),
            ("[]", "safe"),
            ("{}", "safe"),
            ("0", "unsafe"),
            ("false", "unsafe"),
            (r#""x""#, "unsafe"),
            ("[null]", "unsafe"),
        ] {
            let document = format!("{{\"a\":{value}}}");
            assert_eq!(judge(Severity::Warning, "FD0708", &document, &[]), expected, "{value}");
        }
    }
}
