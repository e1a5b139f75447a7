//! Every text that a model would read, walked with its pointer, and what is odd in it.

use crate::asks::asks;
use crate::docstring::parameters;
use crate::glance::{Glance, Seen};
use crate::hidden::{beyond_ascii, hidden, look_alike, mixed};
use crate::misnamed::misnamed;
use crate::name::{Siblings, words};
use crate::orders::{
    Order, Place, Senses, acts, orders, orders_seen, speaks, studies, talk, trade,
};
use crate::prose::{LONGEST, Prose, Words, words};
use crate::quiet::{Known, Quiet, is_bare};
use crate::shape::{Tool, escape};
use crate::tongues;
use crate::veil::{comments, veiled};
use crate::{Sign, shorten};
use evidence::{FrameId, Item, Kind};
use serde_json::Value;
use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::fmt::Write as _;

mod pieces;

pub(crate) use pieces::{CORE, across};

/// Signs that are kept of one item.
const SIGNS: usize = 24;

/// What an item's kind is called outside.
pub(crate) const fn kind_id(kind: Kind) -> &'static str {
    match kind {
        Kind::Tool => "tool",
        Kind::Resource => "resource",
        Kind::Template => "template",
        Kind::Prompt => "prompt",
    }
}

/// One step into a value.
enum Step<'a> {
    Root,
    Member(&'a str),
    Element(usize),
}

