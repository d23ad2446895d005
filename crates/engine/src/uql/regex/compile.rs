//! Reading a pattern into a program.
use std::iter::Peekable;
use std::str::Chars;

/// How many places a program may remember: two for each group, one for each repeat.
const MOST_SLOTS: usize = 400;
/// How long a pattern may be, and its program become: repeats by numbers are copies.
const LONGEST: usize = 20_000;
/// How deep groups may be nested.
const DEEPEST: usize = 50;

/// One step of a program.
#[derive(Clone, Debug)]
pub(super) enum Code {
    /// The pattern, or what is looked at ahead, has been found.
    End,
    Go(usize),
    /// Goes on with the first, and comes back to the second if that fails.
    Try(usize, usize),
    Keep(usize),
    Moved(usize),
    Stands(Look),
    Ahead {
        wanted: bool,
        after: usize,
    },
    Again(usize, bool),
    /// Takes one character that is, or is not, among the items.
    Take(Vec<Item>, bool),
}

/// What may have to hold of a place.
#[derive(Clone, Copy, Debug)]
pub(super) enum Look {
    TextStart,
    LineStart,
    TextEnd,
    LastLineEnd,
    LineEnd,
    Edge(bool),
}

#[derive(Clone, Debug)]
pub(super) enum Item {
    Span(char, char),
    AnyCase(char, char),
    Kind(char),
}

/// The program of a pattern, and how many places it remembers.
pub(super) fn compile(pattern: &str) -> Result<(Vec<Code>, usize), String> {
    let length = pattern.chars().count();
    if length > LONGEST {
        return Err(String::from("it is too long"));
    }
    let mut reader = Reader {
        length,
        rest: pattern.chars().peekable(),
        code: Vec::new(),
        names: Vec::new(),
        groups: 0,
        slots: 2 * (1 + pattern.matches('(').count()),
        depth: 0,
        flags: Flags::default(),
    };
    reader.either()?;
    if reader.rest.next().is_some() {
        return Err(String::from("a “)” closes nothing"));
    }
    reader.code.push(Code::End);
    Ok((reader.code, reader.slots))
}

#[derive(Clone, Copy, Debug, Default)]
struct Flags {
    ignores_case: bool,
    dot_takes_lines: bool,
    has_lines: bool,
    is_spaced: bool,
}

struct Reader<'p> {
    length: usize,
    rest: Peekable<Chars<'p>>,
    code: Vec<Code>,
    names: Vec<(String, usize)>,
    groups: usize,
    /// Those of groups are known to begin with: there are no more than brackets.
    slots: usize,
    depth: usize,
    flags: Flags,
}

