//! What the main clause, what is said beside it and the shape of parameters make of a name: each with an honest look-alike.

use crate::made::{check, effects, tool};
use gate_engine::Effect::{Destructive, Read, Write};

#[test]
fn what_is_said_beside_a_look_changes_something() {
    effects(&[
        (
            "fetch-parts",
            "Download a library from its source",
            &["name"],
            Write,
        ),
        (
            "fetch-parts",
            "Download the statistics of a library",
            &["name"],
            Read,
        ),
        (
            "get_letters",
            "Gets letters (marks them as read)",
            &["box"],
            Write,
        ),
        (
            "get_letters",
            "Gets letters and does not mark them as read",
            &["box"],
            Read,
        ),
        (
            "load_clip",
            "Loads a clip into a slot of the song",
            &["clip"],
            Write,
        ),
        ("load_table", "Loads a table into memory", &["table"], Read),
        (
            "nightly_report",
            "Report a whole night in one call: creates the entry, records every figure",
            &["night"],
            Write,
        ),
        (
            "nightly_report",
            "Report of a night: costs, creates and deletes by hour",
            &["night"],
            Read,
        ),
        (
            "check_board",
            "Returns a report of the board",
            &["save_report:boolean"],
            Write,
        ),
        (
            "check_board",
            "Returns a report of the board",
            &["report:boolean"],
            Read,
        ),
        (
            "peek_queue",
            "Looks at what waits",
            &["queue", "ack_mode"],
            Write,
        ),
        (
            "peek_queue",
            "Looks at what waits",
            &["queue", "mode"],
            Read,
        ),
        (
            "get_parcel",
            "Get a parcel from a queue",
            &["visibility_timeout:integer = How long it is invisible to other consumers"],
            Write,
        ),
        (
            "get_layer",
            "Get a layer",
            &["visibility:boolean = Whether to say if it is shown"],
            Read,
        ),
    ]);
}

#[test]
fn a_line_of_the_servers_own_is_no_change() {
    effects(&[
        (
            "retry_connect",
            "Tries once more to reach the probe",
            &["port:integer"],
            Read,
        ),
        (
            "retry_payment",
            "Tries the payment once more",
            &["payment"],
            Write,
        ),
        ("bench_quit", "Close the connection to the bench", &[], Read),
        ("bench_quit", "Ends the program on the bench", &[], Write),
        (
            "initialize_connection",
            "Connects to a bench",
            &["bench"],
            Read,
        ),
        ("initialize_project", "Lays out a project", &["name"], Write),
        (
            "connect-fitclub",
            "Connect your Fitclub account",
            &[],
            Write,
        ),
        ("connect-bench", "Connect to the bench", &[], Read),
    ]);
}

#[test]
fn a_thing_and_how_it_is_looked_at() {
    effects(&[
        (
            "decrypt_tls",
            "Decrypt TLS traffic of a capture",
            &["capture"],
            Read,
        ),
        ("decrypt_disk", "Decrypt a disk", &["disk"], Write),
        ("trash_compare_bins", "Compares two bins", &["a", "b"], Read),
        ("trash_bins", "Trashes bins", &["a"], Destructive),
        ("mark_get_well", "Marks a patient as well", &["id"], Write),
        (
            "preview_node_create",
            "Shows a node before it is made",
            &["at"],
            Read,
        ),
        (
            "backup_node_create",
            "Makes a backup of a node",
            &["at"],
            Write,
        ),
        (
            "preview_plan",
            "Assemble a plan and show what would be made",
            &["plan"],
            Read,
        ),
        (
            "run_rule_checks",
            "Run electrical checks of a board",
            &["board"],
            Read,
        ),
        ("run_jobs", "Run the jobs of a board", &["board"], Write),
        (
            "produce_message",
            "Produces one message to a topic",
            &["topic", "value"],
            Write,
        ),
        (
            "produce_summary",
            "Produces a summary of a text",
            &["text"],
            Read,
        ),
        (
            "process_letterbox",
            "Works through a letterbox by its rules",
            &["box_id:integer"],
            Write,
        ),
        (
            "process_picture",
            "Finds edges in a picture",
            &["image"],
            Read,
        ),
        (
            "save_page",
            "Speichert eine Seite und überschreibt die alte",
            &["page", "text"],
            Destructive,
        ),
        (
            "save_page",
            "ページを保存します。既存のページは上書きされます。",
            &["page"],
            Destructive,
        ),
        (
            "save_page",
            "ページを保存します。上書きはしません。",
            &["page"],
            Write,
        ),
    ]);
}

