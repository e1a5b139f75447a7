//! Which tools of the same server a prompt leads to, by what is listed of it: a prompt speaks in the user's name.

use crate::{Claim, JudgedPrompt, Siblings, text};
use evidence::Item;
use serde_json::Value;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Tools that are kept of one prompt.
const TOOLS: usize = 24;
/// Bytes of a name; a longer one is no name.
const LONGEST: usize = 256;

/// Judges a prompt.
pub(crate) fn prompt(item: &Arc<Item>, raw: &Value, siblings: &Siblings) -> JudgedPrompt {
    let mut names: Vec<(String, Claim)> = Vec::new();
    let mut known: BTreeSet<String> = BTreeSet::new();
    text::strings(raw, &mut |pointer, text| {
        if pointer == "/name" || pointer.ends_with("/name") {
            return;
        }
        for word in identifiers(text) {
            if names.len() < TOOLS && siblings.has(word) && known.insert(word.to_owned()) {
                let claim = Claim {
                    claim: format!("names the tool {word}"),
                    from: pointer.to_owned(),
                    text: crate::shorten(text),
                };
                names.push((word.to_owned(), claim));
            }
        }
    });
    JudgedPrompt {
        item: Arc::clone(item),
        names,
    }
}

/// What can hardly be anything but a name: of two words or more in one. A tool `search` is named by every sentence on searching.
fn identifiers(text: &str) -> impl Iterator<Item = &str> {
    let inside = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '/');
    text.split(move |c| !inside(c))
        .map(|word| word.trim_matches(|c| matches!(c, '.' | '-' | '/')))
        .filter(|word| word.len() > 2 && word.len() <= LONGEST)
        .filter(|word| crate::name::words(word).len() > 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use evidence::{FrameId, Kind, Pointer};
    use serde_json::json;

    fn named(description: &str) -> Vec<String> {
        let raw = json!({"name": "delete_all", "description": description});
        let item = Arc::new(Item {
            kind: Kind::Prompt,
            name: None,
            raw: (&raw).into(),
            at: Pointer {
                frame: FrameId(0),
                pointer: String::new(),
            },
            digest: String::new(),
        });
        let siblings = Siblings::of(["delete_all", "listNotes", "search", "send-mail"]);
        let names = prompt(&item, &raw, &siblings).names;
        names.into_iter().map(|(name, _)| name).collect()
    }

    #[test]
    fn tools_are_found_where_they_are_named() {
        assert_eq!(
            named("Calls `listNotes`, then (send-mail). Then listNotes."),
            ["listNotes", "send-mail"]
        );
        assert_eq!(named("Search and delete all notes; list notes."), [""; 0]);
    }
}
