//! When a message goes out once more: to where the server sends it, or when it is less busy.

use super::{Flight, Link, Place};
use crate::http::flight::Head;
use crate::recorder::Recorder;
use reqwest::header::{HeaderMap, LOCATION, RETRY_AFTER};
use std::time::Duration;
use url::Url;

/// How often one message is redirected, or one stream resumed.
pub(super) const AGAIN: u8 = 3;
/// How long a server that is asked too much may have us wait.
const LONGEST: Duration = Duration::from_secs(5);
/// How long we wait where it does not say.
const UNSAID: Duration = Duration::from_secs(1);

/// What becomes of a message that was not taken.
pub(super) enum Again {
    Elsewhere(Url),
    Later(Duration),
}

impl Link {
    /// Whether a message that was answered like this goes out again.
    pub(super) fn again(&self, flight: &Flight) -> Option<Again> {
        let head = flight.head.as_ref().filter(|_| flight.line.is_some())?;
        match head.status {
            307 | 308 if flight.again < AGAIN => self.elsewhere(head),
            429 | 503 if flight.again == 0 => later(head).map(Again::Later),
            _ => None,
        }
    }

    pub(super) fn go_again(&mut self, again: Again, flight: &Flight, recorder: &mut Recorder) {
        let Some(line) = flight.line.clone() else {
            return;
        };
        let wait = match again {
            Again::Elsewhere(url) => {
                self.place = Place::Streamable(url);
                Duration::ZERO
            }
            Again::Later(wait) => wait,
        };
        self.post_after(wait, line, flight.again + 1, recorder);
    }

    /// Only within the same origin, as the same message.
    fn elsewhere(&self, head: &Head) -> Option<Again> {
        let Place::Streamable(url) = &self.place else {
            return None;
        };
        let location = head.headers.get(LOCATION)?.to_str().ok()?;
        let to = url.join(location).ok()?;
        (to.origin() == url.origin()).then_some(Again::Elsewhere(to))
    }
}

/// When a server that is asked too much is asked again. One that is out of service has to say so.
fn later(head: &Head) -> Option<Duration> {
    let wait = match (said(&head.headers), head.status) {
        (Said::Seconds(seconds), _) => Duration::from_secs(seconds),
        (Said::Nothing, 429) => UNSAID,
        _ => return None,
    };
    (wait <= LONGEST).then_some(wait)
}

/// What `Retry-After` says.
enum Said {
    Nothing,
    Seconds(u64),
    /// A date, or nonsense: whose clock is right is not known.
    Else,
}

fn said(headers: &HeaderMap) -> Said {
    let Some(value) = headers.get(RETRY_AFTER) else {
        return Said::Nothing;
    };
    let seconds = value
        .to_str()
        .ok()
        .and_then(|text| text.trim().parse().ok());
    seconds.map_or(Said::Else, Said::Seconds)
}

#[cfg(test)]
mod tests {
    use super::*;
    use reqwest::header::HeaderValue;

    #[test]
    fn who_is_busy_is_asked_again_soon_or_not_at_all() {
        for (status, after, wait) in [
            (429, None, Some(1)),
            (429, Some("0"), Some(0)),
            (429, Some("5"), Some(5)),
            (429, Some("6"), None),
            (429, Some("31536000"), None),
            (429, Some("99999999999999999999"), None),
            (429, Some("Wed, 21 Oct 2015 07:28:00 GMT"), None),
            (503, None, None),
            (503, Some("2"), Some(2)),
        ] {
            let mut headers = HeaderMap::new();
            if let Some(after) = after {
                headers.insert(RETRY_AFTER, HeaderValue::from_static(after));
            }
            let head = Head {
                status,
                version: String::new(),
                peer: None,
                headers,
            };
            let wait = wait.map(Duration::from_secs);
            assert_eq!(later(&head), wait, "{status} {after:?}");
        }
    }
}
