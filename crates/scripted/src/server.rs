//! The loop: reads messages, finds the rule that fits, does its steps.

use crate::answer::{Message, Refusal, Reply, admit, answer, declares, envelope, is_modern};
use crate::script::Client;
use crate::text::Values;
use crate::{Script, Step};
use serde_json::Value;
use std::collections::BTreeMap;
use std::io::{self, BufRead, Write};
use std::ops::ControlFlow;
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

/// How long a server hangs at most, so that nothing that a test forgets stays for ever.
const HANG: Duration = Duration::from_secs(3600);

/// Serves one connection over standard streams, blocking, and returns the exit code that the process should end with.
///
/// A stream that fails is the client's end of the conversation: the server then ends with 0, without the script's `end`.
pub fn serve(script: &Script, stdin: impl BufRead, stdout: impl Write, stderr: impl Write) -> u8 {
    let mut memory = Memory::default();
    let mut connection = Connection {
        script,
        stdout,
        stderr,
        memory: &mut memory,
        signed_in: false,
        malformed: false,
    };
    connection.run(stdin).unwrap_or(0)
}

/// What a server remembers of one client.
#[derive(Debug, Default)]
pub(crate) struct Memory {
    /// How often each method came.
    counts: BTreeMap<String, u64>,
    /// How often each method came without a cursor.
    listings: BTreeMap<String, u64>,
    /// Whether `initialize` was answered.
    pub(crate) ready: bool,
    /// Whether `initialize` declared any capability.
    declared: bool,
}

impl Memory {
    /// Of somebody who need not shake hands first, or must.
    pub(crate) fn ready(ready: bool) -> Self {
        Self {
            ready,
            ..Self::default()
        }
    }
}

/// A conversation with one client, or a piece of one.
pub(crate) struct Connection<'a, O, E> {
    pub(crate) script: &'a Script,
    pub(crate) stdout: O,
    pub(crate) stderr: E,
    pub(crate) memory: &'a mut Memory,
    pub(crate) signed_in: bool,
    /// Whether the form of a message was refused.
    pub(crate) malformed: bool,
}

