//! Each rule fires where it must and stays quiet where it must.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use evidence::{FrameId, Item, Kind, Pointer};
use gate_engine::{Approval, Effect, Sensitive};
use judge::{Capability, Grade, Hints, JudgedTool, Siblings, judge_tool};
use serde_json::{Value, json};
use std::sync::Arc;

fn item(raw: Value) -> Arc<Item> {
    Arc::new(Item {
        kind: Kind::Tool,
        name: raw.get("name").and_then(Value::as_str).map(Arc::from),
        raw: (&raw).into(),
        at: Pointer {
            frame: FrameId(3),
            pointer: "/result/tools/0".to_owned(),
        },
        digest: String::new(),
    })
}

fn judged(raw: Value) -> JudgedTool {
    judge_tool(&item(raw), &[], &Siblings::default())
}

/// A tool of a name, a description and parameters: `name` for a string, `name:object`, `name:a/b` for an enum.
fn tool(name: &str, description: &str, params: &[&str]) -> JudgedTool {
    let mut properties = serde_json::Map::new();
    for param in params {
        let (name, kind) = param.split_once(':').unwrap_or((param, "string"));
        let schema = match kind {
            "string" | "object" | "integer" | "boolean" => json!({"type": kind}),
            "any" => json!({}),
            list => json!({"type": "string", "enum": list.split('/').collect::<Vec<_>>()}),
        };
        properties.insert(name.to_owned(), schema);
    }
    judged(
        json!({"name": name, "description": description, "inputSchema": {"type": "object", "properties": properties}}),
    )
}

#[test]
fn effects() {
    use Effect::{Destructive, Read, Unknown, Write};
    for (name, description, params, want) in [
        ("get_droplet", "Get a droplet by its id", &["id"][..], Read),
        ("create_droplet", "Create a droplet", &["size"], Write),
        ("merge_request_get", "Get one merge request", &["id"], Read),
        ("list_merge_requests", "Lists merge requests", &[], Read),
        (
            "getPostInstallScript",
            "Returns the script that runs after an install",
            &["package"],
            Read,
        ),
        ("get_workflow_execution", "Get one execution", &["id"], Read),
        ("drop_table", "Drops a table", &["table"], Destructive),
        ("delete_user", "Delete a user", &["id"], Destructive),
        (
            "read_console",
            "Gets messages from or clears the console",
            &["count:integer"],
            Write,
        ),
        (
            "manage_asset",
            "Performs asset operations",
            &["action:search/create/delete", "path"],
            Destructive,
        ),
        (
            "vet_command",
            "Checks whether a command is safe to run. It runs nothing.",
            &["command"],
            Read,
        ),
        (
            "bq_dry_run_sql",
            "Dry-runs a SQL query and returns its cost",
            &["sql"],
            Read,
        ),
        ("run_report", "Runs a report", &["metric"], Read),
        ("generate_chart", "Generate a chart", &["data:object"], Read),
        (
            "generate_chart",
            "Generate a chart",
            &["data:object", "output_path"],
            Write,
        ),
        (
            "console_messages",
            "Returns all console messages",
            &["filename"],
            Read,
        ),
        (
            "remove_label",
            "Remove a label from an issue",
            &["label"],
            Write,
        ),
        ("stop_search", "Stop an active search", &["id"], Read),
        ("frobnicate", "Frobnicates.", &[], Unknown),
        ("", "", &[], Unknown),
    ] {
        let judged = tool(name, description, params);
        assert_eq!(judged.effect, want, "{name}: {:?}", judged.because);
    }
}

