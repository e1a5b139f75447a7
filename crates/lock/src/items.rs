//! What changed between two listings: items that came, went, were renamed, or say something else now.

use crate::Listed;
use crate::change::{Changes, Part, Subject, Weight};
use crate::schema::schema;
use crate::texts::{around, unseen};
use evidence::{Kind, hidden};
use gate_engine::Effect;
use judge::JudgedTool;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Everything that changed from the old listing to the new one. Empty where every definition is the same.
#[must_use]
pub fn changes(old: &Listed, new: &Listed) -> Changes {
    let mut changes = Changes::default();
    server(&mut changes, old, new);
    for (kind, part) in [
        (Kind::Tool, Part::Tool),
        (Kind::Prompt, Part::Prompt),
        (Kind::Resource, Part::Resource),
        (Kind::Template, Part::Template),
    ] {
        items(&mut changes, part, &named(old, kind), &named(new, kind));
    }
    judged(&mut changes, old, new);
    surface(&mut changes, old, new);
    changes.sorted()
}

/// Tools that both list, and of which the agent gets another choice.
fn surface(changes: &mut Changes, old: &Listed, new: &Listed) {
    let (Some(before), Some(now)) = (&old.surface, &new.surface) else {
        return;
    };
    let listed = |listed: &Listed, name: &str| {
        let mut tools = listed.tools.iter();
        tools.any(|tool| tool.item.label() == name)
    };
    for name in before.symmetric_difference(now) {
        if !listed(old, name) || !listed(new, name) {
            continue;
        }
        let (weight, says) = match now.contains(name) {
            true => (Weight::Wider, "the agent gets it now"),
            false => (Weight::Narrower, "the agent does not get it any more"),
        };
        let mut subject = Subject {
            part: Part::Tool,
            name,
            changes,
        };
        subject.say(weight, "surface", says);
    }
}

fn server(changes: &mut Changes, old: &Listed, new: &Listed) {
    let mut subject = Subject {
        part: Part::Server,
        name: "",
        changes,
    };
    let known = |text: &Option<String>| text.clone().unwrap_or_else(|| "unknown".to_owned());
    if old.package != new.package {
        let says = format!(
            "the package is {} now, and was {}",
            known(&new.package),
            known(&old.package)
        );
        subject.say(Weight::Other, "package", says);
    }
    if old.version != new.version {
        let says = format!(
            "it calls itself version {} now, and was {}",
            known(&new.version),
            known(&old.version)
        );
        subject.say(Weight::Other, "version", says);
    }
    let (before, now) = (instructions(old), instructions(new));
    if before != now {
        let says = spoken("the instructions changed", &before, &now);
        subject.with(
            Weight::Text,
            "instructions",
            says,
            Some(around(&before, &now)),
        );
    }
}

fn instructions(listed: &Listed) -> String {
    let mut texts: Vec<&str> = listed
        .inventory
        .instructions
        .iter()
        .map(|(text, ..)| text.as_str())
        .collect();
    texts.sort_unstable();
    texts.join("\n")
}

/// Says of a changed text which characters nobody sees in it.
fn spoken(says: &str, old: &str, new: &str) -> String {
    match unseen(old, new).as_slice() {
        [] => says.to_owned(),
        [one] => format!("{says}; it holds the invisible {one} now"),
        many => format!("{says}; it holds the invisible {} now", many.join(", ")),
    }
}

/// Items by name: more than one definition may share it, where clients are shown different ones.
type Named = BTreeMap<String, Vec<Value>>;

fn named(listed: &Listed, kind: Kind) -> Named {
    let mut named = Named::new();
    for entry in listed.inventory.of(kind) {
        let value = match entry.item.raw.value() {
            Value::Null => Value::String(entry.item.digest.clone()),
            value => value,
        };
        let mut name = entry.item.label();
        // Where an item is found tells it from others better than what it is called.
        if let Some(uri) = value.get("uri").or_else(|| value.get("uriTemplate")) {
            name = uri.as_str().map_or(name, str::to_owned);
        }
        named.entry(name).or_default().push(value);
    }
    named
}

