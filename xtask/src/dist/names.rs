//! Short names between the app's wasm and its JavaScript. wasm-bindgen's end in a hash each, which no compression
//! takes away: six kilobytes of every first visit.
use crate::shell::Outcome;

/// The short name of the module that wasm-bindgen's imports come from.
const SHORT_MODULE: &str = "m";
/// Exports that only wasm-bindgen's JavaScript uses.
const OWN_EXPORTS: [&str; 3] = ["__wbindgen_", "__externref_", "wasm_bindgen__"];

/// The same two files with short names; `module` is what wasm-bindgen calls the module of its imports.
pub(crate) fn shorten(wasm: &[u8], script: &str, module: &str) -> Outcome<(Vec<u8>, String)> {
    let mut out = wasm.get(..8).ok_or("this is no wasm")?.to_vec();
    let mut script = script.replace(&format!("\"{module}\""), &format!("\"{SHORT_MODULE}\""));
    let mut at = Reader { bytes: wasm, at: 8 };
    while !at.is_done() {
        let id = at.byte()?;
        let length = at.number()?;
        let section = at.take(length)?;
        let section = match id {
            2 => imports(section, &mut script, module)?,
            7 => exports(section, &mut script)?,
            _ => section.to_vec(),
        };
        out.push(id);
        write_number(section.len(), &mut out);
        out.extend(section);
    }
    Ok((out, script))
}

fn imports(section: &[u8], script: &mut String, ours: &str) -> Outcome<Vec<u8>> {
    let mut at = Reader { bytes: section, at: 0 };
    let count = at.number()?;
    let mut out = Vec::new();
    write_number(count, &mut out);
    for index in 0..count {
        let (module, name) = (at.text()?, at.text()?);
        if module == ours {
            let short = short_name(index);
            *script = replace_word(script, name, &short);
            write_text(SHORT_MODULE, &mut out);
            write_text(&short, &mut out);
        } else {
            write_text(module, &mut out);
            write_text(name, &mut out);
        }
        // What is imported: functions and tags alone, else the shape below would be another.
        let kind = at.byte()?;
        out.push(kind);
        match kind {
            0 => write_number(at.number()?, &mut out),
            4 => {
                out.push(at.byte()?);
                write_number(at.number()?, &mut out);
            }
            other => return Err(format!("{name} is an import of kind {other}, which is not known here")),
        }
    }
    Ok(out)
}

fn exports(section: &[u8], script: &mut String) -> Outcome<Vec<u8>> {
    let mut at = Reader { bytes: section, at: 0 };
    let count = at.number()?;
    let mut out = Vec::new();
    write_number(count, &mut out);
    for index in 0..count {
        let name = at.text()?;
        if OWN_EXPORTS.iter().any(|prefix| name.starts_with(prefix)) {
            let short = short_name(index);
            *script = replace_word(script, name, &short);
            write_text(&short, &mut out);
        } else {
            write_text(name, &mut out);
        }
        out.push(at.byte()?);
        write_number(at.number()?, &mut out);
    }
    Ok(out)
}

/// `a`, `b`, … `z`, `A`, … `Z`, `aa`, …, each with a mark that keeps it apart from names that stay.
fn short_name(mut index: usize) -> String {
    const LETTERS: &[u8; 52] = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    let mut name = String::from("$");
    loop {
        name.push(char::from(LETTERS[index % 52]));
        index /= 52;
        if index == 0 {
            return name;
        }
        index -= 1;
    }
}

/// Replaces a name where it stands alone.
fn replace_word(text: &str, word: &str, by: &str) -> String {
    let is_part = |byte: Option<&u8>| {
        byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$'))
    };
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for (at, _) in text.match_indices(word) {
        let (before, after) =
            (at.checked_sub(1).and_then(|at| text.as_bytes().get(at)), text.as_bytes().get(at + word.len()));
        if !is_part(before) && !is_part(after) {
            out.push_str(&text[done..at]);
            out.push_str(by);
            done = at + word.len();
        }
    }
    out.push_str(&text[done..]);
    out
}

/// A module, read from its beginning.
pub(super) struct Reader<'a> {
    pub(super) bytes: &'a [u8],
    pub(super) at: usize,
}

impl<'a> Reader<'a> {
    pub(super) fn is_done(&self) -> bool {
        self.at >= self.bytes.len()
    }

    pub(super) fn take(&mut self, length: usize) -> Outcome<&'a [u8]> {
        let bytes = self.bytes.get(self.at..self.at + length).ok_or("the wasm ends too early")?;
        self.at += length;
        Ok(bytes)
    }

    pub(super) fn byte(&mut self) -> Outcome<u8> {
        Ok(self.take(1)?[0])
    }

    /// An unsigned number in LEB128.
    pub(super) fn number(&mut self) -> Outcome<usize> {
        let mut number = 0;
        for shift in (0..35).step_by(7) {
            let byte = self.byte()?;
            number |= usize::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Ok(number);
            }
        }
        Err(String::from("a number in the wasm is too long"))
    }

    pub(super) fn text(&mut self) -> Outcome<&'a str> {
        let length = self.number()?;
        std::str::from_utf8(self.take(length)?).map_err(|_| String::from("a name in the wasm is no text"))
    }
}

/// An unsigned number in LEB128.
pub(super) fn write_number(mut number: usize, out: &mut Vec<u8>) {
    loop {
        let low = (number & 0x7f) as u8;
        number >>= 7;
        if number == 0 {
            out.push(low);
            return;
        }
        out.push(low | 0x80);
    }
}

fn write_text(text: &str, out: &mut Vec<u8>) {
    write_number(text.len(), out);
    out.extend_from_slice(text.as_bytes());
}

#[cfg(test)]
mod tests {
    use super::{replace_word, short_name, shorten};
    use std::collections::HashSet;

    #[test]
    fn names_are_short_and_never_twice() {
        let names: HashSet<String> = (0..10_000).map(short_name).collect();
        assert_eq!((names.len(), short_name(0), short_name(52)), (10_000, "$a".into(), "$aa".into()));
    }

    #[test]
    fn only_whole_names_are_replaced() {
        assert_eq!(replace_word("a.f(f_1, $f, f)", "f", "x"), "a.x(f_1, $f, x)");
    }

    #[test]
    fn both_sides_get_the_same_name() {
        // One import of a function, one export; types and code do not matter here.
        let mut wasm = b"\0asm\x01\0\0\0".to_vec();
        let import = [&[1, 11][..], b"./app_bg.js", &[7], b"__wbg_x", &[0, 3]].concat();
        let export = [&[2, 11][..], b"__wbindgen_", &[0, 1, 4], b"main", &[0, 2]].concat();
        for (id, section) in [(2, import), (7, export)] {
            wasm.extend([id, section.len() as u8]);
            wasm.extend(section);
        }
        let script =
            "const i = { __wbg_x: f }; return { \"./app_bg.js\": i }; wasm.__wbindgen_(); wasm.main()";
        let (wasm, script) = shorten(&wasm, script, "./app_bg.js").unwrap();
        assert_eq!(script, "const i = { $a: f }; return { \"m\": i }; wasm.$a(); wasm.main()");
        let expected =
            [&b"\0asm\x01\0\0\0\x02\x08\x01\x01m\x02$a\0\x03"[..], b"\x07\x0d\x02\x02$a\0\x01\x04main\0\x02"];
        assert_eq!(wasm, expected.concat());
    }
}
