//! A server described as data, and the transcript of probing it.

use super::http::Said;
use evidence::build::{Tape, deed, fence};
use evidence::conduct::{Act, Confidence, Deed, Fence, Install, Lost, Opening, Rung, Usage, Via};
use evidence::{
    Caller, Channel, Event, Kind, Program, Reach, Refusal, Side, Target, Tls, Transcript,
    Transport, Variant,
};
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// What a case says of a server. Lists and objects of the protocol are JSON texts; a list that is not given is not offered.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Server {
    /// Command and arguments.
    command: Vec<String>,
    /// The endpoint, in place of a command.
    url: Option<String>,
    /// Names of the variables given.
    env: Vec<String>,
    /// The file that runs.
    program: Option<String>,
    /// The package that it belongs to: kind, name, version.
    package: Option<(String, String, String)>,
    /// The package that the command asks for: kind, name and, where it is exact, version.
    requested: Vec<String>,
    /// It ends before it answers.
    dies: bool,
    /// It never answers.
    silent: bool,
    /// Lines on standard error, first of all.
    stderr: Vec<String>,
    /// Lines on standard output, after the handshake.
    stdout: Vec<String>,
    /// How often they come.
    stdout_times: Option<usize>,
    /// One connection for each; `declared` alone where none is named.
    variants: Vec<Variant>,
    /// The revision that it answers in.
    version: Option<String>,
    /// `serverInfo`.
    info: Option<String>,
    /// Members that replace those of the answer to its handshake.
    hello: Option<String>,
    /// Capabilities; what is listed, where they are not given.
    capabilities: Option<String>,
    instructions: Option<String>,
    /// Other instructions for a client that declares nothing.
    instructions_bare: Option<String>,
    tools: Option<String>,
    resources: Option<String>,
    templates: Option<String>,
    prompts: Option<String>,
    /// More tools for one variant.
    only: BTreeMap<Variant, String>,
    /// What the second listing of tools holds; the same, where it is not given.
    tools_again: Option<String>,
    /// What the second connection and later ones list of tools; the same, where it is not given.
    tools_later: Option<String>,
    /// Whether each list is asked for twice.
    list_twice: Option<bool>,
    /// Members that replace those of every page.
    page: Option<String>,
    /// Members that replace those of a second page of every list, which holds nothing; there is none, where it is not given.
    second_page: Option<String>,
    /// Characters of description that every tool gets.
    padding: usize,
    question: Vec<Question>,
    /// Lines that come between its answer to `initialize` and our `notifications/initialized`.
    before_initialized: Vec<String>,
    /// How far the run went; as far as without options, where it is not given.
    reach: Option<Reach>,
    /// Whether it was started only once.
    quick: bool,
    /// What the official SDK refuses; not asked, where it is not given.
    sdk: Option<Vec<Refusal>>,
    end: End,
    /// What the client declares to `initialize`, in place of what its variant does.
    declares: Option<String>,
    /// The progress token of each second listing.
    progress_token: Option<String>,
    /// Lines on standard output during each second listing.
    while_listing: Vec<String>,
    /// What fences each start in; nothing says so, where it is not given.
    fence: Option<Rung>,
    /// What the fence cannot see.
    lost: Vec<Lost>,
    /// What was opened on request.
    opened: Vec<Opening>,
    /// No canaries are planted.
    no_canaries: bool,
    /// What each start did, as the sandbox noticed it.
    deed: Vec<Done>,
    /// Frames of the sandbox that are none of its words.
    told: Vec<String>,
    usage: Usage,
    /// The run was cut off before the sandbox had told all.
    untold: bool,
    install: Option<Installed>,
    /// What was said over HTTP beside the handshake and the lists, which are written as lines.
    http: Vec<Said>,
    /// Who made the connections that list.
    caller: Caller,
    /// Nobody was let in: there is nothing but what `http` says.
    locked: bool,
    /// Certificates that were shown.
    tls: Vec<Tls>,
    /// Documents that were not fetched: URL and reason.
    withheld: Vec<(String, String)>,
}

/// Something that it did: the act and its members, and how it was noticed where that matters.
#[derive(Debug, Deserialize)]
struct Done {
    #[serde(flatten)]
    act: Act,
    via: Option<Via>,
    program: Option<String>,
}

/// What installing did.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Installed {
    cached: bool,
    unfenced: bool,
    scripts: bool,
    withheld: Vec<String>,
    failed: Option<String>,
    deed: Vec<Done>,
}

impl Done {
    fn deed(&self) -> Deed {
        let mut deed = deed(self.act.clone());
        if let Some(via) = self.via {
            deed.via = via;
            deed.confidence = Confidence::Certain;
        }
        deed.program.clone_from(&self.program);
        deed
    }
}

