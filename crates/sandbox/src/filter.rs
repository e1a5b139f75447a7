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
}

/// The name of a call by its number on this machine.
pub(crate) fn name(number: u32) -> Option<&'static str> {
    Machine::here().name(number)
}

/// Whether a call that the filter asked about is one to refuse. Rests on nothing but the call's number and registers,
/// which nobody can change any more.
pub(crate) fn forbidden(call: &Call, rung: Rung) -> Option<Forbidden> {
    let kind = Kind {
        rung,
        listener: true,
    };
    let name = name(call.number)?;
    let rule = rules(kind)
        .into_iter()
        .find(|rule| rule.names.contains(&name))?;
    match rule.decide(&call.args) {
        Verdict::Refuse(errno) => Some(Forbidden {
            errno,
            call: table::describe(name, &call.args),
        }),
        _ => None,
    }
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
    /// Arguments are looked at as the kernel looks at an `int`: their lower half.
    fn holds(&self, args: &[u64; 6]) -> bool {
        let value = args[self.argument] as u32 & self.mask;
        self.any.contains(&value) != self.not
    }
}
