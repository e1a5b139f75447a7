//! Causes that stand in its words.

use super::*;

#[track_caller]
fn variables(lines: &[&str], want: &[&str], either: bool) {
    let want = Cause::Variables {
        names: owned(want),
        any: either,
    };
    assert_eq!(causes(lines), [want], "{lines:?}");
}

#[test]
fn a_missing_variable_is_named() {
    for text in [
        "Error: ACME_TOKEN environment variable is required",
        "ACME_TOKEN environment variable is not set",
        "Please set ACME_TOKEN environment variable",
        "ValueError: ACME_TOKEN must be set",
        "KeyError: 'ACME_TOKEN'",
        "Error: No API key. Set ACME_TOKEN or use --key=<your-acme-key>",
        "Acme key not provided. Please either pass it as an argument --api-key=$KEY or set the ACME_TOKEN environment variable.",
        "\u{1b}[31mError:\u{1b}[0m missing ACME_TOKEN",
        "│ ERROR  ACME_TOKEN is missing │",
        r#"{"level":"ERROR","msg":"token not provided. Use --token flag or set ACME_TOKEN environment variable"}"#,
        "Missing required Acme URL (ACME_TOKEN). Check your .env file.",
    ] {
        variables(&[text], &["ACME_TOKEN"], false);
    }
}

#[test]
fn all_missing_variables_are_named_with_their_frames() {
    let lines = [
        "ACME_TOKEN is required",
        "ACME_TEAM_ID is required",
        "ACME_URL is required",
    ];
    variables(&lines, &["ACME_TOKEN", "ACME_TEAM_ID", "ACME_URL"], false);
    let help = said(&["some-server"], &lines, exits(1));
    assert_eq!(help.causes[0].1, [line(1), line(2), line(3)]);
    variables(
        &["Please set ACME_TOKEN and ACME_TEAM_ID environment variables"],
        &["ACME_TOKEN", "ACME_TEAM_ID"],
        false,
    );
    variables(
        &[
            "Missing required environment variables:",
            "  - ACME_TOKEN: your token",
            "  - ACME_URL",
        ],
        &["ACME_TOKEN", "ACME_URL"],
        false,
    );
}

#[test]
fn alternatives_are_told_as_such() {
    variables(
        &["Either ACME_TOKEN or ACME_PASSWORD must be set"],
        &["ACME_TOKEN", "ACME_PASSWORD"],
        true,
    );
}

#[test]
fn how_to_give_it_may_stand_below() {
    variables(
        &[
            "Error: No access token was provided.",
            "Run `acme login` first, or pass `--access-token` / `ACME_TOKEN`.",
        ],
        &["ACME_TOKEN"],
        false,
    );
    variables(
        &[
            "ERROR: Database configuration is required.",
            "",
            "1. Argument: --dsn=...",
            "2. Environment variable: export DSN=\"...\"",
        ],
        &["DSN"],
        false,
    );
}

#[test]
fn reports_of_validators_are_read() {
    variables(
        &[
            "1 validation error for Settings",
            "ACME_TOKEN",
            "  Field required [type=missing, input_value={}]",
        ],
        &["ACME_TOKEN"],
        false,
    );
    variables(
        &[
            "ZodError: [",
            "    \"path\": [",
            "      \"ACME_TOKEN\"",
            "    ],",
        ],
        &["ACME_TOKEN"],
        false,
    );
    assert_eq!(
        causes(&[
            "1 validation error for Settings",
            "acme_token",
            "  Field required [type=missing]"
        ]),
        [Cause::Settings(owned(&["acme_token"]))]
    );
}

#[test]
fn missing_arguments_are_named() {
    let argument = |names: &[&str], any| {
        vec![Cause::Arguments {
            names: owned(names),
            any,
        }]
    };
    assert_eq!(
        causes(&[
            "usage: acme [-h] --db DB path",
            "acme: error: the following arguments are required: --db, path"
        ]),
        argument(&["--db", "path"], false)
    );
    assert_eq!(
        causes(&["error: required option '--vault <dir>' not specified"]),
        argument(&["--vault"], false)
    );
    assert_eq!(
        causes(&["error: missing required argument 'path'"]),
        argument(&["path"], false)
    );
    for line in [
        "Error: Option '--vault' requires an argument.",
        "acme: error: argument --vault: expected one argument",
        "flag needs an argument: --vault",
    ] {
        assert_eq!(causes(&[line]), argument(&["--vault"], false), "{line}");
    }
    assert_eq!(
        causes(&["Error: Missing option '--db-path'."]),
        argument(&["--db-path"], false)
    );
    assert_eq!(
        causes(&["Error: required flag(s) \"token\" not set"]),
        argument(&["token"], false)
    );
    assert_eq!(
        causes(&[
            "error: the following required arguments were not provided:",
            "  --root <ROOT>",
            "",
            "Usage: acme --root <ROOT>"
        ]),
        argument(&["--root"], false)
    );
    assert_eq!(
        causes(&["Error: spec is required. Use one of: --spec, --spec-inline"]),
        argument(&["--spec", "--spec-inline"], true)
    );
    assert_eq!(
        causes(&["Usage: acme <vault-directory>"]),
        argument(&["<vault-directory>"], false)
    );
    assert_eq!(
        causes(&["Please provide a URL as a command-line argument"]),
        argument(&[], false)
    );
    assert_eq!(
        causes(&["Error: In-memory databases require the --read-write flag."]),
        [Cause::Flag("--read-write".to_owned())]
    );
    assert_eq!(
        causes(&["error: unknown option '--stdio'"]),
        [Cause::UnknownArgument("--stdio".to_owned())]
    );
}

