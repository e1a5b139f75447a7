//! The verbs of a tool: that of its name, and those that its description opens with.

use crate::lexicon::{Verb, done_to, stem, verb};
use crate::looks::{handed_on, names_thing, pulled_out, tells};
use crate::prose::{List, Prose, Words, one_of, words};
use crate::shape::Tool;
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
    pub(crate) fn any(&self, words: impl List) -> bool {
        self.name
            .iter()
            .chain(&self.text)
            .any(|found| one_of(words, &found.word))
    }

    /// Whether the name says one of these, or the description opens with one.
    pub(crate) fn leads(&self, words: impl List) -> bool {
        self.name
            .iter()
            .chain(self.text.first())
            .any(|found| one_of(words, &found.word))
    }
}

/// Verbs that stand at the end of a name behind what might be a look: `status_update` is one, `report_create` is none.
static AT_END: Words = Words::of(
    "create|delete|remove|add|get|list|insert|upsert|archive|cancel|publish|describe|read|inspect",
);

/// Verbs that only look and are hardly anything else, behind a word that may be a thing.
static LOOKED_AT_BY: Words = Words::of(
    "get|list|find|compare|describe|fetch|retrieve|lookup|count|analyze|analyse|calculate|summarize|summarise|validate|verify|explain|inspect",
);

/// Words of the manner in which something is done.
static MANNERS: Words = Words::of(
    "long|double|triple|right|left|middle|quick|fast|multi|smart|safe|soft|auto|deep|semantic",
);

/// The verb of a name: its first word if that can be one, else the first word that can hardly be a noun.
pub(crate) fn name_verb(words: &[String]) -> Option<Found> {
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
    // `can_i_deploy`, `has_access`, `acme_can_i_merge`: a question only asks.
    let asked = words.windows(3).any(
        |w| matches!(w, [can, who, _] if can == "can" && one_of(words!("i|we|you|it|user"), who)),
    );
    if words.len() > 1
        && (asked
            || one_of(
                words!("can|is|has|are|should|does|was"),
                words.first().map_or("", String::as_str),
            ))
    {
        return Some(Found {
            word: "check".to_owned(),
            verb: verb("check")?,
            at: 0,
        });
    }
    // `acme_broker_is_up`: so does one behind the name of what it is about.
    let asks = |at: usize| {
        let word = words.get(at).map_or("", String::as_str);
        one_of(words!("is|has|are"), word) && at + 1 < words.len()
    };
    if let Some(at) = (1..words.len()).find(|at| asks(*at))
        && !words
            .iter()
            .take(at)
            .any(|word| verb(word).is_some_and(|verb| !verb.noun))
    {
        return Some(Found {
            word: "check".to_owned(),
            verb: verb("check")?,
            at,
        });
    }
    // `prune_dry_run`: nothing is pruned.
    if words
        .windows(2)
        .any(|w| matches!(w, [dry, run] if dry == "dry" && run == "run"))
        && !one_of(
            words!("set|toggle|enable|disable"),
            words.first().map_or("", String::as_str),
        )
    {
        return Some(Found {
            word: "dry".to_owned(),
            verb: verb("dry")?,
            at: 0,
        });
    }
    // `start_here`, `input_text`: what the two words are together.
    let pair = |a: &str, b: &Words| matches!(words, [one, two, ..] if a == one && one_of(b, two));
    let as_verb = |word: &str| {
        verb(word).map(|verb| Found {
            word: word.to_owned(),
            verb,
            at: 0,
        })
    };
    if pair("start", words!("here")) || pair("get", words!("started")) {
        return as_verb("help");
    }
    if pair(
        "input",
        words!("text|tap|swipe|key|keys|keyevent|string|password"),
    ) {
        return as_verb("press");
    }
    // `force_refresh`: the refresh says what is done.
    if pair(
        "force",
        words!(
            "trigger|refresh|sync|update|reload|run|rerun|start|restart|rebuild|retry|check|scan|poll|rescan|recalculate|reindex"
        ),
    ) {
        return found(1);
    }
    // `long_press`, `double_click`: how it is done, then the verb.
    if first.is_none()
        && words.first().is_some_and(|word| one_of(&MANNERS, word))
        && let Some(second) = found(1)
    {
        return Some(second);
    }
    // What is made is a thing, whatever its words: `generate_feedback_link`.
    if let Some(first) = &first
        && one_of(
            words!("generate|export|download|produce|print|draw|plot"),
            &first.word,
        )
    {
        return Some(first.clone());
    }
    // `batch_create`, `dry_run`, `run_delete`: what follows says more than the opening word.
    let open = first
        .as_ref()
        .is_some_and(|f| f.verb.effect == Effect::Unknown);
    let last = words.len().checked_sub(1).and_then(found);
    // `backup_create`, `order_cancel`: a thing and what is done to it. `mark_as_read` is none, nor is `preview_change`.
    if let (Some(first), Some(last)) = (&first, &last)
        && first.verb.noun
        && first.word != "preview"
        && !open
        && !last.verb.noun
        && words.len().checked_sub(2).is_some_and(|at| {
            at == 0
                || !one_of(
                    words!("as|to|for|by|in|on|from|with|and|of|or"),
                    words.get(at).map_or("", String::as_str),
                )
        })
        && (first.verb.effect != Effect::Read
            || one_of(&AT_END, &last.word)
            || last.word.starts_with("un"))
    {
        return Some(last.clone());
    }
    // `trash_compare_bins`, `order_get_by_number`: a thing, and how it is looked at.
    if let (Some(first), Some(second)) = (&first, found(1))
        && words.len() > 2
        && first.verb.noun
        && matches!(first.verb.effect, Effect::Write | Effect::Destructive)
        && !one_of(words!("mark|make"), &first.word)
        && one_of(&LOOKED_AT_BY, &second.word)
    {
        return Some(second);
    }
    if let Some(first) = &first
        && !open
    {
        return Some(first.clone());
    }
    // A `store` or `train` behind another word is a thing.
    let thing = |f: &Found| one_of(words!("store|train"), &f.word);
    let found = |at: usize| found(at).filter(|f| at == 0 || !thing(f));
    let later = (1..words.len()).filter_map(found).find(|f| !f.verb.noun);
    if open {
        return later.or(first);
    }
    // `market_click_list`: what stands at the end is done to what is before it.
    let at_end = last
        .as_ref()
        .is_some_and(|last| last.at > 0 && one_of(words!("list|get"), &last.word));
    let made = later
        .as_ref()
        .is_some_and(|later| one_of(&MADE, &later.word));
    if at_end && first.is_none() && !made {
        return last;
    }
    // `acme_run_test`, `acme_check_rights`: a verb in the middle, where there is no other.
    let runs = || {
        (1..words.len())
            .filter_map(found)
            .find(|f| one_of(words!("run|execute|exec|invoke|perform"), &f.word))
    };
    let middle = || {
        (1..words.len())
            .filter_map(found)
            .find(|f| f.verb.effect != Effect::Unknown)
    };
    let shown = || shown(words);
    later.or_else(runs).or(last).or_else(middle).or_else(shown)
}

