//! Whoever fences it in may die of anything: what was fenced in goes with it.

use crate::fence::{self, Rung};
use crate::programs::{Who, skipped};
use crate::world::World;
use rustix::process::{Pid, Signal, kill_process};
use std::io::{BufRead, BufReader};
use std::process::Child;
use std::time::{Duration, Instant};

#[test]
fn nothing_outlives_a_prober_that_is_killed_with_namespaces() {
    killed(Rung::Namespaces, Who::ordinary(1004), Signal::KILL);
    killed(Rung::Namespaces, Who::Root, Signal::KILL);
}

#[test]
fn nothing_outlives_a_prober_that_is_killed_with_landlock() {
    killed(Rung::Landlock, Who::ordinary(1005), Signal::KILL);
    killed(Rung::Landlock, Who::Root, Signal::KILL);
}

#[test]
fn nothing_outlives_a_prober_that_is_asked_to_end() {
    killed(Rung::Namespaces, Who::ordinary(1006), Signal::TERM);
    killed(Rung::Landlock, Who::ordinary(1006), Signal::TERM);
}

/// Ends the prober while a crowd of daemons is there.
fn killed(rung: Rung, who: Who, signal: Signal) {
    if skipped(rung, who) {
        return;
    }
    let mut world = World::new(who);
    let mark = fence::mark();
    let mut prober = fence::command(Some(rung), &world, &mark, &["crowd", "40"])
        .spawn()
        .unwrap();
    wait_for_crowd(&mut prober, &mark);
    kill_process(Pid::from_child(&prober), signal).unwrap();
    let _ = prober.wait();
    let left = fence::left(&mark);
    assert!(
        left.is_empty(),
        "{rung:?}, {who:?}: still running: {left:?}"
    );
    let changed = world.changed();
    assert!(changed.is_empty(), "{changed:?}");
}

/// Until the act says that all are there, and the machine shows them.
fn wait_for_crowd(prober: &mut Child, mark: &str) {
    let mut line = String::new();
    let mut output = BufReader::new(prober.stdout.take().unwrap());
    output.read_line(&mut line).unwrap();
    let _keep = prober.stdout.insert(output.into_inner());
    let start = Instant::now();
    while fence::marked(mark).len() <= 40 {
        assert!(line.contains("there"), "it never came: {line}");
        assert!(
            start.elapsed() < Duration::from_secs(10),
            "the crowd is small"
        );
        std::thread::sleep(Duration::from_millis(10));
    }
}
