//! Where an installer finds packages: the registries that the user's own tools are set to, without their passwords.
//!
//! The fenced installer sees no file of HOME, so what the settings say is asked for here, of the user's own tools, and
//! passed on as variables. A registry that wants a password is not reached: secrets stay outside.

use crate::Host;
use serde_json::Value;
use std::ffi::{OsStr, OsString};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc::channel;
use std::time::Duration;

/// How long a tool may take to tell its settings.
const PATIENCE: Duration = Duration::from_secs(20);
/// Bytes of settings that are read.
const SETTINGS: u64 = 1 << 20;
/// Variables that name certificates to be trusted. They are no secrets.
const TRUST: &[&str] = &[
    "NODE_EXTRA_CA_CERTS",
    "PIP_CERT",
    "REQUESTS_CA_BUNDLE",
    "SSL_CERT_DIR",
    "SSL_CERT_FILE",
    "UV_NATIVE_TLS",
    "UV_SYSTEM_CERTS",
];

/// Where packages are found.
#[derive(Debug, Default)]
pub(super) struct Index {
    /// Hosts to be let through.
    pub(super) hosts: Vec<Host>,
    /// What tells the installer.
    pub(super) env: Vec<(String, OsString)>,
    /// Files and directories that the settings name.
    pub(super) files: Vec<PathBuf>,
}

impl Index {
    /// npm's registries: the one for all, and those for a scope.
    pub(super) fn npm(npm: &Path, options: &[(String, String)]) -> Self {
        let mut index = Self::trusting();
        index.reach("https://registry.npmjs.org");
        let said = ask(npm.as_os_str(), &["config", "list", "--json"]).unwrap_or_default();
        let settings: Value = serde_json::from_str(&said).unwrap_or_default();
        for (key, value) in settings.as_object().into_iter().flatten() {
            let Some(value) = value.as_str().filter(|value| !value.is_empty()) else {
                continue;
            };
            if key == "registry" || key.starts_with('@') && key.ends_with(":registry") {
                index.set(&format!("npm_config_{key}"), value);
            } else if key == "cafile" {
                index.trust("npm_config_cafile", value.into());
            }
        }
        index.options(options);
        index
    }

    /// uv's indexes: what its variables say, and its settings for user and system.
    pub(super) fn uv(home: &Path, options: &[(String, String)]) -> Self {
        let mut index = Self::pypi();
        for name in [
            "UV_DEFAULT_INDEX",
            "UV_INDEX",
            "UV_INDEX_URL",
            "UV_EXTRA_INDEX_URL",
        ] {
            if let Ok(value) = std::env::var(name) {
                index.set(name, &value);
            }
        }
        if index.trusts_nothing() {
            // A company's own certificates stand in the system's store, and uv looks there only when told to.
            index.env.push(("UV_SYSTEM_CERTS".into(), "1".into()));
        }
        for settings in [home.join(".config/uv/uv.toml"), "/etc/uv/uv.toml".into()] {
            let text = std::fs::read_to_string(settings).unwrap_or_default();
            index.uv_settings(&text);
        }
        index.options(options);
        index
    }

    /// pip's indexes.
    pub(super) fn pip(python: &OsStr, options: &[(String, String)]) -> Self {
        let mut index = Self::pypi();
        let said = ask(python, &["-m", "pip", "config", "list"]).unwrap_or_default();
        for line in said.lines() {
            let Some((key, value)) = line.split_once('=') else {
                continue;
            };
            let value = value.trim_matches(['\'', '"']).replace("\\n", " ");
            match key.rsplit('.').next().unwrap_or_default() {
                "index-url" => index.set("PIP_INDEX_URL", &value),
                "extra-index-url" => index.set("PIP_EXTRA_INDEX_URL", &value),
                "cert" => index.trust("PIP_CERT", value.into()),
                "find-links" if Path::new(&value).is_absolute() => {
                    index.trust("PIP_FIND_LINKS", value.into());
                }
                _ => {}
            }
        }
        index.options(options);
        index
    }

    fn pypi() -> Self {
        let mut index = Self::trusting();
        index.reach("https://pypi.org");
        index.reach("https://files.pythonhosted.org");
        index
    }

    fn trusting() -> Self {
        let mut index = Self::default();
        for name in TRUST {
            if let Some(value) = std::env::var_os(name) {
                index.trust(name, value);
            }
        }
        index
    }

    fn trusts_nothing(&self) -> bool {
        self.env
            .iter()
            .all(|(name, _)| !TRUST.contains(&name.as_str()))
    }

    fn trust(&mut self, name: &str, value: OsString) {
        let path = PathBuf::from(&value);
        // The rest lies in what is shown of the system, or would show too much.
        let file = path.is_file() && path.is_absolute();
        self.files.extend(file.then_some(path));
        self.env.retain(|(known, _)| known != name);
        self.env.push((name.to_owned(), value));
    }

