//! No listing, however hostile, costs more than in proportion to its size.
//!
//! Processor time of this thread is compared, not time on the clock. A machine under load spoils one measurement, not the least of
//! several; only what is too slow every time fails.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

mod nasty;

use nasty::{NASTY, facts, spent};

/// Bytes of the smallest listing, about.
const SIZE: usize = 8_000;
/// How much larger the largest is.
const TIMES: u64 = 8;
/// What is added to each measurement, so that what takes no time at all is not compared: nanoseconds.
const FLOOR: u64 = 1_000_000;

#[test]
fn the_cost_grows_with_the_size_and_no_faster() {
    if spent().is_none() {
        return println!("skipped: no /proc/thread-self/schedstat");
    }
    let slow: Vec<String> = NASTY
        .iter()
        .filter_map(|(name, tools)| {
            // Twice what is linear; what is quadratic takes eight times that.
            let grown = || cost(tools, SIZE * TIMES as usize) * 10 / cost(tools, SIZE);
            let least = (0..5).map(|_| grown()).find(|grown| *grown <= TIMES * 20);
            let too_slow = least.is_none();
            too_slow.then(|| {
                format!(
                    "{name}: {} times the size, {} tenths of the cost",
                    TIMES,
                    grown()
                )
            })
        })
        .collect();
    assert!(slow.is_empty(), "{}", slow.join("\n"));
}

/// Processor time of judging a listing.
fn cost(tools: &fn(usize) -> Vec<serde_json::Value>, size: usize) -> u64 {
    let tools = tools(size);
    let listed = tools.len();
    let facts = facts(tools);
    let read = &facts.inventory.tools;
    assert_eq!(read.len(), listed, "all are read");
    assert!(read.iter().all(|entry| entry.item.raw.is_object()));
    let before = spent().unwrap();
    std::hint::black_box(judge::judge(&facts));
    spent().unwrap() - before + FLOOR
}
