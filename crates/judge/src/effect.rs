//! What a tool does in the worst case, from its name, its text and the shape of its parameters.

use crate::Claim;
use crate::actions::{listed_in_text, only_reads, selects, worst_action};
use crate::cjk;
use crate::clause::{besides, confirmed, main_deed};
use crate::joined::{joined, moves_about};
use crate::lexicon::done_to;
use crate::looks::{
    address_made, aside, back_in_reply, ends_in_look, looks_at, names_a_thing, runs_tests,
    shown_plainly, stands, tells_how, tidies,
};
use crate::open::{MAKES, open};
use crate::prose::{Ready, Words, one_of, phrases, words};
use crate::setting::Setting;
use crate::shape::{Param, Tool};
use crate::verbs::{Found, Verbs};
use gate_engine::Effect;

/// Judges the effect before powers and annotations are looked at.
pub(crate) fn effect(tool: &Tool<'_>, verbs: &Verbs, because: &mut Vec<Claim>) -> Effect {
    let mut worst = match (&verbs.name, verbs.text.first()) {
        (Some(name), _) => by_name(tool, name, &verbs.text, because),
        (None, Some(_)) => by_text(tool, verbs, because),
        (None, None) => Effect::Unknown,
    };
    if worst != Effect::Read
        && verbs.name.as_ref().is_none_or(opens)
        && let Some(param) = only_reads(tool)
    {
        let (from, text) = offered(tool, param);
        claim(because, Effect::Read, &from, &text);
        worst = Effect::Read;
    }
    if worst == Effect::Read {
        worst = joined(tool, verbs, because);
    }
    if worst == Effect::Read
        && let Some((deed, from, text)) = besides(tool, verbs)
    {
        claim(because, deed, &from, &text);
        worst = deed;
    }
    if let Some((deed, at)) = main_deed(tool, verbs)
        && rank(deed) > rank(worst)
    {
        claim(because, deed, "/description", &tool.text.around(at));
        worst = deed;
    }
    if let Some((action, param)) = worst_action(tool)
        && !selects(verbs.name.as_ref())
        && !tells_how(tool, verbs)
        && (rank(action) > rank(worst) || worst == Effect::Unknown)
    {
        let (from, text) = offered(tool, param);
        claim(because, action, &from, &text);
        worst = action;
    }
    let named = |name: &Found| name.verb.noun || opens(name);
    if verbs.name.as_ref().is_none_or(named)
        && let Some((listed, at)) = listed_in_text(tool)
        && (rank(listed) > rank(worst) || worst == Effect::Unknown)
    {
        claim(because, listed, "/description", &tool.text.around(at));
        worst = listed;
    }
    if worst == Effect::Unknown {
        worst = by_statement(tool, because);
    }
    if worst == Effect::Unknown
        && verbs.name.is_none()
        && verbs.text.is_empty()
        && (names_a_thing(&tool.text) || looks_at(&tool.text))
    {
        claim(because, Effect::Read, "/description", &tool.text.around(0));
        worst = Effect::Read;
    }
    if worst == Effect::Read
        && !verbs.leads(words!(
            "validate|lint|check|verify|estimate|calculate|compare|vet|preview|simulate"
        ))
        && let Some(param) = confirmed(tool)
    {
        claim(because, Effect::Write, &param.pointer, param.name);
        worst = Effect::Write;
    }
    worst
}

/// Whether a name's verb leaves open what is done: the operation that the caller picks says it.
fn opens(name: &Found) -> bool {
    name.verb.effect == Effect::Unknown || one_of(words!("manage|handle"), &name.word)
}

/// Deeds that no reading tool does.
pub(crate) static DEEDS: Words = Words::of(
    "create|delete|remove|update|edit|send|write|insert|upload|deploy|publish|install|move|rename|purge|drop|destroy|kill|terminate|revoke|submit|reject|approve|import|cancel|post|overwrite",
);
/// What only begins or ends something may be a look.
static BEGINS: Words = Words::of(
    "decrypt|decode|start|stop|begin|initiate|commence|finish|continue|cancel|pause|resume",
);
/// Things that are made for the reply alone.
static FOR_REPLY: Words = Words::of(
    "chart|diagram|image|plot|map|graph|report|preview|url|link|summary|plan|polygon|geometry|query|prompt|list|context",
);

