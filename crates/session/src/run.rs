//! All that one run owns.

use crate::http::{Endpoint, Site};
use crate::list::Kind;
use crate::process::Process;
use crate::recorder::{Recorder, Recording};
use crate::sweep::Nursery;
use crate::wire::Wire;
use crate::{Options, Progress, plan, program};
use evidence::{Event, Program, Target, Variant};
use rustix::process::Pid;
use sandbox::Planted;
use sandbox::canary::{self, Search};
use std::collections::BTreeMap;
use std::path::Path;
use std::pin::pin;
use tempfile::TempDir;
use tokio::time::Instant;

/// Only one run at a time adopts orphans: the kernel knows one reaper a process.
static TURN: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());

/// The state of a run. Dropping it ends the server.
pub(crate) struct Run<'p> {
    pub(crate) options: Options,
    pub(crate) recorder: Recorder,
    pub(crate) wire: Option<Wire>,
    /// Connections begun.
    pub(crate) sessions: u32,
    /// Requests made, over all connections: ids are never used twice.
    pub(crate) asked: u64,
    /// When the whole run ends.
    pub(crate) until: Instant,
    /// What the open connection declares, or the last.
    pub(crate) variant: Variant,
    /// Whether the open connection was met with silence where every server answers: nothing more is asked there.
    pub(crate) mute: bool,
    /// Whether the last question about the transport was met with silence: after a second, none is asked there.
    pub(crate) silent: bool,
    /// The size of what each kind listed last: questions are about the smallest.
    pub(crate) sizes: BTreeMap<Kind, usize>,
    /// Whether the server answers no ping.
    pub(crate) pingless: bool,
    pub(crate) program: Option<Program>,
    pub(crate) home: Option<TempDir>,
    pub(crate) nursery: Option<Nursery>,
    /// The fake secrets that are planted in the fence, the same at each start.
    pub(crate) canaries: Vec<Planted>,
    /// What looks for them.
    pub(crate) search: Option<Search>,
    /// Since when the open connection is being ended.
    pub(crate) closing: Option<Instant>,
    /// The group of the last server, until what it left is ended too.
    pub(crate) unswept: Option<Pid>,
    /// The server's place, where it is spoken to over HTTP and not started.
    pub(crate) site: Option<Site>,
    /// Whether the questions were put already, to the same server as another caller.
    pub(crate) asked_before: bool,
    progress: &'p mut (dyn FnMut(Progress) + Send),
}

impl<'p> Run<'p> {
    pub(crate) fn new(options: Options, progress: &'p mut (dyn FnMut(Progress) + Send)) -> Self {
        let recorder = Recorder::new(options.tool_version.clone(), &options.command, &options.env);
        Self::with(options, recorder, None, progress)
    }

    /// A run against a server over HTTP.
    pub(crate) fn over_http(
        site: Site,
        options: Options,
        progress: &'p mut (dyn FnMut(Progress) + Send),
    ) -> Self {
        let target = Target::Http {
            url: site.url.to_string(),
        };
        let recorder = Recorder::of(options.tool_version.clone(), target, site.secrets());
        Self::with(options, recorder, Some(site), progress)
    }

    fn with(
        options: Options,
        recorder: Recorder,
        site: Option<Site>,
        progress: &'p mut (dyn FnMut(Progress) + Send),
    ) -> Self {
        let until = Instant::now() + options.timeout;
        Self {
            options,
            recorder,
            wire: None,
            sessions: 0,
            asked: 0,
            until,
            variant: Variant::Bare,
            mute: false,
            silent: false,
            sizes: BTreeMap::new(),
            pingless: false,
            program: None,
            home: None,
            nursery: None,
            canaries: Vec::new(),
            search: None,
            closing: None,
            unswept: None,
            site,
            asked_before: false,
            progress,
        }
    }

    /// Tells people who wait what goes on.
    pub(crate) fn phase(&mut self, phase: impl Into<String>) {
        (self.progress)(Progress {
            phase: phase.into(),
        });
    }

    fn prepare(&mut self) {
        let typed = &self.options.command;
        let started = self.options.fence.as_ref().map_or(typed, |f| &f.command);
        let path = std::env::var_os("PATH");
        let from = self.options.directory.as_deref().unwrap_or(Path::new(""));
        self.program = program::look(started, typed, path.as_deref(), from);
        if self.options.fence.is_some() {
            match canary::seed() {
                Ok(seed) => self.canaries = canary::make(&seed),
                Err(e) => self.recorder.event(&Event::Ours {
                    error: format!("no random numbers to make canaries of: {e}"),
                }),
            }
            self.search = Some(Search::new(&self.canaries));
            self.recorder.hide(&self.canaries);
        }
        self.nursery = Some(Nursery::open());
        match tempfile::Builder::new()
            .prefix("mcp-gatecheck-home-")
            .tempdir()
        {
            Ok(home) => self.home = Some(home),
            Err(e) => self.recorder.event(&Event::Ours {
                error: format!("no directory for the server's HOME: {e}"),
            }),
        }
    }
}

impl Drop for Run<'_> {
    fn drop(&mut self) {
        let wire = self.wire.take();
        let group = wire
            .as_ref()
            .and_then(|w| w.process())
            .and_then(Process::group)
            .or(self.unswept);
        drop(wire);
        if let (Some(group), Some(nursery)) = (group, &self.nursery) {
            nursery.end_now(group);
        }
    }
}

pub(crate) async fn probe(
    options: Options,
    progress: &mut (dyn FnMut(Progress) + Send),
    interrupt: impl Future<Output = ()> + Send,
) -> std::io::Result<Recording> {
    let _turn = TURN.lock().await;
    let mut run = Run::new(options, progress);
    run.prepare();
    finish(run, interrupt).await
}

pub(crate) async fn probe_http(
    endpoint: Endpoint,
    options: Options,
    progress: &mut (dyn FnMut(Progress) + Send),
    interrupt: impl Future<Output = ()> + Send,
) -> std::io::Result<Recording> {
    let site = Site::new(endpoint, &options.tool_version).map_err(std::io::Error::other)?;
    finish(Run::over_http(site, options, progress), interrupt).await
}

async fn finish(
    mut run: Run<'_>,
    interrupt: impl Future<Output = ()> + Send,
) -> std::io::Result<Recording> {
    let mut interrupt = pin!(interrupt);
    let interrupted = tokio::select! {
        biased;
        () = &mut interrupt => true,
        () = plan::go(&mut run) => false,
    };
    if interrupted {
        run.recorder.event(&Event::Interrupted);
        run.stop().await;
    }
    let recorder = std::mem::replace(&mut run.recorder, Recorder::new(String::new(), &[], &[]));
    recorder.finish()
}
