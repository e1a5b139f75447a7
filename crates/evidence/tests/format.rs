//! The file format: what it looks like, and what is said about files that are not it.
#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use evidence::build::Tape;
use evidence::{Channel, Cut, Event, Side, Transcript, Variant};

const HEADER: &str = r#"{"transcript":1,"tool_version":"0","started":"2026-11-22T00:00:00Z","target":{"kind":"stdio","command":["server"]}}"#;

fn error(lines: &str) -> String {
    Transcript::read(lines.as_bytes()).unwrap_err().to_string()
}

fn frame(line: &str) -> String {
    error(&format!("{HEADER}\n{line}\n"))
}

#[test]
fn the_written_form() {
    let tape = Tape::stdio()
        .start(0, Variant::Bare)
        .wait(500)
        .line(0, "a \"b\"")
        .bytes(1, b"\xff");
    let mut transcript = tape.transcript();
    transcript.frames[2].cut = Some(Cut {
        bytes: 7,
        sha256: "ab".into(),
    });
    insta::assert_snapshot!(String::from_utf8(transcript.write()).unwrap(), @r#"
    {"transcript":1,"tool_version":"0","started":"2026-11-22T00:00:00Z","target":{"kind":"stdio","command":["server"]}}
    {"n":0,"at_ms":0.000,"from":"prober","channel":"process","session":0,"text":"{\"event\":\"start\",\"variant\":\"bare\",\"env\":[],\"program\":null}"}
    {"n":1,"at_ms":1.500,"from":"server","channel":"stdout","session":0,"text":"a \"b\""}
    {"n":2,"at_ms":2.500,"from":"server","channel":"stdout","session":1,"base64":"/w==","cut":{"bytes":7,"sha256":"ab"}}
    "#);
}

#[test]
fn an_event_is_read_back_and_an_unknown_one_is_passed_over() {
    let tape = Tape::stdio()
        .event(0, Event::Question { id: "x".into() })
        .frame(
            Side::Prober,
            Channel::Process,
            0,
            br#"{"event":"from_the_future","a":1}"#,
        )
        .line(0, r#"{"event":"closing"}"#);
    let events: Vec<_> = tape
        .transcript()
        .frames
        .iter()
        .map(evidence::Frame::event)
        .collect();
    assert_eq!(
        events,
        [Some(Event::Question { id: "x".into() }), None, None]
    );
}

#[test]
fn what_it_does_not_know_is_passed_over() {
    let text = format!(
        "{}\r\n{}\n\n{}",
        HEADER.replace("{\"transcript\"", "{\"new\":[1,{}],\"transcript\""),
        r#"{"n":3,"at_ms":1e1,"from":"server","channel":"stdout","session":0,"text":"x","extra":{"a":null}}"#,
        r#"{"n":9,"at_ms":12.3456,"from":"server","channel":"http","session":0,"http":{"status":200}}"#,
    );
    let transcript = Transcript::read(text.as_bytes())
        .map_err(|e| e.to_string())
        .unwrap();
    let times: Vec<u64> = transcript.frames.iter().map(|frame| frame.at_us).collect();
    assert_eq!(times, [10_000, 12_345]);
}

#[test]
fn errors_name_the_line_and_what_was_expected() {
    let good = r#"{"n":4,"at_ms":0,"from":"server","channel":"stdout","session":0,"text":""}"#;
    let with = |from: &str, to: &str| frame(&good.replace(from, to));
    let errors = [
        error(""),
        error("[]"),
        error(&HEADER.replace("\"transcript\":1", "\"transcript\":2")),
        error(&HEADER.replace("\"kind\":\"stdio\"", "\"kind\":\"smoke\"")),
        error(&HEADER.replace(",\"command\":[\"server\"]", "")),
        frame("nonsense"),
        with("\"server\"", "\"sever\""),
        with(",\"text\":\"\"", ""),
        with("\"text\":\"\"", "\"text\":\"\",\"base64\":\"\""),
        with("\"text\":\"\"", "\"base64\":\"?\""),
        with("\"at_ms\":0", "\"at_ms\":-1"),
        frame(&format!("{good}\n{good}")),
        error(&format!("{HEADER}\n{}", &good[..30])),
    ];
    insta::assert_snapshot!(errors.join("\n"), @r#"
    line 1: the file is empty; expected a transcript's header
    line 1: this is no JSON object; expected a header {"transcript":1,"tool_version":…,"started":…,"target":{…}}
    line 1: transcript version 2; this program reads version 1
    line 1: the target's kind is `smoke`; expected `stdio` or `http`
    line 1: the target has no `command`; a stdio target needs one
    line 2: this is no JSON object; expected a frame {"n":…,"at_ms":…,"from":…,"channel":…,"session":…,"text":…}
    line 2: unknown variant `sever`, expected one of `client`, `server`, `prober` at column 31
    line 2: the frame has neither `text` nor `base64`; expected one of them
    line 2: the frame has both `text` and `base64`; expected one of them
    line 2: `base64`: Invalid symbol 63, offset 0.
    line 2: `at_ms` is -1; expected milliseconds, 0 or more
    line 3: frame 4 follows frame 4; expected a higher number
    line 2: the file was cut short in the middle of this line
    "#);
}
