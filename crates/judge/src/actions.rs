//! The parameter that picks what a tool does, and the worst that it offers.

use crate::effect::rank;
use crate::lexicon::verb;
use crate::prose::{Prose, Words, one_of, phrases, words};
use crate::shape::{Param, Tool};
use crate::verbs::{Found, name_verb};
use gate_engine::Effect;

/// Names of the parameter that picks what is done.
static ACTION: Words =
    Words::of("action|operation|op|command|subcommand|method|actions|operations");

/// Whether a parameter picks what is done.
pub(crate) fn picks(param: &Param<'_>) -> bool {
    param.ends(&ACTION)
        && !fate(param)
        && !param.text.says(phrases!(
            "filter by|filters by|to filter|specific operation when|name of the operation whose"
        ))
        || param.is(words!(
            "action_type|action_name|operation_type|operation_name|command_type|command_name"
        ))
        || param.is(&ROUTINES) && deeds_only(param)
        || param.is(words!("mode|verb|task|function|step|request_type"))
            && param.text.says(phrases!(
                "operation to perform|action to perform|operation to run|action to take|what to do"
            ))
}

/// Whether the values say what becomes of something that a rule meets: `accept` or `drop` of a packet.
fn fate(param: &Param<'_>) -> bool {
    let has = |words: &Words| {
        let mut listed = param.values.listed.iter();
        listed.any(|value| one_of(words, &value.to_lowercase()))
    };
    has(&LETS) && has(&TURNS_AWAY)
}

/// Whether the method is that of a request which is only written down: made, with its address, in a collection.
fn written_down(tool: &Tool<'_>, param: &Param<'_>) -> bool {
    param.ends("method")
        && tool.named(words!(
            "request|response|example|mock|endpoint|route|collection|spec"
        ))
        && tool.opens_with(words!("create|update|add|save"))
}

/// Names of a parameter that picks one of the routines that a server has.
static ROUTINES: Words = Words::of(
    "tool|tool_id|task|task_id|job|routine|routine_id|action_id|operation_id|procedure|maintenance_task|function|step",
);

/// Whether each of the values that a parameter is limited to, but one in four, is a verb and what it is done to.
fn deeds_only(param: &Param<'_>) -> bool {
    let listed = &param.values.listed;
    let deed = |value: &&&str| {
        let words = crate::name::words(value);
        words.len() > 1
            && words
                .first()
                .and_then(|word| verb(word))
                .is_some_and(|verb| !verb.noun)
    };
    let deeds = listed.iter().filter(deed).count();
    deeds > 1 && deeds * 4 >= listed.len() * 3
}

/// Whether a tool only selects from what there is: an action among its parameters is then one to look for.
pub(crate) fn selects(name: Option<&Found>) -> bool {
    name.is_some_and(|found| one_of(
            words!("list|search|find|count|lookup|check|can|vet|lint|inspect|verify|validate|explain|describe|audit|estimate|scan|classify|evaluate|assess|detect|score|predict|recommend|\
            suggest|analyze|analyse"),
            &found.word,
        ))
}

/// The parameter that picks what is done, and the worst that it offers: by its enum, else by the list in its description.
pub(crate) fn worst_action<'t, 'a>(tool: &'t Tool<'a>) -> Option<(Effect, &'t Param<'a>)> {
    // What a tool that only works something out is told about, it does not do.
    let deepest = usize::from(!tool.opens_with(words!("compute|calculate|estimate|simulate")));
    let candidates = tool
        .params
        .iter()
        .filter(|param| param.level <= deepest && picks(param) && !written_down(tool, param));
    candidates
        .filter_map(|param| {
            let pairs = ["add", "set"]
                .iter()
                .any(|one| param.values.listed.contains(one));
            let lets = param
                .values
                .listed
                .iter()
                .any(|one| one_of(&LETS, &one.to_lowercase()));
            let listed = param.values.listed.iter().filter_map(|value| match *value {
                // What a rule says of a packet is done to no thing of ours.
                value if lets && one_of(&TURNS_AWAY, &value.to_lowercase()) => Some(Effect::Write),
                // What was added can be added again.
                "remove" if pairs => Some(Effect::Write),
                value if added(value, &param.values.listed) => Some(Effect::Write),
                value => action(value),
            });
            let worst = if param.values.free_text {
                let told = told(tool, param).into_iter();
                told.max_by_key(|effect| rank(*effect))
            } else {
                listed.max_by_key(|effect| rank(*effect))
            };
            Some((worst?, param))
        })
        .max_by_key(|(effect, _)| rank(*effect))
}

