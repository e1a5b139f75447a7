//! The addresses that are made up for names, so that whoever contacts one is known to mean the name.

use super::dns::{self, A, AAAA, Question};
use std::collections::HashMap;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// How many names get an address of their own. The others share the last one.
const MOST: usize = 1_000;

/// Names and the addresses that were made up for them: 198.18.x.y and 2001:2::x:y, which are set aside for
/// benchmarks (RFC 2544, RFC 5180) and belong to nobody.
#[derive(Debug, Default)]
pub(crate) struct Names {
    v6: bool,
    numbers: HashMap<String, u16>,
    names: Vec<String>,
}

impl Names {
    /// None yet. `v6`: whether names get an address of IPv6 too.
    pub(crate) fn new(v6: bool) -> Self {
        Self {
            v6,
            ..Self::default()
        }
    }

    /// The answer to a question.
    pub(crate) fn answer(&mut self, message: &[u8], question: &Question) -> Vec<u8> {
        let address = match question.kind {
            A => Some(v4(self.number(&question.name)).into()),
            AAAA if self.v6 => Some(v6(self.number(&question.name)).into()),
            _ => None,
        };
        dns::answer(message, question, address)
    }

    /// The name that was resolved to this address.
    pub(crate) fn of(&self, address: IpAddr) -> Option<&str> {
        let number = match address.to_canonical() {
            IpAddr::V4(address) => match address.octets() {
                [198, 18, high, low] => u16::from_be_bytes([high, low]),
                _ => return None,
            },
            IpAddr::V6(address) => match address.segments() {
                [0x2001, 2, 0, 0, 0, 0, 0, number] => number,
                _ => return None,
            },
        };
        let at = usize::from(number).checked_sub(1)?;
        self.names.get(at).map(String::as_str)
    }

    /// The number of a name, from 1. Names differ by more than case.
    fn number(&mut self, name: &str) -> u16 {
        let key = name.to_ascii_lowercase();
        if let Some(number) = self.numbers.get(&key) {
            return *number;
        }
        let number = self.names.len() as u16 + 1;
        if self.names.len() < MOST {
            self.names.push(key.clone());
            self.numbers.insert(key, number);
        }
        number
    }
}

fn v4(number: u16) -> Ipv4Addr {
    let [high, low] = number.to_be_bytes();
    Ipv4Addr::new(198, 18, high, low)
}

fn v6(number: u16) -> Ipv6Addr {
    Ipv6Addr::new(0x2001, 2, 0, 0, 0, 0, 0, number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_keeps_its_addresses_and_they_name_it() {
        let mut names = Names::new(true);
        assert_eq!((names.number("a.org"), names.number("b.org")), (1, 2));
        assert_eq!(names.number("A.org"), 1);
        assert_eq!(names.of(v4(2).into()), Some("b.org"));
        assert_eq!(names.of(v6(1).into()), Some("a.org"));
        assert_eq!(names.of(v4(3).into()), None);
        assert_eq!(names.of([8, 8, 8, 8].into()), None);
    }

    #[test]
    fn too_many_names_share_one_that_names_nothing() {
        let mut names = Names::new(false);
        for n in 0..MOST + 50 {
            names.number(&format!("n{n}"));
        }
        assert_eq!(names.names.len(), MOST);
        let shared = names.number("another");
        assert_eq!(names.of(v4(shared).into()), None);
    }
}
