//! Addresses, files, money, secrets and whose records a tool reaches: whole classes, each with an honest look-alike.

use crate::made::{has, reaches};
use gate_engine::Sensitive;

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
