//! What judging costs: `cargo bench -p judge`.
//!
//! - processor time of one core for 10,000 tools such as real servers list;
//! - what the first judgement of a process pays for the rules to be made ready;
//! - how the cost of hostile listings grows with their size.
//!
//! All figures come from `/proc`, so they are for Linux; elsewhere they are skipped, visibly. Nothing here passes or fails: that the
//! growth is linear is tested in `tests/linear.rs`.

#![expect(clippy::unwrap_used, reason = "a benchmark may fail loudly")]

#[path = "../../tests/nasty/mod.rs"]
mod nasty;
mod realistic;

use nasty::{NASTY, facts, spent};

/// Tools that are judged.
const TOOLS: usize = 10_000;
/// Tools of one server.
const EACH: usize = 50;

fn main() {
    if spent().is_none() {
        return println!("skipped: no /proc/thread-self/schedstat");
    }
    ready();
    many();
    growth();
}

/// Seconds of processor time that something takes.
fn took<T>(work: impl FnOnce() -> T) -> f64 {
    let before = spent().unwrap();
    std::hint::black_box(work());
    (spent().unwrap() - before) as f64 / 1e9
}

/// The first judgement makes the rules ready; the second does not.
fn ready() {
    let facts = facts(realistic::tools(0, 1));
    let first = took(|| judge::judge(&facts));
    let second = took(|| judge::judge(&facts));
    println!("rules made ready        {:8.2} ms", (first - second) * 1e3);
}

fn many() {
    let servers: Vec<_> = (0..TOOLS / EACH)
        .map(|server| realistic::tools(server * EACH, EACH))
        .collect();
    let bytes: usize = servers
        .iter()
        .flatten()
        .map(|tool| tool.to_string().len())
        .sum();
    let servers: Vec<_> = servers.into_iter().map(facts).collect();
    let seconds = (0..3)
        .map(|_| took(|| servers.iter().map(judge::judge).collect::<Vec<_>>()))
        .fold(f64::INFINITY, f64::min);
    println!(
        "{TOOLS} tools judged     {:8.0} ms   {} servers of {EACH}, {} bytes a tool",
        seconds * 1e3,
        servers.len(),
        bytes / TOOLS
    );
}

fn growth() {
    println!("hostile listings, ms at 1x, 2x and 4x");
    for (name, tools) in NASTY {
        let times: Vec<String> = [1, 2, 4]
            .map(|times| {
                let facts = facts(tools(times * 200_000));
                let least = (0..3).map(|_| took(|| judge::judge(&facts)));
                let least = least.fold(f64::INFINITY, f64::min);
                format!("{:8.1}", least * 1e3)
            })
            .to_vec();
        println!("  {name:38} {}", times.join(" "));
    }
}
