//! Sockets of the machine, and the world behind it. Whether anything arrived is asked outside, after each case.

use crate::case::{Case, Inside, done, harmless, refused, short};

pub(super) const CASES: &[Case] = &[
    // By path.
    refused(&["unix-stream", "{stream}"])
        .noticed()
        .deed("socket", "stream"),
    refused(&["unix-seqpacket", "{stream}"]),
    refused(&["unix-dgram-connect", "{datagrams}"]).noticed(),
    refused(&["unix-dgram-sendto", "{datagrams}"]).noticed(),
    refused(&["unix-dgram-sendmsg", "{datagrams}"]).noticed(),
    refused(&["unix-dgram-sendmmsg", "{datagrams}"]).noticed(),
    refused(&["unix-raw-sendto", "{datagrams}"]).noticed(),
    refused(&["unix-pair-sendto", "{datagrams}"]).noticed(),
    refused(&["unix-raw-pair-sendto", "{datagrams}"]).noticed(),
    refused(&["unix-link", "{stream}"]).noticed(),
    refused(&["unix-opath", "{stream}"]).noticed(),
    refused(&["unix-bind", "{outside}/room"]).noticed(),
    // By name.
    refused(&["abstract-stream", "{named}"])
        .noticed()
        .deed("socket", "@"),
    refused(&["abstract-dgram", "{named-datagrams}"]).noticed(),
    short(&["abstract-race", "{named}"]).noticed(),
    // A service of the machine on its own address: what answers is the sink.
    harmless(&["tcp", "{tcp}"])
        .noticed()
        .deed("contact", "127.0.0.1"),
    harmless(&["tcp", "{tcp6}"])
        .noticed()
        .deed("contact", "::1"),
    harmless(&["tcp-mapped", "{tcp}"])
        .noticed()
        .deed("contact", "127.0.0.1"),
    harmless(&["tcp-fastopen", "{tcp}"]).noticed(),
    harmless(&["tcp-fastopen-msg", "{tcp}"]).noticed(),
    harmless(&["tcp-fastopen-connect", "{tcp}"]).noticed(),
    harmless(&["tcp-race", "{tcp}", "192.0.2.1:80"]),
    harmless(&["mptcp", "{tcp}"]).landlock(Inside::Refused),
    refused(&["sctp", "{tcp}"]),
    refused(&["smc", "{tcp}"]),
    harmless(&["udp-sendto", "{udp}"])
        .noticed()
        .deed("contact", "127.0.0.1"),
    harmless(&["udp-connect", "{udp}"]).noticed(),
    harmless(&["udp-sendmsg", "{udp}"]).noticed(),
    harmless(&["udp-sendmmsg", "{udp}"]).noticed(),
    harmless(&["udp-sendto", "{udp6}"])
        .noticed()
        .deed("contact", "::1"),
    harmless(&["udplite", "{udp}"]).landlock(Inside::Refused),
    // The world.
    done(&["tcp", "203.0.113.7:4444"]).deed("contact", "203.0.113.7"),
    done(&["tcp", "[2001:db8::7]:4444"]).deed("contact", "2001:db8::7"),
    done(&["tls", "203.0.113.8:443", "tls.hostile.example"]).deed("send", "tls.hostile.example"),
    done(&["http", "203.0.113.9:80", "http.hostile.example"]).deed("send", "http.hostile.example"),
    done(&["udp-sendto", "198.51.100.9:9999"]).deed("contact", "198.51.100.9"),
    done(&["dns", "8.8.8.8:53", "resolver.hostile.example"])
        .deed("resolve", "resolver.hostile.example"),
    harmless(&["dns-tcp", "8.8.4.4:53", "resolver.hostile.example"]).deed("contact", "8.8.4.4"),
    // The clouds' service for credentials, and the port of containers.
    harmless(&["http", "169.254.169.254:80", "metadata"]).deed("contact", "169.254.169.254"),
    // Waiting for others, where they would find it.
    harmless(&["bind", "0.0.0.0:48123"])
        .landlock(Inside::Refused)
        .deed("listen", "48123"),
    harmless(&["listen-unbound"]).landlock(Inside::Refused),
];
