//! The tools that the build needs, pinned. What is on the machine in the right version is used; the rest is built
//! into `target/tools`, unoptimised, which is twice as quick and enough.
use crate::shell::{Outcome, cargo, exists, program, quiet, root, run, say, target};
use std::path::PathBuf;
use std::process::Command;

/// Trunk: newer ones need a newer compiler.
const TRUNK: &str = "0.21.14";
/// Must equal the `wasm-bindgen` of Cargo.lock.
const WASM_BINDGEN: &str = "0.2.130";
/// The licence and ban checker.
const CARGO_DENY: &str = "0.20.2";

/// Where the pinned tools are.
pub(crate) fn bin_dirs() -> Vec<PathBuf> {
    vec![target().join("tools/bin"), root().join("js/node_modules/.bin")]
}

/// What building the app needs.
pub(crate) fn for_app() -> Outcome {
    wasm_target()?;
    from_cargo("trunk", "trunk", TRUNK, true)?;
    from_cargo("wasm-bindgen-cli", "wasm-bindgen", WASM_BINDGEN, false)
}

/// The licence and ban checker.
pub(crate) fn cargo_deny() -> Outcome {
    from_cargo("cargo-deny", "cargo-deny", CARGO_DENY, true)
}

fn wasm_target() -> Outcome {
    let installed = quiet(program("rustup").args(["target", "list", "--installed"]));
    match installed {
        Ok(list) if list.contains("wasm32-unknown-unknown") => Ok(()),
        Ok(_) => run(program("rustup").args(["target", "add", "wasm32-unknown-unknown"])),
        // Without rustup the compiler may still have the target; the build will say if not.
        Err(_) => Ok(()),
    }
}

fn from_cargo(package: &str, binary: &str, version: &str, locked: bool) -> Outcome {
    let has = quiet(program(binary).arg("--version")).is_ok_and(|said| said.contains(version));
    if has {
        return Ok(());
    }
    say(&format!("  building {package} {version} (once, some minutes)"));
    let tools = target().join("tools");
    let mut command = cargo();
    command
        .args([
            "install",
            package,
            "--version",
            version,
            "--debug",
            "--no-default-features",
            "--quiet",
            "--root",
        ])
        .arg(&tools)
        .env("CARGO_TARGET_DIR", target().join("tools-build"));
    if locked {
        command.arg("--locked");
    }
    run(&mut command)
}

/// Node.js with npm, or why not.
pub(crate) fn has_node() -> bool {
    exists("node") && exists("npm")
}

/// The packages of a folder with a `package.json`, exactly as locked.
pub(crate) fn npm_ci(folder: &str) -> Outcome {
    let dir = root().join(folder);
    let (lock, stamp) = (dir.join("package-lock.json"), dir.join("node_modules/.package-lock.json"));
    if is_newer(&stamp, &lock) {
        return Ok(());
    }
    run(program("npm").args(["ci", "--no-fund", "--no-audit", "--loglevel=error"]).current_dir(dir))
}

fn is_newer(a: &std::path::Path, b: &std::path::Path) -> bool {
    let time = |path: &std::path::Path| path.metadata().and_then(|data| data.modified()).ok();
    time(a).zip(time(b)).is_some_and(|(a, b)| a >= b)
}

/// Chromium: `CHROMIUM`, else Debian's, installed when that is allowed.
pub(crate) fn chromium() -> Outcome<PathBuf> {
    find_browser("CHROMIUM", &["chromium", "chromium-browser", "google-chrome"])
}

/// The driver of that Chromium.
pub(crate) fn chromedriver() -> Outcome<PathBuf> {
    find_browser("CHROMEDRIVER", &["chromedriver"])
}

fn find_browser(variable: &str, names: &[&str]) -> Outcome<PathBuf> {
    if let Some(path) = std::env::var_os(variable) {
        return Ok(path.into());
    }
    if let Some(found) = find(names) {
        return Ok(found);
    }
    say("  installing Chromium and its driver");
    apt_install(&["chromium", "chromium-driver"]);
    find(names).ok_or_else(|| {
        format!(
            "{} is missing. On Debian: apt-get install chromium chromium-driver; elsewhere set {variable}.",
            names[0]
        )
    })
}

/// A C++ compiler, for libFuzzer.
pub(crate) fn cxx() -> Outcome {
    if std::env::var_os("CXX").is_some() || exists("c++") {
        return Ok(());
    }
    say("  installing a C++ compiler");
    apt_install(&["g++"]);
    if exists("c++") {
        Ok(())
    } else {
        Err(String::from("A C++ compiler is missing. On Debian: apt-get install g++; elsewhere set CXX."))
    }
}

/// PostgreSQL's programs, of which the tests start servers of their own: Debian's, installed when that is allowed.
pub(crate) fn postgres() -> Outcome {
    if has_postgres() {
        return Ok(());
    }
    say("  installing PostgreSQL");
    apt_install(&["postgresql"]);
    if has_postgres() {
        Ok(())
    } else {
        Err(String::from("PostgreSQL is missing. On Debian: apt-get install postgresql."))
    }
}

/// Where Debian's package puts them, by version.
fn has_postgres() -> bool {
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    versions.into_iter().any(|version| version.path().join("bin/initdb").is_file())
}

/// Installs packages of Debian, if that is allowed here; whether it worked shows in whether they are there.
fn apt_install(packages: &[&str]) {
    let install: Vec<&str> = ["apt-get", "install", "-qy"].iter().chain(packages).copied().collect();
    for step in [&["apt-get", "update", "-q"][..], &install] {
        let _ = as_root(step);
    }
}

/// nginx: `NGINX`, else what is installed, else Debian's, unpacked into `target/tools` – installing it would start a web
/// server on this machine. None when there is none to be had.
pub(crate) fn nginx() -> Option<PathBuf> {
    let dir = target().join("tools/nginx");
    let unpacked = dir.join("usr/sbin/nginx");
    let known = std::env::var_os("NGINX").map(PathBuf::from).or_else(|| find(&["nginx"]));
    let here = || Some(unpacked.clone()).filter(|file| file.is_file());
    known.or_else(here).or_else(|| {
        say("  fetching nginx");
        std::fs::create_dir_all(&dir).ok()?;
        let download = || quiet(program("apt-get").args(["download", "-q", "nginx"]).current_dir(&dir));
        if download().is_err() {
            // A fresh machine does not know yet what Debian has.
            let _ = as_root(&["apt-get", "update", "-q"]);
            download().ok()?;
        }
        let package = std::fs::read_dir(&dir).ok()?.flatten().map(|entry| entry.path());
        let package = package.filter(|path| path.extension().is_some_and(|ending| ending == "deb")).last()?;
        quiet(program("dpkg").arg("-x").arg(package).arg(&dir)).ok()?;
        here()
    })
}

fn find(names: &[&str]) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let dirs: Vec<PathBuf> = std::env::split_paths(&path).collect();
    names.iter().flat_map(|name| dirs.iter().map(move |dir| dir.join(name))).find(|file| file.is_file())
}

/// Runs a program as root: directly, or by a sudo that asks for nothing.
fn as_root(words: &[&str]) -> Outcome<String> {
    let sudo: &[&str] = if is_root() { &[] } else { &["sudo", "-n"] };
    let words: Vec<&str> = sudo.iter().chain(words).copied().collect();
    let (first, rest) = words.split_first().ok_or("nothing to run")?;
    quiet(program(first).args(rest).env("DEBIAN_FRONTEND", "noninteractive"))
}

fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|out| out.stdout.starts_with(b"0\n"))
}
