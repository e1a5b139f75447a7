//! Programs that were looked for in one directory after the other.
//!
//! A program that is run by its name is tried in each directory of `PATH`: the tries say nothing. Where none is found, the
//! last one stands for all.

use evidence::conduct::{Act, Deed};
use std::collections::HashSet;

/// Forgets the tries.
pub(super) fn forget(deeds: &mut Vec<Deed>) {
    let mut told: HashSet<(String, String)> =
        deeds.iter().filter_map(|deed| run(deed, true)).collect();
    let mut keep: Vec<bool> = deeds
        .iter()
        .rev()
        .map(|deed| run(deed, false).is_none_or(|tried| told.insert(tried)))
        .collect();
    deeds.retain(|_| keep.pop().unwrap_or(true));
}

/// The name and arguments of a program that was found, or was not.
fn run(deed: &Deed, there: bool) -> Option<(String, String)> {
    match &deed.act {
        Act::Run {
            path,
            arguments,
            found,
        } if *found == there => {
            let name = path.rsplit('/').next().unwrap_or(path);
            Some((name.to_owned(), arguments.clone()))
        }
        _ => None,
    }
}
