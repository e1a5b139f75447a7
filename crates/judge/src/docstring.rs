//! What a description says of its tool's parameters line by line, where their schema says nothing: `path (str): Folder to list`.

use crate::prose::Prose;
use crate::shape::Param;
use std::collections::HashMap;

/// Lines of one description that are looked at.
const LINES: usize = 2_000;
/// Longest name of a parameter in bytes.
const NAME: usize = 64;

/// Parameters of which the schema says nothing get what the description says of them.
pub(crate) fn told<'a>(mut params: Vec<Param<'a>>, description: &str) -> Vec<Param<'a>> {
    let silent = |param: &Param<'_>| param.level == 0 && param.text.tokens.is_empty();
    if params.iter().any(silent) {
        let said = parameters(description);
        for param in params.iter_mut().filter(|param| silent(param)) {
            if let Some(text) = said.get(param.name) {
                param.text = Prose::of(text);
                param.told = true;
            }
        }
    }
    params
}

/// What each parameter is said to be, by its name: the first line that begins with the name and a colon or dash counts.
pub(crate) fn parameters(description: &str) -> HashMap<&str, &str> {
    let mut found = HashMap::new();
    for line in description.lines().take(LINES) {
        if let Some((name, text)) = entry(line) {
            found.entry(name).or_insert(text);
        }
    }
    found
}

/// A line's parameter and what is said of it.
fn entry(line: &str) -> Option<(&str, &str)> {
    let line = line.trim_start_matches([' ', '\t', '-', '*', '•', '`', '"', '\'']);
    let end = line.find(|c: char| !c.is_ascii_alphanumeric() && c != '_')?;
    let (name, rest) = line.split_at_checked(end)?;
    if name.is_empty() || name.len() > NAME {
        return None;
    }
    let mut rest = rest.trim_start_matches(['`', '"', '\'', '*', ' ']);
    if let Some(inside) = rest.strip_prefix('(') {
        rest = inside.split_once(')')?.1.trim_start_matches(['*', ' ']);
    }
    let text = rest
        .strip_prefix(':')
        .or_else(|| rest.strip_prefix("- "))
        .or_else(|| rest.strip_prefix("– "))?;
    Some((name, text.trim_start_matches(['*', ' '])))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of<'a>(description: &'a str, name: &str) -> Option<&'a str> {
        parameters(description).get(name).copied()
    }

    #[test]
    fn lines_name_parameters() {
        let found = parameters(
            "Lists a folder.\n\nArgs:\n    path (str, optional): Folder on disk\n    depth: How deep\n- `mask` (string): Names to keep\n\
             * **order** - How to sort\n    path: Again\nFor more: see the handbook",
        );
        assert_eq!(found.get("path"), Some(&"Folder on disk"));
        assert_eq!(found.get("depth"), Some(&"How deep"));
        assert_eq!(found.get("mask"), Some(&"Names to keep"));
        assert_eq!(found.get("order"), Some(&"How to sort"));
        assert_eq!(found.get("For"), None, "a sentence is no entry");
        assert_eq!(of("Lists.\n  path: Folder", "path"), Some("Folder"));
    }
}
