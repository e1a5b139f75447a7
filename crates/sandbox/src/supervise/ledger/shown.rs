//! What is written down of canaries is their ids: their values differ from run to run, and are nobody's business.

use crate::canary::Search;
use evidence::conduct::{Act, Touch};
use std::borrow::Cow;

/// Hides the values of canaries in all texts of an act that a server chose.
pub(super) fn hide(act: &mut Act, search: &Search) {
    for text in texts(act) {
        if let Cow::Owned(shown) = search.hide(text) {
            *text = shown;
        }
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
