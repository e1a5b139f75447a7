use crate::{Answer, Finding, Outcome, Severity, View, say, watch};
use serde_json::Value;

pub(crate) fn detect(view: &View<'_>) -> Answer {
    let modern = view.modern()?;
    if modern.is_empty() {
        return Ok(Outcome::not_applicable(watch::NOT_MODERN));
    }
    let frames = view.everything()?;
    let mut findings = Vec::new();
    let mut uses = |what: &str, at| {
        let says = format!("It uses {what}, which this revision deprecates.");
        let finding = Finding::on_server(Severity::Info, says);
        findings.push(finding.inside(format!("/deprecated/{what}")).at(at));
    };
    for (session, handshake, shaken) in modern {
        let logging = handshake.capabilities.get("logging");
        if logging.is_some_and(|logging| !logging.is_null()) {
            uses("logging", shaken.to_vec());
        }
        for (method, params, frame) in watch::asked(session) {
            match method {
                "sampling/createMessage" => uses("sampling", vec![frame]),
                "roots/list" => uses("roots", vec![frame]),
                _ => {}
            }
            let context = params.get("includeContext").and_then(Value::as_str);
            if context.is_some_and(|context| context != "none") {
                uses("includeContext", vec![frame]);
            }
        }
    }
    let says = match findings.len() {
        0 => "It uses nothing that is deprecated.".to_owned(),
        n => format!("{} of what is deprecated.", say::count(n, "use")),
    };
    Ok(Outcome::pass(says).at(frames).with(findings))
}
