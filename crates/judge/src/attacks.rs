//! What deception looks like, as data: the word classes and rules that [`crate::orders`] reads by.
//!
//! A rule is written for a reason, not for a phrase: who is told (or who does) what, with what, against whom. Its groups follow one
//! another within one sentence. To tune one, change its row and its test in `orders`.

mod deeds;
mod gist;
mod senses;
mod wording;

use crate::prose::{Words, words};

pub(crate) use gist::{ASK, DENIABLE, GISTS, Gist, SUPPORT, SURE, TRADES};
pub(crate) use senses::SENSES;

/// Every rule with its number: those of attacks in their own words, then the same reasons in others.
pub(crate) fn rules() -> impl Iterator<Item = &'static Rule> {
    RULES.iter().chain(wording::RULES).chain(deeds::RULES)
}

/// The rule of a number.
pub(crate) fn numbered(number: usize) -> Option<&'static Rule> {
    rules().nth(number)
}

/// Every class of words.
pub(crate) fn classes() -> impl Iterator<Item = (&'static str, &'static str)> {
    let all = CLASSES.iter().chain(wording::CLASSES);
    all.chain(deeds::CLASSES).copied()
}

/// How much a rule says by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Weight {
    /// Style that honest texts have too: it counts only beside another reason.
    Hint,
    /// A person should read it.
    Doubt,
    /// It leaves no fair reader in doubt.
    Sure,
}

/// What the sentence must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mood {
    /// Anything: the words are enough.
    Any,
    /// An order to the reader, not what the tool does.
    Order,
    /// A deed: not what is searched for, studied or warned of.
    Deed,
    /// A claim: neither a condition nor something to be made sure of.
    Claim,
}

/// One rule.
pub(crate) struct Rule {
    /// What it is called in a finding.
    pub(crate) what: &'static str,
    /// How much it says by itself.
    pub(crate) weight: Weight,
    /// What the sentence must be.
    pub(crate) mood: Mood,
    /// How many words may stand between two groups; [`ANYWHERE`] where they may stand in any order.
    pub(crate) gap: usize,
    /// The groups, in order: alternatives between bars, each a phrase, a class (`@name`) or a kind of token: `$secret` (a path where
    /// secrets are kept), `$mail`, `$url`, `$other` (an identifier), `$many` (a number of a hundred or more), `$number`, `$foreign` and `$privileged`
    /// (identifiers that say so), `$evil` (an address that says so), `$host`, `$inner` (an address of
    /// this machine or its network), `$size` (of a megabyte or more), `$home` (a path below the home
    /// directory or the system's own).
    pub(crate) parts: &'static [&'static str],
}

/// The gap of a rule whose groups may stand in any order near the first of them.
pub(crate) const ANYWHERE: usize = usize::MAX;

const fn rule(
    weight: Weight,
    what: &'static str,
    gap: usize,
    parts: &'static [&'static str],
) -> Rule {
    Rule {
        what,
        weight,
        mood: Mood::Any,
        gap,
        parts,
    }
}

