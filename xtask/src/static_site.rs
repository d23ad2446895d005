//! `cargo xtask build --base /path/`: the app for a host that only has files. What the server does for each visit – the
//! base address, the policy, the configuration – is written into the files here.
use crate::shell::{Outcome, files, read, say, write};
use std::path::{Path, PathBuf};

/// The policy of the app's page as the server sends it, without `frame-ancestors`, which no page can say of itself.
const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
    img-src 'self' blob: data: https:; media-src 'self' blob:; font-src 'self'; connect-src 'self'; \
    worker-src 'self'; manifest-src 'self'; form-action 'none'; base-uri 'self'; frame-src 'self'; \
    require-trusted-types-for 'script'; trusted-types flowdeck";
/// The vendor's services, which `config.json` names until somebody edits it.
const API: &str = "https://api.roboflow.com";
const EXECUTION: &str = "https://serverless.roboflow.com";

/// What was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Options {
    /// The path below which the files are served, with a slash at either end.
    base: String,
    /// Where the files go; none = `dist/`.
    pub(crate) out: Option<PathBuf>,
    /// `path` or `hash`.
    routing: String,
    /// Origins that the page may call beside those of `config.json`.
    connect: Vec<String>,
    /// Origins of `inference` servers whose builder page shows the app.
    builders: Vec<String>,
}

impl Options {
    /// Reads the words after `build`; none when they ask for the server.
    pub(crate) fn read(args: &[&str]) -> Outcome<Option<Self>> {
        let (mut base, mut out, mut routing) = (None, None, String::from("path"));
        let (mut connect, mut builders) = (Vec::new(), Vec::new());
        let mut rest = args.iter();
        while let Some(arg) = rest.next() {
            let mut value = || rest.next().copied().ok_or_else(|| format!("{arg} needs a value"));
            match *arg {
                "--base" => base = Some(base_path(value()?)?),
                "--out" => out = Some(PathBuf::from(value()?)),
                "--routing" => routing = routing_of(value()?)?,
                "--connect" => connect.push(origin(value()?)?),
                "--builder" => builders.push(origin(value()?)?),
                other => {
                    return Err(format!(
                        "build knows --base, --out, --routing, --connect and --builder, not {other}"
                    ));
                }
            }
        }
        match base {
            Some(base) => Ok(Some(Self { base, out, routing, connect, builders })),
            None if args.is_empty() => Ok(None),
            None => Err(String::from(
                "--out, --routing, --connect and --builder go with --base: the server has its own",
            )),
        }
    }

    /// What end-to-end tests are served: any port of this machine may be called.
    pub(crate) fn for_tests(out: PathBuf) -> Self {
        let connect = vec![String::from("http://127.0.0.1:*")];
        Self {
            base: String::from("/tools/deck/"),
            out: Some(out),
            routing: String::from("path"),
            connect,
            builders: Vec::new(),
        }
    }
}

fn base_path(text: &str) -> Outcome<String> {
    let is_sound = text.starts_with('/')
        && text.ends_with('/')
        && !text.contains("//")
        && text.chars().all(|c| c.is_ascii_alphanumeric() || "/-._~".contains(c));
    if is_sound {
        Ok(String::from(text))
    } else {
        Err(format!("“{text}” is no base: begin and end with a slash, such as / or /tools/flowdeck/"))
    }
}

fn routing_of(text: &str) -> Outcome<String> {
    match text {
        "path" | "hash" => Ok(String::from(text)),
        other => Err(format!("“{other}” is no routing: use path or hash")),
    }
}

/// An origin as a policy names it; the port may be `*`. Anything else could end the policy or widen it.
fn origin(text: &str) -> Outcome<String> {
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")).unwrap_or_default();
    let (name, port) = host.rsplit_once(':').unwrap_or((host, ""));
    let is_name = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || "-.".contains(c));
    let is_port = port.chars().all(|c| c.is_ascii_digit()) || port == "*";
    if is_name && is_port && !host.ends_with(':') {
        Ok(String::from(text))
    } else {
        Err(format!(
            "“{text}” is no origin: scheme, host and perhaps port, such as https://inference.example:9001"
        ))
    }
}

/// Makes the files of a static host out of a release.
pub(crate) fn make(release: &Path, options: &Options) -> Outcome {
    let out = options.out.clone().unwrap_or_else(|| release.to_path_buf());
    if out != release {
        copy(release, &out)?;
    }
    // Our own mark, which says nothing to a host; and the page for frames, which a server must say the parents of.
    for name in [".built", "frame.html"] {
        let _ = std::fs::remove_file(out.join(name));
    }
    let page = page(&read(&out.join("index.html"))?, options)?;
    write(&out.join("index.html"), &page)?;
    write(&out.join("404.html"), &page)?;
    write(&out.join("config.json"), config(options))?;
    say(&format!(
        "{} is ready to be served below {}: config.json there names the services.",
        out.display(),
        options.base
    ));
    Ok(())
}

/// Puts the release in the place of an earlier one. A directory with other things in it is left alone.
fn copy(release: &Path, out: &Path) -> Outcome {
    let problem = |error: std::io::Error| format!("{}: {error}", out.display());
    if out.is_dir() {
        let is_empty = std::fs::read_dir(out).map_err(problem)?.next().is_none();
        if !is_empty && !out.join("404.html").is_file() {
            return Err(format!(
                "{} holds other things than a static build: choose another --out",
                out.display()
            ));
        }
        std::fs::remove_dir_all(out).map_err(problem)?;
    }
    for file in &files(release) {
        let name = file.strip_prefix(release).unwrap_or(file);
        let content = std::fs::read(file).map_err(|error| format!("{}: {error}", file.display()))?;
        write(&out.join(name), content)?;
    }
    Ok(())
}

