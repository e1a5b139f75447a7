use crate::{Answer, Outcome, View, say};
use evidence::Kind;

pub(crate) fn detect(view: &View<'_>) -> Answer {
    let frames = view.resources_whole()?;
    let offered = view.resources().count();
    if offered == 0 {
        return Ok(Outcome::pass("It offers no resources.").at(frames));
    }
    let listings = view
        .facts
        .sessions
        .iter()
        .flat_map(|session| &session.listings);
    let pages = listings
        .filter(|listing| matches!(listing.kind, Kind::Resource | Kind::Template))
        .map(|listing| listing.pages.len())
        .max()
        .unwrap_or(0);
    if pages > 1 {
        return Ok(Outcome::pass(format!("It lists in pages, {pages} of them.")).at(frames));
    }
    let because = format!(
        "All of {} came on one page, and none was read.",
        say::count(offered, "resource")
    );
    Ok(Outcome::inconclusive(
        because,
        "Show what limits a listing and a read, and attest `resources.pagination`.",
    ))
}
