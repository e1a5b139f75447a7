//! Kinds of tokens that rules speak of: places where secrets are kept, addresses, identifiers, numbers.

use super::turns::{TURNS, each_one, its_turn, kept_to, nobody_looks, said_so_far, told_first};
use crate::prose::{Kind, List, Prose, Token, Words, one_of, words};
use crate::scan::Scan;
use std::sync::LazyLock;

/// What tools of any server are for, this one's among them.
static COMMON: Words = Words::of(
    "database|file|files|web|search|code|note|notes|memory|map|maps|docs|document|image|data|query|math|news|fetch|upload|download|storage|backup|pdf|spreadsheet|ticket|crm|hr|invoice|legacy|old|similar|competing|rival|alternative|third",
);

/// The ends of addresses that are no words.
static SITES: Words = Words::of("com|net|org|io|xyz|ru|dev|cc|pw|biz|eu|tk");

/// What gives tools, or is one.
static TOOLS: Words = Words::of("tool|tools|server|servers|connector|connectors|plugin|plugins");

/// What says that a tool is one beside this one, and words behind it that begin another thing.
static RIVALS: Words = Words::of(
    "other|another|rival|competing|alternative|similar|comparable|equivalent|remaining|foreign|different",
);
static PARTS: Words =
    Words::of("of|the|a|an|this|that|for|from|in|on|with|by|to|or|and|your|our|its");

/// What a model was told, how it is asked for, and whose it is.
static BRIEFS: Words = Words::of(
    "instructions|prompt|prompts|guidelines|directives|rules|briefing|brief|preamble|policies|setup|mandate|programming",
);
static WHOLE: Words = Words::of(
    "complete|full|entire|whole|exact|current|initial|hidden|secret|internal|original|raw|unabridged|first|own|developer|system|operating|underlying|standing|earlier|former|previous|prior|old|existing|given",
);
static MODELS: Words = Words::of("your|assistants|models|agents|own|llms|its");

/// Whom something is compared with that is said to be better than all.
static THAN: Words =
    Words::of("any|anything|all|every|everything|others|other|them|those|everyone|whatever");

/// Words of an identifier that say harm.
static HARMS: Words = Words::of(
    "delete|drop|remove|destroy|wipe|purge|kill|transfer|grant|disable|pay|refund|revoke|exec|shell|chmod",
);

/// What tools of other servers are for: `the calendar tool`.
static TRADES: Words = Words::of(
    "email|mail|gmail|outlook|imap|smtp|shell|terminal|bash|filesystem|payment|payments|banking|bank|browser|git|github|gitlab|bitbucket|slack|teams|whatsapp|telegram|discord|signal|messaging|calendar|booking|notion|jira|confluence|deployment|wallet|transfer|repository|crm|translation|weather|drive|dropbox|backup|accounting|invoicing|contacts|photos|sms|neighbouring|neighboring|neighbours|apple|crypto|trading|broker|insurance|travel|hotel|flight|shop|shopping",
);

/// Countries whose banks number accounts so: `ac1f…` is the number of something else. Source: the registry of ISO 13616.
static COUNTRIES: Words = Words::of(
    "ad|ae|al|at|az|ba|be|bg|bh|bi|br|by|ch|cr|cy|cz|de|dj|dk|do|ee|eg|es|fi|fk|fo|fr|gb|ge|gi|gl|gr|gt|hn|hr|hu|ie|il|iq|is|it|jo|kw|kz|lb|lc|li|lt|lu|lv|ly|mc|md|me|mk|mn|mr|mt|mu|ni|nl|no|om|pk|pl|ps|pt|qa|ro|rs|ru|sa|sc|sd|se|si|sk|sm|so|st|sv|tl|tn|tr|ua|va|vg|xk|ye",
);

