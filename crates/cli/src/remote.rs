//! A server over HTTP as the command line names it. Credentials come from variables: a command line is seen by others.

use crate::args::Remote;
use crate::failure::Failure;
use crate::progress::Waiting;
use crate::{files, login};
use session::Endpoint;
use std::path::Path;

/// The endpoint, with everything that the options say about it.
pub(crate) fn endpoint(url: &str, remote: &Remote, waiting: &Waiting) -> Result<Endpoint, Failure> {
    let mut endpoint = bare(url, remote.ca.as_deref())?;
    if let Some(name) = &remote.bearer_env {
        let token = variable("--bearer-env", name)?;
        let bearer = format!("Bearer {}", token.trim());
        let added = endpoint.credential("Authorization", &bearer, name);
        added.map_err(|why| wrong("--bearer-env", &why))?;
    }
    for given in &remote.header_env {
        let (header, name) = given
            .split_once('=')
            .ok_or_else(|| wrong("--header-env", "there is no `=` in it"))?;
        let value = variable("--header-env", name)?;
        let added = endpoint.credential(header, value.trim(), name);
        added.map_err(|why| wrong("--header-env", &why))?;
    }
    for given in &remote.header {
        let (name, value) = given
            .split_once(':')
            .ok_or_else(|| wrong("--header", "there is no `:` in it"))?;
        let added = endpoint.header(name.trim(), value.trim());
        added.map_err(|why| wrong("--header", &why))?;
    }
    if remote.insecure {
        endpoint.insecure();
    }
    if remote.login {
        login::show_kept(&mut endpoint, waiting)?;
    }
    if let Some(client) = &remote.client_credentials {
        login::as_client(&mut endpoint, client, &remote.scope, waiting)?;
    }
    Ok(endpoint)
}

/// The endpoint, with nothing to show to it yet.
pub(crate) fn bare(url: &str, ca: Option<&Path>) -> Result<Endpoint, Failure> {
    let mut endpoint = Endpoint::new(url).map_err(|why| {
        Failure::new(
            format!("“{}”: {why}", url.escape_debug()),
            "give the URL of the server's endpoint, as https://example.org/mcp",
        )
    })?;
    if let Some(path) = ca {
        let pem = files::read_text(path, "check the path given to --ca")?;
        let added = endpoint.trust(pem.as_bytes());
        added.map_err(|why| wrong(&format!("--ca {}", path.display()), &why))?;
    }
    Ok(endpoint)
}

/// Whether any of the options was given.
pub(crate) const fn any(remote: &Remote) -> bool {
    remote.bearer_env.is_some()
        || !remote.header_env.is_empty()
        || remote.login
        || remote.client_credentials.is_some()
        || !remote.header.is_empty()
        || remote.ca.is_some()
        || remote.insecure
}

pub(crate) fn variable(option: &str, name: &str) -> Result<String, Failure> {
    std::env::var(name).map_err(|_| {
        Failure::new(
            format!("{option} {name}: there is no variable {name} here"),
            format!("set it: export {name}=…"),
        )
    })
}

fn wrong(option: &str, why: &str) -> Failure {
    Failure::new(
        format!("{option}: {why}"),
        "write --bearer-env VAR, --header-env NAME=VAR, --header 'NAME: VALUE', --ca FILE",
    )
}
