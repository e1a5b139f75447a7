//! A new review record, to be filled in by people: what a run saw is written down, and every question that it could not
//! answer stands as a comment that becomes an answer.

use crate::asked::{adds, counts_for};
use crate::write::{comment, rule, string, strings};
use gate_engine::{
    Decision, Dimension, Effect, FacetEvidence, FacetState, Item, Meets, SourceKind, SurfaceTool,
    rubric,
};
use jiff::civil::Date;
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// What a new record is written from.
#[derive(Debug, Clone, Copy)]
pub struct Draft<'a> {
    /// The program that writes, with its version.
    pub tool: &'a str,
    /// The day of the run.
    pub on: Date,
    /// The person who will review, where it is known.
    pub by: Option<&'a str>,
    /// `[server]`: name, version, package, as far as they are known.
    pub server: &'a [(&'a str, String)],
    /// Digest of the definitions that were listed.
    pub pin: Option<&'a str>,
    /// What the run decides alone, without a record.
    pub decision: &'a Decision,
}

/// Writes it. [`crate::read_record`] reads what comes out.
#[must_use]
pub fn draft(from: &Draft<'_>) -> String {
    let mut out = String::new();
    head(&mut out, from);
    sources(&mut out);
    tools(&mut out, &from.decision.surface);
    for item in Item::ALL {
        questions(&mut out, *item, from.decision);
    }
    criteria(&mut out);
    scores(&mut out, from.decision);
    surface(&mut out, from.decision);
    end(&mut out, from.on);
    out
}

fn head(out: &mut String, from: &Draft<'_>) {
    let Decision { gate, total, .. } = from.decision;
    let on = from.on;
    let _ = write!(
        out,
        "\
# Review record, begun by {} from a run of {on}: {}, {total} of 18.
#
# What the run saw is filled in. Each question that it could not answer stands below as a comment: answer it where you
# can, by taking away the `# ` and saying what you looked at. What stays a comment counts as missing, and lowers the gate.
# `record show` says what is lacking for each gate, and `record add` writes an answer for you.
schema = \"mcp-gatecheck/record/1\"

# Who reviews, and when: for every statement below that does not say otherwise.
[defaults]
",
        from.tool,
        gate.title(),
    );
    let _ = match from.by {
        Some(by) => writeln!(out, "by = {}", string(by)),
        None => writeln!(out, "# by = \"…\""),
    };
    let _ = writeln!(out, "on = {on}");
    out.push_str("\n[server]\n");
    for key in ["name", "version", "package", "repository", "commit"] {
        match from.server.iter().find(|(known, _)| *known == key) {
            Some((_, value)) => drop(writeln!(out, "{key} = {}", string(value))),
            None => drop(writeln!(out, "# {key} = \"…\"")),
        }
    }
    if let Some(pin) = from.pin {
        out.push_str("\n# The definitions that this review is about. A server that lists others makes the record void.\n");
        let _ = writeln!(out, "[pin]\ndigest = {}", string(pin));
    }
}

fn sources(out: &mut String) {
    rule(
        out,
        "Where to look: Production asks for all of these kinds, repository or package",
    );
    for kind in SourceKind::ALL {
        let _ = writeln!(
            out,
            "\n# [[source]]\n# kind = \"{}\"\n# ref = \"https://…\"",
            kind.id()
        );
    }
}

fn tools(out: &mut String, tools: &[SurfaceTool]) {
    rule(
        out,
        "The tools, as they were judged. A stricter word of yours counts; a laxer one only settles what is unknown",
    );
    for SurfaceTool { tool, .. } in tools {
        let _ = write!(
            out,
            "\n[[tool]]\nname = {}\neffect = \"{}\"",
            string(&tool.name),
            tool.effect.id()
        );
        if tool.effect == Effect::Unknown {
            out.push_str("  # settle it: read, write or destructive, with `evidence`");
        }
        let _ = writeln!(out, "\nbroad = {}", tool.broad);
        if !tool.approval.is_empty() {
            let names = tool.approval.iter().map(|category| category.id());
            let _ = writeln!(out, "approval = {}", strings(names));
        }
        if !tool.sensitive.is_empty() {
            let names = tool.sensitive.iter().map(|class| class.id());
            let _ = writeln!(out, "sensitive = {}", strings(names));
        }
    }
}

