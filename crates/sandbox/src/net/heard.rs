//! What was heard of the network: which names stand for which addresses, and what is to be told.

use super::connections::Hearer;
use super::names::Names;
use super::once::{Once, limit};
use super::packets::Packet;
use super::{DNS, KEPT, Tell, data, dns};
use crate::protocol::Tale;
use evidence::conduct::{Act, Via};
use std::collections::{BTreeSet, HashMap};
use std::net::{IpAddr, SocketAddr};

/// How many flows of datagrams are followed.
const FLOWS: usize = 1_000;

#[derive(Debug)]
pub(crate) struct Heard {
    names: Names,
    once: Once,
    /// How contacts are noticed.
    via: Via,
    /// The name servers that are not worth telling: everybody is told to ask them.
    resolvers: Vec<IpAddr>,
    /// How much was told of each flow of datagrams: who sends, and where to.
    flows: HashMap<(SocketAddr, SocketAddr), usize>,
    limits: BTreeSet<&'static str>,
    tales: Vec<Tale>,
}

impl Heard {
    /// Nothing yet. `v6`: whether names get addresses of IPv6. `via`: how contacts are noticed. `resolvers`: the name
    /// servers that everybody is told to ask.
    pub(crate) fn new(v6: bool, via: Via, resolvers: Vec<IpAddr>) -> Self {
        Self {
            via,
            resolvers,
            names: Names::new(v6),
            once: Once::default(),
            flows: HashMap::new(),
            limits: BTreeSet::new(),
            tales: Vec::new(),
        }
    }

    /// Tells what was heard since.
    pub(crate) fn tell(&mut self, tell: &mut Tell<'_>) {
        for tale in self.tales.drain(..) {
            tell(tale, None);
        }
    }

    /// Tells everything that is left.
    pub(crate) fn end(mut self, tell: &mut Tell<'_>) {
        for tale in self.take().into_iter().chain(self.rest()) {
            tell(tale, None);
        }
    }

    /// What was heard since.
    pub(crate) fn take(&mut self) -> Vec<Tale> {
        std::mem::take(&mut self.tales)
    }

    /// What came again of all that was told.
    pub(crate) fn rest(&mut self) -> Vec<Tale> {
        std::mem::take(&mut self.once).rest().collect()
    }

    /// A limit was hit.
    pub(crate) fn limit(&mut self, what: &'static str) {
        if self.limits.insert(what) {
            self.tales.push(limit(what));
        }
    }

    /// A packet went over the network. What is to be answered, where it asks for a name.
    pub(crate) fn packet(&mut self, packet: &Packet<'_>) -> Option<Vec<u8>> {
        let datagram = packet.transport == "udp";
        if datagram && packet.from.port() == DNS {
            // An answer of ours: nobody else can have this port.
            return None;
        }
        let asks = datagram && packet.to.port() == DNS;
        if !(asks && self.resolvers.contains(&packet.to.ip())) {
            self.contact(packet.to, packet.transport);
        }
        let question = dns::question(packet.payload).filter(|_| asks);
        if !packet.payload.is_empty() && question.as_ref().is_none_or(|asked| !asked.plain) {
            self.flow(packet);
        }
        self.answer(packet.to, packet.payload).filter(|_| asks)
    }

    /// A datagram socket was aimed at this address: told where it is a name server of its own choice.
    pub(crate) fn meant_to_ask(&mut self, to: SocketAddr) {
        if to.port() == DNS && !self.resolvers.contains(&to.ip()) {
            self.contact(to, "udp");
        }
    }

    /// Something was contacted.
    pub(crate) fn contact(&mut self, to: SocketAddr, transport: &str) {
        let ip = to.ip().to_canonical();
        let act = Act::Contact {
            address: ip.to_string(),
            port: to.port(),
            transport: transport.to_owned(),
            name: self.names.of(ip).map(str::to_owned),
            passed: false,
        };
        self.note(act, self.via);
    }

    /// Something was done.
    pub(crate) fn note(&mut self, act: Act, via: Via) {
        self.tales.extend(self.once.note(act, via));
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
            let tale = data(packet.to, name, &packet.payload[..fits]);
            self.tales.push(tale);
        }
    }
}

impl Hearer for Heard {
    fn answer(&mut self, asked: SocketAddr, message: &[u8]) -> Option<Vec<u8>> {
        let question = dns::question(message)?;
        let answer = self.names.answer(message, &question);
        let asked = asked.ip().to_canonical();
        let act = Act::Resolve {
            name: question.name,
            asked: (!self.resolvers.contains(&asked)).then(|| asked.to_string()),
        };
        self.note(act, Via::Sink);
        Some(answer)
    }

    fn said(&mut self, to: SocketAddr, bytes: &[u8]) {
        let name = self.names.of(to.ip());
        self.tales.push(data(to, name, bytes));
    }
}
