//! Using up the machine. Each stops by itself where the machine would still be well, and then says that nothing stopped it.

use super::attempt::{Act, Args, Attempt, Failed, scratch};
use super::daemon::stay;
use super::raw;
use super::reads::open;
use libc::{AT_FDCWD, O_RDONLY};
use std::io::Write;
use std::path::Path;
use std::time::{Duration, Instant};

pub(super) const ACTS: &[Act] = &[
    Act::fenced("fork-bomb", forks),
    Act::fenced("thread-bomb", threads),
    Act::fenced("memory-bomb", memory),
    Act::fenced("shared-memory-bomb", shared_memory),
    Act::fenced("shared-memory-bomb-in-parts", shared_memory_in_parts),
    Act::fenced("disk-bomb", disk),
    Act::fenced("disk-bomb-in-parts", disk_in_parts),
    Act::fenced("disk-bomb-without-names", disk_without_names),
    Act::fenced("inode-bomb", inodes),
    Act::fenced("descriptor-bomb", descriptors),
    Act::fenced("sparse-file", sparse),
    Act::fenced("spin", spin),
    Act::fenced("output-bomb", output),
];

/// What stopped it after how many, as its detail. It stays a moment, as one would that has an aim.
fn stopped(after: usize, unit: &str, why: impl Into<Failed>) -> Failed {
    stay_a_moment();
    let why = why.into();
    Failed {
        errno: why.errno,
        detail: format!("stopped after {after} {unit}: {}", why.detail),
    }
}

fn stay_a_moment() {
    std::thread::sleep(Duration::from_millis(250));
}

fn forks(_: &Args) -> Attempt {
    for made in 0..2_000 {
        raw::fork(0, stay).map_err(|error| stopped(made, "processes", error))?;
    }
    stay_a_moment();
    Ok("2000 processes".to_owned())
}

fn threads(_: &Args) -> Attempt {
    for made in 0..2_000 {
        std::thread::Builder::new()
            .stack_size(16 * 1024)
            .spawn(|| std::thread::sleep(Duration::from_secs(60)))
            .map_err(|error| stopped(made, "threads", error))?;
    }
    stay_a_moment();
    Ok("2000 threads".to_owned())
}

const MIB: usize = 1 << 20;

/// 4 GiB in itself, slowly enough to be seen.
fn memory(_: &Args) -> Attempt {
    let mut held = Vec::new();
    for made in 0..256 {
        let mut piece: Vec<u8> = Vec::new();
        if piece.try_reserve_exact(16 * MIB).is_err() {
            return Err(stopped(made * 16, "MiB", Failed::short("no more")));
        }
        piece.resize(16 * MIB, 1);
        held.push(piece);
        std::thread::sleep(Duration::from_millis(5));
    }
    Ok(format!("{} MiB", held.len() * 16))
}

/// 4 GiB in a file that lies in memory and nowhere else.
fn shared_memory(_: &Args) -> Attempt {
    let fd = call!(libc::SYS_memfd_create, c"innocent", 0)?;
    fill(fd as i32, 4096)
}

/// 3 GiB in many of them, none of which is too large.
fn shared_memory_in_parts(_: &Args) -> Attempt {
    for made in 0..12 {
        let fd = call!(libc::SYS_memfd_create, c"innocent", 0)?;
        fill(fd as i32, 256).map_err(|failed| stopped(made * 256, "MiB", failed))?;
        std::thread::sleep(Duration::from_millis(100));
    }
    Ok("3072 MiB".to_owned())
}

/// 2 GiB on its disk.
fn disk(args: &Args) -> Attempt {
    let at = match args.0.is_empty() {
        true => scratch("fill"),
        false => args.path(0)?.join("fill"),
    };
    let file = std::fs::File::create(at)?;
    fill(std::os::fd::AsRawFd::as_raw_fd(&file), 2048)
}

/// The same in files of 32 MiB, each of which is within reason.
fn disk_in_parts(_: &Args) -> Attempt {
    for made in 0..64 {
        let file = std::fs::File::create(scratch(&format!("fill-{made}")))?;
        fill(std::os::fd::AsRawFd::as_raw_fd(&file), 32)
            .map_err(|failed| stopped(made * 32, "MiB", failed))?;
        std::thread::sleep(Duration::from_millis(20));
    }
    Ok("2048 MiB".to_owned())
}

/// The same in files that are deleted and still open.
fn disk_without_names(_: &Args) -> Attempt {
    let mut held = Vec::new();
    for made in 0..64 {
        let path = scratch(&format!("fill-{made}"));
        let file = std::fs::File::create(&path)?;
        std::fs::remove_file(path)?;
        fill(std::os::fd::AsRawFd::as_raw_fd(&file), 32)
            .map_err(|failed| stopped(made * 32, "MiB", failed))?;
        held.push(file);
        std::thread::sleep(Duration::from_millis(20));
    }
    Ok("2048 MiB".to_owned())
}

fn fill(fd: i32, most: usize) -> Attempt {
    let block = vec![1u8; MIB];
    for made in 0..most {
        let wrote = call!(libc::SYS_write, fd, block.as_slice(), block.len());
        match wrote {
            Ok(length) if length as usize == MIB => {}
            Ok(_) => return Err(stopped(made, "MiB", Failed::short("no more"))),
            Err(error) => return Err(stopped(made, "MiB", error)),
        }
    }
    Ok(format!("{most} MiB"))
}

/// 50,000 empty files.
fn inodes(_: &Args) -> Attempt {
    let at = scratch("many");
    std::fs::create_dir_all(&at)?;
    for made in 0..50_000 {
        std::fs::File::create(at.join(made.to_string()))
            .map_err(|error| stopped(made, "files", error))?;
    }
    Ok("50000 files".to_owned())
}

fn descriptors(_: &Args) -> Attempt {
    for made in 0..100_000 {
        open(AT_FDCWD, Path::new("/dev/null"), O_RDONLY)
            .map_err(|failed| stopped(made, "descriptors", failed))?;
    }
    Ok("100000 descriptors".to_owned())
}

/// A file that says it is of 1 TiB and takes no room.
fn sparse(_: &Args) -> Attempt {
    let file = std::fs::File::create(scratch("sparse"))?;
    file.set_len(1 << 40)?;
    Ok("1 TiB".to_owned())
}

/// Two processors for as many seconds as the argument says, 20 at most.
fn spin(args: &Args) -> Attempt {
    let seconds = args.number(0)?.clamp(0, 20) as u64;
    let end = Instant::now() + Duration::from_secs(seconds);
    let other = std::thread::spawn(move || while Instant::now() < end {});
    while Instant::now() < end {}
    let _ = other.join();
    Ok(format!("{seconds} seconds"))
}

/// 64 MiB on standard error.
fn output(_: &Args) -> Attempt {
    let line = [b'x'; 4096];
    for made in 0..16_384 {
        std::io::stderr()
            .write_all(&line)
            .map_err(|error| stopped(made * 4, "KiB", error))?;
    }
    Ok("64 MiB".to_owned())
}
