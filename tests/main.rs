//! Acceptance tests: the real binary against scripted servers, real published servers, records and wrong usage.
#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

mod action;
mod cases;
mod check;
mod commands;
mod configured;
mod demo;
mod ends;
mod explain;
mod inventory;
mod kept;
mod lists;
mod lock;
mod login;
mod policy;
mod reached;
mod real;
mod record;
mod remote;
#[cfg(target_os = "linux")]
mod sandbox;
mod support;
mod texts;
