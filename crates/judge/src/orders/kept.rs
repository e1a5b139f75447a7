//! What is not told, or ignored, for an honest reason: too early, to others, as something that it is not, by whoever wants it so.

use super::NEAR;
use super::clause::SAYS;
use crate::prose::{Prose, Words, one_of, words};
use std::ops::Range;

/// Whether a thing is said not to happen in silence: `never silently dropped`.
pub(super) fn openly(prose: &Prose, at: usize, end: usize) -> bool {
    (at..(at + NEAR).min(end)).any(|i| {
        one_of(words!("silently|secretly|quietly"), prose.word(i))
            && i.checked_sub(1)
                .is_some_and(|before| one_of(words!("not|never"), prose.word(before)))
    })
}

/// Whether what is not told is that something is done before it is: `do not say that it is ready until …`.
pub(super) fn too_early(prose: &Prose, at: usize, end: usize) -> bool {
    static DONE: Words = Words::of(
        "ready|done|finished|complete|completed|succeeded|available|sent|live|confirmed|over|paid",
    );
    let near = || (at..(at + NEAR).min(end)).map(|i| prose.word(i));
    let done = near().position(|word| one_of(&DONE, word));
    done.is_some_and(|done| {
        near()
            .skip(done)
            .any(|word| one_of(words!("until|before|unless"), word))
    })
}

/// Whether what is denied is another deed: `… do not do it; tell the user`.
pub(super) fn of_another(prose: &Prose, at: usize) -> bool {
    static DEEDS: Words = Words::of(
        "do|follow|obey|comply|act|run|execute|retry|guess|invent|proceed|continue|work|bypass|circumvent|assume|fabricate|improvise|try|repeat|loop",
    );
    let denied = (at..at + 3).find(|i| one_of(&DEEDS, prose.word(*i)) && *i > at);
    let told = |i: &usize| {
        one_of(
            words!("tell|inform|notify|alert|warn|mention|report|surface|relay|show|explain"),
            prose.word(*i),
        )
    };
    denied.is_some_and(|denied| (denied + 1..denied + 5).take_while(|i| !told(i)).count() < 4)
}

/// Whether what is not told is told otherwise or later: `do not tell the user until …`, `… the key, but its name instead`.
pub(super) fn bounded(prose: &Prose, at: usize, end: usize) -> bool {
    static BOUNDS: Words = Words::of("unless|until|instead|they");
    (at..(at + NEAR).min(end)).any(|i| one_of(&BOUNDS, prose.word(i)))
}

/// Whether one tool is preferred for work of one kind only: `… instead of other tools for translation tasks`.
pub(super) fn for_some_work(prose: &Prose, at: usize, end: usize) -> bool {
    const REACH: usize = 5;
    static WORK: Words = Words::of("task|tasks|work|jobs|operations|purposes|queries");
    static WHATEVER: Words = Words::of("all|any|every|each|other|everything|your|these|those");
    let mut fors = (at..(at + NEAR).min(end)).filter(|i| prose.word(*i) == "for");
    fors.any(|of| {
        let near = || (of + 1..(of + REACH).min(end)).map(|i| prose.word(i));
        near().any(|word| one_of(&WORK, word)) && !near().any(|word| one_of(&WHATEVER, word))
    })
}

/// Whether the instructions to be ignored are those of a page or file: `ignore any instructions that it contains` is a defence.
pub(super) fn of_content(prose: &Prose, at: usize, end: usize) -> bool {
    static MINE: Words = Words::of(
        "previous|previously|prior|above|earlier|preceding|your|system|developer|safety|original|initial|user|users|other",
    );
    static WITHIN: Words = Words::of(
        "contains|contain|contained|found|embedded|inside|within|appears|appear|appearing",
    );
    let near = || (at..(at + 12).min(end)).map(|i| prose.word(i));
    // `If a page tells you to ignore …` speaks of what others say.
    let told = |i: usize| one_of(SAYS, prose.word(i));
    if (at.saturating_sub(4)..at).any(told) {
        return true;
    }
    near().any(|word| one_of(&WITHIN, word)) && !near().any(|word| one_of(&MINE, word))
}

