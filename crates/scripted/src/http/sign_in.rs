//! Signing in: a bearer token, and the metadata that says where a caller gets one.

use super::request::Request;
use super::response::Response;
use super::script::{Check, Document, SignIn};
use super::{PATH, Refused, Shared};
use serde_json::{Value, json};

const RESOURCE: &str = "/.well-known/oauth-protected-resource";
const SERVER: &str = "/.well-known/oauth-authorization-server";
const OPENID: &str = "/.well-known/openid-configuration";

/// Whether the caller has signed in.
pub(super) fn caller(server: &Shared, request: &Request) -> Result<bool, Refused> {
    let Some(sign_in) = &server.http().sign_in else {
        return Ok(false);
    };
    let known = |check| server.http().makes(check);
    let refuse = |check, why| {
        Err(Refused::new(
            check,
            challenge(server, request, sign_in, why),
        ))
    };
    let token = request
        .header("authorization")
        .and_then(|value| value.strip_prefix("Bearer "));
    match token {
        Some(token) if token == sign_in.token || !known(Check::TokenValue) => Ok(true),
        Some(_) => refuse(Check::TokenValue, Some("invalid_token")),
        None if !known(Check::QueryToken) && request.query("access_token").is_some() => Ok(true),
        None if !known(Check::SessionToken) && server.session(request).is_some() => Ok(true),
        None if !known(Check::Token) => Ok(false),
        None => refuse(Check::Token, None),
    }
}

/// The refusal of a caller who has not signed in.
fn challenge(
    server: &Shared,
    request: &Request,
    sign_in: &SignIn,
    error: Option<&str>,
) -> Response {
    let challenge = match &sign_in.challenge {
        Some(text) => text.render(server.values(request)),
        None => {
            let error = error.map(|error| format!(r#"error="{error}", "#));
            format!(
                r#"Bearer {}resource_metadata="{}{RESOURCE}{PATH}", scope="units:read""#,
                error.unwrap_or_default(),
                server.base
            )
            .into_bytes()
        }
    };
    let refusal = Response::error(401, &Value::Null, -32000, "Unauthorized: sign in first");
    if challenge.is_empty() {
        refusal
    } else {
        refusal.with("www-authenticate", challenge)
    }
}

/// What a path beside the protocol's endpoint holds, where there is anything.
pub(super) fn document(server: &Shared, path: &str) -> Option<Response> {
    let sign_in = server.http().sign_in.as_ref()?;
    let base = &server.base;
    let document = match path {
        _ if path == RESOURCE || path.strip_prefix(RESOURCE) == Some(PATH) => {
            sign_in.protected_resource.render(
                json!({
                    "resource": format!("{base}{PATH}"),
                    "authorization_servers": [base],
                    "scopes_supported": ["units:read", "units:write"],
                    "bearer_methods_supported": ["header"],
                }),
                base,
            )
        }
        SERVER | OPENID => sign_in.authorization_server.render(
            json!({
                "issuer": base,
                "authorization_endpoint": format!("{base}/authorize"),
                "token_endpoint": format!("{base}/token"),
                "registration_endpoint": format!("{base}/register"),
                "jwks_uri": format!("{base}/jwks"),
                "scopes_supported": ["units:read", "units:write"],
                "response_types_supported": ["code"],
                "grant_types_supported": ["authorization_code", "refresh_token"],
                "subject_types_supported": ["public"],
                "id_token_signing_alg_values_supported": ["ES256"],
                "token_endpoint_auth_methods_supported": ["none"],
                "code_challenge_methods_supported": ["S256"],
                "authorization_response_iss_parameter_supported": true,
                "client_id_metadata_document_supported": true,
            }),
            base,
        ),
        "/jwks" => br#"{"keys":[]}"#.to_vec(),
        // Nobody signs in for real: whatever comes here is refused, and stands in the log.
        "/authorize" | "/token" | "/register" => {
            return Some(Response::json(
                400,
                br#"{"error":"invalid_request"}"#.to_vec(),
            ));
        }
        _ => return None,
    };
    Some(Response::json(200, document).with("cache-control", "no-store"))
}

impl Document {
    /// The good document with its departures.
    fn render(&self, mut good: Value, base: &str) -> Vec<u8> {
        if let Some(members) = good.as_object_mut() {
            members.extend(self.set.clone());
            members.retain(|name, _| !self.without.contains(name));
        }
        good.to_string().replace("{{base}}", base).into_bytes()
    }
}
