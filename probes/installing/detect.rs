use crate::conduct::{FENCE_IT, Peer, listed, peers, secret};
use crate::{Answer, Finding, Outcome, Severity, View, say};
use evidence::FrameId;
use evidence::conduct::{Act, Install, Place, Rung};

pub(crate) fn detect(view: &View<'_>) -> Answer {
    let Some((install, frame)) = &view.facts.install else {
        view.connected()?;
        return Ok(Outcome::not_applicable(
            "Nothing was installed to start it.",
        ));
    };
    let findings = findings(install, *frame);
    if findings
        .iter()
        .any(|finding| finding.severity > Severity::Info)
    {
        return Ok(Outcome::Fail { findings });
    }
    if install.failed.is_some() {
        let because = format!("{} could not install it.", say::quote(&install.runner));
        return Ok(Outcome::inconclusive(
            because,
            "Read why it failed, mend that, and probe again.",
        )
        .with(findings));
    }
    if install.cached {
        return Ok(Outcome::not_applicable(
            "It was in the cache already, so nothing was installed.",
        ));
    }
    if install
        .fence
        .as_ref()
        .is_none_or(|fence| fence.rung == Rung::None)
    {
        return Ok(Outcome::inconclusive(
            "It was installed without a sandbox that watches it.",
            FENCE_IT,
        )
        .with(findings));
    }
    let says = format!(
        "{} installed {} in {}, and did nothing else.",
        say::quote(&install.runner),
        say::quote(&install.package),
        say::span(install.took_ms)
    );
    Ok(Outcome::pass(says).at([*frame]).with(findings))
}

fn findings(install: &Install, frame: FrameId) -> Vec<Finding> {
    let deeds = || install.deeds.iter().map(|deed| (deed, frame));
    let found = |severity, pointer: &str, message: String| {
        Finding::on_server(severity, message)
            .inside(pointer)
            .at([frame])
    };
    let mut findings = Vec::new();
    let refused: Vec<Peer> = peers(deeds())
        .into_iter()
        .filter(|peer| !peer.passed && peer.contacted)
        .collect();
    if !refused.is_empty() {
        let said: Vec<String> = refused.iter().take(8).map(Peer::says).collect();
        let message = format!(
            "While it was installed it {}. None of these is its registry, and nothing of it left the machine.",
            said.join("; ")
        );
        findings.push(found(Severity::Warning, "/install/network", message));
    }
    let opened = deeds().filter_map(|(deed, _)| match &deed.act {
        Act::Read { path, place, .. } if secret(path) && *place != Place::Own => {
            Some(path.as_str())
        }
        _ => None,
    });
    let opened: Vec<&str> = opened.collect();
    if !opened.is_empty() {
        let message = format!(
            "While it was installed it looked for {}: secrets of people or of the system.",
            listed(opened)
        );
        findings.push(found(Severity::Warning, "/install/files", message));
    }
    if !install.withheld.is_empty() {
        let message = format!(
            "Install scripts did not run: those of {}. What they build is not there.",
            listed(install.withheld.iter().map(String::as_str))
        );
        findings.push(found(Severity::Info, "/install/withheld", message));
    }
    if install.scripts {
        let message = "Its install scripts were allowed to run (`--allow-install-scripts`).";
        findings.push(found(
            Severity::Info,
            "/install/scripts",
            message.to_owned(),
        ));
    }
    findings
}
