//! Listings: pages, cursors, and the items one by one, so that one that is broken does not hide the others.

use super::faults::Faults;
use super::items::{handle, shorten};
use super::session::Reader;
use crate::shapes::{self, Wrong};
use crate::{
    Body, FaultKind, FrameId, Kind, Listing, ListingEnd, Page, Pointer, Reply, json, limits,
};
use serde_json::value::RawValue;
use serde_json::{Map, Value};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// What is known of a listing while it is read.
#[derive(Debug, Default)]
pub(super) struct State {
    /// The end that the pages themselves give.
    end: Option<ListingEnd>,
    pub(super) capped: Option<String>,
    pub(super) timed_out: bool,
    /// We went on to something else without having read an answer.
    pub(super) passed_over: bool,
    /// The cursors seen, long ones by their digest.
    cursors: HashSet<String>,
    /// Keys of the items seen, with the place of the first.
    pub(super) keys: HashMap<Arc<str>, Pointer>,
    bytes: usize,
}

impl State {
    /// How the listing ended. `died`: the server's process ended unasked.
    pub(super) fn end(self, died: bool) -> ListingEnd {
        match (self.end, self.capped) {
            (None | Some(ListingEnd::Complete), Some(what)) => ListingEnd::Capped(what),
            (Some(end), _) => end,
            (None, None) if self.timed_out => ListingEnd::TimedOut,
            (None, None) if self.passed_over => ListingEnd::Unread,
            (None, None) if died => ListingEnd::Died,
            (None, None) => ListingEnd::Cut,
        }
    }
}

impl Reader {
    /// The listing that a request belongs to: a request without a cursor begins one.
    pub(super) fn listing(&mut self, kind: Kind, cursor: Option<&Value>) -> usize {
        let last = self
            .session
            .listings
            .iter()
            .rposition(|listing| listing.kind == kind);
        if let (Some(last), Some(_)) = (last, cursor) {
            return last;
        }
        let why = match (self.why.as_deref(), last) {
            (Some("first") | None, Some(_)) => "again",
            (Some(why), _) => why,
            (None, None) => "first",
        };
        let listing = Listing {
            kind,
            why: why.to_owned(),
            pages: Vec::new(),
            items: Vec::new(),
            end: ListingEnd::Cut,
        };
        // What an earlier listing of this kind held is compared with no more.
        for (earlier, state) in self.session.listings.iter().zip(&mut self.states) {
            if earlier.kind == kind {
                state.keys = HashMap::new();
            }
        }
        self.session.listings.push(listing);
        self.states.push(State::default());
        self.session.listings.len() - 1
    }

    /// Reads one page. The body that is given back has the list taken out.
    pub(super) fn page(
        &mut self,
        listing: usize,
        frame: FrameId,
        raw: &str,
        faults: &mut Faults,
    ) -> Body {
        let Some(kind) = self
            .session
            .listings
            .get(listing)
            .map(|listing| listing.kind)
        else {
            return Body::Unreadable("a page of no listing".to_owned());
        };
        let member = kind.member();
        let at = |step: &str| Pointer {
            frame,
            pointer: format!("/result{step}"),
        };
        let mut page = Map::new();
        let mut lists: Vec<&RawValue> = Vec::new();
        let object = json::each_member(raw, |key, value| {
            let step = format!("/{}", json::step(&key));
            let value = if key == member {
                lists.push(value);
                Value::Array(Vec::new())
            } else {
                self.payload(value.get(), at(&step), 2, faults)
                    .unwrap_or(Value::Null)
            };
            if page.insert(key.into_owned(), value).is_some() {
                faults.push(
                    self.session.id,
                    FaultKind::DuplicateKey,
                    at(&step),
                    "the result holds it twice".to_owned(),
                );
            }
        });
        if !object {
            let what = json::kind_of(raw);
            self.malformed(
                listing,
                at(""),
                format!("the result is {what}; expected an object"),
                faults,
            );
            return match self.payload(raw, at(""), 1, faults) {
                Ok(value) => Body::Result(Arc::new(value)),
                Err(why) => Body::Unreadable(why),
            };
        }
        for Wrong { pointer, says } in shapes::check_page(self.revision(), &page) {
            faults.push(self.session.id, FaultKind::WrongShape, at(&pointer), says);
        }
        if lists.is_empty() {
            self.malformed(
                listing,
                at(""),
                format!("the result has no `{member}`"),
                faults,
            );
        }
        let mut items = 0;
        // A page that leads back repeats what was listed; that is the loop's fault, not its items'.
        let circle = page
            .get("nextCursor")
            .and_then(Value::as_str)
            .is_some_and(|next| self.was_seen(listing, next));
        for list in lists {
            let array = json::each_element(list.get(), |index, raw| {
                items += 1;
                self.listed(listing, frame, (index, raw.get()), circle, faults);
            });
            if !array {
                let what = json::kind_of(list.get());
                let says = format!("`{member}` is {what}; expected an array");
                self.malformed(listing, at(&format!("/{member}")), says, faults);
                let value = self
                    .payload(list.get(), at(&format!("/{member}")), 2, faults)
                    .unwrap_or(Value::Null);
                page.insert(member.to_owned(), value);
            }
        }
        self.cursor(listing, page.get("nextCursor"), at("/nextCursor"), faults);
        page.get_mut("nextCursor").into_iter().for_each(shorten);
        let next_cursor = page.get("nextCursor").cloned();
        if let Some(listing) = self.session.listings.get_mut(listing) {
            listing.pages.push(Page {
                frame,
                items,
                next_cursor,
            });
        }
        if let Some(state) = self.states.get_mut(listing) {
            state.bytes += raw.len();
            if state.bytes > limits::LIST_BYTES {
                state.capped.get_or_insert_with(|| "bytes".to_owned());
            }
        }
        Body::Result(Arc::new(Value::Object(page)))
    }

