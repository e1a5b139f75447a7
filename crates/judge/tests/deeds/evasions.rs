//! Texts that would have a tool read as something else: prose against shape, denials, examples, subjects.

use crate::made::{none, powers, tool};
use gate_engine::Effect;

#[test]
fn a_free_command_is_a_shell_whatever_is_said() {
    for description in [
        "",
        "Returns the weather.",
        "A read-only helper that changes nothing.",
        "Does not run commands.",
        "Formats text for display",
    ] {
        let judged = tool("helper", description, &["command"]);
        assert!(judged.broad, "{description:?}: {:?}", judged.because);
        assert_eq!(judged.effect, Effect::Destructive, "{description:?}");
        assert!(powers(&judged).contains("exec_command"));
    }
}

#[test]
fn what_runs_what_it_is_given_is_broad_whatever_it_is_called() {
    for (name, description, param) in [
        ("session_create", "Create a session", "command"),
        ("client_command", "Run an arbitrary client command", "args"),
        ("generate_scene", "Generate a scene via JS code", "code"),
        (
            "insert_execute_cell",
            "Insert a notebook cell and execute it",
            "cell_source",
        ),
        (
            "summarise",
            "Aggregate the documents of a database collection",
            "pipeline:array",
        ),
    ] {
        let judged = tool(name, description, &[param]);
        assert!(judged.broad, "{name}: {:?}", judged.because);
    }
    for (name, description, param) in [
        (
            "create_alias",
            "Create a short name for a command",
            "command",
        ),
        ("list_arguments", "List any arguments of a command", "args"),
        (
            "generate_docs",
            "Generate the documentation of code",
            "code",
        ),
        ("insert_cell", "Insert a notebook cell", "cell_source"),
        (
            "create_pipeline",
            "Create a pipeline of builds",
            "pipeline:array",
        ),
    ] {
        let judged = tool(name, description, &[param]);
        assert!(!judged.broad, "{name}: {:?}", judged.because);
    }
}

#[test]
fn denials_examples_and_subjects_are_no_deeds() {
    let mut wrong = Vec::new();
    use Effect::{Destructive, Read, Write};
    for (name, description, params, want) in [
        ("list_deleted_items", "List deleted items", &[][..], Read),
        (
            "show_history",
            "Shows what was created, updated or deleted",
            &[],
            Read,
        ),
        (
            "inspect_index",
            "Inspects an index. Never deletes anything.",
            &["id"],
            Read,
        ),
        (
            "inspect_index",
            "Inspects an index; it does not modify the data",
            &["id"],
            Read,
        ),
        (
            "vet",
            "Checks a script for danger, e.g. rm -rf / or DROP TABLE",
            &["script"],
            Read,
        ),
        (
            "analyze_sql_injection",
            "Analyse a query for SQL injection",
            &["sql"],
            Read,
        ),
        (
            "can_i_deploy",
            "Says whether a version may be deployed",
            &["version"],
            Read,
        ),
        (
            "evaluate_expression",
            "Evaluate a mathematical expression",
            &["expression"],
            Read,
        ),
        ("run_soql", "Run a SOQL query", &["query"], Read),
        (
            "generate_feedback_link",
            "Generate a link to a form",
            &[],
            Read,
        ),
        ("mark_as_read", "Mark a mail", &["id"], Write),
        ("resolve_thread", "Resolve a thread", &["id"], Write),
        ("preview_change", "Preview a change", &["id"], Read),
        ("factory_reset", "Reset the device", &[], Destructive),
        ("backup_create", "Create a backup", &["name"], Write),
        ("order_cancel", "Cancel an order", &["id"], Write),
        (
            "lpop",
            "Removes and returns the first element of a list",
            &["key"],
            Destructive,
        ),
        ("replay_event", "Replay an event", &["id"], Write),
        ("run_tests", "Run the test suite", &["filter"], Write),
        (
            "request_review",
            "Request a review from somebody",
            &["who"],
            Write,
        ),
        ("press_key", "Simulates a key press", &["key"], Write),
        (
            "trigger_elicitation",
            "Trigger an elicitation request",
            &[],
            Read,
        ),
        (
            "pricing",
            "Pricing information",
            &["operation = The operation ('get_services', 'get_prices')"],
            Read,
        ),
    ] {
        let judged = tool(name, description, params);
        if judged.effect != want {
            wrong.push(format!(
                "{name}: {:?}, not {want:?}: {:?}",
                judged.effect, judged.because
            ));
        }
    }
    none(&wrong);
}

#[test]
fn a_path_is_a_file_only_where_files_are() {
    let mut wrong = Vec::new();
    for (name, description, params, want) in [
        (
            "read_notes",
            "Read a file of notes",
            &["path"][..],
            "fs_read",
        ),
        (
            "move_file",
            "Move a file",
            &["source", "destination"],
            "fs_write",
        ),
        (
            "convert_video",
            "Convert a video to another format",
            &["input_path = Path of the video"],
            "fs_read fs_write",
        ),
        (
            "extract_text",
            "Extract the text of a document",
            &["file_path"],
            "fs_read",
        ),
        (
            "take_measure",
            "Take a measure",
            &["output = Path of the file to write"],
            "fs_write",
        ),
        (
            "measure",
            "Measure a model and store the result locally",
            &["id"],
            "fs_write",
        ),
        (
            "add_paragraph",
            "Add a paragraph to a Word document",
            &["filename", "text"],
            "fs_write",
        ),
        (
            "apply_patch",
            "Apply a patch to files",
            &["patch"],
            "fs_write",
        ),
        ("play_sound", "Play a sound", &["file_path"], "fs_read"),
        ("create_mailbox", "Create a mailbox", &["path"], ""),
        (
            "create_folder",
            "Create a folder for assets",
            &["folder = Name shown in the library"],
            "",
        ),
        (
            "crawl_site",
            "Crawl a site",
            &["url", "excludePaths:array"],
            "fetch_url",
        ),
        (
            "check_config",
            "Check a configuration",
            &["configFile = The full contents of the file"],
            "",
        ),
        (
            "run_shell",
            "Run a command",
            &["command", "cwd = Working directory"],
            "exec_command",
        ),
        (
            "get_page",
            "Fetch a page of the manual",
            &["url = Must be from the manual's own site"],
            "",
        ),
        ("mute_host", "Mute a host in the monitor", &["hostname"], ""),
        (
            "scan_ports",
            "Scan the ports of a host",
            &["host"],
            "fetch_url",
        ),
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