fn items(changes: &mut Changes, part: Part, old: &Named, new: &Named) {
    let gone: BTreeSet<&String> = old.keys().filter(|name| !new.contains_key(*name)).collect();
    let mut fresh: BTreeSet<&String> = new.keys().filter(|name| !old.contains_key(*name)).collect();
    for name in gone {
        let mut subject = Subject {
            part,
            name,
            changes,
        };
        let same = |other: &&&String| {
            let both = old.get(name).zip(new.get(**other));
            both.is_some_and(|(a, b)| nameless(a) == nameless(b))
        };
        match fresh.iter().find(same).copied() {
            Some(other) => {
                subject.say(Weight::Other, "renamed", format!("is called `{other}` now"));
                fresh.remove(other);
            }
            None => subject.say(Weight::Narrower, "removed", "is gone"),
        }
    }
    for name in fresh {
        let mut subject = Subject {
            part,
            name,
            changes,
        };
        subject.say(Weight::Wider, "added", "is new");
    }
    for (name, before) in old {
        if let Some(now) = new.get(name).filter(|now| *now != before) {
            let mut subject = Subject {
                part,
                name,
                changes,
            };
            definitions(&mut subject, before, now);
        }
    }
}

/// Definitions without their names, to find one that was renamed.
fn nameless(values: &[Value]) -> Vec<Value> {
    values
        .iter()
        .map(|value| {
            let mut value = value.clone();
            if let Value::Object(members) = &mut value {
                members.remove("name");
                members.remove("uri");
            }
            value
        })
        .collect()
}

fn definitions(subject: &mut Subject<'_>, before: &[Value], now: &[Value]) {
    if let ([old], [new]) = (before, now) {
        return definition(subject, old, new);
    }
    // Clients are shown different ones: what is the same on both sides pairs off, the rest is compared in order.
    let left: Vec<&Value> = before.iter().filter(|one| !now.contains(one)).collect();
    let right: Vec<&Value> = now.iter().filter(|one| !before.contains(one)).collect();
    for (old, new) in left.iter().zip(&right) {
        definition(subject, old, new);
    }
    if left.len() != right.len() {
        let says = format!(
            "has {} definitions now, and had {}",
            now.len(),
            before.len()
        );
        let weight = if now.len() > before.len() {
            Weight::Wider
        } else {
            Weight::Other
        };
        subject.say(weight, "other", says);
    }
}

fn definition(subject: &mut Subject<'_>, old: &Value, new: &Value) {
    let empty = serde_json::Map::new();
    let members = |value: &Value| value.as_object().cloned().unwrap_or_else(|| empty.clone());
    let (before, now) = (members(old), members(new));
    if before.is_empty() || now.is_empty() {
        return subject.say(Weight::Other, "other", "changed as a whole");
    }
    let keys: BTreeSet<&String> = before.keys().chain(now.keys()).collect();
    for key in keys {
        let none = Value::Null;
        let (a, b) = (
            before.get(key).unwrap_or(&none),
            now.get(key).unwrap_or(&none),
        );
        if a == b {
            continue;
        }
        match key.as_str() {
            "inputSchema" => schema(subject, "input", a, b),
            "outputSchema" => schema(subject, "output", a, b),
            "description" => text(subject, "description", a, b),
            "title" => text(subject, "title", a, b),
            "annotations" => annotations(subject, a, b),
            key => value(subject, key, a, b),
        }
    }
}

fn text(subject: &mut Subject<'_>, what: &'static str, old: &Value, new: &Value) {
    let (a, b) = (
        old.as_str().unwrap_or_default(),
        new.as_str().unwrap_or_default(),
    );
    let says = spoken(&format!("the {what} changed"), a, b);
    subject.with(Weight::Text, what, says, Some(around(a, b)));
}

