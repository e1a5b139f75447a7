//! What orders to a model look like: the rules of [`crate::orders`], as data.

/// One rule: word groups that follow one another within one sentence.
pub(crate) struct Rule {
    /// What it is called in a finding.
    pub(crate) what: &'static str,
    /// Whether it needs no second reason.
    pub(crate) certain: bool,
    /// The groups, in order: alternatives between bars, each of one or more words, longer ones first. `$secret`, `$mail`, `$url` and
    /// `$other` (an identifier) stand for kinds of tokens.
    pub(crate) parts: &'static [&'static str],
    /// How many words may stand between two groups.
    pub(crate) gap: usize,
    /// Whether the sentence must hold a word that makes it an order to its reader.
    pub(crate) ordered: bool,
}

/// A rule that needs no second reason.
const fn sure(what: &'static str, gap: usize, parts: &'static [&'static str]) -> Rule {
    Rule {
        what,
        certain: true,
        parts,
        gap,
        ordered: false,
    }
}

/// A rule that leaves doubt.
const fn doubt(what: &'static str, gap: usize, parts: &'static [&'static str]) -> Rule {
    Rule {
        what,
        certain: false,
        parts,
        gap,
        ordered: false,
    }
}

/// The same, where the sentence orders.
const fn ordered(rule: Rule) -> Rule {
    Rule {
        ordered: true,
        ..rule
    }
}

const NOT: &str = "do not|dont|never|must not|should not|shouldnt|without|avoid|need not";
const CONCEALED: &str =
    "tell|telling|inform|informing|notify|notifying|alert|alerting|warn|warning|let";
const MENTION: &str = "mention|mentioning|mentioned|reveal|revealing|disclose|disclosed|disclosing|say|explicitly mention|report this|expose";
const PERSON: &str = "user|users|human|humans|operator|person|anyone";
const TAKE: &str = "read|include|including|pass|send|append|attach|access|upload|copy|cat|forward|submit|post|exfiltrate|leak|extract|load|open|paste|transmit|dump|steal|fetch|insert|request|probe|get";
const HAND: &str = "include|including|send|append|attach|upload|copy|forward|submit|post|exfiltrate|leak|transmit|dump|steal|read|extract|harvest";
const INSTRUCTIONS: &str = "instructions|instruction|rules|guidelines|guardrails|prompt|prompts|directives|restrictions|policies|checks|constraints|commands";

/// Every rule.
#[rustfmt::skip]
pub(crate) const RULES: &[Rule] = &[
    sure("an order to ignore instructions", 4, &["ignore|disregard|forget", "previous|prior|above|earlier|preceding|safety|system|original|existing|your|all safety", INSTRUCTIONS]),
    doubt("safeguards switched off", 0, &["bypass|bypasses|bypassing|disable|disables|skip|override|overrides|ignore|without|remove", "all content|all safety|all data|all access|all security|any security|any safety|safety|security|content|validation|access|all|any|data|ethical|permission", "checks|filters|filtering|restrictions|controls|validation|guidelines|safeguards|guardrails|sanitization|boundaries|limitations|policies|protocols"]),
    sure("concealment from the user", 3, &[NOT, CONCEALED, PERSON, "about|that|of|this|you", "this|these|you|it|what|behavior|any"]),
    sure("concealment from the user", 4, &[NOT, MENTION, "this|that|it|these|any of this", PERSON]),
    sure("concealment from the user", 2, &[NOT, MENTION, "that you|you first|youre|you are|you had"]),
    doubt("concealment from the user", 2, &[NOT, "tell|inform|notify|alert|be mentioned|mention to|reveal to|disclose to|disclosed to|mentioned to|be disclosed", PERSON]),
    doubt("concealment from the user", 0, &["silently|secretly|covertly|stealthily", "send|sends|copy|upload|exfiltrate|forward|bcc|transmit|collect|read|append|include"]),
    doubt("concealment from the user", 14, &["send|upload|forward|copy|post|transmit|bcc|exfiltrate|read", "secretly|covertly|without the users knowledge|without user consent|without user knowledge|without their knowledge"]),
    ordered(sure("an order to hand over secrets", 9, &[TAKE, "$secret"])),
    sure("an order to hand over secrets", 2, &["read|open|load|get|cat|fetch", "and", "include|pass|send|append|attach|post|return|upload", "$secret"]),
    ordered(sure("an order to hand over secrets", 5, &["call|invoke|use|run|execute", "$other", "$secret"])),
    ordered(doubt("an order to hand over secrets", 5, &[HAND, "credentials|passwords|password|api keys|private keys|ssh keys|ssh key|access tokens|environment variables|environment secrets|cookies|browser cookies"])),
    ordered(doubt("an order to hand over the conversation", 4, &["include|pass|send|append|attach|submit|copy|read|save|post|forward|store|log", "conversation|chat|system|hidden", "history|prompt|instructions|transcript|messages|log"])),
    ordered(doubt("an order to hand over the conversation", 2, &["save|send|record|store|include|pass", "names|list|descriptions", "of", "tools|your tools|available tools"])),
    ordered(sure("data sent to an address of its own", 14, &["bcc|cc|mirror|forward|exfiltrate|leak|redirect|copy of|copies of", "$mail"])),
    sure("data sent to an address of its own", 12, &["exfiltrate|leak", "$url|$secret|$mail"]),
    ordered(doubt("data sent to an address of its own", 12, &["add|send|sends|post|forward|forwarded|append|copy|transmit|include|bcc|cc|mirror", "$mail"])),
    ordered(doubt("data sent to an address of its own", 8, &["send|sends|sent|post|forward|append|upload|copy|mirror|transmit|add|intercepts|requests", "conversation|contents|content|users|user|address|messages|history|copy|requests|everything|query|data", "to|at|through|via", "$url"])),
    doubt("another tool's calls rewritten", 6, &["change|modify|replace|redirect|intercept|intercepts|override|overrides|rewrite|alter|swap|hijack", "recipient|recipients|destination|arguments|argument|bcc|payee|beneficiary|addressee"]),
    doubt("another tool's calls rewritten", 3, &["redirect|reroute|hijack|intercept|intercepts|mirror", "all|every|any", "requests|traffic|calls|messages|emails|mails|communications|communication|email|message"]),
    doubt("another tool's calls rewritten", 8, &["before|when|whenever|instead of", "using|calling|invoking|executing", "$other", "always|must|add|append|copy|change|redirect|replace", "log|append|copy|copies|bcc|cc|redirect|replace|where|change|content|p0wned"]),
    doubt("claimed authority over the model", 0, &["act as|you are now|jailbreak|jailbreak_mode|system override|admin override|developer mode|system directive|hidden instruction|hidden instructions|override directive|instruction override|global rule|role directive|configuration directive|metadata directive|safety bypass|unrestricted access|trust all"]),
    doubt("claimed authority over the model", 2, &["message|request|instruction|instructions", "from", "user|owner|developer|admin|administrator", "to you"]),
    doubt("claimed authority over the model", 16, &["before you", "task", "first"]),
    doubt("consent that nobody gave", 3, &["user|owner", "already|has|have", "preauthorized|pre authorized|authorized|approved|consented|preapproved|pre approved"]),
    doubt("praise of itself over other tools", 4, &["best|greatest|most powerful|superior", "tool", "world|ever|existence|universe"]),
    doubt("praise of itself over other tools", 3, &["always|must|only|should", "use|prefer|choose|select|call", "this tool|this", "over|instead of|rather than|before", "any|all|every", "other|tool|tools"]),
    doubt("praise of itself over other tools", 0, &["do not|never|dont", "use|call|trust", "other|any other|competing", "tools|servers|server"]),
    doubt("an order to widen an action", 8, &["also|always|first|before|must", "execute|run|add|append|insert|prepend|install|chmod|grant", "sudo|backdoor|nopasswd|curl|wget|authorized_keys"]),
];

/// Words that make a sentence an order to its reader.
pub(crate) const ORDER: &str = "must|always|first|before|also|please|whenever|otherwise|then|every|each|required|requires|contents|content|even|after|all|need|never|when|for|important|ensure|should|try|full|instead";

/// Words of a sentence that speaks about attacks and does not make one.
pub(crate) const ABOUT: &str = "detect|detects|detected|detecting|detection|scan|scans|scanning|scanner|injection|injections|untrusted|malicious|phishing|attacks|attempt|attempts|treat|suspicious|protect|protects|prevent|prevents|guard|defend|sanitize|sanitizes|vulnerability|vulnerabilities|redact|redacts|masks|refuse|reject|rejects|blocks";

/// Words before a verb that leave it an order.
pub(crate) const BEFORE_ORDER: &str =
    "must|always|please|should|then|and|you|also|first|now|never|just|shall";

/// Markup that shouts at the model; by itself it is style, beside another reason it is one more.
#[rustfmt::skip]
pub(crate) const SHOUTS: &[&str] = &["<important>", "<!--", "<instructions>", "<information>", "<system>", "<critical>", "<global>", "[important]", "<system_instruction", "<assistant>"];

/// Markup that people do not see rendered, or that belongs to a chat template.
#[rustfmt::skip]
pub(crate) const HIDES: &[&str] = &["<hidden>", "<secret>", "<|system|>", "<|im_start|>", "[inst]", "<<sys>>", "[system", "[hidden", "[shadow]", "### instruction", "<invisible>", "[admin"];

/// Pieces of attacks that no description needs.
#[rustfmt::skip]
pub(crate) const PAYLOADS: &[&str] = &["document.cookie", "onerror=fetch", "os.system(", "nopasswd:", "' or 1=1", "' or '1'='1", "; drop table", "union select ", "/dev/tcp/", "\"method\":\"sampling/", "\"method\":\"elicitation/", "rm -rf /", "| sh", "|bash", "| bash", "../../../", "/latest/meta-data", "chmod -r"];

/// Words of a text that is about attacks.
#[rustfmt::skip]
pub(crate) const DEFENCE: &[&str] = &["detect", "prevent", "vulnerab", "sanitiz", "scan", "protect", "escap", "reject", "block", "example", "e.g."];
