//! What a block demands of several fields together: the validators of its manifest, as data.
use super::{Bound, KindSet, Value};

/// One demand, under conditions.
#[derive(Clone, Debug, PartialEq)]
pub struct Rule {
    /// All must hold.
    pub conditions: Vec<Condition>,
    /// What is demanded then.
    pub check: Check,
}

/// A field has one of some values, or none of them.
#[derive(Clone, Debug, PartialEq)]
pub struct Condition {
    /// The field.
    pub field: u16,
    /// One of these.
    pub values: Vec<Value>,
    /// Turned around: none of these.
    pub unless: bool,
}

/// Which literals a limit is for; the engine asks for the type of the value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limited {
    /// Whole numbers, and true and false, which count as such.
    Int,
    /// Numbers that came as, or became, fractions.
    Float,
    /// All numbers.
    Number,
}

/// A demand.
#[derive(Clone, Debug, PartialEq)]
pub enum Check {
    /// A number within limits.
    Limit {
        /// The field.
        field: u16,
        /// Which values are looked at.
        of: Limited,
        /// The limits.
        bounds: Vec<Bound>,
        /// It must not be infinite either.
        finite: bool,
    },
    /// Not absent.
    Needs(u16),
    /// Neither absent nor empty.
    NeedsSome(u16),
    /// One of these at least.
    NeedsOne(Vec<u16>),
    /// Absent.
    Lacks(u16),
    /// The first is less than the second, where both are there and not zero.
    Less(u16, u16),
    /// The first is at most the second, where both are whole numbers.
    AtMost(u16, u16),
    /// The level is one of those that the model knows.
    Levels {
        /// The field of the model.
        model: u16,
        /// The field of the level.
        level: u16,
        /// Levels by model.
        table: Vec<(Box<str>, Vec<Box<str>>)>,
    },
    /// The two together are one of these pairs.
    Pairs(u16, u16, Vec<(Box<str>, Box<str>)>),
    /// A selector or one of these.
    Only(u16, Vec<Value>),
    /// None of these.
    OtherThan(u16, Vec<Value>),
    /// As many labels as classes, none of them blank.
    Labels(u16, u16),
    /// No empty text.
    FilledText(u16),
    /// No empty list.
    FilledList(u16),
    /// An object without these names.
    Forbidden(u16, Vec<Box<str>>),
    /// A text that starts as a selector does.
    SelectorText(u16),
    /// No demand: this is what the field holds when a step leaves it out.
    Default(u16, Value),
    /// Something that is written as code.
    Code(CodeRule),
}

/// Demands that are code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeRule {
    /// As many confidences as classes (`sam3@v2`, `sam3@v3`).
    PerClassConfidence,
    /// Points are objects or lists of two or three numbers (`sam3_interactive@v1`, `sam3_video@v1`).
    LabelledPoints,
    /// A file name that is safe (`vision_event_bundle@v1`).
    BundleFileName,
    /// Each step is a target once; keys differ (`switch_case@v1`).
    SwitchTargets,
    /// Either a definition or the address of one (`inner_workflow@v1`).
    InnerWorkflow,
}

/// Outputs that depend on values (engine: `get_actual_outputs`).
#[derive(Clone, Debug, PartialEq)]
pub enum Gives {
    /// With this value in the field, the output has these kinds.
    ByValue {
        /// The field.
        field: u16,
        /// Its value.
        value: Box<str>,
        /// The output.
        output: Box<str>,
        /// Its kinds then.
        kinds: KindSet,
    },
    /// One more output for each name of the object in the field.
    Keys(u16, KindSet),
    /// One more output for each item of the list in the field.
    Items(u16, KindSet),
    /// Only these: one for each item, in small letters.
    OnlyLower(u16, KindSet),
    /// Only these: one for each name of the first field and each mode in the second.
    OnlyAggregates(u16, u16),
    /// What an inner workflow gives: nothing when it is sent elsewhere.
    OnlyInner(u16),
}
