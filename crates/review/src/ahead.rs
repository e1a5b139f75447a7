//! Statements of a record that are dated after the day of the decision: they can raise nothing on it.

use crate::Review;
use gate_engine::{Answer, Backing, Stated};
use jiff::civil::Date;
use std::collections::BTreeSet;

/// How many such statements there are, and the first day that counts them all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ahead {
    /// How many; answers given together are one.
    pub statements: usize,
    /// The day of the last.
    pub last: Date,
}

/// What a later day of the decision would count; `None` where there is nothing, or the record is void anyway.
#[must_use]
pub fn ahead(review: &Review) -> Option<Ahead> {
    fn of<T>(stated: &[Stated<T>]) -> impl Iterator<Item = (&str, &Backing)> {
        stated
            .iter()
            .filter_map(|one| Some((one.id.as_str(), one.backing.as_ref()?)))
    }
    let record = &review.input.record.as_ref()?.engine;
    // A `no` counts whatever its day.
    let answers = record
        .attestations
        .iter()
        .filter(|stated| stated.what.answer != Answer::No)
        .filter_map(|stated| Some((stated.id.as_str(), stated.backing.as_ref()?)));
    let late: Vec<(&str, Date)> = answers
        .chain(of(&record.scores))
        .chain(of(&record.tools))
        .chain(of(&record.sensitive))
        .chain(of(&record.bounds))
        .chain(of(&record.approvers))
        .chain(of(&record.exclude))
        .chain(of(record.confirmation.as_slice()))
        .map(|(id, backing)| (id, backing.on))
        .filter(|(_, on)| *on > review.input.now)
        .collect();
    let last = late.iter().map(|(_, on)| *on).max()?;
    let ids: BTreeSet<&str> = late.iter().map(|(id, _)| *id).collect();
    review.decision.void.is_none().then_some(Ahead {
        statements: ids.len(),
        last,
    })
}
