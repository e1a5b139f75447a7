//! What a text tells the model to do that a description has no business telling it.
//!
//! A rule is a row of word groups that follow one another within one sentence. Rules are data: [`crate::attacks`]. Each sentence is read
//! for what it is: an order or what the tool does, denied or not, quoted, or about attacks. What a text speaks *about* is not what it
//! does. One sure reason, or two different ones near one another, leave no fair reader in doubt.

use crate::attacks::{
    ABOUT, BEFORE_ORDER, CLASSES, CONDITION, DEFENCE, HIDES, INVISIBLE, Mood, ORDER, PAYLOADS,
    PUTS, RULES, Rule, SHOUTS, STUDY, Weight,
};
use crate::prose::{Kind, Prose, one_of, pieces};
use std::collections::HashMap;
use std::sync::LazyLock;

/// Words to each side in which a sentence is read for what it is.
const NEAR: usize = 40;

/// Words within which two reasons support one another: a paragraph or two.
const TOGETHER: usize = 120;

/// One reason found in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Order {
    /// What it is.
    pub(crate) what: &'static str,
    /// How much it says, what stands near it counted in.
    pub(crate) weight: Weight,
    /// The words it rests on.
    pub(crate) text: String,
    /// The token at which it begins.
    at: usize,
    /// The rule that says it; none where markup does.
    rule: Option<usize>,
    /// Whether it is quoted: it may be what the text speaks about, and supports nothing else.
    quoted: bool,
}

impl Order {
    /// Whether it leaves no fair reader in doubt.
    pub(crate) fn certain(&self) -> bool {
        self.weight == Weight::Sure
    }
}

/// The rules made ready: every group has a number, and a word knows the phrases that begin with it.
struct Book {
    /// By the first word of a phrase: the phrase, and the group that it belongs to.
    phrases: HashMap<&'static str, Vec<(&'static str, u16)>>,
    /// Groups that hold a kind of token.
    kinds: Vec<(&'static str, u16)>,
    /// The rules that begin with a group.
    openers: Vec<Vec<usize>>,
    /// The groups of each rule.
    groups: Vec<Vec<u16>>,
}

static BOOK: LazyLock<Book> = LazyLock::new(|| {
    let classes: HashMap<&str, &'static str> = CLASSES.iter().copied().collect();
    let mut numbers: HashMap<&'static str, u16> = HashMap::new();
    let mut book = Book {
        phrases: HashMap::new(),
        kinds: Vec::new(),
        openers: Vec::new(),
        groups: Vec::new(),
    };
    for (i, rule) in RULES.iter().enumerate() {
        let mut groups = Vec::with_capacity(rule.parts.len());
        for part in rule.parts {
            let next = u16::try_from(numbers.len()).unwrap_or(u16::MAX);
            let number = *numbers.entry(part).or_insert(next);
            if number == next {
                book.openers.push(Vec::new());
                for phrase in pieces(part, b'|') {
                    match phrase.strip_prefix('@') {
                        Some(name) => pieces(classes.get(name).unwrap_or(&""), b'|')
                            .for_each(|phrase| book.enter(phrase, number)),
                        None => book.enter(phrase, number),
                    }
                }
            }
            groups.push(number);
        }
        if let Some(rules) = groups
            .first()
            .and_then(|first| book.openers.get_mut(usize::from(*first)))
        {
            rules.push(i);
        }
        book.groups.push(groups);
    }
    book
});

impl Book {
    fn enter(&mut self, phrase: &'static str, group: u16) {
        if phrase.starts_with('$') && !phrase.contains(' ') {
            self.kinds.push((phrase, group));
            return;
        }
        let first = pieces(phrase, b' ').next().unwrap_or(phrase);
        self.phrases.entry(first).or_default().push((phrase, group));
    }

