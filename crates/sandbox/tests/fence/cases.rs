//! What a fence promises, case by case.

use super::runs::{alive, begin, gone, limited, plan, run};
use evidence::conduct::{Act, Change, Limits, Rung, Sight};
use sandbox::{Error, Plan};
use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::os::unix::process::CommandExt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Set where this program runs again as an ordinary user, without the tests that do so.
const AGAIN: &str = "FENCE_TEST_AGAIN";
/// Set where this program is to start a script, fenced in, to say how, and to wait: `RUNG SCRIPT`, or `any SCRIPT`.
const START: &str = "FENCE_TEST_START";
/// The user whom nobody is.
const USER: u32 = 61_001;

pub(crate) type Case = fn(Rung);

const CASES: &[(&str, Case)] = &[
    ("how_it_ends_is_told", how_it_ends_is_told),
    (
        "a_command_that_cannot_be_executed_is_told_apart",
        a_command_that_cannot_be_executed_is_told_apart,
    ),
    (
        "a_program_that_is_not_shown_does_not_hide_the_next",
        a_program_that_is_not_shown_does_not_hide_the_next,
    ),
    (
        "it_has_no_rights_and_no_descriptors",
        it_has_no_rights_and_no_descriptors,
    ),
    (
        "trees_are_read_only_or_thrown_away",
        trees_are_read_only_or_thrown_away,
    ),
    (
        "what_may_be_changed_is_changed_for_real",
        what_may_be_changed_is_changed_for_real,
    ),
    (
        "what_it_leaves_is_told_and_ended",
        what_it_leaves_is_told_and_ended,
    ),
    (
        "signals_reach_its_whole_group",
        signals_reach_its_whole_group,
    ),
    ("dropping_it_ends_everything", dropping_it_ends_everything),
    (
        "killing_the_prober_ends_everything",
        killing_the_prober_ends_everything,
    ),
    ("processes_are_limited", processes_are_limited),
    (
        "inside_another_it_says_what_it_cannot_see",
        inside_another_it_says_what_it_cannot_see,
    ),
];

const NAMESPACES: &[(&str, Case)] = &[
    (
        "nothing_of_the_machine_is_seen",
        nothing_of_the_machine_is_seen,
    ),
    ("the_disk_is_limited", the_disk_is_limited),
    (
        "without_namespaces_the_next_rung_is_taken",
        without_namespaces_the_next_rung_is_taken,
    ),
];

pub(crate) fn main() {
    if let Ok(asked) = std::env::var(START) {
        return start_and_wait(&asked);
    }
    let only = std::env::args()
        .skip(1)
        .find(|argument| !argument.starts_with('-'));
    let both = CASES
        .iter()
        .chain(super::deeds::CASES)
        .flat_map(|case| [(Rung::Namespaces, case), (Rung::Landlock, case)]);
    let all = both.chain(NAMESPACES.iter().map(|case| (Rung::Namespaces, case)));
    let missing: Vec<Rung> = [Rung::Namespaces, Rung::Landlock]
        .into_iter()
        .filter(|rung| !can(*rung))
        .collect();
    let mut failed = false;
    for (rung, (name, case)) in all {
        let name = format!("{}::{name}", rung.id());
        if only
            .as_ref()
            .is_some_and(|only| !name.contains(only.as_str()))
        {
            continue;
        }
        let who = if rustix::process::geteuid().is_root() {
            "root"
        } else {
            "user"
        };
        if missing.contains(&rung) {
            println!("test {who}::{name} ... skipped: no such rung here");
            assert!(std::env::var_os("CI").is_none(), "CI must have it");
            continue;
        }
        let passed = catch_unwind(AssertUnwindSafe(|| case(rung))).is_ok();
        failed |= !passed;
        println!(
            "test {who}::{name} ... {}",
            if passed { "ok" } else { "FAILED" }
        );
    }
    let again = std::env::var_os(AGAIN).is_some() || as_a_user(only.as_deref());
    assert!(again && !failed, "some cases failed");
}

fn can(rung: Rung) -> bool {
    begin(plan(rung, "exit 0")).is_ok()
}

/// Runs all of this again as an ordinary user, where this is root.
fn as_a_user(only: Option<&str>) -> bool {
    if !rustix::process::geteuid().is_root() {
        return true;
    }
    let (_dir, copy) = copy_of_this();
    let mut command = Command::new(copy);
    command
        .args(only)
        .env(AGAIN, "1")
        .env("TMPDIR", "/tmp")
        .uid(USER)
        .gid(USER)
        .current_dir("/");
    command.status().is_ok_and(|status| status.success())
}

