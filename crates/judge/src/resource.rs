//! What a resource or template reaches, by its address, name and description.

use crate::prose::{Prose, Words, one_of, words};
use crate::{Claim, data};
use gate_engine::Sensitive;
use serde_json::Value;
use std::collections::BTreeSet;

/// What was found.
#[derive(Debug, Default)]
pub(crate) struct Reached {
    /// The classes.
    pub(crate) classes: BTreeSet<Sensitive>,
    /// Whether it is someone's own.
    pub(crate) private: bool,
    /// Whether a template of it takes any path, URL, table or query.
    pub(crate) wide: bool,
    /// Why.
    pub(crate) because: Vec<Claim>,
}

impl Reached {
    fn note(&mut self, claim: String, from: &str, text: &str) {
        self.because.push(Claim {
            claim,
            from: from.to_owned(),
            text: crate::shorten(text),
        });
    }
}

/// Schemes of databases.
const DATABASES: &Words = words!(
    "db|database|sql|postgres|postgresql|mysql|mariadb|sqlite|sqlite3|mssql|sqlserver|oracle|mongodb|mongo|redis|duckdb|\
    clickhouse|cassandra|bigquery|snowflake|redshift|cockroachdb|neo4j|dynamodb|couchdb|supabase|elasticsearch|jdbc"
);
/// Schemes and words of what is someone's own.
static PRIVATE_SCHEMES: Words = Words::of("file|imap|imaps|pop3|mail|mailto|sftp|smb");
const PRIVATE: &Words = words!(
    "mail|email|emails|inbox|ticket|tickets|issue|issues|note|notes|message|messages|calendar|table|row|rows|record|records|\
    memory|journal|contacts|memo|diary|conversation|conversations|chat|chats|clipboard|screenshot|screenshots|bookmarks"
);
/// Directories of people, as they stand in a path.
const HOMES: &[&str] = &[
    "/home/",
    "/users/",
    "/root/",
    "/documents and settings/",
    "/~",
    "{home}",
    "$home",
    "%userprofile%",
];
/// Files and directories where credentials are kept, as they end or stand in a path.
const KEPT: &[&str] = &[
    "/.ssh",
    "/.aws",
    "/.azure",
    "/.gnupg",
    "/.kube",
    "/.docker",
    "/.config/gcloud",
    "/.config/gh",
    "/.netrc",
    "/.npmrc",
    "/.pypirc",
    "/.pgpass",
    "/.my.cnf",
    "/.git-credentials",
    "/.password-store",
    "/.vault-token",
    "/.env",
    "/id_rsa",
    "/id_ed25519",
    "/id_ecdsa",
    "/etc/shadow",
    "/etc/sudoers",
    "/credentials.json",
    "/keychains",
    "/keyring",
    "/wallet.dat",
    ".pem",
    ".p12",
    ".pfx",
    ".jks",
    ".kdbx",
];
/// Variables that take anything.
static WIDE: Words = Words::of("path|url|uri|sql|file|filepath|file_path|filename|cypher|selector");
/// Variables by which anything of a database is read.
static OF_DATABASE: Words = Words::of(
    "table|tables|table_name|collection|schema|database|db|key|query|view|relation|entity|index|dataset",
);
/// Words beside which `query` is one in a query language, not a phrase to search for.
const QUERIED: &Words = words!("table|tables|rows|graphql|cypher|sparql");

/// Judges a resource or template.
pub(crate) fn resource(raw: &Value) -> Reached {
    let text_of = |key: &str| raw.get(key).and_then(Value::as_str).unwrap_or_default();
    let (uri, from) = if raw.get("uri").is_some() {
        (text_of("uri"), "/uri")
    } else {
        (text_of("uriTemplate"), "/uriTemplate")
    };
    let words: BTreeSet<String> = [uri, text_of("name"), text_of("title")]
        .into_iter()
        .flat_map(crate::name::words)
        .collect();
    let has = |list: &Words| words.iter().find(|word| one_of(list, word));
    let mut reached = Reached::default();
    for (class, text, described) in data::classes_of(&words, &Prose::of(text_of("description"))) {
        reached.classes.insert(class);
        let from = if described { "/description" } else { from };
        reached.note(format!("sensitive: {class}"), from, &text);
    }
    let address = Address::of(uri);
    if let Some(kept) = address.keeps_credentials()
        && reached.classes.insert(Sensitive::Credentials)
    {
        reached.note(format!("sensitive: {}", Sensitive::Credentials), from, kept);
    }
    let database = one_of(DATABASES, &address.scheme);
    reached.private = one_of(&PRIVATE_SCHEMES, &address.scheme)
        || database
        || address.home()
        || has(PRIVATE).is_some()
        || !reached.classes.is_empty();
    let queried = database || has(DATABASES).is_some() || has(QUERIED).is_some();
    reached.wide = address.open()
        || variables(uri).any(|(name, reserved)| {
            reserved
                || one_of(&WIDE, name)
                || database && one_of(&OF_DATABASE, name)
                || queried && name == "query"
        });
    for (claim, holds) in [("private", reached.private), ("wide", reached.wide)] {
        if holds {
            reached.note(claim.to_owned(), from, uri);
        }
    }
    reached
}

