//! The commands that need no server, and wrong usage.

use crate::support::{Document, file, gatecheck};
use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};

#[test]
fn decide_gives_the_worked_example_its_gate() {
    let record = file("fixtures/records/github-triage.toml");
    let out = gatecheck(&["decide", &record, "--now", "2026-11-23", "--format", "json"]).exit(0);
    let found = Document::read(&out.stdout, &out.stderr);
    found
        .gate("writes-with-approval")
        .is("/decision/total", 14)
        .is("/decision/band", "writes-with-approval")
        .is("/target/kind", "record");
    let scores = [
        ("tool_boundaries", 3),
        ("permission_model", 2),
        ("error_recovery", 2),
        ("verification", 3),
        ("sensitive_data_control", 2),
        ("maintainer_reliability", 2),
    ];
    for (dimension, score) in scores {
        found.is(&format!("/decision/scores/{dimension}/score"), score);
    }
    assert!(
        found
            .at("/decision/known_limits")
            .to_string()
            .contains("autonomous")
    );

    let page = gatecheck(&["decide", &record, "--now", "2026-11-23"])
        .exit(0)
        .stdout;
    assert!(
        page.contains("Writes with approval") && page.contains("14"),
        "{page}"
    );
    gatecheck(&[
        "decide",
        &record,
        "--now",
        "2026-11-23",
        "--require",
        "production",
    ])
    .exit(1);
}

#[test]
fn decide_gives_the_same_bytes_each_time() {
    let record = file("fixtures/records/github-triage.toml");
    let decide = || {
        gatecheck(&["decide", &record, "--now", "2026-11-23", "--format", "json"])
            .exit(0)
            .stdout
    };
    assert!(decide() == decide());
}

#[test]
fn a_wrong_record_is_usage_and_names_line_and_remedy() {
    let folder = tempfile::TempDir::new().unwrap();
    let record = folder.path().join("record.toml");
    std::fs::write(&record, "schema = \"mcp-gatecheck/record/1\"\n[[attestation]]\nfacets = [\"tools.nmaes\"]\nsays = \"x\"\n").unwrap();
    let out = gatecheck(&["decide", record.to_str().unwrap()]).exit(2);
    assert!(
        out.stderr.contains("tools.nmaes") && out.stderr.contains('3'),
        "{}",
        out.stderr
    );
    let out = gatecheck(&["decide", "/nowhere/record.toml"]).exit(2);
    assert!(
        out.stderr.contains("/nowhere/record.toml"),
        "{}",
        out.stderr
    );
}

#[test]
fn wrong_usage_is_exit_2_and_says_what_to_do() {
    let wrong: [(&[&str], &str); 7] = [
        (&["probe"], "--"),
        (&["porbe"], "probe"),
        (&["probe", "demo", "--require", "perfect"], "read-only"),
        (&["probe", "demo", "--format", "xml"], "json"),
        (&["probe", "demo", "--timeout", "soon"], "soon"),
        (&["replay", "/nowhere/run.jsonl"], "/nowhere/run.jsonl"),
        (&["explain", "no-such-probe"], "no-such-probe"),
    ];
    for (args, named) in wrong {
        let out = gatecheck(args).exit(2);
        assert!(out.stderr.contains(named), "{args:?}: {}", out.stderr);
        assert_eq!(out.stdout, "", "{args:?}");
    }
}

#[test]
fn a_transcript_that_is_none_is_refused_with_its_line() {
    let folder = tempfile::TempDir::new().unwrap();
    let path = folder.path().join("run.jsonl");
    std::fs::write(&path, "{\"transcript\":99}\n").unwrap();
    let out = gatecheck(&["replay", path.to_str().unwrap()]).exit(2);
    assert!(out.stderr.contains("line 1"), "{}", out.stderr);
}