#[test]
fn harmless_names_that_are_broad() {
    for (name, description, params) in [
        (
            "order",
            "Place or change orders",
            &["action", "args:object"][..],
        ),
        (
            "call_tool",
            "Calls a tool of another server",
            &["name", "args:object"],
        ),
        (
            "op_run",
            "Runs an operation",
            &["operation", "params:object"],
        ),
        (
            "navigate_page",
            "Navigates to a page",
            &["url", "initScript"],
        ),
        ("x", "", &["command"]),
        ("maintenance", "Runs maintenance", &["shell_command"]),
        ("db", "Runs SQL", &["sql"]),
        (
            "api",
            "Calls the REST API",
            &["method:GET/POST/DELETE", "path"],
        ),
        (
            "evaluate",
            "Evaluates JavaScript in the page",
            &["function"],
        ),
        (
            "write_file",
            "Writes content to a file at any path",
            &["path", "content"],
        ),
    ] {
        let raw = if params.contains(&"initScript") {
            judged(
                json!({"name": name, "description": description, "inputSchema": {"type": "object", "properties": {
                "url": {"type": "string"}, "initScript": {"type": "string", "description": "A JavaScript script to be executed on each new document"}}}}),
            )
        } else {
            tool(name, description, params)
        };
        assert!(raw.broad, "{name}: {:?}", raw.because);
        assert_eq!(raw.effect, Effect::Destructive, "{name}: {:?}", raw.because);
        assert!(
            raw.because
                .iter()
                .any(|claim| claim.claim == "broad" && claim.from.starts_with("/inputSchema")),
            "{name} says why"
        );
    }
}

#[test]
fn powerful_names_that_are_not_broad() {
    for (name, description, params) in [
        (
            "vet_command",
            "Checks whether a shell command is safe",
            &["command"][..],
        ),
        ("bq_dry_run_sql", "Dry-runs a SQL query", &["sql"]),
        ("update_config", "Update the MySQL config", &["sql_mode"]),
        (
            "extract_dependencies",
            "Extract table dependencies from SQL",
            &["sql"],
        ),
        ("redeem", "Redeem a promotion", &["code"]),
        ("run_report", "Runs a report", &["currency_code"]),
        (
            "command",
            "Runs one of the listed commands",
            &["command:start/stop"],
        ),
        ("search", "Searches the documentation by words", &["query"]),
        (
            "get_command_status",
            "Get the status of a command",
            &["command_id"],
        ),
        (
            "write_file",
            "Writes a file. Only works within allowed directories.",
            &["path", "content"],
        ),
        ("fetch", "Fetches a URL", &["url"]),
        ("lint_code", "Lints code and returns remarks", &["code"]),
    ] {
        let judged = tool(name, description, params);
        assert!(!judged.broad, "{name}: {:?}", judged.because);
    }
    let bounded = judged(
        json!({"name": "run", "description": "Run a command", "inputSchema": {"type": "object", "properties": {
        "command": {"type": "string", "pattern": "^(ls|pwd)$"}}}}),
    );
    assert!(!bounded.broad, "a pattern bounds it");
}

#[test]
fn a_query_that_says_that_it_reads_is_a_broad_read() {
    let reads = tool("query", "Run a read-only SQL query", &["sql"]);
    assert!(reads.broad);
    assert_eq!(reads.effect, Effect::Read);
    assert_eq!(reads.bound.as_deref(), Some("read-only"));
    let writes = tool("query", "Run a SQL query", &["sql"]);
    assert_eq!(writes.effect, Effect::Destructive);
    assert!(writes.approval.contains(&Approval::ProductionDbWrite));
}

#[test]
fn a_shell_that_lists_nothing_but_readers_is_a_broad_read() {
    let shell = |text: &str| tool("run_command", text, &["command"]);
    for text in [
        "Runs a command. Allowed commands: ls, cat, grep",
        "Runs a command in the project. Only the following commands: head, tail and wc.\nPipes are refused.",
    ] {
        let judged = shell(text);
        assert!(judged.broad, "{text}");
        assert_eq!(judged.effect, Effect::Read, "{:?}", judged.because);
        assert!(judged.capabilities.contains(&Capability::FsRead));
    }
    for text in [
        "Runs a command. Allowed commands: ls, cat, rm",
        "Runs a command. Allowed commands: ls, cat and find.",
        "Runs a command. Allowed commands: cat",
        "Runs a command. Allowed commands: those of the configuration, ls, cat",
        "Runs a command, such as ls, cat, grep",
    ] {
        assert_eq!(shell(text).effect, Effect::Destructive, "{text}");
    }
}

