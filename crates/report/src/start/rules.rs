//! What one line means: a table of phrases, and what they tell of the cause.

mod around;
mod asked;
mod installed;

use super::cause::Cause;
use super::lines::Line;
/// A line that holds one of the phrases (in small letters) means this; `None` where it lacks what makes it plain.
pub(super) struct Rule {
    pub(super) phrases: &'static [&'static str],
    pub(super) means: fn(&Line) -> Option<Cause>,
}

/// The tables in their order: the first rule that has a meaning for a line is the line's.
const TABLES: [&[Rule]; 3] = [installed::RULES, asked::RULES, around::RULES];

/// What a line says of the cause.
pub(super) fn meaning(line: &Line) -> Option<Cause> {
    TABLES
        .into_iter()
        .flatten()
        .filter(|rule| line.has(rule.phrases))
        .find_map(|rule| (rule.means)(line))
}

/// How something that is missing is asked for.
pub(super) const DEMANDS: &[&str] = &[
    "required",
    "requires",
    "not set",
    "isn't set",
    "not defined",
    "undefined",
    "missing",
    "must be set",
    "must set",
    "must provide",
    "must be",
    "not provided",
    "no api key",
    "please set",
    "please provide",
    "please configure",
    "not found in env",
    "not configured",
    "need to set",
    "needs to be set",
    "should be set",
    "is unset",
    "is empty",
    "not specified",
    "were not provided",
    "was provided",
    "please pass",
    "please specify",
    "no access token",
];

pub(super) fn wants(names: Vec<String>, any: bool) -> Cause {
    Cause::Variables { names, any }
}

/// The beginning of a line, as the object of a sentence.
fn head(text: &str) -> String {
    let text = text.trim_end_matches(['.', ':', '?']);
    match text.char_indices().nth(160) {
        Some((at, _)) => format!("{}…", text.get(..at).unwrap_or_default()),
        None => text.to_owned(),
    }
}
