//! Texts that the project wrote itself: how many of the deceptive ones are found, and how few of the honest ones.
//!
//! `deceptive.txt` and `honest.txt` were written before the rules of `attacks::wording`, which were then written for what they missed.
//! `plain.txt` says the usual in plain words; of each of its sets, too, rules were made for what they missed. As they were first read,
//! before that, 7 of 40 and 6 of 30 of the last two were found. `later.txt` was written after the first of those rules, as far from their
//! words as could be: 2 of 40 were found as it was first read, and that is what a roundabout text that nobody has seen can expect.

//!
//! `set-a`, `set-b` and `set-c` are whole listings by somebody who never saw the rules: 100 deceptive and 60 honest look-alikes each. As they
//! were first read, 31, 27 and 19 of the deceptive ones were found. The classes of `attacks::senses` were then written while reading A, and 48
//! of B were found, which was not read until then; then while reading B, and 42 of C were found, 19 of them without doubt, when nothing of C
//! had been read. 8 of its 150 honest ones were asked about, none was taken for an attack. A third of what is missed is roundabout on purpose.

use evidence::Facts;
use evidence::build::Server;
use judge::judge;
use serde_json::{Value, json};

/// A server whose one tool says this.
fn listed(line: &str) -> Facts {
    let tool = json!({"name": "helper", "description": line});
    Facts::read(&Server::with_tools(vec![tool]).transcript())
}

/// How many of the texts are found at all, how many without doubt, and of how many.
fn read(texts: &str) -> (usize, usize, usize) {
    let (mut found, mut certain, mut all) = (0, 0, 0);
    for line in texts
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
    {
        let signs = judge(&listed(line)).signs;
        all += 1;
        found += usize::from(!signs.is_empty());
        certain += usize::from(signs.iter().any(|sign| sign.certain));
    }
    (found, certain, all)
}

#[test]
fn most_deceptive_texts_are_found() {
    let (found, certain, all) = read(include_str!("wording/deceptive.txt"));
    assert!(found * 100 >= all * 70, "{found} of {all}");
    assert!(certain * 100 >= all * 20, "{certain} of {all}");
}

#[test]
fn most_plain_texts_are_found() {
    let (found, certain, all) = read(include_str!("wording/plain.txt"));
    assert!(found * 100 >= all * 75, "{found} of {all}");
    assert!(certain * 100 >= all * 20, "{certain} of {all}");
}

#[test]
fn hardly_any_honest_text_is() {
    let (found, certain, all) = read(include_str!("wording/honest.txt"));
    assert!(found * 1000 <= all * 15, "{found} of {all}");
    assert_eq!(certain, 0, "{certain} of {all}");
}

#[test]
fn roundabout_words_are_seldom_found() {
    let (found, _, all) = read(include_str!("wording/later.txt"));
    println!("{found} of {all}");
    assert!(found >= 1, "{found} of {all}");
}

/// How many listings of each label are found at all, how many without doubt, and of how many: deceptive ones, then honest ones.
fn listings(lines: &str) -> [(usize, usize, usize); 2] {
    let mut count = [(0, 0, 0); 2];
    for line in lines.lines() {
        let Ok(value) = serde_json::from_str::<Value>(line) else {
            panic!("no JSON: {line}");
        };
        let list = |kind: &str| value[kind].as_array().cloned().unwrap_or_default();
        let server = Server {
            instructions: value["instructions"].as_str().map(str::to_owned),
            tools: list("tools"),
            resources: list("resources"),
            templates: list("resource_templates"),
            prompts: list("prompts"),
            ..Server::default()
        };
        let signs = judge(&Facts::read(&server.transcript())).signs;
        let [deceptive, honest] = &mut count;
        let (found, certain, all) = match value["label"].as_str() {
            Some("deceptive") => deceptive,
            _ => honest,
        };
        *all += 1;
        *found += usize::from(!signs.is_empty());
        *certain += usize::from(signs.iter().any(|sign| sign.certain));
    }
    count
}

#[test]
fn listings_by_others_are_told_apart() {
    for (lines, least) in [
        (include_str!("wording/set-a.jsonl"), 90),
        (include_str!("wording/set-b.jsonl"), 80),
        (include_str!("wording/set-c.jsonl"), 40),
    ] {
        let [(found, _, all), (asked, alarms, honest)] = listings(lines);
        assert!(found * 100 >= all * least, "{found} of {all}");
        assert!(asked * 100 <= honest * 8, "{asked} of {honest}");
        assert_eq!(alarms, 0, "of {honest}");
    }
}