/// A question put to it, and what it does.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Question {
    id: String,
    /// What is asked, where that matters.
    method: Option<String>,
    params: Option<String>,
    result: Option<String>,
    error: Option<String>,
    /// Any line.
    line: Option<String>,
    /// Any lines; `{{id}}` is the id of what was asked.
    #[serde(default)]
    lines: Vec<String>,
    #[serde(default)]
    dies: bool,
    /// It lives and answers nothing more.
    #[serde(default)]
    hangs: bool,
}

/// How it ends.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct End {
    after_ms: u64,
    code: i32,
    unasked: bool,
    signals: Vec<String>,
    left: Vec<String>,
}

impl Server {
    /// The transcript of probing it.
    pub(super) fn transcript(&self) -> Transcript {
        let target = match &self.url {
            Some(url) => Target::Http { url: url.clone() },
            None if self.command.is_empty() => Target::Stdio {
                command: vec!["notes-server".to_owned()],
            },
            None => Target::Stdio {
                command: self.command.clone(),
            },
        };
        let variants = if self.variants.is_empty() {
            &[Variant::Declared][..]
        } else {
            &self.variants
        };
        let connect =
            |tape, (session, variant): (u32, &Variant)| self.connect(tape, session, *variant);
        let scope = Event::Scope {
            reach: self.reach.unwrap_or_default(),
            quick: self.quick,
        };
        let mut tape = Tape::new(target).event(0, scope);
        if let Some(install) = &self.install {
            tape = tape.event(0, Event::Install(self.installed(install)));
            if install.failed.is_some() {
                return tape.transcript();
            }
        }
        let listed = if self.locked { &[][..] } else { variants };
        let tape = (0..).zip(listed).fold(tape, connect);
        self.over_http(tape, listed.len()).transcript()
    }

    /// Each exchange beside the lists, on a connection of its own.
    fn over_http(&self, tape: Tape, sessions: usize) -> Tape {
        let Some(url) = &self.url else { return tape };
        let said = |tape, (n, said): (usize, &Said)| {
            let session = u32::try_from(sessions + n).unwrap_or(u32::MAX);
            said.tape(tape, session, url)
        };
        let mut tape = self.http.iter().enumerate().fold(tape, said);
        for tls in &self.tls {
            tape = tape.event(0, Event::Tls(tls.clone()));
        }
        for (url, why) in &self.withheld {
            let (url, why) = (url.clone(), why.clone());
            tape = tape.event(0, Event::Withheld { url, why });
        }
        tape
    }

    fn installed(&self, install: &Installed) -> Install {
        Install {
            runner: "npx".to_owned(),
            package: "notes-server".to_owned(),
            version: None,
            cached: install.cached,
            fence: self.fenced().filter(|_| !install.unfenced),
            scripts: install.scripts,
            withheld: install.withheld.clone(),
            deeds: install.deed.iter().map(Done::deed).collect(),
            usage: Usage::default(),
            took_ms: 4_200,
            failed: install.failed.clone(),
        }
    }

    fn fenced(&self) -> Option<Fence> {
        let mut fence = fence(self.fence?);
        fence.lost.clone_from(&self.lost);
        fence.openings.clone_from(&self.opened);
        if self.no_canaries {
            fence.canaries.clear();
        }
        Some(fence)
    }

    /// What the sandbox tells once a connection has ended.
    fn watched(&self, tape: Tape, session: u32) -> Tape {
        let Some(fence) = self.fenced() else {
            return tape;
        };
        let deeds: Vec<Deed> = self.deed.iter().map(Done::deed).collect();
        let told = |tape: Tape, line: &String| {
            tape.frame(Side::Prober, Channel::Sandbox, session, line.as_bytes())
        };
        let tape = tape.fenced(
            session,
            &fence,
            &deeds,
            Some(self.usage).filter(|_| !self.untold),
        );
        self.told.iter().fold(tape, told)
    }

    fn connect(&self, tape: Tape, session: u32, variant: Variant) -> Tape {
        let tape = self.converse(tape, session, variant);
        self.watched(tape, session)
    }

