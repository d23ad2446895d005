//! The saved corpus: as few inputs as reach what all reach, so that it can be kept with the sources.
use super::run::Target;
use crate::shell::{Outcome, files, quiet, say};

/// The most files and bytes that a target's corpus may have; `cargo xtask tidy` looks after it.
pub(crate) const MOST: (usize, u64) = (300, 600_000);

/// Puts what the last search found into the saved corpus.
pub(super) fn keep(target: &Target) -> Outcome {
    let (corpus, merged) = (target.corpus(), target.dir.join("merged"));
    let _ = std::fs::remove_dir_all(&merged);
    for dir in [&corpus, &merged] {
        std::fs::create_dir_all(dir).map_err(|why| format!("{} cannot be made: {why}", dir.display()))?;
    }
    // How often a place is reached does not count: it would keep ten times as many.
    let mut command = target.command();
    command.args(["-set_cover_merge=1", "-use_counters=0"]);
    quiet(command.arg(&merged).arg(&corpus).arg(target.found()))?;
    let mut list: Vec<(u64, std::path::PathBuf)> =
        files(&merged).into_iter().map(|file| (file.metadata().map_or(0, |data| data.len()), file)).collect();
    // Where they are too many the long ones stay away.
    list.sort();
    let (mut count, mut bytes) = (0, 0);
    list.retain(|(size, _)| {
        let fits = count < MOST.0 && bytes + size <= MOST.1;
        (count, bytes) = if fits { (count + 1, bytes + size) } else { (count, bytes) };
        fits
    });
    let failed = |why: std::io::Error| format!("{} cannot be written: {why}", corpus.display());
    for old in files(&corpus) {
        std::fs::remove_file(old).map_err(failed)?;
    }
    for (_, file) in &list {
        let name = file.file_name().ok_or("a file without a name")?;
        std::fs::copy(file, corpus.join(name)).map_err(failed)?;
    }
    say(&format!("  {}: {count} inputs, {bytes} bytes are kept", target.name));
    Ok(())
}
