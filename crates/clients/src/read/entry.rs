//! One server's entry.

use super::{Reader, exposed, settings, transport};
use crate::client::Off;
use crate::tree::{Node, Value};
use crate::{Approval, At, Client, Entry, State, ToolFilter, Transport};
use std::collections::BTreeSet;
use std::time::Duration;

/// Why an entry is none: the line, what is wrong, what was expected.
pub(super) type Wrong = (u32, String, String);

pub(super) fn entry(reader: &Reader, name: &str, line: u32, node: &Node) -> Result<Entry, Wrong> {
    if node.map().is_none() {
        let what = format!("the server is {}", node.kind());
        return Err((
            node.line,
            what,
            "an object with a command or a URL".to_owned(),
        ));
    }
    let said = transport::transport(reader.client, node)?;
    let mut entry = bare(reader, name, line, said.transport);
    entry.remarks = said.remarks;
    if let Some(why) = said.skipped {
        entry.state = State::Skipped(why);
    }
    if let Some(why) = switched_off(reader.client, node, &mut entry.remarks) {
        entry.state = State::Off(why);
    }
    entry.tools = tools(reader, node);
    entry.approval = approval(reader, node);
    let unit = if reader.client.habits.seconds {
        1.0
    } else {
        0.001
    };
    entry.start_timeout =
        time(node, "startup_timeout_sec", 1.0).or_else(|| time(node, "startup_timeout_ms", 0.001));
    entry.timeout = time(node, "timeout", unit).or_else(|| time(node, "tool_timeout_sec", 1.0));
    entry.exposed = exposed::of(node, reader.client.habits.dialect);
    Ok(entry)
}

/// An entry of which nothing else is said.
pub(super) fn bare(reader: &Reader, name: &str, line: u32, transport: Transport) -> Entry {
    Entry {
        client: reader.client,
        scope: reader.scope,
        project: None,
        file: reader.file.clone(),
        line,
        name: name.to_owned(),
        transport,
        state: State::On,
        tools: ToolFilter::default(),
        approval: Approval::Asks,
        start_timeout: None,
        timeout: None,
        remarks: Vec::new(),
        exposed: Vec::new(),
    }
}

/// How the entry is switched off; a member that the client does not heed is among what is odd about it.
fn switched_off(client: &Client, node: &Node, remarks: &mut Vec<(u32, String)>) -> Option<String> {
    let heeds = client.habits.off;
    let mut off = None;
    for (name, value, heeded) in [
        (
            "disabled",
            true,
            matches!(heeds, Off::Disabled | Off::Either),
        ),
        (
            "enabled",
            false,
            matches!(heeds, Off::Enabled | Off::Either),
        ),
    ] {
        let Some(member) = node.get(name) else {
            continue;
        };
        if !matches!(member.value, Value::Bool(said) if said == value) {
            continue;
        }
        if heeded {
            off.get_or_insert(format!("`{name}` is {value}, line {}", member.line));
        } else {
            let what = format!(
                "`{name}` is {value}, and {} is not known to heed that",
                client.name
            );
            remarks.push((member.line, what));
        }
    }
    off
}

/// Which tools are let through.
fn tools(reader: &Reader, node: &Node) -> ToolFilter {
    let all = |keys: &[&str]| {
        let lists = keys.iter().filter_map(|key| node.get(key));
        // Codex keeps something else about each tool under `tools`.
        let mut lists = lists.filter(|list| list.map().is_none()).peekable();
        lists.peek()?;
        Some(lists.flat_map(settings::texts).collect::<BTreeSet<_>>())
    };
    let mut filter = ToolFilter {
        only: all(&[
            "includeTools",
            "enabled_tools",
            "enabledTools",
            "available_tools",
            "tools",
        ]),
        never: all(&["excludeTools", "disabled_tools", "disabledTools"]).unwrap_or_default(),
        ..ToolFilter::default()
    };
    // To Goose and to Amp an empty list is none.
    let empty_is_none = matches!(reader.client.id, "goose" | "amp");
    if empty_is_none && filter.only.as_ref().is_some_and(BTreeSet::is_empty) {
        filter.only = None;
    }
    filter
}

/// What runs unasked.
fn approval(reader: &Reader, node: &Node) -> Approval {
    let at = |line| At {
        file: reader.file.clone(),
        line,
    };
    for (key, all) in [
        ("trust", |value: &Value| matches!(value, Value::Bool(true))),
        ("autoApprove", |value: &Value| {
            matches!(value, Value::Bool(true))
        }),
        (
            "default_tools_approval_mode",
            |value: &Value| matches!(value, Value::Text(mode) if mode == "approve"),
        ),
    ] as [(&str, fn(&Value) -> bool); 3]
    {
        if let Some(member) = node.get(key).filter(|member| all(&member.value)) {
            return Approval::All(at(member.line));
        }
    }
    let mut unasked: BTreeSet<String> = BTreeSet::new();
    let mut line = None;
    for key in ["autoApprove", "alwaysAllow", "autoAllow"] {
        if let Some(member) = node.get(key) {
            let before = unasked.len();
            unasked.extend(settings::texts(member));
            if unasked.len() > before {
                line.get_or_insert(member.line);
            }
        }
    }
    for (key, tool) in node.get("tools").and_then(Node::map).unwrap_or_default() {
        let mode = tool
            .get("approval_mode")
            .filter(|mode| mode.text() == Some("approve"));
        if let Some(mode) = mode {
            unasked.insert(key.name.clone());
            line.get_or_insert(mode.line);
        }
    }
    match line {
        Some(line) if unasked.contains("*") => Approval::All(at(line)),
        Some(line) => Approval::Tools(at(line), unasked),
        None => Approval::Asks,
    }
}

fn time(node: &Node, name: &str, unit: f64) -> Option<Duration> {
    let number = match &node.get(name)?.value {
        Value::Number(number) => *number,
        Value::Text(text) => text.trim().parse().ok()?,
        _ => return None,
    };
    Duration::try_from_secs_f64(number * unit).ok()
}
