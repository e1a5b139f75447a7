//! What is around it: ports, files, programs, services, credentials.

use super::{DEMANDS, Rule, head};
use crate::start::cause::Cause;
use crate::start::words::{name_of, quoted_after, word_after};

pub(super) const RULES: &[Rule] = &[
    Rule {
        phrases: &[
            "eaddrinuse",
            "address already in use",
            "port is already allocated",
        ],
        means: |line| Some(Cause::Port(port(&line.text))),
    },
    Rule {
        phrases: &[
            "heap out of memory",
            "memoryerror",
            "outofmemoryerror",
            "cannot allocate memory",
            "out of memory",
        ],
        means: |_| Some(Cause::Memory),
    },
    Rule {
        phrases: &[
            "self-signed certificate",
            "self signed certificate",
            "certificate_verify_failed",
            "certificate verify failed",
            "unable to get local issuer certificate",
            "unable_to_get_issuer_cert",
            "invalid peer certificate",
        ],
        means: |_| Some(Cause::Certificate),
    },
    Rule {
        phrases: &[
            "executable file not found in",
            "executable doesn't exist at",
        ],
        means: |line| {
            let name =
                quoted_after(&line.text, "exec:").or_else(|| word_after(&line.text, "exist at"));
            name.map(Cause::Program)
        },
    },
    Rule {
        phrases: &["enoent"],
        means: |line| match word_after(&line.text, "spawn ") {
            Some(name) if name != "ENOENT" => Some(Cause::Program(name)),
            _ => path_of(&line.text).map(Cause::File),
        },
    },
    Rule {
        phrases: &["command not found", ": not found"],
        means: |line| {
            let shell = line.low.starts_with("/bin/") || line.has(&["sh: ", "command not found"]);
            let name = line
                .text
                .rsplit(": ")
                .find(|part| !["command not found", "not found"].contains(&part.trim()))?;
            (shell && !name.contains(' ')).then(|| name_of(name).map(Cause::Program))?
        },
    },
    Rule {
        phrases: &[
            "no such file or directory",
            "filenotfounderror",
            "unable to access jarfile",
            "no such file",
            "file not found:",
        ],
        means: |line| {
            let jar = word_after(&line.text, "unable to access jarfile");
            jar.or_else(|| path_of(&line.text)).map(Cause::File)
        },
    },
    Rule {
        phrases: &["eacces", "permission denied", "permissionerror", "eperm"],
        means: |line| {
            (!line.has(&["publickey", "http", "api"]))
                .then(|| Cause::Permission(path_of(&line.text)))
        },
    },
    Rule {
        phrases: &[
            "econnrefused",
            "enotfound",
            "eai_again",
            "etimedout",
            "ehostunreach",
            "enetunreach",
            "econnreset",
            "could not resolve",
            "name resolution",
            "name or service not known",
            "network is unreachable",
            "connection refused",
            "no route to host",
            "cannot connect to the docker daemon",
            "nodename nor servname",
            "failed to establish a new connection",
            "dns error",
            "all connection attempts failed",
            "error while attempting to connect",
            "no address associated",
            "502 bad gateway",
            "error sending request for url",
            "tunnel error",
            "server selection timed out",
        ],
        means: |line| Some(Cause::Backend(head(&line.text))),
    },
    Rule {
        phrases: &[
            "401 unauthorized",
            "status code 401",
            "invalid api key",
            "invalid api token",
            "authentication failed",
            "403 forbidden",
            "invalid_grant",
            "http 401",
        ],
        means: |_| Some(Cause::Refused),
    },
    Rule {
        phrases: &[
            "please visit",
            "open this url",
            "open the following",
            "enter the code",
            "waiting for authorization",
            "waiting for authentication",
            "visit this url",
            "device code",
        ],
        means: |line| {
            line.has(&["http", "code", "waiting"])
                .then_some(Cause::SignIn)
        },
    },
    Rule {
        phrases: &[
            "token",
            "api key",
            "apikey",
            "api_key",
            "credential",
            "password",
            "secret",
            "access key",
            "auth",
        ],
        means: |line| {
            let lacks = line.has(DEMANDS)
                || line.has(&[
                    "not found",
                    "no ",
                    "could not load",
                    "unable to locate",
                    "run with 'auth",
                ]);
            (lacks && !line.has(&["unexpected token", "syntaxerror", "invalid token"]))
                .then_some(Cause::Credentials)
        },
    },
];

fn port(text: &str) -> Option<String> {
    text.rsplit(|c: char| !c.is_ascii_digit())
        .find(|digits| (2..=5).contains(&digits.len()))
        .map(str::to_owned)
}

/// The path or name that a line is about: what is quoted last, or what stands at the end.
fn path_of(text: &str) -> Option<String> {
    let quoted = text
        .rsplit(['\'', '"', '`'])
        .nth(1)
        .filter(|inner| !inner.contains(' ') || inner.starts_with('/'));
    let last = || {
        text.split_whitespace()
            .find(|word| word.contains('/') && !word.contains("://"))
    };
    let word = quoted.or_else(last)?;
    name_of(word.trim_matches(|c: char| "'\"`(),;:".contains(c))).filter(|path| path.len() > 1)
}
