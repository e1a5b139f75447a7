//! Signing in: a person follows the printed address, a client speaks for itself, and nothing is POSTed that nobody asked for.

mod person;
mod wrong;

use crate::support::{Out, gatecheck};
use person::{Home, Person, follow, serve};
use scripted::Endpoint;
use std::time::Duration;

/// The token that the scripted server takes.
const TOKEN: &str = "scripted-token";
const SECRET: &str = "scripted secret";

/// What was sent to the authorization server beside GET for its metadata.
fn acts(server: &Endpoint) -> Vec<String> {
    let acts = ["/authorize", "/register", "/token", "/revoke"];
    let mut log = server.log();
    log.retain(|line| acts.iter().any(|act| line.contains(act)));
    for line in &mut log {
        line.truncate(line.find('?').unwrap_or(line.len()));
    }
    log
}

/// No output holds a token or a secret.
#[track_caller]
fn shows_no_secret(out: &Out) {
    for text in [&out.stdout, &out.stderr] {
        for secret in [TOKEN, SECRET, "refresh-"] {
            assert!(!text.contains(secret), "{secret} is shown: {text}");
        }
    }
}

#[test]
fn a_login_is_kept_used_and_given_back() {
    let (server, home) = (serve(""), Home::new());
    let mut person = Person::login(&home, &[&server.url()]);
    let page = follow(&person.address());
    assert!(page.starts_with("HTTP/1.1 200"), "{page}");
    let out = person.exit(0);
    shows_no_secret(&out);
    let base = server.url().replace("/mcp", "");
    for said in ["/register", "/authorize", "/token"] {
        assert!(
            out.stderr.contains(&format!("{base}{said}")),
            "{}",
            out.stderr
        );
    }
    assert!(out.stderr.contains("Scopes: units:read "), "{}", out.stderr);
    assert!(
        out.stdout.contains("scopes  units:read\n"),
        "{}",
        out.stdout
    );
    assert_eq!(
        acts(&server),
        ["POST /register", "GET /authorize", "POST /token"]
    );
    assert_eq!(home.modes(), [0o700, 0o600]);

    let list = home.run(&["login", "--list"]).exit(0);
    assert!(list.stdout.contains(&server.url()), "{}", list.stdout);
    shows_no_secret(&list);

    // Without being asked nothing that is kept is shown to anybody.
    let nobody = home
        .run(&["probe", "--format", "json", &server.url()])
        .exit(3);
    assert!(!nobody.stdout.contains("\"login\""), "{}", nobody.stdout);
    let transcript = home.path("run.jsonl");
    let signed = [
        "probe",
        "--login",
        "--format",
        "json",
        "--transcript",
        &transcript,
        &server.url(),
    ];
    let signed = home.run(&signed).exit(0);
    shows_no_secret(&signed);
    let document: serde_json::Value = serde_json::from_str(&signed.stdout).unwrap();
    assert_eq!(document["target"]["login"]["grant"], "kept");
    assert_eq!(document["tools"][0]["name"], "convert_length");
    let recorded = std::fs::read_to_string(&transcript).unwrap();
    assert!(!recorded.contains(TOKEN) && !recorded.contains("refresh-"));
    let replayed = gatecheck(&["replay", "--format", "json", &transcript]).exit(0);
    assert!(replayed.stdout == signed.stdout, "a replay differs");
    assert_eq!(acts(&server).len(), 3, "a probe sends nothing there");

    let out = home.run(&["logout", &server.url()]).exit(0);
    assert!(out.stdout.contains("given back"), "{}", out.stdout);
    assert_eq!(acts(&server)[3..], ["POST /revoke", "POST /revoke"]);
    let out = home.run(&["probe", "--login", &server.url()]).exit(2);
    let next = format!("mcp-gatecheck login {}", server.url());
    assert!(out.stderr.contains(&next), "{}", out.stderr);
    home.run(&["logout", &server.url()]).exit(2);
    assert!(
        home.run(&["login", "--list"])
            .exit(0)
            .stdout
            .contains("No login")
    );
}

#[test]
fn nothing_is_posted_that_nobody_asked_for() {
    let server = serve("");
    for options in [
        &[][..],
        &["--bearer-env", "GIVEN"],
        &["--reach", "protocol", "--bearer-env", "GIVEN"],
    ] {
        let run = gatecheck(&["probe", &server.url()]).args(options);
        let run = run.env("GIVEN", TOKEN).env("XDG_STATE_HOME", "/nowhere");
        run.exit(if options.is_empty() { 3 } else { 0 });
    }
    assert_eq!(acts(&server), [""; 0]);
    let log = server.log();
    assert!(
        log.iter()
            .any(|line| line.contains("oauth-authorization-server")),
        "{log:?}"
    );
}

