//! `config.json`: how this copy of the app is served. Unknown fields are ignored.
use flowdeck_spec::Node;

/// Who answers management calls.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// A local workspace: our own server.
    #[default]
    Local,
    /// Our server in front of the cloud.
    Gateway,
    /// The cloud itself, with the operator's key in memory.
    Direct,
    /// An `inference` server, whose builder page shows the app in a frame. Only the frame's address makes it so.
    Builder,
}

/// How addresses are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Routing {
    /// `/w/home/x`: needs a host that answers any path with the page.
    #[default]
    Path,
    /// `/#/w/home/x`: for hosts without a fallback page.
    Hash,
    /// In the frame of an `inference` server's builder page: `/workflows/local/x?serverUrl=…#/w/local/x`.
    Framed,
}

/// The configuration. A missing file means a local server at the same origin.
#[derive(Clone, Debug, PartialEq, Eq)]
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
    /// Whether people sign in, and so can sign out.
    pub login: bool,
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
            login: false,
            version: String::new(),
            engine: String::from("embedded"),
        }
    }
}

impl Config {
    /// How the app is in the builder page of the server at this origin.
    #[must_use]
    pub fn of_builder(server: &str) -> Self {
        Self {
            mode: Mode::Builder,
            api: format!("{server}/build/api"),
            execution: String::from(server),
            workspace: String::from(super::builder::WORKSPACE),
            routing: Routing::Framed,
            engine: String::from("builder"),
            ..Self::default()
        }
    }

    /// Whether runs go to the cloud's endpoint, with its limits.
    #[must_use]
    pub fn is_hosted(&self) -> bool {
        matches!(self.mode, Mode::Gateway | Mode::Direct)
    }

    /// Reads the file's JSON. What is missing has its default.
    ///
    /// # Errors
    /// The file is no object, or names a mode or a routing that does not exist.
    pub fn read(file: &Node) -> Result<Self, String> {
        if !matches!(file, Node::Object(_)) {
            return Err(format!("it is {} where an object is expected", file.kind()));
        }
        let mut config = Self::default();
        let text = |key: &str| file.get(key).and_then(Node::as_str);
        for (key, place) in [
            ("api", &mut config.api),
            ("execution", &mut config.execution),
            ("workspace", &mut config.workspace),
            ("version", &mut config.version),
            ("engine", &mut config.engine),
        ] {
            if let Some(value) = text(key) {
                *place = value.into_owned();
            }
        }
        config.mode = match text("mode").as_deref() {
            None | Some("local") => Mode::Local,
            Some("gateway") => Mode::Gateway,
            Some("direct") => Mode::Direct,
            Some(other) => return Err(format!("“{other}” is no mode: use local, gateway or direct")),
        };
        config.routing = match text("routing").as_deref() {
            None | Some("path") => Routing::Path,
            Some("hash") => Routing::Hash,
            Some(other) => return Err(format!("“{other}” is no routing: use path or hash")),
        };
        let flag = |key: &str| matches!(file.get(key), Some(Node::Bool(true)));
        if config.mode == Mode::Direct && text("workspace").is_none() {
            // The key tells which it is.
            config.workspace.clear();
        }
        config.read_only = flag("readOnly");
        config.login = flag("login");
        Ok(config)
    }
}

#[cfg(test)]
mod tests {
    use super::{Config, Mode, Routing};

    fn read(text: &str) -> Result<Config, String> {
        Config::read(&flowdeck_spec::config::read(text).unwrap())
    }

    #[test]
    fn what_is_missing_has_its_default_and_what_is_unknown_is_ignored() {
        let config = read(r#"{"mode":"gateway","routing":"hash","readOnly":true,"future":{"x":1}}"#).unwrap();
        assert_eq!((config.mode, config.routing, config.read_only), (Mode::Gateway, Routing::Hash, true));
        assert_eq!(config.api, "api");
        assert_eq!(read("{}"), Ok(Config::default()));
    }

    #[test]
    fn without_a_server_the_key_tells_the_workspace() {
        assert_eq!(read(r#"{"mode":"direct"}"#).unwrap().workspace, "");
        assert_eq!(read(r#"{"mode":"direct","workspace":"team"}"#).unwrap().workspace, "team");
    }

    #[test]
    fn what_is_mistyped_is_said() {
        assert_eq!(
            read(r#"{"mode":"lokal"}"#).unwrap_err(),
            "“lokal” is no mode: use local, gateway or direct"
        );
        assert!(read(r##"{"routing":"#"}"##).unwrap_err().contains("path or hash"));
        assert!(read("[]").unwrap_err().contains("an object is expected"));
    }
}
