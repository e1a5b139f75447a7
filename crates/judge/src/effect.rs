//! What a tool does in the worst case, from its name, its text and the shape of its parameters.

mod by_name;
mod harmless;

use crate::Claim;
use crate::actions::{listed_in_text, only_reads, selects, worst_action};
use crate::cjk;
use crate::clause::{besides, confirmed, main_deed};
use crate::joined::{joined, moves_about};
use crate::looks::{back_in_reply, looks_at, names_a_thing, shape_made, tells_how};
use crate::open::open;
use crate::prose::{Words, one_of, words};
use crate::shape::{Param, Tool};
use crate::verbs::{Found, Verbs};
use by_name::by_name;
use gate_engine::Effect;

/// Judges the effect before powers and annotations are looked at.
pub(crate) fn effect(tool: &Tool<'_>, verbs: &Verbs, because: &mut Vec<Claim>) -> Effect {
    let mut worst = match (&verbs.name, verbs.text.first()) {
        (Some(name), _) => by_name(tool, name, &verbs.text, because),
        (None, Some(_)) => by_text(tool, verbs, because),
        (None, None) => Effect::Unknown,
    };
    if worst != Effect::Read
        && verbs.name.as_ref().is_none_or(opens)
        && let Some(param) = only_reads(tool)
    {
        let (from, text) = offered(tool, param);
        claim(because, Effect::Read, &from, &text);
        worst = Effect::Read;
    }
    if worst == Effect::Read {
        worst = joined(tool, verbs, because);
    }
    if worst == Effect::Read
        && let Some((deed, from, text)) = besides(tool, verbs)
    {
        claim(because, deed, &from, &text);
        worst = deed;
    }
    if let Some((deed, at)) = main_deed(tool, verbs)
        && rank(deed) > rank(worst)
    {
        claim(because, deed, "/description", &tool.text.around(at));
        worst = deed;
    }
    if let Some((action, param)) = worst_action(tool)
        && !selects(verbs.name.as_ref())
        && !tells_how(tool, verbs)
        && (rank(action) > rank(worst) || worst == Effect::Unknown)
    {
        let (from, text) = offered(tool, param);
        claim(because, action, &from, &text);
        worst = action;
    }
    let named = |name: &Found| name.verb.noun || opens(name);
    if verbs.name.as_ref().is_none_or(named)
        && let Some((listed, at)) = listed_in_text(tool)
        && (rank(listed) > rank(worst) || worst == Effect::Unknown)
    {
        claim(because, listed, "/description", &tool.text.around(at));
        worst = listed;
    }
    if worst == Effect::Unknown
        && let Some(at) = rest_deleted(tool)
    {
        claim(
            because,
            Effect::Destructive,
            "/description",
            &tool.text.around(at),
        );
        worst = Effect::Destructive;
    }
    if worst == Effect::Unknown {
        worst = by_statement(tool, because);
    }
    if worst == Effect::Unknown
        && verbs.name.is_none()
        && verbs.text.is_empty()
        && (names_a_thing(&tool.text) || looks_at(&tool.text))
    {
        claim(because, Effect::Read, "/description", &tool.text.around(0));
        worst = Effect::Read;
    }
    if worst == Effect::Read
        && !verbs.leads(words!(
            "validate|lint|check|verify|estimate|calculate|compare|vet|preview|simulate"
        ))
        && let Some(param) = confirmed(tool)
    {
        claim(because, Effect::Write, &param.pointer, param.name);
        worst = Effect::Write;
    }
    worst
}

/// Where a clause of the first sentence does away with what no other clause names: "Keep only some rows, delete others".
fn rest_deleted(tool: &Tool<'_>) -> Option<usize> {
    let text = &tool.text;
    text.sentence_of(0).take(40).find(|&at| {
        text.tokens.get(at).is_some_and(|token| token.opens)
            && text.is_one(words!("delete|deletes|remove|removes|discard|discards|drop|drops|deleting|removing|discarding|dropping"), at)
            && (1..3).any(|i| text.is_one(words!("others|rest|everything|remaining|remainder"), at + i))
    })
}

/// Whether a name's verb leaves open what is done: the operation that the caller picks says it.
fn opens(name: &Found) -> bool {
    name.verb.effect == Effect::Unknown || one_of(words!("manage|handle"), &name.word)
}

/// Deeds that no reading tool does.
pub(crate) static DEEDS: Words = Words::of(
    "create|delete|remove|update|edit|send|write|insert|upload|deploy|publish|install|move|rename|purge|drop|destroy|kill|terminate|revoke|submit|reject|approve|import|cancel|post|overwrite",
);
/// What only begins or ends something may be a look.
static BEGINS: Words = Words::of(
    "decrypt|decode|start|stop|begin|initiate|commence|finish|continue|cancel|pause|resume",
);
/// Things that are made for the reply alone.
static FOR_REPLY: Words = Words::of(
    "chart|diagram|image|plot|map|graph|report|preview|url|link|summary|plan|polygon|geometry|query|prompt|list|context",
);

