//! What the command may reach.

use crate::helper::command::Apart;
use crate::helper::{Failed, lockdown, lost};
use crate::protocol::Job;
use crate::shown::SYSTEM;
use evidence::conduct::Sight;
use landlock::{
    ABI, Access, AccessFs, AccessNet, LandlockStatus, RestrictionStatus, Ruleset, RulesetAttr,
    RulesetCreatedAttr, RulesetError, RulesetStatus, Scope, path_beneath_rules,
};
use rustix::fd::OwnedFd;
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

/// The newest rules that are asked for; an older kernel gives what it has.
const NEWEST: ABI = ABI::V6;
/// Devices that every program may expect.
const DEVICES: &[&str] = &[
    "/dev/null",
    "/dev/zero",
    "/dev/full",
    "/dev/random",
    "/dev/urandom",
];

/// Secrets among the system's settings. Root owns them, and Landlock knows no exceptions: their neighbours are shown one by one.
const SECRETS: &[&str] = &[
    "/etc/shadow",
    "/etc/shadow-",
    "/etc/gshadow",
    "/etc/gshadow-",
    "/etc/sudoers",
    "/etc/sudoers.d",
    "/etc/ssh",
    "/etc/ssl/private",
    "/etc/krb5.keytab",
];

/// Gives up everything but that, in the process that becomes the command.
pub(super) fn restrict(control: &OwnedFd, job: &Job) -> Result<Apart, Failed> {
    lockdown::capabilities()?;
    lockdown::limits(job, job.limits.processes + running_already())?;
    lockdown::die_with_parent()?;
    let status = enforce(job).map_err(Failed::at("Landlock"))?;
    if status.ruleset == RulesetStatus::NotEnforced {
        return Err(Failed::new("Landlock", "this kernel does not have it"));
    }
    let scoped = matches!(
        status.landlock,
        LandlockStatus::Available { effective_abi, .. } if effective_abi >= ABI::V6
    );
    if !scoped {
        let why = "this kernel's Landlock leaves the machine's sockets without a path in its reach";
        lost(control, Sight::Privacy, false, why);
    }
    Ok(if scoped { Apart::Yes } else { Apart::No })
}

fn enforce(job: &Job) -> Result<RestrictionStatus, RulesetError> {
    let (read, all) = (AccessFs::from_read(NEWEST), AccessFs::from_all(NEWEST));
    let device = read | AccessFs::WriteFile | AccessFs::IoctlDev;
    let there = |path: &&PathBuf| path.exists();
    let system = SYSTEM.iter().chain(&["/proc"]).map(Path::new);
    let system = system
        .filter(|path| path.exists())
        .flat_map(besides_secrets);
    let listed = ["/etc"].into_iter().filter(|path| Path::new(path).exists());
    Ruleset::default()
        .handle_access(all)?
        // Without a rule no port may be taken and none connected to.
        .handle_access(AccessNet::from_all(NEWEST))?
        // Nor sockets without a path, nor processes outside.
        .scope(Scope::from_all(NEWEST))?
        .create()?
        .add_rules(path_beneath_rules(system, read))?
        .add_rules(path_beneath_rules(listed, AccessFs::ReadDir))?
        .add_rules(path_beneath_rules(
            job.own.iter().chain(&job.read).filter(there),
            read,
        ))?
        .add_rules(path_beneath_rules(DEVICES, device))?
        .add_rules(path_beneath_rules(job.write.iter().filter(there), all))?
        .add_rules(path_beneath_rules([&job.home], all))?
        .restrict_self()
}

/// The path itself, where no secret lies below it; else everything below it that is none. Links are left out: what they lead
/// to is shown or not by itself.
fn besides_secrets(path: &Path) -> Vec<PathBuf> {
    let mut secrets = SECRETS.iter().map(Path::new);
    if secrets.clone().any(|secret| path == secret) {
        return Vec::new();
    }
    if !secrets.any(|secret| secret.starts_with(path)) {
        return vec![path.to_owned()];
    }
    let below = fs::read_dir(path).into_iter().flatten().flatten();
    let below = below.map(|entry| entry.path());
    let shown = below.filter(|path| !path.is_symlink());
    shown.flat_map(|path| besides_secrets(&path)).collect()
}

/// How many threads the user has already: the kernel counts them with the command's.
fn running_already() -> u64 {
    let me = rustix::process::geteuid().as_raw();
    let all = fs::read_dir("/proc").into_iter().flatten().flatten();
    let mine = all.filter(|entry| {
        let process = entry
            .file_name()
            .as_encoded_bytes()
            .first()
            .is_some_and(u8::is_ascii_digit);
        process && entry.metadata().is_ok_and(|about| about.uid() == me)
    });
    let threads = |path: PathBuf| {
        fs::metadata(path.join("task")).map_or(1, |about| about.nlink().saturating_sub(2))
    };
    mine.map(|entry| threads(entry.path()).max(1)).sum()
}
