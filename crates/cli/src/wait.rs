//! What it takes to wait for others.

use crate::failure::Failure;
use tokio::runtime::{Builder, Runtime};

/// Drives whatever waits.
pub(crate) fn runtime() -> Result<Runtime, Failure> {
    let built = Builder::new_current_thread().enable_all().build();
    built.map_err(|error| {
        Failure::file(
            "start",
            "the runtime",
            &error,
            "is the machine short of file handles?",
        )
    })
}

/// Resolves when the user or the system wants us to stop.
pub(crate) async fn interrupted() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut term) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = term.recv() => {}
            }
            return;
        }
    }
    let _cannot_listen = tokio::signal::ctrl_c().await;
}
