//! What a probe of a server over HTTP costs beside a raw client that sends the same requests: plain sockets, nothing in between.

use crate::watch::{children_cpu, watch};
use crate::{PAIRS, PROGRAM, mean, median};
use evidence::{HttpPart, Side, Transcript};
use std::io::{BufRead, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Stands in a script for the session that the server opened last.
const SESSION: &str = "{{session}}";

/// A server that listens; dropping it ends it.
pub(crate) struct Served {
    child: Child,
    url: String,
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ended = self.child.kill();
        let _reaped = self.child.wait();
    }
}

/// Measures the scripted server, the pinned one from npm, and one of your own, as far as they are there.
pub(crate) fn all(folder: &Path) {
    let scripted = scripted();
    against_raw("scripted, over HTTP", &scripted.url, folder);
    match everything() {
        Some(served) => against_raw("server-everything, over HTTP", &served.url, folder),
        None => println!("skipped: no GATECHECK_NPM, so no server from npm over HTTP"),
    }
    match std::env::var("GATECHECK_BENCH_URL") {
        Ok(url) => against_raw(&url.clone(), &url, folder),
        Err(_) => println!("skipped: no GATECHECK_BENCH_URL, so no server over HTTP of your own"),
    }
}

fn scripted() -> Served {
    let script = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../fixtures/servers/http-well.toml"
    );
    let mut child = Command::new(PROGRAM)
        .args(["scripted", "--http", "127.0.0.1:0", script, "plain"])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut url = String::new();
    let mut says = BufReader::new(child.stdout.take().unwrap());
    says.read_line(&mut url).unwrap();
    let url = url.trim().to_owned();
    Served { child, url }
}

fn everything() -> Option<Served> {
    let npm = std::env::var_os("GATECHECK_NPM")?;
    let program = Path::new(&npm).join("@modelcontextprotocol/server-everything/dist/index.js");
    let free = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    let child = Command::new("node")
        .arg(program)
        .arg("streamableHttp")
        .env("PORT", free.port().to_string())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let served = Served {
        child,
        url: format!("http://{free}/mcp"),
    };
    let begun = Instant::now();
    while TcpStream::connect(free).is_err() {
        assert!(
            begun.elapsed() < Duration::from_secs(30),
            "nobody listens at {free}"
        );
        std::thread::sleep(Duration::from_millis(20));
    }
    Some(served)
}

fn probe(url: &str, more: &[&str]) -> Command {
    let mut command = Command::new(PROGRAM);
    command.args(["probe", "--quiet"]).args(more).arg(url);
    command
}

/// Pairs of a probe that lists as an anonymous caller, and of a raw client with the same exchanges; then whole probes.
fn against_raw(name: &str, url: &str, folder: &Path) {
    let (transcript, written) = (folder.join("http.jsonl"), folder.join("http.raw"));
    let listing = ["--reach", "listing"];
    let to = ["--transcript", transcript.to_str().unwrap()];
    watch(&mut probe(url, &[listing, to].concat()));
    let count = script(&transcript, &written);
    let mut client = Command::new(std::env::current_exe().unwrap());
    client.arg("--raw-http").arg(&written).arg(host(url));
    let (mut probes, mut clients, mut wholes) =
        (Times::default(), Times::default(), Times::default());
    for _ in 0..PAIRS {
        probes.take(&mut probe(url, &listing));
        clients.take(&mut client);
        wholes.take(&mut probe(url, &[]));
    }
    println!(
        "{name}: {count} exchanges, {PAIRS} pairs; its own processor time, and how long it took"
    );
    println!(
        "  listing {}; raw client {}",
        probes.shown(),
        clients.shown()
    );
    println!(
        "  mean difference {:+.4} s of processor time",
        mean(&probes.cpu) - mean(&clients.cpu)
    );
    println!("  whole probe {}", wholes.shown());
}

#[derive(Default)]
struct Times {
    cpu: Vec<f64>,
    wall: Vec<f64>,
}

impl Times {
    fn take(&mut self, command: &mut Command) {
        let (before, begun) = (children_cpu(), Instant::now());
        watch(command);
        self.wall.push(begun.elapsed().as_secs_f64());
        self.cpu.push(children_cpu() - before);
    }

    fn shown(&mut self) -> String {
        let wall = median(&mut self.wall);
        format!("{:.4} s (mean), {wall} s (median)", mean(&self.cpu))
    }
}

