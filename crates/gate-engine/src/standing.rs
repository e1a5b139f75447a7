//! What of a record counts on the day of the decision.
//!
//! One rule: what can raise needs evidence, a person and a date that has come; without, it can only restrict.
//! A void record keeps what restricts and nothing else.

use crate::{
    Answer, Approver, Attestation, Backing, Because, Case, Criterion, CriticalFailure, Dimension,
    Facet, Meets, NextReview, PerDimension, Policy, Question, Record, ReviewerScore, Score,
    Sensitive, SourceKind, Stated, StatedTool, rubric,
};
use jiff::{Span, civil::Date};
use std::collections::{BTreeMap, BTreeSet};

/// What counts of a record.
#[derive(Debug, Default)]
pub(crate) struct Standing<'a> {
    /// Whether there is a record at all, void or not.
    pub(crate) present: bool,
    /// Why its raising statements were dropped.
    pub(crate) void: Vec<Void>,
    pub(crate) facets: BTreeMap<Facet, Answers<'a>>,
    pub(crate) criteria: BTreeMap<&'a str, Answers<'a>>,
    pub(crate) scores: PerDimension<Scores<'a>>,
    /// Entries about tools, by name, each with whether it may settle an unknown.
    pub(crate) tools: BTreeMap<&'a str, Vec<(&'a Stated<StatedTool>, bool)>>,
    pub(crate) confirmed: BTreeMap<CriticalFailure, &'a Stated<(CriticalFailure, String)>>,
    pub(crate) accepted: BTreeMap<Sensitive, &'a Stated<Sensitive>>,
    pub(crate) bounds: BTreeMap<&'a str, &'a Stated<(BTreeSet<String>, String)>>,
    pub(crate) approvers: Vec<&'a Stated<Approver>>,
    /// Tools excluded by the caller or the record, with the statement where there is one.
    pub(crate) excluded: BTreeMap<&'a str, Option<&'a str>>,
    pub(crate) sources: BTreeMap<SourceKind, &'a str>,
    pub(crate) confirmation: Option<&'a Stated<String>>,
    pub(crate) next_review: Option<&'a NextReview>,
    pub(crate) notes: Vec<Because>,
}

/// Why a record is void.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Void {
    /// The next review was due then.
    ReviewDue(Date),
    /// It names no next review and its oldest statement is of then.
    Old(Date),
    /// It names no pin.
    NoPin,
    /// The server's listing has no digest to compare with.
    NothingToMatch,
    /// It is about other definitions.
    OtherPin,
}

/// The answers that people gave to one question. A `no` beats everything.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Answers<'a> {
    pub(crate) yes: Option<&'a Stated<Attestation>>,
    pub(crate) not_applicable: Option<&'a Stated<Attestation>>,
    pub(crate) no: Option<&'a Stated<Attestation>>,
}

impl<'a> Answers<'a> {
    /// The answer that evidences: `yes`, or "the question does not arise" where that will do.
    pub(crate) fn evidences(self, not_applicable_will_do: bool) -> Option<&'a Stated<Attestation>> {
        match self.no {
            Some(_) => None,
            None => self
                .yes
                .or(self.not_applicable.filter(|_| not_applicable_will_do)),
        }
    }
}

/// What reviewers scored in one dimension: the lowest score with backing, and the lowest without.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Scores<'a> {
    pub(crate) backed: Option<&'a Stated<ReviewerScore>>,
    pub(crate) unbacked: Option<&'a Stated<ReviewerScore>>,
}

impl Scores<'_> {
    /// The lowest score that anybody gave.
    pub(crate) fn lowest(&self) -> Option<Score> {
        self.backed
            .into_iter()
            .chain(self.unbacked)
            .map(|stated| stated.what.score)
            .min()
    }
}

impl<'a> Standing<'a> {
    pub(crate) fn of(case: &'a Case, policy: &Policy) -> Self {
        let mut standing = Self {
            excluded: case
                .exclude
                .iter()
                .map(|tool| (tool.as_str(), None))
                .collect(),
            ..Self::default()
        };
        let Some(record) = &case.record else {
            return standing;
        };
        standing.present = true;
        standing.void = void(case, record, policy);
        standing.restrict(record);
        if standing.void.is_empty() {
            standing.raise(record, case.now);
        } else {
            standing.scores_and_tools(record, |_, _, _| false);
        }
        standing.notes.sort();
        standing.notes.dedup();
        standing
    }

