//! Command or URL: what an entry starts or reaches.

use super::entry::Wrong;
use super::settings;
use crate::client::BareUrl;
use crate::tree::{Node, Value};
use crate::{Client, Http, HttpKind, Setting, Stdio, Template, Transport};

/// A transport, with what is odd about it.
pub(super) struct Said {
    pub(super) transport: Transport,
    /// Why the client would pass over it.
    pub(super) skipped: Option<String>,
    pub(super) remarks: Vec<(u32, String)>,
}

/// What the word of a `type` means.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Type {
    Stdio,
    Http(HttpKind),
    /// Only the client can start it.
    Own,
}

const TYPES: &[(&str, Type)] = &[
    ("stdio", Type::Stdio),
    ("local", Type::Stdio),
    ("command", Type::Stdio),
    ("custom", Type::Stdio),
    ("http", Type::Http(HttpKind::Streamable)),
    ("streamable-http", Type::Http(HttpKind::Streamable)),
    ("streamablehttp", Type::Http(HttpKind::Streamable)),
    ("streamable_http", Type::Http(HttpKind::Streamable)),
    ("remote", Type::Http(HttpKind::Unstated)),
    ("url", Type::Http(HttpKind::Unstated)),
    ("sse", Type::Http(HttpKind::Sse)),
    ("ws", Type::Http(HttpKind::WebSocket)),
    ("websocket", Type::Http(HttpKind::WebSocket)),
    ("builtin", Type::Own),
    ("platform", Type::Own),
    ("frontend", Type::Own),
    ("inline_python", Type::Own),
];

