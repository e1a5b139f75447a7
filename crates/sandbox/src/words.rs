//! Why a command could not be executed, in words.

use std::ffi::OsStr;
use std::io::{Error, ErrorKind};
use std::path::Path;

/// The operating system's words, with what they mean here. `found`: whether there is a file of that name where the command
/// was looked for; what the machine itself has there is looked at as well.
#[must_use]
pub fn not_executed(program: &OsStr, error: &Error, found: bool) -> String {
    let name = program.to_string_lossy();
    let path = Path::new(program);
    if name.contains('/') {
        match path.metadata() {
            Ok(meta) if meta.is_dir() => return format!("`{name}`: it is a directory"),
            Err(hidden) if hidden.kind() == ErrorKind::PermissionDenied => {
                return format!("`{name}`: a directory on the way to it may not be entered");
            }
            _ => {}
        }
    }
    let meaning = match error.kind() {
        ErrorKind::NotFound if found => {
            "the file is there, but the interpreter that it names is not"
        }
        ErrorKind::NotFound if !name.is_empty() && !name.contains('/') => "no such program on PATH",
        ErrorKind::NotFound => return format!("`{name}`: there is no such file"),
        ErrorKind::PermissionDenied => "it may not be executed",
        _ => "it could not be started",
    };
    format!("`{name}`: {meaning} ({error})")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_program_is_told_apart() {
        let missing = Error::from(ErrorKind::NotFound);
        let cases = [
            ("/usr", false, "it is a directory"),
            ("/no/such/program", false, "there is no such file"),
            ("", false, "there is no such file"),
            ("none-here", false, "no such program on PATH"),
            ("/etc/passwd", true, "the interpreter that it names is not"),
        ];
        for (program, found, words) in cases {
            let said = not_executed(OsStr::new(program), &missing, found);
            assert!(said.contains(words), "{said}");
        }
    }
}
