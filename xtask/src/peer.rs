//! The public Python client, unchanged, against our server.
use crate::shell::{Outcome, exists, program, quiet, root, target, tee};
use crate::test::{Count, counted};

/// Makes its environment and runs the tests.
pub(crate) fn peer() -> Outcome<Count> {
    let python =
        ["python3.11", "python3"].into_iter().find(|name| exists(name)).ok_or("Python 3 is missing.")?;
    let venv = target().join("peer-venv");
    let requirements = root().join("tests/peer/requirements.txt");
    let stamp = venv.join("requirements.txt");
    let wanted = crate::shell::read(&requirements)?;
    if std::fs::read_to_string(&stamp).ok().as_deref() != Some(wanted.as_str()) {
        quiet(program(python).args(["-m", "venv", "--clear"]).arg(&venv))?;
        quiet(
            program(venv.join("bin/pip"))
                .args(["install", "--quiet", "--disable-pip-version-check", "-r"])
                .arg(&requirements),
        )?;
        crate::shell::write(&stamp, wanted)?;
    }
    let mut command = program(venv.join("bin/python"));
    command
        .args(["-m", "unittest", "-v", "test_peer"])
        .current_dir(root().join("tests/peer"))
        .env("FLOWDECK_BIN", target().join("release/flowdeck"))
        .env("ROBOFLOW_CLI", venv.join("bin/roboflow"));
    counted(tee(&mut command)?)
}
