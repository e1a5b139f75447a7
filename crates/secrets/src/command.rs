//! Credentials among the words of a command line, or in a URL: the values themselves, so that they can be hidden.

use crate::{find, looks_named, named};

/// A value that is a credential, or looks like one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InWord<'w> {
    /// The word that it stands in, counted from 0.
    pub word: usize,
    /// The value.
    pub value: &'w str,
    /// Whether it is plainly one. What looks like a placeholder is better hidden too, but is no fault.
    pub certain: bool,
}

/// Every credential among the words of a command. An option names what follows it: `--token VALUE`.
#[must_use]
pub fn in_command(words: &[String]) -> Vec<InWord<'_>> {
    let mut before = "";
    let mut all = Vec::new();
    for (word, text) in words.iter().enumerate() {
        let is_option = before.starts_with('-') && !before.contains('=');
        let option = if is_option { before } else { "" };
        all.extend(values(option, text).into_iter().map(|value| InWord {
            word,
            value: value.0,
            certain: value.1,
        }));
        before = text;
    }
    all
}

/// The credentials in one word, which bears this name; each with whether it is certain.
fn values<'w>(name: &str, word: &'w str) -> Vec<(&'w str, bool)> {
    if word.contains("://") {
        return in_url(word);
    }
    let inner = word.split_once('=').or_else(|| word.split_once(": "));
    let named = inner
        .into_iter()
        .chain([(name, word)])
        .find_map(|(name, value)| Some((bare(value), certainty(name, value)?)));
    named.into_iter().collect()
}

/// Whether a value of this name is certainly a credential, or only looks like one; `None` for neither.
fn certainty(name: &str, value: &str) -> Option<bool> {
    if named(name, value).is_some() || !find(value).is_empty() {
        return Some(true);
    }
    looks_named(name, value).then_some(false)
}

/// A value without its scheme: `Bearer …`.
fn bare(value: &str) -> &str {
    value.rsplit_once(' ').map_or(value, |(_, bare)| bare)
}

/// A password before the host, what is named like a credential in the query, a token in the path.
fn in_url(word: &str) -> Vec<(&str, bool)> {
    let Some((_, rest)) = word.split_once("://") else {
        return Vec::new();
    };
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at(end);
    let login = authority.rsplit_once('@').map(|(login, _)| login);
    let password = login.and_then(|login| login.split_once(':'));
    let query = path.split_once('?').map_or("", |(_, query)| query);
    let pairs = query.split(['&', '#']);
    let pairs = pairs.filter_map(|pair| pair.split_once('='));
    let in_query = pairs.map(|(name, value)| match name.eq_ignore_ascii_case("key") {
        true => ("api_key", value),
        false => (name, value),
    });
    let path = path.split_once('?').map_or(path, |(path, _)| path);
    password
        .map(|(_, password)| ("password", password))
        .into_iter()
        .chain(in_query)
        .chain(path.split('/').map(|piece| ("", piece)))
        .filter_map(|(name, value)| Some((value, certainty(name, value)?)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values_of(words: &[&str]) -> Vec<String> {
        let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
        let found = in_command(&words);
        found.iter().map(|found| found.value.to_owned()).collect()
    }

    #[test]
    fn credentials_of_a_command_are_found() {
        let token = format!("ghp_{}", "aB3dE6gH9jK2mN5pQ8sT1vW4yZ7bC0eF3hJ6");
        assert_eq!(values_of(&["x", "--token", &token]), [&*token]);
        assert_eq!(values_of(&["x", &token]), [&*token]);
        assert_eq!(values_of(&["x", &format!("TOKEN={token}")]), [&*token]);
        assert_eq!(
            values_of(&["x", "--password", "Zdbpass99x"]),
            ["Zdbpass99x"]
        );
        assert_eq!(values_of(&["x", "--api-key=Zk9mQ2rT7w"]), ["Zk9mQ2rT7w"]);
        assert_eq!(
            values_of(&["x", "-H", "Authorization: Bearer Zk9mQ2rT7wLp4"]),
            ["Zk9mQ2rT7wLp4"]
        );
        assert_eq!(
            values_of(&["x", "postgres://app:Zdbpass99x@db/prod?sslmode=disable"]),
            ["Zdbpass99x"]
        );
        assert_eq!(
            values_of(&["https://h/mcp?api_key=Zk9mQ2rT7w&page=2"]),
            ["Zk9mQ2rT7w"]
        );
        assert_eq!(values_of(&[&format!("https://h/{token}/mcp")]), [&*token]);
    }

    #[test]
    fn what_may_be_a_placeholder_is_hidden_and_no_fault() {
        let token = format!("ghp_{}", "Qz9vAbCdEfGhIjKlMnOpQrStUvWxYz012345");
        for words in [
            ["x", &token],
            ["--password", "changeme"],
            ["x", "https://u:example1@h"],
        ] {
            let words = words.map(str::to_owned);
            let found = in_command(&words);
            assert_eq!(found.len(), 1, "{words:?}");
            assert!(!found[0].certain, "{words:?}");
        }
    }

    #[test]
    fn what_is_no_credential_stays() {
        for words in [
            &["node", "server.js", "--port", "8080"][..],
            &["npx", "-y", "@scope/token-server@1.2.3"],
            &["x", "--token-file", "/run/secrets/token"],
            &["x", "postgres://localhost/prod"],
            &["x", "--mode=read-only", "/srv/data"],
            &["https://example.org/mcp?page=2"],
        ] {
            assert_eq!(values_of(words), Vec::<String>::new(), "{words:?}");
        }
    }
}
