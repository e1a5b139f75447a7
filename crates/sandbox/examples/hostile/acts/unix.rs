//! Sockets of the machine: by path, and by name. The first argument is the path or name; a byte tells that it arrived.

use super::attempt::{Act, Args, Attempt, Failed, c, scratch};
use super::endpoints::{Target, abstract_name, message, unix_path};
use super::reads::open;
use libc::{AF_UNIX, AT_FDCWD, O_PATH, SOCK_DGRAM, SOCK_RAW, SOCK_SEQPACKET, SOCK_STREAM};
use std::path::Path;

pub(super) const ACTS: &[Act] = &[
    Act::anywhere("unix-stream", stream),
    Act::anywhere("unix-seqpacket", seqpacket),
    Act::anywhere("unix-dgram-connect", dgram_connect),
    Act::anywhere("unix-dgram-sendto", dgram_sendto),
    Act::anywhere("unix-dgram-sendmsg", dgram_sendmsg),
    Act::anywhere("unix-dgram-sendmmsg", dgram_sendmmsg),
    Act::anywhere("unix-raw-sendto", raw_sendto),
    Act::anywhere("unix-pair-sendto", pair_sendto),
    Act::anywhere("unix-raw-pair-sendto", raw_pair_sendto),
    Act::anywhere("unix-link", by_link),
    Act::anywhere("unix-opath", by_opath),
    Act::anywhere("unix-bind", bind),
    Act::anywhere("abstract-stream", abstract_stream),
    Act::anywhere("abstract-dgram", abstract_dgram),
    Act::anywhere("abstract-race", abstract_race),
];

fn socket(kind: i32) -> Result<i32, Failed> {
    Ok(call!(libc::SYS_socket, AF_UNIX, kind, 0)? as i32)
}

/// Connects, and sends a byte.
fn reach(kind: i32, target: &Target) -> Attempt {
    let fd = socket(kind)?;
    target.connect(fd)?;
    call!(libc::SYS_write, fd, b"!", 1)?;
    Ok("sent".to_owned())
}

fn stream(args: &Args) -> Attempt {
    reach(SOCK_STREAM, &unix_path(&args.path(0)?))
}

fn seqpacket(args: &Args) -> Attempt {
    reach(SOCK_SEQPACKET, &unix_path(&args.path(0)?))
}

fn dgram_connect(args: &Args) -> Attempt {
    reach(SOCK_DGRAM, &unix_path(&args.path(0)?))
}

fn dgram_sendto(args: &Args) -> Attempt {
    unix_path(&args.path(0)?).send(socket(SOCK_DGRAM)?, b"!", 0)
}

fn dgram_sendmsg(args: &Args) -> Attempt {
    let target = unix_path(&args.path(0)?);
    let (fd, part) = (socket(SOCK_DGRAM)?, [b"!".as_ptr() as usize, 1]);
    let header = message(Some(&target), &part);
    call!(libc::SYS_sendmsg, fd, &header, 0)?;
    Ok("sent".to_owned())
}

fn dgram_sendmmsg(args: &Args) -> Attempt {
    let target = unix_path(&args.path(0)?);
    let (fd, part) = (socket(SOCK_DGRAM)?, [b"!".as_ptr() as usize, 1]);
    let mut headers = [0usize; 8];
    headers[..7].copy_from_slice(&message(Some(&target), &part));
    call!(libc::SYS_sendmmsg, fd, &mut headers, 1, 0)?;
    Ok("sent".to_owned())
}

/// The kernel makes a datagram socket of a raw one, and a filter may know datagrams only.
fn raw_sendto(args: &Args) -> Attempt {
    unix_path(&args.path(0)?).send(socket(SOCK_RAW)?, b"!", 0)
}

/// A socket that never was asked for by `socket`, aimed at a path by each message.
fn pair_sendto(args: &Args) -> Attempt {
    by_pair(SOCK_DGRAM, args)
}

fn raw_pair_sendto(args: &Args) -> Attempt {
    by_pair(SOCK_RAW, args)
}

fn by_pair(kind: i32, args: &Args) -> Attempt {
    let mut pair = [0i32; 2];
    call!(libc::SYS_socketpair, AF_UNIX, kind, 0, &mut pair)?;
    unix_path(&args.path(0)?).send(pair[0], b"!", 0)
}

fn by_link(args: &Args) -> Attempt {
    let link = scratch("socket");
    std::os::unix::fs::symlink(args.path(0)?, &link)?;
    let sent = reach(SOCK_STREAM, &unix_path(&link));
    let _ = std::fs::remove_file(link);
    sent
}

/// By the name in `/proc` of a descriptor that stands for the path.
fn by_opath(args: &Args) -> Attempt {
    let fd = open(AT_FDCWD, &args.path(0)?, O_PATH)?;
    let name = format!("/proc/self/fd/{fd}");
    reach(SOCK_STREAM, &unix_path(Path::new(&name)))
}

/// A socket of its own in a directory of others: a trap for whoever connects there.
fn bind(args: &Args) -> Attempt {
    let path = args.path(0)?.join("new-socket");
    c(&path)?;
    unix_path(&path).bind(socket(SOCK_STREAM)?)
}

fn abstract_stream(args: &Args) -> Attempt {
    reach(SOCK_STREAM, &abstract_name(args.text(0)?))
}

fn abstract_dgram(args: &Args) -> Attempt {
    abstract_name(args.text(0)?).send(socket(SOCK_DGRAM)?, b"!", 0)
}

/// While a thread turns the name into that of a socket of its own and back.
fn abstract_race(args: &Args) -> Attempt {
    // As long as the other: the length of the address does not turn.
    let (name, id) = (args.text(0)?, std::process::id());
    let own = format!("{id:x>length$}", length = name.len());
    let listener = socket(SOCK_STREAM)?;
    abstract_name(&own).bind(listener)?;
    call!(libc::SYS_listen, listener, 1_000)?;
    let aim = abstract_name(name);
    match super::race::connect(AF_UNIX, &abstract_name(&own), &aim, 900)? {
        false => Err(Failed::short("never reached")),
        true => Ok("reached".to_owned()),
    }
}