/// This program, where everybody may run it.
fn copy_of_this() -> (tempfile::TempDir, std::path::PathBuf) {
    let dir = open_dir();
    let copy = dir.path().join("fence");
    fs::copy(std::env::current_exe().expect("a path"), &copy).expect("a copy");
    (dir, copy)
}

/// A directory that everybody may look into.
fn open_dir() -> tempfile::TempDir {
    let dir = tempfile::tempdir().expect("a directory");
    fs::set_permissions(dir.path(), fs::Permissions::from_mode(0o755)).expect("opened");
    dir
}

fn start_and_wait(asked: &str) {
    let (rung, script) = asked.split_once(' ').expect("two parts");
    let rungs = [Rung::Namespaces, Rung::Landlock];
    let asked = |known: &Rung| rung == "any" || rung == known.id();
    let rungs = rungs.into_iter().filter(asked).collect();
    let run = begin(Plan {
        rungs,
        ..plan(Rung::None, script)
    })
    .expect("it starts");
    let fence = &run.running.fence;
    let blind = [Sight::Files, Sight::Programs].map(|sight| fence.blind(sight).is_some());
    println!("{} {blind:?}", fence.rung.id());
    let _ended = run.end.recv();
}

/// A number that nobody else sleeps for.
fn unique() -> String {
    let now = std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .expect("a clock");
    format!(
        "{}{:03}",
        7_000 + std::process::id() % 1_000,
        now.subsec_nanos() % 1_000
    )
}

fn how_it_ends_is_told(rung: Rung) {
    let outcome = run(plan(rung, "echo out; echo err >&2; exit 7"));
    assert_eq!((outcome.ended.code, outcome.ended.signal), (Some(7), None));
    assert_eq!(
        (outcome.stdout.as_str(), outcome.stderr.as_str()),
        ("out\n", "err\n")
    );
    assert_eq!(outcome.fence.rung, rung);
    let outcome = run(plan(rung, "kill -9 $$"));
    assert_eq!((outcome.ended.code, outcome.ended.signal), (None, Some(9)));
}

fn a_command_that_cannot_be_executed_is_told_apart(rung: Rung) {
    let dir = open_dir();
    let lost = dir.path().join("lost");
    fs::write(&lost, "#!/no/such/interpreter\n").expect("written");
    fs::set_permissions(&lost, fs::Permissions::from_mode(0o755)).expect("executable");
    let lost = lost.to_str().expect("a path");
    // On this machine, and not shown.
    let other = open_dir();
    fs::copy("/bin/sh", other.path().join("sh")).expect("a copy");
    let hidden = dir.path().join("hidden");
    fs::write(&hidden, format!("#!{}/sh\n", other.path().display())).expect("written");
    fs::set_permissions(&hidden, fs::Permissions::from_mode(0o755)).expect("executable");
    let hidden = hidden.to_str().expect("a path");
    let why_hidden = match rung {
        Rung::Landlock => "it may not be executed",
        _ => "the sandbox does not show the interpreter that it names",
    };
    let cases = [
        (hidden, why_hidden),
        ("no-such-program-here", "no such program on PATH"),
        ("/no/such/program", "there is no such file"),
        ("/etc/passwd", "it may not be executed"),
        (lost, "the interpreter that it names is not"),
    ];
    for (program, words) in cases {
        let mut plan = plan(rung, "");
        plan.command = vec![program.into()];
        plan.shown.read.push(dir.path().into());
        match begin(plan).map(|_| ()) {
            Err(Error::NotExecuted(why)) => assert!(why.contains(words), "{why}"),
            other => panic!("{program}: {other:?}"),
        }
    }
}

fn a_program_that_is_not_shown_does_not_hide_the_next(rung: Rung) {
    let dir = open_dir();
    fs::copy("/bin/false", dir.path().join("true")).expect("a copy");
    let mut plan = plan(rung, "");
    plan.command = vec!["true".into()];
    let path = format!("{}:/usr/bin:/bin", dir.path().display());
    plan.env = vec![("PATH".to_owned(), path.into())];
    assert_eq!(run(plan).ended.code, Some(0));
}

