//! Files at the places of clients, without a disk.

use clients::{CLIENTS, Client, Config, Entry, Inventory, Place};
use std::path::Path;

/// The place of a client whose path ends so.
pub(crate) fn find(id: &str, end: &str) -> (&'static Client, &'static Place) {
    let mut all = CLIENTS
        .iter()
        .flat_map(|client| client.places.iter().map(move |place| (client, place)));
    all.find(|(client, place)| client.id == id && place.path.ends_with(end))
        .unwrap()
}

/// A file at the place of a client whose path ends so.
pub(crate) fn read(id: &str, end: &str, text: &str) -> Config {
    let (client, place) = find(id, end);
    let config = Config::read(client, place, Path::new(end), text.as_bytes());
    assert_eq!(config.problems, [], "{text}");
    config
}

pub(crate) fn entry<'a>(inventory: &'a Inventory, name: &str) -> &'a Entry {
    inventory
        .entries()
        .find(|entry| entry.name == name)
        .unwrap()
}

pub(crate) const THREE: &str = r#"{"mcpServers": {
    "a b": {"type": "stdio", "command": "a"},
    "b": {"type": "stdio", "command": "b"},
    "c": {"type": "http", "url": "https://c.org/"}}}"#;

pub(crate) fn claude(settings: &str, project: Option<&str>) -> Inventory {
    let files = vec![
        read("claude-code", "project:.mcp.json", THREE),
        read("claude-code", "/settings.json", settings),
    ];
    Inventory::of(files, project.map(Path::new))
}

pub(crate) fn on(inventory: &Inventory) -> Vec<&str> {
    let on = inventory.entries().filter(|entry| entry.is_on());
    on.map(|entry| entry.name.as_str()).collect()
}