#[test]
fn who_is_locked_out_is_told_how_to_go_on() {
    let server = serve("");
    let out = gatecheck(&["probe", "--format", "json", &server.url()]).exit(3);
    let document: serde_json::Value = serde_json::from_str(&out.stdout).unwrap();
    let url = server.url();
    let on = format!("mcp-gatecheck login {url} && mcp-gatecheck probe --login {url}");
    assert_eq!(document["start"]["try"], on);
    for said in [
        "Bearer",
        "units:read",
        "oauth-protected-resource",
        "--bearer-env",
    ] {
        assert!(
            document["start"].to_string().contains(said),
            "{said}: {}",
            document["start"]
        );
    }
    // Where a browser is of no use, a token of one's own is what is left.
    let server =
        serve("sign_in.authorization_server.without = ['code_challenge_methods_supported']");
    let out = gatecheck(&["probe", "--format", "json", &server.url()]).exit(3);
    let document: serde_json::Value = serde_json::from_str(&out.stdout).unwrap();
    let on = format!("mcp-gatecheck probe --bearer-env TOKEN {}", server.url());
    assert_eq!(document["start"]["try"], on);
}

#[test]
fn a_client_speaks_for_itself() {
    let (server, home) = (serve(""), Home::new());
    let transcript = home.path("run.jsonl");
    let probe = |secret: &str| {
        let run = home.run(&["probe", "--format", "json", "--transcript", &transcript]);
        let run = run.args(&[
            "--client-credentials",
            "scripted-client=SECRET",
            &server.url(),
        ]);
        run.env("SECRET", secret)
    };
    let out = probe(SECRET).exit(0);
    shows_no_secret(&out);
    assert!(out.stderr.contains("/token"), "{}", out.stderr);
    let document: serde_json::Value = serde_json::from_str(&out.stdout).unwrap();
    assert_eq!(document["target"]["login"]["grant"], "client_credentials");
    assert_eq!(
        document["target"]["login"]["scopes"],
        serde_json::json!(["units:read"])
    );
    assert_eq!(acts(&server), ["POST /token"]);
    let recorded = std::fs::read_to_string(&transcript).unwrap();
    assert!(!recorded.contains(TOKEN) && !recorded.contains(SECRET));
    assert_eq!(home.modes(), [0; 0], "nothing is kept");

    let out = probe("another secret").exit(3);
    let document: serde_json::Value = serde_json::from_str(&out.stdout).unwrap();
    assert_eq!(document["exit"]["code"], 3);
    assert_eq!(document["start"]["what"], "The server was not called.");
    assert!(document["start"].to_string().contains("invalid_client"));
    let recorded = std::fs::read_to_string(&transcript).unwrap();
    assert!(!(out.shown() + &recorded).contains("another secret"));
    let replayed = home
        .run(&["replay", "--format", "json", &transcript])
        .exit(3);
    assert!(replayed.stdout == out.stdout, "{}", replayed.shown());
    home.run(&[
        "probe",
        "--client-credentials",
        "no-variable",
        &server.url(),
    ])
    .exit(2);
    home.run(&[
        "probe",
        "--client-credentials",
        "a=B",
        "--login",
        &server.url(),
    ])
    .exit(2);
}

#[test]
fn secrets_go_only_where_the_certificate_is_in_order() {
    let (server, home) = (serve("tls = 'good'"), Home::new());
    let (ca, url) = (home.path("ca.pem"), server.url());
    std::fs::write(&ca, server.authority().unwrap()).unwrap();
    let client = ["probe", "--client-credentials", "scripted-client=SECRET"];
    let probe = |with: &[&str]| {
        home.run(&client)
            .args(with)
            .args(&[&url])
            .env("SECRET", SECRET)
    };
    let out = probe(&["--insecure"]).exit(4);
    assert!(out.stdout.contains("certificate"), "{}", out.shown());
    let out = home.run(&["login", "--no-browser", &url]).exit(4);
    assert!(out.stderr.contains("certificate"), "{}", out.stderr);
    assert_eq!(acts(&server), [""; 0]);
    probe(&["--ca", &ca]).exit(0);
    assert_eq!(acts(&server), ["POST /token"]);
}

