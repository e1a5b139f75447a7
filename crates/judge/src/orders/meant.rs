//! Why words that a rule finds are passed over: what they speak of is not what the rule is about.
//!
//! Each is a question that a careful reader asks: whose thing it is, who does it, who is not told, whether it is a deed at all. None of them
//! asks for the words of one text.

use super::clause::{Clause, participle};
use super::fair::{
    ELSEWHERE, OFFERED, a_log, a_thing, an_example, asked_whether, handed_back, matching,
    of_attackers, own_work, relative, shown_first, spoils, to_be_asked, told_instead,
};
use super::gist::Place;
use super::kept::{an_aim, as_what, numbers, of_outsiders, passes_on, too_early, unnamed};
use super::rows::{Senses, bit, bits};
use super::{CONCEAL, NEAR, SWITCHED};
use crate::prose::{Kind, Prose, Words, one_of, pieces, words};
use std::ops::Range;
use std::sync::LazyLock;

/// Words before a verb that say what can be, and those of whom an order says what it can do.
static POSSIBLE: Words = Words::of("can|could|may|might");
static ORDERED: Words = Words::of("you|assistant|assistants|model|agent|llm|ai|claude|please");

/// Whether what a rule of this kind found at a place is something else.
pub(super) fn passed_over(what: &str, prose: &Prose, at: usize, sentence: &Range<usize>) -> bool {
    let near = at.saturating_sub(NEAR).max(sentence.start)..sentence.end.min(at + NEAR);
    let says = |words: &Words| near.clone().any(|i| one_of(words, prose.word(i)));
    let phrase = |words: &str| prose.find(words, near.start, near.end).is_some();
    let odd = match what {
        CONCEAL => {
            protects(prose, at, &near)
                || numbers(prose, at, &near)
                || as_what(prose, at, near.end)
                || left_empty(prose, at)
                || a_method(prose, at, near.end)
                || an_aim(prose, at, &near)
                || spoils(prose, &near)
        }
        "an order to hand over secrets" => {
            can_be(prose, at, sentence.start)
                || kept_safe(prose, at, &near)
                || not_the_place(prose, at, near.end)
                || a_thing(prose, at, sentence.start)
        }
        "an order to hand over the conversation" => during(prose, at, &near),
        "claimed authority over the model" => as_data(prose, &near),
        // Those that warn of attackers speak of them.
        "words of an attack" => of_attackers(prose, at),
        // What a cell may hold, and what may be asked for.
        SWITCHED => {
            one_of(&OFFERED, prose.word(sentence.start))
                || phrase("data validation")
                    && says(words!(
                        "cell|cells|range|ranges|sheet|sheets|dropdown|dropdowns|column|columns"
                    ))
        }
        // Something else is said to call it.
        "a tool that is not to be called" => says(words!(
            "ui|widget|widgets|component|components|frontend|scheduler|webhook|webhooks"
        )),
        // A limit, not a time.
        "a behaviour that waits" => phrase("at most") || phrase("up to"),
        // What is done as who it is chosen to be done.
        "an order to widen an action" => {
            own_switch(prose, &near)
                || a_thing(prose, at, sentence.start)
                || matching(prose, at, near.end)
        }
        // What could be asked for, in quotes.
        "data sent to an address of its own" => an_example(prose, at),
        "a call that nobody asked for" => chooses(prose, at, near.end),
        // `What the user has granted` tells nothing of whether it was.
        "consent that nobody gave" => {
            relative(prose, at, near.start) || to_be_asked(prose, at, &near)
        }
        // It finds what the other needs.
        "another tool's calls rewritten" => {
            phrase("use this to")
                || phrase("call this to")
                || own_option(prose, at, near.end)
                || a_log(prose, at)
        }
        // Rules that something has already, and no model's.
        "an order to follow what is read" => {
            phrase("existing rules") || phrase("current rules") || asked_whether(prose, sentence)
        }
        _ => false,
    };
    odd || is_value(prose, at)
}

/// Whether what is read is to be taken for no order: `treat it as data, not instructions`.
fn as_data(prose: &Prose, near: &Range<usize>) -> bool {
    const ORDERS: &Words = words!("instructions|instruction|commands|command|orders|directives");
    near.clone().any(|at| {
        prose.is_at("as data", at)
            || prose.is_at("as untrusted", at)
            || matches!(prose.word(at), "not" | "never")
                && (1..=2).any(|on| one_of(ORDERS, prose.word(at + on)))
    })
}

/// Whether it is a parameter that may be left out: `omit to have it asked for`.
fn left_empty(prose: &Prose, at: usize) -> bool {
    static AIMS: Words = Words::of("to|for|if|when|unless|and|or");
    prose.word(at) == "omit" && one_of(&AIMS, prose.word(at + 1))
}

