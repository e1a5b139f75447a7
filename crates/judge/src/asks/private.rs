//! What a model holds and a tool has no need of, as the names of parameters say it, and tools whose trade it is.

use crate::name::words;
use crate::orders::looked_at;
use crate::prose::{Prose, Ready, Words, one_of, phrases};
use crate::scan::Scan;
use serde_json::Value;
use std::sync::LazyLock;

/// What a model holds and a tool has no need of, as words of a name.
pub(super) const PRIVATE: &[&str] = &[
    "system prompt",
    "system prompts",
    "system message",
    "system instructions",
    "developer message",
    "hidden prompt",
    "hidden instructions",
    "initial instructions",
    "conversation history",
    "conversation",
    "full conversation",
    "conversation context",
    "chat history",
    "chat log",
    "chat context",
    "message history",
    "previous messages",
    "prior messages",
    "all messages",
    "full context",
    "context window",
    "session context",
    "model context",
    "llm context",
    "agent context",
    "agent memory",
    "chain of thought",
    "conversation so far",
    "user conversation",
    "full history",
    "tool list",
    "available tools",
    "other tools",
    "tool results",
    "tool outputs",
    "reasoning trace",
    "model reasoning",
    "internal reasoning",
    "thought process",
    "user messages",
    "last user message",
    "agent framework",
    "chat transcript",
    "chat text",
    "chat messages",
    "chat so far",
    "conversation text",
    "conversation log",
    "conversation transcript",
    "conversation messages",
    "conversation so far",
    "dialogue so far",
    "dialog so far",
    "discussion so far",
    "exchange so far",
    "session so far",
    "dialogue log",
    "dialogue transcript",
    "dialogue messages",
    "discussion history",
    "discussion log",
    "discussion transcript",
    "exchange history",
    "exchange transcript",
    "conversation dump",
    "conversation record",
    "chat dump",
    "chat record",
    "session messages",
    "earlier messages",
    "earlier turns",
    "previous turns",
    "user turns",
    "dialogue history",
    "dialog history",
    "dialogue context",
    "dialogue text",
    "session history",
    "session transcript",
    "agent tools",
    "assistant tools",
    "model tools",
    "client tools",
    "agent instructions",
    "assistant instructions",
    "assistant rules",
    "agent rules",
    "assistant guidelines",
    "agent guidelines",
    "assistant directives",
    "agent directives",
    "assistant memory",
    "model instructions",
    "agent prompt",
    "model prompt",
    "host user",
    "model id",
    "model identity",
    "calling model",
    "llm name",
];

/// Words of a description that insist on it.
pub(super) const INSISTS: Ready = phrases!(
    "always|must|full|entire|complete|whole|verbatim|everything|telemetry|all|internal|previous|exact|so far|current"
);

/// Words of a description that says itself whose it is.
pub(super) const MODEL: Ready = phrases!("assistant|assistants|agent|agents|the model|llm|you");

/// Words of tools whose trade it is: agents, chats, models.
static TRADE: Words = Words::of(
    "agent|agents|assistant|assistants|chat|chats|llm|llms|model|models|prompt|prompts|completion|completions|bot|bots|chatbot|conversation|conversations|persona|memory|memories|evaluate|evaluation|generate|summarize|summarise|thread|threads|inbox|messages|transcript|transcripts|copilot|gpt|claude|sampling|delegate",
);

/// Words that begin the list of parameters in a description.
static LISTED: Words = Words::of("args|arguments|parameters|params|inputs");

/// Whether a name may hold one of the words at all: most do not, and need not be taken apart.
pub(super) fn may_ask(name: &str) -> bool {
    const PARTS: &[&str] = &[
        "rompt",
        "onversation",
        "istory",
        "ontext",
        "essage",
        "nstruction",
        "emory",
        "ules",
        "uidelines",
        "irectives",
        "hought",
        "ools",
        "ool_list",
        "oolList",
        "cc",
        "CC",
        "orward",
        "opy",
        "irror",
        "elay",
        "uplicate",
        "hadow",
        "hat",
        "esults",
        "utputs",
        "easoning",
        "ramework",
        "ost_user",
        "ostUser",
        "ialog",
        "iscussion",
        "xchange",
        "ession",
        "ranscript",
        "_turns",
        "odel_id",
        "odelId",
        "_model",
        "lm_name",
    ];
    static SCAN: LazyLock<Scan> = LazyLock::new(|| Scan::of(PARTS.iter().copied()));
    SCAN.stands(name) && PARTS.iter().any(|part| name.contains(part))
}

/// Whether agents, chats or models are what the item is about.
pub(super) fn of_trade(raw: &Value) -> bool {
    let text = |member| raw.get(member).and_then(Value::as_str).unwrap_or_default();
    let prose = Prose::opening(text("description"));
    // What a description says of its parameters is not what the tool is for.
    let about = prose.words().take_while(|word| !one_of(&LISTED, word));
    let name = words(text("name"));
    // An agent that is listed or looked at is told nothing.
    let looked = looked_at(&name.join(" "));
    let trade =
        |word: &str| one_of(&TRADE, word) && !(looked && matches!(word, "agent" | "agents"));
    name.iter().any(|word| trade(word)) || about.take(40).any(trade)
}