#[test]
fn a_login_that_has_ended_is_renewed_or_named() {
    let (server, home) = (serve("sign_in.authority.lifetime = 1"), Home::new());
    let person = [
        "--client-id",
        "scripted-client",
        "--client-secret-env",
        "SECRET",
        &server.url(),
    ];
    let mut person = Person::login_with(&home, &person, &[("SECRET", SECRET)]);
    follow(&person.address());
    person.exit(0);
    assert_eq!(
        acts(&server),
        ["GET /authorize", "POST /token"],
        "nobody is registered"
    );
    let kept = home.kept();
    assert!(
        !kept.contains(SECRET),
        "a secret of the user's is not kept: {kept}"
    );

    let probe = || home.run(&["probe", "--login", "--format", "json", &server.url()]);
    let out = probe().exit(2);
    assert!(out.stderr.contains("SECRET"), "{}", out.stderr);
    let out = probe().env("SECRET", SECRET).exit(0);
    shows_no_secret(&out);
    let document: serde_json::Value = serde_json::from_str(&out.stdout).unwrap();
    assert_eq!(document["target"]["login"]["grant"], "renewed");
    assert_eq!(
        acts(&server).last().map(String::as_str),
        Some("POST /token")
    );
    assert_ne!(home.kept(), kept, "what renews it next is another");

    let (server, home) = (
        serve("sign_in.authority = { lifetime = 1, does = ['never_renews'] }"),
        Home::new(),
    );
    let mut person = Person::login(&home, &[&server.url()]);
    follow(&person.address());
    person.exit(0);
    let out = home.run(&["probe", "--login", &server.url()]).exit(3);
    for text in ["has ended", "mcp-gatecheck login"] {
        assert!(out.stdout.contains(text), "{text}: {}", out.shown());
    }
}

#[test]
fn what_others_can_read_is_not_taken() {
    let (server, home) = (serve(""), Home::new());
    let mut person = Person::login(&home, &[&server.url()]);
    follow(&person.address());
    person.exit(0);
    for (what, mode) in [("file", 0o640), ("folder", 0o750)] {
        home.open_to_others(what, mode);
        let out = home.run(&["probe", "--login", &server.url()]).exit(2);
        assert!(out.stderr.contains("chmod"), "{what}: {}", out.stderr);
        home.open_to_others(what, if what == "file" { 0o600 } else { 0o700 });
    }
    home.run(&["probe", "--login", &server.url()]).exit(0);
}

#[test]
fn who_is_interrupted_or_late_leaves_nothing() {
    let (server, home) = (serve(""), Home::new());
    let mut person = Person::login(&home, &[&server.url()]);
    let address = person.address();
    person.interrupt();
    let out = person.exit(4);
    assert!(out.stderr.contains("interrupted"), "{}", out.stderr);
    assert_eq!(home.modes(), [0; 0]);
    assert_eq!(person::callback(&address), None, "nobody listens any more");

    let mut person = Person::login(&home, &["--timeout", "1s", &server.url()]);
    person.address();
    let out = person.exit(4);
    assert!(out.stderr.contains("longer than 1 s"), "{}", out.stderr);
    assert_eq!(home.modes(), [0; 0]);
}

#[test]
fn a_browser_is_opened_unless_told_otherwise() {
    let (server, home) = (serve(""), Home::new());
    let opened = home.path("opened");
    home.program(
        "xdg-open",
        &format!("#!/bin/sh\nprintf %s \"$1\" > {opened}.new && mv {opened}.new {opened}\n"),
    );
    let mut person = Person::with_browser(&home, &[&server.url()]);
    let address = person.address();
    let begun = std::time::Instant::now();
    let seen = loop {
        match std::fs::read_to_string(&opened) {
            Ok(seen) => break seen,
            Err(_) if begun.elapsed() < Duration::from_secs(10) => {
                std::thread::sleep(Duration::from_millis(20))
            }
            Err(error) => panic!("no browser was opened: {error}"),
        }
    };
    assert_eq!(seen, address);
    follow(&address);
    person.exit(0);
}

#[test]
fn a_token_endpoint_elsewhere_is_named_before_anything_is_sent_there() {
    let other = serve("");
    let elsewhere = other.url().replace("/mcp", "/token");
    let script = format!("sign_in.authorization_server.set.token_endpoint = '{elsewhere}'");
    let (server, home) = (serve(&script), Home::new());
    let mut person = Person::login(&home, &[&server.url()]);
    follow(&person.address());
    let out = person.exit(3);
    assert!(out.stderr.contains(&elsewhere), "{}", out.stderr);
    assert!(out.stderr.contains("invalid_client"), "{}", out.stderr);
}