/// What a rule of a filter does with what it fits: it lets it pass …
static LETS: Words = Words::of("accept|allow|permit|pass");
/// … or turns it away.
static TURNS_AWAY: Words = Words::of("drop|deny|reject|discard|block");

/// What the operations amount to that the texts of a tool and of the parameter that picks one name.
fn told(tool: &Tool<'_>, param: &Param<'_>) -> Vec<Effect> {
    let mut told = told_actions(&tool.text);
    told.extend(told_actions(&param.text));
    told.extend(named_actions(&param.text));
    told.extend(offered(&param.text));
    told
}

/// The parameter that picks what is done, where each of the operations that it is limited to only reads, or each that its text names
/// where it names all.
pub(crate) fn only_reads<'t, 'a>(tool: &'t Tool<'a>) -> Option<&'t Param<'a>> {
    let mut picking = tool.top().filter(|param| picks(param));
    let param = picking.next()?;
    let listed = &param.values.listed;
    let reads = if param.values.free_text {
        let named = operations(param);
        !named.is_empty()
            && named.iter().all(|value| looks(value))
            && told(tool, param)
                .iter()
                .all(|effect| *effect == Effect::Read)
    } else {
        listed
            .iter()
            .any(|value| action(value) == Some(Effect::Read))
            && listed.iter().all(|value| looks(value))
    };
    (reads && picking.next().is_none()).then_some(param)
}

/// Which of the things there are is looked at, where an operation names no deed.
static WHICH: Words = Words::of(
    "current|me|self|all|latest|recent|active|default|one|single|by|id|name|top|upcoming|popular|trending",
);

/// Whether an operation only looks: by its verb, or by naming nothing but which things are looked at.
fn looks(value: &str) -> bool {
    let words = crate::name::words(value);
    let which = || !words.is_empty() && words.iter().all(|word| one_of(&WHICH, word));
    let loads = || words.len() > 1 && words.first().is_some_and(|word| word == "download");
    // `members` beside `list` and `get`: which things are listed.
    let things = || {
        words.iter().all(|word| verb(word).is_none())
            && words
                .last()
                .is_some_and(|last| last.len() > 4 && last.ends_with('s') && !last.ends_with("ss"))
    };
    action(value) == Some(Effect::Read) || which() || loads() || things()
}

/// Phrases before the values that a parameter takes.
const VALUES: [&str; 4] = [
    "one of",
    "allowed values",
    "valid values",
    "possible values",
];

/// The operations that a parameter's text names in full: `one of: 'get_tag', 'get_tags'`.
pub(crate) fn operations<'p>(param: &'p Param<'_>) -> Vec<&'p str> {
    let text = &param.text;
    let value = |at: usize| {
        let named = text.tokens.get(at).is_some_and(|token| token.quoted);
        named || text.word(at).trim_matches('_').contains('_')
    };
    let says = |says: &&str| text.find(says, 0, text.tokens.len());
    let mut places = VALUES.iter().filter_map(says).map(|at| at + 2);
    let Some(at) = places.find(|at| value(*at)) else {
        return Vec::new();
    };
    let joins = |at: usize| matches!(text.word(at), "or" | "and");
    (at..text.tokens.len())
        .take_while(|&at| value(at) || joins(at))
        .filter(|&at| !joins(at))
        .map(|at| text.word(at))
        .collect()
}

