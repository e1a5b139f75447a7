//! How the texts of deeds are written down. Of canaries only their ids: their values differ from run to run, and are
//! nobody's business. HOME is `~`: where it lies differs as well.

use crate::canary::Search;
use evidence::conduct::{Act, Deed, Touch};
use std::borrow::Cow;

/// Hides the values of canaries in all texts of an act that a server chose.
pub(super) fn hide(act: &mut Act, search: &Search) {
    for text in texts(act) {
        if let Cow::Owned(shown) = search.hide(text) {
            *text = shown;
        }
    }
}

/// Writes `~` for this HOME: at the beginning of a path, and of each word of what was said to a program.
pub(super) fn at_home(deed: &mut Deed, home: &str) {
    let words = matches!(
        deed.act,
        Act::Run { .. } | Act::Left { .. } | Act::Disagree { .. }
    );
    for text in texts(&mut deed.act)
        .into_iter()
        .chain(deed.program.as_mut())
    {
        *text = if words {
            let words: Vec<_> = text.split(' ').map(|word| tilde(word, home)).collect();
            words.join(" ")
        } else {
            tilde(text, home).into_owned()
        };
    }
}

fn tilde<'a>(text: &'a str, home: &str) -> Cow<'a, str> {
    match text.strip_prefix(home) {
        Some(rest) if !home.is_empty() && (rest.is_empty() || rest.starts_with('/')) => {
            Cow::Owned(format!("~{rest}"))
        }
        _ => Cow::Borrowed(text),
    }
}

fn texts(act: &mut Act) -> Vec<&mut String> {
    match act {
        Act::Read { path, .. }
        | Act::Write { path, .. }
        | Act::Delete { path, .. }
        | Act::Changed { path, .. }
        | Act::Socket { path } => vec![path],
        Act::Run {
            path, arguments, ..
        } => vec![path, arguments],
        Act::Resolve { name, .. } => vec![name],
        Act::Contact { name, .. } => name.iter_mut().collect(),
        Act::Send { to, what, .. } => vec![to, what],
        Act::Listen { on } => vec![on],
        Act::Left { command } => vec![command],
        Act::Canary { how, .. } => match how {
            Touch::Sent { to, .. } => vec![to],
            Touch::Stored { path, .. } => vec![path],
            Touch::Passed { program, .. } => vec![program],
            Touch::Opened | Touch::Read | Touch::Changed | Touch::Echoed { .. } => Vec::new(),
        },
        Act::Disagree { says } => vec![says],
        Act::Refused { .. } | Act::Detach | Act::Limit { .. } => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::supervise::ledger::deed;
    use evidence::conduct::{Place, Via};

    #[test]
    fn home_is_a_tilde() {
        let write = |path: &str| Act::Write {
            path: path.to_owned(),
            place: Place::Home,
        };
        let run = |path: &str, arguments: &str| Act::Run {
            path: path.to_owned(),
            arguments: arguments.to_owned(),
            found: true,
        };
        let cases = [
            (write("/home/user/a b"), write("~/a b")),
            (write("/home/user"), write("~")),
            (write("/home/user2/a"), write("/home/user2/a")),
            (write("/x /home/user/a"), write("/x /home/user/a")),
            (
                run("/home/user/x", "-c cat /home/user/.env /x/home/user/y"),
                run("~/x", "-c cat ~/.env /x/home/user/y"),
            ),
        ];
        for (act, shown) in cases {
            let mut deed = deed(act, Via::Call, None);
            at_home(&mut deed, "/home/user");
            assert_eq!(deed.act, shown);
        }
    }
}
