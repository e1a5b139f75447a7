//! From arguments to an exit code.

use crate::args::{Cli, Command, Decide, Judge, Look, Replay, Scripted};
use crate::failure::Failure;
use crate::judging::Judging;
use crate::{
    apart, check, explain, files, inventory, lock, logging, login, output, policy, probe, record,
    selftest,
};
use clap::{CommandFactory as _, Parser as _};
use evidence::Facts;
use review::Exit;
use std::io::BufRead;
use std::path::Path;

/// Runs the program and returns its exit code.
pub(crate) fn run() -> u8 {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            let _reader_left = error.print();
            return if error.use_stderr() {
                Exit::Usage as u8
            } else {
                Exit::Reached as u8
            };
        }
    };
    logging::start(&cli.look);
    let done = command(&cli.command, &cli.look);
    let done = done.and_then(|code| output::loss().map_or(Ok(code), Err));
    done.unwrap_or_else(|failure| {
        failure.print();
        Exit::Usage as u8
    })
}

fn command(command: &Command, look: &Look) -> Result<u8, Failure> {
    match command {
        Command::Probe(args) => probe::probe(args, look),
        Command::Check(args) => check::check(args, look),
        Command::Selftest => selftest::selftest(look),
        Command::Replay(args) => replay(args, look),
        Command::Decide(args) => decide(args, look),
        Command::Record(command) => record::record(command, look),
        Command::Policy(args) => policy::policy(args),
        Command::Lock(args) => lock::lock(args, look),
        Command::Diff(args) => lock::diff(args, look),
        Command::Inventory(args) => inventory::inventory(args, look),
        Command::Login(args) => login::login(args),
        Command::Logout(args) => login::logout(args),
        Command::Explain(args) => explain::explain(args, look),
        Command::List(args) => Ok(explain::list(args, look)),
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(*shell, &mut Cli::command(), "mcp-gatecheck", &mut script);
            output::stdout(&String::from_utf8_lossy(&script));
            Ok(0)
        }
        Command::Apart => apart::serve(),
        Command::Scripted(args) => scripted(args),
    }
}

fn replay(args: &Replay, look: &Look) -> Result<u8, Failure> {
    let judging = Judging::read(&args.judge)?;
    output::check(&args.output)?;
    let review = judging.facts(read_facts(&args.transcript)?)?;
    output::write(&review, &args.output, look, Some(&args.transcript))
}

fn decide(args: &Decide, look: &Look) -> Result<u8, Failure> {
    let judge = Judge {
        require: args.require,
        record: Some(args.record.clone()),
        basis: args.basis.clone(),
    };
    let judging = Judging::read(&judge)?;
    output::check(&args.output)?;
    output::write(&judging.alone()?, &args.output, look, None)
}

pub(crate) fn read_facts(path: &Path) -> Result<Facts, Failure> {
    let file = files::open(
        path,
        "give a transcript that `probe --transcript PATH` wrote",
    )?;
    facts_of(file, path)
}

/// Whether the first line of a file is a transcript's.
pub(crate) fn is_transcript(head: &[u8]) -> bool {
    let line = head.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let line = serde_json::from_slice::<serde_json::Value>(line);
    line.is_ok_and(|line| line.get("transcript").is_some())
}

/// The facts of a transcript that is open already.
pub(crate) fn facts_of(file: impl BufRead, path: &Path) -> Result<Facts, Failure> {
    Facts::read_file(file).map_err(|error| {
        Failure::new(
            format!("{}: {error}", path.display()),
            "is this a transcript that `probe --transcript PATH` wrote?",
        )
    })
}

/// Takes the signal TERM and does nothing about it, as long as what it returns lives.
fn deaf() -> std::io::Result<(tokio::runtime::Runtime, tokio::signal::unix::Signal)> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let signal = {
        let _inside = runtime.enter();
        tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())?
    };
    Ok((runtime, signal))
}

/// Serves a script over HTTP until it exits or is ended.
fn scripted_http(
    script: scripted::Script,
    address: std::net::SocketAddr,
    authority: Option<&Path>,
) -> Result<u8, Failure> {
    let endpoint = scripted::Endpoint::start(script, address).map_err(|error| {
        Failure::new(
            format!("{address} cannot be served: {error}"),
            "give an address that is free, such as 127.0.0.1:0",
        )
    })?;
    if let (Some(path), Some(certificate)) = (authority, endpoint.authority()) {
        files::make(path, |out| out.write_all(certificate.as_bytes()))?;
    }
    output::stdout(&format!("{}\n", endpoint.url()));
    Ok(endpoint.wait())
}

fn scripted(args: &Scripted) -> Result<u8, Failure> {
    let text = match &args.script {
        Some(path) => files::read_text(path, "check the path of the script")?,
        None if args.bad => scripted::BAD.to_owned(),
        None => scripted::DEMO.to_owned(),
    };
    let script = match &args.case {
        Some(name) => scripted::Script::parse_case(&text, name),
        None => scripted::Script::parse(&text),
    };
    let script = script.map_err(|error| {
        Failure::new(
            format!("the script is wrong: {error}"),
            "mend what is named",
        )
    })?;
    let _deaf = script.deaf.then(deaf);
    if let Some(address) = args.http {
        return scripted_http(script, address, args.authority.as_deref());
    }
    Ok(scripted::serve(
        &script,
        std::io::stdin().lock(),
        std::io::stdout(),
        std::io::stderr(),
    ))
}
