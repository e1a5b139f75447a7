//! `login`, `logout`, and the credentials that `probe` gets from an authorization server.

mod store;
mod words;

use crate::args::login::{Login as Args, Logout};
use crate::failure::Failure;
use crate::progress::Waiting;
use crate::wait::{self, interrupted};
use crate::{output, remote, terminal};
use evidence::{Grant, NotSignedIn};
use review::Exit;
use session::Endpoint;
use session::login::{Client, Error, Login, Place, Proof, Secret};
use std::time::Duration;
use store::Store;

const VERSION: &str = env!("CARGO_PKG_VERSION");
/// How long signing in without a person may take.
const PATIENCE: Duration = Duration::from_secs(60);

/// Signs in with a person, and keeps what comes of it.
pub(crate) fn login(args: &Args) -> Result<u8, Failure> {
    let store = Store::find()?;
    let Some(url) = &args.url else {
        output::stdout(&words::list(&store.all()?));
        return Ok(Exit::Reached as u8);
    };
    let endpoint = remote::bare(url, args.ca.as_deref())?;
    if endpoint.signs_in() {
        return Err(Failure::new(
            "the URL holds a name and a password: there is nothing to sign in to",
            "leave them out, or give the URL to `mcp-gatecheck probe` as it is",
        ));
    }
    let client = client(args)?;
    let scopes = scopes(&args.scope)?;
    let done = wait::runtime()?.block_on(async {
        tokio::select! {
            biased;
            () = interrupted() => Err(Stop::Interrupted),
            () = tokio::time::sleep(args.timeout) => Err(Stop::Late),
            done = sign_in(args, &endpoint, client, scopes, &store) => done.map_err(Stop::Error),
        }
    });
    match done {
        Ok(login) => {
            store.write(&login)?;
            output::stdout(&words::done(&login));
            Ok(Exit::Reached as u8)
        }
        Err(Stop::Interrupted) => Ok(stopped(
            "interrupted: nobody was signed in",
            Exit::NotReached,
        )),
        Err(Stop::Late) => Ok(stopped(
            &format!(
                "it took longer than {} s (--timeout)",
                args.timeout.as_secs()
            ),
            Exit::NotReached,
        )),
        Err(Stop::Error(error)) => {
            let exit = match error {
                Error::Refused(_) => Exit::Authentication,
                Error::Unreachable(_) => Exit::NotReached,
                Error::Ours(_) => Exit::Usage,
            };
            Ok(stopped(&error.to_string(), exit))
        }
    }
}

/// Why nobody was signed in.
enum Stop {
    Interrupted,
    Late,
    Error(Error),
}

fn stopped(why: &str, exit: Exit) -> u8 {
    Failure::new(why, "nothing was kept").print();
    exit as u8
}

async fn sign_in(
    args: &Args,
    endpoint: &Endpoint,
    client: Option<Client>,
    scopes: Option<Vec<String>>,
    store: &Store,
) -> Result<Login, Error> {
    let place = Place::find(endpoint, VERSION).await?;
    let plan = place.plan(client, scopes).await?;
    terminal::note(&words::plan(endpoint.url(), &plan, store.folder()));
    let waiting = plan.open(args.port).await?;
    let url = waiting.url();
    if args.no_browser {
        output::stdout(&format!("Open this on this machine:\n{url}\n"));
    } else {
        // Its scheme was checked: nothing but a browser is started.
        let opened = open::that_detached(url).is_ok();
        let says = if opened {
            "Your browser opens; if it does not"
        } else {
            "No browser opens"
        };
        output::stdout(&format!("{says}, go there:\n{url}\n"));
    }
    waiting.finish().await
}

/// The client that the options name.
fn client(args: &Args) -> Result<Option<Client>, Failure> {
    let Some(id) = &args.client_id else {
        return Ok(None);
    };
    let proof = match &args.client_secret_env {
        Some(name) => from_variable("--client-secret-env", name)?,
        None => Proof::None,
    };
    Ok(Some(Client {
        id: id.clone(),
        proof,
    }))
}

fn from_variable(option: &str, name: &str) -> Result<Proof, Failure> {
    let value = Secret::new(remote::variable(option, name)?.trim().to_owned());
    let name = name.to_owned();
    Ok(Proof::Variable { name, value })
}

fn scopes(given: &[String]) -> Result<Option<Vec<String>>, Failure> {
    if given.is_empty() {
        return Ok(None);
    }
    let read = session::login::scopes(&given.join(" "));
    let wrong =
        |error: Error| Failure::new(format!("--scope: {error}"), "write --scope notes:read");
    read.map(Some).map_err(wrong)
}

