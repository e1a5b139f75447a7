//! A server over HTTP that asks for credentials: which, and the command that goes on.

use super::StartHelp;
use super::cause::Cause;
use evidence::{Facts, FrameId, SignIn, Target};

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
        what: "Without, it answers HTTP 401 and takes no handshake.".to_owned(),
        causes: told(&sign_in),
        attempt: attempt(&sign_in, url),
        last: Vec::new(),
    })
}

/// What is said about signing in, each with the frames that say it.
fn told(sign_in: &SignIn) -> Vec<(Cause, Vec<FrameId>)> {
    let names = sign_in.challenges.iter().map(|c| c.scheme.as_str());
    let schemes: Vec<&str> = names.collect();
    let asks = match schemes.as_slice() {
        [] => "It does not say what it asks for: there is no WWW-Authenticate.".to_owned(),
        schemes => format!("It asks for {}.", schemes.join(", ")),
    };
    let scopes = match sign_in.scopes.as_slice() {
        [] => "It names no scopes.".to_owned(),
        scopes => format!("Scopes: {}.", scopes.join(", ")),
    };
    let mut all = vec![(format!("{asks} {scopes}"), vec![sign_in.refused])];
    all.push(match (&sign_in.resource, sign_in.servers.as_slice()) {
        (None, _) => ("Its metadata (RFC 9728) were not found.".to_owned(), vec![]),
        (Some((url, frame)), servers) => {
            let named = match servers {
                [] => "no authorization server".to_owned(),
                servers => servers.join(", "),
            };
            (format!("Its metadata, {url}, name {named}."), vec![*frame])
        }
    });
    all.push(match sign_in.found.as_slice() {
        [] => (
            "No metadata of an authorization server were found.".to_owned(),
            vec![],
        ),
        found => {
            let (urls, frames): (Vec<_>, Vec<_>) = found.iter().cloned().unzip();
            (
                format!("An authorization server's metadata: {}.", urls.join(", ")),
                frames,
            )
        }
    });
    let causes = all
        .into_iter()
        .map(|(says, frames)| (Cause::Challenge(says), frames));
    causes.collect()
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
