//! Texts with places for values, in the notation of the reference engine's language: `{name}`, `{name:>10.2f}`,
//! `{{` for a brace.
use super::LONGEST;
use crate::data::Data;
use crate::uql;
use serde_json::Value;

/// The largest number that a place may hold: widths and digits.
const LARGEST: usize = 10_000;

/// Fills in the places of a template.
pub(super) fn rendered(template: &str, values: &[(String, Data)]) -> Result<String, String> {
    let text = render(template, values, true)?;
    if text.chars().count() > LONGEST {
        return Err(format!("the text is longer than {LONGEST} characters"));
    }
    Ok(text)
}

/// Places inside the notes of a place may be filled in too, one level deep.
fn render(template: &str, values: &[(String, Data)], may_nest: bool) -> Result<String, String> {
    let mut out = String::new();
    let mut rest = template.char_indices().peekable();
    while let Some((start, one)) = rest.next() {
        match one {
            '{' | '}' if rest.next_if(|(_, next)| *next == one).is_some() => out.push(one),
            '}' => return Err(String::from("a “}” closes nothing: write “}}” for one in the text")),
            '{' => {
                let mut depth = 1;
                let end = rest.by_ref().find(|(_, next)| {
                    match next {
                        '{' => depth += 1,
                        '}' => depth -= 1,
                        _ => {}
                    }
                    depth == 0
                });
                let inside = end.and_then(|(end, _)| template.get(start + 1..end));
                let inside = inside.ok_or("a “{” is not closed: write “{{” for one in the text")?;
                out.push_str(&field(inside, values, may_nest)?);
                if out.len() > 4 * LONGEST {
                    return Err(format!("the text is longer than {LONGEST} characters"));
                }
            }
            other => out.push(other),
        }
    }
    Ok(out)
}

fn field(inside: &str, values: &[(String, Data)], may_nest: bool) -> Result<String, String> {
    let (name, notes) = inside.split_once(':').unwrap_or((inside, ""));
    let (name, conversion) = name.split_once('!').map_or((name, None), |(name, how)| (name, Some(how)));
    if name.is_empty() || name.chars().all(|one| one.is_ascii_digit()) {
        return Err(String::from("each place needs a name, as in {total}"));
    }
    if name.contains(['.', '[']) {
        return Err(format!("the place “{name}” may only be a name: take values apart with data operations"));
    }
    let data = values.iter().find(|(key, _)| key == name).map(|(_, data)| data);
    let data = data.ok_or_else(|| format!("the place “{name}” has no value among the data"))?;
    let value = data.to_json().ok_or_else(|| format!("the place “{name}” cannot hold {}", data.kind()))?;
    let value = match conversion {
        None => value,
        Some("s") => Value::from(uql::print(&value)),
        Some("r") => Value::from(uql::repr(&value)),
        Some(other) => return Err(format!("the embedded engine has no conversion “!{other}”")),
    };
    let notes =
        if may_nest && notes.contains('{') { render(notes, values, false)? } else { String::from(notes) };
    formatted(&value, &notes).map_err(|why| format!("the place “{name}” cannot be filled in: {why}"))
}

/// How a value is written: fill, side, sign, width, digits, kind.
#[derive(Debug, Default)]
struct Notes {
    fill: Option<char>,
    side: Option<char>,
    sign: Option<char>,
    is_plain: bool,
    width: usize,
    group: Option<char>,
    digits: Option<usize>,
    kind: Option<char>,
}