/// The page with its base, its policy before anything that the policy is about, and no referrer.
fn page(page: &str, options: &Options) -> Outcome<String> {
    let mark = "<base href=\"./\" />";
    if !page.contains(mark) {
        return Err(String::from("the page has no base to set: has it been made for a static host already?"));
    }
    let builders = match options.builders.join(" ") {
        none if none.is_empty() => none,
        some => format!("<meta name=\"flowdeck-builders\" content=\"{some}\" />"),
    };
    let head = format!(
        "<meta http-equiv=\"Content-Security-Policy\" content=\"{}\" /><meta name=\"referrer\" content=\"no-referrer\" />{builders}<base href=\"{}\" />",
        policy(&[&*options.connect, &*options.builders].concat()),
        options.base
    );
    Ok(page.replacen(mark, &head, 1))
}

fn policy(connect: &[String]) -> String {
    let mut origins = vec![String::from("connect-src 'self'"), String::from(API), String::from(EXECUTION)];
    origins.extend_from_slice(connect);
    POLICY.replace("connect-src 'self'", &origins.join(" "))
}

fn config(options: &Options) -> String {
    format!(
        "{{\n  \"mode\": \"direct\",\n  \"api\": \"{API}\",\n  \"execution\": \"{EXECUTION}\",\n  \"routing\": \"{}\",\n  \"version\": \"{}\"\n}}\n",
        options.routing,
        env!("CARGO_PKG_VERSION")
    )
}

#[cfg(test)]
mod tests {
    use super::{Options, POLICY, config, page, policy};

    #[test]
    fn words_are_read_and_what_makes_no_sense_is_said() {
        assert_eq!(Options::read(&[]), Ok(None));
        let args = ["--base", "/a/b/", "--routing", "hash", "--connect", "http://127.0.0.1:*", "--out", "x"];
        let options = Options::read(&args).unwrap().unwrap();
        assert_eq!((options.base.as_str(), options.routing.as_str()), ("/a/b/", "hash"));
        for (args, said) in [
            (&["--base", "deck"][..], "no base"),
            (&["--base", "/a//b/"], "no base"),
            (&["--base", "/\"><script>/"], "no base"),
            (&["--base"], "needs a value"),
            (&["--routing", "hash"], "go with --base"),
            (&["--base", "/", "--routing", "#"], "no routing"),
            (&["--base", "/", "--connect", "*"], "no origin"),
            (&["--base", "/", "--connect", "https://a.example/x"], "no origin"),
            (&["--base", "/", "--connect", "https://a.example; script-src *"], "no origin"),
            (&["--fast"], "not --fast"),
        ] {
            let why = Options::read(args).unwrap_err();
            assert!(why.contains(said), "{args:?}: {why}");
        }
    }

    #[test]
    fn the_policy_stands_before_what_it_is_about_and_is_set_once() {
        let options =
            Options::read(&["--base", "/deck/", "--connect", "https://i.example:9001"]).unwrap().unwrap();
        let made = page("<head><meta charset=utf-8><base href=\"./\" /><link href=./x>", &options).unwrap();
        let (meta, base) =
            (made.find("<meta http-equiv").unwrap(), made.find("<base href=\"/deck/\" />").unwrap());
        assert!(meta < base && base < made.find("<link").unwrap(), "{made}");
        assert!(made.contains(
            "connect-src 'self' https://api.roboflow.com https://serverless.roboflow.com https://i.example:9001;"
        ));
        assert!(page(&made, &options).is_err());
        assert!(!policy(&[]).contains("frame-ancestors"));
    }

    #[test]
    fn a_builder_may_call_its_servers_and_knows_which_they_are() {
        let options = Options::read(&["--base", "/", "--builder", "http://127.0.0.1:9001"]).unwrap().unwrap();
        let made = page("<head><base href=\"./\" />", &options).unwrap();
        assert!(made.contains("https://serverless.roboflow.com http://127.0.0.1:9001;"), "{made}");
        assert!(made.contains("<meta name=\"flowdeck-builders\" content=\"http://127.0.0.1:9001\" />"));
        let why = Options::read(&["--base", "/", "--builder", "http://a\"b"]).unwrap_err();
        assert!(why.contains("no origin"), "{why}");
    }

    #[test]
    fn the_policy_is_the_servers() {
        // Read as text: xtask must build without the server.
        let source = include_str!("../../crates/server/src/http/headers.rs");
        let start = source.find("const PAGE_POLICY: &str = \"").unwrap();
        let literal = source[start..].split('"').nth(1).unwrap();
        let lines: Vec<&str> = literal.lines().map(|line| line.trim().trim_end_matches('\\')).collect();
        let servers = lines.concat().replace("frame-ancestors 'self'; ", "");
        assert_eq!(servers, POLICY);
    }

    #[test]
    fn the_configuration_is_json() {
        let options = Options::read(&["--base", "/", "--routing", "hash"]).unwrap().unwrap();
        let value: serde_json::Value = serde_json::from_str(&config(&options)).unwrap();
        assert_eq!((value["mode"].as_str(), value["routing"].as_str()), (Some("direct"), Some("hash")));
    }
}
