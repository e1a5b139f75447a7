//! The laws that fuzzing looks for breaches of, on the committed seeds: any compiler can run these.

#[path = "fuzz/src/lib.rs"]
pub mod laws;

use std::fs;
use std::path::Path;

/// Bytes of seeds that a target may have.
const MOST: usize = 50 << 10;

#[test]
fn every_seed_obeys_its_law() {
    let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fuzz/seeds");
    for (target, law) in laws::TARGETS {
        let mut bytes = 0;
        for entry in fs::read_dir(seeds.join(target)).expect(target) {
            let path = entry.expect(target).path();
            let seed = fs::read(&path).expect(target);
            // The output is shown where a law fails, and names the seed.
            println!("{}", path.display());
            law(&seed);
            bytes += seed.len();
        }
        assert!(
            (1..=MOST).contains(&bytes),
            "{target}: {bytes} bytes of seeds"
        );
    }
}
