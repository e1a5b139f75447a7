//! Any conversation through the whole street: a verdict comes out, never too high, and every format can be shown.

use super::conversation;
use evidence::{Facts, Transcript};
use gate_engine::{Gate, Policy};
use jiff::civil::date;
use probes::Outcome;
use record::ReviewRecord;
use report::{Origin, Style};
use review::{Input, Review};

/// Reviews the conversation without a record.
pub fn law(data: &[u8]) {
    let transcript = conversation::read(data);
    let review = of(Some(transcript.clone()), None);
    assert!(
        review.decision.gate <= Gate::Prototype,
        "nothing is vouched for by people"
    );
    assert!(!review.exits.is_empty());
    let formats = shown(review);
    assert_eq!(
        formats,
        shown(of(Some(transcript), None)),
        "the same bytes each time"
    );
}

/// The review on a fixed day with the built-in policy. No probe breaks.
#[must_use]
pub fn of(transcript: Option<Transcript>, record: Option<ReviewRecord>) -> Review {
    let review = review::review(Input {
        facts: transcript.as_ref().map(Facts::read),
        record,
        policy: Policy::default(),
        now: date(2026, 11, 22),
        exclude: std::collections::BTreeSet::new(),
        require: None,
    });
    for (probe, outcome) in review.seen.iter().flat_map(|seen| &seen.probes) {
        let broke = matches!(outcome, Outcome::Error { because } if because.starts_with("the probe itself broke"));
        assert!(!broke, "{} broke", probe.definition.id);
    }
    review
}

fn document(review: &Review, origin: Origin<'_>) -> String {
    let mut out = Vec::new();
    report::json(review, origin, &mut out).expect("a vector takes all");
    String::from_utf8(out).expect("the document is text")
}

/// The review for people, for programs and as notes. Nothing hidden is in any of them.
#[must_use]
pub fn shown(review: Review) -> [String; 4] {
    let origin = Origin {
        tool_version: "0",
        transcript: Some("run.jsonl"),
    };
    let style = |width, verbose| Style {
        width,
        color: false,
        verbose,
    };
    let formats = [
        report::human(&review, style(80, 1)),
        report::human(&review, style(40, 0)),
        document(&review, origin),
        report::markdown(&review, origin),
    ];
    for text in &formats {
        let found: Vec<char> = text.chars().filter(|c| *c != '\n' && hidden(*c)).collect();
        assert!(found.is_empty(), "hidden characters {found:?} in {text}");
    }
    let [.., json, notes] = &formats;
    let document: serde_json::Value = serde_json::from_str(json).expect("the document is JSON");
    assert_eq!(document["schema"], "mcp-gatecheck/review/1");
    let plain = without_code(notes);
    assert!(
        !plain.contains("](") && !plain.contains('<'),
        "a link or a tag in {plain}"
    );
    formats
}

/// Whether a character moves the cursor, paints nothing or turns the direction of reading. Kept apart from the list that
/// reports escape by, and shorter: what is in here must never be shown.
#[must_use]
pub fn hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}')
}

/// Markdown without its code spans and escaped characters, as `CommonMark` reads them.
fn without_code(text: &str) -> String {
    let (mut out, mut rest) = (String::new(), text);
    while let Some(at) = rest.find(['`', '\\']) {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        if let Some(escaped) = from.strip_prefix('\\') {
            rest = escaped
                .split_at(escaped.chars().next().map_or(0, char::len_utf8))
                .1;
            continue;
        }
        let inner = from.trim_start_matches('`');
        let fence = from.len() - inner.len();
        rest = after_fence(inner, fence).expect("every code span is closed");
    }
    out + rest
}

/// What follows the next run of exactly so many backticks.
fn after_fence(mut text: &str, fence: usize) -> Option<&str> {
    loop {
        let from = text.split_at(text.find('`')?).1;
        let after = from.trim_start_matches('`');
        if from.len() - after.len() == fence {
            return Some(after);
        }
        text = after;
    }
}
