//! A program that wants out: each of its acts attempts exactly one thing that a sandbox must refuse, make harmless or
//! at least record, with raw system calls. It is what the escape suite runs inside the fence.
//!
//! ```text
//! hostile ACT [ARGUMENTS]             one line of JSON: {"act", "done", "errno", "detail"}
//! hostile acts                        the names of all acts, with what may run without a fence
//! hostile serve [bombs]               an MCP server that does much of it at its start, and then lists a tool
//! hostile victim                      a process outside, for acts that aim at another process
//! hostile without-userns COMMAND...   runs a command where no user namespaces can be had
//! hostile without-fences COMMAND...   the same, and no Landlock either
//! ```
//!
//! `done` says that the aim was reached, as far as the act can tell from where it stands; whether that harmed anybody is
//! for those outside to see. No act ever prints what it read. An act that could harm the machine, where the fence has a
//! hole, is bounded or armless by construction, and refuses to run at all unless `GATECHECK_FENCED=1` says that it is
//! fenced in.

#[cfg(target_os = "linux")]
mod acts;

#[cfg(target_os = "linux")]
fn main() -> std::process::ExitCode {
    acts::main()
}

#[cfg(not(target_os = "linux"))]
fn main() -> std::process::ExitCode {
    std::process::ExitCode::FAILURE
}
