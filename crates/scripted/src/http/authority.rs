//! An authorization server that lets callers in: it takes the authorization code grant with PKCE, renews tokens, takes them back, and
//! gives some to clients that speak for themselves. It looks at all that a good one looks at; a browser is let through at once.

use super::request::Request;
use super::response::Response;
use super::session::lock;
use super::{PATH, Shared, random_id};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde::Deserialize;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;
use url::form_urlencoded::{Serializer, parse};

/// The client that it knows from the beginning, and the secret of that.
const CLIENT: (&str, &str) = ("scripted-client", "scripted secret");
const SCOPES: [&str; 2] = ["units:read", "units:write"];

/// How it lets callers in.
#[derive(Debug, Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Authority {
    /// Where it departs from good behaviour.
    pub does: Vec<Departure>,
    /// How long a token lives, in seconds.
    pub lifetime: u64,
}

impl Default for Authority {
    fn default() -> Self {
        Self {
            does: Vec::new(),
            lifetime: 3600,
        }
    }
}

/// A departure from what a good authorization server does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Departure {
    /// Its answer names another issuer.
    WrongIssuer,
    /// Its answer names none.
    NoIssuer,
    /// Its answer has another state.
    WrongState,
    /// The person says no.
    Denies,
    /// It gives all scopes, whatever was asked for.
    Widens,
    /// Its tokens are bound to a key.
    BindsTokens,
    /// It lets nobody renew a token.
    NeverRenews,
}

/// What it remembers.
#[derive(Debug, Default)]
pub(super) struct State {
    /// Where the browser of each registered client comes back to.
    clients: BTreeMap<String, String>,
    codes: BTreeMap<String, Asked>,
    /// What renews the last token.
    refresh: Option<String>,
}

/// What a code is good for.
#[derive(Debug)]
struct Asked {
    client: String,
    redirect: String,
    challenge: String,
    scope: String,
}

/// Names and values of a query or a form; each may stand there once.
struct Form(BTreeMap<String, String>);

impl Form {
    fn read(bytes: &[u8]) -> Option<Self> {
        let mut all = BTreeMap::new();
        for (name, value) in parse(bytes) {
            if all.insert(name.into_owned(), value.into_owned()).is_some() {
                return None;
            }
        }
        Some(Self(all))
    }

    fn get(&self, name: &str) -> &str {
        self.0.get(name).map_or("", String::as_str)
    }
}

/// What it answers, where it is asked.
pub(super) fn answer(server: &Shared, request: &Request) -> Option<Response> {
    let sign_in = server.http().sign_in.as_ref()?;
    let authority = sign_in.authority.as_ref()?;
    let mut state = lock(&server.authority);
    let mut desk = Desk {
        server,
        authority,
        state: &mut state,
    };
    let answered = match (request.verb.as_str(), request.path()) {
        ("GET", "/authorize") => desk.authorize(request),
        ("POST", "/register") => desk.register(request),
        ("POST", "/token") => desk.token(request, &sign_in.token),
        ("POST", "/revoke") => desk.revoke(request, &sign_in.token),
        _ => return None,
    };
    Some(answered.unwrap_or_else(|error| {
        let body = json!({ "error": error, "error_description": "The request is wrong." });
        Response::json(400, body.to_string().into_bytes())
    }))
}

/// One request, and what it is answered with. An error is one of RFC 6749.
struct Desk<'s> {
    server: &'s Shared,
    authority: &'s Authority,
    state: &'s mut State,
}

type Answer = Result<Response, &'static str>;

