//! The file: `schema = "mcp-gatecheck/lock/1"`.

use crate::listed::pin;
use gate_engine::Gate;
use jiff::civil::Date;
use serde::de::{Error as _, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// The schema of the file.
pub const SCHEMA: &str = "mcp-gatecheck/lock/1";

/// What servers listed when they were reviewed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a lock: `schema` and `servers`")]
pub struct Lock {
    /// [`SCHEMA`].
    schema: String,
    /// The servers, by the names that the user gives them. Add to them with [`Lock::put`].
    #[serde(deserialize_with = "once_each")]
    pub servers: BTreeMap<String, Locked>,
}

impl Default for Lock {
    fn default() -> Self {
        Self {
            schema: SCHEMA.to_owned(),
            servers: BTreeMap::new(),
        }
    }
}

/// One server as it was locked. The order of the fields is the order in the file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a locked server")]
pub struct Locked {
    /// How it was reached.
    pub target: LockedTarget,
    /// What its entry gives it besides. Nothing where a run was locked: no run says from which entry it came.
    #[serde(default, skip_serializing_if = "LockedEntry::is_bare")]
    pub entry: LockedEntry,
    /// The package that was started, as `npm:NAME@VERSION`, where that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub package: Option<String>,
    /// The version that it gave of itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// The day of the run.
    pub on: String,
    /// The gate that was assigned then.
    pub gate: String,
    /// The tools that the agent gets, by name.
    pub surface: Vec<String>,
    /// SHA-256 of the definitions below, as in a review record.
    pub pin: String,
    /// Its instructions, each distinct text.
    pub instructions: Vec<String>,
    /// Definitions of its tools, as listed; of one that could not be read, its digest.
    pub tools: Vec<Value>,
    /// Definitions of its prompts.
    pub prompts: Vec<Value>,
    /// Definitions of its resources.
    pub resources: Vec<Value>,
    /// Definitions of its resource templates.
    pub templates: Vec<Value>,
    /// SHA-256 of all of the above and of its name: a gate or a surface that somebody wrote by hand is told from one that was
    /// reached. [`Lock::put`] writes it.
    pub seal: String,
}

/// How a server was reached. Secrets in a command or a URL were redacted when they were recorded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LockedTarget {
    /// The command that started it.
    Command(Vec<String>),
    /// Its URL.
    Url(String),
}

/// What a configured server is given besides its command: with it, another server may come of the same command.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LockedEntry {
    /// Where it is started, as the entry writes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    cwd: Option<String>,
    /// Names of its variables, sorted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    env: Vec<String>,
    /// SHA-256 of the values that stand there in plain text, where any does. Never the values, nor of a credential.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    values: Option<String>,
}

impl LockedEntry {
    /// Of an entry: where it is started, and its variables by name, each with its value where that is plain text and no
    /// credential.
    #[must_use]
    pub fn new(cwd: Option<String>, env: &BTreeMap<&str, Option<&str>>) -> Self {
        let plain = env.iter().filter_map(|(name, value)| {
            let value = (*value)?;
            Some(((*name).to_owned(), value.into()))
        });
        let plain: Map<String, Value> = plain.collect();
        let any = !plain.is_empty();
        Self {
            cwd,
            env: env.keys().map(|name| (*name).to_owned()).collect(),
            values: any.then(|| evidence::canonical_digest(&Value::Object(plain))),
        }
    }

    /// Whether it gives nothing.
    fn is_bare(&self) -> bool {
        *self == Self::default()
    }
}

/// What is wrong with a lock.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Wrong {
    /// It is larger than any lock is.
    #[error("larger than {} MiB", MOST_BYTES >> 20)]
    Large,
    /// It is no JSON, or has another shape.
    #[error("line {line}, column {column}: {what}")]
    Shape {
        /// The line, counted from 1.
        line: usize,
        /// The column, counted from 1.
        column: usize,
        /// What is wrong.
        what: String,
    },
    /// It has another schema.
    #[error("its schema is “{0}”, not “{SCHEMA}”")]
    Schema(String),
    /// A definition was changed in the file.
    #[error(
        "servers.{0}.pin does not belong to the definitions beside it: one of them was changed in the file"
    )]
    Pin(String),
    /// The agent would get a tool that is not locked.
    #[error("servers.{0}.surface names “{1}”, which is none of the tools beside it")]
    Surface(String, String),
    /// Something else was changed in the file: the gate, the surface, the day …
    #[error(
        "servers.{0}.seal does not belong to the rest of its entry: something in it was changed in the file"
    )]
    Seal(String),
    /// A text that is no day.
    #[error("servers.{0}.on is “{1}”, which is no day, such as 2026-11-25")]
    Day(String, String),
    /// A word that is no gate.
    #[error("servers.{0}.gate is “{1}”, which is no gate")]
    Gate(String, String),
}

