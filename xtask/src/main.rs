//! `cargo xtask`: everything a developer or CI does, in one word each.
mod agree;
mod app;
mod bench;
mod bin;
mod build;
mod catalog;
mod dist;
mod e2e;
mod fuzz;
mod parity;
mod peer;
mod preview;
mod run;
mod shell;
mod static_site;
mod test;
mod tidy;
mod tools;
mod venv;
mod watch;
mod widget;

use std::process::ExitCode;

const HELP: &str = "\
cargo xtask run [--port 8080] [--open] [--watch] [--data DIR]
    sets everything up, builds app and server, serves at http://127.0.0.1:8080
cargo xtask build
    makes dist/ and the single binary target/release/flowdeck
cargo xtask build --base /path/ [--routing hash] [--connect ORIGIN]… [--out DIR]
    makes a dist/ that any file server or CDN serves below that path, without a server of ours; --connect lets the
    page call another origin than the two of config.json, --out leaves dist/ as the server has it
cargo xtask test [--quick] [--engine] [--soak]
    everything CI does; --quick leaves out the release build and the browser's end-to-end tests;
    --engine adds the tests beside the real engine (7 GB of packages); --soak runs counts and fuzzers at full length
cargo xtask fuzz [TARGET [INPUT]] [--seconds 15] [--soak] [--keep]
    looks for inputs that break the document, the compiler or the catalogue's reader, from the saved corpus;
    --soak looks for an hour, --keep saves what reaches more than the corpus; INPUT is run once, with its backtrace
cargo xtask tidy
    checks the invariants of ARCHITECTURE.md that a program can
cargo xtask bench size|compile|widget|keystroke|load
    sizes against their budgets; the compiler against the engine; requests per second against a bare server
cargo xtask bench graph --out DIR
    writes the page on which the canvas is measured beside others, as a static folder
cargo xtask catalog [--check]
    reads the block catalogue out of the real engine (0.9 GB of packages, once) into static/catalogue.txt;
    FLOWDECK_SPEC_PYTHON names a Python that has the engine already
cargo xtask parity [--cases 2000] [--seed 1] [--corpus FILE]… [--report FILE] [--shrink] | --shipped
    generated specifications, or those of corpus files, through the real engine and `flowdeck check`: who differs where
cargo xtask agree [--cases 20] [--seed 1] [--blocks a,b] [--case NUMBER] [--docs]
    generated specifications through the real engine and the embedded one: which block differs by how much; --case
    shows one case whole, --docs writes the figures into docs/embedded-engine.md
cargo xtask js
    bundles the JSON editor into target/js";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = args.iter().map(String::as_str).collect();
    let outcome = match words.split_first() {
        Some((&"run", rest)) => run::run(rest),
        Some((&"build", rest)) => build::build(rest),
        Some((&"test", rest)) => test::test(rest),
        Some((&"fuzz", rest)) => fuzz::fuzz(rest),
        Some((&"tidy", [])) => tidy::tidy(),
        Some((&"bench", rest)) => bench::bench(rest),
        Some((&"catalog", rest)) => catalog::catalog(rest),
        Some((&"parity", ["--shipped"])) => parity::shipped(),
        Some((&"parity", rest)) => parity::parity(rest),
        Some((&"agree", rest)) => agree::agree(rest),
        Some((&"js", [])) => app::editor_module(),
        Some((&("help" | "--help" | "-h"), _)) | None => {
            shell::say(HELP);
            Ok(())
        }
        Some((other, _)) => Err(format!("“{other}” is no command.\n\n{HELP}")),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            shell::say(&format!("\nxtask: {why}"));
            ExitCode::FAILURE
        }
    }
}