    fn converse(&self, tape: Tape, session: u32, variant: Variant) -> Tape {
        let begins = match &self.url {
            None => Event::Start {
                variant,
                env: self.env.clone(),
                program: self.started(),
            },
            Some(_) => Event::Connect {
                variant,
                caller: self.caller,
                transport: Transport::Streamable,
            },
        };
        let mut tape = tape.event(session, begins);
        for line in &self.stderr {
            tape = tape.stderr(session, line);
        }
        if self.dies {
            return tape
                .request(session, "initialize", &json!({"capabilities": {}}))
                .event(session, unasked(1));
        }
        if self.silent {
            let deadline = Event::Deadline {
                what: "start".to_owned(),
                after_ms: 30_000,
                method: Some("initialize".to_owned()),
            };
            return tape
                .request(session, "initialize", &json!({"capabilities": {}}))
                .event(session, deadline)
                .close(session);
        }
        tape = self.greeted(tape, session, variant);
        for _ in 0..self.stdout_times.unwrap_or(1) {
            for line in &self.stdout {
                tape = tape.line(session, line);
            }
        }
        tape = self.lists(tape, session, variant);
        if session == 0 {
            for question in &self.question {
                tape = question.ask(tape, session);
            }
        }
        if let Some(refuses) = &self.sdk {
            tape = tape.event(
                session,
                Event::Sdk {
                    sdk: "rmcp 0".to_owned(),
                    accepts: refuses.is_empty(),
                    refuses: refuses.clone(),
                },
            );
        }
        self.ended(tape, session)
    }

    fn greeted(&self, tape: Tape, session: u32, variant: Variant) -> Tape {
        if self.before_initialized.is_empty() && self.declares.is_none() {
            return tape.handshake(session, variant, &self.handshake(variant));
        }
        let capabilities = match (&self.declares, variant) {
            (Some(declares), _) => parse(declares),
            (None, Variant::Declared) => json!({"sampling": {}, "roots": {}}),
            (None, _) => json!({}),
        };
        let hello = json!({"protocolVersion": "2025-11-25", "capabilities": capabilities});
        let asked = tape
            .request(session, "initialize", &hello)
            .result(session, &self.handshake(variant));
        let lines = self.before_initialized.iter();
        lines
            .fold(asked, |tape, line| tape.line(session, line))
            .client(
                session,
                &json!({"jsonrpc": "2.0", "method": "notifications/initialized"}),
            )
    }

    fn started(&self) -> Option<Program> {
        let requested = match self.requested.as_slice() {
            [kind, name] => Some((kind.clone(), name.clone(), None)),
            [kind, name, version] => Some((kind.clone(), name.clone(), Some(version.clone()))),
            _ => None,
        };
        let path = self
            .program
            .clone()
            .unwrap_or_else(|| "/srv/notes/server".to_owned());
        Some(Program {
            files: vec![(path.clone(), "00".repeat(32))],
            path,
            package: self.package.clone(),
            requested,
        })
    }

    /// The handshake's result.
    fn handshake(&self, variant: Variant) -> Value {
        let info = self
            .info
            .as_deref()
            .map_or_else(|| json!({"name": "notes", "version": "2.4.1"}), parse);
        let listed = Kind::ALL
            .into_iter()
            .filter(|kind| self.list(*kind).is_some())
            .map(|kind| (kind.capability().to_owned(), json!({})));
        let capabilities = self
            .capabilities
            .as_deref()
            .map_or_else(|| Value::Object(listed.collect()), parse);
        let bare = self
            .instructions_bare
            .as_ref()
            .filter(|_| variant == Variant::Bare);
        let instructions = bare.or(self.instructions.as_ref());
        let mut result = if variant == Variant::Discover {
            json!({"resultType": "complete", "supportedVersions": ["2026-07-28"], "ttlMs": 0, "cacheScope": "private", "capabilities": capabilities,
                   "_meta": {"io.modelcontextprotocol/serverInfo": info}})
        } else {
            json!({"protocolVersion": self.version.as_deref().unwrap_or("2025-11-25"), "capabilities": capabilities, "serverInfo": info})
        };
        if let Some(instructions) = instructions {
            result["instructions"] = instructions.as_str().into();
        }
        replace(&mut result, self.hello.as_deref().unwrap_or("{}"));
        result
    }

    const fn list(&self, kind: Kind) -> Option<&String> {
        match kind {
            Kind::Tool => self.tools.as_ref(),
            Kind::Resource => self.resources.as_ref(),
            Kind::Template => self.templates.as_ref(),
            Kind::Prompt => self.prompts.as_ref(),
        }
    }

