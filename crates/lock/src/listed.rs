//! What a server lists, wherever it is known from: a run or a lock.

use crate::{Locked, LockedEntry, LockedTarget};
use evidence::build::Server;
use evidence::{Facts, FrameId, Inventory, Item, Kind, Observed, Target, Variant};
use gate_engine::Gate;
use judge::{Judged, JudgedTool, judge};
use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// What a server lists, and what its tools were judged to be.
#[derive(Debug, Clone)]
pub struct Listed {
    pub(crate) inventory: Inventory,
    pub(crate) tools: Vec<JudgedTool>,
    /// The package that was started, and the version that the server gave of itself.
    pub(crate) package: Option<String>,
    pub(crate) version: Option<String>,
    /// The tools that the agent gets, where that is known.
    pub(crate) surface: Option<BTreeSet<String>>,
}

impl Listed {
    /// From a run and what it was judged to be.
    #[must_use]
    pub fn seen(facts: &Facts, judged: &Judged) -> Self {
        Self {
            inventory: facts.inventory.clone(),
            tools: judged.tools.clone(),
            package: facts.package(),
            version: version(facts),
            surface: None,
        }
    }

    /// With the tools that the agent gets of it.
    #[must_use]
    pub fn shown(self, surface: &[String]) -> Self {
        Self {
            surface: Some(surface.iter().cloned().collect()),
            ..self
        }
    }

    /// From a lock.
    #[must_use]
    pub fn locked(locked: &Locked) -> Self {
        let facts = locked.facts();
        Self {
            tools: judge(&facts).tools,
            inventory: facts.inventory,
            package: locked.package.clone(),
            version: locked.version.clone(),
            surface: None,
        }
        .shown(&locked.surface)
    }

    /// The entry of a run, not sealed yet: `None` where it holds no whole listing to pin.
    #[must_use]
    pub fn lock(facts: &Facts, gate: Gate, on: &str, kept: &BTreeSet<String>) -> Option<Locked> {
        let inventory = &facts.inventory;
        if !inventory.is_whole() {
            return None;
        }
        let mut surface: Vec<String> = inventory
            .tools
            .iter()
            .map(|entry| entry.item.label())
            .filter(|name| !kept.contains(name))
            .collect();
        surface.sort();
        surface.dedup();
        let mut instructions: Vec<String> = inventory
            .instructions
            .iter()
            .map(|(text, ..)| text.clone())
            .collect();
        instructions.sort();
        Some(Locked {
            target: match &facts.header.target {
                Target::Stdio { command } => LockedTarget::Command(command.clone()),
                Target::Http { url } => LockedTarget::Url(url.clone()),
            },
            entry: LockedEntry::default(),
            package: facts.package(),
            version: version(facts),
            on: on.to_owned(),
            gate: gate.id().to_owned(),
            surface,
            pin: facts.pin.clone()?,
            instructions,
            tools: definitions(inventory, Kind::Tool),
            prompts: definitions(inventory, Kind::Prompt),
            resources: definitions(inventory, Kind::Resource),
            templates: definitions(inventory, Kind::Template),
            seal: String::new(),
        })
    }
}

impl Locked {
    /// What it holds, as a run would have shown it.
    #[must_use]
    pub fn facts(&self) -> Facts {
        let server = Server {
            tools: self.tools.clone(),
            prompts: self.prompts.clone(),
            resources: self.resources.clone(),
            templates: self.templates.clone(),
            ..Server::default()
        };
        let mut facts = Facts::read(&server.transcript());
        let texts = self.instructions.iter();
        facts.inventory.instructions = texts
            .map(|text| (text.clone(), vec![Variant::Declared], FrameId(0)))
            .collect();
        facts
    }
}

/// The pin of the definitions in a lock; `None` where one is known by its digest alone, so that it cannot be found again.
pub(crate) fn pin(locked: &Locked) -> Option<String> {
    let inventory = locked.facts().inventory;
    let whole = inventory
        .all()
        .all(|entry| entry.item.raw.value().is_object());
    whole.then(|| inventory.pin())
}

/// The definitions of a kind by name, their members sorted, so that a changed order is no change in the file.
fn definitions(inventory: &Inventory, kind: Kind) -> Vec<Value> {
    let mut items: Vec<&Item> = inventory
        .of(kind)
        .iter()
        .map(|entry| &*entry.item)
        .collect();
    items.sort_by(|a, b| (&a.name, &a.digest).cmp(&(&b.name, &b.digest)));
    items
        .into_iter()
        .map(|item| match item.raw.value() {
            Value::Null => Value::String(item.digest.clone()),
            value => sorted(value),
        })
        .collect()
}

/// A value with the members of each object sorted; the name first, where people look for it.
fn sorted(value: Value) -> Value {
    match value {
        Value::Object(members) => {
            let mut members: Vec<(String, Value)> = members.into_iter().collect();
            members.sort_by(|(a, _), (b, _)| (a != "name", a).cmp(&(b != "name", b)));
            let members = members.into_iter().map(|(key, value)| (key, sorted(value)));
            Value::Object(members.collect::<Map<_, _>>())
        }
        Value::Array(values) => Value::Array(values.into_iter().map(sorted).collect()),
        value => value,
    }
}

/// The version that the server gave of itself.
fn version(facts: &Facts) -> Option<String> {
    facts.sessions.iter().find_map(|session| {
        let Observed::Seen {
            value: handshake, ..
        } = &session.handshake
        else {
            return None;
        };
        let info = handshake.server_info.as_ref()?;
        Some(info.get("version")?.as_str()?.to_owned())
    })
}
