//! What the main clause of a description says that its tool does, where the name only reads: the text wins.

use crate::cjk;
use crate::lexicon::{stem, verb};
use crate::prose::{Ready, Words, one_of, phrases, pieces, words};
use crate::shape::{Param, Tool};
use crate::verbs::Verbs;
use gate_engine::Effect;

/// Deeds that no reading tool does, whatever its name …
static DEEDS: Words = Words::of(
    "delete|destroy|wipe|erase|purge|kill|terminate|uninstall|revoke|shred|obliterate|expunge|nuke|drop|overwrite|\
    update|edit|insert|upload|publish|install|rename|approve|reject|cancel|modify|enable|disable|activate|deactivate|subscribe|unsubscribe|grant|archive|unarchive|ban|unban|\
    invite|refund|reboot|restart|shutdown|pay|transfer",
);
/// … and those that may be done to a text on its way to the reply.
static DEEDS_OR_TIDYING: Words = Words::of("remove|truncate|clear|empty|prune|trash|discard");
/// What is sent to people.
const SENT: &Words = words!(
    "email|emails|mail|message|messages|sms|notification|notifications|invite|invitation|reminder|otp|newsletter"
);
/// What is tidied.
const TIDIED: &Words = words!(
    "text|texts|whitespace|markup|html|tag|tags|background|duplicate|duplicates|character|characters|word|words|string|strings|noise|\
    outlier|outliers|formatting|punctuation|prefix|suffix|input|output|result|results|response|line|lines|newlines|comments|content|selection|\
    filter|filters|context|stopwords|accents|watermark"
);
/// What a server keeps for itself: to renew it before reading changes nothing that anyone else has.
const OWN: &Words = words!("cache|caches|cached|buffer|buffers");
/// Words that open an object, so that the word before them is a verb and no noun.
static OBJECT: Words = Words::of(
    "a|an|the|all|every|each|any|this|that|these|those|your|its|their|one|everything|entire|existing|selected|specified|given",
);
/// Words after a verb by which it is not done.
static NOT_DONE: Words = Words::of("nothing|no|none|neither|only");
/// Words by which a text speaks of its tool.
static ITSELF: Words = Words::of("this|the|it|tool|function|command|endpoint|will");
/// Words behind a verb in which its object stands.
const REACH: usize = 4;

/// What a reading name's text opens with, where that is a change: what it amounts to, and its place.
pub(crate) fn main_deed(tool: &Tool<'_>, verbs: &Verbs) -> Option<(Effect, usize)> {
    let (name, deed) = (verbs.name.as_ref()?, verbs.text.first()?);
    let text = &tool.text;
    let opens = (0..deed.at).all(|i| one_of(&ITSELF, text.word(i)) || text.word(i).ends_with("ly"));
    if name.verb.effect != Effect::Read {
        return None;
    }
    if !opens || deed.verb.effect == Effect::Read || text.set_aside(deed.at) {
        return later_deed(tool);
    }
    let object = |list: &Words| (1..=REACH).any(|i| one_of(list, text.word(deed.at + i)));
    let tidies = one_of(&DEEDS_OR_TIDYING, &deed.word) && !object(TIDIED);
    let next = text.word(deed.at + 1);
    // "Delete markers of a bucket", "Drops by monster": a noun.
    let plain = text.word(deed.at) != deed.word && !deed.verb.noun;
    let both = stem(next).is_some_and(|(base, _)| one_of(&DEEDS, &base)) && next != deed.word;
    let verb = one_of(&OBJECT, next) || both || plain && !one_of(&NOT_DONE, next);
    // `list_create`, "Create a list": the deed stands in the name too.
    let named = deed.at == 0
        && !deed.verb.noun
        && tool.words.last() == Some(&deed.word)
        && matches!(deed.verb.effect, Effect::Write | Effect::Destructive);
    // "Sends a verification email".
    let sent = deed.word == "send" && object(SENT);
    if named || sent {
        return Some((deed.verb.effect, deed.at));
    }
    // "Apply a label to an existing entry".
    let applied = deed.word == "apply"
        && (2..12).any(|i| {
            text.word(deed.at + i) == "to"
                && (1..3).any(|j| text.word(deed.at + i + j) == "existing")
        });
    if applied {
        return Some((deed.verb.effect, deed.at));
    }
    let done = (one_of(&DEEDS, &deed.word) || tidies) && verb && !object(OWN);
    let effect = deed.verb.effect;
    let main = done && matches!(effect, Effect::Write | Effect::Destructive);
    main.then_some((effect, deed.at))
        .or_else(|| later_deed(tool))
}

