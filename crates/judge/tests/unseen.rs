//! What the words of tools amount to that nobody has seen: each reason with a tool that fires, and an honest look-alike that does not.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use evidence::{FrameId, Item, Kind, Pointer};
use gate_engine::Effect::{self, Destructive, Read, Write};
use judge::{JudgedTool, Siblings, judge_tool};
use serde_json::{Map, Value, json};
use std::sync::Arc;

fn judged(raw: Value) -> JudgedTool {
    let item = Item {
        kind: Kind::Tool,
        name: raw.get("name").and_then(Value::as_str).map(Arc::from),
        raw: (&raw).into(),
        at: Pointer {
            frame: FrameId(3),
            pointer: "/result/tools/0".to_owned(),
        },
        digest: String::new(),
    };
    judge_tool(&Arc::new(item), &[], &Siblings::default())
}

/// A tool with parameters: `name`, `name: what its text says`, `name?` for a switch, `name=a/b` for a list.
fn tool(name: &str, description: &str, params: &[&str]) -> JudgedTool {
    let mut properties = Map::new();
    for param in params {
        let (key, schema) = if let Some(switch) = param.strip_suffix('?') {
            (switch, json!({"type": "boolean"}))
        } else if let Some((key, list)) = param.split_once('=') {
            let list: Vec<_> = list.split('/').collect();
            (key, json!({"type": "string", "enum": list}))
        } else {
            let (key, text) = param.split_once(": ").unwrap_or((param, ""));
            (key, json!({"type": "string", "description": text}))
        };
        properties.insert(key.to_owned(), schema);
    }
    judged(
        json!({"name": name, "description": description, "inputSchema": {"type": "object", "properties": properties}}),
    )
}