/// What is known of one item of the checklist, and what is asked.
fn questions(out: &mut String, item: Item, decision: &Decision) {
    rule(out, item.title());
    let of_item = |state: &&FacetState| state.facet.item() == item;
    let observed = |state: &FacetState| state.evidence == FacetEvidence::Observed;
    let (known, asked): (Vec<&FacetState>, Vec<&FacetState>) = decision
        .facets
        .iter()
        .filter(of_item)
        .partition(|state| observed(state) && adds(decision, state.facet).is_none());
    if !known.is_empty() {
        let ids: Vec<&str> = known.iter().map(|state| state.facet.id()).collect();
        comment(
            out,
            &format!("Observed, nothing to write: {}", ids.join(", ")),
        );
    }
    for state in asked {
        out.push('\n');
        comment(out, state.facet.question());
        if let Some(added) = adds(decision, state.facet).filter(|_| observed(state)) {
            comment(out, &format!("It was observed; {added}."));
        }
        comment(out, &counts_for(state.facet));
        answer(out, "facets", state.facet.id());
    }
}

/// An attestation, as a comment.
fn answer(out: &mut String, key: &str, id: &str) {
    let _ = writeln!(
        out,
        "# [[attestation]]\n# {key} = [\"{id}\"]\n# says = \"…\"\n# evidence = [\"https://…\"]"
    );
}

/// The criteria that no facet evidences and that a person may attest.
fn criteria(out: &mut String) {
    rule(out, "What the scores ask for beside the checklist");
    let alone = rubric()
        .criteria
        .iter()
        .filter(|criterion| criterion.facets.is_empty() && criterion.meets != Meets::Observed);
    for criterion in alone {
        out.push('\n');
        comment(out, criterion.statement);
        let about = format!(
            "Point {} of {}.",
            criterion.rung.id(),
            criterion.dimension.title()
        );
        comment(out, &about);
        answer(out, "criteria", criterion.id);
    }
}

fn scores(out: &mut String, decision: &Decision) {
    rule(
        out,
        "Scores: yours count where the observations allow them; without one the ladder's answers add up",
    );
    for dimension in Dimension::ALL {
        let scored = &decision.scores[*dimension];
        let _ = writeln!(
            out,
            "\n# [[score]]\n# dimension = \"{}\"\n# score = {}  # observations allow at most {}\n# because = \"…\"\n# evidence = [\"https://…\"]",
            dimension.id(),
            scored.score.id(),
            scored.cap.id(),
        );
    }
}

/// What stands or falls with single tools: bounds, approvers, classes of data, exclusions.
fn surface(out: &mut String, decision: &Decision) {
    rule(out, "Tools and data that need a person's word");
    for SurfaceTool { tool, .. } in decision.surface.iter().filter(|shown| shown.tool.broad) {
        let _ = writeln!(
            out,
            "\n# One call of it can do anything of its kind: what limits it where the agent runs?\n# [[bound]]\n# tools = {}\n# says = \"…\"\n# evidence = [\"https://…\"]",
            strings([&tool.name])
        );
    }
    for needed in &decision.required_approvers {
        let categories: Vec<&str> = needed.categories.iter().map(|one| one.id()).collect();
        let why = match categories.is_empty() {
            true => "its effect is unknown".to_owned(),
            false => categories.join(", "),
        };
        let _ = writeln!(
            out,
            "\n# Each call of it needs a person's approval: {why}.\n# [[approver]]\n# tools = {}\n# person = \"…\"",
            strings([&needed.tool])
        );
    }
    let classes: BTreeSet<_> = decision
        .surface
        .iter()
        .flat_map(|shown| shown.tool.sensitive.iter().copied())
        .collect();
    for class in classes {
        let _ = writeln!(
            out,
            "\n# Its tools reach it: acceptable?\n# [[sensitive]]\n# class = \"{}\"\n# accepted_because = \"…\"\n# evidence = [\"https://…\"]",
            class.id()
        );
    }
    out.push_str("\n# Tools that the agent never gets; the client's configuration must keep them away.\n# [exclude]\n# tools = [\"…\"]\n");
}

fn end(out: &mut String, on: Date) {
    rule(out, "What remains, and when to look again");
    let next = on.saturating_add(jiff::Span::new().days(180));
    let _ = write!(
        out,
        "
# What the agent's owner should know, in your words.
# [[limit]]
# says = \"…\"

# A finding that is known and accepted for a time. It stays in the report, and changes no gate.
# [[accept]]
# probe = \"…\"
# subject = \"…\"
# reason = \"…\"
# until = {next}

# Production asks for both of these.
# [confirmation]
# says = \"No critical failure remains: …\"

# [next_review]
# owner = \"…\"
# on = {next}
# checks = [\"version\", \"permissions\", \"logs\"]
"
    );
}

