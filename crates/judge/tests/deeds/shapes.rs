//! What the shape of a tool tells where its words are few: each rule with a tool that it is for and a look-alike that it is not.

use crate::made::check;
use gate_engine::Effect::{Destructive, Read, Unknown, Write};

#[test]
fn a_description_speaks_of_parameters_line_by_line() {
    check(
        &[],
        &[
            (
                "tidy",
                "Tidies what is there.\n\nArgs:\n    location (str): Absolute path of the folder",
                &["location"],
                Unknown,
                "",
                false,
            ),
            (
                "fetch_story",
                "Fetches a story.\n\nArgs:\n    url: Link, must be from the paper's site",
                &["url"],
                Read,
                "",
                false,
            ),
            (
                "fetch_story",
                "Fetches a story.\n\nArgs:\n    url: Link, must start with http:// or https://",
                &["url"],
                Read,
                "fetch_url",
                false,
            ),
        ],
    );
}

#[test]
fn shells_by_their_names() {
    check(
        &[],
        &[
            (
                "run_acme_command",
                "Executes a command of acme",
                &["args:array"],
                Destructive,
                "exec_command",
                true,
            ),
            (
                "exec_pwsh",
                "Executes what the JSON describes",
                &["json"],
                Destructive,
                "exec_command",
                true,
            ),
            (
                "run_command",
                "Runs one of the commands of the game",
                &["command:jump/duck", "args"],
                Write,
                "",
                false,
            ),
            (
                "get_command",
                "Gets the help of a command",
                &["args"],
                Read,
                "",
                false,
            ),
            (
                "write_to_stdin",
                "Write bytes to the stdin of a running process",
                &["job", "data"],
                Destructive,
                "exec_command",
                true,
            ),
            (
                "spawn_process",
                "Spawns a process",
                &["program", "args:array"],
                Destructive,
                "exec_command",
                true,
            ),
            (
                "ask_coder",
                "A coding agent with shell access",
                &["prompt"],
                Destructive,
                "exec_command exec_code fs_read fs_write",
                true,
            ),
            (
                "ask_coder",
                "A coding agent that answers questions on terminals",
                &["prompt"],
                Read,
                "",
                false,
            ),
        ],
    );
}

#[test]
fn operations_of_an_interface() {
    check(
        &[],
        &[
            (
                "depot_management",
                "Carries out any operation of the depot",
                &["api_operation", "api_params:object"],
                Destructive,
                "api_passthrough",
                true,
            ),
            (
                "depot_trouble",
                "Works on trouble with depots by one of several actions",
                &["action:get_events/list_failures", "parameters:object"],
                Read,
                "",
                false,
            ),
            (
                "send_it",
                "Makes a PATCH request over HTTP",
                &["url", "value"],
                Write,
                "api_passthrough fetch_url",
                false,
            ),
            (
                "get_it",
                "Makes a GET request over HTTP",
                &["url"],
                Read,
                "fetch_url",
                false,
            ),
        ],
    );
}

#[test]
fn addresses_that_are_gone_to() {
    check(
        &[],
        &[
            (
                "connect",
                "Connect to a store",
                &["connectionString = Where it is and who connects"],
                Read,
                "fetch_url",
                false,
            ),
            (
                "read_scan",
                "Reads a scan",
                &["url", "path"],
                Read,
                "fetch_url fs_read",
                false,
            ),
            (
                "get_thread_details",
                "Fetch a thread with its replies. Takes either url or thread_id.",
                &["url", "thread_id"],
                Read,
                "",
                false,
            ),
            (
                "upload_picture",
                "Upload a picture",
                &["image_url = Public URL of the picture"],
                Write,
                "fetch_url",
                false,
            ),
            (
                "update_product",
                "Update a product",
                &["image_url = Public URL of the picture"],
                Write,
                "",
                false,
            ),
        ],
    );
}

#[test]
fn operations_offered_in_words() {
    check(
        &[],
        &[
            (
                "manage_lantern",
                "Manage a lantern",
                &["operation = Operation to perform. Valid values: list, create or delete"],
                Destructive,
                "",
                false,
            ),
            (
                "manage_lantern",
                "Manage a lantern",
                &["action:list/get"],
                Read,
                "",
                false,
            ),
            (
                "manage_lantern",
                "Manage a lantern",
                &["action:addShade/removeShade"],
                Write,
                "",
                false,
            ),
            (
                "check_rights",
                "Check whether someone may do this to a page",
                &["operation = The operation to check: \"read\", \"update\" or \"delete\""],
                Read,
                "",
                false,
            ),
        ],
    );
}
