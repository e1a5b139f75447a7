//! `explain` and `list`.

use crate::args::{Explain, ExplainFormat, List, Listable, Look};
use crate::failure::Failure;
use crate::{files, lock, output, run, terminal};
use evidence::Facts;
use evidence::build::Server;
use report::Told;
use serde_json::Value;
use std::io::{BufRead as _, Read as _};
use std::path::Path;

/// A listing or a review larger than this is none: what is kept of a server is far less.
const MOST: u64 = 64 << 20;
/// Names that a message gives of what there is.
const NAMED: usize = 5;
/// What a file may be.
const FORMS: &str = "give a transcript, a review as JSON, a lock, or a listing of tools: {\"tools\": […]}, what answered tools/list, or the bare list";

pub(crate) fn explain(args: &Explain, look: &Look) -> Result<u8, Failure> {
    let style = terminal::style(look);
    let path = Path::new(&args.what);
    if path.exists() && !path.is_dir() {
        let told = told(path, args.server.as_deref())?;
        if told.tools.is_empty() {
            return Err(Failure::new(format!("{} lists no tools", args.what), FORMS));
        }
        let told = match &args.tool {
            Some(name) => {
                let tools = told.tools.len();
                told.only(name)
                    .map_err(|near| no_tool(args, name, &near, tools))?
            }
            None => told,
        };
        output::stdout(&match args.format {
            ExplainFormat::Human => told.page(style),
            ExplainFormat::Json => told.json(env!("CARGO_PKG_VERSION")),
        });
        return Ok(0);
    }
    if args.tool.is_some() || args.server.is_some() || args.format == ExplainFormat::Json {
        return Err(Failure::new(
            format!(
                "there is no file “{}”; --tool, --server and --format are for tools of a file",
                args.what.escape_debug()
            ),
            FORMS,
        ));
    }
    let page = report::explain(&args.what, style).ok_or_else(|| {
        Failure::new(
            format!("“{}” is no probe, facet, criterion, dimension, critical failure or gate, and no file", args.what.escape_debug()),
            "mcp-gatecheck list probes, list facets and list criteria show what there is",
        )
    })?;
    output::stdout(&page);
    Ok(0)
}

/// A transcript is judged as it is read; a review tells how it was judged; what a lock or a listing holds is judged as if a server had sent it.
fn told(path: &Path, server: Option<&str>) -> Result<Told, Failure> {
    let mut file = files::open(path, FORMS)?;
    let fail = |error: &std::io::Error| Failure::file("read", path.display(), error, FORMS);
    if run::is_transcript(file.fill_buf().map_err(|error| fail(&error))?) {
        no_server(path, server)?;
        let facts = run::facts_of(file, path)?;
        return Ok(Told::of(&judge::judge(&facts)));
    }
    let mut bytes = Vec::new();
    file.take(MOST + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| fail(&error))?;
    if bytes.len() as u64 > MOST {
        return Err(Failure::new(
            format!(
                "{} is larger than {} MiB and no transcript",
                path.display(),
                MOST >> 20
            ),
            FORMS,
        ));
    }
    let json: Value = serde_json::from_slice(&bytes).map_err(|error| broken(path, &error))?;
    if is_lock(&json) {
        let lock = lock::parse(&String::from_utf8_lossy(&bytes), path)?;
        return Ok(unframed(&lock::one(&lock, server, path)?.facts()));
    }
    no_server(path, server)?;
    drop(bytes);
    if let Some(told) = Told::review(&json) {
        return Ok(told);
    }
    let tools = tools(json).map_err(|what| {
        Failure::new(
            format!("{}: no list of tools: {what}", path.display()),
            FORMS,
        )
    })?;
    Ok(unframed(&Facts::read(
        &Server::with_tools(tools).transcript(),
    )))
}

/// What no server sent just now has no frames.
fn unframed(facts: &Facts) -> Told {
    let mut told = Told::of(&judge::judge(facts));
    told.tools.iter_mut().for_each(|tool| tool.at = None);
    told
}

