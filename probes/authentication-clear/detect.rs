use crate::{Answer, Outcome, View};

pub(crate) fn detect(view: &View<'_>) -> Answer {
    if !view.local() {
        let remedy =
            "Establish how callers are authenticated, and attest `authentication.token_type`.";
        return Ok(Outcome::inconclusive(
            "How the endpoint authenticates its callers was not asked.",
            remedy,
        ));
    }
    view.connected()?;
    let frames = view.tools_whole()?;
    Ok(Outcome::pass(
        "A local process: it is called by whoever starts it, and it started and listed.",
    )
    .at(frames))
}