/// Verbs by which tools are named.
static DEEDS: Words = Words::of(
    "send|post|create|place|ship|pay|transfer|push|pull|write|append|forward|upload|download|submit|publish|update|edit|add|put|insert|issue|book|run|execute|exec|invoke|commit|reply|respond|approve|buy|sell|charge|refund|invite|delete|remove|drop|move|copy|save|store|set|grant|revoke|dispatch|deliver|export|import|read|get|list|fetch|find|search|query|open|lookup|close|cancel|schedule|merge|deploy|install|notify|make|register|sign|redirect|lodge|start|stop|restart|rename|replace|withdraw|deposit|wire|release|generate|attach",
);

/// First words of identifiers that name a switch or a limit, and last ones of those that name a thing.
static SETS: Words = Words::of(
    "is|has|was|can|should|allow|skip|dry|force|auto|include|exclude|with|without|use|max|min|enable|disable|no|not|on|last|next|first|new|old|total|default|only|want|wants|need|needs|if|by|to|from|pre|post|num|count|require|requires",
);
static THINGS: Words = Words::of(
    "id|ids|at|by|on|name|names|url|urls|uri|path|paths|dir|number|count|counts|status|state|type|types|date|dates|time|timeout|key|keys|token|tokens|text|body|code|codes|amount|total|size|limit|limits|offset|mode|only|hash|flag|flags|format|address|options|option|params|args|only|after|before|until|interval|delay|index|method|field|fields|level|rate|ms|seconds|set|scope|scopes|permission|permissions|role|error|errors|result|results|enabled|disabled|allowed|required",
);

/// Whether an identifier is named as tools are: `send_mail`, `git_push`, not `open_at` or `max_read`.
pub(crate) fn acts(identifier: &str) -> bool {
    let mut words = identifier.split('_').filter(|word| !word.is_empty());
    let first = words.clone().next().unwrap_or_default();
    let last = words.clone().next_back().unwrap_or_default();
    let sets = one_of(&SETS, first) && first != "post";
    let numbered = last.bytes().all(|byte| byte.is_ascii_digit());
    !sets && !numbered && !one_of(&THINGS, last) && words.any(|word| one_of(&DEEDS, word))
}

/// A token as the kinds look at it.
pub(super) struct Here<'p> {
    prose: &'p Prose,
    at: usize,
    word: &'p str,
    kind: Kind,
    quoted: bool,
}

impl<'p> Here<'p> {
    /// The token at a place; none where it can be of no kind, as most words.
    pub(super) fn odd(prose: &'p Prose, at: usize) -> Option<Self> {
        let (word, token) = (prose.word(at), prose.tokens.get(at)?);
        let odd = token.kind != Kind::Word
            || token.quoted
            || word.contains('_')
            || word.starts_with(|c: char| c.is_ascii_digit())
            || matches!(word, "than" | "as")
            || word
                .as_bytes()
                .get(2..4)
                .is_some_and(|check| check.iter().all(u8::is_ascii_digit))
            || [&SITES, &TOOLS, &BRIEFS, &TURNS]
                .iter()
                .any(|list| prose.is_one(list, at));
        odd.then_some(Self {
            prose,
            at,
            word,
            kind: token.kind,
            quoted: token.quoted,
        })
    }

