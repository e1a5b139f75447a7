//! How often one value is put to subschemas as references unfold: counted over the graph, never unfolded.
//!
//! An edge leads from a subschema to each that the *same* value is put to next: `$ref`, combinations, conditions. Properties and
//! items put a part of the value to a subschema, which ends where the value does. So a circle of edges never ends, and without
//! one the count is a sum over the graph, children first.

use crate::schema::{Subschema, Subschemas};
use serde_json::Value;
use std::collections::HashMap;

/// Keywords whose subschemas the same value is put to.
const IN_PLACE: [&str; 8] = [
    "allOf",
    "anyOf",
    "oneOf",
    "not",
    "if",
    "then",
    "else",
    "dependentSchemas",
];

/// Keywords that refer.
const REFERENCES: [&str; 3] = ["$ref", "$dynamicRef", "$recursiveRef"];

/// Places outside of the subschemas that references lead to, at most.
const OUTSIDE: usize = 20_000;

/// The subschema that the most others hang on, with their number. `Err`: one that lies on a circle; none where the circle
/// lies outside of the subschemas.
pub(super) fn evaluated(schemas: &Subschemas<'_>) -> Result<(usize, u64), Option<usize>> {
    let refers = |one: &Subschema<'_>| {
        REFERENCES
            .iter()
            .any(|name| one.members.contains_key(*name))
    };
    if !schemas.all.iter().any(refers) {
        // A tree: each subschema is reached once.
        return Ok((0, 1));
    }
    let edges = edges(schemas);
    let mut waiting: Vec<usize> = edges.iter().map(Vec::len).collect();
    let mut callers: Vec<Vec<usize>> = vec![Vec::new(); edges.len()];
    for (from, targets) in edges.iter().enumerate() {
        for &to in targets {
            if let Some(callers) = callers.get_mut(to) {
                callers.push(from);
            }
        }
    }
    let mut costs = vec![1_u64; edges.len()];
    let mut ready: Vec<usize> = positions(&waiting, |left| left == 0).collect();
    let mut worst = (0, 0);
    while let Some(done) = ready.pop() {
        let cost = costs.get(done).copied().unwrap_or(1);
        if cost > worst.1 && done < schemas.all.len() {
            worst = (done, cost);
        }
        for &caller in callers.get(done).into_iter().flatten() {
            if let Some(own) = costs.get_mut(caller) {
                *own = own.saturating_add(cost);
            }
            if let Some(left) = waiting.get_mut(caller) {
                *left -= 1;
                if *left == 0 {
                    ready.push(caller);
                }
            }
        }
    }
    let stuck: Vec<usize> = positions(&waiting, |left| left > 0).collect();
    match stuck.first() {
        None => Ok(worst),
        Some(_) => Err(circle(&edges, &waiting, &stuck).filter(|at| *at < schemas.all.len())),
    }
}

fn positions(counts: &[usize], fits: impl Fn(usize) -> bool) -> impl Iterator<Item = usize> {
    let counts = counts.iter().enumerate();
    counts.filter_map(move |(at, count)| fits(*count).then_some(at))
}

/// The first on a circle: from any that never gets ready, every step to another such one leads there.
fn circle(edges: &[Vec<usize>], waiting: &[usize], stuck: &[usize]) -> Option<usize> {
    let is_stuck = |at: &usize| waiting.get(*at).is_some_and(|left| *left > 0);
    let next = |at: usize| edges.get(at)?.iter().copied().find(is_stuck);
    let mut at = *stuck.first()?;
    for _ in stuck {
        at = next(at)?;
    }
    let start = at;
    let mut least = at;
    loop {
        at = next(at)?;
        least = least.min(at);
        if at == start {
            return Some(least);
        }
    }
}

/// For each subschema, those that the same value is put to next. What references lead to outside of them stands after them.
fn edges(schemas: &Subschemas<'_>) -> Vec<Vec<usize>> {
    let mut values: Vec<&Value> = schemas.all.iter().map(|one| one.value).collect();
    // A value is known by where it lies in memory: each reference finds it with one look.
    let mut known: HashMap<*const Value, usize> = HashMap::new();
    for (at, value) in values.iter().enumerate() {
        known.insert(std::ptr::from_ref(*value), at);
    }
    let Some(root) = values.first().copied() else {
        return Vec::new();
    };
    let mut edges: Vec<Vec<usize>> = vec![Vec::new(); values.len()];
    for (at, one) in schemas.all.iter().enumerate() {
        if let (Some(parent), true) = (one.parent, IN_PLACE.contains(&one.step.keyword))
            && let Some(edges) = edges.get_mut(parent)
        {
            edges.push(at);
        }
    }
    let anchors = anchors(schemas);
    let foreign = foreign(schemas);
    let mut from = 0;
    while let Some(value) = values.get(from).copied() {
        // Below another `$id` a reference means another document.
        let ours = !foreign.get(from).copied().unwrap_or(false);
        for reference in REFERENCES.iter().filter(|_| ours) {
            let Some(target) = value.get(*reference).and_then(Value::as_str) else {
                continue;
            };
            let target = match target.strip_prefix('#') {
                Some(pointer) if pointer.is_empty() || pointer.starts_with('/') => {
                    root.pointer(pointer)
                }
                Some(name) => anchors.get(name).copied(),
                None => None,
            };
            let Some(target) = target.filter(|target| target.is_object()) else {
                continue;
            };
            let room = values.len() < schemas.all.len() + OUTSIDE;
            let next = values.len();
            let to = *known.entry(std::ptr::from_ref(target)).or_insert(next);
            if to == next {
                if !room {
                    continue;
                }
                values.push(target);
                edges.push(Vec::new());
            }
            if let Some(edges) = edges.get_mut(from) {
                edges.push(to);
            }
        }
        from += 1;
    }
    edges
}

/// Subschemas by their anchors.
fn anchors<'a>(schemas: &Subschemas<'a>) -> HashMap<&'a str, &'a Value> {
    let mut anchors = HashMap::new();
    for one in &schemas.all {
        for keyword in ["$anchor", "$dynamicAnchor"] {
            if let Some(name) = one.members.get(keyword).and_then(Value::as_str) {
                anchors.entry(name).or_insert(one.value);
            }
        }
    }
    anchors
}

/// Whether each subschema stands in, or is, one other than the root that has an `$id` of its own.
fn foreign(schemas: &Subschemas<'_>) -> Vec<bool> {
    let mut foreign: Vec<bool> = Vec::with_capacity(schemas.all.len());
    for one in &schemas.all {
        let inherited = one.parent.and_then(|parent| foreign.get(parent).copied());
        let own = one.parent.is_some() && one.members.get("$id").is_some_and(Value::is_string);
        foreign.push(own || inherited.unwrap_or(false));
    }
    foreign
}
