//! Logs on standard error: `-v`, `-vv`, or what `RUST_LOG` says.

use crate::args::Look;
use crate::terminal;
use tracing_subscriber::EnvFilter;

pub(crate) fn start(look: &Look) {
    let level = match (look.quiet, look.verbose) {
        (true, _) => "off",
        (_, 0) => "warn",
        (_, 1) => "info",
        (_, 2) => "debug",
        _ => "trace",
    };
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new(level));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(terminal::stderr_color())
        .without_time()
        .with_target(false)
        .init();
}
