//! Reads the facts out of a transcript: one pass over its frames, one reader for each connection.

mod end;
mod faults;
mod handshake;
mod listing;
mod messages;
mod pairing;
mod questions;
mod session;

use crate::{Event, Facts, Inventory, Observed, Scope, Session, Side, Transcript};
use faults::Faults;
use session::Reader;
use std::collections::BTreeMap;

impl Facts {
    /// Reads the facts out of a transcript. Never fails; time and memory are linear in its size.
    #[must_use]
    pub fn read(transcript: &Transcript) -> Self {
        let mut faults = Faults::default();
        let mut readers: BTreeMap<u32, Reader> = BTreeMap::new();
        let mut interrupted = false;
        let mut scope = Scope::default();
        let mut ours = Vec::new();
        let mut bytes = 0;
        for frame in &transcript.frames {
            bytes += frame.bytes.len() as u64;
            let event = frame.event();
            match event {
                Some(Event::Scope { reach, quick }) => {
                    scope = Scope { reach, quick };
                    continue;
                }
                Some(Event::Interrupted) => interrupted = true,
                Some(Event::Ours { error }) => ours.push((error, frame.n)),
                None if frame.from == Side::Prober => {}
                event => {
                    let reader = readers
                        .entry(frame.session)
                        .or_insert_with(|| Reader::new(frame));
                    match event {
                        Some(event) => reader.event(frame, event, &mut faults),
                        None => reader.frame(frame, &mut faults),
                    }
                    continue;
                }
            }
            readers.values_mut().for_each(Reader::spoil);
        }
        let broken = interrupted || !ours.is_empty();
        let sessions: Vec<Session> = readers
            .into_values()
            .map(|reader| reader.finish(broken, &mut faults))
            .collect();
        let inventory = Inventory::union(&sessions, broken);
        let seen = sessions
            .iter()
            .any(|session| matches!(session.handshake, Observed::Seen { .. }));
        let (faults, own) = faults.finish();
        ours.extend(own);
        ours.sort_by_key(|(_, frame)| *frame);
        Self {
            header: transcript.header.clone(),
            pin: seen.then(|| inventory.pin()),
            sessions,
            inventory,
            faults,
            scope,
            interrupted,
            ours,
            recorded: (transcript.frames.len(), bytes),
        }
    }
}
