//! What is done to what, and where: each kind of deed with an honest look-alike.

use crate::made::{among, none, powers, tool};

#[test]
fn the_verb_and_its_object_say_the_kind() {
    let mut wrong = Vec::new();
    for (name, description, params, want) in [
        // Messages; what is about a message is none.
        (
            "send_sms",
            "Send a text message",
            &["to", "body"][..],
            "message_send",
        ),
        (
            "reply_to_thread",
            "Reply to a thread",
            &["thread", "text"],
            "message_send",
        ),
        (
            "notify_team",
            "Notify the team of an outage",
            &["text"],
            "message_send",
        ),
        (
            "create_message_label",
            "Create a label for messages",
            &["name"],
            "",
        ),
        ("create_email_template", "Create a template", &["html"], ""),
        ("delete_comment", "Delete a comment", &["id"], ""),
        ("like_post", "Like a post", &["id"], ""),
        // Money; a place in a list is no position in a market.
        ("refund_order", "Refund an order", &["id"], "financial"),
        (
            "swap_tokens",
            "Swap one token for another",
            &["amount"],
            "financial",
        ),
        (
            "close_position",
            "Close a position at market price",
            &["symbol"],
            "financial",
        ),
        ("update_list_position", "Move a list", &["position"], ""),
        (
            "update_order_note",
            "Change the note of an order",
            &["note"],
            "",
        ),
        // Accounts; who does a task is no account.
        (
            "deactivate_user",
            "Deactivate a user",
            &["id"],
            "account_change",
        ),
        (
            "assign_member_to_card",
            "Assign a member to a card",
            &["id"],
            "",
        ),
        // Permissions; a policy for alerts gives nobody a right.
        (
            "rotate_api_key",
            "Rotate an API key",
            &["id"],
            "permission_change credential_access",
        ),
        (
            "assign_role_to_user",
            "Assign a role",
            &["role"],
            "permission_change",
        ),
        (
            "share_folder",
            "Share a folder with somebody",
            &["who"],
            "permission_change",
        ),
        (
            "create_alert_policy",
            "Create an alert policy",
            &["rule"],
            "",
        ),
        (
            "update_design_tokens",
            "Update the design tokens",
            &["tokens:object"],
            "",
        ),
        // Infrastructure.
        (
            "restart_container",
            "Restart a container",
            &["id"],
            "infra_change",
        ),
        ("create_pod_note", "Write a note about a pod", &["text"], ""),
        // Rows.
        (
            "insert_row",
            "Insert a row in a table",
            &["table"],
            "db_write",
        ),
        (
            "upsert_vectors",
            "Upsert vectors in an index",
            &["vectors:array"],
            "db_write",
        ),
        (
            "create_table",
            "Create a table on a slide",
            &["rows:integer"],
            "",
        ),
        ("add_custom_field", "Add a field to a form", &["name"], ""),
        // Devices.
        ("tap_element", "Tap an element", &["id"], "device_control"),
        (
            "unlock_door",
            "Unlock the front door",
            &[],
            "device_control",
        ),
        (
            "install_1_click_app",
            "Install an app from the marketplace",
            &["app"],
            "",
        ),
        ("pause_automation", "Pause a mail automation", &["id"], ""),
        // Secrets; how many there are, and where, is none.
        (
            "get_env_vars",
            "List the environment variables",
            &[],
            "credential_access",
        ),
        ("count_tokens", "Count the tokens of a text", &["text"], ""),
        ("list_secret_scanning_alerts", "List alerts", &[], ""),
        ("list_vaults", "List the vaults of notes", &[], ""),
    ] {
        let judged = tool(name, description, params);
        if powers(&judged) != want {
            wrong.push(format!(
                "{name}: {:?}, not {want:?}: {:?}",
                powers(&judged),
                judged.because
            ));
        }
    }
    none(&wrong);
}

#[test]
fn the_same_deed_is_another_thing_elsewhere() {
    let mut wrong = Vec::new();
    let browser = &["page_goto", "page_click", "page_fill", "page_title"][..];
    let cluster = &[
        "list_pods",
        "get_namespace",
        "describe_cluster",
        "scale_deployment",
    ][..];
    let keys = &["hset", "hget", "lpush", "zadd"][..];
    let sheets = &["read_sheet", "list_sheets", "rename_sheet"][..];
    let terminal = &["open_pane", "send_to_pane", "list_panes"][..];
    let board = &["list_cards", "move_card", "add_card", "list_boards"][..];
    let mail = &["list_threads", "get_thread", "list_drafts"][..];
    for (siblings, name, description, want) in [
        (
            browser,
            "session_close",
            "Close the session",
            "device_control",
        ),
        (terminal, "close_window", "Close a window", ""),
        (
            cluster,
            "cleanup",
            "Cleanup whatever was made",
            "infra_change",
        ),
        (sheets, "cleanup", "Cleanup whatever was made", ""),
        (keys, "set", "Set a value", "db_write"),
        (keys, "lpop", "Take the first element of a list", "db_write"),
        (board, "set", "Set a value", ""),
        (sheets, "delete_row", "Delete a row", ""),
        (board, "create_project", "Create a project", ""),
        (
            cluster,
            "create_project",
            "Create a project",
            "infra_change",
        ),
        (mail, "send_draft", "Send a draft", "message_send"),
        (cluster, "send_draft", "Send a draft", ""),
    ] {
        let judged = among(siblings, name, description, &["id"]);
        if powers(&judged) != want {
            wrong.push(format!(
                "{name}: {:?}, not {want:?}: {:?}",
                powers(&judged),
                judged.because
            ));
        }
    }
    none(&wrong);
}

#[test]
fn a_tool_of_many_operations_can_do_what_each_can() {
    let judged = tool(
        "site_services",
        "Run one of the operations",
        &["operation:update-access-controls/manage-env-vars/rename-site"],
    );
    let found = powers(&judged);
    for one in ["permission_change", "credential_access"] {
        assert!(found.contains(one), "{one}: {:?}", judged.because);
    }
    let listing = tool(
        "list_events",
        "List the events of an account",
        &["action:create/delete"],
    );
    assert_eq!(powers(&listing), "", "{:?}", listing.because);
    assert_eq!(listing.effect, gate_engine::Effect::Read);
}

#[test]
fn any_operation_is_also_the_worst_one() {
    let issues = tool(
        "tracker_post",
        "Post to the API of the tracker: issues, comments",
        &["path = The API endpoint path", "body:object"],
    );
    assert_eq!(
        powers(&issues),
        "api_passthrough message_send account_change permission_change"
    );
    let client = tool(
        "kubectl_any",
        "Execute any kubectl command",
        &["command = The kubectl command"],
    );
    assert_eq!(
        powers(&client),
        "exec_command api_passthrough permission_change infra_change credential_access"
    );
    let curl = tool(
        "http_request",
        "Make an HTTP request to an API",
        &["url", "method:GET/POST"],
    );
    assert!(
        !powers(&curl).contains("account_change"),
        "{:?}",
        curl.because
    );
}
