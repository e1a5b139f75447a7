use crate::{Answer, Outcome, View, say};

pub(crate) fn detect(view: &View<'_>) -> Answer {
    view.connected()?;
    view.tools_whole()?;
    let given = view.credentials_given();
    Ok(if given.is_empty() {
        Outcome::not_applicable("It starts and lists without a credential.")
    } else {
        let because = format!(
            "What {} may do cannot be seen from outside.",
            say::names(given.iter().copied())
        );
        Outcome::inconclusive(
            because,
            "Attest `scopes.narrow_scoping` or `scopes.read_only_credential`, with a link to its permissions.",
        )
    })
}
