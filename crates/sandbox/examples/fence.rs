//! Runs a command fenced in, by hand: `fence [--rung R] [--own PATH] [--ro PATH] [--rw PATH] [--empty PATH] [--timeout S] [--canaries] -- COMMAND…`.
//! The fence, each deed and the usage are JSON lines on standard error, after the command's own.

use evidence::conduct::Rung;
use sandbox::{Network, Plan, Shown};
use serde::Serialize;
use std::ffi::OsString;
use std::io::{self, Write};
use std::sync::mpsc::channel;
use std::time::Duration;

fn main() {
    sandbox::helper();
    let Some((plan, timeout)) = asked() else {
        eprintln!(
            "usage: fence [--rung R] [--own PATH] [--ro PATH] [--rw PATH] [--empty PATH] [--timeout S] [--canaries] -- COMMAND…"
        );
        std::process::exit(2)
    };
    let (tell, end) = channel();
    let on_end = Box::new(move |ended| {
        let _nobody = tell.send(ended);
    });
    let mut running = match sandbox::start(plan, on_end) {
        Ok(running) => running,
        Err(error) => {
            eprintln!("{error}");
            std::process::exit(3)
        }
    };
    line("fence", &running.fence);
    let (input, output, error) = (
        running.stdin.take(),
        running.stdout.take(),
        running.stderr.take(),
    );
    std::thread::spawn(move || input.map(|mut to| io::copy(&mut io::stdin(), &mut to)));
    let out =
        std::thread::spawn(move || output.map(|mut from| io::copy(&mut from, &mut io::stdout())));
    let err =
        std::thread::spawn(move || error.map(|mut from| io::copy(&mut from, &mut io::stderr())));
    let ended = end.recv_timeout(timeout).ok();
    let conduct = running.finish();
    let _both = (out.join(), err.join());
    for deed in &conduct.deeds {
        line("deed", deed);
    }
    line("usage", &conduct.usage);
    let ended = ended.map(|ended| (ended.code, ended.signal));
    line("ended", &ended);
    std::process::exit(match ended {
        Some((Some(code), _)) => code,
        Some(_) => 128,
        None => 124,
    })
}

fn line(name: &str, what: &impl Serialize) {
    let text = serde_json::to_string(what).unwrap_or_default();
    let _gone = writeln!(io::stderr(), "{{\"{name}\":{text}}}");
}

fn asked() -> Option<(Plan, Duration)> {
    let mut words = std::env::args_os().skip(1);
    let mut shown = Shown::default();
    let (mut rungs, mut canaries) = (vec![Rung::Namespaces, Rung::Landlock], Vec::new());
    let mut timeout = Duration::from_secs(60);
    loop {
        let word = words.next()?;
        match word.to_str()? {
            "--" => break,
            "--rung" => {
                rungs = match words.next()?.to_str()? {
                    "namespaces" => vec![Rung::Namespaces],
                    "landlock" => vec![Rung::Landlock],
                    _ => return None,
                }
            }
            "--own" => shown.own.push(words.next()?.into()),
            "--ro" => shown.read.push(words.next()?.into()),
            "--rw" => shown.write.push(words.next()?.into()),
            "--empty" => shown.empty.push(words.next()?.into()),
            "--timeout" => timeout = Duration::from_secs(words.next()?.to_str()?.parse().ok()?),
            "--canaries" => canaries = sandbox::canary::make(&sandbox::canary::seed().ok()?),
            _ => return None,
        }
    }
    let command: Vec<OsString> = words.collect();
    let path = std::env::var_os("PATH").map(|path| ("PATH".to_owned(), path));
    let plan = Plan {
        command,
        env: path.into_iter().collect(),
        directory: std::env::current_dir().ok(),
        shown,
        network: Network::Sink,
        limits: sandbox::LIMITS,
        canaries,
        rungs,
    };
    Some((plan, timeout))
}
