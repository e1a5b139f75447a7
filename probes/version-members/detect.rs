use crate::{Answer, Finding, FrameId, Outcome, Severity, View, say};
use evidence::revision::Revision;
use evidence::{Handshake, Item, Kind, ListingEnd, Session};
use serde_json::Value;
use std::collections::BTreeMap;

/// What a thing may hold, with the first revision that has it and the last one that does.
type Row = (&'static str, &'static str, &'static str);

/// No revision has taken it away.
const ON: &str = "9";

/// Source: the schemas of the five revisions.
const TOOL: [Row; 6] = [
    ("title", "2025-06-18", ON),
    ("outputSchema", "2025-06-18", ON),
    ("annotations", "2025-03-26", ON),
    ("icons", "2025-11-25", ON),
    ("execution", "2025-11-25", "2025-11-25"),
    ("_meta", "2025-06-18", ON),
];

/// Resources, templates and prompts.
const OTHERS: [Row; 3] = [
    ("title", "2025-06-18", ON),
    ("icons", "2025-11-25", ON),
    ("_meta", "2025-06-18", ON),
];

const CAPABILITIES: [Row; 3] = [
    ("completions", "2025-03-26", ON),
    ("tasks", "2025-11-25", "2025-11-25"),
    ("extensions", "2026-07-28", ON),
];

const SERVER_INFO: [Row; 4] = [
    ("title", "2025-06-18", ON),
    ("description", "2025-11-25", ON),
    ("websiteUrl", "2025-11-25", ON),
    ("icons", "2025-11-25", ON),
];

const METHODS: [Row; 11] = [
    ("ping", "2024-11-05", "2025-11-25"),
    ("roots/list", "2024-11-05", "2025-11-25"),
    ("sampling/createMessage", "2024-11-05", "2025-11-25"),
    ("elicitation/create", "2025-06-18", "2025-11-25"),
    ("tasks/get", "2025-11-25", "2025-11-25"),
    ("tasks/result", "2025-11-25", "2025-11-25"),
    ("tasks/list", "2025-11-25", "2025-11-25"),
    ("tasks/cancel", "2025-11-25", "2025-11-25"),
    ("notifications/tasks/status", "2025-11-25", "2025-11-25"),
    (
        "notifications/elicitation/complete",
        "2025-11-25",
        "2025-11-25",
    ),
    ("notifications/subscriptions/acknowledged", "2026-07-28", ON),
];

pub(crate) fn detect(view: &View<'_>) -> Answer {
    let connected = view.connected()?;
    let frames = view.watched()?;
    let mut findings = Vec::new();
    let mut spoken = false;
    for (session, handshake, shaken) in connected {
        // One that nobody published is the question of handshake.
        let Some(version) = handshake
            .version
            .as_deref()
            .filter(|version| Revision::named(version).is_some())
        else {
            continue;
        };
        spoken = true;
        let strange = strange(version, session, handshake, shaken.first().copied());
        let strange = strange.iter();
        findings.extend(strange.map(|(place, (row, at))| finding(version, place, *row, at)));
    }
    if !spoken {
        return Ok(Outcome::not_applicable("It speaks no published revision."));
    }
    let says = match findings.len() {
        0 => "It uses nothing of another revision.".to_owned(),
        n => format!("It uses {n} of another revision."),
    };
    Ok(Outcome::pass(says).at(frames).with(findings))
}

fn finding(version: &str, place: &str, row: Row, at: &[FrameId]) -> Finding {
    let (what, since, until) = row;
    let when = if until == ON {
        format!("came with {since}")
    } else if since == until {
        format!("is of {since}")
    } else {
        format!("is of {since} to {until}")
    };
    let times = say::count(at.len(), "time");
    let says = format!("`{what}` {when}, and it speaks {version}: seen {times}.");
    Finding::on_server(Severity::Info, says)
        .inside(format!("/revision{place}"))
        .at(at.iter().copied())
}

/// What of the tables a connection uses, by a place for people, with each frame.
type Used = BTreeMap<String, (Row, Vec<FrameId>)>;

/// Of that, what the revision that is spoken does not have.
fn strange(
    version: &str,
    session: &Session,
    handshake: &Handshake,
    shaken: Option<FrameId>,
) -> Used {
    let foreign = |row: &&Row| version < row.1 || version > row.2;
    let mut used = Used::new();
    let mut add = |room: &str, row: Row, at: FrameId| {
        let (_, frames) = used
            .entry(format!("/{room}/{}", row.0))
            .or_insert((row, Vec::new()));
        frames.push(at);
    };
    let listings = session.listings.iter();
    for item in listings
        .filter(|listing| listing.why == "first" && listing.end != ListingEnd::NotOffered)
        .flat_map(|listing| &listing.items)
    {
        let (room, rows) = table(item);
        let mut rows = rows.iter().filter(foreign).peekable();
        if rows.peek().is_none() {
            continue;
        }
        let value = item.raw.value();
        for row in rows.filter(|row| holds(Some(&value), row.0)) {
            add(room, *row, item.at.frame);
        }
    }
    if let Some(at) = shaken {
        let capabilities = Some(&handshake.capabilities);
        for row in CAPABILITIES
            .iter()
            .filter(foreign)
            .filter(|row| holds(capabilities, row.0))
        {
            add("capabilities", *row, at);
        }
        let info = handshake.server_info.as_ref();
        for row in SERVER_INFO
            .iter()
            .filter(foreign)
            .filter(|row| holds(info, row.0))
        {
            add("serverInfo", *row, at);
        }
    }
    let notifications = session.notifications.iter();
    let notifications = notifications.map(|one| (one.method.as_str(), one.frame));
    let requests = session.server_requests.iter();
    let requests = requests.map(|one| (one.method.as_str(), one.frame));
    for (method, at) in requests.chain(notifications) {
        if let Some(row) = METHODS.iter().filter(foreign).find(|row| row.0 == method) {
            add("methods", *row, at);
        }
    }
    used
}

fn table(item: &Item) -> (&'static str, &'static [Row]) {
    match item.kind {
        Kind::Tool => ("tools", &TOOL),
        Kind::Resource => ("resources", &OTHERS),
        Kind::Template => ("templates", &OTHERS),
        Kind::Prompt => ("prompts", &OTHERS),
    }
}

fn holds(value: Option<&Value>, member: &str) -> bool {
    let member = value.and_then(|value| value.get(member));
    member.is_some_and(|member| !member.is_null())
}
