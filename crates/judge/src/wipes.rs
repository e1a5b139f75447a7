//! Whether a tool that changes something also does away with what was there: it says so, or a switch or mode of it does.

use crate::prose::{Phrases, Prose, Words, one_of, phrases, pieces, words};
use crate::shape::{Param, Tool};
use crate::verbs::Verbs;
use std::sync::LazyLock;

/// Phrases of a changing tool that leave nothing of what was there.
const WIPES: &str = "overwrite|overwrites|overwriting|overwritten|destructive operation|destructive action|this is destructive|replaces the entire|\
    replace the entire|replaces all existing|deletes everything|revoking all|deleting all|wiping all|erasing all|removing all|data will be lost|changes will be lost|will be lost|data is lost|everything is lost|überschreibt|überschrieben|écrase|écrasé|écrasés|sobrescribe|sobrescriben|sovrascrive|sobrescreve|перезаписывает|перезаписываются";
/// The same in tongues that are written without spaces.
const WIPES_ABROAD: &[&str] = &[
    "上書きされます",
    "上書きします",
    "上書き保存します",
    "会覆盖",
    "将覆盖",
    "会被覆盖",
    "将被覆盖",
    "覆盖现有",
    "覆盖已有",
    "會覆蓋",
    "將覆蓋",
    "덮어씁니다",
    "덮어쓰게",
];
/// Words of the description in which they are looked for.
const WIPES_IN: usize = 80;
/// Switches that do away with something.
static SWITCHES: Words = Words::of(
    "prune|purge|wipe|overwrite|erase|destroy|truncate|drop|delete|recreate|discard|clobber",
);
/// Switches that do so where their text says it.
static FORCES: Words = Words::of("force|hard|mirror");
const LOSES: &str = "overwrites|discards|destroys|loses|rewrites";

/// Parameters that say what becomes of what is there …
static MODES: Words = Words::of(
    "mode|import_mode|write_mode|save_mode|if_exists|on_conflict|conflict_strategy|strategy|write_disposition|merge_strategy",
);
/// … and the words for doing away with it.
const REPLACES: &Words = words!(
    "overwrite|overwrites|truncate|truncates|write_truncate|clears|wipes|erases|replace_all"
);
/// Verbs that do away with things where they are done to all of them at once.
static ALL_AT_ONCE: Words = Words::of("cancel|remove|reset|liquidate|abort|revoke");

/// Adverbs and deeds that leave nothing together: `factory_reset`, `force_push`.
static HOW: Words = Words::of("factory|hard|force|full");
static WHAT: Words = Words::of("reset|push|stop|kill|overwrite");

/// Whether a mode lets the caller do away with what is there.
fn replaces(param: &Param<'_>) -> bool {
    let listed = |value: &&str| one_of(REPLACES, &value.to_lowercase()) || *value == "replace";
    param.values.listed.iter().any(listed)
        || param.values.free_text
            && pieces(REPLACES.list(), b'|')
                .any(|word| param.text.affirms(word, WIPES_IN).is_some())
}

/// Verbs that take something away, and what says that it does not come back.
static TAKES_AWAY: Words = Words::of(
    "disable|anonymize|anonymise|pseudonymize|redact|scrub|remove|clear|clean|terminate|detach|revoke|archive|merge|deactivate|void|empty|strip",
);
const FOR_GOOD: &str = "irreversible|irreversibly|cannot be undone|can not be undone|cant be undone|cannot be reversed|permanently";

/// Words of what an update leaves another value in …
static VALUES: Words = Words::of(
    "cell|cells|value|values|property|properties|field|fields|attribute|attributes|id|ids|key|keys|annotation|annotations|label|labels",
);

/// Whether what is overwritten is only the value of something that stays: that is what an update is.
fn updates(text: &Prose, at: usize) -> bool {
    let sentence = text.sentence_of(at);
    let near = at.saturating_sub(5).max(sentence.start)..(at + 4).min(sentence.end);
    let files = |i: usize| one_of(words!("file|files|everything|all|entire"), text.word(i));
    text.word(at).starts_with("overw")
        && near.clone().any(|i| one_of(&VALUES, text.word(i)))
        && !near.clone().any(files)
}

/// Lists of what is to be deleted, beside others of what is to be made or changed.
fn batch<'c, 'a>(tool: &'c Tool<'a>) -> Option<&'c Param<'a>> {
    let beside = tool.top().any(|param| {
        param.is(words!(
            "create|update|add|upsert|insert|creates|updates|adds"
        ))
    });
    // What was added can be added again.
    let back = tool.top().any(|param| param.is(words!("add|adds")));
    let listed = |param: &&Param<'_>| {
        let once = !(back && param.is(words!("remove")));
        once && !param.values.boolean
            && param.is(words!(
                "delete|deletes|remove|removes|deletions|to_delete|delete_ids|remove_ids|deleted"
            ))
    };
    tool.top().find(listed).filter(|_| beside)
}

