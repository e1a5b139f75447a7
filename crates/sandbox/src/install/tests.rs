use super::*;
use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::process::{Command, Stdio};

/// Stands in for npm: knows one package, which has a program, and one dependency with an install script.
const NPM: &str = r#"#!/bin/sh
if [ "$1" = config ]; then
  echo '{"registry": "https://u:p@npm.example/", "@corp:registry": "https://corp.example:8443/x", "cafile": null}'
  exit
fi
case " $* " in
  *" broken "*) echo "npm error 404 no such package" >&2; exit 1 ;;
esac
modules="$3/node_modules"
mkdir -p "$modules/server" "$modules/.bin"
echo '{"name": "server", "version": "1.2.3", "bin": "cli.js"}' > "$modules/server/package.json"
printf '#!/bin/sh\necho "$npm_config_ignore_scripts"\n' > "$modules/server/cli.js"
chmod +x "$modules/server/cli.js"
case " $* " in
  *" evil "*) mkdir "$modules/evil"; echo '{"bin": "x"}' > "$modules/evil/package.json"; ln -s /bin/sh "$modules/.bin/evil" ;;
esac
ln -s ../server/cli.js "$modules/.bin/server"
echo '{"packages": {"node_modules/built": {"hasInstallScript": true}}}' > "$modules/.package-lock.json"
"#;

/// Stands in for uv: knows one package.
const UV: &str = r#"#!/bin/sh
if [ "$1" = python ]; then echo /bin/sh; exit; fi
case " $* " in
  *" sdist "*) echo "Building sdist is disabled, see --no-build" >&2; exit 1 ;;
esac
tool="$UV_TOOL_DIR/server-time"
packages="$tool/lib/python3/site-packages"
mkdir -p "$tool/bin" "$packages/server_time-2.0.dist-info"
printf '[console_scripts]\nserver-time = x:main\n' > "$packages/server_time-2.0.dist-info/entry_points.txt"
printf '#!/bin/sh\n' > "$tool/bin/server-time"
chmod +x "$tool/bin/server-time"
"#;

/// A user with these tools, and an empty cache.
struct User {
    root: tempfile::TempDir,
    path: OsString,
    plans: Vec<crate::Plan>,
}

impl User {
    fn new(tools: &[(&str, &str)]) -> Self {
        let root = tempfile::tempdir().unwrap();
        let at = root.path().canonicalize().unwrap();
        for directory in ["bin", "home", "work"] {
            fs::create_dir(at.join(directory)).unwrap();
        }
        for (name, text) in tools {
            write(&at.join("bin").join(name), text);
        }
        let path = format!("{}:/usr/bin:/bin", at.join("bin").display()).into();
        let plans = Vec::new();
        Self { root, path, plans }
    }

    fn at(&self, path: &str) -> PathBuf {
        self.root.path().canonicalize().unwrap().join(path)
    }

    fn prepare(&mut self, command: &str, scripts: bool) -> Result<Option<Prepared>, InstallError> {
        let command: Vec<OsString> = command.split(' ').map(OsString::from).collect();
        let (work, home, cache) = (self.at("work"), self.at("home"), self.at("cache"));
        let request = Request {
            command: &command,
            path: Some(&self.path),
            directory: &work,
            home: &home,
            cache: &cache,
            scripts,
            limit: Duration::from_secs(120),
            rungs: &[Rung::Namespaces],
            upstream: None,
        };
        let plans = &mut self.plans;
        prepare_by(&request, &mut |_| {}, &mut |plan, _| {
            plans.push(plan.clone());
            Ok(plainly(&plan))
        })
    }
}

fn write(path: &Path, text: &str) {
    fs::write(path, text).unwrap();
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
}

/// Runs a plan without a fence, with what the fence would give it.
fn plainly(plan: &crate::Plan) -> Ran {
    let home = tempfile::tempdir().unwrap();
    let output = Command::new(&plan.command[0])
        .args(&plan.command[1..])
        .env_clear()
        .envs(plan.env.iter().map(|(name, value)| (name, value)))
        .env("HOME", home.path())
        .current_dir(plan.directory.as_ref().unwrap())
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let how = output.status.to_string();
    Ran {
        fence: None,
        conduct: evidence::conduct::Conduct::default(),
        failed: (!output.status.success())
            .then(|| step::reason(&how, &output.stderr, &output.stdout)),
    }
}

fn var<'a>(plan: &'a crate::Plan, name: &str) -> Option<&'a str> {
    let found = plan.env.iter().find(|(known, _)| known == name)?;
    found.1.to_str()
}

