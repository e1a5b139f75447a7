//! `explain` and `list`.

use crate::args::{Explain, List, Listable, Look};
use crate::failure::Failure;
use crate::{files, output, run, terminal};
use evidence::Facts;
use evidence::build::Server;
use serde_json::Value;
use std::path::Path;

pub(crate) fn explain(args: &Explain, look: &Look) -> Result<u8, Failure> {
    let style = terminal::style(look);
    let path = Path::new(&args.what);
    let text = if path.is_file() {
        let judged = judge::judge(&facts(path)?);
        report::explain_tools(&judged, args.tool.as_deref(), style)
            .ok_or_else(|| no_tool(args, &judged))?
    } else {
        report::explain(&args.what, style).ok_or_else(|| {
            Failure::new(
                format!("“{}” is no probe, facet, criterion, dimension, critical failure or gate, and no file", args.what.escape_debug()),
                "mcp-gatecheck list probes, list facets and list criteria show what there is",
            )
        })?
    };
    output::stdout(&text);
    Ok(0)
}

/// A transcript; or a listing by itself (`tools/list`'s reply, its result, or the bare list), read as if a server had sent it.
fn facts(path: &Path) -> Result<Facts, Failure> {
    let bytes = files::read(path, "give a transcript or a listing of tools")?;
    let json: Option<Value> = serde_json::from_slice(&bytes).ok();
    if json
        .as_ref()
        .is_some_and(|json| json["schema"] == "mcp-gatecheck/review/1")
    {
        return Err(Failure::new(
            format!(
                "{} is a review: it holds the reasons already, under `tools`",
                path.display()
            ),
            "give the transcript that it was made from",
        ));
    }
    match json.as_ref().and_then(tools) {
        Some(tools) => Ok(Facts::read(&Server::with_tools(tools).transcript())),
        None => run::read_facts(path),
    }
}

fn tools(json: &Value) -> Option<Vec<Value>> {
    let places = [Some(json), json.get("tools"), json.pointer("/result/tools")];
    places
        .into_iter()
        .flatten()
        .find_map(Value::as_array)
        .cloned()
}

fn no_tool(args: &Explain, judged: &judge::Judged) -> Failure {
    match &args.tool {
        Some(tool) if !judged.tools.is_empty() => Failure::new(
            format!("{} lists no tool “{}”", args.what, tool.escape_debug()),
            format!("leave --tool out to see all {}", judged.tools.len()),
        ),
        _ => Failure::new(
            format!("{} lists no tools", args.what),
            format!("mcp-gatecheck replay {} says what was seen", args.what),
        ),
    }
}

pub(crate) fn list(args: &List, look: &Look) -> u8 {
    let style = terminal::style(look);
    output::stdout(&match args.what {
        Listable::Probes => report::list_probes(style),
        Listable::Facets => report::list_facets(style),
        Listable::Criteria => report::list_criteria(style),
        Listable::Clients => crate::inventory::list_clients(look),
    });
    0
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_listing_is_found_in_each_of_its_forms() {
        let tool = json!({"name": "a"});
        for listing in [
            json!([tool]),
            json!({"tools": [tool]}),
            json!({"jsonrpc": "2.0", "id": 1, "result": {"tools": [tool]}}),
        ] {
            assert_eq!(tools(&listing), Some(vec![tool.clone()]));
        }
        assert_eq!(tools(&json!({"transcript": 1})), None);
    }
}
