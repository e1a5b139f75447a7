//! Departures: which rule fits, and what is done instead of answering.

use super::Shared;
use super::answer::{Outcome, is_endpoint};
use super::request::Request;
use super::response::{Body, Response, chunk};
use super::script::{HttpRule, HttpStep, Reply};
use crate::text::Values;
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::Value;
use std::io::{self, Write};
use std::time::Duration;

/// How long a server hangs at most, so that nothing that a test forgets stays for ever.
pub(super) const HANG: Duration = Duration::from_secs(3600);

/// What becomes of a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Next {
    Keep,
    Close,
    Reset,
}

/// Does what the first rule that fits says, or answers.
pub(super) fn perform(
    server: &Shared,
    request: &Request,
    outcome: &Outcome,
    to: &mut impl Write,
) -> io::Result<Next> {
    let Some((rule, count)) = rule(server, request, outcome) else {
        let response = server.dressed(request, outcome.response.clone());
        response.write(to, || server.goes_on())?;
        return Ok(Next::Keep);
    };
    if rule.steps.is_empty() {
        return Ok(Next::Close);
    }
    let id = outcome.body.get("id").unwrap_or(&Value::Null).to_string();
    let values = Values {
        id: &id,
        count,
        answer: &outcome.message,
        ..server.values(request)
    };
    let mut act = Act {
        server,
        request,
        outcome,
        to,
    };
    act.steps(&rule.steps, values)
}

/// The first rule that fits, and how often it did.
fn rule<'a>(
    server: &'a Shared,
    request: &Request,
    outcome: &Outcome,
) -> Option<(&'a HttpRule, u64)> {
    let method = outcome.body.get("method").and_then(Value::as_str);
    let fits = |rule: &HttpRule| {
        let place = match &rule.path {
            Some(path) => path == request.path(),
            None => is_endpoint(request),
        };
        let names = rule.verb.is_some() || rule.path.is_some() || rule.method.is_some();
        let any = !names || rule.refused.is_some() || rule.answered.is_some();
        place
            && (any || outcome.refused.is_none())
            && rule.verb.as_ref().is_none_or(|verb| *verb == request.verb)
            && (rule.method.is_none() || rule.method.as_deref() == method)
            && rule.when.is_none_or(|when| when.fits(outcome.client))
            && (rule.refused.is_none() || rule.refused == outcome.refused)
            && rule
                .answered
                .is_none_or(|status| status == outcome.response.status)
    };
    let rules = server.http().rules.iter().enumerate();
    rules.filter(|(_, rule)| fits(rule)).find_map(|(at, rule)| {
        let count = server.count(at);
        let now = rule.from.is_none_or(|from| count >= from)
            && rule.until.is_none_or(|until| count <= until);
        now.then_some((rule, count))
    })
}

/// A rule that is being carried out.
struct Act<'a, W> {
    server: &'a Shared,
    request: &'a Request,
    outcome: &'a Outcome,
    to: &'a mut W,
}

impl<W: Write> Act<'_, W> {
    fn steps(&mut self, steps: &[HttpStep], values: Values<'_>) -> io::Result<Next> {
        let mut next = Next::Keep;
        for step in steps {
            match self.step(step, values)? {
                Next::Keep => {}
                Next::Close => next = Next::Close,
                Next::Reset => return Ok(Next::Reset),
            }
        }
        self.to.flush()?;
        Ok(next)
    }

    fn step(&mut self, step: &HttpStep, values: Values<'_>) -> io::Result<Next> {
        match step {
            HttpStep::Answer => self.reply(&Reply::default(), values),
            HttpStep::Reply(reply) => self.reply(reply, values),
            HttpStep::Raw(text) => {
                self.to.write_all(&text.render(values))?;
                self.to.flush()?;
                Ok(Next::Close)
            }
            HttpStep::Repeat { times, steps } => {
                let mut next = Next::Close;
                for number in 1..=*times {
                    self.server.pause(Duration::ZERO)?;
                    if self.steps(steps, Values { number, ..values })? == Next::Reset {
                        next = Next::Reset;
                        break;
                    }
                }
                Ok(next)
            }
            HttpStep::Trickle { raw, every_ms } => {
                for byte in raw.render(values) {
                    self.to.write_all(&[byte])?;
                    self.to.flush()?;
                    self.server.pause(Duration::from_millis(*every_ms))?;
                }
                Ok(Next::Close)
            }
            HttpStep::Gzip { text, times } => self.gzip(&text.render(values), *times),
            HttpStep::Chunks { text, of } => {
                for piece in text.render(values).chunks(of.get()) {
                    chunk(self.to, piece)?;
                }
                self.to.write_all(b"0\r\n\r\n")?;
                Ok(Next::Close)
            }
            HttpStep::WaitMs(ms) => self
                .server
                .pause(Duration::from_millis(*ms))
                .map(|()| Next::Keep),
            HttpStep::Hang => self.server.pause(HANG).map(|()| Next::Close),
            HttpStep::Reset => Ok(Next::Reset),
        }
    }

    fn reply(&mut self, reply: &Reply, values: Values<'_>) -> io::Result<Next> {
        let mut response = self
            .server
            .dressed(self.request, self.outcome.response.clone());
        response.status = reply.status.unwrap_or(response.status);
        for name in &reply.without {
            response.without(name);
        }
        for (name, value) in &reply.headers {
            response = response.with(name, value.render(values));
        }
        if let Some(body) = &reply.body {
            response.body = Body::Whole(body.render(values));
        }
        let framed = response.has("content-length") || response.has("transfer-encoding");
        response.write(self.to, || self.server.goes_on())?;
        Ok(if framed { Next::Close } else { Next::Keep })
    }

    fn gzip(&mut self, text: &[u8], times: u64) -> io::Result<Next> {
        let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-encoding: gzip\r\nconnection: close\r\n\r\n";
        self.to.write_all(head.as_bytes())?;
        let mut packer = GzEncoder::new(&mut self.to, Compression::fast());
        for _ in 0..times {
            packer.write_all(text)?;
        }
        packer.finish()?;
        Ok(Next::Close)
    }
}

impl Shared {
    /// The response with what stands in the head of each; what would be empty does not.
    fn dressed(&self, request: &Request, mut response: Response) -> Response {
        for (name, value) in &self.http().headers {
            let value = value.render(self.values(request));
            if !value.is_empty() {
                response = response.with(name, value);
            }
        }
        response
    }
}
