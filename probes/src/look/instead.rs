//! What came over HTTP in place of a list.

use crate::{Severity, View, say};
use evidence::{HttpExchange, HttpResponse, Listing, ListingEnd, Session};

impl View<'_> {
    /// A finding about a list that did not come, with what came instead. A limit that was met is no fault.
    pub(super) fn over_http(
        &self,
        session: &Session,
        listing: &Listing,
        severity: Severity,
        message: String,
    ) -> (Severity, String) {
        let Some(web) = &session.web else {
            return (severity, message);
        };
        let method = listing.kind.method();
        let mut asked = web.exchanges.iter().rev();
        let last =
            asked.find(|one| one.question.is_none() && one.message.as_deref() == Some(method));
        let limited = last
            .and_then(|one| one.response.as_ref())
            .is_some_and(|came| came.status == 429);
        let severity = match &listing.end {
            ListingEnd::Refused(_) if limited => Severity::Info,
            ListingEnd::Unread => Severity::Warning,
            _ => severity,
        };
        match last.map(came) {
            Some(instead) => (severity, format!("{message} What came: {instead}.")),
            None => (severity, message),
        }
    }
}

fn came(exchange: &HttpExchange) -> String {
    let ended = exchange.ended.as_ref().and_then(|end| end.error.as_deref());
    match (&exchange.response, ended) {
        (Some(response), Some(error)) => format!("{}, and {error}", head(response)),
        (Some(response), None) => head(response),
        (None, Some(error)) => format!("no HTTP response, {error}"),
        (None, None) => "nothing".to_owned(),
    }
}

fn head(response: &HttpResponse) -> String {
    let status = response.status;
    let what = match (response.media_type(), response.header("content-encoding")) {
        _ if response.size == 0 && !response.is_stream() => "an empty body".to_owned(),
        (_, Some(encoding)) => format!("a body encoded as {encoding}"),
        (Some(_), _) if response.is_stream() => "an event stream without the answer".to_owned(),
        (Some(kind), _) if kind == "application/json" => "JSON that is no answer".to_owned(),
        (Some(kind), _) => kind.chars().take(60).collect(),
        (None, _) => "a body of no type".to_owned(),
    };
    if response.size < 1 << 20 {
        return format!("HTTP {status} with {what}");
    }
    format!("HTTP {status} with {what}, {}", say::bytes(response.size))
}
