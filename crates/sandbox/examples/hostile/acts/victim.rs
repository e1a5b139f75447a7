//! A process outside: it holds what acts aim at, and tells whether it was touched.

use super::raw;
use serde_json::json;
use std::io::{BufRead, Write};
use std::sync::atomic::{AtomicU64, Ordering};

/// What lies in its memory.
const SECRET: u64 = u64::from_ne_bytes(*b"untouchd");

/// Kernel objects that have a key and no path, if they could be made.
struct Keyed {
    shm: Option<i64>,
    messages: Option<i64>,
    semaphore: Option<i64>,
    queue: Option<i64>,
}

/// Tells its process id, the address of its secret and the key of its kernel objects; then, for each line that it reads,
/// what was touched. Ends with its input.
pub(super) fn victim() {
    let secret = AtomicU64::new(SECRET);
    let pid = std::process::id();
    let keyed = Keyed::make(pid);
    let address = std::ptr::from_ref(&secret) as usize;
    say(&json!({"pid": pid, "address": address, "key": pid}));
    for line in std::io::stdin().lock().lines() {
        if line.is_err() {
            break;
        }
        let untouched = secret.load(Ordering::Relaxed) == SECRET;
        say(
            &json!({"memory": untouched, "messages": keyed.messages(), "queued": keyed.queued(), "attached": keyed.attached()}),
        );
    }
    keyed.remove(pid);
}

fn say(value: &serde_json::Value) {
    println!("{value}");
    let _ = std::io::stdout().flush();
}

/// The name of its POSIX queue.
fn queue_name(pid: u32) -> std::ffi::CString {
    std::ffi::CString::new(format!("hostile-{pid}")).unwrap_or_default()
}

impl Keyed {
    fn make(pid: u32) -> Self {
        let make = libc::IPC_CREAT | 0o600;
        let name = queue_name(pid);
        let flags = libc::O_RDWR | libc::O_CREAT | libc::O_NONBLOCK;
        Self {
            shm: call!(libc::SYS_shmget, pid, 4096, make).ok(),
            messages: call!(libc::SYS_msgget, pid, make).ok(),
            semaphore: call!(libc::SYS_semget, pid, 1, make).ok(),
            queue: call!(libc::SYS_mq_open, name.as_c_str(), flags, 0o600, 0).ok(),
        }
    }

    /// How many messages lie in the queue of System V.
    fn messages(&self) -> u64 {
        let mut state = [0u64; 16];
        let Some(id) = self.messages else { return 0 };
        let _ = call!(libc::SYS_msgctl, id, libc::IPC_STAT, &mut state);
        // Behind the permissions, three times and the bytes: the number of messages.
        state[10]
    }

    /// How many messages lie in the POSIX queue.
    fn queued(&self) -> i64 {
        let mut state = [0i64; 8];
        let Some(fd) = self.queue else { return 0 };
        let _ = call!(libc::SYS_mq_getsetattr, fd, 0, &mut state);
        state[3]
    }

    /// Whether anybody ever attached the segment.
    fn attached(&self) -> bool {
        let mut state = [0u64; 16];
        let Some(id) = self.shm else { return false };
        let _ = call!(libc::SYS_shmctl, id, libc::IPC_STAT, &mut state);
        // Behind the permissions and the size: when it was attached last.
        state[7] != 0
    }

    fn remove(&self, pid: u32) {
        let remove = libc::IPC_RMID;
        if let Some(id) = self.shm {
            let _ = call!(libc::SYS_shmctl, id, remove, 0);
        }
        if let Some(id) = self.messages {
            let _ = call!(libc::SYS_msgctl, id, remove, 0);
        }
        if let Some(id) = self.semaphore {
            let _ = call!(libc::SYS_semctl, id, 0, remove, 0);
        }
        let name = queue_name(pid);
        if call!(libc::SYS_mq_unlink, name.as_c_str()).is_err() {
            raw::exit(1);
        }
    }
}
