//! Which data is reached, what is done away with and what cannot be had back.

use crate::made::{among, effects, none, tool};
use gate_engine::{Approval, Effect, Sensitive};

/// A class of data with a tool that reaches it and one that does not; the tools beside each.
type Reached<'a> = (
    Sensitive,
    &'a [&'a str],
    (&'a str, &'a str, &'a [&'a str]),
    (&'a str, &'a str, &'a [&'a str]),
);

#[test]
fn data_is_told_by_what_is_picked_and_by_the_tools_beside() {
    use Sensitive::{
        Credentials, CustomerRecords, HrData, MedicalData, PaymentData, PrivateMessages,
    };
    let hiring = &[
        "list_candidates",
        "get_candidate",
        "list_interviews",
        "add_scorecard",
    ][..];
    let mail = &["search_emails", "send_email", "list_mailboxes", "get_email"][..];
    let household = &[
        "list_transactions",
        "get_budget",
        "list_payees",
        "get_balance",
        "split_transaction",
    ][..];
    let firms = &["create_company", "search_companies", "get_company"][..];
    let proof = &[
        "create_kyc_check",
        "list_sessions",
        "get_session",
        "aml_screening",
    ][..];
    let rows: &[Reached<'_>] = &[
        (
            CustomerRecords,
            &[],
            (
                "fetch_objects",
                "Fetch objects",
                &["resource_type:coupon/customer/price"],
            ),
            (
                "fetch_objects",
                "Fetch objects",
                &["resource_type:coupon/product/price"],
            ),
        ),
        (
            PaymentData,
            &[],
            (
                "fetch_objects",
                "Fetch objects",
                &["object_type:invoice/product"],
            ),
            ("fetch_objects", "Fetch objects", &["sort:invoice/product"]),
        ),
        (
            PaymentData,
            household,
            ("get_transaction", "Get a transaction", &["id"]),
            ("get_category", "Get a category", &["id"]),
        ),
        (
            CustomerRecords,
            firms,
            ("read_company", "Read a company", &["id"]),
            ("read_feed", "Read a feed", &["id"]),
        ),
        (
            CustomerRecords,
            proof,
            ("read_session", "Read a session", &["id"]),
            ("read_workflow", "Read a workflow", &["id"]),
        ),
        (
            HrData,
            hiring,
            (
                "bulk_reject",
                "Reject several at once",
                &["application_ids:array"],
            ),
            ("list_offices", "List the offices", &["page:integer"]),
        ),
        (
            HrData,
            &[],
            (
                "get_file",
                "Lit le bulletin de paie d'une personne",
                &["id"],
            ),
            ("get_file", "Lit le bulletin météo d'une ville", &["id"]),
        ),
        (
            MedicalData,
            &[],
            ("get_file", "Liest die Patientenakte", &["id"]),
            ("get_file", "Liest die Wetterkarte", &["id"]),
        ),
        (
            PrivateMessages,
            mail,
            ("empty_bin", "Delete all emails in the bin", &[]),
            ("list_rules", "Lists the rules of the account", &[]),
        ),
        (
            PrivateMessages,
            mail,
            ("bulk_delete", "Delete emails by their sender", &["sender"]),
            ("list_contacts", "Lists contacts with email addresses", &[]),
        ),
        (
            PrivateMessages,
            &[],
            (
                "receive_channel_messages",
                "Receives messages of a chat room",
                &["room"],
            ),
            (
                "receive_channel_messages",
                "Receives messages",
                &["queue_url"],
            ),
        ),
        (
            Credentials,
            &[],
            (
                "list_passwords",
                "Lists the passwords of a person",
                &["person"],
            ),
            (
                "generate_password",
                "Generate a random password",
                &["length:integer"],
            ),
        ),
        (
            Credentials,
            &[],
            (
                "add_ddns_account",
                "Add an account at a provider of names",
                &["username", "password"],
            ),
            (
                "add_ddns_host",
                "Add a host at a provider of names",
                &["username"],
            ),
        ),
        (
            Credentials,
            &[],
            ("delete_access_key", "Delete an access key", &["id"]),
            ("delete_ssh_key", "Delete an SSH key", &["id"]),
        ),
    ];
    let mut wrong = Vec::new();
    for (class, siblings, (name, description, params), (other, told, others)) in rows {
        let reached = among(siblings, name, description, params);
        let not = among(siblings, other, told, others);
        if !reached.sensitive.contains(class) {
            wrong.push(format!("{name}: not {class} {:?}", reached.because));
        }
        if not.sensitive.contains(class) {
            wrong.push(format!("{other}: {class} {:?}", not.because));
        }
    }
    none(&wrong);
}

