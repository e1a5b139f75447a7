//! Questions beyond listing: which frames and replies belong to which, and whether the server lived on.

use crate::{FrameId, Question, Reply, limits};
use std::collections::{BTreeMap, BTreeSet};

/// A question with this before another's id asks whether the server still answers after it.
const ALIVE: &str = "alive:";

#[derive(Debug, Default)]
pub(super) struct Questions {
    asked: BTreeMap<String, Question>,
    open: Option<String>,
    batch: bool,
    /// Questions during which something failed or was stopped on our side.
    spoiled: BTreeSet<String>,
    /// Questions during which the server ended.
    died: BTreeSet<String>,
    /// Questions that were answered in HTTP, whatever the answer says.
    heard: BTreeSet<String>,
}

impl Questions {
    pub(super) fn open(&mut self, id: String) {
        self.asked.entry(id.clone()).or_default();
        self.open = Some(id);
        self.batch = false;
    }

    pub(super) fn close(&mut self) {
        self.open = None;
        self.batch = false;
    }

    pub(super) fn current(&self) -> Option<&str> {
        self.open.as_deref()
    }

    /// The question that is open; while we ask whether the server lives, the one before which that is about.
    pub(super) fn about(&self) -> Option<&str> {
        self.current()
            .map(|id| id.strip_prefix(ALIVE).unwrap_or(id))
    }

    pub(super) fn batch(&mut self) {
        self.batch = self.open.is_some();
    }

    pub(super) const fn sent_batch(&self) -> bool {
        self.batch
    }

    /// A frame of the client or the server.
    pub(super) fn frame(&mut self, frame: FrameId) {
        if let Some(question) = self.open.as_ref().and_then(|id| self.asked.get_mut(id)) {
            add(&mut question.frames, frame);
        }
    }

    pub(super) fn reply(&mut self, id: &str, reply: Reply) {
        if let Some(question) = self.asked.get_mut(id) {
            add(&mut question.frames, reply.frame);
            if question.replies.len() < limits::NOTIFICATIONS {
                question.replies.push(reply);
            }
        }
    }

    pub(super) fn spoil(&mut self) {
        self.spoiled.extend(self.open.clone());
    }

    /// A response over HTTP came, which is a sign of life.
    pub(super) fn heard(&mut self, id: &str) {
        self.heard.insert(id.to_owned());
    }

    pub(super) fn died(&mut self) {
        self.died.extend(self.open.clone());
    }

    /// The questions, each with what is known of the server's life after it.
    pub(super) fn finish(mut self) -> BTreeMap<String, Question> {
        let mut alive: BTreeMap<String, bool> = BTreeMap::new();
        for (id, question) in &self.asked {
            let Some(about) = id.strip_prefix(ALIVE) else {
                continue;
            };
            if !question.replies.is_empty() || self.heard.contains(id) {
                alive.insert(about.to_owned(), true);
            } else if self.died.contains(id)
                || (!question.frames.is_empty() && !self.spoiled.contains(id))
            {
                alive.insert(about.to_owned(), false);
            }
        }
        for id in self.died {
            alive.insert(id.strip_prefix(ALIVE).unwrap_or(&id).to_owned(), false);
        }
        for (id, lives) in alive {
            if let Some(question) = self.asked.get_mut(&id) {
                question.alive_after = Some(lives);
            }
        }
        self.asked
    }
}

/// A server may flood us while a question is open.
fn add(frames: &mut Vec<FrameId>, frame: FrameId) {
    if frames.last() != Some(&frame) && frames.len() < limits::NOTIFICATIONS {
        frames.push(frame);
    }
}
