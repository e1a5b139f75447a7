//! Who we are to an authorization server.

use super::fetch::Fetch;
use super::server::Server;
use super::token::answered;
use super::{Error, NAME, Secret, refused};
use base64::engine::general_purpose::STANDARD;
use reqwest::header::{AUTHORIZATION, HeaderMap, HeaderValue};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use url::Url;

/// A client that an authorization server knows, or is about to know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Client {
    /// Its id.
    pub id: String,
    /// How it proves to be that.
    pub proof: Proof,
}

/// How a client proves who it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Proof {
    /// Not at all: what it asks for is bound to the request by PKCE.
    None,
    /// With a secret that it got when it was registered.
    Issued(Secret),
    /// With a secret of the user's, which is read from this variable each time and never kept.
    Variable {
        /// The variable.
        name: String,
        /// Its value.
        #[serde(skip)]
        value: Secret,
    },
}

impl Proof {
    pub(super) const fn secret(&self) -> Option<&Secret> {
        match self {
            Self::None => None,
            Self::Issued(secret) | Self::Variable { value: secret, .. } => Some(secret),
        }
    }
}

impl Client {
    /// Adds what proves who it is: to the head where that is taken, else to the form.
    pub(super) fn sign<'a>(
        &'a self,
        in_head: bool,
        form: &mut Vec<(&'a str, &'a str)>,
    ) -> Result<HeaderMap, Error> {
        let mut headers = HeaderMap::new();
        match self.proof.secret() {
            Some(secret) if in_head => {
                headers.insert(AUTHORIZATION, basic(&self.id, secret)?);
            }
            Some(secret) => {
                form.push(("client_id", &self.id));
                form.push(("client_secret", secret.bare()));
            }
            None => form.push(("client_id", &self.id)),
        }
        Ok(headers)
    }

    /// Whether its secret goes into the head of a request to this server.
    pub(super) fn in_head(&self, server: &Server) -> Result<bool, Error> {
        if self.proof.secret().is_none() || server.takes("client_secret_basic") {
            return Ok(true);
        }
        if server.takes("client_secret_post") {
            return Ok(false);
        }
        refused("its token endpoint takes no secrets of clients, and nothing else is there to show")
    }
}

/// RFC 6749, 2.3.1: both parts are encoded as in a form before they are joined.
fn basic(id: &str, secret: &Secret) -> Result<HeaderValue, Error> {
    let encoded =
        |text: &str| -> String { url::form_urlencoded::byte_serialize(text.as_bytes()).collect() };
    let pair = format!("{}:{}", encoded(id), encoded(secret.bare()));
    let pair = base64::Engine::encode(&STANDARD, pair);
    let mut value = HeaderValue::try_from(format!("Basic {pair}"))
        .map_err(|error| Error::Ours(error.to_string()))?;
    value.set_sensitive(true);
    Ok(value)
}

/// Registers us (RFC 7591) as a program without a secret, where that is taken.
pub(super) async fn register(
    fetch: &Fetch,
    server: &Server,
    at: &Url,
    redirect: &str,
    scopes: &[String],
) -> Result<Client, Error> {
    let method = ["none", "client_secret_basic", "client_secret_post"]
        .into_iter()
        .find(|method| server.methods.is_some() && server.takes(method))
        .unwrap_or("none");
    let mut about = json!({
        "client_name": "mcp-gatecheck",
        "application_type": "native",
        "redirect_uris": [redirect],
        "grant_types": ["authorization_code", "refresh_token"],
        "response_types": ["code"],
        "token_endpoint_auth_method": method,
    });
    if !scopes.is_empty()
        && let Some(members) = about.as_object_mut()
    {
        members.insert("scope".to_owned(), scopes.join(" ").into());
    }
    let what = "the registration endpoint";
    let reply = fetch.post_json(what, at, &about, HeaderMap::new()).await?;
    let document = answered(what, &reply)?;
    let text = |member| document.get(member).and_then(Value::as_str);
    let Some(id) = text("client_id").filter(|id| (1..=NAME).contains(&id.len())) else {
        return refused(format!(
            "{what} answered without a client_id that can be used"
        ));
    };
    let secret =
        text("client_secret").filter(|_| text("token_endpoint_auth_method") != Some("none"));
    Ok(Client {
        id: id.to_owned(),
        proof: secret.map_or(Proof::None, |secret| {
            Proof::Issued(Secret::new(secret.to_owned()))
        }),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_in_the_head_is_encoded_first() {
        let value = basic("a b", &Secret::new("c:d%".to_owned())).unwrap();
        assert!(value.is_sensitive());
        // `a+b:c%3Ad%25`
        assert_eq!(value.to_str().unwrap(), "Basic YStiOmMlM0FkJTI1");
    }

    #[test]
    fn a_secret_from_a_variable_is_not_written() {
        let client = Client {
            id: "me".to_owned(),
            proof: Proof::Variable {
                name: "VAR".to_owned(),
                value: Secret::new("hush".to_owned()),
            },
        };
        let text = serde_json::to_string(&client).unwrap();
        assert_eq!(text, r#"{"id":"me","proof":{"variable":{"name":"VAR"}}}"#);
    }
}
