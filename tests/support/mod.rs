//! The harness: runs the binary in a scrubbed environment, always asserts the exit code, and leaves nothing running.

mod document;
pub(crate) mod project;
mod run;
mod stage;

pub(crate) use document::{Document, is_about};
pub(crate) use run::{Out, Run, gatecheck, root};
pub(crate) use stage::{Stage, Who, lacking, skipped};

use serde_json::Value;
use std::path::{Path, PathBuf};
use std::time::Duration;
use tempfile::TempDir;

/// A run of `probe` on one server, with everything that it writes kept for the assertions.
pub(crate) struct Probe {
    run: Run,
    folder: TempDir,
}

/// The program under test.
pub(crate) const fn program() -> &'static str {
    env!("CARGO_BIN_EXE_mcp-gatecheck")
}

/// Probes the fixture server of this name.
pub(crate) fn probe(fixture: &str) -> Probe {
    let script = root().join(format!("fixtures/servers/{fixture}.toml"));
    assert!(script.is_file(), "there is no fixture server {fixture}");
    probe_command(&[
        env!("CARGO_BIN_EXE_mcp-gatecheck"),
        "scripted",
        script.to_str().unwrap(),
    ])
}

/// Probes one server of a fixture that holds many.
pub(crate) fn probe_case(fixture: &str, case: &str) -> Probe {
    let script = file(&format!("fixtures/servers/{fixture}.toml"));
    let binary = env!("CARGO_BIN_EXE_mcp-gatecheck");
    probe_command(&[binary, "scripted", &script, case])
}

/// Probes the server that this command starts.
pub(crate) fn probe_command(command: &[&str]) -> Probe {
    let mut probe = probe_nothing();
    probe.run = probe.run.server(command);
    probe
}

/// Probes a server over HTTP. In the options, `{{ca}}` is the file of its authority's certificate, and the variable
/// `SCRIPTED_TOKEN` holds the token that it takes.
pub(crate) fn probe_endpoint(endpoint: &scripted::Endpoint) -> Probe {
    let probe = probe_nothing();
    if let Some(certificate) = endpoint.authority() {
        std::fs::write(probe.authority(), certificate).unwrap();
    }
    probe
        .args(&[endpoint.url()])
        .env("SCRIPTED_TOKEN", "scripted-token")
}

/// Probes whatever is at this URL.
pub(crate) fn probe_url(url: &str) -> Probe {
    probe_nothing().args(&[url])
}

fn probe_nothing() -> Probe {
    let folder = TempDir::new().unwrap();
    let at = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let mut run = gatecheck(&[
        "probe",
        "--format",
        "json",
        "--transcript",
        &at("run.jsonl"),
    ]);
    for format in ["human", "markdown"] {
        run = run.args(&["--output", &format!("{format}={}", at(format))]);
    }
    Probe { run, folder }
}

impl Probe {
    /// Adds options before the command.
    pub(crate) fn args<S: ToString>(mut self, args: &[S]) -> Self {
        let authority = self.authority();
        let args = args.iter();
        let args: Vec<String> = args
            .map(|arg| {
                arg.to_string()
                    .replace("{{ca}}", authority.to_str().unwrap())
            })
            .collect();
        self.run = self.run.args(&args);
        self
    }

    fn authority(&self) -> PathBuf {
        self.folder.path().join("authority.pem")
    }

    /// Runs it on a stage, as its user.
    pub(crate) fn on(mut self, stage: &Stage) -> Self {
        stage.who.give(self.folder.path());
        self.run = self.run.on(stage);
        self
    }

    /// Has another command start the program.
    pub(crate) fn by(mut self, command: &[&str]) -> Self {
        self.run = self.run.by(command);
        self
    }

    /// Sets a variable for the program itself.
    pub(crate) fn env(mut self, name: &str, value: &str) -> Self {
        self.run = self.run.env(name, value);
        self
    }

    /// Lets the server be fenced in.
    pub(crate) fn fenced(mut self) -> Self {
        self.run = self.run.fenced();
        self
    }

    /// Interrupts the run after this time, as Ctrl-C does.
    pub(crate) fn interrupt(mut self, after: Duration) -> Self {
        self.run = self.run.interrupt(after);
        self
    }

    /// Runs it, and asserts the exit code and what holds for every probed server.
    #[track_caller]
    pub(crate) fn exit(self, code: i32) -> Document {
        let document = self.end();
        document.is("/exit/code", code);
        document
    }

