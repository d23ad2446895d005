//! `flowdeck`: the command line. Everything is in the library, so that tests reach it.
use std::process::ExitCode;

/// The system's allocator makes threads wait for each other: under 64 connections, a sixth of the token endpoint's
/// time. This one keeps memory by thread.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    flowdeck_server::cli::main()
}