    /// What only restricts: it needs neither backing nor a record that stands.
    fn restrict(&mut self, record: &'a Record) {
        for stated in &record.critical {
            let slot = self.confirmed.entry(stated.what.0).or_insert(stated);
            *slot = first(slot, stated);
        }
        for stated in record
            .attestations
            .iter()
            .filter(|stated| stated.what.answer == Answer::No)
        {
            keep_first(&mut self.answers(&stated.what.question).no, stated);
        }
    }

    /// What may raise, where its backing is whole and its date has come.
    fn raise(&mut self, record: &'a Record, now: Date) {
        let mut notes = Vec::new();
        let mut stands = |what: &str, id: &str, backing: Option<&Backing>, evidence: bool| {
            let flaw = flaw(backing, evidence, now);
            if let Some(flaw) = &flaw {
                notes.push(note(format!("{what} {flaw}: it can raise nothing"), id));
            }
            flaw.is_none()
        };
        for stated in &record.attestations {
            let Attestation {
                question,
                answer,
                says,
            } = &stated.what;
            if *answer == Answer::No
                || !stands("the answer", &stated.id, stated.backing.as_ref(), true)
            {
                continue;
            }
            if *answer == Answer::NotApplicable && says.trim().is_empty() {
                self.notes.push(note(
                    "the answer gives no reason: it does not count",
                    &stated.id,
                ));
                continue;
            }
            if let Some(why) = unheard(question) {
                self.notes.push(note(why, &stated.id));
                continue;
            }
            let answers = self.answers(question);
            let slot = match answer {
                Answer::Yes => &mut answers.yes,
                _ => &mut answers.not_applicable,
            };
            keep_first(slot, stated);
        }
        for stated in &record.sensitive {
            if stands("the acceptance", &stated.id, stated.backing.as_ref(), true) {
                let slot = self.accepted.entry(stated.what).or_insert(stated);
                *slot = first(slot, stated);
            }
        }
        for stated in &record.bounds {
            if stands("the bound", &stated.id, stated.backing.as_ref(), true) {
                for tool in &stated.what.0 {
                    let slot = self.bounds.entry(tool).or_insert(stated);
                    *slot = first(slot, stated);
                }
            }
        }
        for stated in &record.approvers {
            if stands("the approver", &stated.id, stated.backing.as_ref(), false)
                && !stated.what.person.trim().is_empty()
            {
                self.approvers.push(stated);
            }
        }
        self.approvers
            .sort_by(|a, b| (&a.what.person, &a.id).cmp(&(&b.what.person, &b.id)));
        for stated in &record.exclude {
            if stands("the exclusion", &stated.id, stated.backing.as_ref(), false) {
                for tool in &stated.what {
                    let slot = self.excluded.entry(tool).or_insert(Some(&stated.id));
                    *slot = slot.map(|id| id.min(&stated.id));
                }
            }
        }
        for (kind, reference) in &record.sources {
            if !reference.trim().is_empty() {
                let slot = self.sources.entry(*kind).or_insert(reference);
                *slot = (*slot).min(reference);
            }
        }
        self.confirmation = record.confirmation.as_ref().filter(|stated| {
            stands(
                "the confirmation",
                &stated.id,
                stated.backing.as_ref(),
                true,
            )
        });
        self.next_review = record.next_review.as_ref();
        // Without any backing a score or an entry is meant to restrict; with a flawed one it is worth a word.
        self.scores_and_tools(record, |what, id, backing| {
            backing.is_some() && stands(what, id, backing, true)
        });
        self.notes.append(&mut notes);
    }

    /// Scores and tool entries: with backing they may raise, without they can only restrict.
    fn scores_and_tools(
        &mut self,
        record: &'a Record,
        mut backed: impl FnMut(&str, &str, Option<&Backing>) -> bool,
    ) {
        for stated in &record.scores {
            let scores = &mut self.scores[stated.what.dimension];
            let slot = if backed("the score", &stated.id, stated.backing.as_ref()) {
                &mut scores.backed
            } else {
                &mut scores.unbacked
            };
            *slot = Some(slot.map_or(stated, |old| {
                std::cmp::min_by_key(old, stated, |s| (s.what.score, s.id.clone()))
            }));
        }
        for stated in &record.tools {
            let entry = (
                stated,
                backed("the entry", &stated.id, stated.backing.as_ref()),
            );
            self.tools.entry(&stated.what.name).or_default().push(entry);
        }
        for entries in self.tools.values_mut().filter(|entries| entries.len() > 1) {
            entries.sort_by(|a, b| a.0.id.cmp(&b.0.id));
        }
    }