#[test]
fn a_command_that_is_no_runner_is_left_alone() {
    let mut user = User::new(&[("npm", NPM), ("npx", "")]);
    write(&user.at("work/npx"), "");
    for command in ["node server.js", "npm start", "./npx server"] {
        assert_eq!(user.prepare(command, false).unwrap(), None, "{command}");
    }
    let nothing = user.prepare("npx", false);
    assert!(matches!(nothing, Err(InstallError::NotFollowed(_))));
}

#[test]
fn a_package_is_installed_once_and_run_from_the_cache() {
    let mut user = User::new(&[("npm", NPM), ("npx", "")]);
    let first = user
        .prepare("npx -y server@^1 --flag", false)
        .unwrap()
        .unwrap();
    let install = first.install.as_ref().unwrap();
    assert_eq!((install.cached, install.scripts), (false, false));
    assert_eq!(install.version.as_deref(), Some("1.2.3"));
    assert_eq!(install.withheld, ["built"]);
    let tree = &first.shown.own[0];
    assert!(
        tree.starts_with(user.at("cache")) && tree.ends_with("tree"),
        "{tree:?}"
    );
    assert_eq!(first.shown.cache, None, "only installing writes");
    assert_eq!(first.command[0], tree.join("node_modules/.bin/server"));
    assert_eq!(first.command[1..], ["--flag"]);
    assert_eq!(first.bin, Some(tree.join("node_modules/.bin")));

    let again = user
        .prepare("npx server@^1 --flag", false)
        .unwrap()
        .unwrap();
    assert_eq!(user.plans.len(), 1, "nothing was installed again");
    assert_eq!(again.command, first.command);
    let install = again.install.unwrap();
    assert!(install.cached);
    assert_eq!(install.version.as_deref(), Some("1.2.3"));
    assert_eq!(install.withheld, ["built"]);

    // Another version, and scripts, are another place.
    user.prepare("npx server@2.0.0", false).unwrap();
    let built = user.prepare("npx server@^1", true).unwrap().unwrap();
    assert_eq!(user.plans.len(), 3);
    assert!(built.install.unwrap().withheld.is_empty());
    assert_eq!(
        var(&user.plans[0], "npm_config_ignore_scripts"),
        Some("true")
    );
    assert_eq!(
        var(&user.plans[2], "npm_config_ignore_scripts"),
        Some("false")
    );
}

#[test]
fn installing_reaches_the_registries_and_nothing_else_and_holds_no_secret() {
    let mut user = User::new(&[("npm", NPM), ("npx", "")]);
    user.prepare("npx server", false).unwrap();
    let plan = &user.plans[0];
    let crate::Network::Proxy { allow, .. } = &plan.network else {
        panic!("{:?}", plan.network);
    };
    let hosts: Vec<_> = allow
        .iter()
        .map(|host| (host.host.as_str(), host.port))
        .collect();
    let expected = [
        ("registry.npmjs.org", Some(443)),
        ("npm.example", Some(443)),
        ("corp.example", Some(8443)),
    ];
    assert_eq!(hosts, expected);
    assert_eq!(
        var(plan, "npm_config_registry"),
        Some("https://npm.example/")
    );
    assert_eq!(
        var(plan, "npm_config_@corp:registry"),
        Some("https://corp.example:8443/x")
    );
    assert!(plan.canaries.is_empty());
    assert!(plan.shown.cache.as_ref().unwrap().writable);
    let known = ["PATH", "NO_COLOR"];
    for (name, _) in &plan.env {
        let set = name.starts_with("npm_config_") || known.contains(&name.as_str());
        assert!(
            set || name.contains("CA") || name.contains("CERT"),
            "{name}"
        );
    }
}

#[test]
fn a_failed_installation_tells_its_last_lines_and_leaves_no_mark() {
    let mut user = User::new(&[("npm", NPM), ("npx", "")]);
    for _ in 0..2 {
        let error = user.prepare("npx broken", false).unwrap_err();
        let InstallError::Failed { install } = &error else {
            panic!("{error}");
        };
        assert!(!install.cached);
        let says = error.to_string();
        assert!(
            says.contains("installing broken failed") && says.contains("404"),
            "{says}"
        );
    }
    assert_eq!(user.plans.len(), 2, "it is tried again");
}

#[test]
fn a_program_that_leads_out_of_the_package_is_not_run() {
    let mut user = User::new(&[("npm", NPM), ("npx", "")]);
    let error = user.prepare("npx evil", false).unwrap_err().to_string();
    assert!(error.contains("evil has no program evil"), "{error}");
}

