//! Records one server and writes the transcript to standard output: `cargo run --example record -- COMMAND [ARGS…]`.

use std::time::Duration;

fn main() -> std::io::Result<()> {
    let options = session::Options {
        reach: evidence::Reach::Questions,
        quick: false,
        command: std::env::args_os().skip(1).collect(),
        directory: None,
        fence: None,
        install: None,
        env: Vec::new(),
        timeout: Duration::from_secs(120),
        start_timeout: Duration::from_secs(30),
        request_timeout: Duration::from_secs(10),
        tool_version: env!("CARGO_PKG_VERSION").into(),
    };
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let mut progress = |p: session::Progress| eprintln!("{}", p.phase);
    let interrupt = async { drop(tokio::signal::ctrl_c().await) };
    let mut recording =
        runtime.block_on(session::probe_stdio(options, &mut progress, interrupt))?;
    std::io::copy(&mut recording.open()?, &mut std::io::stdout()).map(drop)
}
