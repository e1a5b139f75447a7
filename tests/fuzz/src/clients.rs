//! Any text as the configuration of every client: it is read, lines are lines of it, and what is plainly a value is never shown.

use ::clients::{CLIENTS, Config, Inventory, Rule};
use std::path::Path;

/// Reads the text as each kind of file there is.
pub fn law(data: &[u8]) {
    for client in CLIENTS {
        for place in client.places {
            let config = Config::read(client, place, Path::new(place.path), data);
            bounded(&config);
            let all = Inventory::of(vec![config], None);
            let last = Rule::ALL.len();
            let rank = |rule: &Rule| Rule::ALL.iter().position(|one| one == rule).unwrap_or(last);
            assert!(
                all.findings.is_sorted_by_key(|finding| rank(&finding.rule)),
                "worst first"
            );
        }
    }
}

/// What is kept is bounded, and every line is one.
fn bounded(config: &Config) {
    assert!(config.entries.len() <= 1000 && config.problems.len() <= 101);
    let entries = config.entries.iter().map(|entry| entry.line);
    let problems = config.problems.iter().map(|problem| problem.line);
    assert!(
        entries.chain(problems).all(|line| line >= 1),
        "lines begin at 1"
    );
    for entry in &config.entries {
        assert_eq!(
            entry.needs().len(),
            entry
                .needs()
                .iter()
                .collect::<std::collections::HashSet<_>>()
                .len(),
            "each variable is named once"
        );
    }
}
