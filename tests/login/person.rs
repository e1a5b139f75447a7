//! A person who logs in: starts the program, follows the address that it prints, and has a home of their own.

use crate::support::{Out, Run, gatecheck};
use scripted::{Endpoint, Script};
use std::fs::Permissions;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// How long a login may take that nobody keeps waiting.
const DEADLINE: Duration = Duration::from_secs(60);

/// A server that nobody is let into without a token, and the authorization server that gives some, with these departures.
pub(super) fn serve(departures: &str) -> Endpoint {
    let authority = if departures.contains("sign_in.authority") {
        ""
    } else {
        "sign_in.authority = {}"
    };
    let script = format!(
        r#"
        [[tool]]
        json = '{{"name":"convert_length","description":"Converts a length in metres to feet.","inputSchema":{{"type":"object","properties":{{"metres":{{"type":"number","description":"The length."}}}},"required":["metres"],"additionalProperties":false}},"annotations":{{"readOnlyHint":true,"openWorldHint":false}}}}'
        [http]
        sign_in.authorization_server.set.revocation_endpoint = "{{{{base}}}}/revoke"
        sign_in.authorization_server.set.grant_types_supported = ["authorization_code", "refresh_token", "client_credentials"]
        sign_in.authorization_server.set.token_endpoint_auth_methods_supported = ["none", "client_secret_basic"]
        {authority}
        {departures}
        "#
    );
    let script = Script::parse(&script).unwrap_or_else(|error| panic!("{departures}: {error}"));
    Endpoint::start(script, "127.0.0.1:0".parse().unwrap()).unwrap()
}

/// Where a person's logins are kept. Gone when it is dropped.
pub(super) struct Home {
    folder: TempDir,
}

impl Home {
    pub(super) fn new() -> Self {
        Self {
            folder: TempDir::new().unwrap(),
        }
    }

    pub(super) fn path(&self, name: &str) -> String {
        self.folder.path().join(name).to_str().unwrap().to_owned()
    }

    pub(super) fn run(&self, args: &[&str]) -> Run {
        gatecheck(args).env("XDG_STATE_HOME", &self.path("state"))
    }

    /// Puts a program where it is found first.
    pub(super) fn program(&self, name: &str, text: &str) {
        let bin = self.folder.path().join("bin");
        std::fs::create_dir_all(&bin).unwrap();
        std::fs::write(bin.join(name), text).unwrap();
        std::fs::set_permissions(bin.join(name), Permissions::from_mode(0o755)).unwrap();
    }

    fn logins(&self) -> PathBuf {
        self.folder.path().join("state/mcp-gatecheck/logins")
    }

    fn files(&self) -> Vec<PathBuf> {
        let entries = std::fs::read_dir(self.logins()).into_iter().flatten();
        entries.map(|entry| entry.unwrap().path()).collect()
    }

    /// The modes of the folder of logins and of all that is in it.
    pub(super) fn modes(&self) -> Vec<u32> {
        let all = [self.logins()].into_iter().chain(self.files());
        let about = all.filter_map(|path| path.metadata().ok());
        about
            .map(|about| about.permissions().mode() & 0o7777)
            .collect()
    }

    /// The one login that is kept.
    pub(super) fn kept(&self) -> String {
        let [file] = self.files().try_into().unwrap();
        std::fs::read_to_string(file).unwrap()
    }

    pub(super) fn open_to_others(&self, what: &str, mode: u32) {
        let path = if what == "file" {
            self.files().remove(0)
        } else {
            self.logins()
        };
        std::fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
    }
}

/// A login that goes on. Ended when it is dropped.
pub(super) struct Person {
    child: Child,
    stdout: BufReader<ChildStdout>,
    /// What was read of it so far.
    said: String,
}

impl Person {
    /// Logs in without a browser.
    pub(super) fn login(home: &Home, args: &[&str]) -> Self {
        Self::login_with(home, args, &[])
    }

