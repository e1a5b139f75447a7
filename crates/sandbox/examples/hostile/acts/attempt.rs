//! What an act is, what it gets, and how it went.

use std::ffi::CString;
use std::io;
use std::path::PathBuf;

/// One thing to attempt.
pub(super) struct Act {
    /// Its name on the command line.
    pub(super) name: &'static str,
    /// Where it may run.
    pub(super) peril: Peril,
    /// The attempt itself.
    pub(super) run: fn(&Args) -> Attempt,
}

/// Where an act may run.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Peril {
    /// It touches nothing but itself and what its arguments name.
    Anywhere,
    /// It could harm the machine.
    Fenced,
}

/// What became of an act: what was reached, or why not.
pub(super) type Attempt = Result<String, Failed>;

/// Why an act did not reach its aim.
pub(super) struct Failed {
    /// The kernel's number; 0 where no call failed.
    pub(super) errno: i32,
    /// The rest, in words.
    pub(super) detail: String,
}

/// The arguments of an act.
pub(super) struct Args(pub(super) Vec<String>);

impl Act {
    /// An act that may run anywhere.
    pub(super) const fn anywhere(name: &'static str, run: fn(&Args) -> Attempt) -> Self {
        Self {
            name,
            peril: Peril::Anywhere,
            run,
        }
    }

    /// An act that runs in a fence only.
    pub(super) const fn fenced(name: &'static str, run: fn(&Args) -> Attempt) -> Self {
        Self {
            name,
            peril: Peril::Fenced,
            run,
        }
    }
}

impl Failed {
    /// Nothing failed, and yet the aim was not reached.
    pub(super) fn short(detail: impl Into<String>) -> Self {
        Self {
            errno: 0,
            detail: detail.into(),
        }
    }
}

impl From<io::Error> for Failed {
    fn from(error: io::Error) -> Self {
        Self {
            errno: error.raw_os_error().unwrap_or(0),
            detail: error.to_string(),
        }
    }
}

impl Args {
    /// An argument as it stands.
    pub(super) fn text(&self, at: usize) -> Result<&str, Failed> {
        let missing = || Failed::short(format!("argument {at} is missing"));
        self.0.get(at).map(String::as_str).ok_or_else(missing)
    }

    /// An argument that is a number.
    pub(super) fn number(&self, at: usize) -> Result<i64, Failed> {
        let text = self.text(at)?;
        let wrong = |_| Failed::short(format!("{text} is no number"));
        text.parse().map_err(wrong)
    }

    /// An argument that is a path; `~/` stands for HOME.
    pub(super) fn path(&self, at: usize) -> Result<PathBuf, Failed> {
        let text = self.text(at)?;
        Ok(match text.strip_prefix("~/") {
            Some(rest) => home().join(rest),
            None => PathBuf::from(text),
        })
    }

    /// The same for the kernel.
    pub(super) fn c_path(&self, at: usize) -> Result<CString, Failed> {
        c(self.path(at)?)
    }
}

/// The HOME that it was given.
pub(super) fn home() -> PathBuf {
    std::env::var_os("HOME").map_or_else(|| PathBuf::from("/"), PathBuf::from)
}

/// A path of its own, in the place for temporary files.
pub(super) fn scratch(name: &str) -> PathBuf {
    std::env::temp_dir().join(format!("hostile-{}-{name}", std::process::id()))
}

/// A path as the kernel wants it.
pub(super) fn c(path: impl Into<PathBuf>) -> Result<CString, Failed> {
    let bytes = path.into().into_os_string().into_encoded_bytes();
    CString::new(bytes).map_err(|_| Failed::short("a path with a zero byte"))
}
