//! Configured servers: how an entry is followed, how all of them are locked at once, and where their records lie.

use crate::support::project::{Project, demo, row, says};
use crate::support::{file, gatecheck, installed, program};
use serde_json::{Value, json};
use std::fs;

/// The demo, started by a shell that first does this.
fn after(does: &str) -> Value {
    // An argument of its own is what a sandbox shows.
    let script = format!("{does}; exec \"$0\" scripted --demo");
    json!({"command": "/bin/sh", "args": ["-c", script, program()]})
}

fn locked(project: &Project) -> Value {
    let text = fs::read_to_string(project.path("mcp-gatecheck.lock")).unwrap();
    serde_json::from_str(&text).unwrap()
}

#[test]
fn every_configured_server_is_locked_and_checked_against_that() {
    let project = Project::new();
    project.servers(&json!({"one": demo(), "two": demo()}));
    project.switched_off();
    let page = project.lock(&[]).exit(0);
    says(&page, &["Locked", "2 servers", "new"]);
    let lock = locked(&project);
    assert_eq!(lock["servers"].as_object().unwrap().len(), 2);
    assert_eq!(lock["servers"]["one"]["gate"], "prototype");
    assert_eq!(lock["servers"]["one"]["tools"].as_array().unwrap().len(), 4);
    says(&project.lock(&[]).exit(0), &["the same"]);
    let place = project.path("mcp-gatecheck.lock");
    let found = project.json(&["--locked", "--lock", &place], 0);
    assert_eq!(row(&found, "one")["locked"], "same");
}

#[test]
fn what_cannot_be_looked_at_keeps_its_entry_and_fails() {
    let project = Project::new();
    project.servers(&json!({"one": demo(), "two": demo()}));
    project.lock(&[]).exit(0);
    let before = locked(&project);
    let text = fs::read_to_string(file("fixtures/servers/demo.toml")).unwrap();
    let changed = project.write(
        "changed.toml",
        &text.replace("Lists issues", "Lists\\u200b issues"),
    );
    let other = json!({"command": program(), "args": ["scripted", changed]});
    project.servers(&json!({
        "one": {"command": "/no/such/program"},
        "two": other,
        "new": {"command": program(), "args": ["scripted", "${NOT_GIVEN}"]},
    }));
    let page = project.lock(&[]).exit(4);
    says(
        &page,
        &[
            "Not all locked",
            "2 of 3",
            "as it was",
            "missing",
            "NOT_GIVEN",
            "invisible U+200B",
        ],
    );
    let now = locked(&project);
    assert_eq!(now["servers"]["one"], before["servers"]["one"]);
    assert_ne!(
        now["servers"]["two"]["pin"],
        before["servers"]["two"]["pin"]
    );
    assert!(now["servers"].get("new").is_none());
}

#[test]
fn two_servers_of_one_name_are_not_locked_as_one() {
    let project = Project::new();
    project.servers(&json!({"one": demo()}));
    let settings = json!({"mcpServers": {"one": {"command": program(), "args": ["scripted", "--bad"]}, "two": demo()}});
    project.write(".cursor/mcp.json", &settings.to_string());
    let page = project.lock(&[]).exit(2);
    let advice = [
        ".mcp.json:",
        "and ",
        ".cursor/mcp.json:",
        "rename one",
        "mcp-gatecheck lock",
    ];
    says(&page, &["not one server", "2 of 3"]);
    says(&page, &advice);
    let lock = project.path("mcp-gatecheck.lock");
    let page = project.check(&["--locked", "--lock", &lock]).end();
    says(&page, &advice);
    assert!(!page.stdout.contains("lock --server"), "{}", page.shown());
    let lock = locked(&project);
    assert_eq!(lock["servers"].as_object().unwrap().len(), 1);
    // What the user names is looked at alone.
    project.lock(&[&project.path(".mcp.json")]).exit(0);
    assert!(locked(&project)["servers"].get("one").is_some());
}

#[test]
fn a_listing_that_is_not_whole_is_not_locked() {
    let project = Project::new();
    project.write(
        "half.toml",
        "name = \"half\"\nversion = \"1\"\n[[tool]]\nname = \"a\"\n[[on]]\nmethod = \"tools/list\"\nsilent = true\n",
    );
    let endless = file("fixtures/servers/endless.toml");
    let case = fs::read_to_string(&endless).unwrap();
    let name = case
        .lines()
        .find_map(|line| line.strip_prefix("name = \""))
        .map(|name| name.trim_end_matches('"').to_owned());
    let case = name.expect("a case");
    project.servers(&json!({"half": {"command": program(), "args": ["scripted", endless, case]}}));
    let out = project.lock(&["--timeout", "20s"]).end();
    assert!(matches!(out.code, Some(4 | 5)), "{}", out.shown());
    assert!(fs::metadata(project.path("mcp-gatecheck.lock")).is_err());
}

