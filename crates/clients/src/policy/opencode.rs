//! opencode: permissions, of which the last that fits a tool counts.

use super::write::json;
use super::{Exported, ToolPolicy, Unwritable, renamed};
use crate::permission;

/// The rest of the server's tools are denied first, so that what follows takes single ones out of that. A tool that is denied is
/// not shown to the model.
pub(super) fn permissions(policy: &ToolPolicy) -> Result<Exported, Unwritable> {
    let server = permission::plain(&policy.server);
    let lists = renamed(policy, |tool| {
        format!("{server}_{}", permission::plain(tool))
    })?;
    let mut rules = vec![format!("    {}: \"deny\"", json(&format!("{server}_*")))];
    for (action, tools) in ["allow", "ask", "deny"].iter().zip(&lists) {
        let written = tools
            .iter()
            .map(|tool| format!("    {}: \"{action}\"", json(tool)));
        rules.extend(written);
    }
    Ok(Exported {
        place: "~/.config/opencode/opencode.json, or opencode.json of the project; in this order, and after what fits every tool",
        text: format!(
            "{{\n  \"permission\": {{\n{}\n  }}\n}}\n",
            rules.join(",\n")
        ),
        notes: vec![
            "An agent with a `permission` of its own goes before this: look at those, in files of their own too.",
            "The first rule fits the tools of every server whose name goes on after this one's with _.",
        ],
    })
}
