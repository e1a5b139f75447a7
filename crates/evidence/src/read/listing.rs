//! Listings: pages, cursors, and the items one by one, so that one that is broken does not hide the others.

use super::definitions::Known;
use super::faults::Faults;
use super::session::Reader;
use super::shape;
use crate::{
    Body, FaultKind, FrameId, Item, Kind, Listing, ListingEnd, Page, Pointer, Raw, Reply,
    canonical, json, limits,
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
    cursors: HashSet<String>,
    /// Keys of the items seen, with the place of the first.
    keys: HashMap<Arc<str>, Pointer>,
    bytes: usize,
}

impl State {
    /// How the listing ended. `died`: the server's process ended unasked.
    pub(super) fn end(self, died: bool) -> ListingEnd {
        match (self.end, self.capped) {
            (None | Some(ListingEnd::Complete), Some(what)) => ListingEnd::Capped(what),
            (Some(end), _) => end,
            (None, None) if self.timed_out => ListingEnd::TimedOut,
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
        for (pointer, says) in shape::check_page(&page, self.version()) {
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
        let next_cursor = page.get("nextCursor").cloned();
        self.cursor(listing, next_cursor.as_ref(), at("/nextCursor"), faults);
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
            .is_some_and(|state| state.cursors.contains(cursor))
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
                    .is_some_and(|state| state.cursors.insert(cursor.clone()));
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

    /// The items that stand whole in the head of a page that was cut off.
    pub(super) fn kept_page(
        &mut self,
        listing: usize,
        frame: FrameId,
        head: &str,
        faults: &mut Faults,
    ) {
        let Some(kind) = self.kind(listing) else {
            return;
        };
        let mut items = 0;
        json::each_kept(head, &["result", kind.member()], |index, raw| {
            items += 1;
            self.listed(listing, frame, (index, raw.get()), false, faults);
        });
        if let Some(listing) = self.session.listings.get_mut(listing) {
            listing.pages.push(Page {
                frame,
                items,
                next_cursor: None,
            });
        }
    }

    fn kind(&self, listing: usize) -> Option<Kind> {
        Some(self.session.listings.get(listing)?.kind)
    }

    /// One element of a list, with its place in it.
    fn listed(
        &mut self,
        listing: usize,
        frame: FrameId,
        (index, raw): (usize, &str),
        circle: bool,
        faults: &mut Faults,
    ) {
        let Some((kind, have)) = self
            .session
            .listings
            .get(listing)
            .map(|listing| (listing.kind, listing.items.len()))
        else {
            return;
        };
        if have >= limits::ITEMS {
            return self.cap(listing, "items");
        }
        let at = || Pointer {
            frame,
            pointer: format!("/result/{}/{index}", kind.member()),
        };
        let known = match faults.definitions.get(kind, raw) {
            Some(known) if known.version.as_deref() == self.version() => known.clone(),
            None if !faults.definitions.room(raw.len()) => return self.cap(listing, "definitions"),
            _ => {
                let (text, known) = self.define(kind, raw, at());
                faults.definitions.keep(kind, text, known.clone());
                known
            }
        };
        if known
            .wrong
            .iter()
            .any(|(fault, ..)| *fault == FaultKind::TooLong)
        {
            self.cap(listing, "value");
        }
        if !known.wrong.is_empty() && self.judged.insert((kind, known.item.digest.clone())) {
            for (fault, pointer, says) in &*known.wrong {
                let mut at = at();
                at.pointer.push_str(pointer);
                let subject = (kind, known.item.label());
                faults.item(self.session.id, *fault, at, says.clone(), subject);
            }
        }
        if !circle {
            self.same_key(listing, &known, at, faults);
        }
        if let Some(listing) = self.session.listings.get_mut(listing) {
            listing.items.push(known.item);
        }
    }

    /// A cap ended what is known of a listing: the first one counts.
    fn cap(&mut self, listing: usize, what: &str) {
        if let Some(state) = self.states.get_mut(listing) {
            state.capped.get_or_insert_with(|| what.to_owned());
        }
    }

    /// Reads an item that was not seen before, and judges its shape.
    fn define(&self, kind: Kind, raw: &str, at: Pointer) -> (Arc<str>, Known) {
        let sent: Arc<str> = raw.into();
        let mut wrong = Vec::new();
        let key: Option<Arc<str>>;
        let item = match json::read(raw, 3) {
            Ok(read) => {
                let string = |member| read.value.get(member).and_then(Value::as_str);
                key = string(kind.key()).map(Arc::from);
                let item = Item {
                    kind,
                    name: string("name").map(Arc::from),
                    digest: canonical::digest(&read.value),
                    at,
                    raw: Raw::new(match &read.mended {
                        Some((text, _)) => text.as_str().into(),
                        None => Arc::clone(&sent),
                    }),
                };
                for pointer in read.duplicates {
                    let key = pointer.rsplit('/').next().unwrap_or_default();
                    let says = format!("one object holds \"{key}\" twice");
                    wrong.push((FaultKind::DuplicateKey, pointer, says));
                }
                if let Some((_, what)) = read.mended {
                    let says = format!("it holds {what}");
                    wrong.push((FaultKind::NotJson, String::new(), says));
                }
                let shape = shape::check(&read.value, shape::of(kind), self.version());
                wrong.extend(
                    shape
                        .into_iter()
                        .map(|(pointer, says)| (FaultKind::WrongShape, pointer, says)),
                );
                item
            }
            Err(why) => {
                wrong.push((why.kind(), String::new(), why.to_string()));
                let name: Option<Arc<str>> = shallow_name(raw).map(Arc::from);
                key = name.clone().filter(|_| kind.key() == "name");
                Item {
                    kind,
                    name,
                    digest: canonical::sha256(raw.as_bytes()),
                    at,
                    raw: Raw::default(),
                }
            }
        };
        let known = Known {
            key,
            item: Arc::new(item),
            wrong: wrong.into(),
            version: self.version().map(str::to_owned),
        };
        (sent, known)
    }

    /// Two items that a client would ask for by the same key.
    fn same_key(
        &mut self,
        listing: usize,
        known: &Known,
        at: impl Fn() -> Pointer,
        faults: &mut Faults,
    ) {
        let Some(key) = &known.key else { return };
        let Some(state) = self.states.get_mut(listing) else {
            return;
        };
        let at = at();
        let Some(first) = state.keys.get(key) else {
            state.keys.insert(Arc::clone(key), at);
            return;
        };
        let item = &known.item;
        let says = format!(
            "its {} is that of {}{} too",
            item.kind.key(),
            first.frame,
            first.pointer
        );
        let subject = (item.kind, item.label());
        faults.item(self.session.id, FaultKind::DuplicateName, at, says, subject);
    }

    /// A page was answered with something else than a result.
    pub(super) fn listing_reply(&mut self, listing: usize, reply: &Reply, cut: bool) {
        if cut {
            if let Some(state) = self.states.get_mut(listing) {
                state.capped.get_or_insert_with(|| "message".to_owned());
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

/// The name of an item that is not read into a value.
fn shallow_name(raw: &str) -> Option<String> {
    let mut name = None;
    json::each_member(raw, |key, value| {
        if key == "name" {
            name = Some(value);
        }
    });
    serde_json::from_str(name?.get()).ok()
}