    /// The groups that begin at each token of a text.
    fn mark(&self, prose: &Prose) -> Marks {
        let mut marks = Marks::default();
        for at in 0..prose.tokens.len() {
            let start = marks.hits.len();
            let word = prose.word(at);
            for &(phrase, group) in self.phrases.get(word).into_iter().flatten() {
                if phrase.len() == word.len() || prose.is_at(phrase, at) {
                    let end = at + pieces(phrase, b' ').count();
                    marks.add(start, group, end);
                }
            }
            if is_odd(prose, at) {
                for &(kind, group) in &self.kinds {
                    if is_kind(prose, kind, at) {
                        marks.add(start, group, at + 1);
                    }
                }
            }
            marks.ends.push(marks.hits.len());
        }
        marks
    }
}

/// Which groups begin where.
#[derive(Default)]
struct Marks {
    /// Group and the token after its end.
    hits: Vec<(u16, usize)>,
    /// For each token, where its hits end.
    ends: Vec<usize>,
}

impl Marks {
    /// Keeps the longest phrase of a group at a token.
    fn add(&mut self, start: usize, group: u16, end: usize) {
        match self
            .hits
            .iter_mut()
            .skip(start)
            .find(|(other, _)| *other == group)
        {
            Some(old) => old.1 = old.1.max(end),
            None => self.hits.push((group, end)),
        }
    }

    fn at(&self, token: usize) -> &[(u16, usize)] {
        let from = token
            .checked_sub(1)
            .and_then(|before| self.ends.get(before))
            .copied()
            .unwrap_or(0);
        let to = self.ends.get(token).copied().unwrap_or(from);
        self.hits.get(from..to).unwrap_or_default()
    }
}

/// Every reason in a text, each kind once, the supported ones made certain.
pub(crate) fn orders(text: &str) -> Vec<Order> {
    if text.len() < 12 {
        return Vec::new();
    }
    orders_in(&Prose::of(text), text)
}

/// The same for a text that is already cut.
pub(crate) fn orders_in(prose: &Prose, raw: &str) -> Vec<Order> {
    let mut found: Vec<Order> = Vec::new();
    // A value, not a sentence.
    if prose.tokens.len() < 3 {
        return found;
    }
    let marks = BOOK.mark(prose);
    for at in 0..prose.tokens.len() {
        for (group, _) in marks.at(at) {
            for &i in BOOK.openers.get(usize::from(*group)).into_iter().flatten() {
                let (Some(rule), Some(groups)) = (RULES.get(i), BOOK.groups.get(i)) else {
                    continue;
                };
                if found.iter().any(|old| {
                    old.what == rule.what && (old.weight > rule.weight || old.rule == Some(i))
                }) {
                    continue;
                }
                if let Some((weight, quoted)) = fires(rule, groups, &marks, prose, at) {
                    let (what, text) = (rule.what, prose.around(at));
                    let rule = Some(i);
                    add(
                        &mut found,
                        Order {
                            what,
                            weight,
                            text,
                            at,
                            rule,
                            quoted,
                        },
                    );
                }
            }
        }
    }
    markup(&mut found, raw);
    support(&mut found);
    found.retain(|order| order.weight > Weight::Hint);
    found
}

/// Whether a text that nobody is meant to see speaks to the model.
pub(crate) fn is_order(text: &str) -> bool {
    const TO_MODEL: &str = "always|never|must|ignore|assistant|instruction|instructions|secretly|you|your|bypass|override|exfiltrate|system|ai|llm";
    Prose::of(text)
        .words()
        .take(400)
        .any(|word| one_of(TO_MODEL, word))
}

/// Keeps each kind once, the weightiest. Two rules that doubt different words for the same reason leave none.
fn add(found: &mut Vec<Order>, new: Order) {
    const APART: usize = 3;
    let Some(old) = found.iter_mut().find(|old| old.what == new.what) else {
        found.push(new);
        return;
    };
    let both = old.weight == Weight::Doubt && new.weight == Weight::Doubt;
    let distance = old.at.abs_diff(new.at);
    if both && !old.quoted && !new.quoted && (APART..=TOGETHER).contains(&distance) {
        old.weight = Weight::Sure;
    } else if new.weight > old.weight {
        *old = new;
    }
}

