//! What changes, what is lost, and what only looks so: each reason with an honest look-alike.

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
fn what_is_lost_besides() {
    effects(&[
        (
            "close_canvas",
            "Close a canvas without saving",
            &["id"],
            Destructive,
        ),
        ("close_canvas", "Close a canvas", &["id"], Write),
        (
            "leave_club",
            "Leave a club and delete the stored keys",
            &["id"],
            Destructive,
        ),
        (
            "leave_club",
            "Leave a club and remove it from the menu",
            &["id"],
            Write,
        ),
        (
            "deliver_signal",
            "Deliver a signal to a job",
            &["job", "signal = TERM, INT or KILL"],
            Destructive,
        ),
        (
            "deliver_signal",
            "Deliver a signal to a boat",
            &["boat", "signal = A flag"],
            Write,
        ),
        (
            "filter_rows",
            "Keep only rows that fit, delete others",
            &["rule"],
            Destructive,
        ),
        ("unpublish_poem", "Unpublish a poem", &["id"], Write),
        ("clean_build", "Clean the build folder", &[], Write),
    ]);
}

#[test]
fn what_waits_what_takes_steps_and_what_is_drawn() {
    effects(&[
        (
            "wait_for_stamp",
            "Blocks until a stamp is there",
            &["id"],
            Read,
        ),
        ("block_sender", "Blocks a sender", &["id"], Write),
        (
            "run_check_workflow",
            "Run a workflow of checks",
            &["id"],
            Write,
        ),
        ("run_check", "Run a check", &["id"], Read),
        (
            "map_key_to_account",
            "Map a key to an account",
            &["key"],
            Write,
        ),
        (
            "map_word_to_number",
            "Map a word to a number",
            &["word"],
            Read,
        ),
        (
            "coding_rules",
            "ALWAYS call when code is written",
            &["kind"],
            Read,
        ),
        (
            "docker_top",
            "Processor time of the containers",
            &["id"],
            Read,
        ),
    ]);
}

#[test]
fn a_view_is_named_and_looked_at() {
    effects(&[
        ("kpi_income", "KPI card: what came in this month", &[], Read),
        ("hall_seats", "Seat map of one hall", &["id"], Read),
        ("longest_walks", "Top walks ranked by length", &[], Read),
        (
            "body_pattern",
            "Pattern a body around an axis",
            &["id"],
            gate_engine::Effect::Unknown,
        ),
    ]);
    has(&[
        (
            "oauth_swap",
            "Exchange an authorization code for access tokens",
            &["code"],
            "credential_access",
            true,
        ),
        (
            "market_info",
            "Exchange market data",
            &["symbol"],
            "credential_access",
            false,
        ),
    ]);
}

#[test]
fn how_it_is_done_stands_before_it() {
    let infra = "infra_change";
    has(&[
        (
            "move_guest",
            "Live migrate a vm to another node",
            &["id"],
            infra,
            true,
        ),
        (
            "move_guest",
            "Live stream a concert of a guest",
            &["id"],
            infra,
            false,
        ),
    ]);
    effects(&[
        (
            "reset_branch",
            "Resets a branch. Changes will be lost.",
            &["id"],
            Destructive,
        ),
        (
            "reset_branch",
            "Resets a branch. No changes will be lost.",
            &["id"],
            Write,
        ),
    ]);
}
