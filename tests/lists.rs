//! Servers whose lists are long, broken, endless, or different for different clients.

use crate::support::{names, probe};
use serde_json::{Value, json};
use std::collections::BTreeSet;

#[test]
fn one_malformed_tool_hides_no_other() {
    let found = probe("one-malformed-tool").exit(0);
    found
        .lists(&["list_units", "broken", "convert_length"])
        .finds("tool-schemas", "broken")
        .outcome("tool-schemas", "fail");
    assert_eq!(found.tool("broken")["schema"], "missing");
    assert_eq!(found.tool("convert_length")["schema"], "strict");
    assert_eq!(found.tool("list_units")["effect"], "read");
}

#[test]
fn every_page_is_read() {
    let chapters = [
        "get_chapter_1",
        "get_chapter_2",
        "get_chapter_3",
        "get_chapter_4",
        "get_chapter_5",
    ];
    probe("three-pages").exit(0).lists(&chapters).good_citizen();
}

#[test]
fn a_cursor_that_comes_back_is_a_loop() {
    probe("cursor-loop")
        .exit(5)
        .lists(&["get_time"])
        .outcome("tools-listed", "inconclusive")
        .says("loop");
}

#[test]
fn pages_without_end_are_capped() {
    let found = probe("endless-pages").exit(5);
    found.outcome("tools-listed", "inconclusive");
    assert!(names(found.at("/tools")).contains(&"get_1".to_owned()));
}

#[test]
fn items_without_end_are_capped() {
    let found = probe("huge-list").exit(5);
    found.outcome("tools-listed", "inconclusive");
    assert_eq!(names(found.at("/tools")).len(), 10_000);
}

#[test]
fn a_message_beyond_the_cap_is_counted_and_not_judged() {
    probe("huge-message")
        .exit(5)
        .outcome("tools-listed", "inconclusive");
}

#[test]
fn a_schema_that_is_too_deep_hides_no_other_tool() {
    let found = probe("deep-schema").exit(0);
    assert_eq!(found.tool("convert_length")["schema"], "strict");
    assert_eq!(found.at("/tools").as_array().unwrap().len(), 2);
    found.finds("wire-form", "deep");
}

#[test]
fn a_list_that_changes_is_listed_again() {
    let found = probe("changing-list").exit(0);
    found.lists(&["convert_length", "delete_unit"]);
    assert_eq!(found.tool("delete_unit")["effect"], "destructive");
}

#[test]
fn tools_for_fuller_clients_are_judged_too() {
    let found = probe("variant-tools").exit(0);
    found.lists(&["convert_length", "delete_unit"]);
    assert_eq!(
        found.tool("convert_length")["visible_to"],
        json!(["discover", "declared", "bare"])
    );
    assert_eq!(
        found.tool("delete_unit")["visible_to"],
        json!(["discover", "declared"])
    );
}

#[test]
fn two_tools_of_one_name_are_both_shown() {
    let found = probe("duplicate-names").exit(0);
    found
        .lists(&["convert_length", "convert_length"])
        .finds("tool-names", "convert_length");
}

#[test]
fn a_refused_listing_is_no_empty_one() {
    probe("list-refused")
        .exit(5)
        .lists(&[])
        .gate("block")
        .outcome("tools-listed", "inconclusive");
}

#[test]
fn what_a_server_asks_of_a_client_is_recorded() {
    let found = probe("server-asks").exit(0);
    found.lists(&["convert_length"]).no_error();
    let asked: Vec<_> = found
        .at("/server_requests")
        .as_array()
        .unwrap()
        .iter()
        .map(|request| request["method"].as_str().unwrap())
        .collect();
    for method in ["roots/list", "sampling/createMessage", "elicitation/create"] {
        assert!(asked.contains(&method), "{method} is not among {asked:?}");
    }
}

#[test]
fn asking_a_client_that_declared_nothing_is_a_finding() {
    let found = probe("server-asks-undeclared").exit(0);
    found
        .lists(&["convert_length"])
        .finds("server-requests", "sampling/createMessage");
}

#[test]
fn every_malformed_tool_is_found_among_good_ones() {
    let found = probe("malformed-tools").exit(0);
    let tools = found.at("/tools").as_array().unwrap();
    assert_eq!(tools.len(), 32);
    for good in ["get_time", "convert_length"] {
        assert_eq!(found.tool(good)["schema"], "strict", "{good}");
    }
    let named: BTreeSet<_> = found
        .findings()
        .filter(|finding| finding["severity"] != "info")
        .map(|finding| &finding["subject"]["name"])
        .filter_map(Value::as_str)
        .collect();
    for tool in names(found.at("/tools")) {
        let good = ["get_time", "convert_length"].contains(&tool.as_str());
        assert_eq!(named.contains(tool.as_str()), !good, "{tool:?}");
    }
}

#[test]
fn every_malformed_resource_template_and_prompt_is_found_among_good_ones() {
    let found = probe("malformed-resources").exit(0);
    for (list, good, all) in [
        ("/resources", "units", 5),
        ("/templates", "unit", 2),
        ("/prompts", "explain_unit", 5),
    ] {
        let listed = names(found.at(list));
        assert_eq!(listed.len(), all, "{list}: {listed:?}");
        for name in listed.iter().filter(|name| *name != good) {
            let named = |finding: &Value| finding["subject"]["name"] == **name;
            assert!(found.findings().any(named), "nothing names {name}");
        }
    }
}
