use crate::{Answer, Outcome, View, look, say};
use evidence::Kind;

pub(crate) fn detect(view: &View<'_>) -> Answer {
    let broken = view.broken_listings(Kind::Tool);
    Ok(
        match (view.tools_whole(), view.facts.inventory.tools.len()) {
            (Ok(frames), 0) => Outcome::pass("It offers no tools.").at(frames),
            (whole, tools) => look::listing(whole, broken, || seen(view, tools)),
        },
    )
}

fn seen(view: &View<'_>, tools: usize) -> String {
    let listings = view
        .facts
        .sessions
        .iter()
        .flat_map(|session| &session.listings);
    let pages = listings
        .filter(|listing| listing.kind == Kind::Tool)
        .map(|listing| listing.pages.len())
        .max()
        .unwrap_or(0);
    let connections = view.connected().map_or(0, |connected| connected.len());
    format!(
        "{}, {}, {}.",
        say::count(tools, "tool"),
        say::count(pages, "page"),
        say::count(connections, "connection")
    )
}
