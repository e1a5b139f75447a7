//! The command to try next: complete, ready to be copied.

use super::cause::{Cause, from_sdk};
use super::ending::http_argument;
use super::launcher::{Launcher, passing_on, with_python, with_runtime};
use crate::model::quoted;
use evidence::{Facts, Session, Target};

/// Longer commands are not offered.
const LONGEST: usize = 2000;
/// How long a slow start is given.
const PATIENCE: [&str; 2] = ["--start-timeout", "120s"];
/// Variables that every server is given.
const ALWAYS: [&str; 2] = ["PATH", "HOME"];

/// The command that was probed, and what it takes to probe it again.
pub(super) struct Probed<'f> {
    pub(super) command: &'f [String],
    pub(super) session: &'f Session,
    /// The name of the configured server that it is.
    entry: Option<&'f str>,
}

impl<'f> Probed<'f> {
    pub(super) fn of(facts: &'f Facts, session: &'f Session) -> Option<Self> {
        match &facts.header.target {
            Target::Stdio { command } if !command.is_empty() => Some(Self {
                command,
                session,
                entry: facts.header.entry.as_deref(),
            }),
            Target::Stdio { .. } | Target::Http { .. } => None,
        }
    }

    /// The words of the command to try for these causes; the first cause decides, missing names of others are added.
    pub(super) fn attempt(&self, causes: &[Cause]) -> Vec<String> {
        let words = causes
            .first()
            .and_then(|cause| self.against(cause))
            .or_else(|| self.filled(causes))
            .unwrap_or_else(|| self.see_more());
        if words.iter().map(String::len).sum::<usize>() > LONGEST {
            return vec![];
        }
        words
    }

    /// What mends one cause by a command of its own.
    fn against(&self, cause: &Cause) -> Option<Vec<String>> {
        match cause {
            Cause::SdkVersion => Some(self.again(with_python(self, "mcp<2"))),
            Cause::Module(name) if from_sdk(name) => Some(self.again(with_python(self, "mcp<2"))),
            Cause::Module(name) => {
                let package = distribution(name)?;
                Some(self.again(with_python(self, package)))
            }
            Cause::Runtime(says) => Some(self.again((vec![], with_runtime(self.command, says)?))),
            Cause::ServesHttp(_) => Some(self.over_stdio()),
            Cause::Installing | Cause::Silent => Some(self.probe(&[], &PATIENCE, self.command)),
            Cause::InstallTimeout => {
                Some(self.probe(&[], &["--install-timeout", "900s"], self.command))
            }
            Cause::Arguments { names, .. } if names.is_empty() => Some(self.usage()),
            Cause::UnknownArgument(_) | Cause::Help(None) | Cause::Credentials => {
                Some(self.usage())
            }
            Cause::Help(Some(name)) => {
                let mut command = self.command.to_vec();
                command.push(name.clone());
                Some(self.probe(&[], &[], &command))
            }
            Cause::SignIn => Some(self.probe(&["HOME"], &[], self.command)),
            Cause::Certificate => Some(self.probe(&[self.authorities()], &[], self.command)),
            Cause::Port(Some(port)) => Some(shell(&["ss", "-ltnp", &format!("sport = :{port}")])),
            Cause::File(path) | Cause::Permission(Some(path)) => Some(shell(&["ls", "-ld", path])),
            Cause::Command(error) => self.runnable(error),
            _ => None,
        }
    }

    /// The same with every missing name in its place; `None` where no name is missing.
    fn filled(&self, causes: &[Cause]) -> Option<Vec<String>> {
        let mut env: Vec<String> = Vec::new();
        let mut command = self.command.to_vec();
        for cause in causes {
            match cause {
                Cause::Variables { names, any } => env.extend(wanted(names, *any).cloned()),
                Cause::Settings(names) => env.extend(names.iter().map(|name| name.to_uppercase())),
                Cause::Flag(name) => command.push(name.clone()),
                Cause::Arguments { names, any } => {
                    for name in wanted(names, *any) {
                        put(&mut command, name);
                    }
                }
                _ => {}
            }
        }
        let more = !env.is_empty() || command.len() > self.command.len();
        let env: Vec<&str> = env.iter().map(String::as_str).collect();
        more.then(|| self.probe(&env, &[], &command))
    }

    /// Shows everything, and keeps the transcript.
    fn see_more(&self) -> Vec<String> {
        self.probe(&[], &["-v", "--transcript", "start.jsonl"], self.command)
    }

    /// What the command says of its own use.
    fn usage(&self) -> Vec<String> {
        self.command
            .iter()
            .map(|word| shell_word(word))
            .chain(["--help".to_owned()])
            .collect()
    }

    /// Over standard streams in place of HTTP, where its arguments ask for HTTP; else what it says of its use.
    fn over_stdio(&self) -> Vec<String> {
        let Some(asked) = http_argument(self.command) else {
            return self.usage();
        };
        let (name, value) = asked.split_once(' ').unwrap_or((&asked, ""));
        let mut command: Vec<String> = Vec::new();
        let mut words = self.command.iter().peekable();
        while let Some(word) = words.next() {
            let joined = word.split_once('=').is_some_and(|(head, _)| head == name);
            if word != name && !joined {
                command.push(word.clone());
                continue;
            }
            let takes_value = !joined && (name == "--port" || !value.is_empty());
            if takes_value {
                words.next();
            }
            if !value.is_empty() {
                command.extend([name.to_owned(), "stdio".to_owned()]);
            }
        }
        self.probe(&[], &[], &command)
    }