/// Whether words are methods of requests, one after the other: `DELETE, HEAD, OPTIONS, TRACE`.
fn a_method(prose: &Prose, at: usize, end: usize) -> bool {
    static METHODS: Words = Words::of("get|head|post|put|patch|options|connect");
    (at + 1..end.min(at + 3)).any(|i| one_of(&METHODS, prose.word(i)))
}

/// Whether the place of secrets is in a condition, or is no file but what a request is sent to.
fn not_the_place(prose: &Prose, at: usize, end: usize) -> bool {
    const CONDITIONS: &Words = words!("if|when|whether|unless");
    const REQUESTS: &Words = words!("endpoint|endpoints|route|operation|resource");
    let path = (at + 1..end).find(|i| {
        let token = prose.tokens.get(*i);
        token.is_some_and(|token| token.kind == Kind::Path)
    });
    // `Give the path, e.g. ./.env`: where it is, not what is in it.
    const NAMED: &Words =
        words!("give|provide|supply|specify|pass|use|enter|set|include|show|put|hand|add");
    const WHERE: &Words = words!("path|paths|name|filename|location");
    let where_it_is =
        || one_of(NAMED, prose.word(at)) && (at + 1..at + 4).any(|i| one_of(WHERE, prose.word(i)));
    path.is_some_and(|path| {
        let asked = matches!(prose.word(path - 1), "get" | "post" | "put" | "patch");
        where_it_is()
            || asked && one_of(REQUESTS, prose.word(path + 1))
            || (at + 1..path).any(|i| one_of(CONDITIONS, prose.word(i)))
    })
}

/// Whether a command is run as another because a parameter says so: `use_sudo: run it under sudo`.
fn own_switch(prose: &Prose, near: &Range<usize>) -> bool {
    static SWITCHES: Words = Words::of("use|with|run|as|become|enable|is|needs");
    near.clone().any(|i| {
        let (first, last) = prose.word(i).split_once('_').unwrap_or_default();
        one_of(&SWITCHES, first) && one_of(words!("sudo|root|admin|elevated"), last)
    })
}

/// Whether what is used is named as a parameter is: `if template_id is used`, `when force_refresh is used`.
fn own_option(prose: &Prose, at: usize, end: usize) -> bool {
    static ENDS: Words =
        Words::of("id|ids|name|names|path|url|key|type|flag|mode|date|size|limit|only");
    const BEGINS: &Words =
        words!("force|include|exclude|with|no|is|has|skip|max|min|only|dry|enable|use");
    let name = (at..end.min(at + 6))
        .map(|i| prose.word(i))
        .find(|word| word.contains('_'));
    let (first, last) = name.map_or(("", ""), |name| {
        let first = name.split('_').next().unwrap_or_default();
        (first, name.rsplit('_').next().unwrap_or_default())
    });
    one_of(&ENDS, last) || one_of(BEGINS, first)
}

/// Whether what is called first chooses what the others work with.
fn chooses(prose: &Prose, at: usize, end: usize) -> bool {
    const CHOOSES: &Words = words!("specify|select|choose|pick");
    (at..end).any(|i| prose.word(i) == "to" && one_of(CHOOSES, prose.word(i + 1)))
}

/// Whether what is quoted is called a value: `'You are now a pirate' is a valid value`.
fn is_value(prose: &Prose, at: usize) -> bool {
    const LONGEST: usize = 12;
    static VALUE: Words =
        Words::of("value|values|example|examples|valid|allowed|accepted|sample|permitted");
    let quoted = |i: usize| prose.tokens.get(i).is_some_and(|token| token.quoted);
    let end = (at..at + LONGEST).find(|i| !quoted(*i));
    let is = |end: usize| matches!(prose.word(end), "is" | "are" | "would");
    quoted(at)
        && end
            .is_some_and(|end| is(end) && (end + 1..end + 4).any(|i| one_of(&VALUE, prose.word(i))))
}

/// Whether somebody is said to be able to do it: `everyone who has the link can read the password`.
fn can_be(prose: &Prose, at: usize, start: usize) -> bool {
    let before = |back: usize| at.checked_sub(back).filter(|i| *i >= start);
    let word = |back: usize| before(back).map_or("", |i| prose.word(i));
    one_of(&POSSIBLE, word(1)) && !one_of(&ORDERED, word(2))
}

/// What is kept for whom it belongs to.
const SECRET: &Words = words!(
    "secret|secrets|key|keys|password|passwords|token|tokens|credential|credentials|passphrase"
);

