//! A context without a sandbox, for tests.

use super::Context;
use crate::canary;
use crate::protocol::Job;
use crate::{LIMITS, Network, Plan, Shown};
use evidence::conduct::Rung;
use std::path::Path;

/// The context of a command that was never started, with its HOME here. It stands on the Landlock rung, whose root is
/// the machine's.
pub(crate) fn context(home: &Path) -> Context {
    let plan = Plan {
        command: Vec::new(),
        env: Vec::new(),
        directory: None,
        shown: Shown::default(),
        network: Network::Sink,
        limits: LIMITS,
        canaries: canary::make(&[9; 32]),
        rungs: vec![Rung::Landlock],
    };
    let job = Job {
        rung: Rung::Landlock,
        command: Vec::new(),
        env: Vec::new(),
        directory: None,
        home: home.to_owned(),
        own: Vec::new(),
        empty: Vec::new(),
        read: Vec::new(),
        write: Vec::new(),
        plant: Vec::new(),
        limits: LIMITS,
        proxy: None,
    };
    let (requests, _) = crate::talk::pair().unwrap();
    Context::new(plan, job, requests)
}

/// Writes its canaries.
pub(crate) fn plant(context: &Context) {
    for (planted, (_, path)) in context.plan.canaries.iter().zip(&context.bait) {
        std::fs::create_dir_all(Path::new(path).parent().unwrap()).unwrap();
        std::fs::write(path, &planted.text).unwrap();
    }
}
