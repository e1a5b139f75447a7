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
