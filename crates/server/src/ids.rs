//! Random names: ids shaped like the vendor's, keys and secrets. All from the system's generator.

const LETTERS: &[u8; 62] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/// An id of twenty letters and digits, as the vendor's are.
///
/// # Errors
/// The system has no randomness to give.
pub fn id() -> Result<String, getrandom::Error> {
    text(20)
}

/// A text of `length` random letters and digits (5.95 bits each).
///
/// # Errors
/// The system has no randomness to give.
pub fn text(length: usize) -> Result<String, getrandom::Error> {
    let mut out = String::with_capacity(length);
    let mut bytes = [0_u8; 32];
    while out.len() < length {
        getrandom::fill(&mut bytes)?;
        // 248 = 4 × 62: higher values would make some letters likelier.
        let usable = bytes.iter().filter(|byte| **byte < 248).take(length - out.len());
        out.extend(usable.map(|byte| char::from(LETTERS[usize::from(*byte) % LETTERS.len()])));
    }
    Ok(out)
}
