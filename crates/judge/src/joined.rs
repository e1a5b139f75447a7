//! A second verb beside a reading one, which may change what the first leaves alone.

use crate::Claim;
use crate::effect::{claim, rank, reads_only};
use crate::lexicon::verb;
use crate::prose::{Words, one_of, words};
use crate::setting::Setting;
use crate::shape::Tool;
use crate::verbs::{Found, Verbs};
use gate_engine::Effect;

/// A reading verb joined with a changing one: "Gets messages from or clears the console", `get_or_create`.
pub(crate) fn joined(tool: &Tool<'_>, verbs: &Verbs, because: &mut Vec<Claim>) -> Effect {
    let pair = tool.words.windows(3).find_map(|w| match w {
        [_, or, second] if or == "or" || or == "and" => verb(second).filter(|v| !v.noun),
        _ => None,
    });
    if let Some(second) = pair
        && rank(second.effect) > rank(Effect::Read)
        && second.effect != Effect::Unknown
    {
        claim(because, second.effect, "/name", tool.name);
        return second.effect;
    }
    if let Some((effect, at)) = series(tool) {
        claim(because, effect, "/description", &tool.text.around(at));
        return effect;
    }
    for found in verbs.text.iter().skip(1) {
        if moves_about(tool, found)
            || kept_inside(tool, found)
            || listed(tool, found)
            || own_line(tool, found.at)
            || ends_a_row(tool, verbs, found)
        {
            continue;
        }
        let before = found
            .at
            .checked_sub(1)
            .map(|i| tool.text.word(i))
            .unwrap_or_default();
        if matches!(before, "or" | "and" | "optionally")
            && !found.verb.noun
            && rank(found.verb.effect) >= rank(Effect::Write)
        {
            let effect = if found.word == "clear" {
                Effect::Write
            } else {
                found.verb.effect
            };
            claim(
                because,
                effect,
                "/description",
                tool.text.around(found.at).as_str(),
            );
            return effect;
        }
    }
    if let Some(at) = runs_too(tool) {
        claim(
            because,
            Effect::Write,
            "/description",
            &tool.text.around(at),
        );
        return Effect::Write;
    }
    Effect::Read
}

/// Words that open an object which is run, opened or joined.
static ONE_THING: Words = Words::of(
    "a|an|the|your|any|one|it|them|another|this|these|those|selected|hosted|saved|available",
);
/// Objects of running and opening that are only another look.
static LOOKED_UP: Words = Words::of(
    "query|queries|search|searches|report|reports|analysis|analyses|check|checks|audit|audits|scan|scans|validation|validations|comparison|comparisons|calculation|calculations|lookup|lookups|diagnostics|test|tests|url|page|pages|file|files|image|link",
);

/// Where the first words say that what is looked for is also run, or something joined: "Discover and run hosted jobs", "…, or connect one".
fn runs_too(tool: &Tool<'_>) -> Option<usize> {
    if reads_only(tool) {
        return None;
    }
    let text = &tool.text;
    let end = text.sentence_of(0).end.min(16);
    (1..end).find(|&at| {
        let joined = matches!(text.word(at - 1), "and" | "or");
        let runs = at == 2 && one_of(words!("run|execute|invoke|launch|start"), text.word(at));
        let joins = text.word(at - 1) == "or" && text.word(at) == "connect";
        let looked = || (1..5).any(|i| one_of(&LOOKED_UP, text.word(at + i)));
        joined
            && (runs || joins)
            && one_of(&ONE_THING, text.word(at + 1))
            && !looked()
            && !text.set_aside(at)
    })
}

/// Whether it is the server's own line that is opened: "Verify, login and initialize the connection".
fn own_line(tool: &Tool<'_>, at: usize) -> bool {
    let mut sentence = tool.text.sentence_of(at);
    let opened = words!("login|initialize|initialise|init|establish|authenticate");
    one_of(opened, tool.text.word(at))
        && tool.params.is_empty()
        && sentence.len() < 10
        && sentence.any(|i| one_of(words!("connection|session"), tool.text.word(i)))
}

/// Whether a verb only says how one goes about what is looked at: "Search and navigate the parts".
pub(crate) fn moves_about(tool: &Tool<'_>, found: &Found) -> bool {
    one_of(words!("navigate|expand|collapse|highlight"), &found.word)
        && found.at > 0
        && !tool.about(Setting::Device)
}

