//! `probe`: starts one server, records, and judges what was recorded.

use crate::args::{Look, Probe};
use crate::failure::Failure;
use crate::judging::Judging;
use crate::progress::Waiting;
use crate::start::{self, Server, Target};
use crate::{configured, environment, files, output, remote};
use std::collections::BTreeSet;
use std::io;

pub(crate) fn probe(args: &Probe, look: &Look) -> Result<u8, Failure> {
    let mut judging = Judging::read(&args.judge)?;
    output::check(&args.output)?;
    if let Some(path) = &args.transcript {
        files::check_writable(path)?;
    }
    let waiting = Waiting::new(look);
    let (target, filter) = target(args, &waiting)?;
    if !matches!(target.server, Server::Http(_)) {
        start::warn_unfenced(&args.fence, look.quiet);
    }
    let mut recording = start::record(target, &args.start, &args.fence, &waiting)?;
    recording.header.entry.clone_from(&args.server);
    if let Some(path) = &args.transcript {
        let mut file = recording.open().map_err(|e| start::unrecorded(&e))?;
        files::make(path, |out| io::copy(&mut file, out).map(drop))?;
    }
    let facts = start::facts(&mut recording)?;
    drop(recording);
    if let Some(filter) = filter {
        let listed = facts.inventory.tools.iter().map(|entry| entry.item.label());
        let kept: BTreeSet<String> = listed.filter(|tool| !filter.leaves(tool)).collect();
        judging.exclude(kept);
    }
    let review = judging.facts(facts)?;
    output::write(&review, &args.output, look, args.transcript.as_deref())
}

/// A server, and which of its tools its client lets through.
fn target(
    args: &Probe,
    waiting: &Waiting,
) -> Result<(Target, Option<clients::ToolFilter>), Failure> {
    if let Some(name) = &args.server {
        let entry = configured::one(name)?;
        let job = configured::job(&entry, &args.start, None)?;
        if let Some(says) = job.unfollowed {
            waiting.note(&format!(
                "{}: {}\n",
                report::shown(name),
                report::shown(&says)
            ));
        }
        return Ok((job.target, Some(entry.tools)));
    }
    let server = named(args, waiting)?;
    if remote::any(&args.remote) && !matches!(server, Server::Http(_)) {
        return Err(Failure::new(
            "credentials, headers and certificates are for servers over HTTP",
            "give the server's URL, or its variables with --env",
        ));
    }
    let env = environment::variables(&args.start)?;
    Ok((Target::here(server, env), None))
}

fn named(args: &Probe, waiting: &Waiting) -> Result<Server, Failure> {
    if !args.command.is_empty() {
        return Ok(Server::Command(args.command.clone()));
    }
    match args.target.as_slice() {
        [] => Err(Failure::new(
            "there is nothing to probe",
            "give the server's command: mcp-gatecheck probe -- COMMAND, or try mcp-gatecheck probe demo",
        )),
        [demo] if demo == "demo" => Ok(Server::Bundled("--demo")),
        [url] if url.contains("://") => {
            let endpoint = remote::endpoint(url, &args.remote, waiting)?;
            Ok(Server::Http(Box::new(endpoint)))
        }
        words => Err(Failure::new(
            "the server's command goes after `--`",
            format!("try: mcp-gatecheck probe -- {}", words.join(" ")),
        )),
    }
}