#[test]
fn what_the_project_has_installed_is_run_as_it_is() {
    let mut user = User::new(&[("npm", NPM), ("npx", "")]);
    let bin = user.at("work/node_modules/.bin");
    fs::create_dir_all(&bin).unwrap();
    fs::create_dir_all(user.at("work/node_modules/server")).unwrap();
    write(&user.at("work/node_modules/server/cli.js"), "#!/bin/sh\n");
    write(&user.at("work/package.json"), "{}");
    symlink("../server/cli.js", bin.join("server")).unwrap();
    let prepared = user.prepare("npx server a", false).unwrap().unwrap();
    assert_eq!(
        prepared.command,
        [bin.join("server").into_os_string(), "a".into()]
    );
    assert_eq!(prepared.install, None);
    assert_eq!(prepared.shown.own, [user.at("work")]);
    // A version is asked of the registry.
    assert!(
        user.prepare("npx server@1.2.3", false)
            .unwrap()
            .unwrap()
            .install
            .is_some()
    );
}

#[test]
fn python_packages_are_installed_by_uv_where_it_is_there() {
    let mut user = User::new(&[("uv", UV), ("uvx", "")]);
    let prepared = user
        .prepare("uvx Server_Time@2.0 --zone x", false)
        .unwrap()
        .unwrap();
    let tree = &prepared.shown.own[0];
    assert_eq!(
        prepared.command[0],
        tree.join("tools/server-time/bin/server-time")
    );
    assert_eq!(prepared.install.unwrap().version.as_deref(), Some("2.0"));
    let words: Vec<_> = user.plans[0]
        .command
        .iter()
        .map(|w| w.to_string_lossy())
        .collect();
    assert_eq!(
        words[1..],
        [
            "tool",
            "install",
            "--python",
            "/bin/sh",
            "--no-build",
            "--",
            "Server_Time==2.0"
        ]
    );
    assert_eq!(var(&user.plans[0], "UV_PYTHON_DOWNLOADS"), Some("never"));

    let error = user
        .prepare("uvx --from server-time other", false)
        .unwrap_err()
        .to_string();
    assert!(
        error.contains("has no program other: it has server-time"),
        "{error}"
    );
    let error = user.prepare("uvx sdist", false).unwrap_err().to_string();
    assert!(error.ends_with(SCRIPTS_OFF), "{error}");
}

#[test]
fn what_cannot_be_done_is_said() {
    let mut user = User::new(&[("npm", NPM), ("npx", ""), ("uv", UV), ("uvx", "")]);
    for (command, says) in [
        ("docker run -i --rm image", "docker run -i --rm image"),
        ("npx -c server", "npx"),
        ("npx github:user/server", "from elsewhere than its registry"),
        ("npx .", "from elsewhere than its registry"),
        (
            "uvx --from git+https://a.example/x x",
            "from elsewhere than its registry",
        ),
        ("uvx --with-editable . x", "--with-editable"),
        ("bunx server", "bunx was not found"),
        ("pipx run server", "pipx was not found"),
    ] {
        match user.prepare(command, false) {
            Err(InstallError::Container { instead, .. }) => {
                let instead = instead.join(" ");
                let strict = "docker run --network=none --read-only --tmpfs=/tmp";
                assert!(
                    instead.starts_with(strict) && instead.ends_with("-i --rm image"),
                    "{instead}"
                );
            }
            Err(error) => assert!(error.to_string().contains(says), "{command}: {error}"),
            // `-c` takes all there is: no package is named.
            Ok(none) => assert_eq!((none, command), (None, "npx -c server")),
        }
    }
    assert!(user.plans.is_empty());
}

#[test]
fn an_interrupted_installation_is_done_anew() {
    let mut user = User::new(&[("npm", NPM), ("npx", "")]);
    let prepared = user.prepare("npx server", false).unwrap().unwrap();
    let tree = &prepared.shown.own[0];
    fs::remove_file(tree.parent().unwrap().join("installed.json")).unwrap();
    fs::write(tree.join("rest"), "").unwrap();
    user.prepare("npx server", false).unwrap().unwrap();
    assert_eq!(user.plans.len(), 2);
    assert!(!tree.join("rest").exists());
    let mode = tree.metadata().unwrap().permissions().mode();
    assert_eq!(
        mode & 0o777,
        0o755,
        "nobody else may write there afterwards"
    );
}

mod real;
