//! Files that are only given to a tool: what it works by, makes something of, or sends on.

use super::REACH;
use crate::power::Case;
use crate::prose::{Words, one_of, phrases, words};
use crate::shape::{Param, Tool};

/// Whether the text says that something is made from what a path names: "Generates thumbnails from a video", `video_path`.
pub(super) fn made_from(tool: &Tool<'_>, param: &Param<'_>) -> bool {
    let Some((_, what)) = param.words.split_last() else {
        return false;
    };
    let text = &tool.text;
    let end = text.tokens.len().min(REACH);
    let named = |at: usize| {
        what.iter()
            .any(|word| text.word(at).trim_end_matches('s') == word)
    };
    !what.is_empty()
        && (0..end)
            .any(|at| matches!(text.word(at), "from" | "of") && (1..4).any(|i| named(at + i)))
}

/// Words before `file` or `path` for what a tool works by, and not on.
static GIVEN: Words = Words::of(
    "config|key|identity|cert|certificate|ca|content|credentials|env|dockerfile|body|manifest|kubeconfig|secrets|vars|values|license|username|usernames|user|password|passwords|wordlist|hash|hashes|targets|userlist|dictionary|rules|proto|inventory|keyring|executable|interpreter",
);

/// Whether a file is only given to the tool: its key, its configuration, what it is to send.
pub(super) fn only_given(case: &Case<'_, '_>, param: &Param<'_>) -> bool {
    let Case { tool, verbs, .. } = case;
    let given = param
        .words
        .iter()
        .rev()
        .skip(1)
        .any(|word| one_of(&GIVEN, word) && !tool.words.contains(word));
    given
        && param.ends(words!("file|path|filepath"))
        && !verbs.leads(words!("move|rename|copy|edit|delete|save|write"))
}

/// Verbs of making something elsewhere, which a file of this machine says how.
static MADE_OF: Words = Words::of(
    "create|sync|import|load|populate|apply|register|provision|seed|ingest|submit|upload|attach|send|share|publish",
);
/// Verbs of putting one file into another.
static PUT_IN: Words = Words::of("insert|add|place|embed|put");
/// What a file that is put in is called.
static PICTURES: Words =
    Words::of("image|picture|photo|logo|watermark|stamp|icon|audio|video|media|attachment");

/// Whether a file is read for what is made of it elsewhere, sent on, or put into another: "Create a set from a local file", "Path to the file
/// to share".
pub(super) fn sent_on(case: &Case<'_, '_>, param: &Param<'_>) -> bool {
    let Case { tool, verbs, .. } = case;
    let said = param.text.says(phrases!(
        "file to upload|file to share|file to send|file to attach|file to import|file to read|read and upload|read and send|to upload|to import from"
    ));
    let made = verbs.leads(&MADE_OF)
        && (said || param.ends(words!("file|path|filepath")) && made_from(tool, param));
    let beside = || {
        tool.top().any(|other| {
            other.name != param.name && other.ends(words!("path|filename|filepath|file"))
        })
    };
    let put = verbs.leads(&PUT_IN)
        && matches!(&param.words[..], [what, path] if one_of(&PICTURES, what) && one_of(words!("path|file|filepath"), path))
        && beside();
    // What is sent to another machine changes that one, too.
    let to_machine = tool.branded(words!("ssh|sftp|scp"));
    case.changes() && !to_machine && (made || put)
}
