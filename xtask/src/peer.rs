//! Programs of others, unchanged, beside ours: the public Python client against our server, and the real engine
//! against the embedded one.
use crate::shell::{Outcome, program, root, target, tee};
use crate::test::{Count, counted};
use crate::venv::{self, Requirements};
use std::path::PathBuf;

/// Where the vendor's public Python packages are installed: the client of the management API, and that of the execution one.
pub(crate) fn public_packages() -> Outcome<PathBuf> {
    let file = root().join("tests/peer/requirements.txt");
    venv::with("peer-venv", &[Requirements { file: &file, is_complete: false }], true)
}

/// The public Python client.
pub(crate) fn client() -> Outcome<Count> {
    let venv = public_packages()?;
    let mut command = program(venv.join("bin/python"));
    command
        .args(["-m", "unittest", "-v", "test_peer"])
        .current_dir(root().join("tests/peer"))
        .env_remove("DATABASE_URL")
        .env("FLOWDECK_BIN", target().join("release/flowdeck"))
        .env("ROBOFLOW_CLI", venv.join("bin/roboflow"));
    counted(tee(&mut command)?)
}

/// What makes specifications for the differential tester, beside the engine's package.
pub(crate) fn generator() -> Outcome<Count> {
    let python = crate::catalog::python()?;
    let mut command = crate::catalog::script(&python, "parity/test_generate.py");
    counted(tee(&mut command)?)
}

/// The real engine: seven gigabytes of packages, so only when asked for.
pub(crate) fn engine() -> Outcome<Count> {
    let venv = venv::of("engine-venv", &root().join("tests/engine/requirements.txt"))?;
    let mut command = program(venv.join("bin/python"));
    command
        .args(["-m", "unittest", "-v", "test_engine"])
        .current_dir(root().join("tests/engine"))
        .env_remove("DATABASE_URL")
        .env("FLOWDECK_BIN", target().join("release/flowdeck"));
    let mut total = counted(tee(&mut command)?)?;
    // The same engine, called from a page.
    total.add(crate::e2e::with_engine(&venv.join("bin/python"))?);
    Ok(total)
}
