//! Cases made from a string of bytes. A zero, or the end of the string, always means "as it should be": the empty
//! string is a server approved for production, and shrinking a failing case leaves only the defects that matter.

use super::*;
use gate_engine::*;
use jiff::civil::{Date, date};
use proptest::prelude::*;
use std::collections::BTreeSet;

/// Bytes of cases from nearly perfect to chaotic; [`case`] makes the case, so that a failure prints short.
pub(crate) fn cases() -> impl Strategy<Value = Vec<u8>> {
    let bytes = |good: u32| {
        proptest::collection::vec(
            prop_oneof![good => Just(0u8), 10 - good => any::<u8>()],
            0..260,
        )
    };
    prop_oneof![bytes(9), bytes(8), bytes(6), bytes(2)]
}

pub(crate) struct Source<'b> {
    bytes: std::slice::Iter<'b, u8>,
}

impl Source<'_> {
    fn pick(&mut self, n: usize) -> usize {
        usize::from(self.bytes.next().copied().unwrap_or(0)) % n
    }

    fn of<T: Clone>(&mut self, all: &[T]) -> T {
        all[self.pick(all.len())].clone()
    }

    fn odd(&mut self, n: usize) -> bool {
        self.pick(n) == n - 1
    }

    fn set<T: Ord + Clone>(&mut self, all: &[T]) -> BTreeSet<T> {
        if !self.odd(3) {
            return BTreeSet::new();
        }
        (0..1 + self.pick(2)).map(|_| self.of(all)).collect()
    }
}

pub(crate) const TOOLS: [&str; 4] = ["add", "drop", "list", "run"];

fn names(source: &mut Source<'_>) -> BTreeSet<String> {
    source.set(&TOOLS).into_iter().map(str::to_owned).collect()
}

/// The facets that each check of these cases answers.
fn facets_of(check: &str) -> Vec<Facet> {
    match check {
        "tool-schemas" => vec![Facet::ToolsInputSchemas],
        "tool-deception" => vec![Facet::ToolsDescriptions],
        "annotations" => vec![Facet::ToolsSideEffects, Facet::ToolsIdempotency],
        "output-schemas" => vec![Facet::ToolsOutputShape],
        "canaries" => vec![Facet::AuthenticationRedaction],
        "authentication-clear" => vec![Facet::AuthenticationTokenType],
        "credential-breadth" => vec![Facet::ScopesNarrowScoping],
        "version-pinned" => vec![Facet::MaintainerPinnedVersion],
        "data-classes" => vec![Facet::DataTouchedDataClasses],
        _ => Vec::new(),
    }
}

pub(crate) fn case(bytes: &[u8]) -> Case {
    let source = &mut Source {
        bytes: bytes.iter(),
    };
    let live = (!source.odd(5)).then(|| live(source));
    let record = (!source.odd(7)).then(|| record(source));
    let exclude = names(source);
    Case {
        live,
        record,
        exclude,
        now: NOW,
    }
}

fn live(source: &mut Source<'_>) -> Live {
    let pin = source
        .of(&[Some("abc"), Some("abc"), Some("abc"), Some("xyz"), None])
        .map(str::to_owned);
    let listing_complete = !source.odd(9);
    let tools = (0..[2, 1, 3, 4, 0][source.pick(5)])
        .map(|_| live_tool(source))
        .collect();
    let reach = source
        .set(Sensitive::ALL)
        .into_iter()
        .map(|class| (class, because("a resource")))
        .collect();
    let mut observations = Vec::new();
    for check in rubric().checks() {
        use Outcome::*;
        let outcome = source.of(&[Pass, Pass, Inconclusive, Fail, NotApplicable, Error]);
        let absent = source.odd(20);
        let tools = if matches!(outcome, Fail | Inconclusive) {
            names(source)
        } else {
            BTreeSet::new()
        };
        if !absent {
            observations.push(Observation {
                tools,
                ..observation(check, outcome, &facets_of(check))
            });
        }
    }
    Live {
        tools,
        listing_complete,
        resources_reach: reach,
        observations,
        pin,
    }
}

fn live_tool(source: &mut Source<'_>) -> Tool {
    let name = source.of(&TOOLS);
    Tool {
        broad: source.odd(3),
        bound: source.of(&[
            Bound::None,
            Bound::Stated("its text".to_owned()),
            Bound::Observed("seen".to_owned()),
        ]),
        sensitive: source.set(&Sensitive::ALL[..2]),
        approval: source.set(&Approval::ALL[..3]),
        ..tool(
            name,
            source.of(&[
                Effect::Read,
                Effect::Write,
                Effect::Destructive,
                Effect::Unknown,
            ]),
        )
    }
}

