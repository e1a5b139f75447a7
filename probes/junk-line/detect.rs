use crate::{Answer, Outcome, View, look};

pub(crate) fn detect(view: &View<'_>) -> Answer {
    let asked = view.asked("junk-line")?;
    if let Some(outcome) = look::not_survived(&asked, "a line that is no message") {
        return Ok(outcome);
    }
    let frames = asked
        .iter()
        .flat_map(|question| question.frames.iter().copied());
    // Silence is as good: what is no message asks for nothing.
    let codes = asked
        .iter()
        .filter_map(|question| look::unusual_code(question, &[-32700, -32600]));
    Ok(Outcome::pass("It survived a line that is no message.")
        .at(frames)
        .with(codes))
}