/// Where what is closed is lost: "Close a picture without saving".
fn unsaved(tool: &Tool<'_>, verbs: &Verbs) -> Option<usize> {
    let closes = verbs.leads(words!("close|quit|exit|end|leave|abandon|reload|reopen"));
    let said = || tool.text.affirms("without saving", WIPES_IN);
    said().filter(|_| closes)
}

/// Where the first sentence joins a deed that does away with something to a milder one: "Sign out and delete the stored keys".
fn then_deletes(tool: &Tool<'_>, verbs: &Verbs) -> Option<usize> {
    let text = &tool.text;
    let later = verbs.text.iter().skip(1).find(|found| {
        one_of(
            words!("delete|remove|erase|wipe|purge|destroy"),
            &found.word,
        ) && text.is_one(words!("and"), found.at - 1)
            && text.is_one(
                words!("all|any|every|its|their|the|stored|saved|existing|associated|related"),
                found.at + 1,
            )
            && !(found.at..found.at + 8).any(|at| text.word(at) == "from")
    })?;
    Some(later.at)
}

/// The signal that is sent to a program, where one of them ends it at once.
fn signal<'c, 'a>(tool: &'c Tool<'a>) -> Option<&'c Param<'a>> {
    let kills = |word: &str| one_of(words!("kill|sigkill|9"), word);
    let param = tool
        .top()
        .find(|param| param.is(words!("signal|sig|signal_name")))?;
    let listed = param
        .values
        .listed
        .iter()
        .any(|value| kills(&value.to_lowercase()));
    let told = || {
        [&param.text, &tool.text]
            .iter()
            .any(|text| text.words().any(kills))
    };
    (listed || param.values.free_text && told()).then_some(param)
}

/// Where a changing tool says that it also does away with what was there.
pub(crate) fn destroys(tool: &Tool<'_>, verbs: &Verbs) -> Option<(String, String)> {
    let all = verbs
        .name
        .as_ref()
        .is_some_and(|found| one_of(&ALL_AT_ONCE, &found.word));
    if all && tool.named(words!("all|everything")) {
        return Some(("/name".to_owned(), tool.name.to_owned()));
    }
    let pair = |w: &[String]| matches!(w, [how, what] if one_of(&HOW, how) && one_of(&WHAT, what));
    if tool.words.windows(2).any(pair) {
        return Some(("/name".to_owned(), tool.name.to_owned()));
    }
    static PHRASES: LazyLock<Phrases> = LazyLock::new(|| Phrases::of(WIPES));
    if let Some(at) = PHRASES
        .affirmed(&tool.text, WIPES_IN)
        .filter(|at| !updates(&tool.text, *at))
    {
        return Some(("/description".to_owned(), tool.text.around(at)));
    }
    let abroad =
        |word: &str| !word.is_ascii() && WIPES_ABROAD.iter().any(|phrase| word.contains(phrase));
    if let Some(at) = tool.text.words().take(WIPES_IN).position(abroad) {
        return Some(("/description".to_owned(), tool.text.around(at)));
    }
    if verbs.leads(&TAKES_AWAY)
        && let Some(at) = pieces(FOR_GOOD, b'|').find_map(|said| tool.text.affirms(said, WIPES_IN))
    {
        return Some(("/description".to_owned(), tool.text.around(at)));
    }
    if let Some(at) = unsaved(tool, verbs).or_else(|| then_deletes(tool, verbs)) {
        return Some(("/description".to_owned(), tool.text.around(at)));
    }
    if let Some(param) = batch(tool).or_else(|| signal(tool)) {
        return Some((param.pointer.clone(), param.name.to_owned()));
    }
    // A lock says what may not be done.
    let forbids = verbs.leads(words!("lock|protect|restrict|allow|permit|grant"));
    let switch = tool.top().find(|param| {
        let on = param.values.boolean
            && !forbids
            && param
                .words
                .first()
                .is_some_and(|word| one_of(&SWITCHES, word));
        let forced = param.values.boolean
            && param.is(&FORCES)
            && pieces(LOSES, b'|').any(|word| param.text.affirms(word, WIPES_IN).is_some());
        // A forced push of commits drops those that are there.
        let pushed = param.values.boolean
            && param.named("force")
            && tool.named("push")
            && (tool.branded("git") || tool.text.says(phrases!("commit|commits")));
        on || forced || pushed || param.is(&MODES) && replaces(param)
    })?;
    Some((switch.pointer.clone(), switch.name.to_owned()))
}
