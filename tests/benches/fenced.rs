//! What the sandbox costs before a server has told its tools: from the start of the program to the reply to `tools/list`.

use crate::{PROGRAM, median};
use evidence::{Channel, Side, Transcript};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::SystemTime;

/// Rounds; each starts the server in every way, in turn.
const ROUNDS: usize = 10;
/// Ways to hold it, the first of which is none.
const WAYS: [&[&str]; 3] = [
    &["--no-sandbox"],
    &["--sandbox", "namespaces"],
    &["--sandbox", "landlock"],
];

/// Measures a server, and prints the medians and the medians of the differences within a round.
pub(crate) fn fenced(name: &str, server: &[String], folder: &Path) {
    let mut rounds: Vec<[f64; 3]> = Vec::new();
    for round in 0..=ROUNDS {
        let [Some(bare), Some(namespaces), Some(landlock)] =
            WAYS.map(|way| listed(way, server, folder))
        else {
            return println!("{name}: skipped: it listed nothing in one of the ways");
        };
        // The first round fills the caches of the system.
        if round > 0 {
            rounds.push([bare, namespaces, landlock]);
        }
    }
    let of = |pick: &dyn Fn(&[f64; 3]) -> f64| {
        median(&mut rounds.iter().map(pick).collect::<Vec<f64>>())
    };
    println!(
        "{name}: to tools/list unfenced {} ms; namespaces {} ms, {} ms more; landlock {} ms, {} ms more",
        of(&|[bare, ..]| *bare),
        of(&|[_, namespaces, _]| *namespaces),
        of(&|[bare, namespaces, _]| namespaces - bare),
        of(&|[.., landlock]| *landlock),
        of(&|[bare, _, landlock]| landlock - bare),
    );
}

/// The pinned servers that `.ci/run` installs, as commands; those that are not there are said to be skipped.
pub(crate) fn real(folder: &Path) -> Vec<(&'static str, Vec<String>)> {
    let text = |path: PathBuf| path.to_str().unwrap().to_owned();
    let installed = |variable: &str| std::env::var_os(variable).map(PathBuf::from);
    let mut all = Vec::new();
    if let Some(npm) = installed("GATECHECK_NPM") {
        for (name, argument) in [
            ("server-everything", Some("stdio".to_owned())),
            ("server-filesystem", Some(text(folder.to_owned()))),
            ("server-memory", None),
        ] {
            let program = npm.join(format!("@modelcontextprotocol/{name}/dist/index.js"));
            let command = ["node".to_owned(), text(program)];
            all.push((name, command.into_iter().chain(argument).collect()));
        }
    } else {
        println!("skipped: no GATECHECK_NPM, so no servers from npm");
    }
    if let Some(venv) = installed("GATECHECK_VENV") {
        let repository = folder.join("repository");
        let made = Command::new("git")
            .args(["init", "--quiet"])
            .arg(&repository)
            .status();
        assert!(made.unwrap().success());
        let git = text(venv.join("bin/mcp-server-git"));
        all.push((
            "mcp-server-git",
            vec![git, "--repository".to_owned(), text(repository)],
        ));
        all.push((
            "mcp-server-time",
            vec![text(venv.join("bin/mcp-server-time"))],
        ));
    } else {
        println!("skipped: no GATECHECK_VENV, so no servers from PyPI");
    }
    all
}

/// Milliseconds from the start of the program to the first reply to `tools/list`.
fn listed(way: &[&str], server: &[String], folder: &Path) -> Option<f64> {
    let transcript = folder.join("listed.jsonl");
    let begun = SystemTime::now();
    Command::new(PROGRAM)
        .args([
            "probe",
            "--quiet",
            "--quick",
            "--reach",
            "listing",
            "--transcript",
        ])
        .arg(&transcript)
        .args(way)
        .arg("--")
        .args(server)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .unwrap();
    let bytes = std::fs::read(&transcript).ok()?;
    std::fs::remove_file(&transcript).unwrap();
    let transcript = Transcript::read(&bytes).ok()?;
    let reply = transcript.frames.iter().find(|frame| {
        let said = || serde_json::from_slice::<serde_json::Value>(&frame.bytes).unwrap_or_default();
        frame.from == Side::Server
            && frame.channel == Channel::Stdout
            && said()["result"]["tools"].is_array()
    })?;
    let started: jiff::Timestamp = transcript.header.started.parse().ok()?;
    let begun = jiff::Timestamp::try_from(begun).ok()?;
    let before = started.duration_since(begun).as_secs_f64() * 1e3;
    Some(before + reply.at_us as f64 / 1e3)
}
