//! The live preview's worker: its own wasm with one JavaScript module, fetched at the first preview. Built without trunk,
//! because it has no page of its own.
use crate::app::Kind;
use crate::bin;
use crate::dist::{integrity, placed};
use crate::shell::{Outcome, bundle, define, run, target};
use std::path::{Path, PathBuf};

/// The bundled module, before it has a hashed name.
pub(crate) fn module() -> PathBuf {
    target().join("preview/preview.js")
}

/// Builds the worker; its wasm goes into a `dist`, its module to [`module`].
pub(crate) fn build(dist: &Path, kind: Kind) -> Outcome {
    let (wasm, glue) =
        bin::build("worker", &target().join("preview"), kind, |script| Ok(String::from(script)))?;
    let wasm_name = placed(dist, "worker", "wasm", &wasm)?;
    run(bundle()
        .arg("src/preview.js")
        .arg(format!("--alias:flowdeck-worker={}", glue.display()))
        .args([define("__WASM__", &wasm_name), define("__WASM_HASH__", &integrity(&wasm))])
        .arg(format!("--outfile={}", module().display())))
}
