//! Which engine a specification asks for: PEP 440 versions, as Python's `packaging` reads and compares them
//! (engine contract §3 A, §7).
use std::cmp::Ordering;

/// What the engine makes of a version's text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It is served.
    Served,
    /// It is no version.
    Unreadable,
    /// A version with a local part: the engine crashes on it.
    Local,
    /// It is one of another engine.
    OtherEngine,
}

/// A version that was read.
#[derive(Debug, PartialEq, Eq)]
struct Version {
    epoch: u64,
    release: Vec<u64>,
    /// Where it stands before or after the release: development, alpha, beta, candidate, final, post.
    phase: (i8, u64),
    /// A development build comes before what it leads to.
    dev: Option<u64>,
    local: bool,
}

/// Judges a version against the engine that is there, `1.17.0`.
pub(super) fn judge(text: &str, engine: &str) -> Verdict {
    let Some(wanted) = read(text) else { return Verdict::Unreadable };
    if wanted.local {
        return Verdict::Local;
    }
    let Some(engine) = read(engine) else { return Verdict::Served };
    let same_major = wanted.release.first() >= engine.release.first();
    if same_major && compare(&wanted, &engine) != Ordering::Greater {
        Verdict::Served
    } else {
        Verdict::OtherEngine
    }
}

fn compare(a: &Version, b: &Version) -> Ordering {
    let length = a.release.len().max(b.release.len());
    let part = |version: &Version, index: usize| version.release.get(index).copied().unwrap_or(0);
    a.epoch
        .cmp(&b.epoch)
        .then_with(|| {
            (0..length).map(|i| part(a, i).cmp(&part(b, i))).find(|o| o.is_ne()).unwrap_or(Ordering::Equal)
        })
        .then_with(|| rank(a).cmp(&rank(b)))
}

/// Within one release: a development build of the release itself is before its alpha.
fn rank(version: &Version) -> (i8, u64, bool, u64) {
    let phase = match (version.phase, version.dev) {
        ((0, _), Some(_)) => (-4, 0),
        (phase, _) => phase,
    };
    (phase.0, phase.1, version.dev.is_none(), version.dev.unwrap_or(0))
}

fn read(text: &str) -> Option<Version> {
    let lower = text
        .trim_matches(|c: char| c.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&c))
        .to_ascii_lowercase();
    let mut rest = lower.strip_prefix('v').unwrap_or(&lower);
    let mut epoch = 0;
    if let Some((before, after)) = rest.split_once('!') {
        epoch = digits(before)?;
        rest = after;
    }
    let mut release = vec![take_digits(&mut rest)?];
    while let Some(after) = rest.strip_prefix('.')
        && after.starts_with(|c: char| c.is_ascii_digit())
    {
        rest = after;
        release.push(take_digits(&mut rest)?);
    }
    let mut phase = (0, 0);
    if let Some((kind, number)) = tail(
        &mut rest,
        &[
            ("alpha", -3),
            ("a", -3),
            ("beta", -2),
            ("b", -2),
            ("preview", -1),
            ("pre", -1),
            ("c", -1),
            ("rc", -1),
        ],
    ) {
        phase = (kind, number);
    }
    if let Some(after) = rest.strip_prefix('-')
        && after.starts_with(|c: char| c.is_ascii_digit())
    {
        rest = after;
        phase = post(phase, take_digits(&mut rest)?);
    } else if let Some((_, number)) = tail(&mut rest, &[("post", 1), ("rev", 1), ("r", 1)]) {
        phase = post(phase, number);
    }
    let dev = tail(&mut rest, &[("dev", 0)]).map(|(_, number)| number);
    let local = match rest.strip_prefix('+') {
        Some(local) => {
            let good = local.split(['.', '-', '_']).all(|part| {
                !part.is_empty()
                    && part.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
            });
            if !good {
                return None;
            }
            rest = "";
            true
        }
        None => false,
    };
    rest.is_empty().then_some(Version { epoch, release, phase, dev, local })
}

/// A post release comes after its own release; of a candidate it stays before it.
fn post(phase: (i8, u64), number: u64) -> (i8, u64) {
    if phase.0 < 0 { phase } else { (1, number) }
}

/// `[-_.]?word[-_.]?N?`
fn tail(rest: &mut &str, words: &[(&str, i8)]) -> Option<(i8, u64)> {
    let start = rest.strip_prefix(['-', '_', '.']).unwrap_or(rest);
    let (after, kind) = words.iter().find_map(|(word, kind)| Some((start.strip_prefix(word)?, *kind)))?;
    let numbered = after.strip_prefix(['-', '_', '.']).unwrap_or(after);
    if numbered.starts_with(|c: char| c.is_ascii_digit()) {
        *rest = numbered;
        return Some((kind, take_digits(rest)?));
    }
    *rest = after;
    Some((kind, 0))
}

fn take_digits(rest: &mut &str) -> Option<u64> {
    let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    let (number, after) = rest.split_at(end);
    *rest = after;
    digits(number)
}

fn digits(text: &str) -> Option<u64> {
    let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| text.parse().unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests {
    use super::{Verdict, judge};

    /// Source: engine contract §7, each line run through the engine.
    #[test]
    fn versions_as_the_engine_takes_them() {
        for good in
            ["1", "1.0", " 1.0 ", "v1.0", "1.0a1", "1.3.0a1", "1.17.0", "1.17.0.dev1", "1.0.post1", "1.0-1"]
        {
            assert_eq!(judge(good, "1.17.0"), Verdict::Served, "{good}");
        }
        for other in ["0.9", "0.0.1", "1.18.0", "1.99.0", "2.0.0", "1.17.0.post1", "1!1.0", "1.17.1.dev1"] {
            assert_eq!(judge(other, "1.17.0"), Verdict::OtherEngine, "{other}");
        }
        for bad in ["abc", "1..0", "1.0x", "", "1.0+", "-1", "1.0 beta"] {
            assert_eq!(judge(bad, "1.17.0"), Verdict::Unreadable, "{bad}");
        }
        assert_eq!(judge("1.0.0+local", "1.17.0"), Verdict::Local);
    }
}