/// The change that name and description both say, or that the description's main clause does, in its words.
pub(crate) fn plain_deed(tool: &Tool<'_>, verbs: &Verbs, effect: Effect) -> Option<String> {
    if let Some((_, at)) = main_deed(tool, verbs) {
        return Some(tool.text.around(at));
    }
    let (name, text) = (verbs.name.as_ref()?, verbs.text.first()?);
    let plain = |found: &Found| one_of(&DEEDS, &found.word);
    let changes = matches!(text.verb.effect, Effect::Write | Effect::Destructive);
    // The same deed in name and text is one, whatever the verb, if it was not found to be harmless.
    let same = name.word == text.word
        && name.at == 0
        && !name.verb.noun
        && !one_of(&BEGINS, &name.word)
        && effect != Effect::Read;
    let fits = (plain(name) && (plain(text) || changes && !text.verb.noun) || same && changes)
        && !tool.named(&FOR_REPLY)
        && !reads_only(tool);
    fits.then(|| tool.text.around(text.at))
}

/// What the words rest on by which a tool was judged destructive, where those are its own name or description.
pub(crate) fn told_destructive(because: &[Claim], effect: Effect) -> Option<&Claim> {
    let last = because
        .iter()
        .rfind(|claim| claim.claim.starts_with("effect: "))?;
    let own = matches!(last.from.as_str(), "/name" | "/description");
    (effect == Effect::Destructive && own).then_some(last)
}

/// Where the operations stand that a parameter picks one of, and their text: its values, what is said of it, or of the tool.
fn offered(tool: &Tool<'_>, param: &Param<'_>) -> (String, String) {
    if !param.values.listed.is_empty() {
        (param.pointer.clone(), param.values.listed.join(", "))
    } else if param.text.tokens.is_empty() {
        ("/description".to_owned(), tool.text.around(0))
    } else {
        (param.text_at(), param.text.around(0))
    }
}

/// Writes down why.
pub(crate) fn claim(because: &mut Vec<Claim>, effect: Effect, from: &str, text: &str) {
    because.push(Claim {
        claim: format!("effect: {effect}"),
        from: from.to_owned(),
        text: crate::shorten(text),
    });
}

/// The order of effects; unknown lies between read and write, because it counts as a write but any rule beats it.
pub(crate) fn rank(effect: Effect) -> u8 {
    match effect {
        Effect::Read => 0,
        Effect::Unknown => 1,
        Effect::Write => 2,
        Effect::Destructive => 3,
    }
}

/// What the description's verbs say.
fn by_text(tool: &Tool<'_>, verbs: &Verbs, because: &mut Vec<Claim>) -> Effect {
    let Some(worst) = verbs
        .text
        .iter()
        .filter(|found| !moves_about(tool, found))
        .max_by_key(|found| rank(found.verb.effect))
    else {
        return Effect::Unknown;
    };
    if let Some(at) = back_in_reply(tool, None, &verbs.text)
        .or_else(|| shape_made(tool, None, verbs.text.first()))
    {
        claim(because, Effect::Read, "/description", &tool.text.around(at));
        return Effect::Read;
    }
    let mut effect = worst.verb.effect;
    // What is removed from somewhere is only no longer there.
    if worst.word == "remove" && (worst.at + 1..worst.at + 8).any(|i| tool.text.word(i) == "from") {
        effect = Effect::Write;
    }
    if effect == Effect::Unknown || worst.verb.noun && reads_only(tool) {
        return open(tool, &worst.word, because);
    }
    claim(
        because,
        effect,
        "/description",
        tool.text.around(worst.at).as_str(),
    );
    effect
}

/// Whether the first words of the text say that it only reads.
pub(crate) fn reads_only(tool: &Tool<'_>) -> bool {
    let at = ["read only", "readonly"]
        .iter()
        .find_map(|phrase| tool.text.find(phrase, 0, 40));
    at.is_some_and(|at| {
        !matches!(
            at.checked_sub(1).map_or("", |i| tool.text.word(i)),
            "not" | "non" | "isnt"
        )
    })
}

/// What the text says outright, where no verb placed the tool.
fn by_statement(tool: &Tool<'_>, because: &mut Vec<Claim>) -> Effect {
    for (phrases, effect) in [
        (
            &[
                "read only",
                "does not modify",
                "without modifying",
                "no side effects",
            ][..],
            Effect::Read,
        ),
        (
            &["deletes", "permanently", "irreversible"][..],
            Effect::Destructive,
        ),
        (
            &["creates", "updates", "modifies", "writes", "sends"][..],
            Effect::Write,
        ),
        (
            &[
                "returns",
                "retrieves",
                "calculates",
                "information about",
                "analyzes",
                "lists",
                "searches",
                "obtains",
                "obtain",
                "fetches",
            ][..],
            Effect::Read,
        ),
    ] {
        if let Some(at) = phrases
            .iter()
            .find_map(|phrase| tool.text.affirms(phrase, 120))
        {
            claim(
                because,
                effect,
                "/description",
                tool.text.around(at).as_str(),
            );
            return effect;
        }
    }
    match cjk::effect(&tool.text) {
        Some((effect, at)) => {
            claim(because, effect, "/description", &tool.text.around(at));
            effect
        }
        None => Effect::Unknown,
    }
}
