//! For programs: `mcp-gatecheck/review/1`. The structs here are the format: they are extended, never changed.

mod decision;
mod document;
mod http;
mod inventory;
mod parts;
mod sandbox;

use crate::Origin;
use crate::escape::hidden;
use review::Review;
use serde::Serialize;
use serde_json::Serializer;
use serde_json::ser::{Formatter, PrettyFormatter};
use std::io::{self, Write};

/// Writes the review as JSON, two spaces deep, with a final newline. It is made while it is written.
///
/// # Errors
/// Those of the writer.
pub fn json(review: &Review, origin: Origin<'_>, out: impl Write) -> io::Result<()> {
    pretty(&document::Document::of(review, origin), out)
}

/// Writes a document, two spaces deep, with a final newline.
pub(crate) fn pretty(document: &impl Serialize, mut out: impl Write) -> io::Result<()> {
    let mut serializer = Serializer::with_formatter(&mut out, Ascii(PrettyFormatter::new()));
    document.serialize(&mut serializer)?;
    out.write_all(b"\n")
}

/// Writes the inventory as `mcp-gatecheck/inventory/1`; `last` goes with the entries, one by one. Two spaces deep, with a final newline.
///
/// # Errors
/// Those of the writer.
pub fn inventory_json(
    inventory: &clients::Inventory,
    last: &[crate::LastGate<'_>],
    tool_version: &str,
    mut out: impl Write,
) -> io::Result<()> {
    let document = inventory::Document::of(inventory, last, tool_version);
    let mut serializer = Serializer::with_formatter(&mut out, Ascii(PrettyFormatter::new()));
    document.serialize(&mut serializer)?;
    out.write_all(b"\n")
}

/// Pretty JSON in which hidden characters stay escapes: a reader's terminal never gets them raw.
struct Ascii<'a>(PrettyFormatter<'a>);

/// Hands the layout to the pretty formatter.
macro_rules! pretty {
    ($($name:ident($($arg:ident: $ty:ty),*);)+) => {
        $(fn $name<W: ?Sized + Write>(&mut self, writer: &mut W $(, $arg: $ty)*) -> io::Result<()> { self.0.$name(writer $(, $arg)*) })+
    };
}

impl Formatter for Ascii<'_> {
    pretty! {
        begin_array(); end_array(); begin_array_value(first: bool); end_array_value();
        begin_object(); end_object(); begin_object_key(first: bool); begin_object_value(); end_object_value();
    }

    fn write_string_fragment<W: ?Sized + Write>(
        &mut self,
        writer: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        let mut units = [0; 2];
        let mut from = 0;
        for (at, c) in fragment.char_indices().filter(|(_, c)| hidden(*c)) {
            writer.write_all(fragment.as_bytes().get(from..at).unwrap_or_default())?;
            for unit in c.encode_utf16(&mut units) {
                write!(writer, "\\u{unit:04x}")?;
            }
            from = at + c.len_utf8();
        }
        writer.write_all(fragment.as_bytes().get(from..).unwrap_or_default())
    }
}
