//! What it asks for: arguments and variables.

use super::{DEMANDS, Rule, wants};
use crate::start::cause::Cause;
use crate::start::lines::Line;
use crate::start::words::{after, alternatives, names, options, quoted_after, variables};

pub(super) const RULES: &[Rule] = &[
    Rule {
        phrases: &[
            "the following arguments are required:",
            "missing required argument",
            "missing required option",
            "required flag(s)",
            "missing option",
            "missing argument",
            "missing parameter",
            "required option '",
        ],
        means: argument,
    },
    Rule {
        phrases: &[
            "requires an argument",
            "requires a value",
            "needs an argument",
            "expected one argument",
            "expected at least one argument",
            "argument missing",
        ],
        means: |line| {
            let names = options(&line.text).into_iter().take(1).collect();
            Some(Cause::Arguments { names, any: false })
        },
    },
    Rule {
        phrases: &["the following required arguments were not provided"],
        means: |_| Some(no_names()),
    },
    Rule {
        phrases: &[
            "not enough non-option arguments",
            "too few arguments",
            "invalid number of arguments",
            "not enough arguments",
            "arg(s), received 0",
        ],
        means: |_| Some(no_names()),
    },
    Rule {
        phrases: &[
            "unrecognized arguments:",
            "unknown option",
            "unknown argument",
            "no such option:",
            "flag provided but not defined:",
            "unexpected argument",
            "bad option:",
        ],
        means: |line| {
            let name = options(&line.text).into_iter().next();
            name.or_else(|| quoted_after(&line.text, "argument"))
                .map(Cause::UnknownArgument)
        },
    },
    // Variables and what else must be told to it.
    Rule {
        phrases: &["keyerror:"],
        means: |line| {
            let name = quoted_after(&line.text, "keyerror:")?;
            (variables(&line.text) == [name.as_str()]).then(|| wants(vec![name], false))
        },
    },
    Rule {
        phrases: DEMANDS,
        means: |line| {
            let names = variables(&line.text);
            let any = alternatives(&line.text, &names);
            (!names.is_empty()).then(|| wants(names, any))
        },
    },
    Rule {
        phrases: &["environment variable", "env var"],
        means: |line| {
            let names = variables(&line.text);
            let any = alternatives(&line.text, &names);
            let asked = line.has(&["set ", "provide", "not found", "empty", "via ", "define"]);
            (asked && !names.is_empty()).then(|| wants(names, any))
        },
    },
    Rule {
        phrases: &["command-line argument", "command line argument"],
        means: |line| line.has(DEMANDS).then(no_names),
    },
    Rule {
        phrases: &[
            "required",
            "must provide",
            "must be provided",
            "missing",
            "must specify",
            "requires the --",
            "require the --",
        ],
        means: |line| {
            let names = options(&line.text);
            let any = alternatives(&line.text, &names);
            match names.as_slice() {
                [flag] if line.has(&[" flag"]) && !line.has(&["provide", "set "]) => {
                    Some(Cause::Flag(flag.clone()))
                }
                [] => None,
                _ => Some(Cause::Arguments { names, any }),
            }
        },
    },
];

fn no_names() -> Cause {
    Cause::Arguments {
        names: vec![],
        any: false,
    }
}

/// The arguments that a parser of command lines names.
fn argument(line: &Line) -> Option<Cause> {
    let listed = [
        "arguments are required:",
        "required arguments:",
        "required argument:",
        "required argument(s):",
    ]
    .into_iter()
    .find_map(|phrase| after(&line.text, phrase))
    .map(names);
    let quoted = ["argument", "option", "parameter", "flag(s)"]
        .into_iter()
        .find_map(|phrase| quoted_after(&line.text, phrase))
        .map(|name| {
            name.split_whitespace()
                .next()
                .unwrap_or_default()
                .to_owned()
        });
    let names = listed
        .or_else(|| quoted.map(|name| vec![name]))
        .unwrap_or_else(|| options(&line.text));
    Some(Cause::Arguments { names, any: false })
}