#[test]
fn read_only_is_a_bound_and_what_to_read_is_none() {
    let bound = |text: &str| tool("read_log", text, &["path"]).bound;
    for text in [
        "Reads a log. It is read-only.",
        "Can read only the first lines. This tool is read-only.",
        "Only read queries are accepted",
    ] {
        assert_eq!(bound(text).as_deref(), Some("read-only"), "{text}");
    }
    for text in [
        "Use head to read only the first lines of a log",
        "Reads a log; the volume is not read-only",
        "Only read the log if the user asks for it",
    ] {
        assert_eq!(bound(text), None, "{text}");
    }
}

#[test]
fn capabilities_and_approvals() {
    use Capability as C;
    for (name, description, params, want) in [
        (
            "send_message",
            "Send a message to a channel",
            &["text"][..],
            C::MessageSend,
        ),
        (
            "place_order",
            "Place a stock order",
            &["symbol"],
            C::Financial,
        ),
        ("create_user", "Create a user", &["name"], C::AccountChange),
        (
            "attach_role_policy",
            "Attach a policy to a role",
            &["role"],
            C::PermissionChange,
        ),
        (
            "deploy_service",
            "Deploy a service",
            &["image"],
            C::InfraChange,
        ),
        ("fetch", "Fetches a URL", &["url"], C::FetchUrl),
        ("read_file", "Read a file", &["path"], C::FsRead),
        (
            "write_file",
            "Write a file",
            &["path", "content"],
            C::FsWrite,
        ),
        (
            "insert_row",
            "Insert a row in a table",
            &["table"],
            C::DbWrite,
        ),
        (
            "mouse_click",
            "Click with the mouse",
            &["x:integer"],
            C::DeviceControl,
        ),
        (
            "get_env",
            "Returns all environment variables",
            &[],
            C::CredentialAccess,
        ),
    ] {
        let judged = tool(name, description, params);
        assert!(
            judged.capabilities.contains(&want),
            "{name}: {:?}",
            judged.because
        );
    }
    assert!(
        tool("send_message", "Send a message", &["text"])
            .approval
            .contains(&Approval::ExternalMessage)
    );
    assert!(
        tool("delete_row", "Permanently deletes a row", &["id"])
            .approval
            .contains(&Approval::Irreversible)
    );
    assert!(
        tool("get_user", "Get a user", &["id"]).approval.is_empty(),
        "reading needs no approver"
    );
    assert!(
        tool("get_env", "Returns all environment variables", &[])
            .sensitive
            .contains(&Sensitive::Credentials)
    );
    assert!(
        tool(
            "git_diff",
            "Shows differences between branches or commits",
            &["target"]
        )
        .sensitive
        .contains(&Sensitive::SourceCodeSecrets)
    );
    assert!(
        tool("get_weather", "Get the weather", &["city"])
            .sensitive
            .is_empty()
    );
}

#[test]
fn annotations_make_it_stricter_and_never_laxer() {
    let with = |name: &str, description: &str, hints: Value| {
        judged(
            json!({"name": name, "description": description, "annotations": hints, "inputSchema": {"type": "object", "properties": {}}}),
        )
    };
    assert_eq!(
        with(
            "update_note",
            "Update a note",
            json!({"destructiveHint": true})
        )
        .effect,
        Effect::Destructive
    );
    let lied = with(
        "delete_note",
        "Delete a note",
        json!({"readOnlyHint": true}),
    );
    assert_eq!(lied.effect, Effect::Destructive);
    assert_eq!(lied.contradictions.len(), 1, "{:?}", lied.contradictions);
    assert_eq!(
        with("frobnicate", "", json!({"readOnlyHint": true})).effect,
        Effect::Unknown
    );
    for (name, description) in [
        ("create_chart", "Create a chart from data"),
        ("get_note", "Get a note"),
        ("start_search", "Start a search"),
        ("union", "Merge two polygons"),
    ] {
        let honest = with(
            name,
            description,
            json!({"readOnlyHint": true, "destructiveHint": false}),
        );
        assert!(
            honest.contradictions.is_empty(),
            "{name}: {:?}",
            honest.contradictions
        );
    }
}