    /// Runs it, and asserts what holds for every probed server: it exits with the code that the document says, a replay of the
    /// transcript gives the same bytes, no output holds a raw control character or draws anything of the server's, and no process is
    /// left.
    #[track_caller]
    pub(crate) fn end(self) -> Document {
        let out = self.run.end();
        let document = Document::read(&out.stdout, &out.stderr);
        document.is("/schema", "mcp-gatecheck/review/1");
        let code = out.code.unwrap_or(-1);
        document.is("/exit/code", code);
        for format in ["human", "markdown"] {
            shows_no_control(
                &std::fs::read_to_string(self.folder.path().join(format)).unwrap(),
                format,
            );
        }
        draws_nothing(&std::fs::read_to_string(self.folder.path().join("markdown")).unwrap());
        shows_no_control(&out.stdout, "json");
        shows_no_control(&out.stderr, "standard error");
        self.replay_is_the_same(&document, code);
        let transcript = std::fs::read_to_string(self.transcript()).unwrap();
        let document = document.with_texts(self.texts()).with_peak(out.peak);
        document.with_transcript(transcript)
    }

    fn transcript(&self) -> PathBuf {
        self.folder.path().join("run.jsonl")
    }

    #[track_caller]
    fn replay_is_the_same(&self, live: &Document, code: i32) {
        let transcript = self.transcript();
        let path = transcript.to_str().unwrap();
        let replayed = gatecheck(&["replay", "--format", "json", path])
            .args(&self.run.judging())
            .exit(code);
        assert!(
            replayed.stdout == live.text,
            "a replay differs from the live run:\n{}",
            first_difference(&live.text, &replayed.stdout)
        );
    }

    /// What people read: the human page and the evidence notes.
    fn texts(&self) -> String {
        ["human", "markdown"]
            .map(|format| std::fs::read_to_string(self.folder.path().join(format)).unwrap())
            .join("\n")
    }
}

fn shows_no_control(text: &str, what: &str) {
    let wrong = |c: &char| {
        (c.is_control() && *c != '\n')
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{e0000}'..='\u{e007f}')
    };
    let found = text.chars().find(wrong);
    assert!(
        found.is_none(),
        "{what} shows U+{:04X} raw",
        found.map_or(0, u32::from)
    );
}

/// The notes hold nothing of the server that Markdown would draw: what the hostile fixtures try.
fn draws_nothing(notes: &str) {
    let markup: Vec<String> = notes.lines().map(markup).collect();
    let markup = markup.join("\n");
    for drawn in ["<script", "![i](", "[x](", "\n# Heading", "<!--", "\n~~~"] {
        assert!(!markup.contains(drawn), "the notes draw {drawn:?}");
    }
}

/// A line of Markdown without what is no markup: escaped characters, and what stands in code.
fn markup(line: &str) -> String {
    let mut out = String::new();
    let mut rest = line;
    while let Some(at) = rest.find(['\\', '`']) {
        let (before, special) = rest.split_at(at);
        out.push_str(before);
        rest = if special.starts_with('`') {
            let code = special.trim_start_matches('`');
            let fence = &special[..special.len() - code.len()];
            code.split_once(fence).map_or(code, |(_, after)| after)
        } else {
            let mut chars = special.chars();
            chars.nth(1);
            chars.as_str()
        };
    }
    out + rest
}

fn first_difference(one: &str, other: &str) -> String {
    let pairs = one.lines().zip(other.lines()).enumerate();
    let differs = pairs.into_iter().find(|(_, (a, b))| a != b);
    differs.map_or_else(
        || format!("{} and {} bytes", one.len(), other.len()),
        |(n, (a, b))| format!("line {}:\n- {a}\n+ {b}", n + 1),
    )
}

/// A folder of real servers that `.ci/run` installs, from the variable that names it. Without it the test says so and is skipped; in CI
/// that is a failure.
pub(crate) fn installed(variable: &str) -> Option<PathBuf> {
    let folder = std::env::var_os(variable)
        .map(PathBuf::from)
        .filter(|folder| folder.is_dir());
    if folder.is_none() {
        assert!(
            std::env::var_os("CI").is_none(),
            "{variable} names no folder of real servers; `.ci/run` installs them and sets it"
        );
        skipped(&format!(
            "no real servers; `.ci/run` installs them and sets {variable}"
        ));
    }
    folder
}

/// The names of a list's entries.
pub(crate) fn names(list: &Value) -> Vec<String> {
    let entries = list.as_array().map(Vec::as_slice).unwrap_or_default();
    entries
        .iter()
        .map(|entry| entry["name"].as_str().unwrap_or_default().to_owned())
        .collect()
}

/// A file of the project, as an argument.
pub(crate) fn file(path: &str) -> String {
    let file: &Path = &root().join(path);
    file.to_str().unwrap().to_owned()
}
