//! What it takes to wait for others.

use crate::failure::Failure;
use std::sync::LazyLock;
use tokio::runtime::{Builder, Runtime};
use tokio::sync::watch;

/// Whether the user or the system wants us to stop. One thread listens for all that is done side by side, and what was not
/// yet begun then learns of it too.
static STOP: LazyLock<watch::Sender<bool>> = LazyLock::new(|| {
    let stop = watch::Sender::new(false);
    let told = stop.clone();
    std::thread::spawn(move || {
        if let Ok(runtime) = runtime() {
            runtime.block_on(signalled());
            told.send_replace(true);
        }
    });
    stop
});

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
    let mut stop = STOP.subscribe();
    let _sender_stays = stop.wait_for(|stop| *stop).await;
}

/// Whether the user or the system wanted us to stop.
pub(crate) fn was_interrupted() -> bool {
    *STOP.borrow()
}

/// Resolves with the first signal to stop.
async fn signalled() {
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
