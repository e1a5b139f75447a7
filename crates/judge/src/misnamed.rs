//! Names that do not fit: a change that the text denies, what no honest tool calls itself, a hold on the model itself.

use crate::asks::Ask;
use crate::lexicon;
use crate::name::words;
use crate::prose::{Prose, Words, one_of, pieces, words};
use gate_engine::Effect;
use serde_json::Value;
use std::borrow::Cow;

/// Words by which a text says of its tool that it only looks.
const LOOKS_ONLY: &str = "read only|readonly|only reads|only lists|reads only|lists only|list only|never changes|never modifies|never writes|does not change|does not modify|does not write|changes nothing|modifies nothing|makes no changes|no side effects|without side effects";

/// Words before those that make them speak of the tool.
static OF_ITSELF: Words = Words::of("is|tool|helper|it|this|strictly|purely|function|operation");

/// What malice calls itself, wherever it stands in a name.
const MALICE: &Words = words!(
    "malware|backdoor|rootkit|ransomware|spyware|keylogger|keylog|trojan|botnet|cryptominer|exfiltrate|exfiltration|exfil|steal|stealer|hijack|malicious|phish|evil|poisoned"
);

/// What a parameter is called that takes somebody in.
static VICTIMS: Words = Words::of("victim|victims|exfil|exfiltrate|attacker");

/// What hides, where a name begins with it.
static HIDING: Words =
    Words::of("hidden|stealth|stealthy|covert|obfuscated|secretly|silent|disguised|undetected");

/// Verbs and things of those that examine malice, end it or play it through.
const EXAMINES: &Words = words!(
    "scan|scanner|detect|detector|detection|check|checker|list|get|search|find|lookup|look|analyze|analyse|analyzer|analysis|report|reports|remove|removal|quarantine|block|simulate|simulation|simulator|emulator|demo|lab|corpus|dataset|explain|explainer|training|catalog|catalogue|test|tests|count|submit|classify|investigate|alert|alerts|describe|show|is|has|identify|inspect|monitor|query|fetch|read|verify|validate|prevent|protection|protect|clean|hunt|parse|extract|decode|build|create|send|mode|files|text|columns|rows|layers|layer|fields|sheets|tabs|webhook|event|view|toggle|install|auth|login|refresh|push|notification|data|drill|drills|exercise|awareness"
);

/// Words for the model that calls.
const MODEL: &Words = words!("assistant|model|llm|ai|claude|chatbot");

/// Words for what holds a model back, and what sets it aside.
const HOLD: &Words = words!(
    "override|overrides|bypass|guardrails|guardrail|safety|restrictions|jailbreak|unrestricted|uncensored"
);

/// Verbs that set how something behaves.
static SETS: Words = Words::of(
    "configure|set|update|override|modify|change|adjust|patch|disable|bypass|reconfigure|unlock|switch",
);

/// Every reason for which a name does not fit, each at `/name`. The description may be cut already.
pub(crate) fn misnamed(raw: &Value, cut: Option<&Prose>) -> Vec<Ask> {
    let member = |name| raw.get(name).and_then(Value::as_str).unwrap_or_default();
    let (name, text) = (member("name"), member("description"));
    let split = words(name);
    let has = |list: &Words| split.iter().any(|word| one_of(list, word));
    let mut found = Vec::new();
    let mut add = |what, text: String| {
        found.push(Ask {
            pointer: "/name".to_owned(),
            what,
            certain: false,
            text,
        });
    };
    if let Some(name) =
        parameters(raw).find(|name| words(name).iter().any(|word| one_of(&VICTIMS, word)))
    {
        add("a name of malice", name.to_owned());
    }
    let hides = split.len() > 1 && split.first().is_some_and(|word| one_of(&HIDING, word));
    if (has(MALICE) || hides) && !has(EXAMINES) {
        add("a name of malice", name.to_owned());
    }
    let prose = || cut.map_or_else(|| Cow::Owned(Prose::of(text)), Cow::Borrowed);
    let sets = split.first().is_some_and(|word| one_of(&SETS, word));
    if sets && has(MODEL) {
        let prose = prose();
        let mut parameters = parameters(raw);
        let held = has(HOLD)
            || prose.says(HOLD)
            || parameters.any(|name| words(name).iter().any(|word| one_of(HOLD, word)));
        if held {
            add("a hold on the model itself", format!("{name}: {text}"));
        }
    }
    if split.first().is_some_and(|word| changes(word))
        && let Some(denial) = looks_only(&prose())
    {
        add(
            "a name that says a change where the text says that it only reads",
            format!("{name}: {denial}"),
        );
    }
    found
}