/// A doubt with another reason near it is none.
fn support(found: &mut [Order]) {
    let open = found.iter().filter(|order| !order.quoted);
    let places: Vec<(&str, usize)> = open.map(|order| (order.what, order.at)).collect();
    for order in found
        .iter_mut()
        .filter(|order| order.weight == Weight::Doubt)
    {
        if places
            .iter()
            .any(|(what, at)| *what != order.what && at.abs_diff(order.at) <= TOGETHER)
        {
            order.weight = Weight::Sure;
        }
    }
}

/// Whether a rule fires at a place; and if so, how much it says there, and whether it is quoted.
fn fires(
    rule: &Rule,
    groups: &[u16],
    marks: &Marks,
    prose: &Prose,
    at: usize,
) -> Option<(Weight, bool)> {
    let sentence = prose.sentence_of(at);
    let mut next = at;
    for (k, group) in groups.iter().enumerate() {
        let reach = if k == 0 {
            next + 1
        } else {
            next + rule.gap + 1
        };
        next = (next..reach.min(sentence.end)).find_map(|i| {
            let hit = marks.at(i).iter().find(|(other, _)| other == group)?;
            Some(hit.1)
        })?;
    }
    let act = Act::of(prose, at, &sentence);
    let wrong_mood = match rule.mood {
        Mood::Any => false,
        Mood::Order => !act.orders,
        Mood::Claim => act.conditional,
        Mood::Deed => act.study,
    };
    if act.denied || wrong_mood {
        return None;
    }
    // Quoted, or told of: no order. An attack that opens its own clause is one, whatever else its sentence says.
    let named = act.quoted || !act.imperative || rule.mood == Mood::Deed;
    if act.quoted && !act.imperative || act.about && named {
        return None;
    }
    let doubtful = act.about && at > sentence.start && !act.commanded || act.quoted;
    let most = if doubtful {
        Weight::Doubt
    } else {
        Weight::Sure
    };
    Some((rule.weight.min(most), act.quoted))
}

/// What a sentence does, read around one of its words.
struct Act {
    /// Whether it tells its reader to do something.
    orders: bool,
    /// Whether it sets a condition or asks that something be made sure of.
    conditional: bool,
    /// Whether attacks are what it studies.
    study: bool,
    /// Whether the word before makes it an order.
    commanded: bool,
    /// Whether the word stands where an imperative stands.
    imperative: bool,
    /// Whether the word opens a clause.
    opens: bool,
    /// Whether the deed is denied: `never read …`.
    denied: bool,
    /// Whether the sentence is about attacks.
    about: bool,
    /// Whether the word is quoted.
    quoted: bool,
}

impl Act {
    fn of(prose: &Prose, at: usize, sentence: &std::ops::Range<usize>) -> Self {
        // Not the whole sentence: one without an end would be read once for each of its words.
        let near = at.saturating_sub(NEAR).max(sentence.start)..(at + NEAR).min(sentence.end);
        let words = |list: &str| near.clone().any(|i| one_of(list, prose.word(i)));
        let (opens, quoted) = prose
            .tokens
            .get(at)
            .map_or((false, false), |token| (token.opens, token.quoted));
        let before = at.checked_sub(1).filter(|i| sentence.contains(i));
        let commanded =
            before.is_some_and(|i| one_of("must|always|please|should|never", prose.word(i)));
        let imperative = opens || before.is_some_and(|i| one_of(BEFORE_ORDER, prose.word(i)));
        Self {
            orders: words(ORDER) || imperative && sentence.start > 0,
            conditional: words(CONDITION),
            study: words(STUDY),
            commanded,
            imperative,
            opens,
            denied: !opens && denied(prose, at, sentence.start),
            about: words(ABOUT),
            quoted,
        }
    }
}

/// Whether one of the three words before denies the deed. `never forget to` orders it.
fn denied(prose: &Prose, at: usize, start: usize) -> bool {
    const NOT: &str = "not|dont|never|cannot|cant|wont|mustnt|shouldnt|doesnt|without|avoid|no|nor";
    (at.saturating_sub(3).max(start)..at).any(|i| {
        one_of(NOT, prose.word(i))
            && !(i + 1..at)
                .any(|i| one_of("forget|fail|omit|only|skip|just|hesitate", prose.word(i)))
    })
}

