//! Runs an act inside the fence, by the example `fence`, and reads what it says.

use super::case::Recorded;
use super::programs::programs;
use super::world::World;
use serde::Deserialize;
use serde_json::Value;
use std::io::Read;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

/// What holds the act.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rung {
    /// Namespaces.
    Namespaces,
    /// Landlock and a filter.
    Landlock,
}

impl Rung {
    /// Its spelling.
    pub(crate) fn id(self) -> &'static str {
        match self {
            Self::Namespaces => "namespaces",
            Self::Landlock => "landlock",
        }
    }
}

/// The one line of an act.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Outcome {
    /// Whether it reached its aim.
    pub(crate) done: bool,
    /// The kernel's number for why not.
    pub(crate) errno: i32,
    /// The rest.
    #[expect(dead_code, reason = "for who reads a failure")]
    pub(crate) detail: String,
}

/// How an act went.
#[derive(Debug, Default)]
pub(crate) struct Ran {
    /// What it said, if it came so far.
    pub(crate) outcome: Option<Outcome>,
    /// All that came on standard output.
    pub(crate) said: String,
    /// How it was fenced in.
    pub(crate) fence: Option<Value>,
    /// What was recorded.
    pub(crate) deeds: Vec<Value>,
    /// All that came on standard error.
    pub(crate) errors: String,
    /// What is wrong whatever the act was: it took too long, or something still runs.
    pub(crate) wrong: Vec<String>,
}

/// The longest that a case may take.
const DEADLINE: Duration = Duration::from_secs(60);

/// A mark that no other process has among its arguments.
pub(crate) fn mark() -> String {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let next = NEXT.fetch_add(1, Ordering::Relaxed);
    format!("mark-{}-{next}-", std::process::id())
}

/// The fence around an act.
pub(crate) fn command(rung: Option<Rung>, world: &World, mark: &str, act: &[&str]) -> Command {
    let mut command = world.who.command(&programs().join("fence"));
    if let Some(rung) = rung {
        command.args(["--rung", rung.id()]);
    }
    command
        .arg("--own")
        .arg(world.own(""))
        .args(["--canaries", "--timeout", "40"])
        .args(["--", "/usr/bin/env", "GATECHECK_FENCED=1"])
        .arg(world.own("hostile"))
        .args(["--mark", mark])
        .args(act.iter().map(|word| world.fill(word)))
        .env("HOME", world.home())
        .env("TMPDIR", world.temporary())
        .current_dir(world.home())
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

/// Runs an act inside.
pub(crate) fn run(rung: Rung, world: &World, act: &[&str]) -> Ran {
    let mark = mark();
    let child = command(Some(rung), world, &mark, act).spawn().unwrap();
    collect(child, &mark)
}

/// Waits for a fence, reads what it says, and looks that nothing is left of it.
pub(crate) fn collect(mut child: Child, mark: &str) -> Ran {
    let mut ran = Ran::default();
    let (out, errors) = (child.stdout.take().unwrap(), child.stderr.take().unwrap());
    let out = std::thread::spawn(move || slurp(out));
    let errors = std::thread::spawn(move || slurp(errors));
    let start = Instant::now();
    while child.try_wait().unwrap().is_none() {
        if start.elapsed() > DEADLINE {
            ran.wrong.push("the fence never ended".to_owned());
            let _ = child.kill();
            let _ = child.wait();
            break;
        }
        std::thread::sleep(Duration::from_millis(2));
    }
    // What lives on may hold the pipes open: it goes before they are read to their end.
    let left = left(mark);
    if !left.is_empty() {
        ran.wrong
            .push(format!("still running: {}", left.join("; ")));
    }
    ran.said = out.join().unwrap();
    ran.errors = errors.join().unwrap();
    ran.outcome = ran
        .said
        .lines()
        .rev()
        .find_map(|line| serde_json::from_str(line).ok());
    ran.read_record();
    ran
}

/// What of too much is kept at the beginning.
const HEAD: usize = 64 << 10;

/// What a pipe says; of too much, the beginning and the end.
fn slurp(mut from: impl Read) -> String {
    let mut bytes = Vec::new();
    let mut chunk = [0u8; 65536];
    while let Ok(length) = from.read(&mut chunk) {
        if length == 0 {
            break;
        }
        bytes.extend_from_slice(&chunk[..length]);
        if bytes.len() > (8 << 20) {
            bytes.drain(HEAD..4 << 20);
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Processes that carry the mark, after what is fair to wait. They are ended.
pub(crate) fn left(mark: &str) -> Vec<String> {
    let start = Instant::now();
    loop {
        let found = marked(mark);
        if found.is_empty() || start.elapsed() > Duration::from_secs(2) {
            return found.iter().map(|(pid, line)| end(*pid, line)).collect();
        }
        std::thread::sleep(Duration::from_millis(10));
    }
}

fn end(pid: i32, line: &str) -> String {
    if let Some(pid) = rustix::process::Pid::from_raw(pid) {
        let _ = rustix::process::kill_process(pid, rustix::process::Signal::KILL);
    }
    format!("{pid} {line}")
}

/// All processes of the machine that carry the mark among their arguments.
pub(crate) fn marked(mark: &str) -> Vec<(i32, String)> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir("/proc").unwrap().flatten() {
        let Ok(pid) = entry.file_name().to_string_lossy().parse() else {
            continue;
        };
        let line = std::fs::read(entry.path().join("cmdline")).unwrap_or_default();
        let line = String::from_utf8_lossy(&line).replace('\0', " ");
        if line.contains(mark) {
            found.push((pid, line));
        }
    }
    found
}

impl Ran {
    /// Reads the lines of the fence: `{"fence": …}`, `{"deed": …}` and, last, `{"usage": …}`.
    fn read_record(&mut self) {
        let lines = self.errors.lines();
        let values = lines.filter_map(|line| serde_json::from_str::<Value>(line).ok());
        let mut ended = false;
        for mut value in values.collect::<Vec<_>>() {
            ended |= value.get("usage").is_some();
            if let Some(fence) = value.get_mut("fence") {
                self.fence = Some(fence.take());
            }
            if let Some(deed) = value.get_mut("deed") {
                self.deeds.push(deed.take());
            }
        }
        if !ended {
            self.wrong.push("nothing was recorded".to_owned());
        }
    }

    /// The rung that the fence says it stands on.
    pub(crate) fn rung(&self) -> &str {
        let rung = self.fence.as_ref().map(|fence| &fence["rung"]);
        rung.and_then(Value::as_str).unwrap_or_default()
    }

    /// Whether a deed of that kind was recorded that says that.
    pub(crate) fn recorded(&self, wanted: Recorded) -> bool {
        let fits =
            |deed: &&Value| deed["act"] == wanted.act && deed.to_string().contains(wanted.says);
        self.deeds.iter().any(|deed| fits(&deed))
    }

    /// The deeds in short, for who reads a failure.
    pub(crate) fn summary(&self) -> String {
        let short = |deed: &Value| {
            let mut deed = deed.clone();
            if let Some(deed) = deed.as_object_mut() {
                for name in ["via", "confidence", "count", "at_ms", "program"] {
                    deed.remove(name);
                }
            }
            deed.to_string()
        };
        let deeds: Vec<String> = self.deeds.iter().map(short).collect();
        cut(&deeds.join(" "))
    }
}

/// The beginning of a long text.
pub(crate) fn cut(text: &str) -> String {
    text.chars().take(1_000).collect()
}
