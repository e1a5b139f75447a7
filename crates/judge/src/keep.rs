//! Whether a text says that what is made or found is kept on the machine of the server.

use crate::prose::{Kind, Phrases, Prose, Words, one_of, words};
use crate::shape::Tool;
use std::sync::LazyLock;

/// Verbs of keeping in the form of what a tool does: `saves`, `auto-save`.
const KEEPS: &Words = words!("saves|stores|writes|persists|appends|dumps|downloads");
const KEEP: &Words = words!("save|store|write|persist|append|dump|autosave|download|export");
/// Their participle, which says that it is done only after a form of `be`.
const KEPT: &Words =
    words!("saved|stored|written|persisted|appended|dumped|downloaded|created|generated|exported");
static BEING: Words = Words::of("be|is|are|get|gets|automatically|being");
/// Words before which a base form is a deed.
static BEFORE_KEEP: Words = Words::of("to|and|then|auto|will|automatically|can|or");
/// Places that are surely this machine's; so is `local` before one of the things there.
static HERE: Words = Words::of("disk|locally|filesystem");
static THINGS: Words = Words::of(
    "file|files|storage|library|directory|folder|path|machine|disk|workspace|copy|copies|database|db|index|vault",
);
/// Places that are where a path was given: files, by their kind too.
static PLACES: Words =
    Words::of("path|file|files|directory|folder|md|json|csv|txt|pdf|png|html|log|yaml|xlsx");
/// Words between verb and place.
const REACH: usize = 12;
/// Words of a text that are looked at.
const LONGEST: usize = 600;

/// Where a tool's text, or a parameter's, says that something is kept on this machine: the pointer and the words. Where a path was
/// given, any file will do.
pub(crate) fn kept(tool: &Tool<'_>, path_given: bool) -> Option<(String, String)> {
    let own = said(&tool.text, path_given).map(|text| ("/description".to_owned(), text));
    own.or_else(|| {
        tool.top().find_map(|param| {
            let text = said(&param.text, path_given)?;
            Some((param.text_at(), text))
        })
    })
}

/// The words that say so.
fn said(text: &Prose, path_given: bool) -> Option<String> {
    let kept = |at: &usize| keeps(text, *at) && place(text, *at, path_given) && !passing(text, *at);
    static VERBS: LazyLock<Phrases> =
        LazyLock::new(|| Phrases::of_each([KEEPS, KEEP, KEPT].map(Words::list)));
    let verbs = VERBS.standing(text, LONGEST).into_iter();
    let at = verbs.map(|verb| verb.at).filter(kept).min()?;
    Some(text.around(at))
}

/// Whether a verb of keeping stands here as a deed of the tool.
fn keeps(text: &Prose, at: usize) -> bool {
    let word = text.word(at);
    let before = at.checked_sub(1).map_or("", |i| text.word(i));
    let starts = text.sentence_of(at).start == at;
    let fits = one_of(KEEPS, word) && !one_of(words!("that|which|who"), before)
        || one_of(KEEP, word) && (starts || one_of(&BEFORE_KEEP, before))
        || one_of(KEPT, word) && one_of(&BEING, before);
    // "Nothing is written".
    let nothing = at
        .checked_sub(2)
        .is_some_and(|i| one_of(words!("nothing|none|never|neither"), text.word(i)));
    fits && !nothing && !text.set_aside(at)
}

/// Words of what a server keeps for itself, or not for long.
static PASSING: Words = Words::of("temporary|temporarily|temp|tmp|cache|caches|cached|history");

/// Whether what is kept is the server's own affair.
fn passing(text: &Prose, at: usize) -> bool {
    text.sentence_of(at)
        .take(64)
        .any(|i| one_of(&PASSING, text.word(i)))
}

/// Whether a place follows in the sentence.
fn place(text: &Prose, at: usize, path_given: bool) -> bool {
    let end = text.sentence_of(at).end.min(at + REACH + 1);
    (at + 1..end).any(|i| {
        let word = text.word(i);
        let local =
            word == "local" && (i + 1..(i + 3).min(end)).any(|k| one_of(&THINGS, text.word(k)));
        let path = text
            .tokens
            .get(i)
            .is_some_and(|token| token.kind == Kind::Path);
        let here = one_of(&HERE, word)
            && (word == "locally" || one_of(words!("to|on|the"), text.word(i - 1)));
        here || local || path_given && (one_of(&PLACES, word) || path)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeping_is_told_from_speaking_of_it() {
        for (text, path, want) in [
            ("Looks a page up and stores it locally.", false, true),
            (
                "Takes a measurement and auto-saves it to the local results library.",
                false,
                true,
            ),
            ("The log will be appended to notes.md", true, true),
            ("Results are written to a file in that folder.", true, true),
            (
                "Results are written to a file in that folder.",
                false,
                false,
            ),
            ("Lists the articles stored locally.", false, false),
            ("Reads files that the user saved to disk.", false, false),
            (
                "Download the clip and return the local file path",
                false,
                true,
            ),
            ("Never writes to disk.", false, false),
            (
                "Remote files are downloaded to a temporary folder.",
                true,
                false,
            ),
            (
                "Lists files that have been saved and stored locally.",
                false,
                false,
            ),
            ("Saves the note to the team's workspace.", false, false),
        ] {
            assert_eq!(said(&Prose::of(text), path).is_some(), want, "{text}");
        }
    }
}
