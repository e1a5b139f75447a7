//! Holes that are known and still open, each with its reason. Each is printed, and fails no test; whoever closes one takes its
//! line away, and from then on it is held.

use crate::fence::Rung;
use crate::programs::Who;

struct Open {
    rung: Rung,
    /// Whether only root is concerned.
    root: bool,
    /// The acts.
    acts: &'static [&'static str],
    why: &'static str,
}

const OPEN: &[Open] = &[
    Open {
        rung: Rung::Landlock,
        root: true,
        acts: &["fork-bomb", "thread-bomb"],
        why: "the kernel does not count the processes of root",
    },
    Open {
        rung: Rung::Landlock,
        root: false,
        acts: &["fork-bomb", "disk-bomb-in-parts"],
        why: "what it writes is limited by file only, and the limit of processes is not told",
    },
    Open {
        rung: Rung::Namespaces,
        root: false,
        acts: &["disk-bomb-in-parts"],
        why: "that the disk was full is not told",
    },
];

/// Why an act may still go wrong there.
pub(crate) fn why(rung: Rung, who: Who, act: &str) -> Option<&'static str> {
    let fits = |open: &&Open| {
        open.rung == rung && (!open.root || who == Who::Root) && open.acts.contains(&act)
    };
    OPEN.iter().find(fits).map(|open| open.why)
}