impl Notes {
    fn of(text: &str) -> Result<Self, String> {
        let mut notes = Self::default();
        let mut rest = text.chars().peekable();
        let mut ahead = rest.clone();
        let (first, second) = (ahead.next(), ahead.next());
        let is_side = |one: Option<char>| matches!(one, Some('<' | '>' | '^' | '='));
        if is_side(second) {
            (notes.fill, notes.side) = (first, second);
            rest = ahead;
        } else if is_side(first) {
            notes.side = rest.next();
        }
        notes.sign = rest.next_if(|one| matches!(one, '+' | '-' | ' '));
        notes.is_plain = rest.next_if_eq(&'#').is_none();
        if rest.next_if_eq(&'0').is_some() {
            notes.fill = notes.fill.or(Some('0'));
            notes.side = notes.side.or(Some('='));
        }
        let number = |rest: &mut std::iter::Peekable<std::str::Chars<'_>>| {
            let mut digits = String::new();
            digits.extend(std::iter::from_fn(|| rest.next_if(char::is_ascii_digit)));
            if digits.is_empty() {
                return Ok(None);
            }
            let number: Option<usize> = digits.parse().ok().filter(|number| *number <= LARGEST);
            number.map(Some).ok_or_else(|| format!("{digits} is more than {LARGEST}"))
        };
        notes.width = number(&mut rest)?.unwrap_or(0);
        notes.group = rest.next_if(|one| matches!(one, ',' | '_'));
        if rest.next_if_eq(&'.').is_some() {
            notes.digits = Some(number(&mut rest)?.ok_or("digits are missing after the point")?);
        }
        notes.kind = rest.next();
        if rest.next().is_some() || !notes.is_plain {
            return Err(format!("“{text}” is no format that the embedded engine has"));
        }
        Ok(notes)
    }

    /// Fills up to the width.
    fn padded(&self, sign: &str, body: &str, default_side: char) -> String {
        let missing = self.width.saturating_sub(sign.chars().count() + body.chars().count());
        let fill = |count: usize| self.fill.unwrap_or(' ').to_string().repeat(count);
        match self.side.unwrap_or(default_side) {
            '<' => format!("{sign}{body}{}", fill(missing)),
            '^' => format!("{}{sign}{body}{}", fill(missing / 2), fill(missing - missing / 2)),
            '=' => format!("{sign}{}{body}", fill(missing)),
            _ => format!("{}{sign}{body}", fill(missing)),
        }
    }
}

fn formatted(value: &Value, notes: &str) -> Result<String, String> {
    if notes.is_empty() {
        return Ok(uql::print(value));
    }
    let notes = Notes::of(notes)?;
    let wrong = || match notes.kind {
        Some(kind) => format!("“{kind}” is no way to write {}", Data::Json(value.clone()).kind()),
        None => format!("{} takes no format", Data::Json(value.clone()).kind()),
    };
    match value {
        Value::String(text) => {
            if !matches!(notes.kind, None | Some('s'))
                || notes.sign.is_some()
                || notes.group.is_some()
                || notes.side == Some('=') && notes.fill != Some('0')
            {
                return Err(wrong());
            }
            let cut: String = text.chars().take(notes.digits.unwrap_or(usize::MAX)).collect();
            // A leading zero fills texts on their right.
            let side = if notes.side == Some('=') { '<' } else { notes.side.unwrap_or('<') };
            Ok(Notes { side: Some(side), ..notes }.padded("", &cut, '<'))
        }
        Value::Number(number) if number.is_f64() => {
            float(number.as_f64().unwrap_or_default(), &notes).ok_or_else(wrong)
        }
        Value::Number(_) | Value::Bool(_) => {
            let whole = value.as_i64().or_else(|| value.as_bool().map(i64::from)).ok_or_else(wrong)?;
            match notes.kind {
                None | Some('d' | 'n' | 'b' | 'o' | 'x' | 'X' | 'c') => {
                    integer(whole, &notes).ok_or_else(wrong)
                }
                _ => float(whole as f64, &notes).ok_or_else(wrong),
            }
        }
        _ => Err(wrong()),
    }
}

fn sign(is_negative: bool, notes: &Notes) -> &'static str {
    match (is_negative, notes.sign) {
        (true, _) => "-",
        (false, Some('+')) => "+",
        (false, Some(' ')) => " ",
        (false, _) => "",
    }
}

