//! What the shape of a tool tells where its words are few: each rule with a tool that it is for and a look-alike that it is not.

use crate::made::{among, none, powers, tool};
use gate_engine::Effect::{self, Destructive, Read, Unknown, Write};

/// Tools with what they must be judged as: effect, capabilities, broad.
type Case = (
    &'static str,
    &'static str,
    &'static [&'static str],
    Effect,
    &'static str,
    bool,
);

fn check(siblings: &[&str], cases: &[Case]) {
    let mut wrong = Vec::new();
    for (name, description, params, effect, capabilities, broad) in cases {
        let judged = if siblings.is_empty() {
            tool(name, description, params)
        } else {
            among(siblings, name, description, params)
        };
        let got = (judged.effect, powers(&judged), judged.broad);
        if got != (*effect, (*capabilities).to_owned(), *broad) {
            wrong.push(format!(
                "{name} {params:?}: {got:?} {:?}",
                judged
                    .because
                    .iter()
                    .map(|c| format!("{}: {}", c.claim, c.from))
                    .collect::<Vec<_>>()
            ));
        }
    }
    none(&wrong);
}

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
                "A coding agent for file and terminal operations",
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
                "Execute depot operations directly",
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
                "Perform an HTTP PATCH request",
                &["url", "value"],
                Write,
                "api_passthrough fetch_url",
                false,
            ),
            (
                "get_it",
                "Perform an HTTP GET request",
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

#[test]
fn what_it_is_done_to_decides() {
    check(
        &[],
        &[
            (
                "clear_filter",
                "Clear the filter of the view",
                &[],
                Write,
                "",
                false,
            ),
            (
                "clear_store",
                "Clear the store",
                &[],
                Destructive,
                "",
                false,
            ),
            (
                "extract_archive",
                "Extracts an archive",
                &["name"],
                Write,
                "",
                false,
            ),
            (
                "extract_keyphrases",
                "Extracts key phrases",
                &["phrase"],
                Read,
                "",
                false,
            ),
            (
                "convert_lead",
                "Convert a lead into a deal",
                &["id"],
                Write,
                "",
                false,
            ),
            (
                "convert_units",
                "Convert between units",
                &["from", "to"],
                Read,
                "",
                false,
            ),
            ("open_settings", "Open the settings", &[], Write, "", false),
            (
                "open_nodes",
                "Open nodes by their names",
                &["names:array"],
                Read,
                "",
                false,
            ),
            (
                "long_press_at",
                "Long press at a place",
                &["x:integer"],
                Write,
                "",
                false,
            ),
            (
                "remove_task",
                "Remove a task from Acme",
                &["id"],
                Destructive,
                "",
                false,
            ),
            (
                "remove_task",
                "Remove a task from a list",
                &["id"],
                Write,
                "",
                false,
            ),
            (
                "revert_sheet",
                "Revert a sheet to its draft",
                &["id"],
                Write,
                "",
                false,
            ),
            (
                "select_tenant",
                "Selects the tenant to use for subsequent calls",
                &["id"],
                Read,
                "",
                false,
            ),
            (
                "select_winner",
                "Selects the winner of a draw",
                &["id"],
                Write,
                "",
                false,
            ),
            (
                "search_gadgets",
                "Search the shelf for gadgets available to install",
                &["words"],
                Read,
                "",
                false,
            ),
            (
                "get_rules",
                "Get view and edit restrictions of a page",
                &["id"],
                Read,
                "",
                false,
            ),
            (
                "get_board",
                "Get or delete a board",
                &["id"],
                Destructive,
                "",
                false,
            ),
            (
                "plan_container",
                "Provides guidance on how to build images",
                &["port"],
                Read,
                "",
                false,
            ),
        ],
    );
}

#[test]
fn what_is_said_to_people_and_what_to_programs() {
    check(
        &[],
        &[
            (
                "push_message",
                "Push a message to a user",
                &["user", "text"],
                Write,
                "message_send",
                false,
            ),
            (
                "send_message",
                "Send a message to the queue",
                &["queue_url", "body"],
                Write,
                "",
                false,
            ),
            (
                "create_ticket",
                "Create a ticket",
                &["subject"],
                Write,
                "message_send",
                false,
            ),
            (
                "update_ticket",
                "Update a ticket",
                &["status", "comment"],
                Write,
                "message_send",
                false,
            ),
            (
                "update_ticket",
                "Update a ticket",
                &["status"],
                Write,
                "",
                false,
            ),
        ],
    );
}

#[test]
fn what_is_changed_in_stores_clouds_and_accounts() {
    check(
        &[],
        &[
            (
                "create_index",
                "Create an index on a database table",
                &["table"],
                Write,
                "db_write",
                false,
            ),
            (
                "copy_rows",
                "Copy rows to the other place",
                &["connectionString"],
                Write,
                "fetch_url db_write",
                false,
            ),
            (
                "mysql_stop",
                "Stops a MySQL database",
                &["id"],
                Write,
                "infra_change",
                false,
            ),
            ("stop_timer", "Stops a timer", &["id"], Write, "", false),
            (
                "kill_sandbox",
                "Kill a sandbox",
                &["id"],
                Destructive,
                "infra_change",
                false,
            ),
            (
                "set_mail_password",
                "Set the password of a mailbox",
                &["password"],
                Write,
                "account_change",
                false,
            ),
            (
                "set_password_policy",
                "Set the policy of passwords",
                &["length"],
                Write,
                "",
                false,
            ),
            (
                "register_domain",
                "Register a domain",
                &["domain", "cost"],
                Write,
                "financial",
                false,
            ),
            (
                "set_page_restrictions",
                "Set who may view a page",
                &["users"],
                Write,
                "permission_change",
                false,
            ),
            (
                "rotate_token",
                "Rotate the token of an application",
                &["id"],
                Write,
                "permission_change",
                false,
            ),
            (
                "get_cookies",
                "Get the cookies of a tab",
                &["tab"],
                Read,
                "credential_access",
                false,
            ),
            (
                "list_env_vars",
                "Lists environment variables; values are masked",
                &["app"],
                Read,
                "",
                false,
            ),
            (
                "list_env_vars",
                "Lists environment variables with their values",
                &["app"],
                Read,
                "credential_access",
                false,
            ),
        ],
    );
    let rooms = [
        "list_vps",
        "create_network",
        "list_volumes",
        "get_runtime",
        "list_routers",
    ];
    check(
        &rooms,
        &[
            (
                "create_volume",
                "Create a volume",
                &["name"],
                Write,
                "infra_change",
                false,
            ),
            ("list_volumes", "List volumes", &[], Read, "", false),
        ],
    );
    let names = [
        "list_dns_records",
        "get_dns_record",
        "create_dns_record",
        "ping",
    ];
    check(
        &names,
        &[(
            "edit_dns_record",
            "Edit a record of the DNS",
            &["id"],
            Write,
            "infra_change",
            false,
        )],
    );
}

#[test]
fn switches_that_do_away_with_something() {
    check(
        &[],
        &[
            (
                "rename_shelf",
                "Rename a shelf",
                &["name", "dropTarget:boolean"],
                Destructive,
                "",
                false,
            ),
            (
                "push_shelf",
                "Push a shelf",
                &["force:boolean = Overwrites what is there"],
                Destructive,
                "",
                false,
            ),
            (
                "push_shelf",
                "Push a shelf",
                &["force:boolean = Do not wait for others"],
                Write,
                "",
                false,
            ),
        ],
    );
}

#[test]
fn files_that_are_made_and_read() {
    check(
        &[],
        &[
            (
                "take_screenshot",
                "Take a screenshot; it also saves to the path",
                &["path"],
                Write,
                "fs_write",
                false,
            ),
            (
                "list_hosts",
                "List hosts",
                &["sort_dir = Sort direction"],
                Read,
                "",
                false,
            ),
            (
                "scan_sources",
                "Scan sources",
                &["source_root = Folder of the sources"],
                Read,
                "fs_read",
                false,
            ),
            (
                "get_build_file",
                "Get a file of a build",
                &["relative_path = The relative path of the artifact"],
                Read,
                "",
                false,
            ),
        ],
    );
}

#[test]
fn words_that_people_search_with() {
    check(
        &[],
        &[
            (
                "search_help",
                "Search the handbook of the MySQL helper",
                &["query = Natural language query for the MySQL handbook"],
                Read,
                "",
                false,
            ),
            (
                "search_index",
                "Search an index by the query DSL",
                &["queryBody:object = Complete query DSL"],
                Read,
                "exec_query",
                false,
            ),
        ],
    );
}
