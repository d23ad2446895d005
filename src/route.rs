//! The addresses of the app. Every one is a deep link; names in it are percent-encoded by the router.
use yew_router::prelude::*;

/// A page.
#[derive(Clone, Debug, PartialEq, Eq, Routable)]
pub enum Route {
    /// The list of the default workspace.
    #[at("/")]
    Home,
    /// The list of a workspace.
    #[at("/w/:ws")]
    Workflows {
        /// The workspace's slug.
        ws: String,
    },
    /// One workflow: graph and details.
    #[at("/w/:ws/:url")]
    Workflow {
        /// The workspace's slug.
        ws: String,
        /// The workflow's slug.
        url: String,
    },
    /// One workflow, its definition as text. The visual editor gets this address later.
    #[at("/w/:ws/:url/edit")]
    Edit {
        /// The workspace's slug.
        ws: String,
        /// The workflow's slug.
        url: String,
    },
    /// One workflow: its versions.
    #[at("/w/:ws/:url/versions")]
    Versions {
        /// The workspace's slug.
        ws: String,
        /// The workflow's slug.
        url: String,
    },
    /// One workflow: run it.
    #[at("/w/:ws/:url/run")]
    Run {
        /// The workspace's slug.
        ws: String,
        /// The workflow's slug.
        url: String,
    },
    /// Deleted workflows.
    #[at("/trash")]
    Trash,
    /// Preferences and connection.
    #[at("/settings")]
    Settings,
    /// No such page.
    #[not_found]
    #[at("/404")]
    NotFound,
}

impl Route {
    /// The workflow that the page is about: workspace and slug.
    #[must_use]
    pub fn workflow(&self) -> Option<(&str, &str)> {
        match self {
            Self::Workflow { ws, url }
            | Self::Edit { ws, url }
            | Self::Versions { ws, url }
            | Self::Run { ws, url } => Some((ws, url)),
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
            other => other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Route;
    use yew_router::Routable;

    #[test]
    fn an_address_survives_the_round_trip() {
        for name in ["plain", "with space", "ünï", "a/b", "100%", "<b>", "?x=1#y"] {
            let route = Route::Run { ws: "home".into(), url: name.into() };
            assert_eq!(Route::recognize(&route.to_path()), Some(route), "{name}");
        }
    }

    #[test]
    fn an_unknown_address_is_said_to_be_unknown() {
        assert_eq!(Route::recognize("/no/such/page/at/all"), Some(Route::NotFound));
    }
}
