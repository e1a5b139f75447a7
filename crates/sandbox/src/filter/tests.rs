use super::table::rules;
use super::*;
use crate::sys::seccomp::Instruction;

const MACHINES: [Machine; 2] = [Machine::X86_64, Machine::Aarch64];

fn kinds() -> impl Iterator<Item = Kind> {
    [Rung::Namespaces, Rung::Landlock]
        .into_iter()
        .flat_map(|rung| {
            [(true, true), (true, false), (false, true), (false, false)].map(|(listener, apart)| {
                Kind {
                    rung,
                    listener,
                    apart,
                }
            })
        })
}

/// What the kernel's interpreter does with a filter: the value that it returns.
fn run(code: &[Instruction], machine: u32, number: u32, args: &[u64; 6]) -> u32 {
    let (mut at, mut a) = (0, 0_u32);
    loop {
        let i = code[at];
        at += 1;
        let mut branch = |holds: bool| at += usize::from(if holds { i.yes } else { i.no });
        match i.code {
            0x20 => {
                a = match i.k {
                    0 => number,
                    4 => machine,
                    k if k >= 16 && k % 8 == 0 => args[(k as usize - 16) / 8] as u32,
                    k if k >= 16 && k % 8 == 4 => (args[(k as usize - 16) / 8] >> 32) as u32,
                    k => panic!("a load from {k}"),
                }
            }
            0x54 => a &= i.k,
            0x15 => branch(a == i.k),
            0x25 => branch(a > i.k),
            0x06 => return i.k,
            other => panic!("instruction {other:#x}"),
        }
    }
}

fn outcome(machine: Machine, kind: Kind, name: &str, args: [u64; 6]) -> u32 {
    let code = assemble(machine, kind);
    run(&code, machine.audit(), machine.number(name).unwrap(), &args)
}

const ALLOW: u32 = libc::SECCOMP_RET_ALLOW;
const ASK: u32 = libc::SECCOMP_RET_USER_NOTIF;
const NS: Kind = Kind {
    rung: Rung::Namespaces,
    listener: true,
    apart: true,
};
const LL: Kind = Kind {
    rung: Rung::Landlock,
    listener: true,
    apart: true,
};

fn error(number: i32) -> u32 {
    libc::SECCOMP_RET_ERRNO | number.cast_unsigned()
}

/// Values of one argument that go through every branch of a rule.
fn interesting(rule: &Rule) -> Vec<[u64; 6]> {
    let mut all = vec![[0; 6], [u64::MAX; 6], [1 << 40; 6]];
    for test in &rule.tests {
        for value in test
            .any
            .iter()
            .copied()
            .chain([test.mask, 1, 5, 0x20, 1 << 29])
        {
            for other in [0, 1, 16] {
                let mut args = [other; 6];
                args[test.argument] = u64::from(value) | 0xdead << 32;
                all.push(args);
                args[test.argument] = u64::from(value) << 32;
                all.push(args);
                args[test.argument] = u64::from(value);
                all.push(args);
            }
        }
    }
    all
}

#[test]
fn every_rule_decides_the_same_in_the_kernel_on_both_machines() {
    for (machine, kind) in MACHINES
        .into_iter()
        .flat_map(|m| kinds().map(move |k| (m, k)))
    {
        let code = assemble(machine, kind);
        for rule in rules(kind) {
            for number in rule.names.iter().filter_map(|n| machine.number(n)) {
                for args in interesting(&rule) {
                    let says = run(&code, machine.audit(), number, &args);
                    let meant = match rule.decide(&args) {
                        Verdict::Allow => ALLOW,
                        Verdict::Answer(e) => error(e),
                        Verdict::Ask => {
                            if kind.listener {
                                ASK
                            } else {
                                ALLOW
                            }
                        }
                        Verdict::AskOr(e) | Verdict::Refuse(e) => {
                            if kind.listener {
                                ASK
                            } else {
                                error(e)
                            }
                        }
                    };
                    assert_eq!(
                        says, meant,
                        "{machine:?} {kind:?} {:?} {args:x?}",
                        rule.names
                    );
                }
            }
        }
    }
}

#[test]
fn every_call_without_a_rule_is_let_through() {
    for (machine, kind) in MACHINES
        .into_iter()
        .flat_map(|m| kinds().map(move |k| (m, k)))
    {
        let code = assemble(machine, kind);
        let rules = rules(kind);
        for number in 0..=machine.last() {
            let Some(name) = machine.name(number) else {
                continue;
            };
            if !rules.iter().any(|r| r.names.contains(&name)) {
                assert_eq!(
                    run(&code, machine.audit(), number, &[7; 6]),
                    ALLOW,
                    "{name}"
                );
            }
        }
    }
}

