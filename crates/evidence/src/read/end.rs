//! What ends things early: caps, deadlines, the server's own end.

use super::session::Reader;
use crate::Kind;

impl Reader {
    /// A cap was hit; where it ended a listing, that listing is the last of its kind.
    pub(super) fn capped(&mut self, what: &str, method: Option<&str>) {
        let Some(kind) = method.and_then(Kind::of_method) else {
            return;
        };
        let last = self
            .session
            .listings
            .iter()
            .rposition(|listing| listing.kind == kind);
        if let Some(state) = last.and_then(|last| self.states.get_mut(last)) {
            state.capped.get_or_insert_with(|| what.to_owned());
        }
    }

    /// We go on: a listing that is still open was answered with something that could not be read.
    pub(super) fn pass_over(&mut self) {
        if !self.spoiled {
            self.states
                .iter_mut()
                .for_each(|state| state.passed_over = true);
        }
    }

    /// A deadline passed; nobody waits any more for what it was about.
    pub(super) fn deadline(&mut self, what: &str, method: Option<&str>) {
        if what == "run" {
            self.spoil();
            return;
        }
        let exchanges = &self.session.exchanges;
        let about = |index: usize| {
            method.is_none_or(|method| {
                exchanges
                    .get(index)
                    .is_some_and(|exchange| exchange.method == method)
            })
        };
        self.requests.give_up(about);
        let Some(kind) = method.and_then(Kind::of_method) else {
            return;
        };
        let last = self
            .session
            .listings
            .iter()
            .rposition(|listing| listing.kind == kind);
        if let Some(state) = last.and_then(|last| self.states.get_mut(last))
            && self.questions.current().is_none()
        {
            state.timed_out = true;
        }
    }

    /// The end of the connection: how did each listing end?
    pub(super) fn end_listings(&mut self) {
        let died = self
            .session
            .end
            .exit
            .as_ref()
            .is_some_and(|exit| exit.unasked);
        for (listing, state) in self
            .session
            .listings
            .iter_mut()
            .zip(std::mem::take(&mut self.states))
        {
            listing.end = state.end(died);
        }
    }
}
