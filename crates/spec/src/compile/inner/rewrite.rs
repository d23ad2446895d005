//! How texts change when an inner workflow is put in place: its selectors get new names, its inputs become what they
//! are bound to (engine: `_rewrite_inner_scalar`, `_replace_inner_step_control_and_output_refs_in_object`).
use crate::hash::FastMap;
use crate::json::Node;
use std::rc::Rc;

/// The texts of the inner workflow itself.
pub(super) struct Child {
    /// New names of its steps by the old ones.
    steps: Table,
    /// What its inputs are bound to.
    bindings: Table,
    /// Values of inputs that are not bound.
    defaults: FastMap<Box<str>, u32>,
    values: Vec<Node>,
}

/// The texts of the workflow around it.
#[derive(Debug)]
pub(super) struct Renaming {
    /// The name of the step that goes.
    inner: String,
    /// What its outputs are called now.
    outputs: Table,
    /// The first of the steps that come in its place: whoever gated it gates this.
    first: String,
}

/// What stands for what. The engine tries every name on every text; here only those that a text mentions are tried,
/// so that the work stays in proportion to the document.
#[derive(Debug, Default)]
struct Table {
    by_name: FastMap<Box<str>, u32>,
    /// The names and what they stand for.
    pairs: Vec<(String, String)>,
    /// The lengths that names have, in bytes, each once, the longest first.
    lengths: Vec<usize>,
}

impl Table {
    /// Of equal names the first counts, or the last: as the engine's lists and dictionaries have it.
    fn new(pairs: &[(String, String)], first_counts: bool) -> Self {
        let mut table = Self { pairs: pairs.to_vec(), ..Self::default() };
        for (index, (name, _)) in pairs.iter().enumerate() {
            if !table.lengths.contains(&name.len()) {
                table.lengths.push(name.len());
            }
            let place = u32::try_from(index).unwrap_or(u32::MAX);
            if !(first_counts && table.by_name.contains_key(name.as_str())) {
                table.by_name.insert(name.as_str().into(), place);
            }
        }
        crate::order::sort(&mut table.lengths, |a, b| b.cmp(a));
        table
    }

    /// What a name stands for.
    fn get(&self, name: &str) -> Option<&str> {
        let place = *self.by_name.get(name)?;
        self.pairs.get(place as usize).map(|(_, stands_for)| stands_for.as_str())
    }

    /// Puts for each name that follows `head` what it stands for, the longest names first. What was put may be
    /// taken for a shorter name in turn, as in the engine.
    fn replace(&self, text: &str, head: &str, with: &dyn Fn(&str, &str, &str) -> String) -> String {
        let mut out = text.to_owned();
        for &length in &self.lengths {
            let mut found: Vec<(&str, &str)> = Vec::new();
            for (at, _) in out.match_indices(head) {
                let name = out.get(at + head.len()..at + head.len() + length);
                let place = name.and_then(|name| self.by_name.get(name));
                if let Some((name, stands_for)) = place.and_then(|&place| self.pairs.get(place as usize))
                    && !found.iter().any(|(known, _)| known == name)
                {
                    found.push((name, stands_for));
                }
            }
            for (name, stands_for) in found {
                out = with(&out, name, stands_for);
            }
        }
        out
    }
}

impl Child {
    pub(super) fn new(
        pairs: &[(String, String)],
        bindings: &[(String, String)],
        defaults: Vec<(String, Node)>,
    ) -> Self {
        Self {
            steps: Table::new(pairs, true),
            bindings: Table::new(bindings, false),
            defaults: (0_u32..)
                .zip(&defaults)
                .map(|(place, (name, _))| (name.as_str().into(), place))
                .collect(),
            values: defaults.into_iter().map(|(_, value)| value).collect(),
        }
    }

    /// The new name of one of its steps.
    pub(super) fn new_name(&self, old: &str) -> &str {
        self.steps.get(old).unwrap_or_default()
    }

    /// A value of the inner workflow as it is outside.
    pub(super) fn apply(&self, node: &Node) -> Node {
        map_texts(node, &|text| self.text(text))
    }

