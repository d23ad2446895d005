//! What changes in a file, as `diff -u` writes it: `patch` and `git apply` take it.
use super::colour::Paint;
use super::excerpt;
use flowdeck_spec::lines::{self, Change, Line};
use std::io::{self, Write};

/// So many lines around a change are shown.
const CONTEXT: usize = 3;

/// Writes what changes between two texts of a file; nothing if they are the same.
pub(super) fn write(
    name: &str,
    before: &str,
    after: &str,
    paint: Paint,
    out: &mut dyn Write,
) -> io::Result<()> {
    let groups = lines::compare(before, after, CONTEXT);
    if groups.is_empty() {
        return Ok(());
    }
    let name = excerpt::clean(name);
    writeln!(out, "{}", paint.bold(&format!("--- {name}")))?;
    writeln!(out, "{}", paint.bold(&format!("+++ {name}")))?;
    // With their ends: a line that ends as on Windows keeps its carriage return.
    let whole = |text| str::split_inclusive(text, '\n').collect::<Vec<_>>();
    let (old, new) = (whole(before), whole(after));
    let line = |list: &[&str], number: Option<usize>| -> String {
        list.get(number.unwrap_or_default().wrapping_sub(1)).copied().map(String::from).unwrap_or_default()
    };
    for group in groups {
        let sides = [range(&group, |line| line.old), range(&group, |line| line.new)];
        writeln!(out, "{}", paint.frame(&format!("@@ -{} +{} @@", sides[0], sides[1])))?;
        for one in group {
            let (sign, text) = match one.change {
                Change::Same => (' ', line(&old, one.old)),
                Change::Removed => ('-', line(&old, one.old)),
                Change::Added => ('+', line(&new, one.new)),
            };
            let body = text.strip_suffix('\n');
            let shown = format!("{sign}{}", paint.line(body.unwrap_or(&text)));
            writeln!(out, "{}", paint.change(one.change, &shown))?;
            if body.is_none() {
                writeln!(out, "\\ No newline at end of file")?;
            }
        }
    }
    Ok(())
}

/// The first line of a side and how many of it are shown.
fn range(group: &[Line<'_>], number: impl Fn(&Line<'_>) -> Option<usize>) -> String {
    let mut numbers = group.iter().filter_map(number);
    match numbers.next() {
        None => String::from("0,0"),
        Some(first) => match numbers.count() + 1 {
            1 => first.to_string(),
            count => format!("{first},{count}"),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::{Paint, write};
    use expect_test::{Expect, expect};

    #[expect(clippy::needless_pass_by_value, reason = "expect! gives values")]
    fn check(before: &str, after: &str, expected: Expect) {
        let mut out = Vec::new();
        write("a.json", before, after, Paint::always(false), &mut out).unwrap();
        expected.assert_eq(&String::from_utf8(out).unwrap());
    }

    #[test]
    fn lines_stand_in_their_context() {
        check(
            "{\n1\n2\n3\n4\n5\n}\n",
            "{\n1\n2\n3\nfour\n5\n}\n",
            expect![[r#"
            --- a.json
            +++ a.json
            @@ -2,6 +2,6 @@
             1
             2
             3
            -4
            +four
             5
             }
        "#]],
        );
        check("a\n", "a\n", expect![""]);
    }

    #[test]
    fn the_ends_of_lines_and_of_the_file_are_told() {
        check(
            "{\"a\": 1}",
            "{\"a\": 2}",
            expect![[r#"
            --- a.json
            +++ a.json
            @@ -1 +1 @@
            -{"a": 1}
            \ No newline at end of file
            +{"a": 2}
            \ No newline at end of file
        "#]],
        );
        let mut out = Vec::new();
        write("a.json", "a\r\nb\r\n", "a\r\nc\r\n", Paint::always(false), &mut out).unwrap();
        assert!(out.ends_with(b"@@ -1,2 +1,2 @@\n a\r\n-b\r\n+c\r\n"));
    }

    #[test]
    fn a_terminal_is_not_steered() {
        let mut out = Vec::new();
        write("a.json", "\u{1b}[2J\t1\n", "\u{1b}[2J\t2\n", Paint::always(true), &mut out).unwrap();
        let said = String::from_utf8(out).unwrap();
        assert!(said.contains("␛[2J") && !said.contains("\u{1b}[2J") && !said.contains('\t'), "{said:?}");
    }
}
