//! What people state about tools: what they are, what bounds them, who approves them, which are kept away.

use super::statements::id;
use crate::backing::Defaults;
use crate::field::Once;
use crate::problem::Problems;
use crate::table::Table;
use gate_engine::{Approval, Approver, Effect, Sensitive, Stated, StatedTool};
use std::collections::BTreeSet;

pub(super) fn tools(
    root: &Table<'_>,
    defaults: &Defaults,
    problems: &mut Problems,
) -> Vec<Stated<StatedTool>> {
    let mut once = Once::default();
    let mut stated = Vec::new();
    for table in root.tables("tool", problems) {
        table.only(
            &[
                "name",
                "effect",
                "broad",
                "approval",
                "sensitive",
                "evidence",
                "by",
                "on",
            ],
            problems,
        );
        let name = table
            .text(
                "name",
                "add `name = \"…\"`, as the server lists it",
                problems,
            )
            .filter(|name| once.first(name, table.line, "tool.name", problems));
        let effect = table
            .get("effect")
            .and_then(|field| field.word("effect", Effect::ALL, Effect::id, problems));
        let broad = table.get("broad").and_then(|field| field.flag(problems));
        let approval = approvals(&table, "approval", problems);
        let sensitive = table
            .get("sensitive")
            .map(|field| field.words("class of data", Sensitive::ALL, Sensitive::id, problems));
        let sensitive = sensitive
            .unwrap_or_default()
            .into_iter()
            .map(|(class, _)| class)
            .collect();
        let backing = defaults.maybe_backed(&table, problems);
        stated.extend(name.map(|name| Stated {
            id: id(&table),
            what: StatedTool {
                name,
                effect,
                broad,
                approval,
                sensitive,
            },
            backing,
        }));
    }
    stated
}

fn approvals(table: &Table<'_>, key: &str, problems: &mut Problems) -> BTreeSet<Approval> {
    let words = table
        .get(key)
        .map(|field| field.words("approval category", Approval::ALL, Approval::id, problems));
    words
        .unwrap_or_default()
        .into_iter()
        .map(|(category, _)| category)
        .collect()
}

pub(super) fn bounds(
    root: &Table<'_>,
    defaults: &Defaults,
    problems: &mut Problems,
) -> Vec<Stated<(BTreeSet<String>, String)>> {
    let mut stated = Vec::new();
    for table in root.tables("bound", problems) {
        table.only(&["tools", "says", "evidence", "by", "on"], problems);
        let tools = table
            .need(
                "tools",
                "add `tools = [\"…\"]`: which tools it bounds",
                problems,
            )
            .map(|field| field.names(problems));
        let says = table.text("says", "add `says = \"…\"`: what limits them", problems);
        let backing = defaults.backed(&table, problems);
        stated.extend(tools.zip(says).map(|what| Stated {
            id: id(&table),
            what,
            backing,
        }));
    }
    stated
}

pub(super) fn approvers(
    root: &Table<'_>,
    defaults: &Defaults,
    problems: &mut Problems,
) -> Vec<Stated<Approver>> {
    let mut stated = Vec::new();
    for table in root.tables("approver", problems) {
        table.only(&["tools", "categories", "person", "by", "on"], problems);
        if table.get("tools").is_none() && table.get("categories").is_none() {
            table.problem(
                "tools",
                "is missing",
                "add `tools = [\"…\"]` or `categories = [\"…\"]`: what this person approves",
                problems,
            );
        }
        let tools = table
            .get("tools")
            .map(|field| field.names(problems))
            .unwrap_or_default();
        let categories = approvals(&table, "categories", problems);
        let person = table.text("person", "add `person = \"…\"`: who approves", problems);
        let backing = defaults.signed(&table, problems);
        stated.extend(person.map(|person| Stated {
            id: id(&table),
            what: Approver {
                person,
                tools,
                categories,
            },
            backing,
        }));
    }
    stated
}

pub(super) fn exclude(
    root: &Table<'_>,
    defaults: &Defaults,
    problems: &mut Problems,
) -> Vec<Stated<BTreeSet<String>>> {
    let Some(table) = root.table("exclude", problems) else {
        return Vec::new();
    };
    table.only(&["tools", "by", "on"], problems);
    let tools = table
        .need(
            "tools",
            "add `tools = [\"…\"]`: which tools the agent never gets",
            problems,
        )
        .map(|field| field.names(problems));
    let backing = defaults.signed(&table, problems);
    tools
        .map(|what| Stated {
            id: id(&table),
            what,
            backing,
        })
        .into_iter()
        .collect()
}
