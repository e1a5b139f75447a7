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
    // A file by another name is read in every shape of the client that is named, else as the most common shape.
    let shape = |of: &'static Client| best > 0 || client.is_some() || is_plain(of);
    let alike = places
        .into_iter()
        .filter(|(alike, client, _)| *alike == best && shape(client));
    let configs = alike.filter_map(|(_, client, place)| read(client, place, path));
    // Of equals the first counts.
    configs.reduce(|best, next| {
        let good = |config: &Config| {
            let read = config.entries.iter().filter(|entry| entry.is_on()).count();
            let wrong = std::cmp::Reverse(config.problems.len());
            (config.entries.len(), read, wrong)
        };
        if good(&next) > good(&best) {
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
    use crate::client::Holds;

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
    }

    /// A place with one server in it, in the client's language; none for what holds no servers by name.
    fn text(place: &Place) -> Option<String> {
        let path = match place.holds {
            Holds::Servers(path) | Holds::Among(path) => path,
            Holds::Bare | Holds::Gemini => &["mcpServers"],
            _ => return None,
        };
        let [top] = path else { return None };
        Some(match place.path.rsplit('.').next() {
            Some("toml") => format!("[{top}.a]\ncommand = 'x'\n"),
            Some("yaml") => format!("{top}:\n  a:\n    command: x\n"),
            _ => format!(r#"{{"{top}": {{"a": {{"command": "x"}}}}}}"#),
        })
    }

    #[test]
    #[expect(
        clippy::disallowed_methods,
        reason = "a test makes the files that it reads"
    )]
    fn a_file_by_another_name_is_read_as_the_client_that_is_named_has_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("some-servers");
        let mut seen = 0;
        for client in CLIENTS {
            for text in client.places.iter().filter_map(text).take(1) {
                std::fs::write(&path, &text).unwrap();
                let config = named(&path, Some(client)).unwrap();
                assert_eq!(config.client, client);
                assert_eq!(config.entries.len(), 1, "{client:?}: {:?}", config.problems);
                seen += 1;
            }
        }
        assert!(seen > 20, "{seen}");
    }

    #[test]
    fn what_is_not_there_is_no_configuration() {
        assert_eq!(
            named(Path::new("/nowhere/.mcp.json"), None).map(|_| ()),
            None
        );
    }
}
