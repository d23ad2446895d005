//! Changes of one value deep in a tree: what is not on the way stays the very same part.
use flowdeck_spec::Node;
use flowdeck_spec::json::Text;
use std::rc::Rc;

/// So deep may a document be nested: the parser's own limit, less what is put around.
pub(super) const DEEPEST: usize = 500;

/// Whether a value has no more than so many levels.
pub(super) fn fits(node: &Node, levels: usize) -> bool {
    match node {
        Node::Array(items) => levels > 0 && items.iter().all(|item| fits(item, levels - 1)),
        Node::Object(entries) => levels > 0 && entries.iter().all(|(_, value)| fits(value, levels - 1)),
        _ => true,
    }
}

/// The tokens of a JSON pointer (RFC 6901), without their escapes.
pub(super) fn tokens(pointer: &str) -> Vec<String> {
    pointer.split('/').skip(1).map(|token| token.replace("~1", "/").replace("~0", "~")).collect()
}

/// What becomes of the value at the end of a way.
pub(super) enum Last<'a> {
    /// This is put there.
    Put(&'a Node),
    /// This is put before it, in a list.
    Before(&'a Node),
    /// It goes.
    Take,
}

/// The tree with the value at the end of a way changed; none where there is no such place. Missing objects on the
/// way are made, and lists where the way goes on with `0`; `null` counts as missing. An item may be put right
/// behind a list's last.
pub(super) fn change(node: Option<&Node>, way: &[String], last: &Last<'_>) -> Option<Node> {
    let Some((token, rest)) = way.split_first() else {
        return match last {
            Last::Put(value) => Some((*value).clone()),
            _ => None,
        };
    };
    let is_last = rest.is_empty();
    match node {
        Some(Node::Array(items)) => {
            let index = if token == "-" { items.len() } else { token.parse::<usize>().ok()? };
            let mut list = items.to_vec();
            match (last, is_last) {
                (Last::Take, true) if index < list.len() => {
                    list.remove(index);
                }
                (Last::Before(value), true) if index <= list.len() => list.insert(index, (*value).clone()),
                (Last::Take | Last::Before(_), true) => return None,
                (Last::Put(_), _) if index == list.len() => list.push(change(None, rest, last)?),
                _ => {
                    let slot = list.get_mut(index)?;
                    *slot = change(Some(slot), rest, last)?;
                }
            }
            Some(Node::Array(Rc::new(list)))
        }
        Some(Node::Object(entries)) => {
            let mut list = entries.to_vec();
            if matches!(last, Last::Take) && is_last {
                // All of that name: one before would count again.
                list.retain(|(key, _)| *key != **token);
                return (list.len() < entries.len()).then(|| Node::Object(Rc::new(list)));
            }
            match list.iter_mut().rev().find(|(key, _)| *key == **token) {
                Some((_, slot)) => *slot = change(Some(slot), rest, last)?,
                None if matches!(last, Last::Put(_)) => {
                    list.push((Text::new(token), change(None, rest, last)?));
                }
                None => return None,
            }
            Some(Node::Object(Rc::new(list)))
        }
        None | Some(Node::Null) if matches!(last, Last::Put(_)) => {
            let value = change(None, rest, last)?;
            Some(if token == "0" || token == "-" {
                Node::Array(Rc::new(vec![value]))
            } else {
                Node::Object(Rc::new(vec![(Text::new(token), value)]))
            })
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Last, change, fits, tokens};
    use flowdeck_spec::Node;
    use flowdeck_spec::json::parse;

    fn changed(text: &str, pointer: &str, last: &Last<'_>) -> Option<String> {
        change(parse(text).root.as_ref(), &tokens(pointer), last).map(|node| node.to_compact())
    }

    #[test]
    fn values_are_put_and_taken_wherever_there_is_a_place() {
        let seven = Node::Number("7".into());
        let put = Last::Put(&seven);
        for (text, pointer, expected) in [
            ("{}", "/a", Some(r#"{"a":7}"#)),
            (r#"{"a":1,"b":2}"#, "/a", Some(r#"{"a":7,"b":2}"#)),
            (r#"{"a":1,"a":2}"#, "/a", Some(r#"{"a":1,"a":7}"#)),
            ("{}", "/a/b~1c/0", Some(r#"{"a":{"b/c":[7]}}"#)),
            (r#"{"a":null}"#, "/a/b", Some(r#"{"a":{"b":7}}"#)),
            (r#"{"a":[1]}"#, "/a/1", Some(r#"{"a":[1,7]}"#)),
            (r#"{"a":[1]}"#, "/a/-", Some(r#"{"a":[1,7]}"#)),
            (r#"{"a":[1]}"#, "/a/2", None),
            (r#"{"a":[1]}"#, "/a/x", None),
            (r#"{"a":5}"#, "/a/x", None),
        ] {
            assert_eq!(changed(text, pointer, &put).as_deref(), expected, "{text} {pointer}");
        }
        for (text, pointer, expected) in [
            (r#"{"a":1,"b":2,"a":3}"#, "/a", Some(r#"{"b":2}"#)),
            (r#"{"a":[1,2]}"#, "/a/0", Some(r#"{"a":[2]}"#)),
            (r#"{"a":[1,2]}"#, "/a/2", None),
            ("{}", "/a", None),
            ("{}", "/a/b", None),
        ] {
            assert_eq!(changed(text, pointer, &Last::Take).as_deref(), expected, "{text} {pointer}");
        }
        assert_eq!(changed("[1,2]", "/1", &Last::Before(&seven)).as_deref(), Some("[1,7,2]"));
    }

    #[test]
    fn levels_are_counted() {
        let node = parse("[[1],{\"a\":[]}]").root.unwrap();
        assert!(fits(&node, 3) && !fits(&node, 2));
    }
}
