//! Names: unique among inputs, among steps and among outputs (engine contract §3 D), and fit for selectors.
use super::{Findings, name_of};
use crate::json::Node;
use std::collections::HashMap;

pub(super) fn check(spec: &Node, found: &mut Findings) {
    for (list, what) in [("inputs", "inputs"), ("steps", "steps"), ("outputs", "outputs")] {
        let mut first: HashMap<String, usize> = HashMap::new();
        for (index, item) in spec.get(list).map(Node::items).unwrap_or_default().iter().enumerate() {
            let Some(name) = name_of(item) else { continue };
            let pointer = format!("/{list}/{index}/name");
            if let Some(&before) = first.get(&name) {
                let message = format!(
                    "Two {what} are called “{name}” (numbers {} and {}): rename one.",
                    before + 1,
                    index + 1
                );
                let finding = found.error("FD0101", &pointer, message);
                finding.property = Some(String::from("name"));
                finding.step = (list == "steps").then_some(name);
                continue;
            }
            let can_be_referred_to =
                !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'));
            if list != "outputs" && !can_be_referred_to {
                let message = format!(
                    "No selector can reach “{name}”: names that others refer to hold letters, digits, - and _ only."
                );
                found.warning("FD0102", &pointer, message);
            }
            first.insert(name, index);
        }
    }
}