#[test]
fn absent_hints_mean_the_worst() {
    let hints = Hints::of(&json!({})).effective();
    assert_eq!(
        hints,
        Hints {
            read_only: Some(false),
            destructive: Some(true),
            idempotent: Some(false),
            open_world: Some(true)
        }
    );
    let reads = Hints::of(&json!({"annotations": {"readOnlyHint": true, "destructiveHint": true}}))
        .effective();
    assert_eq!(
        reads.destructive,
        Some(false),
        "means nothing beside readOnlyHint"
    );
}

#[test]
fn schemas_are_graded() {
    let grade = |schema: Value| judged(json!({"name": "x", "inputSchema": schema})).schema;
    for (schema, want) in [
        (
            json!({"type": "object", "properties": {"a": {"type": "string"}}}),
            Grade::Strict,
        ),
        (json!({"type": "object", "properties": {}}), Grade::Strict),
        (
            json!({"type": "object", "additionalProperties": false}),
            Grade::Strict,
        ),
        (json!({"type": "object"}), Grade::Loose),
        (
            json!({"type": "object", "properties": {"a": {}}}),
            Grade::Loose,
        ),
        (
            json!({"type": "object", "properties": {"a": {"type": "object"}}}),
            Grade::Loose,
        ),
        (
            json!({"type": "object", "properties": {"a": {"$ref": "#/$defs/A"}}, "$defs": {"A": {"type": "string"}}}),
            Grade::Strict,
        ),
        (
            json!({"type": "object", "properties": {"a": {"$ref": "#/$defs/A"}}, "$defs": {"A": {"$ref": "#/$defs/A"}}}),
            Grade::Loose,
        ),
        (
            json!({"type": "object", "properties": {"a": {"anyOf": [{"type": "string"}, {"type": "null"}]}}}),
            Grade::Strict,
        ),
        (
            json!({"type": "object", "properties": {"a": {"type": "strnig"}}}),
            Grade::Invalid,
        ),
        (
            json!({"type": "object", "properties": {"a": {"type": "string", "pattern": "("}}}),
            Grade::Strict,
        ),
        (
            json!({"type": "object", "$schema": "http://json-schema.org/draft-04/schema#", "properties": {"a": {"type": "integer", "minimum": 1, "exclusiveMinimum": true}}}),
            Grade::Strict,
        ),
        (
            json!({"type": "object", "properties": {"a": {"type": "integer", "minimum": 1, "exclusiveMinimum": true}}}),
            Grade::Invalid,
        ),
        (
            json!({"$schema": "urn:unheard-of", "type": "object", "properties": {}}),
            Grade::Strict,
        ),
        (json!({"type": "string"}), Grade::Invalid),
        (json!(true), Grade::Invalid),
        (json!(null), Grade::Missing),
    ] {
        let graded = grade(schema.clone());
        assert_eq!(graded.grade, want, "{schema}: {:?}", graded.remarks);
    }
    assert_eq!(judged(json!({"name": "x"})).schema.grade, Grade::Missing);
    let outside =
        grade(json!({"type": "object", "properties": {"a": {"$ref": "https://a.example/x.json"}}}));
    assert!(
        outside
            .remarks
            .iter()
            .any(|(_, says)| says.contains("never fetched")),
        "{:?}",
        outside.remarks
    );
}

#[test]
fn parameters_are_described() {
    let schema = judged(json!({"name": "x", "inputSchema": {"type": "object", "$defs": {"Level": {"enum": ["low", "high"], "description": "How loud"}},
        "properties": {"level": {"$ref": "#/$defs/Level"}, "free": {"description": "anything"}, "n": {"type": "integer", "minimum": 0}}}})).schema;
    let found: Vec<_> = schema
        .parameters
        .iter()
        .map(|p| (p.name.as_str(), p.typed, p.described, p.constrained))
        .collect();
    assert_eq!(
        found,
        [
            ("level", true, true, true),
            ("free", false, true, false),
            ("n", true, false, true)
        ]
    );
}

