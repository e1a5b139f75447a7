use crate::conduct::{listed, peers};
use crate::{Answer, Finding, Outcome, Severity, View};
use evidence::conduct::{Act, Place, Sight};

pub(crate) fn detect(view: &View<'_>) -> Answer {
    if !view.local() {
        return Ok(Outcome::not_applicable(
            "What an endpoint does on its machine is not seen.",
        ));
    }
    view.connected()?;
    if let Err(blind) = view.fenced(&[Sight::Files, Sight::Addresses, Sight::Canaries]) {
        return Ok(blind.into());
    }
    let peers = peers(view.deeds());
    let touched = view.deeds().filter_map(|(deed, _)| match &deed.act {
        Act::Read {
            path,
            place: Place::Opened | Place::Elsewhere,
            found: true,
        }
        | Act::Write {
            path,
            place: Place::Own | Place::Opened | Place::Elsewhere | Place::Home,
        } => Some(path.as_str()),
        _ => None,
    });
    let touched: Vec<&str> = touched.collect();
    let canaries: Vec<&str> = view
        .touched_canaries()
        .map(|(id, ..)| view.canary_place(id))
        .collect();
    let told = [
        (
            "systems",
            peers
                .iter()
                .map(|peer| peer.name.as_str())
                .collect::<Vec<_>>(),
        ),
        ("places", touched),
        ("accounts", canaries),
    ];
    let told: Vec<String> = told
        .into_iter()
        .filter(|(_, names)| !names.is_empty())
        .map(|(what, names)| format!("{what} {}", listed(names)))
        .collect();
    let message = if told.is_empty() {
        "When it started and listed it touched no other system, place or account.".to_owned()
    } else {
        format!("When it started and listed it touched {}.", told.join("; "))
    };
    let frames = view.fences().map(|(_, frame)| frame);
    let finding = Finding::on_server(Severity::Info, message.clone()).at(frames);
    Ok(Outcome::inconclusive(
        format!("{message} What its tools touch was not seen."),
        "Attest `data_touched` with this as evidence, or call its tools in a sandbox of your own.",
    )
    .with([finding]))
}
