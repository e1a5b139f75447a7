//! What a tool runs for its caller: code, and by [`query`] queries.

mod query;

pub(crate) use query::queries;

use crate::Capability;
use crate::cjk;
use crate::power::{Case, Power};
use crate::prose::{Ready, Words, one_of, phrases, words};
use crate::shape::Param;
use crate::shell::CODE_COMMANDS;
use crate::verbs::Verbs;
use gate_engine::Effect;

/// Verbs that run what they are given.
static RUNS: Words = Words::of(
    "run|execute|exec|eval|evaluate|invoke|interact|send|perform|start|launch|spawn|call|write|apply|query|read|do",
);
/// Verbs that look at a command, code or query and do not run it.
pub(crate) const LOOKS_AT: &Words = words!(
    "vet|validate|check|lint|explain|parse|format|analyze|analyse|review|audit|scan|test|search|find|convert|translate|describe|compare|diff|\
    highlight|transform|beautify|minify|verify|inspect|dry|estimate|save|store|create|update|get|list|lookup|suggest|render|preview|classify|detect|history|explore|\
    generate|help|add|set|insert|edit|recommend|assess|plan|redeem|declare|delete|remove|learn|build|show|modify|import|export"
);
/// Whether the tool only looks at what it is given.
pub(crate) fn looks_only(case: &Case<'_, '_>) -> bool {
    let Verbs { name, text } = case.verbs;
    let looks = |word: &str| one_of(LOOKS_AT, word);
    match name {
        _ if case.tool.opens_with(LOOKS_AT) || cjk::asks_whether(&case.tool.text) => true,
        Some(name) => looks(&name.word),
        None => text.first().is_some_and(|found| looks(&found.word)),
    }
}

/// Names of parameters that hold code.
static CODE: Words = Words::of(
    "code|script|javascript|js|python|source|snippet|program|macro|lua|luau|function|expression|cell|applescript|jxa|vba|gdscript|groovy|\
    ruby|perl|php|matlab|julia|typescript|scala|kotlin|wolfram|starlark|lisp|clojure|prolog|haskell|golang",
);
/// Those that hold something else as often: the text must speak of code.
static CODE_OR_ELSE: Words = Words::of("code|source|expression|function|cell|program");
/// What the code is called where the parameter's last word says only that it is given: `script_content`.
static CODE_IN: Words = Words::of(
    "code|script|javascript|js|python|lua|luau|macro|program|applescript|jxa|vba|cell|snippet|powershell",
);
static GIVEN: Words =
    Words::of("content|contents|text|body|string|block|snippet|source|input|str|lines");
/// Parameters that are of anything, where their own text says that it is code.
static ANY_INPUT: Words = Words::of(
    "command|input|text|content|body|expr|statement|statements|instructions|value|cmd|payload",
);
pub(crate) const IS_CODE: Ready = phrases!(
    "code to run|code to execute|code to evaluate|code to be|code to eval|python code|javascript code|lua code|luau code|ruby code|r code|java code|\
    source code to|script to run|script to execute|expression to evaluate|code snippet|python script|groovy script|javascript expression|python expression"
);
/// What may stand before `code` in a name that holds a program: `currency_code` is a key.
static BEFORE_CODE: Words = Words::of(
    "python|js|javascript|source|my|user|lua|java|raw|script|r|sql|full|apex|c|cpp|csharp|go|rust|ruby|php|perl|bash|shell|\
    typescript|ts|matlab|julia|applescript|vba|powershell|wolfram|scala|kotlin|swift|gdscript|cell|program|input|block|macro|notebook|function|test|custom|snippet|plugin|shader|worker|lambda",
);
/// What may stand before `script` where a script is named that is there.
static SCRIPTS_OF: Words = Words::of("build|npm|start|test|package|deploy|install|lint|yarn|run");
/// Programs that run the scripts of a package by their names.
static PACKAGERS: Words = Words::of("npm|yarn|pnpm|bun|composer|gulp|make|package");
/// Words of a text that speaks of code.
const SPEAKS_OF_CODE: Ready = phrases!(
    "javascript|python|code|script|lua|luau|program|typescript|macro|js|repl|notebook|applescript|vba|groovy|debugger|debugged|\
    debuggee|kernel|interpreter|jupyter|snippet|wolfram|matlab|ruby|php|perl|clojure|prolog|lisp|gdscript|bytecode"
);
/// Codes that are keys.
const KEYS: Ready = phrases!(
    "country code|status code|zip code|postal code|promotion code|promo code|authorization code|language code|verification code|coupon|error code|\
    currency|iso|one time|voucher|referral|discount"
);

/// Phrases of a tool that makes something by running the code that it is given.
const RUNS_IT: Ready = phrases!(
    "via js code|via javascript|via javascript code|via python code|via python|via lua code|by running the code|runs the code|executes the code|runs your code"
);
/// Words of expressions that are worked out, not run.
const SUMS: Ready = phrases!(
    "math|mathematical|arithmetic|calculator|numeric|algebraic|promql|cron|xpath|jsonpath|regex|regular|jq|jmespath|expression language"
);

/// Languages in which programs are driven as by hand.
const MOVES: Ready = phrases!(
    "applescript|jxa|javascript for automation|autohotkey|automator|ui automation|ui interaction|g code|gcode|pyautogui"
);

