//! What would change if something were supplied: needs made concrete, so that a list of needs can be tried.

use crate::conditions::SOURCES;
use crate::evaluate::evaluate;
use crate::ladder::RUNGS;
use crate::next::{Asker, need, score, unlock};
use crate::seen::rests_on_tools;
use crate::standing::void;
use crate::{
    Answer, Approver, Attestation, Backing, Because, Case, Dimension, Facet, Gate, Meets, Need,
    NeedKind, NextReview, Observation, Outcome, Policy, Question, Record, ReviewerScore, Score,
    Sensitive, SourceKind, Stated, rubric,
};
use jiff::Span;
use std::collections::BTreeSet;

/// The check that shows the whole listing of tools.
pub(crate) const TOOLS_LISTED: &str = "tools-listed";

/// The gate alone: [`crate::decide`] without a word of explanation and without the way to the next gate.
#[must_use]
pub fn gate(case: &Case, policy: &Policy) -> Gate {
    evaluate(case, policy).gate
}

/// Supplies what is needed, as if a person had just written it or a better run had just shown it.
///
/// What makes a record stand comes first; in one that does not stand nobody's word changes anything.
/// What cannot be supplied changes nothing.
pub fn supply(case: &mut Case, needs: &[Need], policy: &Policy) {
    for kind in [NeedKind::Observe, NeedKind::Pin, NeedKind::NextReview] {
        needs
            .iter()
            .filter(|need| need.kind == kind)
            .for_each(|need| supply_one(case, need, policy));
    }
    let first_word = case.record.is_none() && case.live.is_some();
    let void = first_word
        || case
            .record
            .as_ref()
            .is_some_and(|record| !void(case, record, policy).is_empty());
    let rest = needs.iter().filter(|need| match need.kind {
        NeedKind::Observe | NeedKind::Pin | NeedKind::NextReview => false,
        NeedKind::Exclude => true,
        _ => !void,
    });
    let mut rest: Vec<&Need> = rest.collect();
    rest.sort();
    rest.into_iter()
        .for_each(|need| supply_one(case, need, policy));
}

fn supply_one(case: &mut Case, need: &Need, policy: &Policy) {
    let now = case.now;
    let id = need.id.as_str();
    match need.kind {
        NeedKind::Facet => {
            if let Some(facet) = Facet::from_id(id) {
                answer(case, Question::Facet(facet));
            }
        }
        NeedKind::Criterion => answer(case, Question::Criterion(id.to_owned())),
        NeedKind::Score => {
            if let Some(dimension) = Dimension::from_id(id) {
                let score = need.at_least.unwrap_or(Score::Three);
                let what = ReviewerScore {
                    dimension,
                    score,
                    because: "supplied".to_owned(),
                };
                let stated = stated(case, need, what);
                let scores = &mut record(case).scores;
                scores.retain(|stated| stated.what.dimension != dimension);
                scores.push(stated);
            }
        }
        NeedKind::Approver => {
            let (tools, categories) = (BTreeSet::from([id.to_owned()]), BTreeSet::new());
            let approver = Approver {
                person: "somebody".to_owned(),
                tools,
                categories,
            };
            let stated = stated(case, need, approver);
            record(case).approvers.push(stated);
        }
        NeedKind::Bound => {
            let stated = stated(
                case,
                need,
                (BTreeSet::from([id.to_owned()]), "supplied".to_owned()),
            );
            record(case).bounds.push(stated);
        }
        NeedKind::Exclude => drop(case.exclude.insert(id.to_owned())),
        NeedKind::Sensitive => {
            if let Some(class) = Sensitive::from_id(id) {
                let stated = stated(case, need, class);
                record(case).sensitive.push(stated);
            }
        }
        NeedKind::Source => {
            if let Some(kind) = SourceKind::from_id(id) {
                record(case).sources.push((kind, "supplied".to_owned()));
            }
        }
        NeedKind::Confirmation => {
            record(case).confirmation = Some(stated(case, need, "supplied".to_owned()));
        }
        NeedKind::NextReview => {
            let days = Span::new().days(i64::from(policy.review_interval_days.max(1)));
            let on = now.checked_add(days).unwrap_or(jiff::civil::Date::MAX);
            record(case).next_review = Some(NextReview {
                owner: "somebody".to_owned(),
                on,
            });
        }
        NeedKind::Observe => observe(case, id),
        NeedKind::Pin => {
            let pin = case.live.as_ref().and_then(|live| live.pin.clone());
            record(case).pin = pin;
        }
    }
}

