//! The methods: who sends them, what they carry and what they are answered with.

use super::params;
use super::results;
use super::rule::{Members, Row, Shape};
use crate::Side;
use crate::revision::Revision;

/// A request or a notification of the protocol.
#[derive(Debug, Clone, Copy)]
pub(super) struct Method {
    pub(super) name: &'static str,
    pub(super) from: Side,
    /// The members of the message beyond its envelope.
    pub(super) members: Members,
    /// What it is answered with; a notification is not answered.
    pub(super) result: Option<&'static Shape>,
    /// The capability that the other side must have declared.
    pub(super) needs: Option<&'static str>,
}

const fn asked(name: &'static str, members: Members, result: &'static Shape) -> Row<Method> {
    Row::always(Method {
        name,
        from: Side::Client,
        members,
        result: Some(result),
        needs: None,
    })
}

const fn asks(
    name: &'static str,
    needs: Option<&'static str>,
    members: Members,
    result: &'static Shape,
) -> Row<Method> {
    Row::always(Method {
        name,
        from: Side::Server,
        members,
        result: Some(result),
        needs,
    })
}

const fn tells(from: Side, name: &'static str, members: Members) -> Row<Method> {
    Row::always(Method {
        name,
        from,
        members,
        result: None,
        needs: None,
    })
}

/// Every method of every revision.
pub(super) const METHODS: &[Row<Method>] = &[
    // What a client asks.
    asked("initialize", params::INITIALIZE, &results::INITIALIZE).until("2025-11-25"),
    asked("server/discover", params::NOTHING, &results::DISCOVER).since("2026-07-28"),
    asked("ping", params::NOTHING, &results::EMPTY).until("2025-11-25"),
    asked("tools/list", params::LIST, &results::TOOLS),
    asked("tools/call", params::CALL_TOOL, &results::CALL_TOOL),
    asked("resources/list", params::LIST, &results::RESOURCES),
    asked(
        "resources/templates/list",
        params::LIST,
        &results::TEMPLATES,
    ),
    asked("resources/read", params::READ, &results::READ),
    asked("resources/subscribe", params::SUBSCRIBE, &results::EMPTY).until("2025-11-25"),
    asked("resources/unsubscribe", params::SUBSCRIBE, &results::EMPTY).until("2025-11-25"),
    asked("subscriptions/listen", params::LISTEN, &results::LISTEN).since("2026-07-28"),
    asked("prompts/list", params::LIST, &results::PROMPTS),
    asked("prompts/get", params::GET_PROMPT, &results::GET_PROMPT),
    asked("completion/complete", params::COMPLETE, &results::COMPLETE),
    asked("logging/setLevel", params::SET_LEVEL, &results::EMPTY).until("2025-11-25"),
    asked("tasks/list", params::LIST, &results::TASKS).only("2025-11-25"),
    asked("tasks/get", params::OF_TASK, &results::GET_TASK).only("2025-11-25"),
    asked("tasks/result", params::OF_TASK, &results::EMPTY).only("2025-11-25"),
    asked("tasks/cancel", params::OF_TASK, &results::GET_TASK).only("2025-11-25"),
    // What a server asks.
    asks("ping", None, params::NOTHING, &results::EMPTY_ANSWER).until("2025-11-25"),
    asks(
        "sampling/createMessage",
        Some("sampling"),
        params::CREATE_MESSAGE,
        &results::CREATE_MESSAGE,
    )
    .until("2025-11-25"),
    asks(
        "roots/list",
        Some("roots"),
        params::NOTHING,
        &results::LIST_ROOTS,
    )
    .until("2025-11-25"),
    asks(
        "elicitation/create",
        Some("elicitation"),
        params::ELICIT,
        &results::ELICIT,
    )
    .since("2025-06-18")
    .until("2025-11-25"),
    asks("tasks/list", Some("tasks"), params::LIST, &results::TASKS).only("2025-11-25"),
    asks(
        "tasks/get",
        Some("tasks"),
        params::OF_TASK,
        &results::GET_TASK,
    )
    .only("2025-11-25"),
    asks(
        "tasks/result",
        Some("tasks"),
        params::OF_TASK,
        &results::EMPTY_ANSWER,
    )
    .only("2025-11-25"),
    asks(
        "tasks/cancel",
        Some("tasks"),
        params::OF_TASK,
        &results::GET_TASK,
    )
    .only("2025-11-25"),
    // What a client tells.
    tells(Side::Client, "notifications/initialized", params::TOLD).until("2025-11-25"),
    tells(Side::Client, "notifications/cancelled", params::CANCELLED),
    tells(Side::Client, "notifications/progress", params::PROGRESS).until("2025-11-25"),
    tells(
        Side::Client,
        "notifications/roots/list_changed",
        params::TOLD,
    )
    .until("2025-11-25"),
    tells(
        Side::Client,
        "notifications/tasks/status",
        params::TASK_STATUS,
    )
    .only("2025-11-25"),
    // What a server tells.
    tells(Side::Server, "notifications/cancelled", params::CANCELLED),
    tells(Side::Server, "notifications/progress", params::PROGRESS),
    tells(Side::Server, "notifications/message", params::LOGGED),
    tells(
        Side::Server,
        "notifications/tools/list_changed",
        params::TOLD,
    ),
    tells(
        Side::Server,
        "notifications/resources/list_changed",
        params::TOLD,
    ),
    tells(
        Side::Server,
        "notifications/resources/updated",
        params::UPDATED,
    ),
    tells(
        Side::Server,
        "notifications/prompts/list_changed",
        params::TOLD,
    ),
    tells(
        Side::Server,
        "notifications/tasks/status",
        params::TASK_STATUS,
    )
    .only("2025-11-25"),
    tells(
        Side::Server,
        "notifications/elicitation/complete",
        params::ELICITED,
    )
    .only("2025-11-25"),
    tells(
        Side::Server,
        "notifications/subscriptions/acknowledged",
        params::ACKNOWLEDGED,
    )
    .since("2026-07-28"),
];

/// The method of this name that a side sends in a revision.
pub(super) fn find(revision: &Revision, from: Side, name: &str) -> Option<&'static Method> {
    METHODS
        .iter()
        .find(|row| row.what.name == name && row.what.from == from && row.holds(revision))
        .map(|row| &row.what)
}

/// Whether a name that no revision has is somebody else's: it begins with a word that is none of the protocol's.
pub(super) fn foreign(name: &str) -> bool {
    let first = |name: &'static str| name.split('/').next();
    let told = "notifications/";
    match name.strip_prefix(told) {
        Some(rest) => {
            let known = |row: &Row<Method>| row.what.name.strip_prefix(told).and_then(first);
            rest.split_once('/')
                .is_some_and(|(word, _)| METHODS.iter().all(|row| known(row) != Some(word)))
                || rest.contains('.')
        }
        None => name
            .split_once(['/', '.'])
            .is_some_and(|(word, _)| METHODS.iter().all(|row| first(row.what.name) != Some(word))),
    }
}
