//! A server over HTTP that asks for credentials: which, and the command that goes on.

use super::StartHelp;
use evidence::{Facts, SignIn, Target};

/// The variable that a token is to be put into.
const TOKEN: &str = "TOKEN";

/// Help where it was locked out.
pub(super) fn help(facts: &Facts) -> Option<StartHelp> {
    let sign_in = facts.sign_in()?;
    let Target::Http { url } = &facts.header.target else {
        return None;
    };
    Some(StartHelp {
        title: if sign_in.tried {
            "It refuses the credentials"
        } else {
            "It asks for credentials"
        },
        what: told(&sign_in),
        causes: Vec::new(),
        attempt: attempt(&sign_in, url),
        last: Vec::new(),
    })
}

fn told(sign_in: &SignIn) -> String {
    let schemes: Vec<&str> = sign_in
        .challenges
        .iter()
        .map(|c| c.scheme.as_str())
        .collect();
    let mut says = match schemes.as_slice() {
        [] => "It answers HTTP 401 and does not say what it asks for.".to_owned(),
        schemes => format!("It answers HTTP 401 and asks for {}.", schemes.join(", ")),
    };
    let mut add = |sentence: String| {
        says.push(' ');
        says.push_str(&sentence);
    };
    if sign_in.scopes.is_empty() {
        add("It names no scopes.".to_owned());
    } else {
        add(format!("Scopes: {}.", sign_in.scopes.join(", ")));
    }
    match (&sign_in.resource, sign_in.servers.as_slice()) {
        (None, _) => add("Its metadata (RFC 9728) were not found.".to_owned()),
        (Some((url, _)), []) => add(format!(
            "Its metadata, {url}, name no authorization server."
        )),
        (Some((url, _)), servers) => add(format!(
            "Its metadata, {url}, name the authorization server {}.",
            servers.join(", ")
        )),
    }
    match sign_in.found.as_slice() {
        [] => add("No metadata of an authorization server were found.".to_owned()),
        found => {
            let urls: Vec<&str> = found.iter().map(|(url, _)| url.as_str()).collect();
            add(format!("That one's metadata: {}.", urls.join(", ")));
        }
    }
    says
}

/// The same probe with a token, or with whatever else is asked for in a header.
fn attempt(sign_in: &SignIn, url: &str) -> Vec<String> {
    let bearer = sign_in.challenges.is_empty()
        || sign_in
            .challenges
            .iter()
            .any(|challenge| challenge.scheme.eq_ignore_ascii_case("bearer"));
    let with = if bearer {
        ["--bearer-env".to_owned(), TOKEN.to_owned()]
    } else {
        ["--header-env".to_owned(), format!("Authorization={TOKEN}")]
    };
    ["mcp-gatecheck".to_owned(), "probe".to_owned()]
        .into_iter()
        .chain(with)
        .chain([crate::model::quoted(url)])
        .collect()
}
