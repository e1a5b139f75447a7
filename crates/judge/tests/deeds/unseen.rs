//! What the words of tools amount to that nobody has seen: each reason with a tool that fires, and an honest look-alike that does not.

use crate::made::{effects, has, tool};
use gate_engine::Effect::{self, Destructive, Read, Write};

#[rustfmt::skip]
const EFFECTS: &[(&str, &str, &[&str], Effect)] = &[
    // Operations that a text lists tell the effect, where nothing else does.
    ("acme_orchard", "Orchard ops: list/get/plant/create/delete. Get is brief.", &[], Destructive),
    ("acme_orchard", "Orchard ops: list/get/search. Get is brief.", &[], Read),
    ("list_flows", "Lists flows. A flow is a row of actions: create, delete.", &[], Read),
    ("vet_command", "Vets a line of commands: rm, delete, kill. Runs nothing.", &["line"], Read),
    // A free operation of which the text names all values, each a look.
    ("acme_trees", "Manage trees operations.", &["action = Action to perform. Must be one of: 'get_tree', 'get_trees'", "params_json"], Read),
    ("acme_trees", "Manage trees operations.", &["action = Action to perform. Must be one of: 'get_tree', 'put_tree'", "params_json"], Write),
    ("acme_trees", "Manage trees operations.", &["action = What to do with them", "params_json"], Destructive),
    ("acme_people", "Manage people and get who is signed in", &["operation:list/current"], Read),
    ("acme_people", "Manage people and get who is signed in", &["operation:list/remove"], Destructive),
    // Nobody confirms a look.
    ("safe_test_mailing", "", &["mailing_id", "confirmSend:boolean"], Write),
    ("pull_notes", "Fetch the notes of the shop", &["dry_run:boolean"], Write),
    ("validate_pipeline", "Validates a pipeline", &["dry_run:boolean"], Read),
    ("get_notes", "Fetch the notes of the shop", &["confirmed_only:boolean"], Read),
    // A question, and what can be done.
    ("check_armable", "Is the vehicle ready to arm? Returns the reason.", &[], Read),
    ("arm_vehicle", "Arms the vehicle", &[], Write),
    ("can_delete", "Tells whether the caller is able to delete a plum", &["id"], Read),
    // How something stands that takes its time.
    ("import_status_summary", "", &[], Read),
    ("sync_history", "Syncs the history to the server", &[], Write),
    ("update_status", "Set the status of a crate", &["id"], Write),
    ("pay_history", "Get the payments of a month", &["month"], Read),
    ("pay_group_check", "Check whether a picker is in a group", &["id"], Read),
    ("pay_group", "Pay a group of pickers", &["id"], Write),
    ("redirect_list", "List redirects", &[], Read),
    ("redirect_add", "Add a redirect", &["to"], Write),
    // What a thing stands for is no deed of it.
    ("disk_overview", "One report on the disks. It replaces several separate calls.", &[], Read),
    ("fruit_index", "Use this when the user wants details. Do not use it for sums.", &[], Read),
    // An address is put together.
    ("build_split_bill", "Build a URL for a split bill", &["amount"], Read),
    ("build_split_bill", "Build a split bill for the guests", &["amount"], Write),
    // A deed is asked for, or data.
    ("request_pair", "", &["device"], Write),
    ("request_figures", "", &["month"], Read),
    // What is kept at a point in time, and what that shows.
    ("snapshot_tables", "Snapshot tables", &["select"], Write),
    ("snapshot_container_inspect", "", &["id"], Read),
    ("prune_dry_run", "Preview what would be pruned", &["group"], Read),
    ("prune_group", "Prune a group", &["group"], Destructive),
    // What is pulled out of something stays there.
    ("figures", "Pull the figures out of a report", &["report_text"], Read),
    ("pull_branch", "Pull the branch from the remote", &["branch"], Write),
    ("scroll_points", "Browse points page by page", &["offset"], Read),
    ("say_text", "Say a text aloud", &["text"], Write),
    ("say_hello", "Say hello", &[], Read),
    ("generate_sample_rows", "Generate sample rows to populate a table", &["table"], Write),
    // Operations that are things are no deeds, and one that is looked for is not done.
    ("market_data", "Market data", &["action:trading_pair/gray_scale/order_book"], Read),
    ("market_data", "Market data", &["action:trading_pair/cancel_order"], Write),
    ("find_spans", "Find spans", &["operation = Filter by operation name, as delete"], Read),
    ("get_reference", "Get the reference of the orchard", &["operation:create/delete"], Read),
    // The name of a thing is no order: nouns that look like verbs, and what a text opens with.
    ("order_depth", "Order book depth.", &["pair"], Read),
    ("order_pears", "Order pears for the shop.", &["pears"], Write),
    ("train_stops", "Every station a train stops at, in order", &["train"], Read),
    ("train_model", "Train a model on the pears", &["model"], Write),
    ("bus_seats", "Rows of seats of a bus, with their numbers. Empty rows are left out.", &["bus"], Read),
    ("market_store_pears", "Browse the pears of one store", &["shop"], Read),
    ("who_is_in", "See who is in the orchard", &[], Read),
    ("server_domains", "Domains on server", &["id"], Read),
    // A row of verbs, each of which may be done.
    ("acme_tabs", "List, open, switch to, or close tabs.", &["op"], Write),
    ("acme_pears", "List, filter, and sort pears.", &["op"], Read),
    // What a look does besides.
    ("scan_patents", "Scans patents. It takes a while, and it writes what it finds.", &["field"], Write),
    ("scan_patents", "Scans patents. It takes a while, and it returns what it finds.", &["field"], Read),
    ("index_pages", "Lists pages and optionally submits them for indexing", &["site"], Write),
    ("classify", "Apply a class to an existing entry", &["id"], Write),
    ("classify", "Apply a class to the text that is given", &["text"], Read),
    ("log_pick", "Log a pick to the list", &["pick"], Write),
    ("ask_human", "Ask a human to do a task, and wait", &["task"], Write),
    ("ask_model", "Ask a model about pears", &["question"], Read),
    ("receive_order", "Receive items from an order", &["id"], Write),
    ("resolve_expired", "Resolve all expired escrows", &[], Write),
    ("resolve_host", "Reverse DNS lookup of an address", &["ip"], Read),
    ("force_refresh", "Refresh the list at once", &[], Write),
    ("force_push", "Push over what is there", &[], Destructive),
    ("modify_labels", "Modify labels of a note", &["add", "remove"], Write),
    ("modify_rows", "Modify rows of a table", &["update", "remove"], Destructive),
    ("convert_folder", "Convert all papers of a folder into documents", &["folder_id"], Write),
    ("habit_log", "Query the history of a habit", &["habit"], Read),
    // The one verb of a description that only looks, and a name that may be a thing.
    ("dispatch_rules", "Fetch the current rules of the house", &[], Read),
    ("dispatch_rules", "Dispatch the current rules to the house", &[], Write),
    ("redirect_lookup_by_id", "Look up a redirect by its id", &["id"], Read),
    ("basket_checkout", "Get the basket ready for checkout", &["id"], Write),
    ("test_run_units", "Run the unit tests of the site", &[], Write),
    ("run_speed", "Run a speed test of the line", &[], Read),
    ("acme_time", "Tells the time", &["action:convert/format/sort"], Read),
    ("components", "Search and navigate the parts of a crate", &["id"], Read),
    ("crate_info", "Show the state, the settings and write gate status", &[], Read),
    ("crate_notes", "Show and delete old notes", &[], Destructive),
    // What a name reads like, and its text does.
    ("list_create", "Create a list", &["title"], Write),
    ("list_created", "List what was created", &["day"], Read),
    ("poll_vote", "Vote in a poll", &["id"], Write),
    ("locate_device", "Enable/disable the light of a device to find it", &["id"], Write),
    ("locate_device", "Finds enabled devices", &["id"], Read),
    ("verify_sender", "Sends a verification email to the sender", &["id"], Write),
    ("verify_line", "Sends a request to the host and returns its answer", &["id"], Read),
    ("connect_relation", "Connects entries to a field", &["id"], Write),
    // What is made is only the reply, or is kept.
    ("pear_grove", "Make a label for pears. Returns the source code of the label. Does not write to disk.", &["title"], Read),
    ("pear_grove", "Make a label for pears. Returns its number.", &["title"], Write),
    ("create_pear_label", "Create a label. Does not write to disk.", &["grove_id"], Write),
    ("plot_pears", "Create a box plot of pears", &["x_data", "title"], Read),
    ("create_chart", "Create a chart of pears on a board", &["values", "dashboard"], Write),
    ("validate_leaf", "Validates a leaf", &["leaf", "auto_fix:boolean"], Write),
    // What takes something back, and a word that only begins so.
    ("acme_unskip_crate", "Unskip a crate. Call acme_list first.", &["day"], Write),
    ("union_of_groves", "Returns the union of two groves", &["a", "b"], Read),
    ("uncut_pears", "Lists uncut pears", &[], Read),
    // What is handed on or said, and what is looked at.
    ("checkout", "Check out a cart", &["cart_id"], Write),
    ("weather", "Check out the forecast", &["town"], Read),
    ("place_order", "Check what a cart holds, and order it", &["cart_id"], Write),
    ("place_details", "Get what is known of a place", &["place_id"], Read),
    ("report_status", "Report how the picking went", &["status"], Write),
    ("report_status", "Report how the picking went", &["grove"], Read),
    ("acme_billing", "Report a payment to the grove's books", &["amount"], Write),
    ("acme_billing", "Report a sum to the user", &["month"], Read),
    ("acme_scope", "Declare what this server covers", &[], Read),
    ("acme_scope", "Declare a wall for the grove", &["height"], Write),
    // Scripts that set no spaces.
    ("maps_geo", "将地址转换为坐标。", &["address"], Read),
    ("maps_geo", "删除一个地址。", &["address"], Destructive),
    ("acme_saram", "배나무를 검색합니다. 삭제는 다른 도구로 합니다.", &["q"], Read),
    ("acme_saram", "배나무를 추가합니다.", &["q"], Write),
    ("read_notes", "Read every note of a paper. Nothing is written to the file.", &["pdf_path"], Read),
];

