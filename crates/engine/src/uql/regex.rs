//! Searching a text for a pattern, in the notation of the reference engine's language: the pattern becomes a small
//! program, which is tried from each place on, going back where it fails. What is rare in patterns (look-behind,
//! conditions, possessive repeats) is refused by name, and so is a search that takes too long.
mod compile;

use compile::{Code, Item, Look, compile};

/// How many steps a search may take.
const MOST_STEPS: usize = 500_000;

/// Whether a pattern occurs in a text.
pub(super) fn search(pattern: &str, text: &str) -> Result<bool, String> {
    let wrong = |why: &str| format!("the pattern “{pattern}” cannot be used: {why}");
    let (program, slots) = compile(pattern).map_err(|why| wrong(&why))?;
    let text: Vec<char> = text.chars().collect();
    let mut search = Search { text: &text, steps: 0 };
    for start in 0..=text.len() {
        match search.run(&program, 0, start, vec![None; slots]) {
            Some(None) => {}
            Some(Some(_)) => return Ok(true),
            None => return Err(wrong("the search takes too long")),
        }
    }
    Ok(false)
}

/// The places that are remembered: two for each group, one for each repeat.
type Slots = Vec<Option<usize>>;

struct Search<'t> {
    text: &'t [char],
    steps: usize,
}

impl Search<'_> {
    /// Runs a program from a place on: what it remembered when it came to its end, nothing when it failed; nothing at
    /// all when that took too long.
    fn run(&mut self, program: &[Code], start: usize, place: usize, slots: Slots) -> Option<Option<Slots>> {
        let mut ways = vec![(start, place, slots)];
        while let Some((mut next, mut at, mut slots)) = ways.pop() {
            loop {
                self.steps += 1;
                if self.steps > MOST_STEPS {
                    return None;
                }
                let Some(code) = program.get(next) else { break };
                next += 1;
                let goes_on = match code {
                    Code::End => return Some(Some(slots)),
                    Code::Go(to) => {
                        next = *to;
                        true
                    }
                    Code::Try(first, second) => {
                        ways.push((*second, at, slots.clone()));
                        next = *first;
                        true
                    }
                    Code::Keep(slot) => {
                        if let Some(kept) = slots.get_mut(*slot) {
                            *kept = Some(at);
                        }
                        true
                    }
                    // A repeat that took nothing would go on for ever.
                    Code::Moved(slot) => slots.get(*slot).copied().flatten() != Some(at),
                    Code::Stands(look) => self.stands(*look, at),
                    Code::Ahead { wanted, after } => match self.run(program, next, at, slots.clone())? {
                        Some(found) if *wanted => {
                            (slots, next) = (found, *after);
                            true
                        }
                        None if !wanted => {
                            next = *after;
                            true
                        }
                        _ => false,
                    },
                    Code::Again(group, ignores_case) => match self.again(&slots, *group, *ignores_case, at) {
                        Some(length) => {
                            at += length;
                            true
                        }
                        None => false,
                    },
                    Code::Take(items, is_negated) => {
                        let takes = self.text.get(at).is_some_and(|one| takes(items, *one) != *is_negated);
                        at += 1;
                        takes
                    }
                };
                if !goes_on {
                    break;
                }
            }
        }
        Some(None)
    }

    /// How long what a group caught is, when it stands here again.
    fn again(&mut self, slots: &Slots, group: usize, ignores_case: bool, at: usize) -> Option<usize> {
        let (start, end) = (slots.get(2 * group).copied()??, slots.get(2 * group + 1).copied()??);
        let caught = self.text.get(start..end)?;
        self.steps += caught.len();
        let here = self.text.get(at..at + caught.len())?;
        let same = |a: &char, b: &char| a == b || (ignores_case && a.to_lowercase().eq(b.to_lowercase()));
        caught.iter().zip(here).all(|(a, b)| same(a, b)).then_some(caught.len())
    }

    fn stands(&self, look: Look, at: usize) -> bool {
        let is_line = |at: Option<usize>| at.and_then(|at| self.text.get(at)) == Some(&'\n');
        let is_word =
            |at: Option<usize>| at.and_then(|at| self.text.get(at)).is_some_and(|one| is_kind('w', *one));
        let before = at.checked_sub(1);
        match look {
            Look::TextStart => at == 0,
            Look::LineStart => at == 0 || is_line(before),
            Look::TextEnd => at == self.text.len(),
            Look::LastLineEnd => at == self.text.len() || (at + 1 == self.text.len() && is_line(Some(at))),
            Look::LineEnd => at == self.text.len() || is_line(Some(at)),
            Look::Edge(wanted) => (is_word(before) != is_word(Some(at))) == wanted,
        }
    }
}

fn takes(items: &[Item], one: char) -> bool {
    items.iter().any(|item| match item {
        Item::Span(low, high) => (*low..=*high).contains(&one),
        Item::AnyCase(low, high) => {
            let is_in = |one: char| (*low..=*high).contains(&one);
            is_in(one) || one.to_lowercase().any(is_in) || one.to_uppercase().any(is_in)
        }
        Item::Kind(kind) => is_kind(*kind, one),
    })
}

/// Digits, characters of words, blanks; in capitals what is none of them.
fn is_kind(kind: char, one: char) -> bool {
    match kind {
        'd' => one.is_ascii_digit() || (!one.is_ascii() && one.is_numeric()),
        'w' => one.is_alphanumeric() || one == '_',
        's' => one.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&one),
        other => !is_kind(other.to_ascii_lowercase(), one),
    }
}

#[cfg(test)]
mod tests {
    use super::search;

    #[test]
    fn a_search_that_goes_astray_is_stopped() {
        let text = "a".repeat(40);
        assert!(search("(a*)*b|(a|aa)+$", "aaab").is_ok_and(|found| found));
        assert!(search("(a|aa)+$", &text).is_ok_and(|found| found));
        let error = search("^(a|aa)+$", &format!("{text}b")).unwrap_err();
        assert!(error.contains("takes too long"), "{error}");
        assert!(search("((((a{1000}){1000}){1000}){1000})", "a").is_err());
        assert!(search(&"(".repeat(5000), "a").is_err());
    }

    #[test]
    fn a_pattern_may_not_be_too_long() {
        for pattern in [format!("[{}]", "a".repeat(30_000)), "|".repeat(30_000)] {
            let error = search(&pattern, "a").unwrap_err();
            assert!(error.contains("it is too long"));
        }
        assert!(search(&format!("[{}]", "a".repeat(19_998)), "a").is_ok_and(|found| found));
    }

    #[test]
    fn what_is_not_known_is_refused_by_name() {
        for (pattern, word) in
            [("(?<=a)b", "look-behind"), ("a++", "possessive"), ("(?(1)a|b)", "(?("), ("[a", "]")]
        {
            let error = search(pattern, "ab").unwrap_err();
            assert!(error.contains(word), "{error}");
        }
    }
}
