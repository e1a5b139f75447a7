//! What a text tells the model to do that a description has no business telling it.
//!
//! A rule is a row of word groups that follow one another within one sentence. Rules are data: [`RULES`]. A rule that fires alone is
//! `certain` only where it says so; two different reasons in one text leave no fair reader in doubt either. What a text speaks *about*
//! (quoted, or in a sentence on attacks) is not what it does.

use crate::prose::{Kind, Prose};
use std::collections::HashMap;
use std::sync::LazyLock;

/// One rule.
pub(crate) struct Rule {
    /// What it is called in a finding.
    pub(crate) what: &'static str,
    /// Whether it needs no second reason.
    certain: bool,
    /// The groups, in order: alternatives between bars, each of one or more words. `$secret`, `$mail`, `$url`, `$other` (an identifier) stand for kinds of tokens.
    parts: &'static [&'static str],
    /// How many words may stand between two groups.
    gap: usize,
    /// Whether the sentence must hold a word that makes it an order to the reader.
    ordered: bool,
}

const NOT: &str = "do not|dont|never|must not|should not|shouldnt|without|avoid|need not";
const CONCEALED: &str =
    "tell|telling|inform|informing|notify|notifying|alert|alerting|warn|warning|let";
const MENTION: &str = "mention|mentioning|mentioned|reveal|revealing|disclose|disclosed|disclosing|say|explicitly mention|report this|expose";
const PERSON: &str = "user|users|human|humans|operator|person|anyone";
const TAKE: &str = "read|include|including|pass|send|append|attach|access|upload|copy|cat|forward|submit|post|exfiltrate|leak|extract|load|open|paste|transmit|dump|steal|fetch|insert|request|probe|get";

const HAND: &str = "include|including|send|append|attach|upload|copy|forward|submit|post|exfiltrate|leak|transmit|dump|steal|read|extract|harvest";
const INSTRUCTIONS: &str = "instructions|instruction|rules|guidelines|guardrails|prompt|prompts|directives|restrictions|policies|checks|constraints|commands";

