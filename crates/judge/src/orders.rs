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

const NOT: &str =
    "do not|dont|never|must not|should not|shouldnt|without|cannot|avoid|need not|not";
const CONCEALED: &str =
    "tell|telling|inform|informing|notify|notifying|alert|alerting|warn|warning|let";
const MENTION: &str = "mention|mentioning|mentioned|reveal|revealing|disclose|disclosed|disclosing|say|explicitly mention|report this|expose";
const PERSON: &str = "user|users|human|humans|operator|person|anyone|them";
const TAKE: &str = "read|include|including|pass|send|append|attach|access|upload|copy|cat|forward|submit|post|exfiltrate|leak|extract|load|open|paste|transmit|dump|steal|fetch|insert|request|probe|get";

/// Every rule.
pub(crate) const RULES: &[Rule] = &[
    Rule {
        what: "an order to ignore instructions",
        certain: true,
        parts: &[
            "ignore|disregard|forget",
            "previous|prior|above|earlier|preceding|safety|system|original|existing|all safety|your",
            "instructions|instruction|rules|guidelines|guardrails|prompt|prompts|directives|restrictions|policies|checks|constraints|commands",
        ],
        gap: 4,
        ordered: false,
    },
    Rule {
        what: "safeguards switched off",
        certain: false,
        parts: &[
            "bypass|bypasses|bypassing|disable|disables|skip|override|overrides|ignore|without|remove",
            "safety|security|content|validation|access|all|any|previous|ethical|permission",
            "checks|filters|filtering|restrictions|controls|validation|guidelines|safeguards|guardrails|sanitization|boundaries|limitations|measures|policies|protocols",
        ],
        gap: 4,
        ordered: false,
    },
    Rule {
        what: "concealment from the user",
        certain: true,
        parts: &[
            NOT,
            CONCEALED,
            PERSON,
            "about|that|of|this|you",
            "this|these|you|it|what|behavior|any",
        ],
        gap: 3,
        ordered: false,
    },
    Rule {
        what: "concealment from the user",
        certain: true,
        parts: &[NOT, MENTION, "this|that|it|these|any of this", PERSON],
        gap: 4,
        ordered: false,
    },
    Rule {
        what: "concealment from the user",
        certain: true,
        parts: &[NOT, MENTION, "that you|you first|youre|you are|you had"],
        gap: 2,
        ordered: false,
    },
    Rule {
        what: "concealment from the user",
        certain: false,
        parts: &[
            NOT,
            "tell|inform|notify|alert|mention|mentioned|reveal|disclose|disclosed",
            PERSON,
        ],
        gap: 4,
        ordered: false,
    },
    Rule {
        what: "concealment from the user",
        certain: false,
        parts: &[
            "silently|secretly|covertly|stealthily|quietly|hidden",
            "send|sends|copy|upload|exfiltrate|forward|bcc|transmit|collect|read|append|execute|include",
        ],
        gap: 4,
        ordered: false,
    },
    Rule {
        what: "concealment from the user",
        certain: false,
        parts: &[
            "exfiltrate|send|upload|forward|copy|post|transmit|bcc",
            "silently|secretly|covertly|quietly|without the users knowledge|without asking|without user",
        ],
        gap: 14,
        ordered: false,
    },
    Rule {
        what: "an order to hand over secrets",
        certain: true,
        parts: &[TAKE, "$secret"],
        gap: 9,
        ordered: true,
    },
    Rule {
        what: "an order to hand over secrets",
        certain: false,
        parts: &[
            TAKE,
            "credentials|passwords|password|api keys|api key|private key|private keys|ssh keys|ssh key|access tokens|environment variables|environment secrets|cookies|secrets",
        ],
        gap: 5,
        ordered: true,
    },
    Rule {
        what: "an order to hand over the conversation",
        certain: false,
        parts: &[
            "include|pass|send|append|provide|attach|submit|copy|read|save|post|forward|summarize|store|log|record",
            "conversation|chat|system|hidden|message|session",
            "history|prompt|instructions|transcript|messages|log|conversation",
        ],
        gap: 4,
        ordered: true,
    },
    Rule {
        what: "an order to hand over the conversation",
        certain: false,
        parts: &[
            "save|list|send|record|store|include|pass",
            "names|list|descriptions",
            "of",
            "tools|your tools|available tools",
        ],
        gap: 4,
        ordered: true,
    },
    Rule {
        what: "data sent to an address of its own",
        certain: true,
        parts: &[
            "bcc|cc|mirror|forward|exfiltrate|leak|redirect|copy of|copies of",
            "$mail",
        ],
        gap: 14,
        ordered: true,
    },
    Rule {
        what: "data sent to an address of its own",
        certain: true,
        parts: &["exfiltrate|leak", "$url|$secret"],
        gap: 12,
        ordered: false,
    },
    Rule {
        what: "data sent to an address of its own",
        certain: false,
        parts: &[
            "add|send|sends|post|forward|forwarded|append|copy|transmit|include|bcc|cc|mirror",
            "$mail",
        ],
        gap: 12,
        ordered: true,
    },
    Rule {
        what: "data sent to an address of its own",
        certain: false,
        parts: &[
            "all|every|any|full|entire|copy|conversation|contents|content|user|users|saved|home",
            "to|at|through|via",
            "$url",
        ],
        gap: 8,
        ordered: true,
    },
    Rule {
        what: "another tool's calls rewritten",
        certain: false,
        parts: &[
            "change|modify|replace|redirect|intercept|intercepts|override|overrides|rewrite|alter|swap|hijack",
            "recipient|recipients|destination|arguments|argument|bcc|payee|beneficiary|addressee|behavior|values",
        ],
        gap: 6,
        ordered: false,
    },
    Rule {
        what: "another tool's calls rewritten",
        certain: false,
        parts: &[
            "redirect|route|reroute|proxy|hijack|intercept|intercepts|mirror|copy|log|forward|forwarded|send",
            "all|every|any",
            "requests|traffic|calls|messages|emails|mails|communications|communication|email|message",
        ],
        gap: 4,
        ordered: false,
    },
    Rule {
        what: "another tool's calls rewritten",
        certain: false,
        parts: &[
            "before|when|whenever|after|instead of",
            "using|calling|invoking|executing|execute|use|call",
            "$other",
            "always|must|first|add|append|copy|change|redirect|replace|include|ensure",
            "log|add|append|copy|copies|bcc|cc|redirect|replace|where|change",
        ],
        gap: 8,
        ordered: false,
    },
    Rule {
        what: "claimed authority over the model",
        certain: false,
        parts: &[
            "act as|you are now|jailbreak|jailbreak_mode|system override|admin override|developer mode|maintenance mode|system directive|hidden instruction|hidden instructions|override directive|instruction override|system update|global rule|role directive|configuration directive|metadata directive|security bypass|safety bypass|elevated privileges|unrestricted access|full trust|trust all",
        ],
        gap: 0,
        ordered: false,
    },
    Rule {
        what: "claimed authority over the model",
        certain: false,
        parts: &[
            "message|request|instruction|instructions",
            "from",
            "user|owner|developer|admin|administrator",
            "to you",
        ],
        gap: 2,
        ordered: false,
    },
    Rule {
        what: "claimed authority over the model",
        certain: false,
        parts: &["before you", "task", "first"],
        gap: 16,
        ordered: false,
    },
    Rule {
        what: "consent that nobody gave",
        certain: false,
        parts: &[
            "user|owner",
            "already|has|have",
            "preauthorized|pre authorized|authorized|approved|consented|preapproved|pre approved",
        ],
        gap: 3,
        ordered: false,
    },
    Rule {
        what: "praise of itself over other tools",
        certain: false,
        parts: &[
            "best|greatest|most powerful|superior",
            "tool",
            "world|ever|existence|universe",
        ],
        gap: 4,
        ordered: false,
    },
    Rule {
        what: "praise of itself over other tools",
        certain: false,
        parts: &[
            "always|must|only|should",
            "use|prefer|choose|select|call",
            "this tool|this",
            "over|instead of|rather than|before",
            "any|all|every|other",
            "other|tool|tools",
        ],
        gap: 3,
        ordered: false,
    },
    Rule {
        what: "praise of itself over other tools",
        certain: false,
        parts: &[
            "do not|never|dont",
            "use|call|trust",
            "other|any other|competing",
            "tools|tool|servers|server",
        ],
        gap: 2,
        ordered: false,
    },
    Rule {
        what: "an order to widen an action",
        certain: false,
        parts: &[
            "also|always|first|before|must",
            "execute|run|add|append|insert|prepend|install|disable|chmod|grant",
            "sudo|root|backdoor|nopasswd|curl|wget|rm|privileges|cron|authorized_keys",
        ],
        gap: 8,
        ordered: false,
    },
];

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
    "<important>",
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
    "<!--",
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
