//! How a server wants to be signed in to: what its refusals say, and the documents that they point at.

use crate::http::Challenge;
use crate::{Caller, Facts, FrameId, HttpExchange};
use serde_json::Value;

/// The question under which the metadata of the server is fetched.
const RESOURCE: &str = "resource-metadata";
/// The same of the authorization servers that it names.
const SERVERS: &str = "server-metadata";
/// Names of one kind that are told.
const MANY: usize = 20;

/// What a server that took no handshake without credentials says about them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignIn {
    /// The refusal.
    pub refused: FrameId,
    /// Whether credentials were shown, and refused too.
    pub tried: bool,
    /// What it challenges with.
    pub challenges: Vec<Challenge>,
    /// The scopes that it asks for; where it asks for none, those that its metadata offer.
    pub scopes: Vec<String>,
    /// Where its own metadata were found.
    pub resource: Option<(String, FrameId)>,
    /// The authorization servers that those name.
    pub servers: Vec<String>,
    /// Where the metadata of authorization servers were found.
    pub found: Vec<(String, FrameId)>,
    /// Whether one of those lets people sign in with a browser: it names where, and takes PKCE with S256.
    pub browser: bool,
}

impl Facts {
    /// How to sign in, where no connection came to a handshake for want of that.
    #[must_use]
    pub fn sign_in(&self) -> Option<SignIn> {
        let greeted =
            |session: &crate::Session| matches!(session.handshake, crate::Observed::Seen { .. });
        if self.sessions.iter().any(greeted) {
            return None;
        }
        let refused = self.sessions.iter().find_map(crate::Session::locked_out)?;
        let response = refused.response.as_ref()?;
        let headers = response.headers.iter();
        let challenges: Vec<Challenge> = headers
            .filter(|(name, _)| name.eq_ignore_ascii_case("www-authenticate"))
            .flat_map(|(_, value)| Challenge::read(value))
            .take(MANY)
            .collect();
        let resource = self.documents(RESOURCE).into_iter().next();
        let list = |member: &str| -> Vec<String> {
            let document = resource
                .as_ref()
                .and_then(|(_, document)| document.get(member));
            let names = document.and_then(Value::as_array).into_iter().flatten();
            let names = names.filter_map(Value::as_str).map(str::to_owned);
            names.take(MANY).collect()
        };
        let asked = challenges
            .iter()
            .find_map(|challenge| challenge.param("scope"));
        let scopes = match asked {
            Some(scopes) => scopes
                .split_whitespace()
                .map(str::to_owned)
                .take(MANY)
                .collect(),
            None => list("scopes_supported"),
        };
        let place = |exchange: &HttpExchange| {
            let frame = exchange.response.as_ref()?.frame;
            Some((exchange.url.clone(), frame))
        };
        Some(SignIn {
            refused: response.frame,
            tried: self.sessions.iter().any(|session| {
                let web = session.web.as_ref();
                web.is_some_and(|web| web.caller == Caller::SignedIn)
            }),
            servers: list("authorization_servers"),
            found: self
                .documents(SERVERS)
                .into_iter()
                .filter_map(|(exchange, _)| place(exchange))
                .collect(),
            browser: self
                .documents(SERVERS)
                .iter()
                .any(|(_, document)| takes_browsers(document)),
            resource: resource.and_then(|(exchange, _)| place(exchange)),
            challenges,
            scopes,
        })
    }

    /// The JSON documents that were fetched under a question, with the exchanges that brought them.
    #[must_use]
    pub fn documents(&self, question: &str) -> Vec<(&HttpExchange, Value)> {
        let webs = self
            .sessions
            .iter()
            .filter_map(|session| session.web.as_ref());
        webs.flat_map(|web| &web.exchanges)
            .filter(|exchange| exchange.question.as_deref() == Some(question))
            .filter_map(|exchange| {
                let response = exchange.response.as_ref()?;
                let document: Value = serde_json::from_str(&response.body).ok()?;
                (response.status == 200 && document.is_object()).then_some((exchange, document))
            })
            .collect()
    }
}

/// Whether an authorization server's metadata say all that a login with a browser needs.
fn takes_browsers(document: &Value) -> bool {
    let named = |member| document.get(member).is_some_and(Value::is_string);
    let methods = document.get("code_challenge_methods_supported");
    let methods = methods.and_then(Value::as_array).into_iter().flatten();
    let mut methods = methods.filter_map(Value::as_str);
    named("authorization_endpoint")
        && named("token_endpoint")
        && methods.any(|method| method == "S256")
}