impl<O: Write, E: Write> Connection<'_, O, E> {
    fn run(&mut self, mut stdin: impl BufRead) -> io::Result<u8> {
        let script = self.script;
        if let ControlFlow::Break(code) = self.perform(&script.start, None)? {
            return Ok(code);
        }
        let mut line = Vec::new();
        while stdin.read_until(b'\n', &mut line)? > 0 {
            if let ControlFlow::Break(code) = self.take(&line)? {
                return Ok(code);
            }
            line.clear();
        }
        Ok(match self.perform(&script.end, None)? {
            ControlFlow::Break(code) => code,
            ControlFlow::Continue(()) => 0,
        })
    }

    /// Takes one line of the client.
    pub(crate) fn take(&mut self, line: &[u8]) -> io::Result<ControlFlow<u8>> {
        if line.trim_ascii().is_empty() {
            return Ok(ControlFlow::Continue(()));
        }
        let message = match serde_json::from_slice::<Value>(line) {
            Err(error) => Err(Refusal::not_json(&error)),
            Ok(value) if is_reply(&value) => return Ok(ControlFlow::Continue(())),
            Ok(value) => self.message(value).ok_or_else(Refusal::no_request),
        };
        match message {
            Ok(message) => self.answer(&message),
            Err(refusal) => {
                self.malformed |= refusal.malformed;
                self.write(&envelope("null", &Err(refusal)))
                    .map(ControlFlow::Continue)
            }
        }
    }

    /// Reads a request or notification, and remembers that it came.
    fn message(&mut self, mut value: Value) -> Option<Message> {
        let object = value.as_object_mut()?;
        let id = object.remove("id");
        let legal = id
            .as_ref()
            .is_none_or(|id| id.is_string() || id.is_i64() || id.is_u64());
        let spoken = object.get("jsonrpc").and_then(Value::as_str) == Some("2.0");
        let method = object
            .get("method")
            .and_then(Value::as_str)
            .filter(|_| legal && spoken)?
            .to_owned();
        let params = object.remove("params");
        let count = tick(&mut self.memory.counts, &method, 1);
        let begins = params
            .as_ref()
            .is_none_or(|params| params.get("cursor").is_none());
        let listing = tick(&mut self.memory.listings, &method, u64::from(begins));
        let declared = declares(params.as_ref()).unwrap_or(self.memory.declared);
        if method == "initialize" {
            self.memory.declared = declared;
        }
        let client = Client {
            modern: is_modern(&method, params.as_ref()),
            declared,
            signed_in: self.signed_in,
        };
        Some(Message {
            id,
            method,
            params,
            client,
            count,
            listing,
        })
    }

    fn answer(&mut self, message: &Message) -> io::Result<ControlFlow<u8>> {
        let reply = answer(self.script, message, self.memory.ready);
        self.memory.ready |= message.method == "initialize" && reply.is_ok();
        let list = message.method.ends_with("/list");
        let heard = !list || admit(self.script, message, self.memory.ready).is_ok();
        let rule = self.script.rules.iter().filter(|_| heard).find(|rule| {
            (rule.method == message.method || rule.method == "*")
                && rule.when.is_none_or(|when| when.fits(message.client))
                && rule.from.is_none_or(|from| message.count >= from)
                && rule.until.is_none_or(|until| message.count <= until)
        });
        let asked = Asked {
            id: message.id.as_ref().map(Value::to_string),
            count: message.count,
            reply,
        };
        match rule {
            Some(rule) => self.perform(&rule.steps, Some(&asked)),
            None => self.perform(&[Step::Answer], Some(&asked)),
        }
    }

    fn perform(&mut self, steps: &[Step], asked: Option<&Asked>) -> io::Result<ControlFlow<u8>> {
        let answer = asked.map(Asked::envelope).unwrap_or_default();
        let values = asked.map_or(Values::NONE, |asked| asked.values(&answer));
        self.steps(steps, asked, values)
    }

    fn steps(
        &mut self,
        steps: &[Step],
        asked: Option<&Asked>,
        values: Values<'_>,
    ) -> io::Result<ControlFlow<u8>> {
        for step in steps {
            match step {
                Step::Answer => self.reply(asked, None)?,
                Step::Result(result) => self.reply(asked, Some(Ok(result.render(values))))?,
                Step::Error { code, message } => {
                    self.reply(asked, Some(Err(Refusal::new(*code, message))))?
                }
                Step::Line(line) => self.write(&line.render(values))?,
                Step::Raw(text) => {
                    self.stdout.write_all(&text.render(values))?;
                    self.stdout.flush()?;
                }
                Step::Repeat { times, steps } => {
                    for number in 1..=*times {
                        let values = Values { number, ..values };
                        if let ControlFlow::Break(code) = self.steps(steps, asked, values)? {
                            return Ok(ControlFlow::Break(code));
                        }
                    }
                }
                Step::Trickle { raw, every_ms } => {
                    for byte in raw.render(values) {
                        self.stdout.write_all(&[byte])?;
                        self.stdout.flush()?;
                        sleep(Duration::from_millis(*every_ms));
                    }
                }
                Step::Log(text) => {
                    self.stderr
                        .write_all(&[&text.render(values), &b"\n"[..]].concat())?;
                    self.stderr.flush()?;
                }
                Step::WaitMs(ms) => sleep(Duration::from_millis(*ms)),
                Step::Spawn(command) => spawn(command, Stdio::null)?,
                Step::SpawnSharing(command) => spawn(command, Stdio::inherit)?,
                Step::Hang => sleep(HANG),
                Step::Exit(code) => return Ok(ControlFlow::Break(*code)),
            }
        }
        Ok(ControlFlow::Continue(()))
    }

    /// Writes a reply, where something was asked that expects one.
    fn reply(&mut self, asked: Option<&Asked>, instead: Option<Reply>) -> io::Result<()> {
        let Some((asked, id)) = asked.and_then(|asked| Some((asked, asked.id.as_deref()?))) else {
            return Ok(());
        };
        let reply = instead.as_ref().unwrap_or(&asked.reply);
        self.malformed |= reply.as_ref().is_err_and(|refusal| refusal.malformed);
        self.write(&envelope(id, reply))
    }

    fn write(&mut self, line: &[u8]) -> io::Result<()> {
        self.stdout.write_all(line)?;
        self.stdout.write_all(b"\n")?;
        self.stdout.flush()
    }
}

/// A message that is being answered.
struct Asked {
    /// Its id as JSON; a notification has none.
    id: Option<String>,
    count: u64,
    /// What a good server would answer.
    reply: Reply,
}

impl Asked {
    fn envelope(&self) -> Vec<u8> {
        envelope(self.id.as_deref().unwrap_or("null"), &self.reply)
    }

    fn values<'a>(&'a self, answer: &'a [u8]) -> Values<'a> {
        let result = self.reply.as_deref().unwrap_or(b"null");
        Values {
            id: self.id.as_deref().unwrap_or("null"),
            count: self.count,
            result,
            answer,
            ..Values::NONE
        }
    }
}

fn is_reply(value: &Value) -> bool {
    value.get("method").is_none() && (value.get("result").is_some() || value.get("error").is_some())
}

fn tick(counts: &mut BTreeMap<String, u64>, method: &str, by: u64) -> u64 {
    let count = counts.entry(method.to_owned()).or_default();
    *count += by;
    *count
}

/// Starts a process that outlives the server unless somebody ends it.
fn spawn(command: &[String], output: fn() -> Stdio) -> io::Result<()> {
    let Some((program, arguments)) = command.split_first() else {
        return Ok(());
    };
    Command::new(program)
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(output())
        .stderr(output())
        .spawn()
        .map(|_| ())
}
