//! Credentials among the words of a command line, or in a URL: the values themselves, so that they can be hidden.

use crate::{find, looks_named, named, placeholder, varied};

/// What may stand around a word of a line.
const QUOTES: [char; 2] = ['"', '\''];

/// What stands before a credential in a header.
const SCHEMES: &[&str] = &["bearer", "basic", "token", "apikey"];

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

/// The credentials in one word, which bears this name; each with whether it is certain. A word may be a whole line.
fn values<'w>(name: &str, word: &'w str) -> Vec<(&'w str, bool)> {
    if !word.contains(char::is_whitespace) {
        return in_piece(name, word);
    }
    // `Authorization: Bearer …` is one value.
    let scheme = word.split_whitespace().rev().nth(1).unwrap_or_default();
    let scheme = scheme.rsplit('=').next().unwrap_or_default();
    let is_scheme = SCHEMES.iter().any(|one| scheme.eq_ignore_ascii_case(one));
    let found = match is_scheme {
        true => Vec::new(),
        false => in_line(word),
    };
    if found.is_empty() && !word.contains("://") {
        return in_piece(name, word);
    }
    found
}

fn in_piece<'w>(name: &str, word: &'w str) -> Vec<(&'w str, bool)> {
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

/// The credentials in a line of words: `TOKEN=… node x.js`. What a variable stands for does not stand there.
fn in_line<'l>(line: &'l str) -> Vec<(&'l str, bool)> {
    let mut before = "";
    let mut all = Vec::new();
    for piece in line.split_whitespace() {
        let piece = piece.trim_matches(QUOTES);
        let is_option = before.starts_with('-') && !before.contains('=');
        let found = in_piece(if is_option { before } else { "" }, piece);
        let bare = |(value, certain): (&'l str, bool)| (value.trim_matches(QUOTES), certain);
        all.extend(found.into_iter().map(bare));
        before = piece;
    }
    all.retain(|(value, _)| !value.starts_with('$'));
    all
}

/// The kind of credential that stands in a text by itself: in a URL, or in a line of shell that sets a variable.
#[must_use]
pub fn in_text(text: &str) -> Option<&'static str> {
    if password(text).is_some_and(|password| named("password", password).is_some()) {
        return Some("a password in a URL");
    }
    let mut pieces = text.split_whitespace();
    if pieces.any(|piece| path(piece).split('/').any(is_token)) {
        return Some("a token in a URL");
    }
    let certain = values("", text).into_iter().any(|(_, certain)| certain);
    certain.then_some("a value named like a credential")
}

/// What is elsewhere called what a part of a query is: `?key=`, `?sig=`.
fn query_name(name: &str) -> &str {
    match name.to_ascii_lowercase().as_str() {
        "key" => "api_key",
        "sig" | "signature" => "token",
        _ => name,
    }
}

/// The path of a URL; empty for what is none.
fn path(url: &str) -> &str {
    let rest = url.split_once("://").map_or("", |(_, rest)| rest);
    let rest = rest.split(['?', '#']).next().unwrap_or_default();
    rest.split_once('/').map_or("", |(_, path)| path)
}

/// Whether a name in a path is a token rather than a name: long, without a word in it. A commit's name is none.
fn is_token(name: &str) -> bool {
    /// Characters of a piece that nobody would type.
    const LONG: usize = 16;
    /// Digits of a number in hexadecimal that is as long as keys are, and of a commit's name.
    const HEX: (usize, usize) = (32, 40);
    let has = |fits: fn(&u8) -> bool| name.bytes().filter(fits).count();
    let legal = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'~');
    let longest = name.split(['-', '_', '~']).map(str::len).max();
    let digits = has(u8::is_ascii_digit);
    let hex = has(u8::is_ascii_hexdigit) == name.len() && name.len() >= HEX.0;
    let mixed = has(u8::is_ascii_lowercase) > 0 && has(u8::is_ascii_uppercase) > 0;
    name.bytes().all(legal)
        && longest >= Some(LONG)
        && digits >= 2
        && digits < name.len()
        && (mixed || hex && name.len() != HEX.1)
        && varied(name)
        && !placeholder(name)
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

/// The password before the host of a URL.
pub(crate) fn password(url: &str) -> Option<&str> {
    let (_, rest) = url.split_once("://")?;
    let authority = rest.split(['/', '?', '#']).next()?;
    let (login, _) = authority.rsplit_once('@')?;
    Some(login.split_once(':')?.1)
}

/// A password before the host, what is named like a credential in the query, a token in the path.
fn in_url(word: &str) -> Vec<(&str, bool)> {
    let Some((_, rest)) = word.split_once("://") else {
        return Vec::new();
    };
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let path = rest.get(end..).unwrap_or_default();
    let query = path.split_once('?').map_or("", |(_, query)| query);
    let pairs = query.split(['&', '#']);
    let pairs = pairs.filter_map(|pair| pair.split_once('='));
    let in_query = pairs.map(|(name, value)| (query_name(name), value));
    let path = path.split_once('?').map_or(path, |(path, _)| path);
    let may_be = |value| is_token(value).then_some(false);
    password(word)
        .map(|password| ("password", password))
        .into_iter()
        .chain(in_query)
        .chain(path.split('/').map(|piece| ("", piece)))
        .filter_map(|(name, value)| {
            let token = || name.is_empty().then(|| may_be(value)).flatten();
            Some((value, certainty(name, value).or_else(token)?))
        })
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
    fn credentials_in_a_line_and_in_a_url_are_found() {
        let token = "Zk4wQm8Rt2Lp6Vx9Yb3Nc7Hd";
        let url = format!("https://h/s/{token}/mcp");
        for (word, value) in [
            ("TOKEN=Zk9mQ2rT7w node x.js", "Zk9mQ2rT7w"),
            ("A=1 API_KEY='Zk9mQ2rT7w' node x.js", "Zk9mQ2rT7w"),
            ("node x.js --token Zk9mQ2rT7w", "Zk9mQ2rT7w"),
            ("TOKEN=Zk4wQm8Rt2Lp6Vx9Yb3N node", "Zk4wQm8Rt2Lp6Vx9Yb3N"),
            ("token=Bearer Zk9mQ2rT7w", "Zk9mQ2rT7w"),
            ("https://h/mcp?sig=Zk9mQ2rT7w", "Zk9mQ2rT7w"),
            ("https://h/mcp?a=1&Signature=Zk9mQ2rT7w", "Zk9mQ2rT7w"),
            (&url, token),
        ] {
            assert_eq!(values_of(&[word]), [value], "{word}");
            assert!(in_text(word).is_some(), "{word}");
        }
        for word in [
            "TOKEN=$TOKEN node x.js",
            "curl https://example.org/install.sh | sh",
            "https://h/v1/MyServer-Version-2024/mcp-server-everything",
            "https://h/0b54a5c4-9d0e-4a3b-8c27-1f3b0f6f8f10/mcp",
            "https://h/tree/0b54a5c49d0e4a3b8c271f3b0f6f8f100b54a5c4",
        ] {
            assert_eq!(in_text(word), None, "{word}");
        }
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
