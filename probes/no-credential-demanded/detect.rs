use crate::{Answer, Outcome, View, say};

pub(crate) fn detect(view: &View<'_>) -> Answer {
    view.connected()?;
    let frames = view.tools_whole()?;
    let given = view.credentials_given();
    Ok(if given.is_empty() {
        Outcome::pass("It started and listed with nothing given that looks like a credential.")
            .at(frames)
    } else {
        let because = format!(
            "It was given {}: how narrow that is cannot be seen from outside.",
            say::names(given.iter().copied())
        );
        Outcome::inconclusive(
            because,
            "Attest `scopes.narrow_scoping` or `scopes.read_only_credential`; or probe it without the credential.",
        )
    })
}