    /// How a file that the system does not run by itself is run.
    fn runnable(&self, error: &str) -> Option<Vec<String>> {
        let file = self.command.first()?;
        // What to do instead is for a person to weigh.
        if error.contains("can fence a command in") {
            return Some(Vec::new());
        }
        if error.contains("os error 13") {
            let mut words = shell(&["chmod", "+x", file]);
            words.push("&&".to_owned());
            words.extend(self.probe(&[], &[], self.command));
            return Some(words);
        }
        if error.contains("os error 8") {
            let runner = match file.rsplit_once('.').map(|(_, end)| end) {
                Some("js" | "mjs" | "cjs") => "node",
                Some("py") => "python3",
                Some("sh") => "sh",
                _ => return Some(shell(&["file", file])),
            };
            let mut command = vec![runner.to_owned()];
            command.extend(self.command.iter().cloned());
            return Some(self.probe(&[], &[], &command));
        }
        if let Some((_, interpreter)) =
            error.split_once("does not show the interpreter that it names: ")
        {
            let folder = installed_in(interpreter);
            return Some(self.probe(&[], &["--ro", folder], self.command));
        }
        if error.contains("interpreter") {
            return Some(shell(&["head", "-n", "1", file]));
        }
        if file == "uvx" || file == "uv" {
            let install = shell(&["python3", "-m", "pip", "install", "uv"]);
            return Some(self.again((install, self.command.to_vec())));
        }
        Some(if file.contains('/') {
            shell(&["ls", "-ld", file])
        } else {
            shell(&["command", "-v", file])
        })
    }

    /// The variable by which its language is told of one's own certificates.
    fn authorities(&self) -> &'static str {
        match Launcher::of(self.command) {
            Launcher::Npx | Launcher::Node => "NODE_EXTRA_CA_CERTS",
            _ => "SSL_CERT_FILE",
        }
    }

    fn again(&self, (first, command): (Vec<String>, Vec<String>)) -> Vec<String> {
        let mut words = first;
        if !words.is_empty() {
            words.push("&&".to_owned());
        }
        words.extend(self.probe(&[], &[], &command));
        words
    }

    fn probe(&self, env: &[&str], options: &[&str], command: &[String]) -> Vec<String> {
        let mut words = shell(&["mcp-gatecheck", "probe"]);
        // Its entry says the rest: where it is started, and what else it is given.
        if let Some(name) = self.entry.filter(|_| command == self.command) {
            words.extend(shell(&["--server", name]));
            words.extend(env.iter().flat_map(|name| shell(&["--env", name])));
            words.extend(shell(options));
            return words;
        }
        let given = self.session.env.iter().map(String::as_str);
        let mut names: Vec<&str> = given.filter(|name| !ALWAYS.contains(name)).collect();
        names.extend(env);
        for name in &names {
            words.extend(shell(&["--env", name]));
        }
        words.extend(shell(options));
        words.push("--".to_owned());
        let command = passing_on(command, env);
        words.extend(command.iter().map(|word| shell_word(word)));
        words
    }
}

/// The folder that a program is installed in: `/a` of `/a/bin/python`.
fn installed_in(program: &str) -> &str {
    let folder = program
        .rsplit_once('/')
        .map_or(program, |(folder, _)| folder);
    folder.strip_suffix("/bin").unwrap_or(folder)
}

fn wanted(names: &[String], any: bool) -> impl Iterator<Item = &String> {
    names.iter().take(if any { 1 } else { names.len() })
}

/// Puts an argument at the end, or where it stands without a value the value after it.
fn put(command: &mut Vec<String>, name: &str) {
    let mut words = argument(name);
    match command.iter().position(|word| word == name) {
        Some(at) if name.starts_with('-') => {
            command.splice(at + 1..at + 1, words.drain(1..));
        }
        _ => command.append(&mut words),
    }
}

/// An argument with a place for its value.
fn argument(name: &str) -> Vec<String> {
    if name.starts_with('-') {
        vec![name.to_owned(), "VALUE".to_owned()]
    } else {
        vec![name.trim_matches(['<', '>', '[', ']']).to_uppercase()]
    }
}

/// The distribution that holds a Python module, where it is well known. A guess could install something else.
fn distribution(module: &str) -> Option<&'static str> {
    const KNOWN: [(&str, &str); 12] = [
        ("mcp", "mcp"),
        ("fastmcp", "fastmcp"),
        ("requests", "requests"),
        ("yaml", "pyyaml"),
        ("dotenv", "python-dotenv"),
        ("pydantic", "pydantic"),
        ("aiohttp", "aiohttp"),
        ("PIL", "pillow"),
        ("bs4", "beautifulsoup4"),
        ("pkg_resources", "setuptools<81"),
        ("distutils", "setuptools"),
        ("typing_extensions", "typing-extensions"),
    ];
    let top = module.split('.').next()?;
    KNOWN
        .iter()
        .find(|(known, _)| *known == top)
        .map(|(_, distribution)| *distribution)
}

fn shell(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| shell_word(word)).collect()
}

/// A word as a shell takes it. What the recorder hid comes back from the variable that it was hidden for.
fn shell_word(word: &str) -> String {
    let Some((before, rest)) = word.split_once("«redacted:") else {
        return quoted(word);
    };
    match rest.split_once('»') {
        Some((name, after)) if name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') => {
            let (before, after) = (quoted_part(before), shell_rest(after));
            format!("{before}\"${name}\"{after}")
        }
        _ => quoted(word),
    }
}

fn quoted_part(text: &str) -> String {
    if text.is_empty() {
        String::new()
    } else {
        quoted(text)
    }
}

fn shell_rest(text: &str) -> String {
    if text.is_empty() {
        String::new()
    } else {
        shell_word(text)
    }
}
