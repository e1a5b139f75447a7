//! The parameters of which there may be something to say, wherever they stand.

use super::filled::filled_in;
use super::private::may_ask;
use crate::shape::escape;
use serde_json::Value;

/// Where a parameter stands: the names that lead to it.
type Path<'a> = Vec<&'a str>;

/// The pointer of a path.
fn pointer(path: &Path<'_>) -> String {
    path.iter()
        .map(|name| format!("/{}", escape(name)))
        .collect()
}

/// Sees the parameters of a schema, nested ones among them.
fn nested<'a>(
    schema: &'a Value,
    path: &mut Path<'a>,
    see: &mut dyn FnMut(&Path<'a>, &'a str, &'a Value),
) {
    const DEPTH: usize = 24;
    let members = schema.as_object().into_iter().flatten();
    for (member, inner) in members.filter(|(_, inner)| inner.is_object()) {
        path.push(member);
        if path.len() < DEPTH {
            let properties = inner.as_object().filter(|_| member == "properties");
            for (name, schema) in properties.into_iter().flatten() {
                path.push(name);
                see(path, name, schema);
                path.pop();
            }
            nested(inner, path, see);
        }
        path.pop();
    }
}

/// The parameters of a tool, and the arguments of a prompt, each with its pointer, of which there may be something to say.
pub(super) fn parameters(raw: &Value) -> Vec<(String, &str, &Value)> {
    let mut found = Vec::new();
    let may = |name: &str, schema: &Value| may_ask(name) || filled_in(schema).is_some();
    if let Some(schema) = raw.get("inputSchema") {
        let mut path = vec!["inputSchema"];
        nested(schema, &mut path, &mut |path, name, schema| {
            if may(name, schema) {
                found.push((pointer(path), name, schema));
            }
        });
    }
    let arguments = raw.get("arguments").and_then(Value::as_array);
    let arguments = arguments.into_iter().flatten().enumerate();
    found.extend(arguments.filter_map(|(i, argument)| {
        let name = argument.get("name")?.as_str()?;
        Some((format!("/arguments/{i}"), name, argument))
    }));
    found
}
