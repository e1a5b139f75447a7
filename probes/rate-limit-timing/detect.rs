use crate::web::{Http, Seen};
use crate::{Answer, Finding, Outcome, Severity, View, say};
use judge::{Capability, JudgedTool};

/// What reaches beyond the machine, or may.
const REMOTE: [Capability; 7] = [
    Capability::ApiPassthrough,
    Capability::FetchUrl,
    Capability::MessageSend,
    Capability::Financial,
    Capability::AccountChange,
    Capability::PermissionChange,
    Capability::InfraChange,
];

/// Headers that say how much may be asked, and when again.
const HEADERS: [&str; 4] = [
    "retry-after",
    "ratelimit",
    "ratelimit-reset",
    "x-ratelimit-reset",
];

pub(crate) fn detect(view: &View<'_>) -> Answer {
    if let Some(outcome) = view.http().and_then(|http| met(&http)) {
        return Ok(outcome);
    }
    view.connected()?;
    view.tools_whole()?;
    let remote: Vec<&JudgedTool> = view
        .judged
        .tools
        .iter()
        .filter(|tool| is_remote(tool))
        .collect();
    if view.local() && remote.is_empty() && view.credentials_given().is_empty() {
        return Ok(Outcome::not_applicable(
            "A local process whose tools show no service behind them has no rate limits.",
        ));
    }
    let findings = remote.iter().map(|tool| {
        Finding::on(
            &tool.item,
            Severity::Info,
            "It reaches a service, whose limits were not met.",
        )
    });
    let because = format!(
        "No call was made; {} may meet a rate limit.",
        say::count(remote.len().max(1), "tool")
    );
    Ok(Outcome::inconclusive(
        because,
        "Show what a rate-limited call answers, and attest `write_actions.rate_limits`.",
    )
    .with(findings))
}

/// Limits that were met, or told in the head of a response.
fn met(http: &Http<'_>) -> Option<Outcome> {
    let limited: Vec<Seen<'_>> = http
        .of_endpoint()
        .filter(|seen| seen.came.status == 429)
        .collect();
    let mute = limited
        .iter()
        .filter(|seen| seen.came.header("retry-after").is_none());
    let findings: Vec<Finding> = mute
        .map(|seen| {
            let says = "It is asked too much (429), and does not say when to come again: there is no `Retry-After`.";
            seen.finding(Severity::Warning, "retry-after", says)
        })
        .collect();
    if !findings.is_empty() {
        return Some(Outcome::Fail { findings });
    }
    let told = http
        .of_endpoint()
        .find(|seen| HEADERS.iter().any(|name| seen.came.header(name).is_some()));
    let seen = limited.first().copied().or(told)?;
    let refused = limited.first().map(|seen| {
        let says = format!(
            "It refused {} as one too many (429), and said when to come again.",
            say::count(limited.len(), "request")
        );
        seen.finding(Severity::Info, "busy", says)
    });
    Some(
        Outcome::pass("Its responses say how much may be asked, or when to come again.")
            .at(seen.frames())
            .with(refused),
    )
}

fn is_remote(tool: &JudgedTool) -> bool {
    let open = tool
        .item
        .raw
        .pointer("/annotations/openWorldHint")
        .is_some_and(|hint| hint.as_bool() == Some(true));
    open || REMOTE
        .iter()
        .any(|capability| tool.capabilities.contains(capability))
}
