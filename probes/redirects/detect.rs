use crate::web::{self, Seen, Zone};
use crate::{Answer, Finding, Severity, View, look, say};
use url::Url;

pub(crate) fn detect(view: &View<'_>) -> Answer {
    let Some(http) = view.http() else {
        return Ok(web::not_http());
    };
    let seen: Vec<Seen<'_>> = http
        .of_endpoint()
        .filter(|seen| seen.asked.question.is_none())
        .collect();
    if seen.is_empty() {
        view.connected()?;
        return Err(look::gap("No response came."));
    }
    let findings = seen
        .iter()
        .filter_map(|seen| told(seen, http.url))
        .collect();
    Ok(web::settled(
        "It sends nobody elsewhere.",
        web::frames(&seen),
        findings,
    ))
}

fn told(seen: &Seen<'_>, target: &str) -> Option<Finding> {
    let status = seen.came.status;
    let location = seen
        .came
        .header("location")
        .filter(|_| (300..400).contains(&status))?;
    // A caller without credentials who is sent to a page for people: the challenge is what is wrong.
    let page = matches!(status, 301..304) && seen.web.caller == evidence::Caller::Anonymous;
    let base = Url::parse(target).ok()?;
    let home = web::zone(&base).unwrap_or(Zone::Name);
    let (severity, says) = match base.join(location) {
        Err(_) => (
            Severity::Warning,
            format!(
                "It sends the client to what is no address ({status}): {}.",
                say::quote(location)
            ),
        ),
        Ok(url) if web::misleads(&url, home).is_some() => {
            let why = web::misleads(&url, home).unwrap_or_default();
            (
                Severity::Error,
                format!(
                    "It sends the client to {}, {why} ({status}).",
                    say::quote(location)
                ),
            )
        }
        Ok(url) if base.scheme() == "https" && url.scheme() == "http" => (
            Severity::Error,
            format!(
                "It sends the client from TLS to plain http ({status}): {}.",
                say::quote(location)
            ),
        ),
        Ok(url) if url.origin() != base.origin() => (
            Severity::Error,
            format!(
                "It sends the client, and its token with it, to another origin ({status}): {}.",
                say::quote(location)
            ),
        ),
        Ok(_) if page => return None,
        Ok(_) => (
            Severity::Warning,
            format!(
                "It redirects a request ({status}) to {}.",
                say::quote(location)
            ),
        ),
    };
    Some(seen.finding(severity, "redirect", says))
}
