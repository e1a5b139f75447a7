//! The engine of the scripted server: a TOML file says what a server lists, answers and does wrong.
//!
//! A script that says nothing is a well-behaved Model Context Protocol server with an empty inventory, in both protocol eras; every line
//! of it adds something to the inventory or takes one piece of the good behaviour away. So a fixture is as long as its fault.
//!
//! ```
//! let script = scripted::Script::parse(r#"
//!     name = "shell"
//!     [[tool]]
//!     json = '{"name": "run_command", "inputSchema": {"type": "object"}}'
//!
//!     [[on]]                       # the first rule that fits a request decides what happens
//!     method = "tools/list"
//!     do = [{ line = "Listing tools..." }, { wait_ms = 10 }, "answer", { exit = 3 }]
//! "#)?;
//! let asked = r#"{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{}}}
//! {"jsonrpc":"2.0","id":2,"method":"tools/list"}
//! "#;
//! let (mut said, mut logged) = (Vec::new(), Vec::new());
//! assert_eq!(scripted::serve(&script, asked.as_bytes(), &mut said, &mut logged), 3);
//! assert!(String::from_utf8_lossy(&said).contains("Listing tools...\n"));
//! # Ok::<(), scripted::ScriptError>(())
//! ```
//!
//! A file may hold many servers: what they share at its top, and a `[[case]]` for each, with its departures ([`Script::parse_case`]).
//!
//! The same script can be served over HTTP, with departures of its own there ([`http`], [`Endpoint`]).
//!
//! It knows nothing of this project: what it writes is bytes. It waits, spawns and blocks as its script says, so it belongs into a process
//! of its own.
#![cfg_attr(test, expect(clippy::unwrap_used, reason = "a test may fail loudly"))]

mod answer;
mod cases;
pub mod http;
mod script;
mod server;
mod text;

pub use http::Endpoint;
pub use script::{Item, Rule, Script, ScriptError, Step, When};
pub use server::serve;
pub use text::{Line, Text};

/// The bundled demo server: the four tools of the worked example, as good a citizen as listing alone can show.
pub const DEMO: &str = include_str!("../../../fixtures/servers/demo.toml");

/// A server that does what a gate must not let through.
pub const BAD: &str = include_str!("../../../fixtures/servers/bad.toml");
