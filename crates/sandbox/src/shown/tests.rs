use super::*;
use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};

/// A machine in a directory: `home/` is HOME, files are made as they are named.
struct Machine {
    root: tempfile::TempDir,
}

impl Machine {
    fn new() -> Self {
        let root = tempfile::tempdir().unwrap();
        fs::create_dir(root.path().join("home")).unwrap();
        Self { root }
    }

    fn at(&self, path: &str) -> PathBuf {
        self.root.path().canonicalize().unwrap().join(path)
    }

    fn file(&self, path: &str, text: &str) -> &Self {
        let path = self.at(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
        self
    }

    fn link(&self, path: &str, target: &str) -> &Self {
        let path = self.at(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        symlink(target.replace("ROOT", &self.at("").to_string_lossy()), path).unwrap();
        self
    }

    /// What is shown of this machine: own trees, and `empty:` ones, without the root.
    fn shows(&self, command: &str, path: &str, cwd: &str) -> Vec<String> {
        let root = self.at("");
        let command: Vec<OsString> = command
            .split(' ')
            .map(|word| word.replace("ROOT/", &root.to_string_lossy()).into())
            .collect();
        let path = std::env::join_paths(path.split(':').map(|p| self.at(p))).unwrap();
        let shown = shown(&command, Some(&path), &self.at(cwd), &self.at("home"));
        let text = |kind: &str, path: &PathBuf| {
            let path = path.strip_prefix(&root).unwrap_or(path);
            format!("{kind}{}", path.display())
        };
        let own = shown.own.iter().map(|path| text("", path));
        let empty = shown.empty.iter().map(|path| text("empty:", path));
        own.chain(empty).collect()
    }
}

#[test]
fn a_system_program_brings_nothing() {
    let machine = Machine::new();
    let empty: Vec<String> = vec![];
    assert_eq!(machine.shows("/bin/sh -c true", "bin", "home"), empty);
    assert_eq!(machine.shows("no-such-program", "bin", "home"), empty);
}

#[test]
fn a_script_brings_its_project_and_not_the_directory_it_is_started_in() {
    let machine = Machine::new();
    machine
        .file("home/code/server/package.json", "{}")
        .file("home/code/server/dist/index.js", "")
        .file("home/code/other/secret", "")
        .file("home/alone/server.py", "")
        .file("home/server.py", "");
    let node = "/usr/bin/env";
    assert_eq!(
        machine.shows("sh dist/index.js", "bin", "home/code/server"),
        ["home/code/server"]
    );
    assert_eq!(
        machine.shows("sh server/dist/index.js", "bin", "home/code"),
        ["home/code/server"]
    );
    assert_eq!(
        machine.shows("sh alone/server.py", "bin", "home"),
        ["home/alone"]
    );
    assert_eq!(
        machine.shows("sh server.py", "bin", "home"),
        ["home/server.py"]
    );
    assert!(machine.shows(node, "bin", "home/code/server").is_empty());
}

#[test]
fn a_workspace_is_shown_whole_up_to_its_repository() {
    let machine = Machine::new();
    machine
        .file("home/mono/.git/HEAD", "")
        .file("home/mono/node_modules/x/index.js", "")
        .file("home/mono/packages/a/package.json", "{}")
        .file("home/mono/packages/a/dist/index.js", "")
        .file("home/node_modules/y/index.js", "");
    assert_eq!(
        machine.shows("node packages/a/dist/index.js", "bin", "home/mono"),
        ["home/mono"]
    );
    assert_eq!(
        machine.shows("node node_modules/y/index.js", "bin", "home"),
        ["home/node_modules"]
    );
}

#[test]
fn an_environment_brings_its_interpreter_and_what_is_installed_in_place() {
    let machine = Machine::new();
    let base = machine.at("home/.local/share/uv/python/cpython-3.12/bin");
    machine
        .file("home/.local/share/uv/python/cpython-3.12/bin/python3", "")
        .file("home/.local/share/uv/python/cpython-3.12/lib/os.py", "")
        .file(
            "home/app/.venv/pyvenv.cfg",
            &format!("home = {}\nversion = 3.12\n", base.display()),
        )
        .file(
            "home/app/.venv/bin/serve",
            &format!("#!{}/python\n", machine.at("home/app/.venv/bin").display()),
        )
        .link(
            "home/app/.venv/bin/python",
            "ROOT/home/.local/share/uv/python/cpython-3.12/bin/python3",
        )
        .file("home/lib/pyproject.toml", "")
        .file("home/lib/src/lib.py", "")
        .file("home/diary/today", "")
        .file(
            "home/app/.venv/lib/python3.12/site-packages/lib.pth",
            &format!(
                "{}\n{}\nimport os\n",
                machine.at("home/lib/src").display(),
                machine.at("home/diary").display()
            ),
        );
    let shown = [
        "home/.local/share/uv/python/cpython-3.12",
        "home/app/.venv",
        "home/lib",
    ];
    assert_eq!(
        machine.shows("ROOT/home/app/.venv/bin/serve", "bin", "home"),
        shown
    );
    assert_eq!(machine.shows("serve", "home/app/.venv/bin", "home"), shown);
    // The directory is needed where a module is run from it.
    machine.file("home/app/pyproject.toml", "");
    let with_project = [
        "home/.local/share/uv/python/cpython-3.12",
        "home/app",
        "home/lib",
    ];
    assert_eq!(
        machine.shows(".venv/bin/python -m app", "bin", "home/app"),
        with_project
    );
}

#[test]
fn a_link_in_a_shared_directory_brings_what_it_leads_to() {
    let machine = Machine::new();
    machine
        .file("home/.local/share/pipx/venvs/tool/pyvenv.cfg", "")
        .file("home/.local/share/pipx/venvs/tool/bin/tool", "#!/bin/sh\n")
        .file("home/.local/bin/other", "")
        .link(
            "home/.local/bin/tool",
            "ROOT/home/.local/share/pipx/venvs/tool/bin/tool",
        );
    assert_eq!(
        machine.shows("tool", "home/.local/bin", "home"),
        ["home/.local/bin/tool", "home/.local/share/pipx/venvs/tool"]
    );
}

#[test]
fn a_version_manager_shows_the_version_or_where_a_shim_chooses_all() {
    let machine = Machine::new();
    machine
        .file("home/.nvm/versions/node/v20/bin/node", "")
        .file(
            "home/.nvm/versions/node/v20/lib/node_modules/server/cli.js",
            "#!/usr/bin/env node\n",
        )
        .link(
            "home/.nvm/versions/node/v20/bin/server",
            "../lib/node_modules/server/cli.js",
        )
        .file("home/.nvm/versions/node/v18/bin/node", "")
        .file("home/.pyenv/shims/python3", "#!/usr/bin/env bash\n")
        .file("home/.pyenv/versions/3.11/bin/python3", "")
        .file("home/.volta/bin/node", "")
        .file("home/.volta/tools/image/node/20/bin/node", "");
    let v20 = ["home/.nvm/versions/node/v20"];
    assert_eq!(
        machine.shows("node", "home/.nvm/versions/node/v20/bin", "home"),
        v20
    );
    assert_eq!(
        machine.shows("server", "home/.nvm/versions/node/v20/bin", "home"),
        v20
    );
    assert_eq!(
        machine.shows("python3", "home/.pyenv/shims", "home"),
        ["home/.pyenv"]
    );
    assert_eq!(
        machine.shows("node", "home/.volta/bin", "home"),
        ["home/.volta"]
    );
}

#[test]
fn an_interpreter_of_a_script_is_followed() {
    let machine = Machine::new();
    machine
        .file("tools/prefix/bin/node", "")
        .file("tools/prefix/lib/x", "")
        .file("app/serve", "#!/usr/bin/env -S node --flag\n")
        .file("app/package.json", "{}");
    assert_eq!(
        machine.shows("./serve", "tools/prefix/bin", "app"),
        ["app", "tools/prefix"]
    );
}

#[test]
fn a_lone_binary_brings_its_directory() {
    let machine = Machine::new();
    machine.file("home/code/target/debug/server", "\x7fELF");
    machine.file("home/code/Cargo.toml", "");
    machine.file("home/server", "\x7fELF");
    assert_eq!(
        machine.shows("target/debug/server", "bin", "home/code"),
        ["home/code/target/debug"]
    );
    assert_eq!(machine.shows("./server", "bin", "home"), ["home/server"]);
}

#[test]
fn arguments_show_what_they_name_and_nothing_broad() {
    let machine = Machine::new();
    machine
        .file("home/notes/a.md", "")
        .file("home/data.db", "")
        .file("home/.ssh/id_rsa", "")
        .link("home/link", "ROOT/home/notes")
        .link("home/all", "ROOT/home");
    let shows = |arguments: &str| machine.shows(&format!("/bin/true {arguments}"), "bin", "home");
    assert_eq!(shows("notes"), ["home/notes"]);
    assert_eq!(shows("--db=data.db"), ["home/data.db"]);
    assert_eq!(
        shows("--db data.db not-there https://example.org/ -v"),
        ["home/data.db"]
    );
    assert_eq!(shows("ROOT/home"), ["empty:home"]);
    assert_eq!(shows("."), ["empty:home"]);
    assert_eq!(shows("all"), ["empty:home/all"]);
    assert_eq!(shows("link"), ["home/link", "home/notes"]);
    assert_eq!(shows(".ssh"), ["empty:home/.ssh"]);
    assert_eq!(
        shows("/ /proc /home /usr"),
        ["empty:/", "empty:/home", "empty:/proc"]
    );
    assert!(shows(".ssh/id_rsa").is_empty());
}

#[test]
fn a_tree_that_holds_secrets_is_shown_without_them() {
    let machine = Machine::new();
    machine
        .file("home/.cargo/bin/cargo", "\x7fELF")
        .file("home/.cargo/credentials.toml", "")
        .file("home/.cargo/registry/x", "")
        .file("home/code/Cargo.toml", "");
    assert_eq!(
        machine.shows("cargo run", "home/.cargo/bin", "home/code"),
        ["home/.cargo/bin", "home/.cargo/registry", "home/code"]
    );
}

#[test]
fn what_is_shown_of_home_is_found_though_home_is_another() {
    let machine = Machine::new();
    machine
        .file("home/.local/lib/python3.11/site-packages/server.py", "")
        .file("home/.local/lib/other/x", "")
        .file("home/.local/bin/server", "#!/usr/bin/env python3\n")
        .file("home/.cargo/bin/cargo", "\x7fELF")
        .file("bin/python3", "\x7fELF");
    let found_by = |command: &str, path: &str| {
        let path = std::env::join_paths(path.split(':').map(|p| machine.at(p))).unwrap();
        let command: Vec<OsString> = command.split(' ').map(OsString::from).collect();
        shown(
            &command,
            Some(&path),
            &machine.at("bin"),
            &machine.at("home"),
        )
        .found_by
    };
    assert_eq!(
        machine.shows("server", "home/.local/bin:bin", "home"),
        [
            "bin",
            "home/.local/bin/server",
            "home/.local/lib/python3.11"
        ]
    );
    assert_eq!(
        found_by("server", "home/.local/bin:bin"),
        [("PYTHONUSERBASE".to_owned(), machine.at("home/.local"))]
    );
    assert_eq!(
        found_by("cargo run", "home/.cargo/bin"),
        [("CARGO_HOME".to_owned(), machine.at("home/.cargo"))]
    );
    assert!(found_by("sh", "bin").is_empty());
}

#[test]
fn a_directory_that_somebody_names_is_shown_without_what_is_secret() {
    let machine = Machine::new();
    machine
        .file("app/data.txt", "")
        .file("home/.ssh/id", "")
        .file("home/work/a.txt", "");
    let home = machine.at("home");
    let of = |directory: &str| shown_directory(&machine.at(directory), &home);
    assert_eq!(of("app").own, [machine.at("app")]);
    assert_eq!(of("home/work").own, [machine.at("home/work")]);
    for broad in ["home", "home/.ssh", ""] {
        assert!(of(broad).own.is_empty(), "{broad}");
        assert_eq!(of(broad).empty.len(), 1, "{broad}");
    }
    assert_eq!(of("app/../app/.").own, [machine.at("app")]);
}
