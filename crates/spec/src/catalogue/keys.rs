//! The names of a block's fields, packed so that the keys of a step are looked up within two cache lines.
use super::Field;

/// One name of one field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Key {
    mark: u32,
    field: u16,
    rank: u16,
}

/// All names of all fields of a block or model.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Keys(Vec<Key>);

/// Tells names apart mostly: the length and up to eight letters.
fn mark(name: &str) -> u32 {
    let bytes = name.as_bytes();
    let mut out = u32::try_from(bytes.len()).unwrap_or(0).wrapping_mul(0x9E37_79B9);
    for &byte in bytes.iter().take(4) {
        out = out.rotate_left(5) ^ u32::from(byte);
    }
    for &byte in bytes.iter().rev().take(4) {
        out = out.rotate_left(7) ^ u32::from(byte);
    }
    out
}

impl Keys {
    /// The names of these fields.
    pub(crate) fn of(fields: &[Field]) -> Self {
        let mut list = Vec::new();
        for (index, field) in fields.iter().enumerate() {
            for (rank, name) in field.names.iter().enumerate() {
                let place = (u16::try_from(index), u16::try_from(rank));
                if let (Ok(field), Ok(rank)) = place {
                    list.push(Key { mark: mark(name), field, rank });
                }
            }
        }
        Self(list)
    }

    /// The field of a name, and which of the field's names it is.
    pub(crate) fn find(&self, fields: &[Field], name: &str) -> Option<(usize, u16)> {
        let wanted = mark(name);
        self.0.iter().find_map(|key| {
            let index = usize::from(key.field);
            let is_it = key.mark == wanted && &**fields.get(index)?.names.get(usize::from(key.rank))? == name;
            is_it.then_some((index, key.rank))
        })
    }
}
