//! What is done to what: each rule with a tool that it is for and a look-alike that it is not.

use crate::made::check;
use gate_engine::Effect::{Destructive, Read, Write};

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
                "extract_zip",
                "Extracts a zip file",
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
                "Search the shelf for gadgets that are there to sell",
                &["words"],
                Read,
                "",
                false,
            ),
            (
                "get_rules",
                "Get view and edit rights of a folder",
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
                "Gives advice on how to build sheds",
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
                "add_index",
                "Add an index to a database table",
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
                "redis_pause",
                "Pauses a server of Redis",
                &["id"],
                Write,
                "infra_change",
                false,
            ),
            ("stop_timer", "Stops a timer", &["id"], Write, "", false),
            (
                "destroy_sandbox",
                "Destroy a sandbox",
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
                "buy_domain",
                "Buy a domain",
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
