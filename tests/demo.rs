//! The bundled demo: nothing installed, nothing configured.

use crate::support::{Document, gatecheck};
use serde_json::Value;

#[test]
fn the_demo_reaches_what_observation_alone_can_reach() {
    let out = gatecheck(&["probe", "demo", "--format", "json"]).exit(0);
    let found = Document::read(&out.stdout, &out.stderr);
    found
        .lists(&["list_issues", "get_issue", "add_label", "comment_on_issue"])
        .good_citizen();
    for (tool, effect) in [
        ("list_issues", "read"),
        ("get_issue", "read"),
        ("add_label", "write"),
        ("comment_on_issue", "write"),
    ] {
        assert_eq!(found.tool(tool)["effect"], effect, "{tool}");
        assert_eq!(found.tool(tool)["schema"], "strict", "{tool}");
        assert_eq!(found.tool(tool)["broad"], false, "{tool}");
    }
    assert!(
        found.tool("comment_on_issue")["approval"]
            .to_string()
            .contains("external_message")
    );
}

#[test]
fn the_demo_is_told_to_people_gate_first() {
    let page = gatecheck(&["probe", "demo"]).exit(0).stdout;
    let gate = page
        .find("Prototype only")
        .unwrap_or_else(|| panic!("no gate in {page}"));
    let tool = page.find("comment_on_issue").unwrap_or(page.len());
    assert!(gate < tool, "the gate comes first: {page}");
    assert!(
        !page.contains('\u{1b}'),
        "colour where there is no terminal: {page}"
    );
}

#[test]
fn results_are_on_standard_output_and_nothing_else() {
    let out = gatecheck(&["probe", "demo", "--format", "json"]).exit(0);
    serde_json::from_str::<Value>(&out.stdout).unwrap();
    let out = gatecheck(&["probe", "demo", "-q", "--format", "json"]).exit(0);
    assert_eq!(out.stderr, "");
}

#[test]
fn each_format_comes_out_beside_the_others() {
    let folder = tempfile::TempDir::new().unwrap();
    let [json, notes] = ["a.json", "a.md"].map(|name| folder.path().join(name));
    let outputs = [
        format!("json={}", json.display()),
        format!("markdown={}", notes.display()),
    ];
    let out = gatecheck(&[
        "probe",
        "demo",
        "--output",
        &outputs[0],
        "--output",
        &outputs[1],
    ])
    .exit(0);
    assert!(out.stdout.contains("Prototype only"), "{}", out.stdout);
    serde_json::from_slice::<Value>(&std::fs::read(json).unwrap()).unwrap();
    let notes = std::fs::read_to_string(notes).unwrap();
    for section in ["# ", "comment_on_issue", "frame:"] {
        assert!(notes.contains(section), "no {section} in {notes}");
    }
}

#[test]
fn a_demo_that_is_required_to_be_ready_is_not() {
    gatecheck(&["probe", "demo", "--require", "writes-with-approval"]).exit(1);
    gatecheck(&["probe", "demo", "--require", "prototype"]).exit(0);
}
