//! Python environments with pinned packages, one below `target` for each list of requirements.
use crate::shell::{Outcome, exists, program, quiet, read, say, target, write};
use std::path::{Path, PathBuf};

/// A list of requirements.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Requirements<'a> {
    pub(crate) file: &'a Path,
    /// Whether the list is complete: what its packages depend on stays away.
    pub(crate) is_complete: bool,
}

/// Makes the environment of a requirements file unless it is there, and gives its folder.
pub(crate) fn of(name: &str, requirements: &Path) -> Outcome<PathBuf> {
    with(name, &[Requirements { file: requirements, is_complete: false }], false)
}

/// Makes the environment of several lists unless it is there. `is_quick` fetches `uv` first, which installs many
/// packages in a fraction of the time.
pub(crate) fn with(name: &str, lists: &[Requirements<'_>], is_quick: bool) -> Outcome<PathBuf> {
    let python =
        ["python3.11", "python3"].into_iter().find(|name| exists(name)).ok_or("Python 3 is missing.")?;
    let venv = target().join(name);
    let stamp = venv.join("requirements.txt");
    let wanted = lists.iter().map(|list| read(list.file)).collect::<Outcome<String>>()?;
    if std::fs::read_to_string(&stamp).ok().as_deref() == Some(wanted.as_str()) {
        return Ok(venv);
    }
    say(&format!("  installing {name} (once)"));
    quiet(program(python).args(["-m", "venv", "--clear"]).arg(&venv))?;
    let pip = ["install", "--quiet", "--disable-pip-version-check"];
    if is_quick {
        quiet(program(venv.join("bin/pip")).args(pip).arg("uv"))?;
    }
    for list in lists {
        let mut command = if is_quick {
            let mut uv = program(venv.join("bin/uv"));
            uv.args(["pip", "install", "--quiet", "--python"]).arg(venv.join("bin/python"));
            uv
        } else {
            let mut pip_install = program(venv.join("bin/pip"));
            pip_install.args(pip);
            pip_install
        };
        if list.is_complete {
            command.arg("--no-deps");
        }
        quiet(command.arg("-r").arg(list.file))?;
    }
    write(&stamp, wanted)?;
    Ok(venv)
}
