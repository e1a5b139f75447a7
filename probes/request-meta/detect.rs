use crate::look::{self, Eras};
use crate::{Answer, Finding, Outcome, Severity, View};

/// The questions about what must not lack, each with what it is without.
const REQUIRED: [(&str, &str); 3] = [
    ("no-meta", "`_meta`"),
    ("no-version", "the revision in `_meta`"),
    ("no-capabilities", "the client's capabilities in `_meta`"),
];

pub(crate) fn detect(view: &View<'_>) -> Answer {
    let Eras { legacy, modern } = view.eras()?;
    if !modern {
        return Ok(Outcome::not_applicable(
            "The revision that it speaks has a handshake for that.",
        ));
    }
    let mut findings = Vec::new();
    let mut frames = Vec::new();
    for (id, what) in REQUIRED {
        let asked = view.asked(id)?;
        if let Some(outcome) = look::not_survived(&asked, &format!("a request without {what}")) {
            return Ok(outcome);
        }
        // Without a revision it may be taken for a request of the era with a handshake.
        let severity = if legacy && id != "no-capabilities" {
            Severity::Info
        } else {
            Severity::Warning
        };
        let served = asked
            .iter()
            .filter(|question| look::results(question).next().is_some());
        findings.extend(served.map(|question| {
            look::about(
                severity,
                format!("It serves a request without {what}."),
                question,
            )
            .inside(format!("/meta/{id}"))
        }));
        let codes = asked
            .iter()
            .filter_map(|question| look::unusual_code(question, &[-32602]));
        findings.extend(codes.map(|finding| finding.inside(format!("/meta/{id}/code"))));
        frames.extend(look::frames_of(&asked));
    }
    let nameless = view.asked("no-client-info")?;
    // A server that refuses every list refuses this one for another reason.
    let severity = match view.tools_whole() {
        Ok(_) => Severity::Warning,
        Err(_) => Severity::Info,
    };
    findings.extend(nameless.iter().filter_map(|question| {
        look::error_code(question)?;
        let message = "It refuses a request without the client's name, which is optional.";
        Some(look::about(severity, message, question).inside("/meta/no-client-info"))
    }));
    if findings
        .iter()
        .any(|finding: &Finding| finding.severity > Severity::Info)
    {
        return Ok(Outcome::Fail { findings });
    }
    Ok(Outcome::pass("It takes each request for itself.")
        .at(frames)
        .with(findings))
}