#[test]
fn every_name_is_a_call_and_stands_once() {
    for kind in kinds() {
        let names: Vec<&str> = rules(kind)
            .iter()
            .flat_map(|r| r.names.iter().copied())
            .collect();
        for (i, name) in names.iter().enumerate() {
            assert!(!names[..i].contains(name), "{name} stands twice");
            assert!(
                MACHINES.iter().any(|m| m.number(name).is_some()),
                "{name} is no call"
            );
        }
    }
}

#[test]
fn jumps_fit_and_the_kernel_takes_as_many_instructions() {
    for (machine, kind) in MACHINES
        .into_iter()
        .flat_map(|m| kinds().map(move |k| (m, k)))
    {
        let code = assemble(machine, kind);
        assert!(code.len() < 4096, "{} instructions", code.len());
        assert!(code.iter().all(|i| i.yes < u8::MAX && i.no < u8::MAX));
    }
}

#[test]
fn another_machines_calls_and_those_of_tomorrow_are_not_let_through() {
    for machine in MACHINES {
        let code = assemble(machine, NS);
        assert_eq!(
            run(&code, 0x4000_0003, 20, &[0; 6]),
            libc::SECCOMP_RET_KILL_PROCESS
        );
        let after = [machine.last() + 1, 0x4000_0000, 0x4000_0101, u32::MAX];
        for number in after {
            assert_eq!(
                run(&code, machine.audit(), number, &[0; 6]),
                error(libc::ENOSYS)
            );
        }
    }
}

#[test]
fn namespaces_are_not_made_however_the_flags_are_mixed() {
    for machine in MACHINES {
        for flag in [
            libc::CLONE_NEWUSER,
            libc::CLONE_NEWNET,
            libc::CLONE_NEWNS | libc::CLONE_VM,
        ] {
            assert_eq!(
                outcome(machine, NS, "clone", [flag as u64 | 17, 0, 0, 0, 0, 0]),
                ASK
            );
        }
        assert_eq!(
            outcome(machine, NS, "clone", [0x0120_0011, 0, 0, 0, 0, 0]),
            ALLOW
        );
        assert_eq!(outcome(machine, NS, "clone3", [0; 6]), error(libc::ENOSYS));
    }
}

#[test]
fn what_is_refused_is_named() {
    let call = |name: &str, args| Call {
        id: 1,
        pid: 1,
        number: Machine::here().number(name).unwrap(),
        args,
    };
    let vsock = call("socket", [40, 1, 0, 0, 0, 0]);
    let refused = forbidden(&vsock, Rung::Namespaces).unwrap();
    assert_eq!(
        (refused.errno, refused.call.as_str()),
        (libc::EAFNOSUPPORT, "socket AF_VSOCK")
    );
    assert_eq!(
        forbidden(&call("io_uring_setup", [0; 6]), Rung::Namespaces)
            .unwrap()
            .errno,
        libc::ENOSYS
    );
    assert_eq!(forbidden(&call("openat", [0; 6]), Rung::Namespaces), None);
    assert_eq!(forbidden(&call("connect", [0; 6]), Rung::Landlock), None);
    assert_eq!(forbidden(&call("listen", [0; 6]), Rung::Landlock), None);
}

#[test]
fn the_machines_network_is_never_named_unasked() {
    for machine in MACHINES {
        for name in ["connect", "listen", "sendto", "sendmsg", "sendmmsg"] {
            // An address that is far up in memory is one, too.
            assert_eq!(outcome(machine, LL, name, [3, 0, 0, 0, 1 << 32, 0]), ASK);
            let deaf = Kind {
                listener: false,
                ..LL
            };
            assert_eq!(
                outcome(machine, deaf, name, [3, 0, 0, 0, 1 << 32, 0]),
                error(libc::EPERM)
            );
        }
        assert_eq!(
            outcome(machine, LL, "socketpair", [1, 2 | 0o2_000_000, 0, 0, 0, 0]),
            ASK
        );
        // A raw socket of this family is one of datagrams.
        assert_eq!(outcome(machine, LL, "socketpair", [1, 3, 0, 0, 0, 0]), ASK);
        assert_eq!(
            outcome(machine, LL, "socketpair", [1, 1, 0, 0, 0, 0]),
            ALLOW
        );
    }
}

#[test]
fn signals_are_asked_about_where_others_are_in_reach() {
    for machine in MACHINES {
        for name in ["kill", "tgkill", "pidfd_send_signal"] {
            assert_eq!(outcome(machine, LL, name, [1, 9, 0, 0, 0, 0]), ALLOW);
            let near = Kind { apart: false, ..LL };
            assert_eq!(outcome(machine, near, name, [1, 9, 0, 0, 0, 0]), ASK);
        }
    }
}
