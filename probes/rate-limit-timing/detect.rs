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

pub(crate) fn detect(view: &View<'_>) -> Answer {
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
