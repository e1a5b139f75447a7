//! What is odd about an address that a user is asked to open. It is read as text, and never opened.

use crate::Severity;
use crate::secret::names_secret;
use std::net::IpAddr;

/// What is odd about an address, each in a few words.
pub(super) fn odd(url: &str) -> Vec<(Severity, &'static str)> {
    let Some((scheme, rest)) = url.split_once(':') else {
        return vec![(Severity::Warning, "it has no scheme")];
    };
    let host = |after: &str| {
        let end = after.find(['/', '?', '#', '\\']).unwrap_or(after.len());
        let authority = after.get(..end).unwrap_or_default();
        let (user, host) = match authority.rsplit_once('@') {
            Some((user, host)) => (Some(user.to_owned()), host),
            None => (None, authority),
        };
        (user, host.to_ascii_lowercase())
    };
    let (user, host) = host(rest.strip_prefix("//").unwrap_or_default());
    let mut odd = Vec::new();
    match scheme.to_ascii_lowercase().as_str() {
        "https" => {}
        "http" if is_loopback(&host) => {
            odd.push((Severity::Info, "it is on the user's own machine"));
        }
        "http" => odd.push((Severity::Warning, "it is not encrypted")),
        _ => odd.push((Severity::Error, "its scheme is neither https nor http")),
    }
    if user.is_some() {
        odd.push((Severity::Warning, "it has a user before its host"));
    }
    if !host.is_ascii() || host.split('.').any(|label| label.starts_with("xn--")) {
        odd.push((
            Severity::Warning,
            "its host has letters that may look like others",
        ));
    }
    if carries_secret(rest) {
        odd.push((Severity::Warning, "it carries a credential"));
    }
    odd
}

fn is_loopback(host: &str) -> bool {
    let name = match host.strip_prefix('[') {
        Some(six) => six.split(']').next().unwrap_or_default(),
        None => host.split(':').next().unwrap_or_default(),
    };
    name == "localhost" || name.parse().is_ok_and(|ip: IpAddr| ip.is_loopback())
}

/// Whether a member of the query or the fragment is named like a secret and has a value.
fn carries_secret(rest: &str) -> bool {
    let Some((_, query)) = rest.split_once(['?', '#']) else {
        return false;
    };
    query
        .split(['&', '#', '?', ';'])
        .filter_map(|pair| pair.split_once('='))
        .any(|(name, value)| !value.is_empty() && names_secret(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_odd_about_an_address() {
        let worst = |url: &str| odd(url).into_iter().map(|(severity, _)| severity).max();
        for fine in [
            "https://notes.example/connect?elicitationId=5&state=x",
            "https://notes.example:8443",
            "https://notes.example/?token=",
        ] {
            assert_eq!(worst(fine), None, "{fine}");
        }
        assert_eq!(worst("http://127.0.0.1:8080/x"), Some(Severity::Info));
        assert_eq!(worst("http://[::1]:8080/x"), Some(Severity::Info));
        for odd in [
            "http://notes.example",
            "http://127.0.0.1@notes.example/",
            "http://127.0.0.1.notes.example/",
            "https://user:pass@notes.example/",
            "https://xn--nts-hoa.example/",
            "https://nötes.example/",
            "https://notes.example/?access_token=abc",
            "https://notes.example/#api_key=abc",
            "notes",
        ] {
            assert_eq!(worst(odd), Some(Severity::Warning), "{odd}");
        }
        assert_eq!(worst("javascript:alert(1)"), Some(Severity::Error));
        assert_eq!(worst("file:///etc/passwd"), Some(Severity::Error));
    }
}