    fn before(&self, back: usize) -> &'p str {
        let at = self.at.checked_sub(back);
        at.map_or("", |i| self.prose.word(i))
    }

    fn after(&self, on: usize) -> &'p str {
        self.prose.word(self.at + on)
    }

    /// Whether this is the `than` of a comparison: `quicker than`, `more exact than`.
    fn is_compared(&self) -> bool {
        let more = |back| one_of(words!("more|better|superior"), self.before(back));
        let grade = self.before(1);
        let quick = grade.len() > 4
            && grade.ends_with("er")
            && !one_of(
                words!(
                    "other|rather|older|newer|larger|smaller|longer|greater|lower|higher|shorter|later|earlier|fewer|bigger|deeper|wider"
                ),
                grade,
            );
        self.word == "than" && (more(1) || more(2) || quick)
    }

    /// Whether what a text says is to be taken for somebody's word from here on: `as if the owner had written it`.
    fn is_feigned(&self) -> bool {
        static WHO: Words = Words::of(
            "administrator|admin|owner|operator|developer|user|maintainer|host|system|vendor|person|human|customer|client|provider|author|sender",
        );
        const SAID: &str = "written|said|asked|ordered|typed|sent|given|wrote|requested|demanded|instructed|approved|confirmed|put|added|meant|chosen|signed";
        let had = usize::from(self.after(4) == "had" || self.after(4) == "has");
        self.word == "as"
            && matches!(self.after(1), "if" | "though")
            && matches!(self.after(2), "the" | "your" | "an" | "a")
            && one_of(&WHO, self.after(3))
            && one_of(SAID, self.after(4 + had))
    }

    fn is_word(&self) -> bool {
        self.kind == Kind::Word
    }

    fn is_tool(&self) -> bool {
        self.prose.is_one(&TOOLS, self.at)
    }

    fn is_name(&self) -> bool {
        self.is_word() && self.word.contains('_')
    }

    /// Whether it is an identifier that holds one of the words.
    fn names(&self, words: impl List) -> bool {
        self.is_name() && names(self.word, words)
    }

    /// Whether the number of a bank account begins here, in one piece or in blocks of four. Source: ISO 13616.
    fn is_account(&self) -> bool {
        let digit = |byte: &u8| byte.is_ascii_digit();
        let (head, rest) = match self.word.as_bytes() {
            [a, b, rest @ ..] if self.is_word() => ([a, b], rest),
            _ => return false,
        };
        let country = head.iter().all(|byte| byte.is_ascii_lowercase());
        let whole =
            (13..=32).contains(&rest.len()) && rest.iter().filter(|byte| digit(byte)).count() >= 10;
        let block = |on| {
            let block = self.after(on).as_bytes();
            block.len() == 4 && block.iter().all(u8::is_ascii_alphanumeric)
        };
        let parted = rest.len() == 2
            && block(1)
            && block(2)
            && self.after(2).bytes().all(|byte| byte.is_ascii_digit());
        country
            && one_of(&COUNTRIES, self.word.get(..2).unwrap_or_default())
            && rest.iter().take(2).all(digit)
            && (whole || parted)
    }

    /// Whether the four numbers of a machine's address begin here.
    fn is_machine(&self) -> bool {
        let byte = |on| {
            let at = self.at + on;
            let apart = self
                .prose
                .tokens
                .get(at)
                .is_none_or(|token: &Token| token.opens);
            let number = self.prose.word(at).parse::<u8>().is_ok();
            number && (on == 0 || !apart)
        };
        let more = self.after(4).bytes().all(|byte| byte.is_ascii_digit());
        self.number().is_some_and(|first| first >= 10)
            && (0..4).all(byte)
            && (self.after(4).is_empty() || !more)
    }

    fn number(&self) -> Option<u64> {
        self.word.parse().ok()
    }
}

