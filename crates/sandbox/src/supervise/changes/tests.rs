use super::*;
use crate::supervise::testing;
use evidence::conduct::Place;
use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::Path;

struct Disk {
    folder: tempfile::TempDir,
    context: Context,
}

impl Disk {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        for dir in ["home/.ssh", "tmp", "up"] {
            fs::create_dir_all(folder.path().join(dir)).unwrap();
        }
        let context = testing::context(Path::new("/home/ann"));
        let planted = &context.plan.canaries;
        fs::write(folder.path().join("home/.ssh/id_rsa"), &planted[0].text).unwrap();
        fs::write(folder.path().join("home/notes"), "before").unwrap();
        Self { folder, context }
    }

    fn path(&self, at: &str) -> std::path::PathBuf {
        self.folder.path().join(at)
    }

    fn look(&self, layers: &[(&str, &str, bool)]) -> Before {
        let disk = fs::File::open(self.folder.path()).unwrap();
        let open = |(at, shown, overlaid): &(&str, &str, bool)| {
            Layer::open(&disk, *at, shown, *overlaid).unwrap()
        };
        Before::look(layers.iter().map(open).collect())
    }

    fn changes(&self, before: &Before) -> Vec<(String, Change, u64)> {
        let changes = before.changes(&self.context);
        let listed = changes.acts.into_iter().filter_map(|act| match act {
            Act::Changed {
                path, how, bytes, ..
            } => Some((path, how, bytes)),
            _ => None,
        });
        let mut listed: Vec<_> = listed.collect();
        listed.sort_by(|a, b| a.0.cmp(&b.0));
        listed
    }
}

const HOME: &[(&str, &str, bool)] = &[("home", "/home/ann", false), ("tmp", "/tmp", false)];

#[test]
fn what_was_planted_and_not_touched_is_no_change() {
    let disk = Disk::new();
    let before = disk.look(HOME);
    fs::read(disk.path("home/.ssh/id_rsa")).unwrap();
    assert_eq!(disk.changes(&before), []);
}

#[test]
fn what_is_new_different_or_gone_is_told() {
    let disk = Disk::new();
    let before = disk.look(HOME);
    fs::write(disk.path("home/notes"), "after!").unwrap();
    fs::remove_file(disk.path("home/.ssh/id_rsa")).unwrap();
    fs::create_dir(disk.path("tmp/dir")).unwrap();
    fs::write(disk.path("tmp/dir/file"), "four").unwrap();
    symlink("/etc", disk.path("tmp/link")).unwrap();
    let told = disk.changes(&before);
    let expected = [
        ("/home/ann/.ssh/id_rsa", Change::Deleted, 0),
        ("/home/ann/notes", Change::Modified, 6),
        ("/tmp/dir", Change::Created, 0),
        ("/tmp/dir/file", Change::Created, 4),
        ("/tmp/link", Change::Created, 4),
    ];
    assert_eq!(
        told,
        expected.map(|(path, how, bytes)| (path.to_owned(), how, bytes))
    );
}

#[test]
fn a_canary_in_a_file_or_its_name_is_told() {
    let disk = Disk::new();
    let before = disk.look(HOME);
    let value = &disk.context.plan.canaries[0].value;
    fs::write(disk.path("tmp/dump"), format!("x{value}y")).unwrap();
    fs::write(
        disk.path(&format!("tmp/{}", disk.context.plan.canaries[1].value)),
        "",
    )
    .unwrap();
    let changes = before.changes(&disk.context);
    let stored: Vec<&Act> = changes
        .acts
        .iter()
        .filter(|act| matches!(act, Act::Canary { .. }))
        .collect();
    assert_eq!(stored.len(), 2, "{stored:?}");
    let expected = Act::Canary {
        id: "ssh-key".to_owned(),
        how: Touch::Stored {
            path: "/tmp/dump".to_owned(),
            encoding: "plain".to_owned(),
        },
    };
    assert!(stored.contains(&&expected), "{stored:?}");
}

