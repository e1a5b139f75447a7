use crate::{Answer, Finding, Outcome, Severity, View, look, say};
use gate_engine::Effect;
use judge::JudgedTool;
use serde_json::Value;

/// Names of parameters that pick what the tool does.
const PICKS: [&str; 9] = [
    "action",
    "operation",
    "op",
    "method",
    "verb",
    "command",
    "cmd",
    "subcommand",
    "tool_name",
];

/// First words of values that read.
const READS: [&str; 18] = [
    "get", "list", "read", "search", "find", "query", "show", "view", "describe", "status",
    "fetch", "check", "info", "count", "head", "options", "help", "lookup",
];

/// First words of values that change something.
const WRITES: [&str; 42] = [
    "create",
    "add",
    "update",
    "delete",
    "remove",
    "set",
    "write",
    "send",
    "post",
    "put",
    "patch",
    "insert",
    "edit",
    "modify",
    "rename",
    "move",
    "archive",
    "close",
    "reopen",
    "merge",
    "assign",
    "unassign",
    "start",
    "stop",
    "restart",
    "kill",
    "run",
    "execute",
    "install",
    "uninstall",
    "enable",
    "disable",
    "publish",
    "clear",
    "reset",
    "drop",
    "append",
    "upload",
    "cancel",
    "revoke",
    "grant",
    "deploy",
];

pub(crate) fn detect(view: &View<'_>) -> Answer {
    let tools = || {
        view.judged
            .tools
            .iter()
            .filter(|tool| tool.effect != Effect::Read)
    };
    let failing: Vec<Finding> = tools().flat_map(mixed).collect();
    let open: Vec<Finding> = tools().flat_map(open).collect();
    if !failing.is_empty() {
        return Ok(Outcome::Fail { findings: failing });
    }
    let passed = view.pass_tools(|tools| {
        format!("{tools}, none of which picks between reading and writing by a parameter.")
    })?;
    if open.is_empty() {
        return Ok(passed);
    }
    let because = format!(
        "What {} does is picked by free text.",
        say::count(open.len(), "tool")
    );
    Ok(Outcome::inconclusive(
        because,
        "Look at what each takes; exclude it, or have it list its actions.",
    )
    .with(open))
}

/// Parameters that list both reading and writing actions.
fn mixed(tool: &JudgedTool) -> Vec<Finding> {
    let picks = look::properties(&tool.item).filter(|(name, _)| picks(name));
    picks
        .filter_map(|(name, schema)| {
            let values = values(&schema);
            let read = values.iter().find(|value| starts_with(value, &READS))?;
            let write = values.iter().find(|value| starts_with(value, &WRITES))?;
            let message = format!(
                "Its parameter {} picks between {} and {}.",
                say::quote(&name),
                say::quote(read),
                say::quote(write)
            );
            Some(Finding::on(&tool.item, Severity::Warning, message))
        })
        .collect()
}

/// Parameters that pick the action by any text, on a tool whose name says no action.
fn open(tool: &JudgedTool) -> Option<Finding> {
    let name = tool.item.name.as_deref()?;
    if look::words(name)
        .iter()
        .any(|word| WRITES.contains(&word.as_str()))
    {
        return None;
    }
    let free = |schema: &Value| {
        values(schema).is_empty() && schema.get("type").and_then(Value::as_str) == Some("string")
    };
    let mut picks =
        look::properties(&tool.item).filter(|(name, schema)| picks(name) && free(schema));
    let (parameter, _) = picks.next()?;
    Some(Finding::on(
        &tool.item,
        Severity::Info,
        format!(
            "Its parameter {} picks what it does by any text.",
            say::quote(&parameter)
        ),
    ))
}

fn picks(name: &str) -> bool {
    PICKS.contains(&name.to_ascii_lowercase().as_str())
}

/// The values that a schema lists, its alternatives included.
fn values(schema: &Value) -> Vec<&str> {
    let alternatives = ["anyOf", "oneOf"]
        .into_iter()
        .filter_map(|keyword| schema.get(keyword)?.as_array())
        .flatten();
    let lists = std::iter::once(schema)
        .chain(alternatives)
        .filter_map(|schema| schema.get("enum")?.as_array())
        .flatten();
    let constants = ["anyOf", "oneOf"]
        .into_iter()
        .filter_map(|keyword| schema.get(keyword)?.as_array())
        .flatten();
    lists
        .chain(constants.filter_map(|schema| schema.get("const")))
        .filter_map(Value::as_str)
        .collect()
}

fn starts_with(value: &str, verbs: &[&str]) -> bool {
    look::words(value)
        .first()
        .is_some_and(|word| verbs.contains(&word.as_str()))
}
