//! A raw client: starts the server as often as the probe did and says the same lines in the same order, waiting for each
//! reply, with nothing in between.

use evidence::{Channel, Event, Side, Transcript};
use serde_json::Value;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};

/// Writes down what the probe of a transcript said: a line `start` for each start, and for each line that it sent the id
/// to wait for (or `-`) and the line.
pub(crate) fn script(transcript: &Path, script: &Path) {
    let transcript = Transcript::read(&std::fs::read(transcript).unwrap()).unwrap();
    let answered = |line: &Value| {
        let reply = |frame: &&evidence::Frame| {
            let said = serde_json::from_slice::<Value>(&frame.bytes).unwrap_or_default();
            frame.channel == Channel::Stdout && said["id"] == line["id"] && said["method"].is_null()
        };
        line["id"].is_u64() && transcript.frames.iter().find(reply).is_some()
    };
    let mut out = String::new();
    for frame in &transcript.frames {
        match frame.from {
            Side::Prober if matches!(frame.event(), Some(Event::Start { .. })) => {
                out.push_str("start\n");
            }
            Side::Client => {
                let line = String::from_utf8_lossy(&frame.bytes);
                let said: Value = serde_json::from_str(&line).unwrap_or_default();
                let waits = said["method"].is_string() && answered(&said);
                let id = if waits {
                    said["id"].to_string()
                } else {
                    "-".to_owned()
                };
                out.push_str(&format!("{id} {line}\n"));
            }
            _ => {}
        }
    }
    std::fs::write(script, out).unwrap();
}

/// Plays a script against servers.
pub(crate) fn play(script: &Path, command: &[String]) {
    let script = std::fs::read_to_string(script).unwrap();
    let (program, args) = command.split_first().unwrap();
    for connection in script.split("start\n").skip(1) {
        let mut server = Command::new(program)
            .args(args)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut input = server.stdin.take().unwrap();
        let mut output = BufReader::new(server.stdout.take().unwrap());
        // A reply may overtake another.
        let mut heard: Vec<String> = Vec::new();
        for (id, line) in connection.lines().filter_map(|line| line.split_once(' ')) {
            // A server that has ended reads no more; the probe met the same.
            let _ended = writeln!(input, "{line}");
            if id == "-" {
                continue;
            }
            let marks = [format!("\"id\":{id},"), format!("\"id\":{id}}}")];
            let answers = |reply: &String| marks.iter().any(|mark| reply.contains(mark));
            while !heard.iter().any(answers) {
                let mut reply = String::new();
                if output.read_line(&mut reply).unwrap_or(0) == 0 {
                    break;
                }
                heard.push(reply);
            }
        }
        drop(input);
        drop(output);
        server.wait().unwrap();
    }
}