#[test]
fn a_lock_takes_a_run_or_configurations() {
    let project = Project::new();
    let config = project.servers(&json!({"one": demo()}));
    let run = project.path("demo.jsonl");
    gatecheck(&["probe", "demo", "-q", "--transcript", &run]).exit(0);
    let refused = |more: &[&str], says: &str| {
        let out = project.lock(more).exit(2);
        assert!(out.stderr.contains(says), "{says}: {}", out.shown());
    };
    refused(&[&run, &config], "a run is locked by itself");
    refused(&["--name", "x"], "are for a transcript");
    refused(&[&run], "are for configured servers");
    refused(&["--server", "none"], "no server is called");
    refused(&["/no/such/file"], "no such file");
    // What is no file holds no lock before.
    gatecheck(&["lock", &run, "--output", "/dev/null"]).exit(0);
    let lock = project.path("mcp-gatecheck.lock");
    gatecheck(&["lock", &run, "--output", &lock, "--name", "one"]).exit(0);
    says(
        &project.lock(&["--client", "claude-code"]).exit(0),
        &["the same"],
    );
}

#[test]
fn an_entry_is_started_in_its_directory() {
    let project = Project::new();
    fs::create_dir(project.path("sub")).unwrap();
    let server = |cwd: &str| {
        let mut server = after(&format!("pwd > '{}'", project.path("pwd")));
        server["cwd"] = json!(cwd);
        server
    };
    let real = fs::canonicalize(project.path("sub")).unwrap();
    let given = real.display().to_string();
    for cwd in ["sub", "${workspaceFolder}/sub", &given] {
        project.servers(&json!({"one": server(cwd)}));
        let found = project.json(&["--require", "block"], 0);
        assert_eq!(row(&found, "one")["unfollowed"], json!([]));
        let pwd = fs::read_to_string(project.path("pwd")).unwrap();
        assert_eq!(pwd.trim(), given);
    }
    fs::write(project.path("plain"), "").unwrap();
    for (cwd, says) in [("nowhere", "is not there"), ("plain", "is no directory")] {
        project.servers(&json!({"one": server(cwd)}));
        let found = project.json(&[], 4);
        let why = row(&found, "one")["why"].to_string();
        assert!(why.contains(says) && why.contains(cwd), "{why}");
    }
    project.servers(&json!({"one": server("${SOME_PLACE}")}));
    let found = project.json(&[], 4);
    assert!(row(&found, "one")["why"].to_string().contains("SOME_PLACE"));
    let place = format!("SOME_PLACE={given}");
    project.json(&["--require", "block", "--env", &place], 0);
}

#[test]
fn in_the_sandbox_its_directory_is_there() {
    let project = Project::new();
    project.write("sub/data.txt", "");
    let mut one = after("test -e data.txt || exit 7");
    one["cwd"] = json!("sub");
    project.servers(&json!({"one": one}));
    let place = project.path("");
    let check = [
        "check",
        "--quick",
        "--require",
        "block",
        "--project",
        &place,
    ];
    let out = gatecheck(&check).fenced().end();
    if out.stdout.contains("typed in full") || out.stdout.contains("--no-sandbox") {
        crate::support::lacking("a sandbox on this machine");
        return;
    }
    assert_eq!(out.code, Some(0), "{}", out.shown());
}

#[test]
fn without_a_directory_it_is_started_in_the_project() {
    let project = Project::new();
    project.servers(&json!({"one": after(&format!("pwd > '{}'", project.path("pwd")))}));
    project.check(&["--require", "block"]).exit(0);
    let pwd = fs::read_to_string(project.path("pwd")).unwrap();
    let real = fs::canonicalize(project.path("")).unwrap();
    assert_eq!(pwd.trim(), real.display().to_string());
}