/// The change that name and description both say, or that the description's main clause does, in its words.
pub(crate) fn plain_deed(tool: &Tool<'_>, verbs: &Verbs, effect: Effect) -> Option<String> {
    if let Some((_, at)) = main_deed(tool, verbs) {
        return Some(tool.text.around(at));
    }
    let (name, text) = (verbs.name.as_ref()?, verbs.text.first()?);
    let plain = |found: &Found| one_of(&DEEDS, &found.word);
    let changes = matches!(text.verb.effect, Effect::Write | Effect::Destructive);
    // The same deed in name and text is one, whatever the verb, if it was not found to be harmless.
    let same = name.word == text.word
        && name.at == 0
        && !name.verb.noun
        && !one_of(&BEGINS, &name.word)
        && effect != Effect::Read;
    let fits = (plain(name) && (plain(text) || changes && !text.verb.noun) || same && changes)
        && !tool.named(&FOR_REPLY)
        && !reads_only(tool);
    fits.then(|| tool.text.around(text.at))
}

/// What the words rest on by which a tool was judged destructive, where those are its own name or description.
pub(crate) fn told_destructive(because: &[Claim], effect: Effect) -> Option<&Claim> {
    let last = because
        .iter()
        .rfind(|claim| claim.claim.starts_with("effect: "))?;
    let own = matches!(last.from.as_str(), "/name" | "/description");
    (effect == Effect::Destructive && own).then_some(last)
}

/// Where the operations stand that a parameter picks one of, and their text: its values, what is said of it, or of the tool.
fn offered(tool: &Tool<'_>, param: &Param<'_>) -> (String, String) {
    if !param.values.listed.is_empty() {
        (param.pointer.clone(), param.values.listed.join(", "))
    } else if param.text.tokens.is_empty() {
        ("/description".to_owned(), tool.text.around(0))
    } else {
        (param.text_at(), param.text.around(0))
    }
}

/// Writes down why.
pub(crate) fn claim(because: &mut Vec<Claim>, effect: Effect, from: &str, text: &str) {
    because.push(Claim {
        claim: format!("effect: {effect}"),
        from: from.to_owned(),
        text: crate::shorten(text),
    });
}

/// The order of effects; unknown lies between read and write, because it counts as a write but any rule beats it.
pub(crate) fn rank(effect: Effect) -> u8 {
    match effect {
        Effect::Read => 0,
        Effect::Unknown => 1,
        Effect::Write => 2,
        Effect::Destructive => 3,
    }
}