fn it_has_no_rights_and_no_descriptors(rung: Rung) {
    let outcome = run(plan(
        rung,
        "cat /proc/self/status; echo; ls /proc/self/fd; ps -o sid= -p $$ 2>/dev/null; exit 0",
    ));
    for line in [
        "CapPrm:\t0000000000000000",
        "CapEff:\t0000000000000000",
        "CapBnd:\t0000000000000000",
        "NoNewPrivs:\t1",
        "Seccomp:\t2",
    ] {
        // Who has no rights at all cannot drop a bound, and needs none.
        if line.starts_with("CapBnd")
            && rung == Rung::Landlock
            && !rustix::process::geteuid().is_root()
        {
            continue;
        }
        assert!(
            outcome.stdout.contains(line),
            "{line} in {}",
            outcome.stdout
        );
    }
    let (_, fds) = outcome.stdout.split_once("\n\n").expect("two parts");
    // The fourth is the directory that `ls` reads.
    assert!(
        fds.starts_with("0\n1\n2\n3\n") && !fds.contains("4\n5"),
        "{fds}"
    );
}

fn trees_are_read_only_or_thrown_away(rung: Rung) {
    let dir = open_dir();
    let file = dir.path().join("file");
    fs::write(&file, "before").expect("written");
    fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).expect("closed");
    let script = format!(
        "cat {0}; echo after > {0}; rm {0}; touch {1}/new; exit 0",
        file.display(),
        dir.path().display()
    );
    let mut plan = plan(rung, &script);
    plan.shown.own.push(dir.path().into());
    let outcome = run(plan);
    assert_eq!(outcome.stdout, "before");
    assert_eq!(fs::read_to_string(&file).expect("there"), "before");
    assert_eq!(fs::read_dir(dir.path()).expect("there").count(), 1);
    let path = file.to_str().expect("a path");
    assert!(outcome.did(|act| matches!(act, Act::Write { path: at, .. } if at == path)));
    assert!(outcome.did(|act| matches!(act, Act::Delete { path: at, .. } if at == path)));
    let gone = |act: &Act| matches!(act, Act::Changed { path: at, how: Change::Deleted, .. } if at == path);
    assert_eq!(outcome.did(gone), rung == Rung::Namespaces);
}

fn what_may_be_changed_is_changed_for_real(rung: Rung) {
    let dir = open_dir();
    let mut plan = plan(rung, &format!("echo real > {}/file", dir.path().display()));
    plan.shown.write.push(dir.path().into());
    run(plan);
    let file = dir.path().join("file");
    assert_eq!(fs::read_to_string(&file).expect("there"), "real\n");
    let owner = fs::metadata(&file).expect("there").uid();
    assert_eq!(owner, rustix::process::geteuid().as_raw());
}

fn what_it_leaves_is_told_and_ended(rung: Rung) {
    let seconds = unique();
    let script =
        format!("setsid sh -c 'sleep {seconds} & sleep {seconds}' >/dev/null 2>&1 & sleep 0.2");
    let outcome = run(plan(rung, &script));
    let line = format!("sleep {seconds}");
    assert!(
        outcome.did(|act| matches!(act, Act::Left { command } if *command == line)),
        "{:?}",
        outcome.conduct.deeds
    );
    assert!(gone(&seconds));
}

fn signals_reach_its_whole_group(rung: Rung) {
    let seconds = unique();
    let script = format!("trap 'echo heard; exit 3' TERM; sleep {seconds} & echo ready; wait");
    let mut run = begin(plan(rung, &script)).expect("it starts");
    let mut out = run.running.stdout.take().expect("a pipe");
    let mut ready = [0; 6];
    std::io::Read::read_exact(&mut out, &mut ready).expect("ready");
    run.running.signal(15);
    let ended = run
        .end
        .recv_timeout(Duration::from_secs(5))
        .expect("it ends");
    assert_eq!(ended.code, Some(3));
    assert!(gone(&seconds));
}

fn dropping_it_ends_everything(rung: Rung) {
    let seconds = unique();
    let script = format!("(setsid sleep {seconds} &); sleep {seconds}");
    let run = begin(plan(rung, &script)).expect("it starts");
    wait_for(&seconds, 2);
    let began = Instant::now();
    drop(run);
    assert_eq!(alive(&seconds), 0);
    assert!(
        began.elapsed() < Duration::from_secs(2),
        "{:?}",
        began.elapsed()
    );
}

