//! Doors that whoever started it may have left open.

use super::attempt::{Act, Args, Attempt, Failed};
use super::raw;
use super::reads::open;
use libc::{AT_FDCWD, O_RDONLY, O_RDWR, O_WRONLY};
use std::path::{Path, PathBuf};

pub(super) const ACTS: &[Act] = &[
    Act::anywhere("inherited", inherited),
    Act::anywhere("standard-streams", standard_streams),
    Act::anywhere("descriptors-of", descriptors_of),
    Act::fenced("own-program", own_program),
    Act::fenced("program-of", program_of),
    Act::anywhere("own-memory", own_memory),
    Act::fenced("tiocsti", tiocsti),
    Act::fenced("tioclinux", tioclinux),
    Act::fenced("cgroup-out", cgroup_out),
    Act::anywhere("memfd-program", memfd_program),
    Act::anywhere("script", script),
    Act::anywhere("look-for", look_for),
];

/// Descriptors above the standard streams that are open though it opened none. A byte is written to each.
fn inherited(_: &Args) -> Attempt {
    let mut open = Vec::new();
    for fd in 3..4096 {
        if call!(libc::SYS_fcntl, fd, libc::F_GETFD).is_ok() {
            let written = call!(libc::SYS_write, fd, b"!", 1).is_ok();
            open.push(format!(
                "{fd}{}",
                if written { " (written to)" } else { "" }
            ));
        }
    }
    if open.is_empty() {
        return Err(Failed::short("none"));
    }
    Ok(open.join(", "))
}

/// Whether a standard stream is something that leads further than a pipe: a terminal, a directory, a socket.
fn standard_streams(_: &Args) -> Attempt {
    let mut odd = Vec::new();
    for fd in 0..3 {
        let link = std::fs::read_link(format!("/proc/self/fd/{fd}"))?;
        let text = link.to_string_lossy().into_owned();
        if !text.starts_with("pipe:") && text != "/dev/null" {
            odd.push(text);
        }
    }
    if odd.is_empty() {
        return Err(Failed::short("pipes"));
    }
    Ok(odd.join(", "))
}

fn whose(args: &Args) -> Result<String, Failed> {
    let who = args.text(0)?;
    Ok(match who {
        "parent" => std::os::unix::process::parent_id().to_string(),
        who => who.to_owned(),
    })
}

/// Opens again what another process has open.
fn descriptors_of(args: &Args) -> Attempt {
    let directory = PathBuf::from(format!("/proc/{}/fd", whose(args)?));
    let mut last = Failed::short("none");
    for entry in std::fs::read_dir(&directory)?.flatten() {
        match open(AT_FDCWD, &entry.path(), O_RDWR | libc::O_NONBLOCK) {
            Ok(_) => return Ok(entry.file_name().to_string_lossy().into_owned()),
            Err(failed) => last = failed,
        }
    }
    Err(last)
}

/// The file that it runs from, opened for writing; nothing is written.
fn own_program(_: &Args) -> Attempt {
    open(AT_FDCWD, Path::new("/proc/self/exe"), O_WRONLY)?;
    Ok("open for writing".to_owned())
}

/// The file that another process runs from: overwriting it was a way out of containers.
fn program_of(args: &Args) -> Attempt {
    let path = PathBuf::from(format!("/proc/{}/exe", whose(args)?));
    let fd = open(AT_FDCWD, &path, O_RDONLY)?;
    let again = PathBuf::from(format!("/proc/self/fd/{fd}"));
    open(AT_FDCWD, &again, O_WRONLY)?;
    Ok("open for writing".to_owned())
}

/// Writes to memory of its own that may only be read: the kernel lets it, and it stays within.
fn own_memory(_: &Args) -> Attempt {
    let (protection, flags) = (libc::PROT_READ, libc::MAP_PRIVATE | libc::MAP_ANONYMOUS);
    let address = call!(libc::SYS_mmap, 0, 4096, protection, flags, -1, 0)?;
    let fd = open(AT_FDCWD, Path::new("/proc/self/mem"), O_RDWR)?;
    call!(libc::SYS_pwrite64, fd, b"!", 1, address)?;
    match raw::peek(address, 1)?.as_slice() {
        b"!" => Ok("written".to_owned()),
        _ => Err(Failed::short("not written")),
    }
}

/// Types a space into whatever terminal it can find.
fn tiocsti(_: &Args) -> Attempt {
    on_terminals(libc::TIOCSTI, b" ")
}

/// Asks the console for its shift keys, by the call that can also paste.
fn tioclinux(_: &Args) -> Attempt {
    on_terminals(0x541c, &[6u8])
}

fn on_terminals(request: libc::c_ulong, byte: &[u8; 1]) -> Attempt {
    let mut last = Failed::short("no terminal");
    let named = ["/dev/tty", "/dev/console", "/dev/tty0", "/dev/ptmx"]
        .map(|path| open(AT_FDCWD, Path::new(path), O_RDWR | libc::O_NOCTTY));
    let named = named.into_iter().filter_map(Result::ok);
    for fd in [0, 1, 2].into_iter().chain(named) {
        match call!(libc::SYS_ioctl, fd, request as i64, byte) {
            Ok(_) => return Ok(format!("by descriptor {fd}")),
            Err(error) => last = error.into(),
        }
    }
    Err(last)
}

/// Moves itself out of the limits.
fn cgroup_out(_: &Args) -> Attempt {
    let mut last = Failed::short("no cgroups in sight");
    for root in [
        "/sys/fs/cgroup",
        "/sys/fs/cgroup/memory",
        "/sys/fs/cgroup/pids",
    ] {
        for file in ["cgroup.procs", "release_agent"] {
            match open(AT_FDCWD, &Path::new(root).join(file), O_WRONLY) {
                Ok(_) => return Ok(format!("{root}/{file} is open for writing")),
                Err(failed) => last = failed,
            }
        }
    }
    Err(last)
}

/// Runs a program that is no file.
fn memfd_program(_: &Args) -> Attempt {
    let fd = call!(libc::SYS_memfd_create, c"innocent", 0)?;
    let program = std::fs::read("/bin/true")?;
    call!(libc::SYS_write, fd, program.as_slice(), program.len())?;
    let name = c"innocent";
    let (arguments, variables) = ([name.as_ptr() as usize, 0], [0usize]);
    let pid = raw::fork(0, || {
        let empty = libc::AT_EMPTY_PATH;
        let _ = call!(libc::SYS_execveat, fd, c"", &arguments, &variables, empty);
        raw::exit(1);
    })?;
    match raw::wait(pid)? {
        0 => Ok("it ran".to_owned()),
        _ => Err(Failed::short("it did not run")),
    }
}

/// Runs a shell.
fn script(args: &Args) -> Attempt {
    let text = args.text(0)?;
    let status = std::process::Command::new("/bin/sh")
        .args(["-c", text])
        .status()?;
    match status.code() {
        Some(0) => Ok("it ran".to_owned()),
        other => Err(Failed::short(format!("{other:?}"))),
    }
}

/// Looks whether any process that it can see was started with a word among its arguments.
fn look_for(args: &Args) -> Attempt {
    let word = args.text(0)?;
    let mine = std::process::id().to_string();
    for entry in std::fs::read_dir("/proc")?.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let line = std::fs::read(entry.path().join("cmdline")).unwrap_or_default();
        let process = name.bytes().all(|byte| byte.is_ascii_digit());
        if process && name != mine && String::from_utf8_lossy(&line).contains(word) {
            return Ok(format!("process {name}"));
        }
    }
    Err(Failed::short("not in sight"))
}
