//! What it did in the sandbox, with where that shows.

use super::escape::{cell, code, md};
use super::{Notes, TEXT};
use crate::escape::capped;
use crate::model::{Conduct, frame_ids, installed, limits, opening};
use evidence::conduct::Rung;

/// Things of one kind that are named.
const NAMED: usize = 60;

impl Notes<'_> {
    pub(super) fn sandbox(&mut self) {
        let seen = self.review.seen.as_ref();
        let Some(conduct) = seen.and_then(|seen| Conduct::of(&seen.facts)) else {
            return;
        };
        self.heading(2, "Sandbox");
        self.line(&format!("- held by: {}", md(&conduct.held(), TEXT)));
        if let Some((install, frame)) = conduct.install {
            let rests = self.rests_on(&[frame.to_string()]);
            self.line(&format!("- {} ({rests})", md(&installed(install), TEXT)));
        }
        let Some(fence) = conduct.fence.filter(|fence| fence.rung != Rung::None) else {
            self.line("- what it touched was not watched");
            return;
        };
        self.line(&format!("- limits: {}", limits(&fence.limits)));
        for one in &fence.openings {
            self.line(&format!("- opened: {}", code(&capped(&opening(one), 300))));
        }
        let canaries: Vec<String> = fence
            .canaries
            .iter()
            .map(|canary| code(&capped(&canary.place, 120)))
            .collect();
        if !canaries.is_empty() {
            self.line(&format!("- canaries: {}", canaries.join(", ")));
        }
        for lost in &conduct.lost {
            let what = if lost.whole {
                "not seen"
            } else {
                "seen in part"
            };
            let (sight, why) = (lost.sight.title(), md(&lost.why, TEXT));
            self.line(&format!("- {what}: {sight}: {why}"));
        }
        let used = conduct.used();
        if !used.is_empty() {
            self.line(&format!("- used at most {used}"));
        }
        if conduct.deeds_seen > conduct.deeds.len() {
            let more = conduct.deeds_seen - conduct.deeds.len();
            self.line(&format!("- {more} more deeds are counted and not told"));
        }
        if conduct.did.is_empty() {
            self.line(&format!("- {}", conduct.quiet()));
            return;
        }
        self.line("\n| It | What | Frames |\n|---|---|---|");
        for did in &conduct.did {
            let frames = self.rests_on(&frame_ids(&did.frames));
            self.line(&format!(
                "| {} | {} | {frames} |",
                did.kind.verb(),
                cell(&did.says(NAMED), 4 * TEXT)
            ));
        }
    }
}
