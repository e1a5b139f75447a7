//! A body as it comes in, never held beyond its cap.

use crate::http::events::Parser;
use crate::lines::{HEAD, Line, Running};
use evidence::limits::MESSAGE_BYTES;
use std::sync::Arc;

/// What is made of a body.
pub(crate) enum Body {
    /// It is read to its end.
    Whole(Whole),
    /// It is a stream of events.
    Events(Box<Parser>),
}

/// A body that is read to its end. Of one that is no message only its head is kept.
#[derive(Default)]
pub(crate) struct Whole {
    bytes: Vec<u8>,
    beyond: Option<Running>,
    tail: Vec<u8>,
}

/// Bytes of the end of a body over its cap that are looked at: some servers write the id last.
const TAIL: usize = 256;

impl Whole {
    pub(crate) fn add(&mut self, chunk: &[u8]) {
        if let Some(beyond) = &mut self.beyond {
            beyond.add(chunk);
            self.keep_end(chunk);
            return;
        }
        self.bytes.extend_from_slice(chunk);
        let message = matches!(
            self.bytes.trim_ascii_start().first(),
            Some(b'{' | b'[') | None
        );
        let cap = if message { MESSAGE_BYTES } else { HEAD };
        if self.bytes.len() > cap {
            self.beyond = Some(Running::of(&self.bytes));
            let rest = self.bytes.split_off(cap);
            self.keep_end(&rest);
        }
    }

    /// Whether so much came beyond the cap that there is no use in reading on.
    pub(crate) fn is_over(&self) -> bool {
        self.beyond
            .as_ref()
            .is_some_and(|b| b.bytes() > 2 * MESSAGE_BYTES as u64)
    }

    pub(crate) fn end(self) -> Line {
        Line {
            bytes: Arc::new(self.bytes),
            cut: self.beyond.map(Running::cut),
            tail: self.tail,
        }
    }

    fn keep_end(&mut self, bytes: &[u8]) {
        let from = bytes.len().saturating_sub(TAIL);
        self.tail
            .extend_from_slice(bytes.get(from..).unwrap_or_default());
        let extra = self.tail.len().saturating_sub(TAIL);
        self.tail.drain(..extra);
    }
}
