//! The widget: its wasm with one JavaScript module and one style sheet, and `embed.js`, which names them with their
//! hashes. Built without trunk, because it has no page of its own.
use crate::app::Kind;
use crate::bin::{self, Aim};
use crate::dist::{bytes, integrity, placed};
use crate::shell::{Outcome, bundle, define, node, read, root, run, target, write};
use std::path::{Path, PathBuf};

/// Style sheets of the widget, in their order. Tokens come first: they are taken to the shadow tree's host.
const SHEETS: [&str; 7] = ["tokens", "base", "bits", "components", "run", "look", "widget"];

/// Builds the widget into a `dist`.
pub(crate) fn build(dist: &Path, kind: Kind) -> Outcome {
    let work = target().join("widget");
    let (wasm, glue) = bin::build("runner", &work, kind, Aim::Small, without_spread)?;
    let sheet = styles(&work)?;
    let wasm_name = placed(dist, "runner", "wasm", &wasm)?;
    let bundled = work.join("bundled.js");
    run(bundle()
        .arg("src/runner.js")
        .arg(format!("--alias:flowdeck-runner={}", glue.display()))
        .arg(format!("--alias:flowdeck-runner.css={}", sheet.display()))
        .args(["--loader:.css=text", "--inject:src/pristine.js"])
        .arg(format!("--outfile={}", bundled.display())))?;
    let module = bytes(&bundled)?;
    let module_name = placed(dist, "runner", "js", &module)?;
    let embed = work.join("embed.js");
    let version = env!("CARGO_PKG_VERSION");
    run(bundle()
        .arg("src/embed.js")
        .args([
            define("__MODULE__", &module_name),
            define("__MODULE_HASH__", &integrity(&module)),
            define("__WASM__", &wasm_name),
            define("__WASM_HASH__", &integrity(&wasm)),
            define("__VERSION__", version),
        ])
        .arg(format!("--outfile={}", embed.display())))?;
    for name in [String::from("embed.js"), format!("embed@{version}.js")] {
        write(&dist.join(name), bytes(&embed)?)?;
    }
    write(&dist.join("embed.d.ts"), types(&read(&work.join("runner.d.ts"))?)?)?;
    if kind == Kind::Release {
        package(dist, [&module_name, &wasm_name])?;
    }
    frame(dist, &work)
}

/// The types of the elements and their events: what the Rust sources say beside the records, out of wasm-bindgen's
/// declarations of the module.
fn types(declared: &str) -> Outcome<String> {
    let parts: Vec<&str> = declared
        .split("// embed.d.ts begins\n")
        .skip(1)
        .filter_map(|part| part.split_once("// embed.d.ts ends").map(|(types, _)| types))
        .collect();
    if parts.is_empty() {
        return Err(String::from("wasm-bindgen's declarations hold no types of the widget"));
    }
    Ok(format!("// Types of Flowdeck's elements, made by the build.\n{}", parts.concat()))
}

/// The npm package, ready to be packed, in `target/npm`.
fn package(dist: &Path, hashed: [&str; 2]) -> Outcome {
    let folder = target().join("npm");
    // What an earlier build left has other hashes.
    let _ = std::fs::remove_dir_all(&folder);
    for name in hashed.into_iter().chain(["embed.js", "embed.d.ts"]) {
        write(&folder.join(name), bytes(&dist.join(name))?)?;
    }
    for name in ["LICENSE-APACHE", "LICENSE-MIT", "npm/README.md"] {
        let file = root().join(name);
        write(&folder.join(file.file_name().unwrap_or_default()), bytes(&file)?)?;
    }
    let version = format!("\"version\": \"{}\"", env!("CARGO_PKG_VERSION"));
    write(
        &folder.join("package.json"),
        read(&root().join("npm/package.json"))?.replace("\"version\": \"0.0.0\"", &version),
    )
}

/// The page for frames, which the server gives its base and its parents.
fn frame(dist: &Path, work: &Path) -> Outcome {
    let (script, sheet) = (work.join("frame.js"), work.join("frame.css"));
    run(bundle().arg("src/frame.js").arg(format!("--outfile={}", script.display())))?;
    run(bundle().arg("../static/css/frame.css").arg(format!("--outfile={}", sheet.display())))?;
    let (script, sheet) = (bytes(&script)?, bytes(&sheet)?);
    let page = read(&root().join("static/frame.html"))?
        .replace("__FRAME__", &placed(dist, "frame", "js", &script)?)
        .replace("__FRAME_HASH__", &integrity(&script))
        .replace("__STYLE__", &placed(dist, "frame", "css", &sheet)?)
        .replace("__STYLE_HASH__", &integrity(&sheet));
    write(&dist.join("frame.html"), page)
}

/// wasm-bindgen's closures hand on their arguments by spreading an array, and how an array is spread is for the page to
/// replace. They have three arguments at most; further ones would be ignored.
fn without_spread(script: &str) -> Outcome<String> {
    const SPREAD: &str = "state.b, ...args)";
    if script.matches(SPREAD).count()
        != script.matches("...args)").count() - script.matches("(...args)").count()
    {
        return Err(String::from("wasm-bindgen's closures have another shape: look at without_spread"));
    }
    Ok(script.replace(SPREAD, "state.b, args[0], args[1], args[2], args[3])"))
}

/// One small style sheet for the shadow tree. The page's root is the host there; its theme follows the element's
/// attribute, and the system where that says nothing.
fn styles(work: &Path) -> Outcome<PathBuf> {
    let mut all = String::new();
    for name in SHEETS {
        let text = read(&root().join(format!("static/css/{name}.css")))?;
        all.push_str(&if name == "tokens" { tokens(&text)? } else { text });
    }
    let (whole, small) = (work.join("whole.css"), work.join("runner.css"));
    write(&whole, all)?;
    run(node("esbuild")
        .arg(&whole)
        .args(["--minify", "--log-level=warning"])
        .arg(format!("--outfile={}", small.display())))?;
    Ok(small)
}

fn tokens(text: &str) -> Outcome<String> {
    const DARK: &str = "  :root[data-theme=\"dark\"] {";
    let start = text.find(DARK).ok_or("the tokens have no dark theme")?;
    let end = start + text[start..].find("\n  }\n").ok_or("the dark theme has no end")? + 5;
    let body = &text[start + DARK.len()..end];
    let dark = format!(
        "  :host([theme=\"dark\"]) {{{body}  @media (prefers-color-scheme: dark) {{ :host(:not([theme=\"light\"])) {{{body} }}\n"
    );
    Ok(format!("{}{dark}{}", &text[..start], &text[end..]).replace(":root", ":host"))
}
