//! What the tools beside, a text or a parameter tells of whose data is reached: each with an honest look-alike.

use crate::made::reaches;
use gate_engine::Sensitive::{
    Credentials, CustomerRecords, LegalDocuments, PaymentData, PrivateMessages,
};

#[test]
fn what_is_beside_tells_more() {
    let books = &[
        "create_invoice",
        "list_bills",
        "void_payment",
        "list_payments",
    ][..];
    let ledger = &[
        "create_company",
        "create_lead",
        "post_journal",
        "list_stock",
        "get_ledger",
    ][..];
    let selling = &["create_company", "create_deal", "get_company", "list_teams"][..];
    let kanban = &["create_issue", "list_issues", "move_issue", "close_issue"][..];
    reaches(&[
        (
            books,
            "get_contact",
            "Get a contact",
            &["id"],
            CustomerRecords,
            true,
        ),
        (
            kanban,
            "get_contact",
            "Get a contact",
            &["id"],
            CustomerRecords,
            false,
        ),
        (
            selling,
            "get_record",
            "Get a record",
            &["id"],
            CustomerRecords,
            true,
        ),
        (
            ledger,
            "get_record",
            "Get a record",
            &["id"],
            CustomerRecords,
            false,
        ),
        (
            selling,
            "get_record_attributes",
            "Get what it has",
            &["id"],
            CustomerRecords,
            false,
        ),
        (
            &[],
            "list_shop_orders",
            "List them",
            &[],
            CustomerRecords,
            true,
        ),
        (
            &[],
            "list_work_orders",
            "List them",
            &[],
            CustomerRecords,
            false,
        ),
        (
            &[],
            "get_meeting_transcript",
            "Get it",
            &["id"],
            PrivateMessages,
            true,
        ),
        (
            &[],
            "get_video_transcript",
            "Get it",
            &["id"],
            PrivateMessages,
            false,
        ),
        (
            kanban,
            "get_note",
            "Get what a card number has",
            &["card"],
            PaymentData,
            false,
        ),
        (
            &[],
            "get_note",
            "Get what a card number has",
            &["card"],
            PaymentData,
            true,
        ),
        (
            &[],
            "find_law",
            "Search legal documents of matters",
            &["text"],
            LegalDocuments,
            true,
        ),
        (
            &[],
            "find_law",
            "Search legal documents and case law",
            &["text"],
            LegalDocuments,
            false,
        ),
        (
            &[],
            "list_forms",
            "Lists them",
            &["crm = A CRM contact"],
            CustomerRecords,
            true,
        ),
        (
            &[],
            "list_forms",
            "Lists them",
            &["crm_id = A CRM contact"],
            CustomerRecords,
            false,
        ),
        (
            &[],
            "get_feed",
            "Get an address that is a bearer credential",
            &[],
            Credentials,
            true,
        ),
        (
            &[],
            "get_feed",
            "Get an address of what was said",
            &[],
            Credentials,
            false,
        ),
    ]);
}

#[test]
fn what_hands_a_secret_over_or_names_who_keeps_it() {
    reaches(&[
        (
            &[],
            "partner_refund",
            "Gives money back",
            &["id"],
            PaymentData,
            true,
        ),
        (
            &[],
            "refund_units",
            "What is billed together",
            &["id"],
            PaymentData,
            false,
        ),
        (
            &[],
            "shopify_get_order",
            "Get one",
            &["id"],
            CustomerRecords,
            true,
        ),
        (
            &[],
            "market_get_order",
            "Get one",
            &["id"],
            CustomerRecords,
            false,
        ),
        (
            &[],
            "make_hook",
            "Makes a hook; the secret is returned once",
            &["url"],
            Credentials,
            true,
        ),
        (
            &[],
            "make_hook",
            "Makes a hook; the address is returned",
            &["url"],
            Credentials,
            false,
        ),
        (
            &[],
            "set_user_tokens",
            "Keeps them",
            &["access_token"],
            Credentials,
            true,
        ),
        (
            &[],
            "set_user_names",
            "Keeps them",
            &["access_token"],
            Credentials,
            false,
        ),
        (
            &[],
            "find_numbers",
            "Finds numbers",
            &["sms = Looks through SMS messages"],
            PrivateMessages,
            true,
        ),
        (
            &[],
            "find_numbers",
            "Finds numbers",
            &["sms:boolean = Can take SMS messages"],
            PrivateMessages,
            false,
        ),
    ]);
}
