//! Names as JSON, TOML and YAML write them. Only plain names come here: see `is_literal` of the policy.

/// A string of JSON.
pub(super) fn json(name: &str) -> String {
    format!("\"{}\"", name.replace('\\', "\\\\").replace('"', "\\\""))
}

/// A string of TOML, as a value and as a key.
pub(super) fn toml(name: &str) -> String {
    json(name)
}

/// A string of YAML: bare where nothing else can be meant.
pub(super) fn yaml(name: &str) -> String {
    let word = |c: char| c.is_ascii_alphanumeric() || "_-".contains(c);
    let first = name.chars().next().is_some_and(|c| c.is_ascii_alphabetic());
    let reserved = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"];
    let other = reserved
        .iter()
        .any(|known| name.eq_ignore_ascii_case(known));
    if first && !other && name.chars().all(word) {
        return name.to_owned();
    }
    // Single quotes take everything but themselves as it is.
    format!("'{}'", name.replace('\'', "''"))
}

/// A list in one line.
pub(super) fn list<'n>(
    names: impl IntoIterator<Item = &'n str>,
    written: fn(&str) -> String,
) -> String {
    let names: Vec<String> = names.into_iter().map(written).collect();
    format!("[{}]", names.join(", "))
}
