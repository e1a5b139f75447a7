//! `explain` and `list`.

use crate::args::{Explain, List, Listable, Look};
use crate::failure::Failure;
use crate::{output, run, terminal};
use evidence::Facts;
use std::path::Path;

pub(crate) fn explain(args: &Explain, look: &Look) -> Result<u8, Failure> {
    let style = terminal::style(look);
    let path = Path::new(&args.what);
    let text = if path.is_file() {
        let transcript = run::read_transcript(path)?;
        let judged = judge::judge(&Facts::read(&transcript));
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
    });
    0
}
