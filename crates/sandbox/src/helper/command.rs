//! Starts the command: a process that gives up everything, comes under the filter, and is executed.

use super::{Failed, lost};
use crate::filter::{self, Kind, Machine};
use crate::protocol::{Job, Tale};
use crate::sys::{fork, seccomp, spare};
use crate::talk;
use evidence::conduct::{Rung, Sight};
use rustix::fd::{AsFd, AsRawFd, OwnedFd};
use rustix::fs::Access;
use rustix::process::{Pid, PidfdFlags, PidfdGetfdFlags};
use std::ffi::{OsStr, OsString};
use std::fmt::Display;
use std::io::{self, PipeReader, PipeWriter, Read, Write};
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};

/// The command's process.
#[derive(Debug)]
pub(super) struct Command {
    pub(super) pid: Pid,
    pub(super) pidfd: OwnedFd,
}

/// Whether the machine's other processes are out of reach of the command's signals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Apart {
    Yes,
    No,
}

/// What the new process says first where nobody can listen to its filter.
const DEAF: i32 = -1;

/// Starts the command; none where it could not be executed, which is told.
pub(super) fn start(
    control: &OwnedFd,
    job: &Job,
    stdio: [OwnedFd; 3],
    restrict: &dyn Fn() -> Result<Apart, Failed>,
) -> Result<Option<Command>, Failed> {
    fn failed<E: Display>() -> impl FnOnce(E) -> Failed {
        Failed::at("starting a process")
    }
    let (heard, say) = io::pipe().map_err(failed())?;
    let (wait, go) = io::pipe().map_err(failed())?;
    let Some(pid) = fork::fork().map_err(failed())? else {
        drop((heard, go));
        if let Err(failed) = become_command(control, job, stdio, restrict, say, wait) {
            super::fatal(control, &failed);
        }
        std::process::exit(127)
    };
    drop((say, wait, stdio));
    let pidfd = rustix::process::pidfd_open(pid, PidfdFlags::empty())
        .map_err(Failed::at("holding the process"))?;
    talk::tell(control, &Tale::Command, &[pidfd.as_fd()]);
    let command = Command { pid, pidfd };
    let executed = watch_start(control, &command, heard, go)?;
    Ok(executed.then_some(command))
}

/// Hears what the process says until it is the command. False where it could not be executed.
fn watch_start(
    control: &OwnedFd,
    command: &Command,
    mut heard: PipeReader,
    mut go: PipeWriter,
) -> Result<bool, Failed> {
    let mut number = [0; 4];
    if heard.read_exact(&mut number).is_err() {
        // It has told why itself.
        std::process::exit(1);
    }
    let number = i32::from_ne_bytes(number);
    if number != DEAF {
        let listener =
            rustix::process::pidfd_getfd(&command.pidfd, number, PidfdGetfdFlags::empty())
                .map_err(Failed::at("taking the filter's listener"))?;
        talk::tell(control, &Tale::Filter, &[listener.as_fd()]);
    }
    go.write_all(&[1]).map_err(Failed::at("letting it go"))?;
    let mut error = [0; 5];
    // The other end closes when the command is executed.
    if heard.read_exact(&mut error).is_err() {
        talk::tell(control, &Tale::Started, &[]);
        return Ok(true);
    }
    let [found, errno @ ..] = error;
    let tale = Tale::NotExecuted {
        errno: i32::from_ne_bytes(errno),
        found: found == 1,
    };
    talk::tell(control, &tale, &[]);
    Ok(false)
}

/// In the new process. Comes back only where something fails.
fn become_command(
    control: &OwnedFd,
    job: &Job,
    stdio: [OwnedFd; 3],
    restrict: &dyn Fn() -> Result<Apart, Failed>,
    mut say: PipeWriter,
    mut wait: PipeReader,
) -> Result<(), Failed> {
    fn failed<E: Display>() -> impl FnOnce(E) -> Failed {
        Failed::at("preparing the process")
    }
    rustix::process::setsid().map_err(failed())?;
    let [input, output, error] = &stdio;
    rustix::stdio::dup2_stdin(input).map_err(failed())?;
    rustix::stdio::dup2_stdout(output).map_err(failed())?;
    rustix::stdio::dup2_stderr(error).map_err(failed())?;
    spare::close_on_exec().map_err(failed())?;
    let apart = restrict()?;
    rustix::thread::set_no_new_privs(true).map_err(Failed::at("giving up new rights"))?;
    let listener = come_under_filter(control, job, apart)?;
    let number = listener.as_ref().map_or(DEAF, AsRawFd::as_raw_fd);
    let told = say.write_all(&number.to_ne_bytes());
    if told.and_then(|()| wait.read_exact(&mut [0])).is_err() {
        return Ok(());
    }
    drop(listener);
    let (error, found) = execute(job);
    let [a, b, c, d] = error.raw_os_error().unwrap_or(libc::EINVAL).to_ne_bytes();
    let _gone = say.write_all(&[u8::from(found), a, b, c, d]);
    Ok(())
}

