use super::*;
use evidence::conduct::Change;

fn seeing() -> Ledger {
    Ledger {
        sees_calls: true,
        ..Ledger::default()
    }
}

fn read(path: &str) -> Act {
    Act::Read {
        path: path.to_owned(),
        place: Place::Home,
        found: true,
    }
}

fn write(path: &str) -> Act {
    Act::Write {
        path: path.to_owned(),
        place: Place::Temporary,
    }
}

fn changed(path: &str) -> Act {
    Act::Changed {
        path: path.to_owned(),
        place: Place::Temporary,
        how: Change::Created,
        bytes: 3,
    }
}

fn contact() -> Act {
    Act::Contact {
        address: "192.0.2.1".to_owned(),
        port: 443,
        transport: "tcp".to_owned(),
        name: None,
        passed: false,
    }
}

fn opened() -> Act {
    Act::Canary {
        id: "ssh-key".to_owned(),
        how: Touch::Opened,
    }
}

fn settled(acts: &[(Act, Via)]) -> Vec<Deed> {
    let mut ledger = seeing();
    for (act, via) in acts {
        ledger.deed(deed(act.clone(), *via, None));
    }
    ledger.settle()
}

fn disagree(deeds: &[Deed]) -> Vec<&str> {
    deeds
        .iter()
        .filter_map(|deed| match &deed.act {
            Act::Disagree { says } => Some(says.as_str()),
            _ => None,
        })
        .collect()
}

#[test]
fn a_deed_is_listed_once_and_counted() {
    let mut ledger = seeing();
    for at_ms in [30, 10, 20] {
        let mut deed = deed(read("/home/ann/x"), Via::Call, Some("/bin/sh".to_owned()));
        deed.at_ms = at_ms;
        ledger.deed(deed);
    }
    ledger.quiet();
    assert_eq!(ledger.usage.opened, 1);
    let deeds = ledger.settle();
    assert_eq!(deeds.len(), 1);
    assert_eq!((deeds[0].count, deeds[0].at_ms), (3, 10));
    assert_eq!(deeds[0].confidence, Confidence::Named);
}

#[test]
fn noise_of_one_kind_hides_no_other() {
    let mut ledger = Ledger::default();
    for index in 0..1_000 {
        ledger.deed(deed(read(&format!("/home/ann/{index}")), Via::Call, None));
    }
    ledger.deed(deed(contact(), Via::Packet, None));
    let deeds = ledger.settle();
    assert!(deeds.iter().any(|deed| deed.act == contact()));
    let limit = deeds
        .iter()
        .find(|deed| matches!(&deed.act, Act::Limit { what, .. } if what == "deeds"));
    assert_eq!(limit.unwrap().count, 1_000 - EACH);
    assert_eq!(deeds.len() as u64, EACH + 2);
}

#[test]
fn deeds_come_in_the_order_of_time() {
    let mut ledger = seeing();
    for (path, at_ms) in [("/b", 2), ("/c", 1), ("/a", 2)] {
        ledger.deed(Deed {
            at_ms,
            ..deed(read(path), Via::Call, None)
        });
    }
    let acts: Vec<Act> = ledger.settle().into_iter().map(|deed| deed.act).collect();
    assert_eq!(acts, [read("/c"), read("/a"), read("/b")]);
}

#[test]
fn what_only_one_way_of_noticing_saw_is_said() {
    let deeds = settled(&[
        (opened(), Via::Watch),
        (contact(), Via::Packet),
        (changed("/tmp/x"), Via::Diff),
    ]);
    assert_eq!(
        disagree(&deeds),
        [
            "/tmp/x is different, and no system call that was seen names it",
            "a connection to 192.0.2.1 port 443 was begun, and no system call that was seen asks for it",
            "the canary ssh-key was opened more often than the system calls that were seen name it",
        ]
    );
}

