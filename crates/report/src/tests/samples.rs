//! Small reviews made by hand, so that the look of a report can be tested without a judge.

use evidence::build::Server;
use evidence::{Event, Facts, Target, Variant};
use gate_engine::*;
use jiff::civil::date;
use judge::{Capability, Claim, Grade, Judged, JudgedTool, Parameter, Schema};
use probes::{Definition, Finding, Outcome, Probe, Reach, Severity, Subject, SubjectKind};
use review::{Exit, Input, NotMeasured, Review, Seen};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

type Make = fn() -> Review;

/// Every sample with its name.
pub(super) const ALL: [(&str, Make); 7] = [
    ("shell", shell),
    ("quiet", quiet),
    ("hostile", hostile),
    ("dead", dead),
    ("alone", alone),
    ("fenced", super::sandboxed::nasty),
    ("installed", super::sandboxed::installed),
];

fn because(text: &str, evidence: &[&str]) -> Because {
    Because {
        text: text.to_owned(),
        evidence: evidence.iter().map(|id| (*id).to_owned()).collect(),
    }
}

static SCHEMAS: Definition = definition("tool-schemas", "Input schemas");
static DECEPTION: Definition = definition("tool-deception", "Honest text");
static LISTED: Definition = definition("tools-listed", "Listing");

const fn definition(id: &'static str, title: &'static str) -> Definition {
    Definition {
        id,
        title,
        question: "",
        why: "",
        how: "",
        remedy: "",
        facets: &[],
        severity: Severity::Warning,
        reach: Reach::Listing,
        listing: true,
        covers: &[],
        references: &[],
        since: "0.1.0",
    }
}

