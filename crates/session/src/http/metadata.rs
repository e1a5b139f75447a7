//! What a server says about signing in: its challenge, the documents that it points at, and theirs. Only GET, no credential,
//! no redirect, nothing that the guard objects to.

use crate::http::guard::Guard;
use crate::http::link::{Ask, Link};
use crate::http::site;
use crate::run::Run;
use crate::wire::Wire;
use evidence::{Caller, Event, Transport, Variant, http::Challenge};
use reqwest::Method;
use reqwest::header::{ACCEPT, HeaderMap, HeaderValue};
use serde_json::Value;
use std::time::Duration;
use tokio::time::Instant;
use url::Url;

/// How long one document may take.
const PATIENCE: Duration = Duration::from_secs(5);
/// Authorization servers that are looked at.
const SERVERS: usize = 3;

impl Run<'_> {
    /// Fetches the metadata of a server that asks for credentials, on a connection of its own.
    pub(crate) async fn look_up(&mut self) {
        let Some(site) = &self.site else { return };
        let Some(challenge) = site.challenge.clone() else {
            return;
        };
        let target = site.url.clone();
        let guard = Guard::of(&target).await;
        let client = match site::guarded(&site.witness, guard) {
            Ok(client) => client,
            Err(error) => return self.recorder.event(&Event::Ours { error }),
        };
        let link = Link::new(site, false).through(client);
        self.phase("looking up how to sign in");
        self.recorder.begin(self.sessions);
        self.sessions += 1;
        self.variant = Variant::Questions;
        self.recorder.event(&Event::Connect {
            variant: Variant::Questions,
            caller: Caller::Anonymous,
            transport: Transport::Streamable,
        });
        self.wire = Some(Wire::over_http(link));
        self.follow(&challenge, &target, guard).await;
        self.stop().await;
    }

    async fn follow(&mut self, challenge: &str, target: &Url, guard: Guard) {
        let named = Challenge::read(challenge)
            .into_iter()
            .find_map(|challenge| challenge.param("resource_metadata").map(str::to_owned));
        let places = match named.and_then(|url| target.join(&url).ok()) {
            Some(url) => vec![url],
            None => well_known(target, "oauth-protected-resource"),
        };
        self.mark("resource-metadata");
        let resource = self.first_of(places, guard).await;
        let servers = resource
            .as_ref()
            .and_then(|resource| resource.get("authorization_servers"))
            .and_then(Value::as_array);
        let issuers: Vec<Url> = servers
            .into_iter()
            .flatten()
            .filter_map(|issuer| Url::parse(issuer.as_str()?).ok())
            .take(SERVERS)
            .collect();
        self.mark("server-metadata");
        if issuers.is_empty() {
            // As it was in 2025-03-26: the server's own origin.
            let root = target.join("/").unwrap_or_else(|_| target.clone());
            self.first_of(well_known(&root, "oauth-authorization-server"), guard)
                .await;
        }
        for issuer in issuers {
            self.first_of(about(&issuer), guard).await;
        }
    }

    fn mark(&mut self, id: &str) {
        self.recorder.event(&Event::Question { id: id.into() });
    }

    /// The first of these documents that is there.
    async fn first_of(&mut self, places: Vec<Url>, guard: Guard) -> Option<Value> {
        for url in places {
            if self.finished() {
                return None;
            }
            if let Some(why) = guard.objects(&url).await {
                let url = url.to_string();
                self.recorder.event(&Event::Withheld { url, why });
                continue;
            }
            if let Some(document) = self.fetch(url).await {
                return Some(document);
            }
        }
        None
    }

    async fn fetch(&mut self, url: Url) -> Option<Value> {
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
        let agent = self.site.as_ref()?.agent();
        headers.insert(reqwest::header::USER_AGENT, agent);
        let ask = Ask {
            verb: Method::GET,
            url,
            headers,
            body: Vec::new(),
            capitals: false,
        };
        let link = self.wire.as_mut()?.link()?;
        let number = link.ask(ask, Default::default(), &mut self.recorder);
        link.read_body_of(number);
        self.until_closed(number, Instant::now() + PATIENCE).await;
        let link = self.wire.as_mut()?.link()?;
        link.leave(number, &mut self.recorder);
        // A place that cannot be reached says nothing about the next.
        link.go_on();
        serde_json::from_slice(&link.taken_body()?).ok()
    }
}

/// Where a document about this URL is: with its path, then without.
pub(super) fn well_known(of: &Url, name: &str) -> Vec<Url> {
    let path = of.path().trim_end_matches('/');
    let mut places = Vec::new();
    if !path.is_empty() {
        places.extend(of.join(&format!("/.well-known/{name}{path}")));
    }
    places.extend(of.join(&format!("/.well-known/{name}")));
    places
}

/// Where the metadata of an issuer is: RFC 8414, then OpenID Connect.
pub(super) fn about(issuer: &Url) -> Vec<Url> {
    let path = issuer.path().trim_end_matches('/');
    let inserted = [
        format!("/.well-known/oauth-authorization-server{path}"),
        format!("/.well-known/openid-configuration{path}"),
    ];
    let appended = (!path.is_empty()).then(|| format!("{path}/.well-known/openid-configuration"));
    let all = inserted.into_iter().chain(appended);
    all.filter_map(|place| issuer.join(&place).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(urls: Vec<Url>) -> Vec<String> {
        urls.into_iter().map(String::from).collect()
    }

    #[test]
    fn documents_are_where_the_standards_say() {
        let url = |text: &str| Url::parse(text).unwrap();
        assert_eq!(
            shown(well_known(
                &url("https://a.b/x/mcp?q=1"),
                "oauth-protected-resource"
            )),
            [
                "https://a.b/.well-known/oauth-protected-resource/x/mcp",
                "https://a.b/.well-known/oauth-protected-resource"
            ]
        );
        assert_eq!(
            shown(about(&url("https://a.b/t"))),
            [
                "https://a.b/.well-known/oauth-authorization-server/t",
                "https://a.b/.well-known/openid-configuration/t",
                "https://a.b/t/.well-known/openid-configuration"
            ]
        );
        assert_eq!(shown(about(&url("https://a.b/"))).len(), 2);
    }
}
