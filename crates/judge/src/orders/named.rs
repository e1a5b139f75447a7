//! Identifiers that are named as tools are.

use crate::prose::{Words, one_of};

/// Verbs by which tools are named.
static DEEDS: Words = Words::of(
    "send|post|create|place|ship|pay|transfer|push|pull|write|append|forward|upload|download|submit|publish|update|edit|add|put|insert|issue|book|run|execute|exec|invoke|commit|reply|respond|approve|buy|sell|charge|refund|invite|delete|remove|drop|move|copy|save|store|set|grant|revoke|dispatch|deliver|export|import|read|get|list|fetch|find|search|query|open|lookup|close|cancel|schedule|merge|deploy|install|notify|make|register|sign|redirect|lodge|start|stop|restart|rename|replace|withdraw|deposit|wire|release|generate|attach",
);

/// First words of identifiers that name a switch or a limit, and last ones of those that name a thing.
static SETS: Words = Words::of(
    "is|has|was|can|should|allow|skip|dry|force|auto|include|exclude|with|without|use|max|min|enable|disable|no|not|on|last|next|first|new|old|total|default|only|want|wants|need|needs|if|by|to|from|pre|post|num|count|require|requires",
);
static THINGS: Words = Words::of(
    "id|ids|at|by|on|name|names|url|urls|uri|path|paths|dir|number|count|counts|status|state|type|types|date|dates|time|timeout|key|keys|token|tokens|text|body|code|codes|amount|total|size|limit|limits|offset|mode|only|hash|flag|flags|format|address|options|option|params|args|only|after|before|until|interval|delay|index|method|field|fields|level|rate|ms|seconds|set|scope|scopes|permission|permissions|role|error|errors|result|results|enabled|disabled|allowed|required",
);

/// Whether an identifier is named as tools are: `send_mail`, `git_push`, not `open_at` or `max_read`.
pub(crate) fn acts(identifier: &str) -> bool {
    let mut words = identifier.split('_').filter(|word| !word.is_empty());
    let first = words.clone().next().unwrap_or_default();
    let last = words.clone().next_back().unwrap_or_default();
    let sets = one_of(&SETS, first) && first != "post";
    let numbered = last.bytes().all(|byte| byte.is_ascii_digit());
    !sets && !numbered && !one_of(&THINGS, last) && words.any(|word| one_of(&DEEDS, word))
}

#[cfg(test)]
mod tests {
    use super::acts;

    #[test]
    fn tools_are_named_by_what_they_do() {
        for name in ["send_mail", "git_push", "s3_put_object", "post_a_note"] {
            assert!(acts(name), "{name}");
        }
        for name in [
            "created_at",
            "open_at",
            "max_read",
            "include_update",
            "send_mail_1",
            "plum_crate",
            "run_id",
        ] {
            assert!(!acts(name), "{name}");
        }
    }
}
