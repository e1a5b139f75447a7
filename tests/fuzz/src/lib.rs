//! Laws that hold for every input. Each module is one target: `law` takes any bytes and panics where the law is broken.
//!
//! `cargo fuzz` looks for such bytes; the test `seeds` runs every law on the committed seeds with any compiler.

pub mod clients;
pub mod conversation;
pub mod facts;
pub mod record;
pub mod report;
pub mod review;
pub mod tool;
pub mod transcript;
pub mod wire;

/// What holds for any bytes.
pub type Law = fn(&[u8]);

/// Every target: its name, which is that of its folder of seeds, and its law.
pub const TARGETS: &[(&str, Law)] = &[
    ("clients", clients::law),
    ("facts", facts::law),
    ("record", record::law),
    ("report", report::law),
    ("review", review::law),
    ("tool", tool::law),
    ("transcript", transcript::law),
    ("wire", wire::law),
];
