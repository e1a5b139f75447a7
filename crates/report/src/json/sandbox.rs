//! `sandbox`: how it was fenced in, and everything that it did there.
//!
//! `backend` is `namespaces`, `landlock` or `none`: the weakest of all starts, null where one says nothing of a fence.
//! `network` is `sink` (nothing left), `proxy` (only what was opened left) or `open`. `did` has one entry a deed:
//! `act` with its members, how it was noticed (`via`), how far that can be relied on (`confidence`: `certain` or `named`),
//! how often (`count`), when first (`at_ms`), by which `program`, on which connection (`session`) and in which `frame`.

use super::parts::{bounded, text};
use crate::model::Conduct;
use evidence::FrameId;
use evidence::conduct::{Deed, Fence, Install, Opening, Rung, Usage};
use serde::Serialize;
use serde_json::Value;

/// Deeds that are told; all are in the transcript.
const DEEDS: usize = 2_000;

#[derive(Serialize)]
pub(super) struct Sandbox {
    backend: Option<&'static str>,
    /// Why each stronger backend could not be had.
    refused: Vec<String>,
    network: Option<&'static str>,
    starts: usize,
    /// Null where nothing holds it to them.
    limits: Option<Limits>,
    openings: Vec<Value>,
    canaries: Vec<Canary>,
    own: Vec<String>,
    lost: Vec<Lost>,
    did: Vec<Value>,
    /// How many deeds were recorded.
    did_total: usize,
    used: Used,
    install: Option<Installed>,
}

#[derive(Serialize)]
struct Limits {
    memory: u64,
    disk: u64,
    processes: u64,
    cpu_s: u64,
}

#[derive(Serialize)]
struct Canary {
    id: String,
    place: String,
}

#[derive(Serialize)]
struct Lost {
    sight: &'static str,
    whole: bool,
    why: String,
}

/// The most of any start: bytes, processes, milliseconds. What was not measured is null.
#[derive(Serialize)]
struct Used {
    peak_memory: Option<u64>,
    peak_processes: Option<u64>,
    user_ms: Option<u64>,
    system_ms: Option<u64>,
    /// Files of its own, of the system's and of the kernel's that it opened.
    opened: u64,
    written: Option<u64>,
}

#[derive(Serialize)]
struct Installed {
    runner: String,
    package: String,
    /// The version that was installed, where it could be read.
    version: Option<String>,
    cached: bool,
    backend: Option<&'static str>,
    scripts: bool,
    /// Packages whose install scripts did not run.
    withheld: Vec<String>,
    took_ms: u64,
    failed: Option<String>,
    did: Vec<Value>,
    used: Used,
    frame: String,
}

impl Sandbox {
    pub(super) fn of(conduct: &Conduct<'_>) -> Self {
        let fence = conduct.fence;
        let deeds = conduct.deeds.iter().take(DEEDS);
        Self {
            backend: conduct.backend(),
            refused: fence
                .iter()
                .flat_map(|fence| &fence.refused)
                .map(|why| text(why))
                .collect(),
            network: conduct.network(),
            starts: conduct.starts,
            limits: fence.filter(|fence| fence.rung != Rung::None).map(limits),
            openings: fence
                .iter()
                .flat_map(|fence| &fence.openings)
                .map(opening)
                .collect(),
            canaries: fence.iter().flat_map(|fence| canaries(fence)).collect(),
            own: fence
                .iter()
                .flat_map(|fence| &fence.own)
                .map(|path| text(path))
                .collect(),
            lost: conduct
                .lost
                .iter()
                .map(|lost| Lost {
                    sight: lost.sight.id(),
                    whole: lost.whole,
                    why: text(&lost.why),
                })
                .collect(),
            did: deeds
                .map(|(deed, session, frame)| done(deed, Some(*session), *frame))
                .collect(),
            did_total: conduct.deeds_seen,
            used: used(&conduct.usage),
            install: conduct
                .install
                .map(|(install, frame)| installed(install, frame)),
        }
    }
}

const fn limits(fence: &Fence) -> Limits {
    let limits = fence.limits;
    Limits {
        memory: limits.memory,
        disk: limits.disk,
        processes: limits.processes,
        cpu_s: limits.cpu_s,
    }
}

fn canaries(fence: &Fence) -> impl Iterator<Item = Canary> {
    fence.canaries.iter().map(|canary| Canary {
        id: text(&canary.id),
        place: text(&canary.place),
    })
}

fn opening(opening: &Opening) -> Value {
    bounded(&serde_json::to_value(opening).unwrap_or_default())
}

const fn used(usage: &Usage) -> Used {
    Used {
        peak_memory: usage.peak_memory,
        peak_processes: usage.peak_processes,
        user_ms: usage.user_ms,
        system_ms: usage.system_ms,
        opened: usage.opened,
        written: usage.written,
    }
}

/// A deed as the transcript has it, with where that is.
fn done(deed: &Deed, session: Option<u32>, frame: FrameId) -> Value {
    let mut value = bounded(&serde_json::to_value(deed).unwrap_or_default());
    if let Value::Object(members) = &mut value {
        if let Some(session) = session {
            members.insert("session".to_owned(), session.into());
        }
        members.insert("frame".to_owned(), frame.to_string().into());
    }
    value
}

fn installed(install: &Install, frame: FrameId) -> Installed {
    Installed {
        runner: text(&install.runner),
        package: text(&install.package),
        version: install.version.as_deref().map(text),
        cached: install.cached,
        backend: install.fence.as_ref().map(|fence| fence.rung.id()),
        scripts: install.scripts,
        withheld: install
            .withheld
            .iter()
            .take(DEEDS)
            .map(|package| text(package))
            .collect(),
        took_ms: install.took_ms,
        failed: install.failed.as_deref().map(text),
        did: install
            .deeds
            .iter()
            .take(DEEDS)
            .map(|deed| done(deed, None, frame))
            .collect(),
        used: used(&install.usage),
        frame: frame.to_string(),
    }
}
