//! Reads a regular expression by the grammar of ECMA-262, annex B included: as lenient as any engine of JavaScript.

/// Groups in each other that are read.
const NESTING: usize = 64;

/// Bytes of the bounds of a repetition that are read.
const BOUNDS: usize = 24;

/// What an expression is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Node {
    /// One letter of a set.
    Set(Set),
    /// What takes no letter and may still refuse: an anchor, a look around, with what it looks for. A reference to a group
    /// is taken for one.
    Assertion(Option<Box<Node>>),
    /// One after the other; empty matches the empty text.
    All(Vec<Node>),
    /// One of them.
    Any(Vec<Node>),
    /// Again and again: at least, and at most.
    Repeat(Box<Node>, u32, Option<u32>),
}

/// Letters as ranges, sorted and apart. An empty set stands for one that is not known, too.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Set(Vec<(u32, u32)>);

const LAST: u32 = 0x10_FFFF;

impl Set {
    fn of(mut ranges: Vec<(u32, u32)>) -> Self {
        ranges.sort_unstable();
        let mut apart: Vec<(u32, u32)> = Vec::with_capacity(ranges.len());
        for (from, to) in ranges {
            match apart.last_mut() {
                Some(last) if from <= last.1.saturating_add(1) => last.1 = last.1.max(to),
                _ => apart.push((from, to)),
            }
        }
        Self(apart)
    }

    fn one(letter: char) -> Self {
        Self(vec![(letter.into(), letter.into())])
    }

    fn not(&self) -> Self {
        let mut rest = Vec::with_capacity(self.0.len() + 1);
        let mut from = 0;
        for &(first, last) in &self.0 {
            if first > from {
                rest.push((from, first - 1));
            }
            from = last.saturating_add(1);
        }
        if from <= LAST {
            rest.push((from, LAST));
        }
        Self(rest)
    }

    /// `\d`, `\w`, `\s` and their opposites.
    fn named(name: char) -> Option<Self> {
        let ranges: &[(char, char)] = match name.to_ascii_lowercase() {
            'd' => &[('0', '9')],
            'w' => &[('0', '9'), ('A', 'Z'), ('_', '_'), ('a', 'z')],
            's' => &[
                ('\t', '\r'),
                (' ', ' '),
                ('\u{a0}', '\u{a0}'),
                ('\u{1680}', '\u{1680}'),
                ('\u{2000}', '\u{200a}'),
                ('\u{2028}', '\u{2029}'),
                ('\u{202f}', '\u{202f}'),
                ('\u{205f}', '\u{205f}'),
                ('\u{3000}', '\u{3000}'),
                ('\u{feff}', '\u{feff}'),
            ],
            _ => return None,
        };
        let set = Self::of(ranges.iter().map(|&(a, b)| (a.into(), b.into())).collect());
        Some(if name.is_ascii_uppercase() {
            set.not()
        } else {
            set
        })
    }

    /// How many ranges it has.
    pub(super) const fn ranges(&self) -> usize {
        self.0.len()
    }

    /// Whether a letter is in both.
    pub(super) fn meets(&self, other: &Self) -> bool {
        let (mut a, mut b) = (self.0.iter().peekable(), other.0.iter().peekable());
        while let (Some(one), Some(two)) = (a.peek(), b.peek()) {
            if one.1 < two.0 {
                a.next();
            } else if two.1 < one.0 {
                b.next();
            } else {
                return true;
            }
        }
        false
    }
}

/// Why an expression was not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Error {
    /// No engine compiles it.
    Syntax,
    /// Its groups stand deeper in each other than is read.
    TooDeep,
}

/// Reads a whole expression.
pub(super) fn read(pattern: &str) -> Result<Node, Error> {
    let mut reader = Reader {
        rest: pattern,
        depth: 0,
    };
    let node = reader.any()?;
    // What is left begins with a bracket that nothing opened.
    if reader.rest.is_empty() {
        Ok(node)
    } else {
        Err(Error::Syntax)
    }
}

struct Reader<'a> {
    rest: &'a str,
    depth: usize,
}

impl<'a> Reader<'a> {
    fn next(&mut self) -> Option<char> {
        let next = self.rest.chars().next()?;
        self.rest = self.rest.get(next.len_utf8()..)?;
        Some(next)
    }

    fn take(&mut self, text: &str) -> bool {
        let after = self.rest.strip_prefix(text);
        self.rest = after.unwrap_or(self.rest);
        after.is_some()
    }

