//! What a tool does in the worst case, from its name, its text and the shape of its parameters.

use crate::Claim;
use crate::lexicon::verb;
use crate::prose::{Prose, one_of};
use crate::shape::{Param, Tool};
use crate::verbs::{Found, Verbs, name_verb};
use gate_engine::Effect;

/// Judges the effect before powers and annotations are looked at.
pub(crate) fn effect(tool: &Tool<'_>, verbs: &Verbs, because: &mut Vec<Claim>) -> Effect {
    let mut worst = match (&verbs.name, verbs.text.first()) {
        (Some(name), first) => by_name(tool, name, first, because),
        (None, Some(_)) => by_text(tool, verbs, because),
        (None, None) => Effect::Unknown,
    };
    if worst == Effect::Read {
        worst = joined(tool, verbs, because);
    }
    if let Some((action, param)) = worst_action(tool)
        && (rank(action) > rank(worst) || worst == Effect::Unknown)
    {
        claim(
            because,
            action,
            &param.pointer,
            &param.values.listed.join(", "),
        );
        worst = action;
    }
    if worst == Effect::Unknown {
        worst = by_statement(tool, because);
    }
    if worst == Effect::Write
        && let Some((from, text)) = destroys(tool)
    {
        claim(because, Effect::Destructive, &from, &text);
        worst = Effect::Destructive;
    }
    worst
}

/// Phrases of a changing tool that leave nothing of what was there.
const WIPES: &str = "overwrite|overwrites|overwriting|overwritten|destructive operation|destructive action|this is destructive|replaces the entire|\
    replace the entire|replaces all existing|deletes everything";
/// Words of the description in which they are looked for.
const WIPES_IN: usize = 80;
/// Switches that do away with something.
const SWITCHES: &str = "prune|purge|wipe|overwrite|erase|destroy|truncate";

/// Where a changing tool says that it also does away with what was there.
fn destroys(tool: &Tool<'_>) -> Option<(String, String)> {
    let said =
        crate::prose::pieces(WIPES, b'|').find_map(|phrase| tool.text.affirms(phrase, WIPES_IN));
    if let Some(at) = said {
        return Some(("/description".to_owned(), tool.text.around(at)));
    }
    let switch = tool.top().find(|param| {
        param.values.boolean
            && param
                .words
                .first()
                .is_some_and(|word| one_of(SWITCHES, word))
    })?;
    Some((switch.pointer.clone(), switch.name.to_owned()))
}

/// Deeds that no reading tool does.
const DEEDS: &str = "create|delete|remove|update|edit|send|write|insert|upload|deploy|publish|install|move|rename|purge|drop|destroy|kill|terminate|revoke|submit|reject|approve|import|cancel|post|overwrite";
/// Things that are made for the reply alone.
const FOR_REPLY: &str = "chart|diagram|image|plot|map|graph|report|preview|url|link|summary|plan|polygon|geometry|query|prompt|list|context";

/// The deed that name and description both say, in the description's words.
pub(crate) fn plain_deed(tool: &Tool<'_>, verbs: &Verbs) -> Option<String> {
    let (name, text) = (verbs.name.as_ref()?, verbs.text.first()?);
    let plain = |found: &Found| one_of(DEEDS, &found.word);
    let fits = plain(name) && plain(text) && !tool.named(FOR_REPLY) && !reads_only(tool);
    fits.then(|| tool.text.around(text.at))
}

