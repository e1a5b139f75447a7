//! What the sandbox says of a run, for every format: how it was fenced in, what it did, what was not seen.

mod did;
mod names;
mod peers;

pub(crate) use did::Did;

use super::count;
use crate::escape::capped;
use evidence::conduct::{Act, Deed, Fence, Install, Limits, Lost, Opening, Rung, Usage};
use evidence::{Facts, FrameId};
use std::collections::BTreeSet;

/// Characters of one thing that is named.
const NAME: usize = 120;

/// What the sandbox says of all starts together.
pub(crate) struct Conduct<'a> {
    /// The weakest fence of all starts; none where a start had none, or there was no start.
    pub(crate) fence: Option<&'a Fence>,
    /// How many starts there were.
    pub(crate) starts: usize,
    /// What it did, the gravest first. What every program does is left out.
    pub(crate) did: Vec<Did>,
    /// Every deed with its connection and frame, in the order of frames.
    pub(crate) deeds: Vec<(&'a Deed, u32, FrameId)>,
    /// How many deeds were recorded, kept or not.
    pub(crate) deeds_seen: usize,
    /// Whether each start was told to its end.
    pub(crate) told: bool,
    /// What cannot be seen here.
    pub(crate) lost: BTreeSet<&'a Lost>,
    /// The most that any start used.
    pub(crate) usage: Usage,
    /// What installing did, and where that is recorded.
    pub(crate) install: Option<(&'a Install, FrameId)>,
}

impl<'a> Conduct<'a> {
    /// None where nothing says that there was a sandbox, or that there should have been one.
    pub(crate) fn of(facts: &'a Facts) -> Option<Self> {
        let fences: Vec<Option<&Fence>> = facts
            .sessions
            .iter()
            .map(|session| session.fence.as_ref().map(|(fence, _)| fence))
            .collect();
        let install = facts
            .install
            .as_ref()
            .map(|(install, frame)| (install, *frame));
        if install.is_none() && fences.iter().all(Option::is_none) {
            return None;
        }
        let fenced: Option<Vec<&Fence>> = fences.iter().copied().collect();
        let weakest = fenced.and_then(|fences| fences.into_iter().max_by_key(|fence| fence.rung));
        let deeds: Vec<(&Deed, u32, FrameId)> = facts
            .sessions
            .iter()
            .flat_map(|session| {
                let deeds = session.deeds.iter();
                deeds.map(move |(deed, frame)| (deed, session.id, *frame))
            })
            .collect();
        let all = deeds.iter().map(|(deed, _, frame)| (*deed, *frame));
        Some(Self {
            fence: weakest,
            starts: facts.sessions.len(),
            did: did::grouped(&names::Names::of(facts), all),
            deeds_seen: facts
                .sessions
                .iter()
                .map(|session| session.deeds_seen)
                .sum(),
            told: facts.sessions.iter().all(|session| session.usage.is_some()),
            lost: fences
                .iter()
                .flatten()
                .flat_map(|fence| &fence.lost)
                .collect(),
            usage: most(
                facts
                    .sessions
                    .iter()
                    .filter_map(|session| session.usage.as_ref())
                    .map(|(usage, _)| usage),
            ),
            deeds,
            install,
        })
    }

    /// How it is held, in one word.
    pub(crate) fn backend(&self) -> Option<&'static str> {
        self.fence.map(|fence| fence.rung.id())
    }

    /// What its network is: `sink` (nothing leaves), `proxy` (only what was opened leaves) or `open`.
    pub(crate) fn network(&self) -> Option<&'static str> {
        let fence = self.fence?;
        let opened = |opening: &Opening| matches!(opening, Opening::Host { .. });
        Some(match fence.rung {
            Rung::None => "open",
            _ if fence.openings.iter().any(opened) => "proxy",
            _ => "sink",
        })
    }

    /// How it is held, in a few words.
    pub(crate) fn held(&self) -> String {
        let Some(fence) = self.fence else {
            return "not watched".to_owned();
        };
        let how = match fence.rung {
            Rung::Namespaces => "namespaces",
            Rung::Landlock => "Landlock",
            Rung::None => return "none (--no-sandbox)".to_owned(),
        };
        let refused: Vec<String> = fence.refused.iter().map(|why| capped(why, NAME)).collect();
        let how = match refused.as_slice() {
            [] => how.to_owned(),
            why => format!(
                "{how}, as what is stronger is not to be had here ({})",
                why.join("; ")
            ),
        };
        let network = match self.network() {
            Some("proxy") => "only what was opened leaves",
            _ => "nothing leaves",
        };
        format!("{how}; {network}")
    }

    /// What is said where nothing of note was done.
    pub(crate) fn quiet(&self) -> &'static str {
        match (self.told, self.lost.is_empty()) {
            (false, _) => "what it did was not told to the end",
            (true, true) => "it touched nothing but what every program does",
            (true, false) => "as far as was seen, it touched nothing but what every program does",
        }
    }

    /// What one start used at most, in a few words; empty where nothing was measured.
    pub(crate) fn used(&self) -> String {
        let usage = &self.usage;
        let cpu = usage
            .user_ms
            .map(|user| user.saturating_add(usage.system_ms.unwrap_or(0)));
        let parts = [
            usage.peak_memory.map(|n| format!("{} of memory", size(n))),
            usage
                .peak_processes
                .map(|n| many(n, "process", "processes")),
            cpu.map(|ms| format!("{} of processor time", probes::span(ms))),
            usage
                .written
                .filter(|n| *n > 0)
                .map(|n| format!("{} left on its disk", size(n))),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
    }
}

