//! What the sandbox noticed: deeds are kept up to a number a connection and a size a run, and counted beyond.

use crate::conduct::{Deed, Install};
use crate::{Channel, Line, Session, limits};
use serde::Deserialize;
use std::borrow::Cow;

/// What the deeds of a run take.
#[derive(Debug, Default)]
pub(super) struct Deeds {
    bytes: usize,
}

impl Deeds {
    /// Keeps a deed of a connection, where there is room for it.
    pub(super) fn keep(&mut self, session: &mut Session, deed: Deed, frame: &Line<'_>) {
        session.deeds_seen += 1;
        self.bytes = self.bytes.saturating_add(frame.bytes.len());
        if session.deeds.len() < limits::DEEDS && self.bytes <= limits::DEED_BYTES {
            session.deeds.push((deed, frame.n));
        }
    }

    /// An install with no more deeds than are kept.
    pub(super) fn of_install(mut install: Install) -> Install {
        install.deeds.truncate(limits::DEEDS);
        install
    }
}

/// Whether a frame that could not be read tells of a deed.
pub(super) fn unread(frame: &Line<'_>) -> bool {
    #[derive(Deserialize)]
    struct Kind<'a> {
        #[serde(borrow)]
        event: Cow<'a, str>,
    }
    let kind = serde_json::from_slice::<Kind<'_>>(frame.bytes);
    frame.channel == Channel::Sandbox || kind.is_ok_and(|kind| kind.event == "deed")
}