/// Every rule: what it is called, whether it needs no second reason, its groups, the words between them, whether an order word is needed.
pub(crate) const RULES: &[Rule] = &[
    sure("an order to ignore instructions", &["ignore|disregard|forget", "previous|prior|above|earlier|preceding|safety|system|original|existing|your|all safety", INSTRUCTIONS], 4),
    doubt("safeguards switched off", &["bypass|bypasses|bypassing|disable|disables|skip|override|overrides|ignore|without|remove", "safety|security|content|validation|access|all|any|data|ethical|permission|all content|all safety|all data|all access|all security|any security", "checks|filters|filtering|restrictions|controls|validation|guidelines|safeguards|guardrails|sanitization|boundaries|limitations|policies|protocols"], 0),
    sure("concealment from the user", &[NOT, CONCEALED, PERSON, "about|that|of|this|you", "this|these|you|it|what|behavior|any"], 3),
    sure("concealment from the user", &[NOT, MENTION, "this|that|it|these|any of this", PERSON], 4),
    sure("concealment from the user", &[NOT, MENTION, "that you|you first|youre|you are|you had"], 2),
    doubt("concealment from the user", &[NOT, "tell|inform|notify|alert|be mentioned|mention to|reveal to|disclose to|disclosed to|mentioned to|be disclosed", PERSON], 2),
    doubt("concealment from the user", &["silently|secretly|covertly|stealthily", "send|sends|copy|upload|exfiltrate|forward|bcc|transmit|collect|read|append|include"], 0),
    doubt("concealment from the user", &["send|upload|forward|copy|post|transmit|bcc|exfiltrate|read", "secretly|covertly|without the users knowledge|without user consent|without user knowledge|without their knowledge"], 14),
    ordered_sure("an order to hand over secrets", &[TAKE, "$secret"], 9),
    ordered_sure("an order to hand over secrets", &["call|invoke|use|run|execute", "$other", "$secret"], 5),
    ordered("an order to hand over secrets", &[HAND, "credentials|passwords|password|api keys|private keys|ssh keys|ssh key|access tokens|environment variables|environment secrets|cookies|browser cookies"], 5),
    ordered("an order to hand over the conversation", &["include|pass|send|append|attach|submit|copy|read|save|post|forward|store|log", "conversation|chat|system|hidden", "history|prompt|instructions|transcript|messages|log"], 4),
    ordered("an order to hand over the conversation", &["save|send|record|store|include|pass", "names|list|descriptions", "of", "tools|your tools|available tools"], 2),
    ordered_sure("data sent to an address of its own", &["bcc|cc|mirror|forward|exfiltrate|leak|redirect|copy of|copies of", "$mail"], 14),
    sure("data sent to an address of its own", &["exfiltrate|leak", "$url|$secret|$mail"], 12),
    ordered("data sent to an address of its own", &["add|send|sends|post|forward|forwarded|append|copy|transmit|include|bcc|cc|mirror", "$mail"], 12),
    ordered("data sent to an address of its own", &["send|sends|sent|post|forward|append|upload|copy|mirror|transmit|add|intercepts|requests", "conversation|contents|content|users|user|address|messages|history|copy|requests|everything|query|data", "to|at|through|via", "$url"], 8),
    doubt("another tool's calls rewritten", &["change|modify|replace|redirect|intercept|intercepts|override|overrides|rewrite|alter|swap|hijack", "recipient|recipients|destination|arguments|argument|bcc|payee|beneficiary|addressee"], 6),
    doubt("another tool's calls rewritten", &["redirect|reroute|hijack|intercept|intercepts|mirror", "all|every|any", "requests|traffic|calls|messages|emails|mails|communications|communication|email|message"], 3),
    doubt("another tool's calls rewritten", &["before|when|whenever|instead of", "using|calling|invoking|executing", "$other", "always|must|add|append|copy|change|redirect|replace", "log|append|copy|copies|bcc|cc|redirect|replace|where|change|content|p0wned"], 8),
    doubt("claimed authority over the model", &["act as|you are now|jailbreak|jailbreak_mode|system override|admin override|developer mode|system directive|hidden instruction|hidden instructions|override directive|instruction override|global rule|role directive|configuration directive|metadata directive|safety bypass|unrestricted access|trust all"], 0),
    doubt("claimed authority over the model", &["message|request|instruction|instructions", "from", "user|owner|developer|admin|administrator", "to you"], 2),
    doubt("claimed authority over the model", &["before you", "task", "first"], 16),
    doubt("consent that nobody gave", &["user|owner", "already|has|have", "preauthorized|pre authorized|authorized|approved|consented|preapproved|pre approved"], 3),
    doubt("praise of itself over other tools", &["best|greatest|most powerful|superior", "tool", "world|ever|existence|universe"], 4),
    doubt("praise of itself over other tools", &["always|must|only|should", "use|prefer|choose|select|call", "this tool|this", "over|instead of|rather than|before", "any|all|every", "other|tool|tools"], 3),
    doubt("praise of itself over other tools", &["do not|never|dont", "use|call|trust", "other|any other|competing", "tools|servers|server"], 0),
    doubt("an order to widen an action", &["also|always|first|before|must", "execute|run|add|append|insert|prepend|install|chmod|grant", "sudo|backdoor|nopasswd|curl|wget|authorized_keys"], 8),
];