/// The filter's listener; none where somebody else listens to this process already: where the prober itself runs in
/// such a sandbox.
fn come_under_filter(
    control: &OwnedFd,
    job: &Job,
    apart: Apart,
) -> Result<Option<OwnedFd>, Failed> {
    let kind = |listener| Kind {
        rung: job.rung,
        listener,
        apart: apart == Apart::Yes,
    };
    let code = |listener| filter::assemble(Machine::here(), kind(listener));
    match seccomp::install_with_listener(&code(true)) {
        Ok(listener) => Ok(Some(listener)),
        Err(error) if error.raw_os_error() == Some(libc::EBUSY) => {
            let why = "another sandbox around this one listens to its system calls already";
            for sight in [Sight::Files, Sight::Programs] {
                lost(control, sight, true, why);
            }
            // The network of the namespaces answers all the same; what stands in for one does not.
            let whole = job.rung == Rung::Landlock;
            for sight in [Sight::Names, Sight::Addresses] {
                lost(control, sight, whole, why);
            }
            seccomp::install(&code(false)).map_err(Failed::at("the system call filter"))?;
            Ok(None)
        }
        Err(error) => Err(Failed::new("the system call filter", error)),
    }
}

/// Executes the command. Comes back with the error, and whether there is a file of its name.
fn execute(job: &Job) -> (io::Error, bool) {
    let words: Vec<&OsStr> = job
        .command
        .iter()
        .map(|word| OsStr::from_bytes(word))
        .collect();
    let Some((name, arguments)) = words.split_first() else {
        return (io::ErrorKind::InvalidInput.into(), false);
    };
    let asked = job.directory.as_ref();
    let there = asked.is_some_and(|directory| std::env::set_current_dir(directory).is_ok());
    if !there {
        let _stays = std::env::set_current_dir(&job.home);
    }
    let env = job.env.iter().filter_map(|pair| variable(pair));
    let env: Vec<(OsString, OsString)> = env.collect();
    let path = env
        .iter()
        .find(|(name, _)| name == "PATH")
        .map(|(_, path)| path);
    let mut last = (io::Error::from_raw_os_error(libc::ENOENT), false);
    for program in find(name, path) {
        let error = std::process::Command::new(&program)
            .arg0(name)
            .args(arguments)
            .env_clear()
            .envs(env.iter().map(|(name, value)| (name, value)))
            .exec();
        last = (error, program.exists());
        // One that the fence keeps it from may stand before one that it may run.
        if last.0.kind() != io::ErrorKind::PermissionDenied {
            break;
        }
    }
    last
}

fn variable(pair: &[u8]) -> Option<(OsString, OsString)> {
    let at = memchr::memchr(b'=', pair)?;
    let part = |bytes: &[u8]| OsString::from_vec(bytes.to_vec());
    Some((part(&pair[..at]), part(&pair[at + 1..])))
}

/// The files that a program may be: a name without a slash is looked for in the path. One that may not be executed is
/// taken where there is no other, so that the error says so.
fn find(name: &OsStr, path: Option<&OsString>) -> Vec<PathBuf> {
    if name.as_bytes().contains(&b'/') {
        return vec![PathBuf::from(name)];
    }
    let path = path.map_or(
        OsStr::new("/usr/local/bin:/usr/bin:/bin"),
        OsString::as_os_str,
    );
    let all = std::env::split_paths(path)
        .map(|directory| Path::new(".").join(directory).join(name))
        .filter(|file| file.is_file());
    let may = |file: &PathBuf| rustix::fs::access(file, Access::EXEC_OK).is_ok();
    let (executable, other): (Vec<_>, Vec<_>) = all.partition(may);
    if executable.is_empty() {
        other
    } else {
        executable
    }
}