/// What a tool does whose text lists its operations, and no parameter picks one of them: "Widget ops: list/get/create".
pub(crate) fn listed_in_text(tool: &Tool<'_>) -> Option<(Effect, usize)> {
    const NEAR: usize = 24;
    let text = &tool.text;
    let heads = |at: &usize| {
        let colon = text.tokens.get(at + 1).is_some_and(|token| token.opens);
        let list = one_of(
            words!("ops|operations|actions|commands|subcommands"),
            text.word(*at),
        );
        list && colon && text.sentence_of(*at).contains(&(at + 1))
    };
    let at = (0..text.tokens.len().min(NEAR)).find(heads)?;
    if tool.params.iter().any(picks) {
        return None;
    }
    let end = text.sentence_of(at).end.min(at + 40);
    let deeds: Vec<Effect> = (at + 1..end).filter_map(|i| action(text.word(i))).collect();
    let worst = deeds.iter().copied().max_by_key(|effect| rank(*effect))?;
    (deeds.len() > 1).then_some((worst, at))
}

/// The actions that a text lists after `Actions:`.
fn told_actions(text: &Prose) -> Vec<Effect> {
    let Some(at) = ["actions", "operations", "ops", "one of"]
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

/// The operations that a parameter's text names as identifiers: `get_prices`.
fn named_actions(text: &Prose) -> Vec<Effect> {
    let reach = text.tokens.len().min(60);
    let identifier = |i: &usize| text.word(*i).trim_matches('_').contains('_');
    (0..reach)
        .filter(identifier)
        .filter_map(|i| action(text.word(i)))
        .collect()
}

/// Whether what this takes away another of the operations adds: `removeShade` beside `addShade`.
fn added(value: &str, listed: &[&str]) -> bool {
    let thing = value
        .strip_prefix("remove")
        .filter(|thing| !thing.is_empty());
    thing.is_some_and(|thing| {
        listed
            .iter()
            .any(|one| one.strip_prefix("add") == Some(thing))
    })
}

/// The operations that a parameter's text offers, in quotes or one by one: `One of: list, create or delete`.
fn offered(text: &Prose) -> Vec<Effect> {
    let reach = text.tokens.len().min(80);
    let back = text.says(phrases!("add|set"));
    let lets = (0..reach).any(|at| text.is_one(&LETS, at));
    (0..reach)
        .filter(|&i| {
            let or = i > 0 && matches!(text.word(i - 1), "or" | "and");
            let token = text.tokens.get(i);
            i > 0 && token.is_some_and(|token| token.quoted || token.opens || or)
        })
        .filter_map(|i| match text.word(i) {
            "remove" if back => Some(Effect::Write),
            word if lets && one_of(&TURNS_AWAY, word) => Some(Effect::Write),
            word => action(word),
        })
        .collect()
}

/// Words that make a thing of what stands before them.
static THINGS: Words = Words::of(
    "data|history|book|list|status|info|details|stats|statistics|depth|flow|rate|rates|ratio|summary|overview|type|types|report|reports|metrics|log|logs|count|id|key|book|feed|analysis|schedule|policy",
);

/// What one listed action amounts to.
fn action(value: &str) -> Option<Effect> {
    let words = crate::name::words(value);
    let found = name_verb(&words)?;
    // `trading_pair`, `gray_scale`, `order_book`: a thing, and no deed.
    let thing = words.len() > 1
        && found.verb.noun
        && found.verb.effect != Effect::Read
        && (found.at > 0 || words.last().is_some_and(|last| one_of(&THINGS, last)));
    match found.verb.effect {
        _ if thing => None,
        // To put things in order or in another form is done to the reply, as far as this word goes.
        _ if one_of(words!("format|sort|group|filter"), value) => None,
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
