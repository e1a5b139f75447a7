//! Accounts, money, secrets and rows: each reason with an honest look-alike.

use crate::made::{among, has};

#[test]
fn whose_account_it_is() {
    let account = "account_change";
    has(&[
        (
            "story_assign_user",
            "Assign a user to a story",
            &["id"],
            account,
            false,
        ),
        (
            "assign_user_seat",
            "Assign a seat to a user",
            &["id"],
            account,
            true,
        ),
        (
            "add_member",
            "Add a member",
            &["list_id", "email"],
            account,
            false,
        ),
        ("add_member", "Add a member", &["email"], account, true),
        (
            "import_users",
            "Import users",
            &["users:array"],
            account,
            true,
        ),
        (
            "update_vacation",
            "Updates the reply of a mailbox",
            &["text"],
            account,
            true,
        ),
        (
            "update_vacation",
            "Updates a trip",
            &["text"],
            account,
            false,
        ),
    ]);
}

#[test]
fn what_is_told_money_and_secrets() {
    has(&[
        (
            "edit_invoice",
            "Edit an invoice",
            &["id"],
            "financial",
            true,
        ),
        (
            "edit_invoice_note",
            "Edit the note of an invoice",
            &["id"],
            "financial",
            false,
        ),
        (
            "resume_subscription",
            "Resume a subscription",
            &["id"],
            "financial",
            true,
        ),
        (
            "resume_subscription",
            "Resume a subscription to a topic",
            &["id"],
            "financial",
            false,
        ),
        (
            "list_contexts",
            "List the contexts of the kubeconfig",
            &[],
            "credential_access",
            false,
        ),
        (
            "show_kubeconfig",
            "Show the kubeconfig",
            &[],
            "credential_access",
            true,
        ),
        (
            "get_secret",
            "Show metadata for a secret",
            &["id"],
            "credential_access",
            false,
        ),
        (
            "get_secret",
            "Show a secret",
            &["id"],
            "credential_access",
            true,
        ),
        (
            "create_try_out",
            "Create a try-out of a notification setting, such as a webhook",
            &["id"],
            "message_send",
            false,
        ),
        (
            "enter_journey",
            "Trigger a journey: the contact begins receiving mails",
            &["id"],
            "message_send",
            true,
        ),
    ]);
}

#[test]
fn what_comes_back_and_where_rows_go() {
    has(&[
        (
            "register_bot",
            "Register a new bot. Returns api_key and its address.",
            &["name"],
            "credential_access",
            true,
        ),
        (
            "register_bot",
            "Register a new bot",
            &["name"],
            "credential_access",
            false,
        ),
        (
            "generate_page",
            "Generate a page. Returns a session token and its address.",
            &["id"],
            "credential_access",
            true,
        ),
        (
            "generate_page",
            "Generate a page",
            &["session_token"],
            "credential_access",
            false,
        ),
        (
            "dump_import",
            "Imports a dump into a database",
            &["id"],
            "db_write",
            true,
        ),
        (
            "photo_import",
            "Imports a photo into an album",
            &["id"],
            "db_write",
            false,
        ),
    ]);
}

#[test]
fn whom_a_list_of_addresses_holds() {
    let reached = |name: &str, params: &[&str]| {
        let judged = among(&[], name, "Add one to a list", params);
        judged
            .sensitive
            .contains(&gate_engine::Sensitive::CustomerRecords)
    };
    assert!(reached("add_member", &["list_id", "email_address"]));
    assert!(!reached("add_card_member", &["list_id", "email_address"]));
    assert!(!reached("add_member", &["list_id"]));
}

#[test]
fn what_only_sounds_like_a_request_money_or_a_login() {
    has(&[
        (
            "create_webhook",
            "Create a hook that sends HTTP POST requests on changes",
            &["url", "events"],
            "api_passthrough",
            false,
        ),
        (
            "send_it",
            "Sends an HTTP POST request",
            &["url", "body"],
            "api_passthrough",
            true,
        ),
        (
            "update_question_order",
            "Sort the questions",
            &["ids"],
            "financial",
            false,
        ),
        (
            "update_sales_order",
            "Change an order",
            &["id"],
            "financial",
            true,
        ),
        (
            "set_form_password",
            "Lock a form",
            &["id"],
            "account_change",
            false,
        ),
        (
            "set_password",
            "Set a password",
            &["id"],
            "account_change",
            true,
        ),
    ]);
}
