//! What a lock says of a configured server.

use crate::human::gate_tone;
use crate::page::{Run, Tone, dim};
use gate_engine::Gate;
use lock::Locked;

/// The gate that a configured server reached when it was last locked.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub enum LastGate<'a> {
    /// No lock holds it.
    #[default]
    Never,
    /// The lock that should hold it cannot be read.
    Unread,
    /// A lock holds another command or URL under its name.
    Other(&'a Locked),
    /// What it reached.
    Known(&'a Locked),
}

impl<'a> LastGate<'a> {
    /// The spelling used outside.
    pub(crate) const fn id(self) -> &'static str {
        match self {
            Self::Never => "never_checked",
            Self::Unread => "lock_unread",
            Self::Other(_) => "other_command",
            Self::Known(_) => "known",
        }
    }

    /// Its entry, where that is about the server.
    pub(crate) const fn locked(self) -> Option<&'a Locked> {
        match self {
            Self::Known(locked) => Some(locked),
            _ => None,
        }
    }

    /// The words of it.
    pub(crate) fn run(self) -> Run {
        match self {
            Self::Never => dim("never checked"),
            Self::Unread => warn("lock not readable"),
            Self::Other(_) => warn("as another command"),
            Self::Known(locked) => match Gate::from_id(&locked.gate) {
                Some(gate) => Run(gate_tone(gate), format!("{}, {}", gate.title(), locked.on)),
                None => warn("unknown"),
            },
        }
    }
}

fn warn(text: &str) -> Run {
    Run(Tone::Warn, text.to_owned())
}