/// Words of the description in which a later sentence is looked at.
const LATER: usize = 60;

/// What a later clause says that the tool also destroys: "It removes all rows", "…, then deletes the".
fn later_deed(tool: &Tool<'_>) -> Option<(Effect, usize)> {
    let text = &tool.text;
    let at = (1..text.tokens.len().min(LATER)).find(|at| {
        let (before, word) = (text.word(at - 1), text.word(*at));
        let starts = text.sentence_of(*at).start + 1 == *at;
        let told = starts && matches!(before, "it" | "also" | "then") || before == "then";

        let deed =
            || stem(word).filter(|(base, verb)| base != word && verb.effect == Effect::Destructive);
        let object = |list: &Words| (1..=REACH).any(|i| one_of(list, text.word(at + i)));
        told && one_of(&OBJECT, text.word(at + 1))
            && deed().is_some_and(|(base, _)| {
                one_of(&DEEDS, &base) || one_of(&DEEDS_OR_TIDYING, &base) && !object(TIDIED)
            })
            && !object(OWN)
            && !text.set_aside(*at)
    })?;
    Some((Effect::Destructive, at))
}

/// What a tool that reads does besides, where its text or a switch of it says so: what it amounts to, and what that rests on.
pub(crate) fn besides(tool: &Tool<'_>, verbs: &Verbs) -> Option<(Effect, String, String)> {
    let told = |at: usize| ("/description".to_owned(), tool.text.around(at));
    let breaks =
        || attacks(tool).filter(|_| verbs.any(words!("scan|test|probe|check|run|execute|perform")));
    if let Some((from, text)) = breaks().map(told) {
        return Some((Effect::Destructive, from, text));
    }
    let made = tool
        .text
        .affirms("by creating", LATER)
        .or_else(|| pays(tool))
        .or_else(|| aside(tool))
        .or_else(|| announced(tool))
        .or_else(|| laid_down(tool))
        .map(told);
    let fixed = || {
        let mut params = tool.top();
        let switch = |param: &&Param<'_>| {
            (param.values.boolean || !param.values.typed)
                && param.is(&FIXES)
                && !mended_copy(tool, param)
                || param.values.boolean && param.is(&SAVES)
                || param.is(&TAKES)
                || param.named("visibility") && param.text.says(HIDES)
        };
        let fix = params.find(switch)?;
        Some((fix.pointer.clone(), fix.name.to_owned()))
    };
    let (from, text) = made.or_else(fixed)?;
    Some((Effect::Write, from, text))
}

/// Whether what is mended is given, and comes back in the reply.
fn mended_copy(tool: &Tool<'_>, param: &Param<'_>) -> bool {
    param.text.says(phrases!(
        "return the corrected|return the fixed|returns the corrected|returns the fixed|return corrected|return fixed|returns corrected|returns fixed|and return|corrected version"
    )) && !tool
        .top()
        .any(|other| other.ends(words!("path|paths|file|files|directory|id|dir")) && !other.named(words!("site|account|session")))
}

/// Switches without which a deed is only shown, or not done.
static CONFIRMS: Words = Words::of(
    "confirm|confirmed|confirmation|confirm_write|confirm_action|confirm_execution|user_confirmed|i_confirm|dry_run|dryrun|dry|is_dry_run|preview_only|simulate_only",
);

