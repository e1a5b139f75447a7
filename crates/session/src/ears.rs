//! Listens for canaries in what the server writes: every byte, also beyond what the recorder keeps.

use evidence::conduct::{Act, Confidence, Deed, Touch, Via};
use sandbox::canary::{Hit, Search, Stream};
use tokio::time::Instant;

/// Standard output and standard error of one connection.
pub(crate) struct Ears {
    began: Instant,
    output: Stream,
    errors: Stream,
    heard: Vec<Deed>,
}

impl Ears {
    pub(crate) fn new(search: &Search) -> Self {
        Self {
            began: Instant::now(),
            output: search.stream(),
            errors: search.stream(),
            heard: Vec::new(),
        }
    }

    pub(crate) fn output(&mut self, bytes: &[u8]) {
        let hits = self.output.feed(bytes);
        self.note("stdout", hits);
    }

    pub(crate) fn errors(&mut self, bytes: &[u8]) {
        let hits = self.errors.feed(bytes);
        self.note("stderr", hits);
    }

    /// What was heard, each canary once for each stream and encoding.
    pub(crate) fn heard(self) -> Vec<Deed> {
        self.heard
    }

    fn note(&mut self, stream: &str, hits: Vec<Hit>) {
        for hit in hits {
            let at_ms = u64::try_from(self.began.elapsed().as_millis()).unwrap_or(u64::MAX);
            self.heard.push(Deed {
                act: Act::Canary {
                    id: hit.id,
                    how: Touch::Echoed {
                        stream: stream.to_owned(),
                        encoding: hit.encoding.id().to_owned(),
                    },
                },
                via: Via::Stream,
                confidence: Confidence::Certain,
                count: 1,
                at_ms,
                program: None,
            });
        }
    }
}
