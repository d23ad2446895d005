//! What a list says of a workflow without opening it.
use crate::{Node, order};

/// The facts of one specification.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// How many steps it has.
    pub block_count: usize,
    /// The block types that occur, sorted.
    pub block_types: Vec<String>,
}

/// Sums up a specification; whatever is no step is passed over.
#[must_use]
pub fn of(specification: Option<&Node>) -> Summary {
    let steps = specification.and_then(|spec| spec.get("steps")).map(Node::items).unwrap_or_default();
    let types = steps.iter().filter_map(|step| step.get("type")?.as_str().map(std::borrow::Cow::into_owned));
    let mut block_types: Vec<String> = types.collect();
    order::sort(&mut block_types, String::cmp);
    block_types.dedup();
    Summary { block_count: steps.len(), block_types }
}

#[cfg(test)]
mod tests {
    use super::{Summary, of};
    use crate::config::read;

    #[test]
    fn steps_are_counted_and_types_named_once() {
        let spec =
            read(r#"{"steps":[{"type":"b"},{"type":"a"},{"type":"b"},{"name":"no type"},7]}"#).unwrap();
        let block_types = vec![String::from("a"), String::from("b")];
        assert_eq!(of(Some(&spec)), Summary { block_count: 5, block_types });
        assert_eq!(of(None), Summary::default());
    }
}
