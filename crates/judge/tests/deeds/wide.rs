//! Whole classes of words, each with a tool that it is for and an honest look-alike that it is not.

use crate::made::{Case, among, check, none, powers, tool};
use gate_engine::Effect::{self, Destructive, Read, Write};
use gate_engine::Sensitive;

/// Judges the effects alone.
fn effects(cases: &[(&str, &str, &[&str], Effect)]) {
    let mut wrong = Vec::new();
    for (name, description, params, effect) in cases {
        let judged = tool(name, description, params);
        if judged.effect != *effect {
            wrong.push(format!("{name}: {} {:?}", judged.effect, judged.because));
        }
    }
    none(&wrong);
}

/// Judges whether a tool has a power.
fn has(cases: &[(&str, &str, &[&str], &str, bool)]) {
    let mut wrong = Vec::new();
    for (name, description, params, power, want) in cases {
        let judged = tool(name, description, params);
        if powers(&judged).split(' ').any(|one| one == *power) != *want {
            wrong.push(format!(
                "{name}: not {power} = {want}: {:?}",
                judged.because
            ));
        }
    }
    none(&wrong);
}

/// Judges whether a tool among siblings reaches a class of data.
fn reaches(cases: &[(&[&str], &str, &str, &[&str], Sensitive, bool)]) {
    let mut wrong = Vec::new();
    for (siblings, name, description, params, class, want) in cases {
        let judged = among(siblings, name, description, params);
        if judged.sensitive.contains(class) != *want {
            wrong.push(format!(
                "{name}: not {class} = {want}: {:?}",
                judged.because
            ));
        }
    }
    none(&wrong);
}

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

#[test]
fn what_reads_and_what_changes() {
    effects(&[
        // Two words that are one verb.
        ("check_in", "Checks the guest in", &["guest"], Write),
        ("log_out", "Logs out", &[], Write),
        (
            "check_if_due",
            "Checks whether a bill is due",
            &["bill"],
            Read,
        ),
        // What is given comes back; what is only named is changed where it is.
        ("compress_text", "Compresses a text", &["text"], Read),
        ("compress_clip", "Compresses a clip", &["clip_id"], Write),
        (
            "remove_background",
            "Removes the background of a picture",
            &["image_url"],
            Read,
        ),
        (
            "remove_background",
            "Removes the background from a slide",
            &["slide_id"],
            Write,
        ),
        // What is done to what.
        ("process_refund", "Processes a refund", &["order"], Write),
        ("process_text", "Processes a text", &["text"], Read),
        (
            "receive_payment",
            "Records a payment of a customer",
            &["amount:integer"],
            Write,
        ),
        ("receive_news", "Receives the news", &[], Read),
        ("simulate_key", "Presses a key", &["key"], Write),
        (
            "simulate_orbit",
            "Simulates an orbit",
            &["days:integer"],
            Read,
        ),
        (
            "generate_api_key",
            "Generates a key of the API",
            &["name"],
            Write,
        ),
        ("generate_palette", "Generates a palette", &["color"], Read),
        (
            "run_tests",
            "Runs the tests of the shelf",
            &["suite"],
            Write,
        ),
        ("run_speedtest", "Runs a measurement", &[], Read),
        ("purge_cache", "Purges the cache", &[], Write),
        ("purge_shelf", "Purges the shelf", &[], Destructive),
        (
            "rollback_snapshot",
            "Rolls back to a snapshot",
            &["snapshot"],
            Destructive,
        ),
        (
            "restore_backup",
            "Restores a backup",
            &["name"],
            Destructive,
        ),
        (
            "run_playbook",
            "Runs a playbook",
            &["playbook"],
            Destructive,
        ),
        // Names that end in what is looked at.
        ("monthly_summary", "The month in figures", &[], Read),
        ("expense_claim_list", "List the claims", &[], Read),
        ("shelf_create_list", "Create a list", &["name"], Write),
        ("shelf_run_test", "Run a test of the shelf", &["id"], Write),
        (
            "charging_history",
            "Charging sessions of the last days",
            &[],
            Read,
        ),
        // What reads, and does something besides.
        ("lint_shelf", "Lints the shelf", &["fix:boolean"], Write),
        ("lint_shelf", "Lints the shelf", &["strict:boolean"], Read),
        (
            "test_route",
            "Tests the route by creating a probe",
            &[],
            Write,
        ),
        (
            "scan_target",
            "SQL injection scanner",
            &["url"],
            Destructive,
        ),
        ("scan_code", "Scans code for SQL injection", &["code"], Read),
        // A noun behind `and`.
        (
            "get_insights",
            "Get insights for configuration and upgrade readiness",
            &[],
            Read,
        ),
        (
            "get_letter",
            "Get a letter by ID or Resend address",
            &["id"],
            Read,
        ),
        ("get_letter", "Get a letter and resend it", &["id"], Write),
    ]);
}

