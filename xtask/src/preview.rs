//! The live preview's worker: its own wasm with one JavaScript module, fetched at the first preview. Built without trunk,
//! because it has no page of its own.
use crate::app::Kind;
use crate::dist::{bytes, integrity, placed, shorten, small};
use crate::shell::{Outcome, bundle, cargo, define, for_small_wasm, program, read, run, target, write};
use std::path::{Path, PathBuf};

/// The bundled module, before it has a hashed name.
pub(crate) fn module() -> PathBuf {
    target().join("preview/preview.js")
}

/// Builds the worker; its wasm goes into a `dist`, its module to [`module`].
pub(crate) fn build(dist: &Path, kind: Kind) -> Outcome {
    let work = target().join("preview");
    let profile = if kind == Kind::Release { "wasm" } else { "dev" };
    let mut compile = cargo();
    compile.args(["build", "--quiet", "--package", "flowdeck", "--bin", "worker"]);
    compile.args(["--target", "wasm32-unknown-unknown", "--profile", profile]);
    if kind == Kind::Release {
        for_small_wasm(&mut compile);
    }
    run(&mut compile)?;
    let folder = if kind == Kind::Release { "wasm" } else { "debug" };
    let compiled = target().join("wasm32-unknown-unknown").join(folder).join("worker.wasm");
    run(program("wasm-bindgen").args(["--target", "web", "--out-dir"]).arg(&work).arg(compiled))?;
    let (wasm, glue) = (work.join("worker_bg.wasm"), work.join("worker.js"));
    let (wasm, script) = if kind == Kind::Release {
        shorten(&small(&wasm, &work)?, &read(&glue)?, "./worker_bg.js")?
    } else {
        (bytes(&wasm)?, read(&glue)?)
    };
    write(&glue, script)?;
    let wasm_name = placed(dist, "worker", "wasm", &wasm)?;
    run(bundle()
        .arg("src/preview.js")
        .arg(format!("--alias:flowdeck-worker={}", glue.display()))
        .args([define("__WASM__", &wasm_name), define("__WASM_HASH__", &integrity(&wasm))])
        .arg(format!("--outfile={}", module().display())))
}
