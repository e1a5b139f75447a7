//! Who runs the program, and a place that they may read and write.

use super::root;
use std::io::Write as _;
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;
use tempfile::TempDir;

/// Who runs the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Who {
    /// Whoever runs the tests.
    Caller,
    /// A user without rights and without an account, where the tests run as root.
    Ordinary,
}

/// A number that no account needs to have.
const ORDINARY: u32 = 1001;

impl Who {
    /// Everybody whom these tests can be.
    pub(crate) fn all() -> Vec<Self> {
        if is_root() {
            return vec![Self::Caller, Self::Ordinary];
        }
        skipped("an ordinary user beside the caller, who is not root");
        vec![Self::Caller]
    }

    /// A command that the user runs.
    pub(crate) fn command(self, program: &Path) -> Command {
        let mut command = Command::new(program);
        if self == Self::Ordinary {
            command.uid(ORDINARY).gid(ORDINARY);
        }
        command
    }

    /// Makes a file or directory the user's.
    pub(crate) fn give(self, path: &Path) {
        if self == Self::Ordinary {
            chown(path, Some(ORDINARY), Some(ORDINARY)).unwrap();
        }
    }
}

fn is_root() -> bool {
    Path::new("/proc/self").metadata().unwrap().uid() == 0
}

/// A directory of the user's that everybody may read, with the programs in it. Gone when it is dropped.
pub(crate) struct Stage {
    pub(crate) who: Who,
    folder: TempDir,
}

impl Stage {
    pub(crate) fn new(who: Who) -> Self {
        let folder = TempDir::new().unwrap();
        open(folder.path());
        who.give(folder.path());
        let stage = Self { who, folder };
        std::fs::create_dir(stage.path("bin")).unwrap();
        for program in [
            Path::new(env!("CARGO_BIN_EXE_mcp-gatecheck")),
            &examples().join("hostile"),
        ] {
            stage.add(program);
        }
        stage
    }

    /// A path in it.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// A program in it.
    pub(crate) fn program(&self, name: &str) -> PathBuf {
        self.path("bin").join(name)
    }

    /// A new directory in it, the user's.
    pub(crate) fn folder(&self, name: &str) -> PathBuf {
        let path = self.path(name);
        std::fs::create_dir(&path).unwrap();
        self.who.give(&path);
        path
    }

    fn add(&self, program: &Path) {
        let place = self.path("bin").join(program.file_name().unwrap());
        // A link is made at once; a copy takes a hundred megabytes.
        if std::fs::hard_link(program, &place).is_err() {
            std::fs::copy(program, &place).unwrap();
        }
        open(&place);
    }

    /// Whether the user can run a program, as it is found. Where that cannot be, says so; in CI that is a failure.
    pub(crate) fn runs(&self, program: &str) -> bool {
        let mut command = self.who.command(Path::new(program));
        let ran = command
            .arg("--version")
            .current_dir(self.path(""))
            .output()
            .is_ok_and(|output| output.status.success());
        ran || lacking(&format!("{:?} cannot run {program}", self.who))
    }

    /// Whether a rung can be had by the user: found by doing what it stands on. Where it cannot, says so; in CI that is a failure.
    pub(crate) fn has(&self, rung: &str) -> bool {
        let act = match rung {
            "namespaces" => "nested-user-map",
            _ => "landlock",
        };
        let output = self.who.command(&self.program("hostile")).arg(act).output();
        let does = String::from_utf8_lossy(&output.unwrap().stdout).contains("\"done\":true");
        does || lacking(&format!("no {rung} for {:?} on this machine", self.who))
    }
}

/// Says what is skipped for want of something; in CI it fails.
pub(crate) fn lacking(what: &str) -> bool {
    assert!(std::env::var_os("CI").is_none(), "CI lacks this: {what}");
    skipped(what);
    false
}

/// Says aloud what was not tested, and why: what a test prints is shown only where it fails, what it writes always.
pub(crate) fn skipped(what: &str) {
    let _nobody_listens = writeln!(std::io::stderr(), "skipped: {what}");
}

fn open(path: &Path) {
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o755)).unwrap();
}

/// Where the examples of the sandbox lie. They are built by the first who asks: no test of this package does it.
fn examples() -> &'static Path {
    static BUILT: OnceLock<PathBuf> = OnceLock::new();
    BUILT.get_or_init(|| {
        let built = Command::new(env!("CARGO"))
            .args(["build", "--quiet", "--package", "sandbox", "--examples"])
            .current_dir(root())
            .status();
        assert!(built.unwrap().success(), "the examples must build");
        let test = std::env::current_exe().unwrap();
        test.ancestors().nth(2).unwrap().join("examples")
    })
}
