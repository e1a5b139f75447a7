use crate::web::Http;
use crate::{Answer, Finding, Outcome, Severity, View, look, say};
use evidence::{Body, Caller, FrameId, Kind};
use gate_engine::Effect;
use judge::JudgedTool;
use serde_json::Value;
use std::collections::BTreeMap;

pub(crate) fn detect(view: &View<'_>) -> Answer {
    let Some(http) = view.http() else {
        return Ok(Outcome::not_applicable(
            "A local process has no anonymous callers.",
        ));
    };
    let shown = shown_to_anybody(&http);
    let findings: Vec<Finding> = view
        .changing()
        .into_iter()
        .filter_map(|tool| told(tool, shown.of(tool)?))
        .collect();
    if !findings.is_empty() {
        return Ok(Outcome::Fail { findings });
    }
    let let_in = http.let_in(Caller::Anonymous);
    if let_in.is_empty() {
        return refused(view, &http);
    }
    // A list that is not whole may hide one more.
    let mut frames = view.whole(Kind::Tool)?;
    frames.extend(let_in);
    let says = match shown.definitions.len() {
        0 => "Anonymous callers are shown no tools.".to_owned(),
        n => format!(
            "Anonymous callers are shown {}, none of which writes.",
            say::count(n, "tool")
        ),
    };
    Ok(Outcome::pass(says).at(frames))
}

fn refused(view: &View<'_>, http: &Http<'_>) -> Answer {
    match http.locked_out() {
        Some(seen) => Ok(Outcome::pass("Anonymous callers are refused.").at(seen.frames())),
        None if http.let_in(Caller::SignedIn).is_empty() => {
            view.connected()?;
            Err(look::gap("It was not listed without a credential."))
        }
        None => Ok(Outcome::pass("Only callers who signed in were let in.")
            .at(http.let_in(Caller::SignedIn))),
    }
}

fn told(tool: &JudgedTool, frame: FrameId) -> Option<Finding> {
    let says = match tool.effect {
        Effect::Read => return None,
        Effect::Write => "Anybody may call it, and it writes.",
        Effect::Destructive => "Anybody may call it, and it destroys.",
        Effect::Unknown => {
            "Anybody may call it, and what it does is not known, which counts as a write."
        }
    };
    let elsewhere = (frame != tool.item.at.frame).then_some(frame);
    Some(Finding::on(&tool.item, Severity::Error, says).at(elsewhere))
}

/// What a caller without credentials was shown, and where.
#[derive(Default)]
struct Shown<'a> {
    /// Definitions, by their digests: another caller may be shown another tool of the same name.
    definitions: BTreeMap<&'a str, FrameId>,
    /// Names in answers to a question, which are not read further.
    names: BTreeMap<String, FrameId>,
}

impl Shown<'_> {
    fn of(&self, tool: &JudgedTool) -> Option<FrameId> {
        let known = self.definitions.get(tool.item.digest.as_str());
        known
            .or_else(|| self.names.get(tool.item.name.as_deref()?))
            .copied()
    }
}

fn shown_to_anybody<'a>(http: &Http<'a>) -> Shown<'a> {
    let mut shown = Shown::default();
    for (session, web) in http.webs() {
        let listings = session.listings.iter();
        let listed = listings.filter(|_| web.caller == Caller::Anonymous);
        let items = listed.flat_map(|listing| &listing.items);
        for item in items.filter(|item| item.kind == Kind::Tool) {
            let definitions = &mut shown.definitions;
            definitions.entry(&item.digest).or_insert(item.at.frame);
        }
    }
    // Whoever we were else on those connections, that was asked without a credential.
    let put = http.put("list-without-token").into_iter();
    for seen in put.filter(|seen| !http.signed_in_by_session(seen)) {
        let question = seen.session.questions.get("list-without-token");
        for reply in question.iter().flat_map(|question| &question.replies) {
            if let Body::Result(result) = &reply.body {
                let names = names(result).map(|name| (name, reply.frame));
                shown.names.extend(names);
            }
        }
    }
    shown
}

fn names(result: &Value) -> impl Iterator<Item = String> {
    let tools = result.get("tools").and_then(Value::as_array).cloned();
    let tools = tools.unwrap_or_default().into_iter();
    tools.filter_map(|tool| Some(tool.get("name")?.as_str()?.to_owned()))
}
