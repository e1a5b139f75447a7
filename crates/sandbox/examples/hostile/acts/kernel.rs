//! What no server needs of the kernel. What would change the machine is asked with arguments that change nothing: a
//! module of no bytes, the time that it is, the name that it has.

use super::attempt::{Act, Args, Attempt, Failed, scratch};
use libc::c_long;

pub(super) const ACTS: &[Act] = &[
    Act::anywhere("bpf", bpf),
    Act::anywhere("perf-event", perf_event),
    Act::anywhere("userfaultfd", userfaultfd),
    Act::anywhere("add-key", add_key),
    Act::anywhere("keyctl", keyctl),
    Act::anywhere("request-key", request_key),
    Act::anywhere("io-uring", io_uring),
    Act::anywhere("io-uring-enter", io_uring_enter),
    Act::anywhere("fanotify", fanotify),
    Act::anywhere("seccomp-listener", seccomp_listener),
    Act::anywhere("syslog", syslog),
    Act::anywhere("personality", personality),
    Act::anywhere("landlock", landlock),
    Act::fenced("kexec", kexec),
    Act::fenced("kexec-file", kexec_file),
    Act::fenced("init-module", init_module),
    Act::fenced("finit-module", finit_module),
    Act::fenced("delete-module", delete_module),
    Act::fenced("swapon", swapon),
    Act::fenced("reboot", reboot),
    Act::fenced("acct", acct),
    Act::fenced("settime", settime),
    Act::fenced("adjtime", adjtime),
    Act::fenced("sethostname", sethostname),
    Act::fenced("setdomainname", setdomainname),
    Act::fenced("vhangup", vhangup),
    Act::fenced("realtime", realtime),
    Act::fenced("nice-up", nice_up),
    Act::fenced("ioperm", ioperm),
];

const IO_URING_SETUP: c_long = 425;
const IO_URING_ENTER: c_long = 426;

