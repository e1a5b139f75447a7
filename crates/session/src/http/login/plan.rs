//! The authorization code grant with PKCE, for a program on the user's own machine (RFC 8252, RFC 7636, RFC 8707, RFC 9207).

use super::callback::Callback;
use super::client::{Client, register};
use super::place::Place;
use super::token::{Login, Request};
use super::{Error, base64url, quoted, random, refused};
use sha2::{Digest as _, Sha256};
use url::Url;

/// What would be done to sign in. Nothing has been sent to the authorization server but GET for its metadata.
pub struct Plan {
    place: Place,
    client: Who,
    scopes: Vec<String>,
    authorization: Url,
}

/// Who we will be.
enum Who {
    Known(Client),
    /// A client that is registered at this address first.
    New(Url),
}

impl Place {
    /// What would be done to sign in with a person. Without a client one is registered; without scopes those are asked for
    /// that the server's refusal names, and no others.
    ///
    /// # Errors
    /// The authorization server lacks what that takes, or would have us go where nobody should.
    pub async fn plan(
        self,
        client: Option<Client>,
        scopes: Option<Vec<String>>,
    ) -> Result<Plan, Error> {
        let server = &self.server;
        let Some(authorization) = server.authorization.clone() else {
            return refused("the authorization server names no authorization endpoint");
        };
        let what = "the authorization endpoint";
        self.fetch.check(what, &authorization).await?;
        self.fetch
            .check("the token endpoint", &server.token)
            .await?;
        if !server.s256 {
            return refused(
                "the authorization server does not say that it takes PKCE with S256: whoever sees the code could use it",
            );
        }
        let client = match (client, &server.registration) {
            (Some(client), _) => Who::Known(client),
            (None, Some(url)) => {
                self.fetch.check("the registration endpoint", url).await?;
                Who::New(url.clone())
            }
            (None, None) => {
                return refused(
                    "the authorization server lets no client register itself: register one with it, and give its id",
                );
            }
        };
        let scopes = scopes.unwrap_or_else(|| self.challenged.clone());
        Ok(Plan {
            place: self,
            client,
            scopes,
            authorization,
        })
    }
}

impl Plan {
    /// What the token will be for.
    #[must_use]
    pub fn resource(&self) -> &str {
        &self.place.resource
    }

    /// Who will give it, in the authorization server's own words: not escaped.
    #[must_use]
    pub fn issuer(&self) -> &str {
        &self.place.server.issuer
    }

    /// Where a client is registered first, if one is.
    #[must_use]
    pub fn registers_at(&self) -> Option<&str> {
        match &self.client {
            Who::Known(_) => None,
            Who::New(url) => Some(url.as_str()),
        }
    }

    /// Where the browser goes.
    #[must_use]
    pub fn browser_at(&self) -> &str {
        self.authorization.as_str()
    }

    /// Where the token is asked for.
    #[must_use]
    pub fn token_at(&self) -> &str {
        self.place.server.token.as_str()
    }

    /// The scopes that are asked for. Where there are none, the authorization server chooses.
    #[must_use]
    pub fn scopes(&self) -> &[String] {
        &self.scopes
    }

    /// The scopes that the server offers.
    #[must_use]
    pub fn offered(&self) -> &[String] {
        &self.place.offered
    }

    /// Begins: listens on a port of 127.0.0.1 (0: any that is free), and registers a client where there is none yet.
    ///
    /// # Errors
    /// The port is taken, or the client is refused.
    pub async fn open(self, port: u16) -> Result<Waiting, Error> {
        let place = self.place;
        let callback = Callback::bind(port).await?;
        let redirect = callback.url();
        let client = match self.client {
            Who::Known(client) => client,
            Who::New(url) => {
                register(&place.fetch, &place.server, &url, &redirect, &self.scopes).await?
            }
        };
        let (state, verifier) = (random()?, random()?);
        let mut url = self.authorization;
        url.set_fragment(None);
        let challenge = base64url(&Sha256::digest(verifier.as_bytes()));
        let scope = self.scopes.join(" ");
        let mut query = url.query_pairs_mut();
        query
            .append_pair("response_type", "code")
            .append_pair("client_id", &client.id)
            .append_pair("redirect_uri", &redirect)
            .append_pair("code_challenge", &challenge)
            .append_pair("code_challenge_method", "S256")
            .append_pair("state", &state)
            .append_pair("resource", &place.resource);
        if !scope.is_empty() {
            query.append_pair("scope", &scope);
        }
        drop(query);
        Ok(Waiting {
            place,
            client,
            scopes: self.scopes,
            url,
            callback,
            state,
            verifier,
        })
    }
}

/// A login that waits for the person. Dropped, it leaves nothing on this machine.
pub struct Waiting {
    place: Place,
    client: Client,
    scopes: Vec<String>,
    url: Url,
    callback: Callback,
    state: String,
    verifier: String,
}

impl Waiting {
    /// Where the person says yes or no. Its scheme is https, or it is on this machine.
    #[must_use]
    pub fn url(&self) -> &str {
        self.url.as_str()
    }

    /// Waits for the answer, for ever, and changes it for a token.
    ///
    /// # Errors
    /// The answer is no, or is not one to our question; or the token is refused, or not what was asked for.
    pub async fn finish(self) -> Result<Login, Error> {
        let server = &self.place.server;
        let answer = self.callback.answer(&self.state).await?;
        match answer.issuer {
            Some(issuer) if issuer != server.issuer => {
                return refused(format!(
                    "the answer is of another authorization server, {}: nothing was sent to it",
                    quoted(&issuer)
                ));
            }
            None if server.signs => {
                return refused("the answer does not say which authorization server it is of");
            }
            _ => {}
        }
        let code = answer.code?;
        let redirect = self.callback.url();
        let form = [
            ("grant_type", "authorization_code"),
            ("code", &code),
            ("redirect_uri", &redirect),
            ("code_verifier", &self.verifier),
        ];
        Request {
            place: &self.place,
            client: self.client,
            scopes: self.scopes,
        }
        .send(&form)
        .await
    }
}
