//! The nasty server as a whole, and a machine without user namespaces.

use crate::case::Recorded;
use crate::fence::{self, Ran, Rung};
use crate::programs::{Who, programs, skipped};
use crate::world::World;
use std::io::Write;
use std::process::{Command, Stdio};

/// What it must be caught at, on both rungs.
const CAUGHT: &[(&str, &str)] = &[
    ("read", "/etc/shadow"),
    ("canary", "ssh"),
    ("resolve", "resolver.hostile.example"),
    ("contact", "203.0.113.7"),
    ("contact", "2001:db8::7"),
    ("send", "tls.hostile.example"),
    ("send", "http.hostile.example"),
    ("contact", "198.51.100.9"),
    ("run", "sh"),
    ("refused", "io_uring_setup"),
    ("refused", "ptrace"),
    ("refused", "AF_VSOCK"),
    ("refused", "mount"),
    ("refused", "unshare"),
    ("refused", "bpf"),
    ("socket", "docker.sock"),
    ("write", ".profile"),
    ("write", ".bashrc"),
    ("delete", "deleted-by-hostile"),
    ("detach", ""),
    ("left", "hostile"),
];

const TALK: &str = concat!(
    r#"{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"test","version":"0"}}}"#,
    "\n",
    r#"{"jsonrpc":"2.0","method":"notifications/initialized"}"#,
    "\n",
    r#"{"jsonrpc":"2.0","id":2,"method":"tools/list"}"#,
    "\n",
);

#[test]
fn the_nasty_server_is_caught_in_namespaces() {
    caught(Rung::Namespaces, Who::ordinary(1007));
    caught(Rung::Namespaces, Who::Root);
}

#[test]
fn the_nasty_server_is_caught_with_landlock() {
    caught(Rung::Landlock, Who::ordinary(1008));
    caught(Rung::Landlock, Who::Root);
}

fn caught(rung: Rung, who: Who) {
    if skipped(rung, who) {
        return;
    }
    let mut world = World::new(who);
    let mark = fence::mark();
    let ran = talk(fence::command(Some(rung), &world, &mark, &["serve"]), &mark);
    let missing: Vec<_> = CAUGHT
        .iter()
        .filter(|(act, says)| !ran.recorded(Recorded { act, says }))
        .collect();
    let mut wrong = ran.wrong.clone();
    wrong.extend(world.changed());
    assert!(wrong.is_empty(), "{rung:?}, {who:?}: {wrong:?}");
    assert!(ran.said.contains("tell_time"), "no tools: {}", ran.said);
    assert!(
        missing.is_empty(),
        "{rung:?}, {who:?}: missed {missing:?}; {:#?}",
        ran.deeds
    );
}

#[test]
fn the_nasty_server_may_not_use_up_the_machine() {
    for rung in [Rung::Namespaces, Rung::Landlock] {
        let who = Who::ordinary(1010);
        if skipped(rung, who) {
            continue;
        }
        let mut world = World::new(who);
        let mark = fence::mark();
        let act = ["serve", "bombs"];
        let ran = talk(fence::command(Some(rung), &world, &mark, &act), &mark);
        let mut wrong = ran.wrong.clone();
        wrong.extend(world.changed());
        assert!(wrong.is_empty(), "{rung:?}: {wrong:?}");
        let limit = Recorded {
            act: "limit",
            says: "",
        };
        assert!(ran.recorded(limit), "{rung:?}: {}", ran.summary());
    }
}

/// Starts it, says what a client says, and ends its input.
fn talk(mut command: Command, mark: &str) -> Ran {
    let mut child = command.stdin(Stdio::piped()).spawn().unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(TALK.as_bytes())
        .unwrap();
    fence::collect(child, mark)
}

/// Where no user namespaces can be had, the fence takes the other rung by itself, says so, and holds.
#[test]
fn without_user_namespaces_landlock_holds() {
    for who in [Who::ordinary(1009), Who::Root] {
        if skipped(Rung::Namespaces, who) || skipped(Rung::Landlock, who) {
            continue;
        }
        let mut world = World::new(who);
        let mark = fence::mark();
        let inner = fence::command(None, &world, &mark, &["read", "{outside}/secret.txt"]);
        let child = elsewhere(who, &inner).spawn().unwrap();
        let ran = fence::collect(child, &mark);
        assert!(
            ran.wrong.is_empty(),
            "{who:?}: {:?}: {}",
            ran.wrong,
            ran.errors
        );
        assert!(ran.outcome.as_ref().is_some_and(|outcome| !outcome.done));
        assert!(
            ran.errors.contains("landlock"),
            "{who:?}: it must say so: {}",
            ran.errors
        );
        assert!(world.changed().is_empty());
    }
}

/// The same command where no user namespaces can be had.
fn elsewhere(who: Who, inner: &Command) -> Command {
    let mut command = who.command(&programs().join("hostile"));
    command
        .args(["without-userns", "--"])
        .arg(inner.get_program())
        .args(inner.get_args())
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    for (name, value) in inner.get_envs() {
        if let Some(value) = value {
            command.env(name, value);
        }
    }
    if let Some(directory) = inner.get_current_dir() {
        command.current_dir(directory);
    }
    command
}
