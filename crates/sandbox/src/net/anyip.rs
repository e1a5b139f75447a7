//! Makes every address of the world one of this network namespace's own (what is called AnyIP), by rtnetlink.

use rustix::io::Errno;
use rustix::net::netlink::SocketAddrNetlink;
use rustix::net::{
    AddressFamily, RecvFlags, SendFlags, SocketFlags, SocketType, recv, sendto, socket_with,
};
use std::os::fd::OwnedFd;

/// The index of the loopback interface, the first of every network namespace.
const LOOPBACK: u32 = 1;

/// Brings the loopback interface up and routes every address to it. Whether those of IPv6 are, too.
///
/// # Errors
/// The kernel's refusal. Then nothing leaves either, but nothing answers.
pub(crate) fn open() -> rustix::io::Result<bool> {
    let flags = SocketFlags::CLOEXEC;
    let socket = socket_with(AddressFamily::NETLINK, SocketType::RAW, flags, None)?;
    order(&socket, &link_up())?;
    order(&socket, &local_route(libc::AF_INET))?;
    Ok(order(&socket, &local_route(libc::AF_INET6)).is_ok())
}

/// Sends one message and waits for what became of it.
fn order(socket: &OwnedFd, message: &[u8]) -> rustix::io::Result<()> {
    sendto(
        socket,
        message,
        SendFlags::empty(),
        &SocketAddrNetlink::new(0, 0),
    )?;
    let mut reply = [0; 1024];
    let (_, length) = recv(socket, &mut reply, RecvFlags::empty())?;
    // A header of 16 bytes, then an error number, 0 or negative.
    let error = reply[..length.min(reply.len())]
        .get(16..20)
        .map(|bytes| i32::from_ne_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]));
    match error {
        Some(0) => Ok(()),
        Some(error) => Err(Errno::from_raw_os_error(-error)),
        None => Err(Errno::PROTO),
    }
}

/// `ip link set lo up`.
fn link_up() -> Vec<u8> {
    let up = libc::IFF_UP as u32;
    let words = [0, LOOPBACK, up, up];
    message(libc::RTM_NEWLINK, 0, &words.map(u32::to_ne_bytes).concat())
}

/// `ip route add local 0.0.0.0/0 dev lo`, or the same for IPv6.
fn local_route(family: i32) -> Vec<u8> {
    let scope = match family {
        libc::AF_INET => libc::RT_SCOPE_HOST,
        _ => libc::RT_SCOPE_UNIVERSE,
    };
    // Family, lengths of destination and source, type of service, table, protocol, scope, type, flags.
    let mut body = vec![family as u8, 0, 0, 0];
    body.extend([
        libc::RT_TABLE_LOCAL,
        libc::RTPROT_BOOT,
        scope,
        libc::RTN_LOCAL,
    ]);
    body.extend([0; 4]);
    body.extend(8u16.to_ne_bytes());
    body.extend(libc::RTA_OIF.to_ne_bytes());
    body.extend(LOOPBACK.to_ne_bytes());
    message(libc::RTM_NEWROUTE, libc::NLM_F_CREATE, &body)
}

/// A message of netlink that asks to be acknowledged.
fn message(kind: u16, flags: i32, body: &[u8]) -> Vec<u8> {
    let flags = libc::NLM_F_REQUEST | libc::NLM_F_ACK | flags;
    let mut out = (16 + body.len() as u32).to_ne_bytes().to_vec();
    out.extend(kind.to_ne_bytes());
    out.extend((flags as u16).to_ne_bytes());
    out.extend([0; 8]);
    out.extend(body);
    out
}
