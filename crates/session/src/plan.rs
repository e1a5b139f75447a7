//! The starts of a run, at most three: discover, everything declared, nothing declared.

use crate::handshake::{Handshake, Welcome};
use crate::run::Run;
use evidence::Variant;

/// What a start came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    /// The system would not start it.
    NotStarted,
    /// It died or stayed silent before any handshake.
    Nothing,
    /// It answered, but took no handshake.
    Refused,
    /// It speaks the revision without a handshake.
    Modern,
    /// It took `initialize`.
    Legacy,
}

pub(crate) async fn go(run: &mut Run<'_>) {
    let first = run.first_start().await;
    // A server that fell through to `initialize` has already been shown everything.
    let second = match first {
        Outcome::NotStarted => return,
        Outcome::Legacy => Outcome::Legacy,
        _ => run.plain_start(Variant::Declared, 2, false).await,
    };
    match (first, second) {
        (_, Outcome::Legacy) => drop(
            run.plain_start(Variant::Bare, if first == second { 2 } else { 3 }, true)
                .await,
        ),
        (Outcome::Modern, _) => drop(run.modern_start(3, true).await),
        _ => {}
    }
}

impl Run<'_> {
    /// Discover; where that is refused and the server lives on, `initialize` on the same connection.
    async fn first_start(&mut self) -> Outcome {
        if !self.begin(Variant::Discover, 1) {
            return Outcome::NotStarted;
        }
        let whole = self.limit("start", self.options.start_timeout);
        // Half of the time, so that a server which ignores what it does not know has the other half for `initialize`.
        let half = self.limit("start", self.options.start_timeout / 2);
        let mut shaken = self.discover(half).await;
        let legacy =
            matches!(shaken, Handshake::Refused(_) | Handshake::Silent) && !self.finished();
        if legacy {
            shaken = self.initialize(true, whole).await;
        }
        self.finish(shaken, true, false).await
    }

    async fn plain_start(&mut self, variant: Variant, number: u32, questions: bool) -> Outcome {
        if !self.begin(variant, number) {
            return Outcome::NotStarted;
        }
        let limit = self.limit("start", self.options.start_timeout);
        let shaken = self.initialize(variant == Variant::Declared, limit).await;
        self.finish(shaken, variant == Variant::Declared, questions)
            .await
    }

    async fn modern_start(&mut self, number: u32, questions: bool) -> Outcome {
        if !self.begin(Variant::Discover, number) {
            return Outcome::NotStarted;
        }
        let limit = self.limit("start", self.options.start_timeout);
        let shaken = self.discover(limit).await;
        self.finish(shaken, false, questions).await
    }

    fn begin(&mut self, variant: Variant, number: u32) -> bool {
        if tokio::time::Instant::now() >= self.until {
            return false;
        }
        self.phase(format!("starting ({number} of 3)"));
        self.spawn(variant)
    }

    /// Lists and asks where the handshake went well, and stops the server in any case.
    async fn finish(&mut self, shaken: Handshake, declared: bool, questions: bool) -> Outcome {
        let outcome = match shaken {
            Handshake::Welcome(welcome) => {
                self.look_around(&welcome, declared && !welcome.modern, questions)
                    .await;
                if welcome.modern {
                    Outcome::Modern
                } else {
                    Outcome::Legacy
                }
            }
            Handshake::Refused(_) => Outcome::Refused,
            Handshake::Silent | Handshake::Died => Outcome::Nothing,
        };
        self.stop().await;
        outcome
    }

    async fn look_around(&mut self, welcome: &Welcome, declared: bool, questions: bool) {
        let answered = self.list_all(welcome, declared, questions).await;
        if questions {
            self.ask_questions(welcome, answered.first().copied()).await;
        }
    }
}