/// Bytes of an address that are looked at; a longer one is no address.
const LONGEST: usize = 8 << 10;

/// An address in lower case.
struct Address {
    scheme: String,
    rest: String,
}

impl Address {
    fn of(uri: &str) -> Self {
        let end = (0..=LONGEST.min(uri.len()))
            .rev()
            .find(|end| uri.is_char_boundary(*end));
        let lower = uri
            .get(..end.unwrap_or_default())
            .unwrap_or_default()
            .to_ascii_lowercase();
        let (scheme, rest) = lower.split_once(':').unwrap_or(("", &lower));
        Self {
            scheme: scheme.to_owned(),
            rest: rest.replace('\\', "/").replace("%7e", "~"),
        }
    }

    /// The place where credentials are kept, where it is one.
    fn keeps_credentials(&self) -> Option<&'static str> {
        KEPT.iter().copied().find(|kept| {
            // `/.env` is one, and so is `/.env.local`; `/.environment` is none.
            self.rest.match_indices(kept).any(|(at, _)| {
                let after = self.rest.get(at + kept.len()..).unwrap_or_default();
                !after.starts_with(|c: char| c.is_alphanumeric() || c == '_')
            })
        })
    }

    /// Whether it is a file in somebody's directory.
    fn home(&self) -> bool {
        self.scheme == "file" && HOMES.iter().any(|home| self.rest.contains(home))
    }

    /// Whether the first thing after the scheme is a variable where that opens everything: any file, any host.
    fn open(&self) -> bool {
        let first = self.rest.trim_start_matches('/');
        first.starts_with('{')
            && matches!(
                &*self.scheme,
                "file" | "http" | "https" | "ftp" | "sftp" | "smb"
            )
    }
}

/// The variables of a URI template, each with whether it may hold slashes (`{+path}`, `{path*}`). Source: RFC 6570, section 2.
fn variables(template: &str) -> impl Iterator<Item = (&str, bool)> {
    let expressions = template
        .split('{')
        .skip(1)
        .filter_map(|part| part.split_once('}'));
    expressions.flat_map(|(inside, _)| {
        let reserved = inside.starts_with(['+', '#']);
        let names = inside
            .trim_start_matches(['+', '#', '/', '.', ';', '?', '&'])
            .split(',');
        names.map(move |name| (name.trim_end_matches('*'), reserved || name.ends_with('*')))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn of(uri: &str) -> (bool, bool, bool) {
        let key = if uri.contains('{') {
            "uriTemplate"
        } else {
            "uri"
        };
        let reached = resource(&json!({key: uri, "name": "it"}));
        let credentials = reached.classes.contains(&Sensitive::Credentials);
        (reached.private, credentials, reached.wide)
    }

    #[test]
    fn files_of_people_and_places_of_credentials_are_known() {
        for (uri, want) in [
            ("file:///home/ann/todo.md", (true, false, false)),
            ("file:///home/ann/.ssh/config", (true, true, false)),
            (
                "file:///C:/Users/ann/project/.env.local",
                (true, true, false),
            ),
            ("file://%7e/.aws/credentials", (true, true, false)),
            ("docs://project/.environment", (false, false, false)),
            ("docs://guide/ssh", (false, false, false)),
        ] {
            assert_eq!(of(uri), want, "{uri}");
        }
    }

    #[test]
    fn templates_that_open_everything_are_wide() {
        for uri in [
            "file:///{name}",
            "file:///srv/{+name}",
            "docs://{path*}",
            "https://{host}/status",
            "db://{table}",
            "mysql://main/{schema}/rows",
        ] {
            assert!(of(uri).2, "{uri}");
        }
        for uri in [
            "file:///srv/docs/{name}",
            "docs://{section}/{page}",
            "https://a.example/{id}",
            "weather://{city}",
            "cache://{key}",
        ] {
            assert!(!of(uri).2, "{uri}");
        }
    }

    #[test]
    fn what_the_description_says_counts_too() {
        let reached = resource(
            &json!({"uri": "store://all", "name": "all", "description": "Patient records of the ward."}),
        );
        assert!(reached.classes.contains(&Sensitive::MedicalData));
        assert!(
            reached
                .because
                .iter()
                .any(|claim| claim.from == "/description")
        );
    }
}
