//! `--gateway`: this server in front of the cloud. The cloud is a second Flowdeck in local mode, with a proxy between
//! them that remembers what passes and does harm when told.
mod contract;
mod faults;
mod keys;
mod shapes;
pub(crate) mod upstream;
mod writers;
