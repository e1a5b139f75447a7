//! Characters that a person does not see and a model does. Sources: Unicode Standard, chapter 23; UTS #51 (emoji tag sequences).

use unicode_normalization::UnicodeNormalization;

/// What is hidden in a text: what it is, whether there is no honest reason for it, and where (in characters).
pub(crate) type Hidden = (&'static str, bool, usize);

/// Whether a character shows nothing by itself. Variation selectors and joiners are among them, honest as they mostly are.
pub(crate) fn invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}'
        | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

/// Everything hidden in a text, each kind once.
pub(crate) fn hidden(text: &str) -> Vec<Hidden> {
    let plain = |b: u8| (b' '..=b'~').contains(&b) | (b == b'\n') | (b == b'\r') | (b == b'\t');
    if count(text, |byte| !plain(byte)) == 0 {
        return overwritten(text).into_iter().chain(padding(text)).collect();
    }
    let mut found = Vec::new();
    let control = |byte: u8| byte.is_ascii() && may_hide(byte.into());
    if count(text, control) > 0 || beyond_ascii(text).any(may_hide) {
        found = characters(text);
    }
    found.extend(overwritten(text));
    found.extend(padding(text));
    found
}

/// Whether a character may hide something: letters of other scripts, dashes and the like do not.
fn may_hide(c: char) -> bool {
    c.is_control() && !matches!(c, '\n' | '\r' | '\t') || invisible(c)
}

/// What characters hide in a text, each kind once.
fn characters(text: &str) -> Vec<Hidden> {
    let chars: Vec<char> = text.chars().collect();
    let right_to_left = chars.iter().any(
        |c| matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}'),
    );
    let mut found: Vec<Hidden> = Vec::new();
    let mut zero_width = 0;
    let mut selectors = 0;
    let mut i = 0;
    while let Some(&c) = chars.get(i) {
        let before = i.checked_sub(1).and_then(|i| chars.get(i)).copied();
        let after = chars.get(i + 1).copied();
        selectors = if is_selector(c) { selectors + 1 } else { 0 };
        match c {
            '\u{1f3f4}' if flag(&chars, i).is_some() => i = flag(&chars, i).unwrap_or(i),
            '\u{e0000}'..='\u{e007f}' => add(&mut found, ("tag characters", true, i)),
            '\u{1b}' | '\u{9b}' => add(&mut found, ("a terminal escape sequence", true, i)),
            '\n' | '\r' | '\t' | '\u{b}' | '\u{c}' | '\u{85}' => {}
            '\0' | '\u{8}' | '\u{7f}' => add(&mut found, ("control characters", false, i)),
            '\u{202d}' | '\u{202e}' => add(&mut found, ("a bidirectional override", true, i)),
            '\u{202a}'..='\u{202c}'
            | '\u{2066}'..='\u{2069}'
            | '\u{200e}'
            | '\u{200f}'
            | '\u{61c}'
                if !right_to_left =>
            {
                add(
                    &mut found,
                    ("bidirectional marks in text that runs one way", false, i),
                );
            }
            '\u{200b}' | '\u{2060}'..='\u{2064}' | '\u{180e}' | '\u{feff}'
                if i > 0 && !before.is_some_and(breaks_without_spaces) =>
            {
                zero_width += 1;
                let splits = before.is_some_and(|b| b.is_alphanumeric())
                    && after.is_some_and(char::is_alphanumeric);
                add(
                    &mut found,
                    ("zero-width characters", splits || zero_width > STRAY, i),
                );
            }
            '\u{200c}' | '\u{200d}' if before.is_none_or(|b| b.is_ascii()) => add(
                &mut found,
                (
                    "zero-width joiners among Latin letters",
                    before.is_some_and(|b| b.is_ascii_alphabetic()),
                    i,
                ),
            ),
            '\u{3164}' | '\u{ffa0}' | '\u{115f}' | '\u{1160}'
                if !before.is_some_and(|b| ('\u{1100}'..='\u{d7ff}').contains(&b)) =>
            {
                add(&mut found, ("blank letters", true, i));
            }
            '\u{ad}' => add(&mut found, ("soft hyphens", false, i)),
            c if is_selector(c) && selectors > 2 => {
                add(&mut found, ("a run of variation selectors", true, i))
            }
            _ => {}
        }
        i += 1;
    }
    found
}

