//! Servers that start badly, end badly, or not at all.

use crate::support::{file, gatecheck, probe, probe_command};
use std::time::Duration;

#[test]
fn one_that_dies_at_start_is_not_passed_and_says_which_variable_it_wants() {
    let found = probe("dies-at-start").exit(4);
    found.gate("block").lists(&[]).says("GITHUB_TOKEN");
    assert!(
        found
            .at("/start/hint")
            .as_str()
            .unwrap()
            .contains("GITHUB_TOKEN")
    );
}

#[test]
fn one_that_never_answers_ends_at_the_deadline() {
    probe("never-answers")
        .args(&["--start-timeout", "1s"])
        .exit(4)
        .gate("block")
        .lists(&[]);
}

#[test]
fn one_that_is_slow_is_waited_for() {
    probe("slow")
        .exit(0)
        .lists(&["convert_length"])
        .good_citizen();
}

#[test]
fn one_that_exits_on_discover_is_started_again() {
    probe("refuses-discover-by-exit")
        .exit(0)
        .lists(&["convert_length"])
        .no_error();
}

#[test]
fn one_without_a_handshake_is_listed() {
    let found = probe("modern-only").exit(0);
    found.lists(&["convert_length"]).no_error();
    assert!(
        found
            .at("/protocol/versions")
            .to_string()
            .contains("2026-07-28")
    );
}

#[test]
fn one_that_stays_when_its_input_ends_is_ended_by_term() {
    probe("ignores-stdin-close")
        .exit(0)
        .lists(&["convert_length"])
        .finds("stops-when-told", "TERM");
}

#[test]
fn one_that_ignores_term_too_is_killed() {
    let (binary, script) = (
        env!("CARGO_BIN_EXE_mcp-gatecheck"),
        file("fixtures/servers/ignores-stdin-close.toml"),
    );
    let deaf = "trap '' TERM; exec \"$0\" \"$@\"";
    let found = probe_command(&["sh", "-c", deaf, binary, "scripted", &script]).exit(0);
    found
        .lists(&["convert_length"])
        .outcome("stops-when-told", "fail")
        .finds("stops-when-told", "KILL");
}

#[test]
fn a_process_that_is_left_behind_is_found_and_ended() {
    probe("leaves-a-process")
        .exit(0)
        .lists(&["convert_length"])
        .finds("processes-left", "sleep 600");
}

#[test]
fn one_that_dies_in_the_middle_keeps_what_it_listed() {
    let found = probe("dies-mid-list").exit(5);
    found
        .gate("block")
        .lists(&["get_chapter_1", "get_chapter_2"])
        .outcome("tools-listed", "inconclusive");
}

#[test]
fn a_long_log_is_bounded() {
    probe("stderr-flood").exit(0).lists(&["convert_length"]);
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
    let script = file("fixtures/servers/never-answers.toml");
    let server = [env!("CARGO_BIN_EXE_mcp-gatecheck"), "scripted", &script];
    gatecheck(&["probe", "--timeout", "2s"])
        .server(&server)
        .exit(4);
}

#[test]
fn an_interrupted_run_ends_the_server_and_says_so() {
    let found = probe("never-answers")
        .interrupt(Duration::from_secs(1))
        .exit(4);
    found.gate("block").says("interrupted");
}

#[test]
fn a_run_that_is_interrupted_while_the_server_stops_leaves_nothing() {
    probe("ignores-stdin-close")
        .interrupt(Duration::from_secs(1))
        .exit(4);
}
