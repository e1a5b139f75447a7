//! One connection, whatever it runs over: who waits for what, and the end that carries it.

mod pipes;

pub(crate) use pipes::{Reader, Writer};

use crate::ears::Ears;
use crate::http::Link;
use crate::list::Kind;
use crate::process::Process;
use crate::recorder::Recorder;
use crate::router::{Manners, Reply, Router};
use evidence::conduct::Deed;
use pipes::Pipes;
use sandbox::Ended;
use std::collections::BTreeSet;

/// An open connection.
pub(crate) struct Wire {
    router: Router,
    end: End,
}

/// What carries a connection.
enum End {
    Pipes(Box<Pipes>),
    Http(Box<Link>),
}

impl Wire {
    /// Over the standard streams of a process.
    pub(crate) fn new(
        input: Writer,
        output: Reader,
        errors: Option<Reader>,
        process: Option<Process>,
    ) -> Self {
        Self {
            router: Router::default(),
            end: End::Pipes(Box::new(Pipes::new(input, output, errors, process))),
        }
    }

    /// Over HTTP.
    pub(crate) fn over_http(link: Link) -> Self {
        let mut router = Router::default();
        // An answer stands in the response to its request: the link knows what it is to.
        router.strays_ours = false;
        Self {
            router,
            end: End::Http(Box::new(link)),
        }
    }

    /// The HTTP side, where the connection runs over it.
    pub(crate) fn link(&mut self) -> Option<&mut Link> {
        match &mut self.end {
            End::Http(link) => Some(link),
            End::Pipes(_) => None,
        }
    }

    /// Listens for canaries from here on.
    pub(crate) fn listen(&mut self, ears: Ears) {
        if let End::Pipes(pipes) = &mut self.end {
            pipes.listen(ears);
        }
    }

    /// The process behind an ended connection, and what was heard of canaries.
    pub(crate) fn into_parts(self) -> (Option<Process>, Vec<Deed>) {
        match self.end {
            End::Pipes(pipes) => pipes.into_parts(),
            End::Http(_) => (None, Vec::new()),
        }
    }

    /// How the server's requests are answered from here on.
    pub(crate) fn manners(&mut self, manners: Manners) {
        self.router.manners = manners;
    }

    /// Whether nothing can come any more.
    pub(crate) fn over(&self) -> bool {
        match &self.end {
            End::Pipes(pipes) => pipes.over(),
            End::Http(link) => link.over(),
        }
    }

    /// The process behind the connection, where there is one.
    pub(crate) fn process(&self) -> Option<&Process> {
        match &self.end {
            End::Pipes(pipes) => pipes.process(),
            End::Http(_) => None,
        }
    }

    /// How the process ended, once it has.
    pub(crate) fn status(&self) -> Option<Ended> {
        self.process().and_then(|p| p.status)
    }

    /// Queues a message; the pump writes it. It is recorded as it goes out.
    pub(crate) fn send(&mut self, line: &[u8], recorder: &mut Recorder) {
        match &mut self.end {
            End::Pipes(pipes) => pipes.send(line, recorder),
            End::Http(link) => link.send(line),
        }
    }

    /// Whether all that was sent has gone out; over HTTP, also whether it was answered or had its time.
    pub(crate) fn is_quiet(&self) -> bool {
        match &self.end {
            End::Pipes(_) => true,
            End::Http(link) => link.is_quiet(&self.router),
        }
    }

    /// Says that a reply with this id is waited for.
    pub(crate) fn expect(&mut self, id: u64) {
        self.router.waiting.insert(id, None);
    }

    /// The reply with this id, once it has come.
    pub(crate) fn take(&mut self, id: u64) -> Option<Reply> {
        let reply = self.router.waiting.get_mut(&id)?.take()?;
        self.router.waiting.remove(&id);
        Some(reply)
    }

    /// No longer waits for it.
    pub(crate) fn forget(&mut self, id: u64) {
        self.router.waiting.remove(&id);
    }

    /// Whether errors without an id belong to the request that is waited for. Not after a line that was no request.
    pub(crate) fn errors_without_id(&mut self, ours: bool) {
        if let End::Pipes(_) = self.end {
            self.router.strays_ours = ours;
        }
    }

    /// Whether any kind's `list_changed` has come.
    pub(crate) fn has_changed(&self) -> bool {
        !self.router.changed.is_empty()
    }

    /// What has changed of this kind is about to be seen.
    pub(crate) fn settle(&mut self, kind: Kind) {
        self.router.changed.remove(&kind);
    }

    /// The kinds whose `list_changed` has come since this was asked last.
    pub(crate) fn changed(&mut self) -> BTreeSet<Kind> {
        std::mem::take(&mut self.router.changed)
    }

    /// Whether a stream of the server is still open.
    pub(crate) fn reading(&self) -> bool {
        match &self.end {
            End::Pipes(pipes) => pipes.reading(),
            End::Http(link) => !link.over(),
        }
    }

    /// Whether the server can say anything unasked: over HTTP it needs an open exchange for that.
    pub(crate) fn hears(&self) -> bool {
        match &self.end {
            End::Pipes(_) => true,
            End::Http(link) => link.hears(),
        }
    }

    /// Looks whether the process has ended, without waiting.
    pub(crate) fn look(&mut self) {
        if let End::Pipes(pipes) = &mut self.end {
            pipes.look();
        }
    }

    /// Closes the server's standard input.
    pub(crate) fn close_input(&mut self) {
        if let End::Pipes(pipes) = &mut self.end {
            pipes.close_input();
        }
    }

    /// Reads no more of the server.
    pub(crate) fn hang_up(&mut self, recorder: &mut Recorder) {
        match &mut self.end {
            End::Pipes(pipes) => pipes.hang_up(&mut self.router, recorder),
            End::Http(link) => link.hang_up(recorder),
        }
    }

    /// Waits for the next thing that moves and deals with it. Safe to drop at any moment: nothing read is lost.
    pub(crate) async fn step(&mut self, recorder: &mut Recorder) {
        match &mut self.end {
            End::Pipes(pipes) => pipes.step(&mut self.router, recorder).await,
            End::Http(link) => link.step(&mut self.router, recorder).await,
        }
    }
}
