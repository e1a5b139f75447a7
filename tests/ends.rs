//! Runs that end otherwise than by themselves, and servers of which more must be said than a case can.

use crate::support::{file, gatecheck, probe_case, probe_command};
use std::time::Duration;

#[test]
fn one_that_dies_at_start_says_which_variable_it_wants() {
    let found = probe_case("ends", "wants-a-variable").exit(4);
    assert!(
        found
            .at("/start/hint")
            .as_str()
            .unwrap()
            .contains("GITHUB_TOKEN")
    );
}

#[test]
fn one_without_a_handshake_is_asked_in_its_own_revision() {
    let found = probe_case("well", "only-without-a-handshake").exit(0);
    assert!(
        found
            .at("/protocol/versions")
            .to_string()
            .contains("2026-07-28")
    );
}

#[test]
fn a_command_that_does_not_exist_would_not_start() {
    probe_command(&["/nowhere/no-such-server"])
        .exit(4)
        .gate("block")
        .says("/nowhere/no-such-server");
}

#[test]
fn the_whole_run_has_a_deadline() {
    let script = file("fixtures/servers/ends.toml");
    let binary = env!("CARGO_BIN_EXE_mcp-gatecheck");
    gatecheck(&["probe", "--timeout", "2s"])
        .server(&[binary, "scripted", &script, "never-answers"])
        .exit(4);
}

#[test]
fn an_interrupted_run_ends_the_server_and_says_so() {
    let found = probe_case("ends", "never-answers")
        .interrupt(Duration::from_secs(1))
        .exit(4);
    found.gate("block").says("interrupted");
}

#[test]
fn a_run_that_is_interrupted_while_the_server_stops_leaves_nothing() {
    probe_case("ends", "stays-when-its-input-ends")
        .interrupt(Duration::from_secs(1))
        .exit(4);
}
