//! Two texts side by side, cut to what differs.

/// Characters shown on each side of what differs.
const AROUND: usize = 32;
/// Characters of what differs itself.
const MOST: usize = 160;

/// What differs between two texts, with what stands around it; `…` where more stands before or after.
pub(crate) fn around(old: &str, new: &str) -> (String, String) {
    let (a, b): (Vec<char>, Vec<char>) = (old.chars().collect(), new.chars().collect());
    let head = a.iter().zip(&b).take_while(|(a, b)| a == b).count();
    let rest = a.len().min(b.len()) - head;
    let (tail_a, tail_b) = (a.iter().rev(), b.iter().rev());
    let tail = tail_a
        .zip(tail_b)
        .take(rest)
        .take_while(|(a, b)| a == b)
        .count();
    (window(&a, head, tail), window(&b, head, tail))
}

fn window(text: &[char], head: usize, tail: usize) -> String {
    let from = head.saturating_sub(AROUND);
    let differs = text.len() - tail;
    let cut = differs.min(head + MOST);
    let to = if cut < differs {
        cut
    } else {
        (differs + AROUND).min(text.len())
    };
    let mut out = String::new();
    if from > 0 {
        out.push('…');
    }
    out.extend(text.get(from..to).unwrap_or_default());
    if to < text.len() {
        out.push('…');
    }
    out
}

/// The characters of the new text that nobody sees, and that the old one had not, as `U+200B`; at most four.
pub(crate) fn unseen(old: &str, new: &str) -> Vec<String> {
    let mut found: Vec<char> = new
        .chars()
        .filter(|c| evidence::hidden(*c) && !matches!(c, '\n' | '\r' | '\t') && !old.contains(*c))
        .collect();
    found.sort_unstable();
    found.dedup();
    found
        .into_iter()
        .take(4)
        .map(|c| format!("U+{:04X}", u32::from(c)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn shows_what_differs_and_a_little_around_it() {
        let (old, new) = around("Lists open issues.", "Lists all issues.");
        assert_eq!(
            (old.as_str(), new.as_str()),
            ("Lists open issues.", "Lists all issues.")
        );
        let long = "x".repeat(500);
        let (old, new) = around(&format!("{long}a{long}"), &format!("{long}{long}"));
        let side = "x".repeat(AROUND);
        assert_eq!(old, format!("…{side}a{side}…"));
        assert_eq!(new, format!("…{side}{side}…"));
    }

    #[test]
    fn names_what_nobody_sees() {
        assert_eq!(
            unseen("a", "a\u{200b}\u{e0041}\u{200b}"),
            ["U+200B", "U+E0041"]
        );
        assert!(unseen("a\u{200b}", "b\u{200b}").is_empty());
    }

    proptest! {
        #[test]
        fn never_longer_than_it_may_be(old in ".{0,400}", new in ".{0,400}") {
            for text in [around(&old, &new).0, around(&old, &new).1] {
                prop_assert!(text.chars().count() <= MOST + 2 * AROUND + 2);
            }
        }
    }
}
