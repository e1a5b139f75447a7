//! Whom a server spoke to, each peer once, and how far that went.

use crate::say;
use evidence::FrameId;
use evidence::conduct::{Act, Deed};
use std::collections::{BTreeMap, BTreeSet};

/// One that it spoke to, or looked up.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Peer {
    /// Its name where one is known, else its address.
    pub name: String,
    /// Ports and transports: `443/tcp`.
    pub ports: BTreeSet<(u16, String)>,
    /// What was sent, in the sandbox's words.
    pub sent: BTreeSet<String>,
    /// How many bytes were seen of it.
    pub bytes: u64,
    /// Whether it was let through to the real network.
    pub passed: bool,
    /// Whether it was contacted, not only looked up.
    pub contacted: bool,
    /// The resolvers that were asked for it by their own address.
    pub resolvers: BTreeSet<String>,
    /// Where it shows.
    pub frames: BTreeSet<FrameId>,
}

/// Every peer, by name. What stays on the machine is none.
pub fn peers<'a>(deeds: impl IntoIterator<Item = (&'a Deed, FrameId)>) -> Vec<Peer> {
    let deeds: Vec<(&Deed, FrameId)> = deeds.into_iter().collect();
    // A call says the address alone; the packets know the name that it was found by.
    let names: BTreeMap<&str, &str> = deeds
        .iter()
        .filter_map(|(deed, _)| match &deed.act {
            Act::Contact {
                address,
                name: Some(name),
                ..
            } => Some((address.as_str(), name.as_str())),
            _ => None,
        })
        .collect();
    let mut all: BTreeMap<String, Peer> = BTreeMap::new();
    for (deed, frame) in &deeds {
        let Some(name) = name(&deed.act) else {
            continue;
        };
        let name = names.get(name).copied().unwrap_or(name);
        let peer = all
            .entry(name.to_ascii_lowercase())
            .or_insert_with(|| Peer {
                name: name.to_owned(),
                ..Peer::default()
            });
        peer.frames.insert(*frame);
        match &deed.act {
            Act::Resolve { asked, .. } => peer.resolvers.extend(asked.clone()),
            Act::Contact {
                port,
                transport,
                passed,
                ..
            } => {
                peer.contacted = true;
                peer.passed |= passed;
                peer.ports.insert((*port, transport.clone()));
            }
            Act::Send { what, bytes, .. } => {
                peer.contacted = true;
                peer.sent.insert(what.clone());
                peer.bytes = peer.bytes.saturating_add(*bytes);
            }
            _ => {}
        }
    }
    all.into_values().collect()
}

/// Whom an act is about; none where it stays on the machine, or is the question to a resolver that is told by its name.
fn name(act: &Act) -> Option<&str> {
    let name = match act {
        Act::Resolve { name, .. } => name.trim_end_matches('.'),
        Act::Contact {
            port: 53,
            transport,
            ..
        } if transport == "udp" => return None,
        Act::Contact { name, address, .. } => name.as_deref().unwrap_or(address),
        Act::Send { what, .. } if what.starts_with("DNS") => return None,
        Act::Send { to, .. } => host(to),
        _ => return None,
    };
    (!name.is_empty() && !loopback(name)).then_some(name)
}

/// `name:port` without its port.
fn host(to: &str) -> &str {
    let name = to
        .rsplit_once(':')
        .filter(|(_, port)| port.bytes().all(|b| b.is_ascii_digit()))
        .map_or(to, |(name, _)| name);
    name.trim_start_matches('[').trim_end_matches(']')
}

/// Whether a name or an address is the machine itself. A name without a dot is the machine's own, or one of its network's.
#[must_use]
pub fn loopback(name: &str) -> bool {
    let address = host_of_listener(name);
    match address.parse::<std::net::IpAddr>() {
        Ok(address) => address.to_canonical().is_loopback(),
        Err(_) => {
            let low = address.to_ascii_lowercase();
            low == "localhost" || low.ends_with(".localhost") || !low.contains('.')
        }
    }
}

/// An address out of `127.0.0.1:80`, `[::1]:80`, or as it is.
fn host_of_listener(on: &str) -> &str {
    if on.parse::<std::net::IpAddr>().is_ok() {
        return on;
    }
    host(on)
}

impl Peer {
    /// What was done, in a few words: `sent “TLS to a.example” (517 bytes) to “a.example” port 443`.
    pub(crate) fn says(&self) -> String {
        let name = say::quote(&self.name);
        let ports: Vec<String> = self
            .ports
            .iter()
            .filter(|(port, _)| *port > 0)
            .map(|(port, transport)| format!("{port}/{transport}"))
            .take(5)
            .collect();
        let at = if ports.is_empty() {
            name.clone()
        } else {
            format!("{name} port {}", ports.join(", "))
        };
        let asked = if self.resolvers.is_empty() {
            String::new()
        } else {
            let resolvers = self.resolvers.iter().map(String::as_str);
            format!(", asking the resolver {}", say::names(resolvers))
        };
        if !self.sent.is_empty() {
            let sent = say::names(self.sent.iter().map(String::as_str));
            return format!("sent {sent} ({}) to {at}{asked}", say::bytes(self.bytes));
        }
        if self.contacted {
            return format!("contacted {at}{asked}");
        }
        format!("looked up {name}{asked}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use evidence::build::deed;

    fn contact(address: &str, port: u16, name: Option<&str>) -> Deed {
        deed(Act::Contact {
            address: address.to_owned(),
            port,
            transport: "tcp".to_owned(),
            name: name.map(str::to_owned),
            passed: false,
        })
    }

    #[test]
    fn name_address_and_what_was_sent_are_one_peer() {
        let deeds = [
            deed(Act::Resolve {
                name: "A.example.".to_owned(),
                asked: Some("8.8.8.8".to_owned()),
            }),
            contact("198.18.0.1", 443, None),
            contact("198.18.0.1", 443, Some("a.example")),
            deed(Act::Send {
                to: "a.example:443".to_owned(),
                what: "TLS to a.example".to_owned(),
                bytes: 517,
            }),
            contact("2001:db8::1", 22, None),
            contact("127.0.0.1", 80, None),
            contact("::1", 80, None),
            deed(Act::Resolve {
                name: "my-host".to_owned(),
                asked: None,
            }),
        ];
        let said: Vec<String> = peers(deeds.iter().map(|deed| (deed, FrameId(1))))
            .iter()
            .map(Peer::says)
            .collect();
        assert_eq!(
            said,
            [
                "contacted “2001:db8::1” port 22/tcp",
                "sent “TLS to a.example” (517 bytes) to “A.example” port 443/tcp, asking the resolver “8.8.8.8”",
            ]
        );
    }

    #[test]
    fn the_machine_itself_is_nobody_else() {
        for name in [
            "127.0.0.1:80",
            "[::1]:80",
            "::1",
            "localhost",
            "localhost:9",
            "::ffff:127.0.0.1",
        ] {
            assert!(loopback(name), "{name}");
        }
        for name in ["0.0.0.0:80", "[::]:80", "192.0.2.7", "a.example:80"] {
            assert!(!loopback(name), "{name}");
        }
    }
}
