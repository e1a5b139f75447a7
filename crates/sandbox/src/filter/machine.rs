//! What of the machine Landlock does not hold, where there are no namespaces: modes, owners, times and attributes of files,
//! other processes of the same user, and objects of System V.

use super::table::{Rule, Test, Verdict};
use libc::{EOPNOTSUPP, EPERM};

/// Times say little: a program that sets them goes on as if it had.
const TIMES: &[&str] = &["utime", "utimes", "futimesat", "utimensat"];

const ATTRIBUTES: &[&str] = &[
    "setxattr",
    "lsetxattr",
    "fsetxattr",
    "setxattrat",
    "removexattr",
    "lremovexattr",
    "fremovexattr",
    "removexattrat",
];

/// Segments, queues and semaphores have keys and no paths.
const SYSTEM_V: &[&str] = &[
    "shmget",
    "shmat",
    "shmctl",
    "msgget",
    "msgsnd",
    "msgrcv",
    "msgctl",
    "semget",
    "semop",
    "semtimedop",
    "semctl",
];

/// Calls that name a process in their first argument; 0 is the caller.
const OTHERS: &[&str] = &[
    "sched_setaffinity",
    "sched_setscheduler",
    "sched_setparam",
    "sched_setattr",
];

/// The rules for all of it.
pub(super) fn rules() -> Vec<Rule> {
    let refuse = Verdict::Refuse(EPERM);
    let unless = |argument, any| Test::not(argument, u32::MAX, any, refuse);
    let rule = |names, tests, otherwise| Rule {
        names,
        tests,
        otherwise,
    };
    vec![
        // The supervisor does what is asked for, where the file may be written.
        rule(&["fchmod", "fchown"], Vec::new(), Verdict::AskOr(EPERM)),
        rule(TIMES, Vec::new(), Verdict::Answer(0)),
        rule(ATTRIBUTES, Vec::new(), Verdict::Answer(EOPNOTSUPP)),
        rule(SYSTEM_V, Vec::new(), refuse),
        rule(OTHERS, vec![unless(0, &[0])], Verdict::Allow),
        // A kind (processes, groups, users) and who; the kinds of the two are counted from 0 and from 1.
        rule(
            &["setpriority"],
            vec![unless(0, &[0]), unless(1, &[0])],
            Verdict::Allow,
        ),
        rule(
            &["ioprio_set"],
            vec![unless(0, &[1]), unless(1, &[0])],
            Verdict::Allow,
        ),
    ]
}
