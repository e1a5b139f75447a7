//! Reads the facts out of a transcript: one pass over its frames, one reader for each connection.

mod deeds;
mod definitions;
mod end;
mod faults;
mod handshake;
mod items;
mod listing;
mod messages;
mod pairing;
mod questions;
mod session;
mod web;

use crate::conduct::Install;
use crate::{
    Event, Facts, FrameId, Frames, Header, Inventory, Line, Login, NotSignedIn, Observed, Scope,
    Session, Side, Transcript, TranscriptError, canonical,
};
use deeds::Deeds;
use faults::Faults;
use session::Reader;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::io::BufRead;

impl Facts {
    /// Reads the facts out of a transcript. Never fails for what it holds; time and memory are linear in its size.
    #[must_use]
    pub fn read(transcript: &Transcript) -> Self {
        let mut reading = Reading::default();
        let mut hash = Sha256::new_with_prefix(transcript.header.line());
        for frame in &transcript.frames {
            hash.update(frame.line());
            reading.frame(&frame.into());
        }
        reading.finish(transcript.header.clone(), canonical::hex(&hash.finalize()))
    }

    /// The same of a transcript file. Only one frame of it is in memory at a time.
    ///
    /// # Errors
    /// The first line that is not what the format asks for, or could not be read.
    pub fn read_file(file: impl BufRead) -> Result<Self, TranscriptError> {
        let mut frames = Frames::open(file)?;
        let mut reading = Reading::default();
        while let Some(frame) = frames.line()? {
            reading.frame(&frame);
        }
        let (header, sha256) = frames.finish();
        Ok(reading.finish(header, sha256))
    }
}

/// What is known of a run while it is read.
#[derive(Default)]
struct Reading {
    faults: Faults,
    readers: BTreeMap<u32, Reader>,
    deeds: Deeds,
    install: Option<(Install, FrameId)>,
    login: Option<(Login, FrameId)>,
    not_signed_in: Option<(NotSignedIn, FrameId)>,
    scope: Scope,
    interrupted: bool,
    ours: Vec<(String, FrameId)>,
    bytes: u64,
    digests: Vec<(FrameId, [u8; 6])>,
}

impl Reading {
    fn frame(&mut self, frame: &Line<'_>) {
        self.bytes += frame.bytes.len() as u64;
        self.digests.push((frame.n, short_digest(frame.bytes)));
        let event = frame.event();
        match event {
            Some(Event::Scope { reach, quick }) => {
                self.scope = Scope { reach, quick };
                return;
            }
            Some(Event::Install(install)) => {
                self.install = Some((Deeds::of_install(install), frame.n));
                return;
            }
            Some(Event::Login(login)) => {
                self.login = Some((login, frame.n));
                return;
            }
            Some(Event::NotSignedIn(why)) => {
                self.not_signed_in = Some((why, frame.n));
                return;
            }
            Some(Event::Deed(deed)) => {
                let reader = reader(&mut self.readers, frame);
                self.deeds.keep(&mut reader.session, deed, frame);
                return;
            }
            // A deed of a later version is one that nobody may deny.
            None if frame.from == Side::Prober && deeds::unread(frame) => {
                reader(&mut self.readers, frame).session.deeds_seen += 1;
                return;
            }
            Some(Event::Interrupted) => self.interrupted = true,
            Some(Event::Ours { error }) => self.ours.push((error, frame.n)),
            None if frame.from == Side::Prober => {}
            event => {
                let reader = reader(&mut self.readers, frame);
                match event {
                    Some(event) => reader.event(frame, event, &mut self.faults),
                    None => reader.frame(frame, &mut self.faults),
                }
                return;
            }
        }
        self.readers.values_mut().for_each(Reader::spoil);
    }

    fn finish(mut self, header: Header, sha256: String) -> Facts {
        let broken = self.interrupted || !self.ours.is_empty();
        let sessions: Vec<Session> = self
            .readers
            .into_values()
            .map(|reader| reader.finish(broken, &mut self.faults))
            .collect();
        let inventory = Inventory::union(&sessions, broken);
        let seen = sessions
            .iter()
            .any(|session| matches!(session.handshake, Observed::Seen { .. }));
        let (faults, own) = self.faults.finish();
        self.ours.extend(own);
        self.ours.sort_by_key(|(_, frame)| *frame);
        Facts {
            header,
            sha256,
            pin: seen.then(|| inventory.pin()),
            install: self.install,
            login: self.login,
            not_signed_in: self.not_signed_in,
            sessions,
            inventory,
            faults,
            scope: self.scope,
            interrupted: self.interrupted,
            ours: self.ours,
            recorded: (self.digests.len(), self.bytes),
            digests: self.digests,
        }
    }
}

/// The reader of a frame's connection.
fn reader<'r>(readers: &'r mut BTreeMap<u32, Reader>, frame: &Line<'_>) -> &'r mut Reader {
    readers
        .entry(frame.session)
        .or_insert_with(|| Reader::new(frame))
}

/// The first bytes of a frame's SHA-256: enough to tell it from others.
fn short_digest(bytes: &[u8]) -> [u8; 6] {
    let mut short = [0; 6];
    short
        .iter_mut()
        .zip(Sha256::digest(bytes))
        .for_each(|(to, from)| *to = from);
    short
}