#[test]
fn an_address_that_is_read_is_gone_to() {
    has(&[
        (
            "page_text",
            "Get the text of a web page",
            &["url"],
            "fetch_url",
            true,
        ),
        (
            "describe_picture",
            "Describe a picture",
            &["image_url"],
            "fetch_url",
            true,
        ),
        (
            "link_check",
            "Check whether a link is broken",
            &["url"],
            "fetch_url",
            true,
        ),
        (
            "deep_scan",
            "A deep scan of a network",
            &["target"],
            "fetch_url",
            true,
        ),
        (
            "crack_login",
            "Tries a login",
            &["target = Target IP or hostname"],
            "fetch_url",
            true,
        ),
        ("follow_feed", "Add a feed", &["url"], "fetch_url", true),
        // Taken apart, kept, of one site, or of a queue.
        (
            "parse_url",
            "Takes an address apart",
            &["url"],
            "fetch_url",
            false,
        ),
        (
            "find_page",
            "Finds a page that is kept",
            &["url"],
            "fetch_url",
            false,
        ),
        (
            "read_article",
            "Read an article",
            &["url = The address, e.g. https://press.acme.test/one"],
            "fetch_url",
            false,
        ),
        (
            "queue_state",
            "Get the state of a queue",
            &["queue_url"],
            "fetch_url",
            false,
        ),
        (
            "scan_code",
            "Scans the code",
            &["target"],
            "fetch_url",
            false,
        ),
    ]);
}

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
fn money_in_its_many_forms() {
    has(&[
        (
            "book_flight",
            "Book a flight",
            &["offer"],
            "financial",
            true,
        ),
        (
            "checkout_cart",
            "Check out the cart",
            &["cart"],
            "financial",
            true,
        ),
        (
            "update_dispute",
            "Update a dispute",
            &["evidence"],
            "financial",
            true,
        ),
        (
            "journal_entry_create",
            "Create a journal entry",
            &["accounts:array"],
            "financial",
            true,
        ),
        (
            "set_leverage",
            "Set the leverage of a position",
            &["symbol"],
            "financial",
            true,
        ),
        (
            "submit_claim",
            "Submit a claim",
            &["amount:integer"],
            "financial",
            true,
        ),
        (
            "book_room",
            "Book a meeting room",
            &["room"],
            "financial",
            false,
        ),
        (
            "update_cart_note",
            "Update the note of a cart",
            &["note"],
            "financial",
            false,
        ),
        (
            "create_journal",
            "Create a journal of the day",
            &["text"],
            "financial",
            false,
        ),
        (
            "begin_transaction",
            "Begin a transaction of the database",
            &[],
            "financial",
            false,
        ),
    ]);
}

