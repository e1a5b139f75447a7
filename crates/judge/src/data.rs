//! Which data a tool or resource reaches, and which approvals a tool needs. Sensitive classes cap the gate: only what is clear counts.

use crate::effect::Verbs;
use crate::shape::Tool;
use crate::{Capability, Claim};
use gate_engine::{Approval, Effect, Sensitive};
use serde_json::Value;
use std::collections::BTreeSet;

/// The words of a name besides its verb.
pub(crate) fn object<'t>(tool: &'t Tool<'_>, verbs: &Verbs) -> Vec<&'t str> {
    let skip = verbs.name.as_ref().map(|found| found.at);
    tool.words
        .iter()
        .enumerate()
        .filter(|(i, word)| {
            Some(*i) != skip
                || matches!(
                    word.as_str(),
                    "email" | "comment" | "post" | "order" | "message" | "trade" | "reply"
                )
        })
        .map(|(_, word)| word.as_str())
        .collect()
}

/// A class with the words that show it is reached.
struct Rule {
    class: Sensitive,
    named: &'static [&'static str],
    says: &'static [&'static str],
}

const RULES: &[Rule] = &[
    Rule {
        class: Sensitive::CustomerRecords,
        named: &[
            "customer",
            "customers",
            "lead",
            "leads",
            "crm",
            "client_records",
            "subscribers",
        ],
        says: &[
            "crm",
            "customer records",
            "customer data",
            "hubspot objects",
            "contacts companies",
            "customers in",
        ],
    },
    Rule {
        class: Sensitive::PrivateMessages,
        named: &[
            "inbox",
            "emails",
            "mailbox",
            "dms",
            "conversations",
            "chats",
        ],
        says: &[
            "conversation history",
            "private messages",
            "direct messages",
            "inbox",
            "read emails",
            "email messages",
            "chat history",
            "chat messages",
        ],
    },
    Rule {
        class: Sensitive::SourceCodeSecrets,
        named: &[],
        says: &[
            "contents of a file or directory from a github",
            "shows differences between",
            "contents of a commit",
            "changes in the working directory",
            "staged for commit",
            "file contents for an edge function",
            "repository file contents",
            "source code of",
        ],
    },
    Rule {
        class: Sensitive::PaymentData,
        named: &[
            "payments",
            "payment",
            "payouts",
            "invoices",
            "transactions",
            "charges",
            "refunds",
        ],
        says: &[
            "payment methods",
            "credit card",
            "bank account",
            "account activity",
            "payment details",
        ],
    },
    Rule {
        class: Sensitive::LegalDocuments,
        named: &["contracts", "agreements", "legal", "nda"],
        says: &["legal documents", "signed agreements"],
    },
    Rule {
        class: Sensitive::MedicalData,
        named: &[
            "patient",
            "patients",
            "medication",
            "ehr",
            "fhir",
            "diagnosis",
            "diagnoses",
        ],
        says: &["patient records", "medical records", "health records"],
    },
    Rule {
        class: Sensitive::HrData,
        named: &[
            "employee",
            "employees",
            "payroll",
            "salary",
            "salaries",
            "applicants",
        ],
        says: &["employee records", "payroll"],
    },
];

/// Words of the description in which a class is looked for.
const REACH: usize = 60;

/// The classes that a tool clearly reaches.
pub(crate) fn sensitive(
    tool: &Tool<'_>,
    verbs: &Verbs,
    capabilities: &BTreeSet<Capability>,
    because: &mut Vec<Claim>,
) -> BTreeSet<Sensitive> {
    let mut found = BTreeSet::new();
    let mut note = |class: Sensitive, from: &str, text: String| {
        if found.insert(class) {
            because.push(Claim {
                claim: format!("sensitive: {class}"),
                from: from.to_owned(),
                text: crate::shorten(&text),
            });
        }
    };
    let object = object(tool, verbs);
    for rule in RULES {
        if object.iter().any(|word| rule.named.contains(word)) {
            note(rule.class, "/name", tool.name.to_owned());
        } else if let Some(at) = rule
            .says
            .iter()
            .find_map(|phrase| tool.text.find(phrase, 0, REACH))
        {
            note(rule.class, "/description", tool.text.around(at));
        }
    }
    if capabilities.contains(&Capability::CredentialAccess) {
        note(Sensitive::Credentials, "/name", tool.name.to_owned());
    }
    found
}

