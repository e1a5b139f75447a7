//! Runs a command that nobody trusts, fenced in and without root, and writes down what it did.
//!
//! Three processes stand between the caller and the command. The **supervisor** is a thread of the caller: it answers
//! the system calls that the filter sends it, watches canaries, measures, and ends everything. The **helper** is this
//! program again ([`helper`]), single-threaded, in a user and a network namespace of its own: it answers all addresses
//! of the world. **Pid 1** of the sandbox builds the root, starts the command and reaps.
//!
//! The words in which it tells what it saw are [`evidence::conduct`].

#![cfg_attr(test, expect(clippy::unwrap_used, reason = "a test may fail loudly"))]

pub mod canary;
mod install;
mod plan;
#[cfg(target_os = "linux")]
#[expect(dead_code, reason = "its two ends are being built")]
mod protocol;
mod running;
mod shown;
#[cfg(target_os = "linux")]
#[expect(dead_code, reason = "its users are being built")]
mod sys;

pub use install::*;
pub use plan::*;
pub use running::*;
pub use shown::{SYSTEM, shown};