/// Whether a token may be of a kind at all: most words are of none.
fn is_odd(prose: &Prose, at: usize) -> bool {
    let word = prose.word(at);
    prose
        .tokens
        .get(at)
        .is_some_and(|token| token.kind != Kind::Word)
        || word.contains('_')
        || word.starts_with(|c: char| c.is_ascii_digit())
        || matches!(word, "com" | "xyz" | "ru" | "io")
}

/// Whether a token is of a kind.
fn is_kind(prose: &Prose, kind: &str, at: usize) -> bool {
    let word = prose.word(at);
    let Some(token) = prose.tokens.get(at) else {
        return false;
    };
    let number = || word.parse::<u64>().ok();
    match kind {
        "$mail" => token.kind == Kind::Mail,
        "$url" => token.kind == Kind::Url,
        "$host" => token.kind == Kind::Word && matches!(word, "com" | "xyz" | "ru" | "io"),
        "$secret" => secret(word, token.kind),
        "$other" => token.kind == Kind::Word && word.contains('_'),
        "$foreign" => {
            token.kind == Kind::Word && names(word, "external|remote|other|foreign|third")
        }
        "$privileged" => {
            token.kind == Kind::Word
                && names(
                    word,
                    "sensitive|privileged|secret|secrets|admin|hidden|unauthorized",
                )
        }
        "$home" => token.kind == Kind::Path && HOMES.iter().any(|home| word.starts_with(home)),
        "$inner" => token.kind == Kind::Url && INNER.iter().any(|inner| word.contains(inner)),
        "$size" => size(word),
        "$evil" => token.kind != Kind::Word && EVIL.iter().any(|evil| word.contains(evil)),
        "$number" => number().is_some(),
        "$many" => number().is_some_and(|number| number >= 100),
        _ => false,
    }
}

/// Addresses of this machine, its network and its cloud.
const INNER: &[&str] = &[
    "//127.",
    "//localhost",
    "//[::1]",
    "//0.0.0.0",
    "//169.254.",
    "//10.",
    "//192.168.",
    "//metadata.",
    "file://",
];

/// Where what is private lies.
const HOMES: &[&str] = &[
    "~/", "/home/", "/users/", "/root/", "/etc/", "/var/", "/proc/",
];

/// Whether a word is a size of a megabyte or more: `10mb`.
fn size(word: &str) -> bool {
    let unit = word.trim_start_matches(|c: char| c.is_ascii_digit());
    unit.len() < word.len() && matches!(unit, "mb" | "gb" | "tb" | "mib" | "gib")
}

/// What the addresses of attackers call themselves.
const EVIL: &[&str] = &[
    "attacker",
    "evil",
    "exfil",
    "pwn",
    "malicious",
    "hacker",
    "steal",
    "backdoor",
];

/// Whether an identifier holds one of the words.
fn names(identifier: &str, words: &str) -> bool {
    identifier.contains('_') && identifier.split('_').any(|word| one_of(words, word))
}

/// Whether a path or word names a place where secrets are kept.
fn secret(text: &str, kind: Kind) -> bool {
    const PLACES: &[&str] = &[
        "/.ssh",
        "id_rsa",
        "id_ed25519",
        ".aws/credentials",
        "/etc/passwd",
        "/etc/shadow",
        ".netrc",
        ".git-credentials",
        "mcp.json",
        "/.env",
        "169.254.169.254",
        ".pgpass",
        "secret",
        "/.kube/",
        ".npmrc",
        ".bash_history",
        "confidential",
        "/.gnupg",
        "/.docker/config",
        "/proc/self/environ",
        "wallet.dat",
        "claude_desktop_config",
        "/.config/gcloud",
        ".pypirc",
        "login data",
        "/etc/sudoers",
    ];
    match kind {
        Kind::Word => matches!(text, "id_rsa" | "id_ed25519" | "authorized_keys"),
        Kind::Mail => false,
        Kind::Url => {
            PLACES.iter().any(|place| text.contains(place)) && !text.starts_with("http")
                || text.contains("169.254.169.254")
        }
        Kind::Path => text == ".env" || PLACES.iter().any(|place| text.contains(place)),
    }
}

