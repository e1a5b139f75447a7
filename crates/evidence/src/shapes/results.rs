//! What requests are answered with.

use super::common::{
    ANY, CACHING, CLIENT_CAPABILITIES, IMPLEMENTATION, OF_ANSWERS, OF_RESULTS, RESULT,
    SERVER_CAPABILITIES,
};
use super::content::{self, CONTENTS, PROMPT_MESSAGE, SAMPLED_MESSAGE};
use super::elicit;
use super::items;
use super::params::INPUT_REQUEST;
use super::rule::Shape::{
    self, All, Any, Either, Flag, Id, List, Map, Null, OneOf, Short, Tagged, Text, Whole,
};
use super::rule::{Case, Member, Members, Row, case, may, must, or};

/// Nothing of its own.
pub(super) const EMPTY: Shape = OF_RESULTS;

/// The same from a client.
pub(super) const EMPTY_ANSWER: Shape = OF_ANSWERS;

pub(super) const INITIALIZE: Shape = All(&[
    Shape::Object(&[
        must("protocolVersion", Text),
        must("capabilities", SERVER_CAPABILITIES),
        must("serverInfo", IMPLEMENTATION),
        may("instructions", Text),
    ]),
    OF_RESULTS,
]);

pub(super) const DISCOVER: Shape = All(&[
    Shape::Object(&[
        must("supportedVersions", List(&Text)),
        must("capabilities", SERVER_CAPABILITIES),
        may("instructions", Text),
    ]),
    CACHED,
]);

/// A result that may be kept.
pub(super) const CACHED: Shape = All(&[OF_RESULTS, Shape::Object(CACHING)]);

/// A page of a list, its items and cursor apart.
pub(super) const PAGE: [Members; 2] = [RESULT, CACHING];

const CURSOR: Row<Member> = may("nextCursor", Text);

pub(super) const TOOLS: Shape = All(&[
    CACHED,
    Shape::Object(&[must("tools", List(&items::TOOL)), CURSOR]),
]);

pub(super) const RESOURCES: Shape = All(&[
    CACHED,
    Shape::Object(&[must("resources", List(&items::RESOURCE)), CURSOR]),
]);

pub(super) const TEMPLATES: Shape = All(&[
    CACHED,
    Shape::Object(&[must("resourceTemplates", List(&items::TEMPLATE)), CURSOR]),
]);

pub(super) const PROMPTS: Shape = All(&[
    CACHED,
    Shape::Object(&[must("prompts", List(&items::PROMPT)), CURSOR]),
]);

/// A result that asks for something first; otherwise it is the result itself.
const fn input_or(result: &'static Shape) -> Shape {
    Tagged {
        by: "resultType",
        cases: INPUT_FIRST,
        other: Some(result),
    }
}

const INPUT_FIRST: &[Row<Case>] = &[case("input_required", INPUT_REQUIRED).since("2026-07-28")];

const INPUT_REQUIRED: Shape = All(&[
    OF_RESULTS,
    Shape::Object(&[
        may("inputRequests", Map(&INPUT_REQUEST)),
        may("requestState", Text),
    ]),
]);

pub(super) const READ: Shape = input_or(&All(&[
    CACHED,
    Shape::Object(&[must("contents", List(&CONTENTS))]),
]));

pub(super) const GET_PROMPT: Shape = input_or(&All(&[
    OF_RESULTS,
    Shape::Object(&[
        must("messages", List(&PROMPT_MESSAGE)),
        may("description", Text),
    ]),
]));

/// What a tool gave back, or the task that it works on.
pub(super) const CALL_TOOL: Shape = input_or(&Either(&[
    or(All(&[OF_RESULTS, content::OUTPUT])),
    or(All(&[OF_RESULTS, Shape::Object(&[must("task", TASK)])])).only("2025-11-25"),
]));

pub(super) const COMPLETE: Shape = All(&[
    OF_RESULTS,
    Shape::Object(&[must(
        "completion",
        Shape::Object(&[
            must("values", List(&Text)).until("2025-11-25"),
            must("values", Short(&Text, 100)).since("2026-07-28"),
            may("total", Whole),
            may("hasMore", Flag),
        ]),
    )]),
]);

/// The end of a subscription.
pub(super) const LISTEN: Shape = All(&[
    OF_RESULTS,
    Shape::Object(&[must(
        "_meta",
        Shape::Object(&[must("io.modelcontextprotocol/subscriptionId", Id)]),
    )]),
]);

/// A task of 2025-11-25.
pub(super) const TASK: Shape = Shape::Object(&[
    must("taskId", Text),
    must(
        "status",
        OneOf(&[
            "working",
            "input_required",
            "completed",
            "failed",
            "cancelled",
        ]),
    ),
    must("createdAt", Text),
    must("lastUpdatedAt", Text),
    must("ttl", Either(&[or(Whole), or(Null)])),
    may("pollInterval", Whole),
    may("statusMessage", Text),
]);

pub(super) const GET_TASK: Shape = All(&[OF_RESULTS, TASK]);

pub(super) const TASKS: Shape = All(&[
    OF_RESULTS,
    Shape::Object(&[must("tasks", List(&TASK)), CURSOR]),
]);

pub(super) const ROOTS: Members = &[
    must(
        "roots",
        List(&Shape::Object(&[
            must("uri", Text),
            may("name", Text),
            may("_meta", ANY).since("2025-06-18"),
        ])),
    ),
    may("_meta", ANY).until("2025-11-25"),
];

pub(super) const LIST_ROOTS: Shape = Shape::Object(ROOTS);

pub(super) const CREATE_MESSAGE: Shape = SAMPLED_MESSAGE;

pub(super) const ELICIT: Shape = All(&[OF_ANSWERS, elicit::ANSWER]);

/// An error.
pub(super) const ERROR: Shape =
    Shape::Object(&[must("code", Whole), must("message", Text), may("data", Any)]);

/// What an error of a certain code carries beyond that.
#[derive(Debug, Clone, Copy)]
pub(super) struct Coded {
    pub(super) code: i64,
    pub(super) shape: Shape,
}

const fn coded(code: i64, shape: Shape) -> Row<Coded> {
    Row::always(Coded { code, shape })
}

/// The errors that carry something of their own.
pub(super) const ERRORS: &[Row<Coded>] = &[
    coded(
        -32042,
        Shape::Object(&[must(
            "data",
            Shape::Object(&[must("elicitations", List(&elicit::REQUIRED))]),
        )]),
    )
    .only("2025-11-25"),
    coded(
        -32021,
        Shape::Object(&[must(
            "data",
            Shape::Object(&[must("requiredCapabilities", CLIENT_CAPABILITIES)]),
        )]),
    )
    .since("2026-07-28"),
    coded(
        -32022,
        Shape::Object(&[must(
            "data",
            Shape::Object(&[must("supported", List(&Text)), must("requested", Text)]),
        )]),
    )
    .since("2026-07-28"),
];
