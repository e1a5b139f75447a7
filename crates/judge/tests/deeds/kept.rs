//! Whose data a server keeps, and what only sounds like it: each with an honest look-alike.

use crate::made::reaches;
use gate_engine::Sensitive::{
    Credentials, CustomerRecords, HrData, LegalDocuments, MedicalData, PaymentData,
    PrivateMessages, SourceCodeSecrets,
};

#[test]
fn a_word_beside_others_means_something_else() {
    for (name, description, class, want) in [
        ("get_vitals", "Get the vitals", MedicalData, true),
        (
            "get_page_vitals",
            "Get the vitals of a page",
            MedicalData,
            false,
        ),
        ("list_medications", "List what is taken", MedicalData, true),
        ("get_medication_label", "Get a label", MedicalData, false),
        ("list_opportunities", "List them", CustomerRecords, true),
        (
            "list_caching_opportunities",
            "List them",
            CustomerRecords,
            false,
        ),
        ("rank_candidates", "Rank those who applied", HrData, true),
        (
            "rank_merge_candidates",
            "Rank what may be joined",
            HrData,
            false,
        ),
        ("get_salary", "Get what someone earns", HrData, true),
        ("get_salary_benchmark", "Get what is paid", HrData, false),
        ("get_contract", "Get a contract", LegalDocuments, true),
        (
            "get_component_contract",
            "Get what a part takes",
            LegalDocuments,
            false,
        ),
        ("list_transactions", "List them", PaymentData, true),
        ("list_nested_transactions", "List them", PaymentData, false),
        ("list_conversations", "List them", PrivateMessages, true),
        (
            "list_tcp_conversations",
            "List them",
            PrivateMessages,
            false,
        ),
        ("get_emr_chart", "Get a chart", MedicalData, true),
        ("get_emr_cluster", "Get a cluster", MedicalData, false),
    ] {
        reaches(&[(&[], name, description, &["id"], class, want)]);
    }
}

#[test]
fn the_tools_beside_tell_whose_it_is() {
    let signing = &[
        "create_agreement",
        "list_signers",
        "void_agreement",
        "list_agreements",
    ][..];
    let chain = &[
        "read_contract",
        "deploy_contract",
        "get_token_price",
        "list_contracts",
    ][..];
    let code = &[
        "list_commits",
        "create_branch",
        "list_repositories",
        "open_pull",
    ][..];
    let images = &["list_images", "pull_image", "get_chart", "push_chart"][..];
    let people = &[
        "list_employees",
        "get_payroll",
        "get_employee",
        "run_payroll",
    ][..];
    let wifi = &["list_routers", "reboot_router", "get_speed"][..];
    let crm = &["run_soql", "list_sobjects", "describe_sobject"][..];
    let rows = &["create_table", "list_tables", "drop_table"][..];
    let seller = &[
        "list_products",
        "create_product",
        "list_orders",
        "set_inventory",
    ][..];
    let eater = &[
        "list_products",
        "add_to_basket",
        "list_orders",
        "search_restaurants",
    ][..];
    reaches(&[
        (
            signing,
            "get_document",
            "Get a document",
            &["id"],
            LegalDocuments,
            true,
        ),
        (
            chain,
            "get_document",
            "Get a document",
            &["id"],
            LegalDocuments,
            false,
        ),
        (
            signing,
            "list_templates",
            "List templates",
            &[],
            LegalDocuments,
            false,
        ),
        (
            code,
            "get_snippet",
            "Get a snippet",
            &["id"],
            SourceCodeSecrets,
            true,
        ),
        (
            images,
            "get_snippet",
            "Get a snippet",
            &["id"],
            SourceCodeSecrets,
            false,
        ),
        (
            code,
            "create_snippet",
            "Create a snippet",
            &["text"],
            SourceCodeSecrets,
            false,
        ),
        (
            people,
            "list_clients",
            "List the clients",
            &[],
            CustomerRecords,
            true,
        ),
        (
            wifi,
            "list_clients",
            "List the clients",
            &[],
            CustomerRecords,
            false,
        ),
        (
            people,
            "list_oauth_clients",
            "List the clients",
            &[],
            CustomerRecords,
            false,
        ),
        (
            crm,
            "update_record",
            "Change a record",
            &["id"],
            CustomerRecords,
            true,
        ),
        (
            rows,
            "update_record",
            "Change a record",
            &["id"],
            CustomerRecords,
            false,
        ),
        (
            seller,
            "get_order",
            "Get an order",
            &["id"],
            CustomerRecords,
            true,
        ),
        (
            eater,
            "get_order",
            "Get an order",
            &["id"],
            CustomerRecords,
            false,
        ),
    ]);
}

