//! The addresses of the app. Every one is a deep link; names in it are percent-encoded.
use flowdeck_client::join;

/// A page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Route {
    /// The list of the default workspace.
    Home,
    /// The list of a workspace.
    Workflows {
        /// The workspace's slug.
        ws: String,
    },
    /// One workflow: graph and details.
    Workflow {
        /// The workspace's slug.
        ws: String,
        /// The workflow's slug.
        url: String,
    },
    /// One workflow, its definition as text. The visual editor gets this address later.
    Edit {
        /// The workspace's slug.
        ws: String,
        /// The workflow's slug.
        url: String,
    },
    /// One workflow: its versions.
    Versions {
        /// The workspace's slug.
        ws: String,
        /// The workflow's slug.
        url: String,
    },
    /// One workflow: run it.
    Run {
        /// The workspace's slug.
        ws: String,
        /// The workflow's slug.
        url: String,
    },
    /// One workflow: run it from other pages.
    Embed {
        /// The workspace's slug.
        ws: String,
        /// The workflow's slug.
        url: String,
    },
    /// Deleted workflows.
    Trash,
    /// Preferences and connection.
    Settings,
    /// No such page.
    NotFound,
}

impl Route {
    /// The path of the page, below the place where the app lives.
    #[must_use]
    pub fn path(&self) -> String {
        let of = |parts: &[&str]| join("", parts);
        match self {
            Self::Home => String::from("/"),
            Self::Workflows { ws } => of(&["w", ws]),
            Self::Workflow { ws, url } => of(&["w", ws, url]),
            Self::Edit { ws, url } => of(&["w", ws, url, "edit"]),
            Self::Versions { ws, url } => of(&["w", ws, url, "versions"]),
            Self::Run { ws, url } => of(&["w", ws, url, "run"]),
            Self::Embed { ws, url } => of(&["w", ws, url, "embed"]),
            Self::Trash => String::from("/trash"),
            Self::Settings => String::from("/settings"),
            Self::NotFound => String::from("/404"),
        }
    }

    /// The page of a path. Query and slashes at the end do not count.
    #[must_use]
    pub fn read(path: &str) -> Self {
        let path = path.split(['?', '#']).next().unwrap_or_default();
        let parts: Option<Vec<String>> =
            path.split('/').filter(|part| !part.is_empty()).map(decode).collect();
        let parts = parts.unwrap_or_else(|| vec![String::from("404")]);
        let words: Vec<&str> = parts.iter().map(String::as_str).collect();
        let named = |ws: &str, url: &str| (String::from(ws), String::from(url));
        match words[..] {
            // Some hosts name the file.
            [] | ["index.html"] | ["workflows", "local"] => Self::Home,
            // Where the builder page of an inference server has the app show a workflow.
            ["workflows", "local", url] => {
                let (ws, url) = named("local", url);
                Self::Workflow { ws, url }
            }
            ["w", ws] => Self::Workflows { ws: String::from(ws) },
            ["w", ws, url] => {
                let (ws, url) = named(ws, url);
                Self::Workflow { ws, url }
            }
            ["w", ws, url, view] => {
                let (ws, url) = named(ws, url);
                match view {
                    "edit" => Self::Edit { ws, url },
                    "versions" => Self::Versions { ws, url },
                    "run" => Self::Run { ws, url },
                    "embed" => Self::Embed { ws, url },
                    _ => Self::NotFound,
                }
            }
            ["trash"] => Self::Trash,
            ["settings"] => Self::Settings,
            _ => Self::NotFound,
        }
    }

    /// The workflow that the page is about: workspace and slug.
    #[must_use]
    pub fn workflow(&self) -> Option<(&str, &str)> {
        match self {
            Self::Workflow { ws, url }
            | Self::Edit { ws, url }
            | Self::Versions { ws, url }
            | Self::Run { ws, url }
            | Self::Embed { ws, url } => Some((ws, url)),
            _ => None,
        }
    }

    /// The same kind of page for another slug of the same workflow (after a rename).
    #[must_use]
    pub fn with_url(&self, new: &str) -> Self {
        let url = String::from(new);
        match self.clone() {
            Self::Workflow { ws, .. } => Self::Workflow { ws, url },
            Self::Edit { ws, .. } => Self::Edit { ws, url },
            Self::Versions { ws, .. } => Self::Versions { ws, url },
            Self::Run { ws, .. } => Self::Run { ws, url },
            Self::Embed { ws, .. } => Self::Embed { ws, url },
            other => other,
        }
    }
}

/// A part of a path without its percent-encoding; `None` when that is broken.
fn decode(part: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(part.len());
    let mut rest = part.as_bytes();
    while let [first, after @ ..] = rest {
        rest = after;
        if *first == b'%' {
            let digits = std::str::from_utf8(after.get(..2)?).ok()?;
            bytes.push(u8::from_str_radix(digits, 16).ok()?);
            rest = after.get(2..)?;
        } else {
            bytes.push(*first);
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::Route;

    #[test]
    fn an_address_survives_the_round_trip() {
        let named = |name: &str| (String::from("home"), String::from(name));
        for name in ["plain", "with space", "ünï", "a/b", "100%", "<b>", "?x=1#y", "edit"] {
            let (ws, url) = named(name);
            for route in [
                Route::Workflow { ws: ws.clone(), url: url.clone() },
                Route::Edit { ws: ws.clone(), url: url.clone() },
                Route::Versions { ws: ws.clone(), url: url.clone() },
                Route::Run { ws: ws.clone(), url: url.clone() },
                Route::Embed { ws: ws.clone(), url: url.clone() },
                Route::Workflows { ws: url.clone() },
            ] {
                assert_eq!(Route::read(&route.path()), route, "{name}");
            }
        }
        for route in [Route::Home, Route::Trash, Route::Settings, Route::NotFound] {
            assert_eq!(Route::read(&route.path()), route);
        }
    }

    #[test]
    fn slashes_at_the_end_and_a_query_do_not_count() {
        assert_eq!(Route::read("/w/home/?sort=name"), Route::Workflows { ws: "home".into() });
        assert_eq!(Route::read(""), Route::Home);
        assert_eq!(Route::read("/index.html"), Route::Home);
    }

    #[test]
    fn an_unknown_address_is_said_to_be_unknown() {
        for path in ["/no/such/page/at/all", "/w/a/b/c", "/w/%zz", "/w/%", "/w/%ff", "/w"] {
            assert_eq!(Route::read(path), Route::NotFound, "{path}");
        }
    }
}
