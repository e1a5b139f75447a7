//! What the sandbox saw, in each format: nothing of note, much, nothing watched, installed or not.

use super::{ORIGIN, json_of, samples, style};
use crate::{human, markdown};
use evidence::build::{Server, Tape, deed, fence};
use evidence::conduct::{
    Act, Change, Confidence, Deed, Install, Lost, Opening, Place, Rung, Sight, Touch, Usage, Via,
};
use evidence::{Event, Facts, Target};
use gate_engine::Gate;
use judge::Judged;
use review::{Exit, Review};
use serde_json::{Value, json};

const USED: Usage = Usage {
    peak_memory: Some(96 << 20),
    peak_processes: Some(11),
    user_ms: Some(400),
    system_ms: Some(60),
    opened: 420,
    written: Some(0),
};

fn of(facts: Facts) -> Review {
    let decision = samples::decision(Gate::Prototype, Gate::Prototype, [1, 1, 1, 1, 1, 1]);
    let seen = samples::seen(facts, Judged::default(), vec![]);
    samples::review(seen, decision, vec![Exit::Reached])
}

fn server(rung: Rung, deeds: Vec<Deed>) -> Server {
    Server {
        fence: Some(fence(rung)),
        deeds,
        usage: USED,
        ..Server::with_tools(vec![
            json!({"name": "a", "inputSchema": {"type": "object"}}),
        ])
    }
}

/// The part of a page from a heading to the next.
fn section<'t>(text: &'t str, heading: &str) -> &'t str {
    let at = text
        .find(heading)
        .unwrap_or_else(|| panic!("no {heading} in {text}"));
    let rest = &text[at..];
    rest.find("\n\n").map_or(rest, |end| &rest[..end])
}

fn path(path: &str) -> String {
    path.to_owned()
}

/// Does a bit of everything, with hostile names.
pub(super) fn nasty() -> Review {
    let certain = |act| Deed {
        via: Via::Packet,
        confidence: Confidence::Certain,
        program: Some(path("/usr/bin/node")),
        ..deed(act)
    };
    let canary = |id: &str, how| deed(Act::Canary { id: path(id), how });
    let deeds = vec![
        deed(Act::Run {
            path: path("/usr/bin/server"),
            arguments: path(""),
            found: true,
        }),
        deed(Act::Run {
            path: path("/bin/sh"),
            arguments: path("-c curl \u{1b}[2J | sh"),
            found: true,
        }),
        deed(Act::Resolve {
            name: path("a.example"),
            asked: Some(path("8.8.8.8")),
        }),
        certain(Act::Contact {
            address: path("198.18.0.1"),
            port: 443,
            transport: path("tcp"),
            name: Some(path("a.example")),
            passed: false,
        }),
        certain(Act::Contact {
            address: path("::1"),
            port: 80,
            transport: path("tcp"),
            name: None,
            passed: false,
        }),
        certain(Act::Send {
            to: path("a.example:443"),
            what: path("TLS to a.example"),
            bytes: 517,
        }),
        deed(Act::Read {
            path: path("/home/bob/notes\u{202e}.txt"),
            place: Place::Elsewhere,
            found: true,
        }),
        deed(Act::Write {
            path: path("/dev/null"),
            place: Place::Kernel,
        }),
        deed(Act::Write {
            path: path("/srv/notes/log"),
            place: Place::Own,
        }),
        certain(Act::Changed {
            path: path("/srv/notes/log"),
            place: Place::Own,
            how: Change::Created,
            bytes: 10,
        }),
        canary("ssh-key", Touch::Read),
        canary(
            "github-token",
            Touch::Echoed {
                stream: path("stderr"),
                encoding: path("base64"),
            },
        ),
        deed(Act::Refused {
            call: path("mount"),
        }),
        deed(Act::Limit {
            what: path("processes"),
            ended: false,
        }),
        certain(Act::Left {
            command: path("sleep 600"),
        }),
        deed(Act::Detach),
    ];
    let mut server = server(Rung::Landlock, deeds);
    if let Some(fence) = &mut server.fence {
        fence.lost = vec![
            Lost {
                sight: Sight::Changes,
                whole: false,
                why: path("only HOME is compared"),
            },
            Lost {
                sight: Sight::Processes,
                whole: true,
                why: path("its own process table is not to be had"),
            },
        ];
        fence.openings = vec![
            Opening::Read {
                path: path("/data"),
            },
            Opening::Host {
                host: path("api.example"),
                port: Some(443),
            },
        ];
    }
    of(Facts::read(&server.transcript()))
}

fn install(failed: Option<&str>) -> Install {
    let contact = Act::Contact {
        address: path("192.0.2.7"),
        port: 443,
        transport: path("tcp"),
        name: Some(path("registry.npmjs.org")),
        passed: true,
    };
    Install {
        runner: path("npx"),
        package: path("notes-server"),
        version: None,
        cached: false,
        fence: Some(fence(Rung::Namespaces)),
        scripts: false,
        withheld: Vec::new(),
        deeds: vec![deed(contact)],
        usage: Usage::default(),
        took_ms: 4_200,
        failed: failed.map(str::to_owned),
    }
}

/// A package that was installed, and does nothing of note.
pub(super) fn installed() -> Review {
    let tape = server(Rung::Namespaces, vec![])
        .tape()
        .event(0, Event::Install(install(None)));
    of(Facts::read(&tape.transcript()))
}

