//! For people, in the style of rustc: what, where with the line underlined, and what to do.
use super::colour::Paint;
use super::excerpt::{self, clean};
use super::place::Places;
use super::{Checked, word};
use flowdeck_spec::Severity;
use flowdeck_spec::lint::Finding;
use std::io::{self, Write};
use std::ops::Range;

/// Of each finding so many fixes and other places are told.
const TOLD: usize = 3;

/// Writes all findings and a line that sums up.
pub(super) fn write(list: &[Checked], all: bool, paint: Paint, out: &mut dyn Write) -> io::Result<()> {
    for checked in list {
        let report = Report { name: &clean(&checked.name), places: Places::new(&checked.text), paint };
        for finding in checked.findings.iter().filter(|finding| all || finding.severity != Severity::Note) {
            report.finding(finding, out)?;
        }
    }
    writeln!(out, "{}", summary(list, all, paint))
}

struct Report<'a> {
    name: &'a str,
    places: Places<'a>,
    paint: Paint,
}

impl Report<'_> {
    fn finding(&self, finding: &Finding, out: &mut dyn Write) -> io::Result<()> {
        let paint = self.paint;
        let head = format!("{}[{}]", word(finding.severity), finding.code);
        let said = paint.bold(&format!(": {}", clean(&finding.message)));
        writeln!(out, "{}{said}", paint.severity(finding.severity, &head))?;
        let related = finding.related.iter().take(TOLD);
        let lines = related.clone().map(|(range, _)| self.places.of(range).line);
        let widest = lines.chain([self.places.of(&finding.range).line]).max().unwrap_or(1);
        let margin = " ".repeat(widest.to_string().len());
        let mark = |columns: usize| paint.severity(finding.severity, &"^".repeat(columns));
        self.excerpt("-->", &finding.range, &margin, &mark, out)?;
        for (range, what) in related {
            let mark = |columns: usize| paint.frame(&format!("{} {}", "-".repeat(columns), clean(what)));
            self.excerpt(":::", range, &margin, &mark, out)?;
        }
        let frame = |sign: &str| paint.frame(&format!("{margin} {sign}"));
        let mut notes: Vec<(&str, String)> = Vec::new();
        notes.extend(finding.fixes.iter().take(TOLD).map(|fix| ("help", clean(&fix.title).into_owned())));
        notes.extend(finding.class.map(|class| ("note", format!("the engine raises {}", class.name()))));
        if !notes.is_empty() {
            writeln!(out, "{}", frame("|"))?;
        }
        for (word, text) in notes {
            writeln!(out, "{} {}: {text}", frame("="), paint.bold(word))?;
        }
        writeln!(out)
    }

    /// A place with its line, and what is put under it.
    fn excerpt(
        &self,
        arrow: &str,
        range: &Range<usize>,
        margin: &str,
        mark: &dyn Fn(usize) -> String,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let place = self.places.of(range);
        let excerpt = excerpt::of(&self.places, place.line, range);
        let bar = self.paint.frame(&format!("{margin} |"));
        let number = self.paint.frame(&format!("{:>1$} |", place.line, margin.len()));
        let gap = if excerpt.text.is_empty() { "" } else { " " };
        let at = format!("{}:{}:{}", self.name, place.line, place.column);
        writeln!(out, "{margin}{} {at}", self.paint.frame(arrow))?;
        writeln!(out, "{bar}")?;
        writeln!(out, "{number}{gap}{}", excerpt.text)?;
        writeln!(out, "{bar} {}{}", " ".repeat(excerpt.before), mark(excerpt.marked))
    }
}

/// “2 errors, 1 warning in 3 files”
fn summary(list: &[Checked], all: bool, paint: Paint) -> String {
    let sum = |severity| list.iter().map(|one| one.count(severity)).sum::<usize>();
    let (errors, warnings, notes) = (sum(Severity::Error), sum(Severity::Warning), sum(Severity::Note));
    let mut parts = Vec::new();
    if errors > 0 {
        parts.push(paint.severity(Severity::Error, &counted(errors, "error")));
    }
    if warnings > 0 {
        parts.push(paint.severity(Severity::Warning, &counted(warnings, "warning")));
    }
    if all && notes > 0 {
        parts.push(paint.severity(Severity::Note, &counted(notes, "note")));
    }
    let found = if parts.is_empty() { String::from("Nothing to mend") } else { parts.join(", ") };
    let hidden = match notes {
        _ if all => String::new(),
        0 => String::new(),
        count => format!(" ({} more with --all)", counted(count, "note")),
    };
    format!("{found} in {}{hidden}.", counted(list.len(), "file"))
}

fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_of_the_severity_and_end_again() {
        let text = String::from("{\"steps\": 5}");
        let findings = flowdeck_spec::lint::check_text("{\"specification\": 5}", crate::catalogue::bundled());
        let list = [Checked { name: String::from("a.json"), before: text.clone(), text, findings }];
        let said = |is_on| {
            let mut out = Vec::new();
            write(&list, false, Paint::always(is_on), &mut out).unwrap();
            String::from_utf8(out).unwrap()
        };
        let (plain, painted) = (said(false), said(true));
        assert!(!plain.contains('\u{1b}') && painted.contains("\u{1b}[1;31merror[FD0003]\u{1b}[0m"));
        let mut stripped = painted;
        for code in ["0", "1", "1;31", "1;34"] {
            stripped = stripped.replace(&format!("\u{1b}[{code}m"), "");
        }
        assert_eq!(stripped, plain);
    }
}
