//! Runs commands in both rungs for real, as who runs the tests and, where that is root, as an ordinary user too.
//!
//! This program is its own sandbox's helper, so it has a `main` of its own instead of the usual harness.

#[cfg(target_os = "linux")]
mod cases;
#[cfg(target_os = "linux")]
mod deeds;
#[cfg(target_os = "linux")]
mod runs;

#[cfg(target_os = "linux")]
fn main() {
    sandbox::helper();
    cases::main();
}

#[cfg(not(target_os = "linux"))]
fn main() {
    println!("skipped: no Linux");
}
