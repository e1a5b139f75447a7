//! Any JSON as a tool's definition: judging it is total, deterministic, short, and annotations never make it laxer.

use evidence::Facts;
use evidence::build::Server;
use gate_engine::Effect;
use judge::{Judged, JudgedTool};
use serde_json::{Value, json};

/// Judges the JSON as a tool beside a good one; bytes that are no JSON are a description.
pub fn law(data: &[u8]) {
    let item = serde_json::from_slice(data).unwrap_or_else(|_| {
        json!({"name": "t", "description": String::from_utf8_lossy(data), "inputSchema": {"type": "object"}})
    });
    let judged = judge(&item);
    assert_eq!(
        format!("{judged:?}"),
        format!("{:?}", judge(&item)),
        "the same each time"
    );
    assert!(
        judged
            .tools
            .iter()
            .any(|tool| tool.item.label() == "list_files"),
        "its neighbour is judged"
    );
    for claim in judged
        .tools
        .iter()
        .flat_map(|tool| tool.because.iter().chain(&tool.contradictions))
    {
        assert!(claim.text.chars().count() <= 202, "{claim:?} is short");
    }
    let Value::Object(mut plain) = item else {
        return;
    };
    if plain.shift_remove("annotations").is_some() {
        let plain = judge(&Value::Object(plain));
        for (with, without) in judged.tools.iter().zip(&plain.tools) {
            never_laxer(with, without);
        }
    }
}

fn judge(item: &Value) -> Judged {
    let neighbour = json!({"name": "list_files", "description": "Lists files.", "inputSchema": {"type": "object"}});
    let facts = Facts::read(&Server::with_tools(vec![neighbour, item.clone()]).transcript());
    let judged = judge::judge(&facts);
    assert_eq!(
        judged.tools.len(),
        facts.inventory.tools.len(),
        "every tool is judged"
    );
    judged
}

fn never_laxer(with: &JudgedTool, without: &JudgedTool) {
    assert!(
        rank(with.effect) >= rank(without.effect),
        "{:?} to {:?}",
        without.effect,
        with.effect
    );
    assert!(
        with.capabilities.is_superset(&without.capabilities),
        "no capability is talked away"
    );
    assert!(with.broad >= without.broad, "breadth is not talked away");
    assert!(
        with.sensitive.is_superset(&without.sensitive),
        "no data class is talked away"
    );
    assert!(
        with.approval.is_superset(&without.approval),
        "no approval is talked away"
    );
    assert!(
        with.bound.is_none() || with.bound == without.bound,
        "no bound is talked up"
    );
    assert_eq!(with.schema.grade, without.schema.grade);
}

fn rank(effect: Effect) -> u8 {
    match effect {
        Effect::Read => 0,
        Effect::Unknown => 1,
        Effect::Write => 2,
        Effect::Destructive => 3,
    }
}
