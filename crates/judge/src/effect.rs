//! What a tool does in the worst case, from its name, its text and the shape of its parameters.

use crate::Claim;
use crate::lexicon::{Verb, stem, verb};
use crate::prose::Prose;
use crate::shape::{Param, Tool};
use gate_engine::Effect;

/// Words of the description in which its verb is looked for.
const REACH: usize = 60;

/// A verb with where it was found.
#[derive(Debug, Clone)]
pub(crate) struct Found {
    /// Its base form.
    pub(crate) word: String,
    /// What it amounts to.
    pub(crate) verb: Verb,
    /// Its place among the words.
    pub(crate) at: usize,
}

/// The verbs of a tool.
#[derive(Debug, Clone, Default)]
pub(crate) struct Verbs {
    /// The verb of its name.
    pub(crate) name: Option<Found>,
    /// The verbs of its description's first sentence that has one.
    pub(crate) text: Vec<Found>,
}

impl Verbs {
    /// Finds them.
    pub(crate) fn of(tool: &Tool<'_>) -> Self {
        Self {
            name: name_verb(&tool.words),
            text: text_verbs(&tool.text, tool.name),
        }
    }

    /// Whether name or description says one of these.
    pub(crate) fn any(&self, words: &[&str]) -> bool {
        self.name
            .iter()
            .chain(&self.text)
            .any(|found| words.contains(&found.word.as_str()))
    }

    /// Whether the name says one of these, or the description opens with one.
    pub(crate) fn leads(&self, words: &[&str]) -> bool {
        self.name
            .iter()
            .chain(self.text.first())
            .any(|found| words.contains(&found.word.as_str()))
    }
}

/// The verb of a name: its first word if that can be one, else the first word that can hardly be a noun.
fn name_verb(words: &[String]) -> Option<Found> {
    let found = |at: usize| {
        words.get(at).and_then(|word| {
            verb(word).map(|verb| Found {
                word: word.clone(),
                verb,
                at,
            })
        })
    };
    let first = found(0);
    // `batch_create`, `dry_run`, `run_delete`: what follows says more than the opening word.
    let open = first
        .as_ref()
        .is_some_and(|f| f.verb.effect == Effect::Unknown);
    if let Some(first) = &first
        && !open
    {
        return Some(first.clone());
    }
    let later = (1..words.len()).filter_map(found).find(|f| !f.verb.noun);
    let last = words.len().checked_sub(1).and_then(found);
    if open {
        later.or(first)
    } else {
        later.or(last)
    }
}

/// Words after which a verb is expected in its base form, or with an `s`.
const BEFORE_BASE: &[&str] = &["to", "can", "will", "you", "lets", "help", "helps"];
const BEFORE_S: &[&str] = &["tool", "that", "which", "function", "this", "it", "endpoint", "command"];
/// Openings that only lead to the verb: `Allows you to delete`.
const LEADS_IN: &[&str] = &["help", "provide", "use", "request", "work", "allow", "enable", "access", "call"];

/// The verbs of the first sentence of a description that has one.
fn text_verbs(prose: &Prose, name: &str) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    let mut inflection = "";
    let own = name.to_lowercase();
    for at in 0..prose.tokens.len().min(REACH) {
        let sentence = prose.tokens.get(at).map(|token| token.sentence);
        let begun = found.first().and_then(|first| prose.tokens.get(first.at)).map(|token| token.sentence);
        if begun.is_some() && begun != sentence {
            break;
        }
        let before = at.checked_sub(1).map_or("", |i| prose.word(i));
        let starts = at == 0 || prose.tokens.get(at - 1).map(|token| token.sentence) != sentence;
        let opens = starts || before == own || before.chars().all(|c| c.is_ascii_digit());
        let joined = !found.is_empty() && matches!(before, "and" | "or");
        let Some((base, verb)) = slot(prose.word(at), before, opens, joined) else { continue };
        let ending = ending(prose.word(at), &base);
        // A list of verbs keeps its form: "gets or clears", not "gets mappings and settings".
        if joined && (verb.noun || ending != inflection) {
            continue;
        }
        let leads_in = LEADS_IN.contains(&base.as_str()) && found.is_empty() && before != "to";
        // "Use this tool when the user wants to submit …" says when, not what.
        if leads_in || found.is_empty() && only_when(prose, at) {
            continue;
        }
        inflection = ending;
        found.push(Found { word: base, verb, at });
    }
    found
}

/// The verb that a word is where one is expected: at the start of a sentence, after `to`, `tool` and the like, or joined to another.
fn slot(word: &str, before: &str, opens: bool, joined: bool) -> Option<(String, Verb)> {
    let (base, verb) = stem(word)?;
    let fits = opens
        || joined
        || BEFORE_BASE.contains(&before) && base == word
        || BEFORE_S.contains(&before) && base != word && word.ends_with('s')
        || before == "for" && word.ends_with("ing");
    fits.then_some((base, verb))
}

/// How a verb ends: not at all, with `s`, or with `ing`.
fn ending(word: &str, base: &str) -> &'static str {
    match word {
        _ if word == base => "",
        _ if word.ends_with("ing") => "ing",
        _ => "s",
    }
}

/// Whether a sentence says when to use the tool before it comes to this place.
fn only_when(prose: &Prose, at: usize) -> bool {
    let sentence = prose.sentence_of(at);
    (sentence.start..at).any(|i| matches!(prose.word(i), "when" | "whenever" | "if" | "after" | "before" | "prerequisite"))
}

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
    worst
}

