//! Servers over HTTP that nobody wrote for these tests: published ones, pinned, which `.ci/run` installs, and one on the server side of
//! rmcp. And the scripted one that does everything right, as callers with and without a token see it.

mod process;
mod sdk;

use crate::support::{Document, file, installed, probe_command, probe_endpoint};
use process::TOKEN;
use serde_json::Value;
use std::collections::BTreeMap;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;

/// What a server lists: each kind with its names, and where that is kept the digest of the definition.
type Lists = BTreeMap<&'static str, BTreeMap<String, Option<String>>>;

fn lists(found: &Document) -> Lists {
    let kinds = ["/tools", "/resources", "/templates", "/prompts"];
    let entry = |one: &Value| {
        let name = one["name"].as_str().unwrap().to_owned();
        let digest = one.pointer("/at/sha256").and_then(Value::as_str);
        (name, digest.map(str::to_owned))
    };
    let all = |kind: &'static str| (kind, found.at(kind).as_array().unwrap());
    kinds
        .map(all)
        .into_iter()
        .map(|(kind, list)| (kind, list.iter().map(entry).collect()))
        .collect()
}

/// Probes a server that listens, with these options.
#[track_caller]
fn visited(url: &str, options: &[&str], exit: i32) -> Document {
    probe_command(&[])
        .args(options)
        .args(&[url])
        .env("UNITS_TOKEN", TOKEN)
        .exit(exit)
}

/// Everything that is found at warning level or above, as `probe: message`.
fn serious(found: &Document) -> Vec<String> {
    let serious = found.findings().filter(|one| one["severity"] != "info");
    let told = serious.map(|one| {
        let (probe, says) = (one["probe"].as_str(), one["message"].as_str());
        format!("{}: {}", probe.unwrap(), says.unwrap())
    });
    told.collect()
}

/// Nothing is found at warning level or above.
#[track_caller]
fn finds_nothing(found: &Document) {
    let serious = serious(found);
    assert!(serious.is_empty(), "{serious:#?}");
}

