//! A server on rmcp's own server side, which lets nobody in without a token and says where to get one. It runs in the test itself.

use super::process::TOKEN;
use http_body_util::combinators::BoxBody;
use http_body_util::{BodyExt as _, Full};
use hyper::body::{Bytes, Incoming};
use hyper::header::{AUTHORIZATION, CONTENT_TYPE, HeaderValue, WWW_AUTHENTICATE};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use rmcp::ServerHandler;
use rmcp::model::{
    ErrorData, Implementation, ListToolsResult, PaginatedRequestParams, ServerCapabilities,
    ServerConfig, Tool, ToolAnnotations,
};
use rmcp::service::{RequestContext, RoleServer};
use rmcp::transport::streamable_http_server::session::local::LocalSessionManager;
use rmcp::transport::streamable_http_server::{StreamableHttpServerConfig, StreamableHttpService};
use serde_json::{Value, json};
use std::convert::Infallible;
use std::net::Ipv4Addr;
use std::sync::Arc;
use tokio::net::TcpListener;
use tokio::runtime::Runtime;

/// Which tokens it takes.
const SCOPES: [&str; 2] = ["units:read", "units:write"];

type Answer = Response<BoxBody<Bytes, Infallible>>;
type Service = StreamableHttpService<Units, LocalSessionManager>;

/// A server that listens; dropping it ends it.
pub(crate) struct Served {
    _runtime: Runtime,
    /// Where its endpoint is.
    pub(crate) url: String,
}

/// Starts it.
pub(crate) fn served() -> Served {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .unwrap();
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0));
    let listener = runtime.block_on(listener).unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let url = format!("{base}/mcp");
    runtime.spawn(listen(listener, base));
    Served {
        _runtime: runtime,
        url,
    }
}

async fn listen(listener: TcpListener, base: String) {
    let config = StreamableHttpServerConfig::default().enforce_origin_validation();
    let service = Service::new(|| Ok(Units), Arc::default(), config);
    let base = Arc::new(base);
    while let Ok((stream, _)) = listener.accept().await {
        let (service, base) = (service.clone(), Arc::clone(&base));
        let answer = service_fn(move |request| {
            let (service, base) = (service.clone(), Arc::clone(&base));
            async move { Ok::<_, Infallible>(answer(request, &service, &base).await) }
        });
        let connection = http1::Builder::new().serve_connection(TokioIo::new(stream), answer);
        tokio::spawn(connection);
    }
}

async fn answer(request: Request<Incoming>, service: &Service, base: &str) -> Answer {
    match request.uri().path() {
        "/mcp" if knows(&request) => service.handle(request).await,
        "/mcp" => refused(base),
        "/.well-known/oauth-protected-resource/mcp" => document(&json!({
            "resource": format!("{base}/mcp"),
            "authorization_servers": [format!("{base}/issuer")],
            "scopes_supported": SCOPES,
            "bearer_methods_supported": ["header"],
        })),
        "/.well-known/oauth-authorization-server/issuer" => document(&json!({
            "issuer": format!("{base}/issuer"),
            "authorization_endpoint": format!("{base}/issuer/authorize"),
            "token_endpoint": format!("{base}/issuer/token"),
            "registration_endpoint": format!("{base}/issuer/register"),
            "response_types_supported": ["code"],
            "grant_types_supported": ["authorization_code", "refresh_token"],
            "code_challenge_methods_supported": ["S256"],
            "scopes_supported": SCOPES,
            "client_id_metadata_document_supported": true,
            "authorization_response_iss_parameter_supported": true,
        })),
        _ => plain(StatusCode::NOT_FOUND, Bytes::new()),
    }
}

fn knows(request: &Request<Incoming>) -> bool {
    let shown = request.headers().get(AUTHORIZATION);
    shown.is_some_and(|shown| shown.as_bytes() == format!("Bearer {TOKEN}").as_bytes())
}

fn refused(base: &str) -> Answer {
    let mut answer = plain(StatusCode::UNAUTHORIZED, Bytes::new());
    let challenge = format!(
        "Bearer resource_metadata=\"{base}/.well-known/oauth-protected-resource/mcp\", scope=\"{}\"",
        SCOPES[0]
    );
    let challenge = HeaderValue::try_from(challenge).unwrap();
    answer.headers_mut().insert(WWW_AUTHENTICATE, challenge);
    answer
}

fn document(value: &Value) -> Answer {
    let mut answer = plain(StatusCode::OK, value.to_string().into());
    let json = HeaderValue::from_static("application/json");
    answer.headers_mut().insert(CONTENT_TYPE, json);
    answer
}

fn plain(status: StatusCode, body: Bytes) -> Answer {
    let mut answer = Response::new(Full::new(body).boxed());
    *answer.status_mut() = status;
    answer
}

/// What it serves: one tool.
struct Units;

impl ServerHandler for Units {
    fn get_info(&self) -> ServerConfig {
        let offers = ServerCapabilities::builder().enable_tools().build();
        ServerConfig::new(offers).with_server_info(Implementation::new("units", "1.0.0"))
    }

    async fn list_tools(
        &self,
        _page: Option<PaginatedRequestParams>,
        _context: RequestContext<RoleServer>,
    ) -> Result<ListToolsResult, ErrorData> {
        Ok(ListToolsResult::with_all_items(vec![convert_length()]))
    }
}

fn convert_length() -> Tool {
    let object = |value: Value| Arc::new(value.as_object().unwrap().clone());
    let takes = json!({
        "type": "object",
        "properties": {"metres": {"type": "number", "minimum": 0, "maximum": 1e9, "description": "The length in metres."}},
        "required": ["metres"],
        "additionalProperties": false,
    });
    let returns = json!({
        "type": "object",
        "properties": {"feet": {"type": "number", "description": "The length in feet."}},
        "required": ["feet"],
    });
    let hints = ToolAnnotations::new()
        .read_only(true)
        .destructive(false)
        .idempotent(true)
        .open_world(false);
    Tool::new(
        "convert_length",
        "Converts a length from metres to feet.",
        object(takes),
    )
    .with_raw_output_schema(object(returns))
    .with_annotations(hints)
}
