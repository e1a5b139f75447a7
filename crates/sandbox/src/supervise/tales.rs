//! Hears what the helper tells, from its first word to its last.

use super::life::Reins;
use super::start::{Refused, Shared, not_executed};
use super::{Context, Disk, changes, meter, notify, watch};
use crate::helper::layout;
use crate::net::proxy::{Proxy, Report};
use crate::net::standin::Standin;
use crate::protocol::Tale;
use crate::running::{Ended, OnEnd};
use crate::talk;
use evidence::conduct::{Act, Fence, Lost, Rung, Sight, Via};
use rustix::fd::{AsFd, OwnedFd};
use std::sync::atomic::Ordering;
use std::sync::mpsc::SyncSender;
use std::sync::{Arc, PoisonError};
use std::thread::JoinHandle;

/// How often something may be lost.
const LOST: usize = 64;

/// What is told, and to whom it matters.
pub(super) struct Teller {
    pub(super) context: Arc<Context>,
    pub(super) reins: Arc<Reins>,
    pub(super) started: SyncSender<Result<Fence, Refused>>,
    pub(super) on_end: Shared<OnEnd>,
    /// What lets hosts through, where some are allowed.
    pub(super) proxy: Option<Proxy>,
}

/// What grows while it is heard.
#[derive(Default)]
struct Heard {
    lost: Vec<Lost>,
    running: bool,
    notify: Option<JoinHandle<()>>,
    watch: Option<watch::Watch>,
    meter: Option<meter::Meter>,
}

/// Hears until the helper is gone. Everything that notices has ended then.
pub(super) fn hear_all(teller: Teller) {
    let mut heard = Heard::default();
    while let Some((tale, fds)) = talk::hear(&teller.reins.control) {
        teller.hear(tale, fds, &mut heard);
    }
    // One that died without a word has told nobody.
    teller.refuse(Refused::Rung("the helper ended without a word".to_owned()));
    if heard.running {
        teller.ended(Ended {
            code: None,
            signal: None,
        });
    }
    drop((heard.meter, heard.watch));
    if let Some(thread) = heard.notify {
        let _failed = thread.join();
    }
    if let Some(proxy) = teller.proxy {
        proxy.finish();
    }
}

/// Notes what is reported of the network.
pub(super) fn report(context: &Arc<Context>) -> Report {
    let context = Arc::clone(context);
    Box::new(move |tale| context.hear(tale))
}

impl Teller {
    fn hear(&self, tale: Tale, fds: Vec<OwnedFd>, heard: &mut Heard) {
        let mut fds = fds.into_iter();
        match tale {
            Tale::Lost { sight, whole, why } if heard.lost.len() < LOST => {
                heard.lost.push(Lost { sight, whole, why });
            }
            Tale::Fatal { step, why } => self.refuse(Refused::Rung(format!("{step}: {why}"))),
            Tale::NotExecuted { errno, found } => {
                self.refuse(not_executed(&self.context.plan, errno, found));
            }
            Tale::Init { pid } => self.init(pid, fds.next(), heard),
            Tale::Disk => self.disk(fds.next(), fds.next()),
            Tale::Command => self.command(fds.next(), heard),
            Tale::Filter => self.filter(fds.next(), heard),
            Tale::Started => {
                heard.running = true;
                let _nobody = self.started.try_send(Ok(self.fence(&mut heard.lost)));
            }
            Tale::Proxy => {
                if let (Some(proxy), Some(client)) = (&self.proxy, fds.next()) {
                    proxy.serve(client);
                }
            }
            Tale::Ended { code, signal } => self.ended(Ended { code, signal }),
            tale => self.noticed(tale),
        }
    }

    /// What was noticed inside.
    fn noticed(&self, tale: Tale) {
        match tale {
            Tale::Left { command } => self.context.note(Act::Left { command }, Via::Process, None),
            Tale::Over { user_ms, system_ms } => {
                let mut ledger = self.context.ledger();
                ledger.usage.user_ms = Some(user_ms);
                ledger.usage.system_ms = Some(system_ms);
            }
            tale => self.context.hear(tale),
        }
    }

    fn init(&self, pid: i32, pidfd: Option<OwnedFd>, heard: &mut Heard) {
        let Some(pidfd) = pidfd else { return };
        let ask = self.context.job.rung == Rung::Landlock;
        self.reins.ask.store(ask, Ordering::Relaxed);
        let reins = Arc::clone(&self.reins);
        let stop = Box::new(move || reins.stop());
        heard.meter = Some(meter::start(&self.context, pid, pidfd.as_fd(), stop));
        let _first = self.reins.init.set(pidfd);
    }

    fn disk(&self, store: Option<OwnedFd>, root: Option<OwnedFd>) {
        if let (Some(store), Some(root)) = (store, root) {
            let layers = layout::layers(&self.context.job);
            let _first = self.context.disk.set(Disk {
                store,
                root,
                layers,
            });
        }
    }

    /// The command is about to be: everything it could change is as we made it.
    fn command(&self, pidfd: Option<OwnedFd>, heard: &mut Heard) {
        if let Some(pidfd) = pidfd {
            let _first = self.reins.command.set(pidfd);
        }
        changes::before(&self.context);
        heard.watch = watch::start(&self.context);
        if heard.watch.is_none() {
            heard.lost.push(Lost {
                sight: Sight::Files,
                whole: false,
                why: "the machine lets nobody watch more files: what is done to canaries is known by system calls only".to_owned(),
            });
        }
    }

    fn filter(&self, listener: Option<OwnedFd>, heard: &mut Heard) {
        let Some(listener) = listener else { return };
        let standin = match self.context.job.rung {
            Rung::Landlock => self.standin(),
            Rung::Namespaces | Rung::None => None,
        };
        let context = Arc::clone(&self.context);
        let thread = std::thread::Builder::new().name("sandbox calls".to_owned());
        // Without the thread the listener closes, and every call that asks fails.
        heard.notify = thread
            .spawn(move || notify::serve(listener, context, standin))
            .ok();
    }

    /// What stands in for the network. Where it cannot be had, the network is refused.
    fn standin(&self) -> Option<Standin> {
        let proxy = self.context.job.proxy.zip(self.proxy.clone());
        Standin::start(proxy, report(&self.context)).ok()
    }

    fn fence(&self, lost: &mut Vec<Lost>) -> Fence {
        let plan = &self.context.plan;
        let mut lost = std::mem::take(lost);
        lost.sort();
        lost.dedup();
        let own = plan.shown.own.iter();
        Fence {
            rung: self.context.job.rung,
            refused: Vec::new(),
            lost,
            limits: plan.limits,
            openings: plan.openings(),
            canaries: plan
                .canaries
                .iter()
                .map(|planted| planted.canary.clone())
                .collect(),
            own: own
                .map(|path| path.to_string_lossy().into_owned())
                .collect(),
        }
    }

    fn refuse(&self, why: Refused) {
        // Only the first word counts.
        let _later = self.started.try_send(Err(why));
    }

    /// Calls whoever waits for the end, once.
    fn ended(&self, how: Ended) {
        self.reins.ended.store(true, Ordering::Relaxed);
        let waits = self
            .on_end
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        if let Some(waits) = waits {
            waits(how);
        }
    }
}
