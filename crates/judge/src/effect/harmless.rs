//! Why a verb that changes something changes nothing outside here.

use super::reads_only;
use crate::prose::{Ready, Words, one_of, phrases, words};
use crate::setting::Setting;
use crate::shape::Tool;
use crate::verbs::Found;

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
pub(super) fn harmless(tool: &Tool<'_>, name: &Found, first: Option<&Found>) -> Option<String> {
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