#[test]
fn what_goes_with_messages_is_none() {
    let mail = &["search_emails", "send_email", "list_mailboxes", "get_email"][..];
    let phone = &["open_app", "tap_screen", "swipe_screen", "adb_devices"][..];
    reaches(&[
        (&[], "list_sms", "List them", &[], PrivateMessages, true),
        (
            &[],
            "get_messages",
            "Fetch messages of a chat space",
            &["space"],
            PrivateMessages,
            true,
        ),
        (
            &[],
            "get_messages",
            "Fetch messages of a compiler",
            &["file"],
            PrivateMessages,
            false,
        ),
        (
            &[],
            "get_invoice",
            "One invoice with its public link",
            &["code"],
            PaymentData,
            true,
        ),
        (
            &[],
            "get_price",
            "One price with its public link",
            &["code"],
            PaymentData,
            false,
        ),
        (
            &[],
            "acme_bills",
            "List purchase bills",
            &["page"],
            PaymentData,
            true,
        ),
        (
            &[],
            "acme_bills",
            "List the bills of a parliament",
            &["page"],
            PaymentData,
            false,
        ),
        (
            &[],
            "get_contract",
            "Get the source of a smart contract",
            &["id"],
            LegalDocuments,
            false,
        ),
        (
            &[],
            "get_conversations",
            "List the network conversations of a capture",
            &["pcap_file"],
            PrivateMessages,
            false,
        ),
        (
            &[],
            "get_sms_balance",
            "Get what is left",
            &[],
            PrivateMessages,
            false,
        ),
        (
            &[],
            "messages_recent",
            "Get recent messages across all chats",
            &[],
            PrivateMessages,
            true,
        ),
        (
            &[],
            "messages_recent",
            "Get recent lines across all logs",
            &[],
            PrivateMessages,
            false,
        ),
        (
            mail,
            "move_by_sender",
            "Move all emails of a sender",
            &["sender"],
            PrivateMessages,
            true,
        ),
        (
            mail,
            "list_sender_rules",
            "List the rules of emails",
            &[],
            PrivateMessages,
            false,
        ),
        (
            mail,
            "get_message",
            "Get a message and mark it as read",
            &["id"],
            PrivateMessages,
            true,
        ),
        (
            mail,
            "mark_message_read",
            "Mark a message",
            &["id"],
            PrivateMessages,
            false,
        ),
        (
            phone,
            "list_notifications",
            "List what came in",
            &[],
            PrivateMessages,
            true,
        ),
        (
            phone,
            "get_notification_settings",
            "Get the settings",
            &[],
            PrivateMessages,
            false,
        ),
    ]);
}

#[test]
fn what_pays_and_what_logs_in() {
    let shop = &[
        "list_products",
        "create_product",
        "list_orders",
        "set_inventory",
    ][..];
    reaches(&[
        (
            &[],
            "get_payment",
            "Get a payment",
            &["id"],
            PaymentData,
            true,
        ),
        (
            &[],
            "get_payment_policy",
            "Get a policy",
            &["id"],
            PaymentData,
            false,
        ),
        (
            shop,
            "refund_order",
            "Give back the money",
            &["id"],
            CustomerRecords,
            true,
        ),
        (
            shop,
            "create_order_refund",
            "Give back the money",
            &["id"],
            CustomerRecords,
            false,
        ),
        (
            &[],
            "create_auth_config",
            "Keeps a login",
            &["username", "password"],
            Credentials,
            true,
        ),
        (
            &[],
            "create_meeting",
            "Creates a meeting",
            &["topic", "password"],
            Credentials,
            false,
        ),
        (
            &[],
            "get_env",
            "Get the environment variables",
            &[],
            Credentials,
            true,
        ),
        (
            &[],
            "get_code_env",
            "Get a set of packages",
            &["name"],
            Credentials,
            false,
        ),
    ]);
}