/// A tool's name, its description, its parameters.
type Row<'r> = (&'r str, &'r str, &'r [&'r str]);

#[rustfmt::skip]
const EFFECTS: &[(Row<'_>, Effect)] = &[
    // Operations that a text lists tell the effect, where nothing else does.
    (("acme_orchard", "Orchard ops: list/get/plant/create/delete. Get is brief.", &[]), Destructive),
    (("acme_orchard", "Orchard ops: list/get/search. Get is brief.", &[]), Read),
    (("list_flows", "Lists flows. A flow is a row of actions: create, delete.", &[]), Read),
    (("vet_command", "Vets a line of commands: rm, delete, kill. Runs nothing.", &["line"]), Read),
    // A free operation of which the text names all values, each a look.
    (("acme_trees", "Manage trees operations.", &["action: Action to perform. Must be one of: 'get_tree', 'get_trees'", "params_json"]), Read),
    (("acme_trees", "Manage trees operations.", &["action: Action to perform. Must be one of: 'get_tree', 'put_tree'", "params_json"]), Write),
    (("acme_trees", "Manage trees operations.", &["action: What to do with them", "params_json"]), Destructive),
    (("acme_people", "Manage people and get who is signed in", &["operation=list/current"]), Read),
    (("acme_people", "Manage people and get who is signed in", &["operation=list/remove"]), Destructive),
    // Nobody confirms a look.
    (("safe_test_mailing", "", &["mailing_id", "confirmSend?"]), Write),
    (("pull_notes", "Fetch the notes of the shop", &["dry_run?"]), Write),
    (("validate_pipeline", "Validates a pipeline", &["dry_run?"]), Read),
    (("get_notes", "Fetch the notes of the shop", &["confirmed_only?"]), Read),
    // A question, and what can be done.
    (("check_armable", "Is the vehicle ready to arm? Returns the reason.", &[]), Read),
    (("arm_vehicle", "Arms the vehicle", &[]), Write),
    (("can_delete", "Tells whether the caller is able to delete a plum", &["id"]), Read),
    // How something stands that takes its time.
    (("import_status_summary", "", &[]), Read),
    (("sync_history", "Syncs the history to the server", &[]), Write),
    (("update_status", "Set the status of a crate", &["id"]), Write),
    (("pay_history", "Get the payments of a month", &["month"]), Read),
    (("pay_group_check", "Check whether a picker is in a group", &["id"]), Read),
    (("pay_group", "Pay a group of pickers", &["id"]), Write),
    (("redirect_list", "List redirects", &[]), Read),
    (("redirect_add", "Add a redirect", &["to"]), Write),
    // What a thing stands for is no deed of it.
    (("disk_overview", "One report on the disks. It replaces several separate calls.", &[]), Read),
    (("fruit_index", "Use this when the user wants details. Do not use it for sums.", &[]), Read),
    // An address is put together.
    (("build_split_bill", "Build a URL for a split bill", &["amount"]), Read),
    (("build_split_bill", "Build a split bill for the guests", &["amount"]), Write),
    // A deed is asked for, or data.
    (("request_pair", "", &["device"]), Write),
    (("request_figures", "", &["month"]), Read),
    // What is kept at a point in time, and what that shows.
    (("snapshot_tables", "Snapshot tables", &["select"]), Write),
    (("snapshot_container_inspect", "", &["id"]), Read),
    (("prune_dry_run", "Preview what would be pruned", &["group"]), Read),
    (("prune_group", "Prune a group", &["group"]), Destructive),
    // What is pulled out of something stays there.
    (("figures", "Pull the figures out of a report", &["report_text"]), Read),
    (("pull_branch", "Pull the branch from the remote", &["branch"]), Write),
    (("scroll_points", "Browse points page by page", &["offset"]), Read),
    (("say_text", "Say a text aloud", &["text"]), Write),
    (("say_hello", "Say hello", &[]), Read),
    (("generate_sample_rows", "Generate sample rows to populate a table", &["table"]), Write),
    (("read_notes", "Read every note of a paper. Nothing is written to the file.", &["pdf_path"]), Read),
];

#[test]
fn effects() {
    let mut wrong = Vec::new();
    for ((name, description, params), want) in EFFECTS {
        let judged = tool(name, description, params);
        if judged.effect != *want {
            wrong.push(format!(
                "{name} {description} {params:?}: {} {:?}",
                judged.effect, judged.because
            ));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[rustfmt::skip]
const CAPABILITIES: &[(Row<'_>, &str, bool)] = &[
    (("method_call", "Calls any method of the catalogue", &["method_id", "args"]), "api_passthrough", true),
    (("method_help", "Describes a method of the catalogue", &["method_id", "args"]), "api_passthrough", false),
    (("get_thing", "Get a thing of the cluster", &["kind: Kind of thing (Pod, Secret, Service)", "name"]), "credential_access", true),
    (("get_thing", "Get a thing of the orchard", &["kind: Kind of thing (Plum, Pear)", "name"]), "credential_access", false),
    (("unused_styles", "Find unused styles", &["url: URL to audit"]), "fetch_url", true),
    (("unused_styles", "Find unused styles", &["url: URL of the shop as it is listed"]), "fetch_url", false),
    (("search_machines", "Search machines by hostname", &["hostname"]), "fetch_url", false),
    (("driver_session", "Starts or stops a session", &["host: Host address to connect to", "port"]), "fetch_url", true),
    (("turn_on", "Turn a lamp on", &["id"]), "device_control", true),
    (("turn_on_notifications", "Turn notifications on", &["id"]), "device_control", false),
    (("brew_tea", "Start brewing on the coffee machine", &["cups"]), "device_control", true),
    (("add_product", "Add a machine to the shop", &["title"]), "device_control", false),
    (("upload_sketch", "Compile and upload a sketch", &["sketch_path"]), "device_control", true),
    (("upload_layer", "Upload a layer of a sketch", &["layer"]), "device_control", false),
    (("react_to_message", "React to a message", &["emoji"]), "message_send", true),
    (("list_reactions", "List reactions to a message", &["id"]), "message_send", false),
    (("delete_backup_schedule", "Delete a schedule", &["id"]), "infra_change", true),
    (("delete_class_schedule", "Delete a schedule", &["id"]), "infra_change", false),
    (("remote_transfer", "Transfer files between two machines", &["from", "to"]), "financial", false),
    (("transfer", "Transfer an amount to a friend", &["amount", "to"]), "financial", true),
    (("hold_cancel", "Release a hold without taking the reserved funds", &["id"]), "financial", true),
    (("shop_clone", "Clone a repository", &["targetPath: Directory where it is cloned"]), "fs_write", true),
    (("clone_board", "Clone a board", &["target: Its new name"]), "fs_write", false),
    (("install_deps", "Install packages", &[]), "fs_write", true),
    (("code_env", "Code env ops: list/get.", &[]), "credential_access", false),
];

#[test]
fn capabilities() {
    let mut wrong = Vec::new();
    for ((name, description, params), capability, want) in CAPABILITIES {
        let judged = tool(name, description, params);
        if judged
            .capabilities
            .iter()
            .any(|one| one.id() == *capability)
            != *want
        {
            wrong.push(format!(
                "{name} {description}: {capability} {:?}",
                judged.because
            ));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn what_a_parameter_names_is_what_the_tool_may_do() {
    let judged = tool(
        "acme_orchard",
        "Manage orchard operations.",
        &[
            "action: Action to perform. One of: 'get_tree', 'send_message'",
            "params_json",
        ],
    );
    let sends = judged
        .because
        .iter()
        .find(|claim| claim.claim == "capability: message_send")
        .unwrap();
    assert_eq!(sends.from, "/inputSchema/properties/action");
    assert_eq!(sends.text, "send_message");
}

#[test]
fn a_file_of_something_that_is_kept_elsewhere_is_not_any_file() {
    let spec = tool(
        "create_spec_file",
        "Creates a file for a specification",
        &["specId", "path", "content"],
    );
    assert!(!spec.broad, "{:?}", spec.because);
    let file = tool("create_file", "Creates a file", &["path", "content"]);
    assert!(file.broad, "{:?}", file.because);
}
