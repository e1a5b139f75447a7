//! What a good server answers, in both protocol eras. Results are JSON text, so that an item reaches the wire byte for byte.

mod refusal;

pub(crate) use refusal::Refusal;

use crate::script::Client;
use crate::text::Values;
use crate::{Item, Script};
use refusal::{INVALID_PARAMS, INVALID_REQUEST, METHOD_NOT_FOUND, RESOURCE_NOT_FOUND};
use serde_json::{Map, Value, json};

/// A request or notification, and who sends it.
#[derive(Debug)]
pub(crate) struct Message {
    pub(crate) id: Option<Value>,
    pub(crate) method: String,
    pub(crate) params: Option<Value>,
    pub(crate) client: Client,
    /// How often its method has come on this connection, itself included.
    pub(crate) count: u64,
    /// How often a list was begun by its method, itself included.
    pub(crate) listing: u64,
}

/// A reply without its envelope.
pub(crate) type Reply = Result<Vec<u8>, Refusal>;

const META_VERSION: &str = "io.modelcontextprotocol/protocolVersion";
const META_CAPABILITIES: &str = "io.modelcontextprotocol/clientCapabilities";
const META_SERVER: &str = "io.modelcontextprotocol/serverInfo";

/// The envelope of a reply.
pub(crate) fn envelope(id: &str, reply: &Reply) -> Vec<u8> {
    let mut out = format!(r#"{{"jsonrpc":"2.0","id":{id},"#).into_bytes();
    match reply {
        Ok(result) => {
            out.extend_from_slice(br#""result":"#);
            out.extend_from_slice(result);
        }
        Err(refusal) => {
            let mut error = json!({ "code": refusal.code, "message": refusal.message });
            if let (Some(object), Some(data)) = (error.as_object_mut(), &refusal.data) {
                object.insert("data".to_owned(), data.clone());
            }
            out.extend_from_slice(format!(r#""error":{error}"#).as_bytes());
        }
    }
    out.push(b'}');
    out
}

/// What the capabilities of a client that sends these parameters are: those of `initialize`, or those in `_meta`.
pub(crate) fn declares(params: Option<&Value>) -> Option<bool> {
    let params = params?;
    let capabilities = params
        .get("capabilities")
        .or_else(|| params.get("_meta")?.get(META_CAPABILITIES))?;
    Some(
        capabilities
            .as_object()
            .is_some_and(|declared| !declared.is_empty()),
    )
}

/// Whether a message is of the era without handshake.
pub(crate) fn is_modern(method: &str, params: Option<&Value>) -> bool {
    method == "server/discover"
        || params
            .and_then(|params| params.get("_meta")?.get(META_VERSION))
            .is_some()
}

/// Answers as a good server would. `ready` tells whether `initialize` was answered on this connection.
pub(crate) fn answer(script: &Script, message: &Message, ready: bool) -> Reply {
    if message
        .params
        .as_ref()
        .is_some_and(|params| !params.is_object())
    {
        return Err(Refusal::new(
            INVALID_PARAMS,
            "Invalid params: an object was expected",
        ));
    }
    if message.method == "initialize" {
        return initialize(script, message);
    }
    if script.modern.is_empty() && message.method == "server/discover" {
        return Err(unknown_method(message));
    }
    admit(script, message, ready)?;
    let capability = message.method.split('/').next().unwrap_or_default();
    let offers = capabilities(script).contains_key(capability);
    match message.method.as_str() {
        "server/discover" => Ok(discover(script)),
        "ping" if !message.client.modern => Ok(b"{}".to_vec()),
        "tools/list" if offers => list(script, message, "tools", &script.tools),
        "resources/list" if offers => list(script, message, "resources", &script.resources),
        "resources/templates/list" if offers => {
            list(script, message, "resourceTemplates", &script.templates)
        }
        "prompts/list" if offers => list(script, message, "prompts", &script.prompts),
        "tools/call" if offers => call(script, message),
        "resources/read" if offers => read(script, message),
        "prompts/get" if offers => prompt(script, message),
        _ => Err(unknown_method(message)),
    }
}

/// Whether a request follows `initialize`, or carries what its era asks of each request.
pub(crate) fn admit(script: &Script, message: &Message, ready: bool) -> Result<(), Refusal> {
    if message.client.modern && !script.modern.is_empty() {
        check_meta(script, message)
    } else if ready || message.method == "ping" && !script.legacy.is_empty() {
        Ok(())
    } else {
        Err(unready(script))
    }
}

/// What a request gets that neither follows `initialize` nor carries its own `_meta`.
fn unready(script: &Script) -> Refusal {
    if script.modern.is_empty() {
        Refusal::malformed(
            INVALID_REQUEST,
            "Server not initialized: send initialize first",
        )
    } else {
        Refusal::malformed(
            INVALID_PARAMS,
            "Invalid params: _meta lacks the protocol version",
        )
    }
}

fn unknown_method(message: &Message) -> Refusal {
    Refusal::new(
        METHOD_NOT_FOUND,
        format!("Method not found: {}", message.method),
    )
}

fn initialize(script: &Script, message: &Message) -> Reply {
    let asked = message
        .params
        .as_ref()
        .and_then(|params| params.get("protocolVersion"))
        .unwrap_or(&Value::Null);
    let Some(newest) = script.legacy.first() else {
        return Err(Refusal::unsupported(script, asked));
    };
    let Some(asked) = asked.as_str() else {
        return Err(Refusal::new(
            INVALID_PARAMS,
            "Invalid params: protocolVersion must be a string",
        ));
    };
    let version = script
        .legacy
        .iter()
        .find(|known| *known == asked)
        .unwrap_or(newest);
    let mut result = json!({ "protocolVersion": version, "capabilities": capabilities(script), "serverInfo": server_info(script) });
    if let (Some(object), Some(instructions)) = (result.as_object_mut(), &script.instructions) {
        object.insert(
            "instructions".to_owned(),
            Value::String(instructions.clone()),
        );
    }
    Ok(result.to_string().into_bytes())
}

fn discover(script: &Script) -> Vec<u8> {
    let mut members = vec![
        (
            "supportedVersions",
            json!(script.modern).to_string().into_bytes(),
        ),
        (
            "capabilities",
            Value::Object(capabilities(script)).to_string().into_bytes(),
        ),
    ];
    if let Some(instructions) = &script.instructions {
        members.push(("instructions", json!(instructions).to_string().into_bytes()));
    }
    members.extend(caching());
    members.extend(identity(script));
    object(&members)
}

/// The members that each request of the modern era must have in its `_meta`.
fn check_meta(script: &Script, message: &Message) -> Result<(), Refusal> {
    let meta = |key| {
        message
            .params
            .as_ref()
            .and_then(|params| params.get("_meta")?.get(key))
    };
    let Some(version) = meta(META_VERSION) else {
        return Err(Refusal::malformed(
            INVALID_PARAMS,
            "Invalid params: _meta lacks the protocol version",
        ));
    };
    if !script.modern.iter().any(|known| version == known) {
        return Err(Refusal::unsupported(script, version));
    }
    if !meta(META_CAPABILITIES).is_some_and(Value::is_object) {
        return Err(Refusal::malformed(
            INVALID_PARAMS,
            "Invalid params: _meta lacks the client's capabilities",
        ));
    }
    Ok(())
}

fn server_info(script: &Script) -> Value {
    json!({ "name": script.name, "version": script.version })
}

fn capabilities(script: &Script) -> Map<String, Value> {
    script.capabilities.clone().unwrap_or_else(|| {
        let resources = !script.resources.is_empty() || !script.templates.is_empty();
        let offered = [
            ("tools", !script.tools.is_empty()),
            ("resources", resources),
            ("prompts", !script.prompts.is_empty()),
        ];
        offered
            .iter()
            .filter(|(_, offers)| *offers)
            .map(|(name, _)| ((*name).to_owned(), json!({})))
            .collect()
    })
}

/// How long a result of the modern era may be kept, and for whom.
fn caching() -> [(&'static str, Vec<u8>); 2] {
    [
        ("ttlMs", b"0".to_vec()),
        ("cacheScope", br#""public""#.to_vec()),
    ]
}

/// What every result of the modern era says of itself.
fn identity(script: &Script) -> [(&'static str, Vec<u8>); 2] {
    let meta = json!({ META_SERVER: server_info(script) })
        .to_string()
        .into_bytes();
    [("resultType", br#""complete""#.to_vec()), ("_meta", meta)]
}

fn object(members: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut out = vec![b'{'];
    for (index, (key, value)) in members.iter().enumerate() {
        out.extend_from_slice(
            format!("{}\"{key}\":", if index == 0 { "" } else { "," }).as_bytes(),
        );
        out.extend_from_slice(value);
    }
    out.push(b'}');
    out
}

/// The definitions that this client is shown, each with its repeats.
fn shown(items: &[Item], message: &Message, listing: u64) -> Vec<Vec<u8>> {
    let fits = |item: &&Item| {
        item.when.is_none_or(|when| when.fits(message.client))
            && item.from.is_none_or(|from| listing >= from)
    };
    let render = |item: &Item, number| {
        item.text().map(|text| {
            text.render(Values {
                number,
                count: message.count,
                ..Values::NONE
            })
        })
    };
    items
        .iter()
        .filter(fits)
        .flat_map(|item| (1..=item.times).filter_map(move |number| render(item, number)))
        .collect()
}

fn list(script: &Script, message: &Message, key: &'static str, items: &[Item]) -> Reply {
    let all = shown(items, message, message.listing);
    let size = script
        .page_size
        .map_or(usize::MAX, std::num::NonZeroUsize::get);
    let first = match message
        .params
        .as_ref()
        .and_then(|params| params.get("cursor"))
    {
        None => 0,
        Some(cursor) => page_start(cursor, size, all.len())?,
    };
    let page: Vec<&[u8]> = all
        .iter()
        .skip(first)
        .take(size)
        .map(Vec::as_slice)
        .collect();
    let mut members = vec![(key, [&b"["[..], &page.join(&b","[..]), b"]"].concat())];
    if let Some(next) = first.checked_add(size).filter(|next| *next < all.len()) {
        members.push(("nextCursor", format!("\"after-{next}\"").into_bytes()));
    }
    if message.client.modern {
        members.extend(caching());
        members.extend(identity(script));
    }
    Ok(object(&members))
}

fn page_start(cursor: &Value, size: usize, items: usize) -> Result<usize, Refusal> {
    let start = cursor
        .as_str()
        .and_then(|cursor| cursor.strip_prefix("after-")?.parse::<usize>().ok());
    start
        .filter(|start| *start > 0 && *start < items && start % size == 0)
        .ok_or_else(|| {
            Refusal::new(
                INVALID_PARAMS,
                "Invalid params: cursor is none that this server gave",
            )
        })
}

/// Finds the item that a request names, and answers with `result`.
fn named(
    script: &Script,
    message: &Message,
    items: &[Item],
    key: &str,
    code: i64,
    result: Value,
) -> Reply {
    let asked = message
        .params
        .as_ref()
        .and_then(|params| params.get(key))
        .and_then(Value::as_str);
    let Some(asked) = asked else {
        return Err(Refusal::new(
            INVALID_PARAMS,
            format!("Invalid params: {key} must be a string"),
        ));
    };
    let known = shown(items, message, u64::MAX)
        .iter()
        .filter_map(|item| serde_json::from_slice::<Value>(item).ok())
        .any(|item| item.get(key).and_then(Value::as_str) == Some(asked));
    if !known {
        return Err(Refusal::new(
            code,
            format!("Nothing here has the {key} {}", Value::from(asked)),
        ));
    }
    let members = result
        .as_object()
        .into_iter()
        .flatten()
        .map(|(key, value)| (key.as_str(), value.to_string().into_bytes()));
    let mut members: Vec<_> = members.collect();
    if message.client.modern {
        members.extend(identity(script));
    }
    Ok(object(&members))
}

fn call(script: &Script, message: &Message) -> Reply {
    let text = "This server is scripted: it lists its tools and runs none of them.";
    let result = json!({ "content": [{ "type": "text", "text": text }], "isError": true });
    named(
        script,
        message,
        &script.tools,
        "name",
        INVALID_PARAMS,
        result,
    )
}

fn read(script: &Script, message: &Message) -> Reply {
    let uri = message
        .params
        .as_ref()
        .and_then(|params| params.get("uri"))
        .unwrap_or(&Value::Null);
    let mut result = json!({ "contents": [{ "uri": uri, "text": "scripted" }] });
    if let (Some(object), true) = (result.as_object_mut(), message.client.modern) {
        object.insert("ttlMs".to_owned(), json!(0));
        object.insert("cacheScope".to_owned(), json!("public"));
    }
    let code = if message.client.modern {
        INVALID_PARAMS
    } else {
        RESOURCE_NOT_FOUND
    };
    named(script, message, &script.resources, "uri", code, result)
}

fn prompt(script: &Script, message: &Message) -> Reply {
    let result = json!({ "messages": [{ "role": "user", "content": { "type": "text", "text": "scripted" } }] });
    named(
        script,
        message,
        &script.prompts,
        "name",
        INVALID_PARAMS,
        result,
    )
}
