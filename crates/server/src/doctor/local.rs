//! The data directory and what is in it.
use super::Finding;
use crate::data_dir::{DataDir, reason};
use std::path::Path;

pub(super) fn examine(data: &Path) -> Vec<Finding> {
    let shown = data.display();
    if !data.exists() {
        return vec![Finding::note(
            format!("The data directory {shown} is not there yet."),
            "flowdeck serve makes it at its first start.",
        )];
    }
    let mut findings = Vec::new();
    // Opening takes the lock, so a running server shows itself; the lock is let go at once.
    match DataDir::open(data) {
        Ok(_) => findings.push(Finding::good(format!("The data directory {shown} can be written."))),
        Err(failure) if failure.to_string().contains("already uses") => {
            findings.push(Finding::good(format!("A server is using the data directory {shown}.")));
        }
        Err(failure) => {
            findings.push(Finding::bad(failure.to_string(), "Choose another directory with --data DIR."));
        }
    }
    findings.extend(private("api-key", &data.join("api-key")));
    findings.extend(private("workspace.sqlite", &data.join("workspace.sqlite")));
    findings
}

/// Whether a file with secrets is its owner's alone.
#[cfg(unix)]
fn private(name: &str, path: &Path) -> Option<Finding> {
    use std::os::unix::fs::PermissionsExt;
    match path.metadata() {
        Ok(data) if data.permissions().mode() & 0o077 == 0 => {
            Some(Finding::good(format!("{name} is readable by its owner alone.")))
        }
        Ok(_) => Some(Finding::bad(
            format!("{name} can be read by other users of this machine."),
            format!("chmod 600 {}", path.display()),
        )),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
        Err(error) => {
            Some(Finding::bad(format!("{name} cannot be looked at: {}.", reason(&error)), "Check its owner."))
        }
    }
}

#[cfg(not(unix))]
fn private(_: &str, path: &Path) -> Option<Finding> {
    path.metadata().err().filter(|error| error.kind() != std::io::ErrorKind::NotFound).map(|error| {
        Finding::bad(
            format!("{} cannot be looked at: {}.", path.display(), reason(&error)),
            "Check its owner.",
        )
    })
}
