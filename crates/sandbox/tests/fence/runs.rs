//! One run of a command in a fence.

use evidence::conduct::{Act, Conduct, Fence, Limits, Rung};
use sandbox::{Ended, Network, Plan, Running, Shown};
use std::ffi::OsString;
use std::io::Read;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

/// What came of it.
pub(crate) struct Outcome {
    pub(crate) fence: Fence,
    pub(crate) ended: Ended,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
    pub(crate) conduct: Conduct,
}

/// A command that runs.
pub(crate) struct Run {
    pub(crate) running: Running,
    pub(crate) end: Receiver<Ended>,
}

/// A plan for a script of the shell.
pub(crate) fn plan(rung: Rung, script: &str) -> Plan {
    Plan {
        command: ["/bin/sh", "-c", script].map(OsString::from).to_vec(),
        env: vec![("PATH".to_owned(), "/usr/local/bin:/usr/bin:/bin".into())],
        directory: None,
        shown: Shown::default(),
        network: Network::Sink,
        limits: sandbox::LIMITS,
        canaries: Vec::new(),
        rungs: vec![rung],
    }
}

/// The same, with other limits.
pub(crate) fn limited(rung: Rung, script: &str, limits: Limits) -> Plan {
    Plan {
        limits,
        ..plan(rung, script)
    }
}

pub(crate) fn begin(plan: Plan) -> Result<Run, sandbox::Error> {
    let (tell, end) = channel();
    let on_end = Box::new(move |ended| {
        let _nobody = tell.send(ended);
    });
    Ok(Run {
        running: sandbox::start(plan, on_end)?,
        end,
    })
}

/// Runs it to its end.
pub(crate) fn run(plan: Plan) -> Outcome {
    let Run { mut running, end } = begin(plan).expect("it starts");
    drop(running.stdin.take());
    let stdout = running.stdout.take().expect("a pipe");
    let stderr = running.stderr.take().expect("a pipe");
    let (stdout, stderr) = (read(stdout), read(stderr));
    let ended = end.recv_timeout(Duration::from_secs(60)).expect("it ends");
    let fence = running.fence.clone();
    let conduct = running.finish();
    Outcome {
        fence,
        ended,
        stdout: stdout.join().expect("read"),
        stderr: stderr.join().expect("read"),
        conduct,
    }
}

fn read(mut from: impl Read + Send + 'static) -> std::thread::JoinHandle<String> {
    std::thread::spawn(move || {
        let mut bytes = Vec::new();
        let _cut = from.read_to_end(&mut bytes);
        String::from_utf8_lossy(&bytes).into_owned()
    })
}

impl Outcome {
    pub(crate) fn did(&self, what: impl Fn(&Act) -> bool) -> bool {
        self.conduct.deeds.iter().any(|deed| what(&deed.act))
    }
}

/// How many processes of the machine have this word in their command line.
pub(crate) fn alive(word: &str) -> usize {
    let all = std::fs::read_dir("/proc").expect("/proc").flatten();
    let lines = all.filter_map(|entry| std::fs::read(entry.path().join("cmdline")).ok());
    lines
        .filter(|line| line.split(|b| *b == 0).any(|part| part == word.as_bytes()))
        .count()
}

/// Waits until none is left.
pub(crate) fn gone(word: &str) -> bool {
    for _ in 0..200 {
        if alive(word) == 0 {
            return true;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    false
}