/// A carriage return in a line: a terminal writes what follows over what stands there.
fn overwritten(text: &str) -> Option<Hidden> {
    let mut returns = text.match_indices('\r').map(|(at, _)| at);
    let at = returns.find(|at| {
        let after = text.as_bytes().get(at + 1);
        after.is_some_and(|byte| !matches!(byte, b'\n' | b'\r'))
    })?;
    let places = text.get(..at)?.chars().count();
    Some(("text that a terminal overwrites", false, places))
}

/// Keeps each kind once, the certain one where there are two.
fn add(found: &mut Vec<Hidden>, new: Hidden) {
    match found.iter_mut().find(|old| old.0 == new.0) {
        Some(old) => old.1 |= new.1,
        None => found.push(new),
    }
}

/// Whether a character chooses a variant of the one before.
fn is_selector(c: char) -> bool {
    matches!(c, '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}')
}

/// Scripts that set zero-width spaces between words.
fn breaks_without_spaces(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}')
}

/// The last character of a flag of England, Scotland or Wales that begins here: the only tag sequences in general use.
fn flag(chars: &[char], at: usize) -> Option<usize> {
    let tags: String = chars
        .iter()
        .skip(at + 1)
        .take(6)
        .map_while(|&c| char::from_u32(u32::from(c).checked_sub(0xe_0000)?))
        .collect();
    matches!(tags.as_str(), "gbeng\u{7f}" | "gbsct\u{7f}" | "gbwls\u{7f}").then_some(at + 6)
}

/// Zero-width characters between words that may have come along with a text that was pasted; what is written in them takes more.
const STRAY: usize = 3;

/// Blank space that pushes the rest out of sight.
fn padding(text: &str) -> Option<Hidden> {
    const BLANKS: usize = 200;
    const LINES: usize = 30;
    // Any run as long as that has one of these pieces whole, and most texts have none that is blank.
    let mut pieces = text.as_bytes().chunks_exact(LINES / 2);
    let blank = |byte: &u8| *byte <= b' ' || !byte.is_ascii();
    if !pieces.any(|piece| piece.iter().all(blank)) {
        return None;
    }
    let (mut blanks, mut lines) = (0, 0);
    for (i, c) in text.chars().enumerate() {
        match c {
            '\n' => {
                lines += 1;
                blanks = 0;
            }
            c if c.is_whitespace() => blanks += 1,
            _ if blanks >= BLANKS || lines >= LINES => {
                return Some(("text pushed out of sight by blanks", false, i));
            }
            _ => (blanks, lines) = (0, 0),
        }
    }
    None
}

/// The characters of a text that are not of ASCII; what lies between them is passed over by bytes.
pub(crate) fn beyond_ascii(text: &str) -> impl Iterator<Item = char> {
    // Most texts have none at all.
    let mut rest = if text.is_ascii() { "" } else { text };
    std::iter::from_fn(move || {
        let at = rest.bytes().position(|byte| !byte.is_ascii())?;
        let mut chars = rest.get(at..)?.chars();
        let next = chars.next();
        rest = chars.as_str();
        next
    })
}

/// How many bytes of a text are of a kind: added up in bytes as far as those go, which is done for many at a time.
pub(crate) fn count(text: &str, of: impl Fn(u8) -> bool) -> usize {
    let chunks = text.as_bytes().chunks(MANY);
    let each = |bytes: &[u8]| bytes.iter().map(|byte| u8::from(of(*byte))).sum::<u8>();
    chunks.map(|chunk| usize::from(each(chunk))).sum()
}

/// The same for a byte and the one behind it.
pub(crate) fn count_pairs(text: &str, of: impl Fn(u8, u8) -> bool) -> usize {
    let (bytes, next) = (
        text.as_bytes(),
        text.as_bytes().get(1..).unwrap_or_default(),
    );
    let chunks = bytes.chunks(MANY).zip(next.chunks(MANY));
    let each = |(bytes, next): (&[u8], &[u8])| {
        let pairs = bytes.iter().zip(next);
        pairs
            .map(|(byte, next)| u8::from(of(*byte, *next)))
            .sum::<u8>()
    };
    chunks.map(|chunks| usize::from(each(chunks))).sum()
}

/// Bytes of which a byte counts those of a kind.
const MANY: usize = 240;

/// Whether a word mixes Latin letters with Cyrillic or Greek ones that look like them.
pub(crate) fn mixed(word: &str) -> bool {
    let latin = word.chars().any(|c| c.is_ascii_alphabetic());
    latin && word.chars().any(|c| fold(c) != c)
}

