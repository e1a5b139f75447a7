//! A file that the user names: whose it is, by where it lies and what it is called.

use super::read;
use crate::{CLIENTS, Client, Config, Place, Scope};
use std::path::Path;

/// Reads a file that the user names, as the client's whose path it would be; of several as the one that finds most servers in
/// it. `client` says whose it is where that is known. None where nothing is there.
#[must_use]
pub fn named(path: &Path, client: Option<&'static Client>) -> Option<Config> {
    let mut places: Vec<(usize, &'static Client, &'static Place)> = CLIENTS
        .iter()
        .filter(|known| client.is_none_or(|client| client == *known))
        .flat_map(|client| client.places.iter().map(move |place| (client, place)))
        .map(|(client, place)| (likeness(path, place.path), client, place))
        .collect();
    // What could lie in any folder is a project's before it is a plugin's.
    let plugin = |place: &Place| place.scope == Scope::Plugin;
    places.sort_by_key(|(alike, client, place)| {
        (std::cmp::Reverse(*alike), !is_plain(client), plugin(place))
    });
    let best = places.first()?.0;
    // A file by another name is read as the most common shape.
    let alike = places
        .into_iter()
        .filter(|(alike, client, _)| *alike == best && (best > 0 || is_plain(client)));
    let configs = alike.filter_map(|(_, client, place)| read(client, place, path));
    // Of equals the first counts.
    configs.reduce(|best, next| {
        if next.entries.len() > best.entries.len() {
            next
        } else {
            best
        }
    })
}

/// Whether a client has the most common shape of all, `mcpServers` in JSON.
fn is_plain(client: &Client) -> bool {
    matches!(client.id, "claude-code" | "claude-desktop")
}

/// How alike a path and a pattern are, from their ends: two for each name that is the same, one for a name that fits a `*`.
fn likeness(path: &Path, pattern: &str) -> usize {
    let names = path
        .components()
        .rev()
        .filter_map(|name| name.as_os_str().to_str());
    let wanted = pattern.rsplit(['/', ':']);
    names
        .zip(wanted)
        .map_while(|(name, wanted)| alike(name, wanted))
        .sum()
}

fn alike(name: &str, wanted: &str) -> Option<usize> {
    // `{VAR|DIR}` is that folder where the variable says nothing.
    let usual = wanted
        .split_once('|')
        .map(|(_, usual)| usual.trim_end_matches('}'));
    if usual.unwrap_or(wanted) == name {
        return Some(2);
    }
    let (head, tail) = wanted.split_once('*')?;
    let fits = !wanted.starts_with("**") && name.starts_with(head) && name.ends_with(tail);
    fits.then_some(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[expect(
        clippy::disallowed_methods,
        reason = "a test makes the files that it reads"
    )]
    fn of(name: &str, text: &str) -> Option<(&'static str, usize)> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, text).unwrap();
        named(&path, None).map(|config| (config.client.id, config.entries.len()))
    }

    #[test]
    fn a_path_says_whose_it_is() {
        let servers = r#"{"mcpServers": {"a": {"command": "x"}}}"#;
        assert_eq!(of(".mcp.json", servers), Some(("claude-code", 1)));
        assert_eq!(of(".cursor/mcp.json", servers), Some(("cursor", 1)));
        assert_eq!(
            of(
                ".vscode/mcp.json",
                r#"{"servers": {"a": {"command": "x"}}}"#
            ),
            Some(("vscode", 1))
        );
        assert_eq!(
            of(".codex/config.toml", "[mcp_servers.a]\ncommand = 'x'\n"),
            Some(("codex", 1))
        );
        // A name says more than a pattern that fits any.
        assert_eq!(
            of(".copilot/mcp-config.json", servers),
            Some(("copilot-cli", 1))
        );
        assert_eq!(of(".kiro/settings/mcp.json", servers), Some(("kiro", 1)));
        assert_eq!(of("agents.json", servers).map(|found| found.1), Some(1));
        assert_eq!(
            named(Path::new("/nowhere/.mcp.json"), None).map(|_| ()),
            None
        );
    }
}
