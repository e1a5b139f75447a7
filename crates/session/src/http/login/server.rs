//! An authorization server, as its metadata (RFC 8414, OpenID Connect Discovery) describe it.

use super::{Error, NAME, quoted, refused};
use serde_json::Value;
use url::Url;

/// What is read of the metadata.
#[derive(Debug, Clone)]
pub(super) struct Server {
    /// Its name as it writes it.
    pub(super) issuer: String,
    pub(super) authorization: Option<Url>,
    pub(super) token: Url,
    pub(super) registration: Option<Url>,
    pub(super) revocation: Option<Url>,
    /// Whether it takes challenges made with SHA-256 (RFC 7636).
    pub(super) s256: bool,
    /// Whether its answers say who it is (RFC 9207).
    pub(super) signs: bool,
    /// How clients may prove who they are at the token endpoint; none where it does not say.
    pub(super) methods: Option<Vec<String>>,
    /// What it gives tokens for; none where it does not say.
    pub(super) grants: Option<Vec<String>>,
}

impl Server {
    /// Reads the metadata of this issuer.
    pub(super) fn read(document: &Value, issuer: &str) -> Result<Self, Error> {
        let text = |member| {
            let text = document.get(member).and_then(Value::as_str);
            text.filter(|text| text.len() <= NAME)
        };
        let url = |member| text(member).and_then(|url| Url::parse(url).ok());
        let list = |member| {
            let list = document.get(member)?.as_array()?.iter();
            let names = list.filter_map(Value::as_str).map(str::to_owned);
            Some(names.collect::<Vec<_>>())
        };
        let says = text("issuer").unwrap_or_default();
        // A name with and without a last slash is the same place: SDKs add one.
        if says.trim_end_matches('/') != issuer.trim_end_matches('/') {
            return refused(format!(
                "the metadata of the authorization server {} are those of another, {}",
                quoted(issuer),
                quoted(says)
            ));
        }
        let Some(token) = url("token_endpoint") else {
            return refused(format!(
                "the authorization server {} names no token endpoint",
                quoted(says)
            ));
        };
        let methods = list("code_challenge_methods_supported").unwrap_or_default();
        let signs = document.get("authorization_response_iss_parameter_supported");
        Ok(Self {
            issuer: says.to_owned(),
            authorization: url("authorization_endpoint"),
            token,
            registration: url("registration_endpoint"),
            revocation: url("revocation_endpoint"),
            s256: methods.iter().any(|method| method == "S256"),
            signs: signs.and_then(Value::as_bool).unwrap_or(false),
            methods: list("token_endpoint_auth_methods_supported"),
            grants: list("grant_types_supported"),
        })
    }

    /// Whether clients may prove who they are in this way. RFC 8414: with a secret in a header, where nothing is said.
    pub(super) fn takes(&self, method: &str) -> bool {
        match &self.methods {
            Some(methods) => methods.iter().any(|known| known == method),
            None => method == "client_secret_basic",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn metadata_must_be_those_of_the_issuer() {
        let document = json!({"issuer": "https://a.b/", "token_endpoint": "https://c.d/token"});
        assert_eq!(
            Server::read(&document, "https://a.b").unwrap().issuer,
            "https://a.b/"
        );
        assert!(Server::read(&document, "https://a.c").is_err());
        assert!(Server::read(&json!({"issuer": "https://a.b"}), "https://a.b").is_err());
        assert!(Server::read(&json!({"token_endpoint": "https://c.d"}), "https://a.b").is_err());
    }
}
