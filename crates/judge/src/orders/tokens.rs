//! Kinds of tokens that rules speak of: places where secrets are kept ([`super::lairs`]), addresses, identifiers, numbers.

use super::lairs::{EVIL, HOMES, INNER, secret};
use super::named::acts;
use super::numbers::WALLET;
use crate::prose::{Bits, Kind, List, Prose, Token, Words, one_of, words};
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

/// What a token is, a bit each: most kinds ask about few of them.
type Traits = u16;
const PATH: Traits = 1;
const MAIL: Traits = 1 << 1;
const URL: Traits = 1 << 2;
/// An identifier with an underscore.
const NAME: Traits = 1 << 3;
const QUOTED: Traits = 1 << 4;
/// A digit comes first.
const NUMBER: Traits = 1 << 5;
/// Two digits stand behind two other bytes.
const CHECKED: Traits = 1 << 6;
const COMPARED: Traits = 1 << 7;
const SITE: Traits = 1 << 8;
const TOOL: Traits = 1 << 9;
const BRIEF: Traits = 1 << 10;
/// The `as` of `as if`.
const LIKENED: Traits = 1 << 11;
/// As long as the address of a wallet, and beginning with a letter or digit that one may begin with.
const LONG: Traits = 1 << 12;

/// The words of letters alone that have a trait.
static LISTED: Bits<16> = Bits::of([SITES.list(), TOOLS.list(), BRIEFS.list(), "than|as"]);

/// A token as the kinds look at it.
pub(super) struct Here<'p> {
    pub(super) prose: &'p Prose,
    pub(super) at: usize,
    pub(super) word: &'p str,
    kind: Kind,
    traits: Traits,
}

impl<'p> Here<'p> {
    /// The token at a place; none where it can be of no kind, as most words.
    #[inline]
    pub(super) fn odd(prose: &'p Prose, at: usize) -> Option<Self> {
        let (token, hash) = (prose.tokens.get(at)?, prose.hashes.get(at)?);
        let plain = token.letters && token.kind == Kind::Word && !token.quoted;
        if plain && !LISTED.may_hold(*hash) {
            return None;
        }
        Self::looked_at(prose, at, token)
    }

    /// The same of one that may be of a kind.
    fn looked_at(prose: &'p Prose, at: usize, token: &Token) -> Option<Self> {
        let word = prose.word(at);
        let bytes = word.as_bytes();
        let mut traits = match token.kind {
            Kind::Path => PATH,
            Kind::Mail => MAIL,
            Kind::Url => URL,
            Kind::Word if !token.letters && bytes.contains(&b'_') => NAME,
            Kind::Word => 0,
        };
        let checks = bytes.get(2..4);
        for (is, of) in [
            (token.quoted, QUOTED),
            (bytes.first().is_some_and(u8::is_ascii_digit), NUMBER),
            (
                checks.is_some_and(|check| check.iter().all(u8::is_ascii_digit)),
                CHECKED,
            ),
            (
                word.len() >= WALLET && matches!(bytes.first(), Some(b'0' | b'b')),
                LONG,
            ),
            (word == "than", COMPARED),
            (
                word == "as" && matches!(prose.word(at + 1), "if" | "though"),
                LIKENED,
            ),
            (prose.is_one(&SITES, at), SITE),
            (prose.is_one(&TOOLS, at), TOOL),
            (prose.is_one(&BRIEFS, at), BRIEF),
        ] {
            traits |= if is { of } else { 0 };
        }
        (traits != 0).then_some(Self {
            prose,
            at,
            word,
            kind: token.kind,
            traits,
        })
    }

    /// Whether it is of a kind.
    pub(super) fn is(&self, kind: &TokenKind) -> bool {
        self.traits & kind.traits != 0 && (kind.is)(self)
    }

    fn before(&self, back: usize) -> &'p str {
        let at = self.at.checked_sub(back);
        at.map_or("", |i| self.prose.word(i))
    }

    pub(super) fn after(&self, on: usize) -> &'p str {
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
        more(1) || more(2) || quick
    }

    /// Whether what a text says is to be taken for somebody's word from here on: `as if the owner had written it`.
    fn is_feigned(&self) -> bool {
        static WHO: Words = Words::of(
            "administrator|admin|owner|operator|developer|user|maintainer|host|system|vendor|person|human|customer|client|provider|author|sender",
        );
        static SAID: Words = Words::of(
            "written|said|asked|ordered|typed|sent|given|wrote|requested|demanded|instructed|approved|confirmed|put|added|meant|chosen|signed",
        );
        let had = usize::from(self.after(4) == "had" || self.after(4) == "has");
        // `As if they had agreed`.
        static AGREED: Words = Words::of(
            "agreed|approved|confirmed|consented|accepted|asked|ordered|signed|requested",
        );
        let they = matches!(self.after(2), "they" | "he" | "she")
            && self.after(3) == "had"
            && one_of(&AGREED, self.after(4));
        they || matches!(self.after(2), "the" | "your" | "an" | "a")
            && one_of(&WHO, self.after(3))
            && one_of(&SAID, self.after(4 + had))
    }

    pub(super) fn is_word(&self) -> bool {
        self.kind == Kind::Word
    }

    /// Whether it is an identifier that holds one of the words.
    fn names(&self, words: impl List) -> bool {
        names(self.word, words)
    }

    pub(super) fn number(&self) -> Option<u64> {
        self.word.parse().ok()
    }
}