/// The names of the first parameters of a tool, or of the first arguments of a prompt.
fn parameters(raw: &Value) -> impl Iterator<Item = &str> {
    const MOST: usize = 100;
    let inputs = raw
        .pointer("/inputSchema/properties")
        .and_then(Value::as_object);
    let inputs = inputs.into_iter().flat_map(|inputs| inputs.keys());
    let arguments = raw.get("arguments").and_then(Value::as_array);
    let arguments = arguments.into_iter().flatten();
    let arguments = arguments.filter_map(|argument| argument.get("name")?.as_str());
    inputs.map(String::as_str).chain(arguments).take(MOST)
}

/// Whether a word is a verb of change, and nothing else.
fn changes(word: &str) -> bool {
    lexicon::verb(word).is_some_and(|verb| {
        !verb.noun && matches!(verb.effect, Effect::Write | Effect::Destructive)
    })
}

/// Whether what is denied is every change: `it does not change the colour` denies one.
fn of_anything(prose: &Prose, at: usize) -> bool {
    static ANYTHING: Words = Words::of("anything|any|data|state|files|them|it|or|and");
    one_of(&ANYTHING, prose.word(at)) || prose.tokens.get(at).is_none_or(|token| token.opens)
}

/// What is made for somebody, who then only reads.
static GIVEN: Words = Words::of(
    "token|key|credential|credentials|kubeconfig|user|account|role|grant|link|share|replica|copy|mount|view|session|connection|volume|database|snapshot|access|permission|clone",
);

/// The words by which a text says of its tool that it only looks.
fn looks_only(prose: &Prose) -> Option<String> {
    const FIRST: usize = 3;
    let of_itself = |at: usize| {
        // `next_row is read-only` speaks of a field.
        let word = |back: usize| at.checked_sub(back).map_or("", |at| prose.word(at));
        let field = word(1) == "is" && word(2).contains('_');
        at < FIRST || one_of(&OF_ITSELF, word(1)) && !field
    };
    let place = pieces(LOOKS_ONLY, b'|').find_map(|phrase| {
        let at = prose.affirms(phrase, prose.tokens.len());
        // `Update a list. Only …` says no `list only`.
        let whole = |at: &usize| prose.sentence_of(*at).end >= at + phrase.split(' ').count();
        let at = at.filter(whole);
        let end = |at: usize| at + phrase.split(' ').count();
        let denies = |at: usize| !phrase.starts_with("does not") || of_anything(prose, end(at));
        // `A read-only token`: what is made only reads.
        let made = |at: usize| {
            let before = at.checked_sub(1).map_or("", |i| prose.word(i));
            matches!(before, "a" | "an") && one_of(&GIVEN, prose.word(end(at)))
        };
        at.filter(|at| {
            !made(*at) && of_itself(*at) && !prose.is_at("mode", end(*at)) && denies(*at)
        })
    })?;
    Some(prose.around(place))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn found(name: &str, text: &str) -> Vec<&'static str> {
        let raw = json!({"name": name, "description": text});
        misnamed(&raw, None)
            .into_iter()
            .map(|ask| ask.what)
            .collect()
    }

    #[test]
    fn a_change_that_the_text_denies_is_asked_about() {
        let want = ["a name that says a change where the text says that it only reads"];
        assert_eq!(
            found("synchronize_notes", "Read-only: shows which notes differ."),
            want
        );
        assert_eq!(
            found(
                "delete_rows",
                "Lists rows. This tool never changes anything."
            ),
            want
        );
        for (name, text) in [
            ("create_user", "Creates a user with a read-only role."),
            ("list_rows", "Read-only. Lists rows."),
            (
                "update_row",
                "Updates a row. `row_count` is read-only (derived).",
            ),
            (
                "reset_meter",
                "Resets the meter. It does not change tariff settings.",
            ),
            (
                "update_row",
                "Updates a row. Not available in read-only mode.",
            ),
        ] {
            assert!(found(name, text).is_empty(), "{name}");
        }
    }

    #[test]
    fn malice_in_a_name_is_asked_about_and_its_study_is_not() {
        for name in ["exfiltrate_notes", "stealth_reader", "tiny_backdoor"] {
            assert_eq!(found(name, "Tidies."), ["a name of malice"], "{name}");
        }
        for name in [
            "scan_malware",
            "detect_backdoor",
            "list_threats",
            "toggle_hidden_rows",
            "hidden_text_detector",
        ] {
            assert!(found(name, "Tidies.").is_empty(), "{name}");
        }
    }

    #[test]
    fn a_hold_on_the_model_is_asked_about() {
        let want = ["a hold on the model itself"];
        assert_eq!(
            found("set_model_mode", "Sets the mode; safety may be lifted."),
            want
        );
        assert!(found("set_model_colour", "Colours the 3D model.").is_empty());
        assert!(found("list_models", "Lists models and their safety ratings.").is_empty());
    }
}
