//! What a hostile program leaves on disk: walked through, weighed and removed. However deep it lies, however much there is,
//! and whatever its modes say: no link is followed, nothing is waited for, and few descriptors are open at once.

#[cfg(target_os = "linux")]
mod remove;
#[cfg(target_os = "linux")]
mod walk;

#[cfg(target_os = "linux")]
pub(crate) use remove::remove;
#[cfg(not(target_os = "linux"))]
pub(crate) use std::fs::remove_dir_all as remove;
#[cfg(target_os = "linux")]
pub(crate) use walk::{Bounds, Found, Walk};

use std::path::Path;

/// How many files a sandbox may hold: their names take room too.
#[cfg(target_os = "linux")]
pub(crate) const FILES: usize = 200_000;

/// Whether what lies there, and is being written, weighs more than so many bytes or holds more files; or cannot be weighed,
/// because it lies too deep or may not be looked at.
#[cfg(target_os = "linux")]
pub(crate) fn heavier(tree: &Path, bytes: u64, files: usize) -> bool {
    let Ok(dir) = walk::directory(rustix::fs::CWD, tree) else {
        return false;
    };
    let mut walk = Walk::new(dir, "", Bounds::weighing(files));
    let mut all = 0_u64;
    while let Some(found) = walk.next() {
        all = all.saturating_add(found.room());
        if all > bytes {
            return true;
        }
    }
    walk.capped()
}

/// Nothing is written where nothing can be fenced in.
#[cfg(not(target_os = "linux"))]
pub(crate) fn heavier(_: &Path, _: u64, _: usize) -> bool {
    false
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;
    use std::fs::{self, Permissions};
    use std::os::unix::fs::{PermissionsExt, symlink};

    #[test]
    fn bytes_files_and_depth_are_weighed() {
        let folder = tempfile::tempdir().unwrap();
        let tree = folder.path();
        fs::create_dir(tree.join("a")).unwrap();
        fs::write(tree.join("a/b"), vec![1; 100_000]).unwrap();
        symlink("/usr", tree.join("usr")).unwrap();
        assert!(!heavier(tree, 1 << 20, 4));
        assert!(heavier(tree, 50_000, 4));
        assert!(heavier(tree, 1 << 20, 2));
        assert!(!heavier(&tree.join("gone"), 0, 0));
        fs::create_dir_all(tree.join("d/".repeat(300))).unwrap();
        assert!(heavier(tree, 1 << 20, 1_000));
    }

    #[test]
    fn everything_is_removed_however_deep_and_whatever_its_mode() {
        let folder = tempfile::tempdir().unwrap();
        let outside = folder.path().join("outside");
        fs::write(&outside, "stays").unwrap();
        let tree = folder.path().join("tree");
        fs::create_dir_all(tree.join("d/".repeat(1_500))).unwrap();
        fs::create_dir_all(tree.join("0/1/2")).unwrap();
        fs::write(tree.join("0/1/file"), "x").unwrap();
        symlink(&outside, tree.join("0/link")).unwrap();
        symlink(folder.path(), tree.join("up")).unwrap();
        for (path, mode) in [("0/1/2", 0), ("0/1", 0o500), ("0", 0)] {
            fs::set_permissions(tree.join(path), Permissions::from_mode(mode)).unwrap();
        }
        remove(&tree).unwrap();
        assert!(!tree.exists());
        assert_eq!(fs::read_to_string(outside).unwrap(), "stays");
        assert!(remove(&tree).is_err());
    }
}
