//! The directory that holds a workspace: database, API key, lock. Only its owner may read it.
use crate::{Failure, ids};
use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

/// A data directory that this process has to itself.
#[derive(Debug)]
pub struct DataDir {
    path: PathBuf,
    _lock: File,
}

/// Where data is kept when nothing else is said.
///
/// # Errors
/// The system does not tell where a user's data belongs.
pub fn default_path() -> Result<PathBuf, Failure> {
    let from = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let base = if cfg!(target_os = "windows") {
        from("APPDATA")
    } else if cfg!(target_os = "macos") {
        from("HOME").map(|home| home.join("Library/Application Support"))
    } else {
        from("XDG_DATA_HOME").or_else(|| from("HOME").map(|home| home.join(".local/share")))
    };
    base.map(|base| base.join("flowdeck")).ok_or_else(|| {
        Failure::Data(String::from(
            "There is no home directory to keep the workspace in. Say where: flowdeck serve --data DIR",
        ))
    })
}

impl DataDir {
    /// Opens (or makes) a data directory and locks it.
    ///
    /// # Errors
    /// It cannot be written, or another server has it.
    pub fn open(path: &Path) -> Result<Self, Failure> {
        let refused = |what: &str, error: &std::io::Error| {
            Failure::Data(format!(
                "The data directory {} cannot be {what}: {}. Choose another with --data DIR.",
                path.display(),
                reason(error)
            ))
        };
        make(path).map_err(|error| refused("made", &error))?;
        let lock_path = path.join("lock");
        let lock = private_file(&lock_path).map_err(|error| refused("written", &error))?;
        match lock.try_lock() {
            Ok(()) => Ok(Self { path: path.to_path_buf(), _lock: lock }),
            Err(fs::TryLockError::WouldBlock) => Err(Failure::Data(format!(
                "Another flowdeck server already uses the data directory {}. Stop it, or choose another directory with --data DIR.",
                path.display()
            ))),
            Err(fs::TryLockError::Error(error)) => Err(refused("locked", &error)),
        }
    }

    /// The database's file.
    #[must_use]
    pub fn database(&self) -> PathBuf {
        self.path.join("workspace.sqlite")
    }

    /// The optional configuration.
    #[must_use]
    pub fn config(&self) -> PathBuf {
        self.path.join("flowdeck.toml")
    }

    /// The local API key: made at first use.
    ///
    /// # Errors
    /// The key's file cannot be read or written.
    pub fn api_key(&self) -> Result<String, Failure> {
        api_key(&self.path)
    }
}

/// The local API key of a data directory, made at first use; its file is readable by the owner alone.
///
/// # Errors
/// The file cannot be read or written.
pub fn api_key(dir: &Path) -> Result<String, Failure> {
    let path = dir.join("api-key");
    let refused = |error: &dyn std::fmt::Display| {
        Failure::Data(format!("The API key in {} cannot be read or made: {error}.", path.display()))
    };
    match fs::read_to_string(&path) {
        Ok(key) if !key.trim().is_empty() => return Ok(String::from(key.trim())),
        Ok(_) => {}
        Err(error) if error.kind() == ErrorKind::NotFound => {}
        Err(error) => return Err(refused(&error)),
    }
    let key = ids::text(40).map_err(|error| refused(&error))?;
    make(dir).map_err(|error| refused(&reason(&error)))?;
    let mut file = private_file(&path).map_err(|error| refused(&reason(&error)))?;
    writeln!(file, "{key}").and_then(|()| file.sync_all()).map_err(|error| refused(&reason(&error)))?;
    Ok(key)
}

/// Makes the directory for its owner alone. One that is there already keeps its rights: it may be a shared one,
/// and every file in it that matters is private by itself.
fn make(path: &Path) -> std::io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

/// Opens a file that only its owner may read, and makes it when it is not there; its content stays.
///
/// # Errors
/// The system refuses.
pub fn private_file(path: &Path) -> std::io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let file = options.open(path)?;
    #[cfg(unix)]
    file.set_permissions(std::os::unix::fs::PermissionsExt::from_mode(0o600))?;
    Ok(file)
}

/// An I/O error in plain words.
#[must_use]
pub fn reason(error: &std::io::Error) -> String {
    match error.kind() {
        ErrorKind::PermissionDenied => String::from("permission denied"),
        ErrorKind::NotADirectory | ErrorKind::AlreadyExists => String::from("a file stands in its place"),
        ErrorKind::ReadOnlyFilesystem => String::from("the file system is read-only"),
        ErrorKind::StorageFull => String::from("the disk is full"),
        _ => error.to_string(),
    }
}
