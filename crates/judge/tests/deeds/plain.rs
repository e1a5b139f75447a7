//! What the structure of a name, of its parameters or of a description's first clause says that is reached: each reason with an honest
//! look-alike.

use crate::made::{among, effects, has};
use gate_engine::Effect::{Destructive, Read, Write};

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

#[test]
fn what_keys_of_a_terminal_go_with_is_a_command() {
    let sessions = ["session_start", "session_list", "session_send"];
    let typed = |params: &[&str]| {
        let judged = among(&sessions, "session_send", "Send input to a session", params);
        judged
            .capabilities
            .contains(&judge::Capability::ExecCommand)
            && judged.broad
    };
    assert!(typed(&["session_id", "input", "press_enter:boolean"]));
    assert!(!typed(&["session_id", "input", "language"]));
}

#[test]
fn a_file_that_something_is_made_of_is_read() {
    for (name, description, params, read, written) in [
        (
            "create_set",
            "Create a set of rows from a local file",
            &["name", "file_path"][..],
            true,
            false,
        ),
        (
            "create_parcel",
            "Create a parcel",
            &["title", "file_path = Path to the file to share"],
            true,
            false,
        ),
        (
            "create_file",
            "Create a file",
            &["file_path", "mode"],
            false,
            true,
        ),
        (
            "insert_picture",
            "Place a picture in a document",
            &["path = Path of the document", "image_path"],
            true,
            true,
        ),
        (
            "export_book",
            "Return the book as text",
            &["path = Path of the file"],
            true,
            false,
        ),
        (
            "export_book",
            "Export the book",
            &["path = Path of the file"],
            true,
            true,
        ),
        (
            "rename_mailbox",
            "Rename a mailbox",
            &["path", "new_path"],
            false,
            false,
        ),
        (
            "run_menu_entry",
            "Run an entry of a menu",
            &["menu_path"],
            false,
            false,
        ),
        (
            "draw_map",
            "Generate a map image with markers or paths",
            &["path = Each is lat lng pairs of a line"],
            false,
            false,
        ),
    ] {
        let judged = among(&[], name, description, params);
        let does = |what| judged.capabilities.contains(&what);
        assert_eq!(
            does(judge::Capability::FsRead),
            read,
            "{name}: {:?}",
            judged.because
        );
        assert_eq!(
            does(judge::Capability::FsWrite),
            written,
            "{name}: {:?}",
            judged.because
        );
    }
}

#[test]
fn what_is_set_up_on_a_machine() {
    let infra = "infra_change";
    has(&[
        (
            "net_guest",
            "Disable private addresses on a droplet by tag",
            &["tag"],
            infra,
            true,
        ),
        (
            "net_guest",
            "Disable captions on a video",
            &["id"],
            infra,
            false,
        ),
        (
            "acme_rollout_pause",
            "Pause a rollout",
            &["id"],
            infra,
            true,
        ),
        ("acme_song_pause", "Pause a song", &["id"], infra, false),
        (
            "create_networkpolicy",
            "Create a NetworkPolicy",
            &["spec"],
            infra,
            true,
        ),
        (
            "create_note_policy",
            "Create a policy for notes",
            &["spec"],
            infra,
            false,
        ),
        (
            "schedule_campaign",
            "Schedule a campaign",
            &["id"],
            "message_send",
            true,
        ),
        (
            "schedule_chore",
            "Schedule a chore",
            &["id"],
            "message_send",
            false,
        ),
    ]);
    effects(&[
        (
            "service_ps",
            "Invoke the service_ps operation",
            &["id"],
            Read,
        ),
        (
            "service_up",
            "Invoke the service_up operation",
            &["id"],
            Write,
        ),
        (
            "remove_volume",
            "Invoke the remove_volume operation",
            &["id"],
            Destructive,
        ),
        (
            "remove_mark",
            "Invoke the remove_mark operation",
            &["id"],
            Write,
        ),
    ]);
}