#[test]
fn claims_point_at_what_they_rest_on() {
    let raw = json!({"name": "run", "description": "Runs a command", "inputSchema": {"type": "object", "properties": {"a/b~command": {"type": "string"}}}});
    let judged = judge_tool(&item(raw.clone()), &[], &Siblings::default());
    let broad = judged
        .because
        .iter()
        .find(|claim| claim.claim == "broad")
        .unwrap();
    assert_eq!(broad.from, "/inputSchema/properties/a~1b~0command");
    assert!(raw.pointer(&broad.from).is_some());
}

#[test]
fn a_main_clause_that_changes_something_wins_over_a_reading_name() {
    use Effect::{Destructive, Read, Write};
    for (name, description, want) in [
        (
            "get_profile",
            "Erases the profile of a person.",
            Destructive,
        ),
        (
            "list_parcels",
            "Deletes every parcel on the shelf.",
            Destructive,
        ),
        ("show_basket", "Truncates the basket.", Destructive),
        (
            "list_rows",
            "Drops the rows before it lists them.",
            Destructive,
        ),
        (
            "fetch_note",
            "This tool permanently destroys the note.",
            Destructive,
        ),
        ("get_title", "Updates the title of a page.", Write),
        (
            "get_ledger",
            "Returns the ledger. It erases all pages of it.",
            Destructive,
        ),
        (
            "get_ledger",
            "Builds the ledger, then removes all pages.",
            Destructive,
        ),
        (
            "get_ledger",
            "Returns the ledger. It never erases a page.",
            Read,
        ),
        (
            "get_job",
            "Returns a job, which then removed the pages.",
            Read,
        ),
        ("list_parcels", "Deletes nothing. Lists parcels.", Read),
        ("list_parcels", "Lists deleted parcels.", Read),
        (
            "list_parcels",
            "Returns the parcels that were removed.",
            Read,
        ),
        ("get_drop_rate", "Drop rate of an item.", Read),
        ("list_delete_markers", "Delete markers of a bucket.", Read),
        ("read_page", "Clears the cache, then reads the page.", Read),
        (
            "extract_words",
            "Removes the markup and returns the words.",
            Read,
        ),
    ] {
        assert_eq!(
            tool(name, description, &[]).effect,
            want,
            "{name}: {description}"
        );
    }
}

#[test]
fn a_hint_that_a_tool_reads_contradicts_what_its_words_destroy() {
    let with = |name: &str, description: &str, hint: bool| {
        judged(
            json!({"name": name, "description": description, "annotations": {"readOnlyHint": hint}, "inputSchema": {"type": "object"}}),
        )
    };
    for (name, description) in [
        ("get_shelf", "Deletes the shelf."),
        ("get_shelf", "Gets the shelf and removes all parcels."),
        ("purge_shelf", "Tidies up."),
        ("update_shelf", "Modifies the shelf."),
        ("restart_relay", "Restarts the relay."),
    ] {
        let lied = with(name, description, true);
        assert_eq!(lied.contradictions.len(), 1, "{name}: {:?}", lied.because);
    }
    for (name, description) in [
        ("get_shelf", "Gets the shelf."),
        ("list_shelves", "Lists deleted shelves."),
        ("get_shelf", "Clears the cache and gets the shelf."),
        ("start_count", "Starts a count of the shelf."),
        ("purge_dry_run", "Tells which parcels are old."),
        ("decrypt_label", "Decrypt a label with its key."),
        ("add", "Adds two numbers."),
    ] {
        let honest = with(name, description, true);
        assert!(
            honest.contradictions.is_empty(),
            "{name}: {:?}",
            honest.because
        );
    }
    // The default, said outright, is no claim of a change.
    let plain = with("get_shelf", "Gets the shelf.", false);
    assert_eq!(plain.effect, Effect::Read, "{:?}", plain.because);
}

