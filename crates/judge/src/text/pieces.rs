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

/// Bytes to each side of a joint in which an order over two texts stands.
const REACH: usize = 160;

/// Orders that only make sense when the descriptions of all parameters are read one after the other.
pub(super) fn in_pieces(item: &Item, subject: &(String, String), raw: &Value) -> Option<Sign> {
    const MOST: usize = 8 << 10;
    let (mut joined, mut pieces) = (String::new(), 0);
    strings(raw, &mut |pointer, text| {
        if !is_piece(pointer) || joined.len() + text.len().min(2 * REACH) >= MOST {
            return;
        }
        pieces += 1;
        if text.len() > 2 * REACH {
            // What stands in the middle goes on in no other text.
            let ends = [head(text), "\n\n", tail(text)];
            ends.iter().for_each(|end| joined.push_str(end));
        } else {
            joined.push_str(text);
        }
        joined.push(' ');
    });
    if pieces < 2 || !may_hold(&joined) {
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

/// The beginning of a text that an order over two may reach into.
fn head(text: &str) -> &str {
    let mut ends = (0..=REACH.min(text.len())).rev();
    ends.find_map(|end| text.get(..end)).unwrap_or_default()
}

/// The end of one.
fn tail(text: &str) -> &str {
    let mut starts = text.len().saturating_sub(REACH)..;
    starts
        .find_map(|start| text.get(start..))
        .unwrap_or_default()
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
    let (end, start) = (tail(before?).trim_end(), head(description));
    // A sentence that has an end does not go on in the next tool.
    if end.ends_with(['.', '!', '?', ';', ':', ')']) || !may_hold(end) && !may_hold(start) {
        return None;
    }
    let order = told(&format!("{end} {start}"))?;
    if told(end).or_else(|| told(start)).is_some() {
        return None;
    }
    Some(Sign {
        subject: (super::kind_id(item.kind).to_owned(), item.label()),
        at: (item.at.frame, "/description".to_owned()),
        what: format!("{}, in pieces", order.what),
        certain: true,
        text: shorten(&order.text),
    })
}
