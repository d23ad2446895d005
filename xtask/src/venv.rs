//! Python environments with pinned packages, one below `target` for each list of requirements.
use crate::shell::{Outcome, exists, program, quiet, say, target};
use std::path::{Path, PathBuf};

/// Makes the environment of a requirements file unless it is there, and gives its folder.
pub(crate) fn of(name: &str, requirements: &Path) -> Outcome<PathBuf> {
    let python =
        ["python3.11", "python3"].into_iter().find(|name| exists(name)).ok_or("Python 3 is missing.")?;
    let venv = target().join(name);
    let stamp = venv.join("requirements.txt");
    let wanted = crate::shell::read(requirements)?;
    if std::fs::read_to_string(&stamp).ok().as_deref() == Some(wanted.as_str()) {
        return Ok(venv);
    }
    say(&format!("  installing {name} (once)"));
    quiet(program(python).args(["-m", "venv", "--clear"]).arg(&venv))?;
    quiet(
        program(venv.join("bin/pip"))
            .args(["install", "--quiet", "--disable-pip-version-check", "-r"])
            .arg(requirements),
    )?;
    crate::shell::write(&stamp, wanted)?;
    Ok(venv)
}
