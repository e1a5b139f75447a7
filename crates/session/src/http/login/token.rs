//! Tokens: asked for, renewed, given back.

use super::client::Client;
use super::fetch::{Fetch, Reply};
use super::place::Place;
use super::{Error, Proof, Secret, quoted, refused, scopes};
use crate::http::Endpoint;
use evidence::Grant;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use url::Url;

/// A token that ends sooner than this is not worth beginning with, in seconds.
const SOON: i64 = 30;
/// Bytes of a token.
const LONG: usize = 16 << 10;
const TOKEN: &str = "the token endpoint";

/// A token, and what it takes to renew it or to give it back. Written to a file it is as secret as the token.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Login {
    /// The URL of the server that it is shown to, and no other.
    pub url: String,
    /// Who gave it.
    pub issuer: String,
    /// What it is for; the authorization server chose them where nothing was asked for and it does not say.
    pub scopes: Vec<String>,
    /// When it ends (RFC 3339); none where nobody says.
    pub expires: Option<String>,
    resource: String,
    token_endpoint: String,
    revocation_endpoint: Option<String>,
    client: Client,
    /// Whether the client's secret goes into the head of a request.
    in_head: bool,
    access_token: Secret,
    refresh_token: Option<Secret>,
}

/// What a token is asked for with.
pub(super) struct Request<'p> {
    pub(super) place: &'p Place,
    pub(super) client: Client,
    pub(super) scopes: Vec<String>,
}

impl Place {
    /// Where tokens are asked for.
    #[must_use]
    pub fn token_at(&self) -> &str {
        self.server.token.as_str()
    }

    /// Signs a client in that speaks for itself (RFC 6749, 4.4). Without scopes those are asked for that the server's refusal
    /// names.
    ///
    /// # Errors
    /// The client is refused, or what is given is not what was asked for.
    pub async fn as_client(
        &self,
        client: Client,
        scopes: Option<Vec<String>>,
    ) -> Result<Login, Error> {
        let grants = self.server.grants.as_ref();
        if grants.is_some_and(|all| all.iter().all(|grant| grant != "client_credentials")) {
            return refused(
                "the authorization server gives no tokens to clients that speak for themselves",
            );
        }
        let scopes = scopes.unwrap_or_else(|| self.challenged.clone());
        let scope = scopes.join(" ");
        let mut form = vec![("grant_type", "client_credentials")];
        if !scope.is_empty() {
            form.push(("scope", &scope));
        }
        let request = Request {
            place: self,
            client,
            scopes: scopes.clone(),
        };
        request.send(&form).await
    }
}

impl Request<'_> {
    /// Asks for the token. One that can do more than was asked for is given back.
    pub(super) async fn send(self, form: &[(&str, &str)]) -> Result<Login, Error> {
        let server = &self.place.server;
        let mut login = Login {
            url: self.place.target.to_string(),
            issuer: server.issuer.clone(),
            scopes: self.scopes,
            expires: None,
            resource: self.place.resource.clone(),
            token_endpoint: server.token.to_string(),
            revocation_endpoint: server.revocation.as_ref().map(Url::to_string),
            in_head: self.client.in_head(server)?,
            client: self.client,
            access_token: Secret::default(),
            refresh_token: None,
        };
        login.ask(&self.place.fetch, form).await?;
        Ok(login)
    }
}

impl Login {
    /// Whether it has ended, or is about to.
    #[must_use]
    pub fn is_over(&self) -> bool {
        let soon = Timestamp::now() + SignedDuration::from_secs(SOON);
        let ends = self.expires.as_ref().map(|ends| ends.parse::<Timestamp>());
        ends.is_some_and(|ends| ends.is_ok_and(|ends| ends < soon))
    }

    /// Where it is renewed.
    #[must_use]
    pub fn token_endpoint(&self) -> &str {
        &self.token_endpoint
    }

    /// Whether it can be renewed without a person.
    #[must_use]
    pub const fn is_renewable(&self) -> bool {
        self.refresh_token.is_some()
    }

