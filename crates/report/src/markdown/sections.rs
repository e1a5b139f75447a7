//! Scores, tools, findings, what was not measured, approval cards, limits.

use super::escape::{cell, code_cell, md};
use super::{Notes, TEXT};
use crate::model::{
    audience_of, callers_differ, critical_id, findings, frame_ids, met_id, set_aside, severity_id,
    statement, subject_label, tools,
};
use evidence::Kind;
use gate_engine::Met;

impl Notes<'_> {
    pub(super) fn scores(&mut self) {
        self.heading(2, "Scores");
        self.line("| Dimension | Score | Observations allow | Not met next |\n|---|---|---|---|");
        for (dimension, scored) in self.review.decision.scores.iter() {
            let rung = scored
                .rungs
                .iter()
                .find(|rung| !rung.met && rung.score > scored.score);
            let unmet: Vec<String> = rung
                .iter()
                .flat_map(|rung| &rung.criteria)
                .filter(|criterion| criterion.state != Met::Yes)
                .map(|criterion| {
                    format!("{} ({})", statement(criterion.id), met_id(criterion.state))
                })
                .collect();
            self.line(&format!(
                "| {} | {} | {} | {} |",
                dimension.title(),
                scored.score,
                scored.cap,
                cell(&unmet.join(" "), TEXT)
            ));
        }
        self.heading(3, "Critical failures");
        for failure in &self.review.decision.critical {
            let text = self.because(&failure.because);
            self.line(&format!(
                "- **{}**: {}. {text}",
                failure.id.title(),
                critical_id(failure.state)
            ));
        }
        self.heading(3, "Conditions of the gates");
        for condition in &self.review.decision.conditions {
            let text = self.because(&condition.because);
            self.line(&format!(
                "- **{}** {}: {text}",
                crate::model::condition_title(condition.id),
                if condition.holds { "holds" } else { "fails" }
            ));
        }
    }

    pub(super) fn tools(&mut self) {
        let rows = tools(self.review);
        if rows.is_empty() {
            return;
        }
        self.heading(2, "Tools");
        let facts = self.review.seen.as_ref().map(|seen| &seen.facts);
        let callers = facts.is_some_and(|facts| callers_differ(facts, Kind::Tool));
        let (head, rule) = match callers {
            true => (" Caller |", "---|"),
            false => ("", ""),
        };
        self.line(&format!(
            "| Tool | Effect | Schema |{head} What one call can do | Frame |\n|---|---|---|{rule}---|---|"
        ));
        for row in rows {
            let mut does: Vec<&str> = Vec::new();
            if row.excluded {
                does.push("kept from the agent");
            }
            if row.broad {
                does.push("broad");
            }
            does.extend(
                row.judged
                    .iter()
                    .flat_map(|tool| &tool.capabilities)
                    .map(|capability| capability.title()),
            );
            let reaches: Vec<String> = row
                .sensitive
                .iter()
                .map(|class| format!("reaches {}", class.title()))
                .collect();
            does.extend(reaches.iter().map(String::as_str));
            let frame = row
                .judged
                .map(|tool| self.rests_on(&[tool.item.at.frame.to_string()]))
                .unwrap_or_default();
            let who = match callers {
                true => format!(" {} |", audience_of(row.callers)),
                false => String::new(),
            };
            self.line(&format!(
                "| {} | {} | {} |{who} {} | {frame} |",
                code_cell(&row.name, 120),
                row.effect.title(),
                row.grade().map_or("-", judge::Grade::id),
                does.join(", ")
            ));
        }
    }

    pub(super) fn findings(&mut self) {
        let all = findings(self.review);
        if all.is_empty() {
            return;
        }
        self.heading(2, "Findings");
        for found in all {
            let subject = &found.finding.subject;
            let pointer = subject
                .pointer
                .as_deref()
                .map(|pointer| format!(" {}", code_cell(pointer, 200)))
                .unwrap_or_default();
            let rests = self.rests_on(&frame_ids(&found.finding.frames));
            let rests = if rests.is_empty() {
                String::new()
            } else {
                format!(", {rests}")
            };
            self.line(&format!(
                "- {} {}{pointer}: {} (`{}`{rests})",
                severity_id(found.finding.severity),
                code_cell(&subject_label(subject), 120),
                md(&found.finding.message, TEXT),
                found.probe.id
            ));
            if let Some(accept) = found.accepted {
                self.line(&format!(
                    "  - accepted by {} until {}: {}",
                    md(&accept.by, 80),
                    accept.until,
                    md(&accept.reason, TEXT)
                ));
            }
        }
    }

    pub(super) fn not_measured(&mut self) {
        if self.review.not_measured.is_empty() {
            return;
        }
        self.heading(2, "Not measured");
        for gap in &self.review.not_measured {
            self.line(&format!(
                "- **{}**: {}",
                md(gap.what.trim(), TEXT),
                md(&gap.why, TEXT)
            ));
            self.line(&format!("  - to measure it: {}", md(&gap.remedy, TEXT)));
        }
    }

    pub(super) fn approvals(&mut self) {
        if self.review.decision.required_approvers.is_empty() {
            return;
        }
        self.heading(2, "Approval cards");
        for needed in &self.review.decision.required_approvers {
            let categories: Vec<&str> = needed
                .categories
                .iter()
                .map(|category| category.title())
                .collect();
            let approver = needed
                .approver
                .as_deref()
                .map_or_else(|| "nobody is named".to_owned(), |who| md(who, 80));
            let what = if categories.is_empty() {
                "effect unknown".to_owned()
            } else {
                categories.join(", ")
            };
            self.line(&format!(
                "- {} ({what}); approver: {approver}",
                code_cell(&needed.tool, 120)
            ));
            let card = &needed.card;
            for (label, text) in [
                ("input", &card.input_summary),
                ("expected to change", &card.objects),
                ("rollback plan", &card.rollback),
                ("read-back step", &card.read_back),
            ] {
                if !text.is_empty() {
                    self.line(&format!("  - {label}: {}", md(text, TEXT)));
                }
            }
        }
    }

    pub(super) fn limits(&mut self) {
        let decision = &self.review.decision;
        if !decision.known_limits.is_empty() {
            self.heading(2, "Known limits");
            for limit in &decision.known_limits {
                self.line(&format!("- {}", md(limit, TEXT)));
            }
        }
        let notes = set_aside(self.review);
        if !notes.is_empty() {
            self.heading(2, "Set aside");
        }
        for note in notes {
            let text = self.because(note);
            self.line(&format!("- {text}"));
        }
    }
}
