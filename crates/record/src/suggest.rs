//! "Did you mean": the nearest of the words that are known.

/// How alike two words must be to be worth a question, from 0 to 1.
const ALIKE: f64 = 0.6;
/// Words longer than this are no slip of the hand.
const LONGEST: usize = 64;

/// A list longer than this is no help.
const LIST: usize = 20;

/// What to write instead of a word that names nothing: the nearest known one, and what there is.
pub(crate) fn remedy(given: &str, known: &[&str]) -> String {
    match nearest(given, known) {
        Some(near) => format!("did you mean `{near}`? Known: {}", listed(near, known)),
        None => format!("write one of: {}", listed(given, known)),
    }
}

/// The known words; of a long list those that share the part before the dot, else those parts.
fn listed(given: &str, known: &[&str]) -> String {
    let head = |word: &str| word.split('.').next().unwrap_or_default().to_owned();
    if known.len() <= LIST {
        return quoted(known.iter().map(|word| (*word).to_owned()));
    }
    let family: Vec<&&str> = known
        .iter()
        .filter(|word| head(word) == head(given))
        .collect();
    if !family.is_empty() {
        return quoted(family.iter().map(|word| (**word).to_owned()));
    }
    let mut heads: Vec<String> = known
        .iter()
        .map(|word| format!("{}.…", head(word)))
        .collect();
    heads.dedup();
    quoted(heads.into_iter())
}

fn quoted(words: impl Iterator<Item = String>) -> String {
    words
        .map(|word| format!("`{word}`"))
        .collect::<Vec<_>>()
        .join(", ")
}

/// The known word that was most likely meant.
pub(crate) fn nearest<'a>(given: &str, known: &[&'a str]) -> Option<&'a str> {
    if given.is_empty() || given.len() > LONGEST {
        return None;
    }
    let given = given.to_lowercase().replace(['-', ' '], "_");
    let alike = |word: &str| {
        let begins = word.len().min(given.len()) >= 4
            && (word.starts_with(&given) || given.starts_with(word));
        let floor = if begins { ALIKE } else { 0.0 };
        strsim::normalized_damerau_levenshtein(&given, word).max(floor)
    };
    let score = |word: &str| {
        let plain = word.replace('-', "_");
        // `rotation` for `authentication.rotation` is the whole of what a person remembers.
        let tail = plain
            .split_once('.')
            .map_or(0.0, |(_, tail)| alike(tail) - 0.01);
        alike(&plain).max(tail)
    };
    let mut best: Option<(f64, &str)> = None;
    for word in known {
        let likeness = score(word);
        if likeness >= ALIKE - 0.01 && best.is_none_or(|(most, _)| likeness > most) {
            best = Some((likeness, word));
        }
    }
    best.map(|(_, word)| word)
}
