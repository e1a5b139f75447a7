//! Gateways, which stand between any client and its servers.

use super::write::{json, yaml};
use super::{Exported, NO_ASKING, ToolPolicy, Unwritable, of};

const NO_ASKING_HERE: &str =
    "It cannot ask a person: those to be asked for are let through here, and the client must ask.";

pub(super) fn docker(policy: &ToolPolicy) -> Result<Exported, Unwritable> {
    let mut text = format!("{}:\n", yaml(&policy.server));
    for tool in policy.given() {
        text.push_str(&format!("  - {}\n", yaml(tool)));
    }
    if policy.given().is_empty() {
        text = format!("{}: []\n", yaml(&policy.server));
    }
    Ok(Exported {
        place: "~/.docker/mcp/tools.yaml; start the gateway with --verify-signatures, --block-secrets and, where it needs none, --block-network",
        text,
        notes: vec![NO_ASKING],
    })
}

pub(super) fn agentgateway(policy: &ToolPolicy) -> Result<Exported, Unwritable> {
    let rule = |tool: &str| {
        format!(
            "      - {}\n",
            yaml(&format!("mcp.tool.name == {}", json(tool)))
        )
    };
    let rules: String = policy.given().into_iter().map(rule).collect();
    let rules = match rules.is_empty() {
        // What no rule at all means is not known.
        true => "      - \"false\"\n".to_owned(),
        false => rules,
    };
    Ok(Exported {
        place: "the policies of the route to the server, in agentgateway's configuration",
        text: format!("policies:\n  mcpAuthorization:\n    rules:\n{rules}"),
        notes: vec![
            "A rule holds for every server of its route: give this one a route of its own.",
            NO_ASKING_HERE,
        ],
    })
}

/// An action is named by its target and its tool, with three underscores between them: so AWS's starter toolkit makes them, and so
/// does one of the two examples in the README of its CDK; the other has two. A name that is wrong permits nothing.
///
/// Cedar lets through only what is permitted, and what is forbidden goes before that: what is kept away is forbidden too, so that
/// another policy of the gateway that permits everything does not open it.
pub(super) fn cedar(policy: &ToolPolicy) -> Result<Exported, Unwritable> {
    let statement = |effect: &str, tools: Vec<&str>| {
        let action = |tool: &&str| {
            let name = json(&format!("{}___{tool}", policy.server));
            format!("    AgentCore::Action::{name}")
        };
        let actions: Vec<String> = tools.iter().map(action).collect();
        let text = format!(
            "{effect}(\n  principal,\n  action in [\n{}\n  ],\n  resource == AgentCore::Gateway::\"GATEWAY_ARN\"\n);\n",
            actions.join(",\n")
        );
        (!tools.is_empty()).then_some(text)
    };
    let statements = [
        statement("permit", policy.given().into_iter().collect()),
        statement("forbid", of(&policy.deny).collect()),
    ];
    let statements: Vec<String> = statements.into_iter().flatten().collect();
    Ok(Exported {
        place: "the gateway's policy engine, each statement as a policy of its own; GATEWAY_ARN is the gateway's, and the server's name that of its target",
        text: statements.join("\n"),
        notes: vec![
            "The engine must be attached in the mode ENFORCE: in LOG_ONLY, which it has at first, nothing is kept away.",
            "`principal` is everybody whom the gateway lets in: narrow it where not all may.",
            NO_ASKING_HERE,
        ],
    })
}
