//! Which crate may know which: spec ← editor ← app, spec ← client ← app, spec ← engine, codes, and the server all but editor.
use super::Findings;
use crate::shell::{Outcome, cargo, quiet};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// What each of our crates may depend on, of ours.
const ALLOWED: &[(&str, &[&str])] = &[
    ("flowdeck-spec", &[]),
    ("flowdeck-editor", &["flowdeck-spec"]),
    ("flowdeck-client", &["flowdeck-spec"]),
    ("flowdeck-engine", &["flowdeck-spec"]),
    ("flowdeck-codes", &[]),
    ("flowdeck-server", &["flowdeck-spec", "flowdeck-client", "flowdeck-engine", "flowdeck-codes"]),
    ("flowdeck", &["flowdeck-spec", "flowdeck-editor", "flowdeck-client", PREVIEW[0], PREVIEW[1]]),
    ("xtask", &[]),
];
/// What only the preview's worker has in it (`sources.rs` looks after that): two wasms of their own.
const PREVIEW: [&str; 2] = ["flowdeck-engine", "flowdeck-codes"];
/// What must never be in the app's build: size, or a promise broken.
const NOT_IN_APP: &[&str] = &["regex", "chrono", "reqwest", "tokio", "sqlx"];
/// What must never be below the app: purity.
const NOT_IN_PURE: &[&str] =
    &["web-sys", "js-sys", "wasm-bindgen", "yew", "gloo-net", "tokio", "reqwest", "getrandom"];

pub(super) fn check() -> Outcome<Findings> {
    let text = quiet(cargo().args([
        "metadata",
        "--format-version",
        "1",
        "--locked",
        "--filter-platform",
        "wasm32-unknown-unknown",
    ]))
    .or_else(|_| quiet(cargo().args(["metadata", "--format-version", "1", "--offline"])))?;
    let metadata: Value = serde_json::from_str(&text).map_err(|error| format!("cargo metadata: {error}"))?;
    let mut findings = Findings::new();
    for package in metadata["packages"].as_array().into_iter().flatten() {
        let name = package["name"].as_str().unwrap_or_default();
        let Some((_, allowed)) = ALLOWED.iter().find(|(known, _)| *known == name) else { continue };
        for dependency in package["dependencies"].as_array().into_iter().flatten() {
            let other = dependency["name"].as_str().unwrap_or_default();
            let is_normal = dependency["kind"].is_null();
            let is_ours = ALLOWED.iter().any(|(known, _)| *known == other);
            if is_ours && is_normal && !allowed.contains(&other) {
                findings.push(format!("{name} depends on {other}: the direction is wrong"));
            }
            let is_pure =
                matches!(name, "flowdeck-spec" | "flowdeck-editor" | "flowdeck-engine" | "flowdeck-codes");
            if is_pure && is_normal && NOT_IN_PURE.contains(&other) {
                findings.push(format!("{name} is pure and must not depend on {other}"));
            }
        }
    }
    let in_app = reachable(&metadata, "flowdeck", &PREVIEW);
    for banned in NOT_IN_APP {
        if in_app.contains(*banned) {
            findings.push(format!("{banned} is in the app's build"));
        }
    }
    Ok(findings)
}

/// The names of all packages that a package is built from, but those that come with one of them alone.
fn reachable(metadata: &Value, start: &str, but: &[&str]) -> BTreeSet<String> {
    let names: BTreeMap<&str, &str> = metadata["packages"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|package| Some((package["id"].as_str()?, package["name"].as_str()?)))
        .collect();
    let nodes: BTreeMap<&str, &Value> = metadata["resolve"]["nodes"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|node| Some((node["id"].as_str()?, node)))
        .collect();
    let mut open: Vec<&str> = names.iter().filter(|(_, name)| **name == start).map(|(id, _)| *id).collect();
    let mut seen: BTreeSet<&str> = open.iter().copied().collect();
    while let Some(id) = open.pop() {
        for dependency in nodes.get(id).and_then(|node| node["deps"].as_array()).into_iter().flatten() {
            let is_normal =
                dependency["dep_kinds"].as_array().into_iter().flatten().any(|kind| kind["kind"].is_null());
            if let Some(other) = dependency["pkg"].as_str().filter(|_| is_normal)
                && names.get(other).is_none_or(|name| !but.contains(name))
                && seen.insert(other)
            {
                open.push(other);
            }
        }
    }
    seen.into_iter().filter_map(|id| names.get(id).map(|name| String::from(*name))).collect()
}
