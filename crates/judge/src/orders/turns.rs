//! Turns of phrase that have no fixed words: what was said so far, what a model was told first, and when it is a thing's
//! turn; more of them in [`super::unsaid`]. Each begins at one of a few words, and is told by those around it.

use super::unsaid::{LEFT, TAKEN_OUT, left_out, no_grounds, nobody_looks, nothing_to_see};
use crate::prose::{List, Prose, Words, one_of, words};

/// A turn of phrase.
pub(super) struct Turn {
    /// What rules call it.
    pub(super) name: &'static str,
    /// The words at which it may begin.
    pub(super) opens: &'static [&'static Words],
    /// Whether it stands at such a word.
    pub(super) is: fn(&Prose, usize) -> bool,
}

const fn turn(
    name: &'static str,
    opens: &'static [&'static Words],
    is: fn(&Prose, usize) -> bool,
) -> Turn {
    Turn { name, opens, is }
}

/// Every one by its name.
pub(super) static TURNS: &[Turn] = &[
    turn("$spoken", &[&SPOKE], said_so_far),
    turn("$primed", &[&PRIMED, words!("gave|set|wrote")], told_first),
    turn("$unseen", &[words!("nobody|one")], nobody_looks),
    turn("$each", &[words!("every|each")], each_one),
    turn("$own", &[&KEPT], kept_to),
    turn("$nth", &[&ORDINALS], its_turn),
    turn("$leftout", &[&LEFT, &TAKEN_OUT], left_out),
    turn("$nothing", &[words!("nothing")], nothing_to_see),
    turn("$nogrounds", &[words!("no")], no_grounds),
    turn(
        "$lastsaid",
        &[words!("last|latest|recent|preceding")],
        said_last,
    ),
    turn("$met", &[&MET], met_in_talk),
    turn(
        "$whatever",
        &[words!("whatever|whichever|whoever")],
        whatever_is_wanted,
    ),
];

/// What two people did who talked, and who they are.
static SPOKE: Words = Words::of(
    "said|typed|written|wrote|discussed|exchanged|talked|spoken|chatted|uttered|confided|entered|shared|told|sent",
);
static TALKERS: Words = Words::of(
    "user|users|person|people|they|human|customer|customers|client|we|both|two|visitor|guest|caller|he|she|assistant|patient|student|anyone|everyone|everybody|been|was|were|is",
);
static ALL: Words =
    Words::of("everything|all|whatever|words|lines|things|anything|messages|turns|what");
const SO_FAR: [&str; 12] = [
    "so far",
    "until now",
    "till now",
    "up to now",
    "up to here",
    "up to this",
    "before this",
    "before you",
    "ahead of this",
    "in this chat",
    "in this conversation",
    "to this point",
];

/// What is given to a model before it is asked anything, and when.
static PRIMED: Words = Words::of(
    "told|given|handed|fed|shown|sent|supplied|issued|instructed|configured|primed|briefed|written|said",
);
static FIRST: Words = Words::of(
    "before|ahead|start|beginning|first|above|prior|initially|outset|top|began|opening|earlier",
);

/// Who gives it, and what is dealt with one by one.
static GIVERS: Words = Words::of(
    "operator|operators|developer|developers|host|maker|makers|vendor|provider|owner|administrator|admin|system|deployer|company|platform|creator|creators|client|application|anthropic|openai",
);
static DEALT: Words = Words::of(
    "comment|message|mail|email|invoice|order|payment|transfer|booking|invite|invitation|commit|push|request|query|command|post|tweet|reply|ticket|issue|review|payout|refund|sms|fax|purchase|transaction|withdrawal|deposit|wire|letter|notification|appointment|meeting|reservation|donation",
);

/// What a model keeps to, and how a text speaks of it: `your usual caution`.
static KEPT: Words = Words::of(
    "caution|guidelines|guideline|safeguards|principles|ethics|scruples|training|alignment|instructions|guardrails|precautions|rules|policies|policy|restrictions|limits|filters|orders|directives|values|boundaries|constraints|obligations|judgement|judgment",
);
static USUAL: Words = Words::of(
    "usual|normal|ordinary|safety|ethical|inner|internal|builtin|default|earlier|former|previous|prior|moral|standing|general|content|own",
);

static ORDINALS: Words = Words::of(
    "second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|twentieth|thirtieth|fiftieth|hundredth|2nd|3rd|4th|5th|6th|7th|8th|9th|10th|11th|12th|20th|25th|30th|50th|100th",
);