    /// Sets a variable to addresses, one or more words, and reaches them.
    fn set(&mut self, name: &str, value: &str) {
        let words: Vec<String> = value.split_whitespace().map(without_password).collect();
        for word in &words {
            self.reach(word);
        }
        self.env.retain(|(known, _)| known != name);
        self.env.push((name.to_owned(), words.join(" ").into()));
    }

    fn options(&mut self, options: &[(String, String)]) {
        for (_, value) in options {
            self.reach(value);
        }
    }

    fn uv_settings(&mut self, text: &str) {
        let Ok(settings) = text.parse::<toml::Table>() else {
            return;
        };
        let at = |table: &toml::Table, key: &str| Some(table.get(key)?.as_str()?.to_owned());
        if let Some(url) = at(&settings, "index-url") {
            self.set("UV_INDEX_URL", &url);
        }
        let indexes = settings.get("index").and_then(toml::Value::as_array);
        for index in indexes
            .into_iter()
            .flatten()
            .filter_map(toml::Value::as_table)
        {
            let default = index.get("default").and_then(toml::Value::as_bool);
            if let Some(url) = at(index, "url") {
                let name = if default == Some(true) {
                    "UV_DEFAULT_INDEX"
                } else {
                    "UV_INDEX"
                };
                self.set(name, &url);
            }
        }
    }

    fn reach(&mut self, url: &str) {
        let host = host(url).filter(|host| !self.hosts.contains(host));
        self.hosts.extend(host);
    }
}

/// The host of an address, and the port that it is asked on.
fn host(url: &str) -> Option<Host> {
    let (scheme, rest) = url.split_once("://")?;
    let authority = rest.split(['/', '?', '#']).next()?;
    let place = authority
        .rsplit_once('@')
        .map_or(authority, |(_, place)| place);
    let usual = if scheme.ends_with("http") { 80 } else { 443 };
    let (host, port) = match place.rsplit_once(':') {
        Some((host, port)) if !port.contains(']') => (host, port.parse().ok()?),
        _ => (place, usual),
    };
    let host = host.trim_matches(['[', ']']).to_ascii_lowercase();
    (!host.is_empty()).then_some(Host {
        host,
        port: Some(port),
    })
}

/// The address without name and password.
pub(super) fn without_password(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else {
        return url.to_owned();
    };
    let end = rest.find('/').unwrap_or(rest.len());
    let (authority, path) = rest.split_at_checked(end).unwrap_or((rest, ""));
    let place = authority
        .rsplit_once('@')
        .map_or(authority, |(_, place)| place);
    format!("{scheme}://{place}{path}")
}

/// What one of the user's own tools says, started at the root, where no project's settings are.
pub(super) fn ask(program: &OsStr, arguments: &[&str]) -> Option<String> {
    let mut child = Command::new(program)
        .args(arguments)
        .current_dir("/")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .ok()?;
    let stdout = child.stdout.take()?;
    let (send, said) = channel();
    std::thread::spawn(move || {
        let mut text = String::new();
        let read = stdout.take(SETTINGS).read_to_string(&mut text);
        // Nobody listens any more where it took too long.
        let _ = send.send(read.map(|_| text));
    });
    let said = said.recv_timeout(PATIENCE);
    // One that is done already cannot be killed, and need not be.
    let _ = child.kill();
    let _ = child.wait();
    said.ok()?.ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_lose_their_passwords_and_name_their_hosts() {
        for (url, clean, reached) in [
            (
                "https://a.example/simple",
                "https://a.example/simple",
                "a.example:443",
            ),
            (
                "http://u:p@A.example:8080/x@y",
                "http://A.example:8080/x@y",
                "a.example:8080",
            ),
            (
                "corp=https://u:p@a.example/",
                "corp=https://a.example/",
                "a.example:443",
            ),
            ("http://[::1]/", "http://[::1]/", "::1:80"),
            ("https://[::1]:444/", "https://[::1]:444/", "::1:444"),
            ("file:///wheels", "file:///wheels", "-"),
            ("/wheels", "/wheels", "-"),
        ] {
            let found = host(url).map_or("-".to_owned(), |host| {
                format!("{}:{}", host.host, host.port.unwrap_or_default())
            });
            assert_eq!(
                (without_password(url).as_str(), found.as_str()),
                (clean, reached)
            );
        }
    }

    #[test]
    fn settings_of_uv_are_passed_on() {
        let mut index = Index::default();
        index.uv_settings(
            "[[index]]\nname = 'x'\nurl = 'https://u:p@x.example/simple'\ndefault = true\n",
        );
        assert_eq!(
            index.env,
            [(
                "UV_DEFAULT_INDEX".to_owned(),
                "https://x.example/simple".into()
            )]
        );
        assert_eq!(index.hosts[0].host, "x.example");
        index.uv_settings("not toml [");
        assert_eq!(index.hosts.len(), 1);
    }
}
