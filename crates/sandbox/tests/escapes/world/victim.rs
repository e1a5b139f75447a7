//! A process of the machine that nothing may look into, change or end.

use super::differences;
use crate::programs::{Who, programs};
use serde_json::Value;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Stdio};

/// The process, and what it was like at first.
pub(super) struct Victim {
    child: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
    /// Its id.
    pub(super) pid: u64,
    /// Where its secret lies in its memory.
    pub(super) address: u64,
    /// The key of its kernel objects.
    pub(super) key: u64,
    before: Vec<String>,
}

impl Victim {
    /// Starts one.
    pub(super) fn start(who: Who) -> Self {
        let mut child = who
            .command(&programs().join("hostile"))
            .arg("victim")
            .env("SECRET_OF_THE_VICTIM", "not for others")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let input = child.stdin.take();
        let mut output = BufReader::new(child.stdout.take().unwrap());
        let told = line(&mut output);
        let number = |name: &str| told[name].as_u64().unwrap();
        let (pid, address, key) = (number("pid"), number("address"), number("key"));
        let mut victim = Self {
            child,
            input,
            output,
            pid,
            address,
            key,
            before: Vec::new(),
        };
        victim.before = victim.state();
        victim
    }

    /// What is different about it.
    pub(super) fn touched(&mut self) -> Vec<String> {
        let now = self.state();
        differences(&self.before, &now)
    }

    /// What others could change about it, as it says and as the kernel says.
    fn state(&mut self) -> Vec<String> {
        if let Ok(Some(status)) = self.child.try_wait() {
            return vec![format!("the victim ended: {status}")];
        }
        let Some(input) = &mut self.input else {
            return Vec::new();
        };
        let _ = input.write_all(b"?\n");
        let mut state = vec![format!("it says {}", line(&mut self.output))];
        let read = |name: &str| std::fs::read_to_string(format!("/proc/{}/{name}", self.pid));
        state.push(read("limits").unwrap_or_default());
        state.push(read("oom_score_adj").unwrap_or_default());
        let status = read("status").unwrap_or_default();
        let kept = ["State", "TracerPid", "Cpus_allowed:", "Uid"];
        let lines = status
            .lines()
            .filter(|line| kept.iter().any(|name| line.starts_with(name)));
        state.extend(lines.map(|line| line.replace("R (running)", "S (sleeping)")));
        let stat = read("stat").unwrap_or_default();
        let fields: Vec<&str> = stat.split_whitespace().collect();
        // Priority, niceness and scheduling policy.
        state.extend([17, 18, 40].map(|at| format!("stat {at}: {:?}", fields.get(at))));
        state
    }
}

fn line(output: &mut BufReader<ChildStdout>) -> Value {
    let mut text = String::new();
    let _ = output.read_line(&mut text);
    serde_json::from_str(&text).unwrap_or(Value::Null)
}

impl Drop for Victim {
    /// Its input ends, and so it does, after it removed what it made.
    fn drop(&mut self) {
        self.input = None;
        let _ = self.child.wait();
    }
}
