//! What goes wrong where data flows together, in words.
use crate::catalogue::{Block, Field};
use crate::diagnostic::EngineClass;

/// What goes wrong at a step: code, class, the property if it is about one, and the sentence.
pub(super) type Trouble = (&'static str, EngineClass, Option<u16>, String);

pub(super) fn offset(block: &Block, field: u16) -> i8 {
    block.field(field).and_then(|field| field.offset).unwrap_or(0)
}

pub(super) fn offsets_are_sound(block: &Block) -> Result<(), Trouble> {
    let offsets = || block.fields.iter().filter_map(|field| field.offset);
    let (least, most) = (offsets().min().unwrap_or(0), offsets().max().unwrap_or(0));
    if least < 0 || most - least > 1 { Err(unsound(block)) } else { Ok(()) }
}

pub(super) fn unsound(block: &Block) -> Trouble {
    let message = format!(
        "{} says of its inputs how deep they are nested in a way that cannot be: see its definition.",
        block.label
    );
    ("FD0404", EngineClass::BlockInterface, None, message)
}

pub(super) fn name(block: &Block, field: u16) -> &str {
    block.field(field).map_or("", Field::name)
}

pub(super) fn differ(block: &Block, a: (u16, u32), b: (u16, u32)) -> Trouble {
    let message = format!(
        "“{}” is nested {} deep and “{}” {} deep; {} takes data of one depth. Crop or collapse one of them first.",
        name(block, a.0),
        a.1,
        name(block, b.0),
        b.1,
        block.label
    );
    ("FD0402", EngineClass::StepInputDimensionality, Some(b.0), message)
}

pub(super) fn mixed(block: &Block, field: u16) -> Trouble {
    let message =
        format!("The values of “{}” are nested to different depths: all must be of one.", name(block, field));
    ("FD0402", EngineClass::StepInputDimensionality, Some(field), message)
}
