//! Tells a deed when it is first noticed, and how often it came again at the end.

use super::deed;
use crate::protocol::Tale;
use evidence::conduct::{Act, Via};
use std::collections::BTreeMap;

/// How many different acts are told. The supervisor hears of a cap that was hit once.
const MOST: usize = 1_000;

/// What was told, and how often each came again.
#[derive(Debug, Default)]
pub(crate) struct Once {
    again: BTreeMap<(Act, Via), u64>,
    full: bool,
}

impl Once {
    /// What is to be told of an act.
    pub(crate) fn note(&mut self, act: Act, via: Via) -> Option<Tale> {
        let key = (act, via);
        if let Some(again) = self.again.get_mut(&key) {
            *again += 1;
            return None;
        }
        if self.again.len() >= MOST {
            return (!std::mem::replace(&mut self.full, true)).then(|| limit("deeds"));
        }
        let tale = deed(key.0.clone(), via, 1);
        self.again.insert(key, 0);
        Some(tale)
    }

    /// What is left to be told at the end: what came again.
    pub(crate) fn rest(self) -> impl Iterator<Item = Tale> {
        let again = self.again.into_iter().filter(|(_, count)| *count > 0);
        again.map(|((act, via), count)| deed(act, via, count))
    }
}

/// That a limit was hit, which ends nothing.
pub(crate) fn limit(what: &str) -> Tale {
    let act = Act::Limit {
        what: what.to_owned(),
        ended: false,
    };
    deed(act, Via::Sink, 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_act_is_told_once_and_counted_at_the_end() {
        let mut once = Once::default();
        let act = || Act::Refused { call: "x".into() };
        assert!(once.note(act(), Via::Packet).is_some());
        assert!(once.note(act(), Via::Packet).is_none());
        assert!(once.note(act(), Via::Sink).is_some());
        let rest: Vec<_> = once.rest().collect();
        assert!(matches!(&rest[..], [Tale::Deed { deed }] if deed.count == 1));
    }

    #[test]
    fn it_holds_only_so_many() {
        let mut once = Once::default();
        let told = (0..3 * MOST).filter_map(|n| {
            once.note(
                Act::Refused {
                    call: n.to_string(),
                },
                Via::Packet,
            )
        });
        assert_eq!(told.count(), MOST + 1);
    }
}
