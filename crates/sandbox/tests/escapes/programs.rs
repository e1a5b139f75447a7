//! The programs that the tests run, where everybody can read them, and who runs them.

use super::fence::Rung;
use std::io::Write as _;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

/// Who runs a program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Who {
    /// Root, as the tests do.
    Root,
    /// A user without rights: another than the tests', where these run as root.
    Ordinary(u32),
}

impl Who {
    /// An ordinary user: with that number where the tests run as root, else the one who runs them.
    pub(crate) fn ordinary(uid: u32) -> Self {
        match is_root() {
            true => Self::Ordinary(uid),
            false => Self::Ordinary(rustix::process::getuid().as_raw()),
        }
    }

    /// The user's number.
    pub(crate) fn uid(self) -> u32 {
        match self {
            Self::Root => 0,
            Self::Ordinary(uid) => uid,
        }
    }

    /// A command that the user runs.
    pub(crate) fn command(self, program: &Path) -> Command {
        let mut command = Command::new(program);
        if is_root() && self != Self::Root {
            command.uid(self.uid()).gid(self.uid());
        }
        command
    }
}

fn is_root() -> bool {
    rustix::process::getuid().is_root()
}

/// The examples, built and copied to where everybody may run them. The copies stay until the test program ends.
pub(crate) fn programs() -> &'static Path {
    static PLACE: OnceLock<tempfile::TempDir> = OnceLock::new();
    let place = PLACE.get_or_init(|| {
        let built = build();
        let place = tempfile::tempdir().unwrap();
        everybody(place.path());
        for name in ["fence", "hostile"] {
            let copy = place.path().join(name);
            std::fs::copy(built.join(name), &copy).unwrap();
            everybody(&copy);
        }
        place
    });
    place.path()
}

/// Lets everybody read and run it.
pub(crate) fn everybody(path: &Path) {
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o755)).unwrap();
}

/// Where the examples lie. A test that is run by itself has none built yet.
fn build() -> PathBuf {
    let built = Command::new(env!("CARGO"))
        .args(["build", "--quiet", "--package", "sandbox", "--examples"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .status()
        .unwrap();
    assert!(built.success(), "the examples must build");
    let test = std::env::current_exe().unwrap();
    let target = test.ancestors().nth(2).unwrap();
    target.join("examples")
}

/// Whether the machine lacks what the test needs. Says so.
pub(crate) fn skipped(rung: Rung, who: Who) -> bool {
    let why = match (rung, who) {
        (_, Who::Root) if !is_root() => "not root",
        (Rung::Namespaces, _) if !has_user_namespaces(who) => "no user namespaces",
        (Rung::Landlock, _) if !has_landlock(who) => "no Landlock",
        _ => return false,
    };
    let nobody_to_be = who == Who::Root && !is_root();
    assert!(
        nobody_to_be || std::env::var_os("CI").is_none(),
        "CI lacks this: {why}"
    );
    // What a test prints is shown only where it fails; what it writes always.
    let _nobody_listens = writeln!(std::io::stderr(), "skipped: {why}");
    true
}

/// Found by doing: where an ordinary user becomes root of its own and mounts.
fn has_user_namespaces(who: Who) -> bool {
    does(who, "nested-user-map")
}

fn has_landlock(who: Who) -> bool {
    does(who, "landlock")
}

/// Whether an act reaches its aim where nothing fences it in.
fn does(who: Who, act: &str) -> bool {
    let mut probe = who.command(&programs().join("hostile"));
    let output = probe.arg(act).output().unwrap();
    String::from_utf8_lossy(&output.stdout).contains("\"done\":true")
}
