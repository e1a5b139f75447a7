//! What requests and notifications carry: the members of the message beyond `jsonrpc`, `id` and `method`.

use super::common::{
    ANY, CLIENT_CAPABILITIES, IMPLEMENTATION, LOG_LEVEL, OF_NOTIFICATIONS, OF_REQUESTS,
};
use super::content::{SAMPLED_MESSAGE, SAMPLING_MESSAGE};
use super::elicit::{self, AS_TASK};
use super::items;
use super::results::{ROOTS, TASK};
use super::rule::Shape::{
    self, All, Any, Between, Either, Flag, Id, List, Map, Number, OneOf, Tagged, Text, Whole,
};
use super::rule::{Members, case, may, must, or};

/// Nothing of its own; 2026-07-28 has metadata on everything that is asked.
pub(super) const NOTHING: Members = &[
    may("params", OF_REQUESTS).until("2025-11-25"),
    must("params", OF_REQUESTS).since("2026-07-28"),
];

const PAGINATED: Shape = All(&[OF_REQUESTS, Shape::Object(&[may("cursor", Text)])]);

pub(super) const LIST: Members = &[
    may("params", PAGINATED).until("2025-11-25"),
    must("params", PAGINATED).since("2026-07-28"),
];

pub(super) const INITIALIZE: Members = &[must(
    "params",
    All(&[
        OF_REQUESTS,
        Shape::Object(&[
            must("protocolVersion", Text),
            must("capabilities", CLIENT_CAPABILITIES),
            must("clientInfo", IMPLEMENTATION),
        ]),
    ]),
)];

/// An answer to something that a server asked for in a result.
const INPUT_RESPONSE: Shape = Either(&[
    or(SAMPLED_MESSAGE),
    or(Shape::Object(ROOTS)),
    or(elicit::ANSWER),
]);

/// A request again, with what the result asked for.
const AGAIN: Shape = Shape::Object(&[
    may("inputResponses", Map(&INPUT_RESPONSE)).since("2026-07-28"),
    may("requestState", Text).since("2026-07-28"),
]);

const URI: Shape = Shape::Object(&[must("uri", Text)]);

pub(super) const READ: Members = &[must("params", All(&[OF_REQUESTS, URI, AGAIN]))];

pub(super) const SUBSCRIBE: Members = &[must("params", All(&[OF_REQUESTS, URI]))];

pub(super) const GET_PROMPT: Members = &[must(
    "params",
    All(&[
        OF_REQUESTS,
        Shape::Object(&[must("name", Text), may("arguments", Map(&Text))]),
        AGAIN,
    ]),
)];

pub(super) const CALL_TOOL: Members = &[must(
    "params",
    All(&[
        OF_REQUESTS,
        AS_TASK,
        Shape::Object(&[must("name", Text), may("arguments", ANY)]),
        AGAIN,
    ]),
)];

pub(super) const SET_LEVEL: Members = &[must(
    "params",
    All(&[OF_REQUESTS, Shape::Object(&[must("level", LOG_LEVEL)])]),
)];

const REFERENCE: Shape = Tagged {
    by: "type",
    cases: &[
        case(
            "ref/prompt",
            Shape::Object(&[must("name", Text), may("title", Text).since("2025-06-18")]),
        ),
        case("ref/resource", URI),
    ],
    other: None,
};

pub(super) const COMPLETE: Members = &[must(
    "params",
    All(&[
        OF_REQUESTS,
        Shape::Object(&[
            must("ref", REFERENCE),
            must(
                "argument",
                Shape::Object(&[must("name", Text), must("value", Text)]),
            ),
            may("context", Shape::Object(&[may("arguments", Map(&Text))])).since("2025-06-18"),
        ]),
    ]),
)];

/// What a client wants to be told of.
const FILTER: Shape = Shape::Object(&[
    may("toolsListChanged", Flag),
    may("promptsListChanged", Flag),
    may("resourcesListChanged", Flag),
    may("resourceSubscriptions", List(&Text)),
]);

pub(super) const LISTEN: Members = &[must(
    "params",
    All(&[OF_REQUESTS, Shape::Object(&[must("notifications", FILTER)])]),
)];

pub(super) const OF_TASK: Members = &[must("params", Shape::Object(&[must("taskId", Text)]))];

const SHARE: Shape = Between(0, 1);

const SAMPLE: Shape = Shape::Object(&[
    must("messages", List(&SAMPLING_MESSAGE)),
    must("maxTokens", Whole),
    may(
        "modelPreferences",
        Shape::Object(&[
            may("hints", List(&Shape::Object(&[may("name", Text)]))),
            may("costPriority", SHARE),
            may("speedPriority", SHARE),
            may("intelligencePriority", SHARE),
        ]),
    ),
    may("systemPrompt", Text),
    may(
        "includeContext",
        OneOf(&["none", "thisServer", "allServers"]),
    ),
    may("temperature", Number),
    may("stopSequences", List(&Text)),
    may("metadata", ANY),
    may("tools", List(&items::TOOL)).since("2025-11-25"),
    may(
        "toolChoice",
        Shape::Object(&[may("mode", OneOf(&["auto", "required", "none"]))]),
    )
    .since("2025-11-25"),
]);

pub(super) const CREATE_MESSAGE: Members = &[must("params", All(&[OF_REQUESTS, AS_TASK, SAMPLE]))];

pub(super) const ELICIT: Members = &[must("params", elicit::CREATE)];

/// What a server asks for in a result, as 2026-07-28 has it: what were requests of its own before.
pub(super) const INPUT_REQUEST: Shape = Tagged {
    by: "method",
    cases: &[
        case(
            "sampling/createMessage",
            Shape::Object(&[must("params", SAMPLE)]),
        ),
        case(
            "elicitation/create",
            Shape::Object(&[must("params", elicit::INPUT)]),
        ),
        case(
            "roots/list",
            Shape::Object(&[may("params", Shape::Object(&[may("_meta", ANY)]))]),
        ),
    ],
    other: None,
};

/// A notification that says all by its name.
pub(super) const TOLD: Members = &[may("params", OF_NOTIFICATIONS)];

pub(super) const CANCELLED: Members = &[must(
    "params",
    All(&[
        OF_NOTIFICATIONS,
        Shape::Object(&[
            must("requestId", Id).until("2025-06-18"),
            may("requestId", Id).only("2025-11-25"),
            must("requestId", Id).since("2026-07-28"),
            may("reason", Text),
        ]),
    ]),
)];

pub(super) const PROGRESS: Members = &[must(
    "params",
    All(&[
        OF_NOTIFICATIONS,
        Shape::Object(&[
            must("progressToken", Id),
            must("progress", Number),
            may("total", Number),
            may("message", Text).since("2025-03-26"),
        ]),
    ]),
)];

pub(super) const LOGGED: Members = &[must(
    "params",
    All(&[
        OF_NOTIFICATIONS,
        Shape::Object(&[
            must("level", LOG_LEVEL),
            must("data", Any),
            may("logger", Text),
        ]),
    ]),
)];

pub(super) const UPDATED: Members = &[must("params", All(&[OF_NOTIFICATIONS, URI]))];

pub(super) const ACKNOWLEDGED: Members = &[must(
    "params",
    All(&[
        OF_NOTIFICATIONS,
        Shape::Object(&[must("notifications", FILTER)]),
    ]),
)];

pub(super) const ELICITED: Members = &[must(
    "params",
    Shape::Object(&[must("elicitationId", Text)]),
)];

pub(super) const TASK_STATUS: Members = &[must("params", All(&[OF_NOTIFICATIONS, TASK]))];