    /// Letters as long as they fit.
    fn run(&mut self, most: usize, fits: impl Fn(char) -> bool) -> &'a str {
        let letters = self.rest.char_indices().take(most);
        let end = letters
            .take_while(|(_, c)| fits(*c))
            .last()
            .map_or(0, |(at, c)| at + c.len_utf8());
        let (run, rest) = self.rest.split_at(end);
        self.rest = rest;
        run
    }

    fn any(&mut self) -> Result<Node, Error> {
        if self.depth > NESTING {
            return Err(Error::TooDeep);
        }
        let mut branches = vec![self.all()?];
        while self.take("|") {
            branches.push(self.all()?);
        }
        Ok(match (branches.pop(), branches.is_empty()) {
            (Some(only), true) => only,
            (last, _) => {
                branches.extend(last);
                Node::Any(branches)
            }
        })
    }

    fn all(&mut self) -> Result<Node, Error> {
        let mut terms = Vec::new();
        while !self.rest.is_empty() && !self.rest.starts_with(['|', ')']) {
            let atom = self.atom()?;
            terms.push(match self.times()? {
                Some((least, most)) => Node::Repeat(Box::new(atom), least, most),
                None => atom,
            });
        }
        Ok(Node::All(terms))
    }

    fn atom(&mut self) -> Result<Node, Error> {
        match self.next().ok_or(Error::Syntax)? {
            '(' => self.group(),
            '[' => self.class().map(Node::Set),
            '.' => {
                let ends = ['\n', '\r', '\u{2028}', '\u{2029}'];
                let ends = ends.map(|end| (end.into(), end.into()));
                Ok(Node::Set(Set::of(ends.to_vec()).not()))
            }
            '^' | '$' => Ok(Node::Assertion(None)),
            '\\' => self.escape(),
            '*' | '+' | '?' => Err(Error::Syntax),
            '{' if bounds(self.rest).is_some() => Err(Error::Syntax),
            letter => Ok(Node::Set(Set::one(letter))),
        }
    }

    fn group(&mut self) -> Result<Node, Error> {
        let mut looks = false;
        if self.take("?") {
            if ["=", "!", "<=", "<!"].iter().any(|sign| self.take(sign)) {
                looks = true;
            } else if self.take("<") {
                let name = self.run(usize::MAX, |c| c != '>' && c != ')');
                let starts = name.starts_with(|c: char| c.is_alphabetic() || "_$\\".contains(c));
                if !starts || !self.take(">") {
                    return Err(Error::Syntax);
                }
            } else {
                // Flags for the group alone, as of ES2025.
                self.run(8, |c| "ims-".contains(c));
                if !self.take(":") {
                    return Err(Error::Syntax);
                }
            }
        }
        self.depth += 1;
        let inner = self.any()?;
        self.depth -= 1;
        if !self.take(")") {
            return Err(Error::Syntax);
        }
        Ok(if looks {
            Node::Assertion(Some(Box::new(inner)))
        } else {
            inner
        })
    }

    /// How often the atom before: at least and at most.
    fn times(&mut self) -> Result<Option<(u32, Option<u32>)>, Error> {
        let times = if self.take("*") {
            (0, None)
        } else if self.take("+") {
            (1, None)
        } else if self.take("?") {
            (0, Some(1))
        } else if let Some((times, rest)) = self.rest.strip_prefix('{').and_then(bounds) {
            self.rest = self.rest.get(self.rest.len() - rest..).unwrap_or_default();
            times
        } else {
            return Ok(None);
        };
        self.take("?");
        match times {
            (least, Some(most)) if most < least => Err(Error::Syntax),
            times => Ok(Some(times)),
        }
    }

    fn escape(&mut self) -> Result<Node, Error> {
        let letter = self.next().ok_or(Error::Syntax)?;
        match letter {
            'b' | 'B' | '1'..='9' => {
                self.run(3, |c| letter.is_ascii_digit() && c.is_ascii_digit());
                Ok(Node::Assertion(None))
            }
            'k' if self.rest.starts_with('<') => {
                self.run(usize::MAX, |c| c != '>');
                self.take(">");
                Ok(Node::Assertion(None))
            }
            letter => Ok(Node::Set(self.escaped(letter))),
        }
    }

    /// The set that an escape stands for, its backslash and letter read.
    fn escaped(&mut self, letter: char) -> Set {
        match letter {
            'p' | 'P' if self.rest.starts_with('{') => {
                self.run(usize::MAX, |c| c != '}');
                self.take("}");
                Set::default()
            }
            'u' if self.take("{") => {
                let code = u32::from_str_radix(self.run(usize::MAX, |c| c != '}'), 16);
                self.take("}");
                code.ok()
                    .and_then(char::from_u32)
                    .map_or_else(Set::default, Set::one)
            }
            'u' | 'x' => {
                let code = self.run(if letter == 'u' { 4 } else { 2 }, |c| c.is_ascii_hexdigit());
                let code = u32::from_str_radix(code, 16).ok().and_then(char::from_u32);
                code.map_or_else(Set::default, Set::one)
            }
            'c' => {
                self.run(1, |c| c.is_ascii_alphabetic());
                Set::default()
            }
            'n' => Set::one('\n'),
            'r' => Set::one('\r'),
            't' => Set::one('\t'),
            'v' => Set::one('\u{b}'),
            'f' => Set::one('\u{c}'),
            '0' => Set::one('\0'),
            letter => Set::named(letter).unwrap_or_else(|| Set::one(letter)),
        }
    }

    fn class(&mut self) -> Result<Set, Error> {
        let negated = self.take("^");
        let mut ranges = Vec::new();
        let mut unknown = false;
        loop {
            let letter = self.next().ok_or(Error::Syntax)?;
            if letter == ']' {
                break;
            }
            let from = self.member(letter)?;
            unknown |= from.0.is_empty();
            ranges.extend(&from.0);
            let ranged = self.rest.starts_with('-') && !self.rest.starts_with("-]");
            if !ranged {
                continue;
            }
            self.take("-");
            let letter = self.next().ok_or(Error::Syntax)?;
            let to = self.member(letter)?;
            unknown |= to.0.is_empty();
            match (single(&from), single(&to)) {
                (Some(from), Some(to)) if from > to => return Err(Error::Syntax),
                (Some(from), Some(to)) => ranges.push((from, to)),
                // A set at an end: the hyphen means itself.
                _ => ranges.extend(to.0.iter().chain(&[(0x2d, 0x2d)])),
            }
        }
        Ok(match (unknown, negated) {
            (true, _) => Set::default(),
            (false, true) => Set::of(ranges).not(),
            (false, false) => Set::of(ranges),
        })
    }

    fn member(&mut self, letter: char) -> Result<Set, Error> {
        if letter != '\\' {
            return Ok(Set::one(letter));
        }
        Ok(match self.next().ok_or(Error::Syntax)? {
            'b' => Set::one('\u{8}'),
            letter => self.escaped(letter),
        })
    }
}