/// Writes down why.
fn claim(because: &mut Vec<Claim>, effect: Effect, from: &str, text: &str) {
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

/// What the name's verb says, with the description's first verb as second opinion.
fn by_name(
    tool: &Tool<'_>,
    name: &Found,
    first: Option<&Found>,
    because: &mut Vec<Claim>,
) -> Effect {
    let mut effect = name.verb.effect;
    let text_effect = first.map(|found| found.verb.effect);
    if effect == Effect::Write
        && let Some(why) = harmless(tool, name, first)
    {
        claim(because, Effect::Read, "/description", &why);
        return Effect::Read;
    }
    // A word that is as often a noun yields to what the description says it does.
    if let (Some(first), Some(other)) = (first, text_effect)
        && (name.verb.noun || name.at > 0 && name.verb.effect == Effect::Read)
        && other != Effect::Unknown
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
    // The same deed in milder or harsher words: `remove_automation`, "Delete an automation".
    if effect == Effect::Write && text_effect == Some(Effect::Destructive) {
        effect = Effect::Destructive;
    }
    if effect == Effect::Destructive
        && matches!(name.word.as_str(), "remove" | "detach" | "clear" | "clean")
        && text_effect != Some(Effect::Destructive)
    {
        effect = Effect::Write;
    }
    if name.word == "remove"
        && effect == Effect::Destructive
        && first.is_some_and(|f| f.word == "remove")
        && tool.text.find("from", 0, 14).is_some()
    {
        effect = Effect::Write;
    }
    if effect == Effect::Unknown {
        return open(tool, &name.word, because);
    }
    claim(because, effect, "/name", tool.name);
    effect
}

/// Why a changing verb changes nothing outside: a demonstration, the session's own settings, an end of what the server itself began.
fn harmless(tool: &Tool<'_>, name: &Found, first: Option<&Found>) -> Option<String> {
    let word = name.word.as_str();
    let shows = first
        .is_some_and(|found| matches!(found.word.as_str(), "demonstrate" | "simulate"))
        && !tool.named("key|keys|keyboard|mouse|touch|input|click|press");
    let own = matches!(word, "set" | "select" | "switch" | "use")
        && tool.text.says(
            "for this client session|for this session|of this session|for the current session",
        );
    let ends = matches!(word, "close" | "stop" | "disconnect")
        && tool.named("search|connection|session|sessions")
        && !tool.text.says("browser|recording");
    let said = name.verb.noun && reads_only(tool);
    // The client's own features, tried out: what is asked of it stays between the two.
    let tried = matches!(word, "trigger" | "toggle" | "start" | "send" | "request")
        && tool.named("sampling|elicitation|elicit|roots|simulated|simulation|subscriber|progress");
    (shows || own || ends || said || tried)
        .then(|| tool.text.around(first.map_or(0, |found| found.at)))
}

/// What the description's verbs say.
fn by_text(tool: &Tool<'_>, verbs: &Verbs, because: &mut Vec<Claim>) -> Effect {
    let Some(worst) = verbs
        .text
        .iter()
        .max_by_key(|found| rank(found.verb.effect))
    else {
        return Effect::Unknown;
    };
    let effect = worst.verb.effect;
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

/// A reading verb joined with a changing one: "Gets messages from or clears the console", `get_or_create`.
fn joined(tool: &Tool<'_>, verbs: &Verbs, because: &mut Vec<Claim>) -> Effect {
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
        if kept_inside(tool, found) {
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

/// Whether what is saved stays inside the server.
fn kept_inside(tool: &Tool<'_>, found: &Found) -> bool {
    let end = tool.text.sentence_of(found.at).end.min(found.at + 8);
    one_of("save|store|cache|keep|remember", &found.word)
        && (found.at..end).any(|i| {
            one_of(
                "internally|resource|memory|cache|session",
                tool.text.word(i),
            )
        })
}

/// Verbs that make something: a reply, unless it goes somewhere.
const MAKES: &str =
    "generate|export|download|produce|transform|print|dump|plot|draw|process|request|build";
/// Verbs that carry something out: the object decides.
const RUNS: &str = "run|execute|perform|batch|bulk|mass|exec|invoke|control|interact|do|work";
/// Objects that make carrying out a look.
const LOOKS: &str = "report|query|search|research|analysis|audit|check|benchmark|lint|scan|diagnostics|sql|promql|insights|read|validation|inference|lookup|reader";
/// Words that say that what is made is kept.
const KEEPS: &str = "saves|save it|saved to|written to|writes|stored locally|saved locally|local storage|to disk|save to";

/// Verbs that say nothing by themselves: what is made, and where it goes.
fn open(tool: &Tool<'_>, word: &str, because: &mut Vec<Claim>) -> Effect {
    let says = |list: &str| {
        tool.words.iter().any(|word| one_of(list, word))
            || tool.text.words().take(4).any(|word| one_of(list, word))
    };
    let effect = match word {
        _ if reads_only(tool) => Effect::Read,
        "connect" if !tool.named("account|wallet") => Effect::Read,
        "open"
            if !tool
                .params
                .iter()
                .any(|param| param.named("url|path|app|file")) =>
        {
            Effect::Read
        }
        word if one_of(MAKES, word) && !tool.text.says(KEEPS) => Effect::Read,
        word if one_of(RUNS, word) && says(LOOKS) => Effect::Read,
        word if one_of(MAKES, word) || one_of(RUNS, word) || word == "open" => Effect::Write,
        _ => Effect::Unknown,
    };
    if effect != Effect::Unknown {
        claim(because, effect, "/name", tool.name);
    }
    effect
}

/// Whether the first words of the text say that it only reads.
fn reads_only(tool: &Tool<'_>) -> bool {
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

/// Names of the parameter that picks what is done.
const ACTION: &str = "action|operation|op|command|subcommand|method|actions|operations";

/// Whether a parameter picks what is done.
pub(crate) fn picks(param: &Param<'_>) -> bool {
    param.ends(ACTION)
        || param
            .is("action_type|action_name|operation_type|operation_name|command_type|command_name")
}

/// The parameter that picks what is done, and the worst that it offers: by its enum, else by the list in its description.
fn worst_action<'t, 'a>(tool: &'t Tool<'a>) -> Option<(Effect, &'t Param<'a>)> {
    // What a tool that only works something out is told about, it does not do.
    let deepest = usize::from(!tool.opens_with("compute|calculate|estimate|simulate"));
    let candidates = tool
        .params
        .iter()
        .filter(|param| param.level <= deepest && picks(param));
    candidates
        .filter_map(|param| {
            let pairs = param.values.listed.contains(&"add");
            let listed = param.values.listed.iter().filter_map(|value| match *value {
                // What was added can be added again.
                "remove" if pairs => Some(Effect::Write),
                value => action(value),
            });
            let told = told_actions(&tool.text)
                .into_iter()
                .chain(told_actions(&param.text));
            let worst = if param.values.free_text {
                told.max_by_key(|effect| rank(*effect))
            } else {
                listed.max_by_key(|effect| rank(*effect))
            };
            Some((worst?, param))
        })
        .max_by_key(|(effect, _)| rank(*effect))
}

/// The actions that a text lists after `Actions:`.
fn told_actions(text: &Prose) -> Vec<Effect> {
    let Some(at) = ["actions", "operations", "one of"]
        .iter()
        .find_map(|phrase| text.find(phrase, 0, 400))
    else {
        return Vec::new();
    };
    let sentence = text.sentence_of(at);
    (at + 1..sentence.end.min(at + 60))
        .filter_map(|i| action(text.word(i)))
        .collect()
}

/// What one listed action amounts to.
fn action(value: &str) -> Option<Effect> {
    let words = crate::name::words(value);
    let found = name_verb(&words)?;
    match found.verb.effect {
        Effect::Unknown => None,
        Effect::Destructive
            if matches!(
                found.word.as_str(),
                "clear" | "clean" | "force" | "unset" | "detach" | "empty"
            ) =>
        {
            Some(Effect::Write)
        }
        effect => Some(effect),
    }
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
            ][..],
            Effect::Read,
        ),
    ] {
        if let Some(at) = phrases
            .iter()
            .find_map(|phrase| tool.text.find(phrase, 0, 120))
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
    Effect::Unknown
}
