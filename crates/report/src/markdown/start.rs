//! Why a server did not start, and what to try next.

use super::escape::{code, md};
use super::{Notes, TEXT};
use crate::escape::{capped, visible};
use crate::start_help;

impl Notes<'_> {
    pub(super) fn start(&mut self) {
        let seen = self.review.seen.as_ref();
        let Some(help) = seen.and_then(|seen| start_help(&seen.facts)) else {
            return;
        };
        self.heading(2, help.title);
        self.line(&format!("{}\n", md(&help.what, TEXT)));
        for (cause, frames) in &help.causes {
            let frames: Vec<String> = frames.iter().map(ToString::to_string).collect();
            let rests = self.rests_on(&frames);
            let says = md(&cause.says(), TEXT);
            self.line(&format!("- cause **{}**: {says} ({rests})", cause.id()));
        }
        if help.causes.is_empty() {
            self.line("- cause: not plain from what it said");
        }
        if !help.attempt.is_empty() {
            self.line(&format!(
                "- try: {}",
                code(&visible(&help.attempt.join(" ")))
            ));
        }
        for (frame, line) in &help.last {
            let rests = self.rests_on(&[frame.to_string()]);
            self.line(&format!(
                "- it said: {} ({rests})",
                code(&capped(line, 300))
            ));
        }
    }
}
