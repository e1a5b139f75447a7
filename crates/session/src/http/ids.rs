//! Ids of sessions. Whoever knows one speaks in the session, so none is written down, only what it is judged by: its length,
//! the characters it is made of, and what it has in common with the ones before it.

use crate::lines::Running;

/// Ids that are remembered.
const KNOWN: usize = 100;
/// Bytes that two ids share at their ends from which on that is told: fewer they share by chance.
const SHARED: usize = 6;
/// How far apart two counted ids of one run may be.
const STEP: u64 = 100;
/// Bytes from which on an id is looked for in texts too.
const RANDOM: usize = 16;

/// The ids of a run.
#[derive(Default)]
pub(crate) struct Ids {
    /// Each id that a server gave, and what stands in its place.
    given: Vec<(Vec<u8>, String)>,
    /// Those that we made up, which are no secrets.
    ours: Vec<Vec<u8>>,
}

impl Ids {
    /// An id that we send, as it is written down.
    pub(crate) fn sent(&mut self, id: &[u8]) -> String {
        if let Some(known) = self.known(id) {
            return known.to_owned();
        }
        if self.ours.len() < KNOWN && !self.is_ours(id) {
            self.ours.push(id.to_vec());
        }
        plain(id)
    }

    /// An id that a server gives, as it is written down.
    pub(crate) fn came(&mut self, id: &[u8]) -> String {
        if self.is_ours(id) {
            return plain(id);
        }
        if let Some(known) = self.known(id) {
            return known.to_owned();
        }
        let says = describe(id, self.given.iter().map(|(known, _)| known.as_slice()));
        if self.given.len() < KNOWN {
            self.given.push((id.to_vec(), says.clone()));
        }
        says
    }

    /// An address with what stands in it in place of ids. Of one that a server names, its ids are learned.
    pub(crate) fn address(&mut self, text: &str, named: bool) -> String {
        let (mut out, mut key) = (String::with_capacity(text.len()), "");
        for part in text.split_inclusive(['/', '?', '&', '=', '#']) {
            let word = part.trim_end_matches(['/', '?', '&', '=', '#']);
            let is_id = named && !word.is_empty() && (is_session(key) || is_random(word));
            match self.known(word.as_bytes()) {
                Some(known) => out.push_str(known),
                None if is_id => out.push_str(&self.came(word.as_bytes())),
                None => out.push_str(word),
            }
            out.push_str(part.get(word.len()..).unwrap_or_default());
            key = if part.ends_with('=') { word } else { "" };
        }
        out
    }

    fn known(&self, id: &[u8]) -> Option<&str> {
        let mut given = self.given.iter();
        let known = given.find(|(known, _)| known == id);
        known.map(|(_, says)| says.as_str())
    }

    fn is_ours(&self, id: &[u8]) -> bool {
        self.ours.iter().any(|ours| ours == id)
    }
}

/// Whether a parameter of this name holds the id of a session.
fn is_session(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name.contains("session") || name == "sid"
}

/// Whether it can be nothing but an id. Only then it is looked for in texts: a server could hide words of its own behind others.
pub(crate) fn is_random(id: &str) -> bool {
    let has = |class: fn(&u8) -> bool| id.bytes().any(|byte| class(&byte));
    let letters = |allowed: fn(char) -> bool| {
        id.chars()
            .all(|c| allowed(c) || matches!(c, '-' | '_' | '.' | '~'))
    };
    let hex = letters(|c| c.is_ascii_hexdigit());
    let mixed = letters(|c| c.is_ascii_alphanumeric())
        && has(u8::is_ascii_uppercase)
        && has(u8::is_ascii_lowercase);
    id.len() >= RANDOM && has(u8::is_ascii_digit) && (hex || mixed)
}

/// One that is no secret, as text.
fn plain(id: &[u8]) -> String {
    id.iter().map(|byte| char::from(*byte)).collect()
}

/// How long an id is, what it is made of, by what it is told from others, and what it has in common with earlier ones.
fn describe<'i>(id: &[u8], before: impl Iterator<Item = &'i [u8]> + Clone) -> String {
    let of = |class: fn(&u8) -> bool, name: &'static str| id.iter().any(class).then_some(name);
    let made: Vec<&str> = [
        of(u8::is_ascii_digit, "0-9"),
        of(|b| matches!(b, b'a'..=b'f'), "a-f"),
        of(|b| matches!(b, b'g'..=b'z'), "g-z"),
        of(u8::is_ascii_uppercase, "A-Z"),
        of(u8::is_ascii_punctuation, "signs"),
        of(|b| !b.is_ascii_graphic(), "others"),
    ]
    .into_iter()
    .flatten()
    .collect();
    let digest = Running::of(id).cut().sha256;
    let digest = digest.get(..12).unwrap_or_default();
    let counted = if before.clone().any(|other| counts_on(other, id)) {
        ":counted"
    } else {
        ""
    };
    let shared = before.map(|other| shared(other, id)).max().unwrap_or(0);
    let shared = match shared {
        SHARED.. => format!(":{shared} shared"),
        _ => String::new(),
    };
    let (length, made) = (id.len(), made.join(" "));
    format!("«session:{length} bytes of {made}:{digest}{counted}{shared}»")
}

