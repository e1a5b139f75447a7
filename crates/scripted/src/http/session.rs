//! What a server keeps of the clients that shook hands, so that a stream can be resumed.

use crate::server::Memory;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// The conversation with one client.
#[derive(Debug, Default)]
pub(crate) struct Session {
    pub(crate) id: String,
    pub(crate) memory: Mutex<Memory>,
    events: Mutex<Events>,
    news: Condvar,
}

#[derive(Debug, Default)]
struct Events {
    /// What was said, in order, and on which stream; the number of an event, from 1, is its id.
    said: Vec<(usize, Vec<u8>)>,
    /// How many streams there were.
    streams: usize,
    ended: bool,
    /// The revision that was agreed on.
    version: String,
}

/// What is new on a stream.
pub(crate) enum News {
    /// An event, with its id.
    Event(usize, Vec<u8>),
    /// Nothing yet.
    None,
    /// The session has ended.
    End,
}

impl Session {
    pub(crate) fn new(id: String, memory: Memory) -> Self {
        Self {
            id,
            memory: Mutex::new(memory),
            ..Self::default()
        }
    }

    /// Begins a stream.
    pub(crate) fn stream(&self) -> usize {
        let mut events = lock(&self.events);
        events.streams += 1;
        events.streams
    }

    /// The stream that an event was said on.
    pub(crate) fn stream_of(&self, id: usize) -> Option<usize> {
        let events = lock(&self.events);
        Some(events.said.get(id.checked_sub(1)?)?.0)
    }

    /// Says something on a stream, and returns its id.
    pub(crate) fn say(&self, stream: usize, data: Vec<u8>) -> usize {
        let mut events = lock(&self.events);
        events.said.push((stream, data));
        self.news.notify_all();
        events.said.len()
    }

    /// The event of a stream after this one; waits a little where there is none yet.
    pub(crate) fn after(&self, stream: usize, id: usize) -> News {
        let mut events = lock(&self.events);
        let mut next = events.next(stream, id);
        if next.is_none() && !events.ended {
            let wait = self
                .news
                .wait_timeout(events, Duration::from_millis(50))
                .unwrap_or_else(PoisonError::into_inner);
            events = wait.0;
            next = events.next(stream, id);
        }
        match next {
            Some((id, data)) => News::Event(id, data),
            None if events.ended => News::End,
            None => News::None,
        }
    }

    pub(crate) fn end(&self) {
        lock(&self.events).ended = true;
        self.news.notify_all();
    }

    pub(crate) fn has_ended(&self) -> bool {
        lock(&self.events).ended
    }

    pub(crate) fn agree(&self, version: &str) {
        version.clone_into(&mut lock(&self.events).version);
    }

    pub(crate) fn version(&self) -> String {
        lock(&self.events).version.clone()
    }
}

impl Events {
    fn next(&self, stream: usize, id: usize) -> Option<(usize, Vec<u8>)> {
        let mut later = self.said.iter().enumerate().skip(id);
        let (at, (_, data)) = later.find(|(_, (of, _))| *of == stream)?;
        Some((at + 1, data.clone()))
    }
}

/// A panic elsewhere has no say in what this server says next.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
