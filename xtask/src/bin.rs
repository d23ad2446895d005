//! A binary of the app that has no page of its own, built without trunk: its wasm and wasm-bindgen's module.
use crate::app::Kind;
use crate::dist::{bytes, shorten, small};
use crate::shell::{Outcome, cargo, for_small_wasm, program, read, run, target, write};
use std::path::{Path, PathBuf};

/// What a release of one is to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Aim {
    /// As few bytes as can be.
    Small,
    /// Quick, where its packages have a profile for that: loops become vectors when all is linked, and not where the binary
    /// itself is to be small.
    Quick,
}

/// Builds one into a folder: the bytes of its wasm, and where its module is, changed by `mend`.
pub(crate) fn build(
    name: &str,
    work: &Path,
    kind: Kind,
    aim: Aim,
    mend: impl FnOnce(&str) -> Outcome<String>,
) -> Outcome<(Vec<u8>, PathBuf)> {
    let is_release = kind == Kind::Release;
    let mut compile = cargo();
    compile.args(["rustc", "--quiet", "--package", "flowdeck", "--bin", name]);
    compile.args([
        "--target",
        "wasm32-unknown-unknown",
        "--profile",
        if is_release { "wasm" } else { "dev" },
    ]);
    if is_release {
        for_small_wasm(&mut compile);
    }
    if is_release && aim == Aim::Quick {
        compile.args(["--", "-Copt-level=3"]);
    }
    run(&mut compile)?;
    let folder = target().join("wasm32-unknown-unknown").join(if is_release { "wasm" } else { "debug" });
    let compiled = folder.join(format!("{name}.wasm"));
    run(program("wasm-bindgen").args(["--target", "web", "--out-dir"]).arg(work).arg(compiled))?;
    let (wasm, glue) = (work.join(format!("{name}_bg.wasm")), work.join(format!("{name}.js")));
    let (wasm, script) = if is_release {
        shorten(&small(&wasm, work)?, &read(&glue)?, &format!("./{name}_bg.js"))?
    } else {
        (bytes(&wasm)?, read(&glue)?)
    };
    write(&glue, mend(&script)?)?;
    Ok((wasm, glue))
}
