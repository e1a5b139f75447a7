//! Makes the canaries: what a developer's HOME and variables hold, with values that exist nowhere else.

use crate::Planted;
use evidence::conduct::Canary;
use sha2::{Digest as _, Sha256};

const ALNUM: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
const UPPER: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const HEX: &[u8] = b"0123456789abcdef";

/// A seed from the operating system's random numbers.
///
/// # Errors
/// The operating system has none to give.
pub fn seed() -> std::io::Result<[u8; 32]> {
    let mut seed = [0; 32];
    getrandom::fill(&mut seed)?;
    Ok(seed)
}

/// The canaries of one run. The same seed gives the same ones: a run takes its seed from [`seed`], so that no server can
/// know the values but by reading them. Values are letters and digits alone: what needs no escape is found in every text.
#[must_use]
pub fn make(seed: &[u8; 32]) -> Vec<Planted> {
    let source = Source { seed };
    let mut all: Vec<Planted> = FILES.iter().map(|kind| kind.planted(&source)).collect();
    all.extend(VARIABLES.iter().map(|kind| kind.planted(&source)));
    all
}

/// What one canary looks like.
struct Kind {
    id: &'static str,
    place: &'static str,
    alphabet: &'static [u8],
    length: usize,
    /// What the value begins with: nothing where it is wholly random.
    prefix: &'static str,
    /// The text around the value.
    text: fn(&str, &Filler<'_>) -> String,
}

const fn kind(
    id: &'static str,
    place: &'static str,
    length: usize,
    text: fn(&str, &Filler<'_>) -> String,
) -> Kind {
    Kind {
        id,
        place,
        alphabet: ALNUM,
        length,
        prefix: "",
        text,
    }
}

const FILES: &[Kind] = &[
    kind("ssh-key", "~/.ssh/id_rsa", 70, ssh_key),
    kind(
        "cloud-credentials",
        "~/.aws/credentials",
        40,
        |value, fill| {
            let id = fill.text("id", UPPER, 16);
            format!(
                "[default]\naws_access_key_id = AKIA{id}\naws_secret_access_key = {value}\nregion = eu-central-1\n"
            )
        },
    ),
    kind("env-file", "~/.env", 40, |value, _| {
        format!(
            "NODE_ENV=production\nPORT=8080\nSTRIPE_SECRET_KEY=sk_live_{value}\nSESSION_COOKIE=app.sid\n"
        )
    }),
    kind("git-credentials", "~/.git-credentials", 36, |value, _| {
        format!("https://deploy:ghp_{value}@github.com\n")
    }),
    kind("npm-token", "~/.npmrc", 36, |value, _| {
        format!("//registry.npmjs.org/:_authToken=npm_{value}\nfund=false\n")
    }),
    kind("kube-config", "~/.kube/config", 64, |value, _| {
        format!(
            "apiVersion: v1\nkind: Config\ncurrent-context: production\nclusters:\n- name: production\n  cluster:\n    server: https://10.20.0.1:6443\n\
             contexts:\n- name: production\n  context:\n    cluster: production\n    user: admin\nusers:\n- name: admin\n  user:\n    token: {value}\n"
        )
    }),
    kind(
        "browser-profile",
        "~/.config/google-chrome/Default/Login Data",
        40,
        |value, _| {
            // The head of an SQLite file, then a row as it lies in a page.
            let head = "SQLite format 3\0\u{10}\0\u{1}\u{1}\0@  \0\0\0\u{2}\0\0\0\u{3}\0\0\0\0\0\0\0\0\0\0\0\u{2}\0\0\0\u{4}";
            format!(
                "{head}CREATE TABLE logins (origin_url VARCHAR NOT NULL, username_value VARCHAR, password_value BLOB)\0\0\
             https://bank.example.com/login\0admin\0v10{value}\0"
            )
        },
    ),
    Kind {
        alphabet: HEX,
        ..kind(
            "wallet",
            "~/.ethereum/keystore/UTC--2024-03-01T09-14-22.000000000Z--wallet",
            64,
            |value, fill| {
                let address = fill.text("address", HEX, 40);
                let iv = fill.text("iv", HEX, 32);
                let mac = fill.text("mac", HEX, 64);
                format!(
                    r#"{{"address":"{address}","crypto":{{"cipher":"aes-128-ctr","ciphertext":"{value}","cipherparams":{{"iv":"{iv}"}},"kdf":"scrypt","mac":"{mac}"}},"version":3}}"#
                )
            },
        )
    },
];

/// No address of a database is among them: a server for databases would connect to it at its start, and be blamed.
const VARIABLES: &[Kind] = &[
    kind("github-token", "$GITHUB_TOKEN", 36, |value, _| {
        format!("ghp_{value}")
    }),
    Kind {
        // Short as they are, these are looked for with what all of them begin with.
        alphabet: UPPER,
        prefix: "AKIA",
        ..kind("aws-key-id", "$AWS_ACCESS_KEY_ID", 20, |value, _| {
            value.to_owned()
        })
    },
    kind("aws-secret", "$AWS_SECRET_ACCESS_KEY", 40, |value, _| {
        value.to_owned()
    }),
    kind("npm-variable", "$NPM_TOKEN", 36, |value, _| {
        format!("npm_{value}")
    }),
    kind("openai-key", "$OPENAI_API_KEY", 48, |value, _| {
        format!("sk-{value}")
    }),
];

fn ssh_key(value: &str, fill: &Filler<'_>) -> String {
    // The beginning of every unencrypted OpenSSH key, then lines of 70, the value among them.
    let mut text = String::from("-----BEGIN OPENSSH PRIVATE KEY-----\n");
    text.push_str("b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAABlwAAAAdzc2gtcn\n");
    for line in 0..36 {
        let other = fill.text(&format!("line {line}"), ALNUM, 70);
        text.push_str(if line == 5 { value } else { &other });
        text.push('\n');
    }
    text.push_str("-----END OPENSSH PRIVATE KEY-----\n");
    text
}

impl Kind {
    fn planted(&self, source: &Source<'_>) -> Planted {
        let random = source.text(self.id, self.alphabet, self.length - self.prefix.len());
        let value = format!("{}{random}", self.prefix);
        let fill = Filler {
            source,
            of: self.id,
        };
        Planted {
            canary: Canary {
                id: self.id.to_owned(),
                place: self.place.to_owned(),
            },
            text: (self.text)(&value, &fill),
            value,
        }
    }
}

/// Random text of one canary that is not looked for.
struct Filler<'a> {
    source: &'a Source<'a>,
    of: &'a str,
}

impl Filler<'_> {
    fn text(&self, name: &str, alphabet: &[u8], length: usize) -> String {
        self.source
            .text(&format!("{}/{name}", self.of), alphabet, length)
    }
}