/// Verbs that are done to a list: `acme_create_list`.
static MADE: Words = Words::of(
    "create|add|update|delete|remove|set|make|edit|insert|upsert|archive|unarchive|save|clear|reset|rename|move|copy|share|send|import|sync|modify|put|patch|replace|\
    append|restore|duplicate|clone|write|destroy|drop|purge|merge|publish|subscribe|unsubscribe|refresh|reorder|migrate|revise",
);

/// Words for what is looked at, which a name without a verb may end in.
static SHOWN: Words = Words::of(
    "summary|dashboard|analytics|statistics|usage|leaderboard|insights|breakdown|timeline|changelog|version|balance|standings|rankings|prices|rates|weather|glossary|\
    analysis|top|ps|ls|df|du|netstat|uptime|rules|guidelines|conventions|practices|briefing|digest|feed|feeds|candles|catalog|catalogue|diagnostics|health|index|score|scores|rating|ratings|analysis|inventory|metadata|properties|information|info|results|trends",
);

/// The looking verb of a name that is only that of a thing to be looked at: `monthly_summary`.
fn shown(words: &[String]) -> Option<Found> {
    let at = words.len().checked_sub(1)?;
    let last = words.get(at).filter(|word| one_of(&SHOWN, word))?;
    Some(Found {
        word: last.clone(),
        verb: Verb {
            effect: Effect::Read,
            noun: false,
        },
        at,
    })
}

/// Words after which a verb is expected in its base form, or with an `s`.
const BEFORE_BASE: &[&str] = &["to", "can", "will", "you", "lets", "help", "helps"];
const BEFORE_S: &[&str] = &[
    "tool", "that", "which", "function", "this", "it", "endpoint", "command",
];
/// Openings that only lead to the verb: `Allows you to delete`.
const LEADS_IN: &[&str] = &[
    "help", "provide", "use", "request", "work", "allow", "enable", "access", "call",
];

/// Words by which something could be done.
static FIT: Words = Words::of(
    "ready|able|safe|allowed|possible|eligible|unable|free|fit|permitted|entitled|qualified|authorized|authorised|about|due|scheduled|needed|required",
);
/// Words that open a question …
static ASKS: Words =
    Words::of("is|are|does|has|have|was|were|what|which|who|whose|how|why|where|whether");

