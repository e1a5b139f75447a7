//! How the probed command starts its server, and so how a library, a runtime or a variable gets to it.

use super::command::Probed;

/// What the first word of a command is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Launcher {
    /// `npx`.
    Npx,
    /// `uvx`.
    Uvx,
    /// `uv run` or `uv tool run`: words before the options.
    Uv(usize),
    /// A Python interpreter.
    Python,
    /// Node.
    Node,
    /// `docker run` or `podman run`.
    Docker,
    /// A program by itself.
    Other,
}

impl Launcher {
    pub(super) fn of(command: &[String]) -> Self {
        let word = |at: usize| command.get(at).map_or("", String::as_str);
        let program = word(0).rsplit('/').next().unwrap_or_default();
        match (program, word(1), word(2)) {
            ("npx", ..) => Self::Npx,
            ("uvx", ..) => Self::Uvx,
            ("uv", "tool", "run") => Self::Uv(3),
            ("uv", "run", _) => Self::Uv(2),
            ("node" | "nodejs", ..) => Self::Node,
            ("docker" | "podman", "run", _) => Self::Docker,
            _ if program.starts_with("python") => Self::Python,
            _ => Self::Other,
        }
    }
}

/// The command with a Python package pinned: what to run first, and the command then.
pub(super) fn with_python(probed: &Probed<'_>, pin: &str) -> (Vec<String>, Vec<String>) {
    let command = probed.command.to_vec();
    let at = match Launcher::of(&command) {
        Launcher::Uvx => 1,
        Launcher::Uv(at) => at,
        _ => return (install(probed, pin), command),
    };
    (vec![], inserted(command, at, &["--with", pin]))
}

/// Installs a Python package where the server finds it.
fn install(probed: &Probed<'_>, pin: &str) -> Vec<String> {
    let pin = crate::model::quoted(pin);
    let interpreter = match (Launcher::of(probed.command), probed.command.first()) {
        (Launcher::Python, Some(python)) => Some(python.clone()),
        _ => beside(probed),
    };
    let path = probed
        .session
        .program
        .as_ref()
        .map_or("", |program| &program.path);
    let owner = |mark: &str| {
        let name = path.split_once(mark)?.1.split('/').next()?;
        Some(crate::model::quoted(name))
    };
    let words: Vec<String> = if let Some(name) = owner("/uv/tools/") {
        vec![
            "uv".into(),
            "tool".into(),
            "install".into(),
            "--with".into(),
            pin,
            name,
        ]
    } else if let Some(name) = owner("/pipx/venvs/") {
        vec!["pipx".into(), "inject".into(), "--force".into(), name, pin]
    } else if let Some(python) = interpreter {
        let python = crate::model::quoted(&python);
        vec![python, "-m".into(), "pip".into(), "install".into(), pin]
    } else {
        vec!["pip".into(), "install".into(), pin]
    };
    words
}

/// The interpreter in the folder of the program, where what it says on standard error shows that it runs from there.
fn beside(probed: &Probed<'_>) -> Option<String> {
    let program = probed.command.first()?;
    let (folder, _) = program.rsplit_once('/')?;
    let library = format!("{}/lib/python", folder.strip_suffix("/bin")?);
    probed
        .session
        .stderr
        .iter()
        .any(|(_, line)| line.contains(&library))
        .then(|| format!("{folder}/python"))
}

/// The command on another version of its runtime, where it can be had by name.
pub(super) fn with_runtime(command: &[String], says: &str) -> Option<Vec<String>> {
    let wanted = wanted_version(says);
    match Launcher::of(command) {
        Launcher::Uvx => {
            let version = wanted.filter(|version| version.starts_with("3."))?;
            Some(inserted(command.to_vec(), 1, &["--python", &version]))
        }
        Launcher::Node => {
            let major = wanted
                .and_then(|version| version.split('.').next()?.parse::<u32>().ok())
                .filter(|major| (18..=40).contains(major))
                .unwrap_or(NODE);
            let mut words = vec!["npx".to_owned(), "-y".to_owned(), format!("node@{major}")];
            words.extend(command.iter().skip(1).cloned());
            Some(words)
        }
        _ => None,
    }
}

/// The version of Node.js to try where none is named: one with long-term support.
const NODE: u32 = 24;

/// The version that stands after `>=`.
fn wanted_version(says: &str) -> Option<String> {
    let (_, rest) = says.split_once(">=")?;
    let version: String = rest
        .trim_start_matches([' ', 'v'])
        .chars()
        .take_while(|c| c.is_ascii_digit() || *c == '.')
        .collect();
    (!version.is_empty()).then(|| version.trim_end_matches('.').to_owned())
}

/// Docker passes on what it is told to, as the probe does.
pub(super) fn passing_on(command: &[String], env: &[&str]) -> Vec<String> {
    if Launcher::of(command) != Launcher::Docker {
        return command.to_vec();
    }
    let mut words = command.to_vec();
    for name in env.iter().rev() {
        words = inserted(words, 2, &["-e", name]);
    }
    words
}

fn inserted(mut command: Vec<String>, at: usize, words: &[&str]) -> Vec<String> {
    let at = at.min(command.len());
    let tail = command.split_off(at);
    command.extend(words.iter().map(|word| (*word).to_owned()));
    command.extend(tail);
    command
}
