//! Using up the machine.

use crate::case::{Case, done, harmless, short};

pub(super) const CASES: &[Case] = &[
    short(&["fork-bomb"]).ended().deed("limit", "processes"),
    short(&["thread-bomb"]).ended(),
    short(&["memory-bomb"]).ended().deed("limit", "memory"),
    short(&["shared-memory-bomb"]).ended(),
    short(&["shared-memory-bomb-in-parts"])
        .ended()
        .deed("limit", "memory"),
    short(&["disk-bomb"]).ended(),
    short(&["disk-bomb-in-parts"]).ended().deed("limit", "disk"),
    short(&["disk-bomb-without-names"])
        .ended()
        .deed("limit", "disk"),
    harmless(&["inode-bomb"]),
    short(&["descriptor-bomb"]),
    short(&["sparse-file"]).ended(),
    done(&["spin", "2"]),
    harmless(&["output-bomb"]),
];
