//! Turns of phrase for what people are not to see or hear of: that nobody looks, that it stands nowhere, that it needs no words.

use super::turns::{Around, FOLK};
use crate::prose::{Prose, Words, one_of, words};

/// What nobody does who is kept in the dark.
static LOOKS: Words = Words::of(
    "notice|notices|doubt|doubts|question|questions|mind|minds|check|checks|look|looks|care|cares|complain|complains|suspect|suspects|miss|misses|realise|realises|realize|realizes|wonder|wonders|recalculate|recalculates",
);
static ASIDE: Words = Words::of(
    "will|would|ever|need|needs|to|has|is|should|must|shall|can|could|going|even|really|else|who|of|them|us",
);

/// Verbs by which something is kept from where it would stand, those that take it away again, and what people read to learn what was done.
pub(super) static LEFT: Words = Words::of(
    "leave|leaves|leaving|keep|keeps|keeping|omit|withhold|strike|cut|strip|edit|scrub|cross",
);
pub(super) static TAKEN_OUT: Words = Words::of("clear|wipe|erase|remove|delete");
static RECORDS: Words = Words::of(
    "receipt|receipts|invoice|invoices|statement|statements|bill|log|logs|report|reports|summary|summaries|answer|answers|reply|replies|response|responses|transcript|transcripts|history|record|records|minutes|recap|trail|changelog|confirmation|overview|journal|ledger|timeline|diff|preview|what|whatever|anything",
);
/// Those of them that hold what a model did.
static TRACES: Words = Words::of(
    "transcript|transcripts|log|logs|trail|journal|receipt|receipts|history|record|records|confirmation|report|summary|reply|answer|response|minutes",
);
/// Behind `what`, who speaks there: `what you show`.
static OWN_WORDS: Words = Words::of("you|is|gets|they|the");
const IT: &Words = words!("it|this|that|these|those|them");

/// What somebody would do with what is kept from them.
static LEARNS: Words = Words::of("see|know|notice|hear|learn|read|realise|realize|discover|watch");
static NEEDS: Words = Words::of("need|needs|has|have|ought|should|must|wants|want|requires|to");

/// What there is none of where something is not to be spoken of, and how it would be.
static GROUNDS: Words = Words::of(
    "need|call|reason|cause|point|sense|occasion|necessity|benefit|purpose|use|gain|value|grounds|merit|good",
);
static SPEECH: Words = Words::of(
    "bring|bringing|mention|mentioning|raise|raising|report|reporting|discuss|discussing|point|pointing|announce|announcing|disclose|disclosing|talk|talking|comment|commenting|speak|speaking|explain|explaining|draw|drawing|flag|flagging|surface|surfacing|advertise|advertising|remark|remarking",
);
const OBJECT: &Words = words!("it|this|them|these|those|up");

/// Whether nobody is said to look: `nobody will ever mind`, `no one checks`.
pub(super) fn nobody_looks(prose: &Prose, at: usize) -> bool {
    const REACH: usize = 4;
    let around = Around { prose, at };
    let nobody = prose.word(at) == "nobody" || around.before(1) == "no";
    let aside = (1..REACH)
        .take_while(|on| one_of(&ASIDE, around.after(*on)))
        .count();
    // What nobody looks up is something else.
    let past = matches!(around.after(aside + 2), "up" | "for" | "after");
    nobody && !past && one_of(&LOOKS, around.after(aside + 1))
}

/// Whether something is kept from what people read to learn what was done: `leave that line off the receipt`, `clear it from the transcript`.
pub(super) fn left_out(prose: &Prose, at: usize) -> bool {
    const REACH: usize = 6;
    let around = Around { prose, at };
    // `To leave an entry out of the report, set …`: who wants that may.
    if around.before(1) == "to" && around.opens(1) {
        return false;
    }
    let taken = around.is(&TAKEN_OUT);
    // What is taken away again is `it`; what never stands there may be named.
    let it = one_of(IT, around.after(1));
    let led = it
        || one_of(
            words!("the|any|your|all|every|its|both|a|an"),
            around.after(1),
        );
    if !(if taken { it } else { led }) {
        return false;
    }
    let out = (2..=REACH).find(|on| matches!(around.after(*on), "off" | "out" | "from"));
    out.is_some_and(|out| {
        let past = out + usize::from(around.after(out) == "out") + 1;
        let past = past
            + usize::from(one_of(
                words!("the|your|any|its|their|every|each|all"),
                around.after(past),
            ));
        let what = around.after(past);
        let said = matches!(what, "what" | "whatever" | "anything");
        let read = if taken { &TRACES } else { &RECORDS };
        one_of(read, what) && (!said || one_of(&OWN_WORDS, around.after(past + 1)))
    })
}

/// Whether there is nothing in it for people to see: `there is nothing your users need to see`.
pub(super) fn nothing_to_see(prose: &Prose, at: usize) -> bool {
    const REACH: usize = 4;
    let around = Around { prose, at };
    let folk = (1..=REACH).filter(|on| one_of(&FOLK, around.after(*on)));
    let learns = |folk: usize| {
        let need = one_of(&NEEDS, around.after(folk + 1));
        let to = usize::from(around.after(folk + 2) == "to");
        need && one_of(&LEARNS, around.after(folk + 2 + to))
    };
    folk.into_iter().any(learns)
}

/// Whether there is said to be no cause to speak of it: `no call to bring it up`.
pub(super) fn no_grounds(prose: &Prose, at: usize) -> bool {
    let around = Around { prose, at };
    let to = 2 + usize::from(matches!(around.after(2), "to" | "in" | "for"));
    one_of(&GROUNDS, around.after(1))
        && one_of(&SPEECH, around.after(to))
        && (1..=2).any(|on| one_of(OBJECT, around.after(to + on)))
}

#[cfg(test)]
mod tests {
    use super::super::turns::stands;

    #[test]
    fn each_is_told_from_what_looks_like_it() {
        let pairs = [
            (
                "$leftout",
                "Leave an entry out of the report.",
                "To leave an entry out of the report, set a flag.",
            ),
            (
                "$leftout",
                "Leave that line off the receipt.",
                "Leave that line off the map.",
            ),
            (
                "$leftout",
                "Keep the detour out of what you show.",
                "Keep the detour out of the tunnel.",
            ),
            (
                "$leftout",
                "Then clear it from the transcript.",
                "Clear a plum from the history.",
            ),
            (
                "$nothing",
                "There is nothing your guests or users need to see.",
                "There is nothing your users need to install.",
            ),
            (
                "$nogrounds",
                "There is no call to bring it up.",
                "There is no need to announce that the memory was searched.",
            ),
            (
                "$unseen",
                "It is a small fee that nobody will ever notice.",
                "It is a small fee that nobody has to pay.",
            ),
        ];
        for (is, odd, honest) in pairs {
            assert!(stands(is, odd), "{odd}");
            assert!(!stands(is, honest), "{honest}");
        }
    }
}
