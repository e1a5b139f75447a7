//! The pieces of the façade, each on facts made by hand. The whole street is tested in `tests/`.

use crate::{Exit, Seen, accept, case, exit, gaps, probing};
use evidence::build::{Server, fence};
use evidence::conduct::{Fence, Install, Lost, Sight, Usage};
use evidence::{End, Event, Facts, FrameId, Gap, Kind, Observed, Session, Target, Variant};
use gate_engine::Facet;
use jiff::civil::{Date, date};
use judge::Judged;
use probes::{Definition, Finding, Outcome, Probe, Reach, Severity, Subject, SubjectKind, View};
use record::Accept;

const NOW: Date = date(2026, 11, 22);

const fn definition(id: &'static str, listing: bool) -> Definition {
    Definition {
        id,
        title: id,
        question: "?",
        why: "",
        how: "",
        remedy: "",
        facets: &[Facet::ToolsNames],
        severity: Severity::Warning,
        reach: Reach::Listing,
        listing,
        covers: &[],
        references: &[],
        since: "0.1.0",
    }
}

static NAMES: Definition = definition("tool-names", true);
static BROKEN: Definition = definition("broken", false);
static DECEPTION: Definition = definition("tool-deception", false);
static CATALOGUE: [Probe; 2] = [
    Probe {
        definition: &NAMES,
        detect: |_| Outcome::Pass {
            says: "fine".to_owned(),
            frames: vec![FrameId(3)],
            findings: Vec::new(),
        },
    },
    Probe {
        definition: &BROKEN,
        detect: |_: &View<'_>| panic!("a probe with a bug"),
    },
];
static ABOUT_DECEPTION: Probe = Probe {
    definition: &DECEPTION,
    detect: |_| Outcome::NotApplicable {
        because: String::new(),
    },
};

/// A connection on which all went well.
fn session() -> Session {
    Facts::read(&Server::default().transcript())
        .sessions
        .remove(0)
}

fn missing(why: &str) -> Gap {
    Gap {
        why: why.to_owned(),
        ours: false,
        frames: Vec::new(),
    }
}

fn facts(sessions: Vec<Session>) -> Facts {
    Facts {
        sessions,
        scope: evidence::Scope::default(),
        ..Facts::read(&Server::default().transcript())
    }
}

fn seen(facts: Facts, probes: Vec<(&'static Probe, Outcome)>) -> Seen {
    Seen {
        facts,
        judged: Judged::default(),
        probes,
        accepted: Vec::new(),
    }
}

fn finding(kind: SubjectKind, name: &str) -> Finding {
    Finding {
        severity: Severity::Warning,
        subject: Subject {
            kind,
            name: name.to_owned(),
            pointer: None,
        },
        message: format!("“{name}” is odd"),
        frames: vec![FrameId(5), FrameId(4)],
    }
}

fn fail(findings: &[(SubjectKind, &str)]) -> Outcome {
    Outcome::Fail {
        findings: findings
            .iter()
            .map(|(kind, name)| finding(*kind, name))
            .collect(),
    }
}

#[test]
fn a_probe_that_panics_is_an_error_and_stops_no_other() {
    let outcomes = probing::run(&CATALOGUE, &facts(vec![session()]), &Judged::default());
    let ids: Vec<&str> = outcomes
        .iter()
        .map(|(probe, _)| probe.definition.id)
        .collect();
    assert_eq!(ids, ["broken", "tool-names"]);
    assert!(matches!(outcomes[0].1, Outcome::Error { .. }));
    assert!(matches!(outcomes[1].1, Outcome::Pass { .. }));
}

#[test]
fn reached_or_not() {
    let silent = || Session {
        handshake: Observed::Missing(missing("it never answered")),
        ..session()
    };
    let late = |what: &str| {
        vec![(
            Event::Deadline {
                what: what.to_owned(),
                after_ms: 30_000,
                method: None,
            },
            FrameId(9),
        )]
    };
    assert!(!exit::not_reached(&facts(vec![session(), session()])));
    assert!(exit::not_reached(&facts(Vec::new())));
    assert!(exit::not_reached(&facts(vec![silent()])));
    assert!(exit::not_reached(&Facts {
        interrupted: true,
        ..facts(vec![session()])
    }));
    let spawn = End {
        spawn_failed: Some("no such file".to_owned()),
        ..End::default()
    };
    assert!(exit::not_reached(&facts(vec![
        session(),
        Session {
            end: spawn,
            ..silent()
        }
    ])));
    assert!(exit::not_reached(&facts(vec![Session {
        limits: late("run"),
        ..session()
    }])));
    assert!(exit::not_reached(&facts(vec![
        session(),
        Session {
            limits: late("start"),
            ..silent()
        }
    ])));
    // A request that timed out is the listing's business, and silence to discover is an older server's habit.
    assert!(!exit::not_reached(&facts(vec![Session {
        limits: late("request"),
        ..session()
    }])));
    assert!(!exit::not_reached(&facts(vec![
        session(),
        Session {
            limits: late("start"),
            variant: Variant::Discover,
            ..silent()
        }
    ])));
}

#[test]
fn an_exclusion_mends_what_rests_on_tools_alone() {
    let tools = |probe: &'static Probe, outcome| {
        let live = case::live(&seen(facts(vec![session()]), vec![(probe, outcome)]));
        live.observations[0]
            .tools
            .iter()
            .cloned()
            .collect::<Vec<_>>()
    };
    let names = &CATALOGUE[0];
    assert_eq!(
        tools(
            names,
            fail(&[(SubjectKind::Tool, "b"), (SubjectKind::Parameter, "a")])
        ),
        ["a", "b"]
    );
    assert!(
        tools(
            names,
            fail(&[(SubjectKind::Tool, "a"), (SubjectKind::Server, "s")])
        )
        .is_empty()
    );
    let unsure = |findings| Outcome::Inconclusive {
        because: "b".to_owned(),
        remedy: "r".to_owned(),
        findings,
    };
    assert!(tools(names, unsure(Vec::new())).is_empty());
    assert_eq!(
        tools(names, unsure(vec![finding(SubjectKind::Tool, "a")])),
        ["a"]
    );
    // Where tools may be hidden, leaving out the known ones mends nothing.
    let mut hiding = facts(vec![session()]);
    hiding
        .inventory
        .complete
        .insert(Kind::Tool, Observed::Missing(missing("a cursor came back")));
    let live = case::live(&seen(
        hiding,
        vec![(names, fail(&[(SubjectKind::Tool, "a")]))],
    ));
    assert!(live.observations[0].tools.is_empty());
    // A server that deceives in one text is not to be trusted with the others.
    assert!(tools(&ABOUT_DECEPTION, fail(&[(SubjectKind::Tool, "a")])).is_empty());
}