/// Whether it says that it is a lock, of whatever version.
fn is_lock(json: &Value) -> bool {
    let kind = ::lock::SCHEMA.trim_end_matches(char::is_numeric);
    let schema = json.get("schema").and_then(Value::as_str);
    schema.is_some_and(|schema| schema.starts_with(kind))
}

/// Refuses the name of a server where the file is no lock.
fn no_server(path: &Path, server: Option<&str>) -> Result<(), Failure> {
    match server {
        None => Ok(()),
        Some(_) => Err(Failure::new(
            format!("{} is no lock and is about one server", path.display()),
            "leave --server out",
        )),
    }
}

/// Where it is no JSON, and what was expected there.
fn broken(path: &Path, error: &serde_json::Error) -> Failure {
    let says = error.to_string();
    let says = says
        .rsplit_once(" at line ")
        .map_or(&*says, |(says, _)| says);
    let place = format!("{}:{}:{}", path.display(), error.line(), error.column());
    Failure::new(format!("{place}: {says}"), FORMS)
}

/// The tools of a listing in any of its forms; else what is there in their place.
fn tools(mut json: Value) -> Result<Vec<Value>, String> {
    let mut at = &mut json;
    for member in ["result", "tools"] {
        if at.get(member).is_some() {
            at = &mut at[member];
        }
    }
    match at.take() {
        Value::Array(tools) => Ok(tools),
        Value::Object(members) => {
            let names: Vec<String> = members
                .keys()
                .take(NAMED)
                .map(|name| {
                    format!(
                        "“{}”",
                        name.chars().take(40).collect::<String>().escape_debug()
                    )
                })
                .collect();
            Err(format!(
                "an object with {} where `tools` was expected",
                if names.is_empty() {
                    "no members".to_owned()
                } else {
                    names.join(", ")
                }
            ))
        }
        Value::String(_) => Err("a text where a list was expected".to_owned()),
        other => Err(format!("{other} where a list was expected")),
    }
}

fn no_tool(args: &Explain, name: &str, near: &[String], tools: usize) -> Failure {
    let near: Vec<String> = near
        .iter()
        .map(|name| format!("“{}”", name.escape_debug()))
        .collect();
    let next = if near.is_empty() {
        format!("leave --tool out to see all {tools}")
    } else {
        format!("did you mean {}?", near.join(" or "))
    };
    Failure::new(
        format!("{} lists no tool “{}”", args.what, name.escape_debug()),
        next,
    )
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
    use crate::run::is_transcript;
    use serde_json::json;

    #[test]
    fn a_listing_is_found_in_each_of_its_forms() {
        let tool = json!({"name": "a"});
        for listing in [
            json!([tool]),
            json!({"tools": [tool]}),
            json!({"jsonrpc": "2.0", "id": 1, "result": {"tools": [tool]}}),
        ] {
            assert_eq!(tools(listing), Ok(vec![tool.clone()]));
        }
        assert!(
            tools(json!({"transcript": 1}))
                .unwrap_err()
                .contains("transcript")
        );
        assert!(tools(json!({"tools": "none"})).is_err());
    }

    #[test]
    fn a_lock_is_one_in_every_version() {
        assert!(is_lock(&json!({"schema": ::lock::SCHEMA})));
        assert!(is_lock(&json!({"schema": "mcp-gatecheck/lock/9"})));
        assert!(!is_lock(&json!({"schema": "mcp-gatecheck/review/1"})));
        assert!(!is_lock(&json!([{"schema": 1}])));
    }

    #[test]
    fn a_transcript_is_known_by_its_first_line() {
        assert!(is_transcript(b"{\"transcript\":1}\n{"));
        assert!(!is_transcript(b"[{\"transcript\":1}]"));
        assert!(!is_transcript(b"{\n\"transcript\":1"));
    }
}
