//! HTTP/2 over TLS: what both ends agree on while they shake hands.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use evidence::{Facts, Transcript};
use h2::server::SendResponse;
use rcgen::{CertifiedKey, generate_simple_self_signed};
use rustls::ServerConfig;
use rustls::crypto::ring::default_provider;
use rustls::pki_types::PrivateKeyDer;
use session::Endpoint;
use std::future::pending;
use std::io::Read as _;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

/// A server of HTTP/2 only, and its certificate.
fn acceptor() -> (TlsAcceptor, String) {
    let CertifiedKey { cert, signing_key } =
        generate_simple_self_signed(vec!["127.0.0.1".to_owned()]).unwrap();
    let key = PrivateKeyDer::try_from(signing_key.serialize_der()).unwrap();
    let mut config = ServerConfig::builder_with_provider(Arc::new(default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![cert.der().clone()], key)
        .unwrap();
    config.alpn_protocols = vec![b"h2".to_vec()];
    (TlsAcceptor::from(Arc::new(config)), cert.pem())
}

/// Answers one request.
async fn answer(request: http::Request<h2::RecvStream>, mut respond: SendResponse<bytes::Bytes>) {
    let mut body = request.into_body();
    let mut bytes = Vec::new();
    while let Some(Ok(piece)) = body.data().await {
        let _room = body.flow_control().release_capacity(piece.len());
        bytes.extend_from_slice(&piece);
    }
    let said: serde_json::Value = serde_json::from_slice(&bytes).unwrap_or_default();
    let result = match said["method"].as_str().unwrap_or_default() {
        "initialize" => {
            r#"{"protocolVersion":"2025-11-25","capabilities":{"tools":{}},"serverInfo":{"name":"two","version":"2"}}"#
        }
        "tools/list" => r#"{"tools":[{"name":"a","inputSchema":{"type":"object"}}]}"#,
        _ => "{}",
    };
    let empty = said["id"].is_null();
    let head = http::Response::builder()
        .status(if empty { 202 } else { 200 })
        .header("content-type", "application/json")
        .body(())
        .unwrap();
    let Ok(mut out) = respond.send_response(head, empty) else {
        return;
    };
    if !empty {
        let text = format!(
            r#"{{"jsonrpc":"2.0","id":{},"result":{result}}}"#,
            said["id"]
        );
        let _sent = out.send_data(text.into_bytes().into(), true);
    }
}

async fn serve(listener: TcpListener, acceptor: TlsAcceptor) {
    while let Ok((stream, _)) = listener.accept().await {
        let acceptor = acceptor.clone();
        tokio::spawn(async move {
            let Ok(stream) = acceptor.accept(stream).await else {
                return;
            };
            let Ok(mut connection) = h2::server::handshake(stream).await else {
                return;
            };
            while let Some(Ok((request, respond))) = connection.accept().await {
                tokio::spawn(answer(request, respond));
            }
        });
    }
}

#[test]
fn a_server_of_http_2_is_listed() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let bytes = runtime.block_on(async {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("https://{}/mcp", listener.local_addr().unwrap());
        let (acceptor, certificate) = acceptor();
        tokio::spawn(serve(listener, acceptor));
        let mut endpoint = Endpoint::new(&url).unwrap();
        endpoint.trust(certificate.as_bytes()).unwrap();
        let options = session::Options {
            command: Vec::new(),
            directory: None,
            fence: None,
            install: None,
            env: Vec::new(),
            timeout: Duration::from_secs(20),
            start_timeout: Duration::from_secs(4),
            request_timeout: Duration::from_secs(2),
            reach: evidence::Reach::Listing,
            quick: true,
            tool_version: "0.0.0".into(),
        };
        let recorded = session::probe_http(endpoint, options, &mut |_| {}, pending()).await;
        let mut bytes = Vec::new();
        let mut recording = recorded.unwrap();
        recording.open().unwrap().read_to_end(&mut bytes).unwrap();
        bytes
    });
    let facts = Facts::read(&Transcript::read(&bytes).unwrap());
    assert_eq!(facts.inventory.tools.len(), 1, "{:?}", facts.sessions);
    let webs = facts.sessions.iter().filter_map(|s| s.web.as_ref());
    let exchanges: Vec<_> = webs.flat_map(|web| &web.exchanges).collect();
    let versions = exchanges
        .iter()
        .filter_map(|e| Some(e.response.as_ref()?.version.as_str()));
    let versions: Vec<&str> = versions.collect();
    assert!(
        !versions.is_empty() && versions.iter().all(|v| *v == "HTTP/2.0"),
        "{versions:?}"
    );
}