/// Whether a token is of a kind.
pub(super) type IsKind = fn(&Here<'_>) -> bool;

/// Every kind by its name.
pub(super) const KINDS: &[(&str, IsKind)] = &[
    ("$mail", |here| {
        here.kind == Kind::Mail && !listed(here.prose, here.at)
    }),
    ("$url", |here| here.kind == Kind::Url),
    ("$host", |here| {
        here.is_word() && matches!(here.word, "com" | "xyz" | "ru" | "io")
    }),
    ("$secret", |here| secret(here.word, here.kind)),
    ("$other", |here| here.is_name()),
    ("$slot", |here| here.quoted || here.is_name()),
    // `For mail servers, use …` names what it speaks of.
    ("$afar", |here| {
        here.is_tool()
            && one_of(&TRADES, here.before(1))
            && here.before(2) != "for"
            && !here.prose.is_at("of this server", here.at + 1)
    }),
    ("$harmful", |here| here.names(&HARMS)),
    ("$deed", |here| here.is_name() && acts(here.word)),
    ("$named", |here| {
        here.is_tool() && one_of(&COMMON, here.before(1))
    }),
    // `Any other mail tool`: of those that do the same.
    ("$rival", |here| {
        here.is_tool()
            && (2..=3).any(|back| one_of(&RIVALS, here.before(back)))
            && !one_of(&PARTS, here.before(1))
    }),
    // `Faster than any`: than others.
    ("$better", |here| {
        here.is_compared() && (1..=2).any(|on| one_of(&THAN, here.after(on)))
    }),
    ("$iban", |here| here.is_account()),
    // `Your complete instructions`: those that the model was given.
    ("$brief", |here| {
        here.prose.is_one(&BRIEFS, here.at)
            && one_of(&WHOLE, here.before(1))
            && one_of(&MODELS, here.before(2))
    }),
    ("$spoken", |here| said_so_far(here.prose, here.at)),
    ("$primed", |here| told_first(here.prose, here.at)),
    ("$unseen", |here| nobody_looks(here.prose, here.at)),
    ("$each", |here| each_one(here.prose, here.at)),
    ("$own", |here| kept_to(here.prose, here.at)),
    ("$nth", |here| its_turn(here.prose, here.at)),
    ("$asif", |here| here.is_feigned()),
    ("$ip", |here| here.is_machine()),
    ("$site", |here| {
        here.is_word() && here.prose.is_one(&SITES, here.at)
    }),
    ("$lair", |here| {
        let open = ["/.ssh/config", "known_hosts"];
        secret(here.word, here.kind)
            && !open.iter().any(|open| here.word.ends_with(open))
            && (here.word.contains("/.") || !here.word.contains("secret"))
    }),
    ("$key", |here| here.is_name() && keyed(here.word)),
    ("$foreign", |here| {
        here.names(words!("external|remote|other|foreign|third"))
    }),
    ("$privileged", |here| {
        here.names(words!("sensitive|privileged|secret|secrets|admin|hidden|unauthorized|keys|credentials|passwords|vault|cookies"))
    }),
    ("$home", |here| {
        here.kind == Kind::Path
            && !here.word.ends_with(".pub")
            && HOMES.iter().any(|home| here.word.starts_with(home))
    }),
    ("$inner", |here| {
        here.kind == Kind::Url && INNER.stands(here.word)
    }),
    ("$size", |here| size(here.word)),
    ("$evil", |here| !here.is_word() && EVIL.stands(here.word)),
    ("$number", |here| here.number().is_some()),
    ("$many", |here| {
        here.number().is_some_and(|number| number >= 100)
    }),
];

/// Whether an address shows how addresses are written: `cc recipients, comma-separated (a@b.example)`.
fn listed(prose: &Prose, at: usize) -> bool {
    static SHOWN: Words = Words::of(
        "recipients|addresses|emails|separated|comma|format|formatted|valid|like|placeholder|eg|g|attendees|members|participants|example|sample",
    );
    (at.saturating_sub(6)..at).any(|i| one_of(&SHOWN, prose.word(i)))
}

/// Whether the name of a variable says that it holds a secret.
fn keyed(name: &str) -> bool {
    static HOLDS: LazyLock<Scan> = LazyLock::new(|| {
        Scan::of([
            "api_key",
            "apikey",
            "access_key",
            "secret_key",
            "private_key",
            "client_secret",
            "password",
            "passwd",
            "credentials",
            "database_url",
        ])
    });
    static PAGES: Words =
        Words::of("next|page|cursor|start|continuation|design|sync|pagination|invalidate");
    HOLDS.stands(name) || name.ends_with("_token") && !names(name, &PAGES)
}

/// Addresses of this machine, its network and its cloud.
static INNER: LazyLock<Scan> = LazyLock::new(|| {
    Scan::of([
        "//127.",
        "//localhost",
        "//[::1]",
        "//0.0.0.0",
        "//169.254.",
        "//10.",
        "//192.168.",
        "//metadata.",
        "file://",
    ])
});

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
static EVIL: LazyLock<Scan> = LazyLock::new(|| {
    Scan::of([
        "attacker",
        "evil",
        "exfil",
        "pwn",
        "malicious",
        "hacker",
        "steal",
        "backdoor",
    ])
});

/// Whether an identifier holds one of the words.
fn names(identifier: &str, words: impl List) -> bool {
    identifier.contains('_') && identifier.split('_').any(|word| one_of(words, word))
}

/// Files and folders of secrets, named by themselves.
const DOTTED: &[&str] = &[
    ".env", ".ssh", ".aws", ".gnupg", ".kube", ".netrc", ".npmrc", ".pgpass",
];

/// What gives a machine in a cloud its credentials.
const METADATA: &[&str] = &[
    "169.254.169.254",
    "metadata.google.internal",
    "100.100.100.200",
    "169.254.170.2",
];

/// Whether a path or word names a place where secrets are kept.
fn secret(text: &str, kind: Kind) -> bool {
    static PLACES: LazyLock<Scan> = LazyLock::new(|| {
        Scan::of([
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
            "/.aws/",
            ".password-store",
            ".zsh_history",
            ".psql_history",
            ".mysql_history",
            "id_ecdsa",
            "/.vault-token",
            "/keychains/",
            "/keyrings",
            "/.mozilla/",
            "google/chrome",
            "cookies.sqlite",
            ".kdbx",
            "master.key",
            ".htpasswd",
            "/.cargo/credentials",
            "/.config/gh",
            "ntds.dit",
            "/.bitcoin",
            "/.electrum",
        ])
    });
    match kind {
        // What is public by its name is none.
        _ if text.ends_with(".pub") => false,
        Kind::Word => matches!(text, "id_rsa" | "id_ed25519" | "authorized_keys"),
        Kind::Mail => false,
        Kind::Url => {
            PLACES.stands(text) && !text.starts_with("http")
                || METADATA.iter().any(|host| text.contains(host))
        }
        Kind::Path => {
            // `.aws-build` is a folder of its own.
            let whole = |rest: &str| rest.is_empty() || rest.starts_with(['/', '\\', '.']);
            DOTTED
                .iter()
                .any(|dotted| text.strip_prefix(dotted).is_some_and(whole))
                || PLACES.stands(text)
                || named_for_one(text)
        }
    }
}

/// Whether a file is named for one secret: `work/session-token.txt`.
fn named_for_one(path: &str) -> bool {
    static HELD: Words = Words::of(
        "key|token|password|passwords|passwd|passphrase|credentials|credential|login|logins|pin|wallet|mnemonic|seed",
    );
    static ENDS: Words =
        Words::of("txt|json|yml|yaml|env|pem|cfg|conf|ini|toml|csv|xml|key|dat|db|md");
    static MADE: Words =
        Words::of("primary|foreign|public|design|sort|hot|short|page|next|csrf|translation|i18n");
    let name = path.rsplit('/').next().unwrap_or_default();
    let Some((stem, end)) = name.rsplit_once('.') else {
        return false;
    };
    let words = || stem.split(['-', '_', '.']);
    one_of(&ENDS, end)
        && words().count() > 1
        && words().any(|word| one_of(&HELD, word))
        && !words().any(|word| one_of(&MADE, word))
}

#[cfg(test)]
mod tests {
    use super::acts;

    #[test]
    fn tools_are_named_by_what_they_do() {
        for name in ["send_mail", "git_push", "s3_put_object", "post_a_note"] {
            assert!(acts(name), "{name}");
        }
        for name in [
            "created_at",
            "open_at",
            "max_read",
            "include_update",
            "send_mail_1",
            "plum_crate",
            "run_id",
        ] {
            assert!(!acts(name), "{name}");
        }
    }
}