fn single(set: &Set) -> Option<u32> {
    match set.0.as_slice() {
        [(from, to)] if from == to => Some(*from),
        _ => None,
    }
}

/// Reads `n}`, `n,}` or `n,m}`, with how many bytes are left after it. Anything else is a brace that means itself.
fn bounds(text: &str) -> Option<((u32, Option<u32>), usize)> {
    let end = text.bytes().take(BOUNDS).position(|b| b == b'}')?;
    let (inner, rest) = (text.get(..end)?, text.get(end + 1..)?);
    let number = |digits: &str| {
        let legal = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
        legal.then(|| digits.parse().unwrap_or(u32::MAX))
    };
    let bounds = match inner.split_once(',') {
        None => (number(inner)?, Some(number(inner)?)),
        Some((least, "")) => (number(least)?, None),
        Some((least, most)) => (number(least)?, Some(number(most)?)),
    };
    Some((bounds, rest.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_no_engine_compiles() {
        for bad in [
            "(", ")", "a)", "(a", "[", "[a", "*", "a**", "a++", "+a", "(?", "(?i)a", "(?P<n>a)",
            "(?<>a)", "[z-a]", "a{3,1}", "\\", "{2}", "(?#x)", "(?>a)", "[\\", "a|*",
        ] {
            assert_eq!(read(bad), Err(Error::Syntax), "{bad}");
        }
        assert_eq!(read(&"(".repeat(100)), Err(Error::TooDeep));
    }

    #[test]
    fn what_engines_compile() {
        for good in [
            "",
            "a|",
            "^a{,2}$",
            "}",
            "]",
            "a{",
            "[]",
            "[^]",
            "[\\w-z]",
            "[a-]",
            "(?:a)",
            "(?<n>a)\\k<n>",
            "(?=a)(?!b)",
            "(?<=a)(?<!b)",
            "(?i:a)",
            "\\p{L}+",
            "\\u{1F600}",
            "\\u0041\\x41\\cA",
            "\\/\\-",
            "a{2}?",
            "(a)\\1",
            "é+",
            "[\\u0041-\\u005A]",
        ] {
            assert!(read(good).is_ok(), "{good}");
        }
    }

    #[test]
    fn sets_meet() {
        let set = |pattern: &str| match read(pattern) {
            Ok(Node::All(mut terms)) => match terms.pop() {
                Some(Node::Set(set)) => set,
                other => panic!("{other:?}"),
            },
            other => panic!("{other:?}"),
        };
        assert!(set("[a-f]").meets(&set("[^a-e]")));
        assert!(!set("[a-f]").meets(&set("[^a-f]")));
        assert!(!set("\\w").meets(&set("\\W")));
        assert!(set("\\s").meets(&set(" ")));
        assert!(!set(".").meets(&set("\\n")));
        assert!(!set("\\p{L}").meets(&set(".")));
    }
}