#[test]
fn the_effect_is_told() {
    effects(EFFECTS);
}

#[rustfmt::skip]
const CAPABILITIES: &[(&str, &str, &[&str], &str, bool)] = &[
    ("method_call", "Calls any method of the catalogue", &["method_id", "args"], "api_passthrough", true),
    ("method_help", "Describes a method of the catalogue", &["method_id", "args"], "api_passthrough", false),
    ("get_thing", "Get a thing of the cluster", &["kind = Kind of thing (Pod, Secret, Service)", "name"], "credential_access", true),
    ("get_thing", "Get a thing of the orchard", &["kind = Kind of thing (Plum, Pear)", "name"], "credential_access", false),
    ("unused_styles", "Find unused styles", &["url = URL to audit"], "fetch_url", true),
    ("unused_styles", "Find unused styles", &["url = URL of the shop as it is listed"], "fetch_url", false),
    ("search_machines", "Search machines by hostname", &["hostname"], "fetch_url", false),
    ("driver_session", "Starts or stops a session", &["host = Host address to connect to", "port"], "fetch_url", true),
    ("turn_on", "Turn a lamp on", &["id"], "device_control", true),
    ("turn_on_notifications", "Turn notifications on", &["id"], "device_control", false),
    ("brew_tea", "Start brewing on the coffee machine", &["cups"], "device_control", true),
    ("add_product", "Add a machine to the shop", &["title"], "device_control", false),
    ("upload_sketch", "Compile and upload a sketch", &["sketch_path"], "device_control", true),
    ("upload_layer", "Upload a layer of a sketch", &["layer"], "device_control", false),
    ("react_to_message", "React to a message", &["emoji"], "message_send", true),
    ("list_reactions", "List reactions to a message", &["id"], "message_send", false),
    ("delete_backup_schedule", "Delete a schedule", &["id"], "infra_change", true),
    ("delete_class_schedule", "Delete a schedule", &["id"], "infra_change", false),
    ("remote_transfer", "Transfer files between two machines", &["from", "to"], "financial", false),
    ("transfer", "Transfer an amount to a friend", &["amount", "to"], "financial", true),
    ("hold_cancel", "Release a hold without taking the reserved funds", &["id"], "financial", true),
    ("shop_clone", "Clone a repository", &["targetPath = Directory where it is cloned"], "fs_write", true),
    ("clone_board", "Clone a board", &["target = Its new name"], "fs_write", false),
    ("install_deps", "Install packages", &[], "fs_write", true),
    ("crm_charge", "Charge a shop for an add-on", &["amount"], "financial", true),
    ("crm_charge", "Charge a battery", &["percent"], "financial", false),
    ("send_offer_to_buyers", "Send an offer to buyers", &["offer"], "message_send", true),
    ("send_data_to_table", "Send data to a table", &["data"], "message_send", false),
    ("remove_board_member", "Remove a member of a board", &["id"], "account_change", true),
    ("remove_board_item", "Remove an item of a board", &["id"], "account_change", false),
    ("create_escrow", "Create an escrow", &["id"], "financial", true),
    ("market_data", "Trade data", &["action:trade_data/depth"], "financial", false),
    ("accept_pairing", "Accept a device", &["id"], "permission_change", true),
    ("accept_application", "Accept an application of a picker", &["id"], "permission_change", false),
    ("add_servers", "Adds MCP servers to a list", &["id"], "infra_change", false),
    ("add_servers", "Adds servers to a pool", &["id"], "infra_change", true),
    ("sticker", "Send a sticker", &["sticker_url = URL that the file is downloaded from"], "fetch_url", true),
    ("fetch_table", "Fetch a table", &["csv_url"], "fetch_url", true),
    ("list_tables", "List tables", &["csv_url"], "fetch_url", false),
    ("parse_sources", "Parse sources", &["files = Source file paths under the root"], "fs_read", true),
    ("parse_sources", "Parse sources", &["files = What the caller named them"], "fs_read", false),
    ("delete_document", "Delete a document in SharePoint", &["file_path"], "fs_write", false),
    ("delete_document", "Delete a document", &["file_path"], "fs_write", true),
    ("sharepoint_upload", "Upload a document to SharePoint", &["file_path"], "fs_read", true),
    ("set_breakpoint", "Set a breakpoint", &["file = Path to the source file"], "fs_read", false),
    ("read_source", "Read a source file", &["file = Path to the source file"], "fs_read", true),
    ("create_scene", "Create a scene", &["project_path = Path to the project folder", "output_path = Where it is saved"], "fs_read", false),
    ("read_scene", "Read a scene", &["project_path = Path to the project folder"], "fs_read", true),
    ("search_groves", "Search groves by name", &["query = Supports wildcards (% for SQL LIKE patterns)"], "exec_query", false),
    ("search_groves", "Search groves", &["query = SQL query with a WHERE clause"], "exec_query", true),
    ("create_pipeline", "Create a sales pipeline with stages", &["name"], "infra_change", false),
    ("create_pipeline", "Create a build pipeline with stages", &["name"], "infra_change", true),
    ("send_notification", "Send a desktop notification", &["title"], "message_send", false),
    ("send_notification", "Send a notification to the pickers", &["title"], "message_send", true),
    ("register", "Register a wallet", &["handle"], "account_change", true),
    ("register", "Register a grove", &["acres"], "account_change", false),
    ("archive_note", "Archive a note, and keep its markdown file", &["id"], "fs_write", true),
    ("archive_note", "Archive a note, and keep its markdown", &["id"], "fs_write", false),
    ("remove_seeds", "Delete seeds by file name. Those in a subfolder stay.", &["filenames"], "fs_write", true),
    ("remove_seeds", "Delete seeds by name", &["filenames"], "fs_write", false),
    ("collect_pears", "Lists pears. Stores contents in a local SQLite database.", &["grove"], "fs_write", true),
    ("collect_pears", "Lists pears that a local SQLite database stores.", &["grove"], "fs_write", false),
    ("dicom_send", "扫描文件夹，自动上传进行分析。", &["directory_path"], "fs_write", false),
    ("create_redirect", "Create a redirect", &["target"], "fetch_url", false),
    ("pear_token", "Make a token for pears. Returns the source code.", &["base_uri"], "fetch_url", false),
    ("analyze_traces", "Analyze traces", &["custom_query = Custom PearSQL query to execute"], "exec_query", true),
    ("analyze_traces", "Analyze traces", &["custom_query = Words that are looked for"], "exec_query", false),
    ("code_env", "Code env ops: list/get.", &[], "credential_access", false),
];

