//! From the table to the instructions that the kernel runs (classic BPF), for each machine.

use super::Kind;
use super::table::{Rule, Test, Verdict, rules};
use crate::sys::seccomp::Instruction;
use std::str::FromStr as _;
use syscalls::{aarch64, x86_64};

/// A machine whose calls are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Machine {
    /// `x86_64`.
    X86_64,
    /// `aarch64`.
    Aarch64,
}

const LOAD: u16 = 0x20;
const AND: u16 = 0x54;
const EQUAL: u16 = 0x15;
const ABOVE: u16 = 0x25;
const RETURN: u16 = 0x06;
/// Where the number of the call, the machine and the arguments lie.
const NUMBER: u32 = 0;
const MACHINE: u32 = 4;
const ARGUMENTS: u32 = 16;

impl Machine {
    /// The machine that this program was built for. On another than these two the filter lets nobody live who comes under it,
    /// so that nothing is started.
    pub(crate) const fn here() -> Self {
        if cfg!(target_arch = "aarch64") {
            Self::Aarch64
        } else {
            Self::X86_64
        }
    }

    /// What the kernel calls it.
    pub(super) const fn audit(self) -> u32 {
        match self {
            Self::X86_64 => 0xc000_003e,
            Self::Aarch64 => 0xc000_00b7,
        }
    }

    /// A call's number; none where this machine has no such call.
    pub(super) fn number(self, name: &str) -> Option<u32> {
        let number = match self {
            Self::X86_64 => x86_64::Sysno::from_str(name).ok()?.id(),
            Self::Aarch64 => aarch64::Sysno::from_str(name).ok()?.id(),
        };
        u32::try_from(number).ok()
    }

    /// A call's name.
    pub(super) fn name(self, number: u32) -> Option<&'static str> {
        let number = usize::try_from(number).ok()?;
        match self {
            Self::X86_64 => Some(x86_64::Sysno::new(number)?.name()),
            Self::Aarch64 => Some(aarch64::Sysno::new(number)?.name()),
        }
    }

    /// The last call that is known. What came after it may be a new way to do what the filter asks about.
    pub(super) fn last(self) -> u32 {
        let last = match self {
            Self::X86_64 => x86_64::Sysno::last().id(),
            Self::Aarch64 => aarch64::Sysno::last().id(),
        };
        last.cast_unsigned()
    }
}

/// The filter of this kind for a machine.
pub(crate) fn assemble(machine: Machine, kind: Kind) -> Vec<Instruction> {
    let mut code = vec![
        load(MACHINE),
        jump(EQUAL, machine.audit(), 1, 0),
        // Calls of another machine (`int 0x80`) have other numbers: nothing that speaks so is let live.
        give(libc::SECCOMP_RET_KILL_PROCESS),
        load(NUMBER),
        jump(ABOVE, machine.last(), 0, 1),
        give(errno(libc::ENOSYS)),
    ];
    for rule in rules(kind) {
        let numbers = rule.names.iter().filter_map(|name| machine.number(name));
        for number in numbers {
            let body = body(&rule, kind.listener);
            code.push(jump(EQUAL, number, 0, skip(body.len())));
            code.extend(body);
        }
    }
    code.push(give(libc::SECCOMP_RET_ALLOW));
    code
}

/// What decides a call, once its number is known.
fn body(rule: &Rule, listener: bool) -> Vec<Instruction> {
    let mut code = Vec::new();
    for test in &rule.tests {
        code.extend(tested(test, listener));
    }
    code.push(give(value(rule.otherwise, listener)));
    code
}

fn tested(test: &Test, listener: bool) -> Vec<Instruction> {
    let argument = u32::try_from(test.argument).unwrap_or(0);
    let half = if test.upper { 4 } else { 0 };
    let mut code = vec![load(ARGUMENTS + 8 * argument + half)];
    if test.mask != u32::MAX {
        code.push(Instruction {
            code: AND,
            yes: 0,
            no: 0,
            k: test.mask,
        });
    }
    // Where one of the values matches, it goes to the verdict, or past it.
    for (i, any) in test.any.iter().enumerate() {
        let rest = test.any.len() - 1 - i;
        let target = if test.not { rest + 1 } else { rest };
        let last_miss = rest == 0 && !test.not;
        code.push(jump(EQUAL, *any, skip(target), u8::from(last_miss)));
    }
    code.push(give(value(test.then, listener)));
    code
}

/// What the kernel is told.
fn value(verdict: Verdict, listener: bool) -> u32 {
    match verdict {
        Verdict::Allow => libc::SECCOMP_RET_ALLOW,
        Verdict::Answer(number) => errno(number),
        Verdict::Ask if !listener => libc::SECCOMP_RET_ALLOW,
        Verdict::AskOr(number) | Verdict::Refuse(number) if !listener => errno(number),
        Verdict::Ask | Verdict::AskOr(_) | Verdict::Refuse(_) => libc::SECCOMP_RET_USER_NOTIF,
    }
}

fn errno(number: i32) -> u32 {
    libc::SECCOMP_RET_ERRNO | number.cast_unsigned()
}

fn load(at: u32) -> Instruction {
    Instruction {
        code: LOAD,
        yes: 0,
        no: 0,
        k: at,
    }
}

fn give(value: u32) -> Instruction {
    Instruction {
        code: RETURN,
        yes: 0,
        no: 0,
        k: value,
    }
}

fn jump(code: u16, k: u32, yes: u8, no: u8) -> Instruction {
    Instruction { code, yes, no, k }
}

/// The rules are short: a jump over one always fits, and a test proves it for all.
fn skip(count: usize) -> u8 {
    u8::try_from(count).unwrap_or(u8::MAX)
}
