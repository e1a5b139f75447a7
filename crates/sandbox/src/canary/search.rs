//! Searches a stream of bytes for all canaries in all encodings at once.
//!
//! One automaton of 150 KiB knows them all. It is built in 2 ms and reads 24 MiB in 0.2 s; a table that is twice as fast
//! takes 4 MiB and 14 ms, which every start would wait for.

use super::Encoding;
use crate::Planted;
use aho_corasick::automaton::{Automaton, StateID};
use aho_corasick::nfa::contiguous::NFA;
use aho_corasick::{Anchored, MatchKind};
use std::borrow::Cow;
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
    table: NFA,
    start: StateID,
    patterns: Vec<Pattern>,
}

/// What a match of a pattern means.
#[derive(Debug, Clone, Copy)]
struct Pattern {
    /// Which hit.
    hit: usize,
    /// How many bytes it covers.
    length: usize,
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
        let mut texts = Vec::new();
        let mut patterns = Vec::new();
        for planted in canaries {
            for encoding in Encoding::ALL {
                for text in encoding.patterns(&planted.value) {
                    patterns.push(Pattern {
                        hit: hits.len(),
                        length: text.len(),
                    });
                    texts.push(text);
                }
                let id = planted.canary.id.clone();
                hits.push(Hit { id, encoding });
            }
        }
        let machine = Machine::new(&texts, patterns);
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

    /// The text with every canary replaced by its id: `«canary:ssh-key»`. Values never go on record.
    #[must_use]
    pub fn hide<'a>(&self, text: &'a str) -> Cow<'a, str> {
        let spans = self.inner.spans(text.as_bytes());
        if spans.is_empty() {
            return Cow::Borrowed(text);
        }
        let mut out = String::new();
        let mut rest = 0;
        for (from, to, hit) in spans {
            // Matches are ASCII, so that a text may be cut there.
            out.push_str(text.get(rest..from).unwrap_or_default());
            if let Some(hit) = self.inner.hits.get(hit) {
                out.push_str("«canary:");
                out.push_str(&hit.id);
                out.push('»');
            }
            rest = to;
        }
        out.push_str(text.get(rest..).unwrap_or_default());
        Cow::Owned(out)
    }

    /// Searches bytes that stand alone.
    #[must_use]
    pub fn find(&self, bytes: &[u8]) -> Vec<Hit> {
        self.stream().feed(bytes)
    }
}

impl Machine {
    fn new(texts: &[String], patterns: Vec<Pattern>) -> Option<Self> {
        // Without patterns there is nothing to build; more of them than a table can hold are not planted.
        if texts.is_empty() {
            return None;
        }
        let table = NFA::builder()
            .match_kind(MatchKind::Standard)
            .ascii_case_insensitive(true)
            .prefilter(false)
            .build(texts)
            .ok()?;
        let start = table.start_state(Anchored::No).ok()?;
        Some(Self {
            table,
            start,
            patterns,
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
        let inner = Arc::clone(&self.inner);
        let mut found = Vec::new();
        self.state = inner.run(self.state, bytes, |_, pattern| {
            let hit = pattern.hit;
            if let (Some(told), Some(what)) = (self.told.get_mut(hit), inner.hits.get(hit))
                && !std::mem::replace(told, true)
            {
                found.push(what.clone());
            }
        });
        found.sort();
        found
    }
}

impl Inner {
    /// Where canaries are, in order. What touches or overlaps is one: the halves of a value.
    fn spans(&self, bytes: &[u8]) -> Vec<(usize, usize, usize)> {
        let mut all = Vec::new();
        self.run(None, bytes, |end, pattern| {
            all.push((end.saturating_sub(pattern.length), end, pattern.hit));
        });
        all.sort_unstable();
        let mut spans: Vec<(usize, usize, usize)> = Vec::new();
        for (from, to, hit) in all {
            match spans.last_mut() {
                // Between the halves of base64 there are digits that belong to both.
                Some((_, end, _)) if from <= *end + 3 => *end = to.max(*end),
                _ => spans.push((from, to, hit)),
            }
        }
        spans
    }

    /// Runs over bytes from one state to the next, and tells of each match with the place after it.
    fn run(
        &self,
        state: Option<StateID>,
        bytes: &[u8],
        mut told: impl FnMut(usize, Pattern),
    ) -> Option<StateID> {
        let machine = self.machine.as_ref()?;
        let table = &machine.table;
        let mut state = state.unwrap_or(machine.start);
        for (at, byte) in bytes.iter().enumerate() {
            state = table.next_state(Anchored::No, state, *byte);
            if !table.is_special(state) || !table.is_match(state) {
                continue;
            }
            for index in 0..table.match_len(state) {
                let pattern = table.match_pattern(state, index).as_usize();
                if let Some(pattern) = machine.patterns.get(pattern) {
                    told(at + 1, *pattern);
                }
            }
        }
        Some(state)
    }
}

#[cfg(test)]
mod tests;