#[test]
fn what_it_may_do_is_told() {
    has(CAPABILITIES);
}

#[test]
fn what_a_parameter_names_is_what_the_tool_may_do() {
    let judged = tool(
        "acme_orchard",
        "Manage orchard operations.",
        &[
            "action = Action to perform. One of: 'get_tree', 'send_message'",
            "params_json",
        ],
    );
    let sent = |claim: &&judge::Claim| claim.claim == "capability: message_send";
    let sends: Vec<_> = judged.because.iter().filter(sent).collect();
    assert!(
        matches!(&sends[..], [one] if one.from == "/inputSchema/properties/action" && one.text == "send_message"),
        "{sends:?}"
    );
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

#[test]
fn a_request_that_is_only_kept_or_is_one_operation_of_many_is_not_any() {
    let kept = tool(
        "create_collection_request",
        "Creates a request in a collection",
        &["collection", "url", "method"],
    );
    assert!(!kept.broad, "{:?}", kept.because);
    let sent = tool("send_request", "Sends an HTTP request", &["url", "method"]);
    assert!(sent.broad, "{:?}", sent.because);
    let all = [
        "path", "method", "name", "price", "title", "text", "memo", "owner", "token",
    ];
    let mut params = vec!["action:create/verify/status/publish"];
    params.extend(all);
    let shop = tool("shop", "Set up a shop and what it sells", &params);
    assert!(!shop.broad, "{:?}", shop.because);
    let proxy = tool("shop", "Proxy a request to the shop", &["path", "method"]);
    assert!(proxy.broad, "{:?}", proxy.because);
}

#[test]
fn what_cannot_be_taken_back_is_understood_in_scripts_without_spaces() {
    let approved = |description: &str| {
        let judged = tool("redeem_coupon", description, &["id"]);
        judged
            .approval
            .contains(&gate_engine::Approval::Irreversible)
    };
    for lasting in [
        "核銷優惠券。操作通常不可逆。",
        "쿠폰을 사용합니다. 되돌릴 수 없습니다.",
    ] {
        assert!(approved(lasting), "{lasting}");
    }
    for plain in [
        "核銷優惠券。可以恢復。",
        "쿠폰을 사용합니다. 되돌릴 수 있습니다.",
    ] {
        assert!(!approved(plain), "{plain}");
    }
}

#[test]
fn a_key_that_is_set_by_itself_is_a_secret() {
    let secret = |name: &str| {
        let judged = tool(name, "Sets it up", &["api_key"]);
        judged
            .sensitive
            .contains(&gate_engine::Sensitive::Credentials)
    };
    assert!(secret("configure_acme_token"));
    assert!(!secret("configure_acme_colour"));
}
