//! Which file a process means: its text made absolute, and followed through links as the kernel would.
//!
//! Nothing here waits for a file: descriptors are opened as places only (`O_PATH`), below the sandbox's root.

use rustix::fd::{AsFd, AsRawFd as _, BorrowedFd, OwnedFd};
use rustix::fs::{Mode, OFlags, ResolveFlags};
use rustix::io::Errno;
use std::os::unix::ffi::OsStringExt as _;
use std::path::{Component, Path};

/// Where a path leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Where {
    /// The path after links were followed, as far as that was possible.
    pub(super) path: String,
    /// Whether something is there.
    pub(super) found: bool,
}

/// The path that a process means by this text, absolute; as it is where that cannot be known.
pub(super) fn absolute(pid: u32, dir: Option<i32>, text: &[u8]) -> String {
    let text = String::from_utf8_lossy(text);
    let path = if text.starts_with('/') {
        text.into_owned()
    } else {
        let base = match dir {
            None => link(&format!("/proc/{pid}/cwd")),
            Some(dir) => link(&format!("/proc/{pid}/fd/{dir}")),
        };
        match base {
            Some(base) if text.is_empty() => base,
            Some(base) => format!("{}/{text}", base.trim_end_matches('/')),
            None => return text.into_owned(),
        }
    };
    own_links(pid, path)
}

/// Follows the links below `/proc/self` that lead back into the sandbox: below its root they mean another process.
fn own_links(pid: u32, path: String) -> String {
    let mut rest = path;
    // A chain of them is followed a few times only.
    for _ in 0..4 {
        let Some((what, after)) = own(&rest) else {
            return rest;
        };
        let base = match what.as_str() {
            "root" => String::new(),
            other => match link(&format!("/proc/{pid}/{other}")) {
                Some(base) => base,
                None => return rest,
            },
        };
        rest = format!("{}{after}", base.trim_end_matches('/'));
        if rest.is_empty() {
            return "/".to_owned();
        }
    }
    rest
}

/// The link of the process itself that a path begins with, and what follows: `cwd`, `fd/7`, `root`; of another process
/// only `root`, since all have the same.
fn own(path: &str) -> Option<(String, String)> {
    let mut parts = path
        .strip_prefix("/proc/")?
        .split('/')
        .filter(|part| !part.is_empty() && *part != ".");
    let who = parts.next()?;
    let itself = matches!(who, "self" | "thread-self");
    if !itself && !who.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let mut name = parts.next()?;
    if name == "task" {
        parts.next()?;
        name = parts.next()?;
    }
    let what = match name {
        "root" => "root".to_owned(),
        "cwd" | "exe" if itself => name.to_owned(),
        "fd" if itself => format!("fd/{}", parts.next()?.parse::<u32>().ok()?),
        _ => return None,
    };
    let after: String = parts.map(|part| format!("/{part}")).collect();
    Some((what, after))
}

/// Where a path leads, below this root.
pub(super) fn lead(root: impl AsFd, path: &str, follow: bool) -> Where {
    // Of the kernel's own files only the name counts, and many of its links mean the process that reads them.
    if path.starts_with("/proc/") {
        let path = lexical(path);
        return Where { path, found: true };
    }
    if follow {
        match place(root.as_fd(), path) {
            Ok(path) => return Where { path, found: true },
            Err(Errno::NOENT | Errno::NOTDIR) => {}
            // It may be there: it cannot be looked at.
            Err(_) => {
                let path = lexical(path);
                return Where { path, found: true };
            }
        }
    }
    let path = match split(path) {
        (parent, Some(name)) if !follow => {
            let parent = step_by_step(root.as_fd(), parent);
            format!("{}/{name}", parent.trim_end_matches('/'))
        }
        _ => step_by_step(root.as_fd(), path),
    };
    Where { path, found: false }
}

/// How many links are followed, as by the kernel.
const LINKS: usize = 40;

/// Where a path leads though there may be nothing: through links that lead nowhere, too.
fn step_by_step(root: BorrowedFd<'_>, path: &str) -> String {
    let mut rest: Vec<String> = parts(path);
    let (mut here, mut links) = (String::new(), 0);
    while let Some(name) = rest.pop() {
        if name == ".." {
            here.truncate(here.rfind('/').unwrap_or(0));
            continue;
        }
        let next = format!("{here}/{name}");
        match link_below(root, &next) {
            Some(target) if links < LINKS => {
                links += 1;
                if target.starts_with('/') {
                    here.clear();
                }
                rest.extend(parts(&target));
            }
            _ => here = next,
        }
    }
    if here.is_empty() {
        "/".to_owned()
    } else {
        here
    }
}

/// The parts of a path but for `.`, the first last.
fn parts(path: &str) -> Vec<String> {
    let parts = path.split('/').rev();
    parts
        .filter(|part| !matches!(*part, "" | "."))
        .map(str::to_owned)
        .collect()
}

/// The text of the link at a path, which ends in one that is not followed.
fn link_below(root: BorrowedFd<'_>, path: &str) -> Option<String> {
    let flags = OFlags::PATH | OFlags::NOFOLLOW | OFlags::CLOEXEC;
    let below = path.trim_start_matches('/');
    let fd = rustix::fs::openat2(root, below, flags, Mode::empty(), ResolveFlags::IN_ROOT).ok()?;
    let text = rustix::fs::readlinkat(fd, c"", Vec::new()).ok()?;
    Some(text.to_string_lossy().into_owned())
}

fn place(root: impl AsFd, path: &str) -> Result<String, Errno> {
    let below = path.trim_start_matches('/');
    let below = if below.is_empty() { "." } else { below };
    let flags = OFlags::PATH | OFlags::CLOEXEC;
    let fd = rustix::fs::openat2(root, below, flags, Mode::empty(), ResolveFlags::IN_ROOT)?;
    name(&fd).ok_or(Errno::NOENT)
}

