//! What kept a server from starting.

/// Why a server did not start, as far as it is plain.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cause {
    /// The system does not find the command, or may not run it: its words.
    Command(String),
    /// The script that the command names is not there.
    Script(String),
    /// It asks HTTP clients in: what says so. It will not speak on its standard streams.
    ServesHttp(String),
    /// A Python server written for version 1 of `mcp` that got version 2.
    SdkVersion,
    /// The language's runtime, or the C library, is not the one that it needs: what it says.
    Runtime(String),
    /// What it was written for is not what is installed: the library.
    Clash(String),
    /// A module or package that is not installed.
    Module(String),
    /// The registry has no such package, or the package has no such program.
    Package(String),
    /// It was still being fetched and installed.
    Installing,
    /// Installing it, before any start, took longer than it may.
    InstallTimeout,
    /// Environment variables that it asks for.
    Variables {
        /// Their names, in the order in which it asks.
        names: Vec<String>,
        /// Whether one of them is enough.
        any: bool,
    },
    /// Fields of its settings that are not filled. The variables that fill them may have a prefix.
    Settings(Vec<String>),
    /// Arguments that it asks for, by name where it says so.
    Arguments {
        /// Their names, in the order in which it asks.
        names: Vec<String>,
        /// Whether one of them is enough.
        any: bool,
    },
    /// A flag (an argument without a value) that it asks for.
    Flag(String),
    /// An argument that it does not know.
    UnknownArgument(String),
    /// Credentials, without saying in which variable or file.
    Credentials,
    /// It waits for a person to sign in.
    SignIn,
    /// What a server over HTTP, or a document that it points at, says about signing in.
    Challenge(String),
    /// What kept us from a server over HTTP, and what to do.
    Unreached(String),
    /// What was met over HTTP in place of an answer, and what that may mean.
    NoEndpoint(u16),
    /// Another process holds the port.
    Port(Option<String>),
    /// A program that it starts is not there.
    Program(String),
    /// A file or directory is not there, or a program of that name.
    File(String),
    /// A file that it may not read, write or run.
    Permission(Option<String>),
    /// It does not trust a certificate.
    Certificate,
    /// A service or host that it cannot reach.
    Backend(String),
    /// A service refused the credentials.
    Refused,
    /// It ran out of memory.
    Memory,
    /// It printed how it is used. A command of it that serves, where its help lists one.
    Help(Option<String>),
    /// A signal that nobody here sent ended it.
    Signal(i32),
    /// It crashed: the language, and the message that the crash ends with.
    Crash(&'static str, String),
    /// It wrote more than is read of a connection, and no answer: how many MiB are read.
    Endless(u64),
    /// All that it wrote is a line without an end.
    Unfinished,
    /// It neither said anything nor ended.
    Silent,
}