#[test]
fn a_file_of_variables_is_passed_on_only_where_it_is_named() {
    let project = Project::new();
    let mut one = after(&format!("env > '{}'", project.path("env")));
    one["envFile"] = json!("${workspaceFolder}/its.env");
    one["env"] = json!({"LEVEL": "mine"});
    let other = after(&format!("env > '{}'", project.path("other")));
    project.write(
        ".cursor/mcp.json",
        &json!({"mcpServers": {"one": one, "other": other}}).to_string(),
    );
    let file = project.write("its.env", "ITS_TOKEN=a-very-secret-value\nLEVEL=theirs\n");
    let held = |name: &str| fs::read_to_string(project.path(name)).unwrap();
    let found = project.json(&["--require", "block"], 0);
    let said = row(&found, "one")["unfollowed"][0]
        .as_str()
        .unwrap()
        .to_owned();
    let (_, typed) = said.split_once("--env-file ").unwrap();
    assert_eq!(
        fs::canonicalize(typed).unwrap(),
        fs::canonicalize(&file).unwrap()
    );
    assert!(!held("env").contains("ITS_TOKEN"));
    says(
        &project.check(&["--require", "block"]).exit(0),
        &["--env-file"],
    );

    let run = project
        .check(&[
            "--require",
            "block",
            "--format",
            "json",
            "-v",
            "--env-file",
            typed,
        ])
        .exit(0);
    assert!(
        !run.shown().contains("a-very-secret-value"),
        "{}",
        run.shown()
    );
    let found: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(row(&found, "one")["unfollowed"], json!([]));
    let env = held("env");
    assert!(env.contains("ITS_TOKEN=a-very-secret-value"), "{env}");
    assert!(
        env.contains("LEVEL=mine"),
        "an entry's own word goes before its file's: {env}"
    );
    assert!(
        !held("other").contains("ITS_TOKEN"),
        "it is that server's alone"
    );
    let lock = project.lock(&["--env-file", typed]).exit(0);
    assert!(!lock.shown().contains("a-very-secret-value"));

    fs::remove_file(&file).unwrap();
    says(
        &project.check(&["--require", "block"]).exit(0),
        &["is not there"],
    );
}

#[test]
fn a_record_has_its_place_whatever_the_server_is_called() {
    let project = Project::new();
    let name = "io.acme/files 1";
    project.servers(&json!({name: demo()}));
    let (run, records) = (project.path("demo.jsonl"), project.path("records"));
    gatecheck(&["probe", "demo", "-q", "--transcript", &run]).exit(0);
    let out = project.check(&["--records", &records]).exit(2);
    assert!(out.stderr.contains("no such directory"), "{}", out.shown());
    fs::create_dir(&records).unwrap();
    let wanted = "io.acme%2Ffiles%201.toml";
    says(
        &project.check(&["--records", &records]).exit(0),
        &["no record at", wanted],
    );
    let new = [
        "record",
        "new",
        &run,
        "--records",
        &records,
        "--server",
        name,
        "--by",
        "Ada",
    ];
    gatecheck(&new).exit(0);
    let out = gatecheck(&new).exit(2);
    assert!(out.stderr.contains("is there already"), "{}", out.shown());
    let record = format!("{records}/{wanted}");
    gatecheck(&["record", "add", "exclusion", &record, "--tool", "add_label"]).exit(0);
    let found = project.json(&["--records", &records], 0);
    assert_eq!(row(&found, name)["record_wanted"], Value::Null);
    assert_eq!(row(&found, name)["let_through"], json!(["add_label"]));

    // What lies there and is no record is told before anything is started.
    fs::write(&record, "schema = 1").unwrap();
    project.check(&["--records", &records]).exit(2);
    fs::remove_file(&record).unwrap();
    fs::create_dir(&record).unwrap();
    let out = project.check(&["--records", &records]).exit(2);
    assert!(out.stderr.contains("directory"), "{}", out.shown());
}

#[test]
fn a_record_that_raises_without_showing_why_gives_no_verdict() {
    let project = Project::new();
    project.servers(&json!({"one": demo()}));
    project.lock(&[]).exit(0);
    let pin = locked(&project)["servers"]["one"]["pin"].clone();
    let score = "[[score]]\ndimension = \"maintainer_reliability\"\nscore = 3\nbecause = \"So.\"\n";
    let text = format!("schema = \"mcp-gatecheck/record/1\"\n[pin]\ndigest = {pin}\n{score}");
    let records = project.path("records");
    project.write("records/one.toml", &text);
    let page = project.check(&["--records", &records]).exit(2);
    says(&page, &["No go", "a record is wrong", "no verdict", "line"]);
    let found = project.json(&["--records", &records], 2);
    assert_eq!(row(&found, "one")["gate"], Value::Null);
}

