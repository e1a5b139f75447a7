//! Turning an argument into another between the look of who checks it and the use by the kernel.

use super::attempt::{Act, Args, Attempt, Failed};
use super::endpoints::Target;
use libc::{AT_FDCWD, O_RDONLY, SOCK_STREAM};
use std::ffi::CString;
use std::sync::atomic::{AtomicBool, AtomicU8, Ordering};
use std::time::{Duration, Instant};

pub(super) const ACTS: &[Act] = &[Act::anywhere("race-read", race_read)];

/// How long it is tried, at most: until it went well once.
const LONGEST: Duration = Duration::from_millis(1_500);

/// Bytes that one thread writes while the kernel reads them.
struct Shared(Vec<AtomicU8>);

impl Shared {
    fn new(length: usize) -> Self {
        Self((0..length).map(|_| AtomicU8::new(0)).collect())
    }

    fn set(&self, bytes: &[u8]) {
        for (to, from) in self.0.iter().zip(bytes) {
            to.store(*from, Ordering::Relaxed);
        }
    }
}

/// Runs `job` while a thread turns the bytes from one to the other and back.
fn flipping<T>(shared: &Shared, one: &[u8], other: &[u8], job: impl FnOnce() -> T) -> T {
    let stop = AtomicBool::new(false);
    shared.set(one);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            while !stop.load(Ordering::Relaxed) {
                shared.set(other);
                dwell();
                shared.set(one);
                dwell();
            }
        });
        let done = job();
        stop.store(true, Ordering::Relaxed);
        done
    })
}

/// Long enough for the kernel to find it whole now and then.
fn dwell() {
    for _ in 0..200 {
        std::hint::spin_loop();
    }
}

/// The path as it lies in memory.
fn room(path: &CString, length: usize) -> Vec<u8> {
    let mut bytes = path.as_bytes_with_nul().to_vec();
    bytes.resize(length, 0);
    bytes
}

/// Opens the file in the first argument under the name of the harmless one in the second. The third is how it begins.
fn race_read(args: &Args) -> Attempt {
    let (secret, harmless) = (args.c_path(0)?, args.c_path(1)?);
    let beginning = args.text(2)?.as_bytes();
    let length = secret.as_bytes().len().max(harmless.as_bytes().len()) + 1;
    let (secret, harmless) = (room(&secret, length), room(&harmless, length));
    let shared = Shared::new(length);
    let start = Instant::now();
    let read = flipping(&shared, &harmless, &secret, || {
        while start.elapsed() < LONGEST {
            if begins(&shared, beginning) {
                return true;
            }
        }
        false
    });
    match read {
        false => Err(Failed::short("never opened")),
        true => Ok("opened".to_owned()),
    }
}

/// Whether what the path that lies there now opens begins with that.
fn begins(shared: &Shared, beginning: &[u8]) -> bool {
    let path = shared.0.as_slice();
    let Ok(fd) = call!(libc::SYS_openat, AT_FDCWD, path, O_RDONLY, 0) else {
        return false;
    };
    let mut bytes = [0u8; 64];
    let _ = call!(libc::SYS_read, fd, &mut bytes, bytes.len());
    let _ = call!(libc::SYS_close, fd);
    bytes.starts_with(beginning)
}

/// Connects new stream sockets, while the address turns from one target to the other, until the peer of one is the second
/// target, or for so many tries. Whether it came so far.
pub(super) fn connect(
    family: i32,
    from: &Target,
    to: &Target,
    tries: usize,
) -> Result<bool, Failed> {
    let shared = Shared::new(from.bytes.len());
    let length = from.length.max(to.length);
    let (start, mut tried) = (Instant::now(), 0);
    flipping(&shared, &from.bytes, &to.bytes, || {
        while tried < tries && start.elapsed() < LONGEST {
            let fd = call!(libc::SYS_socket, family, SOCK_STREAM, 0)?;
            let address = shared.0.as_slice();
            let connected = call!(libc::SYS_connect, fd, address, length).is_ok();
            let reached = connected && peer(fd) == named(to);
            if reached {
                let _ = call!(libc::SYS_write, fd, b"!", 1);
            }
            let _ = call!(libc::SYS_close, fd);
            if reached {
                return Ok(true);
            }
            // Only whole addresses count: a torn one leads nowhere.
            tried += usize::from(connected);
        }
        Ok(false)
    })
}

fn named(target: &Target) -> Vec<u8> {
    target.bytes[..target.length].to_vec()
}

/// Whom a socket is connected to.
fn peer(fd: i64) -> Vec<u8> {
    let (mut bytes, mut length) = ([0u8; 128], 128u32);
    let _ = call!(libc::SYS_getpeername, fd, &mut bytes, &mut length);
    bytes[..(length as usize).min(128)].to_vec()
}