    /// The variable that holds the client's secret, where there is one.
    #[must_use]
    pub fn variable(&self) -> Option<&str> {
        match &self.client.proof {
            Proof::Variable { name, .. } => Some(name),
            Proof::None | Proof::Issued(_) => None,
        }
    }

    /// Takes the value of that variable.
    pub fn prove(&mut self, secret: String) {
        if let Proof::Variable { value, .. } = &mut self.client.proof {
            *value = Secret::new(secret);
        }
    }

    /// Renews it: the old one, and what could renew that, may be void from here on.
    ///
    /// # Errors
    /// It cannot be renewed, or no longer.
    pub async fn renew(&mut self, endpoint: &Endpoint, version: &str) -> Result<(), Error> {
        let Some(refresh) = self.refresh_token.clone() else {
            return refused("it cannot be renewed without a person");
        };
        let fetch = Fetch::new(endpoint, version).await?;
        let form = [
            ("grant_type", "refresh_token"),
            ("refresh_token", refresh.bare()),
        ];
        self.ask(&fetch, &form).await
    }

    /// Gives it back (RFC 7009): what renews it, and itself. Whether there was anybody to take it.
    ///
    /// # Errors
    /// It was not taken.
    pub async fn revoke(&self, endpoint: &Endpoint, version: &str) -> Result<bool, Error> {
        let fetch = Fetch::new(endpoint, version).await?;
        self.give_back(&fetch).await
    }

    /// Shows it to the server wherever we sign in, and hides it in all that is recorded.
    ///
    /// # Errors
    /// It cannot stand in a header.
    pub fn show_to(&self, endpoint: &mut Endpoint, grant: Grant) -> Result<(), String> {
        let bearer = format!("Bearer {}", self.access_token.bare());
        endpoint.credential("Authorization", &bearer, "login")?;
        for secret in self.refresh_token.iter().chain(self.client.proof.secret()) {
            endpoint.hide("login", secret.bare());
        }
        endpoint.login = Some(evidence::Login {
            grant,
            issuer: self.issuer.clone(),
            token_endpoint: self.token_endpoint.clone(),
            scopes: self.scopes.clone(),
            expires: self.expires.clone(),
        });
        Ok(())
    }

    async fn ask(&mut self, fetch: &Fetch, form: &[(&str, &str)]) -> Result<(), Error> {
        let url = address(&self.token_endpoint)?;
        let mut form = form.to_vec();
        form.push(("resource", &self.resource));
        let headers = self.client.sign(self.in_head, &mut form)?;
        let reply = fetch.post_form(TOKEN, &url, &form, headers).await?;
        let document = answered(TOKEN, &reply)?;
        let text = |member| document.get(member).and_then(Value::as_str);
        let (Some(access), Some(kind)) = (text("access_token"), text("token_type")) else {
            return refused(format!(
                "{TOKEN} answered without access_token or token_type"
            ));
        };
        if !kind.eq_ignore_ascii_case("bearer") {
            return refused(format!(
                "{TOKEN} gives tokens of the kind {}, which cannot be used here",
                quoted(kind)
            ));
        }
        if access.len() > LONG {
            return refused(format!("{TOKEN} gives a token of more than 16 KiB"));
        }
        let refresh = text("refresh_token").map(|token| Secret::new(token.to_owned()));
        let expires = lifetime(&document).and_then(ends);
        let given = text("scope").map(scopes).transpose()?;
        let asked = std::mem::take(&mut self.scopes);
        self.access_token = Secret::new(access.to_owned());
        self.refresh_token = refresh.or(self.refresh_token.take());
        self.expires = expires;
        self.scopes = given.unwrap_or_else(|| asked.clone());
        self.is_narrow(fetch, &asked).await
    }

