//! The real tools and the real registries, without a fence. Visibly skipped where one is not there.

use super::*;
use std::io::{Read, Write};
use std::net::{TcpStream, ToSocketAddrs};

fn reachable(host: &str, tool: &str) -> bool {
    let path = std::env::var_os("PATH");
    let tool_there = programs::find(OsStr::new(tool), path.as_deref(), Path::new("/")).is_some();
    let answers = (host, 443).to_socket_addrs().is_ok_and(|mut all| {
        all.any(|at| TcpStream::connect_timeout(&at, Duration::from_secs(5)).is_ok())
    });
    if !tool_there {
        crate::skipped(&format!("no {tool}"));
    } else if !answers {
        crate::skipped(&format!("no connection to {host}"));
    }
    tool_there && answers
}

/// Installs, runs what is there with no runner, and asks it for its name.
fn answers(command: &str, name: &str) {
    let mut user = User::new(&[]);
    user.path = std::env::var_os("PATH").unwrap();
    let first = user.prepare(command, false).unwrap().unwrap();
    let install = first.install.unwrap();
    assert!(!install.cached && install.version.is_some(), "{install:?}");
    let again = user.prepare(command, false).unwrap().unwrap();
    assert!(again.install.unwrap().cached);
    let mut server = Command::new(&again.command[0])
        .args(&again.command[1..])
        .env_clear()
        .env("PATH", &user.path)
        .env("HOME", user.at("home"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let hello = r#"{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"test","version":"0"}}}"#;
    let mut stdin = server.stdin.take().unwrap();
    stdin.write_all(hello.as_bytes()).unwrap();
    stdin.write_all(b"\n").unwrap();
    drop(stdin);
    let mut said = String::new();
    server
        .stdout
        .take()
        .unwrap()
        .read_to_string(&mut said)
        .unwrap();
    server.wait().unwrap();
    assert!(said.contains(name), "{said}");
}

#[test]
fn npx_installs_from_the_registry() {
    if reachable("registry.npmjs.org", "npx") {
        answers(
            "npx -y @modelcontextprotocol/server-memory",
            "memory-server",
        );
    }
}

#[test]
fn uvx_installs_from_the_index() {
    if reachable("pypi.org", "uvx") {
        answers("uvx mcp-server-time", "mcp-time");
    }
}

#[test]
fn pipx_installs_from_the_index() {
    if reachable("pypi.org", "pipx") {
        answers("pipx run mcp-server-time", "mcp-time");
    }
}
