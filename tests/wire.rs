//! Servers whose bytes are not what the protocol asks for. Each says so, and the good tool is listed all the same.

use crate::support::{Document, probe};

/// Probes it, and asserts that the good tool is listed and that a finding about the wire names this.
fn wire(fixture: &str, code: i32, named: &str) -> Document {
    let found = probe(fixture).exit(code);
    found.tool("convert_length");
    found.finds("wire-form", named);
    found
}

#[test]
fn a_banner_is_noise() {
    let found = probe("banner-on-stdout").exit(0);
    found.tool("convert_length");
    found.finds("stdout-purity", "Server v1.0.0 starting");
}

#[test]
fn a_key_that_comes_twice_is_a_finding() {
    wire("dup-keys", 0, "name");
}

#[test]
fn bytes_that_are_not_utf8_are_a_finding() {
    wire("bad-utf8", 0, "UTF-8").tool("get_time");
}

#[test]
fn nan_is_no_json() {
    wire("nan", 0, "NaN");
}

#[test]
fn a_reply_under_another_id_answers_nothing() {
    let found = wire("wrong-ids", 5, "999999");
    found.outcome("tools-listed", "inconclusive");
}

#[test]
fn an_id_of_another_type_is_a_finding() {
    wire("ids-of-another-type", 0, "id");
}

#[test]
fn a_second_reply_is_a_finding() {
    wire("second-answer", 0, "id");
}

#[test]
fn a_batch_is_a_finding() {
    wire("batch", 0, "batch");
}

#[test]
fn a_message_over_several_lines_is_a_finding() {
    wire("pretty-printed", 0, "lines");
}

#[test]
fn two_messages_on_one_line_are_a_finding() {
    wire("shared-line", 0, "line");
}

#[test]
fn a_byte_order_mark_is_a_finding() {
    wire("byte-order-mark", 0, "byte order mark");
}

#[test]
fn a_flood_of_notifications_drowns_nothing() {
    probe("flood").exit(0).lists(&["convert_length"]);
}
