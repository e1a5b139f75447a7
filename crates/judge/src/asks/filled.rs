//! What a schema fills in by itself: a place of secrets, an address that copies go to.

use crate::name;
use crate::prose::{Words, one_of, words};
use serde_json::Value;

/// A place where secrets are kept that a schema fills in by itself.
pub(super) fn filled_in(schema: &Value) -> Option<&str> {
    let members = ["default", "const", "examples", "enum"];
    let values = members.iter().filter_map(|member| schema.get(member));
    let mut texts = values.flat_map(|value| match value {
        Value::Array(list) => list.iter().filter_map(Value::as_str).collect(),
        value => value.as_str().into_iter().collect::<Vec<_>>(),
    });
    texts.find(|text| SECRET_PLACES.iter().any(|place| text.contains(place)))
}

/// Files that hold secrets, as nobody names them by chance.
const SECRET_PLACES: &[&str] = &[
    "/.ssh/id_",
    "/.aws/credentials",
    "/etc/shadow",
    "/etc/passwd",
    "/.gnupg",
    ".git-credentials",
    "/.netrc",
    "/.pgpass",
    "/.npmrc",
    ".bash_history",
    ".zsh_history",
    ".sh_history",
    ".python_history",
    ".psql_history",
    ".mysql_history",
    "/proc/self/environ",
    "wallet.dat",
    "Login Data",
    "/.docker/config.json",
    "/Keychains",
    "hosts.yml",
];

/// Words of tools and parameters whose trade such places are.
static PLACES: Words = Words::of(
    "key|keys|ssh|identity|credential|credentials|config|env|history|auth|npmrc|netrc|docker|wallet|gpg|login|kubeconfig|secret|secrets|password|passwords|passwd|users|profile|certificate|pem|remote|host|hosts|sftp|scp|git|keyring",
);

/// Whether a tool or its parameter is named for such places.
pub(super) fn of_places(raw: &Value, parameter: &str) -> bool {
    let name = raw.get("name").and_then(Value::as_str).unwrap_or_default();
    [name, parameter]
        .iter()
        .any(|name| name::words(name).iter().any(|word| one_of(&PLACES, word)))
}

/// An address that a parameter for copies of a message already holds.
pub(super) fn fixed_address<'a>(name: &str, schema: &'a Value) -> Option<&'a str> {
    let copies = name.split(' ').any(|word| {
        one_of(
            words!("cc|bcc|forward|copy|mirror|relay|duplicate|shadow"),
            word,
        )
    });
    let value = schema
        .get("default")
        .or_else(|| schema.get("const"))?
        .as_str()?;
    let phone = value.starts_with('+') && value.len() > 7;
    (copies && (phone || value.contains('@') || value.contains("://"))).then_some(value)
}
