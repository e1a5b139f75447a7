use crate::web::{self, Zone};
use crate::{Answer, Finding, Outcome, Severity, View, say};
use evidence::{Distrust, Ending, FrameId, Tls};

pub(crate) fn detect(view: &View<'_>) -> Answer {
    let Some(http) = view.http() else {
        return Ok(web::not_http());
    };
    let Some((url, zone)) = web::target(http.url) else {
        return Err(crate::look::gap("Its address could not be read."));
    };
    if url.scheme() == "http" {
        return plain(view, zone);
    }
    let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']);
    let shown: Vec<(&Tls, FrameId)> = http
        .webs()
        .flat_map(|(_, web)| web.tls.iter().map(|(tls, frame)| (tls, *frame)))
        .filter(|(tls, _)| tls.host == host)
        .collect();
    let findings: Vec<Finding> = shown
        .iter()
        .flat_map(|(tls, frame)| wrong(tls, *frame, &view.facts.header.started))
        .collect();
    if shown.is_empty() {
        return unspoken(view, &http);
    }
    let frames = shown.iter().map(|(_, frame)| *frame).collect();
    let until = shown.first().map_or("", |(tls, _)| tls.last_day());
    Ok(web::settled(
        &format!("Its certificate is trusted, and holds until {until}."),
        frames,
        findings,
    ))
}

fn plain(view: &View<'_>, zone: Zone) -> Answer {
    let (severity, whom) = match zone {
        Zone::Loopback => {
            return Ok(Outcome::not_applicable(
                "It is spoken to on this machine, where nobody listens in between.",
            ));
        }
        Zone::Private | Zone::LinkLocal => (Severity::Warning, "whoever is in that network"),
        Zone::Name | Zone::Public => (Severity::Error, "whoever is on the way"),
    };
    view.connected()?;
    let says = format!(
        "It is spoken to over plain http: {whom} reads and changes what is said, tokens included."
    );
    Ok(Outcome::fail(
        Finding::on_server(severity, says).inside("/http/tls"),
    ))
}

/// No certificate was seen.
fn unspoken(view: &View<'_>, http: &web::Http<'_>) -> Answer {
    let failed = http.exchanges().find_map(|(_, exchange)| {
        let end = exchange.ended.as_ref()?;
        let error = end.error.as_deref()?;
        let about = [
            "tls",
            "certificate",
            "handshake",
            "invalidcontenttype",
            "corrupt message",
        ];
        let lower = error.to_lowercase();
        (end.how == Ending::Unreachable && about.iter().any(|word| lower.contains(word)))
            .then_some((end.frame, error))
    });
    match failed {
        Some((frame, error)) => {
            let says = format!("It speaks no TLS that we know: {}.", say::quote(error));
            Ok(Outcome::fail(
                Finding::on_server(Severity::Error, says)
                    .inside("/http/tls")
                    .at([frame]),
            ))
        }
        None => {
            view.connected()?;
            Err(crate::look::gap("No certificate of it was seen."))
        }
    }
}

fn wrong(tls: &Tls, frame: FrameId, started: &str) -> Vec<Finding> {
    let mut findings = Vec::new();
    if let Some(why) = tls.distrust() {
        let went = if tls.insecure {
            " It was spoken to all the same (--insecure)."
        } else {
            ""
        };
        let says = format!(
            "Its certificate is not trusted: {}.{went}",
            refusal(tls, why)
        );
        findings.push(
            Finding::on_server(Severity::Error, says)
                .inside("/http/tls")
                .at([frame]),
        );
    } else if soon(started, &tls.not_after) {
        let until = tls.last_day();
        let says = format!("Its certificate holds for less than a week, until {until}.");
        findings.push(
            Finding::on_server(Severity::Info, says)
                .inside("/http/tls/expiry")
                .at([frame]),
        );
    }
    findings
}

/// The reason in plain words; those of the library where there are none.
fn refusal(tls: &Tls, why: Distrust) -> String {
    match why {
        Distrust::Early => format!("it is not valid yet, but from {}", tls.first_day()),
        Distrust::Expired => format!("it expired on {}", tls.last_day()),
        Distrust::Name => format!("it is for another name than {}", say::quote(&tls.host)),
        Distrust::Itself => "it vouches for itself, and no authority for it".to_owned(),
        Distrust::Authority => format!(
            "it is of an authority that nobody here knows, {}",
            say::quote(&tls.issuer)
        ),
        Distrust::Other => say::quote(tls.refused.as_deref().unwrap_or_default()),
    }
}

/// Whether less than a week lies between two dates (RFC 3339).
fn soon(now: &str, then: &str) -> bool {
    match (days(now), days(then)) {
        (Some(now), Some(then)) => (0..7).contains(&(then - now)),
        _ => false,
    }
}

/// Days since some day long ago, by the calendar's rules.
fn days(date: &str) -> Option<i64> {
    let mut parts = date.get(..10)?.split('-').map(str::parse::<i64>);
    let (year, month, day) = (
        parts.next()?.ok()?,
        parts.next()?.ok()?,
        parts.next()?.ok()?,
    );
    let (year, month) = if month <= 2 {
        (year - 1, month + 9)
    } else {
        (year, month - 3)
    };
    Some(365 * year + year / 4 - year / 100 + year / 400 + (month * 306 + 5) / 10 + day)
}