    fn answers(&mut self, question: &'a Question) -> &mut Answers<'a> {
        match question {
            Question::Facet(facet) => self.facets.entry(*facet).or_default(),
            Question::Criterion(id) => self.criteria.entry(id).or_default(),
        }
    }

    /// The answers about a facet.
    pub(crate) fn about_facet(&self, facet: Facet) -> Answers<'a> {
        self.facets.get(&facet).copied().unwrap_or_default()
    }

    /// The answers about a criterion itself.
    pub(crate) fn about_criterion(&self, criterion: &Criterion) -> Answers<'a> {
        self.criteria.get(criterion.id).copied().unwrap_or_default()
    }

    /// The lowest score that anybody gave to a dimension.
    pub(crate) fn scored(&self, dimension: Dimension) -> Scores<'a> {
        self.scores[dimension]
    }
}

/// Why an answer is not heard: it speaks about nothing, or about what only an observation can show.
fn unheard(question: &Question) -> Option<String> {
    let Question::Criterion(id) = question else {
        return None;
    };
    match rubric().criterion(id) {
        None => Some(format!(
            "the rubric has no criterion `{id}`: the answer does not count"
        )),
        Some(criterion) if criterion.meets == Meets::Observed => Some(format!(
            "`{id}` is met by observation alone: the answer does not count"
        )),
        Some(_) => None,
    }
}

/// Why a record is void on this day; empty where it stands.
fn void(case: &Case, record: &Record, policy: &Policy) -> Vec<Void> {
    let mut void = Vec::new();
    match &record.next_review {
        Some(next) if next.on < case.now => void.push(Void::ReviewDue(next.on)),
        Some(_) => {}
        None => void.extend(
            oldest(record, case.now)
                .filter(|oldest| {
                    let days = Span::new().days(i64::from(policy.review_interval_days));
                    oldest.checked_add(days).is_ok_and(|due| due < case.now)
                })
                .map(Void::Old),
        ),
    }
    if let Some(live) = &case.live {
        void.extend(match (&record.pin, &live.pin) {
            (None, _) => Some(Void::NoPin),
            (Some(_), None) => Some(Void::NothingToMatch),
            (Some(record), Some(live)) => (record != live).then_some(Void::OtherPin),
        });
    }
    void
}

/// The date of the oldest statement made so far. Age restricts: it counts whatever else the statement lacks.
fn oldest(record: &Record, now: Date) -> Option<Date> {
    fn dates<T>(stated: &[Stated<T>]) -> impl Iterator<Item = Date> {
        stated
            .iter()
            .filter_map(|stated| stated.backing.as_ref())
            .map(|backing| backing.on)
    }
    dates(&record.attestations)
        .chain(dates(&record.scores))
        .chain(dates(&record.tools))
        .chain(dates(&record.sensitive))
        .chain(dates(&record.bounds))
        .chain(dates(&record.approvers))
        .chain(dates(&record.exclude))
        .chain(dates(record.confirmation.as_slice()))
        .filter(|on| *on <= now)
        .min()
}

/// What a backing lacks; `None` where it is whole.
fn flaw(backing: Option<&Backing>, needs_evidence: bool, now: Date) -> Option<String> {
    let Some(backing) = backing else {
        return Some("names no evidence, person and date".to_owned());
    };
    if backing.on > now {
        return Some(format!("is dated {}, after {now}", backing.on));
    }
    if backing.by.trim().is_empty() {
        return Some("names no person".to_owned());
    }
    let blank = backing
        .evidence
        .iter()
        .all(|evidence| evidence.trim().is_empty());
    (needs_evidence && blank).then(|| "names no evidence".to_owned())
}

fn note(text: impl Into<String>, id: &str) -> Because {
    Because {
        text: text.into(),
        evidence: vec![id.to_owned()],
    }
}

/// Of two statements the one with the smaller id, so that the order of the file never matters.
fn first<'a, T>(a: &'a Stated<T>, b: &'a Stated<T>) -> &'a Stated<T> {
    if b.id < a.id { b } else { a }
}

fn keep_first<'a, T>(slot: &mut Option<&'a Stated<T>>, stated: &'a Stated<T>) {
    *slot = Some(slot.map_or(stated, |old| first(old, stated)));
}
