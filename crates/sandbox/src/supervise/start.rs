//! From a plan to a running command: each rung in turn, on a thread that lives as long as the command.

use super::Context;
use super::life::{Life, Reins};
use super::tales::{Teller, hear_all, report};
use crate::net::proxy::{Proxy, variables};
use crate::plan::{HELPER, Network, Plan};
use crate::protocol::{HOME, Job, Start};
use crate::running::{Error, OnEnd, Running};
use crate::shown::SYSTEM;
use crate::shown::programs::interpreter_of;
use crate::talk;
use evidence::conduct::{Conduct, Fence, Rung};
use rustix::fd::OwnedFd;
use rustix::fs::MemfdFlags;
use std::ffi::OsStr;
use std::fs::File;
use std::io::{self, Seek, Write};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tempfile::TempDir;

/// The port at which the command finds the proxy: the one that others use, too.
const PROXY: u16 = 3128;
/// How long a rung may take until the command is executed.
const PATIENCE: Duration = Duration::from_secs(20);

/// Why one rung did not start the command.
pub(super) enum Refused {
    /// This rung cannot be had; the next may be.
    Rung(String),
    /// There is no point in trying another.
    Final(Error),
}

/// Starts the command on the first rung that can be had.
pub(crate) fn start(plan: &Plan, on_end: OnEnd) -> Result<Running, Error> {
    let on_end = Arc::new(Mutex::new(Some(on_end)));
    let mut why = Vec::new();
    for rung in plan.rungs.iter().filter(|rung| **rung != Rung::None) {
        match attempt(plan, *rung, &on_end) {
            Ok(mut running) => {
                running.fence.refused = why;
                return Ok(running);
            }
            Err(Refused::Rung(reason)) => why.push(format!("{}: {reason}", rung.id())),
            Err(Refused::Final(error)) => return Err(error),
        }
    }
    Err(Error::NoRung(why))
}

/// Who is called at the end, by the first rung that gets so far.
pub(super) type Shared<T> = Arc<Mutex<Option<T>>>;

fn attempt(plan: &Plan, rung: Rung, on_end: &Shared<OnEnd>) -> Result<Running, Refused> {
    let (stdin, input) = io::pipe().map_err(ours)?;
    let (output, stdout) = io::pipe().map_err(ours)?;
    let (error, stderr) = io::pipe().map_err(ours)?;
    let (control, theirs) = talk::pair().map_err(ours)?;
    let reins = Arc::new(Reins::new(control));
    let (started, hears_start) = sync_channel(1);
    let (ended, conduct) = sync_channel(1);
    let seat = Seat {
        plan: plan.clone(),
        rung,
        control: theirs,
        stdio: [stdin.into(), stdout.into(), stderr.into()],
        reins: Arc::clone(&reins),
        started,
        ended,
        on_end: Arc::clone(on_end),
    };
    // The helper dies with the thread that started it.
    std::thread::Builder::new()
        .name("sandbox".to_owned())
        .spawn(move || seat.run())
        .map_err(ours)?;
    let life = Life::new(reins, conduct);
    let fence = wait(&hears_start)?;
    Ok(Running {
        stdin: Some(OwnedFd::from(input).into()),
        stdout: Some(OwnedFd::from(output).into()),
        stderr: Some(OwnedFd::from(error).into()),
        fence,
        life,
    })
}

fn wait(started: &Receiver<Result<Fence, Refused>>) -> Result<Fence, Refused> {
    let silent = || Refused::Rung("the helper said nothing".to_owned());
    started
        .recv_timeout(PATIENCE)
        .unwrap_or_else(|_| Err(silent()))
}

/// The thread that starts the helper and hears it.
struct Seat {
    plan: Plan,
    rung: Rung,
    control: OwnedFd,
    stdio: [OwnedFd; 3],
    reins: Arc<Reins>,
    started: SyncSender<Result<Fence, Refused>>,
    ended: SyncSender<Conduct>,
    on_end: Shared<OnEnd>,
}

impl Seat {
    fn run(self) {
        let Self {
            plan,
            rung,
            control,
            stdio,
            reins,
            started,
            ended,
            on_end,
        } = self;
        let begun = begin(plan, rung, control, stdio, &reins);
        let (mut child, context, home) = match begun {
            Ok(begun) => begun,
            Err(error) => {
                let _nobody = started.send(Err(ours(error)));
                return;
            }
        };
        let _first = reins.context.set(Arc::clone(&context));
        let teller = Teller {
            proxy: proxy(&context),
            context: Arc::clone(&context),
            reins,
            started,
            on_end,
        };
        hear_all(teller);
        let _status = child.wait();
        super::changes::after(&context);
        let _nobody = ended.send(context.conduct());
        if let Some(home) = home {
            let _kept = crate::disk::remove(home.path());
        }
        drop(ended);
    }
}

/// What lets hosts through, where some are allowed.
fn proxy(context: &Arc<Context>) -> Option<Proxy> {
    match &context.plan.network {
        Network::Sink => None,
        Network::Proxy { allow, upstream } => {
            Some(Proxy::new(allow.clone(), upstream.clone(), report(context)))
        }
    }
}

