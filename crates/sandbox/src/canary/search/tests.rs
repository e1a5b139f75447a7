use super::*;
use crate::canary::make;
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE};

fn planted() -> Vec<Planted> {
    make(&[7; 32])
}

fn one(found: &[Hit], id: &str, encoding: Encoding) -> bool {
    found
        .iter()
        .any(|hit| hit.id == id && hit.encoding == encoding)
}

/// Each value of each canary, written in each way that is promised.
fn written(value: &str) -> Vec<(Encoding, String)> {
    let bytes = value.as_bytes();
    let hex: String = bytes.iter().map(|b| format!("{b:02x}")).collect();
    let url: String = bytes.iter().map(|b| format!("%{b:02X}")).collect();
    let json: String = bytes.iter().map(|b| format!("\\u{b:04x}")).collect();
    let mut all = vec![
        (Encoding::Plain, value.to_owned()),
        (Encoding::Hex, hex.clone()),
        (Encoding::Hex, hex.to_uppercase()),
        (Encoding::Reversed, value.chars().rev().collect()),
        (Encoding::Url, url),
        (Encoding::Json, json),
    ];
    for before in ["", "x", "xy", "token="] {
        let text = format!("{before}{value} and more");
        all.push((Encoding::Base64, STANDARD.encode(&text)));
        all.push((Encoding::Base64, URL_SAFE.encode(&text)));
    }
    all
}

#[test]
fn finds_every_canary_in_every_encoding_however_it_is_cut() {
    let planted = planted();
    let search = Search::new(&planted);
    for canary in &planted {
        for (encoding, text) in written(&canary.value) {
            let text = format!("{{\"text\":\"before {text} after\"}}");
            let whole = search.find(text.as_bytes());
            assert!(one(&whole, &canary.canary.id, encoding), "{text}");
            for size in [1, 7, 64] {
                let mut stream = search.stream();
                let found: Vec<Hit> = text
                    .as_bytes()
                    .chunks(size)
                    .flat_map(|piece| stream.feed(piece))
                    .collect();
                assert_eq!(found, whole, "{size} bytes at a time");
            }
        }
    }
}

#[test]
fn tells_each_once_a_stream() {
    let planted = planted();
    let search = Search::new(&planted);
    let mut stream = search.stream();
    let value = planted[0].value.as_bytes();
    assert_eq!(stream.feed(value).len(), 1);
    assert!(stream.feed(value).is_empty());
    assert_eq!(search.stream().feed(value).len(), 1);
}

#[test]
fn finds_a_file_that_was_folded_into_base64_of_76_columns() {
    let planted = planted();
    let search = Search::new(&planted);
    for canary in planted.iter().filter(|c| c.canary.place.starts_with('~')) {
        for before in ["", "#", "##"] {
            let text = STANDARD.encode(format!("{before}{}", canary.text));
            let folded: Vec<&str> = text
                .as_bytes()
                .chunks(76)
                .map(|line| std::str::from_utf8(line).unwrap())
                .collect();
            let found = search.find(folded.join("\n").as_bytes());
            assert!(
                one(&found, &canary.canary.id, Encoding::Base64),
                "{}",
                canary.canary.id
            );
        }
    }
}

#[test]
fn finds_a_value_whose_case_was_lost() {
    let planted = planted();
    let lower = planted[0].value.to_lowercase();
    let found = Search::new(&planted).find(lower.as_bytes());
    assert!(one(&found, &planted[0].canary.id, Encoding::Plain));
}

#[test]
fn finds_nothing_where_nothing_was_planted_or_said() {
    let text =
        b"AKIA ghp_ npm_ -----BEGIN OPENSSH PRIVATE KEY----- postgres://app:secret@db:5432/app";
    assert!(Search::new(&planted()).find(text).is_empty());
    assert!(Search::new(&[]).find(text).is_empty());
}

#[test]
fn a_text_is_shown_without_the_values() {
    let planted = planted();
    let search = Search::new(&planted);
    for canary in &planted {
        for (encoding, text) in written(&canary.value) {
            let shown = search.hide(&format!("äö {text} ü")).into_owned();
            assert!(
                shown.contains(&format!("«canary:{}»", canary.canary.id)),
                "{shown}"
            );
            assert_eq!(shown.matches('«').count(), 1, "{shown}");
            let whole = encoding != Encoding::Base64;
            assert!(
                !whole || shown == format!("äö «canary:{}» ü", canary.canary.id),
                "{shown}"
            );
            assert!(search.find(shown.as_bytes()).is_empty());
        }
    }
    assert_eq!(search.hide("nothing"), "nothing");
}
