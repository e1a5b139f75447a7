//! One run of the binary.

use super::stage::{Stage, Who};
use rustix::process::Signal;
use std::os::unix::process::CommandExt as _;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

/// Marks every process of a run, so that one that is left can be told from others.
const MARK: &str = "GATECHECK_TEST_RUN";

/// How long any run may take.
const DEADLINE: Duration = Duration::from_secs(150);

/// The project's root.
pub(crate) fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../..")
        .canonicalize()
        .unwrap()
}

/// A run that has not begun.
pub(crate) struct Run {
    args: Vec<String>,
    server: Vec<String>,
    env: Vec<(String, String)>,
    mark: String,
    interrupt: Option<Duration>,
    /// Whether it is left to the program how the server is fenced in.
    fenced: bool,
    /// The command that starts the program, which stands last in it.
    program: Vec<PathBuf>,
    directory: PathBuf,
    who: Who,
}

/// What a run wrote.
pub(crate) struct Out {
    pub(crate) stdout: String,
    pub(crate) stderr: String,
    /// The code that it exited with, unless a signal ended it.
    pub(crate) code: Option<i32>,
    /// The most memory that it held at once, in bytes, where the system tells.
    pub(crate) peak: Option<u64>,
}

/// Runs the binary with these arguments.
pub(crate) fn gatecheck(args: &[&str]) -> Run {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let mark = format!(
        "run-{}-{}-of-the-acceptance-tests",
        std::process::id(),
        COUNT.fetch_add(1, Ordering::Relaxed)
    );
    Run {
        args: args.iter().map(ToString::to_string).collect(),
        server: Vec::new(),
        env: Vec::new(),
        mark,
        interrupt: None,
        fenced: false,
        program: vec![env!("CARGO_BIN_EXE_mcp-gatecheck").into()],
        directory: root(),
        who: Who::Caller,
    }
}

impl Run {
    pub(crate) fn args<S: ToString>(mut self, args: &[S]) -> Self {
        self.args.extend(args.iter().map(ToString::to_string));
        self
    }

    /// The server to probe: it gets the mark.
    pub(crate) fn server(mut self, command: &[&str]) -> Self {
        self.server = command.iter().map(ToString::to_string).collect();
        self
    }

