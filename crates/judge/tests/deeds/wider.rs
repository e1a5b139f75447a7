//! Words, parameters and neighbours by which a power or a class of data is known, each with an honest look-alike.

use crate::made::{check, has, none, reaches, tool};
use gate_engine::Approval;
use gate_engine::Effect::{Destructive, Read, Write};
use gate_engine::Sensitive::{
    Credentials, HrData, LegalDocuments, MedicalData, PaymentData, PrivateMessages,
    SourceCodeSecrets,
};

#[test]
fn what_is_done_to_people_rights_and_money() {
    has(&[
        (
            "add_tester_to_group",
            "Adds a tester",
            &["email"],
            "account_change",
            true,
        ),
        (
            "add_test_to_group",
            "Adds a test",
            &["test"],
            "account_change",
            false,
        ),
        (
            "add_group_owner",
            "Adds an owner to a group",
            &["group_id", "owner_id"],
            "account_change",
            true,
        ),
        (
            "add_group_label",
            "Adds a label to a group",
            &["group_id"],
            "account_change",
            false,
        ),
        (
            "player_avatar_upload",
            "Uploads an avatar",
            &["image"],
            "account_change",
            true,
        ),
        (
            "player_map_upload",
            "Uploads a map",
            &["image"],
            "account_change",
            false,
        ),
        (
            "register_bot",
            "Register a bot. Returns api_key and a link",
            &["name"],
            "account_change",
            true,
        ),
        (
            "register_bot",
            "Register a bot with a room",
            &["name"],
            "account_change",
            false,
        ),
        (
            "create_credential",
            "Stores a credential of a service",
            &["data:object"],
            "permission_change",
            true,
        ),
        (
            "create_certificate",
            "Prints a certificate of merit",
            &["data:object"],
            "permission_change",
            false,
        ),
        (
            "create_checkout_key",
            "Creates a checkout key",
            &["project"],
            "permission_change",
            true,
        ),
        (
            "create_music_key",
            "Creates a key signature",
            &["song"],
            "permission_change",
            false,
        ),
        (
            "credits_topup",
            "Adds credits",
            &["amount:integer"],
            "financial",
            true,
        ),
        (
            "credits_show",
            "Shows credits",
            &["amount:integer"],
            "financial",
            false,
        ),
        (
            "create_number",
            "Purchase a phone number",
            &["area"],
            "financial",
            true,
        ),
        (
            "create_number",
            "Lays down a phone number",
            &["area"],
            "financial",
            false,
        ),
        (
            "transfer_balance",
            "Transfer cash between two pots",
            &["from", "to"],
            "financial",
            true,
        ),
        (
            "transfer_balance",
            "Shift the balance of two scales",
            &["from", "to"],
            "financial",
            false,
        ),
        (
            "extract_passwords",
            "Looks for passwords in a capture",
            &["pcap_file"],
            "credential_access",
            true,
        ),
        (
            "get_env_var",
            "Gets a variable; the value is masked",
            &["name"],
            "credential_access",
            false,
        ),
    ]);
}

#[test]
fn who_is_told() {
    has(&[
        (
            "email_invoice",
            "Email an invoice to its customer",
            &["invoice_id"],
            "message_send",
            true,
        ),
        (
            "email_templates",
            "Templates for what is mailed",
            &["id"],
            "message_send",
            false,
        ),
        (
            "delete_event",
            "Deletes an event and notifies attendees",
            &["event_id"],
            "message_send",
            true,
        ),
        (
            "delete_event",
            "Deletes an event and never notifies attendees",
            &["event_id"],
            "message_send",
            false,
        ),
        (
            "add_incident_note",
            "Adds a note",
            &["id", "content"],
            "message_send",
            true,
        ),
        (
            "add_recipe_note",
            "Adds a note",
            &["id", "content"],
            "message_send",
            false,
        ),
        (
            "create_contract",
            "Creates a contract; it is sent to the signers",
            &["template"],
            "message_send",
            true,
        ),
        (
            "create_contract",
            "Creates a contract; it is kept for later",
            &["template"],
            "message_send",
            false,
        ),
    ]);
}

