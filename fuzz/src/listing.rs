//! Changes of a catalogue's text by lines and words: lines of the real one come in, words are exchanged.
use crate::{CATALOGUE, words};
use fastrand::Rng;

thread_local! {
    static LINES: Vec<&'static str> = CATALOGUE.lines().collect();
}

/// A catalogue's text after one to four changes; none when the bytes shall change instead.
#[must_use]
pub fn mutated(text: &str, seed: u64) -> Option<String> {
    let mut rng = Rng::with_seed(seed);
    if rng.bool() {
        return None;
    }
    let mut lines: Vec<String> = text.lines().map(String::from).collect();
    for _ in 0..rng.usize(1..=4) {
        let place = rng.usize(..=lines.len());
        match (rng.u8(..5), lines.get_mut(place)) {
            (0, Some(_)) => drop(lines.remove(place)),
            (1, Some(line)) => *line = with_word(line, &mut rng),
            (2, Some(line)) => {
                let again = line.clone();
                lines.insert(rng.usize(..=lines.len()), again);
            }
            _ => {
                // Lines that stand together belong together: fields to their block.
                let (start, count) = LINES.with(|all| (rng.usize(..all.len()), rng.usize(1..=6)));
                let real = LINES.with(|all| {
                    all.iter().skip(start).take(count).map(|line| (*line).into()).collect::<Vec<_>>()
                });
                lines.splice(place..place, real);
            }
        }
    }
    Some(lines.join("\n"))
}

/// A line with one of its words exchanged for another of any line.
fn with_word(line: &str, rng: &mut Rng) -> String {
    let other = LINES.with(|all| rng.choice(all).copied().unwrap_or_default());
    let other: Vec<&str> = other.split(' ').collect();
    let word = if rng.bool() { words::any(rng) } else { rng.choice(other).unwrap_or_default().trim().into() };
    let mut parts: Vec<&str> = line.split(' ').collect();
    let place = rng.usize(..parts.len());
    parts[place] = &word;
    parts.join(" ")
}
