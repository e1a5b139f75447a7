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

/// The verbs of the first sentence of a description that has one.
fn text_verbs(prose: &Prose, name: &str) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    let mut sentence = None;
    let own = name.to_lowercase();
    for at in 0..prose.tokens.len().min(REACH) {
        let Some(token) = prose.tokens.get(at) else {
            break;
        };
        if sentence.is_some_and(|s| s != token.sentence) {
            break;
        }
        let word = prose.word(at);
        let before = at.checked_sub(1).map(|i| prose.word(i)).unwrap_or_default();
        let opens = token.opens && !token.quoted
            || before == own
            || before.chars().all(|c| c.is_ascii_digit());
        let slot = opens
            || matches!(
                before,
                "to" | "can"
                    | "will"
                    | "tool"
                    | "that"
                    | "which"
                    | "helps"
                    | "help"
                    | "function"
                    | "this"
                    | "it"
                    | "for"
                    | "you"
                    | "endpoint"
            );
        let joined = !found.is_empty() && (matches!(before, "and" | "or") || token.opens);
        if !(slot || joined) {
            continue;
        }
        let Some((base, verb)) = stem(word) else {
            continue;
        };
        let inflected = base != word;
        // `for delete requests` and `this report` are no verbs; `for deleting` and `this reports` are.
        if matches!(before, "for") && !word.ends_with("ing")
            || matches!(
                before,
                "this" | "it" | "tool" | "that" | "which" | "function"
            ) && !word.ends_with('s')
        {
            continue;
        }
        // A plural of a noun after a comma or `and` is part of a list of things.
        if joined && !slot && verb.noun && inflected || joined && token.opens && !slot {
            continue;
        }
        if matches!(
            base.as_str(),
            "help" | "provide" | "use" | "request" | "work" | "allow" | "enable" | "access"
        ) && found.is_empty()
            && !matches!(before, "to")
            && sentence.is_none()
        {
            // `Allows you to delete`: the verb comes later.
            continue;
        }
        sentence = Some(token.sentence);
        found.push(Found {
            word: base,
            verb,
            at,
        });
    }
    found
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

/// Verbs that say nothing by themselves: what is made, and where it goes.
fn open(tool: &Tool<'_>, word: &str, because: &mut Vec<Claim>) -> Effect {
    let reads = match word {
        "generate" | "export" | "download" | "produce" | "transform" | "print" | "dump"
        | "plot" | "draw" | "process" | "request" => {
            !tool.params.iter().any(crate::power::is_output_path)
                && !tool.text.has_any(&[
                    "saves",
                    "saved",
                    "save it",
                    "written to",
                    "writes",
                    "store the",
                ])
        }
        "run" | "execute" | "perform" | "batch" | "bulk" | "mass" => tool.named_any(&[
            "report",
            "query",
            "search",
            "analysis",
            "audit",
            "check",
            "benchmark",
            "lint",
            "scan",
            "diagnostics",
            "sql",
            "promql",
            "insights",
            "read",
            "test",
            "tests",
            "validation",
        ]),
        "connect" => !tool.named_any(&["account", "wallet"]),
        _ => false,
    };
    if reads {
        claim(because, Effect::Read, "/name", tool.name);
        return Effect::Read;
    }
    let changes = matches!(
        word,
        "generate"
            | "export"
            | "download"
            | "produce"
            | "dump"
            | "run"
            | "execute"
            | "exec"
            | "invoke"
            | "perform"
            | "control"
            | "interact"
            | "draw"
            | "do"
            | "print"
            | "batch"
            | "bulk"
            | "mass"
    );
    if changes {
        claim(because, Effect::Write, "/name", tool.name);
        return Effect::Write;
    }
    Effect::Unknown
}

/// The parameter that picks what is done, and the worst that it offers.
fn worst_action<'t, 'a>(tool: &'t Tool<'a>) -> Option<(Effect, &'t Param<'a>)> {
    tool.params
        .iter()
        .filter(|param| {
            param.level <= 1
                && !param.values.free_text
                && param.named_any(&[
                    "action",
                    "operation",
                    "op",
                    "command",
                    "subcommand",
                    "method",
                    "verb",
                    "task",
                    "actions",
                    "operations",
                ])
                && param.values.listed.len() > 1
        })
        .filter_map(|param| {
            let worst = param
                .values
                .listed
                .iter()
                .filter_map(|value| action(value))
                .max_by_key(|effect| rank(*effect))?;
            Some((worst, param))
        })
        .max_by_key(|(effect, _)| rank(*effect))
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
