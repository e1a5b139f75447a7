//! The sandbox's network: every address answers, and it is always us.
//!
//! In a network namespace ([`anyip`], [`packets`], [`sink`]) the helper answers; where there is none, the supervisor
//! stands in for the network ([`standin`]). What may leave goes through the recording [`proxy`]. Whoever answers tells
//! [`Tale`]s; their times (`at_ms`) are 0 and are set by the supervisor when it hears them.

pub(crate) mod address;
pub(crate) mod anyip;
mod connections;
pub(crate) mod describe;
mod dns;
mod exchange;
mod heard;
mod http;
mod names;
mod once;
mod packets;
pub(crate) mod proxy;
pub(crate) mod requests;
pub(crate) mod sink;
pub(crate) mod standin;
mod tls;

use crate::protocol::Tale;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use evidence::conduct::{Act, Confidence, Deed, Via};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

/// The name server that the sandbox's `resolv.conf` names. Others answer too, and are recorded as asked.
pub(crate) const RESOLVER: Ipv4Addr = Ipv4Addr::new(127, 0, 0, 53);

/// The port of name servers.
const DNS: u16 = 53;

/// How much is kept of what a connection sends first, in bytes.
pub(crate) const KEPT: usize = 16 << 10;

/// What takes tales to the supervisor. A descriptor goes with [`Tale::Proxy`] only.
pub(crate) type Tell<'a> = dyn FnMut(Tale, Option<std::os::fd::BorrowedFd<'_>>) + 'a;

/// A deed that our own end of the line is certain of.
fn deed(act: Act, via: Via, count: u64) -> Tale {
    Tale::Deed {
        deed: Deed {
            act,
            via,
            confidence: Confidence::Certain,
            count,
            at_ms: 0,
            program: None,
        },
    }
}

/// What something sent first, for the supervisor to search and describe.
fn data(to: SocketAddr, name: Option<&str>, bytes: &[u8]) -> Tale {
    Tale::Data {
        to: place(to, name),
        base64: STANDARD.encode(bytes),
    }
}

/// `name:port`, or `address:port` where no name is known.
fn place(to: SocketAddr, name: Option<&str>) -> String {
    match (name, to.ip().to_canonical()) {
        (Some(name), _) => format!("{name}:{}", to.port()),
        (None, ip @ IpAddr::V4(_)) => format!("{ip}:{}", to.port()),
        (None, ip @ IpAddr::V6(_)) => format!("[{ip}]:{}", to.port()),
    }
}

/// Bytes of the server as printable ASCII, shortened.
fn printable(bytes: &[u8], at_most: usize) -> String {
    let cut = bytes.get(..at_most);
    let shown = cut.unwrap_or(bytes).escape_ascii();
    format!("{shown}{}", if cut.is_some() { "…" } else { "" })
}
