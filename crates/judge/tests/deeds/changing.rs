//! What reads and what changes: whole classes of verbs, each with an honest look-alike.

use crate::made::{among, effects};
use gate_engine::Effect::{Destructive, Read, Write};

#[test]
fn what_reads_and_what_changes() {
    effects(&[
        // Two words that are one verb.
        ("check_in", "Checks the guest in", &["guest"], Write),
        ("log_out", "Logs out", &[], Write),
        (
            "check_if_due",
            "Checks whether a bill is due",
            &["bill"],
            Read,
        ),
        // What is given comes back; what is only named is changed where it is.
        ("compress_text", "Compresses a text", &["text"], Read),
        ("compress_clip", "Compresses a clip", &["clip_id"], Write),
        (
            "remove_background",
            "Removes the background of a picture",
            &["image_url"],
            Read,
        ),
        (
            "remove_background",
            "Removes the background from a slide",
            &["slide_id"],
            Write,
        ),
        // What is done to what.
        ("process_refund", "Processes a refund", &["order"], Write),
        ("process_text", "Processes a text", &["text"], Read),
        (
            "receive_payment",
            "Records a payment of a customer",
            &["amount:integer"],
            Write,
        ),
        ("receive_news", "Receives the news", &[], Read),
        ("simulate_key", "Presses a key", &["key"], Write),
        (
            "simulate_orbit",
            "Simulates an orbit",
            &["days:integer"],
            Read,
        ),
        (
            "generate_api_key",
            "Generates a key of the API",
            &["name"],
            Write,
        ),
        ("generate_palette", "Generates a palette", &["color"], Read),
        (
            "run_tests",
            "Runs the tests of the shelf",
            &["suite"],
            Write,
        ),
        ("run_speedtest", "Runs a measurement", &[], Read),
        ("purge_cache", "Purges the cache", &[], Write),
        ("purge_shelf", "Purges the shelf", &[], Destructive),
        (
            "rollback_snapshot",
            "Rolls back to a snapshot",
            &["snapshot"],
            Destructive,
        ),
        (
            "restore_backup",
            "Restores a backup",
            &["name"],
            Destructive,
        ),
        (
            "run_playbook",
            "Runs a playbook",
            &["playbook"],
            Destructive,
        ),
        // Names that end in what is looked at.
        ("monthly_summary", "The month in figures", &[], Read),
        ("expense_claim_list", "List the claims", &[], Read),
        ("shelf_create_list", "Create a list", &["name"], Write),
        ("shelf_run_test", "Run a test of the shelf", &["id"], Write),
        (
            "charging_history",
            "Charging sessions of the last days",
            &[],
            Read,
        ),
        // What reads, and does something besides.
        ("lint_shelf", "Lints the shelf", &["fix:boolean"], Write),
        ("lint_shelf", "Lints the shelf", &["strict:boolean"], Read),
        (
            "test_route",
            "Tests the route by creating a probe",
            &[],
            Write,
        ),
        (
            "scan_target",
            "SQL injection scanner",
            &["url"],
            Destructive,
        ),
        ("scan_code", "Scans code for SQL injection", &["code"], Read),
        // A noun behind `and`.
        (
            "get_insights",
            "Get insights for configuration and upgrade readiness",
            &[],
            Read,
        ),
        (
            "get_letter",
            "Get a letter by ID or Resend address",
            &["id"],
            Read,
        ),
        ("get_letter", "Get a letter and resend it", &["id"], Write),
    ]);
}

#[test]
fn a_word_that_all_names_begin_with_is_a_brand_where_a_verb_follows() {
    let names = [
        "protect_get_camera",
        "protect_list_sensors",
        "protect_delete_view",
        "protect_update_lamp",
    ];
    let judged = among(&names, "protect_get_camera", "Get a camera", &["id"]);
    assert_eq!(judged.effect, Read, "{:?}", judged.because);
    let verbs = ["protect_branch", "protect_tag", "protect_folder"];
    let judged = among(&verbs, "protect_branch", "Protects it", &["name"]);
    assert_eq!(judged.effect, Write, "{:?}", judged.because);
}