/// Forgets a login. Whether somebody takes the token back makes no difference to that.
pub(crate) fn logout(args: &Logout) -> Result<u8, Failure> {
    let store = Store::find()?;
    let endpoint = remote::bare(&args.url, args.ca.as_deref())?;
    let Some(mut login) = store.read(endpoint.url())? else {
        return Err(Failure::new(
            format!("no login of {} is kept", endpoint.url()),
            "mcp-gatecheck login --list shows which are",
        ));
    };
    if let Some(secret) = login.variable().and_then(|name| std::env::var(name).ok()) {
        login.prove(secret.trim().to_owned());
    }
    store.remove(endpoint.url())?;
    let back = in_time(login.revoke(&endpoint, VERSION))?;
    output::stdout(&words::forgotten(endpoint.url(), back));
    Ok(Exit::Reached as u8)
}

/// Shows the server the token that is kept for it, renewed where it has ended.
pub(crate) fn show_kept(endpoint: &mut Endpoint, waiting: &Waiting) -> Result<(), Failure> {
    let store = Store::find()?;
    let again = format!("mcp-gatecheck login {}", report::quoted(endpoint.url()));
    let Some(mut login) = store.read(endpoint.url())? else {
        return Err(Failure::new(
            format!("no login of {} is kept", endpoint.url()),
            again,
        ));
    };
    let mut grant = Grant::Kept;
    if login.is_over() && login.is_renewable() {
        if let Some(name) = login.variable().map(str::to_owned) {
            login.prove(
                remote::variable("the login's client", &name)?
                    .trim()
                    .to_owned(),
            );
        }
        waiting.note(&words::renews(&login));
        grant = Grant::Renewed;
        if let Err(error) = in_time(login.renew(endpoint, VERSION))? {
            return nobody(endpoint, grant, "the login has ended", error);
        }
        store.write(&login)?;
    } else if login.is_over() {
        let error = Error::Refused("and nothing is kept that would renew it".to_owned());
        return nobody(endpoint, grant, "the login has ended", error);
    }
    shown(&login, endpoint, grant)
}

/// Signs in as a client that speaks for itself.
pub(crate) fn as_client(
    endpoint: &mut Endpoint,
    client: &str,
    scope: &[String],
    waiting: &Waiting,
) -> Result<(), Failure> {
    const OPTION: &str = "--client-credentials";
    let Some((id, name)) = client.rsplit_once('=') else {
        return Err(Failure::new(
            format!("{OPTION}: there is no `=` in it"),
            format!("write {OPTION} ID=VAR"),
        ));
    };
    let client = Client {
        id: id.to_owned(),
        proof: from_variable(OPTION, name)?,
    };
    // Whoever refuses us may say it back.
    endpoint.hide(name, remote::variable(OPTION, name)?.trim());
    let scopes = scopes(scope)?;
    let signed = in_time(async {
        let place = Place::find(endpoint, VERSION).await?;
        waiting.note(&words::as_client(id, &place));
        place.as_client(client, scopes).await
    })?;
    match signed {
        Ok(login) => shown(&login, endpoint, Grant::ClientCredentials),
        Err(error) => nobody(endpoint, Grant::ClientCredentials, OPTION, error),
    }
}

/// Nobody was signed in: the probe says so in its report, and calls nobody. What failed on our side is no fact about a
/// server.
fn nobody(endpoint: &mut Endpoint, grant: Grant, what: &str, error: Error) -> Result<(), Failure> {
    let refused = match error {
        Error::Ours(why) => {
            return Err(Failure::new(format!("{what}: {why}"), "nothing was probed"));
        }
        Error::Refused(_) => true,
        Error::Unreachable(_) => false,
    };
    endpoint.give_up(NotSignedIn {
        grant,
        refused,
        why: format!("{what}: {error}"),
    });
    Ok(())
}

/// What comes of signing in without a person.
fn in_time<T>(work: impl Future<Output = Result<T, Error>>) -> Result<Result<T, Error>, Failure> {
    let done = wait::runtime()?.block_on(async { tokio::time::timeout(PATIENCE, work).await });
    Ok(done.unwrap_or_else(|_| {
        let late = format!("it took longer than {} s", PATIENCE.as_secs());
        Err(Error::Unreachable(late))
    }))
}

fn shown(login: &Login, endpoint: &mut Endpoint, grant: Grant) -> Result<(), Failure> {
    let shown = login.show_to(endpoint, grant);
    shown.map_err(|why| Failure::new(format!("the token cannot be shown: {why}"), ""))
}
