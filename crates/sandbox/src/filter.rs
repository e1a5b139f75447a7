//! Which system calls are let through, asked about or refused: a table, and the filter made of it.
//!
//! A call that no server needs is **refused**: the filter asks the supervisor, which notes the attempt and answers the
//! error number. Where nobody listens the kernel answers it. Others are **asked** about and go on.

mod assemble;
mod machine;
mod table;
#[cfg(test)]
mod tests;

pub(crate) use assemble::{Machine, assemble};

use crate::sys::seccomp::Call;
use evidence::conduct::Rung;
use std::sync::OnceLock;
use table::{Rule, Test, Verdict, rules};

/// A call that is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Forbidden {
    /// The error number that it gets.
    pub(crate) errno: i32,
    /// The call's name, with what makes it special: `mount`, `socket AF_VSOCK`.
    pub(crate) call: String,
}

/// What the filter is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Kind {
    /// The rung: without namespaces more must be asked about.
    pub(crate) rung: Rung,
    /// Whether somebody listens.
    pub(crate) listener: bool,
    /// Whether other processes of the machine are out of reach of signals. Where not, each signal is asked about.
    pub(crate) apart: bool,
}

/// The name of a call by its number on this machine.
pub(crate) fn name(number: u32) -> Option<&'static str> {
    Machine::here().name(number)
}

/// Whether a call that the filter asked about is one to refuse. Rests on nothing but the call's number and registers,
/// which nobody can change any more.
pub(crate) fn forbidden(call: &Call, rung: Rung) -> Option<Forbidden> {
    let name = name(call.number)?;
    let rule = asked(rung).iter().find(|rule| rule.names.contains(&name))?;
    match rule.decide(&call.args) {
        Verdict::Refuse(errno) => Some(Forbidden {
            errno,
            call: table::describe(name, &call.args),
        }),
        _ => None,
    }
}

/// The rules of a rung where somebody listens. Made once: they are looked at for every call that is asked about.
fn asked(rung: Rung) -> &'static [Rule] {
    static NAMESPACES: OnceLock<Vec<Rule>> = OnceLock::new();
    static LANDLOCK: OnceLock<Vec<Rule>> = OnceLock::new();
    let made = match rung {
        Rung::Landlock => &LANDLOCK,
        Rung::Namespaces | Rung::None => &NAMESPACES,
    };
    made.get_or_init(|| {
        rules(Kind {
            rung,
            listener: true,
            apart: false,
        })
    })
}

impl Rule {
    /// What becomes of a call with these arguments.
    fn decide(&self, args: &[u64; 6]) -> Verdict {
        let holds = |test: &&Test| test.holds(args);
        self.tests
            .iter()
            .find(holds)
            .map_or(self.otherwise, |test| test.then)
    }
}

impl Test {
    fn holds(&self, args: &[u64; 6]) -> bool {
        let argument = args[self.argument];
        let half = if self.upper { argument >> 32 } else { argument };
        let value = half as u32 & self.mask;
        self.any.contains(&value) != self.not
    }
}
