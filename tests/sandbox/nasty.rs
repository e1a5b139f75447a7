//! The nasty server, the whole way to the verdict.

use super::{everywhere, held};
use crate::support::{Run, Stage, Who, gatecheck};
use std::path::Path;

/// What it does, as the document has it: the act, and what it says of it.
const DOES: &[(&str, &str)] = &[
    ("canary", "ssh-key"),
    ("canary", "base64"),
    ("read", "/etc/shadow"),
    ("resolve", "resolver.hostile.example"),
    ("contact", "203.0.113.7"),
    ("contact", "2001:db8::7"),
    ("contact", "198.51.100.9"),
    ("send", "TLS to tls.hostile.example"),
    ("send", "http.hostile.example"),
    ("run", "dash"),
    ("write", ".bashrc"),
    ("delete", "deleted-by-hostile"),
    ("socket", "docker.sock"),
    ("refused", "io_uring_setup"),
    ("refused", "ptrace"),
    ("refused", "AF_VSOCK"),
    ("refused", "mount"),
    ("refused", "unshare"),
    ("refused", "bpf"),
    ("detach", ""),
    ("left", "hostile"),
];

/// It reads keys, calls out in every way, leaves daemons and leaks: a verdict is reached, and it is Block; everything is
/// written down; the user's HOME and its own directory are as before; and, as after every run, nothing is left.
#[test]
fn it_is_blocked_and_everything_that_it_did_is_told() {
    everywhere(|stage, rung| {
        let home = stage.folder("home");
        let own = stage.folder("own");
        let program = own.join("hostile");
        std::fs::copy(stage.program("hostile"), &program).unwrap();
        std::fs::write(own.join("deleted-by-hostile"), "not yet").unwrap();
        stage.who.give(&own.join("deleted-by-hostile"));
        let before = (files(&home), files(&own));

        let found = held(stage, rung, &[program.to_str().unwrap(), "serve"])
            .args(&["--env", "GATECHECK_FENCED=1"])
            .env("HOME", home.to_str().unwrap())
            .exit(0);

        assert_eq!((files(&home), files(&own)), before, "{rung}");
        found
            .gate("block")
            .lists(&["tell_time"])
            .is("/sandbox/backend", rung)
            .critical("secret_exposure", "confirmed", "planted secret");
        for (act, says) in DOES {
            let told = found.did(act);
            let told = told.iter().any(|deed| deed.to_string().contains(says));
            assert!(
                told,
                "{:?}, {rung}: no {act} {says} in {}",
                stage.who,
                found.at("/sandbox")
            );
        }
    });
}

/// It uses up processes, disk and memory before it answers: that is stopped and told, and nothing is left.
#[test]
fn what_uses_up_the_machine_is_stopped_and_told() {
    everywhere(|stage, rung| {
        let hostile = stage.program("hostile");
        let hostile = hostile.display();
        let bombs = format!(
            "for n in fork disk memory; do {hostile} $n-bomb & done; sleep 3; exec {hostile} serve"
        );
        let found = held(stage, rung, &["sh", "-c", &bombs])
            .args(&["--env", "GATECHECK_FENCED=1"])
            .args(&["--ro", stage.path("bin").to_str().unwrap()])
            .end();
        // Whether it comes to answer depends on which limit is met first, and how that is kept here.
        let code = found.at("/exit/code").as_u64().unwrap();
        assert!(code == 0 || code == 4, "{code}");
        found.gate("block").is("/sandbox/backend", rung);
        assert!(!found.did("limit").is_empty(), "{}", found.at("/sandbox"));
        let used = found.at("/sandbox/used");
        // The kernel counts no processes of root's: without namespaces they are seen, and stopped, a sample late.
        let counted = stage.who == Who::Ordinary || rung == "namespaces";
        let processes = used["peak_processes"].as_u64().unwrap();
        assert!(!counted || processes <= 256, "{processes} processes");
        let memory = used["peak_memory"].as_u64().unwrap();
        assert!(memory < 4 << 30, "{memory} bytes of memory");
        let written = used["written"].as_u64().unwrap_or_default();
        assert!(written <= 520 << 20, "{written} bytes on disk");
    });
}

/// The files below a directory, with what they hold.
fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let entries = std::fs::read_dir(folder).unwrap();
    let mut all: Vec<_> = entries
        .map(|entry| entry.unwrap())
        .map(|entry| {
            let name = entry.file_name().to_string_lossy().into_owned();
            (name, std::fs::read(entry.path()).unwrap_or_default())
        })
        .collect();
    all.sort();
    all
}

/// The prober is killed while the server and its daemons run: all of them go with it.
#[test]
fn a_prober_that_is_killed_leaves_nothing() {
    everywhere(|stage, rung| {
        crowded(stage, rung).kill_when(6);
    });
}

/// A server that starts daemons and never answers.
fn crowded(stage: &Stage, rung: &str) -> Run {
    let daemons = "for n in 1 2 3 4 5; do setsid sleep 300 & done; exec sleep 300";
    gatecheck(&["probe", "--sandbox", rung])
        .server(&["sh", "-c", daemons])
        .fenced()
        .on(stage)
}
