//! Any frames and events in any order: reading them is total, deterministic and bounded.

use super::conversation;
use evidence::{Kind, ListingEnd};

/// Reads the conversation; every kind has its place in the union, and nothing that came in part is called complete.
pub fn law(data: &[u8]) {
    let transcript = conversation::read(data);
    let facts = conversation::facts(&transcript);
    assert_eq!(facts.inventory.complete.len(), Kind::ALL.len());
    for session in &facts.sessions {
        assert!(session.notifications.len() <= session.notifications_seen);
        assert!(session.server_requests.len() <= session.server_requests_seen);
        for listing in &session.listings {
            let paged: usize = listing.pages.iter().map(|page| page.items).sum();
            assert!(listing.items.len() <= paged, "no item comes from nowhere");
            let whole = listing.items.len() == paged;
            assert!(
                whole || listing.end != ListingEnd::Complete,
                "what is left out is said"
            );
        }
    }
}
