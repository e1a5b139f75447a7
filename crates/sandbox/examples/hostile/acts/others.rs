//! Looking into other processes and changing them. The first argument is the process id of the test's own victim.

use super::attempt::{Act, Args, Attempt, Failed};
use super::raw;
use super::reads::open;
use libc::{AT_FDCWD, O_RDONLY, O_RDWR};
use std::path::PathBuf;

pub(super) const ACTS: &[Act] = &[
    Act::anywhere("ptrace-traceme", traceme),
    Act::anywhere("ptrace-seize", seize),
    Act::anywhere("vm-read", vm_read),
    Act::fenced("vm-write", vm_write),
    Act::anywhere("proc-mem-read", mem_read),
    Act::fenced("proc-mem-write", mem_write),
    Act::anywhere("pidfd-getfd", getfd),
    Act::anywhere("process-madvise", madvise),
    Act::anywhere("kcmp", kcmp),
    Act::fenced("prlimit", prlimit),
    Act::fenced("renice", renice),
    Act::fenced("ioprio", ioprio),
    Act::fenced("affinity", affinity),
    Act::fenced("scheduler", scheduler),
    Act::anywhere("move-pages", move_pages),
    Act::anywhere("shm", shm),
    Act::anywhere("message-queue", message_queue),
    Act::anywhere("semaphore", semaphore),
    Act::anywhere("posix-queue", posix_queue),
];

const PTRACE_SEIZE: i32 = 0x4206;
const PROCESS_MADVISE: libc::c_long = 440;

fn traceme(_: &Args) -> Attempt {
    call!(libc::SYS_ptrace, libc::PTRACE_TRACEME, 0, 0, 0)?;
    Ok("traced".to_owned())
}

/// Attaches without stopping it.
fn seize(args: &Args) -> Attempt {
    call!(libc::SYS_ptrace, PTRACE_SEIZE, args.number(0)?, 0, 0)?;
    Ok("attached".to_owned())
}

/// A place in memory and its length, as the kernel wants them.
fn place(address: usize) -> [usize; 2] {
    [address, 8]
}

/// Its secret, by the address that the second argument says.
fn vm_read(args: &Args) -> Attempt {
    let mut bytes = [0u8; 8];
    let here = place(bytes.as_mut_ptr() as usize);
    let there = place(args.number(1)? as usize);
    let pid = args.number(0)?;
    let length = call!(libc::SYS_process_vm_readv, pid, &here, 1, &there, 1, 0)?;
    Ok(format!("{length} bytes"))
}

fn vm_write(args: &Args) -> Attempt {
    let bytes = *b"hostile!";
    let here = place(bytes.as_ptr() as usize);
    let there = place(args.number(1)? as usize);
    let pid = args.number(0)?;
    let length = call!(libc::SYS_process_vm_writev, pid, &here, 1, &there, 1, 0)?;
    Ok(format!("{length} bytes"))
}

fn memory_of(args: &Args, flags: i32) -> Result<i32, Failed> {
    let path = PathBuf::from(format!("/proc/{}/mem", args.number(0)?));
    open(AT_FDCWD, &path, flags)
}

fn mem_read(args: &Args) -> Attempt {
    let (fd, mut bytes) = (memory_of(args, O_RDONLY)?, [0u8; 8]);
    let length = call!(libc::SYS_pread64, fd, &mut bytes, 8, args.number(1)?)?;
    Ok(format!("{length} bytes"))
}

fn mem_write(args: &Args) -> Attempt {
    let (fd, bytes) = (memory_of(args, O_RDWR)?, b"hostile!");
    let length = call!(libc::SYS_pwrite64, fd, bytes, 8, args.number(1)?)?;
    Ok(format!("{length} bytes"))
}

/// One of its descriptors.
fn getfd(args: &Args) -> Attempt {
    let pidfd = call!(libc::SYS_pidfd_open, args.number(0)?, 0)?;
    call!(libc::SYS_pidfd_getfd, pidfd, 0, 0)?;
    Ok("a descriptor".to_owned())
}