#[test]
fn secrets_that_come_back() {
    has(&[
        (
            "item_get",
            "Get an item",
            &["id", "reveal:boolean"],
            "credential_access",
            true,
        ),
        (
            "assume_role",
            "Assume a role and return temporary credentials",
            &["role"],
            "credential_access",
            false,
        ),
        (
            "get_role_keys",
            "Get temporary credentials of a role",
            &["role"],
            "credential_access",
            true,
        ),
        (
            "create_deploy_token",
            "Create a deploy token",
            &["name"],
            "credential_access",
            true,
        ),
        (
            "create_secret",
            "Create a secret",
            &["name", "value"],
            "credential_access",
            false,
        ),
        (
            "generate_password",
            "Generates a random password",
            &["length:integer"],
            "credential_access",
            false,
        ),
        (
            "list_secrets",
            "List secret names",
            &[],
            "credential_access",
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

#[test]
fn paths_of_this_machine_and_of_another() {
    has(&[
        (
            "upload_it",
            "Upload a file",
            &["local_path", "remote_path"],
            "fs_read",
            true,
        ),
        (
            "upload_it",
            "Upload a file",
            &["local_path", "remote_path"],
            "fs_write",
            false,
        ),
        (
            "download_it",
            "Download a file",
            &["local_path", "remote_path"],
            "fs_write",
            true,
        ),
        (
            "download_it",
            "Download a file",
            &["local_path", "remote_path"],
            "fs_read",
            false,
        ),
        (
            "read_scan",
            "Read a scan",
            &["source = Address or local file path"],
            "fs_read",
            true,
        ),
        (
            "read_note",
            "셀을 읽습니다",
            &["path = 노트북 파일의 경로"],
            "fs_read",
            true,
        ),
        (
            "share_it",
            "Share a file of the room",
            &["file_id"],
            "fs_write",
            false,
        ),
        (
            "dav_delete",
            "Delete a file",
            &["path = Remote path relative to the WebDAV base"],
            "fs_write",
            false,
        ),
    ]);
}

#[test]
fn whose_records_a_tool_reaches() {
    use Sensitive::{
        Credentials, CustomerRecords, HrData, LegalDocuments, MedicalData, PaymentData,
        PrivateMessages,
    };
    let crm = &["create_contact", "list_deals", "get_company"][..];
    let hiring = &["list_candidates", "get_interview", "add_candidate"][..];
    let desk = &["open_app", "play_music", "list_files"][..];
    reaches(&[
        (
            crm,
            "add_note",
            "Add a note",
            &["text"],
            CustomerRecords,
            true,
        ),
        (
            crm,
            "list_fields",
            "List the fields of contacts",
            &[],
            CustomerRecords,
            false,
        ),
        (
            desk,
            "add_note",
            "Add a note",
            &["text"],
            CustomerRecords,
            false,
        ),
        (
            hiring,
            "get_feedback",
            "Get feedback",
            &["id"],
            HrData,
            true,
        ),
        (desk, "get_feedback", "Get feedback", &["id"], HrData, false),
        (
            desk,
            "list_users",
            "List users with their phone numbers",
            &[],
            CustomerRecords,
            true,
        ),
        (
            desk,
            "list_users",
            "List users",
            &[],
            CustomerRecords,
            false,
        ),
        (
            desk,
            "book_test",
            "Book a test",
            &["patient_id"],
            MedicalData,
            true,
        ),
        (
            desk,
            "get_heart_rate",
            "Get the heart rate of a day",
            &["day"],
            MedicalData,
            true,
        ),
        (
            desk,
            "get_error_rate",
            "Get the error rate of a day",
            &["day"],
            MedicalData,
            false,
        ),
        (
            desk,
            "get_balance",
            "Get the account balance",
            &[],
            PaymentData,
            true,
        ),
        (
            desk,
            "get_balance",
            "Get the balance of colours",
            &[],
            PaymentData,
            false,
        ),
        (
            desk,
            "send_papers",
            "Send papers for signature",
            &["id"],
            LegalDocuments,
            true,
        ),
        (
            desk,
            "send_papers",
            "Send papers to the printer",
            &["id"],
            LegalDocuments,
            false,
        ),
        (
            desk,
            "forward_email",
            "Forward an email",
            &["id"],
            PrivateMessages,
            true,
        ),
        (
            desk,
            "create_user",
            "Create a user",
            &["name", "password"],
            Credentials,
            true,
        ),
        (
            desk,
            "create_user",
            "Create a user",
            &["name"],
            Credentials,
            false,
        ),
    ]);
}

#[test]
fn a_word_that_all_names_begin_with_is_a_brand_where_a_verb_follows() {
    let names = [
        "protect_get_camera",
        "protect_list_sensors",
        "protect_delete_view",
        "protect_update_lamp",
    ];
    let judged = among(&names, "protect_get_camera", "Get a camera", &["id"]);
    assert_eq!(judged.effect, Read, "{:?}", judged.because);
    let verbs = ["protect_branch", "protect_tag", "protect_folder"];
    let judged = among(&verbs, "protect_branch", "Protects it", &["name"]);
    assert_eq!(judged.effect, Write, "{:?}", judged.because);
}
