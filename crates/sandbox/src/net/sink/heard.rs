//! What the sink heard: which names stand for which addresses, and what is to be told.

use crate::net::connections::Hearer;
use crate::net::names::Names;
use crate::net::once::{Once, limit};
use crate::net::packets::Packet;
use crate::net::{DNS, KEPT, RESOLVER, Tell, data, dns};
use crate::protocol::Tale;
use evidence::conduct::{Act, Via};
use std::collections::{BTreeSet, HashMap};
use std::net::{IpAddr, SocketAddr};

/// How many flows of datagrams are followed.
const FLOWS: usize = 1_000;

#[derive(Debug)]
pub(super) struct Heard {
    names: Names,
    once: Once,
    /// How much was told of each flow of datagrams: who sends, and where to.
    flows: HashMap<(SocketAddr, SocketAddr), usize>,
    limits: BTreeSet<&'static str>,
    tales: Vec<Tale>,
}

impl Heard {
    pub(super) fn new(v6: bool) -> Self {
        Self {
            names: Names::new(v6),
            once: Once::default(),
            flows: HashMap::new(),
            limits: BTreeSet::new(),
            tales: Vec::new(),
        }
    }

    /// Tells what was heard since.
    pub(super) fn tell(&mut self, tell: &mut Tell<'_>) {
        for tale in self.tales.drain(..) {
            tell(tale, None);
        }
    }

    /// Tells everything that is left.
    pub(super) fn end(mut self, tell: &mut Tell<'_>) {
        self.tell(tell);
        for tale in self.once.rest() {
            tell(tale, None);
        }
    }

    /// A limit was hit.
    pub(super) fn limit(&mut self, what: &'static str) {
        if self.limits.insert(what) {
            self.tales.push(limit(what));
        }
    }

    /// A packet went over the network. What is to be answered, where it asks for a name.
    pub(super) fn packet(&mut self, packet: &Packet<'_>) -> Option<Vec<u8>> {
        let datagram = packet.transport == "udp";
        if datagram && packet.from.port() == DNS {
            // An answer of ours: nobody else can have this port.
            return None;
        }
        let asks = datagram && packet.to.port() == DNS;
        if !(asks && packet.to.ip() == RESOLVER) {
            self.contact(packet);
        }
        let question = dns::question(packet.payload).filter(|_| asks);
        if !packet.payload.is_empty() && question.as_ref().is_none_or(|asked| !asked.plain) {
            self.flow(packet);
        }
        self.answer(packet.to, packet.payload).filter(|_| asks)
    }

    fn contact(&mut self, packet: &Packet<'_>) {
        let ip = packet.to.ip();
        let act = Act::Contact {
            address: ip.to_string(),
            port: packet.to.port(),
            transport: packet.transport.to_owned(),
            name: self.names.of(ip).map(str::to_owned),
            passed: false,
        };
        self.tales.extend(self.once.note(act, Via::Packet));
    }

    /// Tells what a datagram holds, as long as its flow has not sent too much.
    fn flow(&mut self, packet: &Packet<'_>) {
        let flow = (packet.from, packet.to);
        if self.flows.len() >= FLOWS && !self.flows.contains_key(&flow) {
            return self.limit("connections");
        }
        let told = self.flows.entry(flow).or_default();
        let fits = packet.payload.len().min(KEPT - *told);
        *told += fits;
        if fits > 0 {
            let name = self.names.of(packet.to.ip());
            let tale = data(packet.to, name, packet.transport, &packet.payload[..fits]);
            self.tales.push(tale);
        }
    }
}

impl Hearer for Heard {
    fn answer(&mut self, asked: SocketAddr, message: &[u8]) -> Option<Vec<u8>> {
        let question = dns::question(message)?;
        let answer = self.names.answer(message, &question);
        let act = Act::Resolve {
            name: question.name,
            asked: (asked.ip().to_canonical() != IpAddr::from(RESOLVER))
                .then(|| asked.ip().to_canonical().to_string()),
        };
        self.tales.extend(self.once.note(act, Via::Sink));
        Some(answer)
    }

    fn said(&mut self, to: SocketAddr, bytes: &[u8]) {
        let name = self.names.of(to.ip());
        self.tales.push(data(to, name, "tcp", bytes));
    }
}
