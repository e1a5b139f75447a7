//! What was noticed, each deed once.

use evidence::conduct::{Conduct, Deed, Usage};

/// What was noticed.
#[derive(Debug, Default)]
pub(crate) struct Ledger {
    deeds: Vec<Deed>,
    /// What it used.
    pub(crate) usage: Usage,
}

impl Ledger {
    /// Notes a deed, or that it was done again.
    pub(crate) fn deed(&mut self, deed: Deed) {
        self.deeds.push(deed);
    }

    /// The first bytes that something sent: see [`crate::protocol::Tale::Data`].
    pub(crate) fn data(
        &mut self,
        _to: &str,
        _address: &str,
        _port: u16,
        _transport: &str,
        _bytes: &[u8],
    ) {
    }

    /// Everything, sorted.
    pub(crate) fn finish(self) -> Conduct {
        Conduct {
            deeds: self.deeds,
            usage: self.usage,
        }
    }
}