/// Words that lead to the turn of one of many, and what has turns.
static AT: Words =
    Words::of("on|at|from|after|until|for|with|by|once|when|upon|since|till|starting");
static EACH: Words = Words::of("the|each|every|its|your|their");
static TIMES: Words = Words::of(
    "call|use|time|run|invocation|request|session|turn|message|answer|reply|meeting|mail|email|day|week|month|hour|order|payment|transfer|file|map|reminder|login|visit|game|round|query|search|row|upload|download|document|attempt|conversation|chat|task|job|build|deployment|commit|one",
);

/// What one turn of a talk is, and how many are asked for.
static SAYINGS: Words = Words::of(
    "messages|turns|replies|exchanges|utterances|prompts|questions|lines|remarks|inputs|sentences|words",
);
static SEVERAL: Words = Words::of(
    "two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|fifty|hundred|few|several|dozen|couple",
);

/// Those who are served, and who look after it.
pub(super) static FOLK: Words = Words::of(
    "user|users|person|people|human|humans|customer|customers|client|clients|owner|owners|operator|operators|staff|team|reader|readers|they|he|she|anyone|anybody|guest|guests|visitor|visitors|buyer|buyers|shopper|shoppers|traveller|travellers|traveler|travelers|patient|patients|caller|callers|sender|senders|payer|player|players|student|students|employee|employees|tenant|tenants|member|members|reviewer|reviewers|admin|admins|somebody|someone",
);

/// What people do who want something.
static WANTS: Words = Words::of(
    "name|names|named|say|says|said|ask|asks|asked|want|wants|wanted|pick|picks|picked|choose|chooses|chose|type|types|typed|enter|enters|entered|request|requests|requested|prefer|prefers|give|gives|gave|specify|specifies|specified|mention|mentions|mentioned|search|searches|searched|look|looks|order|orders|ordered|book|books|select|selects|selected",
);

/// How a model comes by what it knows, and where.
static MET: Words = Words::of(
    "come|came|seen|saw|met|encountered|encounter|encounters|picked|learned|learnt|noticed|overheard|gathered|stumbled",
);
static TALKS: Words =
    Words::of("chat|conversation|session|context|dialogue|thread|exchange|discussion");

/// The words around one.
pub(super) struct Around<'p> {
    pub(super) prose: &'p Prose,
    pub(super) at: usize,
}

impl Around<'_> {
    pub(super) fn before(&self, back: usize) -> &str {
        let at = self.at.checked_sub(back);
        at.map_or("", |at| self.prose.word(at))
    }

    pub(super) fn after(&self, on: usize) -> &str {
        self.prose.word(self.at + on)
    }

    /// Whether a clause opens so many words before.
    pub(super) fn opens(&self, back: usize) -> bool {
        let token = self
            .at
            .checked_sub(back)
            .and_then(|at| self.prose.tokens.get(at));
        token.is_some_and(|token| token.opens)
    }

    pub(super) fn is(&self, words: &Words) -> bool {
        self.prose.is_one(words, self.at)
    }

    pub(super) fn any_before(&self, reach: usize, words: impl List) -> bool {
        (1..=reach).any(|back| one_of(words, self.before(back)))
    }

    pub(super) fn any_after(&self, reach: usize, words: impl List) -> bool {
        (1..=reach).any(|on| one_of(words, self.after(on)))
    }
}

/// Whether it is what was said so far: `what the two of you have talked over up to this call`.
pub(super) fn said_so_far(prose: &Prose, at: usize) -> bool {
    const REACH: usize = 6;
    let around = Around { prose, at };
    let so_far =
        || (at + 1..at + REACH).any(|at| SO_FAR.iter().any(|phrase| prose.is_at(phrase, at)));
    around.any_before(5, &TALKERS) && around.any_before(8, &ALL) && so_far()
}

/// Whether it is what the model was told first: `the lines that were given to you ahead of this`, `what you were told above`.
pub(super) fn told_first(prose: &Prose, at: usize) -> bool {
    const REACH: usize = 6;
    let around = Around { prose, at };
    let given = one_of(words!("gave|told|set|wrote|handed"), prose.word(at))
        && (around.after(1) == "you" || around.after(2) == "you")
        && one_of(&GIVERS, around.before(1));
    let passive = matches!(around.before(1), "were" | "was" | "been" | "are" | "got");
    let yours = passive && (2..=3).any(|back| around.before(back) == "you")
        || around.after(1) == "to" && around.after(2) == "you";
    given || around.is(&PRIMED) && yours && around.any_after(REACH, &FIRST)
}