/// A rule that needs no second reason.
const fn sure(what: &'static str, parts: &'static [&'static str], gap: usize) -> Rule {
    Rule { what, certain: true, parts, gap, ordered: false }
}

/// A rule that leaves doubt.
const fn doubt(what: &'static str, parts: &'static [&'static str], gap: usize) -> Rule {
    Rule { what, certain: false, parts, gap, ordered: false }
}

/// A rule that leaves doubt, and needs a sentence that orders.
const fn ordered(what: &'static str, parts: &'static [&'static str], gap: usize) -> Rule {
    Rule { what, certain: false, parts, gap, ordered: true }
}

/// A rule that needs no second reason, and a sentence that orders.
const fn ordered_sure(what: &'static str, parts: &'static [&'static str], gap: usize) -> Rule {
    Rule { what, certain: true, parts, gap, ordered: true }
}

/// Words that make a sentence an order to its reader.
const ORDER: &[&str] = &[
    "must",
    "always",
    "first",
    "before",
    "also",
    "please",
    "whenever",
    "otherwise",
    "then",
    "every",
    "each",
    "required",
    "requires",
    "contents",
    "content",
    "even",
    "after",
    "all",
    "need",
    "never",
    "when",
    "for",
    "important",
    "ensure",
    "should",
    "try",
    "full",
    "instead",
];

/// Words of a sentence that speaks about attacks and does not make one.
const ABOUT: &[&str] = &[
    "detect",
    "detects",
    "detected",
    "detecting",
    "detection",
    "scan",
    "scans",
    "scanning",
    "scanner",
    "injection",
    "injections",
    "untrusted",
    "malicious",
    "phishing",
    "attacks",
    "attempt",
    "attempts",
    "treat",
    "suspicious",
    "protect",
    "protects",
    "prevent",
    "prevents",
    "guard",
    "defend",
    "sanitize",
    "sanitizes",
    "vulnerability",
    "vulnerabilities",
    "redact",
    "redacts",
    "masks",
    "refuse",
    "reject",
    "rejects",
    "blocks",
];

/// Words before a verb that leave it an order.
const BEFORE_ORDER: &[&str] = &[
    "must", "always", "please", "should", "then", "and", "you", "also", "first", "now", "never",
    "not", "to", "will", "just", "shall", "or",
];

/// Markup that shouts at the model; by itself it is style, beside another reason it is one more.
const SHOUTS: &[&str] = &[
    "<important>", "<!--",
    "<instructions>",
    "<information>",
    "<system>",
    "<critical>",
    "<global>",
    "[important]",
    "<system_instruction",
    "<assistant>",
];

/// Markup that people do not see rendered, or that belongs to a chat template.
const HIDES: &[&str] = &[
    "<hidden>",
    "<secret>",
    "<|system|>",
    "<|im_start|>",
    "[inst]",
    "<<sys>>",
    "[system",
    "[hidden",
    "[shadow]",
    "### instruction",
    "<invisible>",
    "[admin",
];

/// The rules that begin with a word.
static BY_WORD: LazyLock<HashMap<&'static str, Vec<usize>>> = LazyLock::new(|| {
    let mut map: HashMap<&'static str, Vec<usize>> = HashMap::new();
    for (i, rule) in RULES.iter().enumerate() {
        for phrase in rule
            .parts
            .first()
            .into_iter()
            .flat_map(|part| part.split('|'))
        {
            let rules = map
                .entry(phrase.split(' ').next().unwrap_or(phrase))
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
        next = (next..reach.min(sentence.end))
            .find_map(|i| part.split('|').find_map(|phrase| matches(prose, phrase, i)))?;
    }
    let words = |list: &[&str]| sentence.clone().any(|i| list.contains(&prose.word(i)));
    if rule.ordered && !words(ORDER) {
        return None;
    }
    let token = prose.tokens.get(at)?;
    let before = at
        .checked_sub(1)
        .filter(|i| sentence.contains(i))
        .map(|i| prose.word(i));
    let imperative = token.opens || before.is_some_and(|word| BEFORE_ORDER.contains(&word));
    let about = words(ABOUT);
    if token.quoted && (about || !imperative || before.is_some_and(|w| w != "and")) && !token.opens
        || about && (token.quoted || !rule.certain || !token.opens)
    {
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
                .then(|| at + phrase.split(' ').count());
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
        "secret.txt",
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
    if !raw.contains(['<', '[', '#']) {
        return;
    }
    let lower = raw.to_ascii_lowercase();
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
