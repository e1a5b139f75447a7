//! Searches a stream of bytes for all canaries in all encodings at once, at the speed of one table look-up a byte.

use super::Encoding;
use crate::Planted;
use aho_corasick::automaton::{Automaton, StateID};
use aho_corasick::dfa::DFA;
use aho_corasick::{Anchored, MatchKind};
use std::sync::Arc;

/// What to look for. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct Search {
    inner: Arc<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    /// None where there is nothing to look for.
    machine: Option<Machine>,
    /// What is found, each once.
    hits: Vec<Hit>,
}

#[derive(Debug)]
struct Machine {
    table: DFA,
    start: StateID,
    /// The hit of each pattern.
    means: Vec<usize>,
}

/// A canary that was found.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hit {
    /// Which: [`evidence::conduct::Canary::id`].
    pub id: String,
    /// How it was written down.
    pub encoding: Encoding,
}

impl Search {
    /// Gets ready to look for these. Without any it finds nothing, at no cost.
    #[must_use]
    pub fn new(canaries: &[Planted]) -> Self {
        let mut hits = Vec::new();
        let mut patterns = Vec::new();
        let mut means = Vec::new();
        for planted in canaries {
            for encoding in Encoding::ALL {
                for pattern in encoding.patterns(&planted.value) {
                    patterns.push(pattern);
                    means.push(hits.len());
                }
                let id = planted.canary.id.clone();
                hits.push(Hit { id, encoding });
            }
        }
        let machine = Machine::new(&patterns, means);
        let inner = Arc::new(Inner { machine, hits });
        Self { inner }
    }

    /// Begins to search one stream.
    #[must_use]
    pub fn stream(&self) -> Stream {
        Stream {
            inner: Arc::clone(&self.inner),
            state: None,
            told: vec![false; self.inner.hits.len()],
        }
    }

    /// Searches bytes that stand alone.
    #[must_use]
    pub fn find(&self, bytes: &[u8]) -> Vec<Hit> {
        self.stream().feed(bytes)
    }
}

impl Machine {
    fn new(patterns: &[String], means: Vec<usize>) -> Option<Self> {
        // Without patterns there is nothing to build; more of them than a table can hold are not planted.
        if patterns.is_empty() {
            return None;
        }
        let table = DFA::builder()
            .match_kind(MatchKind::Standard)
            .ascii_case_insensitive(true)
            .prefilter(false)
            .build(patterns)
            .ok()?;
        let start = table.start_state(Anchored::No).ok()?;
        Some(Self {
            table,
            start,
            means,
        })
    }
}

/// The search of one stream. What it carries from one piece to the next is one number.
#[derive(Debug, Clone)]
pub struct Stream {
    inner: Arc<Inner>,
    state: Option<StateID>,
    told: Vec<bool>,
}

impl Stream {
    /// Reads on. Returns what was found for the first time in this stream.
    pub fn feed(&mut self, bytes: &[u8]) -> Vec<Hit> {
        let Some(machine) = &self.inner.machine else {
            return Vec::new();
        };
        let mut found = Vec::new();
        let mut state = self.state.unwrap_or(machine.start);
        for byte in bytes {
            state = machine.table.next_state(Anchored::No, state, *byte);
            if !machine.table.is_special(state) || !machine.table.is_match(state) {
                continue;
            }
            for index in 0..machine.table.match_len(state) {
                let pattern = machine.table.match_pattern(state, index).as_usize();
                let Some(hit) = machine.means.get(pattern) else {
                    continue;
                };
                if let (Some(told), Some(what)) =
                    (self.told.get_mut(*hit), self.inner.hits.get(*hit))
                    && !std::mem::replace(told, true)
                {
                    found.push(what.clone());
                }
            }
        }
        self.state = Some(state);
        found.sort();
        found
    }
}

#[cfg(test)]
mod tests;