#[cfg(test)]
mod tests {
    use super::*;
    use gate_engine::{Approval, Bound, Case, Facet, Live, Policy, Sensitive, Tool, decide};

    fn case() -> Case {
        let tool = |name: &str, effect, broad| Tool {
            name: name.to_owned(),
            effect,
            broad,
            bound: Bound::None,
            sensitive: BTreeSet::from([Sensitive::CustomerRecords]),
            approval: BTreeSet::from([Approval::Destructive]),
            because: gate_engine::Because::default(),
        };
        Case {
            live: Some(Live {
                tools: vec![
                    tool("a\"\u{202e}", Effect::Unknown, false),
                    tool("run", Effect::Destructive, true),
                ],
                listing_complete: true,
                pin: Some("ab".repeat(32)),
                ..Live::default()
            }),
            record: None,
            exclude: BTreeSet::new(),
            now: Date::constant(2026, 11, 20),
        }
    }

    fn drafted() -> String {
        let decision = decide(&case(), &Policy::default());
        draft(&Draft {
            tool: "mcp-gatecheck 0",
            on: Date::constant(2026, 11, 20),
            by: None,
            server: &[("name", "s\u{200b}".to_owned())],
            pin: Some(&"ab".repeat(32)),
            decision: &decision,
        })
    }

    #[test]
    fn a_facet_that_was_seen_is_asked_where_a_word_would_stand_in_for_a_check() {
        let observation = |check: &str, outcome, facet| gate_engine::Observation {
            check: check.to_owned(),
            outcome,
            facets: vec![facet],
            because: gate_engine::Because::default(),
            tools: BTreeSet::new(),
        };
        let mut case = case();
        let live = case.live.as_mut().unwrap();
        let (seen, open) = (
            gate_engine::Outcome::Pass,
            gate_engine::Outcome::Inconclusive,
        );
        live.observations = vec![
            observation("x", seen, Facet::ToolsIdempotency),
            observation("y", seen, Facet::ToolsNames),
            observation("annotations", open, Facet::ToolsSideEffects),
        ];
        let mut out = String::new();
        let decision = decide(&case, &Policy::default());
        questions(&mut out, Facet::ToolsNames.item(), &decision);
        assert!(out.contains("# facets = [\"tools.idempotency\"]"), "{out}");
        assert!(
            out.contains("Observed, nothing to write: tools.names\n"),
            "{out}"
        );
    }

    #[test]
    fn says_only_what_was_seen() {
        let record = crate::read_record(&drafted()).unwrap();
        assert_eq!(record.engine.tools.len(), 2);
        assert_eq!(record.engine.tools[0].what.name, "a\"\u{202e}");
        assert_eq!(record.engine.pin.unwrap(), "ab".repeat(32));
        assert!(record.engine.attestations.is_empty() && record.engine.bounds.is_empty());
    }

    /// Every comment that holds TOML becomes a statement when the `# ` is taken away and the dots are filled in.
    #[test]
    fn every_question_becomes_an_answer() {
        let toml = |line: &str| {
            let body = line.strip_prefix("# ")?;
            let key = body.split(' ').next()?;
            let field = body.starts_with('[')
                || body.contains(" = ") && key.chars().all(|c| c.is_ascii_lowercase() || c == '_');
            field.then(|| body.replace('…', "example.org"))
        };
        let text: Vec<String> = drafted()
            .lines()
            .map(|line| toml(line).unwrap_or_else(|| line.to_owned()))
            .collect();
        let record = crate::read_record(&text.join("\n")).unwrap();
        let engine = record.engine;
        assert_eq!(engine.scores.len(), Dimension::ALL.len());
        assert_eq!(engine.sources.len(), SourceKind::ALL.len());
        let facets = engine
            .attestations
            .iter()
            .filter(|one| matches!(one.what.question, gate_engine::Question::Facet(_)));
        assert_eq!(facets.count(), Facet::ALL.len());
        assert!(engine.attestations.len() > Facet::ALL.len());
        assert_eq!(
            (
                engine.bounds.len(),
                engine.approvers.len(),
                engine.sensitive.len()
            ),
            (1, 2, 1)
        );
        assert!(
            engine.confirmation.is_some()
                && engine.next_review.is_some()
                && !engine.exclude.is_empty()
        );
        assert_eq!((engine.limits.len(), record.accepts.len()), (1, 1));
    }
}
