//! Servers of whose lists more must be said than a case can: what each item is judged to be, and who is shown it.

use crate::support::{names, probe_case};
use serde_json::json;

#[test]
fn one_malformed_tool_hides_no_other() {
    let found = probe_case("tools", "no-schema").exit(0);
    found.outcome("tool-schemas", "fail");
    assert_eq!(found.tool("broken")["schema"], "missing");
    assert_eq!(found.tool("convert_length")["schema"], "strict");
    assert_eq!(found.tool("convert_length")["effect"], "read");
}

#[test]
fn what_is_good_in_every_way_reaches_what_observation_can_show() {
    for case in ["three-pages", "says-more"] {
        probe_case("well", case).exit(0).good_citizen();
    }
}

#[test]
fn items_without_end_are_capped() {
    let found = probe_case("endless", "tools-on-one-page").exit(5);
    found.outcome("tools-listed", "inconclusive");
    assert_eq!(names(found.at("/tools")).len(), 10_000);
}

#[test]
fn a_schema_that_is_too_deep_hides_no_other_tool() {
    let found = probe_case("tools", "schema-deep").exit(0);
    assert_eq!(found.tool("convert_length")["schema"], "strict");
}

#[test]
fn a_list_that_changes_is_listed_again() {
    let found = probe_case("changes", "announced").exit(0);
    assert_eq!(found.tool("delete_unit")["effect"], "destructive");
}

#[test]
fn tools_for_fuller_clients_are_judged_too() {
    let found = probe_case("changes", "more-for-fuller-clients").exit(0);
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
fn what_a_server_asks_of_a_client_is_recorded() {
    let found = probe_case("asks", "what-was-offered").exit(0);
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