    /// The same with variables.
    pub(super) fn login_with(home: &Home, args: &[&str], env: &[(&str, &str)]) -> Self {
        Self::start(home, &[&["login", "--no-browser"], args].concat(), env)
    }

    /// Logs in with a browser.
    pub(super) fn with_browser(home: &Home, args: &[&str]) -> Self {
        let path = format!("{}:{}", home.path("bin"), std::env::var("PATH").unwrap());
        Self::start(home, &[&["login"], args].concat(), &[("PATH", &path)])
    }

    fn start(home: &Home, args: &[&str], env: &[(&str, &str)]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_mcp-gatecheck"))
            .args(args)
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap())
            .env("XDG_STATE_HOME", home.path("state"))
            .envs(env.iter().copied())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let stdout = BufReader::new(child.stdout.take().unwrap());
        Self {
            child,
            stdout,
            said: String::new(),
        }
    }

    /// The address that it prints.
    pub(super) fn address(&mut self) -> String {
        loop {
            let mut line = String::new();
            let read = self.stdout.read_line(&mut line).unwrap();
            self.said.push_str(&line);
            if line.starts_with("http") {
                return line.trim_end().to_owned();
            }
            if read == 0 {
                let mut why = String::new();
                let stderr = self.child.stderr.as_mut().unwrap();
                stderr.read_to_string(&mut why).unwrap();
                panic!("no address was printed: {}\n{why}", self.said);
            }
        }
    }

    /// What Ctrl-C does.
    pub(super) fn interrupt(&self) {
        let id = rustix::process::Pid::from_child(&self.child);
        rustix::process::kill_process(id, rustix::process::Signal::INT).unwrap();
    }

    /// Waits for its end, and asserts the exit code.
    #[track_caller]
    pub(super) fn exit(mut self, code: i32) -> Out {
        let begun = Instant::now();
        let status = loop {
            match self.child.try_wait().unwrap() {
                Some(status) => break status,
                None if begun.elapsed() < DEADLINE => std::thread::sleep(Duration::from_millis(10)),
                None => panic!("no end within {DEADLINE:?}"),
            }
        };
        self.stdout.read_to_string(&mut self.said).unwrap();
        let mut stderr = String::new();
        self.child
            .stderr
            .as_mut()
            .unwrap()
            .read_to_string(&mut stderr)
            .unwrap();
        let stdout = std::mem::take(&mut self.said);
        assert_eq!(
            status.code(),
            Some(code),
            "wrong exit code: {stdout}\n{stderr}"
        );
        Out {
            stdout,
            stderr,
            code: status.code(),
            peak: None,
        }
    }
}

impl Drop for Person {
    fn drop(&mut self) {
        let _ended = self.child.kill();
        let _gone = self.child.wait();
    }
}

/// Does what a browser does with an address: goes there, and on to where it is sent. The last page.
pub(super) fn follow(address: &str) -> String {
    let page = get(address).unwrap_or_else(|| panic!("nobody is at {address}"));
    let sent = page
        .lines()
        .find_map(|line| line.strip_prefix("location: "));
    match sent {
        Some(next) => get(next).unwrap_or_else(|| panic!("nobody is at {next}")),
        None => page,
    }
}

/// The page that the browser would come back to; none where nobody listens.
pub(super) fn callback(address: &str) -> Option<String> {
    let port = address.split("127.0.0.1%3A").nth(1).unwrap();
    let port = port.split("%2F").next().unwrap();
    get(&format!("http://127.0.0.1:{port}/callback"))
}

fn get(address: &str) -> Option<String> {
    let rest = address.strip_prefix("http://").unwrap();
    let (host, path) = rest.split_once('/').unwrap();
    let mut stream = TcpStream::connect(host).ok()?;
    stream
        .set_read_timeout(Some(Duration::from_secs(20)))
        .unwrap();
    let head = format!("GET /{path} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n");
    stream.write_all(head.as_bytes()).unwrap();
    let mut page = String::new();
    stream.read_to_string(&mut page).unwrap();
    Some(page)
}