fn integer(whole: i64, notes: &Notes) -> Option<String> {
    if notes.digits.is_some() {
        return None;
    }
    let size = whole.unsigned_abs();
    let body = match notes.kind {
        Some('b') => format!("{size:b}"),
        Some('o') => format!("{size:o}"),
        Some('x') => format!("{size:x}"),
        Some('X') => format!("{size:X}"),
        Some('c') => {
            return char::from_u32(u32::try_from(whole).ok()?)
                .map(|one| notes.padded("", &one.to_string(), '<'));
        }
        _ => size.to_string(),
    };
    Some(notes.padded(sign(whole < 0, notes), &grouped(&body, notes), '>'))
}

fn float(number: f64, notes: &Notes) -> Option<String> {
    let size = number.abs();
    let digits = notes.digits.unwrap_or(6);
    let body = match notes.kind {
        Some('f' | 'F') => format!("{size:.digits$}"),
        Some('%') => format!("{:.digits$}%", size * 100.0),
        Some('e') => exponent(size, digits),
        Some('E') => exponent(size, digits).to_uppercase(),
        Some('g') => general(size, digits.max(1)),
        Some('G') => general(size, digits.max(1)).to_uppercase(),
        None if notes.digits.is_none() => uql::print(&Value::from(size)),
        None => {
            let text = general(size, digits.max(1));
            if text.contains(['.', 'e']) { text } else { format!("{text}.0") }
        }
        _ => return None,
    };
    Some(notes.padded(sign(number.is_sign_negative(), notes), &grouped(&body, notes), '>'))
}

fn exponent(size: f64, digits: usize) -> String {
    let text = format!("{size:.digits$e}");
    let (number, power) = text.split_once('e').unwrap_or((&text, "0"));
    let (sign, power) = power.strip_prefix('-').map_or(('+', power), |power| ('-', power));
    format!("{number}e{sign}{power:0>2}")
}

/// As many digits as wanted, without zeros at the end, with an exponent for the very large and the very small.
fn general(size: f64, digits: usize) -> String {
    let text = format!("{size:.*e}", digits - 1);
    let power: i64 = text.split_once('e').and_then(|(_, power)| power.parse().ok()).unwrap_or(0);
    let trimmed = |text: &str| {
        if text.contains('.') {
            String::from(text.trim_end_matches('0').trim_end_matches('.'))
        } else {
            String::from(text)
        }
    };
    if power < -4 || power >= digits as i64 {
        let text = exponent(size, digits - 1);
        let (number, power) = text.split_once('e').unwrap_or((&text, "+00"));
        return format!("{}e{power}", trimmed(number));
    }
    let places = usize::try_from(digits as i64 - 1 - power).unwrap_or(0);
    trimmed(&format!("{size:.places$}"))
}

/// Thousands apart.
fn grouped(body: &str, notes: &Notes) -> String {
    let Some(mark) = notes.group else { return String::from(body) };
    let end = body.find(|one: char| !one.is_ascii_hexdigit()).unwrap_or(body.len());
    let (whole, rest) = body.split_at(end);
    let size = if matches!(notes.kind, Some('b' | 'o' | 'x' | 'X')) { 4 } else { 3 };
    let mut out = String::new();
    for (index, one) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index) % size == 0 {
            out.push(mark);
        }
        out.push(one);
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::rendered;
    use crate::data::Data;
    use serde_json::json;

    #[test]
    fn many_places_inside_notes_and_a_long_place_are_read_in_one_go() {
        let values = [(String::from("a"), Data::Json(json!(7))), (String::from("b"), Data::Json(json!("")))];
        let many = format!("{{a:{}3}}", "{b}".repeat(100_000));
        assert_eq!(rendered(&many, &values).unwrap(), "  7");
        let error = rendered(&format!("{{{}}}", "a".repeat(1_000_000)), &values).unwrap_err();
        assert!(error.contains("has no value among the data"));
        let error = rendered("{a:{b}{b", &values).unwrap_err();
        assert!(error.contains("is not closed"), "{error}");
        let error = rendered("{a:{b:{b}}}", &values).unwrap_err();
        assert!(error.contains("takes no format") || error.contains("no format that"), "{error}");
    }
}
