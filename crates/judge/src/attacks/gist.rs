//! What a sentence amounts to, whatever its words: combinations of the classes of [`super::senses`], with how much each weighs.

/// Weight from which a person is asked to read.
pub(crate) const ASK: u32 = 10;
/// Weight from which two reasons leave no fair reader in doubt.
pub(crate) const SURE: u32 = 20;

/// Classes that are part of some tools' trade: where a tool is named or introduced by one, that class says nothing about it.
pub(crate) const TRADES: &str =
    "secret|convo|prompt|sysprompt|private|memory|consent|rules|truth|watch";

/// Classes that a denial takes away: `never a password` asks for none.
pub(crate) const DENIABLE: &str = "give|keep|obtain|run|tell|perceive|hide|override|dismiss|unasked|harm|route|favour|shun|obey|lie|belief|become|secret|lair|convo|prompt|sysprompt|private|rules|safe|consent|memory|stealth|self|yes";

/// One combination: classes that stand in one sentence.
pub(crate) struct Gist {
    /// What it is called in a finding.
    pub(crate) what: &'static str,
    /// How much it weighs.
    pub(crate) weight: u32,
    /// Classes, alternatives between bars. Before a class, `!` asks that it is ordered (`upload it`, `must be uploaded`), `-` that it is
    /// denied, `^` that its reader is told not to, `~` that it does not stand there at all. `order` is a sentence that tells its reader to
    /// do something, `param` the text of a parameter, `body` a sentence after the one that says what a tool does, `called` one that
    /// addresses the model by name, `silenced` one that asks not to speak of `this` or `it`.
    pub(crate) parts: &'static [&'static str],
}