#[test]
fn files_by_their_kind_and_by_what_is_said_of_them() {
    check(
        &[],
        &[
            (
                "count_packets",
                "Counts packets",
                &["pcap_file"],
                Read,
                "fs_read",
                false,
            ),
            (
                "count_packets",
                "Counts packets",
                &["pcap_filter"],
                Read,
                "",
                false,
            ),
            (
                "check_rules",
                "Check the rules of a design",
                &["design = Path to design file"],
                Read,
                "fs_read",
                false,
            ),
            (
                "check_rules",
                "Check the rules of a design",
                &["design = Name of the design"],
                Read,
                "",
                false,
            ),
            (
                "get_login",
                "Get who may log in",
                &["identity = Path to private key file"],
                Read,
                "",
                false,
            ),
            (
                "upload_thing",
                "Uploads a file to a bucket",
                &["bucket_name", "file_path = The local path of the file"],
                Write,
                "fs_read",
                false,
            ),
            (
                "upload_thing",
                "Uploads a file to a bucket",
                &["bucket_name", "file_path = Where it goes in the bucket"],
                Write,
                "",
                false,
            ),
            (
                "patch_work_item",
                "Updates a work item",
                &["id:integer", "area_path", "iteration_path"],
                Write,
                "",
                false,
            ),
            (
                "post_paper",
                "Posts a paper",
                &["file = Base64-encoded content"],
                Write,
                "",
                false,
            ),
        ],
    );
}

#[test]
fn neighbours_tell_what_a_word_means() {
    let house = [
        "list_lights",
        "get_light_state",
        "set_light_color",
        "turn_light_on_off",
    ];
    check(
        &house,
        &[(
            "delete_scene",
            "Delete a scene from the bridge",
            &["scene_id"],
            Destructive,
            "device_control",
            false,
        )],
    );
    let play = ["list_acts", "get_act", "set_act_title", "order_acts"];
    check(
        &play,
        &[(
            "delete_scene",
            "Delete a scene from the play",
            &["scene_id"],
            Destructive,
            "",
            false,
        )],
    );
    let papers = [
        "list_documents",
        "get_document",
        "list_folders",
        "download_document",
    ];
    check(
        &papers,
        &[(
            "update_document",
            "Update a document",
            &["id"],
            Write,
            "",
            false,
        )],
    );
    let rows = [
        "insert_document",
        "find_documents",
        "list_collections",
        "count_documents",
    ];
    check(
        &rows,
        &[(
            "update_document",
            "Update a document",
            &["id"],
            Write,
            "db_write",
            false,
        )],
    );
}

#[test]
fn an_interface_of_people_is_told_by_its_paths() {
    has(&[
        (
            "school_request",
            "Executes any endpoint of the school",
            &["method", "path = Such as '/v1/users/self'"],
            "account_change",
            true,
        ),
        (
            "school_request",
            "Executes any endpoint of the school",
            &["method", "path = Such as '/v1/timetable'"],
            "account_change",
            false,
        ),
    ]);
}

