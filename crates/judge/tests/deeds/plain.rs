//! What the structure of a name or of a description's first clause says: each reason with an honest look-alike.

use crate::made::{among, effects, has};
use gate_engine::Effect::{Destructive, Read, Write};

#[test]
fn what_only_looks_like_a_deed() {
    effects(&[
        // A question inside a name asks.
        ("broker_can_i_merge", "Compares two contracts", &["a"], Read),
        ("broker_i_merge", "Merges two contracts", &["a"], Write),
        // What is begun is a search.
        (
            "start_search",
            "Starts a search for a word",
            &["word"],
            Read,
        ),
        ("start_engine", "Starts an engine", &["id"], Write),
        // The last of a row of things is none.
        (
            "generate_cloud",
            "Generate a cloud of the words that are found in letters, reviews or feedback",
            &["words"],
            Read,
        ),
        (
            "get_rows",
            "Gets the rows of the sheet that was opened last or deletes them",
            &["id"],
            Destructive,
        ),
        // A shape is made of shapes that come with the call; one that is kept has a name.
        (
            "union_tool",
            "Merge two polygons into a single one",
            &["polygons:array"],
            Read,
        ),
        (
            "merge_parcels",
            "Merge two polygons into a single one",
            &["polygons:array", "project_id"],
            Write,
        ),
        // A look at a command that would destroy something destroys nothing.
        (
            "vet_statement",
            "Vets a command for destructive ops: drop, wipe, delete",
            &["command"],
            Read,
        ),
    ]);
}

#[test]
fn what_is_made_anew_or_taken_back_is_not_lost() {
    effects(&[
        ("flush_dns_cache", "Flush the DNS cache", &[], Write),
        (
            "cache_flush_all",
            "Flush all keys of the store",
            &[],
            Destructive,
        ),
        ("clear_console", "Clear the console", &[], Write),
        (
            "delete_edge_cache",
            "Delete a cache cluster",
            &["id"],
            Destructive,
        ),
        ("untag_entry", "Remove a tag of an entry", &["id"], Write),
        ("undo_everything", "Delete an entry", &["id"], Destructive),
        (
            "add_rule",
            "Add a rule",
            &["action = What to do: 'ACCEPT', 'DROP' or 'REJECT'"],
            Write,
        ),
        (
            "work_on_table",
            "Work on a table",
            &["action = What to do: 'CREATE', 'DROP' or 'RENAME'"],
            Destructive,
        ),
        (
            "verify_site",
            "Trigger the verification of a site",
            &["id"],
            Write,
        ),
        (
            "verify_site",
            "Send a request to a site and show the answer",
            &["url"],
            Read,
        ),
    ]);
}

#[test]
fn a_verb_of_making_is_no_brand() {
    let names = [
        "generate_pin_map",
        "generate_bar_chart",
        "generate_line_chart",
    ];
    let judged = among(
        &names,
        "generate_pin_map",
        "Generate a point map",
        &["data"],
    );
    assert_eq!(judged.effect, Read, "{:?}", judged.because);
    let names = ["board_pin_map", "board_bar", "board_line"];
    let judged = among(&names, "board_pin_map", "Pin a map", &["id"]);
    assert_eq!(judged.effect, Write, "{:?}", judged.because);
}

#[test]
fn the_first_clause_says_what_a_machine_is_called_otherwise() {
    let infra = "infra_change";
    has(&[
        (
            "start_guest",
            "Start a stopped virtual vm",
            &["id"],
            infra,
            true,
        ),
        ("lb_update", "Update a load balancer", &["id"], infra, true),
        (
            "stop_guest",
            "Gracefully stop a container of a node",
            &["id"],
            infra,
            true,
        ),
        (
            "start_guest",
            "Start a visit of a guest",
            &["id"],
            infra,
            false,
        ),
        (
            "start_chat",
            "Start a chat about a cluster",
            &["id"],
            infra,
            false,
        ),
        (
            "note_add",
            "Add a note that all pods are shown",
            &["id"],
            infra,
            false,
        ),
        (
            "begin_work",
            "Start a new database transaction",
            &[],
            infra,
            false,
        ),
    ]);
}