fn name(fd: &OwnedFd) -> Option<String> {
    link(&format!("/proc/self/fd/{}", fd.as_raw_fd()))
}

/// The text of a link.
pub(super) fn link(path: &str) -> Option<String> {
    let text = rustix::fs::readlink(path, Vec::new()).ok()?;
    let text = std::ffi::OsString::from_vec(text.into_bytes());
    Some(text.to_string_lossy().into_owned())
}

/// A path's directory and last name; no name where it ends in one of `.` and `..`.
fn split(path: &str) -> (&str, Option<&str>) {
    let trimmed = path.trim_end_matches('/');
    match trimmed.rsplit_once('/') {
        Some((parent, name)) if !matches!(name, "." | "..") => (parent, Some(name)),
        _ => (trimmed, None),
    }
}

/// The path without `.`, `..` and doubled slashes, by its text alone.
fn lexical(path: &str) -> String {
    let mut parts: Vec<String> = Vec::new();
    for part in Path::new(path).components() {
        match part {
            Component::ParentDir => {
                parts.pop();
            }
            Component::Normal(name) => parts.push(name.to_string_lossy().into_owned()),
            _ => {}
        }
    }
    format!("/{}", parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs::{self, File};
    use std::os::unix::fs::symlink;

    fn root() -> (tempfile::TempDir, File, String) {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join("home/.ssh")).unwrap();
        fs::write(folder.path().join("home/.ssh/id_rsa"), "").unwrap();
        fs::create_dir(folder.path().join("tmp")).unwrap();
        symlink("/home/.ssh", folder.path().join("tmp/link")).unwrap();
        symlink("/root/.ssh/id_rsa", folder.path().join("tmp/dangling")).unwrap();
        symlink("../root", folder.path().join("tmp/out")).unwrap();
        symlink("loop", folder.path().join("tmp/loop")).unwrap();
        let file = File::open(folder.path()).unwrap();
        let path = folder.path().to_str().unwrap().to_owned();
        (folder, file, path)
    }

    #[test]
    fn links_are_followed_below_the_root() {
        let (_folder, fd, root) = root();
        let cases = [
            ("/home/.ssh/id_rsa", true, "/home/.ssh/id_rsa", true),
            ("/tmp/link/id_rsa", true, "/home/.ssh/id_rsa", true),
            ("/tmp/link/../.ssh/id_rsa", true, "/home/.ssh/id_rsa", true),
            ("/../../tmp/link", true, "/home/.ssh", true),
            ("/tmp/link", false, "/tmp/link", false),
            ("/tmp/link/..", false, "/home", false),
            ("/tmp/link/new", true, "/home/.ssh/new", false),
            ("/tmp/link/new", false, "/home/.ssh/new", false),
            ("/tmp/dangling", true, "/root/.ssh/id_rsa", false),
            ("/tmp/dangling", false, "/tmp/dangling", false),
            ("/tmp/out/.ssh/id_rsa", true, "/root/.ssh/id_rsa", false),
            ("/tmp/out/../x", true, "/x", false),
        ];
        for (path, follow, leads, found) in cases {
            let seen = lead(&fd, path, follow);
            // What is there is told as the machine knows it.
            let leads = if found {
                format!("{root}{leads}")
            } else {
                leads.to_owned()
            };
            assert_eq!((seen.path, seen.found), (leads, found), "{path}");
        }
    }

    #[test]
    fn what_cannot_be_followed_is_told_as_it_is_named() {
        let (_folder, fd, _) = root();
        let looped = lead(&fd, "/tmp/./loop", true);
        assert_eq!((looped.path.as_str(), looped.found), ("/tmp/loop", true));
        let nowhere = lead(&fd, "/no/such/../file", true);
        assert_eq!((nowhere.path.as_str(), nowhere.found), ("/no/file", false));
        assert_eq!(
            lead(&fd, "/proc/self/../self/maps", true).path,
            "/proc/self/maps"
        );
    }

    #[test]
    fn text_is_made_absolute_by_the_process() {
        let pid = std::process::id();
        let here = link("/proc/self/cwd").unwrap();
        assert_eq!(absolute(pid, None, b"/a/b"), "/a/b");
        assert_eq!(absolute(pid, None, b"a"), format!("{here}/a"));
        assert_eq!(absolute(pid, None, b""), here);
        let (_folder, fd, root) = root();
        assert_eq!(
            absolute(pid, Some(fd.as_raw_fd()), b"tmp"),
            format!("{root}/tmp")
        );
        assert_eq!(absolute(pid, Some(1_000_000), b"tmp"), "tmp");
    }

    #[test]
    fn links_of_the_process_itself_are_followed() {
        let pid = std::process::id();
        let (_folder, fd, root) = root();
        let by_fd = format!("/proc/self/fd/{}/tmp", fd.as_raw_fd());
        assert_eq!(absolute(pid, None, by_fd.as_bytes()), format!("{root}/tmp"));
        assert_eq!(
            absolute(pid, None, b"/proc/self/root/etc/shadow"),
            "/etc/shadow"
        );
        assert_eq!(
            absolute(pid, None, b"/proc/1/root/proc/self/task/1/root/x"),
            "/x"
        );
        assert_eq!(absolute(pid, None, b"/proc/self/root"), "/");
        assert_eq!(absolute(pid, None, b"/proc/self/maps"), "/proc/self/maps");
        assert_eq!(absolute(pid, None, b"/proc/1/cwd/x"), "/proc/1/cwd/x");
    }
}
