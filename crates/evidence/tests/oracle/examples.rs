//! Makes good messages from a schema: one with everything, one with what must be there, and one for each choice.

use crate::schema::Schema;
use serde_json::{Map, Value, json};

/// Deeper than this a schema goes in circles.
const DEPTH: usize = 14;

/// Messages that the rules allow.
pub(crate) fn of(schema: &Schema, rules: &Value) -> Vec<Value> {
    let mut all: Vec<Value> = Vec::new();
    for example in made(schema, rules, DEPTH) {
        if !all.contains(&example) {
            all.push(example);
        }
    }
    all
}

fn made(schema: &Schema, rules: &Value, depth: usize) -> Vec<Value> {
    let Some(depth) = depth.checked_sub(1) else {
        return vec![json!({})];
    };
    if let Some(reference) = rules.get("$ref").and_then(Value::as_str) {
        return made(schema, schema.resolve(reference), depth);
    }
    if let Some(value) = rules.get("const") {
        return vec![value.clone()];
    }
    if let Some(words) = rules.get("enum").and_then(Value::as_array) {
        return words.clone();
    }
    if let Some(arms) = rules.get("anyOf").and_then(Value::as_array) {
        return arms
            .iter()
            .flat_map(|arm| made(schema, arm, depth))
            .collect();
    }
    if let Some(parts) = rules.get("allOf").and_then(Value::as_array) {
        return merged(schema, parts, depth);
    }
    if let (Some(then), Some(otherwise)) = (rules.get("then"), rules.get("else")) {
        let mut first = made(schema, then, depth);
        for value in &mut first {
            value["resultType"] = "input_required".into();
        }
        return [first, made(schema, otherwise, depth)].concat();
    }
    match rules.get("type") {
        Some(Value::Array(types)) => types
            .iter()
            .flat_map(|one| made(schema, &json!({ "type": one }), depth))
            .collect(),
        Some(Value::String(name)) => match name.as_str() {
            "object" => object(schema, rules, depth),
            "array" => array(schema, rules, depth),
            "string" => vec![json!("word")],
            "integer" => vec![json!(3)],
            "number" => vec![json!(0.5)],
            "boolean" => vec![json!(true)],
            _ => vec![Value::Null],
        },
        _ if rules.get("properties").is_some() => object(schema, rules, depth),
        _ => vec![json!("anything")],
    }
}

fn array(schema: &Schema, rules: &Value, depth: usize) -> Vec<Value> {
    let items = rules.get("items").cloned().unwrap_or_default();
    made(schema, &items, depth)
        .into_iter()
        .map(|item| json!([item]))
        .chain([json!([])])
        .collect()
}

fn object(schema: &Schema, rules: &Value, depth: usize) -> Vec<Value> {
    let none = Map::new();
    let properties = rules["properties"].as_object().unwrap_or(&none);
    let choices: Vec<(&String, Vec<Value>)> = properties
        .iter()
        .map(|(name, rules)| (name, made(schema, rules, depth)))
        .collect();
    let first = |(name, values): &(&String, Vec<Value>)| {
        values.first().map(|value| ((*name).clone(), value.clone()))
    };
    let mut whole: Map<String, Value> = choices.iter().filter_map(first).collect();
    let more = rules
        .get("additionalProperties")
        .filter(|more| more.is_object());
    let more = more
        .map(|more| made(schema, more, depth))
        .unwrap_or_default();
    if let Some(value) = more.first() {
        whole.insert("key".to_owned(), value.clone());
    }
    let required = rules["required"].as_array();
    let least: Map<String, Value> = whole
        .iter()
        .filter(|(name, _)| required.is_some_and(|all| all.contains(&json!(name))))
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect();
    let mut all = vec![Value::Object(whole.clone()), Value::Object(least)];
    let others = choices
        .iter()
        .flat_map(|(name, values)| values.iter().skip(1).map(|value| ((*name).clone(), value)))
        .chain(more.iter().skip(1).map(|value| ("key".to_owned(), value)));
    for (name, value) in others {
        let mut other = whole.clone();
        other.insert(name, value.clone());
        all.push(Value::Object(other));
    }
    all
}

/// Each choice of each part, with the first choice of the other parts.
fn merged(schema: &Schema, parts: &[Value], depth: usize) -> Vec<Value> {
    let choices: Vec<Vec<Value>> = parts
        .iter()
        .map(
            |part| match part.get("then").filter(|_| part.get("else").is_none()) {
                // A rule for one code: an error of that code is one more choice.
                Some(then) => [vec![json!({})], made(schema, then, depth)].concat(),
                None => made(schema, part, depth),
            },
        )
        .collect();
    let mut all = Vec::new();
    for (chosen, values) in choices.iter().enumerate() {
        for value in values {
            let mut whole = json!({});
            for (_, choices) in choices.iter().enumerate().filter(|(n, _)| *n != chosen) {
                join(&mut whole, choices.first());
            }
            join(&mut whole, Some(value));
            all.push(whole);
        }
    }
    all
}

fn join(whole: &mut Value, part: Option<&Value>) {
    let (Value::Object(whole), Some(Value::Object(part))) = (whole, part) else {
        return;
    };
    for (name, value) in part {
        match whole.get_mut(name) {
            Some(known) if known.is_object() && value.is_object() => join(known, Some(value)),
            _ => drop(whole.insert(name.clone(), value.clone())),
        }
    }
}
