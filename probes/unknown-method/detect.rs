use crate::look::{self, Lived};
use crate::{Answer, Finding, Outcome, Severity, View};
use evidence::{Body, Question};

pub(crate) fn detect(view: &View<'_>) -> Answer {
    let asked = view.asked("unknown-method")?;
    if let Some(finding) = asked.iter().find_map(|question| wrong(question)) {
        return Ok(Outcome::fail(finding));
    }
    // Over HTTP a status refuses as well; `http-status` looks whether it is the right one.
    let refused = |question: &Question| {
        let mut frames = question.frames.iter();
        view.http()
            .is_some_and(|http| frames.any(|frame| http.is_refusal(*frame)))
    };
    let unclear = |question: &&&Question| {
        (question.replies.is_empty() && !refused(question))
            || look::lived(question) == Lived::Unknown
    };
    if let Some(question) = asked.iter().find(unclear) {
        let finding = Finding::on_server(Severity::Warning, "It did not answer an unknown method.")
            .at(question.frames.iter().copied());
        let remedy = "Probe again with more time (`--timeout`); a server must answer each request.";
        return Ok(
            Outcome::inconclusive("An unknown method got no answer in time.", remedy)
                .with([finding]),
        );
    }
    let codes: Vec<Finding> = asked
        .iter()
        .filter_map(|question| look::unusual_code(question, &[-32601]))
        .collect();
    let frames = asked
        .iter()
        .flat_map(|question| question.frames.iter().copied());
    Ok(Outcome::pass("It refused an unknown method and lived on.")
        .at(frames)
        .with(codes))
}

/// What no server should do with a method that it does not know.
fn wrong(question: &Question) -> Option<Finding> {
    let message = if look::lived(question) == Lived::No {
        "It did not survive an unknown method."
    } else if question
        .replies
        .iter()
        .any(|reply| matches!(reply.body, Body::Result(_)))
    {
        "It answered an unknown method with a result."
    } else {
        return None;
    };
    Some(Finding::on_server(Severity::Error, message).at(question.frames.iter().copied()))
}