#[test]
fn which_data_is_reached() {
    reaches(&[
        (
            &[],
            "write_pact",
            "Calls a pact",
            &["private_key"],
            Credentials,
            true,
        ),
        (
            &[],
            "write_pact",
            "Calls a pact",
            &["public_key"],
            Credentials,
            false,
        ),
        (
            &[],
            "write_there",
            "Writes there",
            &["host", "private_key"],
            Credentials,
            false,
        ),
        (
            &[],
            "list_cards",
            "Lists saved cards",
            &[],
            PaymentData,
            true,
        ),
        (
            &[],
            "list_cards",
            "Lists cards of the deck",
            &[],
            PaymentData,
            false,
        ),
        (
            &[],
            "source_view",
            "View source code with its faults",
            &["key"],
            SourceCodeSecrets,
            true,
        ),
        (
            &[],
            "source_view",
            "View the sources of a river",
            &["key"],
            SourceCodeSecrets,
            false,
        ),
        (
            &[],
            "make_letter",
            "Makes a letter",
            &["candidate_name"],
            HrData,
            true,
        ),
        (
            &[],
            "make_letter",
            "Makes a letter",
            &["friend_name"],
            HrData,
            false,
        ),
        (
            &[],
            "translate",
            "Translates a text",
            &[
                "text",
                "context = What helps, such as: this is a legal document",
            ],
            LegalDocuments,
            false,
        ),
        (
            &[],
            "translate",
            "Translates legal documents",
            &["text"],
            LegalDocuments,
            true,
        ),
        (
            &["get_sleep", "get_heart", "get_recovery", "get_workout"],
            "create_workout",
            "Creates a workout",
            &["name"],
            MedicalData,
            false,
        ),
        (
            &["get_sleep", "get_heart", "get_recovery", "get_workout"],
            "get_sleep",
            "Gets a night",
            &["date"],
            MedicalData,
            true,
        ),
        (
            &[],
            "delete_message",
            "Delete a specific email message",
            &["uid:integer"],
            PrivateMessages,
            true,
        ),
        (
            &[],
            "delete_message",
            "Delete a message of the queue",
            &["uid:integer"],
            PrivateMessages,
            false,
        ),
    ]);
}

#[test]
fn what_goes_for_good_may_be_said_by_a_parameter() {
    let mut wrong = Vec::new();
    for (name, param, want) in [
        ("delete_user", "id = User to permanently delete", true),
        ("delete_user", "id = User to delete", false),
        ("get_user", "id = User to permanently watch", false),
    ] {
        let judged = tool(name, "Takes a user", &[param]);
        if judged.approval.contains(&Approval::Irreversible) != want {
            wrong.push(format!("{name} {param}: {:?}", judged.because));
        }
    }
    none(&wrong);
}

#[test]
fn what_only_looks_like_money_a_device_or_a_file() {
    has(&[
        (
            "execute_transaction",
            "Runs statements, rolled back on error",
            &["steps:array"],
            "financial",
            false,
        ),
        (
            "execute_transaction",
            "Executes a transaction of the wallet",
            &["id"],
            "financial",
            true,
        ),
        (
            "link_club",
            "Connect your club account. This opens a browser window for signing in.",
            &[],
            "device_control",
            false,
        ),
        (
            "open_tab",
            "Opens a tab in the browser window",
            &["url"],
            "device_control",
            true,
        ),
        (
            "create_token",
            "Creates a token",
            &["ttl:integer"],
            "credential_access",
            true,
        ),
        (
            "create_token",
            "Creates a token of the game",
            &["colour"],
            "credential_access",
            false,
        ),
        (
            "save_code",
            "Saves code to the working area",
            &["code", "filename"],
            "fs_write",
            true,
        ),
        (
            "save_code",
            "Saves a code for later",
            &["code", "name"],
            "fs_write",
            false,
        ),
    ]);
    let mail = ["send_mail", "list_inbox", "search_mail", "move_mail"];
    reaches(&[
        (
            &mail,
            "find_by_words",
            "Search messages for words",
            &["text"],
            PrivateMessages,
            true,
        ),
        (
            &mail,
            "find_by_words",
            "Search message templates",
            &["text"],
            PrivateMessages,
            false,
        ),
        (
            &[],
            "list_message",
            "Lists messages",
            &["to", "from"],
            PrivateMessages,
            true,
        ),
        (
            &[],
            "list_message",
            "Lists messages of the log",
            &["level"],
            PrivateMessages,
            false,
        ),
    ]);
}
