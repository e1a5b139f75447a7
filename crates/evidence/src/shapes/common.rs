//! What several things have: metadata, icons, annotations, who one is and what one can.

use super::rule::Shape::{self, Between, Flag, Id, List, Map, OneOf, Text};
use super::rule::{Member, Members, Row, may, must};

/// An object of which nothing more is asked.
pub(super) const ANY: Shape = Shape::OBJECT;

pub(super) const ROLE: Shape = OneOf(&["user", "assistant"]);

pub(super) const LOG_LEVEL: Shape = OneOf(&[
    "debug",
    "info",
    "notice",
    "warning",
    "error",
    "critical",
    "alert",
    "emergency",
]);

pub(super) const ICONS: Shape = List(&Shape::Object(&[
    must("src", Text),
    may("mimeType", Text),
    may("sizes", List(&Text)),
    may("theme", OneOf(&["light", "dark"])),
]));

pub(super) const ANNOTATIONS: Shape = Shape::Object(&[
    may("audience", List(&ROLE)),
    may("priority", Between(0, 1)),
    may("lastModified", Text).since("2025-06-18"),
]);

/// `clientInfo` and `serverInfo`.
pub(super) const IMPLEMENTATION: Shape = Shape::Object(&[
    must("name", Text),
    must("version", Text),
    may("title", Text).since("2025-06-18"),
    may("description", Text).since("2025-11-25"),
    may("websiteUrl", Text).since("2025-11-25"),
    may("icons", ICONS).since("2025-11-25"),
]);

const LIST_CHANGED: Shape = Shape::Object(&[may("listChanged", Flag)]);

/// What a server can.
pub(super) const SERVER_CAPABILITIES: Shape = Shape::Object(&[
    may("tools", LIST_CHANGED),
    may(
        "resources",
        Shape::Object(&[may("listChanged", Flag), may("subscribe", Flag)]),
    ),
    may("prompts", LIST_CHANGED),
    may("logging", ANY),
    may("completions", ANY).since("2025-03-26"),
    may("experimental", Map(&ANY)),
    may(
        "tasks",
        Shape::Object(&[
            may("list", ANY),
            may("cancel", ANY),
            may(
                "requests",
                Shape::Object(&[may("tools", Shape::Object(&[may("call", ANY)]))]),
            ),
        ]),
    )
    .only("2025-11-25"),
    may("extensions", Map(&ANY)).since("2026-07-28"),
]);

/// What a client can.
pub(super) const CLIENT_CAPABILITIES: Shape = Shape::Object(&[
    may("roots", LIST_CHANGED).until("2025-11-25"),
    may("roots", ANY).since("2026-07-28"),
    may(
        "sampling",
        Shape::Object(&[
            may("tools", ANY).since("2025-11-25"),
            may("context", ANY).since("2025-11-25"),
        ]),
    ),
    may(
        "elicitation",
        Shape::Object(&[
            may("form", ANY).since("2025-11-25"),
            may("url", ANY).since("2025-11-25"),
        ]),
    )
    .since("2025-06-18"),
    may("experimental", Map(&ANY)),
    may(
        "tasks",
        Shape::Object(&[
            may("list", ANY),
            may("cancel", ANY),
            may(
                "requests",
                Shape::Object(&[
                    may("sampling", Shape::Object(&[may("createMessage", ANY)])),
                    may("elicitation", Shape::Object(&[may("create", ANY)])),
                ]),
            ),
        ]),
    )
    .only("2025-11-25"),
    may("extensions", Map(&ANY)).since("2026-07-28"),
]);

/// The metadata of a request of 2026-07-28: what a handshake said before.
const REQUEST_META: Shape = Shape::Object(&[
    must("io.modelcontextprotocol/protocolVersion", Text),
    must(
        "io.modelcontextprotocol/clientCapabilities",
        CLIENT_CAPABILITIES,
    ),
    may("io.modelcontextprotocol/clientInfo", IMPLEMENTATION),
    may("io.modelcontextprotocol/logLevel", LOG_LEVEL),
    may("progressToken", Id),
]);

/// What the parameters of every request have.
pub(super) const OF_REQUESTS: Shape = Shape::Object(&[
    may("_meta", Shape::Object(&[may("progressToken", Id)])).until("2025-11-25"),
    must("_meta", REQUEST_META).since("2026-07-28"),
]);

/// What the parameters of every notification have.
pub(super) const OF_NOTIFICATIONS: Shape = Shape::Object(&[
    may("_meta", ANY).until("2025-11-25"),
    may(
        "_meta",
        Shape::Object(&[may("io.modelcontextprotocol/subscriptionId", Id)]),
    )
    .since("2026-07-28"),
]);

/// What the results of a client have.
pub(super) const OF_ANSWERS: Shape = Shape::Object(&[may("_meta", ANY)]);

/// What the results of a server have.
pub(super) const OF_RESULTS: Shape = Shape::Object(RESULT);

pub(super) const RESULT: Members = &[
    must("resultType", Text).since("2026-07-28"),
    may("_meta", ANY).until("2025-11-25"),
    may(
        "_meta",
        Shape::Object(&[may("io.modelcontextprotocol/serverInfo", IMPLEMENTATION)]),
    )
    .since("2026-07-28"),
];

/// How long, and for whom, a result may be kept.
pub(super) const CACHING: Members = &[
    must("ttlMs", Shape::From(0)).since("2026-07-28"),
    must("cacheScope", OneOf(&["private", "public"])).since("2026-07-28"),
];

/// `_meta` of a thing.
pub(super) const META: Row<Member> = may("_meta", ANY).since("2025-06-18");

/// `title` of a thing.
pub(super) const TITLE: Row<Member> = may("title", Text).since("2025-06-18");
