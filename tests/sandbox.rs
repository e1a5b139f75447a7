//! The whole way through `probe` with the sandbox on: honest servers, a nasty one, each rung, each user, and packages.
//!
//! What holds the server, escape by escape, is tested where it is built, in `crates/sandbox/tests`.

mod honest;
mod ladder;
mod nasty;
mod packages;
mod secrets;

use crate::support::{Probe, Stage, Who, probe_command};

/// What can hold a server.
const RUNGS: [&str; 2] = ["namespaces", "landlock"];

/// A probe that looks at the lists alone, over one connection, with the server held by this rung.
fn held(stage: &Stage, rung: &str, command: &[&str]) -> Probe {
    briefly(stage, command).fenced().args(&["--sandbox", rung])
}

/// A probe that looks at the lists alone, over one connection.
fn briefly(stage: &Stage, command: &[&str]) -> Probe {
    let brief = ["--quick", "--reach", "listing"];
    probe_command(command).args(&brief).on(stage)
}

/// Does this for every user and every rung that can be had.
fn everywhere(test: impl Fn(&Stage, &str)) {
    for who in Who::all() {
        for rung in RUNGS {
            let stage = Stage::new(who);
            if stage.has(rung) {
                test(&stage, rung);
            }
        }
    }
}
