//! A server in memory with a clock that stands still, and one that really runs.
pub(crate) mod ask;
pub(crate) mod place;
pub(crate) mod postgres;
pub(crate) mod process;
pub(crate) mod wire;
pub(crate) mod world;

pub(crate) use ask::Answer;
pub(crate) use place::Place;
pub(crate) use world::World;