    /// Gives it back where it can do more than was asked for.
    async fn is_narrow(&self, fetch: &Fetch, asked: &[String]) -> Result<(), Error> {
        let more = self.scopes.iter().filter(|scope| !asked.contains(scope));
        let more: Vec<&str> = more.map(String::as_str).collect();
        if asked.is_empty() || more.is_empty() {
            return Ok(());
        }
        let back = match self.give_back(fetch).await {
            Ok(true) => "was given back",
            Ok(false) | Err(_) => "is not kept",
        };
        refused(format!(
            "the token can do more than was asked for ({}), and {back}; where that is meant, ask for it: --scope '{}'",
            more.join(" "),
            self.scopes.join(" ")
        ))
    }

    async fn give_back(&self, fetch: &Fetch) -> Result<bool, Error> {
        let Some(url) = &self.revocation_endpoint else {
            return Ok(false);
        };
        let (what, url) = ("the revocation endpoint", address(url)?);
        let tokens = [
            (self.refresh_token.as_ref(), "refresh_token"),
            (Some(&self.access_token), "access_token"),
        ];
        for (token, kind) in tokens {
            let Some(token) = token else { continue };
            let mut form = vec![("token", token.bare()), ("token_type_hint", kind)];
            let headers = self.client.sign(self.in_head, &mut form)?;
            let reply = fetch.post_form(what, &url, &form, headers).await?;
            if reply.status != 200 {
                answered(what, &reply)?;
            }
        }
        Ok(true)
    }
}

fn address(url: &str) -> Result<Url, Error> {
    Url::parse(url).map_err(|_| Error::Refused(format!("{} is no URL", quoted(url))))
}

/// Seconds that a token lives. Some servers write a number as text.
fn lifetime(document: &Value) -> Option<i64> {
    let seconds = document.get("expires_in")?;
    seconds.as_i64().or_else(|| seconds.as_str()?.parse().ok())
}

/// When so many seconds are over; none where that is beyond all dates.
fn ends(seconds: i64) -> Option<String> {
    let ends = Timestamp::now().checked_add(SignedDuration::from_secs(seconds));
    let ends = Timestamp::from_second(ends.ok()?.as_second());
    ends.ok().map(|ends| ends.to_string())
}

/// The document that was answered, where that is not a refusal.
pub(super) fn answered(what: &str, reply: &Reply) -> Result<Value, Error> {
    let document = reply.document();
    if (200..300).contains(&reply.status) {
        let none = || {
            Error::Refused(format!(
                "{what} answered with something that is no JSON object"
            ))
        };
        return document.ok_or_else(none);
    }
    if (300..400).contains(&reply.status) {
        return refused(format!(
            "{what} redirects (HTTP {}), and secrets do not follow",
            reply.status
        ));
    }
    let says = |member| {
        let text = document.as_ref()?.get(member)?.as_str()?;
        Some(format!(", {}", quoted(text)))
    };
    refused(format!(
        "{what} refuses (HTTP {}){}{}",
        reply.status,
        says("error").unwrap_or_default(),
        says("error_description").unwrap_or_default()
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn lifetimes_are_read_as_servers_write_them() {
        let read = |seconds: Value| lifetime(&json!({ "expires_in": seconds }));
        assert_eq!(read(json!(3600)), Some(3600));
        assert_eq!(read(json!("3600")), Some(3600));
        assert_eq!(read(json!("soon")), None);
        assert_eq!(ends(i64::MAX), None);
        assert_eq!(ends(i64::MIN), None);
        assert!(ends(60).is_some_and(|at| at.ends_with('Z')));
    }

    #[test]
    fn a_refusal_is_told_in_its_own_words_escaped() {
        let reply = |status, body: &str| Reply {
            status,
            headers: reqwest::header::HeaderMap::new(),
            body: body.as_bytes().to_vec(),
        };
        let says = |status, body| {
            answered("it", &reply(status, body))
                .unwrap_err()
                .to_string()
        };
        let error = "{\"error\":\"no\\u001b\",\"error_description\":\"Never.\"}";
        assert_eq!(
            says(400, error),
            "it refuses (HTTP 400), “no\\u{1b}”, “Never.”"
        );
        assert_eq!(says(500, "<html>"), "it refuses (HTTP 500)");
        assert!(says(200, "[]").contains("no JSON object"));
        assert!(says(302, "").contains("redirects"));
    }
}