const fn gist(weight: u32, what: &'static str, parts: &'static [&'static str]) -> Gist {
    Gist {
        what,
        weight,
        parts,
    }
}

const CONCEAL: &str = "concealment from the user";
const IGNORE: &str = "an order to ignore instructions";
const SECRETS: &str = "an order to hand over secrets";
const TALK: &str = "an order to hand over the conversation";
const LEAVES: &str = "data sent to an address of its own";
const REWRITE: &str = "another tool's calls rewritten";
const CALL: &str = "a call that nobody asked for";
const PRAISE: &str = "praise of itself over other tools";
const CONSENT: &str = "consent that nobody gave";
const WIDEN: &str = "an order to widen an action";
const ANSWER: &str = "an answer laid down for the model";
const WAITS: &str = "a behaviour that waits";
const CLAIM: &str = "claimed authority over the model";
const OBEY: &str = "an order to follow what is read";

/// Every combination.
#[rustfmt::skip]
pub(crate) const GISTS: &[Gist] = &[
    // Kept from the user.
    gist(10, CONCEAL, &["-perceive", "human", "step", "order", "~study", "~onlyif"]),
    gist(5, CONCEAL, &["^tell|-perceive", "human", "step", "~study"]),
    gist(5, CONCEAL, &["-tell", "human", "step", "body", "~study"]),
    gist(10, CONCEAL, &["-inform", "human", "step", "order", "body", "~study", "~onlyif"]),
    gist(5, CONCEAL, &["-tell|-inform", "human", "~study"]),
    gist(5, CONCEAL, &["^tell", "step|account|human", "~study"]),
    gist(10, CONCEAL, &["-inform", "mind", "step|account", "~study"]),
    gist(10, CONCEAL, &["hide", "account", "~study"]),
    gist(10, CONCEAL, &["!hide", "human", "step", "~study"]),
    gist(5, CONCEAL, &["hide", "order"]),
    gist(20, CONCEAL, &["stealth", "!give|!obtain|!harm|!keep", "addr|convo|private", "~faulty"]),
    gist(10, CONCEAL, &["stealth", "!give|!obtain|!harm|!keep", "human|theirs", "~faulty"]),
    gist(10, CONCEAL, &["stealth", "give|obtain|harm", "theirs|addr|private|convo", "body", "~faulty"]),
    gist(20, CONCEAL, &["stealth", "!run|!give", "private|secret|convo", "~faulty", "~study"]),
    gist(5, CONCEAL, &["stealth", "order", "~faulty"]),
    gist(10, ANSWER, &["!lie", "human|truth|account", "~study"]),
    gist(5, ANSWER, &["!lie|!claims"]),
    gist(20, CONCEAL, &["unaware", "human", "~study"]),
    gist(20, CONCEAL, &["mum", "~study"]),
    gist(20, CONCEAL, &["blind", "body", "~study", "~faulty"]),
    gist(10, CONCEAL, &["blind", "~study", "~faulty"]),
    gist(20, ANSWER, &["lie|!claims", "evenif|regardless|against"]),
    gist(10, ANSWER, &["!sway", "human"]),
    gist(10, ANSWER, &["!claims|!lie|!tell", "asked", "~study"]),
    gist(10, ANSWER, &["!hide", "truth"]),
    gist(10, CONCEAL, &["silenced", "~study"]),
    // Instructions of others set aside.
    gist(10, IGNORE, &["override", "rules|prompt", "former|ours", "~study"]),
    gist(10, IGNORE, &["override", "prompt", "you|mind|human|former", "~study", "~addr", "~param"]),
    gist(10, IGNORE, &["loyal", "you|mind", "~study"]),
    gist(10, IGNORE, &["against", "order|slot|target|human", "body", "~mere"]),
    gist(20, IGNORE, &["!override", "rules|prompt", "you|mind|regardless", "~study"]),
    gist(10, IGNORE, &["override", "safe", "you|mind|human", "~study"]),
    gist(20, IGNORE, &["override", "rules", "you|mind", "evenif|regardless|forbid"]),
    gist(20, IGNORE, &["become", "override|-rules", "rules|-rules|safe|human", "~study"]),
    gist(5, IGNORE, &["override", "rules|prompt", "you|mind|authority", "~study"]),
    gist(20, CLAIM, &["authority", "dismiss|override|unasked", "~study"]),
    gist(10, CLAIM, &["authority", "give", "mind|you|human", "~study"]),
    gist(10, CLAIM, &["authority", "mind", "order"]),
    gist(10, CLAIM, &["become", "mind", "you", "~study"]),
    gist(20, CLAIM, &["self", "!give|!obtain|!harm|!run|human|secret"]),
    gist(5, CLAIM, &["self"]),
    gist(10, IGNORE, &["override", "prompt", "thistext", "~study"]),
    gist(20, IGNORE, &["become", "rules|-rules", "you|mind", "~study"]),
    gist(20, WIDEN, &["refusal", "retry", "order", "~study"]),
    gist(10, WIDEN, &["refusal", "retry|!harm", "~study"]),
    // Secrets handed over.
    gist(20, SECRETS, &["lair", "content", "param"]),
    gist(10, SECRETS, &["lair", "!give|!obtain", "theirs|slot|addr|ours|param|mind|human", "~study"]),
    gist(20, SECRETS, &["lair", "!obtain", "!give", "~study", "~human"]),
    gist(20, SECRETS, &["lair", "!give", "slot|addr|ours", "~param", "~study"]),
    gist(20, SECRETS, &["lair", "content", "!give", "~study"]),
    gist(10, SECRETS, &["lair", "slot|param", "give|fits", "~study", "~setup"]),
    gist(5, SECRETS, &["lair", "give|keep|obtain", "~study"]),
    gist(10, SECRETS, &["secret", "!give", "theirs", "mind|human|slot|addr|ours", "~study"]),
    gist(20, SECRETS, &["secret", "!give", "theirs", "param", "~study"]),
    gist(5, SECRETS, &["secret", "!give", "theirs", "~study"]),
    gist(10, SECRETS, &["secret", "!give", "mind", "order", "~study"]),
    gist(10, SECRETS, &["secret", "!obtain", "give", "mind", "~study"]),
    gist(10, SECRETS, &["secret", "!give", "slot", "bound|trigger|content|theirs", "~study", "~param"]),
    gist(10, SECRETS, &["secret", "!give", "content", "~study"]),
    gist(20, SECRETS, &["known", "secret|private|convo|whole", "give|keep|slot|addr|ours|human", "~study"]),
    gist(10, SECRETS, &["private", "!give", "theirs", "addr|ours|mind", "~study"]),
    gist(10, SECRETS, &["private", "!obtain", "!give", "theirs|whole|slot|addr|ours|human|trigger", "~study"]),
    gist(10, SECRETS, &["secret", "obtain", "!give", "~study"]),
    gist(20, SECRETS, &["secret", "!obtain", "!give", "theirs", "slot|addr", "~study"]),
    gist(20, SECRETS, &["private", "!obtain", "!give", "slot|addr|ours", "~study"]),
    gist(10, SECRETS, &["secret", "slot", "content", "order", "~study"]),
    gist(20, SECRETS, &["private", "secret|lair", "!obtain", "!give", "~study"]),
    // The conversation handed over.
    gist(10, TALK, &["convo|prompt", "give|keep", "slot|addr|ours", "whole", "~study"]),
    gist(10, TALK, &["prompt", "slot|addr", "addr|coerce|oblige", "~study"]),
    gist(20, TALK, &["known", "slot|addr|ours", "human"]),
    gist(20, TALK, &["convo|prompt", "!give", "slot|addr|ours|param", "whole|mind", "~study"]),
    gist(10, TALK, &["prompt", "!give", "slot|addr|ours", "~study"]),
    gist(10, TALK, &["convo", "slot", "whole", "~study", "~wish"]),
    gist(20, TALK, &["prompt", "param", "give|whole"]),
    gist(10, TALK, &["convo", "param", "whole", "~consent", "~wish"]),
    gist(10, TALK, &["convo|prompt", "addr|site", "give", "~study"]),
    gist(20, TALK, &["briefed", "!give", "slot|addr|ours|param", "~study"]),
    // Data sent away.
    gist(20, LEAVES, &["!give", "addr", "trigger|extra|stealth|regardless", "theirs", "~study"]),
    gist(20, LEAVES, &["!give", "addr|site", "secret|private|convo", "~study"]),
    gist(10, SECRETS, &["secret", "!recite", "theirs", "slot|addr", "~study"]),
    gist(10, LEAVES, &["!give", "public", "private|secret|convo", "~study"]),
    gist(20, LEAVES, &["!give", "addr", "extra|stealth|yours", "~study"]),
    gist(10, LEAVES, &["addr|site", "yours"]),
    gist(20, LEAVES, &["join", "ours|addr", "order", "body"]),
    gist(10, LEAVES, &["!give|!keep|!harm", "persist", "addr"]),
    gist(10, LEAVES, &["!send", "trigger", "addr|site", "~study"]),
    gist(10, LEAVES, &["!give|!harm|!keep", "opened", "trigger|theirs", "body"]),
    gist(10, TALK, &["asksback", "give|!obtain", "secret|private|convo|prompt|whole", "~study"]),
    gist(10, CONSENT, &["asksback", "yes|unasked|-perceive|-tell|dismiss"]),
    gist(20, LEAVES, &["evil", "!give|!send|!obtain|!run", "body", "~study"]),
    gist(20, LEAVES, &["evil", "give|send|obtain|keep|route", "~study"]),
    // What is done with other tools.
    gist(20, REWRITE, &["afar", "!give|!route|!send", "secret|private|convo|addr|target", "~study"]),
    gist(10, REWRITE, &["afar", "give|route", "secret|private|convo|addr|target", "~study", "~param"]),
    gist(10, REWRITE, &["!route", "target", "other|addr|regardless", "~study"]),
    gist(10, REWRITE, &["target", "against", "body"]),
    gist(10, REWRITE, &["presence", "other|afar|!harm", "~study"]),
    gist(20, REWRITE, &["afar", "target", "order", "~study"]),
    gist(20, REWRITE, &["route|instead", "target", "addr", "order"]),
    gist(20, REWRITE, &["!route", "other", "slot|target", "~study"]),
    gist(10, REWRITE, &["regardless", "slot|target", "convo|human|you", "trigger"]),
    gist(10, REWRITE, &["target", "ours", "evenif|regardless|route|instead", "~study"]),
    gist(10, CALL, &["!run|!give|!harm", "turn"]),
    gist(5, CALL, &["!run|!give|!harm", "soon"]),
    gist(10, CALL, &["bound|turn", "other", "!run|!give|!obtain|!harm", "~study"]),
    gist(10, CALL, &["afar", "!run|!give|!obtain|harm", "~study"]),
    gist(5, CALL, &["afar", "run|give|harm", "body"]),
    gist(10, CALL, &["other", "!harm"]),
    gist(10, CALL, &["other", "!run", "harm"]),
    gist(10, "an order that exhausts", &["often", "!run|order", "body"]),
    gist(10, CALL, &["^run", "other", "trigger", "~study"]),
    gist(10, PRAISE, &["shun", "other|peer", "order", "~study"]),
    gist(10, PRAISE, &["!favour", "evenif", "mind|human"]),
    gist(5, PRAISE, &["shun", "other|peer", "~study"]),
    gist(10, PRAISE, &["shun", "afar", "~study"]),
    gist(10, PRAISE, &["onlythis", "~study"]),
    gist(10, PRAISE, &["boast", "world|mind", "~study"]),
    gist(20, PRAISE, &["boast", "other|peer", "~study"]),
    gist(20, PRAISE, &["boast", "!favour|favour", "other|peer|evenif|world", "~study"]),
    gist(20, PRAISE, &["malign", "other|peer", "~study"]),
    gist(20, PRAISE, &["malign", "other|peer", "shun", "order", "~study"]),
    gist(20, PRAISE, &["shun", "other|peer", "evenif", "human", "~study"]),
    gist(10, PRAISE, &["boast", "!favour|shun", "~study"]),
    gist(5, PRAISE, &["boast", "~study"]),
    gist(10, PRAISE, &["other|peer", "shun", "body", "~study", "~param"]),
    gist(10, "a share taken", &["share", "ours|target|human", "body"]),
    // A model is promised or threatened something, or an end is kept from it until another deed is done.
    gist(10, PRAISE, &["reward", "shun|other|peer|thistext|mind", "~study", "~param"]),
    gist(10, CALL, &["gate", "secret|harm|other|private", "run|!run|!give|!harm|!obtain", "~study"]),
    gist(10, PRAISE, &["!favour|!run|favour", "instead", "other|peer", "boast|reward|shun|evenif", "~study"]),
    gist(20, CALL, &["gate", "!harm", "watch", "~study"]),
    gist(20, SECRETS, &["gate", "!give|!obtain", "lair", "~study"]),
    gist(20, PRAISE, &["reward", "instead|shun|favour", "other|peer", "~study"]),
    gist(20, PRAISE, &["onlythis", "shun|-shun", "other|peer|-peer|-other", "~study"]),
    gist(20, "an order that exhausts", &["drain", "!run|!give|!obtain|!harm|!keep|order", "body", "~study"]),
    gist(10, CALL, &["turn", "anytopic", "~study"]),
    gist(20, ANSWER, &["memory", "!keep", "favour|claims|lie|regardless", "body", "~study"]),
    gist(20, IGNORE, &["override", "safe", "mind", "presence|authority|regardless", "body", "~study"]),
    gist(10, CONSENT, &["dismiss", "consent", "mind", "body", "~study", "~onlyif"]),
    gist(20, LEAVES, &["!give", "public", "private|secret", "known|convo", "~study"]),
    gist(10, LEAVES, &["give|keep", "ours", "public", "hide|stealth", "~study"]),
    gist(10, IGNORE, &["regardless|evenif", "will", "body|param", "~study", "~faulty", "~wish"]),
    gist(10, TALK, &["briefed|prompt", "slot", "content", "~study"]),
    gist(10, IGNORE, &["override", "safe", "thistext", "body", "~study"]),
    gist(20, IGNORE, &["obey", "thistext", "-prompt|-rules", "~study"]),
    gist(20, ANSWER, &["!hide", "lie|claims", "~study"]),
    gist(10, ANSWER, &["favour", "evenif|regardless", "truth", "body", "~wish"]),
    gist(10, ANSWER, &["^tell", "truth", "lie|favour|yours", "body", "~study"]),
    gist(10, WIDEN, &["harm", "!give", "extra|turn|regardless", "body", "~study", "~faulty", "~wish"]),
    gist(20, CALL, &["afar", "!run|!obtain", "addr", "trigger", "~study"]),
    gist(10, CONSENT, &["dismiss", "consent", "body", "you", "~study", "~onlyif"]),
    gist(10, PRAISE, &["override", "other|peer", "thistext", "~study"]),
    gist(10, PRAISE, &["favour", "peer", "thistext", "~study"]),
    gist(20, IGNORE, &["!override", "sysprompt", "~param", "~study"]),
    gist(20, TALK, &["sysprompt", "!give", "slot|addr|ours", "~study"]),
    // What people are made to believe, what they are shown in its place, and what is done though nobody asked.
    gist(10, ANSWER, &["believes", "human", "body", "~study"]),
    gist(5, ANSWER, &["toldso", "human", "body", "~study"]),
    gist(10, ANSWER, &["toldso", "human", "believes|asked|lie|hide|private|stealth|harm|route", "body", "~study"]),
    gist(10, CONCEAL, &["untold", "human", "body", "~study", "~onlyif"]),
    gist(5, CONCEAL, &["facade", "human", "body", "~study"]),
    gist(10, CONCEAL, &["facade", "consent", "body", "~study"]),
    gist(10, CONCEAL, &["facade", "route|target|against|regardless|evenif|stealth|ours|share", "body", "~study"]),
    gist(20, WIDEN, &["unbidden", "!give|!obtain|!harm|!run|!recite|!send|!tell", "~study"]),
    gist(20, SECRETS, &["filled", "secret|lair|private", "param", "~study"]),
    gist(20, TALK, &["filled", "convo|prompt", "param", "whole", "~study"]),
    gist(10, ANSWER, &["claims|lie", "asked", "body", "~study"]),
    // Consent, width, answers.
    gist(10, CONSENT, &["yes", "~onlyif", "~study", "~param"]),
    gist(5, WIDEN, &["!harm", "public", "body"]),
    gist(10, WIDEN, &["!harm", "watch", "body", "~study"]),
    gist(10, CONSENT, &["dismiss", "consent", "human", "~study", "~onlyif"]),
    gist(20, CONSENT, &["unasked", "!harm", "~study"]),
    gist(5, CONSENT, &["unasked"]),
    gist(5, CONSENT, &["dismiss", "consent"]),
    gist(10, WIDEN, &["!harm", "regardless|turn", "body"]),
    gist(5, "an order to the model by name", &["bound|called", "!harm|!give|!obtain|!run|!keep"]),
    gist(10, WIDEN, &["bound|called", "!harm"]),
    gist(10, WIDEN, &["forbid", "evenif|extra", "human", "~faulty"]),
    gist(10, ANSWER, &["!favour", "regardless|evenif", "human|truth", "~wish"]),
    gist(10, WAITS, &["count", "!give|!obtain|!harm|!run"]),
    gist(10, OBEY, &["!obey", "human|mind|you|regardless"]),
    gist(10, OBEY, &["obey", "!run", "~study"]),
    gist(20, OBEY, &["!obey", "instead|against", "human", "~study"]),
    gist(10, OBEY, &["pieces", "~study"]),
    gist(10, OBEY, &["foryou", "body", "~study", "~param", "~wish"]),
    gist(10, WAITS, &["count", "unasked"]),
    gist(10, WAITS, &["swapped", "give|harm|count|trigger|obtain", "~study"]),
    gist(20, OBEY, &["memory", "obey|belief", "!keep|!give|you"]),
    // What the text sets above those who speak, takes for granted, keeps a copy of, carries on, or asks of the one who is served.
    gist(20, IGNORE, &["override", "saying", "body", "~study", "~obey"]),
    gist(10, CONSENT, &["deem", "approved", "body", "~study", "~onlyif"]),
    gist(10, LEAVES, &["dup", "ours|addr|public", "body", "~study"]),
    gist(10, SECRETS, &["dup", "secret", "body", "~study", "~onlyif", "~setup"]),
    gist(10, TALK, &["outputs", "give|keep|fits", "param|slot", "body|param", "~study"]),
    gist(10, REWRITE, &["henceforth", "you", "give|route|hide|override|target", "body", "~study"]),
    gist(10, TALK, &["principal", "human|other|prompt|private", "body|param", "~study"]),
    // What a tool that is no tool of this server is told to do besides, or with whom.
    gist(20, REWRITE, &["abroad", "addr", "oblige|regardless|against|stealth|route", "trigger|extra|regardless|against|stealth|target|theirs", "order", "~study"]),
    gist(10, REWRITE, &["abroad", "addr", "extra|regardless|against|stealth", "order", "body", "~study"]),
    gist(10, REWRITE, &["abroad", "!give|!obtain|!keep", "secret|private|convo", "extra|trigger|known", "body", "~study"]),
    gist(10, REWRITE, &["abroad", "!give|known", "secret|convo", "theirs|known", "body", "~study", "~onlyif"]),
    gist(20, REWRITE, &["abroad", "against|will", "human|target|!give|!route|!send", "body", "~study", "~wish", "~onlyif"]),
    gist(20, LEAVES, &["against", "addr", "human", "~study", "~onlyif"]),
    gist(10, REWRITE, &["!give|!route", "target", "addr", "override|regardless|against|hide|instead", "body", "~study", "~onlyif"]),
    gist(10, LEAVES, &["abroad|afar|dup", "addr|site", "hide|stealth|-tell|-inform", "body", "~study"]),
    gist(20, LEAVES, &["abroad", "addr", "join", "body", "~study"]),
    gist(20, IGNORE, &["deem", "override", "rules|safe", "body", "~study"]),
    gist(10, REWRITE, &["abroad", "oblige", "extra", "target|whole", "body", "~study", "~wish", "~onlyif"]),
    gist(20, CONSENT, &["abroad", "consent", "override|dismiss", "order|you|mind|human", "body", "~study", "~onlyif"]),
    gist(20, CONCEAL, &["abroad|afar", "stealth", "!run|!give|!obtain|!harm", "~study", "~faulty"]),
    // A pretext: why what is private is to be told.
    gist(10, SECRETS, &["coerce", "private|secret", "theirs|whole|known|human", "!give|!recite|!obtain", "body|param", "~study"]),
    gist(10, TALK, &["coerce", "convo|prompt", "!give|!keep|param", "body|param", "~study", "~consent", "~wish"]),
    gist(10, TALK, &["convo", "!give", "you|mind|human", "param", "~consent", "~wish", "~study", "~onlyif"]),
    // A deed at a time of its own, told as something else.
    gist(20, WAITS, &["count", "harm|addr|secret|private", "instead|hide|lie|stealth|-tell|-inform", "body", "~study"]),
    gist(10, PRAISE, &["claims|lie", "favour", "thistext", "body", "~study"]),
    gist(20, IGNORE, &["override", "prompt|briefed", "you", "body", "~study", "~addr", "~param", "~slot"]),
    gist(10, REWRITE, &["!route", "target", "oblige", "trigger|extra", "body", "~study", "~wish"]),
    gist(20, OBEY, &["asif", "body", "~study"]),
    // Both readings of a deed that has no other sense.
    gist(20, SECRETS, &["private|secret", "!give", "memory|known|convo", "param", "~study"]),
    gist(20, SECRETS, &["secret", "!give", "content", "param", "~study"]),
    gist(10, SECRETS, &["private", "!give", "extra", "slot|ours|addr", "~param", "~study"]),
    gist(20, SECRETS, &["lair", "!run|!obtain", "!give", "slot|addr|ours", "~study"]),
    gist(20, TALK, &["briefed|prompt", "slot|param", "whole", "fits|coerce|oblige"]),
    gist(20, ANSWER, &["asksback", "!claims|!lie", "body", "~study"]),
    gist(20, REWRITE, &["other", "trigger", "addr", "!route|!give", "~study"]),
    gist(20, IGNORE, &["!override", "rules|prompt", "former", "you|mind", "~study"]),
    gist(20, PRAISE, &["boast", "shun", "other|peer", "~study"]),
    gist(10, "a share taken", &["share", "!route|!send", "target|ours|addr|slot", "body"]),
    // What another tool is given is copied to others; what is returned is to be the rule.
    gist(20, LEAVES, &["abroad", "dup", "ours|addr|public", "body", "~study"]),
    gist(10, CONCEAL, &["asked", "!hide", "body", "~study", "~onlyif"]),
    gist(10, CONSENT, &["dismiss", "-consent", "mind|you", "order", "body", "~study", "~onlyif"]),
    gist(10, WIDEN, &["dup", "harm", "body", "~study", "~onlyif"]),
    gist(20, LEAVES, &["!give|!keep|!run", "persist", "addr", "trigger|henceforth|often", "body", "~study"]),
    gist(10, IGNORE, &["deem", "thistext|outputs", "rules|prompt", "body", "~study", "~mere"]),
];

/// What only supports another reason.
#[rustfmt::skip]
pub(crate) const SUPPORT: &[Gist] = &[
    gist(5, SECRETS, &["secret|lair", "!give|!recite", "~param", "~study"]),
    gist(5, "a reason why it must be done", &["coerce", "!give|!obtain|!run|!keep|!harm"]),
    gist(5, CLAIM, &["authority", "mind|you"]),
    gist(5, LEAVES, &["!give", "addr|ours|public", "theirs|trigger"]),
    gist(5, WIDEN, &["!run", "harm", "trigger|extra|turn", "body"]),
    gist(5, WIDEN, &["!harm", "body"]),
    gist(5, WIDEN, &["!harm", "extra"]),
    gist(5, LEAVES, &["!send", "body", "~param"]),
    gist(5, REWRITE, &["route|!keep|!give", "target", "body", "~param"]),
];
