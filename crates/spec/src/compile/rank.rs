//! The order in which the engine looks: it stops at the first problem, we tell all. A rank says which comes first.

/// The engine's phases, in its order (engine contract §3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Phase {
    /// The engine is chosen by the version.
    Version,
    /// Steps are walked through for Python blocks of the definition.
    Walk,
    /// Inner workflows by address are resolved.
    References,
    /// Python blocks are made.
    DynamicBlocks,
    /// Inner workflows are counted.
    Composition,
    /// Inner workflows are put in the place of their steps.
    Inlining,
    /// Values are compared that cannot be: the engine crashes.
    Crash,
    /// The refusal itself cannot be written: the engine crashes.
    Report,
    /// Steps, inputs and outputs are read.
    Syntax,
    /// Names are compared: inputs, steps, outputs.
    Names,
    /// Inputs become nodes.
    Inputs,
    /// Selectors of steps become edges.
    Edges,
    /// Outputs become edges.
    Outputs,
    /// The graph is searched for cycles.
    Cycle,
    /// Data flows along the edges.
    Flow,
    /// Nothing that the engine says.
    Advice,
}

/// A place in the engine's order: phase, node, part of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Rank(pub Phase, pub u32, pub u32);
