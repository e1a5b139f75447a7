//! What a server may ask a person: a form of plain fields, or a page to go to.

use super::common::OF_REQUESTS;
use super::rule::Shape::{self, All, Either, Flag, List, Map, Number, OneOf, Tagged, Text, Whole};
use super::rule::{case, may, must, or};

/// What every field of a form has.
const OF_FIELDS: Shape = Shape::Object(&[may("title", Text), may("description", Text)]);

const STRING: Shape = All(&[
    OF_FIELDS,
    Shape::Object(&[
        may("minLength", Whole),
        may("maxLength", Whole),
        may("format", OneOf(&["email", "uri", "date", "date-time"])),
        may("default", Text).since("2025-11-25"),
    ]),
]);

const WORDS: Shape = List(&Text);

/// A choice of one, with names for people beside it.
const ENUM: Shape = All(&[
    OF_FIELDS,
    Shape::Object(&[
        must("enum", WORDS),
        may("enumNames", WORDS),
        may("default", Text).since("2025-11-25"),
    ]),
]);

/// Choices, each with its title.
const TITLED: Shape = List(&Shape::Object(&[must("const", Text), must("title", Text)]));

const TITLED_ENUM: Shape = All(&[
    OF_FIELDS,
    Shape::Object(&[must("oneOf", TITLED), may("default", Text)]),
]);

const NUMBER: Shape = All(&[
    OF_FIELDS,
    Shape::Object(&[
        may("minimum", Number),
        may("maximum", Number),
        may("default", Number).since("2025-11-25"),
    ]),
]);

const BOOLEAN: Shape = All(&[OF_FIELDS, Shape::Object(&[may("default", Flag)])]);

/// A choice of several.
const SEVERAL: Shape = All(&[
    OF_FIELDS,
    Shape::Object(&[
        must(
            "items",
            Either(&[
                or(Shape::Object(&[
                    must("type", OneOf(&["string"])),
                    must("enum", WORDS),
                ])),
                or(Shape::Object(&[must("anyOf", TITLED)])),
            ]),
        ),
        may("minItems", Whole),
        may("maxItems", Whole),
        may("default", WORDS),
    ]),
]);

const FIELD: Shape = Tagged {
    by: "type",
    cases: &[
        case(
            "string",
            Either(&[or(STRING), or(ENUM), or(TITLED_ENUM).since("2025-11-25")]),
        ),
        case("number", NUMBER),
        case("integer", NUMBER),
        case("boolean", BOOLEAN),
        case("array", SEVERAL).since("2025-11-25"),
    ],
    other: None,
};

/// How long a request may be worked on as a task.
pub(super) const AS_TASK: Shape =
    Shape::Object(&[may("task", Shape::Object(&[may("ttl", Whole)])).only("2025-11-25")]);

const FORM: Shape = Shape::Object(&[
    may("mode", OneOf(&["form"])).since("2025-11-25"),
    must("message", Text),
    must(
        "requestedSchema",
        Shape::Object(&[
            may("$schema", Text).since("2025-11-25"),
            must("type", OneOf(&["object"])),
            must("properties", Map(&FIELD)),
            may("required", WORDS),
        ]),
    ),
]);

const PAGE: Shape = Shape::Object(&[
    must("message", Text),
    must("url", Text),
    must("elicitationId", Text).only("2025-11-25"),
]);

const ASKED: Shape = Tagged {
    by: "mode",
    cases: &[case("url", PAGE).since("2025-11-25")],
    other: Some(&FORM),
};

/// The parameters of `elicitation/create` where they stand in a result, as 2026-07-28 has it.
pub(super) const INPUT: Shape = ASKED;

/// The parameters of `elicitation/create`.
pub(super) const CREATE: Shape = All(&[OF_REQUESTS, AS_TASK, ASKED]);

/// A page to go to, as an error of 2025-11-25 asks for it.
pub(super) const REQUIRED: Shape = All(&[
    OF_REQUESTS,
    AS_TASK,
    Shape::Object(&[must("mode", OneOf(&["url"]))]),
    PAGE,
]);

/// What a person answered.
pub(super) const ANSWER: Shape = Shape::Object(&[
    must("action", OneOf(&["accept", "decline", "cancel"])),
    may(
        "content",
        Map(&Either(&[
            or(Text),
            or(Number),
            or(Flag),
            or(WORDS).since("2025-11-25"),
        ])),
    ),
]);
