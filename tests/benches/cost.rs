//! What a probe costs: `cargo bench -p mcp-gatecheck`.
//!
//! - processor time of `probe` and its servers, against a raw client that has the same exchanges with the same servers;
//! - peak memory of the program itself;
//! - processor time of `--help`;
//! - how the cost of a listing grows with its length;
//! - how much later the tools are listed in the sandbox than without, on each rung; the servers are the demo and those of
//!   `.ci/run`, where it has set its variables. `cargo bench -p mcp-gatecheck -- fenced` measures only that;
//! - processor time of a listing over HTTP against a raw client that sends the same requests, and how long a whole probe takes;
//!   `cargo bench -p mcp-gatecheck -- http` measures only that.
//!
//! `GATECHECK_BENCH_COMMAND='node server.js stdio'` measures a server of your own beside the demo, and `GATECHECK_BENCH_URL` one over
//! HTTP. All figures come from
//! `/proc`, so they are for Linux; elsewhere they are skipped, visibly. Nothing here passes or fails.

#![expect(clippy::unwrap_used, reason = "a benchmark may fail loudly")]

mod fenced;
mod raw;
mod remote;
mod watch;

use std::path::Path;
use std::process::Command;
use watch::{Cost, children_cpu, watch};

const PROGRAM: &str = env!("CARGO_BIN_EXE_mcp-gatecheck");
/// Interleaved pairs of runs.
const PAIRS: usize = 10;

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    if let [mode, script, command @ ..] = args.as_slice()
        && mode == "--raw"
    {
        return raw::play(Path::new(script), command);
    }
    if let [mode, script, host] = args.as_slice()
        && mode == "--raw-http"
    {
        return remote::play(Path::new(script), host);
    }
    if !watch::possible() {
        return println!("skipped: no /proc/self/schedstat");
    }
    let folder = tempfile::tempdir().unwrap();
    if args.iter().any(|arg| arg == "http") {
        return remote::all(folder.path());
    }
    let demo = [PROGRAM, "scripted", "--demo"].map(str::to_owned).to_vec();
    fenced::fenced("demo", &demo, folder.path());
    for (name, server) in fenced::real(folder.path()) {
        fenced::fenced(name, &server, folder.path());
    }
    if args.iter().any(|arg| arg == "fenced") {
        return;
    }
    against_raw("demo", &demo, folder.path());
    match std::env::var("GATECHECK_BENCH_COMMAND") {
        Ok(command) => {
            let command: Vec<String> = command.split_whitespace().map(str::to_owned).collect();
            against_raw(&command.join(" "), &command, folder.path());
        }
        Err(_) => println!("skipped: no GATECHECK_BENCH_COMMAND, so no server of your own"),
    }
    remote::all(folder.path());
    help();
    listings(folder.path());
}

fn probe(server: &[String], more: &[&str]) -> Command {
    let mut command = Command::new(PROGRAM);
    command
        .args(["probe", "--quiet", "--no-sandbox"])
        .args(more);
    command.arg("--").args(server);
    command
}

/// Pairs of a probe and of a raw client with the same exchanges.
fn against_raw(name: &str, server: &[String], folder: &Path) {
    let (transcript, script) = (folder.join("run.jsonl"), folder.join("run.raw"));
    watch(&mut probe(
        server,
        &["--transcript", transcript.to_str().unwrap()],
    ));
    raw::script(&transcript, &script);
    let mut client = Command::new(std::env::current_exe().unwrap());
    client.arg("--raw").arg(&script).args(server);
    let (mut probes, mut clients, mut peaks) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..PAIRS {
        let before = children_cpu();
        peaks.push(watch(&mut probe(server, &[])).peak_mb);
        let between = children_cpu();
        watch(&mut client);
        probes.push(between - before);
        clients.push(children_cpu() - between);
    }
    let (all, bare) = (mean(&probes), mean(&clients));
    println!("{name}:");
    println!(
        "  probe and its servers {} s (mean {all:.3}), raw client and its servers {} s (mean {bare:.3}), mean difference {:+.3} s, {PAIRS} pairs",
        median(&mut probes),
        median(&mut clients),
        all - bare
    );
    println!("  own peak memory {} MB", median(&mut peaks));
}

fn help() {
    let mut times: Vec<f64> = (0..PAIRS)
        .map(|_| watch(Command::new(PROGRAM).arg("--help")).cpu * 1e3)
        .collect();
    println!("--help: {} ms", median(&mut times));
}

/// Listings of three lengths, of 1 KB a tool: twice as long should cost twice as much.
fn listings(folder: &Path) {
    for tools in [2_500, 5_000, 10_000] {
        let (script, transcript) = (folder.join("list.toml"), folder.join("list.jsonl"));
        std::fs::write(&script, listing(tools)).unwrap();
        let server = [PROGRAM, "scripted", script.to_str().unwrap()].map(str::to_owned);
        let to = transcript.to_str().unwrap();
        let probed = thrice(|| watch(&mut probe(&server, &["--transcript", to])));
        let replayed = thrice(|| watch(Command::new(PROGRAM).args(["replay", to])));
        println!(
            "{tools} tools: probe {:.3} s of its own and {:.1} MB, replay {:.3} s and {:.1} MB",
            probed.cpu, probed.peak_mb, replayed.cpu, replayed.peak_mb
        );
    }
}

fn listing(tools: usize) -> String {
    format!(
        "name = \"list\"\n[[tool]]\ntimes = {tools}\njson = '{}'\n",
        r#"{"name": "get_{{n}}", "description": "Returns number {{n}}. {{fill:700}}", "inputSchema": {"type": "object", "properties": {"a": {"type": "string", "maxLength": 20, "description": "The first argument, text."}, "b": {"type": "integer", "description": "A number."}}, "additionalProperties": false}}"#
    )
}

/// The cheapest of three: the others were disturbed more.
fn thrice(mut run: impl FnMut() -> Cost) -> Cost {
    let mut all = [run(), run(), run()];
    all.sort_by(|a, b| a.cpu.total_cmp(&b.cpu));
    let [best, ..] = all;
    best
}

fn mean(all: &[f64]) -> f64 {
    all.iter().sum::<f64>() / all.len() as f64
}

/// The median, for people.
fn median(all: &mut [f64]) -> String {
    all.sort_by(f64::total_cmp);
    format!("{:.3}", all.get(all.len() / 2).copied().unwrap_or_default())
}
