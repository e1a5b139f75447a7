//! Real processes: whatever a server does, the run ends in time, says how it went, and leaves nothing behind.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use evidence::{Channel, Event, Side, Transcript, Variant};
use std::future::pending;
use std::io::Read as _;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// A small server in the shell: `$1` runs before it reads, `$2` before it answers `tools/list`.
const SERVER: &str = r#"
eval "$1"
while read -r line; do
  id=${line#*'"id":'}; id=${id%%,*}
  case $line in
    *'"method":"server/discover"'*) echo '{"jsonrpc":"2.0","id":'$id',"error":{"code":-32601,"message":"no"}}' ;;
    *'"method":"initialize"'*) echo '{"jsonrpc":"2.0","id":'$id',"result":{"protocolVersion":"2025-11-25","capabilities":{"tools":{}},"serverInfo":{"name":"sh","version":"1"}}}' ;;
    *'"method":"tools/list"'*) eval "$2"; echo '{"jsonrpc":"2.0","id":'$id',"result":{"tools":[{"name":"a","inputSchema":{"type":"object"}}]}}' ;;
    *'"method":"ping"'*) echo '{"jsonrpc":"2.0","id":'$id',"result":{}}' ;;
    *'"id":'*) echo '{"jsonrpc":"2.0","id":'$id',"error":{"code":-32601,"message":"no"}}' ;;
  esac
done
"#;

fn options(command: &[&str]) -> session::Options {
    session::Options {
        command: command.iter().map(Into::into).collect(),
        directory: None,
        fence: None,
        install: None,
        env: Vec::new(),
        timeout: Duration::from_secs(20),
        start_timeout: Duration::from_millis(800),
        request_timeout: Duration::from_millis(400),
        reach: evidence::Reach::Questions,
        quick: false,
        tool_version: "0.0.0".into(),
    }
}

fn server(start: &str, list: &str) -> session::Options {
    options(&["/bin/sh", "-c", SERVER, "sh", start, list])
}

/// One run at a time: what is left of one is looked for by its name.
static ALONE: Mutex<()> = Mutex::new(());

fn block<T>(future: impl Future<Output = T>) -> T {
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap()
        .block_on(future)
}

fn probe(options: session::Options) -> Transcript {
    read(block(session::probe_stdio(options, &mut |_| {}, pending())))
}

fn read(recording: std::io::Result<session::Recording>) -> Transcript {
    let mut bytes = Vec::new();
    let mut recording = recording.unwrap();
    recording.open().unwrap().read_to_end(&mut bytes).unwrap();
    Transcript::read(&bytes).unwrap()
}

/// Seconds.
fn took(transcript: &Transcript) -> u64 {
    transcript.frames.last().unwrap().at_us / 1_000_000
}

fn events(transcript: &Transcript) -> Vec<Event> {
    let ours = transcript.frames.iter().filter(|f| f.from == Side::Prober);
    ours.map(|f| serde_json::from_slice(&f.bytes).unwrap())
        .collect()
}

fn exits(transcript: &Transcript) -> Vec<(Option<i32>, Option<i32>, bool)> {
    let exit = |e| match e {
        Event::Exit {
            code,
            signal,
            unasked,
            ..
        } => Some((code, signal, unasked)),
        _ => None,
    };
    events(transcript).into_iter().filter_map(exit).collect()
}

fn variants(transcript: &Transcript) -> Vec<Variant> {
    let start = |e| match e {
        Event::Start { variant, .. } => Some(variant),
        _ => None,
    };
    events(transcript).into_iter().filter_map(start).collect()
}

fn said(transcript: &Transcript, channel: Channel) -> String {
    let frames = transcript.frames.iter().filter(|f| f.channel == channel);
    frames
        .map(|f| String::from_utf8_lossy(&f.bytes).into_owned() + "\n")
        .collect()
}

/// Processes with this in their command line, read as the kernel shows it.
fn running(mark: &str) -> usize {
    let entries = std::fs::read_dir("/proc").unwrap().filter_map(Result::ok);
    let lines = entries.filter_map(|e| std::fs::read(e.path().join("cmdline")).ok());
    lines
        .filter(|line| {
            String::from_utf8_lossy(line)
                .replace('\0', " ")
                .contains(mark)
        })
        .count()
}

