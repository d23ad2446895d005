//! The files of the first visit, made few and small: one script, one style sheet, short names between script and wasm.
use super::{bytes, names, short_hash};
use crate::shell::{Outcome, program, read, root, run, target, write};
use std::path::Path;

/// Makes the page's script and wasm smaller under new names, and returns the page that names them.
pub(super) fn script(dist: &Path, page: &str) -> Outcome<String> {
    let module = named(page, "app-", ".js").ok_or("the page names no script of the app")?;
    let wasm = named(page, "app-", "_bg.wasm").ok_or("the page names no wasm of the app")?;
    let small = super::small(&dist.join(&wasm), &target())?;
    let (new_wasm, script) = names::shorten(&small, &read(&dist.join(&module))?, "./app_bg.js")?;
    // Bundled where it lies, so that the snippets beside it are found.
    write(&dist.join(&module), script)?;
    let bundled = dist.join("bundled.js");
    run(program("npx")
        .args(["--no-install", "esbuild", "--bundle", "--minify", "--format=esm", "--target=es2022"])
        .args(["--legal-comments=none", "--log-level=warning"])
        .arg(dist.join(&module))
        .arg(format!("--outfile={}", bundled.display()))
        .current_dir(root().join("js")))?;
    let content = bytes(&bundled)?;
    let (new_module, new_name) =
        (format!("app-{}.js", short_hash(&content)), format!("app-{}.wasm", short_hash(&new_wasm)));
    write(&dist.join(&new_module), content)?;
    write(&dist.join(&new_name), new_wasm)?;
    for old in [dist.join(&module), dist.join(&wasm), bundled] {
        std::fs::remove_file(&old).map_err(|error| format!("{}: {error}", old.display()))?;
    }
    let snippets = dist.join("snippets");
    if snippets.is_dir() {
        std::fs::remove_dir_all(&snippets).map_err(|error| format!("{}: {error}", snippets.display()))?;
    }
    // One script is left of trunk's several; it is loaded while the start script is still under way.
    let preload = format!(
        "<link rel=\"modulepreload\" href=\"./{new_module}\" integrity=\"{}\" crossorigin />",
        super::integrity(&bytes(&dist.join(&new_module))?)
    );
    Ok(without_tags(page, |tag| tag.contains("modulepreload"))
        .replace(&module, &new_module)
        .replace(&wasm, &new_name)
        .replacen("</head>", &format!("{preload}</head>"), 1))
}

/// Joins the page's style sheets into one, in their order, and returns the page that names it.
pub(super) fn styles(dist: &Path, page: &str) -> Outcome<String> {
    let is_sheet = |tag: &str| tag.starts_with("link ") && tag.contains("stylesheet");
    let mut all = String::new();
    for tag in page.split('<').filter(|tag| is_sheet(tag)) {
        let name = named(tag, "", ".css").ok_or("a style sheet without a name")?;
        let file = dist.join(&name);
        all.push_str(&read(&file)?);
        std::fs::remove_file(&file).map_err(|error| format!("{name}: {error}"))?;
    }
    let name = format!("style-{}.css", short_hash(all.as_bytes()));
    let integrity = super::integrity(all.as_bytes());
    write(&dist.join(&name), all)?;
    let link = format!("<link rel=\"stylesheet\" href=\"./{name}\" integrity=\"{integrity}\" />");
    Ok(without_tags(page, is_sheet).replacen("<title>", &format!("{link}<title>"), 1))
}

/// The page without some tags.
fn without_tags(page: &str, is_gone: impl Fn(&str) -> bool) -> String {
    let mut out = String::new();
    for (index, part) in page.split('<').enumerate() {
        if index == 0 {
            out.push_str(part);
        } else if is_gone(part) {
            out.push_str(part.split_once('>').map_or("", |(_, rest)| rest));
        } else {
            out.push('<');
            out.push_str(part);
        }
    }
    out
}

/// The first file name with this beginning and ending.
fn named(text: &str, start: &str, end: &str) -> Option<String> {
    text.split(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.')))
        .map(|word| word.trim_start_matches('.'))
        .find(|word| word.starts_with(start) && word.ends_with(end) && word.len() > end.len())
        .map(String::from)
}
