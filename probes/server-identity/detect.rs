use crate::{Answer, Finding, Outcome, Severity, View, look, say};
use serde_json::Value;

/// Versions that are left over from a template more often than they are true.
const PLACEHOLDERS: [&str; 4] = ["0.0.0", "0.0.1", "1.0.0", "0.1.0"];

pub(crate) fn detect(view: &View<'_>) -> Answer {
    let connected = view.connected()?;
    let known = connected.iter().find_map(|(_, handshake, frames)| {
        Some((identity(handshake.server_info.as_ref())?, *frames))
    });
    let Some(((name, version), frames)) = known else {
        let frames = connected
            .iter()
            .flat_map(|(_, _, frames)| frames.iter().copied());
        let missing = Finding::on_server(
            Severity::Error,
            "It does not state both a name and a version.",
        );
        return Ok(Outcome::fail(missing.at(frames)));
    };
    if let Some(odd) = look::unseen(name).or_else(|| look::unseen(version)) {
        let message = format!(
            "The name and version that it states hold U+{:04X}, a character that is not shown.",
            u32::from(odd)
        );
        let finding = Finding::on_server(Severity::Warning, message);
        return Ok(Outcome::fail(finding.at(frames.iter().copied())));
    }
    let placeholder = PLACEHOLDERS.contains(&version).then(|| {
        let message = format!(
            "Its version {} looks like a placeholder.",
            say::quote(version)
        );
        Finding::on_server(Severity::Info, message).at(frames.iter().copied())
    });
    let says = format!("It is {} {}.", say::quote(name), say::quote(version));
    Ok(Outcome::pass(says)
        .at(frames.iter().copied())
        .with(placeholder))
}

fn identity(info: Option<&Value>) -> Option<(&str, &str)> {
    let info = info?;
    Some((look::text(info, "name")?, look::text(info, "version")?))
}
