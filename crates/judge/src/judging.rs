//! The one place where a tool is judged: every room is asked in turn, and what they say is put together.

use crate::bound::Does;
use crate::effect::rank;
use crate::flow::legs;
use crate::glance::Seen;
use crate::orders::Place;
use crate::power::{Case, Power};
use crate::prose::Words;
use crate::quiet::Quiet;
use crate::shape::Tool;
use crate::text::{across, doubles, item_signs, names_its_own, strings, text_signs};
use crate::verbs::Verbs;
use crate::{
    Capability, Claim, Hints, Judged, JudgedResource, JudgedTool, Secret, Siblings, Sign, approval,
    bound, data, effect, power, prompt, resource, schema, wipes,
};
use evidence::{Body, Facts, FaultKind, FrameId, Item, Kind, ListingEnd, Target, Variant};
use gate_engine::Effect;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

/// Credentials that are kept of one server.
const SECRETS: usize = 256;

/// Judges everything that a server lists and says.
#[must_use]
pub fn judge(facts: &Facts) -> Judged {
    let inventory = &facts.inventory;
    let siblings = Siblings::of(
        inventory
            .tools
            .iter()
            .filter_map(|entry| entry.item.name.as_deref()),
    );
    let mut judged = Judged::default();
    let mut leaked = Leaked::new();
    let mut quiet = Quiet::default();
    instructions(facts, &siblings, &mut judged.signs);
    let mut before: Option<String> = None;
    // Item by item, so that only one of them is in memory as a value.
    for entry in inventory.all() {
        let (item, raw) = (&entry.item, entry.item.raw.value());
        let mut cut = None;
        match item.kind {
            Kind::Tool => {
                let tool = cut.insert(Tool::of(&raw, &siblings));
                let judgement = judge_taken(item, &raw, tool, &entry.visible_to);
                judged.tools.push(judgement);
            }
            Kind::Resource | Kind::Template => judged.resources.push(judge_resource(item, &raw)),
            Kind::Prompt => judged.prompts.push(prompt::prompt(item, &raw, &siblings)),
        }
        let mut found = Vec::new();
        let mut search = |text: &str| {
            let here = secrets::find(text);
            let any = !here.is_empty();
            found.extend(here);
            any
        };
        let cut = cut.as_ref();
        let signs = item_signs(item, &raw, cut, &siblings, &mut quiet, &mut search);
        judged.signs.extend(signs);
        let told = raw.get("description").and_then(Value::as_str);
        let told = told.unwrap_or_default();
        judged.signs.extend(across(before.as_deref(), item, told));
        before = Some(told.to_owned());
        if !found.is_empty() {
            found.truncate(SECRETS);
            leaked.insert((item.kind, &item.digest), found);
        }
    }
    for entries in [&inventory.tools, &inventory.prompts] {
        let items: Vec<&Item> = entries.iter().map(|entry| &*entry.item).collect();
        judged.signs.extend(doubles(&items));
    }
    let found = all_secrets(facts, &leaked);
    (judged.secrets, judged.sent_back) = (found.secrets, found.sent_back);
    judged
}

