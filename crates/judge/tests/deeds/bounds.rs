//! What a tool's own text says bounds it.

use crate::made::{none, tool};

#[test]
fn a_bound_is_what_holds_the_caller() {
    let mut wrong = Vec::new();
    for (name, description, params, want) in [
        (
            "run_sql",
            "Runs a SELECT query",
            &["sql"][..],
            Some("read-only"),
        ),
        (
            "run_sql",
            "Runs SQL; writes are rejected in read-only mode",
            &["sql"],
            None,
        ),
        ("query_readonly", "Runs SQL", &["sql"], Some("read-only")),
        (
            "list_calls",
            "Lists calls",
            &["status = The state, read-only"],
            None,
        ),
        (
            "run_sql",
            "Runs SQL",
            &["sql = Statement, read-only"],
            Some("read-only"),
        ),
        (
            "save",
            "Saves inside the configured folder",
            &["path"],
            Some("root directory"),
        ),
        (
            "save",
            "Saves; a path outside it is refused",
            &["path"],
            Some("root directory"),
        ),
        ("save", "Saves below the project root", &["path"], None),
        ("list_allowed", "Lists the allowed directories", &[], None),
        (
            "cancel_job",
            "Cancels a job within the project",
            &["id"],
            None,
        ),
        (
            "run_command",
            "Runs allowed commands",
            &["command"],
            Some("allow-list"),
        ),
        (
            "add_rule",
            "Adds a rule. Allowlist syntax: @@",
            &["rule"],
            None,
        ),
        (
            "build_model",
            "Builds in a build container",
            &["file"],
            Some("sandbox"),
        ),
        (
            "send_note",
            "Sends it",
            &["text", "confirm_send:boolean"],
            Some("confirmation"),
        ),
        (
            "delete_note",
            "Deletes it, only on explicit request of the user",
            &["id"],
            Some("confirmation"),
        ),
        (
            "create_alias",
            "Creates one for a confirmed domain",
            &["name"],
            None,
        ),
        ("list_notes", "Lists notes, on explicit request", &[], None),
        (
            "save_index",
            "Writes an index. Read-only operations: list, get.",
            &["name"],
            None,
        ),
        (
            "save_index",
            "Manages an index. list is read-only, purge deletes what it holds.",
            &["action:list/purge"],
            None,
        ),
        (
            "adopt_ratio",
            "How many were adopted. Read-only.",
            &["shelter"],
            Some("read-only"),
        ),
        (
            "run_command",
            "Runs a command; read-only servers may refuse it",
            &["command"],
            None,
        ),
        (
            "run_command",
            "Runs a command",
            &["command", "sandbox_id"],
            Some("sandbox"),
        ),
        (
            "get_shop_token",
            "Returns a token of the shop's sandbox environment",
            &["id"],
            None,
        ),
        (
            "save_index",
            "Read-only: writes nothing",
            &["name"],
            Some("read-only"),
        ),
    ] {
        let judged = tool(name, description, params);
        if judged.bound.as_deref() != want {
            wrong.push(format!("{name}: {description}: {:?}", judged.bound));
        }
    }
    none(&wrong);
    let get = tool(
        "acme_get",
        "Call any endpoint of the API with GET",
        &["endpoint", "query:object"],
    );
    assert_eq!(get.bound.as_deref(), Some("read-only"), "{:?}", get.because);
}
