//! `mcp-gatecheck`: points at an MCP server, collects evidence, and says how far it may be trusted.
//!
//! This crate is thin: arguments, files, the terminal, exit codes. What is judged, and how, lives in the other crates.

#![cfg_attr(test, expect(clippy::unwrap_used, reason = "a test may fail loudly"))]

mod apart;
mod args;
mod check;
mod configured;
mod environment;
mod explain;
mod failure;
mod fence;
mod files;
mod inventory;
mod judging;
mod lock;
mod logging;
mod login;
mod output;
mod policy;
mod probe;
mod progress;
mod record;
mod remote;
mod run;
mod selftest;
mod start;
mod terminal;
mod wait;

use review::Exit;
use std::panic::{catch_unwind, set_hook};
use std::process::ExitCode;

fn main() -> ExitCode {
    // Where this program was started as the inside of the sandbox, it is nothing else.
    sandbox::helper();
    set_hook(Box::new(|panic| failure::bug(&panic.to_string())));
    let exit = catch_unwind(run::run).unwrap_or(Exit::Bug as u8);
    ExitCode::from(exit)
}
