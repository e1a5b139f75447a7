use crate::look;
use crate::{Answer, Finding, Outcome, Severity, View};
use evidence::{Item, Question, Session};
use serde_json::Value;
use std::sync::Arc;

pub(crate) fn detect(view: &View<'_>) -> Answer {
    let asked = view.asked("unknown-cursor")?;
    if let Some(outcome) = look::not_survived(&asked, "a cursor that it never gave") {
        return Ok(outcome);
    }
    let paged = view.facts.sessions.iter().any(|session| {
        let mut listings = session.listings.iter();
        listings.any(|listing| listing.pages.len() > 1)
    });
    let mut findings: Vec<Finding> = asked
        .iter()
        .filter_map(|question| taken(question, paged))
        .collect();
    findings.extend(view.facts.sessions.iter().filter_map(unstable));
    if findings.iter().any(|one| one.severity > Severity::Info) {
        return Ok(Outcome::Fail { findings });
    }
    let codes = asked
        .iter()
        .filter_map(|question| look::unusual_code(question, &[-32602]));
    Ok(Outcome::pass("It survived a cursor that it never gave.")
        .at(look::frames_of(&asked))
        .with(findings)
        .with(codes))
}

/// A list in answer to a cursor that was never given. Of a server without pages that is common and harmless.
fn taken(question: &Question, paged: bool) -> Option<Finding> {
    look::results(question).next()?;
    Some(if paged {
        let message = "It lists in pages, and takes a cursor that it never gave.";
        look::about(Severity::Warning, message, question)
    } else {
        let message = "It ignores a cursor: all it has stands on one page.";
        look::about(Severity::Info, message, question)
    })
}

/// A page that is another when it is asked for again.
fn unstable(session: &Session) -> Option<Finding> {
    let question = session.questions.get("same-cursor")?;
    let again = look::results(question).next()?;
    let listing = session
        .listings
        .iter()
        .find(|listing| listing.pages.len() > 1)?;
    let first = listing.pages.first()?.items;
    let second = listing.pages.get(1)?.items;
    let before = listing.items.get(first..first + second)?;
    let now = again.get(listing.kind.member())?.as_array()?;
    let same = |(item, value): (&Arc<Item>, &Value)| item.raw.value() == *value;
    let differs = before.len() != now.len() || !before.iter().zip(now).all(same);
    let what = look::plural(listing.kind);
    differs.then(|| {
        let message = format!("The same cursor gives another page of {what} the second time.");
        look::about(Severity::Info, message, question)
    })
}
