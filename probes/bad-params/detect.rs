use crate::look::{self, Lived};
use crate::{Answer, Finding, Outcome, Severity, View};

pub(crate) fn detect(view: &View<'_>) -> Answer {
    let mut asked = view.asked("bad-params")?;
    asked.extend(view.put("array-params"));
    if let Some(outcome) = look::not_survived(&asked, "parameters of the wrong shape") {
        return Ok(outcome);
    }
    let frames = asked
        .iter()
        .flat_map(|question| question.frames.iter().copied());
    // Silence and other codes are what widely used SDKs do: worth knowing, and no defect of this server.
    let silent = asked
        .iter()
        .filter(|question| question.replies.is_empty() && look::lived(question) == Lived::Yes);
    let silent = silent.map(|question| {
        Finding::on_server(Severity::Info, "It does not answer them.")
            .at(question.frames.iter().copied())
    });
    let codes = asked
        .iter()
        .filter_map(|question| look::unusual_code(question, &[-32602]));
    Ok(Outcome::pass("It survived parameters of the wrong shape.")
        .at(frames)
        .with(silent)
        .with(codes))
}
