//! Answers the calls that the filter asks about, and writes down what they ask for.
//!
//! Everything that is read of the caller is read while it waits, and only kept if it still waits afterwards: else it was
//! another process's. What goes on is decided by the kernel from memory that the caller may have changed meanwhile: so
//! nothing safe rests on what is read here.

use super::Context;
use super::acts::{Desk, Seen};
use crate::sys::seccomp;
use rustix::event::{PollFd, PollFlags, poll};
use rustix::fd::OwnedFd;
use std::sync::Arc;

/// Answers until nobody is left under the filter. Runs on a thread of its own.
pub(crate) fn serve(listener: OwnedFd, context: Arc<Context>) {
    seccomp::wake_nearby(&listener);
    context.ledger().sees_calls = true;
    let mut desk = Desk::new(&context);
    loop {
        let mut ready = [PollFd::new(&listener, PollFlags::IN)];
        if poll(&mut ready, None).is_err() {
            continue;
        }
        if !ready[0].revents().contains(PollFlags::IN) {
            return;
        }
        // A caller that died meanwhile is not there to be answered.
        let Ok(call) = seccomp::receive(&listener) else {
            continue;
        };
        let seen = desk.look(&call);
        if !seccomp::waits(&listener, call.id) {
            continue;
        }
        let Seen { notes, answer } = seen;
        desk.write(call.pid, notes);
        if let Some(answer) = answer {
            let _died = seccomp::answer(&listener, call.id, answer);
        }
    }
}
