//! What tools do besides, and what they only seem to: each reason with a tool that fires, and an honest look-alike that does not.

use crate::made::{Case, check, effects, has};
use gate_engine::Effect::{self, Destructive, Read, Write};

#[rustfmt::skip]
const EFFECTS: &[(&str, &str, &[&str], Effect)] = &[
    // What is looked for is also run, or something joined.
    ("list_orchard_jobs", "Discover and run hosted jobs on the orchard", &["job"], Write),
    ("list_orchard_jobs", "Discover and run saved queries on the orchard", &["job"], Read),
    ("list_orchard_jobs", "Discover and compare hosted jobs on the orchard", &["job"], Read),
    ("orchard_look", "Find and run one of these operations, all read-only: get_tree, get_trees", &["operation"], Read),
    ("setup_basket", "Report the basket in use, or connect one", &["address"], Write),
    ("get_basket", "Report the basket in use, or none", &["address"], Read),
    // What a text announces.
    ("intersect", "Apply an intersection to two pears. Warning: this tool will update the drawing.", &["name"], Write),
    ("intersect", "Apply an intersection to two pears. This tool will not update the drawing.", &["name"], Read),
    ("count_pears", "Counts pears. This tool will update the cache first.", &["name"], Read),
    // A look that is paid for.
    ("fetch_fruit", "Fetch a fruit, automatically paying what the stall asks", &["url"], Write),
    ("fetch_fruit", "Fetch a fruit by paying attention to its colour", &["url"], Read),
    // Files that a later sentence makes.
    ("plan", "Plans a harvest. Creates plan files in the plan folder.", &["goal"], Write),
    ("plan", "Plans a harvest. Creates a list of files and folders to look at.", &["goal"], Read),
    ("translate_pack", "翻译单个水果包，生成中文资源包", &["pack_path"], Write),
    ("translate_pack", "翻译单个水果包，返回译文", &["pack_path"], Read),
    // A box is ticked, or asked about.
    ("orchard_check", "Check a checkbox of a form", &["selector"], Write),
    ("orchard_check", "Check if a checkbox of a form is ticked", &["selector"], Read),
    ("orchard_is_open", "Tells how the gate stands", &[], Read),
    ("set_is_open", "Sets whether the gate is open", &["open:boolean"], Write),
    // Whoever listens is sent an event.
    ("ping_webhook", "Ping a webhook", &["id"], Write),
    ("ping_host", "Ping a host", &["host"], Read),
    ("follow_stream", "Reassemble a stream", &["index"], Read),
    ("follow_grower", "Follow a grower", &["id"], Write),
    ("bake_motion", "Bake a motion into frames", &["scene_id"], Write),
    // A fate is no deed, a method that is written down is none, a lock forbids, and an update of a value keeps the rest.
    ("create_filter_rule", "Creates a rule for packets", &["action:accept/drop/reject"], Write),
    ("manage_packets", "Manages packets", &["action:list/drop/delete"], Destructive),
    ("create_collection_request", "Creates a request in a collection", &["method:GET/DELETE"], Write),
    ("lock_folder", "Locks a folder", &["delete:boolean"], Write),
    ("sync_folder", "Syncs a folder", &["delete:boolean"], Destructive),
    ("patch_tree", "Add or overwrite annotations on a tree", &["id"], Write),
    ("patch_tree", "Add or overwrite files of a tree", &["id"], Destructive),
    ("setup_grove", "Writes a grove's settings. Refuses to overwrite what is there.", &["id"], Write),
    ("setup_grove", "Writes a grove's settings. Will overwrite what is there.", &["id"], Destructive),
    ("status_unfavourite", "Remove a favourite from a status", &["id"], Write),
    // What is switched on, and what is only led on to.
    ("search_grove_enable", "Enable a grove.", &["id"], Write),
    ("search_grove", "Enable a search to find a grove.", &["id"], Read),
    // What is only taken back.
    ("unfavorite_pear", "Remove a pear from the favourites", &["id"], Write),
    ("unparent_pear", "Remove a pear's parent", &["id"], Write),
    ("uninstall_pear", "Remove a pear from the machine", &["id"], Destructive),
    // What is given or heard comes back.
    ("acme_embed", "Generate embeddings for a text", &["input"], Read),
    ("embed_player", "Embed a player in a page", &["page_id"], Write),
    ("subscribe_events", "Listens to the events of the orchard", &["duration"], Read),
    ("subscribe_events", "Subscribes to the events of the orchard", &["url"], Write),
    ("query_basket", "Responds with the pears of a basket", &["id"], Read),
    ("respond_to_offer", "Responds to an offer", &["id"], Write),
    ("orchard__init", "Verify, login and initialize the connection", &[], Read),
    ("orchard__init", "Verify, login and delete the old trees", &[], Destructive),
    // Source code that is only the reply.
    ("pear_contract", "Make a pear contract that manages a vault. Returns the source code. Does not write to disk.", &["poolId"], Read),
    ("pear_contract", "Make a pear contract that manages a vault, and deploy it.", &["poolId"], Write),
    ("pear_contract", "Make a pear contract to implement a vote. Returns the source code. Does not write to disk.", &["name"], Read),
    ("create_histogram", "Create histograms of pears", &["data"], Read),
    ("create_histogram", "Create a histogram on a board", &["data", "board_id"], Write),
    // What is loaded fills a table, or is only held.
    ("load_seeds", "Load seeds (files of pears) from the seeds folder into database tables.", &["select"], Write),
    ("load_seeds", "Load seeds (files of pears) from the seeds folder into memory.", &["select"], Read),
    // The name of a view.
    ("acme_kpi_pears", "KPI card: pears picked this month, with the change since the last", &[], Read),
    ("acme_pears_vs_price", "Scatter chart: price of a pear by its size", &["limit"], Read),
    // Which things are looked at, beside how.
    ("teams", "Manage the teams of an orchard", &["action:list/get/members"], Read),
    ("teams", "Manage the teams of an orchard", &["action:list/get/disband"], Destructive),
    // One of those that only read is run.
    ("grove_query", "Run a registered read-only grove tool", &["tool", "arguments:object"], Read),
    ("grove_execute", "Run a registered grove tool", &["tool", "arguments:object"], Destructive),
];