/// A name with look-alike letters replaced by the Latin ones.
pub(crate) fn folded(name: &str) -> String {
    name.chars()
        .filter(|c| !invisible(*c))
        .map(fold)
        .flat_map(char::to_lowercase)
        .collect()
}

/// What a name looks like to somebody who reads it in passing: compatible forms and letters that look alike are one, and so are
/// capitals and small letters. Source: Unicode NFKC (UAX #15) and confusables.txt (UTS #39).
#[must_use]
pub fn look_alike(name: &str) -> String {
    // No ASCII character has another compatible form.
    if name.is_ascii() {
        return folded(name);
    }
    let compatible: String = name.nfkc().collect();
    folded(&compatible)
}

/// The Latin letter that a Cyrillic or Greek one looks like. Source: Unicode confusables.txt, the letters of plain words.
fn fold(c: char) -> char {
    match c {
        'а' | 'α' => 'a',
        'е' => 'e',
        'о' | 'ο' => 'o',
        'р' | 'ρ' => 'p',
        'с' => 'c',
        'у' => 'y',
        'х' => 'x',
        'і' | 'ι' => 'i',
        'ј' => 'j',
        'ѕ' => 's',
        'ν' => 'v',
        'А' | 'Α' => 'A',
        'В' | 'Β' => 'B',
        'Е' | 'Ε' => 'E',
        'К' | 'Κ' => 'K',
        'М' | 'Μ' => 'M',
        'Н' | 'Η' => 'H',
        'О' | 'Ο' => 'O',
        'Р' | 'Ρ' => 'P',
        'С' => 'C',
        'Т' | 'Τ' => 'T',
        'Х' | 'Χ' => 'X',
        'І' | 'Ι' => 'I',
        'Ѕ' => 'S',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The kinds found, with a `!` where certain.
    fn kinds(text: &str) -> Vec<String> {
        hidden(text)
            .into_iter()
            .map(|(kind, certain, _)| format!("{kind}{}", if certain { "!" } else { "" }))
            .collect()
    }

    #[test]
    fn what_may_not_hide_hides_nothing() {
        for c in ('\0'..=char::MAX).filter(|c| !may_hide(*c)) {
            for text in [
                format!("a{c}b"),
                format!("{c}"),
                format!("\u{5d0}{c}{c}{c}"),
            ] {
                assert_eq!(characters(&text), [], "{c:?}");
            }
        }
    }

    #[test]
    fn honest_text_is_quiet() {
        for text in [
            "Plain text,\nwith lines\tand tabs.",
            "Lines\r\nas others end them\r\n\r\r\n",
            "Family 👨\u{200d}👩\u{200d}👧 and ⚠\u{fe0f} warning",
            "England 🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}",
            "שלום \u{200f}עולם \u{2067}x\u{2069}",
            "می\u{200c}خواهم",
            "ไทย\u{200b}ไทย",
            "\u{feff}byte order mark at the start",
        ] {
            assert_eq!(kinds(text), Vec::<String>::new(), "{text:?}");
        }
    }

    #[test]
    fn hidden_text_is_seen() {
        for (text, want) in [
            ("Reads a file.\u{e0069}\u{e0067}", "tag characters!"),
            (
                "flag 🏴\u{e0069}\u{e0067}\u{e006e}\u{e006f}\u{e0072}\u{e007f}",
                "tag characters!",
            ),
            ("Sends it all\rAdds", "text that a terminal overwrites"),
            ("status \u{1b}[31mx", "a terminal escape sequence!"),
            ("file\u{202e}txt", "a bidirectional override!"),
            ("ig\u{200b}nore", "zero-width characters!"),
            ("numbers\u{200b} together", "zero-width characters"),
            (
                "x\u{fe0f}\u{fe01}\u{fe02}\u{fe03}",
                "a run of variation selectors!",
            ),
        ] {
            assert_eq!(kinds(text), [want], "{text:?}");
        }
        assert_eq!(
            kinds(&format!("short{}then", " ".repeat(300))),
            ["text pushed out of sight by blanks"]
        );
    }

    #[test]
    fn look_alikes_fold() {
        assert!(mixed("rеad_file"), "a Cyrillic letter");
        assert!(!mixed("привет") && !mixed("read"));
        assert_eq!(folded("rеad_file"), "read_file");
    }
}
