//! A published server that listens on this machine, started for a test and ended with it.

use crate::support::installed;
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// How long a server may take until it listens: the first start of an interpreter reads a lot.
const PATIENCE: Duration = Duration::from_secs(60);

/// The token that the servers of the Python SDK and of rmcp take.
pub(crate) const TOKEN: &str = "units-token-of-the-tests";

/// A server that listens; dropping it ends it.
pub(crate) struct Served {
    child: Child,
    /// Where its endpoint is.
    pub(crate) url: String,
}

/// The server of npm that has everything: `streamableHttp` or `sse`.
pub(crate) fn everything(way: &str) -> Option<Served> {
    let program =
        installed("GATECHECK_NPM")?.join("@modelcontextprotocol/server-everything/dist/index.js");
    let (mut command, port) = (Command::new("node"), free_port());
    command.arg(program).arg(way).env("PORT", port.to_string());
    let path = if way == "sse" { "sse" } else { "mcp" };
    Some(serve(command, port, path))
}

/// The server of the Python SDK in `fixtures/real`: `streamable-http`, `sse` or `signed-in`.
pub(crate) fn python(script: &Path, way: &str) -> Option<Served> {
    let python = installed("GATECHECK_VENV")?.join("bin/python");
    let (mut command, port) = (Command::new(python), free_port());
    command
        .arg(script)
        .arg(way)
        .arg(port.to_string())
        .env("UNITS_TOKEN", TOKEN);
    let path = if way == "sse" { "sse" } else { "mcp" };
    Some(serve(command, port, path))
}

/// Starts it and waits until somebody listens.
fn serve(mut command: Command, port: u16, path: &str) -> Served {
    let child = command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut served = Served {
        child,
        url: format!("http://127.0.0.1:{port}/{path}"),
    };
    let begun = Instant::now();
    while TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_err() {
        let ended = served.child.try_wait().unwrap();
        assert!(ended.is_none(), "{command:?} ended: {ended:?}");
        assert!(begun.elapsed() < PATIENCE, "{command:?} does not listen");
        std::thread::sleep(Duration::from_millis(20));
    }
    served
}

/// A port that nobody listens on. Somebody may take it meanwhile: then the server does not start, and the test says so.
fn free_port() -> u16 {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    listener.local_addr().unwrap().port()
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ended = self.child.kill();
        let _reaped = self.child.wait();
    }
}
