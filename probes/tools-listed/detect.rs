use crate::{Answer, Finding, Outcome, Severity, View, look, say};
use evidence::{Body, Kind, Variant};

pub(crate) fn detect(view: &View<'_>) -> Answer {
    let broken = view.broken_listings(Kind::Tool);
    let outcome = match (view.tools_whole(), view.facts.inventory.tools.len()) {
        (Ok(frames), 0) => Outcome::pass("It offers no tools.").at(frames),
        (whole, tools) => look::listing(whole, broken, || seen(view, tools)),
    };
    Ok(outcome.with(unfinished(view)))
}

/// Lists of the era without handshake that are called anything but complete: a client must take that for an error.
fn unfinished<'a>(view: &View<'a>) -> impl Iterator<Item = Finding> + use<'a> {
    let sessions = view.facts.sessions.iter();
    let modern = sessions.filter(|session| session.variant == Variant::Discover);
    let exchanges = modern.flat_map(|session| &session.exchanges);
    let listed = exchanges.filter(|exchange| exchange.method == Kind::Tool.method());
    listed.filter_map(|exchange| {
        let reply = exchange.reply.as_ref()?;
        let Body::Result(page) = &reply.body else {
            return None;
        };
        let said = page.get("resultType")?.as_str()?;
        let message = format!(
            "`resultType` of a list is {}; clients take that for an error.",
            say::quote(said)
        );
        (said != "complete").then(|| {
            Finding::on_server(Severity::Warning, message)
                .inside("/tools/resultType")
                .at([reply.frame])
        })
    })
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
