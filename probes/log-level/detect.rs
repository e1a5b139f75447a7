use crate::look::{self, Eras};
use crate::{Answer, Finding, Outcome, Severity, View};

pub(crate) fn detect(view: &View<'_>) -> Answer {
    let Eras { modern, .. } = view.eras()?;
    if !modern && !view.declares("/logging")? {
        return Ok(Outcome::not_applicable("It declares no logging."));
    }
    let asked = view.asked("log-level")?;
    if let Some(outcome) = look::not_survived(&asked, "a log level that does not exist") {
        return Ok(outcome);
    }
    let taken = asked
        .iter()
        .filter(|question| look::results(question).next().is_some());
    let findings: Vec<Finding> = taken
        .map(|question| {
            look::about(
                Severity::Info,
                "It takes a log level that does not exist.",
                question,
            )
        })
        .chain(
            asked
                .iter()
                .filter_map(|question| look::unusual_code(question, &[-32602])),
        )
        .collect();
    Ok(
        Outcome::pass("It survived a log level that does not exist.")
            .at(look::frames_of(&asked))
            .with(findings),
    )
}