#[test]
fn what_runs_is_told_by_the_clause_and_by_the_name_of_the_program() {
    check(
        &[],
        &[
            (
                "probe_inspect",
                "Executes JavaScript code in the process under the probe",
                &["js_code"],
                Destructive,
                "exec_code",
                true,
            ),
            (
                "probe_inspect",
                "Shows the code at a place of the process",
                &["js_code"],
                Read,
                "",
                false,
            ),
            (
                "lua",
                "运行一段程序",
                &["code"],
                Destructive,
                "exec_code",
                true,
            ),
            ("region", "Sets a region", &["code"], Write, "", false),
            (
                "box_pty_write",
                "Write input to a PTY session",
                &["session", "input"],
                Destructive,
                "exec_command",
                true,
            ),
            (
                "form_write",
                "Write input to a form",
                &["form", "input"],
                Write,
                "",
                false,
            ),
            (
                "board_monitor",
                "Listens to a board",
                &["port", "baudrate:integer", "send_commands"],
                Write,
                "device_control",
                false,
            ),
            (
                "set_up_helper",
                "Set up the helper agent. You have shell access, so run it yourself",
                &["task"],
                Write,
                "",
                false,
            ),
            (
                "ask_helper",
                "Give the agent a job; it has shell access",
                &["task"],
                Destructive,
                "exec_command exec_code fs_read fs_write",
                true,
            ),
        ],
    );
}

#[test]
fn what_is_asked_of_an_interface_or_a_store_is_told_by_its_parameters() {
    check(
        &[],
        &[
            (
                "media_system",
                "Execute what an administrator does",
                &["action = The method of the client to call", "params_json"],
                Destructive,
                "api_passthrough",
                true,
            ),
            (
                "media_system",
                "Execute what an administrator does",
                &["action:status/version", "params_json"],
                Read,
                "",
                false,
            ),
            (
                "create_call",
                "Create a call",
                &["to", "url = Where we ask what to say", "method"],
                Write,
                "message_send",
                false,
            ),
            (
                "send_request",
                "Send a request",
                &["url", "method"],
                Destructive,
                "api_passthrough",
                true,
            ),
            (
                "export_rows",
                "Export what a query finds",
                &["query = The SQL to run (SELECT only)"],
                Read,
                "exec_query",
                true,
            ),
            (
                "query_rows",
                "Runs a read-only SQL query",
                &["sql", "host", "user", "password"],
                Read,
                "exec_query fetch_url",
                true,
            ),
            (
                "graphql_query",
                "Run a raw GraphQL query. Mutations are rejected in read-only mode.",
                &["query"],
                Destructive,
                "exec_query api_passthrough",
                true,
            ),
            (
                "graphql_query",
                "Run a raw GraphQL query in read-only mode.",
                &["query"],
                Read,
                "exec_query api_passthrough",
                true,
            ),
        ],
    );
}

#[test]
fn a_bound_is_read_in_other_tongues() {
    for (text, bounded) in [
        ("許可フォルダ内のファイルに書き込みます。", true),
        ("Schreibt nur in erlaubten Verzeichnissen.", true),
        ("ファイルに書き込みます。", false),
    ] {
        let judged = tool("write_file", text, &["path", "content"]);
        assert_eq!(judged.bound.is_some(), bounded, "{text}");
        assert_eq!(judged.broad, !bounded, "{text}");
    }
}

#[test]
fn what_something_is_made_from_is_read() {
    check(
        &[],
        &[
            (
                "pdf-image",
                "Generate PNG images from PDF pages",
                &["pdf_path = Absolute path of the PDF"],
                Read,
                "fs_read",
                false,
            ),
            (
                "generate_image",
                "Generate a PNG of a chart",
                &["image_path = Absolute path to save it to"],
                Write,
                "fs_write",
                false,
            ),
        ],
    );
}
