//! Runs a command and reads from `/proc` what it took.

use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::Duration;

/// What a process itself took, apart from those that it started.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Cost {
    /// Seconds of processor time of its main thread.
    pub(crate) cpu: f64,
    /// Peak of its resident memory, in MB.
    pub(crate) peak_mb: f64,
}

/// Whether this system says what a process took.
pub(crate) fn possible() -> bool {
    PathBuf::from("/proc/self/schedstat").exists()
}

/// Runs a command to its end.
pub(crate) fn watch(command: &mut Command) -> Cost {
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let about = PathBuf::from(format!("/proc/{}", child.id()));
    let read = |file: &str| std::fs::read_to_string(about.join(file)).unwrap_or_default();
    let mut cost = Cost::default();
    loop {
        if let Some(peak) = number(&read("status"), "VmHWM:") {
            cost.peak_mb = peak / 1024.0;
        }
        // An ended process keeps its times until it is waited for.
        let ended = read("stat")
            .rsplit_once(") ")
            .is_none_or(|(_, rest)| rest.starts_with(['Z', 'X']));
        if ended {
            break;
        }
        std::thread::sleep(Duration::from_millis(1));
    }
    let spent = read("schedstat");
    cost.cpu = spent
        .split(' ')
        .next()
        .and_then(|ns| ns.parse::<f64>().ok())
        .unwrap_or_default()
        / 1e9;
    child.wait().unwrap();
    cost
}

/// Seconds of processor time of all children waited for so far, and of theirs. The system counts in steps of 10 ms:
/// only means over several runs say more.
pub(crate) fn children_cpu() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = stat.rsplit_once(") ").map(|(_, rest)| rest);
    fields
        .into_iter()
        .flat_map(|fields| fields.split(' ').skip(13).take(2))
        .filter_map(|ticks| ticks.parse::<f64>().ok())
        .sum::<f64>()
        / 100.0
}

/// The number after a label.
fn number(text: &str, label: &str) -> Option<f64> {
    let line = text.lines().find_map(|line| line.strip_prefix(label))?;
    line.split_whitespace().next()?.parse().ok()
}