    fn was_seen(&self, listing: usize, cursor: &str) -> bool {
        self.states
            .get(listing)
            .is_some_and(|state| state.cursors.contains(&*handle(cursor)))
    }

    fn malformed(&mut self, listing: usize, at: Pointer, says: String, faults: &mut Faults) {
        if let Some(state) = self.states.get_mut(listing) {
            state
                .end
                .get_or_insert_with(|| ListingEnd::Malformed(says.clone()));
        }
        faults.push(self.session.id, FaultKind::BadList, at, says);
    }

    fn cursor(&mut self, listing: usize, next: Option<&Value>, at: Pointer, faults: &mut Faults) {
        match next {
            None => self.over(listing, ListingEnd::Complete),
            Some(Value::String(cursor)) => {
                let new = self
                    .states
                    .get_mut(listing)
                    .is_some_and(|state| state.cursors.insert(handle(cursor).to_string()));
                if !new {
                    self.over(listing, ListingEnd::Loop);
                }
            }
            // Every client takes null for the end of the list.
            Some(Value::Null) => {
                let says = "`nextCursor` is null; expected a string, or no such member".to_owned();
                faults.push(self.session.id, FaultKind::BadList, at, says);
                self.over(listing, ListingEnd::Complete);
            }
            Some(other) => {
                let what = json::kind_of(&other.to_string());
                self.malformed(
                    listing,
                    at,
                    format!("`nextCursor` is {what}; expected a string"),
                    faults,
                );
            }
        }
    }

    fn over(&mut self, listing: usize, end: ListingEnd) {
        if let Some(state) = self.states.get_mut(listing) {
            state.end.get_or_insert(end);
        }
    }

    /// A page is asked for once more: how it was refused is no end of its listing.
    pub(super) fn reopen(&mut self, listing: usize) {
        if let Some(state) = self.states.get_mut(listing)
            && matches!(
                state.end,
                Some(ListingEnd::Refused(_) | ListingEnd::Malformed(_))
            )
        {
            state.end = None;
        }
    }

    /// A page was answered with something else than a result.
    pub(super) fn listing_reply(&mut self, listing: usize, reply: &Reply, cut: bool) {
        if cut {
            let broke = self.web.broken.then(|| self.why_cut().to_owned());
            if let Some(state) = self.states.get_mut(listing) {
                match broke {
                    None => drop(state.capped.get_or_insert_with(|| "message".to_owned())),
                    Some(_) if state.timed_out => {}
                    Some(why) => drop(state.end.get_or_insert(ListingEnd::Malformed(why))),
                }
            }
            return;
        }
        let Some(kind) = self
            .session
            .listings
            .get(listing)
            .map(|listing| listing.kind)
        else {
            return;
        };
        let end = match &reply.body {
            Body::Result(_) => return,
            Body::Error {
                code: Some(-32601), ..
            } if kind == Kind::Template || !self.offers(kind) => ListingEnd::NotOffered,
            Body::Error { .. } => ListingEnd::Refused(reply.clone()),
            Body::Unreadable(why) => ListingEnd::Malformed(why.clone()),
        };
        self.over(listing, end);
    }

    fn offers(&self, kind: Kind) -> bool {
        match &self.session.handshake {
            crate::Observed::Seen { value, .. } => value.declares(kind),
            _ => false,
        }
    }
}
