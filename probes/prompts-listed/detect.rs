use crate::{Answer, View, look, say};
use evidence::Kind;

pub(crate) fn detect(view: &View<'_>) -> Answer {
    let broken = view.broken_listings(Kind::Prompt);
    let outcome = look::listing(view.whole(Kind::Prompt), broken, || {
        match view.facts.inventory.prompts.len() {
            0 => "It offers no prompts.".to_owned(),
            n => format!("{}.", say::count(n, "prompt")),
        }
    });
    Ok(outcome.with(look::doubles(view, &[Kind::Prompt])))
}