#[test]
fn what_is_run_is_told_by_shape_and_text() {
    let told = |name: &str, description: &str, params: Value| {
        judged(
            json!({"name": name, "description": description, "inputSchema": {"type": "object", "properties": params}}),
        )
    };
    let text = || json!({"type": "string"});
    let list = || json!({"type": "array", "items": {"type": "string"}});
    for (name, description, params) in [
        (
            "ssh",
            "Reaches a machine.",
            json!({"host": text(), "line": {"type": "string", "description": "What to run there."}}),
        ),
        (
            "docker_exec",
            "Inside a container.",
            json!({"container": text(), "argv": list()}),
        ),
        ("kubectl", "Talks to the cluster.", json!({"args": text()})),
        ("query", "Any SQL.", json!({"q": text()})),
        (
            "ruby_repl",
            "A session that keeps its state.",
            json!({"input": text()}),
        ),
        (
            "call_api",
            "Calls any endpoint of the shop.",
            json!({"endpoint": text(), "body": {"type": "object"}}),
        ),
    ] {
        let judged = told(name, description, params);
        assert!(judged.broad, "{name}: {:?}", judged.because);
        assert_eq!(judged.effect, Effect::Destructive, "{name}");
    }
    for (name, description, params) in [
        (
            "ssh_hosts",
            "Lists the hosts.",
            json!({"host": text(), "filter": text()}),
        ),
        (
            "kubectl_docs",
            "Shows the manual.",
            json!({"topic": text()}),
        ),
        ("query", "Any word of the title.", json!({"q": text()})),
        ("get_replies", "Gets replies.", json!({"input": text()})),
        (
            "call_weather_api",
            "Gets the weather.",
            json!({"city": text()}),
        ),
    ] {
        let judged = told(name, description, params);
        assert!(!judged.broad, "{name}: {:?}", judged.because);
    }
}

#[test]
fn a_saved_card_is_money() {
    for (name, description) in [
        ("buy_now", "Buys what is in the basket."),
        ("book_room", "Books a room with the saved card."),
        ("settle", "Charges the saved card."),
        ("checkout", "Charges the saved card."),
    ] {
        let judged = tool(name, description, &["id"]);
        assert!(
            judged.capabilities.contains(&Capability::Financial),
            "{name}: {:?}",
            judged.because
        );
        assert!(judged.approval.contains(&Approval::Financial), "{name}");
    }
    for (name, description) in [
        ("book_room", "Books a meeting room."),
        ("show_card", "Shows a card of the board."),
        ("list_buyers", "Lists who bought something."),
    ] {
        let judged = tool(name, description, &["id"]);
        assert!(
            !judged.capabilities.contains(&Capability::Financial),
            "{name}: {:?}",
            judged.because
        );
    }
}

#[test]
fn what_the_words_make_of_sums_dates_disks_and_passwords() {
    use Effect::{Destructive, Read, Write};
    for (name, description, params, want) in [
        (
            "add",
            "Adds two numbers.",
            &["a:integer", "b:integer"][..],
            Read,
        ),
        (
            "add",
            "Adds two numbers to a contact.",
            &["contact", "numbers"],
            Write,
        ),
        (
            "format_date",
            "Formats a date for a country.",
            &["date"],
            Read,
        ),
        ("format_cells", "Formats cells.", &["range"], Write),
        ("format_disk", "Formats a disk.", &["device"], Destructive),
        (
            "git_push",
            "Pushes commits.",
            &["branch", "force:boolean"],
            Destructive,
        ),
        ("git_push", "Pushes commits.", &["branch"], Write),
    ] {
        let judged = tool(name, description, params);
        assert_eq!(judged.effect, want, "{name}: {:?}", judged.because);
    }
    let config = tool(
        "relay_config",
        "Returns host, port, user and password of the relay.",
        &[],
    );
    assert!(
        config.sensitive.contains(&Sensitive::Credentials),
        "{:?}",
        config.because
    );
    let rules = tool(
        "relay_config",
        "Returns host and port, never the password.",
        &[],
    );
    assert!(rules.sensitive.is_empty(), "{:?}", rules.because);
}
