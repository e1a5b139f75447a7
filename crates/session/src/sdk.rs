//! The official SDK as a second opinion: would it have taken what the server said on this connection?
//!
//! The server is not asked again. The SDK's client runs over a transport that hands it, for each request it makes, the
//! lines that the server sent after the same request of ours, with only the id put right.

mod opinion;
mod tape;

use crate::run::Run;
use evidence::Event;
use std::time::Duration;

/// Name and version of the SDK.
const SDK: &str = concat!("rmcp ", "3.11.0");
/// Bytes of a connection beyond which the SDK is not asked: its typed messages take many times as much memory.
pub(crate) const BYTES: usize = 1 << 20;
/// How long forming the opinion may take. Nothing in it waits for anything outside, so this is for our own mistakes.
const TIME: Duration = Duration::from_secs(10);

impl Run<'_> {
    /// Asks the SDK about the connection that has just ended, where it came as far as a handshake.
    pub(crate) async fn second_opinion(&mut self) {
        let Some(frames) = self.recorder.recent() else {
            return self.recorder.event(&Event::Cap {
                what: "sdk".into(),
                limit: BYTES as u64,
                method: None,
            });
        };
        let tape = tape::Tape::of(frames);
        if !tape.worth_asking() {
            return;
        }
        // A task of its own, so that a panic inside the SDK ends there.
        let asking = tokio::spawn(opinion::form(tape));
        let event = match tokio::time::timeout(TIME, asking).await {
            Ok(Ok(None)) => return,
            Ok(Ok(Some(refuses))) => Event::Sdk {
                sdk: SDK.into(),
                accepts: refuses.is_empty(),
                refuses,
            },
            Ok(Err(e)) => Event::Ours {
                error: format!("the SDK's opinion could not be had: {e}"),
            },
            Err(_) => Event::Ours {
                error: "the SDK's opinion took too long".into(),
            },
        };
        self.recorder.event(&event);
    }
}