#[test]
fn a_good_server_is_started_three_times_and_asked_in_order() {
    let t = probe(server("", ""));
    assert_eq!(
        variants(&t),
        [Variant::Discover, Variant::Bare, Variant::Questions]
    );
    assert_eq!(exits(&t), [(Some(0), None, false); 3]);
    let questions: Vec<_> = events(&t)
        .into_iter()
        .filter_map(|e| {
            if let Event::Question { id } = e {
                Some(id).filter(|id| !id.starts_with("alive:"))
            } else {
                None
            }
        })
        .collect();
    // The mild ones after the lists of the second start, then a connection for the odd ones, the worst last.
    let expected = [
        "ping",
        "unknown-cursor",
        "string-id",
        "cancel-unknown",
        "undeclared-list",
        "undeclared-completion",
        "early-request",
        "odd-version",
        "unknown-method",
        "bad-params",
        "array-params",
        "unknown-notification",
        "batch",
        "junk-line",
        "second-initialize",
    ];
    assert_eq!(questions, expected);
    assert!(
        events(&t)
            .iter()
            .any(|e| matches!(e, Event::Sdk { accepts: true, .. }))
    );
    assert!(!events(&t).iter().any(|e| matches!(
        e,
        Event::Deadline { .. } | Event::Cap { .. } | Event::Ours { .. }
    )));
    let times: Vec<u64> = t.frames.iter().map(|f| f.at_us).collect();
    assert!(times.is_sorted());
    assert!(t.frames.iter().enumerate().all(|(n, f)| f.n.0 == n as u64));
}

#[test]
fn what_the_system_would_not_start_is_said_in_its_words() {
    let t = probe(options(&["no-such-program-of-ours"]));
    let [
        Event::Scope { .. },
        Event::Start { .. },
        Event::Fence(_),
        Event::SpawnFailed { error },
    ] = &events(&t)[..]
    else {
        panic!("{t:?}")
    };
    assert!(
        error.starts_with("`no-such-program-of-ours`: no such program on PATH (No such file"),
        "{error}"
    );
    let t = probe(options(&["/etc/passwd"]));
    assert!(events(&t).iter().any(
        |e| matches!(e, Event::SpawnFailed { error } if error.contains("may not be executed"))
    ));
}

#[test]
fn a_server_that_dies_at_start_is_started_twice_and_no_more() {
    let t = probe(options(&[
        "/bin/sh",
        "-c",
        "echo 'missing API key' >&2; exit 7",
    ]));
    assert_eq!(exits(&t), [(Some(7), None, true); 2]);
    assert_eq!(variants(&t), [Variant::Discover, Variant::Declared]);
    assert!(said(&t, Channel::Stderr).contains("missing API key"));
}

#[test]
fn a_server_that_never_answers_ends_within_its_deadlines() {
    let t = probe(options(&["sleep", "4711"]));
    assert!(took(&t) < 8);
    assert_eq!(exits(&t), [(None, Some(15), false); 2]);
    assert_eq!(running("sleep 4711"), 0);
}

#[test]
fn a_server_that_ignores_everything_is_killed() {
    let t = probe(options(&[
        "/bin/sh",
        "-c",
        "trap '' TERM; exec 3>&1; while :; do sleep 0.2; done",
    ]));
    let signals: Vec<_> = events(&t)
        .into_iter()
        .filter_map(|e| {
            if let Event::Signal { name } = e {
                Some(name)
            } else {
                None
            }
        })
        .collect();
    assert_eq!(signals, ["TERM", "KILL", "TERM", "KILL"]);
    assert_eq!(exits(&t), [(None, Some(9), false); 2]);
}

#[test]
fn what_escapes_its_group_is_found_named_and_ended() {
    let t = probe(server("setsid sleep 4712 & sleep 4713 &", ""));
    let left: Vec<String> = events(&t)
        .into_iter()
        .filter_map(|e| {
            if let Event::Left { processes } = e {
                Some(processes)
            } else {
                None
            }
        })
        .flatten()
        .collect();
    assert_eq!(
        left.iter().filter(|l| *l == "sleep 4712").count(),
        3,
        "{left:?}"
    );
    assert_eq!(
        left.iter().filter(|l| *l == "sleep 4713").count(),
        3,
        "{left:?}"
    );
    assert_eq!(running("sleep 4712") + running("sleep 4713"), 0);
    assert_eq!(exits(&t), [(Some(0), None, false); 3]);
}

#[test]
fn a_server_that_dies_in_the_middle_keeps_its_exit_code() {
    // The child holds the pipe open: waiting for the end of the output alone would last as long as it lives.
    let t = probe(server("sleep 4714 &", "exit 3"));
    assert!(took(&t) < 6);
    // Of a list that never came nothing odd is asked, so it survives the third start.
    let died = (Some(3), None, true);
    assert_eq!(exits(&t), [died, died, (Some(0), None, false)]);
    assert_eq!(running("sleep 4714"), 0);
}

