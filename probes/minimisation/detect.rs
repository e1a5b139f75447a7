use crate::{Answer, Finding, Outcome, Severity, View, look, say};
use gate_engine::Effect;
use judge::JudgedTool;

/// Words of parameters that limit what comes back.
const LIMITS: [&str; 40] = [
    "limit", "max", "count", "size", "page", "cursor", "offset", "first", "last", "top", "head",
    "tail", "take", "skip", "start", "end", "since", "until", "before", "after", "from", "to",
    "filter", "query", "q", "search", "where", "depth", "range", "per", "num", "n", "length",
    "fields", "pattern", "keyword", "status", "type", "token", "date",
];

pub(crate) fn detect(view: &View<'_>) -> Answer {
    let frames = view.tools_whole()?;
    let reading: Vec<&JudgedTool> = view
        .judged
        .tools
        .iter()
        .filter(|tool| tool.effect == Effect::Read && many(tool))
        .collect();
    if reading.is_empty() {
        return Ok(Outcome::not_applicable(
            "No tool reads many things at once.",
        ));
    }
    let open: Vec<&&JudgedTool> = reading.iter().filter(|tool| !limited(tool)).collect();
    if open.is_empty() {
        return Ok(Outcome::pass(format!(
            "{}, each of which can be limited.",
            say::count(reading.len(), "reading tool")
        ))
        .at(frames));
    }
    let findings = open.iter().map(|tool| {
        Finding::on(
            &tool.item,
            Severity::Info,
            "Nothing in its parameters limits what comes back.",
        )
    });
    let because = format!(
        "{} of {} without a limit.",
        open.len(),
        say::count(reading.len(), "reading tool")
    );
    Ok(Outcome::inconclusive(
        because,
        "Show what bounds them, and attest `sensitive_data_control.minimisation`.",
    )
    .with(findings))
}

/// Whether a reading tool may return many things: it lists or searches, or speaks of all.
fn many(tool: &JudgedTool) -> bool {
    const MANY: [&str; 12] = [
        "list", "search", "find", "query", "browse", "scan", "export", "dump", "all", "fetch",
        "ls", "grep",
    ];
    let name = tool.item.name.as_deref().unwrap_or("");
    let plural = name.ends_with('s') && !name.ends_with("ss") && !name.ends_with("status");
    look::words(name)
        .iter()
        .any(|word| MANY.contains(&word.as_str()))
        || (plural && tool.schema.parameters.is_empty())
}

fn limited(tool: &JudgedTool) -> bool {
    let required = tool
        .item
        .raw
        .pointer("/inputSchema/required")
        .is_some_and(|names| names.as_array().is_some_and(|names| !names.is_empty()));
    let limits = |name: &str| {
        look::words(name)
            .iter()
            .any(|word| LIMITS.contains(&word.as_str()))
    };
    required
        || tool
            .schema
            .parameters
            .iter()
            .any(|parameter| limits(&parameter.name))
}