/// Bytes that two ids share at their ends.
fn shared(one: &[u8], other: &[u8]) -> usize {
    let same = |(a, b): &(&u8, &u8)| a == b;
    let head = one.iter().zip(other).take_while(same).count();
    let rest = one.len().min(other.len()) - head;
    let tail = one.iter().rev().zip(other.iter().rev());
    head + tail.take(rest).take_while(same).count()
}

/// Whether two ids differ by a small number alone, wherever it stands in them.
fn counts_on(one: &[u8], other: &[u8]) -> bool {
    let (Ok(one), Ok(other)) = (std::str::from_utf8(one), std::str::from_utf8(other)) else {
        return false;
    };
    let (a, b) = (runs(one), runs(other));
    let mut differ = a.iter().zip(&b).filter(|(a, b)| a != b);
    let (Some((a, b)), None, true) = (differ.next(), differ.next(), runs(one).len() == b.len())
    else {
        return false;
    };
    match (a.parse::<u64>(), b.parse::<u64>()) {
        (Ok(a), Ok(b)) => a.abs_diff(b) <= STEP,
        _ => false,
    }
}

/// A text cut into numbers and what lies between them.
fn runs(text: &str) -> Vec<&str> {
    let mut all = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let digit = first.is_ascii_digit();
        let end = rest.find(|c: char| c.is_ascii_digit() != digit);
        let (run, after) = rest.split_at(end.unwrap_or(rest.len()));
        all.push(run);
        rest = after;
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: &[u8] = b"0b9e35a4-77f1-4e0c-9a52-3f1d2c4b5a69";
    const OTHER: &[u8] = b"f31c8d20-1a2b-4c3d-8e4f-5061728394a5";

    #[test]
    fn what_an_id_is_judged_by_is_told_and_the_id_is_not() {
        let mut ids = Ids::default();
        let (one, other) = (ids.came(ONE), ids.came(OTHER));
        assert!(
            one.starts_with("«session:36 bytes of 0-9 a-f signs:"),
            "{one}"
        );
        assert_eq!(
            one.len(),
            "«session:36 bytes of 0-9 a-f signs:0123456789ab»".len()
        );
        assert_ne!(one, other);
        assert_eq!(ids.came(ONE), one, "the same id is told by the same words");
        assert_eq!(ids.sent(ONE), one);
    }

    #[test]
    fn counting_and_what_is_shared_are_told() {
        let mut ids = Ids::default();
        assert!(!ids.came(b"session-9-x").contains("counted"));
        assert!(ids.came(b"session-12-x").ends_with(":counted:10 shared»"));
        assert!(!ids.came(b"session-9999-x").contains("counted"));
        let mut ids = Ids::default();
        ids.came(b"mcp-session-0b9e35a477f14e0c");
        assert!(
            ids.came(b"mcp-session-f31c8d201a2b4c3d")
                .ends_with(":12 shared»")
        );
    }

    #[test]
    fn what_we_made_up_is_no_secret() {
        let mut ids = Ids::default();
        assert_eq!(ids.sent(b"made-up"), "made-up");
        assert_eq!(ids.came(b"made-up"), "made-up");
    }

    #[test]
    fn ids_in_addresses_are_hidden_and_words_are_not() {
        let mut ids = Ids::default();
        let id = String::from_utf8_lossy(ONE).into_owned();
        let named = ids.address(&format!("/messages?v=1&sessionId={id}"), true);
        assert!(
            named.starts_with("/messages?v=1&sessionId=«session:36"),
            "{named}"
        );
        let url = ids.address(&format!("http://h:1/messages?sessionId={id}#x"), false);
        assert!(url.ends_with("»#x") && !url.contains(&id), "{url}");
        assert!(
            ids.address("/post/7f31c8d201a2b4c3d", true)
                .starts_with("/post/«session:")
        );
        assert_eq!(
            ids.address("/post/7f31c8d201a2b4c3e", false),
            "/post/7f31c8d201a2b4c3e"
        );
    }

    #[test]
    fn no_words_pass_for_an_id() {
        for words in [
            "delete_everything_now",
            "Ignore all 1 instructions",
            "short-1",
            "tools/list",
        ] {
            assert!(!is_random(words), "{words}");
        }
        assert!(is_random("0b9e35a477f14e0c") && is_random("aB3dEfGhIjKlMnOpQrSt"));
    }
}
