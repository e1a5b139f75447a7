//! Who must be asked: by what a tool's own text says that it does.

use crate::made::{among, none, tool};
use gate_engine::{Approval, Effect};

fn asked(judged: &judge::JudgedTool) -> String {
    let ids: Vec<String> = judged.approval.iter().map(Approval::to_string).collect();
    ids.join(" ")
}

#[test]
fn what_needs_whom() {
    let mut wrong = Vec::new();
    for (name, description, params, want) in [
        (
            "place_order",
            "Place an order",
            &["symbol"][..],
            "financial irreversible",
        ),
        ("cancel_order", "Cancel an order", &["id"], "financial"),
        (
            "create_project",
            "Create a project",
            &["name", "confirm_cost_id"],
            "financial",
        ),
        (
            "delete_access_key",
            "Delete an access key",
            &["id"],
            "destructive permission_change irreversible",
        ),
        (
            "delete_repository",
            "Delete a repository",
            &["id"],
            "destructive irreversible",
        ),
        (
            "delete_repository_webhook",
            "Delete a webhook of a repository",
            &["id"],
            "destructive",
        ),
        (
            "delete_note",
            "Delete a note for good; it cannot be undone",
            &["id"],
            "destructive irreversible",
        ),
        (
            "delete_note",
            "Delete a note. It goes to the bin.",
            &["id"],
            "destructive",
        ),
        (
            "create_backup",
            "Create a backup. Do so before what cannot be undone.",
            &[],
            "",
        ),
        (
            "write_file",
            "Write a file; what is there is overwritten",
            &["path", "content"],
            "destructive",
        ),
        (
            "append_entry",
            "Append an entry to a log. It does not overwrite.",
            &["entry"],
            "",
        ),
        (
            "sync_app",
            "Sync an app",
            &["app", "prune:boolean"],
            "destructive",
        ),
        (
            "import_board",
            "Import a board",
            &["data", "mode = replace clears the board, add merges"],
            "destructive",
        ),
        ("cancel_all_jobs", "Cancel all jobs", &[], "destructive"),
        (
            "set_labels",
            "Choose which labels it has",
            &["action:add/remove"],
            "",
        ),
        ("get_user", "Get a user", &["id"], ""),
        // For good is what is gone, and said of no other thing.
        (
            "delete_scene",
            "Deletes a scene permanently",
            &["id"],
            "destructive irreversible",
        ),
        ("save_rule", "Saves a rule permanently", &["id"], ""),
        (
            "archive_note",
            "Archives a note. Safer than permanent deletion.",
            &["id"],
            "",
        ),
        (
            "delete_backup_schedule",
            "Deletes a schedule",
            &["id"],
            "destructive",
        ),
        // Who may be what, and who is shown how.
        (
            "update_user_role",
            "Change the role of a user",
            &["id", "role"],
            "account_change permission_change",
        ),
        (
            "upload_agent_avatar",
            "Upload a picture",
            &["file"],
            "account_change",
        ),
        (
            "approve_token_spending",
            "Let another address spend",
            &["spender"],
            "financial permission_change",
        ),
        // Who reads it.
        (
            "start_conversation",
            "Opens one",
            &["user_id", "message"],
            "external_message",
        ),
        ("start_conversation", "Opens one", &["message"], ""),
        (
            "react",
            "React to a message with an emoji",
            &["message_id", "emoji"],
            "external_message",
        ),
        ("update_call", "Updates the data of a call", &["id"], ""),
        (
            "send_message",
            "Send a message to the assistant and get a response",
            &["message"],
            "",
        ),
        (
            "send_message",
            "Send a message and get a response",
            &["message", "recipient"],
            "external_message",
        ),
        (
            "enroll_contacts",
            "Enroll contacts into an email sequence",
            &["ids:array"],
            "external_message",
        ),
        (
            "enroll_students",
            "Enroll them in a course",
            &["ids:array"],
            "",
        ),
        (
            "add_attendees",
            "Add them to an event",
            &["event_id", "emails:array"],
            "external_message",
        ),
        ("add_columns", "Add them to an event", &["event_id"], ""),
        (
            "delete_note",
            "Supprime définitivement une note",
            &["id"],
            "destructive irreversible",
        ),
        (
            "remove_board_member",
            "Remove someone from a board",
            &["id"],
            "account_change permission_change",
        ),
        ("move_board_card", "Move a card", &["id"], ""),
        (
            "change_bio_text",
            "Update your profile",
            &["text"],
            "account_change",
        ),
        (
            "change_text",
            "Update the profile of a browser",
            &["text"],
            "",
        ),
        (
            "create_folder_comment",
            "Creates a comment on a folder",
            &["text"],
            "external_message",
        ),
        ("create_folder", "Creates a folder", &["name"], ""),
        (
            "send_draft_paper",
            "Sends a draft to its signers",
            &["id"],
            "external_message",
        ),
        (
            "void_credit_note",
            "Voids a credit note",
            &["id"],
            "financial destructive",
        ),
        ("create_draft", "Creates a draft", &["text"], ""),
        (
            "publish_draft_note",
            "Publishes it",
            &["id"],
            "external_message",
        ),
        ("publish_draft_page", "Publishes it", &["id"], ""),
        (
            "create_vendor_credit",
            "Creates one",
            &["amount"],
            "financial",
        ),
        ("create_vendor_list", "Creates one", &["name"], ""),
        (
            "approve",
            "Approve a pending device authorization request",
            &["id"],
            "permission_change",
        ),
        (
            "confirm",
            "Confirm an invited member of an organization",
            &["id"],
            "account_change",
        ),
        // Money that is promised or set going.
        (
            "post_task",
            "Post a task for people",
            &["text", "budget_usd:integer"],
            "financial",
        ),
        ("post_task", "Post a task", &["text", "budget:integer"], ""),
        (
            "release_escrow",
            "Release what is held",
            &["id"],
            "financial",
        ),
        ("start_charge", "Start to charge a car", &["car"], ""),
        // Money that is set aside, and a transaction of rows.
        (
            "hold_cancel",
            "Release a hold of the reserved funds",
            &["id"],
            "financial",
        ),
        (
            "record_payment",
            "Record a payment of an invoice",
            &["invoice_id", "amount"],
            "financial",
        ),
    ] {
        let judged = tool(name, description, params);
        if asked(&judged) != want {
            wrong.push(format!(
                "{name}: {:?}, not {want:?}: {:?}",
                asked(&judged),
                judged.because
            ));
        }
    }
    none(&wrong);
}

#[test]
fn rows_that_programs_stand_on_are_not_those_that_people_keep() {
    let database = among(
        &[],
        "insert_row",
        "Insert a row into a Postgres table",
        &["row:object"],
    );
    assert!(database.approval.contains(&Approval::ProductionDbWrite));
    let bases = &["list_records", "get_record", "list_tables"];
    let kept = among(
        bases,
        "create_record",
        "Create a record in a base",
        &["fields:object"],
    );
    assert!(kept.capabilities.contains(&judge::Capability::DbWrite));
    assert!(!kept.approval.contains(&Approval::ProductionDbWrite));
    assert_eq!(kept.effect, Effect::Write);
}