    fn text(&self, text: &str) -> Option<Node> {
        if !text.contains('$') {
            return None;
        }
        let mut out = self.steps.replace(text, "$steps.", &|text, old, new| {
            text.replace(&format!("$steps.{old}."), &format!("$steps.{new}."))
        });
        out = self.steps.replace(&out, "$steps.", &replace_bare);
        if let Some(name) = out.strip_prefix("$inputs.")
            && !name.is_empty()
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
        {
            if let Some(bound) = self.bindings.get(name) {
                return Some(Node::string(bound));
            }
            if let Some(value) = self.defaults.get(name).and_then(|&place| self.values.get(place as usize)) {
                return Some(value.clone());
            }
        }
        out = self
            .bindings
            .replace(&out, "$inputs.", &|text, key, bound| text.replace(&format!("$inputs.{key}"), bound));
        (out != text).then(|| Node::string(&out))
    }
}

impl Renaming {
    pub(super) fn new(inner: String, outputs: &[(String, String)], first: String) -> Self {
        Self { inner, outputs: Table::new(outputs, false), first }
    }
}

/// A value of the workflow around, after the step went.
pub(super) fn patch(node: &Node, renaming: &Renaming) -> Node {
    map_texts(node, &|text| {
        if !text.contains("$steps.") {
            return None;
        }
        let head = format!("$steps.{}.", renaming.inner);
        let mut out = renaming
            .outputs
            .replace(text, &head, &|text, name, selector| text.replace(&format!("{head}{name}"), selector));
        out = replace_bare(&out, &renaming.inner, &renaming.first);
        (out != text).then(|| Node::string(&out))
    })
}

/// `$steps.old` that neither a dot nor two underscores follow.
fn replace_bare(text: &str, old: &str, new: &str) -> String {
    let token = format!("$steps.{old}");
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(&token) {
        let (before, found) = rest.split_at(at);
        let after = &found[token.len()..];
        out.push_str(before);
        if after.starts_with('.') || after.starts_with("__") {
            out.push_str(&token);
        } else {
            out.push_str("$steps.");
            out.push_str(new);
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

/// The same tree with other texts; parts that stay are shared. Depth is bounded by the parser.
fn map_texts(node: &Node, change: &dyn Fn(&str) -> Option<Node>) -> Node {
    match node {
        Node::String(text) => change(&text.value()).unwrap_or_else(|| node.clone()),
        Node::Array(items) => {
            let mapped: Vec<Node> = items.iter().map(|item| map_texts(item, change)).collect();
            if mapped.iter().zip(items.iter()).all(|(a, b)| same(a, b)) {
                return node.clone();
            }
            Node::Array(Rc::new(mapped))
        }
        Node::Object(entries) => {
            let mapped: Vec<_> =
                entries.iter().map(|(key, value)| (key.clone(), map_texts(value, change))).collect();
            if mapped.iter().zip(entries.iter()).all(|((_, a), (_, b))| same(a, b)) {
                return node.clone();
            }
            Node::Object(Rc::new(mapped))
        }
        _ => node.clone(),
    }
}

/// Whether it is the very same value, without comparing what is inside.
fn same(a: &Node, b: &Node) -> bool {
    match (a, b) {
        (Node::Array(a), Node::Array(b)) => Rc::ptr_eq(a, b),
        (Node::Object(a), Node::Object(b)) => Rc::ptr_eq(a, b),
        (Node::String(a), Node::String(b)) => std::ptr::eq(a.raw(), b.raw()),
        (Node::Array(_) | Node::Object(_) | Node::String(_), _)
        | (_, Node::Array(_) | Node::Object(_) | Node::String(_)) => false,
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::replace_bare;

    #[test]
    fn bare_names_are_replaced_and_no_others() {
        let replaced = |text| replace_bare(text, "detect", "inner__detect");
        assert_eq!(replaced("$steps.detect"), "$steps.inner__detect");
        assert_eq!(replaced("$steps.detect.predictions"), "$steps.detect.predictions");
        assert_eq!(replaced("$steps.detect__x"), "$steps.detect__x");
    }
}
