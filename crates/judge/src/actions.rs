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
        || param.is(words!(
            "action_type|action_name|operation_type|operation_name|command_type|command_name"
        ))
        || param.is(&ROUTINES) && deeds_only(param)
        || param.is(words!("mode|verb|task|function|step|request_type"))
            && param.text.says(phrases!(
                "operation to perform|action to perform|operation to run|action to take|what to do"
            ))
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
            words!("list|search|find|count|lookup|check|can|verify|validate|explain|describe|audit|estimate"),
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
        .filter(|param| param.level <= deepest && picks(param));
    candidates
        .filter_map(|param| {
            let pairs = ["add", "set"]
                .iter()
                .any(|one| param.values.listed.contains(one));
            let listed = param.values.listed.iter().filter_map(|value| match *value {
                // What was added can be added again.
                "remove" if pairs => Some(Effect::Write),
                value if added(value, &param.values.listed) => Some(Effect::Write),
                value => action(value),
            });
            let told = told_actions(&tool.text)
                .into_iter()
                .chain(told_actions(&param.text))
                .chain(named_actions(&param.text))
                .chain(offered(&param.text));
            let worst = if param.values.free_text {
                told.max_by_key(|effect| rank(*effect))
            } else {
                listed.max_by_key(|effect| rank(*effect))
            };
            Some((worst?, param))
        })
        .max_by_key(|(effect, _)| rank(*effect))
}

/// The parameter that picks what is done, where each of the operations that it is limited to only reads.
pub(crate) fn only_reads<'t, 'a>(tool: &'t Tool<'a>) -> Option<&'t Param<'a>> {
    let mut picking = tool.top().filter(|param| picks(param));
    let param = picking.next()?;
    let listed = &param.values.listed;
    let reads = !param.values.free_text
        && !listed.is_empty()
        && listed
            .iter()
            .all(|value| action(value) == Some(Effect::Read));
    (reads && picking.next().is_none()).then_some(param)
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
    (0..reach)
        .filter(|&i| {
            let or = i > 0 && matches!(text.word(i - 1), "or" | "and");
            let token = text.tokens.get(i);
            i > 0 && token.is_some_and(|token| token.quoted || token.opens || or)
        })
        .filter_map(|i| match text.word(i) {
            "remove" if back => Some(Effect::Write),
            word => action(word),
        })
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