/// What looks like a credential in an item, by its kind and digest: kind of credential, and how it is shown.
type Leaked<'f> = HashMap<(Kind, &'f str), Vec<(&'static str, String)>>;

/// Judges one tool among its siblings.
#[must_use]
pub fn judge_tool(item: &Arc<Item>, visible_to: &[Variant], siblings: &Siblings) -> JudgedTool {
    let raw = item.raw.value();
    judge_taken(item, &raw, &Tool::of(&raw, siblings), visible_to)
}

/// Judges a tool that is taken apart.
fn judge_taken(
    item: &Arc<Item>,
    raw: &Value,
    tool: &Tool<'_>,
    visible_to: &[Variant],
) -> JudgedTool {
    let mut because = Vec::new();
    let verbs = Verbs::of(tool);
    let by_words = effect::effect(tool, &verbs, &mut because);
    let case = Case {
        tool,
        verbs: &verbs,
        effect: by_words,
    };
    let destroys = effect::told_destructive(&because, by_words).cloned();
    let power = power::power(&case);
    because.extend(power.because.iter().cloned());
    let mut by_text = settle(by_words, power.effect);
    if by_text == Effect::Write
        && let Some((from, text)) = wipes::destroys(tool, &verbs)
    {
        by_text = Effect::Destructive;
        because.push(Claim {
            claim: format!("effect: {by_text}"),
            from,
            text: crate::shorten(&text),
        });
    }
    let contradictions = contradictions(tool, &verbs, &power, (by_words, destroys.as_ref()));
    let effect = with_hints(by_text, tool.hints, &mut because);
    let does = does(by_text, &power);
    let bound = bound::bound(tool, does).map(|(bound, from, text)| {
        because.push(Claim {
            claim: format!("bound: {bound}"),
            from,
            text: crate::shorten(&text),
        });
        bound.to_owned()
    });
    let sensitive = data::sensitive(tool, &verbs, by_text, &power.capabilities, &mut because);
    let approval = approval::approval(&case, by_text, &power.capabilities, &mut because);
    let seen = legs::Seen {
        tool,
        verbs: &verbs,
        effect,
        capabilities: &power.capabilities,
        sensitive: &sensitive,
        bound: bound.as_deref(),
    };
    let legs = legs::legs(&seen, &mut because);
    JudgedTool {
        item: Arc::clone(item),
        visible_to: visible_to.to_vec(),
        effect,
        capabilities: power.capabilities,
        broad: power.broad,
        bound,
        sensitive,
        approval,
        legs,
        schema: schema::grade(raw, &tool.params),
        contradictions,
        because,
    }
}

/// What a tool does, as far as a bound of it goes.
fn does(effect: Effect, power: &Power) -> Does {
    let anything = [
        Capability::ExecQuery,
        Capability::ExecCommand,
        Capability::ExecCode,
        Capability::ApiPassthrough,
    ];
    match effect {
        Effect::Read if power.has(Capability::ApiPassthrough) => Does::ReadsAnything,
        Effect::Read => Does::Reads,
        _ if anything.iter().any(|one| power.has(*one)) => Does::Runs,
        _ => Does::Changes,
    }
}

/// What the words say and what the power makes of it. A free query that says it only reads is a read, whatever its verb.
fn settle(words: Effect, power: Option<Effect>) -> Effect {
    match power {
        Some(Effect::Read) if words != Effect::Destructive => Effect::Read,
        Some(power) if rank(power) > rank(words) => power,
        _ => words,
    }
}

/// Annotations are claims of an untrusted party: they make the judgement stricter and never laxer.
///
/// `readOnlyHint: false` alone makes no write of what the words call a read: it is the default, and many set it on all of their tools.
fn with_hints(effect: Effect, hints: Hints, because: &mut Vec<Claim>) -> Effect {
    let destroys = hints.destructive == Some(true) && hints.read_only != Some(true);
    if !destroys || effect == Effect::Destructive {
        return effect;
    }
    because.push(Claim {
        claim: "effect: destructive".to_owned(),
        from: "/annotations/destructiveHint".to_owned(),
        text: "true".to_owned(),
    });
    Effect::Destructive
}

/// Where annotations contradict the text or each other. The words must say that something is gone, name and description must both say
/// the change, the main clause must, or the power must be plain: a milder verb alone may be read otherwise, and a contradiction is held
/// against the server.
fn contradictions(
    tool: &Tool<'_>,
    verbs: &Verbs,
    power: &Power,
    (words, destroys): (Effect, Option<&Claim>),
) -> Vec<Claim> {
    let mut found = Vec::new();
    if tool.hints.read_only != Some(true) {
        return found;
    }
    let says = |from: &str, text: &str| Claim {
        claim: "readOnlyHint says that it only reads, yet its own text says otherwise".to_owned(),
        from: from.to_owned(),
        text: crate::shorten(text),
    };
    let anything = ["any", "arbitrary"]
        .iter()
        .any(|word| tool.text.find(word, 0, 40).is_some());
    if let Some(deed) = effect::plain_deed(tool, verbs, words) {
        found.push(says("/description", &deed));
    } else if let Some(claim) =
        destroys.filter(|claim| claim.from != "/name" || !tool.named(&TRIES))
    {
        found.push(says(&claim.from, &claim.text));
    } else if power.broad && power.effect == Some(Effect::Destructive) && anything {
        found.push(says("/description", &tool.text.around(0)));
    }
    if tool.hints.destructive == Some(true) {
        found.push(Claim {
            claim: "readOnlyHint and destructiveHint are both true".to_owned(),
            from: "/annotations".to_owned(),
            text: "readOnlyHint: true, destructiveHint: true".to_owned(),
        });
    }
    found
}

/// Words of a name by which it only says what would be done.
static TRIES: Words = Words::of("dry|simulate|simulated|preview|whatif");

/// Judges one resource or template.
fn judge_resource(item: &Arc<Item>, raw: &Value) -> JudgedResource {
    let reached = resource::resource(raw);
    JudgedResource {
        item: Arc::clone(item),
        sensitive: reached.classes,
        private: reached.private,
        wide: reached.wide,
        because: reached.because,
    }
}

/// What is odd in the instructions.
fn instructions(facts: &Facts, siblings: &Siblings, signs: &mut Vec<Sign>) {
    let server = ("server".to_owned(), "instructions".to_owned());
    for (text, _, frame) in &facts.inventory.instructions {
        let place = |home| Place {
            speaks: true,
            home,
            ..Place::default()
        };
        let (at, seen) = ((*frame, "/instructions"), Seen::of(text));
        let found = text_signs(&server, at, &seen, place(false));
        let home = !found.is_empty() && names_its_own(text, &Value::Null, siblings);
        signs.extend(if home {
            text_signs(&server, at, &seen, place(true))
        } else {
            found
        });
    }
}

/// What looks like a credential in anything that the server sent, or on the command line; and the variables whose values came back.
fn all_secrets<'f>(facts: &'f Facts, leaked: &Leaked<'_>) -> Found<'f> {
    let sessions = facts.sessions.iter();
    let mut found = Found {
        given: sessions
            .flat_map(|session| session.env.iter().map(String::as_str))
            .collect(),
        ..Found::default()
    };
    match &facts.header.target {
        Target::Stdio { command } => found.look(None, &command.join(" ")),
        Target::Http { url } => found.look(None, url),
    }
    for session in &facts.sessions {
        for exchange in &session.exchanges {
            if let Some(reply) = &exchange.reply {
                body(&reply.body, &mut |text| found.look(Some(reply.frame), text));
            }
        }
        for listing in &session.listings {
            for item in &listing.items {
                found.redacted(item.at.frame, item.raw.text());
                let shown = leaked.get(&(item.kind, &*item.digest));
                for (kind, shown) in shown.into_iter().flatten() {
                    found.add(Some(item.at.frame), kind, shown.clone());
                }
            }
            if let ListingEnd::Refused(reply) = &listing.end {
                body(&reply.body, &mut |text| found.look(Some(reply.frame), text));
            }
        }
        for question in session.questions.values() {
            for reply in &question.replies {
                body(&reply.body, &mut |text| found.look(Some(reply.frame), text));
            }
        }
        for request in &session.server_requests {
            strings(&request.params, &mut |_, text| {
                found.look(Some(request.frame), text)
            });
        }
        for notification in &session.notifications {
            strings(&notification.params, &mut |_, text| {
                found.look(Some(notification.frame), text)
            });
        }
        for (frame, line) in &session.stderr {
            found.look(Some(*frame), line);
        }
    }
    for fault in facts
        .faults
        .iter()
        .filter(|fault| fault.kind == FaultKind::Noise)
    {
        found.look(Some(fault.at.frame), &fault.says);
    }
    found
}

/// What was found so far.
#[derive(Default)]
struct Found<'f> {
    secrets: Vec<Secret>,
    sent_back: BTreeMap<String, FrameId>,
    /// Names of the variables that the server was given.
    given: BTreeSet<&'f str>,
}

