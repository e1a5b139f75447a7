use super::*;
use crate::supervise::calls::Target;
use crate::supervise::testing;
use rustix::fd::AsRawFd as _;
use std::ffi::CString;
use std::net::TcpListener;
use std::path::Path;

/// A place where this process itself is the caller.
struct Scene {
    context: Context,
    _home: tempfile::TempDir,
}

impl Scene {
    fn new() -> Self {
        let home = tempfile::tempdir().unwrap();
        let context = testing::context(home.path());
        testing::plant(&context);
        Self {
            context,
            _home: home,
        }
    }

    fn home(&self) -> &Path {
        &self.context.job.home
    }

    fn bait(&self) -> &str {
        &self.context.bait[0].1
    }

    fn notes(&self, ask: impl FnOnce(At, At) -> Ask, first: &str, second: &str) -> Vec<Note> {
        let texts = [CString::new(first).unwrap(), CString::new(second).unwrap()];
        let at = |text: &CString| At {
            dir: None,
            text: text.as_ptr().addr() as u64,
            follow: true,
        };
        let mut desk = Desk::new(&self.context, None);
        desk.running = true;
        desk.asked(std::process::id(), ask(at(&texts[0]), at(&texts[1])))
            .notes
    }

    fn open(&self, path: &str, flags: i32) -> Vec<Note> {
        self.notes(|at, _| Ask::Open(at, Flags::Known(flags as u64)), path, "")
    }
}

fn canary(how: Touch) -> Note {
    let id = "ssh-key".to_owned();
    Note::Act(Act::Canary { id, how })
}

#[test]
fn a_canary_is_known_by_every_name() {
    let scene = Scene::new();
    let alias = scene.home().join("alias");
    std::os::unix::fs::symlink(scene.bait(), &alias).unwrap();
    let bait = scene.bait().to_owned();
    for path in [
        bait.clone(),
        alias.to_str().unwrap().to_owned(),
        bait.replace("/.ssh/", "/.ssh/../.ssh/./"),
        format!("/proc/self/root{bait}"),
    ] {
        assert_eq!(
            scene.open(&path, libc::O_RDONLY),
            [canary(Touch::Opened)],
            "{path}"
        );
        let changed = [canary(Touch::Changed), Note::Named(bait.clone())];
        assert_eq!(scene.open(&path, libc::O_RDWR), changed, "{path}");
    }
}

#[test]
fn a_canary_that_is_moved_with_its_directory_is_changed() {
    let scene = Scene::new();
    let from = scene.home().join(".ssh");
    let to = scene.home().join("elsewhere");
    let to = to.to_str().unwrap();
    let rename = |from, to| Ask::Rename {
        from,
        to,
        moves: true,
    };
    let notes = scene.notes(rename, from.to_str().unwrap(), to);
    let place = Place::Home;
    let path = to.to_owned();
    let expected = [
        canary(Touch::Changed),
        Note::Named(from.to_str().unwrap().to_owned()),
        Note::Named(path.clone()),
        Note::Act(Act::Write { path, place }),
    ];
    assert_eq!(notes, expected);
}

#[test]
fn what_says_nothing_is_counted() {
    let scene = Scene::new();
    assert_eq!(scene.open("/etc/passwd", libc::O_RDONLY), [Note::Quiet]);
    assert_eq!(scene.open("/proc/self/maps", libc::O_RDONLY), [Note::Quiet]);
    assert_eq!(scene.open("/dev/null", libc::O_RDWR), [Note::Quiet]);
    let shadow = scene.open("/etc/shadow", libc::O_RDONLY);
    let path = "/etc/shadow".to_owned();
    let act = Act::Read {
        path,
        place: Place::System,
        found: Path::new("/etc/shadow").exists(),
    };
    assert_eq!(shadow, [Note::Act(act)]);
}

#[test]
fn a_program_is_told_with_its_arguments_and_the_canaries_in_them() {
    let scene = Scene::new();
    let value = CString::new(scene.context.plan.canaries[0].value.clone()).unwrap();
    let texts = [
        c"sh".as_ptr().addr(),
        c"-c".as_ptr().addr(),
        value.as_ptr().addr(),
        0,
    ];
    let address = texts.as_ptr().addr() as u64;
    let notes = scene.notes(|at, _| Ask::Run(at, address), "/proc/self/exe", "");
    let program = std::env::current_exe().unwrap();
    let passed = Touch::Passed {
        program: program.to_str().unwrap().to_owned(),
        encoding: "plain".to_owned(),
    };
    assert_eq!(notes[0], canary(passed));
    assert!(
        matches!(&notes[1], Note::Act(Act::Run { arguments, found: true, .. }) if arguments.starts_with("-c "))
    );
    assert_eq!(notes.len(), 2);
}

#[test]
fn what_waits_for_connections_is_told() {
    let scene = Scene::new();
    let socket = TcpListener::bind("127.0.0.1:0").unwrap();
    let mut address = u16::try_from(libc::AF_INET).unwrap().to_ne_bytes().to_vec();
    address.extend([31, 144, 127, 0, 0, 1]);
    let target = Target {
        socket: socket.as_raw_fd(),
        address: address.as_ptr().addr() as u64,
        length: address.len() as u64,
    };
    let notes = scene.notes(|_, _| Ask::Bind(target), "", "");
    let on = "127.0.0.1:8080".to_owned();
    assert_eq!(notes, [Note::Act(Act::Listen { on })]);
}

#[test]
fn sockets_of_the_machine_are_told_by_name() {
    let scene = Scene::new();
    for (bytes, told) in [
        (&b"/no/such/docker.sock"[..], Some("/no/such/docker.sock")),
        (b"\0hidden", Some("@hidden")),
        (b"/var/run/nscd/socket", None),
    ] {
        let mut address = u16::try_from(libc::AF_UNIX).unwrap().to_ne_bytes().to_vec();
        address.extend(bytes);
        let target = Target {
            socket: -1,
            address: address.as_ptr().addr() as u64,
            length: address.len() as u64,
        };
        let notes = scene.notes(|_, _| Ask::Connect(target), "", "");
        let expected = told.map(|path| {
            Note::Act(Act::Socket {
                path: path.to_owned(),
            })
        });
        assert_eq!(notes, expected.into_iter().collect::<Vec<_>>());
    }
}

#[test]
fn whoever_hides_what_it_names_does_not_get_it() {
    let scene = Scene::new();
    let nowhere = At {
        dir: None,
        text: 8,
        follow: true,
    };
    let mut desk = Desk::new(&scene.context, None);
    for ask in [
        Ask::Change(nowhere),
        Ask::Open(nowhere, Flags::Known(0)),
        Ask::Run(nowhere, 0),
    ] {
        let seen = desk.asked(std::process::id(), ask);
        assert_eq!(seen.notes, []);
        assert!(matches!(
            seen.answer,
            Verdict::Answer(Answer::Error(libc::EFAULT))
        ));
    }
}