#[test]
fn endless_output_is_bounded() {
    let t = probe(options(&["yes", "noise"]));
    assert!(took(&t) < 15);
    assert!(
        events(&t)
            .iter()
            .any(|e| matches!(e, Event::Cap { what, .. } if what == "frames"))
    );
    let kept: usize = t.frames.iter().map(|f| f.bytes.len()).sum();
    assert!(kept < 64 << 20);
    assert!(
        t.frames
            .iter()
            .any(|f| f.bytes.is_empty() && f.cut.is_some())
    );
}

#[test]
fn a_line_without_end_is_bounded() {
    let t = probe(options(&[
        "/bin/sh",
        "-c",
        "head -c 30000000 /dev/zero | tr '\\0' x; sleep 1",
    ]));
    let cut = t.frames.iter().find_map(|f| f.cut.as_ref()).unwrap();
    assert_eq!(cut.bytes, 30_000_000);
    assert!(t.frames.iter().all(|f| f.bytes.len() <= 1 << 16));
    assert!(events(&t).contains(&Event::Unterminated));
}

#[test]
fn of_a_flood_on_stderr_both_ends_are_kept() {
    let t = probe(server(
        "i=0; while [ $i -lt 3000 ]; do echo \"line $i of many, and rather long\" >&2; i=$((i+1)); done",
        "",
    ));
    let text = said(&t, Channel::Stderr);
    assert!(text.contains("line 0 of") && text.contains("line 2999 of"));
    assert!(!text.contains("line 2000 of"));
    assert!(
        events(&t)
            .iter()
            .any(|e| matches!(e, Event::Cap { what, .. } if what == "stderr"))
    );
    assert_eq!(exits(&t).len(), 3);
}

#[test]
fn the_environment_is_clean_and_its_values_are_hidden() {
    let mut options = server("env >&2", "");
    options.env = vec![("TOKEN".into(), "sesame-4711".into())];
    options.command.push("sesame-4711".into());
    let t = probe(options);
    let names: Vec<_> = said(&t, Channel::Stderr)
        .lines()
        .filter_map(|l| l.split_once('='))
        .map(|(n, _)| n.to_owned())
        .collect();
    assert!(names.iter().all(|n| ["PATH", "HOME", "TOKEN", "PWD", "OLDPWD", "SHLVL", "_"].contains(&n.as_str())), "{names:?}");
    assert!(names.contains(&"TOKEN".to_owned()));
    assert!(!format!("{t:?}").contains("sesame-4711"));
    assert!(
        t.frames
            .iter()
            .all(|f| !String::from_utf8_lossy(&f.bytes).contains("sesame-4711"))
    );
    assert!(said(&t, Channel::Stderr).contains("TOKEN=«redacted:TOKEN»"));
    assert!(
        matches!(&events(&t)[1], Event::Start { env, .. } if *env == ["HOME", "PATH", "TOKEN"])
    );
    assert!(
        !said(&t, Channel::Stderr).contains(&format!("HOME={}\n", std::env::var("HOME").unwrap()))
    );
}

#[test]
fn an_interrupt_ends_the_server_in_order() {
    let options = server("setsid sleep 4715 &", "sleep 4716");
    let t = read(block(async {
        session::probe_stdio(
            options,
            &mut |_| {},
            tokio::time::sleep(Duration::from_millis(300)),
        )
        .await
    }));
    let events = events(&t);
    let at = |e: &Event| events.iter().position(|x| x == e);
    assert!(at(&Event::Interrupted).unwrap() < at(&Event::Closing).unwrap());
    assert_eq!(exits(&t).len(), 1);
    assert_eq!(running("sleep 4715") + running("sleep 4716"), 0);
}

#[test]
fn dropping_the_run_leaves_nothing() {
    block(async {
        let options = server("setsid sleep 4717 & sleep 4718 &", "sleep 4719");
        let mut progress = |_| {};
        let run = session::probe_stdio(options, &mut progress, pending());
        assert!(
            tokio::time::timeout(Duration::from_millis(300), run)
                .await
                .is_err()
        );
        assert_eq!(
            running("sleep 4717") + running("sleep 4718") + running("sleep 4719"),
            0
        );
    });
}

#[test]
fn the_whole_run_has_a_deadline_too() {
    let mut options = server("", "sleep 30");
    options.timeout = Duration::from_millis(500);
    options.request_timeout = Duration::from_secs(60);
    let t = probe(options);
    assert!(took(&t) < 6);
    assert!(
        events(&t)
            .iter()
            .any(|e| matches!(e, Event::Deadline { what, .. } if what == "run"))
    );
    assert_eq!(exits(&t).len(), 1);
}