    pub(crate) fn env(mut self, name: &str, value: &str) -> Self {
        self.env.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Lets the server be fenced in, as it is where nothing is said. Else it is not: what a sandbox sees depends on the
    /// machine, and most tests are about something else.
    pub(crate) fn fenced(mut self) -> Self {
        self.fenced = true;
        self
    }

    /// Runs it on a stage, as its user.
    pub(crate) fn on(mut self, stage: &Stage) -> Self {
        self.program = vec![stage.program("mcp-gatecheck")];
        self.directory = stage.path("");
        self.who = stage.who;
        self
    }

    /// Has another command start the program.
    pub(crate) fn by(mut self, command: &[&str]) -> Self {
        let before = command.iter().map(PathBuf::from);
        self.program.splice(0..0, before);
        self
    }

    /// Interrupts the run after this time, as Ctrl-C does.
    pub(crate) fn interrupt(mut self, after: Duration) -> Self {
        self.interrupt = Some(after);
        self
    }

    /// The options that a replay needs to judge alike.
    pub(crate) fn judging(&self) -> Vec<String> {
        let with_value = ["--exclude", "--require", "--record", "--now", "--policy"];
        let pairs = self
            .args
            .windows(2)
            .filter(|pair| with_value.contains(&pair[0].as_str()));
        pairs.flat_map(|pair| pair.to_vec()).collect()
    }

    fn command(&self) -> Command {
        let (program, more) = self.program.split_first().unwrap();
        let mut command = self.who.command(program);
        command.args(more).env_clear();
        for name in ["PATH", "TMPDIR"] {
            command.envs(std::env::var_os(name).map(|value| (name, value)));
        }
        command
            .envs(self.env.iter().map(|(name, value)| (name, value)))
            .env(MARK, &self.mark)
            .current_dir(&self.directory)
            .args(&self.args);
        let probes = self.args.first().is_some_and(|first| first == "probe");
        if probes
            && !self.fenced
            && (self.args.iter().any(|a| a == "demo") || !self.server.is_empty())
        {
            command.arg("--no-sandbox");
        }
        if !self.server.is_empty() {
            command
                .arg("--env")
                .arg(format!("{MARK}={}", self.mark))
                .arg("--")
                .args(&self.server);
        }
        command
    }

    /// Runs it to its end, and asserts the exit code, the deadline, and that nothing is left running.
    #[track_caller]
    pub(crate) fn exit(&self, code: i32) -> Out {
        let out = self.end();
        assert_eq!(
            out.code,
            Some(code),
            "wrong exit code: {}",
            self.shown(&out)
        );
        out
    }

    /// Sends its process group a signal once this many processes carry its mark, and asserts that soon none does.
    #[track_caller]
    pub(crate) fn kill_when(&self, crowd: usize, signal: Signal) {
        let mut command = self.command();
        command
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .process_group(0);
        let mut child = command.spawn().unwrap();
        let begun = Instant::now();
        // Counted once: a process that is just replacing its program shows no mark for a moment.
        let mut came = marked(&self.mark).len();
        while came < crowd && begun.elapsed() < Duration::from_secs(20) {
            std::thread::sleep(Duration::from_millis(10));
            came = marked(&self.mark).len();
        }
        let group = rustix::process::Pid::from_child(&child);
        rustix::process::kill_process_group(group, signal).unwrap();
        child.wait().unwrap();
        let begun = Instant::now();
        while !marked(&self.mark).is_empty() && begun.elapsed() < Duration::from_secs(3) {
            std::thread::sleep(Duration::from_millis(10));
        }
        let left = left(&self.mark);
        assert!(left.is_empty(), "left running: {left:?}");
        assert!(came >= crowd, "only {came} processes came");
    }

    /// Runs it to its end, and asserts the deadline, and that nothing is left running.
    #[track_caller]
    pub(crate) fn end(&self) -> Out {
        let (stdout, stderr) = (
            tempfile::NamedTempFile::new().unwrap(),
            tempfile::NamedTempFile::new().unwrap(),
        );
        let mut command = self.command();
        command
            .stdin(Stdio::null())
            .stdout(stdout.reopen().unwrap())
            .stderr(stderr.reopen().unwrap());
        let mut child = command.spawn().unwrap();
        let begun = Instant::now();
        let mut interrupt = self.interrupt;
        let mut peak = None;
        let status = loop {
            peak = held(child.id()).or(peak);
            if interrupt
                .take_if(|after| begun.elapsed() > *after)
                .is_some()
            {
                signal("-INT", &child.id().to_string());
            }
            match child.try_wait().unwrap() {
                Some(status) => break Some(status),
                None if begun.elapsed() > DEADLINE => break None,
                None => std::thread::sleep(Duration::from_millis(10)),
            }
        };
        if status.is_none() {
            child.kill().unwrap();
            child.wait().unwrap();
        }
        let text = |file: &tempfile::NamedTempFile| {
            String::from_utf8(std::fs::read(file.path()).unwrap()).unwrap()
        };
        let out = Out {
            stdout: text(&stdout),
            stderr: text(&stderr),
            code: status.and_then(|status| status.code()),
            peak,
        };
        let left = left(&self.mark);
        let shown = || self.shown(&out);
        assert!(status.is_some(), "no end within {DEADLINE:?}: {}", shown());
        assert!(left.is_empty(), "left running: {left:?}: {}", shown());
        out
    }

    fn shown(&self, out: &Out) -> String {
        format!(
            "{:?}\n--- stdout\n{}\n--- stderr\n{}",
            self.command(),
            head(&out.stdout),
            head(&out.stderr)
        )
    }
}

impl Out {
    /// Standard output with what differs between machines and versions replaced.
    pub(crate) fn shown(&self) -> String {
        self.stdout
            .replace(env!("CARGO_PKG_VERSION"), "[VERSION]")
            .replace(root().to_str().unwrap(), "[ROOT]")
    }
}

/// The most memory that a process has held at once so far, in bytes.
fn held(pid: u32) -> Option<u64> {
    // Until it becomes the program, it holds what this process holds.
    let program = std::fs::read_link(format!("/proc/{pid}/exe")).ok()?;
    if program == std::env::current_exe().ok()? {
        return None;
    }
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    let kilobytes: u64 = line.split_ascii_whitespace().nth(1)?.parse().ok()?;
    Some(kilobytes * 1024)
}

/// Sends a signal to a process, which may be gone.
fn signal(name: &str, pid: &str) {
    let _gone = Command::new("kill").args([name, pid]).status();
}

fn head(text: &str) -> String {
    text.chars().take(4000).collect()
}

/// The command lines of processes that carry a mark, ended so that a failing test leaves nothing either.
fn left(mark: &str) -> Vec<String> {
    let left = marked(mark).into_iter().map(|folder| {
        let line = std::fs::read(folder.join("cmdline")).unwrap_or_default();
        if let Some(pid) = folder.file_name().and_then(|pid| pid.to_str()) {
            signal("-KILL", pid);
        }
        String::from_utf8_lossy(&line).replace('\0', " ")
    });
    left.collect()
}

/// Processes that carry a mark.
fn marked(mark: &str) -> Vec<PathBuf> {
    let marked = format!("{MARK}={mark}").into_bytes();
    let carries = |folder: &PathBuf| {
        let environ = std::fs::read(folder.join("environ")).unwrap_or_default();
        environ
            .split(|byte| *byte == 0)
            .any(|variable| variable == marked)
    };
    let folders = std::fs::read_dir("/proc")
        .unwrap()
        .filter_map(|entry| Some(entry.ok()?.path()));
    folders.filter(carries).collect()
}