/// Deeds that no reading tool does.
const DEEDS: &str = "create delete remove update edit send write insert upload deploy publish install move rename purge drop destroy kill terminate revoke \
    submit reject approve import cancel post overwrite";
/// Things that are made for the reply alone.
const FOR_REPLY: &[&str] = &["chart", "diagram", "image", "plot", "map", "graph", "report", "preview", "url", "link", "summary", "plan", "polygon", "geometry", "query", "prompt", "list", "context"];

/// The deed that name and description both say, in the description's words.
pub(crate) fn plain_deed(tool: &Tool<'_>, verbs: &Verbs) -> Option<String> {
    let (name, text) = (verbs.name.as_ref()?, verbs.text.first()?);
    let plain = |found: &Found| listed(DEEDS, &found.word);
    let fits = plain(name) && plain(text) && !tool.named_any(FOR_REPLY) && !reads_only(tool);
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
    if effect == Effect::Write && let Some(why) = harmless(tool, name, first) {
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
    let shows = first.is_some_and(|found| matches!(found.word.as_str(), "demonstrate" | "simulate"));
    let own = matches!(word, "set" | "select" | "switch" | "use") && tool.text.has_any(&["for this client session", "for this session", "of this session", "for the current session"]);
    let ends = matches!(word, "close" | "stop" | "disconnect") && tool.named_any(&["search", "connection", "session", "sessions"]) && !tool.text.has_any(&["browser", "recording"]);
    let said = name.verb.noun && reads_only(tool);
    (shows || own || ends || said).then(|| tool.text.around(first.map_or(0, |found| found.at)))
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
    if effect == Effect::Unknown {
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

/// Verbs that make something: a reply, unless it goes somewhere.
const MAKES: &str = "generate export download produce transform print dump plot draw process request build";
/// Verbs that carry something out: the object decides.
const RUNS: &str = "run execute perform batch bulk mass exec invoke control interact do work";
/// Objects that make carrying out a look.
const LOOKS: &str = "report query search research analysis audit check benchmark lint scan diagnostics sql promql insights read test tests validation \
    inference lookup reader";
/// Words that say that what is made is kept.
const KEEPS: &[&str] = &["saves", "save it", "saved to", "written to", "writes", "stored locally", "saved locally", "local storage", "to disk", "save to"];

/// Whether a list of words has a word.
pub(crate) fn listed(list: &str, word: &str) -> bool {
    list.split_whitespace().any(|one| one == word)
}

/// Verbs that say nothing by themselves: what is made, and where it goes.
fn open(tool: &Tool<'_>, word: &str, because: &mut Vec<Claim>) -> Effect {
    let says = |list: &str| tool.words.iter().any(|word| listed(list, word)) || tool.text.words().take(4).any(|word| listed(list, word));
    let effect = match word {
        _ if reads_only(tool) => Effect::Read,
        "connect" if !tool.named_any(&["account", "wallet"]) => Effect::Read,
        "open" if !tool.params.iter().any(|param| param.named_any(&["url", "path", "app", "file"])) => Effect::Read,
        word if listed(MAKES, word) && !tool.text.has_any(KEEPS) => Effect::Read,
        word if listed(RUNS, word) && says(LOOKS) => Effect::Read,
        word if listed(MAKES, word) || listed(RUNS, word) || word == "open" => Effect::Write,
        _ => Effect::Unknown,
    };
    if effect != Effect::Unknown {
        claim(because, effect, "/name", tool.name);
    }
    effect
}

/// Whether the first words of the text say that it only reads.
fn reads_only(tool: &Tool<'_>) -> bool {
    let at = ["read only", "readonly"].iter().find_map(|phrase| tool.text.find(phrase, 0, 40));
    at.is_some_and(|at| !matches!(at.checked_sub(1).map_or("", |i| tool.text.word(i)), "not" | "non" | "isnt"))
}

/// Names of the parameter that picks what is done.
const ACTION: &[&str] = &["action", "operation", "op", "command", "subcommand", "method", "actions", "operations"];

/// The parameter that picks what is done, and the worst that it offers: by its enum, else by the list in its description.
fn worst_action<'t, 'a>(tool: &'t Tool<'a>) -> Option<(Effect, &'t Param<'a>)> {
    let candidates = tool.params.iter().filter(|param| param.level <= 1 && param.named_any(ACTION));
    candidates
        .filter_map(|param| {
            let listed = param.values.listed.iter().filter_map(|value| action(value));
            let told = told_actions(&tool.text).into_iter().chain(told_actions(&param.text));
            let worst = if param.values.free_text { told.max_by_key(|effect| rank(*effect)) } else { listed.max_by_key(|effect| rank(*effect)) };
            Some((worst?, param))
        })
        .max_by_key(|(effect, _)| rank(*effect))
}

/// The actions that a text lists after `Actions:`.
fn told_actions(text: &Prose) -> Vec<Effect> {
    let Some(at) = ["actions", "operations", "one of"].iter().find_map(|phrase| text.find(phrase, 0, 400)) else { return Vec::new() };
    let sentence = text.sentence_of(at);
    (at + 1..sentence.end.min(at + 60)).filter_map(|i| action(text.word(i))).collect()
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