#[test]
fn the_last_known_gate_is_in_the_inventory() {
    let project = Project::new();
    let place = project.path("");
    let inventory = |more: &[&str]| {
        let all = ["inventory", "--home", &place, "--project", &place];
        gatecheck(&[&all[..], more].concat()).exit(0)
    };
    project.servers(&json!({"one": demo(), "two": demo()}));
    says(&inventory(&[]), &["never checked"]);
    project.lock(&["--server", "one"]).exit(0);
    let last = |out: crate::support::Out, name: &str| -> Value {
        let found: Value = serde_json::from_str(&out.stdout).unwrap();
        row(&found, name)["last_gate"].clone()
    };
    let json = ["--format", "json"];
    let known = last(inventory(&json), "one");
    assert_eq!(known["state"], "known");
    assert_eq!(known["gate"], "prototype");
    assert_eq!(last(inventory(&json), "two")["state"], "never_checked");
    says(&inventory(&[]), &["Prototype only, 20", "never checked"]);

    // Another command under the same name reached nothing yet.
    project.servers(&json!({"one": {"command": "x"}, "two": demo()}));
    let other = last(inventory(&json), "one");
    assert_eq!(
        (&other["state"], &other["gate"]),
        (&json!("other_command"), &Value::Null)
    );

    // So did the same command where another directory or another value is given.
    let entry = |cwd: &str, value: &str| {
        let mut one = demo();
        (one["cwd"], one["env"]) = (cwd.into(), json!({"MODE": value}));
        project.servers(&json!({"one": one, "two": demo()}));
    };
    fs::create_dir(project.path("a")).unwrap();
    entry("a", "quiet-value");
    assert_eq!(last(inventory(&json), "one")["state"], "other_command");
    project.lock(&["--server", "one"]).exit(0);
    let held = locked(&project)["servers"]["one"]["entry"].to_string();
    assert!(
        held.contains("MODE") && !held.contains("quiet-value"),
        "{held}"
    );
    assert_eq!(last(inventory(&json), "one")["state"], "known");
    for (cwd, value) in [("b", "quiet-value"), ("a", "other-value")] {
        entry(cwd, value);
        assert_eq!(last(inventory(&json), "one")["state"], "other_command");
    }
    entry("a", "quiet-value");

    let lock = project.path("mcp-gatecheck.lock");
    let text = fs::read_to_string(&lock).unwrap();
    fs::write(&lock, text.replace("\"prototype\"", "\"production\"")).unwrap();
    let out = inventory(&json);
    assert!(
        out.stderr.contains("seal does not belong"),
        "{}",
        out.shown()
    );
    assert_eq!(last(out, "one")["state"], "lock_unread");
    let all = ["inventory", "--home", &place, "--project", &place];
    gatecheck(&[&all[..], &["--lock", &lock]].concat()).exit(2);
    fs::write(&lock, text).unwrap();
    let moved = project.path("moved.lock");
    fs::rename(&lock, &moved).unwrap();
    assert_eq!(last(inventory(&json), "one")["state"], "never_checked");
    let named = inventory(&["--format", "json", "--lock", &moved]);
    assert_eq!(last(named, "one")["state"], "known");
}

#[test]
fn published_servers_are_locked_and_their_surface_counts() {
    let (Some(npm), Some(venv)) = (installed("GATECHECK_NPM"), installed("GATECHECK_VENV")) else {
        return;
    };
    let project = Project::new();
    let memory = npm.join("@modelcontextprotocol/server-memory/dist/index.js");
    let git = venv.join("bin/mcp-server-git");
    let servers = |never: &[&str]| {
        let memory = json!({"command": "node", "args": [memory], "excludeTools": never});
        let servers = json!({"mcpServers": {"memory": memory, "git": {"command": git}}});
        project.write(".gemini/settings.json", &servers.to_string());
    };
    servers(&["delete_entities"]);
    project.lock(&[]).exit(0);
    let lock = locked(&project);
    let surface = lock["servers"]["memory"]["surface"].as_array().unwrap();
    assert_eq!(
        (
            surface.len(),
            lock["servers"]["memory"]["tools"].as_array().unwrap().len()
        ),
        (8, 9)
    );
    let place = project.path("mcp-gatecheck.lock");
    project.check(&["--locked", "--lock", &place]).exit(0);
    // The client lets through more than was locked: the tool is named.
    servers(&[]);
    let page = project.check(&["--locked", "--lock", &place]).exit(6);
    says(&page, &["delete_entities", "the agent gets it now"]);
}
