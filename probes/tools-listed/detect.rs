use crate::{Answer, Outcome, View, look, say};
use evidence::Kind;

pub(crate) fn detect(view: &View<'_>) -> Answer {
    let listings = view
        .facts
        .sessions
        .iter()
        .flat_map(|session| &session.listings);
    let pages: usize = listings
        .filter(|listing| listing.kind == Kind::Tool)
        .map(|listing| listing.pages.len())
        .sum();
    let broken = view.broken_listings(Kind::Tool);
    Ok(
        match (view.tools_whole(), view.facts.inventory.tools.len()) {
            (Ok(frames), 0) => Outcome::pass("It offers no tools.").at(frames),
            (whole, tools) => look::listing(whole, broken, || {
                let connections = say::count(view.facts.sessions.len(), "connection");
                format!(
                    "{} on {} over {connections}.",
                    say::count(tools, "tool"),
                    say::count(pages, "page")
                )
            }),
        },
    )
}
