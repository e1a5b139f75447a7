use super::*;
use crate::supervise::testing;
use evidence::conduct::Conduct;
use rustix::fd::AsFd as _;
use rustix::process::{Pid, PidfdFlags, pidfd_open};
use std::process::{Child, Command};
use std::sync::mpsc::channel;
use std::time::Duration;

fn run(script: &str) -> Child {
    Command::new("sh").args(["-c", script]).spawn().unwrap()
}

fn finish(context: Arc<Context>) -> Conduct {
    Arc::try_unwrap(context)
        .unwrap()
        .ledger
        .into_inner()
        .unwrap()
        .finish()
}

fn measured(child: &Child, context: &Arc<Context>, stop: Box<dyn Fn() + Send>) -> Meter {
    let pid = Pid::from_child(child);
    let pidfd = pidfd_open(pid, PidfdFlags::empty()).unwrap();
    start(context, pid.as_raw_nonzero().get(), pidfd.as_fd(), stop)
}

#[test]
fn a_process_and_what_it_started_are_measured() {
    let folder = tempfile::tempdir().unwrap();
    let context = Arc::new(testing::context(folder.path()));
    let mut child = run("sleep 1 & sleep 1 & wait");
    let meter = measured(&child, &context, Box::new(|| {}));
    child.wait().unwrap();
    drop(meter);
    let usage = finish(context).usage;
    assert_eq!(usage.peak_processes, Some(2));
    assert!(usage.peak_memory.unwrap() > 100_000, "{usage:?}");
}

#[test]
fn too_much_memory_ends_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut context = testing::context(folder.path());
    context.job.limits.memory = 1;
    let context = Arc::new(context);
    let mut child = run("sleep 30");
    let (send, ended) = channel();
    let meter = measured(&child, &context, Box::new(move || send.send(()).unwrap()));
    ended.recv_timeout(Duration::from_secs(5)).unwrap();
    child.kill().unwrap();
    child.wait().unwrap();
    drop(meter);
    let acts: Vec<Act> = finish(context)
        .deeds
        .into_iter()
        .map(|deed| deed.act)
        .collect();
    let what = "memory".to_owned();
    assert_eq!(acts, [Act::Limit { what, ended: true }]);
}