/// Advice about its memory: "cold", which changes nothing that it notices.
fn madvise(args: &Args) -> Attempt {
    let pidfd = call!(libc::SYS_pidfd_open, args.number(0)?, 0)?;
    let there = place(args.number(1)? as usize & !4095);
    call!(PROCESS_MADVISE, pidfd, &there, 1, 20, 0)?;
    Ok("advised".to_owned())
}

fn kcmp(args: &Args) -> Attempt {
    let me = std::process::id();
    call!(libc::SYS_kcmp, me, args.number(0)?, 0, 0, 0)?;
    Ok("compared".to_owned())
}

/// A new limit for another process: core files, which it will never write.
fn prlimit(args: &Args) -> Attempt {
    let limit = [0u64, 0];
    let pid = args.number(0)?;
    call!(libc::SYS_prlimit64, pid, libc::RLIMIT_CORE, &limit, 0)?;
    Ok("limited".to_owned())
}

fn renice(args: &Args) -> Attempt {
    call!(
        libc::SYS_setpriority,
        libc::PRIO_PROCESS,
        args.number(0)?,
        7
    )?;
    Ok("slowed".to_owned())
}

/// To the class for idle times.
fn ioprio(args: &Args) -> Attempt {
    call!(libc::SYS_ioprio_set, 1, args.number(0)?, 3 << 13)?;
    Ok("slowed".to_owned())
}

/// To the first processor alone.
fn affinity(args: &Args) -> Attempt {
    let mask = 1u64;
    call!(libc::SYS_sched_setaffinity, args.number(0)?, 8, &mask)?;
    Ok("bound".to_owned())
}

/// To the class for idle times.
fn scheduler(args: &Args) -> Attempt {
    let priority = 0i32;
    let (pid, idle) = (args.number(0)?, 5);
    call!(libc::SYS_sched_setscheduler, pid, idle, &priority)?;
    Ok("slowed".to_owned())
}

/// Where its memory lies; nothing is moved.
fn move_pages(args: &Args) -> Attempt {
    let there = args.number(1)? as usize & !4095;
    let mut status = 0i32;
    call!(
        libc::SYS_move_pages,
        args.number(0)?,
        1,
        &there,
        0,
        &mut status,
        0
    )?;
    Ok("told".to_owned())
}

/// A segment of memory that the victim made, by its key: reads its first bytes.
fn shm(args: &Args) -> Attempt {
    let id = call!(libc::SYS_shmget, args.number(0)?, 0, 0)?;
    let address = call!(libc::SYS_shmat, id, 0, 0)?;
    let seen = raw::peek(address, 8)?;
    Ok(format!("{} bytes", seen.len()))
}

fn message_queue(args: &Args) -> Attempt {
    let id = call!(libc::SYS_msgget, args.number(0)?, 0)?;
    let message = [1u64, 0];
    call!(libc::SYS_msgsnd, id, &message, 1, libc::IPC_NOWAIT)?;
    Ok("sent".to_owned())
}

fn semaphore(args: &Args) -> Attempt {
    let id = call!(libc::SYS_semget, args.number(0)?, 0, 0)?;
    let value = call!(libc::SYS_semctl, id, 0, libc::GETVAL, 0)?;
    Ok(format!("its value: {value}"))
}

/// A queue of POSIX that the victim made: `hostile-KEY`.
fn posix_queue(args: &Args) -> Attempt {
    let name = super::attempt::c(format!("hostile-{}", args.number(0)?))?;
    let flags = libc::O_WRONLY | libc::O_NONBLOCK;
    let fd = call!(libc::SYS_mq_open, name.as_c_str(), flags, 0, 0)?;
    let byte = b"x";
    call!(libc::SYS_mq_timedsend, fd, byte, 1, 0, 0)?;
    Ok("sent".to_owned())
}
