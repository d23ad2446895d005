//! What the codes mean: the sections of docs/diagnostics.md.

static TEXT: &str = include_str!("../../../../docs/diagnostics.md");

/// The section of a code, from its heading on.
pub(super) fn section(code: &str) -> Option<&'static str> {
    let code = code.trim().to_ascii_uppercase();
    let heading = format!("### {code} ");
    let start =
        TEXT.match_indices(&heading).map(|(at, _)| at).find(|at| *at == 0 || TEXT[..*at].ends_with('\n'))?;
    let rest = &TEXT[start..];
    let end = rest[4..].find("\n## ").into_iter().chain(rest[4..].find("\n### ")).min();
    Some(end.map_or(rest, |end| &rest[..end + 4]))
}

/// The heading without its code.
pub(super) fn title(code: &str) -> Option<&'static str> {
    section(code)?.lines().next()?.split_once("· ").map(|(_, title)| title)
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_code_has_its_section_and_nothing_else_has() {
        let text = super::section("fd0201").unwrap();
        assert!(text.starts_with("### FD0201 · ") && text.ends_with("```\n"), "{text}");
        assert_eq!(text.matches("### ").count(), 1);
        assert!(!super::title("FD0201").unwrap().is_empty());
        assert_eq!(super::section("FD02"), None);
    }
}