    /// Every list that it has, twice. Where its capability is declared by another kind's list, an empty one.
    fn lists(&self, mut tape: Tape, session: u32, variant: Variant) -> Tape {
        let rounds: &[&str] = if self.list_twice == Some(false) {
            &["first"]
        } else {
            &["first", "again"]
        };
        for why in rounds {
            for kind in Kind::ALL {
                let offered = Kind::ALL.into_iter().any(|other| {
                    other.capability() == kind.capability() && self.list(other).is_some()
                });
                if !offered {
                    continue;
                }
                let again = self
                    .tools_again
                    .as_ref()
                    .filter(|_| *why == "again" && kind == Kind::Tool);
                let later = self
                    .tools_later
                    .as_ref()
                    .filter(|_| session > 0 && kind == Kind::Tool);
                let mut items = again
                    .or(later)
                    .or(self.list(kind))
                    .map_or_else(|| json!([]), parse);
                if let (Some(items), Kind::Tool) = (items.as_array_mut(), kind) {
                    items.extend(
                        self.only
                            .get(&variant)
                            .map(parse)
                            .iter()
                            .flat_map(|more| more.as_array().unwrap().clone()),
                    );
                    for item in items.iter_mut().filter(|_| self.padding > 0) {
                        item["description"] = "x".repeat(self.padding).into();
                    }
                }
                tape = tape.event(
                    session,
                    Event::List {
                        why: (*why).to_owned(),
                    },
                );
                let again = *why == "again";
                let params = match &self.progress_token {
                    Some(token) if again => json!({"_meta": {"progressToken": parse(token)}}),
                    _ => json!({}),
                };
                tape = tape.request(session, kind.method(), &params);
                for line in self.while_listing.iter().filter(|_| again) {
                    tape = tape.line(session, line);
                }
                let mut page = self.page(kind, items, variant);
                if self.second_page.is_some() {
                    page["nextCursor"] = "2".into();
                }
                tape = tape.result(session, &page);
                if let Some(second) = &self.second_page {
                    let mut page = self.page(kind, json!([]), variant);
                    replace(&mut page, second);
                    tape = tape
                        .request(session, kind.method(), &json!({"cursor": "2"}))
                        .result(session, &page);
                }
            }
        }
        tape
    }

    fn page(&self, kind: Kind, items: Value, variant: Variant) -> Value {
        let mut page = if variant == Variant::Discover {
            json!({"resultType": "complete", "ttlMs": 0, "cacheScope": "private"})
        } else {
            json!({})
        };
        page[kind.member()] = items;
        replace(&mut page, self.page.as_deref().unwrap_or("{}"));
        page
    }

    fn ended(&self, mut tape: Tape, session: u32) -> Tape {
        // The server is gone already where a question ended it.
        if self.question.iter().any(|question| question.dies) {
            return tape;
        }
        let End {
            after_ms,
            code,
            unasked,
            signals,
            left,
        } = &self.end;
        if !unasked {
            tape = tape.event(session, Event::Closing);
        }
        for name in signals {
            tape = tape.event(session, Event::Signal { name: name.clone() });
        }
        tape = tape.event(
            session,
            Event::Exit {
                code: Some(*code),
                signal: None,
                unasked: *unasked,
                after_ms: *after_ms,
            },
        );
        if !left.is_empty() {
            tape = tape.event(
                session,
                Event::Left {
                    processes: left.clone(),
                },
            );
        }
        tape
    }
}

impl Question {
    fn ask(&self, tape: Tape, session: u32) -> Tape {
        let mut tape = tape.event(
            session,
            Event::Question {
                id: self.id.clone(),
            },
        );
        if self.id == "junk-line" {
            tape = tape.sent(session, "not json");
        } else if self.id == "unknown-notification" {
            tape = tape.client(
                session,
                &json!({"jsonrpc": "2.0", "method": "notifications/probe"}),
            );
        } else {
            let method = self.method.as_deref().unwrap_or("probe/nothing");
            let params = self.params.as_deref().map_or_else(|| json!({}), parse);
            tape = tape.request(session, method, &params);
        }
        let id = tape.id();
        if let Some(result) = &self.result {
            tape = tape.server(
                session,
                &json!({"jsonrpc": "2.0", "id": id, "result": parse(result)}),
            );
        }
        if let Some(error) = &self.error {
            tape = tape.server(
                session,
                &json!({"jsonrpc": "2.0", "id": id, "error": parse(error)}),
            );
        }
        for line in self.line.iter().chain(&self.lines) {
            tape = tape.line(session, &line.replace("{{id}}", &id.to_string()));
        }
        if self.dies {
            return tape.event(session, unasked(1));
        }
        let alive = Event::Question {
            id: format!("alive:{}", self.id),
        };
        tape = tape
            .event(session, alive)
            .request(session, "ping", &json!({}));
        if self.hangs {
            let deadline = Event::Deadline {
                what: "request".to_owned(),
                after_ms: 15_000,
                method: Some("ping".to_owned()),
            };
            return tape.event(session, deadline);
        }
        tape.result(session, &json!({}))
    }
}

const fn unasked(code: i32) -> Event {
    Event::Exit {
        code: Some(code),
        signal: None,
        unasked: true,
        after_ms: 0,
    }
}

fn replace(page: &mut Value, members: &str) {
    let members = parse(members);
    page.as_object_mut()
        .unwrap()
        .extend(members.as_object().unwrap().clone());
}

fn parse(text: impl AsRef<str>) -> Value {
    let text = text.as_ref();
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error} in {text}"))
}
