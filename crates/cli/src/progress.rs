//! What people see while they wait: a spinner with the phase, on a terminal only.

use crate::args::Look;
use crate::terminal;
use indicatif::{ProgressBar, ProgressStyle};
use std::time::Duration;

pub(crate) struct Waiting {
    bar: Option<ProgressBar>,
    quiet: bool,
}

impl Waiting {
    /// Logs and a spinner would write over each other, so `-v` has no spinner: the phases are logged.
    pub(crate) fn new(look: &Look) -> Self {
        if look.quiet || look.verbose > 0 || !terminal::stderr_is_terminal() {
            return Self {
                bar: None,
                quiet: look.quiet,
            };
        }
        let bar = ProgressBar::new_spinner();
        if let Ok(style) = ProgressStyle::with_template("{spinner} {msg} ({elapsed})") {
            bar.set_style(style.tick_chars("|/-\\ "));
        }
        bar.enable_steady_tick(Duration::from_millis(120));
        Self {
            bar: Some(bar),
            quiet: false,
        }
    }

    pub(crate) fn phase(&self, phase: String) {
        tracing::info!(phase);
        if let Some(bar) = &self.bar {
            bar.set_message(phase);
        }
    }

    /// Says something that stays, above the spinner.
    pub(crate) fn note(&self, text: &str) {
        match &self.bar {
            Some(bar) => bar.suspend(|| terminal::note(text)),
            None if self.quiet => {}
            None => terminal::note(text),
        }
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}