impl Cause {
    /// The stable spelling used outside.
    #[must_use]
    pub const fn id(&self) -> &'static str {
        match self {
            Self::Command(_) => "command",
            Self::Script(_) => "missing-script",
            Self::ServesHttp(_) => "serves-http",
            Self::SdkVersion => "sdk-version",
            Self::Runtime(_) => "runtime-version",
            Self::Clash(_) => "version-clash",
            Self::Module(_) => "missing-module",
            Self::Package(_) => "no-such-package",
            Self::Installing => "installing",
            Self::InstallTimeout => "install-timeout",
            Self::Variables { .. } => "missing-variable",
            Self::Settings(_) => "missing-setting",
            Self::Arguments { .. } | Self::Flag(_) => "missing-argument",
            Self::UnknownArgument(_) => "unknown-argument",
            Self::Credentials => "missing-credentials",
            Self::SignIn => "sign-in",
            Self::Challenge(_) => "challenge",
            Self::Unreached(_) => "unreached",
            Self::NoEndpoint(_) => "no-endpoint",
            Self::Port(_) => "port-in-use",
            Self::Program(_) => "missing-program",
            Self::File(_) => "missing-file",
            Self::Permission(_) => "permission-denied",
            Self::Certificate => "certificate",
            Self::Backend(_) => "backend-unreachable",
            Self::Refused => "credentials-refused",
            Self::Memory => "out-of-memory",
            Self::Help(_) => "prints-help",
            Self::Signal(_) => "killed",
            Self::Crash(..) => "crash",
            Self::Endless(_) => "endless-output",
            Self::Unfinished => "unfinished-line",
            Self::Silent => "silent",
        }
    }

    /// Which layer it belongs to, the first to mend first. Causes of the first layer that has any are told; what shows
    /// further up is mostly their consequence.
    pub(super) const fn layer(&self) -> u8 {
        match self {
            Self::Command(_) | Self::Script(_) => 0,
            Self::ServesHttp(_)
            | Self::SdkVersion
            | Self::Runtime(_)
            | Self::Clash(_)
            | Self::Module(_)
            | Self::Package(_) => 1,
            Self::Variables { .. }
            | Self::Settings(_)
            | Self::Arguments { .. }
            | Self::Flag(_)
            | Self::UnknownArgument(_) => 2,
            Self::Credentials
            | Self::SignIn
            | Self::Challenge(_)
            | Self::Unreached(_)
            | Self::NoEndpoint(_) => 3,
            Self::Port(_)
            | Self::Program(_)
            | Self::File(_)
            | Self::Permission(_)
            | Self::Certificate
            | Self::Backend(_)
            | Self::Refused
            | Self::Memory => 4,
            Self::Installing | Self::InstallTimeout | Self::Help(_) | Self::Signal(_) => 5,
            Self::Crash(..) | Self::Endless(_) | Self::Unfinished | Self::Silent => 6,
        }
    }

    /// One sentence for people; names from the server in it are not yet escaped.
    #[must_use]
    pub fn says(&self) -> String {
        match self {
            Self::Command(error) => command(error).to_owned(),
            Self::Script(path) => format!("There is no file {path}: check its path."),
            Self::ServesHttp(what) => format!(
                "It serves HTTP ({what}) and does not speak on its standard streams; only those are probed."
            ),
            Self::SdkVersion => {
                "It was written for version 1 of the Python package mcp and got version 2: it wants mcp<2.".to_owned()
            }
            Self::Runtime(what) => format!("What it runs on is not the version that it needs: {what}."),
            Self::Clash(library) => format!(
                "Versions clash: it was written for another version of {library} than is installed."
            ),
            Self::Module(name) => match from_sdk(name) {
                true => format!("The module {name} is not installed: version 1 of mcp brought it along, version 2 does not."),
                false => format!("The module {name} is not installed, or it is started from the wrong directory."),
            },
            Self::Package(what) => format!("There is no such package or program: {what}."),
            Self::InstallTimeout => "Installing it took longer than it may.".to_owned(),
            Self::Installing => "It was still being installed when the time was up.".to_owned(),
            Self::Variables { names, any } => variables(names, *any),
            Self::Settings(names) => format!(
                "Its settings lack {}: most often variables of that name in capitals, or with a prefix.",
                listed(names)
            ),
            Self::Arguments { names, any } => arguments(names, *any),
            Self::Flag(name) => format!("It asks for the flag {name}."),
            Self::UnknownArgument(name) => format!("It does not know the argument {name}."),
            Self::Credentials => {
                "It asks for credentials. Its HOME is empty and new: what is kept at home must be named with --env, or given by full path.".to_owned()
            }
            Self::SignIn => "It waits for a person to sign in.".to_owned(),
            Self::Challenge(says) | Self::Unreached(says) => says.clone(),
            Self::NoEndpoint(status) => format!(
                "HTTP {status} to every handshake, in either transport: the URL may be another page's than the server's endpoint."
            ),
            Self::Port(port) => format!("Another process holds {}.", match port {
                Some(port) => format!("port {port}"),
                None => "the port that it wants".to_owned(),
            }),
            Self::Program(name) => format!("It starts the program {name}, which is not there."),
            Self::File(path) => format!(
                "A file, directory or program that it needs is not there: {path}. Its HOME is empty and new: give full paths."
            ),
            Self::Permission(Some(path)) => format!("It may not use {path}: permission denied."),
            Self::Permission(None) => "It may not use a file that it needs: permission denied.".to_owned(),
            Self::Certificate => {
                "It does not trust a certificate. Only what --env names is passed on, so variables that name your own authority are not.".to_owned()
            }
            Self::Backend(what) => format!("It reaches for a service that it cannot reach: {what}."),
            Self::Refused => "A service refused its credentials.".to_owned(),
            Self::Memory => "It ran out of memory.".to_owned(),
            Self::Help(Some(command)) => format!(
                "It printed how it is used and ended; its help lists the command {command}."
            ),
            Self::Help(None) => "It printed how it is used and ended: it wants other arguments.".to_owned(),
            Self::Signal(9) => "Signal 9 ended it, and nobody here sent it: most often the system, for want of memory.".to_owned(),
            Self::Signal(signal) => format!("Signal {signal} ended it, and nobody here sent it: a crash."),
            Self::Crash(language, message) => format!("It crashed ({language}): {message}"),
            Self::Endless(most) => format!(
                "It wrote without end and gave no answer: more than {most} MiB, the most that is read of one connection."
            ),
            Self::Unfinished => "All that it wrote is one line without a newline at its end, be it endless or cut off: that is no answer.".to_owned(),
            Self::Silent => "It said nothing and did not end: it may need more time, or wait for something.".to_owned(),
        }
    }
}

/// Modules that version 1 of the Python package `mcp` brought along and version 2 does not. Source: the requirements of both.
pub(super) fn from_sdk(module: &str) -> bool {
    ["httpx", "httpx_sse", "pydantic_settings"].contains(&module)
}

/// What the system's words for a command that it would not start mean.
fn command(error: &str) -> &'static str {
    if error.contains("can fence a command in") {
        "This machine has nothing to hold it with: probe it in a virtual machine, or type --no-sandbox in full to run it with your rights."
    } else if error.contains("is a directory") {
        "A directory cannot be run: name the program in it."
    } else if error.contains("may not be entered") {
        "You may not look into a directory that leads to it: probe as a user who may."
    } else if error.contains("os error 13") {
        "It may not be executed: make it executable, or name the program that runs it."
    } else if error.contains("os error 8") {
        "The system does not run it by itself: it has no interpreter line, or is made for another machine."
    } else if error.contains("does not show the interpreter") {
        "The interpreter in its first line is on this machine, and the sandbox does not show it: name the folder that it is installed in with --ro PATH."
    } else if error.contains("interpreter") {
        "The interpreter in its first line is not there."
    } else if error.contains("on PATH") {
        "There is no program of that name on PATH: check its spelling, or give its full path."
    } else {
        "The system would not start it: check its path."
    }
}

fn variables(names: &[String], any: bool) -> String {
    let which = which("variable", names, any);
    format!("It asks for {which}. Only what --env names is passed on.")
}

fn arguments(names: &[String], any: bool) -> String {
    if names.is_empty() {
        return "It asks for arguments.".to_owned();
    }
    format!("It asks for {}.", which("argument", names, any))
}

fn which(what: &str, names: &[String], any: bool) -> String {
    match (names.len(), any) {
        (1, _) => format!("the {what} {}", names.concat()),
        (_, true) => format!("one of the {what}s {}", names.join(", ")),
        (_, false) => format!("the {what}s {}", listed(names)),
    }
}

fn listed(names: &[String]) -> String {
    match names.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        _ => names.concat(),
    }
}