#[test]
fn what_is_done_besides() {
    effects(EFFECTS);
}

#[rustfmt::skip]
const DEEDS: &[(&str, &str, &[&str], &str, bool)] = &[
    // An operation of which all are listed is not any.
    ("orchard_adjust", "Adjusts a tree. action: prune, water, graft, thin. No more.", &["action", "params:object"], "api_passthrough", false),
    ("orchard_adjust", "Carries out any action on a tree", &["action", "params:object"], "api_passthrough", true),
    ("orchard_apply", "Applies one operation to many trees", &["operation = Operation ('set_tag', 'clear_tags', 'water')", "operation_params:object"], "api_passthrough", false),
    ("api_update_call", "Update a call of the orchard", &["url"], "api_passthrough", false),
    // Whether a request would have to be paid for is asked, and nothing else.
    ("toll_check", "Check if a URL has to be paid for", &["url", "method"], "api_passthrough", false),
    ("toll_call", "Call a URL that has to be paid for", &["url", "method"], "api_passthrough", true),
    // A command that is judged, one that has a name, and one that is any.
    ("gate", "判定一条 shell 命令是否可以执行", &["command"], "exec_command", false),
    ("gate", "执行一条 shell 命令", &["command"], "exec_command", true),
    ("run_command", "Run a dev command by name", &["command"], "exec_command", false),
    ("run_command", "Run a command line", &["command"], "exec_command", true),
    // Code that is kept, and code that is run.
    ("write_spec", "Save the test code to a file", &["specCode"], "exec_code", false),
    ("write_cell", "Writes code into a notebook cell and runs it", &["code"], "exec_code", true),
    // Whose profile it is, and whose account.
    ("delete_pear_profile", "Delete a pear profile", &["id"], "account_change", false),
    ("acme_delete_user_profile", "Delete a user profile", &["id"], "account_change", true),
    ("create_user_repository", "Create a repository of a user", &["name"], "account_change", false),
    ("create_user", "Create a user", &["name"], "account_change", true),
    ("create_account", "Create an account", &["name", "balance"], "account_change", false),
    ("create_account", "Create an account", &["name", "email"], "account_change", true),
    ("set_default_account", "Set the account that is used when no account is specified", &["account"], "account_change", false),
    // A kind of post, and what a model is told.
    ("update_post_type", "Update a kind of post", &["slug"], "message_send", false),
    ("update_post", "Update a post", &["slug"], "message_send", true),
    ("orchard_reply", "Continue a conversation", &["threadId", "prompt"], "message_send", false),
    ("orchard_reply", "Continue a conversation", &["threadId", "message"], "message_send", true),
    ("chat_completions", "Send a chat completion request to a model", &["messages:array"], "message_send", false),
    ("chat_message", "Send a chat message to a grower", &["text"], "message_send", true),
    ("create_canned_response", "Create a canned response", &["text"], "message_send", false),
    ("send_canned_response", "Send a canned response", &["text"], "message_send", true),
    ("queue_update_visibility", "Update the visibility timeout of a message", &["id"], "permission_change", false),
    ("update_visibility", "Update who sees an album", &["id"], "permission_change", true),
    ("refresh_access_token", "Refresh the token with the stored refresh token", &[], "permission_change", false),
    ("rotate_access_token", "Rotate the token of a grower", &["id"], "permission_change", true),
    ("safe_send_subscriber_welcome", "", &["id"], "message_send", true),
    ("delete_drive_item_permission", "Delete a permission of a file", &["id"], "permission_change", true),
    ("attach_public_key", "Attach a public key to a machine", &["id"], "permission_change", true),
    ("attach_primary_key", "Attach a primary key to a table", &["id"], "permission_change", false),
    // A place is no holding, and an order that is put away is none that is filled.
    ("board_patch_position", "Moves a widget of a board", &["patch:replace/add"], "financial", false),
    ("close_position", "Closes a position", &["symbol"], "financial", true),
    ("close_order", "Close an order of the shop", &["id"], "financial", false),
    ("place_order", "Place an order", &["id"], "financial", true),
    ("create_work_order", "Create a work order", &["id"], "financial", false),
    // Deals go through stages.
    ("crm_create_pipeline", "Create a pipeline with named stages", &["name"], "infra_change", false),
    ("create_pipeline", "Create a pipeline of jobs", &["name"], "infra_change", true),
    ("save_sum", "Save a sum (survives restarts)", &["name"], "infra_change", false),
    ("refresh_orchard", "Refreshes the orchard and restarts the pump", &["name"], "infra_change", true),
    // What a thing is of does not say what it is.
    ("delete_site", "Delete a site", &["id"], "infra_change", true),
    ("delete_site_script", "Delete a script of a site", &["id"], "infra_change", false),
    ("restart_server_v2", "Restart a server", &["id"], "infra_change", true),
    ("create_workflow", "Create a workflow that waters the trees", &["steps"], "infra_change", false),
    ("trigger_workflow", "Trigger a GitHub Actions workflow", &["id"], "infra_change", true),
    // What lets someone in comes back; a command that is run when its time comes; a script that visitors run.
    ("picker_register", "Register a picker. Returns api_key and where to go.", &["name"], "credential_access", true),
    ("picker_register", "Register a picker. Returns its number.", &["name"], "credential_access", false),
    ("create_cron_job", "Create a cron job", &["schedule", "command"], "exec_command", true),
    ("create_cron_job", "Create a cron job", &["schedule", "queue"], "exec_command", false),
    ("add_custom_js", "Add JavaScript to a page", &["js"], "exec_code", true),
    ("add_custom_css", "Add a style to a page", &["css"], "exec_code", false),
    // Letters are looked for by words.
    ("search_mail", "Search mail with KQL. search_mail(query='from:me') finds mine.", &["query"], "exec_query", false),
    ("build_index", "Build the index of the notes at index.md", &["by_kind:boolean"], "infra_change", false),
    ("create_index", "Create a vector index", &["dimension"], "infra_change", true),
    // The name that a made file is to have.
    ("generate_leaf", "Generates a style of a leaf", &["file_name = Optional filename for the generated style"], "fs_write", true),
    ("generate_leaf", "Generates a style of a leaf", &["style_name = A name for the style"], "fs_write", false),
    // Paths of an interface, what is kept by its id, what is only run and what is sent.
    ("update_shop", "Update a shop", &["health_check_path"], "fs_write", false),
    ("update_shop", "Update a shop", &["theme_path"], "fs_write", true),
    ("delete_file", "Delete a file", &["file = ID of file to delete"], "fs_write", false),
    ("delete_file", "Delete a file", &["file = Path of the file to delete"], "fs_write", true),
    ("upload_face_entry", "Add an entry by uploading an image", &["image_path"], "fs_write", false),
    ("add_watermark", "Add a watermark to an image", &["image_path"], "fs_write", true),
    // What picks among what was seen, what is taken apart, and what is only written down.
    ("list_groves", "List groves", &["server_url = Filter by server URL"], "fetch_url", false),
    ("url_parse", "Parse a URL into its parts", &["url = URL to parse"], "fetch_url", false),
    ("get_leaf", "Get the content of a leaf", &["page_url = The slug of the page"], "fetch_url", false),
    ("get_leaf", "Get the content of a web page", &["page_url = The page"], "fetch_url", true),
    ("start_checkout", "Start a checkout", &["success_url = URL to go to when it is paid"], "fetch_url", false),
    ("start_crawl", "Start a crawl of a site", &["url = URL to crawl"], "fetch_url", true),
    ("create_login", "Create a login in a vault", &["url = URL of the website", "password"], "fetch_url", false),
    ("create_database_user", "Create a user of a database", &["host = Host from which the user may come", "password"], "fetch_url", false),
    ("create_database_link", "Connects to a database", &["host = Host of the database", "password"], "fetch_url", true),
    ("traceroute", "Trace the path to a destination", &["target = Hostname or IP address"], "fetch_url", true),
];

#[test]
fn what_only_seems_to_be_done() {
    has(DEEDS);
}

#[test]
fn a_dialect_of_a_query_is_any_query_of_it() {
    let cases: &[Case] = &[
        (
            "analyze_harvest",
            "Analyzes the recording of a harvest",
            &[
                "harvest_path",
                "custom_query = Custom LeafSQL query to execute",
            ],
            Read,
            "exec_query fs_read",
            true,
        ),
        (
            "analyze_harvest",
            "Analyzes the recording of a harvest",
            &["harvest_path", "custom_name = Custom name of a leaf"],
            Read,
            "fs_read",
            false,
        ),
        (
            "run_leaf_query",
            "Runs a query",
            &["query = A LeafSQL query"],
            Destructive,
            "exec_query db_write",
            true,
        ),
    ];
    check(&[], cases);
}