fn host(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.split('/').next().unwrap_or(rest)
}

/// Writes down the requests of a transcript as bytes, each after a line with its length and whether it opens a stream that goes on;
/// returns how many there are.
fn script(transcript: &Path, to: &Path) -> usize {
    let transcript = Transcript::read(&std::fs::read(transcript).unwrap()).unwrap();
    let (mut out, mut count) = (Vec::new(), 0);
    for frame in transcript
        .frames
        .iter()
        .filter(|frame| frame.from == Side::Client)
    {
        let Some(HttpPart::Request {
            method,
            url,
            headers,
        }) = frame.http.as_ref().map(|http| &http.part)
        else {
            continue;
        };
        let path = url
            .split_once("://")
            .and_then(|(_, rest)| rest.find('/').map(|at| &rest[at..]));
        let mut request = format!(
            "{method} {} HTTP/1.1\r\nhost: {}\r\n",
            path.unwrap_or("/"),
            host(url)
        );
        for (name, value) in headers {
            let value = if name == "mcp-session-id" {
                SESSION
            } else {
                value
            };
            request.push_str(&format!("{name}: {value}\r\n"));
        }
        if !frame.bytes.is_empty() {
            request.push_str(&format!("content-length: {}\r\n", frame.bytes.len()));
        }
        request.push_str("\r\n");
        let goes_on = method == "GET";
        writeln!(out, "{} {goes_on}", request.len() + frame.bytes.len()).unwrap();
        out.extend_from_slice(request.as_bytes());
        out.extend_from_slice(&frame.bytes);
        count += 1;
    }
    std::fs::write(to, out).unwrap();
    count
}

/// Sends the requests of a script one after the other, and waits for each response.
pub(crate) fn play(script: &Path, host: &str) {
    let script = std::fs::read(script).unwrap();
    let mut rest = script.as_slice();
    let mut session = String::new();
    let mut kept: Option<BufReader<TcpStream>> = None;
    let mut streams = Vec::new();
    while !rest.is_empty() {
        let mut line = String::new();
        rest.read_line(&mut line).unwrap();
        let (length, goes_on) = line.trim_end().split_once(' ').unwrap();
        let (request, after) = rest.split_at(length.parse().unwrap());
        rest = after;
        let request = String::from_utf8_lossy(request).replace(SESSION, &session);
        let connect = || BufReader::new(TcpStream::connect(host).unwrap());
        let mut connection = kept
            .take()
            .filter(|_| goes_on == "false")
            .unwrap_or_else(connect);
        connection.get_ref().set_nodelay(true).unwrap();
        connection.get_mut().write_all(request.as_bytes()).unwrap();
        let head = head(&mut connection, &mut session);
        if goes_on == "true" && head.chunked {
            streams.push(connection);
        } else if body(&mut connection, &head) {
            kept = Some(connection);
        }
    }
}

#[derive(Default)]
struct Head {
    length: usize,
    chunked: bool,
    closes: bool,
}

fn head(from: &mut impl BufRead, session: &mut String) -> Head {
    let mut head = Head::default();
    loop {
        let mut line = String::new();
        from.read_line(&mut line).unwrap();
        let Some((name, value)) = line.trim_end().split_once(':') else {
            if line.trim_end().is_empty() {
                return head;
            }
            continue;
        };
        let value = value.trim();
        match name.to_ascii_lowercase().as_str() {
            "content-length" => head.length = value.parse().unwrap(),
            "transfer-encoding" => head.chunked = value.contains("chunked"),
            "connection" => head.closes = value.eq_ignore_ascii_case("close"),
            "mcp-session-id" => value.clone_into(session),
            _ => {}
        }
    }
}

/// Reads a body to its end; whether the connection goes on.
fn body(from: &mut impl BufRead, head: &Head) -> bool {
    if !head.chunked {
        from.read_exact(&mut vec![0; head.length]).unwrap();
        return !head.closes;
    }
    loop {
        let mut size = String::new();
        from.read_line(&mut size).unwrap();
        let size = usize::from_str_radix(size.trim_end(), 16).unwrap();
        let mut chunk = vec![0; size + 2];
        from.read_exact(&mut chunk).unwrap();
        if size == 0 {
            return !head.closes;
        }
    }
}
