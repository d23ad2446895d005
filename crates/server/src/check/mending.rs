//! `--fix`: mends the files that were looked at, and says what became of it.
use super::{Args, Checked, excerpt, fix, is_stdin, replace, why};
use flowdeck_spec::Catalogue;
use std::fmt;
use std::io::{self, Write};
use std::path::Path;

/// Of each file so many changes are told.
const TOLD: usize = 10;

/// How to get what is not done without being asked for.
const HOW: &str = "--unsafe-fixes does that too, --diff shows it first";

/// What was done to all files.
pub(super) struct Mending {
    with_unsafe: bool,
    /// Nothing is written.
    is_dry: bool,
    done: usize,
    unsafe_left: usize,
    refused: usize,
}

impl Mending {
    pub(super) const fn new(args: &Args) -> Self {
        let (with_unsafe, is_dry) = (args.unsafe_fixes, args.diff);
        Self { with_unsafe, is_dry, done: 0, unsafe_left: 0, refused: 0 }
    }

    /// Mends a text, and the file that it is of where that is wanted; what is left to say is of the mended text.
    ///
    /// # Errors
    /// The file cannot be written; the sentence says why.
    pub(super) fn mend(
        &mut self,
        file: &Path,
        checked: Checked,
        catalogue: &Catalogue,
    ) -> Result<Checked, String> {
        let Checked { name, text: before, findings, .. } = checked;
        let mended = fix::mend(&before, findings, catalogue, self.with_unsafe);
        if !self.is_dry && !is_stdin(file) && mended.text != before {
            replace::replace(file, &mended.text)
                .map_err(|error| format!("{name} cannot be written: {}.", why(&error)))?;
        }
        if !self.is_dry && !mended.done.is_empty() {
            let mut done: Vec<String> =
                mended.done.iter().take(TOLD).map(|title| excerpt::clean(title).into_owned()).collect();
            if mended.done.len() > TOLD {
                done.push(format!("{} more", mended.done.len() - TOLD));
            }
            let _ = writeln!(io::stderr(), "fixed {}: {}", excerpt::clean(&name), done.join("; "));
        }
        self.done += mended.done.len();
        self.unsafe_left += mended.unsafe_left;
        self.refused += mended.refused;
        Ok(Checked { name, before, text: mended.text, findings: mended.findings })
    }
}

impl fmt::Display for Mending {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.done, self.is_dry) {
            (0, _) => f.write_str("No fix applied.")?,
            (1, false) => f.write_str("1 fix applied.")?,
            (done, false) => write!(f, "{done} fixes applied.")?,
            (1, true) => f.write_str("1 fix would be applied.")?,
            (done, true) => write!(f, "{done} fixes would be applied.")?,
        }
        match (self.unsafe_left, self.with_unsafe) {
            (0, _) => {}
            (1, false) => write!(f, " 1 more takes away or replaces what somebody wrote: {HOW}.")?,
            (left, false) => write!(f, " {left} more take away or replace what somebody wrote: {HOW}.")?,
            (left, true) => write!(f, " {left} more came up by what was changed: look, and run it again.")?,
        }
        match self.refused {
            0 => Ok(()),
            1 => f.write_str(" 1 is left out, because it would make something else wrong."),
            refused => {
                write!(f, " {refused} are left out, because they would make something else wrong.")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Mending;

    #[test]
    fn what_is_left_comes_with_what_to_do() {
        let said = |with_unsafe, is_dry, [done, unsafe_left, refused]: [usize; 3]| {
            Mending { with_unsafe, is_dry, done, unsafe_left, refused }.to_string()
        };
        assert_eq!(said(false, false, [0, 0, 0]), "No fix applied.");
        assert_eq!(said(false, true, [1, 0, 0]), "1 fix would be applied.");
        assert_eq!(
            said(false, false, [3, 2, 1]),
            "3 fixes applied. 2 more take away or replace what somebody wrote: --unsafe-fixes does that too, --diff shows it first. 1 is left out, because it would make something else wrong."
        );
        assert_eq!(
            said(true, false, [1, 1, 0]),
            "1 fix applied. 1 more came up by what was changed: look, and run it again."
        );
    }
}
