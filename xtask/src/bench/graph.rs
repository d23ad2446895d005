//! The page for the benchmark of graph canvases: the editor's own canvas with that benchmark's graph, as a static folder.
//! It is never shipped.
use crate::shell::{Outcome, cargo, program, read, root, run, say, target, without_paths, write};
use crate::tools;
use std::path::Path;

/// The style sheets of the canvas.
const SHEETS: [&str; 2] = ["tokens", "canvas"];

/// Writes the page into a folder.
pub(crate) fn graph(out: &Path) -> Outcome {
    tools::for_app()?;
    tools::npm_ci("js")?;
    let mut compile = cargo();
    compile.args(["build", "--quiet", "--package", "flowdeck", "--bin", "bench"]);
    compile.args(["--target", "wasm32-unknown-unknown", "--profile", "wasm"]);
    run(without_paths(&mut compile))?;
    let compiled = target().join("wasm32-unknown-unknown/wasm/bench.wasm");
    run(program("wasm-bindgen")
        .args(["--target", "web", "--no-typescript", "--out-dir"])
        .arg(out)
        .arg(compiled))?;
    let wasm = out.join("bench_bg.wasm");
    let small = crate::dist::small(&wasm, out)?;
    write(&wasm, small)?;
    let mut style =
        String::from("html, body { height: 100%; margin: 0; } #canvas { position: fixed; inset: 0; }\n");
    for sheet in SHEETS {
        style.push_str(&read(&root().join(format!("static/css/{sheet}.css")))?);
    }
    write(&out.join("style.css"), style)?;
    for name in ["index.html", "page.js"] {
        write(&out.join(name), read(&root().join("xtask/bench/graph").join(name))?)?;
    }
    say(&format!("  the page is in {}", out.display()));
    Ok(())
}