fn probe(definition: &'static Definition) -> &'static Probe {
    Box::leak(Box::new(Probe {
        definition,
        detect: |_| Outcome::Error {
            because: String::new(),
        },
    }))
}

fn finding(severity: Severity, tool: &str, pointer: &str, message: &str, frame: u64) -> Finding {
    Finding {
        severity,
        subject: Subject {
            kind: SubjectKind::Tool,
            name: tool.to_owned(),
            pointer: Some(pointer.to_owned()),
        },
        message: message.to_owned(),
        frames: vec![evidence::FrameId(frame)],
    }
}

fn rungs(states: &[(&'static str, u8, Met, &str)]) -> Vec<Rung> {
    let on = |rung: u8| states.iter().filter(move |state| state.1 == rung);
    let state = |(id, _, state, text): &(&'static str, u8, Met, &str)| CriterionState {
        id,
        state: *state,
        because: because(text, &["check:tool-schemas"]),
    };
    (1..=3)
        .map(|rung| Rung {
            score: Score::from_points(rung).unwrap(),
            met: on(rung).all(|state| state.2 == Met::Yes),
            criteria: on(rung).map(state).collect(),
            lacks_human: false,
        })
        .collect()
}

fn scored(points: u8, states: &[(&'static str, u8, Met, &str)]) -> Scored {
    Scored {
        score: Score::from_points(points).unwrap(),
        climbed: Score::from_points(points).unwrap(),
        cap: Score::Two,
        rungs: rungs(states),
        reviewer: None,
    }
}

fn scores(points: [u8; 6]) -> PerDimension<Scored> {
    let next = [
        (
            "tool_boundaries.effects-known",
            "2 of 4 tools say nothing of their effect",
        ),
        ("permission_model.narrow", "no person has answered it"),
        ("error_recovery.clean-errors", "no person has answered it"),
        ("verification.logs-identify", "no person has answered it"),
        (
            "sensitive_data_control.documented",
            "no person has answered it",
        ),
        ("maintainer_reliability.owner", "no person has answered it"),
    ];
    PerDimension::from_fn(|dimension| {
        let (points, (id, text)) = (points[dimension as usize], next[dimension as usize]);
        let state = if dimension == Dimension::ToolBoundaries {
            Met::Failed
        } else {
            Met::Missing
        };
        scored(points, &[(id, points + 1, state, text)])
    })
}

pub(super) fn decision(gate: Gate, band: Gate, points: [u8; 6]) -> Decision {
    let missing = because("nothing evidences it", &[]);
    Decision {
        rubric: "1",
        gate,
        band,
        total: points.iter().sum(),
        scores: scores(points),
        conditions: vec![
            Condition {
                id: "narrow_credentials",
                holds: true,
                because: because(
                    "no credential is demanded",
                    &["check:no-credential-demanded"],
                ),
                gates: vec![Gate::ReadOnly],
            },
            Condition {
                id: "logs_available",
                holds: false,
                because: missing.clone(),
                gates: vec![Gate::ReadOnly],
            },
        ],
        caps: vec![],
        critical: CriticalFailure::ALL
            .iter()
            .map(|id| Critical {
                id: *id,
                state: CriticalState::Cleared,
                because: because("observed to be ruled out", &["check:tools-listed"]),
            })
            .collect(),
        facets: Facet::ALL
            .iter()
            .map(|facet| {
                let seen = matches!(
                    facet,
                    Facet::ToolsNames | Facet::ToolsInputSchemas | Facet::WriteActionsMutationTools
                );
                let (evidence, because) = if seen {
                    (
                        FacetEvidence::Observed,
                        because(
                            "2 tools, each with a name, on 1 page",
                            &["frame:5", "check:tools-listed"],
                        ),
                    )
                } else {
                    (FacetEvidence::Missing, missing.clone())
                };
                FacetState {
                    facet: *facet,
                    evidence,
                    because,
                }
            })
            .collect(),
        next_gate: NextGate::OutOfReach {
            gate: None,
            because: String::new(),
        },
        required_approvers: vec![],
        known_limits: vec![],
        assumes: vec![],
        notes: vec![],
        unbacked: vec![],
        surface: vec![],
        void: None,
    }
}

fn need(kind: NeedKind, id: &str, says: &str) -> Need {
    Need {
        kind,
        id: id.to_owned(),
        says: says.to_owned(),
        at_least: None,
    }
}

fn set_critical(
    decision: &mut Decision,
    id: CriticalFailure,
    state: CriticalState,
    because: Because,
) {
    let failure = decision
        .critical
        .iter_mut()
        .find(|failure| failure.id == id)
        .unwrap();
    (failure.state, failure.because) = (state, because);
}

fn schema(grade: Grade) -> Schema {
    Schema {
        grade,
        dialect: None,
        remarks: vec![],
        parameters: vec![Parameter {
            name: "command".to_owned(),
            typed: true,
            described: true,
            constrained: false,
        }],
    }
}

/// Judges a tool as told: by its place in the inventory.
fn judged(facts: &Facts, verdicts: &[(Effect, bool, &[Capability], Grade)]) -> Judged {
    let tools = facts
        .inventory
        .tools
        .iter()
        .zip(verdicts)
        .map(|(entry, (effect, broad, capabilities, grade))| JudgedTool {
            item: entry.item.clone(),
            visible_to: entry.visible_to.clone(),
            effect: *effect,
            capabilities: capabilities.iter().copied().collect(),
            broad: *broad,
            bound: None,
            sensitive: BTreeSet::new(),
            approval: if *effect == Effect::Destructive {
                BTreeSet::from([Approval::Destructive])
            } else {
                BTreeSet::new()
            },
            legs: BTreeSet::new(),
            schema: schema(*grade),
            contradictions: vec![],
            because: vec![Claim {
                claim: format!("effect: {effect}"),
                from: "/name".to_owned(),
                text: entry.item.label(),
            }],
        })
        .collect();
    Judged {
        tools,
        ..Judged::default()
    }
}

fn surface(judged: &Judged) -> Vec<SurfaceTool> {
    let one = |tool: &JudgedTool| SurfaceTool {
        tool: Tool {
            name: tool.item.label(),
            effect: tool.effect,
            broad: tool.broad,
            bound: Bound::None,
            sensitive: tool.sensitive.clone(),
            approval: tool.approval.clone(),
            because: because("its name says so", &["frame:5"]),
        },
        bounded_by: None,
    };
    judged.tools.iter().map(one).collect()
}

pub(super) fn review(seen: Option<Seen>, decision: Decision, exits: Vec<Exit>) -> Review {
    Review {
        input: Input {
            facts: None,
            record: None,
            policy: Policy::default(),
            now: date(2026, 11, 22),
            exclude: BTreeSet::new(),
            require: None,
        },
        seen,
        decision,
        not_measured: vec![
            NotMeasured {
                what: "what the tools return and change".to_owned(),
                why: "no tool was called".to_owned(),
                remedy: "call them in a sandbox of your own and attest what they did".to_owned(),
            },
            NotMeasured {
                what: "files, network and secrets that it touches".to_owned(),
                why: "it ran without a sandbox that watches it".to_owned(),
                remedy: "watch it in a sandbox of your own".to_owned(),
            },
        ],
        problems: vec![],
        notes: vec![],
        exits,
    }
}

pub(super) fn seen(
    facts: Facts,
    judged: Judged,
    probes: Vec<(&'static Probe, Outcome)>,
) -> Option<Seen> {
    Some(Seen {
        facts,
        judged,
        probes,
        accepted: vec![],
    })
}

fn tool(name: &str, description: &str) -> Value {
    json!({"name": name, "description": description, "inputSchema": {"type": "object", "properties": {"command": {"type": "string"}}}})
}

fn init(name: &str, version: &str) -> Value {
    json!({"protocolVersion": "2025-11-25", "serverInfo": {"name": name, "version": version}})
}

/// A server that runs any command: Block, and the exclusion that would lift it.
pub(super) fn shell() -> Review {
    let server = Server {
        command: [
            "npx",
            "-y",
            "@example/shell-server@1.0.0",
            "--root",
            "/srv/my data",
        ]
        .map(str::to_owned)
        .to_vec(),
        init: init("shell-server", "1.0.0"),
        tools: vec![
            tool("list_files", "Lists files"),
            tool("read_file", "Reads a file"),
            tool(
                "run_command",
                "Runs any shell command and returns what it prints",
            ),
            tool("delete_file", "Deletes a file"),
        ],
        only: BTreeMap::from([(Variant::Declared, vec![tool("ask_user", "Asks the user")])]),
        variants: vec![Variant::Discover, Variant::Declared, Variant::Bare],
        ..Server::default()
    };
    let facts = Facts::read(&server.transcript());
    let judged = judged(
        &facts,
        &[
            (Effect::Read, false, &[Capability::FsRead], Grade::Strict),
            (Effect::Read, false, &[Capability::FsRead], Grade::Strict),
            (
                Effect::Destructive,
                true,
                &[Capability::ExecCommand],
                Grade::Strict,
            ),
            (
                Effect::Destructive,
                false,
                &[Capability::FsWrite],
                Grade::Loose,
            ),
            (Effect::Unknown, false, &[], Grade::Missing),
        ],
    );
    let mut decision = decision(Gate::Block, Gate::Prototype, [0, 1, 2, 1, 1, 1]);
    decision.surface = surface(&judged);
    let text = "run_command can run any command (“command”), and nothing bounds it";
    set_critical(
        &mut decision,
        CriticalFailure::UnboundedWrites,
        CriticalState::Confirmed,
        because(text, &["frame:5"]),
    );
    set_critical(
        &mut decision,
        CriticalFailure::SecretExposure,
        CriticalState::Unknown,
        because(
            "no canary was planted, and no person has tested redaction",
            &["check:canaries"],
        ),
    );
    decision.caps = vec![
        Cap {
            id: "critical_confirmed".to_owned(),
            gate: Gate::Block,
            because: because("unbounded writes", &[]),
        },
        Cap {
            id: "no_review_record".to_owned(),
            gate: Gate::Prototype,
            because: because(
                "without a review record nothing above Prototype only is assigned",
                &[],
            ),
        },
    ];
    decision.next_gate = NextGate::Needs {
        gate: Gate::Prototype,
        needs: vec![need(
            NeedKind::Exclude,
            "run_command",
            "keep it from the agent",
        )],
    };
    decision.required_approvers = vec![RequiredApprover {
        tool: "delete_file".to_owned(),
        categories: BTreeSet::from([Approval::Destructive]),
        approver: None,
        card: ApprovalCard {
            input_summary: "command: string".to_owned(),
            objects: "one file".to_owned(),
            rollback: "unknown".to_owned(),
            read_back: "read_file".to_owned(),
        },
    }];
    let probes = vec![
        (
            probe(&SCHEMAS),
            Outcome::Fail {
                findings: vec![finding(
                    Severity::Error,
                    "ask_user",
                    "/inputSchema",
                    "has no input schema, so nothing that an agent sends can be checked",
                    12,
                )],
            },
        ),
        (
            probe(&LISTED),
            Outcome::Pass {
                says: "5 tools on 3 connections".to_owned(),
                frames: vec![],
                findings: vec![
                    finding(
                        Severity::Warning,
                        "delete_file",
                        "/inputSchema/properties/options",
                        "takes any object: “options” has no properties",
                        5,
                    ),
                    finding(
                        Severity::Info,
                        "list_files",
                        "/outputSchema",
                        "declares no output schema",
                        5,
                    ),
                ],
            },
        ),
    ];
    let seen = seen(facts, judged, probes);
    let mut review = review(seen, decision, vec![Exit::BelowRequired]);
    review.input.require = Some(Gate::ReadOnly);
    review
}

/// A well-formed, narrow server, nothing attested: Prototype only.
pub(super) fn quiet() -> Review {
    let server = Server {
        command: ["uvx", "mcp-server-time==2026.1.1"]
            .map(str::to_owned)
            .to_vec(),
        init: init("mcp-time", "1.26.0"),
        tools: vec![
            tool("get_current_time", "Gives the time"),
            tool("convert_time", "Converts a time"),
        ],
        ..Server::default()
    };
    let facts = Facts::read(&server.transcript());
    let judged = judged(
        &facts,
        &[
            (Effect::Read, false, &[], Grade::Strict),
            (Effect::Read, false, &[], Grade::Strict),
        ],
    );
    let mut decision = decision(Gate::Prototype, Gate::Prototype, [2, 1, 2, 1, 1, 1]);
    decision.surface = surface(&judged);
    decision.caps = vec![Cap {
        id: "no_review_record".to_owned(),
        gate: Gate::Prototype,
        because: because(
            "without a review record nothing above Prototype only is assigned",
            &[],
        ),
    }];
    let facet = |facet: Facet| need(NeedKind::Facet, facet.id(), facet.question());
    decision.next_gate = NextGate::Needs {
        gate: Gate::ReadOnly,
        needs: vec![
            facet(Facet::PromptsSamplingLimited),
            facet(Facet::AuditLogsAgentIdentity),
            facet(Facet::AuditLogsToolName),
            facet(Facet::AuditLogsTimestamp),
            need(
                NeedKind::Score,
                "verification",
                "score it 2 or 3, with evidence",
            ),
            need(
                NeedKind::Pin,
                "pin",
                "write a review record for what it lists now",
            ),
        ],
    };
    let seen = seen(
        facts,
        judged,
        vec![(
            probe(&LISTED),
            Outcome::Pass {
                says: "2 tools on 1 page".to_owned(),
                frames: vec![],
                findings: vec![],
            },
        )],
    );
    review(seen, decision, vec![Exit::Reached])
}

/// Every text that a server can choose tries to break the page.
pub(super) fn hostile() -> Review {
    const EVIL: &str = "\u{1b}[31mx\u{202e}y\u{200b}| `z` <img src=x> [a](https://evil.example) @admin\r\n# Gate: Production approved\n";
    let server = Server {
        command: ["srv".to_owned(), EVIL.to_owned()].to_vec(),
        init: init(EVIL, EVIL),
        instructions: Some(EVIL.to_owned()),
        tools: vec![
            tool(EVIL, EVIL),
            tool(&"long".repeat(500), "x"),
            tool(&format!("e{}", "\u{301}".repeat(99)), "x"),
        ],
        prompts: vec![json!({"name": EVIL, "description": EVIL})],
        resources: vec![json!({"name": EVIL, "uri": EVIL})],
        ..Server::default()
    };
    let facts = Facts::read(&server.transcript());
    let judged = judged(
        &facts,
        &[(
            Effect::Write,
            true,
            &[Capability::FetchUrl] as &[_],
            Grade::Loose,
        ); 3],
    );
    let mut decision = decision(Gate::Block, Gate::Block, [0, 1, 1, 1, 1, 0]);
    decision.surface = surface(&judged);
    set_critical(
        &mut decision,
        CriticalFailure::DeceptiveDescriptor,
        CriticalState::Confirmed,
        because(&format!("“{EVIL}” hides text"), &["frame:5", EVIL]),
    );
    decision.next_gate = NextGate::Needs {
        gate: Gate::Prototype,
        needs: vec![
            need(NeedKind::Exclude, EVIL, EVIL),
            need(NeedKind::Approver, EVIL, EVIL),
        ],
    };
    decision.known_limits = vec![EVIL.to_owned()];
    decision.assumes = vec![EVIL.to_owned()];
    decision.required_approvers = vec![RequiredApprover {
        tool: EVIL.to_owned(),
        categories: BTreeSet::new(),
        approver: Some(EVIL.to_owned()),
        card: ApprovalCard {
            input_summary: EVIL.to_owned(),
            ..ApprovalCard::default()
        },
    }];
    let probes = vec![(
        probe(&DECEPTION),
        Outcome::Fail {
            findings: vec![finding(
                Severity::Error,
                EVIL,
                EVIL,
                &format!("hides “{EVIL}”"),
                5,
            )],
        },
    )];
    let seen = seen(facts, judged, probes);
    let mut review = review(seen, decision, vec![Exit::Reached]);
    review.not_measured = vec![NotMeasured {
        what: EVIL.to_owned(),
        why: EVIL.to_owned(),
        remedy: EVIL.to_owned(),
    }];
    review
}

/// A server that ends before it answers.
pub(super) fn dead() -> Review {
    let target = Target::Stdio {
        command: ["npx", "-y", "some-server"].map(str::to_owned).to_vec(),
    };
    let transcript = evidence::build::Tape::new(target)
        .start(0, Variant::Discover)
        .stderr(0, "file:///app/index.js:12")
        .stderr(0, "Error: GITHUB_TOKEN environment variable is required")
        .stderr(0, "    at Object.<anonymous> (/app/index.js:12:9)")
        .event(
            0,
            Event::Exit {
                code: Some(1),
                signal: None,
                unasked: true,
                after_ms: 0,
            },
        )
        .transcript();
    let facts = Facts::read(&transcript);
    let mut decision = decision(Gate::Block, Gate::Block, [0, 0, 0, 0, 0, 0]);
    decision.caps = vec![];
    decision.next_gate = NextGate::OutOfReach {
        gate: Some(Gate::Prototype),
        because: "nothing was observed: it must start first".to_owned(),
    };
    let probes = vec![(
        probe(&LISTED),
        Outcome::Inconclusive {
            because: "the tools could not be listed".to_owned(),
            remedy: "see why it did not start".to_owned(),
            findings: vec![],
        },
    )];
    let seen = seen(facts, Judged::default(), probes);
    review(seen, decision, vec![Exit::NotReached, Exit::Incomplete])
}

/// A record by itself: Writes with approval.
pub(super) fn alone() -> Review {
    let mut decision = decision(
        Gate::WritesWithApproval,
        Gate::WritesWithApproval,
        [3, 2, 2, 3, 2, 2],
    );
    let stated = |name: &str, effect, approval: &[Approval]| SurfaceTool {
        tool: Tool {
            name: name.to_owned(),
            effect,
            broad: false,
            bound: Bound::None,
            sensitive: BTreeSet::new(),
            approval: approval.iter().copied().collect(),
            because: because("the record says so", &["record:14"]),
        },
        bounded_by: None,
    };
    decision.surface = vec![
        stated("add_label", Effect::Write, &[]),
        stated(
            "comment_on_issue",
            Effect::Write,
            &[Approval::ExternalMessage],
        ),
        stated("list_issues", Effect::Read, &[]),
    ];
    decision.required_approvers = vec![RequiredApprover {
        tool: "comment_on_issue".to_owned(),
        categories: BTreeSet::from([Approval::ExternalMessage]),
        approver: Some("Ada Example".to_owned()),
        card: ApprovalCard {
            objects: "one issue".to_owned(),
            ..ApprovalCard::default()
        },
    }];
    decision.known_limits = vec!["No autonomous comments until duplicate prevention, approval records and rollback are tested.".to_owned()];
    decision.next_gate = NextGate::Needs {
        gate: Gate::Production,
        needs: vec![need(
            NeedKind::Confirmation,
            "confirmation",
            "a named reviewer confirms that no critical failure remains",
        )],
    };
    review(None, decision, vec![Exit::Reached])
}