#[test]
fn a_command_that_serves_is_found_in_the_help() {
    assert_eq!(
        causes(&[
            "acme <command>",
            "Commands:",
            "  acme stdio  Start the server using stdio.",
            "  acme http   Over HTTP.",
            "Not enough non-option arguments: got 0, need at least 1"
        ]),
        [Cause::Help(Some("stdio".to_owned()))]
    );
}

#[test]
fn what_comes_first_hides_its_consequences() {
    variables(
        &[
            "Error: ACME_TOKEN is required",
            "connect ECONNREFUSED 127.0.0.1:80",
        ],
        &["ACME_TOKEN"],
        false,
    );
    assert_eq!(
        causes(&[
            "ACME_TOKEN is required",
            "ModuleNotFoundError: No module named 'mcp.server.fastmcp'"
        ]),
        [Cause::SdkVersion]
    );
}

#[test]
fn source_code_in_a_traceback_says_nothing() {
    let help = said(
        &["some-server"],
        &[
            "Traceback (most recent call last):",
            "  File \"/srv/acme.py\", line 3, in main",
            "    raise ValueError(\"OTHER_KEY is required\")",
            "ValueError: ACME_KEY is required",
        ],
        exits(1),
    );
    assert_eq!(help.causes.len(), 1);
    assert_eq!(help.causes[0].1, [line(4)]);
    assert_eq!(
        attempt(&help),
        "mcp-gatecheck probe --env ACME_KEY -- some-server"
    );
}

#[test]
fn warnings_count_only_where_nothing_else_speaks() {
    variables(
        &[
            "WARNING: LOG_LEVEL not set, using default",
            "Error: ACME_TOKEN is required",
        ],
        &["ACME_TOKEN"],
        false,
    );
    variables(
        &["[INFO] Please provide ACME_TOKEN"],
        &["ACME_TOKEN"],
        false,
    );
}

#[test]
fn what_is_not_plain_gets_no_cause() {
    for text in [
        "Server running",
        "    at Module._compile (node:internal/modules/cjs/loader:1521:14)",
        "Error: missing",
        "code: 'ERR_INVALID_ARG_TYPE' is required",
        "Something went wrong.",
        "Unexpected token < in JSON",
        "Loaded 3 modules; SOME_CONSTANT = 5",
    ] {
        let help = said(&["some-server"], &[text], exits(1));
        assert_eq!(help.causes, [], "{text}");
        assert_eq!(
            attempt(&help),
            "mcp-gatecheck probe -v --transcript start.jsonl -- some-server"
        );
    }
}

#[test]
fn variables_that_were_given_are_not_missing() {
    let tape = Tape::new(Target::Stdio {
        command: owned(&["some-server"]),
    })
    .event(
        0,
        Event::Start {
            variant: Variant::Declared,
            env: owned(&["HOME", "PATH", "ACME_TOKEN"]),
            program: None,
        },
    )
    .stderr(0, "ACME_TOKEN is required")
    .stderr(0, "ACME_URL is required")
    .event(0, exits(1));
    let help = help(tape);
    assert_eq!(
        attempt(&help),
        "mcp-gatecheck probe --env ACME_TOKEN --env ACME_URL -- some-server"
    );
}

#[test]
fn hostile_words_stay_bounded() {
    let long = format!("{} is required", "A_".repeat(100_000));
    let names: String = (0..500).map(|n| format!("VAR_{n} ")).collect();
    for text in [
        long,
        format!("{names} required"),
        format!("Cannot find module '{}'", "x".repeat(10_000)),
    ] {
        let help = said(&["some-server"], &[&text], exits(1));
        for (cause, _) in &help.causes {
            assert!(cause.says().len() < 2000, "{}", cause.says().len());
        }
        assert!(attempt(&help).len() < 3000);
    }
}
