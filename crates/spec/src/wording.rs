//! Parts of sentences that many findings share: long names cut, lists with “or”, the name that was meant.
use crate::fold;

/// A name for a sentence: cut where it would fill the screen.
pub(crate) fn short(name: &str) -> String {
    if name.chars().count() <= 60 {
        String::from(name)
    } else {
        name.chars().take(59).chain(['…']).collect()
    }
}

/// “a, b or c”
pub(crate) fn any_of(parts: &[String]) -> String {
    match parts {
        [] => String::from("nothing"),
        [one] => one.clone(),
        [most @ .., last] => format!("{} or {last}", most.join(", ")),
    }
}

/// “a”, “b”, … of the first few names.
pub(crate) fn some_of<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let mut list: Vec<String> = names.take(6).map(|name| format!("“{}”", short(name))).collect();
    if list.len() == 6 {
        list.truncate(5);
        list.push(String::from("…"));
    }
    list.join(", ")
}

/// The known name that a slip of the hand could have made of this one. The first 500 are looked through.
pub(crate) fn nearest<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let allowed = |known: &str| known.chars().count().div_ceil(3);
    known
        .take(500)
        .filter(|known| known.len().abs_diff(name.len()) <= 4 * allowed(known))
        .map(|known| (distance(name, known), known))
        .min()
        .filter(|(distance, known)| *distance <= allowed(known))
        .map(|(_, known)| known)
}

/// How many letters must change to make one name of the other; names are cut at 64 letters.
pub(crate) fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) =
        (fold(a).chars().take(64).collect(), fold(b).chars().take(64).collect());
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut corner = i;
        let mut left = i + 1;
        for (j, y) in b.iter().enumerate() {
            let above = row.get(j + 1).copied().unwrap_or(0);
            let best = (corner + usize::from(x != y)).min(above + 1).min(left + 1);
            if let Some(slot) = row.get_mut(j) {
                *slot = left;
            }
            corner = above;
            left = best;
        }
        if let Some(last) = row.last_mut() {
            *last = left;
        }
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::distance;

    #[test]
    fn letters_that_differ() {
        for (a, b, expected) in [
            ("blur", "blur", 0),
            ("blur", "blurr", 1),
            ("blr", "blur", 1),
            ("kitten", "sitting", 3),
            ("", "abc", 3),
            ("abc", "", 3),
        ] {
            assert_eq!(distance(a, b), expected, "{a} {b}");
        }
    }
}