/// A kind of token.
pub(super) struct TokenKind {
    /// What rules call it.
    pub(super) name: &'static str,
    /// What a token of the kind is at least one of.
    traits: Traits,
    is: fn(&Here<'_>) -> bool,
}

const fn kind(name: &'static str, traits: Traits, is: fn(&Here<'_>) -> bool) -> TokenKind {
    TokenKind { name, traits, is }
}

/// Every kind by its name.
pub(super) static KINDS: &[TokenKind] = &[
    kind("$mail", MAIL, |here| !listed(here.prose, here.at)),
    kind("$url", URL, |_| true),
    kind("$host", SITE, |here| {
        here.is_word() && matches!(here.word, "com" | "xyz" | "ru" | "io")
    }),
    kind("$secret", PATH | URL | NAME, |here| {
        secret(here.word, here.kind)
    }),
    kind("$other", NAME, |_| true),
    kind("$slot", QUOTED | NAME, |_| true),
    // `For mail servers, use …` names what it speaks of.
    kind("$afar", TOOL, |here| {
        one_of(&TRADES, here.before(1))
            && here.before(2) != "for"
            && !here.prose.is_at("of this server", here.at + 1)
    }),
    kind("$harmful", NAME, |here| here.names(&HARMS)),
    kind("$deed", NAME, |here| acts(here.word)),
    kind("$named", TOOL, |here| one_of(&COMMON, here.before(1))),
    // `Any other mail tool`: of those that do the same.
    kind("$rival", TOOL, |here| {
        (2..=3).any(|back| one_of(&RIVALS, here.before(back))) && !one_of(&PARTS, here.before(1))
    }),
    // `Faster than any`: than others.
    kind("$better", COMPARED, |here| {
        here.is_compared() && (1..=2).any(|on| one_of(&THAN, here.after(on)))
    }),
    kind("$iban", CHECKED, |here| here.is_account()),
    // `Your complete instructions`: those that the model was given.
    kind("$brief", BRIEF, |here| {
        one_of(&WHOLE, here.before(1)) && one_of(&MODELS, here.before(2))
    }),
    kind("$coin", LONG, |here| here.is_wallet()),
    kind("$phone", NUMBER, |here| here.is_phone()),
    kind("$asif", LIKENED, |here| here.is_feigned()),
    kind("$ip", NUMBER, |here| here.is_machine()),
    kind("$site", SITE, |here| here.is_word()),
    kind("$lair", PATH | URL | NAME, |here| {
        let open = ["/.ssh/config", "known_hosts"];
        secret(here.word, here.kind)
            && !open.iter().any(|open| here.word.ends_with(open))
            && (here.word.contains("/.") || !here.word.contains("secret"))
    }),
    kind("$key", NAME, |here| keyed(here.word)),
    kind("$foreign", NAME, |here| {
        here.names(words!("external|remote|other|foreign|third"))
    }),
    kind("$privileged", NAME, |here| {
        here.names(words!("sensitive|privileged|secret|secrets|admin|hidden|unauthorized|keys|credentials|passwords|vault|cookies"))
    }),
    kind("$home", PATH, |here| {
        !here.word.ends_with(".pub") && HOMES.iter().any(|home| here.word.starts_with(home))
    }),
    kind("$inner", URL, |here| INNER.stands(here.word)),
    kind("$size", NUMBER, |here| size(here.word)),
    kind("$evil", PATH | MAIL | URL, |here| EVIL.stands(here.word)),
    kind("$number", NUMBER, |here| here.number().is_some()),
    kind("$many", NUMBER, |here| {
        here.number().is_some_and(|number| number >= 100)
    }),
];

/// Whether an address shows how addresses are written: `cc recipients, comma-separated (a@b.example)`.
pub(super) fn listed(prose: &Prose, at: usize) -> bool {
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

/// Whether a word is a size of a megabyte or more: `10mb`.
fn size(word: &str) -> bool {
    let unit = word.trim_start_matches(|c: char| c.is_ascii_digit());
    unit.len() < word.len() && matches!(unit, "mb" | "gb" | "tb" | "mib" | "gib")
}

/// Whether an identifier holds one of the words.
fn names(identifier: &str, words: impl List) -> bool {
    identifier.contains('_') && identifier.split('_').any(|word| one_of(words, word))
}