#[cfg(unix)]
#[test]
fn a_credential_on_the_command_line_is_told_and_written_nowhere() {
    let folder = tempfile::tempdir().unwrap();
    let transcript = folder.path().join("run.jsonl");
    let transcript = transcript.to_str().unwrap();
    let (token, password) = ("Zk9mQ2rT7wLp4Vx8", "Xw7Kq2Rt9Lm4");
    let url = format!("postgres://app:{password}@db/prod");
    let program = env!("CARGO_BIN_EXE_mcp-gatecheck");
    let out = gatecheck(&[
        "probe",
        "--no-sandbox",
        "--quick",
        "--reach",
        "listing",
        "-v",
        "--transcript",
        transcript,
        "--",
        "sh",
        "-c",
        "echo \"$2 $3\" >&2; exec \"$0\" scripted --demo",
        program,
        "--api-key",
        token,
        &url,
    ])
    .exit(0);
    let written = std::fs::read_to_string(transcript).unwrap();
    for text in [&out.stdout, &out.stderr, &written] {
        assert!(!text.contains(token) && !text.contains(password), "{text}");
    }
    assert!(
        out.stdout.contains("looks like a credential (argument 5)"),
        "{}",
        out.shown()
    );
}

#[cfg(target_os = "linux")]
#[test]
fn what_could_not_be_written_is_no_success() {
    let record = file("fixtures/records/github-triage.toml");
    for args in [&["list", "facets"][..], &["decide", &record]] {
        let full = std::fs::File::options()
            .write(true)
            .open("/dev/full")
            .unwrap();
        let out = Command::new(env!("CARGO_BIN_EXE_mcp-gatecheck"))
            .args(args)
            .stdout(full)
            .output()
            .unwrap();
        assert_eq!(out.status.code(), Some(2), "{args:?}");
        let said = String::from_utf8(out.stderr).unwrap();
        assert!(said.contains("standard output"), "{said}");
    }
}

#[test]
fn what_there_is_is_listed_and_explained() {
    for list in ["probes", "facets", "criteria"] {
        let out = gatecheck(&["list", list]).exit(0);
        assert!(out.stdout.lines().count() > 15, "{list}: {}", out.stdout);
    }
    let facets = gatecheck(&["list", "facets"]).exit(0).stdout;
    assert!(
        facets.contains("tools.input_schemas") && facets.contains("maintainer.upgrade_reviewer"),
        "{facets}"
    );
    let page = gatecheck(&["explain", "tool-schemas"]).exit(0).stdout;
    assert!(page.contains("tool-schemas"), "{page}");
}

#[test]
fn it_names_its_version_and_completes_in_shells() {
    assert_eq!(
        gatecheck(&["--version"]).exit(0).shown(),
        "mcp-gatecheck [VERSION]\n"
    );
    for shell in ["bash", "zsh", "fish"] {
        assert!(
            gatecheck(&["completions", shell])
                .exit(0)
                .stdout
                .contains("mcp-gatecheck"),
            "{shell}"
        );
    }
}

#[test]
fn the_scripted_server_is_no_public_command() {
    assert!(!gatecheck(&["--help"]).exit(0).stdout.contains("scripted"));
    let out = gatecheck(&["scripted", "/nowhere/server.toml"]).exit(2);
    assert!(
        out.stderr.contains("/nowhere/server.toml"),
        "{}",
        out.stderr
    );
}

#[test]
fn the_scripted_server_says_where_it_is_served_and_who_vouches_for_it() {
    let folder = tempfile::tempdir().unwrap();
    let authority = folder.path().join("authority.pem");
    let served = Command::new(env!("CARGO_BIN_EXE_mcp-gatecheck"))
        .args(["scripted", "--http", "127.0.0.1:0", "--authority"])
        .args([&authority, &file("fixtures/servers/http-tls.toml").into()])
        .arg("good")
        .stdout(Stdio::piped())
        .spawn();
    let mut served = Ended(served.unwrap());
    let mut url = String::new();
    let stdout = served.0.stdout.take().unwrap();
    BufReader::new(stdout).read_line(&mut url).unwrap();
    assert!(url.starts_with("https://127.0.0.1:"), "{url}");
    let probe = gatecheck(&["probe", "--format", "json", url.trim(), "--quick", "--ca"]);
    let out = probe.args(&[authority.display()]).exit(0);
    assert!(out.stdout.contains("convert_length"), "{}", out.stdout);
}

/// A process that does not outlive its test.
struct Ended(Child);

impl Drop for Ended {
    fn drop(&mut self) {
        let _gone = self.0.kill();
        let _gone = self.0.wait();
    }
}

#[test]
fn no_colour_is_written_where_nobody_sees_it() {
    let colour = |args: &[&str]| {
        gatecheck(args)
            .env("NO_COLOR", "1")
            .exit(0)
            .stdout
            .contains('\u{1b}')
    };
    assert!(!colour(&["list", "probes"]));
    assert!(!colour(&["probe", "demo", "--color", "auto"]));
}
