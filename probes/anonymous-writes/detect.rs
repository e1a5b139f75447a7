use crate::{Answer, Outcome, View};

pub(crate) fn detect(view: &View<'_>) -> Answer {
    Ok(if view.local() {
        Outcome::not_applicable("A local process has no anonymous callers.")
    } else {
        Outcome::inconclusive(
            "It was not listed without a credential.",
            "Probe the endpoint once without any credential.",
        )
    })
}
