//! Programs that were looked for in one directory after the other.
//!
//! A program that is run by its name is tried in each directory of `PATH`: the tries say nothing. Where none is found, the
//! last one stands for all.

use evidence::conduct::{Act, Deed};
use std::collections::HashSet;

/// Forgets the tries.
pub(super) fn forget(deeds: &mut Vec<Deed>) {
    // What is found is often a link, and told by another name: the arguments and who ran it tell that it was this one.
    let found: HashSet<(String, Option<String>)> = deeds
        .iter()
        .filter_map(|deed| {
            run(deed, true).map(|(_, arguments)| (arguments.to_owned(), deed.program.clone()))
        })
        .collect();
    let mut last = HashSet::new();
    let mut keep: Vec<bool> = deeds
        .iter()
        .rev()
        .map(|deed| match run(deed, false) {
            Some((path, arguments)) => {
                let name = path.rsplit('/').next().unwrap_or(path);
                let by = (arguments.to_owned(), deed.program.clone());
                !found.contains(&by) && last.insert((name.to_owned(), by))
            }
            None => true,
        })
        .collect();
    deeds.retain(|_| keep.pop().unwrap_or(true));
}

/// The path and arguments of a program that was found, or was not.
fn run(deed: &Deed, there: bool) -> Option<(&str, &str)> {
    match &deed.act {
        Act::Run {
            path,
            arguments,
            found,
        } if *found == there => Some((path, arguments)),
        _ => None,
    }
}
