//! A server over HTTP, as each caller in turn: first as nobody, then with the credentials where there are any.

use crate::http::header;
use crate::http::link::{Link, TURN};
use crate::plan;
use crate::run::Run;
use crate::wire::Wire;
use evidence::{Caller, Event, Transport, Variant};
use reqwest::Method;
use std::time::Duration;
use tokio::time::{Instant, timeout_at};

/// How long the end of a session may take.
const FAREWELL: Duration = Duration::from_secs(2);
/// What a server answers that speaks the older transport only.
const OLDER: [u16; 3] = [400, 404, 405];

pub(crate) async fn go(run: &mut Run<'_>) {
    plan::tour(run).await;
    let served = !run.is_locked_out();
    run.look_up().await;
    run.ask_for_list_as_nobody().await;
    if run.site.as_ref().is_some_and(|site| site.signs_in()) {
        if let Some(site) = &mut run.site {
            site.caller = Caller::SignedIn;
            site.challenge = None;
        }
        run.asked_before = served;
        plan::tour(run).await;
        run.asked_before = false;
    }
    run.ask_about_transport().await;
}

impl Run<'_> {
    /// Opens a connection over HTTP. Nothing is sent yet.
    pub(crate) fn connect(&mut self, variant: Variant) -> bool {
        let Some(site) = &self.site else {
            return false;
        };
        let link = Link::new(site, variant == Variant::Discover);
        let (caller, transport, proxy) = (site.caller, site.transport, site.proxy.clone());
        self.recorder.begin(self.sessions);
        self.sessions += 1;
        self.variant = variant;
        self.mute = false;
        self.silent = false;
        self.recorder.event(&Event::Connect {
            variant,
            caller,
            transport,
        });
        if let Some(url) = proxy {
            self.recorder.event(&Event::Proxy { url });
        }
        self.wire = Some(Wire::over_http(link));
        true
    }

    /// Ends what a connection over HTTP has open, and keeps what it taught.
    pub(crate) async fn take_leave(&mut self) {
        let Some(link) = self.wire.as_mut().and_then(Wire::link) else {
            return;
        };
        if let Some(site) = &mut self.site {
            if let (Transport::Streamable, Some(url)) = (site.transport, link.url()) {
                site.url = url.clone();
            }
            site.refused = link.refused;
            site.challenge = link.challenge.clone().or(site.challenge.take());
        }
        if self.closing.is_some() {
            return;
        }
        self.recorder.event(&Event::Closing);
        self.closing = Some(Instant::now());
        let until = Instant::now() + FAREWELL;
        for session in link.sessions() {
            let link = self.wire.as_mut().and_then(Wire::link);
            let Some(link) = link.filter(|link| !link.over()) else {
                return;
            };
            let mut ask = link.bodiless(Method::DELETE, None);
            ask.headers.insert(header::SESSION, session);
            let number = link.ask(ask, Default::default(), &mut self.recorder);
            self.until_closed(number, until).await;
        }
    }

    /// Waits until what was sent has gone out and was answered or had its time: marks in the record stand where they belong.
    /// Over pipes order alone is enough for that.
    pub(crate) async fn delivered(&mut self) {
        let until = (Instant::now() + 2 * TURN).min(self.until);
        let Some(wire) = &mut self.wire else { return };
        while !wire.is_quiet() && Instant::now() < until {
            // A turn ends by the clock too, without anything that moves.
            let soon = until.min(Instant::now() + TURN);
            let _in_time = timeout_at(soon, wire.step(&mut self.recorder)).await;
        }
    }

    /// Waits for the end of an exchange, or for the beginning of a stream.
    pub(crate) async fn until_headed(&mut self, number: u32, until: Instant) {
        let Some(wire) = &mut self.wire else { return };
        while wire
            .link()
            .is_some_and(|link| !link.over() && !link.is_headed(number))
        {
            if Instant::now() >= until
                || timeout_at(until, wire.step(&mut self.recorder))
                    .await
                    .is_err()
            {
                return;
            }
        }
    }

    /// Waits for the end of an exchange.
    pub(crate) async fn until_closed(&mut self, number: u32, until: Instant) {
        let Some(wire) = &mut self.wire else { return };
        while wire
            .link()
            .is_some_and(|link| !link.over() && link.is_open(number))
        {
            if Instant::now() >= until
                || timeout_at(until, wire.step(&mut self.recorder))
                    .await
                    .is_err()
            {
                return;
            }
        }
    }

    /// Whether the server asked for credentials and took no handshake without.
    pub(crate) fn is_locked_out(&self) -> bool {
        self.site
            .as_ref()
            .is_some_and(|site| site.challenge.is_some() && !site.modern && !site.legacy)
    }

    /// Whether the server may speak HTTP+SSE of 2024-11-05 only. From here on that is what is spoken.
    pub(crate) fn speaks_older_transport(&mut self) -> bool {
        let Some(site) = &mut self.site else {
            return false;
        };
        let older = site.transport == Transport::Streamable
            && !(site.modern || site.legacy)
            && site.refused.is_some_and(|status| OLDER.contains(&status));
        if older {
            site.transport = Transport::Sse;
        }
        older
    }

    /// Whether it does; otherwise it is not spoken any more.
    pub(crate) fn keep_transport(&mut self, works: bool) {
        if let Some(site) = self.site.as_mut().filter(|_| !works) {
            site.transport = Transport::Streamable;
        }
    }
}