/// What the name's verb says, with the description's first verb as second opinion.
fn by_name(tool: &Tool<'_>, name: &Found, texts: &[Found], because: &mut Vec<Claim>) -> Effect {
    let first = texts.first();
    let mut effect = name.verb.effect;
    if one_of(MAKES, &name.word)
        && tool
            .words
            .last()
            .is_some_and(|word| one_of(words!("link|url"), word))
    {
        claim(because, Effect::Read, "/name", tool.name);
        return Effect::Read;
    }
    if enters(tool, name) || reports_given(tool, name) {
        claim(because, Effect::Write, "/name", tool.name);
        return Effect::Write;
    }
    if let Some(at) = back_in_reply(tool, Some(name), texts) {
        claim(because, Effect::Read, "/description", &tool.text.around(at));
        return Effect::Read;
    }
    if tidies(tool, name) || stands(tool, name, first) || ends_in_look(tool, name, first) {
        claim(because, Effect::Read, "/name", tool.name);
        return Effect::Read;
    }
    if let Some(first) = first
        && runs_tests(tool, first)
    {
        claim(
            because,
            Effect::Write,
            "/description",
            &tool.text.around(first.at),
        );
        return Effect::Write;
    }
    if shown_plainly(tool, name, texts) {
        claim(because, Effect::Read, "/description", &tool.text.around(0));
        return Effect::Read;
    }
    if address_made(tool, first) {
        claim(because, Effect::Read, "/description", &tool.text.around(0));
        return Effect::Read;
    }
    let differs = done_to(&name.word, &tool.words).filter(|_| {
        // `habit_log`, "Query the log": the description says that it is looked at.
        !(name.at > 0
            && first.is_some_and(|first| {
                first.at == 0 && first.word != name.word && first.verb.effect == Effect::Read
            }))
    });
    if let Some(effect) = differs
        && (effect != Effect::Write || harmless(tool, name, first).is_none())
    {
        claim(because, effect, "/name", tool.name);
        return effect;
    }
    let text_effect = first.map(|found| found.verb.effect);
    if (effect == Effect::Write || differs.is_some())
        && let Some(why) = harmless(tool, name, first)
    {
        let (from, why) = if why.is_empty() {
            ("/name", tool.name)
        } else {
            ("/description", why.as_str())
        };
        claim(because, Effect::Read, from, why);
        return Effect::Read;
    }
    // A word that is as often a noun yields to what the description says it does.
    if let (Some(first), Some(other)) = (first, text_effect)
        && (name.verb.noun || name.at > 0 && name.verb.effect == Effect::Read)
        && other != Effect::Unknown
        && !(name.verb.effect == Effect::Read && name.at > 0 && aside(tool, first))
        && first.word != "simulate"
        && !(name.word == "preview" && name.at == 0 && tool.words.len() > 1)
        && (!first.verb.noun || first.at < 2)
        && !(effect == Effect::Destructive
            || effect == Effect::Write && name.at == 0 && other == Effect::Read && !name.verb.noun)
    {
        claim(
            because,
            other,
            "/description",
            tool.text.around(first.at).as_str(),
        );
        return other;
    }
    // The same deed in milder or harsher words: `remove_automation`, "Delete an automation".
    // What only takes a deed back loses no more than that did: `unfavorite_pear`, "Remove a pear from the favourites".
    let taken_back = name.word.starts_with("un");
    if effect == Effect::Write && text_effect == Some(Effect::Destructive) && !taken_back {
        effect = Effect::Destructive;
    }
    if effect == Effect::Destructive
        && matches!(
            name.word.as_str(),
            "remove" | "detach" | "clear" | "clean" | "trash"
        )
        && text_effect != Some(Effect::Destructive)
        // "Removes/deletes a …".
        && !(0..4).any(|i| tool.text.word(i).contains("/delete"))
    {
        effect = Effect::Write;
    }
    if name.word == "remove"
        && effect == Effect::Destructive
        && first.is_some_and(|f| f.word == "remove")
        && let Some(from) = tool.text.find("from", 0, 14)
        && !gone(tool, from)
    {
        effect = Effect::Write;
    }
    if effect == Effect::Unknown {
        return open(tool, &name.word, because);
    }
    if name.verb.noun && first.is_none() && names_a_thing(&tool.text) {
        claim(because, Effect::Read, "/description", &tool.text.around(0));
        return Effect::Read;
    }
    claim(because, effect, "/name", tool.name);
    effect
}

/// Whether two words are one verb that goes in or out of something: `check_in`, `log_out`. `check_if_due` is none.
fn enters(tool: &Tool<'_>, name: &Found) -> bool {
    // An answer that is given where the question was asked.
    let asked = |param: &Param<'_>| {
        param.is(words!("question_id|call_id|thread_id|ticket_id|review_id|query_id|callback_query_id|inline_query_id"))
    };
    if name.at == 0 && name.word == "answer" && tool.top().any(asked) {
        return true;
    }
    let next = tool.words.get(name.at + 1).map_or("", String::as_str);
    name.at == 0
        && one_of(words!("log|check|opt"), &name.word)
        && one_of(words!("in|out|off"), next)
}

