use crate::look::{self, Eras, Lived};
use crate::{Answer, Finding, Outcome, Severity, View};
use evidence::Question;

pub(crate) fn detect(view: &View<'_>) -> Answer {
    let Eras { legacy, .. } = view.eras()?;
    if !legacy || !view.declares("/resources/subscribe")? {
        return Ok(Outcome::not_applicable(
            "It declares no subscriptions to resources.",
        ));
    }
    let asked = [view.asked("subscribe")?, view.asked("unsubscribe")?].concat();
    if let Some(outcome) =
        look::not_survived(&asked, "a subscription to a resource that does not exist")
    {
        return Ok(outcome);
    }
    let findings: Vec<Finding> = asked.iter().filter_map(|question| told(question)).collect();
    Ok(
        Outcome::pass("It survived a subscription to a resource that does not exist.")
            .at(look::frames_of(&asked))
            .with(findings),
    )
}

fn told(question: &Question) -> Option<Finding> {
    let silent = question.replies.is_empty() && look::lived(question) == Lived::Yes;
    let message = if silent {
        "It does not answer a subscription that it declares."
    } else if look::error_code(question) == Some(-32601) {
        "It declares subscriptions, and does not know the method."
    } else {
        return None;
    };
    Some(look::about(Severity::Info, message, question))
}