/// A lock larger than this is none.
const MOST_BYTES: usize = 64 << 20;

impl Lock {
    /// Reads a lock.
    ///
    /// # Errors
    /// What is wrong with it, first thing first: size, shape, schema, then each server by name.
    pub fn read(text: &str) -> Result<Self, Wrong> {
        if text.len() > MOST_BYTES {
            return Err(Wrong::Large);
        }
        let lock: Self = serde_json::from_str(text).map_err(|error| Wrong::Shape {
            line: error.line(),
            column: error.column(),
            what: plain(&error),
        })?;
        if lock.schema != SCHEMA {
            return Err(Wrong::Schema(lock.schema.chars().take(60).collect()));
        }
        for (name, locked) in &lock.servers {
            server(name, locked)?;
        }
        Ok(lock)
    }

    /// Puts a server into it, sealed; what it held under this name goes.
    pub fn put(&mut self, name: String, mut locked: Locked) {
        locked.seal = seal(&name, &locked);
        self.servers.insert(name, locked);
    }
}

/// What an entry's seal must be.
fn seal(name: &str, locked: &Locked) -> String {
    // An entry is made of texts and of values that were JSON: it always has a form.
    let mut entry = serde_json::to_value(locked).unwrap_or_default();
    if let Some(entry) = entry.as_object_mut() {
        entry.remove("seal");
    }
    evidence::canonical_digest(&Value::Array(vec![name.into(), entry]))
}

/// Whether what stands there of one server can have been written by us.
fn server(name: &str, locked: &Locked) -> Result<(), Wrong> {
    let name = name.to_owned();
    if Gate::from_id(&locked.gate).is_none() {
        return Err(Wrong::Gate(name, locked.gate.clone()));
    }
    if locked.on.parse::<Date>().is_err() {
        return Err(Wrong::Day(name, locked.on.clone()));
    }
    if pin(locked).is_some_and(|pin| pin != locked.pin) {
        return Err(Wrong::Pin(name));
    }
    let tools: BTreeSet<&str> = locked.tools.iter().filter_map(tool_name).collect();
    // A tool that is known by its digest alone has no name here.
    let named = tools.len() == locked.tools.len();
    let strange = |tool: &&String| named && !tools.contains(tool.as_str());
    match locked.surface.iter().find(strange) {
        Some(tool) => Err(Wrong::Surface(name, tool.clone())),
        None if seal(&name, locked) != locked.seal => Err(Wrong::Seal(name)),
        None => Ok(()),
    }
}

fn tool_name(tool: &Value) -> Option<&str> {
    tool.get("name")?.as_str()
}

/// Servers by name. A name that stands there twice is refused: a reader may have seen the other of the two.
fn once_each<'de, D: Deserializer<'de>>(from: D) -> Result<BTreeMap<String, Locked>, D::Error> {
    struct Servers;
    impl<'de> Visitor<'de> for Servers {
        type Value = BTreeMap<String, Locked>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("servers by name")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            let mut servers = BTreeMap::new();
            while let Some((name, locked)) = map.next_entry::<String, Locked>()? {
                if servers.contains_key(&name) {
                    return Err(A::Error::custom(format_args!("“{name}” is locked twice")));
                }
                servers.insert(name, locked);
            }
            Ok(servers)
        }
    }
    from.deserialize_map(Servers)
}

/// The words of an error, without the place that it ends in.
fn plain(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let place = format!(" at line {} column {}", error.line(), error.column());
    // It may quote what stands there, however long that is.
    text.trim_end_matches(&place).chars().take(300).collect()
}