type Begun = (Child, Arc<Context>, Option<TempDir>);

/// Starts the helper and hands it what it needs.
fn begin(
    plan: Plan,
    rung: Rung,
    control: OwnedFd,
    stdio: [OwnedFd; 3],
    reins: &Reins,
) -> io::Result<Begun> {
    let home = match rung {
        Rung::Landlock => Some(tempfile::Builder::new().prefix("home-").tempdir()?),
        Rung::Namespaces | Rung::None => None,
    };
    let job = job(&plan, rung, home.as_ref());
    let (requests, theirs) = talk::pair()?;
    let start = Start {
        job: written(&job)?,
        requests: theirs,
        stdio,
    };
    // In a group of its own: what is sent to all of the prober's (Ctrl-C, `timeout`) is for the prober, and the helper
    // must still be there to end the others.
    let child = Command::new("/proc/self/exe")
        .arg(HELPER)
        .process_group(0)
        .env_clear()
        .current_dir("/")
        .stdin(control)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?;
    talk::send(&reins.control, b" ", &start.as_fds())?;
    let context = Arc::new(Context::new(plan, job, requests));
    Ok((child, context, home))
}

fn job(plan: &Plan, rung: Rung, home: Option<&TempDir>) -> Job {
    let home = home.map_or_else(|| HOME.into(), |home| home.path().to_owned());
    let temporary = match rung {
        Rung::Landlock => home.join("tmp"),
        Rung::Namespaces | Rung::None => "/tmp".into(),
    };
    let pair = |name: &str, value: &[u8]| [name.as_bytes(), b"=", value].concat();
    let mut env: Vec<Vec<u8>> = plan
        .env
        .iter()
        .map(|(name, value)| pair(name, value.as_bytes()))
        .collect();
    let proxy = match plan.network {
        Network::Sink => None,
        Network::Proxy { .. } => Some(PROXY),
    };
    for (name, value) in proxy.into_iter().flat_map(variables) {
        env.push(pair(name, value.as_bytes()));
    }
    env.push(pair("HOME", home.as_os_str().as_bytes()));
    env.push(pair("TMPDIR", temporary.as_os_str().as_bytes()));
    let mut job = Job {
        rung,
        command: plan
            .command
            .iter()
            .map(|word| word.as_bytes().to_vec())
            .collect(),
        env,
        directory: plan.directory.clone().filter(|path| is_there(plan, path)),
        home,
        own: Vec::new(),
        empty: Vec::new(),
        read: Vec::new(),
        write: Vec::new(),
        plant: Vec::new(),
        limits: plan.limits,
        proxy,
    };
    job.shown(&plan.shown);
    job.plant(&plan.canaries, &plan.network);
    job
}

/// Whether a directory is there inside: shown, or around something that is.
fn is_there(plan: &Plan, path: &Path) -> bool {
    let shown = &plan.shown;
    let cache = shown.cache.iter().map(|cache| &cache.path);
    let trees = shown
        .own
        .iter()
        .chain(&shown.empty)
        .chain(&shown.read)
        .chain(&shown.write);
    let mut trees = trees
        .chain(cache)
        .map(PathBuf::as_path)
        .chain(SYSTEM.iter().map(Path::new));
    trees.any(|tree| path.starts_with(tree) || tree.starts_with(path))
}

/// A file without a name that holds the job.
fn written(job: &Job) -> io::Result<OwnedFd> {
    let mut file = File::from(rustix::fs::memfd_create("job", MemfdFlags::CLOEXEC)?);
    file.write_all(&serde_json::to_vec(job)?)?;
    file.rewind()?;
    Ok(file.into())
}

/// How a command could not be executed, in words.
pub(super) fn not_executed(plan: &Plan, errno: i32, found: bool) -> Refused {
    let program = plan
        .command
        .first()
        .map(|word| word.as_os_str())
        .unwrap_or_default();
    let error = io::Error::from_raw_os_error(errno);
    let says = hidden_interpreter(plan, program, &error, found)
        .unwrap_or_else(|| crate::not_executed(program, &error, found));
    Refused::Final(Error::NotExecuted(says))
}

/// What to say of a script whose interpreter is on this machine, and not in the sandbox.
fn hidden_interpreter(
    plan: &Plan,
    program: &OsStr,
    error: &io::Error,
    found: bool,
) -> Option<String> {
    if !found || error.kind() != io::ErrorKind::NotFound {
        return None;
    }
    let path = plan.env.iter().find(|(name, _)| name == "PATH");
    let path = path.map(|(_, value)| value.as_os_str());
    let cwd = plan.directory.as_deref().unwrap_or(Path::new("/"));
    let interpreter = interpreter_of(program, path, cwd)?;
    Some(format!(
        "`{}`: the file is there, but the sandbox does not show the interpreter that it names: {}",
        program.to_string_lossy(),
        interpreter.display()
    ))
}

fn ours(error: io::Error) -> Refused {
    Refused::Final(Error::Ours(error.to_string()))
}
