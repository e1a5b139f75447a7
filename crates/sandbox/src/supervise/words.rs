//! Why a command could not be executed, in words.

use std::ffi::OsStr;
use std::io::{Error, ErrorKind};
use std::path::Path;

/// The operating system's words, with what they mean here. `found`: whether there is a file of that name.
pub(super) fn failure(program: &OsStr, error: &Error, found: bool) -> String {
    let name = program.to_string_lossy();
    let plain = Path::new(program).components().count() == 1;
    let meaning = match error.kind() {
        ErrorKind::NotFound if found => {
            "the file is there, but the interpreter that it names is not"
        }
        ErrorKind::NotFound if plain => "no such program on PATH",
        ErrorKind::NotFound => return format!("`{name}`: there is no such file"),
        ErrorKind::PermissionDenied => "it may not be executed",
        _ => "it could not be started",
    };
    format!("`{name}`: {meaning} ({error})")
}
