//! Files that must stay as they are: some that are shown to the act, and some that are not.

use super::differences;
use crate::programs::{Who, everybody};
use std::os::unix::fs::{MetadataExt, chown, symlink};
use std::path::Path;

/// The files as they are: a line each.
pub(super) struct Files(Vec<String>);

/// Makes them: `own` is shown to the act, `home` and `outside` are not.
pub(super) fn make(place: &Path, program: &Path) {
    for directory in ["own", "home/.ssh", "home/.aws", "outside/room"] {
        std::fs::create_dir_all(place.join(directory)).unwrap();
    }
    let files = [
        ("own/data.txt", "the command's own\n"),
        ("own/deleted-by-hostile", "still here\n"),
        ("home/.ssh/id_rsa", "REAL-KEY-OF-THE-USER\n"),
        ("home/.aws/credentials", "REAL-CREDENTIALS-OF-THE-USER\n"),
        ("home/.bashrc", "# the user's own\n"),
        ("outside/secret.txt", "a secret of the machine\n"),
        ("outside/harmless.txt", "nothing\n"),
        ("outside/open.txt", "everybody may write here\n"),
    ];
    for (name, text) in files {
        std::fs::write(place.join(name), text).unwrap();
    }
    symlink(place.join("outside"), place.join("own/link-out")).unwrap();
    std::fs::copy(program, place.join("own/hostile")).unwrap();
    everybody(&place.join("own/hostile"));
}

/// Gives all to the user.
pub(super) fn give(place: &Path, who: Who) {
    if rustix::process::getuid().as_raw() == who.uid() {
        return;
    }
    walk(place, &mut |path| {
        std::os::unix::fs::lchown(path, Some(who.uid()), Some(who.uid())).unwrap();
    });
    chown(place, Some(who.uid()), Some(who.uid())).unwrap();
}

impl Files {
    /// How they are now.
    pub(super) fn read(place: &Path) -> Self {
        let mut lines = Vec::new();
        walk(place, &mut |path| lines.push(line(path)));
        lines.sort();
        Self(lines)
    }

    /// What is different now.
    pub(super) fn changed(&self, place: &Path) -> Vec<String> {
        differences(&self.0, &Self::read(place).0)
    }
}

fn walk(directory: &Path, job: &mut dyn FnMut(&Path)) {
    for entry in std::fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        job(&path);
        if path.is_dir() && !path.is_symlink() {
            walk(&path, job);
        }
    }
}

/// All that a change would show in: the change of owner, mode, name and attributes shows in the time of the inode.
fn line(path: &Path) -> String {
    let about = std::fs::symlink_metadata(path).unwrap();
    let text = match about.is_file() && about.len() < 4096 {
        true => std::fs::read_to_string(path).unwrap_or_default(),
        false => String::new(),
    };
    format!(
        "{} {:o} {}:{} {} bytes, changed {}.{:09}: {}",
        path.display(),
        about.mode(),
        about.uid(),
        about.gid(),
        about.len(),
        about.ctime(),
        about.ctime_nsec(),
        text.trim_end(),
    )
}
