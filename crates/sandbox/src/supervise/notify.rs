//! Answers the calls that the filter asks about, and writes down what they ask for.
//!
//! Everything that is read of the caller is read while it waits, and only kept if it still waits afterwards: else it was
//! another process's. What goes on is decided by the kernel from memory that the caller may have changed meanwhile: so
//! nothing safe rests on what is read here. Where something does, on the Landlock rung, the supervisor does it itself.

use super::Context;
use super::acts::{Caller, Desk, Seen};
use crate::net::standin::{Standin, Verdict};
use crate::sys::seccomp::{self, Call};
use rustix::event::{PollFd, PollFlags, poll};
use rustix::fd::{AsFd as _, OwnedFd};
use std::sync::Arc;

/// Answers until nobody is left under the filter. Runs on a thread of its own.
pub(crate) fn serve(listener: OwnedFd, context: Arc<Context>, standin: Option<Standin>) {
    seccomp::wake_nearby(&listener);
    context.ledger().sees_calls = true;
    let mut desk = Desk::new(&context, standin);
    while let Some(call) = next(&listener) {
        let waits = || seccomp::waits(&listener, call.id);
        let caller = Caller {
            call: &call,
            waits: &waits,
        };
        let Seen { notes, answer } = desk.look(&caller);
        if !waits() {
            continue;
        }
        desk.write(call.pid, notes);
        let _died = match answer {
            Verdict::Answer(answer) => seccomp::answer(&listener, call.id, answer),
            Verdict::Give { end, close_on_exec } => {
                seccomp::answer_with(&listener, call.id, end.as_fd(), close_on_exec)
            }
        };
    }
    desk.end();
}

/// Waits for the next call; none where nobody is left who could call.
fn next(listener: &OwnedFd) -> Option<Call> {
    loop {
        let mut ready = [PollFd::new(listener, PollFlags::IN)];
        if poll(&mut ready, None).is_err() {
            continue;
        }
        if !ready[0].revents().contains(PollFlags::IN) {
            return None;
        }
        // A caller that died meanwhile is not there to be answered.
        if let Ok(call) = seccomp::receive(listener) {
            return Some(call);
        }
    }
}
