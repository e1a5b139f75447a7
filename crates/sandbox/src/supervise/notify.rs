//! Answers the calls that the filter asks about.

use super::Context;
use crate::filter;
use crate::sys::seccomp::{self, Answer};
use rustix::event::{PollFd, PollFlags, poll};
use rustix::fd::OwnedFd;
use std::sync::Arc;

/// Answers until nobody is left under the filter. Runs on a thread of its own.
pub(crate) fn serve(listener: OwnedFd, context: Arc<Context>) {
    seccomp::wake_nearby(&listener);
    loop {
        let mut ready = [PollFd::new(&listener, PollFlags::IN)];
        if poll(&mut ready, None).is_err() {
            continue;
        }
        let seen = ready[0].revents();
        if !seen.contains(PollFlags::IN) {
            return;
        }
        let Ok(call) = seccomp::receive(&listener) else {
            continue;
        };
        let answer = match filter::forbidden(&call, context.job.rung) {
            Some(forbidden) => Answer::Error(forbidden.errno),
            None => Answer::Continue,
        };
        let _died = seccomp::answer(&listener, call.id, answer);
    }
}