/// Limits in a few words.
pub(crate) fn limits(limits: &Limits) -> String {
    format!(
        "at most {} of memory, {} of disk, {}, {} s of processor time for each",
        size(limits.memory),
        size(limits.disk),
        many(limits.processes, "process", "processes"),
        limits.cpu_s
    )
}

/// What was opened, in a few words, as the option that opened it.
pub(crate) fn opening(opening: &Opening) -> String {
    match opening {
        Opening::Read { path } => format!("--ro {path}"),
        Opening::Write { path } => format!("--rw {path}"),
        Opening::Host { host, port: None } => format!("--allow-host {host}"),
        Opening::Host {
            host,
            port: Some(port),
        } => format!("--allow-host {host}:{port}"),
    }
}

/// What installing did, in one sentence.
pub(crate) fn installed(install: &Install) -> String {
    let (runner, asked) = (capped(&install.runner, 40), capped(&install.package, NAME));
    // A version that was asked for stands in the package's name.
    let package = match &install.version {
        Some(version) if !asked.contains(version.as_str()) => {
            format!("{asked} ({})", capped(version, 40))
        }
        _ => asked,
    };
    if install.failed.is_some() {
        return format!("{runner} could not install {package}.");
    }
    if install.cached {
        return format!("{package} was in the cache of {runner} already: nothing was installed.");
    }
    let scripts = if install.scripts {
        "its install scripts ran".to_owned()
    } else if install.withheld.is_empty() {
        "install scripts off".to_owned()
    } else {
        format!(
            "{} not run",
            count(install.withheld.len(), "install script")
        )
    };
    let passed: BTreeSet<&str> = install
        .deeds
        .iter()
        .filter_map(|deed| match &deed.act {
            Act::Contact {
                name,
                address,
                passed: true,
                ..
            } => Some(name.as_deref().unwrap_or(address)),
            _ => None,
        })
        .collect();
    let from = match passed.len() {
        0 => String::new(),
        n if n <= 3 => format!(
            " from {}",
            passed
                .iter()
                .map(|name| capped(name, NAME))
                .collect::<Vec<_>>()
                .join(", ")
        ),
        n => format!(" from {}", count(n, "host")),
    };
    format!(
        "{runner} installed {package}{from} in {}, {scripts}.",
        probes::span(install.took_ms)
    )
}

/// A size in bytes, as people read it.
pub(crate) fn size(bytes: u64) -> String {
    match bytes {
        n if n < 10 << 10 => format!("{n} bytes"),
        n if n < 10 << 20 => format!("{} KiB", n >> 10),
        n if n.trailing_zeros() >= 30 => format!("{} GiB", n >> 30),
        n => format!("{} MiB", n >> 20),
    }
}

fn many(n: u64, one: &str, more: &str) -> String {
    if n == 1 {
        format!("1 {one}")
    } else {
        format!("{n} {more}")
    }
}

/// The most of each, over all starts.
fn most<'a>(usages: impl Iterator<Item = &'a Usage>) -> Usage {
    usages.fold(Usage::default(), |most, one| Usage {
        peak_memory: most.peak_memory.max(one.peak_memory),
        peak_processes: most.peak_processes.max(one.peak_processes),
        user_ms: most.user_ms.max(one.user_ms),
        system_ms: most.system_ms.max(one.system_ms),
        opened: most.opened.max(one.opened),
        written: most.written.max(one.written),
    })
}
