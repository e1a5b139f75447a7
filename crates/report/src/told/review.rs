//! What a review tells: `mcp-gatecheck/review/1`, as other programs may have changed it. What cannot be read is left out.

use super::{Told, ToldSign, ToldTool};
use judge::Claim;
use serde_json::Value;
use std::collections::HashMap;

/// Members of one list that are read.
const MEMBERS: usize = 1_000;

impl Told {
    /// What a review tells of its tools; `None` where it is none.
    #[must_use]
    pub fn review(json: &Value) -> Option<Self> {
        let schema = text(json, "schema");
        if !schema.starts_with("mcp-gatecheck/review/") {
            return None;
        }
        let mut of_tools: HashMap<String, Vec<ToldSign>> = HashMap::new();
        let mut elsewhere: Vec<(String, ToldSign)> = Vec::new();
        for finding in list(json, "findings") {
            let Some((kind, name, sign)) = odd(finding) else {
                continue;
            };
            if kind == "tool" {
                of_tools.entry(name).or_default().push(sign);
            } else {
                let subject = format!("{kind} {name}");
                elsewhere.push((subject.trim_end().to_owned(), sign));
            }
        }
        let tools = json.get("tools").and_then(Value::as_array);
        let tools = tools.into_iter().flatten().map(|tool| {
            let name = text(tool, "name");
            let signs = of_tools.get(&name).cloned().unwrap_or_default();
            told(tool, name, signs).whole()
        });
        let flow = list(json, "findings")
            .filter(|finding| finding["probe"] == "toxic-flow")
            .map(|finding| text(finding, "message"));
        Some(Self {
            tools: tools.collect(),
            elsewhere,
            flow: flow.collect(),
        })
    }
}

fn told(tool: &Value, name: String, signs: Vec<ToldSign>) -> ToldTool {
    let some = |member: &str| Some(text(tool, member)).filter(|text| !text.is_empty());
    let at = tool
        .get("at")
        .map(|at| (text(at, "frame"), text(at, "pointer")));
    ToldTool {
        name,
        effect: some("effect").unwrap_or_else(|| "unknown".to_owned()),
        broad: tool["broad"] == true,
        bound: some("bound"),
        capabilities: words(tool, "capabilities"),
        sensitive: words(tool, "sensitive"),
        approval: words(tool, "approval"),
        schema: some("schema"),
        remarks: Vec::new(),
        because: list(tool, "because").map(claim).collect(),
        contradictions: Vec::new(),
        signs,
        at,
    }
}

fn claim(claim: &Value) -> Claim {
    Claim {
        claim: text(claim, "claim"),
        from: text(claim, "from"),
        text: text(claim, "text"),
    }
}

/// A finding about a text, with the kind and name of what the text belongs to.
fn odd(finding: &Value) -> Option<(String, String, ToldSign)> {
    if finding["probe"] != "tool-deception" {
        return None;
    }
    let subject = finding.get("subject")?;
    let sign = ToldSign {
        what: text(finding, "message"),
        certain: finding["severity"] == "error",
        from: text(subject, "pointer"),
        text: String::new(),
    };
    Some((text(subject, "kind"), text(subject, "name"), sign))
}

fn text(json: &Value, member: &str) -> String {
    let text = json.get(member).and_then(Value::as_str);
    text.unwrap_or_default().to_owned()
}

fn list<'v>(json: &'v Value, member: &str) -> impl Iterator<Item = &'v Value> {
    let list = json.get(member).and_then(Value::as_array);
    list.into_iter().flatten().take(MEMBERS)
}

fn words(json: &Value, member: &str) -> Vec<String> {
    list(json, member)
        .filter_map(|word| Some(word.as_str()?.to_owned()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_others_changed_is_read_as_far_as_it_can_be() {
        let review = json!({
            "schema": "mcp-gatecheck/review/1",
            "tools": [
                {"name": "run", "effect": "destructive", "broad": true, "bound": null, "capabilities": ["exec_command", 7],
                 "because": [{"claim": "effect: destructive", "from": "/name", "text": "run"}, "nothing"]},
                7,
            ],
            "findings": [
                {"probe": "tool-deception", "severity": "error", "message": "It hides.", "subject": {"kind": "tool", "name": "run", "pointer": "/title"}},
                {"probe": "tool-deception", "severity": "warning", "message": "Odd.", "subject": {"kind": "prompt", "name": "p"}},
                {"probe": "tool-deception"},
            ],
        });
        let told = Told::review(&review).unwrap();
        let run = &told.tools[0];
        assert_eq!((run.name.as_str(), run.broad), ("run", true));
        assert_eq!(run.capabilities, ["exec_command"]);
        let claims: Vec<&str> = run.because.iter().map(|one| one.claim.as_str()).collect();
        assert_eq!(claims, ["effect: destructive", "", "approval: destructive"]);
        assert!(run.signs[0].certain && run.signs[0].from == "/title");
        assert_eq!(told.tools[1].effect, "unknown");
        assert_eq!(told.elsewhere[0].0, "prompt p");
        assert!(Told::review(&json!({"tools": []})).is_none());
        assert!(
            Told::review(&json!({"schema": "mcp-gatecheck/review/1", "tools": 7, "findings": {}}))
                .is_some()
        );
    }
}
