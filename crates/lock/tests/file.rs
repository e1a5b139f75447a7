//! What a lock that somebody changed by hand comes to.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use evidence::Facts;
use evidence::build::Server;
use gate_engine::Gate;
use lock::{Listed, Lock, Wrong};
use serde_json::json;
use std::collections::BTreeSet;

fn lock() -> Lock {
    let tool = |name: &str| json!({"name": name, "description": "Does it.", "inputSchema": {"type": "object"}});
    let server = Server {
        tools: vec![tool("a"), tool("b")],
        prompts: vec![json!({"name": "p"})],
        ..Server::default()
    };
    let facts = Facts::read(&server.transcript());
    let kept = BTreeSet::from(["b".to_owned()]);
    let locked = Listed::lock(&facts, Gate::Prototype, "2026-11-26", &kept).unwrap();
    let mut lock = Lock::default();
    lock.put("one".to_owned(), locked);
    lock
}

#[test]
fn what_is_written_is_read_back() {
    let lock = lock();
    let text = serde_json::to_string_pretty(&lock).unwrap();
    assert_eq!(Lock::read(&text).unwrap(), lock);
    assert_eq!(lock.servers["one"].surface, ["a"]);
}

#[test]
fn no_change_by_hand_is_taken_for_a_review() {
    let lock = lock();
    let text = serde_json::to_string_pretty(&lock).unwrap();
    let mut refused = 0;
    for at in 0..text.len() {
        for byte in *b" 1a\"]" {
            let mut changed = text.clone().into_bytes();
            changed[at] = byte;
            let Ok(changed) = String::from_utf8(changed) else {
                continue;
            };
            match Lock::read(&changed) {
                Ok(read) => assert_eq!(read, lock, "byte {at} of {changed}"),
                Err(_) => refused += 1,
            }
        }
    }
    assert!(refused > text.len(), "{refused}");
}

#[test]
fn what_was_changed_is_named() {
    let edited = |edit: fn(&mut serde_json::Value)| {
        let mut value = serde_json::to_value(lock()).unwrap();
        edit(&mut value["servers"]["one"]);
        Lock::read(&value.to_string()).unwrap_err()
    };
    assert_eq!(
        edited(|one| one["gate"] = json!("production")),
        Wrong::Seal("one".into())
    );
    assert_eq!(
        edited(|one| one["surface"] = json!([])),
        Wrong::Seal("one".into())
    );
    assert_eq!(
        edited(|one| one["tools"][0]["description"] = json!("Deletes it.")),
        Wrong::Pin("one".into())
    );
    // A definition that stands for itself as a digest keeps nobody from looking at the rest.
    assert_eq!(
        edited(|one| one["prompts"][0] = json!("0123")),
        Wrong::Seal("one".into())
    );
    assert!(matches!(
        edited(|one| one["surface"] = json!(["c"])),
        Wrong::Surface(..)
    ));
}
