//! Gives up every right, for good, in the process that becomes the command.

use super::Failed;
use super::outer::Owner;
use crate::protocol::Job;
use rustix::process::{Gid, Resource, Rlimit, Signal, Uid, setrlimit};
use rustix::thread::{CapabilitySet, CapabilitySets};

/// How many descriptors a process may have open.
const DESCRIPTORS: u64 = 4096;
/// How much memory a process may keep from being swapped out, in bytes.
const LOCKED: u64 = 64 << 10;

/// In the namespaces: every capability is dropped, and root becomes somebody else.
pub(super) fn inside(job: &Job, owner: Owner) -> Result<(), Failed> {
    if let Owner::Nobody(uid) = owner {
        drop_bounds();
        become_user(uid).map_err(Failed::at("becoming another user"))?;
    }
    capabilities()?;
    limits(job, job.limits.processes)?;
    die_with_parent()
}

/// Drops every capability, and the bound up to which a program could get some.
pub(super) fn capabilities() -> Result<(), Failed> {
    drop_bounds();
    let _none_had = rustix::thread::clear_ambient_capability_set();
    let none = CapabilitySets {
        effective: CapabilitySet::empty(),
        permitted: CapabilitySet::empty(),
        inheritable: CapabilitySet::empty(),
    };
    rustix::thread::set_capabilities(None, none).map_err(Failed::at("dropping capabilities"))
}

fn drop_bounds() {
    for capability in CapabilitySet::all().iter() {
        // Those that this kernel does not have cannot be dropped, nor by whom has none: then there is no bound to need.
        let _unknown = rustix::thread::remove_capability_from_bounding_set(capability);
    }
}

fn become_user(uid: u32) -> rustix::io::Result<()> {
    let (user, group) = (Uid::from_raw(uid), Gid::from_raw(uid));
    rustix::thread::set_thread_groups(&[])?;
    rustix::thread::set_thread_res_gid(group, group, group)?;
    rustix::thread::set_thread_res_uid(user, user, user)
}

/// The limits of each process; that of processes counts all of the user's.
pub(super) fn limits(job: &Job, processes: u64) -> Result<(), Failed> {
    let limits = [
        (Resource::Nproc, processes),
        (Resource::Nofile, DESCRIPTORS),
        (Resource::Fsize, job.limits.disk),
        (Resource::Core, 0),
        (Resource::Cpu, job.limits.cpu_s),
        (Resource::Memlock, LOCKED),
    ];
    for (resource, most) in limits {
        let most = rustix::process::getrlimit(resource)
            .maximum
            .map_or(most, |had| had.min(most));
        let both = Rlimit {
            current: Some(most),
            maximum: Some(most),
        };
        setrlimit(resource, both).map_err(Failed::at("limiting what it may use"))?;
    }
    Ok(())
}

/// This process is killed when the one that started it dies. To be repeated after a change of rights, which clears it.
pub(super) fn die_with_parent() -> Result<(), Failed> {
    rustix::process::set_parent_process_death_signal(Some(Signal::KILL))
        .map_err(Failed::at("tying its life to its parent's"))
}
