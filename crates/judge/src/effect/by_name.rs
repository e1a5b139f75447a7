//! What a name's verb says that is done, with the description's first verb as second opinion.

use super::claim;
use super::harmless::harmless;
use crate::Claim;
use crate::lexicon::done_to;
use crate::looks::{
    address_made, aside, back_in_reply, ends_in_look, names_a_thing, runs_tests, shape_made,
    shown_plainly, stands, tidies,
};
use crate::open::{MAKES, open};
use crate::prose::{Words, one_of, phrases, words};
use crate::shape::{Param, Tool};
use crate::verbs::Found;
use gate_engine::Effect;

/// What the name's verb says, with the description's first verb as second opinion.
pub(super) fn by_name(
    tool: &Tool<'_>,
    name: &Found,
    texts: &[Found],
    because: &mut Vec<Claim>,
) -> Effect {
    let first = texts.first();
    let mut effect = name.verb.effect;
    if one_of(MAKES, &name.word)
        && tool
            .words
            .last()
            .is_some_and(|word| one_of(words!("link|url"), word))
    {
        claim(because, Effect::Read, "/name", tool.name);
        return Effect::Read;
    }
    if enters(tool, name) || reports_given(tool, name) {
        claim(because, Effect::Write, "/name", tool.name);
        return Effect::Write;
    }
    if let Some(begun) = first.filter(|first| begins_check(tool, name, first)) {
        let text = tool.text.around(begun.at);
        claim(because, Effect::Write, "/description", &text);
        return Effect::Write;
    }
    if maps_onto(tool, name) {
        claim(because, Effect::Write, "/name", tool.name);
        return Effect::Write;
    }
    if made_anew(tool, name) {
        claim(because, Effect::Write, "/name", tool.name);
        return Effect::Write;
    }
    if let Some(at) =
        back_in_reply(tool, Some(name), texts).or_else(|| shape_made(tool, Some(name), first))
    {
        claim(because, Effect::Read, "/description", &tool.text.around(at));
        return Effect::Read;
    }
    if tidies(tool, name) || stands(tool, name, first) || ends_in_look(tool, name, first) {
        claim(because, Effect::Read, "/name", tool.name);
        return Effect::Read;
    }
    if let Some(first) = first
        && runs_tests(tool, first)
    {
        claim(
            because,
            Effect::Write,
            "/description",
            &tool.text.around(first.at),
        );
        return Effect::Write;
    }
    if shown_plainly(tool, name, texts) {
        claim(because, Effect::Read, "/description", &tool.text.around(0));
        return Effect::Read;
    }
    if address_made(tool, first) {
        claim(because, Effect::Read, "/description", &tool.text.around(0));
        return Effect::Read;
    }
    let differs = done_to(&name.word, &tool.words).filter(|_| {
        // `habit_log`, "Query the log": the description says that it is looked at.
        !(name.at > 0
            && first.is_some_and(|first| {
                first.at == 0 && first.word != name.word && first.verb.effect == Effect::Read
            }))
    });
    if let Some(effect) = differs
        && (effect != Effect::Write || harmless(tool, name, first).is_none())
    {
        claim(because, effect, "/name", tool.name);
        return effect;
    }
    let text_effect = first.map(|found| found.verb.effect);
    if (effect == Effect::Write || differs.is_some())
        && let Some(why) = harmless(tool, name, first)
    {
        let (from, why) = if why.is_empty() {
            ("/name", tool.name)
        } else {
            ("/description", why.as_str())
        };
        claim(because, Effect::Read, from, why);
        return Effect::Read;
    }
    // A word that is as often a noun yields to what the description says it does.
    if let (Some(first), Some(other)) = (first, text_effect)
        && (name.verb.noun || name.at > 0 && name.verb.effect == Effect::Read)
        && other != Effect::Unknown
        && !(name.verb.effect == Effect::Read && name.at > 0 && aside(tool, first))
        && first.word != "simulate"
        && !(name.word == "preview" && name.at == 0 && tool.words.len() > 1)
        && (!first.verb.noun || first.at < 2)
        && !(effect == Effect::Destructive
            || effect == Effect::Write && name.at == 0 && other == Effect::Read && !name.verb.noun)
    {
        claim(
            because,
            other,
            "/description",
            tool.text.around(first.at).as_str(),
        );
        return other;
    }
    // The same deed in milder or harsher words: `remove_automation`, "Delete an automation". What only takes another deed back is none:
    // `untag_entry`, "Remove a tag".
    let taken_back = name.word.starts_with("un")
        && first.is_some_and(|first| one_of(words!("remove|clear|strip|drop"), &first.word));
    if effect == Effect::Write && text_effect == Some(Effect::Destructive) && !taken_back {
        effect = Effect::Destructive;
    }
    if effect == Effect::Destructive
        && matches!(
            name.word.as_str(),
            "remove" | "detach" | "clear" | "clean" | "trash"
        )
        && text_effect != Some(Effect::Destructive)
        // Of what is nowhere else, a text that says nothing makes nothing milder.
        && !(text_effect.is_none_or(|told| told == Effect::Unknown)
            && name.word == "remove"
            && tool.words.last().is_some_and(|last| one_of(&KEPT_ONCE, last)))
        // "Removes/deletes a …".
        && !(0..4).any(|i| tool.text.word(i).contains("/delete"))
    {
        effect = Effect::Write;
    }
    if name.word == "remove"
        && effect == Effect::Destructive
        && first.is_some_and(|f| f.word == "remove")
        && let Some(from) = tool.text.find("from", 0, 14)
        && !gone(tool, from)
        && !(0..4).any(|i| tool.text.word(i).contains("/delete"))
    {
        effect = Effect::Write;
    }
    if effect == Effect::Unknown {
        return open(tool, &name.word, because);
    }
    if name.verb.noun && first.is_none() && names_a_thing(&tool.text) {
        claim(because, Effect::Read, "/description", &tool.text.around(0));
        return Effect::Read;
    }
    claim(because, effect, "/name", tool.name);
    effect
}