fn wait_for(word: &str, count: usize) {
    for _ in 0..500 {
        if alive(word) >= count {
            return;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    panic!("{} of {count} are there", alive(word));
}

fn killing_the_prober_ends_everything(rung: Rung) {
    let seconds = unique();
    let script = format!("(setsid sh -c 'sleep {seconds} & sleep {seconds}' &); sleep {seconds}");
    let mut prober = Command::new("/proc/self/exe")
        .env(START, format!("{} {script}", rung.id()))
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .spawn()
        .expect("it starts");
    wait_for(&seconds, 3);
    prober.kill().expect("killed");
    prober.wait().expect("reaped");
    assert!(gone(&seconds), "{} are left", alive(&seconds));
}

fn processes_are_limited(rung: Rung) {
    let seconds = unique();
    let script = format!(
        "i=0; while [ $i -lt 60 ]; do sleep {seconds} & i=$((i+1)); done; sleep 0.1; echo all"
    );
    let few = Limits {
        processes: 20,
        ..sandbox::LIMITS
    };
    let outcome = run(limited(rung, &script, few));
    // Where users cannot be told apart, the kernel does not limit root.
    if rung == Rung::Namespaces || !rustix::process::geteuid().is_root() {
        assert!(outcome.stderr.contains("fork"), "{}", outcome.stderr);
    }
    assert!(gone(&seconds));
}

fn inside_another_it_says_what_it_cannot_see(rung: Rung) {
    let (dir, copy) = copy_of_this();
    let script = format!("{START}='any exit 0' {}", copy.display());
    let mut plan = plan(rung, &script);
    plan.shown.read.push(dir.path().into());
    let outcome = run(plan);
    assert_eq!(
        outcome.stdout, "landlock [true, true]\n",
        "{}",
        outcome.stderr
    );
}

fn nothing_of_the_machine_is_seen(rung: Rung) {
    let dir = open_dir();
    fs::write(dir.path().join("secret"), "s").expect("written");
    let script = format!(
        "cat {}/secret; cat /etc/shadow; cut -d: -f1 /etc/passwd; hostname; ls /proc | grep -c '^[0-9]'; ls -A /tmp /run; ls /sys /root; exit 0",
        dir.path().display()
    );
    let outcome = run(plan(rung, &script));
    let lines: Vec<&str> = outcome.stdout.lines().collect();
    assert_eq!(
        lines[..4],
        ["root", "user", "nobody", "localhost"],
        "{}",
        outcome.stdout
    );
    assert!(
        lines[4].parse::<u32>().expect("a number") < 8,
        "{}",
        outcome.stdout
    );
    assert!(
        lines[5..]
            .iter()
            .all(|line| line.is_empty() || line.ends_with(':')),
        "{}",
        outcome.stdout
    );
    assert_eq!(
        outcome.stderr.matches("No such file").count(),
        3,
        "{}",
        outcome.stderr
    );
}

fn the_disk_is_limited(rung: Rung) {
    let small = Limits {
        disk: 4 << 20,
        ..sandbox::LIMITS
    };
    let script = "head -c 3000000 /dev/zero > /tmp/a; head -c 3000000 /dev/zero > ~/b; cat /tmp/a ~/b | wc -c; exit 0";
    let outcome = run(limited(rung, script, small));
    let kept: u64 = outcome.stdout.trim().parse().expect("a number");
    assert!((3_000_000..=4 << 20).contains(&kept), "{kept} bytes");
}

fn without_namespaces_the_next_rung_is_taken(_: Rung) {
    let unshare = Path::new("/usr/bin/unshare");
    if !unshare.exists() || !Path::new("/usr/bin/setpriv").exists() {
        println!("skipped: no unshare and setpriv");
        return;
    }
    let (_dir, copy) = copy_of_this();
    let script = format!(
        "echo 0 > /proc/sys/user/max_user_namespaces && exec setpriv --bounding-set -all --inh-caps -all --no-new-privs {}",
        copy.display()
    );
    let output = Command::new(unshare)
        .args(["--user", "--map-root-user", "sh", "-c", &script])
        .env(START, "any exit 0")
        .output()
        .expect("it runs");
    let text = String::from_utf8_lossy(&output.stdout);
    assert_eq!(
        text,
        "landlock [false, false]\n",
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
}
