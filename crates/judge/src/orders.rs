//! What a text tells the model to do that a description has no business telling it.
//!
//! A rule is a row of word groups that follow one another within one sentence. Rules are data: [`crate::attacks`]. A rule that fires alone is
//! `certain` only where it says so; two different reasons in one text leave no fair reader in doubt either. What a text speaks *about*
//! (quoted, or in a sentence on attacks) is not what it does.

use crate::attacks::{ABOUT, BEFORE_ORDER, DEFENCE, HIDES, ORDER, PAYLOADS, RULES, Rule, SHOUTS};
use crate::prose::{Kind, Prose, one_of};
use std::collections::HashMap;
use std::sync::LazyLock;

/// Words to each side in which a sentence is read for what it is.
const NEAR: usize = 40;

/// The rules that begin with a word.
static BY_WORD: LazyLock<HashMap<&'static str, Vec<usize>>> = LazyLock::new(|| {
    let mut map: HashMap<&'static str, Vec<usize>> = HashMap::new();
    for (i, rule) in RULES.iter().enumerate() {
        for phrase in rule
            .parts
            .first()
            .into_iter()
            .flat_map(|part| crate::prose::pieces(part, b'|'))
        {
            let rules = map
                .entry(crate::prose::pieces(phrase, b' ').next().unwrap_or(phrase))
                .or_default();
            if !rules.contains(&i) {
                rules.push(i);
            }
        }
    }
    map
});

/// One reason found in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Order {
    /// What it is.
    pub(crate) what: &'static str,
    /// Whether it leaves no doubt.
    pub(crate) certain: bool,
    /// The words it rests on.
    pub(crate) text: String,
}

/// Every reason in a text, each kind once; two kinds together make both certain.
pub(crate) fn orders(text: &str) -> Vec<Order> {
    if text.len() < 12 {
        return Vec::new();
    }
    orders_in(&Prose::of(text), text)
}

/// The same for a text that is already cut.
pub(crate) fn orders_in(prose: &Prose, raw: &str) -> Vec<Order> {
    let mut found: Vec<Order> = Vec::new();
    for at in 0..prose.tokens.len() {
        for &i in BY_WORD.get(prose.word(at)).into_iter().flatten() {
            let Some(rule) = RULES.get(i) else { continue };
            if found
                .iter()
                .any(|old| old.what == rule.what && (old.certain || !rule.certain))
            {
                continue;
            }
            if let Some(certain) = fires(rule, prose, at) {
                add(
                    &mut found,
                    Order {
                        what: rule.what,
                        certain,
                        text: prose.around(at),
                    },
                );
            }
        }
    }
    markup(&mut found, raw);
    if found.len() > 1 {
        for order in &mut found {
            order.certain = true;
        }
    }
    found
}

/// Keeps each kind once, the certain one where there are two.
fn add(found: &mut Vec<Order>, new: Order) {
    match found.iter_mut().find(|old| old.what == new.what) {
        Some(old) if new.certain && !old.certain => *old = new,
        Some(_) => {}
        None => found.push(new),
    }
}

/// Whether a rule fires at a place; and if so, whether it is certain.
fn fires(rule: &Rule, prose: &Prose, at: usize) -> Option<bool> {
    let sentence = prose.sentence_of(at);
    let mut next = at;
    for (k, part) in rule.parts.iter().enumerate() {
        let reach = if k == 0 {
            next + 1
        } else {
            next + rule.gap + 1
        };
        next = (next..reach.min(sentence.end)).find_map(|i| {
            crate::prose::pieces(part, b'|').find_map(|phrase| matches(prose, phrase, i))
        })?;
    }
    // Not the whole sentence: one without an end would be read once for each of its words.
    let near = at.saturating_sub(NEAR).max(sentence.start)..(at + NEAR).min(sentence.end);
    let words = |list: &str| near.clone().any(|i| one_of(list, prose.word(i)));
    if rule.ordered && !words(ORDER) {
        return None;
    }
    let token = prose.tokens.get(at)?;
    let before = at
        .checked_sub(1)
        .filter(|i| sentence.contains(i))
        .map(|i| prose.word(i));
    let imperative = token.opens || before.is_some_and(|word| one_of(BEFORE_ORDER, word));
    let about = words(ABOUT);
    // Quoted, or told of: no order. An attack that opens its own clause is one, whatever else its sentence says.
    if token.quoted && !token.opens || about && (token.quoted || !imperative) {
        return None;
    }
    Some(rule.certain && !about && !token.quoted)
}

/// Where a phrase that begins here ends; `None` where it does not stand here.
fn matches(prose: &Prose, phrase: &str, at: usize) -> Option<usize> {
    let kind = prose.tokens.get(at)?.kind;
    let hit = match phrase {
        "$mail" => kind == Kind::Mail,
        "$url" => kind == Kind::Url,
        "$secret" => secret(prose.word(at), kind),
        "$other" => kind == Kind::Word && prose.word(at).contains('_'),
        phrase => {
            return prose
                .is_at(phrase, at)
                .then(|| at + crate::prose::pieces(phrase, b' ').count());
        }
    };
    hit.then_some(at + 1)
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
    ];
    match kind {
        Kind::Word => matches!(text, "id_rsa" | "id_ed25519"),
        Kind::Mail => false,
        Kind::Url => text.contains("169.254.169.254"),
        Kind::Path => text == ".env" || PLACES.iter().any(|place| text.contains(place)),
    }
}

/// Adds what the markup says.
fn markup(found: &mut Vec<Order>, raw: &str) {
    if !raw.contains(['<', '[', '#', '(', ':', '\'', '|', '/']) {
        return;
    }
    let lower = raw.to_ascii_lowercase();
    if let Some(payload) = PAYLOADS.iter().find(|payload| lower.contains(**payload))
        && !DEFENCE.iter().any(|word| lower.contains(word))
    {
        add(
            found,
            Order {
                what: "a piece of an attack",
                certain: false,
                text: excerpt(&lower, payload),
            },
        );
    }
    if let Some(mark) = HIDES.iter().find(|mark| lower.contains(**mark)) {
        add(
            found,
            Order {
                what: "markup that hides from people",
                certain: false,
                text: excerpt(&lower, mark),
            },
        );
    }
    if !found.is_empty()
        && let Some(mark) = SHOUTS.iter().find(|mark| lower.contains(**mark))
    {
        add(
            found,
            Order {
                what: "markup that shouts at the model",
                certain: false,
                text: excerpt(&lower, mark),
            },
        );
    }
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