/// Whether it is a secret that is not shown: `to use a secret without revealing it`.
fn protects(prose: &Prose, at: usize, near: &Range<usize>) -> bool {
    const BEFORE: usize = 6;
    const SHOWN: &Words = words!("revealing|showing|displaying|exposing|printing|logging");
    let shown = (at..at + 3).find(|i| one_of(SHOWN, prose.word(*i)));
    let secret = |range: Range<usize>| range.into_iter().any(|i| one_of(SECRET, prose.word(i)));
    let it = |i: usize| matches!(prose.word(i + 1), "it" | "them" | "its");
    shown.is_some_and(it) && secret(at.saturating_sub(BEFORE).max(near.start)..at)
}

/// Whether a secret that was just made is to be kept by its owner: `save the private key now, it is not shown again`.
fn kept_safe(prose: &Prose, at: usize, near: &Range<usize>) -> bool {
    const KEPT: &Words = words!("save|store|keep|copy|record|note|download");
    const ONCE: [&str; 10] = [
        "not store",
        "not stored",
        "shown once",
        "only once",
        "shown again",
        "only time",
        "be retrieved",
        "be recovered",
        "displayed once",
        "displayed again",
    ];
    let once = || {
        ONCE.iter()
            .any(|once| prose.find(once, at, near.end).is_some())
    };
    // Something that goes somewhere is not kept.
    let sent = |i: usize| {
        let token = prose.tokens.get(i);
        let named = token.is_some_and(|token| token.kind != Kind::Word || token.quoted);
        named
            || matches!(
                prose.word(i),
                "to" | "into" | "in" | "send" | "pass" | "attach"
            )
    };
    one_of(KEPT, prose.word(at)) && once() && !(at..near.end).any(sent)
}

/// Whether the conversation is when something is done, and not what is handed over: `you must have read the file in this conversation`.
fn during(prose: &Prose, at: usize, near: &Range<usize>) -> bool {
    const REACH: usize = 8;
    const TALK: &Words = words!("conversation|dialogue|chat|session");
    const ALL: &Words = words!(
        "everything|all|anything|whatever|said|written|typed|shared|discussed|messages|what"
    );
    let end = near.end.min(at + REACH);
    let talk = (at..end).find(|i| one_of(TALK, prose.word(*i)));
    talk.is_some_and(|i| {
        let word = |back: usize| i.checked_sub(back).map_or("", |i| prose.word(i));
        matches!(word(1), "this" | "the" | "same" | "current")
            && matches!(word(2), "in" | "during" | "within" | "earlier")
            && !(at..i).any(|i| one_of(ALL, prose.word(i)))
    })
}

/// Whom it is honest to tell nothing, and what tells nobody anything.
const OUTSIDERS: &str = "to the counterparty|to counterparties|to third parties|to outsiders|to competitors|to the other side|to the other party|to opponents|to the opponent|to the public|to other customers|to other users|to other guests|to other tenants|to other patients|to strangers|to the press|to the media|to journalists|to the seller|to the candidate|to other players|to the other players|to other teams|to rivals|to other members|from the counterparty|from third parties|from outsiders|from competitors|from other users|from other tenants|from other customers";
const HANDLES: &str = "ids|uuid|uuids|guid|guids|identifiers|raw json|internal numbers|internal number|object ids|row ids|raw output|raw xml";

static DEEDS: LazyLock<Senses> = LazyLock::new(|| bits("give|obtain|run|harm|send|route"));
static OWN: LazyLock<Senses> = LazyLock::new(|| bits("memory|convo"));
static OTHERS: LazyLock<Senses> = LazyLock::new(|| bits("afar|other|addr|secret|private|lair"));

/// Whether a careful reader passes over what a clause amounts to: it is kept from others than the user, or told all the same; numbers are
/// not shown; a memory is read where it is of use.
pub(super) fn spared(
    what: &str,
    clause: &Clause,
    prose: &Prose,
    range: &Range<usize>,
    place: Place,
) -> bool {
    let says = |phrases: &str| {
        pieces(phrases, b'|').any(|phrase| prose.find(phrase, range.start, range.end).is_some())
    };
    match what {
        CONCEAL => {
            let numbers = says(HANDLES) && clause.told & *DEEDS == 0;
            numbers
                || says(OUTSIDERS)
                || too_early(prose, range.start, range.end)
                || passes_on(prose, range)
                || as_what(prose, range.start, range.end)
                || unnamed(prose, range) && clause.told & *DEEDS == 0
                || says(
                    "anything but|anything other than|anything except|not told which|not told who|never told which",
                )
                || of_outsiders(prose, range)
                || spoils(prose, range)
                || told_instead(prose, range)
        }
        "an order to hand over secrets" | "a behaviour that waits" => {
            handed_back(prose, range, clause)
        }
        "an order to follow what is read" => asked_whether(prose, range),
        // What is asked for page by page, or looked at until it is done, has an end.
        "an order that exhausts" => says(
            "cursor|next_cursor|page|pages|page_token|next_page_token|offset|status|has_more|nextcursor|nextpagetoken",
        ),
        // How long something is kept.
        "data sent to an address of its own" => {
            says("days|months|weeks|hours")
                && says("kept for|stored for|retained for|kept only for")
        }
        "an answer laid down for the model" => own_work(prose, range),
        "an order to hand over the conversation" | "another tool's calls rewritten" => {
            tells_of_tool(prose, range)
        }
        "an order to ignore instructions" => we_do(prose, range) || asked_whether(prose, range),
        "a call that nobody asked for" => {
            let uses = || prose.is_at("use this tool to", range.start);
            let all = clause.said | clause.told;
            let shows = || place.home && all & *ELSEWHERE == 0 && shown_first(prose, range);
            uses() || place.trade & *OWN != 0 && all & *OTHERS == 0 || shows()
        }
        _ => false,
    }
}

