//! Slugs: the part of an address that names a workflow.

/// The longest slug.
pub const MAX_LENGTH: usize = 64;

/// The slug made from a name: lower-case ASCII letters, digits and single dashes, never empty.
#[must_use]
pub fn from_name(name: &str) -> String {
    let mut slug = String::new();
    for c in name.chars() {
        if slug.len() >= MAX_LENGTH {
            break;
        }
        if c.is_ascii_alphanumeric() {
            slug.push(c.to_ascii_lowercase());
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    let slug = slug.trim_end_matches('-');
    if slug.is_empty() { String::from("workflow") } else { String::from(slug) }
}

/// Why a slug that somebody typed cannot be used; `None` if it can.
#[must_use]
pub fn problem(slug: &str) -> Option<&'static str> {
    if slug.is_empty() {
        Some("The URL name is empty.")
    } else if slug.len() > MAX_LENGTH {
        Some("The URL name is longer than 64 characters.")
    } else if !slug.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')) {
        Some("The URL name may hold letters a–z, digits, dashes and underscores only.")
    } else {
        None
    }
}

/// The slug with a number that makes it free: `name`, `name-2`, `name-3`, …
#[must_use]
pub fn free(slug: &str, is_taken: impl Fn(&str) -> bool) -> String {
    let mut candidate = String::from(slug);
    let mut number = 2_u64;
    while is_taken(&candidate) {
        let suffix = format!("-{number}");
        // Not all ids of others are ASCII.
        let keep = slug.floor_char_boundary(MAX_LENGTH - suffix.len());
        candidate = format!("{}{suffix}", &slug[..keep]);
        number += 1;
    }
    candidate
}

#[cfg(test)]
mod tests {
    use super::{free, from_name, problem};
    use proptest::prelude::*;

    #[test]
    fn names_become_slugs() {
        assert_eq!(from_name("Dock inventory (v2)"), "dock-inventory-v2");
        assert_eq!(from_name("Überwachung – Tor 7"), "berwachung-tor-7");
        assert_eq!(from_name("日本"), "workflow");
    }

    #[test]
    fn a_taken_slug_gets_a_number() {
        assert_eq!(free("a", |slug| ["a", "a-2"].contains(&slug)), "a-3");
        let long = "ä".repeat(40);
        assert_eq!(free(&long, |slug| slug == long), format!("{}-2", "ä".repeat(31)));
    }

    proptest! {
        #[test]
        fn every_name_makes_a_usable_slug(name in ".*") {
            prop_assert_eq!(problem(&from_name(&name)), None);
        }
    }
}
