//! What is peculiar to clients, by name.

use super::{BareUrl, Habits};
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
};

/// It reads its files with a plain JSON parser.
pub(super) const PLAIN: Habits = Habits {
    comments: Comments::Forbidden,
    ..COMMON
};

pub(super) const SECONDS: Habits = Habits {
    seconds: true,
    ..COMMON
};

pub(super) const CLAUDE_CODE: Habits = Habits {
    bare_url: BareUrl::Nothing,
    ..PLAIN
};

pub(super) const CLINE: Habits = Habits {
    comments: Comments::Forbidden,
    ..SECONDS
};

pub(super) const CRUSH: Habits = Habits {
    dialect: Dialect {
        dollar: true,
        percent: false,
    },
    ..SECONDS
};

pub(super) const GEMINI: Habits = Habits {
    dialect: Dialect {
        dollar: true,
        percent: true,
    },
    bare_url: BareUrl::Over(HttpKind::Sse),
    ..COMMON
};
