//! Compares a file of an overlay with the machine's own.

use crate::disk::Found;
use std::io::Read as _;

/// Files beyond this are different where they lie in the layer at all.
const COMPARED: u64 = 64 << 20;

/// Whether the machine holds the same file at this path.
pub(super) fn same(found: &Found) -> bool {
    let Ok(machine) = std::fs::symlink_metadata(&found.path) else {
        return false;
    };
    if !found.regular()
        || !machine.is_file()
        || machine.len() != found.bytes()
        || found.bytes() > COMPARED
    {
        return false;
    }
    let Ok(file) = std::fs::File::open(&found.path) else {
        return false;
    };
    let mut file = std::io::BufReader::new(file);
    let mut other = Vec::new();
    for piece in found.read(COMPARED) {
        other.resize(piece.len(), 0);
        if file.read_exact(&mut other).is_err() || other != piece {
            return false;
        }
    }
    true
}