/// The switch that a tool waits for before it does what it is for: nobody confirms a look.
pub(crate) fn confirmed<'t, 'a>(tool: &'t Tool<'a>) -> Option<&'t Param<'a>> {
    tool.top().find(|param| {
        let deed = || {
            matches!(&param.words[..], [confirm, .., deed] if confirm == "confirm"
                && verb(deed).is_some_and(|verb| !matches!(verb.effect, Effect::Read | Effect::Unknown)))
        };
        param.values.boolean && (param.is(&CONFIRMS) || deed())
    })
}

/// Switches by which what is looked at is changed as well.
static FIXES: Words = Words::of(
    "fix|auto_fix|autofix|apply_fix|apply_fixes|fix_issues|in_place|inplace|write_changes|apply_changes|fix_errors",
);
/// Switches by which what is found is kept in a file.
static SAVES: Words = Words::of(
    "save|save_report|save_results|save_result|save_output|save_to_file|save_to_disk|save_file|write_report|write_file|write_to_file|write_output|persist|save_image|\
    save_screenshot|save_baseline|update_baseline|save_snapshot|save_copy|save_log|save_logs|save_csv|save_json|save_pdf",
);
/// Parameters by which what is read from a queue or a mailbox is taken, or held back from others.
static TAKES: Words = Words::of(
    "ack_mode|ackmode|auto_ack|auto_acknowledge|auto_commit|ack|requeue|\
    delete_after|delete_after_read|delete_after_receive|remove_after_read|mark_as_read|mark_read|mark_seen|mark_as_seen|consume|peek_lock|receive_and_delete",
);

/// Phrases of what is held back from others for a while.
const HIDES: Ready = phrases!(
    "invisible|hidden from|hides it|hides the|other consumers|other receivers|other readers"
);

/// What a text says besides that its tool changes: "(marks messages as read)", "Loads a sample into a slot", "… in one call: creates the run".
fn aside(tool: &Tool<'_>) -> Option<usize> {
    let text = &tool.text;
    let end = text.tokens.len().min(LATER);
    let object = |at: usize| one_of(&OBJECT, text.word(at + 1));
    (0..end).find(|&at| {
        let word = text.word(at);
        let near = |list: &Words| (2..=REACH + 2).any(|i| one_of(list, text.word(at + i)));
        let marks = matches!(word, "marks" | "mark")
            && (1..=REACH).any(|i| {
                text.word(at + i) == "as" && one_of(words!("read|seen|opened"), text.word(at + i + 1))
            });
        let starts = text.tokens.get(at).is_some_and(|token| token.opens);
        let loads = at < 2 && matches!(word, "load" | "loads") && near(words!("into|onto")) && !near(HELD);
        // "Loads seeds from a folder into tables of the database".
        let filled = at < 2
            && matches!(word, "load" | "loads" | "imports" | "import")
            && (at + 2..(at + 14).min(text.sentence_of(at).end)).any(|i| {
                text.word(i) == "into" && (1..=3).any(|j| one_of(FILLED, text.word(i + j)))
            });
        // What others are built with is laid down where it is wanted.
        let installs = at < 2
            && matches!(word, "download" | "downloads")
            && near(BUILT_WITH)
            && !near(words!("info|information|metadata|statistics|stats|count|counts|number|numbers|list|history|page"));
        // A deed of the tool's own behind a colon: what it is about stands before it.
        // "… and it writes what it finds".
        let writes = at > 2
            && text.word(at - 1) == "it"
            && matches!(word, "writes" | "modifies" | "inserts")
            && !near(HELD)
            && !near(OWN);
        let done = at > 2
            && starts
            && object(at)
            && word.ends_with('s')
            && stem(word).is_some_and(|(base, verb)| {
                base != word && !verb.noun && verb.effect == Effect::Write && one_of(&MADE, &base)
            })
            && clause_of_tool(text, at);
        (marks || loads || filled || installs || writes || done) && !text.set_aside(at)
    })
}

