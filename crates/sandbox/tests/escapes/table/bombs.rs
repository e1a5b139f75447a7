//! Using up the machine.

use crate::case::{Case, done, harmless, short};

pub(super) const CASES: &[Case] = &[
    short(&["fork-bomb"]).deed("limit", "processes"),
    short(&["thread-bomb"]),
    short(&["memory-bomb"]).ended().deed("limit", "memory"),
    short(&["shared-memory-bomb"]).ended(),
    short(&["disk-bomb"]),
    harmless(&["inode-bomb"]),
    short(&["descriptor-bomb"]),
    short(&["sparse-file"]).ended(),
    done(&["spin", "2"]),
    harmless(&["output-bomb"]),
];