/// Calls `see` for every string of a value, member names included, with its JSON pointer.
pub(crate) fn strings(value: &Value, see: &mut dyn FnMut(&str, &str)) {
    // A list of what is still to be seen in place of recursion: depth is the server's choice. One buffer holds the pointer of the value
    // that is looked at; each entry knows how much of it belongs to its parent.
    let mut pointer = String::new();
    let mut todo: Vec<(usize, Step<'_>, &Value)> = Vec::with_capacity(64);
    todo.push((0, Step::Root, value));
    while let Some((parent, step, value)) = todo.pop() {
        pointer.truncate(parent);
        match step {
            Step::Root => {}
            Step::Element(i) => {
                // Writing to a text cannot fail.
                let _ = write!(pointer, "/{i}");
            }
            Step::Member(name) => {
                pointer.push('/');
                pointer.push_str(&escape(name));
                see(&pointer, name);
            }
        }
        let here = pointer.len();
        match value {
            Value::String(text) => see(&pointer, text),
            Value::Array(list) => todo.extend(
                list.iter()
                    .enumerate()
                    .rev()
                    .map(|(i, value)| (here, Step::Element(i), value)),
            ),
            Value::Object(members) => todo.extend(
                members
                    .iter()
                    .rev()
                    .map(|(name, value)| (here, Step::Member(name), value)),
            ),
            _ => {}
        }
    }
}

/// What is odd in one item, a tool of which the texts are cut already or another. Of its texts, those that are known to be quiet are not read again.
pub(crate) fn item_signs(
    item: &Item,
    raw: &Value,
    tool: Option<&Tool<'_>>,
    siblings: &Siblings,
    quiet: &mut Quiet,
    search: &mut dyn FnMut(&str) -> bool,
) -> Vec<Sign> {
    let subject = (kind_id(item.kind).to_owned(), item.label());
    let mut signs = Vec::new();
    let mut core = false;
    let trade = OnceCell::new();
    strings(raw, &mut |pointer, text| {
        if is_bare(text) {
            return;
        }
        let parameter = pointer.starts_with("/inputSchema/") || pointer.starts_with("/arguments/");
        // What is no description says nothing of a tool: its first words order as the others do.
        let speaks = !DESCRIBING.iter().any(|end| pointer.ends_with(end));
        let is_quiet = match (parameter, speaks) {
            (_, true) => Known::QUIET_SPOKEN,
            (true, _) => Known::QUIET_PARAMETER,
            _ => Known::QUIET,
        };
        let before = quiet.of(text);
        let mut known = before;
        if !known.has(Known::NO_SECRET) {
            known.add(Known::NO_SECRET, !search(text));
        }
        let glance = (!known.has(is_quiet)).then(|| Glance::at(text));
        let piece = glance.is_some_and(|glance| glance.has(Glance::PIECE));
        known.add(Known::PIECE, piece);
        core = core || known.has(Known::PIECE) && pieces::is_piece(pointer);
        if let Some(glance) = glance
            && signs.len() < SIGNS
            && !is_picture(pointer, text)
        {
            let read = |trade, home| {
                let place = Place {
                    trade,
                    parameter,
                    speaks,
                    home,
                };
                let cut = tool.and_then(|tool| tool.cut(pointer));
                let seen = Seen { text, cut, glance };
                text_signs(&subject, (item.at.frame, pointer), &seen, place)
            };
            let mut found = read(0, false);
            known.add(is_quiet, found.is_empty());
            // What is somebody's trade or own name only takes reasons away: it is looked at where there are any.
            if !found.is_empty() {
                let own = if parameter {
                    trade_of_parameter(pointer, text)
                } else {
                    0
                };
                let trade = *trade.get_or_init(|| trade_of(raw)) | own;
                let home = names_its_own(text, raw, siblings);
                if trade != 0 || home {
                    found = read(trade, home);
                }
            }
            signs.extend(found);
        }
        if known != before {
            quiet.keep(text, known);
        }
    });
    if signs.is_empty() {
        let trade = || *trade.get_or_init(|| trade_of(raw));
        signs.extend(told_signs(item, &subject, (raw, tool), &trade, quiet));
    }
    let asked = asks(raw)
        .into_iter()
        .chain(misnamed(raw, tool.and_then(Tool::description)));
    signs.extend(asked.map(|ask| Sign {
        subject: subject.clone(),
        at: (item.at.frame, ask.pointer),
        what: ask.what.to_owned(),
        certain: ask.certain,
        text: shorten(&ask.text),
    }));
    if core && signs.is_empty() {
        signs.extend(pieces::in_pieces(item, &subject, raw));
    }
    together(&mut signs, raw);
    signs
}

/// What is odd in what a description says of its parameters: it goes into them as what a schema says does.
fn told_signs(
    item: &Item,
    subject: &(String, String),
    (raw, tool): (&Value, Option<&Tool<'_>>),
    trade: &dyn Fn() -> Senses,
    quiet: &mut Quiet,
) -> Vec<Sign> {
    let Some(tool) = tool.filter(|tool| tool.params.iter().any(|param| param.told)) else {
        return Vec::new();
    };
    let description = raw.get("description").and_then(Value::as_str);
    let said = parameters(description.unwrap_or_default());
    let told = tool.params.iter().filter(|param| param.told);
    let entries = told.filter_map(|param| Some((param.name, *said.get(param.name)?)));
    let read = |(name, text): (&str, &str)| {
        let mut known = quiet.of(text);
        if known.has(Known::QUIET_PARAMETER) {
            return Vec::new();
        }
        let glance = Glance::at(text);
        let read = |trade| {
            let place = Place {
                trade,
                parameter: true,
                ..Place::default()
            };
            let seen = Seen {
                text,
                cut: None,
                glance,
            };
            text_signs(subject, (item.at.frame, "/description"), &seen, place)
        };
        let found = read(0);
        if found.is_empty() {
            known.add(Known::QUIET_PARAMETER, true);
            known.add(Known::PIECE, glance.has(Glance::PIECE));
            quiet.keep(text, known);
            return found;
        }
        match trade() | trade_of_parameter(name, text) {
            0 => found,
            trade => read(trade),
        }
    };
    entries.flat_map(read).take(SIGNS).collect()
}

/// Members whose texts say what a thing is or does.
const DESCRIBING: [&str; 3] = ["/description", "/title", "/name"];

/// Whether a text is a picture, by its address or its bytes: no model reads it. One that is drawn by text is text.
fn is_picture(pointer: &str, text: &str) -> bool {
    let icon = pointer.starts_with("/icons/") && pointer.ends_with("/src");
    let bytes = |rest: &str| {
        let (kind, _) = rest.split_once(',').unwrap_or((rest, ""));
        kind.ends_with(";base64") || !kind.starts_with("svg")
    };
    icon || text.strip_prefix("data:image/").is_some_and(bytes)
}

/// Whether all that a text names as tools are named is its server's own: tools, and the parameters of this one.
pub(crate) fn names_its_own(text: &str, raw: &Value, siblings: &Siblings) -> bool {
    let properties = raw.pointer("/inputSchema/properties");
    let parts = text.split(|c: char| !c.is_alphanumeric() && !matches!(c, '_' | '-' | '.'));
    let names = parts.map(|name| name.trim_matches(['_', '-', '.']));
    let mut names = names.filter(|name| name.contains('_') && acts(&name.to_ascii_lowercase()));
    names.all(|name| siblings.has(name) || properties.is_some_and(|of| of.get(name).is_some()))
}

/// The classes of words that are the trade of an item: it is named by them, or its first words say them.
fn trade_of(raw: &Value) -> Senses {
    let text = |member| raw.get(member).and_then(Value::as_str).unwrap_or_default();
    let name = words(text("name")).join(" ");
    trade(&name) | trade(text("description")) | talk(&name)
}

/// The same of the parameter that a pointer leads into: `password` may speak of passwords.
fn trade_of_parameter(pointer: &str, text: &str) -> Senses {
    let name = pointer.trim_end_matches("/description").rsplit('/').next();
    let name = words(name.unwrap_or_default()).join(" ");
    // What an earlier answer gave is the server's own handle, whatever talk it belongs to.
    let handle = name.ends_with(" id")
        && ["returned", "resume", "continue"]
            .iter()
            .any(|word| text.contains(word));
    trade(&name) | if handle { talk("thread") } else { 0 }
}

/// Two different oddities in one small item leave no doubt; in a large one they may have nothing to do with each other. Two names for
/// the same words are one.
fn together(signs: &mut [Sign], raw: &Value) {
    const SMALL: usize = 2 << 10;
    let Some(first) = signs.first().cloned() else {
        return;
    };
    let text = raw.get("description").and_then(Value::as_str);
    // What one text studies is not more certain for being two things.
    let studied = text.is_some_and(|text| studies(&Prose::of(text)));
    let same = |sign: &Sign| {
        sign.what == first.what || sign.at == first.at && (studied || sign.text == first.text)
    };
    if signs.iter().all(same) {
        return;
    }
    let mut size = 0;
    strings(raw, &mut |_, text| size += text.len());
    if size <= SMALL {
        signs.iter_mut().for_each(|sign| sign.certain = true);
    }
}

/// What is odd in one text.
pub(crate) fn text_signs(
    subject: &(String, String),
    at: (FrameId, &str),
    seen: &Seen<'_>,
    place: Place,
) -> Vec<Sign> {
    let text = seen.text;
    let sign = |what: String, certain: bool, text: String| Sign {
        subject: subject.clone(),
        at: (at.0, at.1.to_owned()),
        what,
        certain,
        text,
    };
    let mut signs: Vec<Sign> = hidden(text)
        .into_iter()
        .map(|(what, certain, i)| {
            sign(
                format!("hidden characters: {what}"),
                certain,
                shorten(
                    &text
                        .chars()
                        .skip(i.saturating_sub(20))
                        .take(80)
                        .collect::<String>(),
                ),
            )
        })
        .collect();
    // What people do not see, and a note that they do not see beside it.
    let noted = |comment: &str| comment.split_whitespace().nth(2).is_some();
    if !signs.is_empty() && comments(text).any(noted) {
        signs.iter_mut().for_each(|sign| sign.certain = true);
    }
    let foreign = beyond_ascii(text).any(char::is_alphabetic);
    if foreign
        && let Some(word) = text
            .split(|c: char| !c.is_alphanumeric())
            .find(|word| word.chars().count() > 3 && mixed(word))
    {
        signs.push(sign(
            "letters of two alphabets in one word".to_owned(),
            false,
            shorten(word),
        ));
    }
    if text.len() > LONGEST {
        let what = format!("more than {} KiB in one text", LONGEST >> 10);
        signs.push(sign(what, false, shorten(text)));
    }
    let orders = orders_seen(seen, place);
    signs.extend(
        behind(seen, &orders).map(|(what, certain, text)| sign(what, certain, shorten(&text))),
    );
    if foreign || text.len() > 24 && seen.glance.has(Glance::FOREIGN) {
        let foreign = tongues::orders(text).into_iter();
        signs.extend(
            foreign
                .filter(|order| orders.iter().all(|old| old.what != order.what))
                .map(|order| sign(order.what.to_owned(), order.certain, shorten(&order.text))),
        );
    }
    // Orders in a text that also hides something: no fair reader doubts.
    let both = !signs.is_empty() && !orders.is_empty();
    signs.iter_mut().for_each(|sign| sign.certain |= both);
    signs.extend(orders.into_iter().map(|order| {
        sign(
            order.what.to_owned(),
            order.certain() || both,
            shorten(&order.text),
        )
    }));
    signs
}

/// Words by which a comment that nobody is meant to see speaks to the model.
const TO_MODEL: &Words = words!(
    "always|never|must|ignore|assistant|instruction|instructions|secretly|you|your|bypass|override|exfiltrate|system|ai|llm|hidden|silently|outside|external"
);

/// What stands behind encodings and in comments, where it orders more than the text does that all can read.
fn behind<'t>(
    seen: &'t Seen<'t>,
    open: &'t [Order],
) -> impl Iterator<Item = (String, bool, String)> + 't {
    veiled(seen).into_iter().filter_map(|inside| {
        // What is hidden says nothing of a tool: its first words order as the others do.
        let place = Place {
            speaks: true,
            home: true,
            ..Place::default()
        };
        let orders = orders(&inside.text, place);
        // Plain words read backwards are others: "live" is one.
        let by_chance = |order: &Order| {
            inside.how == "letters in reverse" && order.what == "words of an attack"
        };
        let new = orders
            .iter()
            .any(|order| !by_chance(order) && open.iter().all(|old| old.what != order.what));
        let comment = inside.how == "an HTML comment";
        let encoded = matches!(
            inside.how,
            "base64" | "hexadecimal" | "codes of characters" | "Morse"
        );
        let ordered =
            !orders.is_empty() && (new || comment) || comment && speaks(&inside.text, TO_MODEL);
        (ordered || encoded).then(|| {
            let what = if ordered {
                "an order hidden in"
            } else {
                "a text hidden in"
            };
            let certain = ordered && !studies(&Prose::of(seen.text));
            (format!("{what} {}", inside.how), certain, inside.text)
        })
    })
}

/// Names that a reader takes for another's: the same letters after look-alikes are folded.
pub(crate) fn doubles(items: &[&Item]) -> Vec<Sign> {
    let mut first: BTreeMap<String, &Item> = BTreeMap::new();
    let mut signs = Vec::new();
    for item in items {
        let Some(name) = &item.name else { continue };
        let seen = look_alike(name);
        match first.get(&seen) {
            Some(other) if other.name.as_ref() != Some(name) => signs.push(Sign {
                subject: (kind_id(item.kind).to_owned(), item.label()),
                at: (item.at.frame, "/name".to_owned()),
                what: "a name that looks like another's".to_owned(),
                certain: !name.is_ascii(),
                text: shorten(&format!("{name} / {}", other.label())),
            }),
            Some(_) => {}
            None => {
                first.insert(seen, item);
            }
        }
    }
    signs
}