/// The approval categories that a tool falls in.
pub(crate) fn approval(
    tool: &Tool<'_>,
    effect: Effect,
    capabilities: &BTreeSet<Capability>,
    because: &mut Vec<Claim>,
) -> BTreeSet<Approval> {
    let mut found = BTreeSet::new();
    let has = |capability| capabilities.contains(&capability);
    let changes = effect != Effect::Read;
    let last_word = [
        "irreversible",
        "cannot be undone",
        "permanently",
        "can not be undone",
        "cant be undone",
        "irreversibly",
        "cannot be reversed",
        "permanent deletion",
    ]
    .iter()
    .find_map(|phrase| tool.text.find(phrase, 0, tool.text.tokens.len()));
    for (category, falls) in [
        (
            Approval::AccountChange,
            changes && has(Capability::AccountChange),
        ),
        (
            Approval::ExternalMessage,
            changes && has(Capability::MessageSend),
        ),
        (Approval::Financial, changes && has(Capability::Financial)),
        (Approval::Destructive, effect == Effect::Destructive),
        (
            Approval::PermissionChange,
            changes && has(Capability::PermissionChange),
        ),
        (
            Approval::ProductionDbWrite,
            changes && has(Capability::DbWrite),
        ),
        (
            Approval::Irreversible,
            changes && (last_word.is_some() || has(Capability::Financial) && !tool.named("cancel")),
        ),
    ] {
        if falls {
            found.insert(category);
            because.push(Claim {
                claim: format!("approval: {category}"),
                from: "/name".to_owned(),
                text: crate::shorten(tool.name),
            });
        }
    }
    found
}

/// What a resource or template reaches: classes, whether it is private, whether it takes any path, URL or query.
pub(crate) fn resource(raw: &Value, because: &mut Vec<Claim>) -> (BTreeSet<Sensitive>, bool, bool) {
    let text_of = |key: &str| raw.get(key).and_then(Value::as_str).unwrap_or_default();
    let uri = if text_of("uri").is_empty() {
        text_of("uriTemplate")
    } else {
        text_of("uri")
    };
    let from = if text_of("uri").is_empty() {
        "/uriTemplate"
    } else {
        "/uri"
    };
    let words: BTreeSet<String> = [uri, text_of("name"), text_of("title")]
        .into_iter()
        .flat_map(crate::name::words)
        .collect();
    let has = |list: &[&str]| {
        list.iter()
            .find(|word| words.contains(**word))
            .map(|word| (*word).to_owned())
    };
    let mut classes = BTreeSet::new();
    let mut note = |claim: String, from: &str, text: &str| {
        because.push(Claim {
            claim,
            from: from.to_owned(),
            text: crate::shorten(text),
        })
    };
    for rule in RULES {
        if let Some(word) = has(rule.named) {
            classes.insert(rule.class);
            note(format!("sensitive: {}", rule.class), from, &word);
        }
    }
    if let Some(word) = has(&["secret", "secrets", "credentials", "passwords", "env"]) {
        classes.insert(Sensitive::Credentials);
        note("sensitive: credentials".to_owned(), from, &word);
    }
    let scheme = uri
        .split_once(':')
        .map(|(scheme, _)| scheme.to_ascii_lowercase())
        .unwrap_or_default();
    let private = matches!(
        scheme.as_str(),
        "file" | "imap" | "mail" | "postgres" | "postgresql" | "mysql" | "sqlite"
    ) || has(&[
        "mail", "email", "inbox", "ticket", "tickets", "issue", "issues", "note", "notes",
        "message", "messages", "calendar", "table", "row", "rows", "record", "records", "memory",
        "journal", "contacts",
    ])
    .is_some()
        || !classes.is_empty();
    if private {
        note("private".to_owned(), from, uri);
    }
    let wide = variables(uri).any(|(name, reserved)| {
        reserved
            || matches!(
                name,
                "path" | "url" | "uri" | "query" | "sql" | "file" | "filepath" | "file_path"
            )
    });
    if wide {
        note("wide".to_owned(), from, uri);
    }
    (classes, private, wide)
}

/// The variables of a URI template, each with whether it may hold slashes (`{+path}`, `{path*}`). Source: RFC 6570, section 2.
fn variables(template: &str) -> impl Iterator<Item = (&str, bool)> {
    template
        .split('{')
        .skip(1)
        .filter_map(|part| part.split_once('}'))
        .flat_map(|(inside, _)| {
            let reserved = inside.starts_with(['+', '#']);
            inside
                .trim_start_matches(['+', '#', '/', '.', ';', '?', '&'])
                .split(',')
                .map(move |name| (name.trim_end_matches('*'), reserved || name.ends_with('*')))
        })
}