#[test]
fn a_listing_that_is_not_known_to_be_whole_is_incomplete() {
    let complete = |end: Option<Observed<()>>| {
        let mut facts = facts(vec![session()]);
        facts.inventory.complete = end.map(|end| (Kind::Tool, end)).into_iter().collect();
        case::live(&seen(facts, Vec::new())).listing_complete
    };
    assert!(complete(Some(Observed::Seen {
        value: (),
        frames: Vec::new()
    })));
    assert!(complete(Some(Observed::NotOffered)));
    assert!(!complete(Some(Observed::Missing(missing(
        "a cursor came back"
    )))));
    assert!(!complete(None));
}

#[test]
fn acceptances_annotate_expire_and_are_missed() {
    let accept = |probe: &str, subject: &str, until, line| Accept {
        probe: probe.to_owned(),
        subject: subject.to_owned(),
        reason: "r".to_owned(),
        by: "Ada".to_owned(),
        until,
        line,
    };
    let accepts = [
        accept("tool-names", "run", NOW, 10),
        accept("tool-names", "run", date(2026, 11, 21), 20),
        accept("tool-names", "gone", NOW, 30),
        accept("tool-name", "run", NOW, 40),
    ];
    let outcomes = [(&CATALOGUE[0], fail(&[(SubjectKind::Tool, "run")]))];
    let (accepted, notes) = accept::accepted(&accepts, &outcomes, NOW);
    assert_eq!(
        accepted
            .iter()
            .map(|(_, _, accept)| accept.line)
            .collect::<Vec<_>>(),
        [10]
    );
    let notes: Vec<String> = notes
        .iter()
        .map(|note| format!("{}: {}", note.evidence[0], note.text))
        .collect();
    insta::assert_snapshot!(notes.join("\n"), @r"
    record:20: the acceptance of “tool-names” on “run” by “Ada” until 2026-11-21: it has expired: the finding is back
    record:30: the acceptance of “tool-names” on “gone” by “Ada” until 2026-11-22: there is no such finding: it can go
    record:40: the acceptance of “tool-name” on “run” by “Ada” until 2026-11-22: no probe has this id
    ");
}

#[test]
fn probes_with_one_reason_are_one_gap() {
    let unsure = || Outcome::Inconclusive {
        because: "it died".to_owned(),
        remedy: "mend it".to_owned(),
        findings: Vec::new(),
    };
    let probes = vec![(&CATALOGUE[0], unsure()), (&CATALOGUE[1], unsure())];
    let mut facts = facts(vec![session()]);
    facts.inventory.complete.insert(
        Kind::Resource,
        Observed::Missing(missing("a page was no list")),
    );
    facts.inventory.complete.insert(
        Kind::Template,
        Observed::Missing(missing("a page was no list")),
    );
    let gaps = gaps::not_measured(Some(&seen(facts, probes)));
    let gaps: Vec<String> = gaps
        .iter()
        .map(|gap| format!("{}: {} {}", gap.what, gap.why, gap.remedy))
        .collect();
    insta::assert_snapshot!(gaps.join("\n"), @r"
    The whole list of resources, resource templates: A page was no list. Mend the server's listing, then probe again.
    tool-names · broken: It died. Mend it.
    Files, network and secrets that it touches: It ran without a sandbox that watches it. Probe it in the sandbox (on Linux, without `--no-sandbox`); or watch it in one of your own, link that as a source and attest what it showed.
    Sign-in, TLS and sessions over HTTP: It was spoken to over its standard streams, where they do not apply. Probe its URL too if agents reach it over HTTP.
    ");
}

#[test]
fn a_server_elsewhere_leaves_other_gaps() {
    let mut facts = facts(vec![session()]);
    facts.header.target = Target::Http {
        url: "https://notes.example/mcp".to_owned(),
    };
    let gaps = gaps::not_measured(Some(&seen(facts, Vec::new())));
    let gaps: Vec<String> = gaps
        .iter()
        .map(|gap| format!("{}: {}", gap.what, gap.why))
        .collect();
    insta::assert_snapshot!(gaps.join("\n"), @r"
    Files, network and secrets that it touches: It runs elsewhere, where no sandbox sees it.
    What a caller who signed in is shown and may do: No credential was given.
    ");
}

/// Everything that is said of a run fenced like this.
fn said_of(fences: Vec<Option<Fence>>, probes: Vec<(&'static Probe, Outcome)>) -> String {
    let fenced = |fence: Option<Fence>| Session {
        fence: fence.map(|fence| (fence, FrameId(1))),
        ..session()
    };
    let facts = facts(fences.into_iter().map(fenced).collect());
    let gaps = gaps::not_measured(Some(&seen(facts, probes)));
    let lines: Vec<String> = gaps
        .iter()
        .map(|gap| format!("{}: {}", gap.what, gap.why))
        .collect();
    lines.join("\n")
}

#[test]
fn what_the_fence_cannot_see_is_named_once() {
    let blind = Fence {
        lost: vec![
            Lost {
                sight: Sight::Files,
                whole: false,
                why: "paths below other mounts are not followed".to_owned(),
            },
            Lost {
                sight: Sight::Processes,
                whole: true,
                why: "the process table is not shown".to_owned(),
            },
        ],
        ..fence(evidence::conduct::Rung::Landlock)
    };
    let unsure = Outcome::Inconclusive {
        because: "The process table is not shown.".to_owned(),
        remedy: "Look elsewhere.".to_owned(),
        findings: Vec::new(),
    };
    let said = said_of(
        vec![Some(blind.clone()), Some(blind)],
        vec![(&CATALOGUE[0], unsure)],
    );
    insta::assert_snapshot!(said, @r"
    Files that it opens, in part: Paths below other mounts are not followed.
    Processes that it leaves behind: The process table is not shown.
    Sign-in, TLS and sessions over HTTP: It was spoken to over its standard streams, where they do not apply.
    ");
    let whole = fence(evidence::conduct::Rung::Namespaces);
    let said = said_of(vec![Some(whole.clone())], Vec::new());
    assert!(!said.contains("Files"), "{said}");
    // One start without a sandbox may have done anything.
    let said = said_of(vec![Some(whole.clone()), None], Vec::new());
    assert!(said.contains("without a sandbox that watches it"), "{said}");
    let said = said_of(
        vec![Some(whole), Some(fence(evidence::conduct::Rung::None))],
        Vec::new(),
    );
    assert!(said.contains("without a sandbox (--no-sandbox)"), "{said}");
}

#[test]
fn a_package_that_could_not_be_installed_is_why_nothing_answered() {
    let install = Install {
        runner: "npx".to_owned(),
        package: "notes".to_owned(),
        version: None,
        cached: false,
        fence: None,
        scripts: false,
        withheld: Vec::new(),
        deeds: Vec::new(),
        usage: Usage::default(),
        took_ms: 1,
        failed: Some("404".to_owned()),
    };
    let facts = Facts {
        install: Some((install, FrameId(0))),
        ..facts(Vec::new())
    };
    assert!(exit::not_reached(&facts));
    let gaps = gaps::not_measured(Some(&seen(facts, Vec::new())));
    assert_eq!(gaps[0].why, "The package could not be installed.");
}

#[test]
fn exit_codes_are_the_ones_of_the_contract() {
    let all = [
        Exit::Reached,
        Exit::BelowRequired,
        Exit::Usage,
        Exit::Authentication,
        Exit::NotReached,
        Exit::Incomplete,
        Exit::Differs,
        Exit::Bug,
    ];
    assert_eq!(all.map(Exit::code), [0, 1, 2, 3, 4, 5, 6, 70]);
}
