//! A server over HTTP that asks for credentials: which, and the command that goes on.

use super::StartHelp;
use super::cause::Cause;
use evidence::{Facts, FrameId, Grant, SignIn, Target};

/// The variable that a token is to be put into.
const TOKEN: &str = "TOKEN";

/// Help where it was locked out.
pub(super) fn help(facts: &Facts) -> Option<StartHelp> {
    if let Some(help) = nobody(facts) {
        return Some(help);
    }
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
        what: what(&sign_in),
        causes: told(&sign_in),
        attempt: attempt(&sign_in, url),
        last: Vec::new(),
    })
}

/// Where signing in, as the user asked for, came to nothing: the server was not called at all.
fn nobody(facts: &Facts) -> Option<StartHelp> {
    let (not, frame) = facts.not_signed_in.as_ref()?;
    let Target::Http { url } = &facts.header.target else {
        return None;
    };
    let url = crate::model::quoted(url);
    let attempt = match not.grant {
        Grant::ClientCredentials => vec!["mcp-gatecheck", "probe", &url],
        Grant::Kept | Grant::Renewed => vec!["mcp-gatecheck", "login", &url],
    };
    Some(StartHelp {
        title: "Nobody was signed in",
        what: "The server was not called.".to_owned(),
        causes: vec![(
            Cause::Challenge(format!("{}.", not.why.trim_end_matches('.'))),
            vec![*frame],
        )],
        attempt: attempt.into_iter().map(str::to_owned).collect(),
        last: Vec::new(),
    })
}

fn what(sign_in: &SignIn) -> String {
    let own = match way(sign_in) {
        Way::Browser => format!(" A token of your own goes into a variable: --bearer-env {TOKEN}."),
        Way::Bearer | Way::Header => String::new(),
    };
    let refused = if sign_in.tried {
        "With and without, it answers HTTP 401 and takes no handshake."
    } else {
        "Without, it answers HTTP 401 and takes no handshake."
    };
    format!("{refused}{own}")
}

/// What is said about signing in, each with the frames that say it.
fn told(sign_in: &SignIn) -> Vec<(Cause, Vec<FrameId>)> {
    let schemes: Vec<&str> = sign_in
        .challenges
        .iter()
        .map(|c| c.scheme.as_str())
        .collect();
    let asks = match schemes.as_slice() {
        [] => "It does not say what it asks for: there is no WWW-Authenticate".to_owned(),
        schemes => format!("It asks for {}", schemes.join(", ")),
    };
    let scopes = match sign_in.scopes.as_slice() {
        [] => "no scopes are named".to_owned(),
        scopes => format!("scopes {}", scopes.join(", ")),
    };
    let servers = match sign_in.servers.as_slice() {
        [] => "no authorization server".to_owned(),
        servers => format!("the authorization server {}", servers.join(", ")),
    };
    let mut all = vec![(format!("{asks}; {scopes}."), vec![sign_in.refused])];
    all.push(match &sign_in.resource {
        None => ("It has no metadata (RFC 9728).".to_owned(), vec![]),
        Some((url, frame)) => (
            format!("Its metadata, {url}, name {servers}."),
            vec![*frame],
        ),
    });
    let (urls, frames): (Vec<_>, Vec<_>) = sign_in.found.iter().cloned().unzip();
    all.push(match (urls.as_slice(), sign_in.browser) {
        ([], _) => ("No metadata of an authorization server were found.".to_owned(), frames),
        (urls, true) => (format!("That has metadata, {}.", urls.join(", ")), frames),
        (urls, false) => (
            format!(
                "That has metadata, {}, but no login in a browser is to be had: they name no endpoints for it, or no PKCE with S256.",
                urls.join(", ")
            ),
            frames,
        ),
    });
    let causes = all
        .into_iter()
        .map(|(says, frames)| (Cause::Challenge(says), frames));
    causes.collect()
}

/// The commands that go on: a login in the browser where that can be had, else the same probe with whatever is asked for.
fn attempt(sign_in: &SignIn, url: &str) -> Vec<String> {
    let url = crate::model::quoted(url);
    let header = format!("Authorization={TOKEN}");
    let with = match way(sign_in) {
        Way::Browser => vec!["login", &url, "&&", "mcp-gatecheck", "probe", "--login"],
        Way::Bearer => vec!["probe", "--bearer-env", TOKEN],
        Way::Header => vec!["probe", "--header-env", &header],
    };
    let words = ["mcp-gatecheck"].into_iter().chain(with).chain([&*url]);
    words.map(str::to_owned).collect()
}

/// How a person may go on.
enum Way {
    Browser,
    Bearer,
    Header,
}

fn way(sign_in: &SignIn) -> Way {
    let mut challenges = sign_in.challenges.iter();
    let bearer = sign_in.challenges.is_empty()
        || challenges.any(|challenge| challenge.scheme.eq_ignore_ascii_case("bearer"));
    match (bearer, sign_in.browser) {
        (true, true) => Way::Browser,
        (true, false) => Way::Bearer,
        (false, _) => Way::Header,
    }
}