impl Found<'_> {
    fn redacted(&mut self, frame: FrameId, text: &str) {
        if self.given.is_empty() {
            return;
        }
        for name in redacted(text).filter(|name| self.given.contains(name)) {
            self.sent_back.entry(name.to_owned()).or_insert(frame);
        }
    }

    fn look(&mut self, frame: Option<FrameId>, text: &str) {
        if let Some(frame) = frame {
            self.redacted(frame, text);
        }
        for place in marks(text, "«credential:") {
            self.add(frame, place, "not written down".to_owned());
        }
        for (kind, shown) in secrets::find(text) {
            self.add(frame, kind, shown);
        }
    }

    fn add(&mut self, frame: Option<FrameId>, kind: &str, shown: String) {
        let secret = Secret {
            frame,
            kind: kind.to_owned(),
            shown,
        };
        if self.secrets.len() < SECRETS && !self.secrets.contains(&secret) {
            self.secrets.push(secret);
        }
    }
}

/// Every string of a reply.
fn body(body: &Body, see: &mut dyn FnMut(&str)) {
    match body {
        Body::Result(value) | Body::Error { raw: value, .. } => {
            strings(value, &mut |_, text| see(text))
        }
        Body::Unreadable(_) => {}
    }
}

/// The names of variables whose values stood here and were redacted as they were written down.
fn redacted(text: &str) -> impl Iterator<Item = &str> {
    marks(text, "«redacted:")
}

/// What stands between this mark and its end, wherever it is.
fn marks<'t>(text: &'t str, mark: &str) -> impl Iterator<Item = &'t str> {
    text.split(mark)
        .skip(1)
        .filter_map(|rest| Some(rest.split_once('»')?.0))
}