/// Text drawn from the seed, different for each name.
struct Source<'a> {
    seed: &'a [u8; 32],
}

impl Source<'_> {
    fn text(&self, name: &str, alphabet: &[u8], length: usize) -> String {
        let mut out = String::with_capacity(length);
        for block in 0u64.. {
            let digest = Sha256::new()
                .chain_update(self.seed)
                .chain_update(name)
                .chain_update(block.to_le_bytes())
                .finalize();
            for byte in digest {
                if out.len() == length {
                    return out;
                }
                // Some characters come a little more often than others; nobody can guess by that.
                if let Some(character) = alphabet.get(usize::from(byte) % alphabet.len()) {
                    out.push(char::from(*character));
                }
            }
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_value_is_unique_plain_and_in_its_text() {
        let all = make(&[1; 32]);
        let values: BTreeSet<&str> = all.iter().map(|p| p.value.as_str()).collect();
        let ids: BTreeSet<&str> = all.iter().map(|p| p.canary.id.as_str()).collect();
        assert_eq!((values.len(), ids.len()), (all.len(), all.len()));
        for planted in &all {
            assert!(planted.value.len() >= 20, "{}", planted.canary.id);
            assert!(planted.value.bytes().all(|b| b.is_ascii_alphanumeric()));
            assert_eq!(planted.text.matches(&planted.value).count(), 1);
            assert!(planted.canary.place.starts_with("~/") || !planted.text.contains('\0'));
        }
    }

    #[test]
    fn runs_differ() {
        let (one, other) = (make(&seed().unwrap()), make(&seed().unwrap()));
        assert!(one.iter().zip(&other).all(|(a, b)| a.value != b.value));
        assert_eq!(make(&[3; 32]), make(&[3; 32]));
    }
}