#[test]
fn a_canary_that_was_touched_is_not_stored() {
    let disk = Disk::new();
    let before = disk.look(HOME);
    let text = format!("{}\n", disk.context.plan.canaries[0].text);
    fs::write(disk.path("home/.ssh/id_rsa"), text).unwrap();
    let acts = before.changes(&disk.context).acts;
    assert!(
        matches!(
            &acts[..],
            [Act::Changed {
                how: Change::Modified,
                ..
            }]
        ),
        "{acts:?}"
    );
}

#[test]
fn a_file_of_the_machine_is_compared_with_what_lies_above_it() {
    let disk = Disk::new();
    let machine = disk.path("machine");
    fs::create_dir(&machine).unwrap();
    for file in ["same", "other"] {
        fs::write(machine.join(file), "text").unwrap();
    }
    let shown = machine.to_str().unwrap();
    let before = disk.look(&[("up", shown, true)]);
    fs::write(disk.path("up/same"), "text").unwrap();
    fs::write(disk.path("up/other"), "TEXT").unwrap();
    fs::write(disk.path("up/new"), "text").unwrap();
    let told = disk.changes(&before);
    let names: Vec<(&str, Change)> = told
        .iter()
        .map(|(path, how, _)| (Path::new(path).file_name().unwrap().to_str().unwrap(), *how))
        .collect();
    assert_eq!(
        names,
        [("new", Change::Created), ("other", Change::Modified)]
    );
}

#[test]
fn no_walk_is_without_end() {
    let disk = Disk::new();
    let before = disk.look(HOME);
    let mut deep = disk.path("tmp");
    for _ in 0..100 {
        deep.push("d");
        fs::create_dir(&deep).unwrap();
    }
    for index in 0..1_200 {
        fs::write(disk.path(&format!("home/{index}")), "").unwrap();
    }
    let changes = before.changes(&disk.context);
    assert!(changes.more);
    assert_eq!(changes.acts.len(), LISTED);
    assert!(changes.acts.iter().all(|act| !matches!(
        act,
        Act::Changed {
            how: Change::Deleted,
            ..
        }
    )));
}

#[test]
fn what_is_locked_is_told_by_itself() {
    let disk = Disk::new();
    let before = disk.look(HOME);
    let locked = disk.path("tmp/locked");
    fs::create_dir(&locked).unwrap();
    fs::set_permissions(&locked, fs::Permissions::from_mode(0o000)).unwrap();
    assert_eq!(
        disk.changes(&before),
        [("/tmp/locked".to_owned(), Change::Created, 0)]
    );
    fs::set_permissions(&locked, fs::Permissions::from_mode(0o700)).unwrap();
}

#[test]
fn what_is_gone_is_told_though_not_everything_was_looked_at() {
    let disk = Disk::new();
    let before = disk.look(HOME);
    fs::remove_file(disk.path("home/notes")).unwrap();
    fs::rename(disk.path("home/.ssh"), disk.path("home/.other")).unwrap();
    symlink(".other", disk.path("home/.ssh")).unwrap();
    let mut deep = disk.path("tmp");
    for _ in 0..100 {
        deep.push("d");
        fs::create_dir(&deep).unwrap();
    }
    let told = disk.changes(&before);
    let gone: Vec<&str> = told
        .iter()
        .filter(|(_, how, _)| *how == Change::Deleted)
        .map(|(path, _, _)| path.as_str())
        .collect();
    assert_eq!(gone, ["/home/ann/.ssh/id_rsa", "/home/ann/notes"]);
}

#[test]
fn places_are_told() {
    let disk = Disk::new();
    let before = disk.look(HOME);
    fs::write(disk.path("tmp/x"), "").unwrap();
    let changes = before.changes(&disk.context);
    let place = Place::Temporary;
    assert!(matches!(&changes.acts[..], [Act::Changed { place: found, .. }] if *found == place));
}
