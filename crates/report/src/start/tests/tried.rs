//! The command to try next.

use super::*;

/// What a server of version 1 of `mcp` is told.
fn pinned(command: &[&str], more: &[&str]) -> String {
    let mut lines = more.to_vec();
    lines.push("ModuleNotFoundError: No module named 'mcp.server.fastmcp'");
    attempt(&said(command, &lines, exits(1)))
}

#[test]
fn a_library_is_pinned_where_the_command_takes_it() {
    assert_eq!(
        pinned(&["uvx", "acme", "--x"], &[]),
        "mcp-gatecheck probe -- uvx --with 'mcp<2' acme --x"
    );
    assert_eq!(
        pinned(&["uv", "run", "acme.py"], &[]),
        "mcp-gatecheck probe -- uv run --with 'mcp<2' acme.py"
    );
    assert_eq!(
        pinned(&["python3", "-m", "acme"], &[]),
        "python3 -m pip install 'mcp<2' && mcp-gatecheck probe -- python3 -m acme"
    );
    assert_eq!(
        pinned(&["acme"], &[]),
        "pip install 'mcp<2' && mcp-gatecheck probe -- acme"
    );
    let traced = "  File \"/srv/env/lib/python3.11/site-packages/acme/x.py\", line 1, in <module>";
    assert_eq!(
        pinned(&["/srv/env/bin/acme"], &[traced]),
        "/srv/env/bin/python -m pip install 'mcp<2' && mcp-gatecheck probe -- /srv/env/bin/acme"
    );
    assert_eq!(
        pinned(&["/srv/bin/acme"], &[traced]),
        "pip install 'mcp<2' && mcp-gatecheck probe -- /srv/bin/acme"
    );
}

#[test]
fn a_module_that_came_with_version_1_is_had_by_it() {
    let help = said(
        &["uvx", "acme"],
        &["ModuleNotFoundError: No module named 'httpx'"],
        exits(1),
    );
    assert_eq!(ids(&help), ["missing-module"]);
    assert_eq!(
        attempt(&help),
        "mcp-gatecheck probe -- uvx --with 'mcp<2' acme"
    );
    let help = said(
        &["uvx", "acme"],
        &["ModuleNotFoundError: No module named 'unheard_of'"],
        exits(1),
    );
    assert!(
        !attempt(&help).contains("unheard"),
        "a guess could install something else"
    );
}

#[test]
fn a_configured_server_keeps_its_entry() {
    let of_entry = |line: &str| {
        let tape = begun(&["acme"]).stderr(0, line).event(0, exits(1));
        let mut transcript = tape.transcript();
        transcript.header.entry = Some("my server".to_owned());
        attempt(&start_help(&Facts::read(&transcript)).unwrap())
    };
    assert_eq!(
        of_entry("Error: ACME_TOKEN environment variable is required"),
        "mcp-gatecheck probe --server 'my server' --env ACME_TOKEN"
    );
    assert_eq!(
        of_entry("?"),
        "mcp-gatecheck probe --server 'my server' -v --transcript start.jsonl"
    );
}

#[test]
fn another_runtime_is_asked_for_by_name() {
    let node =
        "SyntaxError: The requested module 'node:module' does not provide an export named 'a'";
    assert_eq!(
        attempt(&said(&["node", "x.js", "-v"], &[node], exits(1))),
        "mcp-gatecheck probe -- npx -y node@24 x.js -v"
    );
    let python = "the current Python version (3.11.7) does not satisfy Python>=3.13 and all versions of acme";
    assert_eq!(
        attempt(&said(&["uvx", "acme"], &[python], exits(1))),
        "mcp-gatecheck probe -- uvx --python 3.13 acme"
    );
}

#[test]
fn names_are_put_in_their_place() {
    let lines = [
        "ACME_TOKEN is required",
        "error: missing required argument 'path'",
    ];
    assert_eq!(
        attempt(&said(&["docker", "run", "-i", "acme"], &lines, exits(1))),
        "mcp-gatecheck probe --env ACME_TOKEN -- docker run -e ACME_TOKEN -i acme PATH"
    );
    assert_eq!(
        attempt(&said(
            &["acme"],
            &["error: required option '--vault <dir>' not specified"],
            exits(1)
        )),
        "mcp-gatecheck probe -- acme --vault VALUE"
    );
    assert_eq!(
        attempt(&said(
            &["acme", "--vault", "-v"],
            &["Error: Option '--vault' requires an argument."],
            exits(2)
        )),
        "mcp-gatecheck probe -- acme --vault VALUE -v"
    );
}

#[test]
fn what_the_recorder_hid_comes_from_its_variable() {
    let help = said(&["acme", "--token=«redacted:ACME_TOKEN»"], &[], waits());
    assert_eq!(
        attempt(&help),
        "mcp-gatecheck probe --start-timeout 120s -- acme --token=\"$ACME_TOKEN\""
    );
}

#[test]
fn an_empty_list_for_want_of_a_variable_is_told() {
    let tape = begun(&["acme"])
        .stderr(0, "WARNING: ACME_TOKEN is not set: no tools are offered")
        .handshake(
            0,
            Variant::Declared,
            &serde_json::json!({
                "protocolVersion": "2025-11-25", "capabilities": {"tools": {}},
                "serverInfo": {"name": "acme", "version": "1"},
            }),
        )
        .list(0, Variant::Declared, evidence::Kind::Tool, &[])
        .close(0);
    let help = help(tape);
    assert_eq!(help.title, "It lists nothing");
    assert_eq!(
        attempt(&help),
        "mcp-gatecheck probe --env ACME_TOKEN -- acme"
    );
}
