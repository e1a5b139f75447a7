//! What answers at every address.

use crate::protocol::Tale;
use crate::talk;
use rustix::event::{PollFd, PollFlags, poll};
use rustix::fd::BorrowedFd;

/// Answers until pid 1 is gone (its pidfd) or the supervisor is, or says [`crate::protocol::Order::Stop`].
pub(crate) fn serve(
    control: BorrowedFd<'_>,
    _requests: BorrowedFd<'_>,
    init: BorrowedFd<'_>,
    _proxy: Option<u16>,
) {
    talk::tell(control, &Tale::Sinks, &[]);
    let mut both = [
        PollFd::new(&control, PollFlags::IN),
        PollFd::new(&init, PollFlags::IN),
    ];
    let _interrupted = poll(&mut both, None);
}