/// The verbs of the first sentence of a description that has one.
fn text_verbs(prose: &Prose, name: &str) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    let mut inflection = "";
    let own = name.to_lowercase();
    if prose.is_one(&ASKS, 0) {
        // … and a question only asks.
        let checked = || {
            Some(Found {
                word: "check".to_owned(),
                verb: verb("check")?,
                at: 0,
            })
        };
        return checked().into_iter().collect();
    }
    for at in 0..prose.tokens.len().min(REACH) {
        let sentence = prose.tokens.get(at).map(|token| token.sentence);
        let begun = found
            .first()
            .and_then(|first| prose.tokens.get(first.at))
            .map(|token| token.sentence);
        if begun.is_some() && begun != sentence {
            break;
        }
        let before = at.checked_sub(1).map_or("", |i| prose.word(i));
        let starts = at == 0 || prose.tokens.get(at - 1).map(|token| token.sentence) != sentence;
        // "Permanently remove", "Live migrate".
        let adverb = before.len() > 4 && before.ends_with("ly")
            || at == 1 && one_of(words!("live|hot|cold|bulk|batch|mass"), before);
        let opens = starts || adverb || before == own || before.chars().all(|c| c.is_ascii_digit());
        let optionally = before == "optionally" && at > 1;
        let joiner = if optionally {
            prose.word(at - 2)
        } else {
            before
        };
        let joined = !found.is_empty() && matches!(joiner, "and" | "or");
        // "Tells how to build …" builds nothing.
        let how = before == "to" && at.checked_sub(2).is_some_and(|i| prose.word(i) == "how");
        let Some((base, verb)) = slot(prose.word(at), before, opens, joined) else {
            continue;
        };
        let ending = ending(prose.word(at), &base);
        // "Charging sessions", "Force-refresh": no deed of its own.
        let adjective = opens
            && (ending == "ing" && verb.noun && verb.effect != Effect::Read
                || base == "force" && stem(prose.word(at + 1)).is_some());
        if adjective {
            continue;
        }
        // A list of verbs keeps its form: "gets or clears", not "gets mappings and settings".
        if joined && (verb.noun || ending != inflection) {
            continue;
        }
        // "Enable or disable".
        let both =
            base == "enable" && matches!(prose.word(at + 1), "disable" | "disables" | "or" | "and");
        // "Enable a server" switches it on; "Enable a search to find" and "Enable the finding" lead on.
        let leads_on = |i: usize| prose.word(i) == "to" || prose.word(i).ends_with("ing");
        let switched = base == "enable"
            && prose.word(at) == base
            && one_of(words!("a|an|the|all|one|this"), prose.word(at + 1))
            && !(at + 2..prose.sentence_of(at).end.min(at + 9)).any(leads_on);
        // "Start here if …", "Start with this tool" says when, too.
        let here = base == "start" && matches!(prose.word(at + 1), "here" | "with" | "by");
        // "Ready to arm", "able to delete": what can be done is not done.
        let fit = before == "to" && at.checked_sub(2).is_some_and(|i| prose.is_one(&FIT, i));
        // "It replaces several calls": it stands for them.
        let stands_for = base == "replace"
            && (1..6).any(|i| {
                one_of(
                    words!("call|calls|tool|tools|need|endpoints|queries"),
                    prose.word(at + i),
                )
            });
        // "Pull the figures out of a report": they are only found there.
        let found_in = base == "pull" && pulled_out(prose, at)
            || base == "sweep" && (at..at + 8).any(|i| prose.word(i) == "for");
        // "Find gadgets to sell": what is found is for that, and not sold.
        let purpose = before == "to"
            && base == prose.word(at)
            && found
                .first()
                .is_some_and(|first| first.verb.effect == Effect::Read);
        let leads_in = how
            || fit
            || stands_for
            || base == "do" && prose.word(at + 1) == "not"
            || names_thing(prose, at, &verb)
            || before == "for" && !found.is_empty()
            || purpose
            || (here || !both && !switched && LEADS_IN.contains(&base.as_str()))
                && found.is_empty()
                && before != "to";
        // "Use this tool when the user wants to submit …" says when, not what.
        if leads_in || found.is_empty() && only_when(prose, at) {
            continue;
        }
        // "Clears an input", "Resolves a thread": what it is done to decides.
        let object: Vec<String> = (at + 1..at + 4).map(|i| prose.word(i).to_owned()).collect();
        let verb = Verb {
            // "Says whether …" tells.
            effect: if base == "log"
                && at < 2
                && one_of(words!("a|an|the|your|this|one|new"), prose.word(at + 1))
            {
                // "Log a pick": it is written down.
                Effect::Write
            } else if found_in
                || base == "say" && ending == "s"
                || base == "respond" && ending == "s" && prose.word(at + 1) == "with"
                // "Blocks until it is done": it waits.
                || base == "block" && one_of(words!("until|for|while"), prose.word(at + 1))
                || tells(prose, &base, at)
            {
                Effect::Read
            } else if handed_on(prose, &base, at) {
                Effect::Write
            } else if base == "check" && one_of(words!("if|whether|that"), prose.word(at + 1)) {
                // A box of which it is only asked whether it is ticked.
                verb.effect
            } else {
                done_to(&base, &object).unwrap_or(verb.effect)
            },
            ..verb
        };
        inflection = ending;
        found.push(Found {
            word: base,
            verb,
            at,
        });
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
    (sentence.start..at).any(|i| {
        matches!(
            prose.word(i),
            "when" | "whenever" | "if" | "after" | "before" | "prerequisite"
        )
    })
}