pub(super) fn transport(client: &'static Client, node: &Node) -> Result<Said, Wrong> {
    let first = |keys: &[&'static str]| keys.iter().find_map(|key| Some((*key, node.get(key)?)));
    let command = first(&["command", "cmd"]).filter(|(_, node)| !matches!(node.value, Value::Null));
    let url = first(&["httpUrl", "url", "serverUrl", "uri"])
        .filter(|(_, node)| !matches!(node.value, Value::Null));
    let word = first(&["type", "transport", "transportType"]).and_then(|(_, node)| node.text());
    let meant = word.map(|word| {
        let lower = word.to_ascii_lowercase();
        TYPES
            .iter()
            .find(|(known, _)| *known == lower)
            .map(|(_, meant)| *meant)
    });
    let mut said = Said {
        transport: Transport::Other(String::new()),
        skipped: None,
        remarks: Vec::new(),
    };
    if meant == Some(Some(Type::Own)) {
        said.transport = Transport::Other(word.unwrap_or_default().to_owned());
        return Ok(said);
    }
    if let (Some((one, _)), Some((other, at))) = (command, url) {
        let what = format!("it has both `{one}` and `{other}`: one of them is passed over");
        said.remarks.push((at.line, what));
    }
    let takes_url = matches!(meant, Some(Some(Type::Http(_)))) || command.is_none();
    match (command, url) {
        (_, Some((key, at))) if takes_url => {
            let kind = match meant.flatten() {
                Some(Type::Http(kind)) => kind,
                _ => kind(client, key),
            };
            said.transport = Transport::Http(http(client, node, kind, at, &mut said.remarks)?);
        }
        (Some((key, at)), _) => {
            said.transport = Transport::Stdio(stdio(client, node, key, at, &mut said.remarks)?);
        }
        (None, _) => return Err(nothing(node)),
    }
    match misfit(&said.transport, word, meant) {
        Some(why) if client.habits.heeds_type => said.skipped = Some(why),
        // It may go by what is there whatever the type, so it counts.
        Some(why) => said.remarks.push((node.line, why)),
        None => said.skipped = typeless(client, &said.transport, meant),
    }
    Ok(said)
}

fn nothing(node: &Node) -> Wrong {
    let what = "it has neither a command nor a URL".to_owned();
    (
        node.line,
        what,
        "`command` with `args`, or `url`".to_owned(),
    )
}

/// Which transport a URL without a `type` is reached over. Gemini CLI tells by the name of the key.
fn kind(client: &Client, key: &str) -> HttpKind {
    match client.habits.bare_url {
        _ if key == "httpUrl" => HttpKind::Streamable,
        BareUrl::Over(kind) => kind,
        BareUrl::Nothing => HttpKind::Unstated,
    }
}

/// What is wrong with a type.
fn misfit(
    transport: &Transport,
    word: Option<&str>,
    meant: Option<Option<Type>>,
) -> Option<String> {
    match (transport, meant?) {
        (_, None) => Some(format!(
            "its type `{}` is none that is known",
            word.unwrap_or_default()
        )),
        (Transport::Http(_), Some(Type::Stdio)) => {
            Some("its type is that of a command, and it has none".to_owned())
        }
        (Transport::Stdio(_), Some(Type::Http(_))) => {
            Some("its type is that of a URL, and it has none".to_owned())
        }
        _ => None,
    }
}

/// Why the client would pass over an entry without a type.
fn typeless(client: &Client, transport: &Transport, meant: Option<Option<Type>>) -> Option<String> {
    let http = matches!(transport, Transport::Http(_));
    (http && meant.is_none() && client.habits.bare_url == BareUrl::Nothing)
        .then(|| "a `url` without a `type` is taken for a command".to_owned())
}

fn stdio(
    client: &Client,
    node: &Node,
    key: &str,
    command: &Node,
    remarks: &mut Vec<(u32, String)>,
) -> Result<Stdio, Wrong> {
    let template = |text: &str| Template::parse(text, client.habits.dialect);
    let wrong = || {
        let what = format!("`{key}` is {}", command.kind());
        (command.line, what, "a program, as a text".to_owned())
    };
    let mut words = match &command.value {
        Value::Text(text) if !text.trim().is_empty() => vec![template(text)],
        Value::List(list) => list
            .iter()
            .map(|word| word.text().map(template).ok_or_else(wrong))
            .collect::<Result<Vec<_>, _>>()?,
        Value::Text(_) => {
            return Err((
                command.line,
                format!("`{key}` is empty"),
                "a program".to_owned(),
            ));
        }
        // Zed before: `command` holds `path`, `args` and `env`.
        Value::Map(_) => match command.get("path").and_then(Node::text) {
            Some(path) => {
                let mut inner = stdio_rest(client, command, remarks)?;
                inner.command = template(path);
                return Ok(inner);
            }
            None => return Err(wrong()),
        },
        _ => return Err(wrong()),
    };
    if words.is_empty() {
        return Err((
            command.line,
            format!("`{key}` is empty"),
            "a program".to_owned(),
        ));
    }
    let mut stdio = stdio_rest(client, node, remarks)?;
    stdio.command = words.remove(0);
    words.append(&mut stdio.args);
    stdio.args = words;
    Ok(stdio)
}

/// Everything but the command.
fn stdio_rest(
    client: &Client,
    node: &Node,
    remarks: &mut Vec<(u32, String)>,
) -> Result<Stdio, Wrong> {
    let template = |text: &str| Template::parse(text, client.habits.dialect);
    let path = |keys: &[&str]| {
        let member = keys.iter().find_map(|key| node.get(key))?;
        member.text().map(template)
    };
    let mut env = settings::named(client, node, &["env", "environment", "envs"], remarks);
    env.extend(passed_on(node));
    Ok(Stdio {
        command: Template::default(),
        args: args(client, node)?,
        env,
        cwd: path(&["cwd", "working_directory", "workingDirectory"]),
        env_file: path(&["envFile", "env_file"]),
    })
}

fn args(client: &Client, node: &Node) -> Result<Vec<Template>, Wrong> {
    let Some(args) = node.get("args") else {
        return Ok(vec![]);
    };
    let wrong = |at: &Node| {
        let what = format!("`args` holds {}", at.kind());
        (at.line, what, "a list of texts".to_owned())
    };
    match &args.value {
        Value::Null => Ok(vec![]),
        Value::List(list) => list
            .iter()
            .map(|word| {
                let text = settings::scalar(word).ok_or_else(|| wrong(word))?;
                Ok(Template::parse(&text, client.habits.dialect))
            })
            .collect(),
        _ => Err(wrong(args)),
    }
}

/// Variables that are passed on by name: `env_vars`, `env_keys`.
fn passed_on(node: &Node) -> Vec<Setting> {
    let lists = ["env_vars", "env_keys"]
        .iter()
        .filter_map(|key| node.get(key));
    let names = lists.flat_map(|list| match &list.value {
        Value::List(list) => list.as_slice(),
        _ => &[],
    });
    names
        .filter_map(|node| {
            let name = node.text().or_else(|| node.get("name")?.text())?;
            Some(settings::passed(name, node.line, name))
        })
        .collect()
}

fn http(
    client: &Client,
    node: &Node,
    kind: HttpKind,
    url: &Node,
    remarks: &mut Vec<(u32, String)>,
) -> Result<Http, Wrong> {
    let Some(text) = url.text().filter(|text| !text.trim().is_empty()) else {
        let what = format!(
            "the URL is {}",
            if url.text().is_some() {
                "empty"
            } else {
                url.kind()
            }
        );
        return Err((
            url.line,
            what,
            "a URL, as https://example.org/mcp".to_owned(),
        ));
    };
    let mut headers = settings::named(client, node, &["headers", "http_headers"], remarks);
    for (key, value) in node
        .get("env_http_headers")
        .and_then(Node::map)
        .unwrap_or_default()
    {
        headers.extend(
            value
                .text()
                .map(|name| settings::passed(&key.name, key.line, name)),
        );
    }
    if let Some(variable) = node.get("bearer_token_env_var")
        && let Some(name) = variable.text()
    {
        headers.push(settings::passed("Authorization", variable.line, name));
    }
    Ok(Http {
        url: Template::parse(text, client.habits.dialect),
        kind,
        headers,
    })
}
