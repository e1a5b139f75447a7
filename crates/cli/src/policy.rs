//! `policy`: the settings that make a gate real in a client.

use crate::args::check::Policy;
use crate::failure::Failure;
use crate::{judging, output, terminal};
use clients::{Client, ENFORCERS, Enforcer, ToolPolicy};
use gate_engine::{Effect, Gate};
use review::Review;
use std::collections::BTreeSet;

pub(crate) fn policy(args: &Policy) -> Result<u8, Failure> {
    let enforcer = Enforcer::from_id(&args.client).ok_or_else(|| unknown(&args.client))?;
    let review = judging::held(&args.held)?;
    let server = args
        .server
        .clone()
        .or_else(|| named(&review))
        .ok_or_else(|| {
            Failure::new(
                "the record does not name the server",
                "say what the client calls it: --server NAME",
            )
        })?;
    let policy = tools(&review, server);
    if policy.allow.is_empty() && policy.ask.is_empty() && policy.deny.is_empty() {
        return Err(Failure::new(
            "the record names no tool",
            "name a transcript too: mcp-gatecheck policy RECORD TRANSCRIPT --for CLIENT",
        ));
    }
    let written = enforcer
        .write(&policy)
        .map_err(|why| Failure::new(why.what, why.remedy))?;
    output::stdout(&written.text);
    let gate = review.decision.gate;
    terminal::note(&format!(
        "{}: {} run unasked, {} ask, {} are kept away.\nIt goes into {}.\n",
        gate.title(),
        policy.allow.len(),
        policy.ask.len(),
        policy.deny.len(),
        written.place
    ));
    if let Some(text) = report::dated_after(&review) {
        terminal::note(&format!("{text}.\n"));
    }
    for note in written.notes {
        terminal::note(&format!("{note}\n"));
    }
    terminal::note(&match enforcer.read_by {
        Some(product) => format!("The shape is that of {product}.\n"),
        None => format!(
            "The shape is that of {}'s documentation and was not held against the product: see that it works before you rely on it.\n",
            enforcer.name
        ),
    });
    Ok(0)
}

/// A client that is none to write a policy for, and what is.
fn unknown(id: &str) -> Failure {
    let ids = |all: &mut dyn Iterator<Item = &'static Enforcer>| {
        let ids: Vec<&str> = all.map(|one| one.id).collect();
        ids.join(", ")
    };
    let Some(client) = Client::from_id(id) else {
        return Failure::new(
            format!("nothing is known of a policy for “{}”", id.escape_debug()),
            format!("those that can enforce one: {}", ids(&mut ENFORCERS.iter())),
        );
    };
    let own = ids(&mut Enforcer::of(client));
    if !own.is_empty() {
        return Failure::new(
            format!("the policy of {} goes by another name", client.name),
            format!("--for {own}"),
        );
    }
    Failure::new(
        format!(
            "{} cannot enforce a policy: {}",
            client.name,
            clients::why_not(client)
        ),
        format!(
            "have it reach the server through a gateway that can, and by no other way: --for {}",
            ids(&mut Enforcer::gateways())
        ),
    )
}

/// What the record calls the server.
fn named(review: &Review) -> Option<String> {
    let record = review.input.record.as_ref()?;
    let name = record.server.iter().find(|(key, _)| key == "name");
    name.map(|(_, name)| name.clone())
}

/// What the gate means for each tool. Whatever the gate leaves open is asked for, or kept away.
fn tools(review: &Review, server: String) -> ToolPolicy {
    let mut policy = ToolPolicy {
        server,
        ..ToolPolicy::default()
    };
    let decision = &review.decision;
    let approved: BTreeSet<&str> = decision
        .required_approvers
        .iter()
        .map(|one| one.tool.as_str())
        .collect();
    for shown in &decision.surface {
        let (name, effect) = (&shown.tool.name, shown.tool.effect);
        let list = match decision.gate {
            Gate::Block => &mut policy.deny,
            Gate::Prototype => &mut policy.ask,
            Gate::ReadOnly if effect == Effect::Read => &mut policy.allow,
            Gate::ReadOnly => &mut policy.deny,
            Gate::WritesWithApproval if effect == Effect::Read => &mut policy.allow,
            Gate::Production if !approved.contains(name.as_str()) => &mut policy.allow,
            Gate::WritesWithApproval | Gate::Production => &mut policy.ask,
        };
        list.insert(name.clone());
    }
    // What is listed, or that the record names, and is not on the surface is kept away.
    let listed = review
        .seen
        .iter()
        .flat_map(|seen| &seen.judged.tools)
        .map(|tool| tool.item.label());
    let record = review.input.record.iter();
    let excluded = record
        .clone()
        .flat_map(|record| &record.engine.exclude)
        .flat_map(|stated| stated.what.iter().cloned());
    let stated = record
        .flat_map(|record| &record.engine.tools)
        .map(|stated| stated.what.name.clone());
    let given = |name: &String| policy.allow.contains(name) || policy.ask.contains(name);
    let kept: Vec<String> = listed
        .chain(excluded)
        .chain(stated)
        .filter(|name| !given(name))
        .collect();
    policy.deny.extend(kept);
    policy
}
