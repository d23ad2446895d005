//! `config.json`: how this copy of the app is served. Unknown fields are ignored.
use serde::Deserialize;

/// Who answers management calls.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Mode {
    /// A local workspace: our own server.
    #[default]
    Local,
    /// Our server in front of the cloud.
    Gateway,
    /// The cloud itself, with the operator's key in memory.
    Direct,
}

/// How addresses are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Routing {
    /// `/w/home/x`: needs a host that answers any path with the page.
    #[default]
    Path,
    /// `/#/w/home/x`: for hosts without a fallback page.
    Hash,
}

/// The configuration. A missing file means a local server at the same origin.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Config {
    /// Who answers.
    pub mode: Mode,
    /// Where the management API is, relative to `<base href>` or absolute.
    pub api: String,
    /// Where runs go, likewise.
    pub execution: String,
    /// The workspace that `/` shows.
    pub workspace: String,
    /// How addresses are written.
    pub routing: Routing,
    /// Whether nothing may be changed here.
    pub read_only: bool,
    /// The server's version, for Settings.
    pub version: String,
    /// Which engine runs workflows: `embedded` or `external`.
    pub engine: String,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            mode: Mode::Local,
            api: String::from("api"),
            execution: String::from("run"),
            workspace: String::from("home"),
            routing: Routing::Path,
            read_only: false,
            version: String::new(),
            engine: String::from("embedded"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Config, Mode, Routing};

    #[test]
    fn what_is_missing_has_its_default_and_what_is_unknown_is_ignored() {
        let config: Config =
            serde_json::from_str(r#"{"mode":"gateway","routing":"hash","future":{"x":1}}"#).unwrap();
        assert_eq!((config.mode, config.routing), (Mode::Gateway, Routing::Hash));
        assert_eq!(config.api, "api");
    }
}
