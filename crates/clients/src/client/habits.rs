//! What is peculiar to clients, by name.

use super::{BareUrl, Habits, Off};
use crate::tree::Comments;
use crate::{Dialect, HttpKind};

/// As most have it.
pub(super) const COMMON: Habits = Habits {
    comments: Comments::Allowed,
    dialect: Dialect {
        dollar: false,
        percent: false,
    },
    seconds: false,
    bare_url: BareUrl::Over(HttpKind::Unstated),
    // Tried, or read: Claude Code 2.1.197, Copilot CLI 1.0.102, Gemini CLI 0.61.0 and VS Code read neither member.
    off: Off::Never,
    heeds_type: false,
};

/// Tried: Copilot CLI 1.0.102.
pub(super) const COPILOT: Habits = Habits {
    heeds_type: true,
    ..COMMON
};

/// An entry is switched off by `disabled`.
pub(super) const DISABLED: Habits = Habits {
    off: Off::Disabled,
    ..COMMON
};

/// An entry is switched off by `enabled`. Tried: Codex 0.169.0.
pub(super) const ENABLED: Habits = Habits {
    off: Off::Enabled,
    ..COMMON
};

/// Tried: opencode 1.18.33.
pub(super) const EITHER: Habits = Habits {
    off: Off::Either,
    ..COMMON
};

/// It reads its files with a plain JSON parser.
pub(super) const PLAIN: Habits = Habits {
    comments: Comments::Forbidden,
    ..COMMON
};

pub(super) const GOOSE: Habits = Habits {
    seconds: true,
    ..ENABLED
};

pub(super) const ROO: Habits = Habits {
    seconds: true,
    ..DISABLED
};

/// Source: Claude Code 2.1.197, its code.
pub(super) const CLAUDE_CODE: Habits = Habits {
    bare_url: BareUrl::Nothing,
    heeds_type: true,
    ..PLAIN
};

pub(super) const CLINE: Habits = Habits {
    comments: Comments::Forbidden,
    ..ROO
};

pub(super) const CRUSH: Habits = Habits {
    dialect: Dialect {
        dollar: true,
        percent: false,
    },
    ..ROO
};

pub(super) const GEMINI: Habits = Habits {
    dialect: Dialect {
        dollar: true,
        percent: true,
    },
    bare_url: BareUrl::Over(HttpKind::Sse),
    ..COMMON
};
