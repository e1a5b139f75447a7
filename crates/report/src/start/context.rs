//! Causes that stand on several lines: lists of names, reports of validators, help texts.

use super::cause::Cause;
use super::find::Found;
use super::lines::Line;
use super::rules::{DEMANDS, wants};
use super::words::{is_variable, options, variables};

/// Lines after a demand in which its names are looked for.
const NEAR: usize = 4;
/// Lines of a list that are read.
const LIST: usize = 16;

/// What several lines tell together.
pub(super) fn causes(lines: &[Line]) -> Vec<Found> {
    let mut found = Vec::new();
    for (at, line) in lines.iter().enumerate().filter(|(_, line)| !line.traced) {
        let after = lines.get(at + 1..).unwrap_or_default();
        let before = at.checked_sub(1).and_then(|at| lines.get(at));
        found.extend(listed_variables(line, after));
        found.extend(told_how(line, after));
        found.extend(listed_arguments(line, after));
        found.extend(before.and_then(|before| field(before, line)));
    }
    found
}

/// `Missing required environment variables:`, then a name a line.
fn listed_variables(line: &Line, after: &[Line]) -> Vec<Found> {
    let heads = line.has(DEMANDS) && line.text.ends_with(':') && variables(&line.text).is_empty();
    if !heads {
        return vec![];
    }
    let named = |line: &Line| {
        let text = line
            .text
            .trim_start_matches(|c: char| "-*•·✗✘❌x>".contains(c) || c.is_whitespace());
        let word = text
            .split(|c: char| c.is_whitespace() || ":=(,".contains(c))
            .next()?;
        is_variable(word, true).then(|| Found::at(line, wants(vec![word.to_owned()], false)))
    };
    after
        .iter()
        .take(LIST)
        .skip_while(|line| line.text.is_empty())
        .map_while(named)
        .collect()
}

/// `No access token was provided.`, then how to give it.
fn told_how(line: &Line, after: &[Line]) -> Option<Found> {
    const THINGS: [&str; 9] = [
        "token",
        "key",
        "credential",
        "password",
        "secret",
        "configuration",
        "config",
        "url",
        "variable",
    ];
    const HOW: [&str; 6] = [
        "set ",
        "pass ",
        "export ",
        "provide",
        "use ",
        "environment variable",
    ];
    let asks = (line.has(DEMANDS)
        || line.has(&["not found", "error: no ", "no configuration", "no config"]))
        && line.has(&THINGS)
        && variables(&line.text).is_empty()
        && options(&line.text).is_empty();
    if !asks {
        return None;
    }
    after
        .iter()
        .filter(|line| !line.text.is_empty() && !line.traced)
        .take(NEAR)
        .find_map(|line| {
            let names =
                exported(&line.text).map_or_else(|| variables(&line.text), |name| vec![name]);
            // What is said after a demand for one thing in many words is how to give it: one name is one way.
            (line.has(&HOW) && !names.is_empty()).then(|| Found::at(line, wants(names, false)))
        })
}

/// The name in `export NAME=…`.
fn exported(text: &str) -> Option<String> {
    let (_, rest) = text.split_once("export ")?;
    let (name, _) = rest.split_once('=')?;
    is_variable(&format!("{name}_KEY"), true).then(|| name.to_owned())
}

/// `the following required arguments were not provided:`, then an argument a line.
fn listed_arguments(line: &Line, after: &[Line]) -> Option<Found> {
    if !line.has(&["required arguments were not provided"]) {
        return None;
    }
    let names: Vec<String> = after
        .iter()
        .take(LIST)
        .take_while(|line| line.text.starts_with(['-', '<']))
        .filter_map(|line| line.text.split_whitespace().next())
        .map(str::to_owned)
        .collect();
    (!names.is_empty()).then(|| Found::at(line, Cause::Arguments { names, any: false }))
}

/// Validators name the field on a line of its own: `API_KEY`, then `Field required`; `"path": [`, then `"API_KEY"`.
fn field(before: &Line, line: &Line) -> Option<Found> {
    let name = if line.low.starts_with("field required") {
        before.text.as_str()
    } else if before.text == "\"path\": [" {
        line.text.trim_matches(|c: char| "\",".contains(c))
    } else {
        return None;
    };
    let plain = name.len() <= 64
        && name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    let cause = match is_variable(name, true) {
        true => wants(vec![name.to_owned()], false),
        false => Cause::Settings(vec![name.to_owned()]),
    };
    plain.then(|| Found::at(line, cause))
}

/// A usage text: what it wants, as far as it says so.
pub(super) fn help(lines: &[Line]) -> Option<Found> {
    let usage = lines.iter().position(|line| {
        line.low.starts_with("usage") || ["commands:", "options:"].contains(&line.low.as_str())
    })?;
    let line = lines.get(usage)?;
    if let Some(found) = serving_command(lines) {
        return Some(found);
    }
    let wanted = positionals(&line.text);
    let cause = if wanted.is_empty() {
        Cause::Help(None)
    } else {
        Cause::Arguments {
            names: wanted,
            any: false,
        }
    };
    Some(Found::at(line, cause))
}

/// The command of its help text that serves.
pub(super) fn serving_command(lines: &[Line]) -> Option<Found> {
    lines.iter().find_map(serves)
}

/// A line of a help text that lists a command which serves on standard streams.
fn serves(line: &Line) -> Option<Found> {
    const COMMANDS: [&str; 5] = ["stdio", "serve", "mcp", "start", "run"];
    let (names, what) = line.text.split_once("  ")?;
    let name = names.split_whitespace().last()?;
    let fits = COMMANDS.contains(&name)
        && names.split_whitespace().count() <= 2
        && !what.trim().is_empty();
    fits.then(|| Found::at(line, Cause::Help(Some(name.to_owned()))))
}

/// The `<names>` of a usage line that stand in no brackets.
fn positionals(text: &str) -> Vec<String> {
    let mut depth = 0_usize;
    let mut names = Vec::new();
    for word in text.split_whitespace() {
        let alone = depth == 0 && word.starts_with('<') && word.ends_with('>');
        if alone && word.len() <= 60 {
            names.push(word.to_owned());
        }
        depth += word.matches('[').count();
        depth = depth.saturating_sub(word.matches(']').count());
    }
    names.truncate(4);
    names
}
