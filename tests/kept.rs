//! The files that people keep (records, policies, locks), damaged, hostile and enormous: what is wrong is told with its
//! place, in little memory and time, and nothing is lost, waited for or written over.

use crate::support::{Out, gatecheck};
use std::fs::{self, File};
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::PathBuf;
use tempfile::TempDir;

struct Desk(TempDir);

impl Desk {
    /// With a run, a record, a policy and a lock that are well.
    fn new() -> Self {
        let desk = Self(TempDir::new().unwrap());
        let (run, record, lock) = (desk.at("run.jsonl"), desk.at("record"), desk.at("lock"));
        gatecheck(&["probe", "demo", "-q", "--transcript", &run]).exit(0);
        gatecheck(&["record", "new", &run, "-o", &record, "--by", "Ada"]).exit(0);
        gatecheck(&["lock", &run, "-o", &lock]).exit(0);
        fs::write(
            desk.path("policy"),
            "schema = \"mcp-gatecheck/policy/1\"\nreview_interval_days = 90\n",
        )
        .unwrap();
        desk
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn at(&self, name: &str) -> String {
        self.path(name).display().to_string()
    }

    /// Every command that reads this kind of file, or adds to it, at this place.
    fn commands(&self, kind: &str, place: &str) -> Vec<Vec<String>> {
        let (run, record) = (self.at("run.jsonl"), self.at("record"));
        let all: &[&[&str]] = match kind {
            "record" => &[
                &["decide", place],
                &["record", "show", place],
                &["record", "add", "limit", place, "--says", "x"],
                &["replay", &run, "--record", place],
            ],
            "policy" => &[
                &["decide", &record, "--policy", place],
                &["replay", &run, "--policy", place],
            ],
            _ => &[&["diff", place, &run], &["lock", &run, "-o", place]],
        };
        let owned = |words: &&[&str]| words.iter().map(|word| (*word).to_owned()).collect();
        all.iter().map(owned).collect()
    }

    /// All of them refuse it, and say this; the folder holds what it held.
    fn refused(&self, kind: &str, place: &str, says: &str) {
        let before = self.listed();
        for command in self.commands(kind, place) {
            let words: Vec<&str> = command.iter().map(String::as_str).collect();
            let out = gatecheck(&words).exit(2);
            let said = out.stderr.contains(says) && out.stderr.contains(place);
            assert!(said, "{says}: {}", out.stderr);
            shows_no_control(&out);
            assert!(
                out.stderr.len() < 8_000,
                "{} bytes are said",
                out.stderr.len()
            );
            if let Some(peak) = out.peak {
                assert!(peak < 160 << 20, "{} MiB: {}", peak >> 20, out.shown());
            }
        }
        assert_eq!(self.listed(), before, "something was written");
    }

    /// Names, sizes and, of short plain files, what they hold.
    fn listed(&self) -> Vec<(String, u64, Vec<u8>)> {
        let entries = fs::read_dir(self.0.path()).unwrap();
        let mut all: Vec<_> = entries
            .map(|entry| {
                let path = entry.unwrap().path();
                let about = path.symlink_metadata().unwrap();
                let held = match about.is_file() && about.len() < 1 << 20 {
                    true => fs::read(&path).unwrap(),
                    false => Vec::new(),
                };
                (path.display().to_string(), about.len(), held)
            })
            .collect();
        all.sort();
        all
    }
}

fn shows_no_control(out: &Out) {
    let wrong = |c: char| (c.is_control() && c != '\n') || ('\u{202a}'..='\u{202e}').contains(&c);
    assert!(!out.stderr.contains(wrong), "{:?}", out.stderr);
}

#[test]
fn what_is_damaged_is_told_with_its_line() {
    let desk = Desk::new();
    let read = |kind: &str| fs::read_to_string(desk.path(kind)).unwrap();
    let deep = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    for kind in ["record", "policy"] {
        let (good, place) = (read(kind), desk.at("bad"));
        let last = good.lines().count() + 1;
        for (bytes, says) in [
            (format!("{good}\n\n[\n"), "this is not TOML".to_owned()),
            (
                format!("{good}deep = {}\n", deep(50_000)),
                format!(":{last}: "),
            ),
            (
                format!("{good}\"\u{202e}evil\" = 1\n"),
                format!(":{last}: "),
            ),
            (good.replace("/1\"", "/9\""), ":".to_owned()),
            (String::new(), ":1: schema: is missing".to_owned()),
            (
                format!("{good}# {}\n", "x".repeat(2 << 20)),
                "bytes are more than".to_owned(),
            ),
        ] {
            fs::write(&place, bytes).unwrap();
            desk.refused(kind, &place, &says);
        }
        fs::write(&place, [good.as_bytes(), b"\n# \xff\n"].concat()).unwrap();
        desk.refused(kind, &place, &format!(":{}: not UTF-8 text", last + 1));
        fs::remove_file(&place).unwrap();
    }
    let (good, place) = (read("lock"), desk.at("bad"));
    let with = |what: &str| good.replace("\"prompts\": []", &format!("\"prompts\": {what}"));
    for (bytes, says) in [
        (with(&deep(200_000)), "recursion limit"),
        (
            with("[], \"\u{202e}evil\": 1"),
            "unknown field `U+202Eevil`",
        ),
        (
            with(&format!("[], \"{}\": 1", "x".repeat(1 << 20))),
            "unknown field",
        ),
        (with("[7]"), "does not belong"),
        (good[..good.len() / 2].to_owned(), "EOF while parsing"),
        ("[]".to_owned(), "expected a lock"),
    ] {
        fs::write(&place, bytes).unwrap();
        desk.refused("lock", &place, says);
    }
}

#[test]
fn what_is_enormous_or_no_file_is_not_read() {
    let desk = Desk::new();
    for kind in ["record", "policy", "lock"] {
        let place = desk.at("odd");
        File::create(&place).unwrap().set_len(200 << 20).unwrap();
        desk.refused(kind, &place, "is larger than 64 MiB");
        fs::remove_file(&place).unwrap();
        let made = std::process::Command::new("mkfifo").arg(&place).status();
        assert!(made.unwrap().success());
        desk.refused(kind, &place, "it is a named pipe");
        fs::remove_file(&place).unwrap();
        fs::create_dir(&place).unwrap();
        desk.refused(kind, &place, "directory");
        fs::remove_dir(&place).unwrap();
        symlink(&place, &place).unwrap();
        desk.refused(kind, &place, "cannot");
        fs::remove_file(&place).unwrap();
        symlink("nowhere", &place).unwrap();
        desk.refused(kind, &place, "cannot");
        fs::remove_file(&place).unwrap();
        if kind != "lock" {
            desk.refused(kind, "/dev/zero", "is larger than 64 MiB");
        }
    }
    let run = gatecheck(&["diff", &desk.at("lock"), "/dev/zero"]).exit(2);
    assert!(run.stderr.contains("/dev/zero"), "{}", run.shown());
    let run = gatecheck(&["replay", "/dev/zero"]).exit(2);
    assert!(
        run.stderr.contains("no line of a transcript"),
        "{}",
        run.shown()
    );
}

#[test]
fn what_is_added_to_keeps_its_permissions_and_its_link() {
    let desk = Desk::new();
    let run = desk.at("run.jsonl");
    let mode = |name: &str| fs::metadata(desk.path(name)).unwrap().permissions().mode() & 0o777;
    for name in ["record", "lock"] {
        fs::set_permissions(desk.path(name), fs::Permissions::from_mode(0o600)).unwrap();
        symlink(name, desk.path(&format!("{name}.link"))).unwrap();
    }
    let (record, lock) = (desk.at("record.link"), desk.at("lock.link"));
    gatecheck(&["record", "add", "limit", &record, "--says", "x"]).exit(0);
    gatecheck(&["lock", &run, "-o", &lock, "--name", "other"]).exit(0);
    for (name, holds) in [("record", "says = \"x\""), ("lock", "\"other\"")] {
        let link = desk.path(&format!("{name}.link"));
        assert!(link.symlink_metadata().unwrap().is_symlink());
        assert_eq!(mode(name), 0o600);
        assert!(fs::read_to_string(desk.path(name)).unwrap().contains(holds));
        fs::set_permissions(desk.path(name), fs::Permissions::from_mode(0o444)).unwrap();
    }
    let before = desk.listed();
    for command in [
        vec!["record", "add", "limit", &record, "--says", "y"],
        vec!["record", "new", &run, "-o", &record, "--force"],
        vec!["lock", &run, "-o", &lock, "--name", "third"],
    ] {
        let out = gatecheck(&command).exit(2);
        assert!(out.stderr.contains("it is read-only"), "{}", out.shown());
    }
    assert_eq!(desk.listed(), before);
}