/// Where a look says that it pays for what it gets: "…, automatically paying what is asked".
fn pays(tool: &Tool<'_>) -> Option<usize> {
    let said = ["by paying", "automatically paying", "automatically pays"];
    let at = said.iter().find_map(|said| tool.text.affirms(said, 24))?;
    (tool.text.word(at + 2) != "attention").then_some(at)
}

/// Where a text announces what the call does: "Warning: this tool will update the drawing".
fn announced(tool: &Tool<'_>) -> Option<usize> {
    let text = &tool.text;
    if !text.says(phrases!("tool will|command will|call will")) {
        return None;
    }
    (2..text.tokens.len()).find(|&at| {
        let changes = |word: &str| {
            one_of(&DEEDS, word)
                || one_of(&MADE, word)
                || matches!(word, "change" | "write" | "save")
        };
        text.word(at - 1) == "will"
            && one_of(words!("tool|command|call"), text.word(at - 2))
            && at > 2
            && matches!(text.word(at - 3), "this" | "the")
            && changes(text.word(at))
            && one_of(&OBJECT, text.word(at + 1))
            && !(1..=REACH)
                .any(|i| one_of(OWN, text.word(at + i)) || one_of(HELD, text.word(at + i)))
            && !text.set_aside(at)
    })
}

/// Where a later sentence says that files are made in some folder: "Creates plan files in the plan folder".
fn laid_down(tool: &Tool<'_>) -> Option<usize> {
    let text = &tool.text;
    let end = text.tokens.len().min(LATER);
    let made = (1..end).find(|&at| {
        let sentence = text.sentence_of(at);
        let near = sentence.end.min(at + 12);
        let any = |from: usize, list: &Words| (from..near).find(|i| one_of(list, text.word(*i)));
        let files = || any(at + 1, words!("file|files")).filter(|i| text.word(i - 1) != "of");
        let into = |from| any(from, words!("in|into|under|inside|to"));
        let place = |from: usize| any(from, words!("folder|directory|folders|disk"));
        sentence.start == at
            && one_of(
                words!("creates|writes|saves|generates|produces"),
                text.word(at),
            )
            && files().and_then(into).and_then(place).is_some()
            && any(at, words!("temporary|temp|cache")).is_none()
    });
    made.or_else(|| {
        cjk::lays_down(text).filter(|_| {
            tool.top()
                .any(|param| param.ends(words!("path|dir|directory|folder")))
        })
    })
}

/// Things that are downloaded to be used where they lie.
const BUILT_WITH: &Words = words!(
    "library|libraries|package|packages|plugin|plugins|extension|extensions|addon|addons|weights|firmware|driver|drivers|toolchain|sdk|dependency|dependencies"
);
/// What is filled by loading something into it.
const FILLED: &Words = words!("table|tables|database|warehouse|collection|collections");
/// Where what is loaded is only held for the session.
const HELD: &Words = words!(
    "memory|context|session|cache|workspace|dataframe|server|conversation|prompt|buffer|interpreter|environment|duckdb"
);
/// Deeds that a reading verb may sum up.
static MADE: Words =
    Words::of("create|add|record|update|register|insert|submit|send|publish|upload");
/// Whether a clause stands by itself behind what sums it up: nothing that acts is named before it.
fn clause_of_tool(text: &crate::prose::Prose, at: usize) -> bool {
    let start = text.sentence_of(at).start;
    (start..at).any(|i| text.word(i) == "call")
}

/// Phrases of a tool that breaks in to see whether it can.
const BREAKS_IN: &str = "sql injection|exploit|exploits|exploitation|brute force|bruteforce|password cracking|denial of service|fuzzing attack";

/// Where the first words of a text say that the tool breaks in.
fn attacks(tool: &Tool<'_>) -> Option<usize> {
    let target = tool.top().any(|param| {
        param.is(words!(
            "target|url|host|target_url|rhost|ip|hostname|address|domain"
        ))
    });
    let at = || pieces(BREAKS_IN, b'|').find_map(|phrase| tool.text.affirms(phrase, 16));
    target.then(at).flatten()
}
