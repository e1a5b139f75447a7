//! Grades an input schema. Only its dialect's meta-schema is put to the library: the server's own schema is never compiled, so no `$ref`
//! is ever fetched, recursion costs nothing and a hostile `pattern` never runs. Source: specification, "Tool"; JSON Schema 2020-12.

mod ordinary;

use crate::shape::{Param, follow, local, member};
use crate::text::strings;
use crate::{Grade, Parameter, Schema, shorten};
use jsonschema::error::ValidationErrorKind;
use jsonschema::meta::MetaValidator;
use serde_json::{Map, Value};

/// Values and members beyond which a schema is not put to the library.
const SIZE: usize = 50_000;
/// Remarks that are kept.
const REMARKS: usize = 16;
/// Bytes of a pattern beyond which it is not compiled.
const PATTERN: usize = 4096;

/// Grades the input schema of a tool.
pub(crate) fn grade(tool: &Value, params: &[Param<'_>]) -> Schema {
    let mut schema = Schema {
        grade: Grade::Missing,
        dialect: None,
        remarks: Vec::new(),
        parameters: Vec::new(),
    };
    let Some(input) = member(tool, "inputSchema").filter(|value| !value.is_null()) else {
        return schema;
    };
    schema.dialect = input
        .get("$schema")
        .and_then(Value::as_str)
        .map(str::to_owned);
    let Some(root) = input.as_object() else {
        schema.grade = Grade::Invalid;
        remark(&mut schema, "/inputSchema", "is no object");
        return schema;
    };
    let size = size(input);
    if size > SIZE {
        // What could not be looked at is never green.
        schema.grade = Grade::Invalid;
        remark(
            &mut schema,
            "/inputSchema",
            &format!("holds {size} values, more than the {SIZE} that are checked"),
        );
        return schema;
    }
    // Most are, which is told quicker than that nothing is wrong with them: they refer to nothing either.
    let ordinary = ordinary::is_ordinary(input);
    let valid = ordinary || meta_valid(input, &mut schema);
    let object = root.get("type").and_then(Value::as_str) == Some("object");
    if !object {
        remark(
            &mut schema,
            "/inputSchema/type",
            "is not \"object\", as the protocol requires",
        );
    }
    if !ordinary {
        texts(input, &mut schema);
    }
    let params: Vec<&Param<'_>> = params.iter().filter(|param| param.level == 0).collect();
    schema.parameters = parameters(tool, &params);
    let tight = parameters_tight(&params, root, &mut schema);
    schema.grade = if !valid || !object {
        Grade::Invalid
    } else if tight {
        Grade::Strict
    } else {
        Grade::Loose
    };
    schema
}

/// Adds a remark, up to the cap.
fn remark(schema: &mut Schema, pointer: &str, says: &str) {
    if schema.remarks.len() < REMARKS {
        schema.remarks.push((pointer.to_owned(), says.to_owned()));
    }
}

/// How many values a schema holds, counted without recursion and no further than needed.
fn size(value: &Value) -> usize {
    let mut todo = vec![value];
    let mut count = 0;
    while let Some(value) = todo.pop() {
        count += 1;
        if count > SIZE {
            break;
        }
        match value {
            Value::Array(list) => todo.extend(list),
            Value::Object(members) => todo.extend(members.values()),
            _ => {}
        }
    }
    count
}

/// Whether the schema is one by the rules of its dialect.
fn meta_valid(input: &Value, schema: &mut Schema) -> bool {
    let declared = schema.dialect.clone().unwrap_or_default();
    let (validator, known) = validator(&declared);
    if !known {
        remark(
            schema,
            "/inputSchema/$schema",
            &format!(
                "names a dialect that is not known ({}); judged as 2020-12",
                shorten(&declared)
            ),
        );
    }
    if validator.is_valid(input) {
        return true;
    }
    let mut valid = true;
    for error in validator.iter_errors(input).take(REMARKS) {
        let pointer = format!("/inputSchema{}", error.instance_path());
        valid &= is_format(error.kind());
        remark(schema, &pointer, &shorten(&error.to_string()));
    }
    valid
}

/// A pattern that does not compile, a `$schema` that is no URI: odd, and no reason to lose the tool.
const fn is_format(error: &ValidationErrorKind) -> bool {
    matches!(error, ValidationErrorKind::Format { .. })
}

/// Why a schema is none by the rules of its dialect: what is first wrong with it, and the JSON pointer in it. Like the grade of an
/// input schema, without what the protocol asks of one.
#[must_use]
pub fn no_schema(schema: &Value) -> Option<(String, String)> {
    let size = size(schema);
    if size > SIZE {
        let says = format!("holds more than the {SIZE} values that are checked");
        return Some((String::new(), says));
    }
    let dialect = member(schema, "$schema").and_then(Value::as_str);
    let (validator, _) = validator(dialect.unwrap_or_default());
    let mut errors = validator.iter_errors(schema).take(REMARKS);
    let error = errors.find(|error| !is_format(error.kind()))?;
    Some((
        error.instance_path().to_string(),
        shorten(&error.to_string()),
    ))
}

/// The meta-schema's validator for a dialect, and whether the dialect is known. The library keeps them; none is built twice.
fn validator(dialect: &str) -> (MetaValidator<'static>, bool) {
    let plain = dialect
        .trim_end_matches('#')
        .trim_start_matches("https://")
        .trim_start_matches("http://")
        .trim_end_matches('/');
    match plain {
        "json-schema.org/draft-04/schema" => (jsonschema::draft4::meta::validator(), true),
        "json-schema.org/draft-06/schema" => (jsonschema::draft6::meta::validator(), true),
        "json-schema.org/draft-07/schema" => (jsonschema::draft7::meta::validator(), true),
        "json-schema.org/draft/2019-09/schema" => {
            (jsonschema::draft201909::meta::validator(), true)
        }
        other => (
            jsonschema::draft202012::meta::validator(),
            matches!(
                other,
                "" | "json-schema.org/draft/2020-12/schema" | "json-schema.org/schema"
            ),
        ),
    }
}

/// References that lead out of the document, or nowhere; and patterns that are too long to be tried.
fn texts(input: &Value, schema: &mut Schema) {
    let (mut references, mut patterns) = (Vec::new(), Vec::new());
    strings(input, &mut |pointer, text| {
        let refers = pointer.ends_with("/$ref") || pointer.ends_with("/$dynamicRef");
        if refers && references.len() < REMARKS && text != "$ref" && text != "$dynamicRef" {
            references.push((pointer.to_owned(), text.to_owned()));
        }
        if text.len() > PATTERN
            && patterns.len() < REMARKS
            && pointer.ends_with("/pattern")
            && !pointer.ends_with("/properties/pattern")
        {
            patterns.push((pointer.to_owned(), text.len()));
        }
    });
    for (pointer, target) in references {
        let at = format!("/inputSchema{pointer}");
        if !target.starts_with('#') {
            let says = format!(
                "refers outside the document ({}); never fetched",
                shorten(&target)
            );
            remark(schema, &at, &says);
        } else if (target == "#" || target.starts_with("#/")) && local(input, &target).is_none() {
            let says = format!("refers to {}, which is not there", shorten(&target));
            remark(schema, &at, &says);
        }
    }
    for (pointer, length) in patterns {
        let says = format!("is a pattern of {length} bytes");
        remark(schema, &format!("/inputSchema{pointer}"), &says);
    }
}

/// The parameters as declared.
fn parameters(tool: &Value, params: &[&Param<'_>]) -> Vec<Parameter> {
    let root = member(tool, "inputSchema").unwrap_or(&Value::Null);
    let one = |param: &&Param<'_>| {
        let declared = param.schema;
        let values = &param.values;
        Parameter {
            name: param.name.to_owned(),
            typed: values.typed,
            described: !param.text.tokens.is_empty(),
            constrained: !values.listed.is_empty()
                || values.boolean && !values.free_text
                || constrained(declared)
                || constrained(follow(root, declared)),
        }
    };
    params.iter().map(one).collect()
}

/// Whether a keyword of a schema, or of its branches and items, limits the values.
fn constrained(schema: &Value) -> bool {
    const LIMITS: &[&str] = &[
        "enum",
        "const",
        "format",
        "pattern",
        "minimum",
        "maximum",
        "exclusiveMinimum",
        "exclusiveMaximum",
        "multipleOf",
        "minLength",
        "maxLength",
        "minItems",
        "maxItems",
        "properties",
    ];
    let limited = |value: &Value| {
        value
            .as_object()
            .is_some_and(|members| members.keys().any(|key| LIMITS.contains(&&**key)))
    };
    let branches = ["anyOf", "oneOf", "allOf"]
        .iter()
        .filter_map(|key| member(schema, key)?.as_array())
        .flatten()
        .take(32);
    limited(schema)
        || member(schema, "items").is_some_and(limited)
        || branches.into_iter().any(limited)
}

/// Whether every parameter is typed and none is a free-form object.
fn parameters_tight(top: &[&Param<'_>], root: &Map<String, Value>, schema: &mut Schema) -> bool {
    let mut tight = true;
    for param in top {
        if !param.values.typed {
            tight = false;
            remark(schema, &param.pointer, "has no type");
        } else if param.values.free_object {
            tight = false;
            remark(schema, &param.pointer, "is a free-form object or list");
        }
    }
    let closed = root.get("additionalProperties") == Some(&Value::Bool(false));
    let declared = root.get("properties").is_some_and(Value::is_object);
    if top.is_empty() && !closed && !declared {
        tight = false;
        remark(
            schema,
            "/inputSchema",
            "declares no parameters and takes anything",
        );
    }
    if top.is_empty()
        && root
            .get("additionalProperties")
            .is_some_and(|value| value != &Value::Bool(false))
    {
        tight = false;
        remark(
            schema,
            "/inputSchema/additionalProperties",
            "takes anything and names no parameter",
        );
    }
    tight
}
