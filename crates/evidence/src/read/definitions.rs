//! Every different item of a run, kept once however often it is listed: a listing made again costs a look-up an item.

use crate::{FaultKind, Item, Kind, limits};
use std::collections::HashMap;
use std::sync::Arc;

/// The items that were read, by their text as sent.
#[derive(Debug, Default)]
pub(super) struct Definitions {
    known: [HashMap<Arc<str>, Known>; Kind::ALL.len()],
    count: usize,
    bytes: usize,
}

/// An item that was read.
#[derive(Debug, Clone)]
pub(super) struct Known {
    pub(super) item: Arc<Item>,
    /// What a client would ask for it by.
    pub(super) key: Option<Arc<str>>,
    /// What is wrong with it: kind, pointer inside the item, sentence.
    pub(super) wrong: Arc<[(FaultKind, String, String)]>,
    /// The revision by which it was judged.
    pub(super) version: Option<String>,
}

impl Definitions {
    pub(super) fn get(&self, kind: Kind, text: &str) -> Option<&Known> {
        self.known.get(kind as usize)?.get(text)
    }

    /// Whether another item of this length may be kept.
    pub(super) fn room(&self, length: usize) -> bool {
        self.count < limits::DEFINITIONS && self.bytes + length <= limits::DEFINITION_BYTES
    }

    pub(super) fn keep(&mut self, kind: Kind, text: Arc<str>, known: Known) {
        let length = text.len();
        let of = self.known.get_mut(kind as usize);
        if of.is_some_and(|of| of.insert(text, known).is_none()) {
            self.count += 1;
            self.bytes += length;
        }
    }
}
