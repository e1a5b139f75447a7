//! Names taken apart: words, and the product's own word that siblings share.

use crate::lexicon;
use crate::records::{self, Records};
use crate::setting::{self, Setting};
use std::collections::{BTreeMap, BTreeSet};

/// Words of one name that are looked at; a longer name is no name.
const WORDS: usize = 32;

/// Characters of one name that are looked at.
const LONGEST: usize = 512;

/// The words of a name in lower case: `getHTTPLog`, `get_http_log`, `get-http.log` all give `get http log`.
#[must_use]
pub fn words(name: &str) -> Vec<String> {
    if name.is_ascii() {
        words_of_bytes(name)
    } else {
        words_of_chars(name)
    }
}

fn words_of_chars(name: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut chars = name.chars().take(LONGEST).peekable();
    let mut before: Option<char> = None;
    while let Some(c) = chars.next() {
        let last = before.replace(c);
        if !c.is_alphanumeric() {
            push(&mut words, &mut word);
            continue;
        }
        let starts = c.is_uppercase()
            && (last.is_some_and(|b| b.is_lowercase() || b.is_numeric())
                || (last.is_some_and(char::is_uppercase)
                    && chars.peek().is_some_and(|a| a.is_lowercase())));
        if starts {
            push(&mut words, &mut word);
        }
        word.extend(c.to_lowercase());
    }
    push(&mut words, &mut word);
    words
}

/// The same of a name in ASCII, as most are: bytes are quicker, and a word is cut out at once.
fn words_of_bytes(name: &str) -> Vec<String> {
    let bytes = name.as_bytes();
    let bytes = bytes.get(..LONGEST).unwrap_or(bytes);
    let mut words = Vec::with_capacity(4);
    let mut start = 0;
    let mut push = |start: usize, end: usize| {
        let word = name.get(start..end).filter(|word| !word.is_empty());
        if let Some(word) = word.filter(|_| words.len() < WORDS) {
            words.push(word.to_ascii_lowercase());
        }
    };
    for (at, byte) in bytes.iter().enumerate() {
        if !byte.is_ascii_alphanumeric() {
            push(start, at);
            start = at + 1;
            continue;
        }
        let last = at.checked_sub(1).and_then(|at| bytes.get(at));
        let starts = byte.is_ascii_uppercase()
            && last.is_some_and(|last| {
                let before_small = || bytes.get(at + 1).is_some_and(u8::is_ascii_lowercase);
                last.is_ascii_lowercase()
                    || last.is_ascii_digit()
                    || last.is_ascii_uppercase() && before_small()
            });
        if starts {
            push(start, at);
            start = at;
        }
    }
    push(start, bytes.len());
    words
}

/// Ends the current word.
fn push(words: &mut Vec<String>, word: &mut String) {
    if !word.is_empty() && words.len() < WORDS {
        words.push(std::mem::take(word));
    }
    word.clear();
}

/// Whether a word is a verb of making, which says what is done also where all tools of a server do it: `generate_pin_map`.
fn makes(word: &str) -> bool {
    matches!(
        word,
        "generate" | "export" | "download" | "produce" | "draw" | "plot" | "convert" | "render"
    )
}

/// Whether what follows a word that all names begin with is a verb again in most of them: `protect_get_camera`.
fn acts_after(split: &[Vec<String>], brands: &BTreeSet<String>, word: &str) -> bool {
    let acts = |words: &&Vec<String>| {
        let mut own = words
            .iter()
            .skip_while(|one| brands.contains(*one) || *one == word);
        let next = own.next().and_then(|next| lexicon::verb(next));
        next.is_some_and(|verb| !verb.noun)
    };
    split.iter().filter(acts).count() * 2 > split.len()
}

/// What the tools of one server have in common in their names.
#[derive(Debug, Clone, Default)]
pub struct Siblings {
    /// Leading words that say only whose tool it is.
    brands: BTreeSet<String>,
    /// Whether any of them is named as reading and any as changing; every name, as sent.
    names: BTreeSet<String>,
    /// What most of them are about.
    pub(crate) setting: Option<Setting>,
    /// Whose records most of them are about.
    pub(crate) records: Option<Records>,
}

impl Siblings {
    /// Learns from the names of all tools of a server.
    pub fn of<'a>(names: impl IntoIterator<Item = &'a str>) -> Self {
        let names: BTreeSet<String> = names.into_iter().map(str::to_owned).collect();
        let split: Vec<Vec<String>> = names.iter().map(|name| words(name)).collect();
        let mut brands = BTreeSet::new();
        // A brand may be of two words: `acme_cloud_list_users`.
        for _ in 0..2 {
            let mut count: BTreeMap<&str, usize> = BTreeMap::new();
            for words in &split {
                if let Some(first) = words.iter().find(|w| !brands.contains(*w)) {
                    *count.entry(first).or_default() += 1;
                }
            }
            let most = count.into_iter().max_by_key(|(_, n)| *n);
            match most {
                Some((word, n))
                    if n >= 3
                        && n * 2 > split.len()
                        && (lexicon::verb(word)
                            .is_none_or(|v| n == split.len() && v.noun && !makes(word))
                            || n == split.len() && acts_after(&split, &brands, word)) =>
                {
                    let word = word.to_owned();
                    brands.insert(word);
                }
                _ => break,
            }
        }
        Self {
            brands,
            names,
            setting: setting::of_names(&split),
            records: records::of_names(&split),
        }
    }

    /// The words of a name without the brand in front and without `tool` at the end.
    #[must_use]
    pub fn own_words(&self, name: &str) -> Vec<String> {
        let all = words(name);
        let skip = all
            .iter()
            .take_while(|word| self.brands.contains(*word))
            .count();
        let mut own: Vec<String> = all.iter().skip(skip).cloned().collect();
        if own.len() > 1 && own.last().is_some_and(|word| word == "tool") {
            own.pop();
        }
        if own.is_empty() { all } else { own }
    }

    /// Whether the server has a tool of this name.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.names.contains(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn bytes_and_characters_give_the_same_words(name in "[a-cA-C0-2_. -]{0,12}|[ -~]{0,600}") {
            prop_assert_eq!(words_of_bytes(&name), words_of_chars(&name));
        }
    }

    #[test]
    fn names_fall_into_words() {
        for (name, want) in [
            ("getPostInstallScript", "get post install script"),
            ("get_http_log", "get http log"),
            ("GetHTTPLogTool", "get http log tool"),
            ("S3Bucket", "s3 bucket"),
            ("stories-update-task", "stories update task"),
            ("a.b/c", "a b c"),
            ("", ""),
        ] {
            assert_eq!(words(name).join(" "), want, "{name}");
        }
    }

    #[test]
    fn the_brand_is_what_siblings_share() {
        let siblings = Siblings::of([
            "acme_list_users",
            "acme_get_user",
            "acme_post_note",
            "acme_order_create",
        ]);
        assert_eq!(siblings.own_words("acme_get_user"), ["get", "user"]);
        let siblings = Siblings::of(["get_a", "get_b", "get_c"]);
        assert_eq!(
            siblings.own_words("get_a"),
            ["get", "a"],
            "a verb is no brand"
        );
    }
}
