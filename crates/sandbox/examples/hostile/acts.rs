//! All acts, by theme, and how one is chosen and told.

/// The macro `call!` is used by every theme.
#[macro_use]
mod raw;
mod arch;
mod attempt;
mod bombs;
mod daemon;
mod doors;
mod endpoints;
mod families;
mod kernel;
mod mounts;
mod namespaces;
mod network;
mod others;
mod race;
mod reads;
mod rights;
mod serve;
mod signals;
mod unix;
mod victim;
mod without_userns;
mod writes;

use attempt::{Act, Args, Attempt, Failed, Peril};
use serde_json::json;
use std::process::ExitCode;

/// All acts, by theme.
const THEMES: &[&[Act]] = &[
    reads::ACTS,
    writes::ACTS,
    mounts::ACTS,
    namespaces::ACTS,
    others::ACTS,
    signals::ACTS,
    kernel::ACTS,
    rights::ACTS,
    arch::ACTS,
    families::ACTS,
    unix::ACTS,
    network::ACTS,
    doors::ACTS,
    daemon::ACTS,
    bombs::ACTS,
    race::ACTS,
];

/// What the arguments ask for. `--mark TEXT` before it is for those outside, who find our processes by it.
pub(crate) fn main() -> ExitCode {
    let mut words: Vec<String> = std::env::args().skip(1).collect();
    if words.first().is_some_and(|word| word == "--mark") {
        words.drain(..words.len().min(2));
    }
    let Some(name) = words.first().cloned() else {
        eprintln!("usage: hostile ACT [ARGUMENTS]; `hostile acts` names the acts");
        return ExitCode::from(2);
    };
    let args = Args(words.split_off(1));
    match name.as_str() {
        "acts" => list_acts(),
        "serve" => serve::serve(&args),
        "victim" => victim::victim(),
        "without-userns" => return without_userns::run(&args),
        "without-fences" => return without_userns::without_fences(&args),
        _ => return tell(&name, &args),
    }
    ExitCode::SUCCESS
}

/// The act of that name.
fn find(name: &str) -> Option<&'static Act> {
    let mut all = THEMES.iter().flat_map(|acts| acts.iter());
    all.find(|act| act.name == name)
}

/// Does an act, where that is allowed here.
fn attempt(name: &str, args: &Args) -> Attempt {
    let Some(act) = find(name) else {
        return Err(Failed::short(format!("there is no act {name}")));
    };
    let fenced = std::env::var_os("GATECHECK_FENCED").is_some_and(|value| value == "1");
    if act.peril == Peril::Fenced && !fenced {
        return Err(Failed::short("not without a fence (GATECHECK_FENCED)"));
    }
    (act.run)(args)
}

/// Does an act and prints how it went.
fn tell(name: &str, args: &Args) -> ExitCode {
    let (done, errno, detail) = match attempt(name, args) {
        Ok(detail) => (true, 0, detail),
        Err(failed) => (false, failed.errno, failed.detail),
    };
    let line = json!({"act": name, "done": done, "errno": errno, "detail": detail});
    println!("{line}");
    ExitCode::SUCCESS
}

fn list_acts() {
    for act in THEMES.iter().flat_map(|acts| acts.iter()) {
        let where_ = match act.peril {
            Peril::Anywhere => "anywhere",
            Peril::Fenced => "fenced",
        };
        println!("{where_}\t{}", act.name);
    }
}
