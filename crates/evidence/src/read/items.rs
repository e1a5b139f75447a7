//! The items of a list, one by one: what was read before is not read again.

use super::definitions::Known;
use super::faults::Faults;
use super::session::Reader;
use crate::shapes::{self, Part, Wrong};
use crate::{FaultKind, FrameId, Item, Kind, Page, Pointer, Raw, canonical, json, limits};
use serde_json::Value;
use std::sync::Arc;

impl Reader {
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
    pub(super) fn listed(
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
                key = string(kind.key()).map(handle);
                let item = Item {
                    kind,
                    name: string("name").map(handle),
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
                let shape = shapes::check(self.revision(), Part::Item(kind), &read.value);
                wrong.extend(
                    shape
                        .into_iter()
                        .map(|Wrong { pointer, says }| (FaultKind::WrongShape, pointer, says)),
                );
                item
            }
            Err(why) => {
                wrong.push((why.kind(), String::new(), why.to_string()));
                let name = shallow_name(raw).as_deref().map(handle);
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

/// Puts in the place of a long text what it is told by.
pub(super) fn shorten(value: &mut Value) {
    if let Value::String(text) = value
        && text.len() > limits::NAME_BYTES
    {
        *text = handle(text).to_string();
    }
}

/// A name or a cursor, or what it is told by where it is too long to be carried about.
pub(super) fn handle(name: &str) -> Arc<str> {
    if name.len() <= limits::NAME_BYTES {
        return name.into();
    }
    format!(
        "{}… ({} bytes, SHA-256 {}…)",
        crate::wire::short(name).trim_end_matches('…'),
        name.len(),
        canonical::sha256(name.as_bytes())
            .get(..12)
            .unwrap_or_default()
    )
    .into()
}
