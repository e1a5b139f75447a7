//! `/etc`: the machine's settings, but for those that tell of its users, its names and its secrets.

use crate::helper::outer::Owner;
use crate::net::RESOLVER;
use crate::protocol::HOME;
use std::fs;
use std::io;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

/// Files of secrets, which are there and empty.
const EMPTIED: &[&str] = &["shadow", "shadow-", "gshadow", "gshadow-"];
/// Whose records of names and of the user's own tell of nobody.
const NAMES: &str = "passwd: files\ngroup: files\nshadow: files\nhosts: files dns\n";

/// Our own files, by name and text.
fn files(owner: Owner) -> Vec<(&'static str, String)> {
    let uid = owner.uid();
    let user = format!("user:x:{uid}:{uid}:user:{HOME}:/bin/sh");
    let nobody = "nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin";
    let passwd = format!("root:x:0:0:root:/root:/bin/sh\n{user}\n{nobody}\n");
    let group = format!("root:x:0:\nuser:x:{uid}:\nnogroup:x:65534:\n");
    let resolver = format!("nameserver {RESOLVER}\noptions timeout:1 attempts:1\n");
    let ours = [
        ("hostname", "localhost\n".to_owned()),
        ("hosts", "127.0.0.1 localhost\n::1 localhost\n".to_owned()),
        ("machine-id", format!("{:032x}\n", 1)),
        ("nsswitch.conf", NAMES.to_owned()),
        ("passwd", passwd.clone()),
        ("passwd-", passwd),
        ("group", group.clone()),
        ("group-", group),
        ("resolv.conf", resolver),
    ];
    let emptied = EMPTIED.iter().map(|name| (*name, String::new()));
    ours.into_iter().chain(emptied).collect()
}

/// Writes them to a directory, and tells their names.
pub(super) fn write(to: &Path, owner: Owner) -> io::Result<Vec<&'static str>> {
    let mut names = Vec::new();
    for (name, text) in files(owner) {
        let file = to.join(name);
        fs::write(&file, text)?;
        fs::set_permissions(&file, fs::Permissions::from_mode(0o644))?;
        names.push(name);
    }
    Ok(names)
}