/// Adds what the markup says.
fn markup(found: &mut Vec<Order>, raw: &str) {
    if !raw.contains([
        '<', '[', '#', '(', ':', '\'', '|', '/', '`', ';', '-', '=', '&', '.',
    ]) {
        return;
    }
    let lower = raw.to_ascii_lowercase();
    let mut see = |what, weight, mark: &str| {
        add(
            found,
            Order {
                what,
                weight,
                text: excerpt(&lower, mark),
                // Where it stands in words; near enough.
                at: lower.find(mark).unwrap_or(0) / 6,
                rule: None,
                quoted: false,
            },
        );
    };
    if let Some(payload) = PAYLOADS.iter().find(|payload| lower.contains(**payload))
        && !DEFENCE.iter().any(|word| lower.contains(word))
    {
        let weight = if is_put(&lower, payload) {
            Weight::Sure
        } else {
            Weight::Doubt
        };
        see("a piece of an attack", weight, payload);
    }
    if SYSTEM.iter().any(|mark| opens_with(raw, mark)) {
        see("claimed authority over the model", Weight::Doubt, "system");
    }
    if let Some(mark) = HIDES.iter().find(|mark| lower.contains(**mark)) {
        see("markup that hides from people", hides(&lower, mark), mark);
    }
    if let Some(mark) = SHOUTS.iter().find(|mark| lower.contains(**mark)) {
        see("markup that shouts at the model", Weight::Hint, mark);
    }
}

/// A role of the chat that a text takes, as it is written at the start of a line or sentence.
const SYSTEM: &[&str] = &[
    "SYSTEM:",
    "[SYSTEM]",
    "<SYSTEM>",
    "SYSTEM NOTE",
    "SYSTEM MESSAGE",
    "SYSTEM INSTRUCTION",
    "ADMIN:",
    "ROOT:",
    "DEVELOPER:",
    "System:\n",
    "Human:",
    "Assistant:",
];

/// Whether a mark opens a line or sentence.
fn opens_with(raw: &str, mark: &str) -> bool {
    raw.match_indices(mark).take(16).any(|(at, _)| {
        let before = raw.get(..at).unwrap_or_default().trim_end_matches(' ');
        before.is_empty() || before.ends_with(['.', '\n', '!', '?', '>', ']', ')', '-', '*'])
    })
}

/// How much a mark that hides says: everything where an order stands in what nobody sees.
fn hides(lower: &str, mark: &str) -> Weight {
    const SEEN: usize = 300;
    let at = lower.find(mark).unwrap_or(0);
    let inside: String = lower
        .get(at..)
        .unwrap_or_default()
        .chars()
        .take(SEEN)
        .collect();
    let strong = Prose::of(&inside).words().any(|word| {
        one_of(
            "always|never|must|ignore|assistant|secretly|instruction|instructions|you|first",
            word,
        )
    });
    if INVISIBLE.contains(&mark) && strong {
        Weight::Sure
    } else {
        Weight::Doubt
    }
}

/// Whether the words around a payload put it into something. Where they open the text they say what the tool does.
fn is_put(lower: &str, payload: &str) -> bool {
    const AROUND: usize = 60;
    let at = lower.find(payload).unwrap_or(0);
    let end = at + payload.len();
    let from = (at.saturating_sub(AROUND)..=at)
        .find(|i| lower.is_char_boundary(*i))
        .unwrap_or(at);
    let to = (end + AROUND..lower.len())
        .find(|i| lower.is_char_boundary(*i))
        .unwrap_or(lower.len());
    let around = lower.get(from..to).unwrap_or_default();
    PUTS.iter().any(|word| {
        around.match_indices(word).any(|(i, _)| {
            let before = around.get(..i).unwrap_or_default();
            from + i > 0 && !before.ends_with(|c: char| c.is_alphanumeric())
        })
    })
}

/// What follows a mark.
fn excerpt(text: &str, mark: &str) -> String {
    let from = text.find(mark).unwrap_or(0);
    text.get(from..)
        .unwrap_or_default()
        .chars()
        .take(120)
        .collect()
}

#[cfg(test)]
mod tests;