/// What a server claims of a tool. A claim that calms more than before is wider: it may lower somebody's guard.
fn annotations(subject: &mut Subject<'_>, old: &Value, new: &Value) {
    const CALMING: [(&str, bool); 4] = [
        ("readOnlyHint", true),
        ("destructiveHint", false),
        ("idempotentHint", true),
        ("openWorldHint", false),
    ];
    let mut rest = old != new;
    for (hint, calm) in CALMING {
        let (a, b) = (
            old.get(hint).and_then(Value::as_bool),
            new.get(hint).and_then(Value::as_bool),
        );
        if a == b {
            continue;
        }
        rest = false;
        let weight = if b == Some(calm) {
            Weight::Wider
        } else {
            Weight::Other
        };
        let word =
            |value: Option<bool>| value.map_or("not given".to_owned(), |value| value.to_string());
        subject.say(
            weight,
            "annotations",
            format!("{hint} is {} now, and was {}", word(b), word(a)),
        );
    }
    if rest {
        value(subject, "annotations", old, new);
    }
}

fn value(subject: &mut Subject<'_>, key: &str, old: &Value, new: &Value) {
    let (a, b) = (old.to_string(), new.to_string());
    let key: String = key.chars().filter(|c| !hidden(*c)).take(60).collect();
    subject.with(
        Weight::Other,
        "other",
        format!("`{key}` changed"),
        Some(around(&a, &b)),
    );
}

/// What the judgement of each tool that is there on both sides gained or lost.
fn judged(changes: &mut Changes, old: &Listed, new: &Listed) {
    let by_name = |tools: &[JudgedTool]| -> BTreeMap<String, JudgedTool> {
        let named = tools.iter().map(|tool| (tool.item.label(), tool.clone()));
        named.collect()
    };
    let (before, now) = (by_name(&old.tools), by_name(&new.tools));
    for (name, a) in &before {
        let Some(b) = now.get(name) else { continue };
        let mut subject = Subject {
            part: Part::Tool,
            name,
            changes,
        };
        judgement(&mut subject, a, b);
    }
}

fn judgement(subject: &mut Subject<'_>, a: &JudgedTool, b: &JudgedTool) {
    if a.effect != b.effect {
        let weight = if harm(b.effect) > harm(a.effect) {
            Weight::Wider
        } else {
            Weight::Narrower
        };
        let says = format!(
            "its effect is {} now, and was {}",
            b.effect.id(),
            a.effect.id()
        );
        subject.say(weight, "effect", says);
    }
    if b.broad && !a.broad {
        subject.say(
            Weight::Wider,
            "capability",
            "one call of it can do anything of its kind now",
        );
    }
    let sets = [
        (
            "capability",
            ids(&a.capabilities, |one| one.id()),
            ids(&b.capabilities, |one| one.id()),
        ),
        (
            "data",
            ids(&a.sensitive, |one| one.id()),
            ids(&b.sensitive, |one| one.id()),
        ),
        (
            "approval",
            ids(&a.approval, |one| one.id()),
            ids(&b.approval, |one| one.id()),
        ),
    ];
    for (what, before, now) in sets {
        let gained: Vec<&str> = now.difference(&before).copied().collect();
        let lost: Vec<&str> = before.difference(&now).copied().collect();
        let verb = match what {
            "capability" => ["it can", "it can no more"],
            "data" => ["it reaches", "it reaches no more"],
            _ => ["it needs approval for", "it needs no more approval for"],
        };
        for (some, verb, weight) in [
            (gained, verb[0], Weight::Wider),
            (lost, verb[1], Weight::Narrower),
        ] {
            if !some.is_empty() {
                subject.say(weight, what, format!("{verb}: {}", some.join(", ")));
            }
        }
    }
    if let (Some(bound), None) = (&a.bound, &b.bound) {
        subject.say(
            Weight::Wider,
            "bound",
            format!("its text states no bound any more, and stated {bound}"),
        );
    }
}

fn ids<T: Copy + Ord>(set: &BTreeSet<T>, id: fn(T) -> &'static str) -> BTreeSet<&'static str> {
    set.iter().map(|one| id(*one)).collect()
}

/// Unknown counts as a write everywhere, and is worse than one that is known.
const fn harm(effect: Effect) -> u8 {
    match effect {
        Effect::Read => 0,
        Effect::Write => 1,
        Effect::Unknown => 2,
        Effect::Destructive => 3,
    }
}
