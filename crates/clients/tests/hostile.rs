//! Damaged, hostile and enormous files: nothing panics, nothing hangs, nothing hides its neighbours, nothing is printed.
#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test may fail loudly, and lays out files"
)]

use clients::found::{self, Surroundings};
use clients::{CLIENTS, Client, Config, Inventory, Os, Place, Scope};
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

fn places() -> impl Iterator<Item = (&'static Client, &'static Place)> {
    CLIENTS
        .iter()
        .flat_map(|client| client.places.iter().map(move |place| (client, place)))
}

/// The one place of a client of this scope whose path ends so.
fn place(id: &str, end: &str) -> (&'static Client, &'static Place) {
    places()
        .find(|(client, place)| client.id == id && place.path.ends_with(end))
        .unwrap()
}

fn read(id: &str, end: &str, text: &str) -> Config {
    let (client, place) = place(id, end);
    Config::read(client, place, Path::new(place.path), text.as_bytes())
}

fn names(config: &Config) -> Vec<&str> {
    config
        .entries
        .iter()
        .map(|entry| entry.name.as_str())
        .collect()
}

/// A word of JSON: what an entry may hold, and what it should not.
fn value() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        Just("null".to_owned()),
        Just("true".to_owned()),
        Just("-1e400".to_owned()),
        Just("\"${A:-b}\"".to_owned()),
        Just("\"\"".to_owned()),
        Just("\"npx -y x\"".to_owned()),
        "[a-z$%{}:/@=. -]{0,12}".prop_map(|text| format!("{text:?}")),
    ];
    leaf.prop_recursive(3, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4)
                .prop_map(|all| format!("[{}]", all.join(","))),
            prop::collection::vec((key(), inner), 0..5).prop_map(|all| {
                let all: Vec<String> = all
                    .iter()
                    .map(|(key, value)| format!("{key:?}:{value}"))
                    .collect();
                format!("{{{}}}", all.join(","))
            }),
        ]
    })
}

fn key() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "command",
        "cmd",
        "args",
        "env",
        "url",
        "httpUrl",
        "headers",
        "type",
        "disabled",
        "enabled",
        "tools",
        "trust",
        "autoApprove",
        "timeout",
        "cwd",
        "mcpServers",
        "servers",
        "mcp",
        "projects",
        "permissions",
        "deny",
        "name",
        "path",
        "env_vars",
        "approval_mode",
    ])
}

