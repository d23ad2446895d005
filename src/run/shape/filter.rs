//! Which of the things found are shown: by class and by how sure the model is.
use super::{Findings, Found};

/// How many columns the histogram of confidence has.
pub const BINS: usize = 20;

/// What is shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// The classes that are not, by their place in [`Findings::classes`].
    pub hidden: Vec<usize>,
    /// The least confidence, in hundredths.
    pub least: u8,
}

impl Filter {
    /// Whether something is sure enough. What has no confidence is not judged by it.
    fn is_sure(&self, one: &Found) -> bool {
        // A hair less, so that 0.7 of 70 hundredths stays.
        one.confidence.is_none_or(|confidence| confidence * 100.0 + 1e-6 >= f64::from(self.least))
    }

    /// The filter with a class shown or hidden.
    #[must_use]
    pub fn toggled(&self, class: usize) -> Self {
        let mut hidden = self.hidden.clone();
        match hidden.iter().position(|one| *one == class) {
            Some(at) => drop(hidden.remove(at)),
            None => hidden.push(class),
        }
        Self { hidden, ..*self }
    }

    /// The places of what is shown.
    #[must_use]
    pub fn shown(&self, findings: &Findings) -> Vec<usize> {
        // A set: there may be as many classes as things found.
        let mut is_hidden = vec![false; findings.classes.len()];
        for class in &self.hidden {
            if let Some(flag) = is_hidden.get_mut(*class) {
                *flag = true;
            }
        }
        let is_shown =
            |one: &Found| self.is_sure(one) && !is_hidden.get(one.class).copied().unwrap_or_default();
        (0..findings.list.len()).filter(|at| findings.list.get(*at).is_some_and(is_shown)).collect()
    }

    /// How many of each class are sure enough, whether or not the class is shown.
    #[must_use]
    pub fn counts(&self, findings: &Findings) -> Vec<usize> {
        let mut counts = vec![0; findings.classes.len()];
        for one in findings.list.iter().filter(|one| self.is_sure(one)) {
            if let Some(count) = counts.get_mut(one.class) {
                *count += 1;
            }
        }
        counts
    }

    /// How many there are of each confidence in the classes that are shown, however sure.
    #[must_use]
    pub fn bins(&self, findings: &Findings) -> [usize; BINS] {
        let mut bins = [0; BINS];
        let all = Self { least: 0, hidden: self.hidden.clone() };
        for one in all.shown(findings).into_iter().filter_map(|at| findings.list.get(at)) {
            let bin = one.confidence.map(|confidence| ((confidence * BINS as f64) as usize).min(BINS - 1));
            if let Some(count) = bin.and_then(|bin| bins.get_mut(bin)) {
                *count += 1;
            }
        }
        bins
    }
}