/// Whether two words are one verb that goes in or out of something: `check_in`, `log_out`. `check_if_due` is none.
fn enters(tool: &Tool<'_>, name: &Found) -> bool {
    // An answer that is given where the question was asked.
    let asked = |param: &Param<'_>| {
        param.is(words!("question_id|call_id|thread_id|ticket_id|review_id|query_id|callback_query_id|inline_query_id"))
    };
    if name.at == 0 && name.word == "answer" && tool.top().any(asked) {
        return true;
    }
    let next = tool.words.get(name.at + 1).map_or("", String::as_str);
    name.at == 0
        && one_of(words!("log|check|opt"), &name.word)
        && one_of(words!("in|out|off"), next)
}

/// Whether a check is set going at somebody else, who keeps what comes of it: `verify_domain`, "Trigger the verification of a domain".
fn begins_check(tool: &Tool<'_>, name: &Found, first: &Found) -> bool {
    const NEAR: usize = 6;
    let check = |at: usize| {
        let what = words!("verification|validation|confirmation|code|email|otp|sms|challenge");
        tool.text.is_one(what, first.at + at)
    };
    (1..NEAR).any(check)
        && name.at == 0
        && one_of(words!("verify|validate|confirm"), &name.word)
        && first.at == 0
        && one_of(
            words!("trigger|send|submit|initiate|request|queue|mark|complete|schedule"),
            &first.word,
        )
}

/// Whether a thing is mapped onto another, which it stays with: `map_secret_to_account`.
fn maps_onto(tool: &Tool<'_>, name: &Found) -> bool {
    let onto = words!(
        "account|accounts|role|roles|user|users|group|groups|volume|drive|port|bucket|subdomain|host"
    );
    name.at == 0
        && name.word == "map"
        && tool.words.iter().any(|word| word == "to")
        && tool.words.last().is_some_and(|last| one_of(onto, last))
}

/// Whether what is cleared is only a copy, which is made anew when it is asked for: `flush_dns_cache`. A store that is called a cache
/// holds what is nowhere else: `cache_flush_all`.
fn made_anew(tool: &Tool<'_>, name: &Found) -> bool {
    let last = tool.words.last().map_or("", String::as_str);
    one_of(
        words!("clear|flush|purge|invalidate|empty|reset"),
        &name.word,
    ) && one_of(words!("cache|caches|console"), last)
}

/// Whether what is reported is given, and not looked up: `report_status` of a `status`.
fn reports_given(tool: &Tool<'_>, name: &Found) -> bool {
    let last = tool.words.last().map_or("", String::as_str);
    name.at == 0
        && name.word == "report"
        && one_of(
            words!(
                "status|progress|result|results|outcome|error|errors|completion|success|failure|metric|metrics|score|position|location"
            ),
            last,
        )
        && tool.top().any(|param| param.is(last))
}

/// Things that are nowhere else once they are removed from the product that keeps them …
static KEPT_ONCE: Words = Words::of(
    "item|items|task|tasks|project|projects|note|notes|file|files|document|documents|record|records|entry|entries|page|pages|event|events|\
    contact|contacts|reminder|reminders|todo|todos|database|databases|runtime|volume|network|container|image|user|account|message|messages|post|issue",
);
/// … and what a thing can be removed from that it is only sorted into.
static SORTED_INTO: Words = Words::of(
    "a|an|the|your|this|that|its|their|his|one|another|any|all|each|specific|given|current|list|lists|favorites|favourites|cart|library|\
    playlist|group|groups|board|boards|queue|index|cache|memory|staging|within|multiple|existing|selected|some",
);

/// Whether what is removed "from Acme" is gone, and not only taken out of a list.
fn gone(tool: &Tool<'_>, from: usize) -> bool {
    let last = tool.words.last().map_or("", String::as_str);
    let whole = one_of(&KEPT_ONCE, last);
    // What waits in a queue is nowhere else.
    if one_of(words!("job|jobs"), last) && tool.text.says(phrases!("queue")) {
        return true;
    }
    whole && !one_of(&SORTED_INTO, tool.text.word(from + 1))
}