impl Desk<'_> {
    fn does(&self, departure: Departure) -> bool {
        self.authority.does.contains(&departure)
    }

    fn register(&mut self, request: &Request) -> Answer {
        let asked: Value = serde_json::from_slice(&request.body).unwrap_or_default();
        let redirect = asked.pointer("/redirect_uris/0").and_then(Value::as_str);
        let redirect = redirect.ok_or("invalid_redirect_uri")?;
        if !redirect.starts_with("http://127.0.0.1:")
            || asked["token_endpoint_auth_method"] != "none"
        {
            return Err("invalid_client_metadata");
        }
        let id = random_id();
        self.state.clients.insert(id.clone(), redirect.to_owned());
        let body = json!({ "client_id": id, "redirect_uris": [redirect], "token_endpoint_auth_method": "none" });
        Ok(Response::json(201, body.to_string().into_bytes()))
    }

    fn authorize(&mut self, request: &Request) -> Answer {
        let query = request.target.split_once('?').unwrap_or_default().1;
        let asked = Form::read(query.as_bytes()).ok_or("invalid_request")?;
        let (client, redirect) = (asked.get("client_id"), asked.get("redirect_uri"));
        let known = client == CLIENT.0 && redirect.starts_with("http://127.0.0.1:")
            || self
                .state
                .clients
                .get(client)
                .is_some_and(|known| known == redirect);
        let scope = asked.get("scope");
        let challenge = asked.get("code_challenge");
        let fine = known
            && asked.get("response_type") == "code"
            && asked.get("code_challenge_method") == "S256"
            && challenge.len() == 43
            && asked.get("state").len() >= 22
            && scope
                .split_whitespace()
                .all(|scope| SCOPES.contains(&scope));
        if !fine {
            return Err("invalid_request");
        }
        if asked.get("resource") != format!("{}{PATH}", self.server.base) {
            return Err("invalid_target");
        }
        let code = random_id();
        let ticket = Asked {
            client: client.to_owned(),
            redirect: redirect.to_owned(),
            challenge: challenge.to_owned(),
            scope: scope.to_owned(),
        };
        self.state.codes.insert(code.clone(), ticket);
        let wrong = self.does(Departure::WrongState);
        let state = if wrong { "another" } else { asked.get("state") };
        Ok(self.back(redirect, state, &code))
    }

    /// Sends the browser back.
    fn back(&self, redirect: &str, state: &str, code: &str) -> Response {
        let mut query = Serializer::new(String::new());
        query.append_pair("state", state);
        if self.does(Departure::Denies) {
            query
                .append_pair("error", "access_denied")
                .append_pair("error_description", "Not \u{1b}[31mtoday.");
        } else {
            query.append_pair("code", code);
        }
        if self.does(Departure::WrongIssuer) {
            query.append_pair("iss", "https://elsewhere.example");
        } else if !self.does(Departure::NoIssuer) {
            query.append_pair("iss", &self.server.base);
        }
        Response::empty(302).with("location", format!("{redirect}?{}", query.finish()))
    }

    /// The client that a request is of; one with a secret must show it in the head.
    fn client(&self, request: &Request, form: &Form) -> Result<String, &'static str> {
        if let Some(shown) = request.header("authorization") {
            let (id, secret) = CLIENT;
            let encoded: String = url::form_urlencoded::byte_serialize(secret.as_bytes()).collect();
            let good = STANDARD.encode(format!("{id}:{encoded}"));
            let fine = shown == format!("Basic {good}") && form.get("client_secret").is_empty();
            return if fine {
                Ok(id.to_owned())
            } else {
                Err("invalid_client")
            };
        }
        let id = form.get("client_id");
        let known = self.state.clients.contains_key(id);
        if known {
            Ok(id.to_owned())
        } else {
            Err("invalid_client")
        }
    }

    fn token(&mut self, request: &Request, token: &str) -> Answer {
        let form = Form::read(&request.body).ok_or("invalid_request")?;
        let client = self.client(request, &form)?;
        if form.get("resource") != format!("{}{PATH}", self.server.base) {
            return Err("invalid_target");
        }
        let scope = match form.get("grant_type") {
            "authorization_code" => self.change(&client, &form)?,
            "refresh_token" => {
                let old = self.state.refresh.take().ok_or("invalid_grant")?;
                if old != form.get("refresh_token") {
                    return Err("invalid_grant");
                }
                SCOPES[0].to_owned()
            }
            "client_credentials" if client == CLIENT.0 => form.get("scope").to_owned(),
            _ => return Err("unsupported_grant_type"),
        };
        let scope = if self.does(Departure::Widens) {
            SCOPES.join(" ")
        } else {
            scope
        };
        let bound = self.does(Departure::BindsTokens);
        let mut body = json!({
            "access_token": token,
            "token_type": if bound { "DPoP" } else { "Bearer" },
            "expires_in": self.authority.lifetime,
            "scope": scope,
        });
        if form.get("grant_type") != "client_credentials" && !self.does(Departure::NeverRenews) {
            let refresh = format!("refresh-{}", random_id());
            body["refresh_token"] = refresh.clone().into();
            self.state.refresh = Some(refresh);
        }
        let response = Response::json(200, body.to_string().into_bytes());
        Ok(response.with("cache-control", "no-store"))
    }

    /// The scope that a code is good for. Nobody changes it twice.
    fn change(&mut self, client: &str, form: &Form) -> Result<String, &'static str> {
        let ticket = self
            .state
            .codes
            .remove(form.get("code"))
            .ok_or("invalid_grant")?;
        let proof = URL_SAFE_NO_PAD.encode(Sha256::digest(form.get("code_verifier").as_bytes()));
        let fine = ticket.client == client
            && ticket.redirect == form.get("redirect_uri")
            && ticket.challenge == proof;
        if fine {
            Ok(ticket.scope)
        } else {
            Err("invalid_grant")
        }
    }

    fn revoke(&mut self, request: &Request, token: &str) -> Answer {
        let form = Form::read(&request.body).ok_or("invalid_request")?;
        self.client(request, &form)?;
        let given = form.get("token");
        if self.state.refresh.as_deref() == Some(given) {
            self.state.refresh = None;
        } else if given != token {
            return Err("invalid_request");
        }
        Ok(Response::empty(200))
    }
}
