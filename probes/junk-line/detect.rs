use crate::{Answer, Outcome, View, look};

pub(crate) fn detect(view: &View<'_>) -> Answer {
    let asked = view.asked("junk-line")?;
    if let Some(outcome) = look::not_survived(&asked, "a line that is no message") {
        return Ok(outcome);
    }
    let frames = asked
        .iter()
        .flat_map(|question| question.frames.iter().copied());
    Ok(Outcome::pass("It survived a line that is no message.").at(frames))
}