/// Whether what is reported is given, and not looked up: `report_status` of a `status`.
fn reports_given(tool: &Tool<'_>, name: &Found) -> bool {
    let last = tool.words.last().map_or("", String::as_str);
    name.at == 0
        && name.word == "report"
        && one_of(
            words!(
                "status|progress|result|results|outcome|error|errors|completion|success|failure|metric|metrics|score|position|location"
            ),
            last,
        )
        && tool.top().any(|param| param.is(last))
}

/// Things that are nowhere else once they are removed from the product that keeps them …
static KEPT_ONCE: Words = Words::of(
    "item|items|task|tasks|project|projects|note|notes|file|files|document|documents|record|records|entry|entries|page|pages|event|events|\
    contact|contacts|reminder|reminders|todo|todos|database|databases|runtime|volume|network|container|image|user|account|message|messages|post|issue",
);
/// … and what a thing can be removed from that it is only sorted into.
static SORTED_INTO: Words = Words::of(
    "a|an|the|your|this|that|its|their|his|one|another|any|all|each|specific|given|current|list|lists|favorites|favourites|cart|library|\
    playlist|group|groups|board|boards|queue|index|cache|memory|staging|within|multiple|existing|selected|some",
);

/// Whether what is removed "from Acme" is gone, and not only taken out of a list.
fn gone(tool: &Tool<'_>, from: usize) -> bool {
    let last = tool.words.last().map_or("", String::as_str);
    let whole = one_of(&KEPT_ONCE, last);
    // What waits in a queue is nowhere else.
    if one_of(words!("job|jobs"), last) && tool.text.says(phrases!("queue")) {
        return true;
    }
    whole && !one_of(&SORTED_INTO, tool.text.word(from + 1))
}

/// Phrases of what is added up …
const ADDED_UP: Ready = phrases!(
    "two numbers|three numbers|numbers together|list of numbers|two integers|two floats|two decimals|two values|two vectors|two matrices|sum of|the sum"
);
/// … and what is only written in another way.
static WRITTEN: Words =
    Words::of("date|dates|time|datetime|timestamp|duration|number|currency|bytes|json");

/// Parameters that say how long something is listened to.
static FOR_A_WHILE: Words = Words::of(
    "duration|duration_s|duration_sec|duration_seconds|duration_ms|listen_seconds|listen_duration|timeout|timeout_s|timeout_sec|timeout_seconds|timeout_ms|max_messages|max_events|num_messages|message_count|collect_seconds",
);

/// Why a changing verb changes nothing outside: a demonstration, the session's own settings, an end of what the server itself began.
fn harmless(tool: &Tool<'_>, name: &Found, first: Option<&Found>) -> Option<String> {
    let word = name.word.as_str();
    let shows = first
        .is_some_and(|found| matches!(found.word.as_str(), "demonstrate" | "simulate"))
        && !tool.named(words!("key|keys|keyboard|mouse|touch|input|click|press"));
    let own = matches!(word, "set" | "select" | "switch" | "use" | "clear" | "change" | "unset")
        && tool.text.says(
            phrases!("for this client session|for this session|of this session|for the current session|for subsequent|for later calls|for later requests|for future calls|\
             for future requests|for future tool calls|for further calls|for following calls|for all following|for the rest of the session|subsequent tool calls|\
             subsequent operations|session working directory|session setting|session context|session default"),
        );
    let ends = matches!(word, "close" | "stop" | "disconnect")
        && tool.named(words!("search|connection|session|sessions"))
        && !tool.text.says(phrases!("browser|recording"))
        && !tool.about(Setting::Device);
    let own_line = word == "disconnect"
        && tool.text.says(phrases!("disconnect from|disconnects from"))
        && !tool.named(words!("user|client|device"));
    let said = name.verb.noun && reads_only(tool) || own_line;
    // The server's own line to what it works with, opened, tried again or ended.
    let line = one_of(
        words!("init|initialize|initialise|establish|retry|quit|exit"),
        word,
    ) && (tool.named(words!("connect|connection|connections"))
        || tool.text.opens_with("connection", 8))
        && !tool.named(words!("user|client|device|wallet|account|request"))
        && !tool.text.says(phrases!(
            "connection request|invitation|connection type|connection record"
        ))
        && !tool.about(Setting::Device);
    // The client's own features, tried out: what is asked of it stays between the two.
    let tried = matches!(word, "trigger" | "toggle" | "start" | "send" | "request")
        && tool.named(words!(
            "sampling|elicitation|elicit|roots|simulated|simulation|progress"
        ))
        || word == "toggle" && tool.named("subscriber");
    // What is added up or written in another way comes back in the reply.
    let sums = matches!(word, "add")
        && tool.text.says(ADDED_UP)
        && !tool.top().any(|param| param.values.free_text);
    let writes_so = word == "format"
        && tool.words.last().is_some_and(|last| one_of(&WRITTEN, last))
        && !tool.about(Setting::Editor)
        && !tool
            .params
            .iter()
            .any(|param| param.named(words!("path|file|range|cell|sheet|id")));
    // Vectors of what is given come back.
    let vectors = word == "embed"
        && tool
            .text
            .opens_with(words!("embedding|embeddings|vector|vectors"), 12);
    // What is listened to for a while comes back, and then it is over.
    let listens =
        one_of(words!("subscribe|listen"), word) && tool.top().any(|param| param.is(&FOR_A_WHILE));
    (shows || own || ends || line || said || tried || sums || writes_so || vectors || listens)
        .then(|| tool.text.around(first.map_or(0, |found| found.at)))
}

