//! The live preview's worker: its own wasm, one more for what reads codes, and one JavaScript module for both, fetched at
//! the first preview. Built without trunk, because it has no page of its own.
use crate::app::Kind;
use crate::bin::{self, Aim};
use crate::dist::{integrity, placed};
use crate::shell::{Outcome, bundle, define, run, target};
use std::path::{Path, PathBuf};

/// The bundled module, before it has a hashed name.
pub(crate) fn module() -> PathBuf {
    target().join("preview/preview.js")
}

/// Builds the worker; its wasm goes into a `dist`, its module to [`module`].
pub(crate) fn build(dist: &Path, kind: Kind) -> Outcome {
    let work = target().join("preview");
    let mut command = bundle();
    command.arg("src/preview.js").arg(format!("--outfile={}", module().display()));
    for (name, word, aim) in [("worker", "__WASM", Aim::Quick), ("codes", "__CODES", Aim::Small)] {
        let (wasm, glue) = bin::build(name, &work, kind, aim, |script| Ok(String::from(script)))?;
        command.arg(format!("--alias:flowdeck-{name}={}", glue.display())).args([
            define(&format!("{word}__"), &placed(dist, name, "wasm", &wasm)?),
            define(&format!("{word}_HASH__"), &integrity(&wasm)),
        ]);
    }
    run(&mut command)
}