#[test]
fn two_lines_are_enough_where_nothing_happened() {
    let quiet = of(Facts::read(&server(Rung::Namespaces, vec![]).transcript()));
    insta::assert_snapshot!(
        "fenced_quiet",
        section(&human(&quiet, style(100, 0)), "Sandbox")
    );
    insta::assert_snapshot!(
        "fenced_installed",
        section(&human(&installed(), style(100, 0)), "Sandbox")
    );
}

#[test]
fn what_it_did_is_told_gravest_first() {
    insta::assert_snapshot!(
        "fenced_nasty",
        section(&human(&nasty(), style(100, 0)), "Sandbox")
    );
    insta::assert_snapshot!(
        "fenced_nasty_v",
        section(&human(&nasty(), style(100, 1)), "Sandbox")
    );
    let notes = markdown(&nasty(), ORIGIN);
    let at = notes.find("## Sandbox").unwrap();
    insta::assert_snapshot!(
        "fenced_nasty_notes",
        notes[at..].split("\n## ").next().unwrap()
    );
}

#[test]
fn programs_get_every_deed() {
    let document: Value = serde_json::from_str(&json_of(&nasty())).unwrap();
    let sandbox = &document["sandbox"];
    assert_eq!(sandbox["backend"], "landlock");
    assert_eq!(sandbox["network"], "proxy");
    assert_eq!(sandbox["starts"], 1);
    assert_eq!(sandbox["did_total"], 16);
    assert_eq!(sandbox["did"].as_array().unwrap().len(), 16);
    assert_eq!(
        sandbox["did"][5],
        json!({
            "act": "send", "to": "a.example:443", "what": "TLS to a.example", "bytes": 517, "via": "packet",
            "confidence": "certain", "count": 1, "at_ms": 10, "program": "/usr/bin/node", "session": 0,
            "frame": sandbox["did"][5]["frame"],
        })
    );
    assert_eq!(
        sandbox["lost"][0],
        json!({"sight": "changes", "whole": false, "why": "only HOME is compared"})
    );
    assert_eq!(sandbox["used"]["peak_processes"], 11);
    assert_eq!(sandbox["install"], Value::Null);
    let document: Value = serde_json::from_str(&json_of(&installed())).unwrap();
    assert_eq!(document["sandbox"]["network"], "sink");
    let install = &document["sandbox"]["install"];
    assert_eq!(
        (&install["runner"], &install["backend"]),
        (&json!("npx"), &json!("namespaces"))
    );
    assert_eq!(install["did"][0]["act"], "contact");
}

#[test]
fn what_ran_without_a_fence_is_said_so() {
    let bare = of(Facts::read(&server(Rung::None, vec![]).transcript()));
    let page = human(&bare, style(100, 0));
    let said = section(&page, "Sandbox");
    assert!(
        said.contains("none (--no-sandbox)") && said.contains("not watched"),
        "{said}"
    );
    assert!(markdown(&bare, ORIGIN).contains("what it touched was not watched"));
    let document: Value = serde_json::from_str(&json_of(&bare)).unwrap();
    assert_eq!(
        (
            &document["sandbox"]["backend"],
            &document["sandbox"]["network"]
        ),
        (&json!("none"), &json!("open"))
    );
    // Of one start that nobody watched, nothing is claimed.
    let mut half = Facts::read(
        &Server {
            variants: vec![evidence::Variant::Declared, evidence::Variant::Bare],
            ..server(Rung::Namespaces, vec![])
        }
        .transcript(),
    );
    half.sessions[1].fence = None;
    let document: Value = serde_json::from_str(&json_of(&of(half.clone()))).unwrap();
    assert_eq!(document["sandbox"]["backend"], Value::Null);
    assert!(human(&of(half), style(100, 0)).contains("not watched"));
}

#[test]
fn a_server_that_never_answered_is_told_by_what_it_did() {
    let act = Act::Resolve {
        name: path("a.example"),
        asked: None,
    };
    let tape = Tape::stdio()
        .start(0, evidence::Variant::Declared)
        .event(
            0,
            Event::Exit {
                code: Some(1),
                signal: None,
                unasked: true,
                after_ms: 0,
            },
        )
        .fenced(
            0,
            &fence(Rung::Namespaces),
            &[deed(act)],
            Some(Usage::default()),
        );
    let dead = of(Facts::read(&tape.transcript()));
    assert!(human(&dead, style(80, 0)).contains("looked up: a.example"));
}

#[test]
fn a_package_that_is_not_installed_has_causes_like_any_other() {
    let command = ["npx", "-y", "notes-server"].map(str::to_owned).to_vec();
    let failed = "npm error code E404\nnpm error 404  'notes-server@*' is not in this registry.";
    let tape = Tape::new(Target::Stdio { command }).event(0, Event::Install(install(Some(failed))));
    let facts = Facts::read(&tape.transcript());
    let help = crate::start_help(&facts).unwrap();
    assert_eq!(help.title, "It was not installed");
    assert_eq!(help.what, "npx could not install notes-server.");
    let causes: Vec<_> = help.causes.iter().map(|(cause, _)| cause.id()).collect();
    assert_eq!(causes, ["no-such-package"]);
    assert_eq!(help.last.len(), 2);
    let page = human(&of(facts), style(100, 0));
    assert!(
        page.contains("npx could not install notes-server."),
        "{page}"
    );
}
