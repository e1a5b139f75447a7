//! The look of each format, and that nothing hostile gets through any of them.

mod samples;
mod sandboxed;

use crate::{Origin, Style, human, json, markdown};
use unicode_width::UnicodeWidthStr as _;

const ORIGIN: Origin<'_> = Origin {
    tool_version: "0.0.0",
    transcript: Some("run.jsonl"),
};

fn style(width: usize, verbose: u8) -> Style {
    Style {
        width,
        color: false,
        verbose,
    }
}

fn json_of(review: &review::Review) -> String {
    let mut out = Vec::new();
    json(review, ORIGIN, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn people_see_the_gate_first() {
    insta::assert_snapshot!("shell_80", human(&samples::shell(), style(80, 0)));
    insta::assert_snapshot!("quiet_60", human(&samples::quiet(), style(60, 0)));
    insta::assert_snapshot!("alone_120", human(&samples::alone(), style(120, 0)));
    insta::assert_snapshot!("dead_80", human(&samples::dead(), style(80, 0)));
    insta::assert_snapshot!("hostile_40", human(&samples::hostile(), style(40, 0)));
}

#[test]
fn the_rest_is_behind_v() {
    insta::assert_snapshot!("shell_v", human(&samples::shell(), style(100, 1)));
}

#[test]
fn programs_get_the_document() {
    insta::assert_snapshot!("quiet_json", json_of(&samples::quiet()));
    for (name, make) in samples::ALL {
        let document: serde_json::Value = serde_json::from_str(&json_of(&make())).unwrap();
        assert_eq!(document["schema"], "mcp-gatecheck/review/1", "{name}");
        assert!(json_of(&make()).ends_with("}\n"), "{name}");
    }
    let dead: serde_json::Value = serde_json::from_str(&json_of(&samples::dead())).unwrap();
    assert_eq!(dead["start"]["cause"], "missing-variable");
    assert_eq!(
        dead["start"]["causes"][0]["frames"],
        serde_json::json!(["frame:2"])
    );
    assert_eq!(
        dead["start"]["try"],
        "mcp-gatecheck probe --env GITHUB_TOKEN -- npx -y some-server"
    );
    let hostile: serde_json::Value = serde_json::from_str(&json_of(&samples::hostile())).unwrap();
    let name = hostile["tools"][0]["name"].as_str().unwrap();
    assert!(
        name.starts_with("\u{1b}[31mx\u{202e}y\u{200b}"),
        "the text itself is kept: {name}"
    );
}

#[test]
fn reviewers_get_notes() {
    insta::assert_snapshot!("shell_notes", markdown(&samples::shell(), ORIGIN));
    let dead = markdown(&samples::dead(), ORIGIN);
    assert!(
        dead.contains("- cause **missing-variable**: It asks for the variable GITHUB\\_TOKEN."),
        "{dead}"
    );
    assert!(
        dead.contains("- try: `mcp-gatecheck probe --env GITHUB_TOKEN -- npx -y some-server`"),
        "{dead}"
    );
    let notes = markdown(&samples::hostile(), ORIGIN);
    assert!(
        !notes.lines().any(|line| line.starts_with("# Gate")),
        "{notes}"
    );
    let outside_code = without_code(&notes);
    for link in ["https://evil", "@admin", "<img", "]("] {
        assert!(!outside_code.contains(link), "{link} in {outside_code}");
    }
}

/// Markdown without its code spans and escaped characters, as CommonMark reads them.
fn without_code(text: &str) -> String {
    let (mut out, mut rest) = (String::new(), text);
    while let Some(at) = rest.find(['`', '\\']) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some(after) = rest.strip_prefix('\\') {
            rest = &after[after.chars().next().map_or(0, char::len_utf8)..];
            continue;
        }
        let fence = rest.len() - rest.trim_start_matches('`').len();
        let inner = &rest[fence..];
        let mut from = 0;
        let close = loop {
            let start = from + inner[from..].find('`').unwrap();
            let run = inner[start..].len() - inner[start..].trim_start_matches('`').len();
            if run == fence {
                break start + run;
            }
            from = start + run;
        };
        rest = &inner[close..];
    }
    out + rest
}

#[test]
fn no_line_is_wider_than_the_page() {
    for (name, make) in samples::ALL {
        for width in [40, 60, 80, 120] {
            let text = human(&make(), style(width, 1));
            let wide: Vec<_> = text.lines().filter(|line| line.width() > width).collect();
            assert!(wide.is_empty(), "{name} at {width}: {wide:#?}");
        }
    }
}

#[test]
fn no_format_lets_hidden_characters_through() {
    for (name, make) in samples::ALL {
        for text in [
            human(&make(), style(80, 1)),
            json_of(&make()),
            markdown(&make(), ORIGIN),
        ] {
            let hidden: Vec<char> = text
                .chars()
                .filter(|c| *c != '\n' && crate::escape::hidden(*c))
                .collect();
            assert!(hidden.is_empty(), "{name}: {hidden:?}");
        }
    }
}

#[test]
fn colour_changes_no_text() {
    for (_, make) in samples::ALL {
        let colored = human(
            &make(),
            Style {
                width: 80,
                color: true,
                verbose: 1,
            },
        );
        assert!(colored.contains("\u{1b}["));
        let mut bare = String::new();
        let mut rest = colored.as_str();
        while let Some((before, after)) = rest.split_once('\u{1b}') {
            bare.push_str(before);
            rest = after.split_once('m').map_or("", |(_, after)| after);
        }
        bare.push_str(rest);
        assert_eq!(bare, human(&make(), style(80, 1)));
    }
}
