//! Runs a command that nobody trusts, fenced in and without root, and writes down what it did.
//!
//! Three processes stand between the caller and the command. The **supervisor** is a thread of the caller: it answers
//! the system calls that the filter sends it, watches canaries, measures, and ends everything. The **helper** is this
//! program again ([`helper`]), single-threaded, in a user and a network namespace of its own: it answers all addresses
//! of the world. **Pid 1** of the sandbox builds the root, starts the command and reaps.
//!
//! The words in which it tells what it saw are [`evidence::conduct`].
//!
//! | module | job |
//! |---|---|
//! | `plan`, `running` | what is asked for, and what runs: the outside of this crate |
//! | `shown`, `install` | what of the machine a command is shown; package runners, in two phases |
//! | `canary` | fake secrets, and the search for them in every encoding |
//! | `protocol`, `talk` | what supervisor and helper say to each other |
//! | `supervise` | outside: starts the helper, answers calls, watches, measures, keeps the ledger |
//! | `helper` | inside: namespaces and mounts, or Landlock; gives up all rights and starts the command |
//! | `filter` | the filter of system calls: a table, and the program that it becomes |
//! | `net` | sinks that answer all addresses, packets, what stands in where there is no namespace, the proxy |
//! | `disk` | what a hostile program left on disk: walked through, weighed, removed |
//! | `sys` | all `unsafe`: what the kernel offers and no safe library does |

#![cfg_attr(test, expect(clippy::unwrap_used, reason = "a test may fail loudly"))]

pub mod canary;
mod disk;
#[cfg(target_os = "linux")]
mod filter;
#[cfg(target_os = "linux")]
mod helper;
mod install;
#[cfg(target_os = "linux")]
mod net;
mod plan;
#[cfg(target_os = "linux")]
mod protocol;
mod running;
mod shown;
#[cfg(target_os = "linux")]
mod supervise;
#[cfg(target_os = "linux")]
mod sys;
#[cfg(target_os = "linux")]
mod talk;
mod upstream;
mod words;

pub use install::*;
pub use plan::*;
pub use running::*;
pub use shown::{SYSTEM, shown, shown_directory};
pub use upstream::Upstream;
pub use words::not_executed;

/// Says aloud what was not tested, and why: what a test prints is shown only where it fails, what it writes always.
#[cfg(test)]
fn skipped(why: &str) {
    use std::io::Write as _;
    let _nobody_listens = writeln!(std::io::stderr(), "skipped: {why}");
}
