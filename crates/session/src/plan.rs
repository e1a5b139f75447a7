//! The starts of a run, at most three; with `quick` one. What a start is for, each lists before it asks anything odd:
//!
//! | the server speaks | first | second | third |
//! |---|---|---|---|
//! | `initialize` only | refuses discover; everything declared | nothing declared, mild questions | odd questions only |
//! | both eras | discover, its questions | everything declared | nothing declared, all other questions |
//! | discover only | discover | refuses `initialize` | discover again, all questions |

use crate::handshake::{Handshake, LEGACY, Welcome};
use crate::http::visit;
use crate::run::Run;
use evidence::{Event, Reach, Variant};

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

/// What is asked on a connection once everything is listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ask {
    /// Nothing.
    Nothing,
    /// What no server should mind.
    Mild,
    /// That, and then what may upset it.
    All,
}

pub(crate) async fn go(run: &mut Run<'_>) {
    run.recorder.event(&Event::Scope {
        reach: run.options.reach,
        quick: run.options.quick,
    });
    // A package that could not be installed cannot be started.
    if let Some(install) = run.options.install.take() {
        let failed = install.failed.is_some();
        run.recorder.event(&Event::Install(install));
        if failed {
            return;
        }
    }
    if let Some(site) = &run.site {
        if let Some(why) = site.not_signed_in() {
            run.recorder.event(&Event::NotSignedIn(why.clone()));
            return;
        }
        if let Some(login) = site.login() {
            run.recorder.event(&Event::Login(login.clone()));
        }
        visit::go(run).await;
    } else {
        tour(run).await;
    }
}

/// The starts, or over HTTP the connections of one caller.
pub(crate) async fn tour(run: &mut Run<'_>) {
    let mut first = run.first_start().await;
    if run.is_locked_out() {
        return;
    }
    if run.speaks_older_transport() {
        first = run.plain_start(Variant::Declared, 1, Ask::Nothing).await;
        run.keep_transport(first == Outcome::Legacy);
    }
    if run.options.quick || first == Outcome::NotStarted {
        return;
    }
    // A server that fell through to `initialize` has already been shown everything.
    if first == Outcome::Legacy {
        if run.plain_start(Variant::Bare, 2, Ask::Mild).await == Outcome::Legacy {
            run.odd_start(3).await;
        }
        return;
    }
    match (
        first,
        run.plain_start(Variant::Declared, 2, Ask::Nothing).await,
    ) {
        (_, Outcome::Legacy) => drop(run.plain_start(Variant::Bare, 3, Ask::All).await),
        (Outcome::Modern, _) => drop(run.modern_start(3).await),
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
            shaken = self.initialize_instead(&shaken, whole).await;
            self.take(&shaken).await;
        }
        let ask = match &shaken {
            Handshake::Welcome(welcome) if welcome.modern || self.options.quick => Ask::All,
            _ => Ask::Nothing,
        };
        self.finish(shaken, true, ask).await
    }

    async fn plain_start(&mut self, variant: Variant, number: u32, ask: Ask) -> Outcome {
        if !self.begin(variant, number) {
            return Outcome::NotStarted;
        }
        let limit = self.limit("start", self.options.start_timeout);
        let declared = variant == Variant::Declared;
        let shaken = self.initialize(declared, limit).await;
        if let (Handshake::Welcome(_), true) = (&shaken, ask != Ask::Nothing && self.asks()) {
            self.ask_ping().await;
        }
        self.take(&shaken).await;
        self.finish(shaken, declared, ask).await
    }

    async fn modern_start(&mut self, number: u32) -> Outcome {
        if !self.begin(Variant::Discover, number) {
            return Outcome::NotStarted;
        }
        let limit = self.limit("start", self.options.start_timeout);
        let shaken = self.discover(limit).await;
        self.finish(shaken, false, Ask::All).await
    }

    /// A connection for odd questions only: they begin before its handshake, which asks for a revision that never was.
    async fn odd_start(&mut self, number: u32) {
        if !self.asks() || !self.begin(Variant::Questions, number) {
            return;
        }
        self.ask_early().await;
        let shaken = match self.ask_for_odd_version().await {
            Handshake::Welcome(welcome) => Handshake::Welcome(welcome),
            _ if self.finished() => Handshake::Died,
            _ => {
                let limit = self.request_limit();
                self.initialize_with(LEGACY, false, limit).await
            }
        };
        self.take(&shaken).await;
        if let Handshake::Welcome(welcome) = &shaken {
            self.ask_odd(welcome).await;
            self.ask_to_initialize_again(welcome).await;
        }
        self.stop().await;
    }

    /// Whether any question is asked at all.
    pub(crate) fn asks(&self) -> bool {
        self.options.reach > Reach::Listing && !self.asked_before
    }

    fn begin(&mut self, variant: Variant, number: u32) -> bool {
        if tokio::time::Instant::now() >= self.until {
            return false;
        }
        let of = if self.options.quick { 1 } else { 3 };
        if self.site.is_some() {
            self.phase(format!("connecting ({number} of {of})"));
            return self.connect(variant);
        }
        self.phase(format!("starting ({number} of {of})"));
        self.spawn(variant)
    }

    /// Ends a handshake that went well.
    async fn take(&mut self, shaken: &Handshake) {
        if let Handshake::Welcome(welcome) = shaken
            && !welcome.modern
        {
            self.initialized();
            self.delivered().await;
        }
    }

    /// Lists and asks where the handshake went well, and stops the server in any case.
    async fn finish(&mut self, shaken: Handshake, declared: bool, ask: Ask) -> Outcome {
        let outcome = match shaken {
            Handshake::Welcome(welcome) => {
                if let Some(site) = &mut self.site {
                    site.modern |= welcome.modern;
                    site.legacy |= !welcome.modern;
                }
                self.look_around(&welcome, declared && !welcome.modern, ask)
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

    async fn look_around(&mut self, welcome: &Welcome, declared: bool, ask: Ask) {
        let listed = self.list_all(welcome, declared, ask != Ask::Nothing).await;
        if ask == Ask::Nothing || !self.asks() {
            return;
        }
        self.ask_mild(welcome, &listed).await;
        if ask == Ask::All {
            self.ask_odd(welcome).await;
            if !welcome.modern {
                self.ask_for_odd_version().await;
            }
        }
    }
}