#[test]
fn what_both_saw_is_in_order() {
    let deeds = settled(&[
        (opened(), Via::Watch),
        (opened(), Via::Call),
        (contact(), Via::Packet),
        (contact(), Via::Call),
        (changed("/tmp/x"), Via::Diff),
        (write("/tmp/x"), Via::Call),
    ]);
    assert_eq!(disagree(&deeds), Vec::<&str>::new());
}

#[test]
fn what_was_moved_brings_along_what_is_in_it() {
    let mut ledger = seeing();
    ledger.deed(deed(changed("/tmp/new/a/b"), Via::Diff, None));
    ledger.named("/tmp/new".to_owned());
    assert_eq!(disagree(&ledger.settle()), Vec::<&str>::new());
}

#[test]
fn where_calls_are_not_seen_or_not_kept_nothing_is_missed() {
    let mut ledger = Ledger::default();
    ledger.deed(deed(opened(), Via::Watch, None));
    assert_eq!(disagree(&ledger.settle()), Vec::<&str>::new());

    let mut ledger = seeing();
    for index in 0..=EACH {
        ledger.deed(deed(write(&format!("/tmp/{index}")), Via::Call, None));
    }
    ledger.deed(deed(changed("/tmp/other"), Via::Diff, None));
    assert_eq!(disagree(&ledger.settle()), Vec::<&str>::new());
}

fn run(path: &str, arguments: &str, found: bool) -> Act {
    Act::Run {
        path: path.to_owned(),
        arguments: arguments.to_owned(),
        found,
    }
}

#[test]
fn a_program_that_is_looked_for_is_told_once() {
    let tries = [
        run("/usr/local/bin/git", "log", false),
        run("/usr/lib/git-core/git", "log", true),
        run("/usr/local/bin/curl", "x", false),
        run("/usr/bin/curl", "x", false),
        run("/usr/bin/git", "status", false),
    ];
    let mut ledger = seeing();
    for act in tries {
        ledger.deed(deed(act, Via::Call, None));
    }
    let mut acts: Vec<Act> = ledger.settle().into_iter().map(|deed| deed.act).collect();
    acts.sort();
    let told = [
        run("/usr/bin/curl", "x", false),
        run("/usr/bin/git", "status", false),
        run("/usr/lib/git-core/git", "log", true),
    ];
    assert_eq!(acts, told);
}

#[test]
fn first_bytes_are_described_and_searched() {
    let planted = crate::canary::make(&[4; 32]);
    let mut ledger = Ledger::new(Search::new(&planted), Path::new("/home/user"));
    let request = format!(
        "GET /{} HTTP/1.1\r\nHost: example.org\r\n\r\n",
        planted[0].value
    );
    ledger.data("example.org:80", request.as_bytes(), 7);
    let deeds = ledger.settle();
    let sent = Act::Canary {
        id: "ssh-key".to_owned(),
        how: Touch::Sent {
            to: "example.org:80".to_owned(),
            encoding: "plain".to_owned(),
        },
    };
    assert!(deeds.iter().any(|deed| deed.act == sent && deed.at_ms == 7));
    assert!(deeds.iter().any(
        |deed| matches!(&deed.act, Act::Send { bytes, .. } if *bytes == request.len() as u64)
    ));
}

#[test]
fn a_canary_in_a_name_is_sent() {
    let planted = crate::canary::make(&[4; 32]);
    let mut ledger = Ledger::new(Search::new(&planted), Path::new("/home/user"));
    let (first, second) = planted[1].value.split_at(9);
    let name = format!("{first}.{second}.example.org").to_lowercase();
    ledger.deed(deed(Act::Resolve { name, asked: None }, Via::Sink, None));
    let sent = Act::Canary {
        id: "cloud-credentials".to_owned(),
        how: Touch::Sent {
            to: "the name server".to_owned(),
            encoding: "plain".to_owned(),
        },
    };
    assert!(ledger.settle().iter().any(|deed| deed.act == sent));
}