/// A map with one number in it.
fn bpf(_: &Args) -> Attempt {
    let map = [2u32, 4, 8, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    call!(libc::SYS_bpf, 0, &map, 72)?;
    Ok("a map".to_owned())
}

/// Counts its own time in user mode.
fn perf_event(_: &Args) -> Attempt {
    let mut wish = [0u64; 16];
    wish[0] = 1 | (128 << 32);
    // Neither the kernel nor a hypervisor: what an ordinary user may ask.
    wish[5] = (1 << 5) | (1 << 6);
    call!(libc::SYS_perf_event_open, &wish, 0, -1, -1, 0)?;
    Ok("counting".to_owned())
}

/// For faults in user mode only: what an ordinary user may ask.
fn userfaultfd(_: &Args) -> Attempt {
    call!(libc::SYS_userfaultfd, 1)?;
    Ok("a descriptor".to_owned())
}

const PROCESS_KEYRING: i32 = -2;
const SESSION_KEYRING: i32 = -3;

fn add_key(_: &Args) -> Attempt {
    let (kind, ring) = (c"user", PROCESS_KEYRING);
    call!(libc::SYS_add_key, kind, c"hostile", b"x", 1, ring)?;
    Ok("a key".to_owned())
}

fn keyctl(_: &Args) -> Attempt {
    call!(libc::SYS_keyctl, 0, SESSION_KEYRING, 0)?;
    Ok("a key ring".to_owned())
}

fn request_key(_: &Args) -> Attempt {
    match call!(libc::SYS_request_key, c"user", c"hostile", 0, 0) {
        // It looked.
        Err(error) if error.raw_os_error() == Some(libc::ENOKEY) => Ok("asked".to_owned()),
        answer => answer.map(|_| "a key".to_owned()).map_err(Failed::from),
    }
}

/// A ring, through which files could be opened without a system call.
fn io_uring(_: &Args) -> Attempt {
    let mut parameters = [0u32; 30];
    call!(IO_URING_SETUP, 4, &mut parameters)?;
    Ok("a ring".to_owned())
}

/// On every descriptor that a ring may have been left at.
fn io_uring_enter(_: &Args) -> Attempt {
    let mut last = Failed::short("no descriptors");
    for fd in 0..64 {
        match call!(IO_URING_ENTER, fd, 0, 0, 0, 0, 0) {
            Ok(_) => return Ok(format!("descriptor {fd} is a ring")),
            Err(error) => last = error.into(),
        }
    }
    Err(last)
}

fn fanotify(_: &Args) -> Attempt {
    call!(libc::SYS_fanotify_init, 0x200, 0)?;
    Ok("a descriptor".to_owned())
}

/// A filter of its own that sends everything to itself: whoever gets that decides what others see.
fn seccomp_listener(_: &Args) -> Attempt {
    call!(libc::SYS_prctl, libc::PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)?;
    let allow: [u64; 1] = [0x06 | (0x7fff_0000 << 32)];
    let program = [1usize, allow.as_ptr() as usize];
    let (set_filter, new_listener) = (1, 8);
    call!(libc::SYS_seccomp, set_filter, new_listener, &program)?;
    Ok("a listener".to_owned())
}

/// How long the kernel's log is, and its text into a buffer that is thrown away.
fn syslog(_: &Args) -> Attempt {
    let mut text = vec![0u8; 4096];
    let read_all = 3;
    let length = call!(libc::SYS_syslog, read_all, text.as_mut_slice(), text.len())?;
    Ok(format!("{length} bytes"))
}

/// Addresses that can be foretold, for itself.
fn personality(_: &Args) -> Attempt {
    call!(libc::SYS_personality, 0x0040_0000)?;
    Ok("set".to_owned())
}

/// Whether the kernel knows Landlock: its version. An attempt on nothing.
fn landlock(_: &Args) -> Attempt {
    const CREATE_RULESET: c_long = 444;
    let version = call!(CREATE_RULESET, 0, 0, 1)?;
    Ok(format!("version {version}"))
}

fn kexec(_: &Args) -> Attempt {
    call!(libc::SYS_kexec_load, 0, 0, 0, 0)?;
    Ok("let".to_owned())
}

fn kexec_file(_: &Args) -> Attempt {
    call!(libc::SYS_kexec_file_load, -1, -1, 0, 0, 0)?;
    Ok("let".to_owned())
}

fn init_module(_: &Args) -> Attempt {
    call!(libc::SYS_init_module, 0, 0, c"")?;
    Ok("let".to_owned())
}

fn finit_module(_: &Args) -> Attempt {
    call!(libc::SYS_finit_module, -1, c"", 0)?;
    Ok("let".to_owned())
}

fn delete_module(_: &Args) -> Attempt {
    call!(libc::SYS_delete_module, c"no_such_module", 0)?;
    Ok("let".to_owned())
}

/// An empty file of its own, which is no swap.
fn swapon(_: &Args) -> Attempt {
    let path = scratch("swap");
    std::fs::write(&path, "")?;
    let path = super::attempt::c(path)?;
    call!(libc::SYS_swapon, path.as_c_str(), 0)?;
    Ok("let".to_owned())
}

/// With numbers that the kernel refuses from everybody.
fn reboot(_: &Args) -> Attempt {
    call!(libc::SYS_reboot, 0, 0, 0, 0)?;
    Ok("let".to_owned())
}

/// Turns accounting off, which is off.
fn acct(_: &Args) -> Attempt {
    call!(libc::SYS_acct, 0)?;
    Ok("let".to_owned())
}

/// To the time that it is.
fn settime(_: &Args) -> Attempt {
    let mut now = [0i64; 2];
    call!(libc::SYS_clock_gettime, libc::CLOCK_REALTIME, &mut now)?;
    call!(libc::SYS_clock_settime, libc::CLOCK_REALTIME, &now)?;
    Ok("let".to_owned())
}

/// By nothing.
fn adjtime(_: &Args) -> Attempt {
    let mut wish = [0u64; 26];
    wish[0] = 0x100;
    call!(libc::SYS_clock_adjtime, libc::CLOCK_REALTIME, &mut wish)?;
    Ok("let".to_owned())
}

/// The name that `uname` says: the host's own, or the domain's.
fn name(at: usize) -> Result<Vec<u8>, Failed> {
    let mut names = [0u8; 390];
    call!(libc::SYS_uname, &mut names)?;
    let field = names[65 * at..].iter().take_while(|byte| **byte != 0);
    Ok(field.copied().collect())
}

/// To the name that it has.
fn sethostname(_: &Args) -> Attempt {
    let name = name(1)?;
    call!(libc::SYS_sethostname, name.as_slice(), name.len())?;
    Ok("let".to_owned())
}

fn setdomainname(_: &Args) -> Attempt {
    let name = name(5)?;
    call!(libc::SYS_setdomainname, name.as_slice(), name.len())?;
    Ok("let".to_owned())
}

/// Hangs up its own terminal; a session without one has none.
fn vhangup(_: &Args) -> Attempt {
    // Fails for who leads one already: a session without a terminal too.
    let _ = call!(libc::SYS_setsid);
    call!(libc::SYS_vhangup)?;
    Ok("let".to_owned())
}

/// Before all others.
fn realtime(_: &Args) -> Attempt {
    let (priority, fifo) = (1i32, 1);
    call!(libc::SYS_sched_setscheduler, 0, fifo, &priority)?;
    Ok("first".to_owned())
}

fn nice_up(_: &Args) -> Attempt {
    call!(libc::SYS_setpriority, libc::PRIO_PROCESS, 0, -20)?;
    Ok("nicer to itself".to_owned())
}

/// One port of the old PC's, for debugging, which nothing answers.
fn ioperm(_: &Args) -> Attempt {
    #[cfg(target_arch = "x86_64")]
    {
        call!(libc::SYS_ioperm, 0x80, 1, 1)?;
        Ok("let".to_owned())
    }
    #[cfg(not(target_arch = "x86_64"))]
    Err(Failed {
        errno: libc::ENOSYS,
        detail: "not on this machine".to_owned(),
    })
}