/// It shook hands in these revisions over this transport.
#[track_caller]
fn speaks(found: &Document, versions: &[&str], transport: &str) {
    let mut spoken: Vec<String> = found
        .at("/protocol/versions")
        .as_array()
        .unwrap()
        .iter()
        .map(|version| version.as_str().unwrap().to_owned())
        .collect();
    spoken.sort();
    assert_eq!(spoken, versions);
    found.records(&format!(r#"\"transport\":\"{transport}\""#));
}

fn everything_over_stdio() -> Option<Document> {
    let program =
        installed("GATECHECK_NPM")?.join("@modelcontextprotocol/server-everything/dist/index.js");
    Some(probe_command(&["node", program.to_str().unwrap(), "stdio"]).exit(0))
}

#[test]
fn everything_over_http_is_open_to_whoever_reaches_it() {
    let Some(served) = process::everything("streamableHttp") else {
        return;
    };
    let found = visited(&served.url, &[], 0);
    speaks(&found, &["2025-11-25"], "streamable");
    let over_stdio = everything_over_stdio().unwrap();
    assert_eq!(lists(&found), lists(&over_stdio));
    found
        .gate("block")
        .critical(
            "auth_unclear",
            "confirmed",
            "whatever web page is opened beside it may use it",
        )
        .finds("origin-checked", "`Origin: http://gatecheck.invalid`")
        .finds("host-checked", "`Host: gatecheck.invalid`")
        .finds("cors", "any origin (*)")
        .finds("session-ends", "status 400 and error -32000, not with 404")
        .finds("authentication-clear", "It asks nobody for a credential")
        .says("authentication unclear: It asks nobody for a credential, and serves a request with")
        .says("anonymous: sees all of that, without signing in");
    // What is found of its tools is found over standard streams too; over HTTP nothing else comes to it.
    let of_http = [
        "authentication-clear: ",
        "cors: ",
        "host-checked: ",
        "origin-checked: ",
        "session-ends: ",
    ];
    let known = serious(&over_stdio);
    let mut others = serious(&found);
    others.retain(|told| {
        !known.contains(told) && !of_http.iter().any(|probe| told.starts_with(probe))
    });
    assert!(others.is_empty(), "{others:#?}");
}

#[test]
fn everything_over_the_older_transport_lists_the_same() {
    let Some(served) = process::everything("sse") else {
        return;
    };
    let found = visited(&served.url, &[], 0);
    speaks(&found, &["2025-11-25"], "sse");
    assert_eq!(lists(&found), lists(&everything_over_stdio().unwrap()));
    found
        .gate("block")
        .critical(
            "auth_unclear",
            "confirmed",
            "whatever web page is opened beside it may use it",
        )
        .finds("origin-checked", "`Origin: http://gatecheck.invalid`")
        .finds("cors", "any origin (*)")
        .finds("sse-endpoint", "HTTP+SSE, the transport of 2024-11-05");
}

#[test]
fn the_python_sdk_is_well_behaved_over_every_transport() {
    let script = file("fixtures/real/units.py");
    let script = Path::new(&script);
    let Some(streamable) = process::python(script, "streamable-http") else {
        return;
    };
    let python = installed("GATECHECK_VENV").unwrap().join("bin/python");
    let command = [python.to_str().unwrap(), script.to_str().unwrap(), "stdio"];
    let expected = lists(&probe_command(&command).exit(0));
    for (kind, name) in [
        ("/tools", "convert_length"),
        ("/resources", "known"),
        ("/prompts", "explain"),
    ] {
        assert!(expected[kind].contains_key(name), "{expected:#?}");
    }

    let found = visited(&streamable.url, &[], 0);
    speaks(&found, &["2025-11-25", "2026-07-28"], "streamable");
    assert_eq!(lists(&found), expected);
    found.good_citizen();
    finds_nothing(&found);

    let older = process::python(script, "sse").unwrap();
    let found = visited(&older.url, &[], 0);
    speaks(&found, &["2025-11-25"], "sse");
    assert_eq!(lists(&found), expected);
    found.good_citizen();
    finds_nothing(&found);
}

#[test]
fn the_python_sdk_lets_nobody_in_without_a_token() {
    let script = file("fixtures/real/units.py");
    let Some(served) = process::python(Path::new(&script), "signed-in") else {
        return;
    };
    let locked = visited(&served.url, &[], 3);
    locked
        .says("It asks for Bearer; scopes units:read.")
        .says("/.well-known/oauth-protected-resource/mcp")
        .says(&format!(
            "mcp-gatecheck probe --bearer-env TOKEN {}",
            served.url
        ));
    let found = visited(&served.url, &["--bearer-env", "UNITS_TOKEN"], 0);
    found
        .lists(&["convert_length"])
        .says("anonymous: refused (HTTP 401); signed in: 1 tool")
        .outcome("sdk-opinion", "pass")
        .never_holds(TOKEN);
    // Its authorization server is not there, and that is all.
    let serious = serious(&found);
    let [only] = serious.as_slice() else {
        panic!("{serious:#?}");
    };
    assert!(only.starts_with("server-metadata: "), "{only}");
}

#[test]
fn rmcp_lets_nobody_in_without_a_token_and_is_well_behaved() {
    let served = sdk::served();
    let base = served.url.trim_end_matches("/mcp");
    let locked = visited(&served.url, &[], 3);
    locked
        .says("It asks for Bearer; scopes units:read.")
        .says(&format!("{base}/.well-known/oauth-protected-resource/mcp"))
        .says(&format!("{base}/issuer"))
        .says(&format!(
            "mcp-gatecheck login {url} && mcp-gatecheck probe --login {url}",
            url = served.url
        ));
    finds_nothing(&locked);

    let found = visited(&served.url, &["--bearer-env", "UNITS_TOKEN"], 0);
    let versions = [
        "2024-11-05",
        "2025-03-26",
        "2025-06-18",
        "2025-11-25",
        "2026-07-28",
    ];
    speaks(&found, &versions, "streamable");
    found
        .lists(&["convert_length"])
        .says("anonymous: refused (HTTP 401); signed in: 1 tool")
        .outcome("sdk-opinion", "pass")
        .never_holds(TOKEN)
        .good_citizen();
    finds_nothing(&found);
}

/// A scripted server of `http-well`.
fn well(case: &str) -> scripted::Endpoint {
    let text = std::fs::read_to_string(file("fixtures/servers/http-well.toml")).unwrap();
    let script = scripted::Script::parse_case(&text, case).unwrap();
    let anywhere = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
    scripted::Endpoint::start(script, anywhere).unwrap()
}

#[test]
fn who_has_no_token_is_told_what_would_let_them_in() {
    let endpoint = well("not-signed-in");
    let url = endpoint.url();
    let base = url.trim_end_matches("/mcp");
    let found = probe_endpoint(&endpoint).args(&["--ca", "{{ca}}"]).exit(3);
    found
        .lists(&[])
        .gate("block")
        .says("anonymous: refused (HTTP 401)")
        .says("It asks for Bearer; scopes units:read.")
        .says(&format!("{base}/.well-known/oauth-protected-resource"))
        .says(&format!(
            "mcp-gatecheck login {url} && mcp-gatecheck probe --login {url}"
        ));
    finds_nothing(&found);
}

#[test]
fn callers_with_and_without_a_token_stand_side_by_side() {
    let endpoint = well("signs-in-readers-less");
    let options = ["--ca", "{{ca}}", "--bearer-env", "SCRIPTED_TOKEN"];
    let found = probe_endpoint(&endpoint).args(&options).exit(0);
    found
        .lists(&["add_unit", "convert_length"])
        .says("anonymous: 1 tool; signed in: 2 tools")
        .says("add_unit        write   strict  signed in only")
        .says("convert_length  read    strict  both")
        .never_holds("scripted-token");
    finds_nothing(&found);
}