/// What is done to what is looked at, and to nothing else.
static ORDERED: Words = Words::of(
    "sort|group|order|page|rank|match|filter|slice|combine|merge|format|highlight|expand|collapse|resize|convert|scale|tag|label|annotate|report|export|navigate|follow|focus|switch",
);

/// A row of verbs that a text opens with: "List, open, switch to, or close tabs".
fn series(tool: &Tool<'_>) -> Option<(Effect, usize)> {
    let text = &tool.text;
    let mut found = Vec::new();
    for at in 0..text.sentence_of(0).end.min(12) {
        let word = text.word(at);
        let opens = at == 0 || text.tokens.get(at).is_some_and(|token| token.opens);
        let before = at.checked_sub(1).map_or("", |i| text.word(i));
        let next = matches!(before, "or" | "and");
        if opens || next {
            match verb(word) {
                Some(verb) => found.push((verb.effect, at)),
                None if matches!(word, "or" | "and") => {}
                None => break,
            }
            if next {
                break;
            }
        } else if !matches!(word, "or" | "and" | "to" | "in" | "out") {
            break;
        }
    }
    let plain = |(effect, at): &&(Effect, usize)| {
        matches!(effect, Effect::Write | Effect::Destructive)
            && !one_of(&ORDERED, text.word(*at))
            && !own_line(tool, *at)
    };
    let worst = found
        .iter()
        .filter(plain)
        .max_by_key(|(effect, _)| rank(*effect))?;
    (found.len() > 2).then_some(*worst)
}

/// Words that open a list of what is looked at …
static LISTS: Words = Words::of("including|includes|such|about|containing|whether|with|showing");
/// … and words that what looks like a verb only describes: `edit rights`, `retry counts`.
static DESCRIBED: Words = Words::of(
    "restriction|restrictions|permission|permissions|access|rights|deadline|deadlines|schedule|readiness|history|status|statuses|count|counts|date|dates|time|times|mode|button|event|\
    events|log|logs|rate|rates|policy|policies|attempt|attempts|type|types|request|requests|operation|operations|setting|settings|information|info|data",
);

/// Words that open an object, so that the word before them is a verb …
static OBJECT: Words =
    Words::of("a|an|the|all|every|each|any|this|that|these|those|your|its|their|one|it|them");
/// … and changing verbs that are nouns as well.
static NOUNS_TOO: Words = Words::of(
    "upgrade|downgrade|update|restart|restore|reset|refresh|retry|failover|pop|cleanup|import|upload|install|pause|replay|recover",
);

/// Whether a word behind `and` belongs to a list of things that are looked at.
fn listed(tool: &Tool<'_>, found: &Found) -> bool {
    let sentence = tool.text.sentence_of(found.at);
    let text = &tool.text;
    // "By ID or Acme URL", "for configuration and upgrade readiness".
    let near = |list: &Words| {
        (2..=4).any(|i| {
            found
                .at
                .checked_sub(i)
                .is_some_and(|at| at >= sentence.start && one_of(list, text.word(at)))
        })
    };
    let object = one_of(&OBJECT, text.word(found.at + 1));
    let named = !object
        && (near(words!("by|using|via"))
            || near(words!("for|of|about")) && one_of(&NOUNS_TOO, &found.word));
    named
        || one_of(&DESCRIBED, tool.text.word(found.at + 1))
        || !object
            && one_of(
                words!("status|rights|permissions"),
                tool.text.word(found.at + 2),
            )
        || (sentence.start..found.at)
            .rev()
            .take(16)
            .any(|i| one_of(&LISTS, tool.text.word(i)))
}

/// Whether what may be a verb is the last of a row of things: "… of common words in posts, reviews or feedback". A deed has an object, or
/// stands close to the verb that it is joined to.
fn ends_a_row(tool: &Tool<'_>, verbs: &Verbs, found: &Found) -> bool {
    const CLOSE: usize = 4;
    let far = verbs
        .text
        .first()
        .is_some_and(|first| found.at > first.at + CLOSE);
    far && tool.text.sentence_of(found.at).end == found.at + 1
}

/// Whether what is saved stays inside the server.
fn kept_inside(tool: &Tool<'_>, found: &Found) -> bool {
    let end = tool.text.sentence_of(found.at).end.min(found.at + 8);
    one_of(words!("save|store|cache|keep|remember"), &found.word)
        && (found.at..end).any(|i| {
            one_of(
                words!("internally|resource|memory|cache|session"),
                tool.text.word(i),
            )
        })
}
