//! The evidence notes: every claim with what it rests on and the command that shows it again.

mod escape;
mod evidence_items;
mod sandbox;
mod sections;
mod start;

use crate::Origin;
use crate::escape::capped;
use crate::model::{
    callers_line, ids, login_line, permits, proxy, reasons, server_name, target_line, tls_line,
};
use escape::{cell, code, md};
use evidence::FrameId;
use gate_engine::{Because, NextGate};
use review::Review;

/// Characters of one text that are shown.
const TEXT: usize = 600;

/// Hexadecimal digits of a frame's digest that are shown.
const DIGITS: usize = 12;

/// The evidence notes.
#[must_use]
pub fn markdown(review: &Review, origin: Origin<'_>) -> String {
    let mut notes = Notes::new(review, origin);
    notes.header();
    notes.start();
    notes.decision();
    notes.scores();
    notes.evidence();
    notes.tools();
    notes.sandbox();
    notes.findings();
    notes.not_measured();
    notes.approvals();
    notes.limits();
    notes.out
}

struct Notes<'a> {
    review: &'a Review,
    origin: Origin<'a>,
    out: String,
}

impl<'a> Notes<'a> {
    fn new(review: &'a Review, origin: Origin<'a>) -> Self {
        Self {
            review,
            origin,
            out: String::new(),
        }
    }

    fn line(&mut self, text: &str) {
        self.out.push_str(text);
        self.out.push('\n');
    }

    fn heading(&mut self, level: usize, title: &str) {
        self.out
            .push_str(&format!("\n{} {title}\n\n", "#".repeat(level)));
    }

    fn header(&mut self) {
        let review = self.review;
        let name = review
            .seen
            .as_ref()
            .and_then(|seen| server_name(&seen.facts));
        let recorded = review
            .input
            .record
            .iter()
            .flat_map(|record| &record.server)
            .find(|(key, _)| key == "name");
        let name = match (name, recorded) {
            (Some((name, version)), _) => {
                md(&format!("{name} {}", version.unwrap_or_default()), 120)
            }
            (None, Some((_, name))) => md(name, 120),
            (None, None) => "unnamed server".to_owned(),
        };
        self.line(&format!("# Evidence notes: {}\n", name.trim_end()));
        let decision = &review.decision;
        self.line("| | |\n|---|---|");
        self.line(&format!(
            "| Gate | **{}**: {} |",
            decision.gate.title(),
            permits(decision.gate)
        ));
        self.line(&format!("| Total | {} of 18 |", decision.total));
        match &review.seen {
            Some(seen) => {
                self.line(&format!(
                    "| Target | {} |",
                    escape::code_cell(&target_line(&seen.facts.header.target), 300)
                ));
                let tls = tls_line(&seen.facts).map(|(_, tls)| tls);
                let through = proxy(&seen.facts).map(str::to_owned);
                for (label, text) in [
                    ("Callers", callers_line(&seen.facts)),
                    ("Credentials", login_line(&seen.facts)),
                    ("TLS", tls),
                    ("Proxy", through),
                ] {
                    if let Some(text) = text {
                        self.line(&format!("| {label} | {} |", cell(&text, 400)));
                    }
                }
                self.line(&format!(
                    "| Recorded | {} |",
                    cell(&seen.facts.header.started, 40)
                ));
                let path = self.origin.transcript.map_or_else(
                    || "not saved".to_owned(),
                    |path| escape::code_cell(path, 300),
                );
                self.line(&format!(
                    "| Transcript | {path}, SHA-256 `{}` |",
                    seen.facts.sha256
                ));
                if let Some(pin) = &seen.facts.pin {
                    self.line(&format!(
                        "| Pin of the definitions | {} |",
                        escape::code_cell(pin, 100)
                    ));
                }
            }
            None => self.line("| Target | none: a review record judged by itself |"),
        }
        self.line(&format!("| Judged for | {} |", review.input.now));
        self.line(&format!(
            "| Judged by | mcp-gatecheck {}, rubric {} |",
            self.origin.tool_version, decision.rubric
        ));
    }

    fn decision(&mut self) {
        let review = self.review;
        self.heading(2, "Decision");
        for (i, reason) in reasons(review).iter().enumerate() {
            let text = self.because(&reason.because);
            let heading = reason
                .heading()
                .map_or_else(String::new, |heading| format!("**{}**: ", md(heading, 100)));
            self.line(&format!("{}. {heading}{text}", i + 1));
        }
        match &review.decision.next_gate {
            NextGate::Needs { gate, needs } => {
                self.line(&format!(
                    "\nTo reach **{}**, all of these ({}):\n",
                    gate.title(),
                    needs.len()
                ));
                for need in needs {
                    self.line(&format!(
                        "- {} {}: {}",
                        need.kind.id().replace('_', " "),
                        code(&capped(&need.id, 120)),
                        md(&need.says, TEXT)
                    ));
                }
            }
            NextGate::OutOfReach {
                gate: Some(gate),
                because,
            } => self.line(&format!(
                "\n**{}** is out of reach: {}",
                gate.title(),
                md(because, TEXT)
            )),
            NextGate::OutOfReach { gate: None, .. } => {}
        }
        for assumed in &review.decision.assumes {
            self.line(&format!("\nAssumes: {}", md(assumed, TEXT)));
        }
    }

    /// A sentence, then what it rests on.
    fn because(&self, because: &Because) -> String {
        let text = md(&because.text, TEXT);
        let rests = self.rests_on(&ids(because));
        if rests.is_empty() {
            text
        } else {
            format!("{text} ({rests})")
        }
    }

    /// Frames with their digests; checks and statements by id.
    fn rests_on(&self, evidence: &[String]) -> String {
        const MOST: usize = 8;
        let one = |id: &String| {
            let frame = id
                .strip_prefix("frame:")
                .and_then(|n| n.parse().ok())
                .map(FrameId);
            match frame.and_then(|frame| self.digest(frame)) {
                Some(digest) => format!("{id} `{digest}`"),
                None => code(&capped(id, 120)),
            }
        };
        let mut text = evidence
            .iter()
            .take(MOST)
            .map(one)
            .collect::<Vec<_>>()
            .join(", ");
        if evidence.len() > MOST {
            text.push_str(&format!(" and {} more", evidence.len() - MOST));
        }
        text
    }

    /// The first bytes of a frame's digest.
    fn digest(&self, frame: FrameId) -> Option<String> {
        let all = &self.review.seen.as_ref()?.facts.digests;
        let at = all.binary_search_by_key(&frame, |(n, _)| *n).ok()?;
        let (_, digest) = all.get(at)?;
        Some(digest.iter().map(|byte| format!("{byte:02x}")).collect())
    }
}
