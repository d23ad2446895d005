//! Names for new things: fit for selectors, and free in their list.
use crate::item::{Index, Section, name_of};
use flowdeck_spec::{Node, block::BlockType, fold};
use std::rc::Rc;

/// Whether selectors can reach a thing of this name: letters a–z, digits, `-` and `_`
/// (engine: the pattern of selectors).
#[must_use]
pub fn is_fit(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
}

/// The nearest name that is fit: “My blur” becomes `My_blur`.
#[must_use]
pub fn fit(name: &str) -> String {
    let mut out = String::new();
    for c in name.trim().chars() {
        if c.is_ascii_alphanumeric() || matches!(c, '-' | '_') {
            out.push(c);
        } else if !out.ends_with('_') && !out.is_empty() {
            out.push('_');
        }
    }
    out.truncate(out.trim_end_matches('_').len());
    if out.is_empty() { String::from("unnamed") } else { out }
}

/// The name of a first step of a block: `roboflow_core/image_blur@v1` makes `image_blur`.
#[must_use]
pub fn of_block(type_name: &str) -> String {
    let name = fit(&fold(BlockType::parse(type_name).name));
    match name.strip_prefix("roboflow_") {
        // Half of the vendor's own blocks carry its name; it tells nothing apart.
        Some(rest) if !rest.is_empty() => String::from(rest),
        _ => name,
    }
}

/// The names of one list, to find free ones. Many in a row cost no more than one each.
#[derive(Debug, Default)]
pub struct Names {
    taken: Index,
    /// The next number to try behind a name.
    next: Index,
}

impl Names {
    /// The names of a list.
    #[must_use]
    pub fn of(section: Section, specification: &Node) -> Self {
        let mut names = Self::default();
        for name in section.entries(specification).iter().filter_map(name_of) {
            names.taken.insert(Rc::from(&*name), 0);
        }
        names
    }

    /// Whether a name is there.
    #[must_use]
    pub fn contains(&self, name: &str) -> bool {
        self.taken.contains_key(name)
    }

    /// Takes the name, or, with a number, the first that is free: `blur`, `blur_2`, `blur_3`, …
    /// Of a name with a number already the count goes on: after `blur_2` comes `blur_3`.
    pub fn take(&mut self, wanted: &str) -> String {
        if !self.contains(wanted) {
            self.taken.insert(wanted.into(), 0);
            return String::from(wanted);
        }
        let stem = match wanted.rsplit_once('_') {
            Some((stem, number)) if !stem.is_empty() && is_count(number) => stem,
            _ => wanted,
        };
        let mut number = self.next.get(stem).copied().unwrap_or(2);
        loop {
            let mut name = String::from(stem);
            name.push('_');
            name.push_str(&number.to_string());
            number += 1;
            if !self.contains(&name) {
                self.taken.insert(name.as_str().into(), 0);
                self.next.insert(stem.into(), number);
                return name;
            }
        }
    }
}

fn is_count(text: &str) -> bool {
    !text.is_empty() && text.len() < 6 && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::{Names, fit, is_fit, of_block};
    use proptest::prelude::*;

    #[test]
    fn blocks_name_their_steps() {
        assert_eq!(of_block("roboflow_core/image_blur@v1"), "image_blur");
        assert_eq!(of_block("roboflow_core/roboflow_object_detection_model@v2"), "object_detection_model");
        assert_eq!(of_block("My Block"), "my_block");
    }

    #[test]
    fn a_taken_name_gets_the_next_number() {
        let mut names = Names::default();
        let got: Vec<String> = ["a", "a", "a_2", "a", "b_2", "b_2"].map(|name| names.take(name)).into();
        assert_eq!(got, ["a", "a_2", "a_3", "a_4", "b_2", "b_3"]);
    }

    proptest! {
        #[test]
        fn any_text_makes_a_fit_name(text in ".*") {
            prop_assert!(is_fit(&fit(&text)));
        }

        #[test]
        fn no_name_is_given_twice(wanted in prop::collection::vec("[ab](_[0-9]{1,2}){0,2}", 0..40)) {
            let mut names = Names::default();
            let mut got: Vec<String> = wanted.iter().map(|name| names.take(name)).collect();
            got.sort();
            got.dedup();
            prop_assert_eq!(got.len(), wanted.len());
        }
    }
}
