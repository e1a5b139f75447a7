//! What people are told of a login. No token is in it.

use session::login::{Error, Login, Place, Plan};
use std::fmt::Write as _;
use std::path::Path;

/// What will be done, before it is.
pub(super) fn plan(url: &str, plan: &Plan, folder: &Path) -> String {
    let mut steps = Vec::new();
    if let Some(at) = plan.registers_at() {
        steps.push(format!(
            "register a client, “mcp-gatecheck”, with a POST to {at}"
        ));
    }
    steps.push(format!(
        "send your browser to {}, which asks you and comes back to 127.0.0.1",
        plan.browser_at()
    ));
    steps.push(format!(
        "change its answer for a token, with a POST to {}",
        plan.token_at()
    ));
    steps.push(format!(
        "keep the token in {}, where only you can read it",
        folder.display()
    ));
    let mut text = format!("To sign in to {url} it will\n");
    for (number, step) in steps.iter().enumerate() {
        let _ = writeln!(text, "  {}. {step}", number + 1);
    }
    let issuer = plan.issuer().escape_debug();
    let _ = writeln!(text, "The token is for {}, from {issuer}", plan.resource());
    let scopes = match plan.scopes() {
        [] => "none are asked for, the authorization server chooses".to_owned(),
        scopes => scopes.join(" "),
    };
    let offered = match plan.offered() {
        [] => String::new(),
        offered => format!("   (offered: {}; --scope chooses)", offered.join(" ")),
    };
    let _ = writeln!(text, "Scopes: {scopes}{offered}");
    text
}

/// What came of it.
pub(super) fn done(login: &Login) -> String {
    format!(
        "Signed in to {}.\n{}Use it: mcp-gatecheck probe --login {}\n",
        login.url,
        about(login),
        report::quoted(&login.url)
    )
}

/// Which logins are kept.
pub(super) fn list(all: &[Login]) -> String {
    if all.is_empty() {
        return "No login is kept.\n".to_owned();
    }
    all.iter()
        .map(|login| format!("{}\n{}", login.url, about(login)))
        .collect()
}

fn about(login: &Login) -> String {
    let scopes = match login.scopes.as_slice() {
        [] => "not said".to_owned(),
        scopes => scopes.join(" "),
    };
    let ends = match &login.expires {
        None => "not said".to_owned(),
        Some(at) if login.is_over() => format!("{at}, which is over"),
        Some(at) => at.clone(),
    };
    let renewed = if login.is_renewable() {
        "; renewed without you"
    } else {
        ""
    };
    format!(
        "  scopes  {scopes}\n  ends    {ends}{renewed}\n  from    {}\n",
        login.issuer.escape_debug()
    )
}

/// What became of a login that was given up.
pub(super) fn forgotten(url: &str, back: Result<bool, Error>) -> String {
    let back = match back {
        Ok(true) => "its token was given back".to_owned(),
        Ok(false) => "its token stays good until it ends: the authorization server takes none back"
            .to_owned(),
        Err(error) => format!("its token could not be given back: {error}"),
    };
    format!("The login of {url} is forgotten; {back}.\n")
}

/// What is sent before a probe begins.
pub(super) fn renews(login: &Login) -> String {
    format!(
        "The login has ended and is renewed: POST {}\n",
        login.token_endpoint()
    )
}

/// The same for a client that speaks for itself.
pub(super) fn as_client(id: &str, place: &Place) -> String {
    format!(
        "Signing in as “{}”: POST {}\n",
        id.escape_debug(),
        place.token_at()
    )
}
