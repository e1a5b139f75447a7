//! For programs: `mcp-gatecheck/explain/1`.

use super::{Told, ToldSign, ToldTool};
use crate::escape::cut;
use judge::Claim;
use serde::Serialize;
use std::borrow::Cow;

/// Characters of one text.
const TEXT: usize = 2_000;

#[derive(Serialize)]
struct Document<'t> {
    schema: &'static str,
    tool_version: &'t str,
    tools: Vec<Tool<'t>>,
    elsewhere: Vec<Elsewhere<'t>>,
    flow: Vec<Cow<'t, str>>,
}

#[derive(Serialize)]
struct Tool<'t> {
    name: Cow<'t, str>,
    effect: &'t str,
    capabilities: &'t [String],
    broad: bool,
    bound: Option<Cow<'t, str>>,
    sensitive: &'t [String],
    approval: &'t [String],
    schema: Option<&'t str>,
    schema_remarks: Vec<Remark<'t>>,
    because: Vec<Because<'t>>,
    contradictions: Vec<Because<'t>>,
    signs: Vec<Sign<'t>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    at: Option<At<'t>>,
}

#[derive(Serialize)]
struct Remark<'t> {
    from: Cow<'t, str>,
    says: Cow<'t, str>,
}

#[derive(Serialize)]
struct Because<'t> {
    claim: Cow<'t, str>,
    from: Cow<'t, str>,
    text: Cow<'t, str>,
}

#[derive(Serialize)]
struct Sign<'t> {
    what: Cow<'t, str>,
    certain: bool,
    from: Cow<'t, str>,
    text: Cow<'t, str>,
}

#[derive(Serialize)]
struct Elsewhere<'t> {
    subject: Cow<'t, str>,
    #[serde(flatten)]
    sign: Sign<'t>,
}

#[derive(Serialize)]
struct At<'t> {
    frame: &'t str,
    pointer: Cow<'t, str>,
}

fn text(text: &str) -> Cow<'_, str> {
    cut(text, TEXT)
}

impl Told {
    /// The document as JSON, ending in a line feed.
    #[must_use]
    pub fn json(&self, tool_version: &str) -> String {
        let document = Document {
            schema: "mcp-gatecheck/explain/1",
            tool_version,
            tools: self.tools.iter().map(tool).collect(),
            elsewhere: self
                .elsewhere
                .iter()
                .map(|(subject, found)| Elsewhere {
                    subject: text(subject),
                    sign: sign(found),
                })
                .collect(),
            flow: self.flow.iter().map(|says| text(says)).collect(),
        };
        let mut out = serde_json::to_string_pretty(&document).unwrap_or_default();
        out.push('\n');
        out
    }
}

fn tool(tool: &ToldTool) -> Tool<'_> {
    Tool {
        name: text(&tool.name),
        effect: &tool.effect,
        capabilities: &tool.capabilities,
        broad: tool.broad,
        bound: tool.bound.as_deref().map(text),
        sensitive: &tool.sensitive,
        approval: &tool.approval,
        schema: tool.schema.as_deref(),
        schema_remarks: tool
            .remarks
            .iter()
            .map(|(from, says)| Remark {
                from: text(from),
                says: text(says),
            })
            .collect(),
        because: claims(&tool.because),
        contradictions: claims(&tool.contradictions),
        signs: tool.signs.iter().map(sign).collect(),
        at: tool.at.as_ref().map(|(frame, pointer)| At {
            frame,
            pointer: text(pointer),
        }),
    }
}

fn claims(claims: &[Claim]) -> Vec<Because<'_>> {
    claims
        .iter()
        .map(|one| Because {
            claim: text(&one.claim),
            from: text(&one.from),
            text: text(&one.text),
        })
        .collect()
}

fn sign(sign: &ToldSign) -> Sign<'_> {
    Sign {
        what: text(&sign.what),
        certain: sign.certain,
        from: text(&sign.from),
        text: text(&sign.text),
    }
}