struct Ids(usize);

impl Ids {
    /// A statement: mostly with whole backing, sometimes flawed.
    fn stated<T>(&mut self, source: &mut Source<'_>, what: T) -> Stated<T> {
        self.0 += 1;
        let on = |on: Date| Some(Backing { on, ..backing() });
        let backing = match source.pick(12) {
            9 => None,
            10 => on(date(2027, 1, 1)),
            11 => on(date(2026, 2, 1)),
            _ => on(date(2026, 11, 20)),
        };
        Stated {
            id: format!("record:{:04}", self.0),
            what,
            backing,
        }
    }
}

fn record(source: &mut Source<'_>) -> Record {
    let ids = &mut Ids(0);
    let mut record = Record {
        pin: source
            .of(&[Some("abc"), Some("abc"), Some("abc"), Some("xyz"), None])
            .map(str::to_owned),
        limits: vec!["as stated".to_owned()],
        ..Record::default()
    };
    let criteria = rubric()
        .criteria
        .iter()
        .filter(|criterion| match criterion.meets {
            Meets::Observed => source.odd(40),
            _ => criterion.facets.is_empty() || source.odd(4),
        });
    let criteria: Vec<_> = criteria.collect();
    let questions = Facet::ALL.iter().map(|facet| Question::Facet(*facet));
    for question in questions.chain(
        criteria
            .iter()
            .map(|criterion| Question::Criterion(criterion.id.to_owned())),
    ) {
        let answer = source.of(&[
            Some(Answer::Yes),
            Some(Answer::Yes),
            Some(Answer::Yes),
            None,
            Some(Answer::NotApplicable),
            Some(Answer::No),
            None,
        ]);
        if let Some(answer) = answer {
            let says = if source.odd(20) {
                String::new()
            } else {
                "so".to_owned()
            };
            record.attestations.push(ids.stated(
                source,
                Attestation {
                    question,
                    answer,
                    says,
                },
            ));
        }
    }
    for dimension in Dimension::ALL {
        if source.odd(4) {
            let score = source.of(Score::ALL);
            let what = ReviewerScore {
                dimension: *dimension,
                score,
                because: "so".to_owned(),
            };
            record.scores.push(ids.stated(source, what));
        }
    }
    for name in TOOLS {
        if source.pick(3) != 2 {
            let effect = source.of(&[
                Some(Effect::Read),
                None,
                Some(Effect::Write),
                Some(Effect::Destructive),
                Some(Effect::Unknown),
            ]);
            let broad = source.of(&[Some(false), None, Some(true)]);
            let (approval, sensitive) = (
                source.set(&Approval::ALL[..3]),
                source.set(&Sensitive::ALL[..2]),
            );
            let what = StatedTool {
                name: name.to_owned(),
                effect,
                broad,
                approval,
                sensitive,
            };
            record.tools.push(ids.stated(source, what));
        }
    }
    for id in CriticalFailure::ALL {
        if source.odd(30) {
            record
                .critical
                .push(ids.stated(source, (*id, "so".to_owned())));
        }
    }
    for class in &Sensitive::ALL[..3] {
        if !source.odd(3) {
            record.sensitive.push(ids.stated(source, *class));
        }
    }
    for _ in 0..source.pick(3) {
        let tools = names(source);
        record
            .bounds
            .push(ids.stated(source, (tools, "a role".to_owned())));
    }
    for _ in 0..source.pick(3) {
        let tools = names(source);
        record.exclude.push(ids.stated(source, tools));
    }
    for person in ["Ann", "Bob"] {
        let (tools, categories) = match source.pick(3) {
            0 => (TOOLS.map(str::to_owned).into(), BTreeSet::new()),
            1 => (names(source), source.set(&Approval::ALL[..4])),
            _ => continue,
        };
        record.approvers.push(ids.stated(
            source,
            Approver {
                person: person.to_owned(),
                tools,
                categories,
            },
        ));
    }
    for kind in SourceKind::ALL {
        if !source.odd(4) {
            record.sources.push((*kind, "a link".to_owned()));
        }
    }
    if source.odd(8) {
        record.assigned = Some((source.of(Gate::ALL), "so".to_owned()));
    }
    if !source.odd(3) {
        record.confirmation = Some(ids.stated(source, "none remains".to_owned()));
    }
    let on = source.of(&[
        Some(date(2027, 3, 1)),
        Some(date(2027, 3, 1)),
        None,
        Some(NOW),
        Some(date(2026, 11, 1)),
    ]);
    record.next_review = on.map(|on| NextReview {
        owner: "Ann".to_owned(),
        on,
    });
    record
}