/// Programs that run what they are given, as the whole name of a tool.
static INTERPRETERS: Words = Words::of(
    "node|nodejs|deno|bun|python|python2|python3|ipython|ruby|irb|perl|php|lua|luajit|rscript|julia|octave|matlab|ghci|racket|guile|swipl|tclsh|osascript",
);
/// What code is called where the main clause says that it is run.
static CODE_RUN: Words = Words::of(
    "code|javascript|js|python|script|lua|typescript|ruby|perl|php|snippet|expression|expressions|applescript|groovy|program",
);
/// Words behind such a verb in which that stands.
const RUN_NEAR: usize = 3;

/// Whether the main clause says that code is run, whatever the name: "Executes JavaScript code in …".
fn runs_by_text(case: &Case<'_, '_>) -> bool {
    let text = &case.tool.text;
    case.verbs.text.first().is_some_and(|first| {
        first.at < 3
            && one_of(
                words!("run|execute|exec|eval|evaluate|interpret"),
                &first.word,
            )
            && (1..=RUN_NEAR).any(|i| one_of(&CODE_RUN, text.word(first.at + i)))
            && !text.set_aside(first.at)
    })
}

/// The script that is put into the pages of a site, where whoever visits it runs it.
fn placed_in_page<'c, 'a>(case: &'c Case<'_, 'a>) -> Option<&'c Param<'a>> {
    let Case { tool, verbs, .. } = case;
    let placed = verbs.leads(words!(
        "add|insert|inject|register|embed|append|upsert|create|set"
    )) && tool.named(words!("js|javascript|script|scripts"))
        && tool
            .text
            .opens_with(words!("site|page|pages|website|html|head|footer"), 16);
    tool.params.iter().filter(|_| placed).find(|param| {
        param.level <= 1
            && param.values.free_text
            && param.is(words!(
                "js|javascript|script|code|source_code|inline_script|script_content|custom_js"
            ))
    })
}

/// Free code.
pub(crate) fn code(case: &Case<'_, '_>, power: &mut Power) {
    let Case { tool, verbs, .. } = case;
    if let Some(script) = placed_in_page(case) {
        power.by(Capability::ExecCode, script);
        return;
    }
    // `insert_execute_cell` does both.
    let told = runs_by_text(case);
    if looks_only(case) && !tool.named(words!("execute|exec")) && !tool.text.says(RUNS_IT) && !told
    {
        return;
    }
    // What is written into a cell or typed at a prompt may be run there; what is written elsewhere is kept.
    let written = matches!(&verbs.name, Some(found) if found.word == "write")
        && !tool.named(words!(
            "cell|cells|notebook|console|repl|terminal|stdin|interpreter|shell|execute|run"
        ));
    let runs = verbs.leads(&RUNS) && !written
        || tool.named(words!(
            "eval|evaluate|exec|execute|run|repl|interpreter|interpret|inject|console"
        ))
        || verbs.name.is_none() && tool.named(&CODE)
        || told
        || matches!(&tool.words[..], [word] if one_of(&INTERPRETERS, word))
        || tool.text.says(RUNS_IT);
    let sums = tool.text.says(SUMS);
    let speaks = tool.text.says(SPEAKS_OF_CODE)
        || tool.named(words!(
            "code|script|python|javascript|js|lua|luau|eval|evaluate|repl|node|notebook|cell|macro"
        ));
    for param in tool.params.iter().filter(|param| {
        let typed = param.level == 0
            && param.is(words!("input|text|line|lines|command|statement"))
            && tool
                .words
                .last()
                .is_some_and(|word| one_of(words!("repl|interpreter"), word));
        let given = param.ends(&GIVEN) && param.named(&CODE_IN);
        let told = param.level == 0
            && param.is(&ANY_INPUT)
            && (param.text.says(IS_CODE)
                || param.is(words!("command|commands")) && tool.text.says(CODE_COMMANDS));
        param.values.free_text && param.level <= 1 && (param.ends(&CODE) || typed || given || told)
    }) {
        let before = param.words.iter().rev().nth(1).map_or("", String::as_str);
        let key = param.last() == "code" && !before.is_empty() && !one_of(&BEFORE_CODE, before);
        // The name of a script of a package is no script.
        let there = param.last() == "program"
            && param
                .text
                .says(phrases!("path|executable|binary|application"));
        let entry = there
            || param.last() == "script"
                && (one_of(&SCRIPTS_OF, before) || tool.branded(&PACKAGERS));
        let cell = param.last() == "cell" && !tool.text.says(phrases!("notebook|jupyter"));
        let sum = param.last() == "expression" && (sums || param.text.says(SUMS));
        // `initScript`: what opens the page runs it, and says so.
        let run_by_itself = param.text.says(phrases!(
            "executed|evaluated|execute|runs on|run on|to run|evaluate"
        )) && param.text.says(phrases!("script|javascript|code|js"));
        let plain =
            runs && (!param.ends(&CODE_OR_ELSE) || speaks || param.text.says(SPEAKS_OF_CODE));
        if !key && !entry && !cell && !sum && !param.text.says(KEYS) && (run_by_itself || plain) {
            power.by(Capability::ExecCode, param);
            power.broad(param, Effect::Destructive);
            if tool.text.says(MOVES) || param.text.says(MOVES) {
                power.by(Capability::DeviceControl, param);
            }
        }
    }
}
