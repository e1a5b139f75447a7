//! Causes that show in the way it ended, or did not.

use super::*;

#[test]
fn a_command_that_cannot_be_started() {
    let failed = |file: &str, error: &str| {
        let event = Event::SpawnFailed {
            error: error.to_owned(),
        };
        said(&[file, "a b"], &[], event)
    };
    let help = failed(
        "acme",
        "`acme`: no such program on PATH (No such file or directory (os error 2))",
    );
    assert_eq!(ids(&help), ["command"]);
    assert_eq!(attempt(&help), "command -v acme");
    assert!(help.causes[0].0.says().contains("on PATH"));
    let help = failed("uvx", "`uvx`: no such program on PATH (os error 2)");
    assert_eq!(
        attempt(&help),
        "python3 -m pip install uv && mcp-gatecheck probe -- uvx 'a b'"
    );
    let help = failed(
        "./acme",
        "the interpreter that it names is not (os error 2)",
    );
    assert_eq!(attempt(&help), "head -n 1 ./acme");
    let help = failed(
        "./acme.py",
        "`./acme.py`: it may not be executed (Permission denied (os error 13))",
    );
    assert_eq!(
        attempt(&help),
        "chmod +x ./acme.py && mcp-gatecheck probe -- ./acme.py 'a b'"
    );
    let help = failed(
        "./acme.py",
        "it could not be started (Exec format error (os error 8))",
    );
    assert_eq!(
        attempt(&help),
        "mcp-gatecheck probe -- python3 ./acme.py 'a b'"
    );
}

#[test]
fn a_server_that_serves_http_is_told_apart() {
    for text in [
        "INFO:     Uvicorn running on http://127.0.0.1:8000 (Press CTRL+C to quit)",
        "Acme server listening on port 3000",
        "[INFO] Endpoint: http://localhost:3000/mcp",
    ] {
        let help = said(
            &["some-server"],
            &["warning: ACME_KEY missing", text],
            waits(),
        );
        assert_eq!(ids(&help), ["serves-http"], "{text}");
        assert_eq!(help.causes[0].1, [line(2)], "{text}");
        assert_eq!(attempt(&help), "some-server --help");
    }
    let help = said(
        &["acme", "--transport", "sse", "--port", "80", "x"],
        &[],
        waits(),
    );
    assert_eq!(ids(&help), ["serves-http"]);
    assert_eq!(
        attempt(&help),
        "mcp-gatecheck probe -- acme --transport stdio --port 80 x"
    );
    let help = said(&["acme", "--port=80", "x"], &[], waits());
    assert_eq!(attempt(&help), "mcp-gatecheck probe -- acme x");
}

#[test]
fn silence_is_told_as_silence() {
    let help = said(&["some-server"], &[], waits());
    assert_eq!(ids(&help), ["silent"]);
    assert_eq!(help.title, "It did not answer");
    assert_eq!(
        attempt(&help),
        "mcp-gatecheck probe --start-timeout 120s -- some-server"
    );
    let help = said(
        &["uvx", "acme"],
        &["Downloading big-wheel (120 MiB)"],
        waits(),
    );
    assert_eq!(ids(&help), ["installing"]);
}

#[test]
fn output_without_end_is_not_told_as_silence() {
    let full = Event::Cap {
        what: "frames".to_owned(),
        limit: 24 << 20,
        method: None,
    };
    let tape = begun(&["acme"]).line(0, "y").event(0, full);
    for end in [waits(), exits(141)] {
        let help = help(tape.clone().event(0, end));
        assert_eq!(ids(&help), ["endless-output"]);
        assert!(help.causes[0].0.says().contains("more than 24 MiB"));
    }
    // It is recorded when the time is up, without what is longer than a message.
    let tape = begun(&["acme"]).event(0, waits()).event(0, Event::Closing);
    let mut transcript = tape.line(0, "yyyy").transcript();
    transcript.frames.last_mut().unwrap().cut = Some(evidence::Cut {
        bytes: 99_000_000,
        sha256: String::new(),
    });
    let unfinished = begun(&[]).event(0, Event::Unterminated).transcript();
    let mut last = unfinished.frames.last().unwrap().clone();
    last.n = FrameId(transcript.frames.len() as u64);
    transcript.frames.push(last);
    let help = start_help(&Facts::read(&transcript)).unwrap();
    assert_eq!(ids(&help), ["unfinished-line"]);
    assert!(help.causes[0].0.says().contains("without a newline"));
}

#[test]
fn an_interpreter_that_the_sandbox_hides_is_not_called_missing() {
    let error = "`./acme`: the file is there, but the sandbox does not show the interpreter that it names: /home/a/py/bin/python3";
    let end = Event::SpawnFailed {
        error: error.to_owned(),
    };
    let help = said(&["./acme"], &[], end);
    assert!(help.causes[0].0.says().contains("does not show it"));
    assert_eq!(
        attempt(&help),
        "mcp-gatecheck probe --ro /home/a/py -- ./acme"
    );
}

#[test]
fn signals_and_help() {
    assert_eq!(ids(&said(&["acme"], &["Loading"], killed(9))), ["killed"]);
    assert_eq!(ids(&said(&["acme"], &[], exits(139))), ["killed"]);
    let help = said(
        &["acme"],
        &["Usage: acme [options]", "Options:", "  -h  help"],
        exits(0),
    );
    assert_eq!(ids(&help), ["prints-help"]);
    assert_eq!(attempt(&help), "acme --help");
}

#[test]
fn crashes_end_with_their_message() {
    let cases: [(&[&str], &str, &str); 5] = [
        (
            &[
                "Traceback (most recent call last):",
                "  File \"/a.py\", line 1, in <module>",
                "    go()",
                "ZeroDivisionError: division by zero",
            ],
            "Python",
            "ZeroDivisionError: division by zero",
        ),
        (
            &[
                "/srv/a.js:3",
                "TypeError: x is not a function",
                "    at main (/srv/a.js:3:4)",
                "Node.js v20.1.0",
            ],
            "Node.js",
            "TypeError: x is not a function",
        ),
        (
            &["panic: boom", "goroutine 1 [running]:"],
            "Go",
            "panic: boom",
        ),
        (
            &[
                "thread 'main' panicked at src/main.rs:3:5:",
                "boom",
                "note: run with",
            ],
            "Rust",
            "boom",
        ),
        (
            &["Exception in thread \"main\" acme.Boom: no"],
            "Java",
            "Exception in thread \"main\" acme.Boom: no",
        ),
    ];
    for (lines, language, message) in cases {
        let want = Cause::Crash(language, message.to_owned());
        assert_eq!(causes(lines), [want], "{lines:?}");
    }
}

#[test]
fn what_stands_on_standard_output_counts_too() {
    let tape = begun(&["acme"])
        .line(0, "ACME_TOKEN is required")
        .event(0, exits(1));
    let help = help(tape);
    assert_eq!(ids(&help), ["missing-variable"]);
    assert_eq!(help.causes[0].1, [line(1)]);
}

#[test]
fn a_refused_handshake_counts_too() {
    let tape = begun(&["acme"])
        .request(0, "initialize", &serde_json::json!({}))
        .error(0, -32000, "ACME_TOKEN is required")
        .close(0);
    assert_eq!(ids(&help(tape)), ["missing-variable"]);
}

#[test]
fn an_interrupted_run_has_no_cause() {
    let help = said(&["acme"], &["ACME_TOKEN is required"], Event::Interrupted);
    assert_eq!(help.causes, []);
}