#[test]
fn what_does_away_with_something_is_told_from_what_changes_a_value() {
    use Effect::{Destructive, Read, Write};
    effects(&[
        (
            "update_products",
            "Updates products",
            &["create:array", "update:array", "delete:array"],
            Destructive,
        ),
        (
            "update_products",
            "Updates products",
            &["create:array", "update:array"],
            Write,
        ),
        (
            "anonymize_person",
            "Anonymizes a person. Irreversible.",
            &["id"],
            Destructive,
        ),
        (
            "set_person",
            "Sets a person. This cannot be undone for an hour.",
            &["id"],
            Write,
        ),
        (
            "write_cells",
            "Writes rows, overwriting the cells that are there",
            &["rows:array"],
            Write,
        ),
        (
            "write_archive",
            "Writes an archive, overwriting the file that is there",
            &["name"],
            Destructive,
        ),
        (
            "change_level",
            "Changes the level of a member, revoking all that they may do",
            &["id"],
            Destructive,
        ),
        (
            "flash_message",
            "Flash a message on the board",
            &["text"],
            Write,
        ),
        (
            "flash_firmware",
            "Flash firmware to the board",
            &["image"],
            Destructive,
        ),
        ("flash_lamp", "Flash the lamp", &[], Write),
        (
            "pull_events",
            "Pull recent events",
            &["count:integer"],
            Read,
        ),
        ("pull_image", "Pull an image", &["name"], Write),
        ("detach_label", "Detach a label", &["label"], Write),
        (
            "redis-remove",
            "Removes/deletes a Redis database",
            &["id"],
            Destructive,
        ),
        (
            "run_upkeep",
            "Run a piece of upkeep",
            &["tool_id:clear_caches/delete_logs/count_terms"],
            Destructive,
        ),
        (
            "run_upkeep",
            "Run a piece of upkeep",
            &["tool_id:hammer/saw/delete_logs"],
            Write,
        ),
    ]);
}

#[test]
fn what_cannot_be_had_back() {
    for (name, description, params, want) in [
        (
            "issue_refund",
            "Issue a refund for an order",
            &["order_id", "amount"][..],
            true,
        ),
        ("issue_invoice", "Issue an invoice", &["customer"], false),
        ("submit_payment", "Submit a payment", &["payee"], true),
        ("submit_invoice", "Submit an invoice", &["name"], false),
        (
            "transfer_funds",
            "Transfer funds to an address",
            &["address"],
            true,
        ),
        (
            "transfer_funds",
            "Transfer funds between your own accounts",
            &["account"],
            false,
        ),
        (
            "delete_sessions",
            "Delete sessions",
            &["ids:array", "delete_all:boolean"],
            true,
        ),
        (
            "delete_sessions",
            "Delete sessions",
            &["ids:array", "dry_run:boolean"],
            false,
        ),
    ] {
        let judged = tool(name, description, params);
        let found = judged.approval.contains(&Approval::Irreversible);
        assert_eq!(found, want, "{name} {description}: {:?}", judged.because);
    }
    let sql = &["execute_query", "list_tables", "describe_table"];
    let commit = among(
        sql,
        "commit_transaction",
        "Commit a transaction",
        &["transaction_id"],
    );
    assert!(
        commit.approval.contains(&Approval::ProductionDbWrite),
        "{:?}",
        commit.because
    );
}
