//! The app's files: from `dist/` on disk in development, from the binary in a release.
use axum::body::Bytes;
use std::borrow::Cow;
use std::fmt;
use std::path::{Component, Path, PathBuf};

#[cfg(feature = "embed-app")]
static APP: include_dir::Dir<'_> = include_dir::include_dir!("$CARGO_MANIFEST_DIR/../../dist");

/// Where the files come from.
#[derive(Clone)]
pub enum Assets {
    /// A directory.
    Disk(PathBuf),
    /// The binary.
    Embedded,
    /// Nowhere: the app was not built.
    None,
}

impl fmt::Debug for Assets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Disk(_) => "Assets(disk)",
            Self::Embedded => "Assets(embedded)",
            Self::None => "Assets(none)",
        })
    }
}

/// A file's content and how it is compressed.
#[derive(Debug)]
pub struct Asset {
    /// The content.
    pub bytes: Bytes,
    /// `br` or `gzip`.
    pub encoding: Option<&'static str>,
}

impl Assets {
    /// The files of a directory if one is given, else those in the binary.
    #[must_use]
    pub fn choose(dist: Option<PathBuf>) -> Self {
        match dist {
            Some(dir) => Self::Disk(dir),
            None if cfg!(feature = "embed-app") => Self::Embedded,
            None => Self::None,
        }
    }

    /// A file, compressed in a way that the browser accepts where it was compressed at build time.
    #[must_use]
    pub fn get(&self, path: &str, accepts: &str) -> Option<Asset> {
        let path = safe(path)?;
        for (ending, encoding) in [("br", "br"), ("gz", "gzip")] {
            if accepts.split(',').any(|one| is_accepted(one, encoding))
                && let Some(bytes) = self.read(&format!("{path}.{ending}"))
            {
                return Some(Asset { bytes, encoding: Some(encoding) });
            }
        }
        self.read(path).map(|bytes| Asset { bytes, encoding: None })
    }

    fn read(&self, path: &str) -> Option<Bytes> {
        match self {
            Self::Disk(dir) => read_from(dir, path).map(Bytes::from),
            #[cfg(feature = "embed-app")]
            Self::Embedded => APP.get_file(path).map(|file| Bytes::from_static(file.contents())),
            #[cfg(not(feature = "embed-app"))]
            Self::Embedded => None,
            Self::None => None,
        }
    }
}

/// Whether one item of `Accept-Encoding` names an encoding without taking it back by a weight of nothing.
fn is_accepted(item: &str, encoding: &str) -> bool {
    let (name, weight) = item.split_once(';').unwrap_or((item, "q=1"));
    let weight = weight.trim().strip_prefix("q=").and_then(|weight| weight.trim().parse::<f32>().ok());
    name.trim().eq_ignore_ascii_case(encoding) && weight.unwrap_or(1.0) > 0.0
}

/// A path of plain names, or nothing: no climbing, no hidden files, no odd characters in any spelling.
fn safe(path: &str) -> Option<&str> {
    let is_plain = |name: &str| {
        !name.is_empty()
            && !name.starts_with('.')
            && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '@'))
    };
    path.split('/').all(is_plain).then_some(path)
}

fn read_from(dir: &Path, path: &str) -> Option<Vec<u8>> {
    let relative = Path::new(path);
    if !relative.components().all(|part| matches!(part, Component::Normal(_))) {
        return None;
    }
    // A link may lead out of the directory: what counts is where the file really is.
    let (root, file) = (dir.canonicalize().ok()?, dir.join(relative).canonicalize().ok()?);
    if !file.starts_with(&root) || !file.is_file() {
        return None;
    }
    std::fs::read(file).ok()
}

/// The media type of a file.
pub(super) fn media_type(path: &str) -> Cow<'static, str> {
    Cow::Borrowed(match path.rsplit_once('.').map_or("", |(_, ending)| ending) {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "json" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "ico" => "image/x-icon",
        "txt" | "md" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    })
}

#[cfg(test)]
mod tests {
    use super::{Assets, safe};

    #[test]
    fn only_plain_names_are_looked_up() {
        for path in ["app-1a2b.js", "icons/favicon.svg", "embed@0.1.0.js"] {
            assert!(safe(path).is_some(), "{path}");
        }
        for path in [
            "../x",
            "a/../b",
            "/etc/passwd",
            ".git/config",
            "a//b",
            "a\\..\\b",
            "a%2e%2e",
            "a\0b",
            "",
            "C:/x",
        ] {
            assert!(safe(path).is_none(), "{path:?}");
        }
    }

    #[test]
    fn a_link_out_of_the_directory_is_not_followed() {
        let dir = tempfile::tempdir().unwrap();
        let outside = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(dir.path().join("in.txt"), "in").unwrap();
        #[cfg(unix)]
        std::os::unix::fs::symlink(outside.path(), dir.path().join("out.txt")).unwrap();
        let assets = Assets::Disk(dir.path().to_path_buf());
        assert_eq!(&assets.get("in.txt", "").unwrap().bytes[..], b"in");
        assert!(assets.get("out.txt", "").is_none());
        assert!(assets.get("none.txt", "").is_none());
    }
}
