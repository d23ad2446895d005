//! `ETag`: over name, slug and config, so that whoever shows the same may write.
use sha2::{Digest, Sha256};

/// The tag of a workflow.
#[must_use]
pub fn of(name: &str, url: &str, config: &str) -> String {
    let mut hash = Sha256::new();
    for part in [name, url, config] {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part);
    }
    let bytes = hash.finalize();
    let hex: String = bytes.iter().take(16).map(|byte| format!("{byte:02x}")).collect();
    format!("\"{hex}\"")
}