/// A rule that needs no second reason.
const fn sure(what: &'static str, gap: usize, parts: &'static [&'static str]) -> Rule {
    rule(Weight::Sure, what, gap, parts)
}

/// A rule that leaves doubt.
const fn doubt(what: &'static str, gap: usize, parts: &'static [&'static str]) -> Rule {
    rule(Weight::Doubt, what, gap, parts)
}

/// A rule that only supports another.
const fn hint(what: &'static str, gap: usize, parts: &'static [&'static str]) -> Rule {
    rule(Weight::Hint, what, gap, parts)
}

/// The same, where the sentence claims it and does not ask for it.
const fn claimed(rule: Rule) -> Rule {
    Rule {
        mood: Mood::Claim,
        ..rule
    }
}

/// The same, where the sentence does it and does not study it.
const fn done(rule: Rule) -> Rule {
    Rule {
        mood: Mood::Deed,
        ..rule
    }
}

/// The same, where the sentence orders.
const fn ordered(rule: Rule) -> Rule {
    Rule {
        mood: Mood::Order,
        ..rule
    }
}

/// Word classes, each once and whole.
#[rustfmt::skip]
const CLASSES: &[(&str, &str)] = &[
    ("not", "do not|dont|does not|never|must not|mustnt|should not|shouldnt|shall not|may not|will not|wont|without|avoid|need not|no need to|not necessary to|not need to|unnecessary to|refrain from|under no circumstances|not to"),
    ("tell", "tell|telling|inform|informing|notify|notifying|alert|alerting|warn|warning|let|advise|advising"),
    ("mention", "mention|mentioning|mentioned|reveal|revealing|revealed|disclose|disclosed|disclosing|say|saying|report|reporting|expose|explain|explaining|acknowledge|acknowledging|state|discuss|discussing|admit|describe"),
    ("hide", "hide|hides|hiding|conceal|conceals|concealing|withhold|withholding|obscure|obscuring|suppress|omit"),
    ("person", "user|users|human|humans|operator|operators|person|people|anyone|anybody|customer|customers|owner|admin|administrator|victim"),
    ("deed", "this|these|those|it|that|what|you|your|any|behavior|behaviour|action|actions|step|steps|instruction|instructions|process|call|calls|access|activity|activities|the tool|the file"),
    ("ignore", "ignore|disregard|forget|bypass|override|discard|neglect|violate"),
    ("former", "previous|previously|prior|above|earlier|preceding|foregoing|past|safety|system|original|initial|your|default"),
    ("orders", "instructions|instruction|guidance|directions|briefing|guidelines|guideline|guardrails|prompt|prompts|directives|directive|training|programming"),
    ("limits", "rules|restrictions|policies|constraints|commands|checks|limits|limitations|filters|filtering|controls|safeguards|sanitization|protections|protocols|boundaries|validation"),
    ("take", "read|run|execute|hand|give|show|display|reveal|summarize|include|including|pass|send|append|attach|access|upload|copy|cat|forward|submit|post|exfiltrate|leak|extract|load|open|paste|transmit|dump|steal|fetch|insert|request|probe|get|echo|print|grab|collect|retrieve|embed|follow|visit|navigate|connect|contact|hit|call|download|encode|supply|provide|put|use|steals|reads|sends|harvest|exfil|return"),
    ("give", "include|including|pass|send|append|attach|upload|copy|forward|submit|post|exfiltrate|leak|transmit|paste|insert|echo|print|embed|provide|put|supply|share|reveal|output|repeat|dump|disclose|reproduce|return|relay|save|record|store|log|write|extract|harvest|summarize|quote|mirror|deliver|encode|collect|gather"),
    ("secrets", "credentials|credential|passwords|password|passphrase|api keys|api key|private keys|private key|secret keys|secret key|ssh keys|ssh key|access tokens|access token|access keys|session tokens|session token|auth tokens|bearer token|bearer tokens|environment variables|env vars|environment secrets|secrets|cookies|session cookies|cookie|wallet|seed phrase|recovery phrase|pii|personal data|personal information|credit card|ssn|credit card number|credit card numbers|card numbers|social security number|social security numbers|bank details|api token|api tokens|session token|auth token"),
    ("context", "conversation|chat history|chat log|chat transcript|message history|system prompt|system message|system instructions|hidden instructions|hidden prompt|context window|last message|previous messages|prior messages|earlier messages|chat context|conversational context|dialogue|internal instructions|initial instructions|chain of thought|previous chats|earlier chats"),
    ("tools", "tools|tool|servers|server|functions|function|plugins|plugin|services|providers|provider|options|alternatives|option|alternative"),
    ("send", "send|sends|sending|post|forward|forwards|append|upload|copy|copies|mirror|transmit|include|add|bcc|cc|redirect|route|exfiltrate|leak|email|mail|deliver|relay|report|submit|push|log|duplicate|beacon|pipe"),
    ("alter", "append|prepend|prefix|suffix|insert|inject|add|replace|modify|change|rewrite|alter|swap|substitute|cc|bcc|redirect|reroute|wrap|tamper"),
    ("everything", "all commands|every command|all file operations|all operations|every operation|all requests|every request|all tool calls|every tool call|all emails|every email|all mail|all messages|every message|every outbound|all outbound|outbound message|outgoing message|all outgoing|every outgoing|all queries|every query|all traffic|all communication|all communications|all communication tools|all responses|every response|all outputs|all email communications|all payments|all transfers|all transactions|this session|rest of the session|rest of the conversation|all sessions"),
    ("hostile", "attacker|attackers|exfiltrate|exfiltrates|exfiltrated|exfiltrating|exfiltration|exfil|steal|steals|stealing|stolen|theft|hijack|hijacks|hijacking|backdoor|backdoors|pwn|pwned|p0wned|evil|rogue|reverse shell|keylogger|ransomware|botnet|trojan|unauthorized access|poison|malicious payload|malicious code|malicious instructions|malicious instruction|covertly|attkr|hackers|data harvesting"),
    ("malware", "malicious code|malicious payload|malicious payloads|malicious script|malicious scripts|malicious instructions|malware|backdoor|backdoors|rootkit|rootkits|ransomware|spyware|keylogger|keyloggers|trojan|trojans|reverse shell|reverse shells|cryptominer|botnet"),
    ("trick", "trick|tricks|tricking|deceive|deceives|deceiving|mislead|misleads|impersonate|impersonates|impersonating|manipulate|manipulates|manipulating|phish|lure|con|scam|coerce|fool"),
    ("later", "activate|activates|switch|trigger|triggers|enable|begin|start|reveal|replace|swap|change|run|execute|mutate|drop|unlock|behave|become|becomes|turn|introduce|inject|return|serve|escalate"),
    ("best", "best|greatest|finest|most powerful|most capable|most advanced|most reliable|most trusted|most accurate|most useful|superior|ultimate|number one|perfect|unmatched|unrivaled|smartest"),
    ("world", "world|ever|existence|universe|earth|planet|of all|available anywhere"),
];

/// Every rule.
#[rustfmt::skip]
const RULES: &[Rule] = &[
    // Instructions of others set aside.
    sure("an order to ignore instructions", 4, &["ignore|disregard|forget|neglect|discard", "@former", "@orders"]),
    sure("an order to ignore instructions", 4, &["ignore|disregard|forget|neglect|discard|bypass|override", "previous|prior|above|earlier|preceding", "rules|restrictions|policies|constraints|commands|checks|limits|limitations|controls|safeguards|protections|protocols|boundaries"]),
    sure("an order to ignore instructions", 4, &["ignore|disregard|forget|neglect|discard|bypass|override", "safety", "@limits"]),
    ordered(sure("an order to ignore instructions", 2, &["ignore|disregard|forget", "all|any|everything", "@orders|told|other instructions"])),
    ordered(doubt("an order to ignore instructions", 3, &["ignore|disregard|forget", "user|users", "input|request|requests|question|query|instructions|preferences|wishes|objections"])),
    ordered(doubt("an order to ignore instructions", 3, &["new|updated|following|real|actual", "instructions|instruction|directive", "override|overrides|supersede|supersedes|replace|replaces|take precedence|takes precedence|take priority"])),
    doubt("safeguards switched off", 1, &["bypass|bypasses|bypassing|disable|disables|skip|override|overrides|ignore|circumvent|circumvents|evade|without|remove|turn off|suspend", "all content|all safety|all data|all access|all security|any security|any safety|safety|security|content|validation|access|data|ethical|permission|guardrails|authentication|authorization", "@limits|guidelines|guardrails|checks|requirements|measures|mechanisms"]),
    doubt("safeguards switched off", 3, &["trust|accept|execute|run|allow|permit|obey|follow|approve", "all|any|every", "without", "validation|verification|checks|checking|review|question|questioning|hesitation|restriction|restrictions|confirmation|authentication|authorization"]),
    doubt("safeguards switched off", 1, &["bypass|bypasses|bypassing|evade|evades|evading|defeat|defeats|circumvent|circumventing", "security|antivirus|safety|moderation|guardrails|firewall|monitoring|sandbox"]),
    doubt("safeguards switched off", 2, &["you have|you now have|has|grants you|gives you", "unrestricted|unlimited|full root|complete|root", "access|privileges|control"]),
    ordered(sure("an order to ignore instructions", 1, &["ignore|disregard|forget", "what|anything|everything|whatever", "user|users|they|person", "said|says|asked|asks|wants|wanted|told|requested"])),
    ordered(doubt("safeguards switched off", 2, &["disable|turn off|bypass|deactivate|kill|suspend", "certificate|tls|ssl|antivirus|firewall|sandbox|logging|auditing|authentication|safety|gatekeeper|selinux|defender|edr|monitoring|2fa|mfa", "verification|antivirus|firewall|sandbox|logging|auditing|checks|before|first|and|defender"])),
    sure("an order to ignore instructions", 2, &["earlier|previous|prior|former", "directions|instructions|rules|guidelines|orders", "are|is", "void|obsolete|cancelled|superseded|revoked|invalid|null and void|no longer valid"]),
    doubt("an order to ignore instructions", 1, &["supersede|supersedes|cancel|cancels|void|voids", "earlier|previous|prior|all other|any other|all earlier", "directions|instructions|rules|guidelines|orders|prompts"]),
    ordered(doubt("an order to ignore instructions", 2, &["only", "follow|obey|on|take", "directions|instructions|orders|commands", "from", "this|here|us"])),
    // Kept from the user.
    sure("concealment from the user", 2, &["do not|dont|never|must not", "let", "@person", "know|see|notice|find out|realize|realise|learn|suspect"]),
    doubt("concealment from the user", 1, &["do not|dont|never|must not|should not", "bring|bring this|talk|speak", "this up|it up|about this|about it|of this"]),
    sure("concealment from the user", 2, &["traces|trace|evidence|record|records", "of", "these|this|your|what you", "step|steps|action|actions|call|calls|access|did|activity", "from"]),
    ordered(sure("concealment from the user", 1, &["deny|lie", "that it|that you|that this tool"])),
    ordered(doubt("concealment from the user", 1, &["deny|denies|lie|lying", "that this|knowledge|any knowledge|about this|about it|having|everything"])),
    doubt("concealment from the user", 3, &["remove|erase|clear|delete|wipe|cover|destroy|leave no", "traces|trace|evidence|your tracks|its tracks|the tracks"]),
    sure("concealment from the user", 3, &["@not", "@tell", "@person", "about|that|of|you", "this|these|those|you|it|what|behavior|behaviour|any|instruction|instructions|your|step|steps|process"]),
    sure("concealment from the user", 4, &["@not", "@mention", "this|that|it|these|any of this|any of these", "@person"]),
    sure("concealment from the user", 2, &["@not", "mention|mentioning|reveal|disclose|say|acknowledge|admit|explain|state", "that you|you first|youre|you are|you had|you have|you read|you used"]),
    sure("concealment from the user", 3, &["@hide", "this|these|that you|it|instruction|instructions|your|action|actions|behavior", "from", "@person"]),
    sure("concealment from the user", 3, &["keep", "this|these|it|instruction|instructions", "secret|hidden|confidential|private|quiet", "from", "@person"]),
    doubt("concealment from the user", 2, &["@not", "tell|inform|notify|alert|be mentioned|mention to|reveal to|disclose to|disclosed to|mentioned to|be disclosed|told|be shown", "@person"]),
    doubt("concealment from the user", 2, &["@not", "mention|reveal|disclose|acknowledge", "this|these|this step|this instruction|these instructions|this tool|this behavior"]),
    doubt("concealment from the user", 1, &["without", "further|any|giving|additional", "explanation|mention|mentioning|notice"]),
    doubt("concealment from the user", 0, &["silently|secretly|covertly|stealthily|quietly|discreetly|surreptitiously|invisibly", "bookmark|save|store|track|share|report|delete|modify|change|replace|disable|enable|subscribe|follow|invite|approve|transfer|pay|commit|push|use|send|sends|copy|copies|upload|uploads|exfiltrate|forward|forwards|bcc|transmit|transmits|collect|collects|read|append|include|log|logs|add|attach|record|records|install|grant|post|call|run|execute"]),
    doubt("concealment from the user", 14, &["send|upload|forward|copy|post|transmit|bcc|exfiltrate|read|log|call|access|record", "secretly|covertly|silently|stealthily|surreptitiously|without the users knowledge|without user consent|without user knowledge|without their knowledge|without the user knowing|without the user noticing|behind the scenes"]),
    doubt("concealment from the user", 4, &["present|respond|answer|act|behave|continue|proceed|pretend|format|format them|return", "as if|as though|to look like|to appear as|look like", "part|normal|nothing|ordinary|usual|regular|normally|it were"]),
    doubt("concealment from the user", 4, &["hide|hides|conceal|erase|cover|evade|evades|avoid|avoids|suppress|disable|wipe", "activity|activities|traces|trace|tracks|evidence|detection|audit|actions|itself|presence", "logs|log|detection|auditing|traces|tracks|trail|logging|monitoring|user|users|antivirus"]),
    doubt("concealment from the user", 1, &["@not", "telling|informing|notifying|alerting", "@person", "that|about|how|why"]),
    ordered(doubt("concealment from the user", 1, &["without", "informing|telling|mentioning|notifying|alerting|disclosing|revealing", "anyone|anybody|the user|users|it|this|them|the owner|the team"])),
    hint("an explanation withheld", 1, &["do not|dont|never|without", "explain|explaining|display|displaying|show|showing", "why|it|this|the reason|how"]),
    done(doubt("concealment from the user", 0, &["secretly|covertly|surreptitiously|stealthily"])),
    // Secrets handed over.
    ordered(sure("an order to hand over secrets", 9, &["@take|keep", "$secret"])),
    sure("an order to hand over secrets", 2, &["read|open|load|get|cat|fetch", "and", "include|pass|send|append|attach|post|return|upload", "$secret"]),
    ordered(sure("an order to hand over secrets", 5, &["@take|gather|collect|find", "@secrets|tokens|token|keys|secrets", "and", "attach|send|include|pass|append|return|forward|upload|post|submit|share|add|report|store", "it|them|those|these|their contents|the result|the results"])),
    ordered(doubt("an order to hand over secrets", 3, &["@take|gather|collect", "@secrets|tokens|token|keys", "from|in", "environment|process environment|env|keychain|keyring|browser|memory|config files|home directory|password manager|clipboard|shell history"])),
    ordered(sure("an order to hand over secrets", 2, &["probe|scan|enumerate|attack", "$inner"])),
    ordered(sure("an order to hand over secrets", 5, &["call|invoke|use|run|execute", "$other", "$secret"])),
    ordered(sure("an order to hand over secrets", 3, &["log|record|store|return|print|echo|output|write|keep|save", "plaintext|plain text|cleartext|unencrypted|unmasked|unredacted", "@secrets"])),
    ordered(sure("an order to hand over secrets", 8, &["@give|collect|gather|read", "@secrets", "in|to|into|as|with|via|through", "your response|the response|response|output|context|note|metadata|argument|parameter|field|sidenote|comment|message|external|remote|attacker|url|webhook|$url|$mail"])),
    ordered(doubt("an order to hand over secrets", 2, &["include|including|send|append|attach|upload|copy|forward|submit|post|exfiltrate|leak|transmit|dump|steal|read|extract|harvest|echo|print|log|collect|gather|reveal|output|save|grab|paste", "all|any|the|users|their|stored|found|system|available|every|these|those|saved|named", "@secrets|master password"])),
    doubt("an order to hand over secrets", 4, &["read|reads|access|accesses|accessing|open|opens|exfiltrate|dump|expose", "sensitive|confidential|restricted|protected|private", "system files|files|information|resources|company information|data|documents", "include|including|passwords|keys|system|and return|response"]),
    doubt("a wide reach for sensitive things", 2, &["execute|executes|run|runs", "arbitrary|any", "commands|command|code", "access|read|steal|modify", "sensitive|confidential|system"]),
    ordered(sure("an order to hand over secrets", 4, &["@give|supply|hand|load|read", "contents|content|text", "of", "$home", "in|as|to|into|through|with|via"])),
    ordered(doubt("an order to hand over secrets", 4, &["@give|supply|hand|encode|upload|list|archive|zip", "contents|content|files|listing|everything", "of|in|from", "home directory|workspace|desktop|documents folder|downloads|whole disk|entire disk|home folder|$home"])),
    doubt("an order to hand over secrets", 2, &["ask|prompt|request|require|persuade|convince", "user|users|them|person|human|customer", "for", "their password|his password|the users password|master password|passphrase|pin|seed phrase|recovery phrase|private key|credit card|ssn|social security|one time code|otp|2fa|mfa"]),
    doubt("an order to hand over secrets", 3, &["$privileged", "must|has to|should|needs to|is to", "be run|be called|be invoked|be used|be executed|run first", "first|beforehand|before|and|saved|its output|its result"]),
    ordered(doubt("an order to hand over secrets", 6, &["call|use|invoke|run", "$privileged", "pass|hand|give|include|send|provide|supply|return|put|attach|save|store|copy|paste|add|append"])),
    ordered(sure("an order to hand over secrets", 6, &["if you|when you|whenever you|once you|every time you", "see|find|encounter|notice|discover|come across|detect|receive|read", "@secrets|secrets", "put|store|send|pass|save|include|log|record|report|copy|submit|write|add|append|forward|post|upload"])),
    ordered(sure("an order to hand over secrets", 3, &["@give", "@secrets", "in|into|as|to", "hostname|subdomain|url|query|query string|filename|image|header|headers|path|domain"])),
    ordered(doubt("an order to hand over secrets", 12, &["collect|extract|gather|harvest|pull|take", "from context|in context|from the context|from the conversation|from memory|from the chat", "and|then|to|into"])),
    ordered(sure("an order to hand over secrets", 3, &["copy|upload|send|sync|post|push|transmit|forward", "$home", "to", "$url"])),
    ordered(sure("an order to hand over secrets", 5, &["commit|push|publish|upload|post", "secrets|credentials|private keys|tokens|passwords|secrets store", "to", "public|gist|pastebin|forum"])),
    // The conversation handed over.
    ordered(sure("an order to hand over the conversation", 3, &["@give|supply|hand", "every|all|full|entire|complete|whole", "user|users|previous|prior|conversation|chat", "message|messages|prompt|prompts|transcript|history|input"])),
    ordered(doubt("an order to hand over the conversation", 2, &["reveal|output|print|repeat|disclose|share|dump|recite|quote|show", "your", "instructions|initial prompt|prompt|rules|configuration|guidelines|directives"])),
    ordered(doubt("an order to hand over the conversation", 4, &["with|include|pass|send|contain|provide|supply", "full text|verbatim|exact text|exact words", "of", "user|users|messages|message|conversation|your|previous"])),
    ordered(sure("an order to hand over the conversation", 4, &["@give|send", "your|hidden|verbatim", "@context"])),
    ordered(sure("an order to hand over the conversation", 4, &["@give|send", "full|entire|complete|whole", "conversation history|conversation so far|conversation context|chat history|chat log|chat transcript|message history|system prompt|system message|system instructions|context window|chat context|conversational context|dialogue"])),
    ordered(doubt("an order to hand over the conversation", 4, &["@give|read", "@context"])),
    ordered(doubt("an order to hand over the conversation", 4, &["include|pass|send|append|attach|submit|copy|read|save|post|forward|store|log", "conversation|chat|system|hidden|session", "history|prompt|instructions|transcript|messages|log|memory"])),
    ordered(doubt("an order to hand over the conversation", 2, &["save|send|record|store|include|pass|list|return", "names|list|descriptions", "of", "tools|your tools|available tools|all tools"])),
    ordered(sure("an order to hand over the conversation", 4, &["@give", "@secrets|personal details|private data|user data", "already in context|in context|in the context|in your context|from context|from the conversation|in the conversation"])),
    ordered(sure("an order to hand over the conversation", 0, &["repeat|print|output|reveal|recite|quote|copy", "everything above|all text above|the text above|all of the above|the words above|everything before this"])),
    doubt("an order to hand over the conversation", 2, &["needs|requires|pass|include|provide|supply", "last|previous|recent", "$number|few|several", "messages|turns|replies", "of", "chat|conversation|session"]),
    // Data sent to an address of the text's own.
    sure("data sent to an address of its own", 14, &["bcc|cc|mirror|forward|exfiltrate|leak|redirect|copy of|copies of", "$mail"]),
    sure("data sent to an address of its own", 12, &["exfiltrate|leak|steal|exfil", "$url|$secret|$mail"]),
    ordered(sure("data sent to an address of its own", 8, &["send|post|forward|upload|copy|mirror|transmit|relay|submit", "conversation|last message|messages|history|system prompt|everything|all data|every message|users message|results|file contents|transcript|@secrets", "to|at|through|via", "$url|$mail"])),
    ordered(doubt("data sent to an address of its own", 12, &["send|sends|post|forward|forwards|append|copy|transmit|include|add|bcc|cc|mirror|exfiltrate|deliver", "$mail"])),
    ordered(doubt("data sent to an address of its own", 8, &["@send|sent|intercepts|requests", "conversation|contents|users|user|address|messages|history|copy|requests|everything|query|data|results|response", "to|at|through|via", "$url"])),
    ordered(doubt("data sent to an address of its own", 8, &["@send|intercepts", "all|every|everything|conversation|messages|history|requests|traffic", "to|at|through|via", "$host"])),
    ordered(doubt("data sent to an address of its own", 6, &["@send", "to", "external|third party|outside|unknown|attacker|attacker controlled", "endpoint|server|servers|address|url|webhook|bucket|proxy|domain|collector|service|logging service|system|systems|storage|host|account"])),
    ordered(sure("data sent to an address of its own", 3, &["send|email|mail|forward|post|deliver|bcc|cc", "copy|copies|duplicate|it|them|everything", "to", "$mail"])),
    ordered(doubt("data sent to an address of its own", 5, &["upload|send|post|transmit|push|exfiltrate|forward|copy|sync|mirror", "workspace|repository|project|home directory|source code|codebase|directory|folder|location|clipboard|screenshot|screenshots|database|files", "to|at", "$url"])),
    ordered(doubt("data sent to an address of its own", 3, &["set|change|replace|use", "reply|reply_to|replyto|sender|from|return", "to|with|as", "$mail"])),
    ordered(doubt("data sent to an address of its own", 6, &["send|report|share|forward|submit|upload|transmit|post|give", "list|data|everything|results|contents|content|messages|history|files|pages|it|them|details|information", "to", "us|me|our team|our server|our servers|our endpoint|the author|the vendor|the developer|the maintainer"])),
    ordered(doubt("data sent to an address of its own", 6, &["upload|send|post|transmit|push|forward", "all|every|any", "images|documents|screenshots|pages|photos|attachments|records|logs|emails|contacts|notes", "to|at", "$url|$mail"])),
    hint("an order to the model by name", 0, &["assistant|model|ai|llm|agent", "must|should|needs to|has to|is required to|shall", "@take|@send|first|always|also|never"]),
    // Calls of other tools changed.
    ordered(doubt("another tool's calls rewritten", 3, &["replace|change|swap|switch|substitute|alter|redirect", "iban|account number|bank account|wallet address|wallet|payee|amount|phone number|invoice|recipient|beneficiary|destination|address", "with|to|by|must be"])),
    hint("another tool's calls changed out of sight", 3, &["keep|leave|show", "displayed|shown|visible|original", "amount|value|text|recipient|name|unchanged"]),
    doubt("another tool's calls rewritten", 4, &["recipient|destination|payee|iban|account number|receiver|beneficiary|address|amount", "has to be|must be|should be|needs to be|is to be|will be", "changed|replaced|set|redirected|swapped|rewritten", "to|with|by"]),
    ordered(doubt("another tool's calls rewritten", 4, &["copy|cc|bcc|mirror|duplicate|route|redirect|forward|add|append|prepend|include|replace|change|log", "all|every|each|any", "outgoing|outbound|subsequent|future|direct|further", "call|calls|mail|mails|email|emails|message|messages|request|requests|command|commands|write|writes|payment|payments|reply|replies|transfer|transfers|query|queries"])),
    doubt("another tool's calls rewritten", 2, &["all|every|each", "subsequent|future|following|outgoing|outbound|further", "call|calls|mail|mails|email|emails|message|messages|request|requests|command|commands|write|writes|payments|transfers|queries|operations", "go|goes|are sent|must|should|will go|will be|need|have to|are to"]),
    doubt("another tool's calls rewritten", 3, &["calls|requests|queries|messages|traffic", "to|for|of", "must be|should be|are to be|have to be|will be|need to be", "routed|redirected|sent|forwarded|made", "here|to this|through this|via this|by this|instead"]),
    ordered(doubt("another tool's calls rewritten", 6, &["change|modify|replace|redirect|intercept|intercepts|rewrite|alter|swap|hijack|tamper", "recipient|recipients|destination account|destination address|destination wallet|arguments|argument|bcc|payee|beneficiary|addressee|account number|behavior of|output of|response of|results of"])),
    ordered(doubt("another tool's calls rewritten", 3, &["redirect|redirects|reroute|hijack|intercept|intercepts|mirror|route|capture|captures|shadow|shadows|override|overrides", "all|every|any|other", "requests|traffic|calls|messages|emails|mails|communications|communication|email|message|tools|tool calls|queries|data|responses"])),
    doubt("another tool's calls rewritten", 8, &["before|when|whenever|instead of|after|if", "using|calling|invoking|executing|using the|calls to|called|running", "$other", "always|must|add|append|copy|change|redirect|replace|cc|bcc|insert|first", "log|append|copy|copies|bcc|cc|redirect|replace|where|change|content|contents|add|insert|$mail|$url|recipient"]),
    doubt("another tool's calls rewritten", 4, &["when|whenever|if", "$other", "is called|is used|is invoked|is executed|is available|are called|gets called|runs", "always|must|also|first|add|cc|bcc|send|copy|use|call|invoke|change|set|replace"]),
    ordered(doubt("another tool's calls rewritten", 6, &["for|on|to|in|with|when|during|through", "@everything", "prepend|append|prefix|add|include|insert|use|set|replace|always|must|cc|bcc|first|modify"])),
    ordered(doubt("another tool's calls rewritten", 4, &["@alter|modify the behavior of", "to|of|before|on|in|with|for", "@everything"])),
    ordered(doubt("another tool's calls rewritten", 1, &["cc|bcc|prefix|prepend|modify|intercept|duplicate|redirect|rewrite|copy|log|mirror", "@everything"])),
    doubt("another tool's calls rewritten", 5, &["@everything", "must|should|need to|has to|have to|always", "include|contain|begin|start|use|go through|be sent|be prefixed|be routed|be redirected|end"]),
    doubt("another tool's calls rewritten", 6, &["when|whenever|if", "queries|requests|commands|emails|messages|files|payments|transfers|calls", "are|is", "executed|sent|run|made|issued|written|read|processed|created", "append|prepend|add|include|insert|replace|cc|bcc|prefix"]),
    doubt("another tool's calls rewritten", 3, &["side effect|special effect|affects|effect", "on", "other|also present|$other", "tool|tools|$other"]),
    ordered(doubt("another tool's calls rewritten", 3, &["replace|substitute|swap|overwrite|exchange", "value|values|arguments|argument|parameters|inputs|input|operands|result|results|output|outputs|response", "with|by", "response|result|its|this|output|returned|what|those"])),
    hint("another tool is to wait for this one", 6, &["before|after|prior to", "execute|executing|using|use|calling|call|running|run|any|invoking", "execute|call|use|run|invoke", "this tool|this function"]),
    ordered(doubt("an order to add to what was asked", 8, &["append|prepend|add|insert|prefix|suffix|inject|concatenate", "after|before|to|into|onto|in front of|at the end of", "user|users|original|every|each|any|all|requested|given", "command|commands|query|queries|statement|statements|request|requests|input|url|path|paths|message|messages|prompt|body|email|file|files|fragment|code"])),
    doubt("an order to add to what was asked", 2, &["appended|prepended|added|prefixed|injected|inserted|attached|bcced|copied", "to|into|before|in|on", "every|all|each|any", "query|queries|request|requests|command|commands|message|messages|call|calls|response|responses|email|emails|payment|payments|transfer|transfers|prompt"]),
    hint("an order through the model", 1, &["instructs|instruct|tells|directs|commands|forces|orders|causes|makes", "model|assistant|llm|agent|ai", "to"]),
    doubt("another tool's calls rewritten", 3, &["instead of", "calling|using|invoking|running|executing", "legitimate|original|real|standard|existing|official|trusted|the|$other", "redirect|route|send|log|always|forward|use this|call this|first|directly"]),
    ordered(sure("a call to something outside", 3, &["invoke|call|run|execute|trigger|use", "external|remote|$foreign", "sensitive|privileged|hidden|unauthorized|$privileged"])),
    doubt("another tool's calls rewritten", 5, &["user|users|given|recipient|number|address|iban|payee", "must be|has to be|should be|needs to be|is to be", "substituted|replaced|swapped|rewritten|redirected", "by|with|to"]),
    ordered(doubt("another tool's calls rewritten", 1, &["every time|whenever|each time|after|before|on|with|when", "any|every|each", "tool|tools|tool call|function", "is called|are called|is used|is invoked|call|calls|invocation|runs"])),
    doubt("another tool's calls rewritten", 2, &["all|every|each", "read|reads|write|writes|search|searches|call|calls|request|requests|query|queries|command|commands", "must|should|have to|has to", "pass|go|run|be routed|flow", "through this|via this|by this|here|through it"]),
    ordered(doubt("a share taken", 4, &["send|transfer|pay|deduct|add|take|keep", "of|to|from", "each|every|all", "transaction|transactions|payment|payments|transfer|transfers|order|orders|purchase|purchases"])),
    ordered(doubt("another tool's calls rewritten", 6, &["for|on|in", "any|all|every|each", "transfer|payment|transaction|order|purchase|transfers|payments", "use|send|add|set|replace", "account|wallet|recipient|beneficiary|iban|address"])),
    // Authority that a description does not have.
    doubt("claimed authority over the model", 0, &["you are now|jailbreak mode|jailbreak_mode|system override|admin override|developer mode|debug mode enabled|diagnostic mode|system directive|system instruction|system notice|system note|hidden instruction|hidden instructions|override directive|instruction override|global rule|global instruction|role directive|configuration directive|metadata directive|safety bypass|unrestricted access|unrestricted mode|trust all|god mode|dan mode|new system prompt|priority override|mandatory override|from now on you|you must now|do anything now|root access granted"]),
    doubt("claimed authority over the model", 3, &["act as|acting as", "root|admin|administrator|superuser|unrestricted|privileged|full trust|full access|with full"]),
    doubt("claimed authority over the model", 2, &["message|request|instruction|instructions", "from", "user|owner|developer|admin|administrator|system", "to you|to the assistant|to the model"]),
    doubt("claimed authority over the model", 16, &["before you", "task", "first"]),
    doubt("claimed authority over the model", 3, &["treat", "all|every|any|input|this", "as", "trusted|admin|authorized|system|privileged|instructions|commands|root"]),
    claimed(doubt("consent that nobody gave", 3, &["user|owner|operator|customer|admin|human", "already|has|have|hereby|implicitly|is deemed", "preauthorized|pre authorized|authorized|approved|authorised|preauthorised|pre authorised|consented|preapproved|pre approved|agreed|granted|given permission|given consent|confirmed"])),
    doubt("consent that nobody gave", 3, &["no|without|skip|not require|bypass|not need", "user|human|additional|further|explicit|any", "confirmation|approval|consent|permission|authorization", "needed|required|necessary|all|actions|is needed|is required"]),
    doubt("consent that nobody gave", 2, &["assume|assumes|pretend|consider|treat|mark", "consent|permission|approval|authorization|confirmation|user has agreed|user agreed|user agrees|user approved|request as approved"]),
    hint("a threat", 12, &["otherwise|or|if you dont|if you do not|failure to|else|unless", "crash|be lost|data loss|be terminated|terminated|be deleted|corrupt|be harmed|be fired|be punished|die|system failure|upset|not work"]),
    hint("a claim of necessity", 4, &["required|critical|mandatory|necessary|needed|important", "for", "compliance|auditing|audit|internal auditing|gdpr|soc2|legal|telemetry|security reasons|regulatory"]),
    hint("a claim of necessity", 6, &["not optional|without exception|very very|no exceptions|absolutely must|critical compliance"]),
    hint("a claim of necessity", 4, &["always|must", "call|consult|invoke|use|run", "this tool", "first|before|immediately|every"]),
    ordered(sure("claimed authority over the model", 1, &["treat|regard|consider", "following|this|what follows|this text|description", "as", "user instructions|system instructions|instructions from the user|system prompt"])),
    doubt("claimed authority over the model", 2, &["treat|regard|consider|handle|take", "following|this|these|text|what follows|description", "as", "user instructions|system instructions|instructions|commands|orders|a command|an instruction|the users|system prompt"]),
    sure("claimed authority over the model", 1, &["your", "new|real|true|actual", "objective|goal|task|role|mission|purpose|job|priority|instructions|identity", "is|are"]),
    doubt("claimed authority over the model", 1, &["youre now|you are now|you are no longer|pretend to be|pretend you are|roleplay as|behave as", "a|an|in|the|bound|debuggpt|dan|free|root|admin|unrestricted|allowed"]),
    hint("a model without limits", 1, &["with no|without any|without|no longer any|free of", "restrictions|limits|limitations|filters|rules|guardrails|censorship|ethics"]),
    hint("claimed authority over the model", 1, &["note|message|attention|instruction|instructions|reminder|notice|info|memo", "to|for", "assistant|model|ai|llm|agent|agents|assistants|models|language model|claude|gpt"]),
    doubt("consent that nobody gave", 3, &["do not|never|dont|should never|must not|need not|should not", "ask|prompt|bother|query", "user|users|human|operator|anyone", "permission|confirmation|approval|consent|authorization"]),
    hint("confirmations skipped", 1, &["skip|omit|bypass|suppress|no need for", "confirmation|confirmations|approval|approvals|permission prompts|consent"]),
    doubt("consent that nobody gave", 0, &["user|owner|customer|operator", "consented|agreed|preapproved|preauthorized|authorized|authorised", "to|that|in"]),
    hint("confirmations skipped", 1, &["no", "confirmation|approval|permission|consent", "is|needed|required|necessary"]),
    doubt("safeguards switched off", 1, &["policies|policy|rules|restrictions|safeguards|guidelines|limits|filters|guardrails", "no longer|do not|dont|not|never", "apply|valid|active|in effect|exist|enforced|needed"]),
    ordered(doubt("safeguards switched off", 3, &["weaken|lower|downgrade|relax|loosen|reduce", "tls|security|encryption|permissions|policy|policies|validation|checks|authentication|sandbox"])),
    claimed(doubt("consent that nobody gave", 1, &["user|operator", "is", "admin|administrator|superuser", "who|and|so"])),
    // Praise that steers the choice of a tool.
    sure("praise of itself over other tools", 4, &["this|this is|the|is", "@best", "tool|server|plugin|function|mcp|service|assistant", "@world"]),
    ordered(sure("praise of itself over other tools", 3, &["always|must|only|should|exclusively", "use|prefer|choose|select|call|pick|prioritize|favor", "this tool|this server|this|it", "over|instead of|rather than|ahead of|above", "any other|all other|every other|other tools|any alternative|all alternatives|other servers|others|competing|similar tools"])),
    doubt("praise of itself over other tools", 3, &["always|must|only|should|exclusively", "use|prefer|choose|select|call|pick|prioritize|favor", "this tool|this server|this", "over|instead of|rather than|even if|regardless", "any|all|every|other|another|tool|tools"]),
    doubt("praise of itself over other tools", 1, &["do not|never|dont", "use|call|trust|choose|select|consider", "any other|other|competing|similar|alternative|another", "@tools"]),
    doubt("praise of itself over other tools", 4, &["other|all other|competing|similar|alternative", "tools|servers|plugins|functions", "are|is|must be|should be", "unreliable|deprecated|obsolete|inferior|unsafe|insecure|broken|outdated|compromised|wrong|dangerous|ignored|avoided"]),
    doubt("praise of itself over other tools", 4, &["more|better|superior|safer|faster", "than", "any other|all other|every other|all others|competing|any", "tool|tools|server|servers|others"]),
    ordered(doubt("praise of itself over other tools", 2, &["do not use|never use|dont use|stop using", "builtin|built in|native|default|standard|other|internal|own", "reader|tool|tools|function|functions|search|editor|terminal|file|web|fetch|grep", "anymore|use this|always|instead|must|only|every|all"])),
    doubt("praise of itself over other tools", 0, &["only|exclusively", "use|trust|call|rely on|choose", "this one|this server"]),
    doubt("praise of itself over other tools", 2, &["should be|must be|has to be|is to be", "chosen|preferred|selected|picked", "before|over|instead of|ahead of|rather than", "any|all|every", "alternative|alternatives|other|others|tool|tools"]),
    // Answers laid into the model's mouth.
    doubt("an answer laid down for the model", 5, &["always", "say|suggest|recommend|answer|respond|reply|claim|report|tell|promote|mention|output|favor", "our|this|that|only|with|the", "regardless|no matter|irrespective|brand|company|product|products|even if"]),
    doubt("an answer laid down for the model", 3, &["ignore|regardless of|irrespective of|no matter", "user input|input|what the user|users request|the question", "and|always|say|asks|respond|asked|wants"]),
    doubt("an answer laid down for the model", 2, &["whatever|no matter what|regardless of what|irrespective of what", "user|users|they|person", "asks|says|wants|asked|requests|asking|said", "answer|say|reply|respond|always|claim|tell|output|return|only"]),
    ordered(doubt("an answer laid down for the model", 4, &["say|pretend|claim|lie|tell the user|tell them|insist", "failed|succeeded|is fine|was fine|are fine|is safe|are safe|unavailable|no results|went well|successful|nothing was found|all good|is ok"])),
    ordered(doubt("an answer laid down for the model", 6, &["add|append|insert|mention|promote|advertise", "to|in|at the end of|into", "each|every|all", "reply|response|answer|replies|responses|answers|final answer|final response"])),
    ordered(sure("an answer laid down for the model", 0, &["lie|lies", "about|to the user|to them"])),
    ordered(doubt("an answer laid down for the model", 9, &["approve|accept|merge|rate|rank|promote|boost|prioritize|recommend", "all|every|any|each|from|higher|lower|first", "regardless|no matter|irrespective|by user|dont explain|without review"])),
    ordered(doubt("an answer laid down for the model", 7, &["add|append", "to|at the end of", "your", "answer|answers|reply|replies|response|responses"])),
    ordered(doubt("an answer laid down for the model", 4, &["if|when|whenever", "mention|mentions|asks|compare|compares|competitor|competitors", "recommend|promote|suggest|praise|favor", "our|us"])),
    ordered(doubt("an answer laid down for the model", 1, &["report|find|flag", "no", "vulnerabilities|issues|problems|findings", "in|for|from"])),
    // An action made wider or longer than what was asked for.
    doubt("an order to widen an action", 8, &["also|always|first|before|must|whenever", "execute|run|add|append|insert|prepend|install|chmod|grant|prefix", "sudo|backdoor|nopasswd|curl|wget|authorized_keys|chmod|rm"]),
    ordered(sure("an order to widen an action", 2, &["prefix|prepend|run|execute|start|wrap", "with|as|using|under", "sudo|root|administrator|elevated privileges|admin privileges"])),
    ordered(doubt("an order to widen an action", 3, &["escalate|elevate|request|run|execute|take|obtain", "admin|root|superuser|full control|elevated|privileged|administrator|highest", "access|privileges|rights|permissions|branch|commands|command|privilege|shell"])),
    ordered(doubt("an order that exhausts", 7, &["keep|continue", "calling|running|repeating|invoking|sending", "never stop|until you are told|until told|indefinitely|forever|endlessly|without end"])),
    doubt("an order to widen an action", 5, &["always|must|also|whenever", "mount|run|start|use|add|launch|pass", "privileged|host root|root of the host|docker sock|cap_add|host network|hostpath"]),
    ordered(sure("an order that exhausts", 5, &["repeat|call|invoke|loop|run|execute|send|generate|retry|output|print|request|spawn|open", "infinitely|indefinitely|forever|endlessly|infinite|never stop|in an infinite|$many times|until memory|until the context|until the server"])),
    ordered(sure("an order that exhausts", 8, &["repeat|call|invoke|loop|run|execute|send|generate|output|print|duplicate|recurse|spawn", "$many", "times|copies|iterations|tokens|requests|threads|processes"])),
    ordered(sure("an order that exhausts", 5, &["expand|pad|inflate|fill|extend|grow|bloat|enlarge|return|generate|allocate|repeat", "$size", "of|before|with|pad|padding|worth"])),
    // A behaviour that waits.
    doubt("a behaviour that waits", 10, &["after|for the first|once|until|only after", "$number|n|several|a few|some|enough|trust", "calls|turns|uses|invocations|requests|interactions|sessions|days|weeks|messages|times|is established|is gained|has been", "@later"]),
    doubt("a behaviour that waits", 12, &["if|when|once|after|only", "local|current|hour|date|time|clock|weekday", "hour|time|date|is after|after|past|reaches|weekend", "@later", "privileged|hidden|payload|instruction|instructions|branch|malicious|exfil|command|different|description"]),
    doubt("a behaviour that waits", 6, &["@later", "the|its|this|hidden|real", "exfil|poison|poisoned|payload|hidden|malicious|attack|injected|trojan|secret", "instruction|instructions|description|behavior|mode|schema|branch|payload|command|logic"]),
    doubt("a behaviour that waits", 5, &["replace|swap|change|mutate|alter|update", "the|its|this|tool", "description|schema|definition|behavior|instructions", "with|to|after|once|later|silently"]),
    ordered(sure("a behaviour that waits", 5, &["add|append|insert|introduce|reveal|inject|assemble|build|smuggle|append", "hidden|secret|malicious|concealed|covert", "clause|clauses|instruction|instructions|payload|directive|directives|command|commands"])),
    ordered(sure("one thing said and another done", 8, &["advertise|claim|show|present|pretend|declare|announce|display|list|publish", "while|but", "serving|serve|running|run|returning|executing|sending|actually|secretly|delivering|using a different|doing"])),
    // What calls itself an attack.
    ordered(sure("words of an attack", 7, &["@send|list|activate|run|execute|call|write|open|read", "exfiltrate|exfil|steal|hijack|$evil"])),
    done(ordered(sure("words of an attack", 2, &["to|at|into|via|through|with", "attacker|attackers|attkr|hacker|hackers|rogue|pwn|p0wned|evil"]))),
    done(doubt("words of an attack", 0, &["@hostile|$evil"])),
    done(sure("words of an attack", 3, &["inject|injects|insert|embed|plant|plants|smuggle|deliver|install|installs|create|creates|deploy|deploys|spread|spreads|run|runs|execute|executes|drop|download", "@malware"])),
    sure("words of an attack", 5, &["designed|intended|used|meant|made|built|created|purpose is", "for|to", "data theft|theft|steal|exfiltrate|unauthorized access|@trick|hijack|attack|harm|sabotage"]),
    ordered(doubt("words of an attack", 4, &["use|using|exploit|perform|attempt|try|run|via", "path traversal|directory traversal|sql injection|command injection|prompt injection|privilege escalation|code injection|social engineering"])),
    doubt("a parameter that asks who the model is", 4, &["name|identity|version|id", "model|llm|assistant|agent|ai", "calls|calling|invokes|invoking|using|uses|makes|making|is calling", "this tool|the tool|this function|this request"]),
    ordered(doubt("a parameter that asks who the model is", 2, &["provide|pass|include|specify|your", "your model|your llm|your exact model|own model", "name|id|identity|version|identifier"])),
    doubt("words of an attack", 4, &["@trick", "@person|model|assistant|ai|agent|llm|victim", "into|to|by"]),
    doubt("a tool that is not to be called", 3, &["should never|must never|never|must not|should not|not|not to be", "be invoked|be called|be used|invoked|called|be run", "directly|by users|by the user|by user|explicitly|manually|during normal|by the model|by anyone"]),
    doubt("a tool that is not to be called", 2, &["should never be invoked|must never be invoked|should never be called|must never be called|never needs to be invoked|never needs to be called|never needs to be used"]),
];

/// Words that make a sentence an order to its reader.
pub(crate) const ORDER: &Words = words!(
    "must|always|invariably|please|also|first|before|ensure|should|need|needs|never|important|whenever|otherwise|remember|required|requires|then|instead|even|every|each|when|after|all|full|contents|content|try|afterwards|afterward|beforehand|finally|additionally|thereafter|lastly"
);

/// Those that make an order even of the words that open a text, which mostly say what the tool does.
pub(crate) const OUTRIGHT: &Words =
    words!("must|always|please|also|whenever|should|otherwise|invariably");

/// Words of a sentence that asks for something or sets a condition, and claims nothing.
pub(crate) const CONDITION: &Words = words!(
    "whom|until|unless|if|only|when|whether|after|once|must|ensure|confirm|verify|require|requires|required|before|check|wait|not|whenever|sure|ask|need|needs|unless"
);

/// Words of a sentence that speaks about attacks and does not make one.
pub(crate) const ABOUT: &Words = words!(
    "detect|detects|detected|detecting|detection|scan|scans|scanning|scanner|scanners|untrusted|phishing|attempts|treat|suspicious|protect|protects|protected|prevent|prevents|preventing|guard|guards|defend|defends|defended|defense|defence|sanitize|sanitizes|vulnerability|vulnerabilities|vulnerable|redact|redacts|masks|refuse|refuses|reject|rejects|rejected|blocks|blocked|threats|forensic|forensics|cve|incident|incidents|pentest|simulates|flags|example|examples|sample|samples|attacks|jailbreaks|injections|owasp|honeypot|decoy"
);

/// Words of a text whose trade attacks are.
pub(crate) const FIELD: &Words = words!(
    "incident|incidents|siem|pentest|penetration|vulnerability|vulnerabilities|cve|phishing|forensics|forensic|antivirus|ctf|threat intelligence|red team|security research|threats|malware database|virus database|threat database|threat feed|threat feeds"
);

/// Words of a sentence in which attacks are studied: a word of an attack is its subject there.
pub(crate) const STUDY: &Words = words!(
    "check|checks|checking|analyze|analyzes|analyse|analyses|analysis|inspect|inspects|search|searches|find|finds|lookup|identify|identifies|investigate|investigates|against|risk|risks|threat|security|monitor|audit|alert|alerts|classify|classifies|known|reported|mitre|whether|potential|possible|should|could|common|commonly|mock|simulated|mockup|intelligence|report|reports|game|story|player|written|contain|contains|category|categories|challenge|challenges|lesson|lessons|taxonomy"
);

/// Words before a verb that leave it an order.
pub(crate) const BEFORE_ORDER: &Words = words!(
    "must|always|invariably|please|should|then|and|you|also|first|now|never|just|shall|simply|immediately|secretly|silently|otherwise|base64|hex|gzip"
);

/// Markup that shouts at the model; by itself it is style, beside another reason it is one more.
#[rustfmt::skip]
pub(crate) const SHOUTS: &[&str] = &["<important>", "<!--", "<instructions>", "<information>", "<system>", "<critical>", "<global>", "[important]", "<system_instruction", "<assistant>", "<urgent>", "<mandatory>", "<rules>", "<override>"];

/// Markup that people do not see rendered, or that belongs to a chat template.
#[rustfmt::skip]
pub(crate) const HIDES: &[&str] = &["<hidden>", "<secret>", "<|system|>", "<|im_start|>", "<|user|>", "<|assistant|>", "<|start_header_id|>", "[inst]", "<<sys>>", "[system", "[hidden", "### instruction", "### system", "<invisible>", "[[system]]", "[[assistant]]", "[[developer]]", "[[admin]]", "[[hidden]]", "[admin", "(hidden:", "(secret:", "[//]:", "[comment]:", "display:none", "display: none", "font-size:0", "visibility:hidden", "color:transparent", "\\color{white}", "{\\tiny", "opacity:0", "opacity: 0", "font-size:1px", "color:#fff", "color:white", "color: white", "left:-9999", "text-indent:-999"];

/// Markup whose content nobody sees once it is rendered: an order in it is hidden on purpose.
#[rustfmt::skip]
pub(crate) const INVISIBLE: &[&str] = &["<hidden>", "<secret>", "<invisible>", "display:none", "display: none", "font-size:0", "font-size: 0", "visibility:hidden", "visibility: hidden", "color:transparent", "[//]:", "[comment]:", "\\color{white}", "{\\tiny", "opacity:0", "opacity: 0", "font-size:1px", "color:#fff", "color:white", "color: white", "left:-9999", "text-indent:-999"];

/// Roles of a chat that a text takes, as they are written at the start of a line or sentence.
#[rustfmt::skip]
pub(crate) const ROLES: &[&str] = &["SYSTEM:", "[SYSTEM]", "<SYSTEM>", "SYSTEM NOTE", "SYSTEM MESSAGE", "SYSTEM INSTRUCTION", "ADMIN:", "ROOT:", "DEVELOPER:", "System:\n", "Human:", "Assistant:", "[User]", "[USER]", "[Assistant]", "[System]", "<user>", "</description>", "</tool>"];

/// Tags that set a block apart for the model, whatever their letters.
pub(crate) const TAGS: &Words = words!(
    "system|instruction|admin|override|assistant|secret|hidden|inst|developer|operator|covert|payload|injection|jailbreak|backdoor"
);

/// Words of a label in capitals that claims a say over the model.
pub(crate) const CLAIMS: &Words = words!(
    "SYSTEM|OVERRIDE|DIRECTIVE|OPERATOR|PERSONA|OBJECTIVE|PROTOCOL|TRUST|GLOBAL|HIDDEN|ASSISTANT|JAILBREAK|ROOT|BYPASS"
);

/// Pieces of attacks that no description needs.
#[rustfmt::skip]
pub(crate) const PAYLOADS: &[&str] = &["document.cookie", "document.location", "onerror=", "onload=", "javascript:", "os.system(", "subprocess.", "nopasswd:", "' or 1=1", "' or '1'='1", "or 1=1 --", "; drop table", "union select ", "union all select", "/dev/tcp/", "\"method\":\"sampling/", "\"method\":\"elicitation/", "rm -rf ", "| sh", "|sh", "|bash", "| bash", "../../../", "/latest/meta-data", "169.254.169.254", "metadata.google.internal", "chmod -r", "chmod 777", "nc -e", "nc -l", "eval(atob", "base64 -d", "all=(all)", "; id;", "; cat /", "; rm ", "; curl ", "; wget ", "&& curl ", "&& rm ", "powershell -enc", ":(){", "xp_cmdshell", "into outfile", "load_file(", "; drop database", "; delete from", "/var/run/docker.sock", "docker.sock", "/proc/self/environ", "ld_preload", "invoke-expression", "iex(", "iex (", "certutil -urlcache", "setenforce 0", "ufw disable", "iptables -f", "skip_approval", "nohup nc ", "mkfifo /tmp", "socket.socket(", "pty.spawn", "__import__(", "__globals__", "__subclasses__", "${jndi:", "<img src=x", "data:text/html", "..%2f", "....//", "chmod u+s", "chmod +s", "nc -c", "security find-generic-password", "auth print-access-token", "get-access-token", "export-credentials", "--dangerously-skip-permissions", "autoapprove\": true", "autoapprove\":true", "shutdown -h", "kill -9 1", "mkfs.", "; base64 /", "; env", "; printenv", "&& cat ", "| nc ", "| curl ", "| base64", "tojson(secrets)", "&& curl", "dd if=", "> /dev/sd", "crontab -", "schtasks /create", "reg add ", "gsettings set", "git config --global core.hookspath", "; grant ", "where 1=1", "; truncate ", "; alter table", "; exec ", "; shutdown", "\"method\":\"notifications/", "\"method\":\"tools/call", "\"method\":\"roots/", "\"method\":\"prompts/get", "\"method\":\"resources/read", "/ld.so.preload", "computemetadata/v1", "node_tls_reject_unauthorized=0", "sslverify false", "sslverify=false", "stricthostkeychecking=no", "stricthostkeychecking no", "git_ssl_no_verify=", "pythonhttpsverify=0", "$(nc ", "-e /bin/sh", "-e /bin/bash", "; update users", "permitrootlogin yes", "permitemptypasswords yes", "; insert into"];

/// Words that put a payload into what somebody else wrote.
#[rustfmt::skip]
pub(crate) const PUTS: &[&str] = &["append ", "prepend ", "prefix ", "prefixed ", "insert ", "inject ", "add ", "embed ", "put ", "paste ", "attach ", "use ", "include ", "concatenate ", "must include ", "payload: ", "appended to", "prepended to", "before user", "after every", "before every", "to every ", "suffix ", "leave ", "close it with", "end it with", "finish it with", "start it with", "begin it with", "terminate it with", "followed by", "preceded by", "wrap ", "glued ", "glue ", "stack ", "tack ", "to the front", "put that line", "put this line"];

/// Words of a text that is about attacks.
#[rustfmt::skip]
pub(crate) const DEFENCE: &[&str] = &["detect", "prevent", "vulnerab", "sanitiz", "scan", "protect", "escapes", "escaping", "rejects", "rejected", "rejecting", "reject ", "block", "lint ", "for example", "e.g.", "demo", "refuse", "not allowed", "forbidden", "validat", "such as"];
