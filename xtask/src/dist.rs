//! What trunk leaves to be done: no inline script in the page (its policy forbids them), the JSON editor under a
//! hashed name, and for a release every file compressed once, at build time.
mod names;
mod parts;
mod small;

pub(crate) use names::shorten;
pub(crate) use small::small;

use crate::app::Kind;
use crate::shell::{Outcome, files, read, root, target, write};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use flate2::Compression;
use flate2::write::GzEncoder;
use sha2::{Digest, Sha256, Sha384};
use std::ffi::OsStr;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Where the bundled JSON editor is before it has a hashed name.
pub(crate) fn editor_file() -> PathBuf {
    target().join("js/codemirror.js")
}

/// Finishes what trunk wrote.
pub(crate) fn finish(dist: &Path, kind: Kind) -> Outcome {
    let index = dist.join("index.html");
    // A minified page has no quotes; the server looks for the base as it is written here.
    let mut page = read(&index)?.replace("<base href=./>", "<base href=\"./\" />");
    if kind == Kind::Release {
        page = parts::styles(dist, &page)?;
        page = parts::script(dist, &page)?;
    }
    page = start_script(dist, &page)?;
    if editor_file().is_file() {
        page = named(dist, &page, &editor_file(), "flowdeck-editor")?;
    }
    if crate::preview::module().is_file() {
        page = named(dist, &page, &crate::preview::module(), "flowdeck-preview")?;
    }
    page = named(dist, &page, &root().join("static/catalogue.txt"), "flowdeck-catalogue")?;
    write(&index, page)?;
    if kind == Kind::Release {
        for file in files(dist) {
            compress(&file)?;
        }
    }
    Ok(())
}

/// Replaces trunk's inline script by a file of ours that starts the app, with integrity for both of its files.
fn start_script(dist: &Path, page: &str) -> Outcome<String> {
    let (start, open) = ["<script type=\"module\">", "<script type=module>"]
        .iter()
        .find_map(|open| Some((page.find(open)?, open)))
        .ok_or("trunk wrote no start script: has its page changed?")?;
    let end = page[start..].find("</script>").ok_or("trunk's start script has no end")? + start;
    let inline = &page[start + open.len()..end];
    let module = between(inline, "from './", "'").ok_or("trunk's start script imports nothing")?;
    let wasm = between(inline, "module_or_path: './", "'").ok_or("trunk's start script names no wasm")?;
    let wasm_hash = integrity(&bytes(&dist.join(wasm))?);
    let script = format!(
        "import init from \"./{module}\";\nawait init({{ module_or_path: fetch(new URL(\"./{wasm}\", import.meta.url), {{ integrity: \"{wasm_hash}\" }}) }});\n"
    );
    let name = format!("start-{}.js", short_hash(script.as_bytes()));
    write(&dist.join(&name), &script)?;
    let tag = format!(
        "<script type=\"module\" src=\"./{name}\" integrity=\"{}\"></script>",
        integrity(script.as_bytes())
    );
    let page = format!("{}{tag}{}", &page[..start], &page[end + "</script>".len()..]);
    Ok(without_preload_integrity(&page))
}

/// Browsers ignore integrity on a preload by fetch and say so in the console; the fetch itself checks it.
fn without_preload_integrity(page: &str) -> String {
    let tag = page.split('<').find(|tag| tag.contains("as=fetch") || tag.contains("as=\"fetch\""));
    let attribute = tag.and_then(|tag| tag.split([' ', '>']).find(|part| part.starts_with("integrity=")));
    attribute.map_or_else(|| String::from(page), |attribute| page.replacen(&format!("{attribute} "), "", 1))
}

/// Copies a file under a name with its hash, and tells the app which.
fn named(dist: &Path, page: &str, file: &Path, meta: &str) -> Outcome<String> {
    let content = bytes(file)?;
    let part = |part: Option<&OsStr>| part.unwrap_or_default().to_string_lossy().into_owned();
    let name = format!("{}-{}.{}", part(file.file_stem()), short_hash(&content), part(file.extension()));
    write(&dist.join(&name), content)?;
    let meta = format!("<meta name=\"{meta}\" content=\"{name}\" />\n    <title>");
    Ok(page.replacen("<title>", &meta, 1))
}

/// Writes `.br` and `.gz` beside a file, where they are smaller.
fn compress(file: &Path) -> Outcome {
    let ending = file.extension().map(|ending| ending.to_string_lossy().into_owned()).unwrap_or_default();
    // The page is rendered by the server; pictures are compressed already.
    let is_wanted = matches!(ending.as_str(), "js" | "css" | "wasm" | "svg" | "json" | "webmanifest" | "txt");
    if !is_wanted {
        return Ok(());
    }
    let content = bytes(file)?;
    for (suffix, packed) in [("br", brotli(&content)?), ("gz", gzip(&content)?)] {
        if packed.len() < content.len() {
            write(&PathBuf::from(format!("{}.{suffix}", file.display())), packed)?;
        }
    }
    Ok(())
}

/// Brotli at its best, as servers send it.
pub(crate) fn brotli(content: &[u8]) -> Outcome<Vec<u8>> {
    let mut out = Vec::new();
    // Blocks of two megabytes: one set of codes for all of a wasm's functions, instead of one for each quarter.
    let options =
        ::brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 22, lgblock: 21, ..Default::default() };
    ::brotli::BrotliCompress(&mut &content[..], &mut out, &options)
        .map_err(|error| format!("brotli failed: {error}"))?;
    Ok(out)
}

fn gzip(content: &[u8]) -> Outcome<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder
        .write_all(content)
        .and_then(|()| encoder.finish())
        .map_err(|error| format!("gzip failed: {error}"))
}

fn between<'a>(text: &'a str, before: &str, after: &str) -> Option<&'a str> {
    let start = text.find(before)? + before.len();
    Some(&text[start..start + text[start..].find(after)?])
}

pub(crate) fn integrity(content: &[u8]) -> String {
    format!("sha384-{}", STANDARD.encode(Sha384::digest(content)))
}

pub(crate) fn short_hash(content: &[u8]) -> String {
    Sha256::digest(content).iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

pub(crate) fn bytes(path: &Path) -> Outcome<Vec<u8>> {
    std::fs::read(path).map_err(|error| format!("{} cannot be read: {error}", path.display()))
}

/// Writes a file under a name with its hash, in the place of earlier ones.
pub(crate) fn placed(dist: &Path, stem: &str, ending: &str, content: &[u8]) -> Outcome<String> {
    for old in crate::shell::files(dist) {
        let name = old.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if name.starts_with(&format!("{stem}-")) && name.contains(&format!(".{ending}")) {
            std::fs::remove_file(&old).map_err(|error| format!("{name}: {error}"))?;
        }
    }
    let name = format!("{stem}-{}.{ending}", short_hash(content));
    write(&dist.join(&name), content)?;
    Ok(name)
}
