//! A revision's official schema, and what in it our tables speak of.

use crate::explained::MENDED;
use evidence::revision::Revision;
use evidence::{Kind, Side};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// What is held against both.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Subject {
    Request(Side, String),
    Notification(Side, String),
    Result(Side, String),
    Error,
    Item(Kind),
    Page,
}

pub(crate) struct Schema {
    pub(crate) revision: &'static Revision,
    root: Value,
    /// `definitions` or `$defs`.
    member: &'static str,
}

/// Where the schemas are looked for.
#[expect(
    clippy::disallowed_methods,
    reason = "a test is told where its oracle is"
)]
pub(crate) fn folder() -> PathBuf {
    std::env::var_os("GATECHECK_SCHEMAS").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/spec/schema"),
        PathBuf::from,
    )
}

impl Schema {
    /// `None` where it is not there.
    #[expect(clippy::disallowed_methods, reason = "a test reads its oracle")]
    pub(crate) fn read(revision: &'static Revision) -> Option<Self> {
        let file = folder().join(format!("{}.json", revision.id));
        let mut root: Value = serde_json::from_slice(&std::fs::read(file).ok()?).unwrap();
        for mended in MENDED
            .iter()
            .filter(|mended| mended.revision == revision.id)
        {
            let there = root.pointer_mut(mended.pointer).unwrap();
            assert_eq!(
                there.to_string(),
                mended.says,
                "no longer so: {}",
                mended.reason
            );
            *there = serde_json::from_str(mended.means).unwrap();
        }
        let member = if root.get("$defs").is_some() {
            "$defs"
        } else {
            "definitions"
        };
        Some(Self {
            revision,
            root,
            member,
        })
    }

    fn definition(&self, name: &str) -> Option<&Value> {
        self.root[self.member].get(name)
    }

    fn reference(&self, name: &str) -> Value {
        json!({"$ref": format!("#/{}/{name}", self.member)})
    }

    /// What a `$ref` of this schema points to.
    pub(crate) fn resolve(&self, reference: &str) -> &Value {
        self.root
            .pointer(reference.strip_prefix('#').unwrap())
            .unwrap()
    }

    /// A validator of rules that may point into the schema.
    pub(crate) fn compile(&self, rules: &Value) -> jsonschema::Validator {
        let whole = json!({
            "$schema": self.root["$schema"], self.member: self.root[self.member], "allOf": [rules],
        });
        jsonschema::options()
            .should_validate_formats(false)
            .build(&whole)
            .unwrap()
    }

    /// The definitions that a union names; the union itself where it is but one.
    fn arms(&self, union: &str) -> Vec<Value> {
        let Some(definition) = self.definition(union) else {
            return Vec::new();
        };
        match definition.get("anyOf").and_then(Value::as_array) {
            Some(arms) => arms.clone(),
            None => vec![self.reference(union)],
        }
    }

    fn followed<'s>(&'s self, rules: &'s Value) -> &'s Value {
        match rules.get("$ref").and_then(Value::as_str) {
            Some(reference) => self.followed(self.resolve(reference)),
            None => rules,
        }
    }

    /// Every method with its rules, by side, whether it is a request, and name.
    pub(crate) fn methods(&self) -> BTreeMap<(Side, bool, String), Value> {
        let unions = [
            ("ClientRequest", Side::Client, true),
            ("ServerRequest", Side::Server, true),
            ("ClientNotification", Side::Client, false),
            ("ServerNotification", Side::Server, false),
        ];
        let mut methods = BTreeMap::new();
        for (union, from, request) in unions {
            for arm in self.arms(union) {
                let name = self.followed(&arm)["properties"]["method"]["const"].clone();
                methods.insert((from, request, name.as_str().unwrap().to_owned()), arm);
            }
        }
        methods
    }

    /// Everything that the tables speak of, with the rules that the schema has for it.
    pub(crate) fn subjects(&self) -> Vec<(Subject, Value)> {
        let mut subjects = Vec::new();
        for ((from, request, name), rules) in self.methods() {
            let envelope = self.reference(if request {
                "JSONRPCRequest"
            } else {
                "JSONRPCNotification"
            });
            let whole = json!({"allOf": [envelope, rules]});
            if request {
                let result = self.result(&rules);
                subjects.push((Subject::Request(from, name.clone()), whole));
                subjects.push((Subject::Result(from, name), result));
            } else {
                subjects.push((Subject::Notification(from, name), whole));
            }
        }
        let items = ["Tool", "Resource", "ResourceTemplate", "Prompt"];
        for (kind, name) in Kind::ALL.into_iter().zip(items) {
            subjects.push((Subject::Item(kind), self.reference(name)));
        }
        subjects.push((Subject::Error, self.error()));
        let caching = self
            .definition("CacheableResult")
            .map_or("Result", |_| "CacheableResult");
        let page = json!({"allOf": [self.reference("Result"), self.reference(caching)]});
        subjects.push((Subject::Page, page));
        subjects
    }

    /// What a request is answered with: the definition of its name, or nothing of its own.
    fn result(&self, request: &Value) -> Value {
        let name = request["$ref"]
            .as_str()
            .unwrap()
            .rsplit('/')
            .next()
            .unwrap();
        let own = format!("{}Result", name.strip_suffix("Request").unwrap());
        let name = if self.definition(&own).is_some() {
            own.as_str()
        } else {
            "EmptyResult"
        };
        let result = self.reference(name);
        let response = self.definition(&format!("{own}Response"));
        let asks_first = response.is_some_and(|response| {
            response["properties"]["result"]["anyOf"]
                .as_array()
                .is_some_and(|arms| arms.contains(&self.reference("InputRequiredResult")))
        });
        if asks_first {
            // The schema takes any result for one that asks first; what it says of itself decides.
            let asks = json!({"required": ["resultType"], "properties": {"resultType": {"const": "input_required"}}});
            return json!({"if": asks, "then": self.reference("InputRequiredResult"), "else": result});
        }
        if name == "CallToolResult" && self.definition("CreateTaskResult").is_some() {
            return json!({"anyOf": [result, self.reference("CreateTaskResult")]});
        }
        result
    }

    /// An error, and what errors of certain codes carry beyond that.
    fn error(&self) -> Value {
        let plain = if self.definition("Error").is_some() {
            self.reference("Error")
        } else {
            self.reference("JSONRPCError/properties/error")
        };
        let mut all = vec![plain];
        for (name, definition) in self.root[self.member].as_object().unwrap() {
            let parts = definition.pointer("/properties/error/allOf");
            let code = parts.and_then(Value::as_array).and_then(|parts| {
                parts
                    .iter()
                    .find_map(|part| part.pointer("/properties/code/const"))
            });
            if let Some(code) = code {
                all.push(json!({
                    "if": {"required": ["code"], "properties": {"code": {"const": code}}},
                    "then": self.reference(&format!("{name}/properties/error")),
                }));
            }
        }
        json!({ "allOf": all })
    }
}
