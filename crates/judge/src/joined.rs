//! A second verb beside a reading one, which may change what the first leaves alone.

use crate::Claim;
use crate::effect::{claim, rank};
use crate::lexicon::verb;
use crate::prose::{Words, one_of, words};
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
    for found in verbs.text.iter().skip(1) {
        if kept_inside(tool, found) || listed(tool, found) {
            continue;
        }
        let before = found
            .at
            .checked_sub(1)
            .map(|i| tool.text.word(i))
            .unwrap_or_default();
        if matches!(before, "or" | "and")
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
    Effect::Read
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
        || (sentence.start..found.at)
            .rev()
            .take(16)
            .any(|i| one_of(&LISTS, tool.text.word(i)))
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