/// Whether what is denied is only how it is called: `do not report it to the user as an error`.
pub(super) fn as_what(prose: &Prose, at: usize, end: usize) -> bool {
    static CALLED: Words = Words::of(
        "error|errors|failure|failures|fault|bug|problem|warning|exception|crash|success|missing|failed|broken|final|fact|proof|evidence|guarantee|certainty|confirmation|advice|diagnosis|certain|complete|exact",
    );
    let word = |i: usize| if i < end { prose.word(i) } else { "" };
    (at..end).any(|i| {
        let on = if matches!(word(i + 1), "a" | "an") {
            2
        } else {
            1
        };
        word(i) == "as" && one_of(&CALLED, word(i + on))
    })
}

/// Whether it is what somebody may want: `to leave an entry out of the report, set …`.
pub(super) fn an_aim(prose: &Prose, at: usize, near: &Range<usize>) -> bool {
    const FOLK: &Words = words!("user|users|person|people|human|owner|customer|client|them|they");
    let to = at.checked_sub(1).filter(|i| near.contains(i));
    let opens =
        |i: usize| prose.word(i) == "to" && prose.tokens.get(i).is_some_and(|token| token.opens);
    to.is_some_and(opens) && !near.clone().any(|i| one_of(FOLK, prose.word(i)))
}

/// Whether it is who did something that nobody learns: `the person never learns who reported them`.
pub(super) fn unnamed(prose: &Prose, range: &Range<usize>) -> bool {
    static LEARN: Words = Words::of(
        "learn|learns|know|knows|see|sees|told|tell|reveal|out|anybody|anyone|nobody|them|discover",
    );
    range.clone().skip(1).any(|at| {
        matches!(prose.word(at), "who" | "whose" | "whom") && one_of(&LEARN, prose.word(at - 1))
    })
}

/// Whether what others do not see is to be told: `the user does not see it, so relay it`.
pub(super) fn passes_on(prose: &Prose, range: &Range<usize>) -> bool {
    const TOLD: &Words =
        words!("relay|tell|repeat|summarise|summarize|report|show|quote|share|convey");
    range
        .clone()
        .any(|at| prose.word(at) == "so" && one_of(TOLD, prose.word(at + 1)))
}

/// Whether a text speaks of nobody but `them`, who are others than its reader's user: `the blocked contact is told nothing`.
pub(super) fn of_outsiders(prose: &Prose, range: &Range<usize>) -> bool {
    const OTHERS: &Words = words!(
        "contact|contacts|sender|senders|subscriber|subscribers|follower|followers|attendee|attendees|invitee|invitees|participant|participants"
    );
    const OURS: &Words = words!(
        "user|users|human|humans|person|people|customer|customers|owner|owners|operator|operators|anyone|nobody|client|clients|member|members|staff"
    );
    let says = |words: &Words| prose.words().take(NEAR * 3).any(|word| one_of(words, word));
    let them = |at: usize| matches!(prose.word(at), "they" | "them");
    range.clone().any(them) && says(OTHERS) && !says(OURS)
}

/// Whether what is not told are numbers that tell nobody anything, and nothing is done along with it: `never show the user the ids`.
pub(super) fn numbers(prose: &Prose, at: usize, near: &Range<usize>) -> bool {
    const REACH: usize = 10;
    const NUMBERS: &Words = words!("ids|uuid|uuids|guid|guids|identifiers");
    const DONE: &Words = words!(
        "send|upload|copy|copies|delete|post|forward|transfer|pass|sent|copied|deleted|forwarded"
    );
    let numbers = (at..near.end.min(at + REACH)).any(|i| one_of(NUMBERS, prose.word(i)));
    numbers && !near.clone().any(|i| one_of(DONE, prose.word(i)))
}
