use crate::{Answer, Outcome, View, say};
use evidence::Caller;

const REMEDY: &str = "Attest `scopes.narrow_scoping` or `scopes.read_only_credential`; or probe it without the credential.";

pub(crate) fn detect(view: &View<'_>) -> Answer {
    if let Some(http) = view.http()
        && http.let_in(Caller::Anonymous).is_empty()
        && (http.locked_out().is_some() || !http.let_in(Caller::SignedIn).is_empty())
    {
        let because = "It lets in nobody without a credential: how narrow that is cannot be seen from outside.";
        return Ok(Outcome::inconclusive(because, REMEDY));
    }
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
        Outcome::inconclusive(because, REMEDY)
    })
}
