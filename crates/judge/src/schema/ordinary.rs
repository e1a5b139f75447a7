//! Schemas that are valid by what nearly all of them are made of, told without the library, which takes far longer.

use serde_json::Value;

/// Levels of schemas that are looked at.
const LEVELS: usize = 16;

/// Whether a schema is plainly valid by the meta-schemas of draft-07 and 2020-12 alike. False says nothing: the library is asked.
pub(super) fn is_ordinary(schema: &Value) -> bool {
    ordinary(schema, LEVELS)
}

fn ordinary(schema: &Value, levels: usize) -> bool {
    let Some(members) = schema.as_object() else {
        return schema.is_boolean();
    };
    let Some(levels) = levels.checked_sub(1) else {
        return false;
    };
    members.iter().all(|(name, value)| {
        let all = |schemas: &[Value]| schemas.iter().all(|schema| ordinary(schema, levels));
        match name.as_str() {
            "type" => is_type(value) || is_types(value),
            "$schema" => value.as_str().is_some_and(|name| DIALECTS.contains(&name)),
            "title" | "description" => value.is_string(),
            "default" | "const" | "example" => true,
            "examples" => value.is_array(),
            "enum" => is_enum(value),
            "required" => is_unique(value),
            "additionalProperties" | "items" | "not" | "propertyNames" => ordinary(value, levels),
            "properties" | "$defs" | "definitions" => {
                let named = value.as_object();
                named.is_some_and(|named| named.values().all(|schema| ordinary(schema, levels)))
            }
            "anyOf" | "allOf" | "oneOf" => {
                let schemas = value.as_array();
                schemas.is_some_and(|schemas| !schemas.is_empty() && all(schemas))
            }
            "minimum" | "maximum" | "exclusiveMinimum" | "exclusiveMaximum" => value.is_number(),
            "minLength" | "maxLength" | "minItems" | "maxItems" | "minProperties"
            | "maxProperties" => value.is_u64(),
            "uniqueItems" | "readOnly" | "writeOnly" => value.is_boolean(),
            // The names of formats are anything.
            "format" => value.is_string(),
            _ => false,
        }
    })
}

const DIALECTS: [&str; 2] = [
    "http://json-schema.org/draft-07/schema#",
    "https://json-schema.org/draft/2020-12/schema",
];

const TYPES: [&str; 7] = [
    "string", "object", "boolean", "array", "integer", "number", "null",
];

fn is_type(value: &Value) -> bool {
    value.as_str().is_some_and(|name| TYPES.contains(&name))
}

fn is_types(value: &Value) -> bool {
    is_enum(value)
        && value
            .as_array()
            .is_some_and(|types| types.iter().all(is_type))
}

/// Whether a value is a short list of strings, each there once, and not empty, as some drafts ask.
fn is_enum(value: &Value) -> bool {
    value.as_array().is_some_and(|list| !list.is_empty()) && is_unique(value)
}

/// Whether a value is a short list of strings, each there once.
fn is_unique(value: &Value) -> bool {
    const MOST: usize = 64;
    let Some(list) = value.as_array().filter(|list| list.len() <= MOST) else {
        return false;
    };
    let mut seen = (0..).zip(list);
    seen.all(|(at, one)| one.is_string() && list.iter().take(at).all(|other| other != one))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    #[test]
    fn what_nearly_all_tools_have_is_ordinary() {
        let schema = json!({
            "$schema": "http://json-schema.org/draft-07/schema#",
            "type": "object",
            "title": "Arguments",
            "properties": {
                "path": {"type": "string", "description": "Where", "minLength": 1},
                "sort": {"enum": ["up", "down"], "default": "up"},
                "many": {"anyOf": [{"type": ["integer", "null"]}, true], "minimum": 0.5},
                "tags": {"type": "array", "items": {"type": "string"}, "uniqueItems": true},
            },
            "required": ["path"],
            "additionalProperties": false,
        });
        assert!(is_ordinary(&schema));
    }

    #[test]
    fn what_a_draft_forbids_or_the_table_does_not_know_is_not() {
        for schema in [
            json!("string"),
            json!({"type": "text"}),
            json!({"type": []}),
            json!({"type": ["string", "string"]}),
            json!({"required": ["a", "a"]}),
            json!({"required": true}),
            json!({"properties": {"a": {"type": 1}}}),
            json!({"items": [{}]}),
            json!({"anyOf": []}),
            json!({"minLength": -1}),
            json!({"exclusiveMinimum": true}),
            json!({"pattern": "("}),
            json!({"$ref": "#/a"}),
            json!({"$schema": "http://json-schema.org/draft-04/schema#"}),
        ] {
            assert!(!is_ordinary(&schema), "{schema}");
        }
    }

    /// Schemas of the table's words, right and wrong.
    fn schemas() -> impl Strategy<Value = Value> {
        let name = prop::sample::select(vec![
            "$schema",
            "type",
            "title",
            "default",
            "examples",
            "enum",
            "required",
            "items",
            "not",
            "additionalProperties",
            "properties",
            "$defs",
            "anyOf",
            "minimum",
            "maxLength",
            "format",
            "exclusiveMaximum",
            "uniqueItems",
            "const",
            "pattern",
            "$ref",
            "dependentRequired",
        ]);
        let text = prop::sample::select(vec!["string", "null", "a", "", DIALECTS[0], DIALECTS[1]]);
        let leaf = prop_oneof![
            text.prop_map(|text| json!(text)),
            any::<bool>().prop_map(|yes| json!(yes)),
            (-2..3_i64).prop_map(|number| json!(number)),
            Just(json!(null)),
            Just(json!(0.5)),
        ];
        leaf.prop_recursive(4, 24, 4, move |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..3).prop_map(Value::Array),
                prop::collection::vec((name.clone(), inner), 0..4).prop_map(|members| members
                    .into_iter()
                    .map(|(k, v)| (k.to_owned(), v))
                    .collect()),
            ]
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4096))]

        #[test]
        fn the_library_finds_nothing_wrong_with_what_is_ordinary(schema in schemas()) {
            if is_ordinary(&schema) {
                prop_assert!(jsonschema::draft202012::meta::is_valid(&schema));
                prop_assert!(jsonschema::draft7::meta::is_valid(&schema));
            }
        }
    }
}
