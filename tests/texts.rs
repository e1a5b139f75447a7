//! Servers whose tools are broad, or whose texts deceive, hide or give away.

use crate::support::{probe, probe_case};

#[test]
fn broad_tools_block_and_excluding_them_lifts_it() {
    let found = probe("shell").exit(0);
    found
        .gate("block")
        .critical("unbounded_writes", "confirmed", "run_command")
        .critical("unbounded_writes", "confirmed", "execute_sql");
    let needs = found.at("/decision/next_gate/needs").to_string();
    for tool in ["run_command", "execute_sql"] {
        assert_eq!(found.tool(tool)["broad"], true);
        assert!(
            needs.contains(tool),
            "what would lift it does not name {tool}: {needs}"
        );
    }
    let lifted = probe("shell")
        .args(&["--exclude", "run_command", "--exclude", "execute_sql"])
        .exit(0);
    lifted
        .gate("prototype")
        .lists(&["run_command", "execute_sql", "get_uptime"])
        .critical("unbounded_writes", "cleared", "");
    assert!(
        lifted
            .at("/decision/assumes")
            .to_string()
            .contains("run_command"),
        "an exclusion is assumed enforced, and that is said"
    );
    probe("shell")
        .args(&["--exclude", "run_command"])
        .exit(0)
        .gate("block");
}

#[test]
fn a_required_gate_that_is_not_reached_is_exit_1() {
    probe("shell")
        .args(&["--require", "prototype"])
        .exit(1)
        .gate("block");
    probe_case("well", "three-pages")
        .args(&["--require", "prototype"])
        .exit(0)
        .gate("prototype");
    probe_case("well", "three-pages")
        .args(&["--require", "read-only"])
        .exit(1)
        .gate("prototype");
}

#[test]
fn orders_to_the_model_block() {
    let found = probe_case("texts", "orders").exit(0);
    found
        .gate("block")
        .critical("deceptive_descriptor", "confirmed", "add_numbers");
}

#[test]
fn invisible_text_blocks_and_is_never_shown_raw() {
    let found = probe_case("texts", "tool-description").exit(0);
    found
        .gate("block")
        .critical("deceptive_descriptor", "confirmed", "get_time")
        .says("U+E0041");
}

#[test]
fn a_credential_in_a_listing_blocks_and_is_never_shown_whole() {
    let found = probe_case("texts", "secret-in-a-description").exit(0);
    found
        .gate("block")
        .critical("secret_exposure", "confirmed", "");
    found.never_says("R8fK2qWz1Tp9VxN4bS6dG0mL3cJ7hY5a");
}

#[test]
fn an_annotation_that_the_text_contradicts_blocks() {
    let found = probe_case("tools", "hint-denied-by-the-text").exit(0);
    found
        .gate("block")
        .critical("deceptive_descriptor", "confirmed", "delete_unit")
        .finds("annotations", "delete_unit");
    assert_eq!(found.tool("delete_unit")["effect"], "destructive");
}