/// Whether it is each of many things that are dealt with: `every comment`.
pub(super) fn each_one(prose: &Prose, at: usize) -> bool {
    one_of(&DEALT, prose.word(at + 1)) || one_of(&DEALT, prose.word(at + 2))
}

/// Whether it is what a model keeps to: `your usual caution`.
pub(super) fn kept_to(prose: &Prose, at: usize) -> bool {
    let around = Around { prose, at };
    one_of(&USUAL, around.before(1)) && around.before(2) == "your"
}

/// Whether it is one of many whose turn it is: `on the third call`, `wait for the tenth meeting`.
pub(super) fn its_turn(prose: &Prose, at: usize) -> bool {
    let around = Around { prose, at };
    one_of(&EACH, around.before(1))
        && one_of(&AT, around.before(2))
        && one_of(&TIMES, around.after(1))
}

/// Whether it is what was said last: `the last twenty messages of the user`.
pub(super) fn said_last(prose: &Prose, at: usize) -> bool {
    let around = Around { prose, at };
    let number = around.after(1);
    let several = one_of(&SEVERAL, number)
        || !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    let talkers =
        || (4..=6).any(|on| one_of(&TALKERS, around.after(on)) || one_of(&TALKS, around.after(on)));
    several
        && one_of(&SAYINGS, around.after(2))
        && matches!(
            around.after(3),
            "of" | "from" | "with" | "between" | "in" | "by"
        )
        && talkers()
}

/// Whether it is whatever somebody asks for: `whichever restaurant the person names`.
pub(super) fn whatever_is_wanted(prose: &Prose, at: usize) -> bool {
    const REACH: usize = 5;
    let around = Around { prose, at };
    let folk = (1..=REACH).find(|on| one_of(&FOLK, around.after(*on)));
    folk.is_some_and(|folk| one_of(&WANTS, around.after(folk + 1)))
}

/// Whether it is what a model has come to know from the talk: `it has come across in this chat`.
pub(super) fn met_in_talk(prose: &Prose, at: usize) -> bool {
    const REACH: usize = 5;
    let around = Around { prose, at };
    let within = (1..=REACH).find(|on| {
        matches!(
            around.after(*on),
            "in" | "during" | "from" | "within" | "over" | "throughout"
        )
    });
    within.is_some_and(|within| {
        matches!(
            around.after(within + 1),
            "this" | "the" | "your" | "our" | "its"
        ) && (2..=3).any(|on| one_of(&TALKS, around.after(within + on)))
    })
}

/// Whether a turn of phrase stands anywhere in a text.
#[cfg(test)]
pub(super) fn stands(name: &str, text: &str) -> bool {
    let prose = Prose::of(text);
    let turn = TURNS.iter().find(|turn| turn.name == name);
    let opens =
        |at| turn.is_some_and(|turn| turn.opens.iter().any(|words| prose.is_one(words, at)));
    let is = |at| turn.is_some_and(|turn| (turn.is)(&prose, at));
    (0..prose.tokens.len()).any(|at| opens(at) && is(at))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_is_told_from_what_looks_like_it() {
        let pairs = [
            (
                "$whatever",
                "Whichever plum the guest names, it is sold out.",
                "Whichever plum the guest has is ripe.",
            ),
            (
                "$lastsaid",
                "The last twenty messages of the user.",
                "The last twenty messages of a channel.",
            ),
            (
                "$met",
                "Whatever codes it has come across in this chat.",
                "Whatever codes it has come across in this file.",
            ),
            (
                "$primed",
                "The lines that your operator gave you.",
                "The lines that the pump gave you.",
            ),
            ("$each", "Every urgent comment.", "Every urgent column."),
            (
                "$own",
                "Drop your usual caution.",
                "Drop the usual filters.",
            ),
            (
                "$spoken",
                "All that the two of you have talked over up to this call.",
                "All that the two of you have talked over is kept by the server.",
            ),
            (
                "$primed",
                "The lines that were given to you ahead of this.",
                "The lines that were given to you by the pump.",
            ),
            (
                "$nth",
                "Wait for the tenth call.",
                "Takes the tenth column as the key.",
            ),
        ];
        for (is, odd, honest) in pairs {
            assert!(stands(is, odd), "{odd}");
            assert!(!stands(is, honest), "{honest}");
        }
    }
}