proptest! {
    #[test]
    fn any_bytes_are_read(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        for (client, place) in places() {
            let config = Config::read(client, place, Path::new(place.path), &bytes);
            let _all = Inventory::of(vec![config], None);
        }
    }

    #[test]
    fn any_json_is_read(value in value()) {
        for (client, place) in places() {
            let config = Config::read(client, place, Path::new(place.path), value.as_bytes());
            let _all = Inventory::of(vec![config], None);
        }
    }

    #[test]
    fn one_bad_entry_hides_no_neighbour(value in value()) {
        let text = format!(r#"{{"mcpServers": {{"a": {{"command": "a"}}, "bad": {value}, "z": {{"command": "z"}}}}}}"#);
        for (id, end) in [("cursor", "~/.cursor/mcp.json"), ("claude-code", "project:.mcp.json"), ("gemini-cli", "~/.gemini/settings.json")] {
            let config = read(id, end, &text);
            let names = names(&config);
            prop_assert!(names.contains(&"a") && names.contains(&"z"), "{id}: {names:?}");
            let told = names.contains(&"bad") || config.problems.iter().any(|problem| problem.server.as_deref() == Some("bad"));
            prop_assert!(told, "{id}: {:?}", config.problems);
        }
    }

    #[test]
    fn values_are_not_printed(name in "[A-Z_]{1,12}", tail in "[a-zA-Z0-9]{8,30}") {
        let secret = format!("Qz9v{tail}");
        let text = format!(r#"{{"mcpServers": {{"a": {{"type": "stdio", "command": "a", "env": {{"{name}": "{secret}"}}}}, "b": {{"type": "http", "url": "https://x.org/", "headers": {{"{name}": "{secret}", "M": "{secret} ${{V}}"}}}}}}}}"#);
        let config = read("claude-code", "project:.mcp.json", &text);
        prop_assert_eq!(config.entries.len(), 2);
        let inventory = Inventory::of(vec![config], None);
        let printed = format!("{inventory:?}");
        prop_assert!(!printed.contains("Qz9v"), "{}", printed);
    }
}

proptest! {
    #[test]
    fn a_damaged_fixture_is_read(at in any::<prop::sample::Index>(), from in any::<prop::sample::Index>(), length in 0_usize..20, with in "[\\[\\]{}\":,#\n a-]{0,6}") {
        let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/home");
        let mut here = self::at(&fixtures);
        here.systems = Os::ALL.to_vec();
        let files: Vec<_> = here.candidates().into_iter().filter(|one| one.path().is_file()).collect();
        prop_assert!(files.len() > 25);
        let file = at.get(&files);
        let mut bytes = fs::read(file.path()).unwrap();
        let from = from.index(bytes.len());
        bytes.splice(from..(from + length).min(bytes.len()), with.bytes());
        let config = Config::read(file.client, file.place, &file.path(), &bytes);
        let _all = Inventory::of(vec![config], None);
    }
}

#[test]
fn bad_entries_of_toml_and_yaml_hide_no_neighbour() {
    let config = read(
        "codex",
        "{CODEX_HOME|.codex}/config.toml",
        "[mcp_servers]\nbad = 1\n[mcp_servers.a]\ncommand = \"a\"\n",
    );
    assert_eq!(names(&config), ["a"]);
    assert_eq!(
        (
            config.problems[0].line,
            config.problems[0].server.as_deref()
        ),
        (2, Some("bad"))
    );
    let config = read(
        "continue",
        "config.yaml",
        "mcpServers:\n- name: a\n  command: a\n- 7\n- name: z\n  url: https://z.org\n",
    );
    assert_eq!(names(&config), ["a", "z"]);
    assert_eq!(config.problems[0].line, 4);
}

#[test]
fn a_broken_file_is_one_problem_with_line_and_what_was_expected() {
    for (id, end, text, line) in [
        (
            "cursor",
            "~/.cursor/mcp.json",
            "{\n \"mcpServers\": {\n  \"a\": {\"command\" \"a\"}\n}}",
            3,
        ),
        (
            "codex",
            "{CODEX_HOME|.codex}/config.toml",
            "[mcp_servers.a]\ncommand = a\n",
            2,
        ),
        (
            "continue",
            "config.yaml",
            "mcpServers:\n- name: a\n   command: a\n",
            3,
        ),
        ("cursor", "~/.cursor/mcp.json", "[]", 1),
        ("cursor", "~/.cursor/mcp.json", "{\"servers_\": {}}", 1),
        ("cursor", "~/.cursor/mcp.json", "{\"mcpServers\": 3}", 1),
    ] {
        let config = read(id, end, text);
        assert_eq!(config.entries.len(), 0, "{text}");
        assert_eq!(config.problems.len(), 1, "{text}");
        assert_eq!(
            config.problems[0].line, line,
            "{text}: {:?}",
            config.problems
        );
        assert!(!config.problems[0].expected.is_empty());
    }
    for nothing in [
        "",
        "{}",
        "{\"mcpServers\": {}}",
        "{\"mcpServers\": null}",
        "null",
    ] {
        let config = read("cursor", "~/.cursor/mcp.json", nothing);
        assert!(
            config.entries.is_empty() && config.problems.is_empty(),
            "{nothing}"
        );
    }
    let (client, place) = place("cursor", "~/.cursor/mcp.json");
    let config = Config::read(client, place, Path::new("x.json"), b"{\n\"a\": \"\xff\"}");
    assert_eq!(config.problems[0].line, 2);
}

#[test]
fn what_is_enormous_is_cut_and_said() {
    let begun = Instant::now();
    let many: Vec<String> = (0..20_000)
        .map(|at| format!("\"s{at}\": {{\"command\": \"c\"}}"))
        .collect();
    let text = format!("{{\"mcpServers\": {{{}}}}}", many.join(","));
    let config = read("cursor", "~/.cursor/mcp.json", &text);
    assert_eq!(config.entries.len(), 1000);
    assert!(
        config.problems[0].what.contains("19000"),
        "{:?}",
        config.problems
    );

    let broken = vec!["7"; 5000].join(",");
    let config = read(
        "continue",
        "config.yaml",
        &format!("mcpServers: [{broken}]"),
    );
    assert_eq!(config.problems.len(), 101);

    for scope in [Scope::User, Scope::Project] {
        let (client, place) = places()
            .find(|(client, place)| client.id == "cursor" && place.scope == scope)
            .unwrap();
        let huge = vec![b' '; Config::most_bytes(scope) + 1];
        let config = Config::read(client, place, Path::new("x.json"), &huge);
        assert!(
            config.problems[0].what.contains("larger"),
            "{:?}",
            config.problems
        );
    }
    for (id, end, text) in [
        ("cursor", "~/.cursor/mcp.json", "[".repeat(1 << 20)),
        ("cursor", "~/.cursor/mcp.json", "[0,".repeat(1 << 18)),
        (
            "codex",
            "{CODEX_HOME|.codex}/config.toml",
            "a.".repeat(1 << 19),
        ),
        (
            "codex",
            "{CODEX_HOME|.codex}/config.toml",
            "[".repeat(1 << 20),
        ),
        ("continue", "config.yaml", "- ".repeat(1 << 19)),
        ("continue", "config.yaml", "[".repeat(1 << 20)),
        ("continue", "config.yaml", "a: &a [*a]\n".repeat(1 << 14)),
        ("continue", "config.yaml", "? ".repeat(1 << 19)),
        ("continue", "config.yaml", "\"".repeat(1 << 19)),
    ] {
        let one = Instant::now();
        let _config = read(id, end, &text);
        assert!(
            one.elapsed() < Duration::from_secs(20),
            "{id}: {:?} for {:?}…",
            one.elapsed(),
            &text[..8]
        );
    }
    assert!(begun.elapsed() < Duration::from_secs(60));
}

fn at(home: &Path) -> Surroundings {
    Surroundings {
        systems: vec![Os::Linux],
        home: home.to_owned(),
        project: None,
        machine: None,
        variables: BTreeMap::new(),
    }
}

#[cfg(unix)]
#[test]
fn what_is_no_file_is_not_waited_for() {
    use std::os::unix::fs::symlink;
    let home = tempfile::tempdir().unwrap();
    let path = |name: &str| {
        let path = home.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        path
    };
    let pipe = path(".cursor/mcp.json");
    rustix::fs::mknodat(
        rustix::fs::CWD,
        &pipe,
        rustix::fs::FileType::Fifo,
        rustix::fs::Mode::RUSR,
        0,
    )
    .unwrap();
    fs::create_dir_all(path(".kimi/mcp.json")).unwrap();
    symlink("mcp.json", path(".qoder/mcp.json")).unwrap();
    symlink("/dev/zero", path(".factory/mcp.json")).unwrap();
    symlink("nowhere", path(".warp/.mcp.json")).unwrap();
    let real = path("dotfiles/junie.json");
    fs::write(&real, r#"{"mcpServers": {"a": {"command": "a"}}}"#).unwrap();
    symlink(&real, path(".junie/mcp/mcp.json")).unwrap();
    // A folder that leads in a circle.
    let plugins = path(".claude/plugins/cache/a/.mcp.json");
    fs::write(&plugins, r#"{"p": {"command": "p"}}"#).unwrap();
    symlink(
        home.path().join(".claude/plugins/cache"),
        path(".claude/plugins/cache/a/again"),
    )
    .unwrap();

    let begun = Instant::now();
    let configs = at(home.path()).read();
    assert!(begun.elapsed() < Duration::from_secs(10));
    let told: Vec<String> = configs
        .iter()
        .map(|config| {
            let what = config
                .problems
                .first()
                .map_or("read", |problem| problem.what.as_str());
            format!("{} {what}", config.client.id)
        })
        .collect();
    assert_eq!(told[0], "claude-code read", "{told:?}");
    assert_eq!(told[1], "cursor it is no regular file", "{told:?}");
    assert_eq!(told[2], "factory it is no regular file", "{told:?}");
    assert_eq!(told[3], "junie read", "{told:?}");
    assert!(told[4].starts_with("kimi it "), "{told:?}");
    assert!(told[5].starts_with("qoder it cannot be read"), "{told:?}");
    assert_eq!(told.len(), 6, "{told:?}");
}

#[cfg(unix)]
#[test]
fn who_may_change_a_file_is_told() {
    use std::os::unix::fs::PermissionsExt as _;
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join(".cursor");
    let file = folder.join("mcp.json");
    fs::create_dir_all(&folder).unwrap();
    fs::write(&file, r#"{"mcpServers": {"a": {"command": "a"}}}"#).unwrap();
    let (client, place) = place("cursor", "~/.cursor/mcp.json");
    for (folder_mode, file_mode, told) in [
        (0o755, 0o644, false),
        (0o755, 0o666, true),
        (0o777, 0o644, true),
        (0o1777, 0o644, false),
    ] {
        fs::set_permissions(&folder, fs::Permissions::from_mode(folder_mode)).unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(file_mode)).unwrap();
        let config = found::read(client, place, &file).unwrap();
        assert_eq!(
            config.writable_by_others, told,
            "{folder_mode:o} {file_mode:o}"
        );
        let findings = Inventory::of(vec![config], None).findings;
        assert_eq!(findings.len(), usize::from(told), "{findings:?}");
    }
}