/// What the description's verbs say.
fn by_text(tool: &Tool<'_>, verbs: &Verbs, because: &mut Vec<Claim>) -> Effect {
    let Some(worst) = verbs
        .text
        .iter()
        .filter(|found| !moves_about(tool, found))
        .max_by_key(|found| rank(found.verb.effect))
    else {
        return Effect::Unknown;
    };
    if let Some(at) = back_in_reply(tool, None, &verbs.text) {
        claim(because, Effect::Read, "/description", &tool.text.around(at));
        return Effect::Read;
    }
    let mut effect = worst.verb.effect;
    // What is removed from somewhere is only no longer there.
    if worst.word == "remove" && (worst.at + 1..worst.at + 8).any(|i| tool.text.word(i) == "from") {
        effect = Effect::Write;
    }
    if effect == Effect::Unknown || worst.verb.noun && reads_only(tool) {
        return open(tool, &worst.word, because);
    }
    claim(
        because,
        effect,
        "/description",
        tool.text.around(worst.at).as_str(),
    );
    effect
}

/// Whether the first words of the text say that it only reads.
pub(crate) fn reads_only(tool: &Tool<'_>) -> bool {
    let at = ["read only", "readonly"]
        .iter()
        .find_map(|phrase| tool.text.find(phrase, 0, 40));
    at.is_some_and(|at| {
        !matches!(
            at.checked_sub(1).map_or("", |i| tool.text.word(i)),
            "not" | "non" | "isnt"
        )
    })
}

/// What the text says outright, where no verb placed the tool.
fn by_statement(tool: &Tool<'_>, because: &mut Vec<Claim>) -> Effect {
    for (phrases, effect) in [
        (
            &[
                "read only",
                "does not modify",
                "without modifying",
                "no side effects",
            ][..],
            Effect::Read,
        ),
        (
            &["deletes", "permanently", "irreversible"][..],
            Effect::Destructive,
        ),
        (
            &["creates", "updates", "modifies", "writes", "sends"][..],
            Effect::Write,
        ),
        (
            &[
                "returns",
                "retrieves",
                "calculates",
                "information about",
                "analyzes",
                "lists",
                "searches",
                "obtains",
                "obtain",
                "fetches",
            ][..],
            Effect::Read,
        ),
    ] {
        if let Some(at) = phrases
            .iter()
            .find_map(|phrase| tool.text.affirms(phrase, 120))
        {
            claim(
                because,
                effect,
                "/description",
                tool.text.around(at).as_str(),
            );
            return effect;
        }
    }
    match cjk::effect(&tool.text) {
        Some((effect, at)) => {
            claim(because, effect, "/description", &tool.text.around(at));
            effect
        }
        None => Effect::Unknown,
    }
}