impl Reader<'_> {
    /// Ways beside each other, up to a closing bracket or the end.
    fn either(&mut self) -> Result<(), String> {
        let mut leaps = Vec::new();
        loop {
            let way = self.code.len();
            self.chain()?;
            if self.rest.next_if_eq(&'|').is_none() {
                break;
            }
            // The way just read moves on by one for the choice before it.
            self.insert(way, Code::Try(0, 0));
            leaps.push(self.code.len());
            self.code.push(Code::Go(0));
            let next = self.code.len();
            if let Some(choice) = self.code.get_mut(way) {
                *choice = Code::Try(way + 1, next);
            }
        }
        let end = self.code.len();
        for leap in leaps {
            if let Some(code) = self.code.get_mut(leap) {
                *code = Code::Go(end);
            }
        }
        Ok(())
    }

    fn chain(&mut self) -> Result<(), String> {
        loop {
            match self.rest.peek() {
                None | Some('|' | ')') => return Ok(()),
                Some(_) => {}
            }
            let start = self.code.len();
            if self.one()? {
                self.repeat(start)?;
            }
            if self.code.len() > LONGEST {
                return Err(String::from("it is too long"));
            }
        }
    }

    /// One part; whether it may be repeated.
    fn one(&mut self) -> Result<bool, String> {
        let Some(first) = self.rest.next() else { return Ok(false) };
        match first {
            ' ' | '\t' | '\n' if self.flags.is_spaced => return Ok(false),
            '#' if self.flags.is_spaced => {
                while self.rest.next_if(|one| *one != '\n').is_some() {}
                return Ok(false);
            }
            '(' => return self.group(),
            '[' => self.class()?,
            '.' if self.flags.dot_takes_lines => self.code.push(Code::Take(Vec::new(), true)),
            '.' => self.code.push(Code::Take(vec![Item::Span('\n', '\n')], true)),
            '^' => self.code.push(Code::Stands(if self.flags.has_lines {
                Look::LineStart
            } else {
                Look::TextStart
            })),
            '$' => self.code.push(Code::Stands(if self.flags.has_lines {
                Look::LineEnd
            } else {
                Look::LastLineEnd
            })),
            '*' | '+' | '?' => return Err(format!("there is nothing that “{first}” could repeat")),
            '\\' => self.escape()?,
            other => self.take(other),
        }
        Ok(true)
    }

    fn take(&mut self, one: char) {
        self.code.push(Code::Take(vec![self.item(one, one)], false));
    }

    fn item(&self, low: char, high: char) -> Item {
        if self.flags.ignores_case { Item::AnyCase(low, high) } else { Item::Span(low, high) }
    }

    fn group(&mut self) -> Result<bool, String> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(format!("it is nested more than {DEEPEST} deep"));
        }
        let flags = self.flags;
        let mut kept = None;
        if self.rest.next_if_eq(&'?').is_some() {
            match self.rest.next() {
                Some(':') => {}
                Some('#') => {
                    while self.rest.next_if(|one| *one != ')').is_some() {}
                    self.close()?;
                    return Ok(false);
                }
                Some(look @ ('=' | '!')) => {
                    let place = self.code.len();
                    self.code.push(Code::Ahead { wanted: look == '=', after: 0 });
                    self.either()?;
                    self.code.push(Code::End);
                    let after = self.code.len();
                    if let Some(Code::Ahead { after: to, .. }) = self.code.get_mut(place) {
                        *to = after;
                    }
                    self.close()?;
                    return Ok(true);
                }
                Some('<') => return Err(String::from("look-behind is not embedded")),
                Some('P') => match self.rest.next() {
                    Some('<') => {
                        let name: String = self.until('>')?;
                        self.names.push((name, self.groups + 1));
                        kept = Some(self.next_group()?);
                    }
                    Some('=') => {
                        let name = self.until(')')?;
                        self.depth -= 1;
                        let known = self.names.iter().find(|(known, _)| *known == name);
                        let (_, group) = known.ok_or_else(|| format!("no group is called “{name}”"))?;
                        self.code.push(Code::Again(*group, self.flags.ignores_case));
                        return Ok(true);
                    }
                    _ => return Err(String::from("“(?P” needs a name")),
                },
                Some(letter) => return self.set_flags(letter),
                None => return Err(String::from("a “(” is not closed")),
            }
        } else {
            kept = Some(self.next_group()?);
        }
        if let Some(group) = kept {
            self.code.push(Code::Keep(2 * group));
        }
        self.either()?;
        if let Some(group) = kept {
            self.code.push(Code::Keep(2 * group + 1));
        }
        self.flags = flags;
        self.close()?;
        Ok(true)
    }

    fn next_group(&mut self) -> Result<usize, String> {
        self.groups += 1;
        if self.slots > MOST_SLOTS { Err(String::from("it has too many groups")) } else { Ok(self.groups) }
    }

    fn close(&mut self) -> Result<(), String> {
        self.depth -= 1;
        self.rest.next_if_eq(&')').map(|_| ()).ok_or_else(|| String::from("a “(” is not closed"))
    }

    fn until(&mut self, end: char) -> Result<String, String> {
        let mut text = String::new();
        loop {
            match self.rest.next() {
                Some(one) if one == end => return Ok(text),
                Some(one) => text.push(one),
                None => return Err(format!("a “{end}” is missing")),
            }
        }
    }

    /// `(?i)` for the rest of the pattern, `(?i:…)` for a group.
    fn set_flags(&mut self, first: char) -> Result<bool, String> {
        let before = self.flags;
        // Three characters of the pattern have been read where it begins with this.
        let is_first = self.rest.clone().count() + 3 == self.length;
        let (mut letter, mut on) = (first, true);
        loop {
            match letter {
                'i' => self.flags.ignores_case = on,
                's' => self.flags.dot_takes_lines = on,
                'm' => self.flags.has_lines = on,
                'x' => self.flags.is_spaced = on,
                'a' | 'u' | 'L' => {}
                '-' => on = false,
                ')' if !is_first => {
                    return Err(String::from("flags for the whole pattern stand at its beginning"));
                }
                ')' => {
                    self.depth -= 1;
                    return Ok(false);
                }
                ':' => {
                    self.either()?;
                    self.flags = before;
                    self.close()?;
                    return Ok(true);
                }
                other => return Err(format!("“(?{other}” is not embedded")),
            }
            letter = self.rest.next().ok_or("a “(” is not closed")?;
        }
    }

    fn escape(&mut self) -> Result<(), String> {
        let one = self.rest.next().ok_or("it ends with a “\\”")?;
        match one {
            'd' | 'D' | 'w' | 'W' | 's' | 'S' => self.code.push(Code::Take(vec![Item::Kind(one)], false)),
            'b' | 'B' => self.code.push(Code::Stands(Look::Edge(one == 'b'))),
            'A' => self.code.push(Code::Stands(Look::TextStart)),
            'Z' => self.code.push(Code::Stands(Look::TextEnd)),
            '1'..='9' => {
                let mut number = one.to_digit(10).unwrap_or(0) as usize;
                if let Some(more) = self.rest.next_if(char::is_ascii_digit).and_then(|one| one.to_digit(10)) {
                    number = number * 10 + more as usize;
                }
                if number > self.groups {
                    return Err(format!("there is no group {number}"));
                }
                self.code.push(Code::Again(number, self.flags.ignores_case));
            }
            other => {
                let one = self.plain(other)?;
                self.take(one);
            }
        }
        Ok(())
    }

    /// The character that an escape stands for.
    fn plain(&mut self, one: char) -> Result<char, String> {
        let digits = match one {
            'n' => return Ok('\n'),
            't' => return Ok('\t'),
            'r' => return Ok('\r'),
            'f' => return Ok('\u{c}'),
            'v' => return Ok('\u{b}'),
            'a' => return Ok('\u{7}'),
            '0' => return Ok('\0'),
            'x' => 2,
            'u' => 4,
            'U' => 8,
            other if other.is_ascii_alphanumeric() => return Err(format!("“\\{other}” means nothing")),
            other => return Ok(other),
        };
        let mut number = 0_u32;
        for _ in 0..digits {
            let digit = self.rest.next().and_then(|one| one.to_digit(16));
            number = number * 16 + digit.ok_or_else(|| format!("“\\{one}” needs {digits} digits"))?;
        }
        char::from_u32(number).ok_or_else(|| format!("“\\{one}” names no character"))
    }

    fn class(&mut self) -> Result<(), String> {
        let is_negated = self.rest.next_if_eq(&'^').is_some();
        let mut items = Vec::new();
        let mut is_first = true;
        loop {
            let one = self.rest.next().ok_or("a “[” has no “]”")?;
            if one == ']' && !is_first {
                break;
            }
            is_first = false;
            let Some(low) = self.class_char(one, &mut items)? else { continue };
            let mut ahead = self.rest.clone();
            let is_span = ahead.next() == Some('-') && !matches!(ahead.next(), Some(']') | None);
            if !is_span {
                items.push(self.item(low, low));
                continue;
            }
            self.rest.next();
            let end = self.rest.next().ok_or("a “[” has no “]”")?;
            let high = self.class_char(end, &mut items)?.filter(|high| *high >= low);
            let high = high.ok_or_else(|| format!("the span that begins with “{low}” has no end"))?;
            items.push(self.item(low, high));
        }
        self.code.push(Code::Take(items, is_negated));
        Ok(())
    }

    /// A character of a class; nothing when it was a kind of characters, which is among the items then.
    fn class_char(&mut self, one: char, items: &mut Vec<Item>) -> Result<Option<char>, String> {
        if one != '\\' {
            return Ok(Some(one));
        }
        match self.rest.next().ok_or("it ends with a “\\”")? {
            kind @ ('d' | 'D' | 'w' | 'W' | 's' | 'S') => {
                items.push(Item::Kind(kind));
                Ok(None)
            }
            'b' => Ok(Some('\u{8}')),
            other => self.plain(other).map(Some),
        }
    }

    /// `*`, `+`, `?` and `{2,5}` after the part that begins at `start`.
    fn repeat(&mut self, start: usize) -> Result<(), String> {
        let Some((least, most)) = self.counts()? else { return Ok(()) };
        if self.rest.next_if_eq(&'+').is_some() {
            return Err(String::from("possessive repeats are not embedded"));
        }
        let is_lazy = self.rest.next_if_eq(&'?').is_some();
        if self.counts()?.is_some() {
            return Err(String::from("a repeat is repeated"));
        }
        let part = self.code.split_off(start);
        let copies = most.unwrap_or(least) as usize + 1;
        if copies.saturating_mul(part.len() + 4) > LONGEST {
            return Err(String::from("it repeats too much"));
        }
        for _ in 0..least {
            self.copy(&part, start);
        }
        let choice = |first: usize, second: usize| {
            if is_lazy { Code::Try(second, first) } else { Code::Try(first, second) }
        };
        match most {
            None => {
                let slot = self.slots;
                self.slots += 1;
                if self.slots > MOST_SLOTS {
                    return Err(String::from("it has too many repeats"));
                }
                let place = self.code.len();
                let after = place + part.len() + 4;
                self.code.push(choice(place + 1, after));
                self.code.push(Code::Keep(slot));
                self.copy(&part, start);
                self.code.push(Code::Moved(slot));
                self.code.push(Code::Go(place));
            }
            Some(most) => {
                let end = self.code.len() + (most.saturating_sub(least)) as usize * (part.len() + 1);
                for _ in least..most {
                    let place = self.code.len();
                    self.code.push(choice(place + 1, end));
                    self.copy(&part, start);
                }
            }
        }
        Ok(())
    }

    fn counts(&mut self) -> Result<Option<(u32, Option<u32>)>, String> {
        let counts = match self.rest.peek() {
            Some('*') => (0, None),
            Some('+') => (1, None),
            Some('?') => (0, Some(1)),
            Some('{') => {
                let mut ahead = self.rest.clone();
                ahead.next();
                let inside: String = ahead.by_ref().take_while(|one| *one != '}').collect();
                let (least, most) = inside.split_once(',').unwrap_or((&inside, &inside));
                let is_count = |text: &str| text.chars().all(|one| one.is_ascii_digit());
                let closes = self.rest.clone().any(|one| one == '}');
                // Braces that hold no numbers are characters like any other.
                if !closes || inside.is_empty() || !is_count(least) || !is_count(most) {
                    return Ok(None);
                }
                let number =
                    |text: &str| text.parse::<u32>().map_err(|_| String::from("it repeats too much"));
                let least_number = if least.is_empty() { 0 } else { number(least)? };
                let most_number = if most.is_empty() { None } else { Some(number(most)?) };
                if most_number.is_some_and(|most| most < least_number) {
                    return Err(String::from("a repeat ends before it begins"));
                }
                self.rest = ahead;
                return Ok(Some((least_number, most_number)));
            }
            _ => return Ok(None),
        };
        self.rest.next();
        Ok(Some(counts))
    }

    /// Appends a part that was read at `start`, with its places moved.
    fn copy(&mut self, part: &[Code], start: usize) {
        let by = self.code.len() - start;
        self.code.extend(part.iter().cloned().map(|code| moved(code, start, by)));
    }

    /// Puts a step before the steps from a place on.
    fn insert(&mut self, place: usize, code: Code) {
        let rest = self.code.split_off(place);
        self.code.push(code);
        self.code.extend(rest.into_iter().map(|code| moved(code, place, 1)));
    }
}

fn moved(code: Code, from: usize, by: usize) -> Code {
    let place = |to: usize| if to >= from { to + by } else { to };
    match code {
        Code::Go(to) => Code::Go(place(to)),
        Code::Try(first, second) => Code::Try(place(first), place(second)),
        Code::Ahead { wanted, after } => Code::Ahead { wanted, after: place(after) },
        other => other,
    }
}