fn record(case: &mut Case) -> &mut Record {
    case.record.get_or_insert_with(Record::default)
}

fn stated<T>(case: &Case, need: &Need, what: T) -> Stated<T> {
    let backing = Backing {
        evidence: vec!["supplied".to_owned()],
        by: "somebody".to_owned(),
        on: case.now,
    };
    Stated {
        id: format!("supplied:{}:{}", need.kind.id(), need.id),
        what,
        backing: Some(backing),
    }
}

/// Replaces every answer to a question by a `yes`.
fn answer(case: &mut Case, question: Question) {
    let (kind, id) = match &question {
        Question::Facet(facet) => (NeedKind::Facet, facet.id().to_owned()),
        Question::Criterion(id) => (NeedKind::Criterion, id.clone()),
    };
    let what = Attestation {
        question: question.clone(),
        answer: Answer::Yes,
        says: "supplied".to_owned(),
    };
    let stated = stated(case, &need(kind, id), what);
    let attestations = &mut record(case).attestations;
    attestations.retain(|stated| stated.what.question != question);
    attestations.push(stated);
}

/// A better run shows that a check passes, for the facets that it answered before. What was seen to fail stays so.
fn observe(case: &mut Case, check: &str) {
    let Some(live) = &mut case.live else {
        return;
    };
    let failed = |seen: &Observation| seen.check == check && seen.outcome == Outcome::Fail;
    if live.observations.iter().any(failed) {
        return;
    }
    if check == TOOLS_LISTED {
        live.listing_complete = true;
        live.pin.get_or_insert_with(|| "supplied".to_owned());
    }
    let of_check = |observation: &&Observation| observation.check == check;
    let facets = live
        .observations
        .iter()
        .filter(of_check)
        .flat_map(|observation| observation.facets.clone());
    let facets = facets.collect();
    live.observations
        .retain(|observation| observation.check != check);
    live.observations.push(Observation {
        check: check.to_owned(),
        outcome: Outcome::Pass,
        facets,
        because: Because::default(),
        tools: BTreeSet::new(),
    });
}

/// Everything that could be supplied to this case, whether it would help or not, in canonical order.
///
/// The way to the next gate is the shortest list of these that reaches it. Observing something is among them only
/// where no attestation can do it.
#[must_use]
pub fn needs(case: &Case, policy: &Policy) -> Vec<Need> {
    let evaluation = evaluate(case, policy);
    // Without a record that stands no attestation does anything, so there is more to observe.
    let speak = unlock(&evaluation).is_empty();
    let asker = Asker {
        evaluation: &evaluation,
        policy,
        speak,
        attest_broad: true,
    };
    let mut needs: BTreeSet<Need> = Facet::ALL
        .iter()
        .map(|facet| need(NeedKind::Facet, facet.id()))
        .collect();
    for criterion in rubric().criteria {
        let denied = evaluation.standing.about_criterion(criterion).no.is_some();
        if criterion.meets != Meets::Observed || denied {
            needs.insert(need(NeedKind::Criterion, criterion.id));
        }
    }
    for dimension in Dimension::ALL {
        needs.extend(RUNGS.into_iter().map(|least| score(*dimension, least)));
    }
    for shown in &evaluation.surface.tools {
        let kinds = [NeedKind::Approver, NeedKind::Bound, NeedKind::Exclude];
        needs.extend(kinds.into_iter().map(|kind| need(kind, shown.name)));
    }
    for observation in case.live.iter().flat_map(|live| &live.observations) {
        if rests_on_tools(observation) {
            needs.extend(
                observation
                    .tools
                    .iter()
                    .map(|tool| need(NeedKind::Exclude, tool)),
            );
        }
    }
    needs.extend(
        Sensitive::ALL
            .iter()
            .map(|class| need(NeedKind::Sensitive, class.id())),
    );
    needs.extend(
        SOURCES
            .iter()
            .copied()
            .flatten()
            .map(|kind| need(NeedKind::Source, kind.id())),
    );
    needs.insert(need(NeedKind::Confirmation, "confirmation"));
    needs.insert(need(NeedKind::NextReview, "next_review"));
    needs.extend(
        asker
            .observable()
            .into_iter()
            .map(|check| need(NeedKind::Observe, check)),
    );
    needs.insert(need(NeedKind::Pin, "pin"));
    needs.into_iter().collect()
}