/// Whether a sentence tells what its authors do: `whatever room you name, we quote its own rate`.
fn we_do(prose: &Prose, range: &Range<usize>) -> bool {
    const BIDS: &Words = words!(
        "must|should|always|please|assistant|model|agent|ignore|disregard|forget|never|your"
    );
    let we =
        |at: usize| prose.word(at) == "we" && prose.tokens.get(at).is_some_and(|token| token.opens);
    range.clone().any(we) && !range.clone().any(|at| one_of(BIDS, prose.word(at)))
}

/// Whether a sentence tells what a tool of this server shows: `list_messages shows the newest of each chat`.
fn tells_of_tool(prose: &Prose, range: &Range<usize>) -> bool {
    const BIDS: &Words =
        words!("must|should|always|please|you|your|then|include|whole|entire|full");
    const SHOWS: &Words = words!("shows|lists|returns|reads|finds|searches|gets|fetches|filters");
    let named = prose.word(range.start).contains('_');
    let bids = || range.clone().any(|at| one_of(BIDS, prose.word(at)));
    named && one_of(SHOWS, prose.word(range.start + 1)) && !bids()
}

/// Words that stand for what was named before.
const PRONOUNS: &Words = words!("it|them|that|its|their|ones");

/// Words that do so only where they name nothing themselves, and the words behind them by which they do not.
const POINTING: &Words = words!("these|those|both");
static BEHIND: Words = Words::of(
    "to|in|into|as|with|by|on|at|for|from|and|or|are|must|should|have|go|belong|be|will|here|there|alongside|too|also|of|that|which|before|after|when|over",
);

/// Words of a sentence among which one stands that goes on with the sentence before: later ones have their own.
const STANDS: usize = 10;

/// Whether a sentence goes on with what the one before named: `filled in by the model`, `pass it in …`.
pub(super) fn goes_on(prose: &Prose, range: &Range<usize>) -> bool {
    participle(prose.word(range.start))
        || range
            .clone()
            .take(STANDS)
            .any(|at| stands_for(prose, at, range.end))
}

/// Whether a word stands for what was named before: `these warnings` names something else.
fn stands_for(prose: &Prose, at: usize, end: usize) -> bool {
    let opens = |i: usize| prose.tokens.get(i).is_some_and(|token| token.opens);
    one_of(PRONOUNS, prose.word(at))
        || one_of(POINTING, prose.word(at))
            && (at + 1 >= end || opens(at + 1) || one_of(&BEHIND, prose.word(at + 1)))
}

/// The conversation, where a name says that messages are what the tool is for.
pub(crate) fn talk(name: &str) -> Senses {
    const TALK: &Words = words!(
        "chat|chats|channel|channels|message|messages|thread|threads|subagent|subagents|delegate|handoff|handover"
    );
    const AGENTS: &Words = words!("agent|agents");
    // Who asks a model gives it its prompt.
    const MODELS: &Words = words!("llm|llms|model|models|completion|completions");
    const ASKS: &Words =
        words!("ask|call|query|run|chat|generate|complete|invoke|prompt|create|test|compare");
    let says = |words: &Words| name.split(' ').any(|word| one_of(words, word));
    let models = if says(MODELS) && says(ASKS) {
        bits("prompt|sysprompt")
    } else {
        0
    };
    models
        | if says(TALK) || says(AGENTS) && !looked_at(name) {
            bit("convo")
        } else {
            0
        }
}

/// Whether a name says that something is listed or looked at: an agent that is asked to do something is told what was said, another is not.
pub(crate) fn looked_at(name: &str) -> bool {
    const LOOKS: &Words = words!(
        "get|list|status|state|info|show|view|describe|check|find|search|count|delete|remove|stop|kill|cancel|register|health|ping|version|name|registry|usage|cost|metrics"
    );
    name.split(' ').any(|word| one_of(LOOKS, word))
}
