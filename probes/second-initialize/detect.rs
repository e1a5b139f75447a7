use crate::look::{self, Eras, Lived};
use crate::{Answer, Outcome, Severity, View};

pub(crate) fn detect(view: &View<'_>) -> Answer {
    let Eras { legacy, .. } = view.eras()?;
    if !legacy {
        return Ok(Outcome::not_applicable("It takes no handshake at all."));
    }
    let mut asked = view.put("second-initialize");
    if asked.is_empty() {
        // At the end of a connection that has a handshake, the odd revision is a second one too.
        view.asked("odd-version")?;
        let connected = view.connected()?;
        asked = connected
            .iter()
            .filter_map(|(session, ..)| session.questions.get("odd-version"))
            .collect();
    }
    if asked.is_empty() {
        return Err(look::gap("It was not asked for a second handshake."));
    }
    if let Some(dead) = asked.iter().find(|one| look::lived(one) == Lived::No) {
        let message = "It did not survive a second handshake.";
        return Ok(Outcome::fail(look::about(Severity::Warning, message, dead)));
    }
    if asked.iter().all(|one| look::lived(one) == Lived::Unknown) {
        let remedy = "Probe again with more time (`--timeout`).";
        return Ok(Outcome::inconclusive(
            "Whether it survived a second handshake was not seen.",
            remedy,
        ));
    }
    Ok(Outcome::pass("It survived a second handshake.").at(look::frames_of(&asked)))
}
