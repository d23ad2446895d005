//! The cloud's key: from the environment, a file, or the service manager's credentials; never an argument, which
//! every user of the machine can read.
use crate::Failure;
use flowdeck_client::encoded;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The name of the credential that a service manager hands over (systemd: `LoadCredential=`).
const CREDENTIAL: &str = "roboflow-api-key";

/// The key. It prints as nothing.
#[derive(Clone)]
pub struct Key(Arc<str>);

impl Key {
    /// A key; `None` when the text is no key at all.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        let text = text.trim();
        let is_sound = !text.is_empty() && text.chars().all(|c| c.is_ascii_graphic());
        is_sound.then(|| Self(text.into()))
    }

    /// The text, for the one place that sends it.
    pub(super) fn reveal(&self) -> &str {
        &self.0
    }

    /// Hands the text to an engine that runs drafts.
    #[must_use]
    pub fn for_engine(&self) -> String {
        String::from(&*self.0)
    }

    /// Whether a text holds the key, as it is or as an address holds it.
    #[must_use]
    pub fn is_in(&self, text: &str) -> bool {
        text.contains(&*self.0) || text.contains(&encoded(&self.0))
    }

    /// A text without the key.
    #[must_use]
    pub fn out_of(&self, text: &str) -> String {
        text.replace(&*self.0, "(key)").replace(&encoded(&self.0), "(key)")
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key")
    }
}

/// Reads the key: the file, else `ROBOFLOW_API_KEY`, else the service manager's credential.
///
/// # Errors
/// There is none, or the file cannot be read or holds no key.
pub fn read_key(file: Option<&Path>, environment: impl Fn(&str) -> Option<String>) -> Result<Key, Failure> {
    let credential = environment("CREDENTIALS_DIRECTORY").map(|dir| PathBuf::from(dir).join(CREDENTIAL));
    let from_file = |path: &Path| {
        let text = std::fs::read_to_string(path).map_err(|error| {
            let why = crate::data_dir::reason(&error);
            Failure::Usage(format!("The key's file {} cannot be read: {why}.", path.display()))
        })?;
        Key::new(&text).ok_or_else(|| {
            Failure::Usage(format!("The key's file {} holds no key: one line is expected.", path.display()))
        })
    };
    if let Some(path) = file {
        return from_file(path);
    }
    if let Some(text) = environment("ROBOFLOW_API_KEY") {
        return Key::new(&text).ok_or_else(|| {
            Failure::Usage(String::from("ROBOFLOW_API_KEY holds blanks or other signs that no key has."))
        });
    }
    if let Some(path) = credential.filter(|path| path.is_file()) {
        return from_file(&path);
    }
    Err(Failure::Usage(String::from(
        "A gateway needs the cloud's key: put it into ROBOFLOW_API_KEY, or give its file with --key-file.",
    )))
}

#[cfg(test)]
mod tests {
    use super::{Key, read_key};

    #[test]
    fn a_key_is_found_and_taken_out_in_both_spellings() {
        let key = Key::new(" a+b/c= \n").unwrap();
        for text in ["x a+b/c= y", "?api_key=a%2Bb%2Fc%3D&z"] {
            assert!(key.is_in(text) && !key.is_in(&key.out_of(text)), "{text}");
        }
        assert!(!key.is_in("a+b/c"));
        assert_eq!(format!("{key:?}"), "Key");
        assert!(Key::new("two words").is_none() && Key::new("").is_none() && Key::new("ä").is_none());
    }

    #[test]
    fn the_file_counts_most_then_the_environment_then_the_credential() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("key");
        std::fs::write(&file, "from-file\n").unwrap();
        std::fs::write(dir.path().join("roboflow-api-key"), "from-credential").unwrap();
        let credentials = dir.path().display().to_string();
        let both = |name: &str| match name {
            "ROBOFLOW_API_KEY" => Some(String::from("from-environment")),
            "CREDENTIALS_DIRECTORY" => Some(credentials.clone()),
            _ => None,
        };
        let one = |name: &str| (name == "CREDENTIALS_DIRECTORY").then(|| credentials.clone());
        assert_eq!(read_key(Some(&file), both).unwrap().reveal(), "from-file");
        assert_eq!(read_key(None, both).unwrap().reveal(), "from-environment");
        assert_eq!(read_key(None, one).unwrap().reveal(), "from-credential");
        assert!(read_key(None, |_| None).unwrap_err().to_string().contains("ROBOFLOW_API_KEY"));
        std::fs::write(&file, "  \n").unwrap();
        assert!(read_key(Some(&file), both).unwrap_err().to_string().contains("holds no key"));
        assert!(read_key(Some(&dir.path().join("gone")), both).is_err());
    }
}
