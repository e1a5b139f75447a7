//! Sockets of the machine that nothing may reach.

use std::net::{TcpListener, UdpSocket};
use std::os::linux::net::SocketAddrExt;
use std::os::unix::net::{SocketAddr, UnixDatagram, UnixListener};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

/// One of each kind.
pub(super) struct Sockets {
    directory: PathBuf,
    name: String,
    tcp: TcpListener,
    tcp6: Option<TcpListener>,
    udp: UdpSocket,
    udp6: Option<UdpSocket>,
    stream: UnixListener,
    datagrams: UnixDatagram,
    named: UnixListener,
    named_datagrams: UnixDatagram,
}

impl Sockets {
    /// Opens them; those with a path in `directory`.
    pub(super) fn open(directory: &Path) -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let next = NEXT.fetch_add(1, Ordering::Relaxed);
        let name = format!("of-the-machine-{}-{next}", std::process::id());
        let address =
            |kind: &str| SocketAddr::from_abstract_name(format!("{name}-{kind}")).unwrap();
        let sockets = Self {
            tcp: TcpListener::bind("127.0.0.1:0").unwrap(),
            tcp6: TcpListener::bind("[::1]:0").ok(),
            udp: UdpSocket::bind("127.0.0.1:0").unwrap(),
            udp6: UdpSocket::bind("[::1]:0").ok(),
            stream: UnixListener::bind(directory.join("stream")).unwrap(),
            datagrams: UnixDatagram::bind(directory.join("datagrams")).unwrap(),
            named: UnixListener::bind_addr(&address("stream")).unwrap(),
            named_datagrams: UnixDatagram::bind_addr(&address("datagrams")).unwrap(),
            directory: directory.to_owned(),
            name,
        };
        sockets.never_wait();
        sockets
    }

    fn never_wait(&self) {
        self.tcp.set_nonblocking(true).unwrap();
        self.udp.set_nonblocking(true).unwrap();
        self.stream.set_nonblocking(true).unwrap();
        self.datagrams.set_nonblocking(true).unwrap();
        self.named.set_nonblocking(true).unwrap();
        self.named_datagrams.set_nonblocking(true).unwrap();
        if let Some(tcp) = &self.tcp6 {
            tcp.set_nonblocking(true).unwrap();
        }
        if let Some(udp) = &self.udp6 {
            udp.set_nonblocking(true).unwrap();
        }
    }

    /// How acts name them. Where there is no version 6, its address stands for a port that nobody has.
    pub(super) fn words(&self) -> Vec<(&'static str, String)> {
        let nobody = || "[::1]:9".to_owned();
        let path = |name: &str| self.directory.join(name).display().to_string();
        let tcp6 = self.tcp6.as_ref().map(|tcp| tcp.local_addr().unwrap());
        let udp6 = self.udp6.as_ref().map(|udp| udp.local_addr().unwrap());
        vec![
            ("{tcp}", self.tcp.local_addr().unwrap().to_string()),
            ("{tcp6}", tcp6.map_or_else(nobody, |at| at.to_string())),
            ("{udp}", self.udp.local_addr().unwrap().to_string()),
            ("{udp6}", udp6.map_or_else(nobody, |at| at.to_string())),
            ("{stream}", path("stream")),
            ("{datagrams}", path("datagrams")),
            ("{named}", format!("{}-stream", self.name)),
            ("{named-datagrams}", format!("{}-datagrams", self.name)),
        ]
    }

    /// What arrived since it was asked last.
    pub(super) fn arrived(&self) -> Vec<String> {
        let mut byte = [0u8; 16];
        let tcp6 = self.tcp6.as_ref().is_some_and(|tcp| tcp.accept().is_ok());
        let udp6 = self
            .udp6
            .as_ref()
            .is_some_and(|udp| udp.recv(&mut byte).is_ok());
        let arrivals = [
            ("a TCP connection", self.tcp.accept().is_ok()),
            ("a TCP connection by version 6", tcp6),
            ("a UDP datagram", self.udp.recv(&mut byte).is_ok()),
            ("a UDP datagram by version 6", udp6),
            ("a connection by path", self.stream.accept().is_ok()),
            ("a datagram by path", self.datagrams.recv(&mut byte).is_ok()),
            ("a connection by name", self.named.accept().is_ok()),
            (
                "a datagram by name",
                self.named_datagrams.recv(&mut byte).is_ok(),
            ),
        ];
        let came = arrivals.into_iter().filter(|(_, came)| *came);
        came.map(|(what, _)| format!("{what} arrived outside"))
            .collect()
    }
}
