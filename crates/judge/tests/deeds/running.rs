//! What runs, asks or passes on anything: whole classes of words and shapes, each with an honest look-alike.

use crate::made::{Case, check, powers, tool};
use gate_engine::Effect::{Destructive, Read, Write};

const CODE: &[Case] = &[
    (
        "drive_osa",
        "Executes a script against the applications of the desk",
        &["script_content = The AppleScript source"],
        Destructive,
        "exec_code device_control",
        true,
    ),
    (
        "studio_run_code",
        "Runs it in the studio and returns what it printed",
        &["command = code to run"],
        Destructive,
        "exec_code",
        true,
    ),
    (
        "python",
        "A sandbox that keeps its variables",
        &["code"],
        Destructive,
        "exec_code",
        true,
    ),
    // A form is filled in with a text, a package's script is named, and a plan keeps its notes.
    (
        "save_form",
        "Saves the form",
        &["script_content = What the actor says"],
        Write,
        "",
        false,
    ),
    (
        "pnpm_run",
        "Runs a script of the package",
        &["script"],
        Write,
        "",
        false,
    ),
];

#[test]
fn code_is_code_whatever_its_parameter_is_called() {
    check(&[], CODE);
}

const QUERIES: &[Case] = &[
    (
        "ask_store",
        "Execute an INSERT, UPDATE, or DELETE query on the database",
        &["query"],
        Destructive,
        "exec_query db_write",
        true,
    ),
    (
        "ware_query",
        "Execute SELECT queries only on a remote database",
        &["query"],
        Read,
        "exec_query",
        true,
    ),
    (
        "walk_graph",
        "Run a Gremlin traversal",
        &["traversal"],
        Destructive,
        "exec_query db_write",
        true,
    ),
    (
        "triples",
        "Executes a SPARQL query against the endpoint",
        &["query_string"],
        Read,
        "exec_query",
        true,
    ),
    (
        "run_kql",
        "Run a KQL query on the workspace",
        &["query = The KQL query"],
        Read,
        "exec_query",
        true,
    ),
    (
        "run_command",
        "Run a raw database command",
        &["command:object"],
        Destructive,
        "db_write exec_query",
        true,
    ),
    (
        "run_wareql",
        "Runs a query of the shop",
        &["query = A WareQL query string"],
        Read,
        "exec_query",
        false,
    ),
    // What only looks at a query, or takes words, runs none.
    (
        "repair_query",
        "Diagnoses errors of a SQL query",
        &["query = The SQL query"],
        Read,
        "",
        false,
    ),
    (
        "search_shelf",
        "Searches the shelf by words",
        &["query"],
        Read,
        "",
        false,
    ),
];

#[test]
fn queries_of_every_language_ask_for_anything() {
    for case in QUERIES {
        let judged = tool(case.0, case.1, case.2);
        let mut got: Vec<String> = powers(&judged).split(' ').map(str::to_owned).collect();
        let mut want: Vec<String> = case.4.split(' ').map(str::to_owned).collect();
        got.sort();
        want.sort();
        assert_eq!(
            (judged.effect, got, judged.broad),
            (case.3, want, case.5),
            "{}: {:?}",
            case.0,
            judged.because
        );
    }
}

#[test]
fn whatever_passes_a_callers_own_call_is_broad() {
    for (name, description, params, want) in [
        (
            "cdp_send",
            "Send a raw DevTools protocol command",
            &["method", "params:object"][..],
            true,
        ),
        (
            "wire_invoke",
            "Invoke a gRPC endpoint",
            &["url", "endpoint", "payload:object"],
            true,
        ),
        ("acme_api_delete", "Acme", &["path"], true),
        (
            "reach_it",
            "Call any Acme API endpoint directly",
            &["endpoint", "params:object"],
            false,
        ),
        (
            "call_it",
            "Call any Acme API endpoint directly",
            &["endpoint", "params:object"],
            true,
        ),
        (
            "build_all",
            "Builds the firmware",
            &["command:array = custom: full argv to run"],
            true,
        ),
        (
            "repl_run_file",
            "Execute a Python file in the session",
            &["file_path", "args"],
            true,
        ),
        (
            "acme_orders",
            "Manage orders",
            &["action = What to do", "params_json = JSON of parameters"],
            true,
        ),
        // The text names all that can be picked; an address and a method pick among what was seen.
        (
            "acme_orders",
            "Manage orders",
            &[
                "action = Action to perform. One of: 'get_order', 'add_order'",
                "params_json = JSON of parameters",
            ],
            false,
        ),
        (
            "observe",
            "Reads the requests that were captured",
            &["url = Filter by URL", "method = HTTP method filter"],
            false,
        ),
        // One function that someone laid down, a message with a title, a command that is only kept.
        (
            "invoke_lambda",
            "Invoke a Lambda function",
            &["function_name", "payload:object"],
            false,
        ),
        (
            "send_note",
            "Sends a note to the team",
            &["method", "body"],
            false,
        ),
        (
            "build_command",
            "Builds a command line from words",
            &["command = Words of it"],
            false,
        ),
        (
            "set_breakpoint",
            "Sets a breakpoint",
            &["file = Path to the source file"],
            false,
        ),
    ] {
        let judged = tool(name, description, params);
        assert_eq!(judged.broad, want, "{name}: {:?}", judged.because);
    }
}

#[test]
fn an_interface_has_the_powers_that_its_text_tells_and_not_those_of_its_name() {
    let judged = tool(
        "call_api",
        "Calls any endpoint of the API of the shelf",
        &["endpoint", "body:object"],
    );
    assert_eq!(powers(&judged), "api_passthrough", "{:?}", judged.because);
    let people = tool(
        "call_api",
        "Calls any endpoint of the tracker: issues, members",
        &["endpoint", "body:object"],
    );
    assert!(
        powers(&people).contains("account_change"),
        "{:?}",
        people.because
    );
}
