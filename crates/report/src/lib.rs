//! A review as people and programs read it: one model, a small module for each format.

use review::Review;

/// How to print for people.
#[derive(Debug, Clone, Copy)]
pub struct Style {
    /// Columns of the terminal.
    pub width: usize,
    /// Whether to emit ANSI colours. Colour only helps; nothing rests on it.
    pub color: bool,
    /// 0: what a person needs first; 1 and more: the rest.
    pub verbose: u8,
}

/// For people.
#[must_use]
pub fn human(_review: &Review, _style: Style) -> String {
    todo!()
}

/// `mcp-gatecheck/review/1`. `transcript_path` is shown where it was saved.
#[must_use]
pub fn json(_review: &Review, _transcript_path: Option<&str>) -> String {
    todo!()
}

/// The evidence notes.
#[must_use]
pub fn markdown(_review: &Review, _transcript_path: Option<&str>) -> String {
    todo!()
}
