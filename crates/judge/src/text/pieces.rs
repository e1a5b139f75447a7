//! Orders that only make sense when texts are read one after the other: those of one item, or of two tools that stand together.

use super::strings;
use crate::glance::Glance;
use crate::orders::{Order, Place, orders};
use crate::{Sign, shorten};
use evidence::Item;
use serde_json::Value;

/// Pieces of words of which an order that leaves no doubt holds one, in one of its pieces: the members' names stand between them.
pub(crate) const CORE: &[&str] = &[
    "ignore",
    "disregard",
    "forget",
    "exfil",
    "system prompt",
    "id_rsa",
    ".ssh",
    "/etc/",
    "bcc",
    "tell the user",
    "inform the user",
    "mention this",
    "mention it",
];

/// Whether a text at a place may be a piece: what is said of a tool and its parameters, and the values that they take.
pub(super) fn is_piece(pointer: &str) -> bool {
    pointer.ends_with("/description") || pointer.ends_with("/title") || pointer.contains("/enum/")
}

/// Whether a text holds a piece of such an order.
fn may_hold(text: &str) -> bool {
    Glance::at(text).has(Glance::PIECE)
}

/// Orders that only make sense when the descriptions of all parameters are read one after the other.
pub(super) fn in_pieces(item: &Item, subject: &(String, String), raw: &Value) -> Option<Sign> {
    const MOST: usize = 8 << 10;
    let (mut joined, mut pieces) = (String::new(), 0);
    strings(raw, &mut |pointer, text| {
        if is_piece(pointer) && joined.len() + text.len() < MOST {
            pieces += 1;
            joined.push_str(text);
            joined.push(' ');
        }
    });
    if pieces < 2 {
        return None;
    }
    let order = told(&joined)?;
    Some(Sign {
        subject: subject.clone(),
        at: (item.at.frame, String::new()),
        what: format!("{}, in pieces", order.what),
        certain: true,
        text: shorten(&order.text),
    })
}

/// The order in texts that are joined: words of neighbours that have nothing to do with each other make many a sentence, but hardly one
/// of these.
fn told(joined: &str) -> Option<Order> {
    let told = |order: &Order| {
        matches!(
            order.what,
            "an order to ignore instructions" | "concealment from the user"
        )
    };
    orders(joined, Place::default())
        .into_iter()
        .find(|order| order.certain() && order.worded() && told(order))
}

/// What the descriptions of two tools that stand together order, where neither does by itself: the end of one, the beginning of the next.
pub(crate) fn across(before: Option<&str>, item: &Item, description: &str) -> Option<Sign> {
    const REACH: usize = 160;
    let before = before?;
    let from = (before.len().saturating_sub(REACH)..).find(|at| before.is_char_boundary(*at))?;
    let to = (0..=REACH.min(description.len()))
        .rev()
        .find(|at| description.is_char_boundary(*at))?;
    let (end, start) = (before.get(from..)?.trim_end(), description.get(..to)?);
    // A sentence that has an end does not go on in the next tool.
    if end.ends_with(['.', '!', '?', ';', ':', ')']) || !may_hold(end) && !may_hold(start) {
        return None;
    }
    let alone = told(end).or_else(|| told(start));
    let order = told(&format!("{end} {start}")).filter(|_| alone.is_none())?;
    Some(Sign {
        subject: (super::kind_id(item.kind).to_owned(), item.label()),
        at: (item.at.frame, "/description".to_owned()),
        what: format!("{}, in pieces", order.what),
        certain: true,
        text: shorten(&order.text),
    })
}
