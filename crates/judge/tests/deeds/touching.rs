//! Who may do what, machines, messages, things that are moved: whole classes of objects, each with an honest look-alike.

use crate::made::{among, has, powers};

#[test]
fn who_may_do_what() {
    for (name, description, params) in [
        ("create_shared_link", "Create a shared link", &["id"][..]),
        (
            "transfer_ownership",
            "Transfer ownership of a folder",
            &["id"],
        ),
        ("create_deploy_token", "Create a deploy token", &["name"]),
        ("make_public", "Make a folder publicly accessible", &["id"]),
        ("promote_member", "Promote a member", &["id"]),
        (
            "approve_access_request",
            "Approve a request for access",
            &["id"],
        ),
        ("create_invite_link", "Create a link for guests", &["id"]),
        ("create_user", "Create a user", &["name", "role_ids:array"]),
        ("update_usergroup", "Update a user group", &["users:array"]),
    ] {
        has(&[(name, description, params, "permission_change", true)]);
    }
    has(&[
        (
            "create_link",
            "Create a link between two tasks",
            &["a", "b"],
            "permission_change",
            false,
        ),
        (
            "promote_build",
            "Promote a build",
            &["id"],
            "permission_change",
            false,
        ),
        (
            "create_user",
            "Create a user",
            &["name"],
            "permission_change",
            false,
        ),
        (
            "list_shared_links",
            "List shared links",
            &[],
            "permission_change",
            false,
        ),
        (
            "create_token_estimate",
            "Estimates the tokens of a text",
            &["text"],
            "permission_change",
            false,
        ),
    ]);
}

#[test]
fn machines_networks_and_what_runs_on_them() {
    has(&[
        (
            "resize_disk",
            "Resize a disk",
            &["id"],
            "infra_change",
            true,
        ),
        (
            "create_nat_rule",
            "Create a NAT rule",
            &["chain"],
            "infra_change",
            true,
        ),
        (
            "update_wlan",
            "Update a wireless network",
            &["id"],
            "infra_change",
            true,
        ),
        (
            "set_env_var",
            "Set a variable of the service",
            &["key"],
            "infra_change",
            true,
        ),
        ("pause_dag", "Pause a DAG", &["id"], "infra_change", true),
        (
            "mask_it",
            "Mask a unit so it cannot be started",
            &["name"],
            "infra_change",
            true,
        ),
        (
            "ssh_upload",
            "Upload a file",
            &["local_path", "remote_path"],
            "infra_change",
            true,
        ),
        (
            "resize_image",
            "Resize an image",
            &["image"],
            "infra_change",
            false,
        ),
        (
            "create_rule",
            "Create a rule of the game",
            &["name"],
            "infra_change",
            false,
        ),
        (
            "upload",
            "Upload a file to the desk",
            &["local_path"],
            "infra_change",
            false,
        ),
        // An application to a job runs nowhere.
        (
            "test_units",
            "Convert a unit of length",
            &["value"],
            "infra_change",
            false,
        ),
    ]);
    let hiring = ["list_candidates", "get_interview", "add_candidate"];
    let moved = among(
        &hiring,
        "move_application_stage",
        "Move an application",
        &["id"],
    );
    assert!(
        !powers(&moved).contains("infra_change"),
        "{:?}",
        moved.because
    );
}

#[test]
fn what_others_read_hear_or_are_told() {
    has(&[
        (
            "create_pull_request",
            "Create a pull request",
            &["title"],
            "message_send",
            true,
        ),
        (
            "send_template_message",
            "Send a template message",
            &["to"],
            "message_send",
            true,
        ),
        (
            "add_reaction",
            "Add a reaction to a message",
            &["name"],
            "message_send",
            true,
        ),
        (
            "publish_article",
            "Publish an article",
            &["text"],
            "message_send",
            true,
        ),
        (
            "start_phone_call",
            "Start a phone call",
            &["to"],
            "message_send",
            true,
        ),
        (
            "create_event",
            "Create an event",
            &["title", "attendees:array"],
            "message_send",
            true,
        ),
        (
            "reject_all",
            "Reject applications",
            &["ids:array", "rejection_email:boolean"],
            "message_send",
            true,
        ),
        (
            "add_remark",
            "Add a remark. It is visible to all.",
            &["note"],
            "message_send",
            true,
        ),
        (
            "create_event",
            "Create an event",
            &["title"],
            "message_send",
            false,
        ),
        (
            "create_template",
            "Create a template of a message",
            &["text"],
            "message_send",
            false,
        ),
        (
            "publish_reading",
            "Publish a reading to an MQTT topic",
            &["topic", "message"],
            "message_send",
            false,
        ),
        (
            "add_remark",
            "Add a remark for yourself",
            &["note"],
            "message_send",
            false,
        ),
        (
            "reject_all",
            "Reject applications",
            &["ids:array", "email_verified:boolean"],
            "message_send",
            false,
        ),
    ]);
}

#[test]
fn things_that_are_moved() {
    has(&[
        (
            "set_heat",
            "Set the heat",
            &["printer", "degrees:integer"],
            "device_control",
            true,
        ),
        (
            "honk",
            "Honk the horn of the vehicle",
            &[],
            "device_control",
            true,
        ),
        (
            "launch",
            "Launches an app on the TV",
            &["name"],
            "device_control",
            true,
        ),
        (
            "write_line",
            "Write to the serial port",
            &["data"],
            "device_control",
            true,
        ),
        (
            "set_heat",
            "Set the heat of a colour",
            &["degrees:integer"],
            "device_control",
            false,
        ),
        (
            "print_sum",
            "Prints the sum",
            &["a:integer"],
            "device_control",
            false,
        ),
    ]);
}
