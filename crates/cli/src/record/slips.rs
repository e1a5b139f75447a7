//! Slips of the hand in what is added to a record: it would be well-formed, and can not have been meant.

use crate::args::record::{Add, Signed};
use crate::failure::Failure;
use jiff::civil::Date;
use record::ReviewRecord;

/// Fails at a day on the wrong side of today, and at a source that is no place.
pub(crate) fn refuse(what: &Add, today: Date) -> Result<(), Failure> {
    if let Some(on) = signed(what)
        .and_then(|signed| signed.on)
        .filter(|on| *on > today)
    {
        return Err(Failure::new(
            format!("nothing was added: --on {on} has not come: today is {today} (UTC)"),
            "give the day on which it was looked at; without --on it is today",
        ));
    }
    match what {
        Add::NextReview { on, .. } if *on < today => Err(Failure::new(
            format!("nothing was added: --on {on} is past: today is {today} (UTC)"),
            "give a day to come: a review that is overdue makes the whole record void",
        )),
        Add::Acceptance { until, .. } if *until < today => Err(Failure::new(
            format!("nothing was added: --until {until} is past: today is {today} (UTC)"),
            "give the last day on which the finding is acceptable",
        )),
        Add::Source { link, .. } if !names_a_place(link) => Err(Failure::new(
            format!(
                "nothing was added: --ref {} names no place",
                report::quoted(link)
            ),
            "give a link: https://…",
        )),
        _ => Ok(()),
    }
}

fn signed(what: &Add) -> Option<&Signed> {
    match what {
        Add::Attestation { backing, .. }
        | Add::Score { backing, .. }
        | Add::Bound { backing, .. }
        | Add::Sensitive { backing, .. } => Some(&backing.signed),
        Add::Approver { signed, .. }
        | Add::Exclusion { signed, .. }
        | Add::Confirmation { signed, .. } => Some(signed),
        Add::Source { .. }
        | Add::Acceptance { .. }
        | Add::Limit { .. }
        | Add::NextReview { .. }
        | Add::Pin { .. } => None,
    }
}

/// A scheme with something behind it: `https://…`, `git@host:path`, `npm:name`.
fn names_a_place(link: &str) -> bool {
    let there = |part: &str| !part.is_empty() && !part.contains(char::is_whitespace);
    link.trim()
        .split_once(':')
        .is_some_and(|(scheme, rest)| there(scheme) && there(rest.trim_start_matches('/')))
}

/// The tools of a bound or an approver that are none of those that the record names. It may name some alone, so this is
/// no error; one that names none says nothing about it.
pub(crate) fn unknown_tools<'a>(what: &'a Add, record: &ReviewRecord) -> Vec<&'a str> {
    let (Add::Bound { tool, .. } | Add::Approver { tool, .. }) = what else {
        return Vec::new();
    };
    let known = &record.engine.tools;
    tool.iter()
        .map(String::as_str)
        .filter(|name| !known.is_empty() && !known.iter().any(|known| known.what.name == *name))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_has_a_scheme_and_something_behind_it() {
        for link in ["https://example.org/a", "git@host:a/b", "npm:@a/b"] {
            assert!(names_a_place(link), "{link}");
        }
        for link in ["foo", "https://", "", ":", "see the wiki: page 3"] {
            assert!(!names_a_place(link), "{link}");
        }
    }
}
