//! The cloud's key: from the environment, a file, or the service manager's credentials; never an argument, which
//! every user of the machine can read.
use crate::Failure;
use flowdeck_client::Key;
use std::path::{Path, PathBuf};

/// The name of the credential that a service manager hands over (systemd: `LoadCredential=`).
const CREDENTIAL: &str = "roboflow-api-key";

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
        Key::new(text).ok_or_else(|| {
            Failure::Usage(format!("The key's file {} holds no key: one line is expected.", path.display()))
        })
    };
    if let Some(path) = file {
        return from_file(path);
    }
    if let Some(text) = environment("ROBOFLOW_API_KEY") {
        return Key::new(text).ok_or_else(|| {
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
    use super::read_key;

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
